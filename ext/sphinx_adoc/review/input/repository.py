"""A git repository, asked in a closed environment.

Git takes programs to run from many places of its configuration, and fetches what is missing. A repository that comes
from somebody else must not have that. So git is given a folder of its own in place of ``.git``: with a configuration
of ours, with copies of the references, and with the way to the repository's objects. The configuration of the
repository, of the user and of the system is not read, nor are hooks, replacements and grafts; and of the environment
git gets what is listed here.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tempfile
import weakref
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TIMEOUT_S: Final = 60
_PASSED_ON: Final = ("TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "GIT_EXEC_PATH")
_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_CONFIGURATION: Final = f"""\
[core]
\trepositoryformatversion = 1
\tbare = false
\tattributesFile = {os.devnull}
\tbigFileThreshold = 8m
\tcommitGraph = false
\texcludesFile = {os.devnull}
\tfsmonitor = false
\thooksPath = {os.devnull}
\tmultiPackIndex = false
\tquotePath = false
\tuntrackedCache = false
[extensions]
\tobjectFormat = {{format}}
[gc]
\tauto = 0
[protocol]
\tallow = never
"""
_FORMATS: Final = ("sha1", "sha256")
#: Extensions of a repository that do not change how its commits are read.
_HARMLESS: Final = {"noop", "noop-v1", "partialclone", "preciousobjects", "relativeworktrees", "worktreeconfig"}
#: Names for commits that git keeps beside ``HEAD``.
_HEADS: Final = ("HEAD", "ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD")
_OF_EACH_CHECKOUT: Final = ("refs/bisect", "refs/worktree", "refs/rewritten")
_GITFILE: Final = re.compile(rb"gitdir: ([^\0]+?)[\r\n]*\Z")
_LARGEST_REFERENCE: Final = 1 << 20  # FETCH_HEAD has a line for each branch
_LARGEST_LIST: Final = 256 << 20
_MOST_REFERENCES: Final = 100_000
_PARTIAL: Final = "this is a partial clone, and what it lacks is not fetched; git fetch --refetch --no-filter does"


class GitError(ValueError):
    """Git could not answer; the text is its own."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Repository:
    """A repository. ``top``: the folder of its working tree; ``store``: what git gets in place of its ``.git``, which
    goes when this goes; ``index``: its index; ``partial``: objects may be missing, which are not fetched.
    """

    top: Path
    store: Path
    index: Path
    partial: bool = False

    def git(self, *words: str, given: bytes = b"", tree: bool = False) -> bytes:
        """Return what git prints; raise GitError. ``tree``: the question is about the working tree and the index."""
        environment = {"GIT_DIR": str(self.store)}
        if tree:
            environment |= {"GIT_WORK_TREE": str(self.top), "GIT_INDEX_FILE": str(self.index)}
        try:
            return _run(self.top if tree else self.store, environment, words, given)[0]
        except GitError as error:
            raise self.error(str(error)) from error

    def error(self, said: str) -> GitError:
        """Return an error that also says why something may be missing."""
        return GitError(f"{said} ({_PARTIAL})" if self.partial else said)


def git_outside(folder: Path, *words: str, given: bytes = b"", codes: Container[int] = (0,)) -> tuple[bytes, str]:
    """Return what git prints in a folder, on standard output and standard error, as if there were no repository around;
    raise GitError. ``codes``: the exit codes that are no error.
    """
    return _run(folder, {"GIT_DIR": os.devnull}, words, given, codes)


