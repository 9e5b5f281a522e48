"""What a page asks of the gate: one for each page, since its files are named from its folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from . import addresses, paths, svg, tex
from .trust import OWN, Trust


class Gate(NamedTuple):
    """``root``: the folder that files may come from (None: from nowhere); ``folder``: that of the page. ``top``: a path
    that begins with a slash is one below this folder (None: it is absolute). Each method returns why it refuses
    something, '' where it lets it through.
    """

    trust: Trust = OWN
    root: Path | None = None
    folder: Path = Path()
    top: Path | None = None

    def address(self, address: str) -> str:
        """Return what a link, or a picture from another host, points at."""
        if self.trust.stranger:
            return addresses.refusal(address)
        if self.trust.inside_only and addresses.runs(address):
            return f"it has the scheme '{addresses.scheme(address)}:'"
        return ""

    def image(self, target: str) -> str:
        """Return a picture: a file of the tree. From another host it would be fetched when a page is built or read."""
        return self._shown(target, paths.IMAGES, "it is no kind of picture that is known") or self._drawing(target)

    def media(self, target: str) -> str:
        """Return a video or a sound."""
        return self._shown(target, paths.MEDIA, "it is no kind of sound or video that is known")

    def file(self, target: str) -> str:
        """Return any other file that a page copies along. One that a browser runs in its pages' place is none for
        strangers.
        """
        if addresses.is_remote(target):
            return self.address(target)
        if self.trust.stranger and paths.kind(target) not in paths.DOWNLOADS:
            return "it is no kind of file that is known to be harmless"
        return self._file(target) if self.trust.inside_only else ""

    def formula(self, formula: str) -> str:
        """Return a formula in LaTeX's notation."""
        return tex.refusal(formula) if self.trust.stranger else ""

    def _shown(self, target: str, kinds: frozenset[str], otherwise: str) -> str:
        if not self.trust.inside_only:
            return ""
        if addresses.is_remote(target):
            remote = "it would be fetched from another host" if self.trust.stranger else ""
            return self.address(target) or remote
        if self.trust.stranger and paths.kind(target) not in kinds:
            return otherwise
        return self._file(target)

    def _file(self, target: str) -> str:
        reasons = (self._at(path) for path in self._places(target))
        return next(filter(None, reasons), "")

    def _at(self, path: Path) -> str:
        if self.root is None:
            return "no file can be taken along here"
        return paths.refusal(path, self.root, hidden=not self.trust.stranger)

    def _places(self, target: str) -> list[Path]:
        """The files that a target may mean: as it is written, and with its escapes resolved."""
        name = target.partition("#")[0]
        return [self._place(name)] if unquote(name) == name else [self._place(name), self._place(unquote(name))]

    def _place(self, name: str) -> Path:
        if self.top is not None and name.startswith("/"):
            return self.top / name.lstrip("/")
        return self.folder / name

    def _drawing(self, target: str) -> str:
        if not self.trust.stranger or paths.kind(target) != "svg" or addresses.is_remote(target):
            return ""
        try:
            return next(filter(None, (svg.refusal(path) for path in self._places(target) if path.is_file())), "")
        except OSError as error:
            return f"it cannot be read ({error.strerror})"