def _run(
    folder: Path, where: Mapping[str, str], words: tuple[str, ...], given: bytes = b"", codes: Container[int] = (0,)
) -> tuple[bytes, str]:
    """Run git; return what it prints on standard output and standard error. Raises GitError."""
    path = _search_path()
    program = shutil.which("git", path=path)
    if program is None:
        raise GitError("git is not installed, or not on PATH")
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    home = {"HOME": os.devnull, "XDG_CONFIG_HOME": os.devnull, "PATH": path}
    environment = {**passed_on, **_ENVIRONMENT, **home, **where}
    try:
        done = subprocess.run(
            [program, "--no-pager", *words], cwd=folder, env=environment, input=given, capture_output=True,
            timeout=TIMEOUT_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git {words[0]} was stopped after {TIMEOUT_S} s") from error
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode not in codes:
        raise GitError(said.strip() or f"git {words[0]} failed")
    return done.stdout, said


def _search_path() -> str:
    """Where programs are looked for: never in the working directory, which may be a stranger's."""
    parts = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(part for part in parts if Path(part).is_absolute())


# -- finding it --------------------------------------------------------------------------------------------------------


def open_repository(folder: Path, *, stranger: bool = False) -> Repository | None:
    """Return the repository that a folder is in, None where it is in none; raise GitError for one that cannot
    be read. ``stranger``: it is somebody else's, and one that keeps anything outside of its own folder is refused.
    """
    for top in (place := folder.resolve(), *place.parents):
        directory = _directory(top)
        if directory is not None:
            if stranger:
                _refuse_what_is_outside(top, directory)
            return _opened(top, directory)
    return None


def _refuse_what_is_outside(top: Path, directory: Path) -> None:
    """Raise GitError for a git directory that is elsewhere, has links, or takes objects from elsewhere: it could show
    what is in another repository of this machine.
    """
    own = top / ".git"
    if own.is_symlink() or not own.is_dir() or os.path.lexists(directory / "commondir"):
        raise GitError(f"{own} leads to another folder, which the repository of a stranger may not")
    for name in ("alternates", "http-alternates"):
        if os.path.lexists(directory / "objects" / "info" / name):
            raise GitError(
                f"{own}/objects/info/{name}: the repository of a stranger may not take objects from elsewhere"
            )
    for place, folders, names in os.walk(directory):
        linked = next((name for name in (*folders, *names) if Path(place, name).is_symlink()), None)
        if linked is not None and Path(place, linked) != directory / "HEAD":
            raise GitError(f"{Path(place, linked)} is a link, which the repository of a stranger may not have")


def _directory(top: Path) -> Path | None:
    """The git directory of a folder that is the top of a working tree."""
    place = top / ".git"
    if place.is_file():
        named = _GITFILE.match(_read(place) or b"")
        place = top / os.fsdecode(named[1]) if named else place
    return place if place.is_dir() and os.path.lexists(place / "HEAD") else None


def _opened(top: Path, directory: Path) -> Repository:
    pointer = _read(directory / "commondir")
    common = directory / os.fsdecode(pointer.strip()) if pointer else directory
    if not (common / "objects").is_dir():
        raise GitError(f"{directory} is no git directory: {common / 'objects'} is not there")
    extensions = _extensions(common / "config", top)
    store = Path(tempfile.mkdtemp(prefix="sphinx-adoc-"))
    index = directory / "index"
    made = Repository(top, store, index if _is_file(index) else store / "index", "partialclone" in extensions)
    weakref.finalize(made, shutil.rmtree, store, ignore_errors=True)
    (store / "config").write_bytes(_CONFIGURATION.format(format=extensions.get("objectformat", "sha1")).encode())
    _point_to_objects(common / "objects", store / "objects")
    _copy_references(directory, common, store)
    return made


def _is_file(path: Path) -> bool:
    """Whether it is an ordinary file, no link: what is none may keep who opens it waiting."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _extensions(config: Path, top: Path) -> dict[str, str]:
    """What the repository's format is beyond the usual, by name. Raises GitError for what is not known."""
    if b"extensions" not in (_read(config) or b"").lower():
        return {}
    words = ("config", "--file", str(config.resolve()), "--no-includes", "--null", "--get-regexp", r"^extensions\.")
    out = _run(top, {"GIT_DIR": os.devnull}, words, codes=(0, 1))[0].decode("utf-8", "replace")  # 1: it has none
    pairs = (entry.partition("\n") for entry in out.split("\0") if entry)
    extensions = {name.removeprefix("extensions.").lower(): value for name, _, value in pairs}
    for name, value in extensions.items():
        known = value in _FORMATS if name == "objectformat" else name in _HARMLESS or (name, value) == _FILES
        if not known:
            raise GitError(f"the repository has the extension '{name}' = '{value}', which is not known here")
    return extensions


_FILES: Final = ("refstorage", "files")


# -- what git gets in place of .git ------------------------------------------------------------------------------------


def _point_to_objects(objects: Path, made: Path) -> None:
    (made / "info").mkdir(parents=True)
    (made / "pack").mkdir()
    escaped = re.sub(rb'(["\\])', rb"\\\1", os.fsencode(objects.resolve())).replace(b"\n", b"\\n")
    (made / "info" / "alternates").write_bytes(b'"' + escaped + b'"\n')


def _copy_references(directory: Path, common: Path, store: Path) -> None:
    """Copy references as they are now: the files that hold them, no links and nothing that is no file."""
    (store / "refs").mkdir()
    (store / "info").mkdir()
    for name in _HEADS:
        _copy(directory / name, store / name)
    if not (store / "HEAD").is_file():
        (store / "HEAD").write_bytes(_linked_head(directory / "HEAD"))
    _copy(common / "packed-refs", store / "packed-refs", _LARGEST_LIST)
    _copy(common / "shallow", store / "shallow", _LARGEST_LIST)
    _copy(common / "info" / "exclude", store / "info" / "exclude")
    for path in directory.glob("sharedindex.*"):
        _copy(path, store / path.name, _LARGEST_LIST)
    count = 0
    for home, name in ((common, "refs"), *((directory, name) for name in _OF_EACH_CHECKOUT)):
        for path in _below(home / name):
            count += 1
            if count > _MOST_REFERENCES:
                raise GitError(
                    f"{home / name}: more than {_MOST_REFERENCES} references; git pack-refs --all packs them"
                )
            _copy(path, store / path.relative_to(home))
    for home, name in ((directory, "logs/HEAD"), (common, "logs/refs")):
        for path in [home / name] if name.endswith("HEAD") else _below(home / name):
            _copy(path, store / path.relative_to(home), _LARGEST_LIST)


def _linked_head(head: Path) -> bytes:
    """What ``HEAD`` says where it is a link, as in old repositories; else a branch without commits."""
    with suppress(OSError):
        name = os.fsencode(head.readlink())
        if name.startswith(b"refs/") and b"\n" not in name:
            return b"ref: " + name + b"\n"
    return b"ref: refs/heads/main\n"


def _below(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def _copy(path: Path, target: Path, largest: int = _LARGEST_REFERENCE) -> None:
    data = _read(path, largest)
    if data is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _read(path: Path, largest: int = _LARGEST_REFERENCE) -> bytes | None:
    """What an ordinary file holds; None for a link, a pipe, one that is too large, and one that cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        return file.read(largest) if stat.S_ISREG(status.st_mode) and status.st_size <= largest else None
