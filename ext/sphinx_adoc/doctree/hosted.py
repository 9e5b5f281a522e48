"""Videos at YouTube, Vimeo and Wistia: the address of the player, and that of a page with the video."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import quote

from sphinx_adoc.syntax.tree import BlockMacro

Parameters = Iterator[tuple[str, str]]
_SAFE: Final = "/,"


def addresses(host: str, block: BlockMacro) -> tuple[str, str] | None:
    """Return the addresses of a video's player and of its page; None for a host that is none of these."""
    make_address = _HOSTS.get(host)
    return make_address(block) if make_address is not None else None


def _address(base: str, target: str, parameters: Parameters, anchor: str = "") -> str:
    query = "&".join(f"{name}={quote(value, safe=_SAFE)}" for name, value in parameters)
    return f"{base}{quote(target, safe=_SAFE)}{'?' if query else ''}{query}{anchor}"


def _times(block: BlockMacro) -> Parameters:
    return ((name, block.attrs[name]) for name in ("start", "end") if block.attrs.get(name))


def _flags(block: BlockMacro, *flags: tuple[str, str, str]) -> Parameters:
    """The parameters of options: option, parameter, value."""
    return ((name, value) for option, name, value in flags if option in block.options)


def _youtube(block: BlockMacro) -> tuple[str, str]:
    target, _, listed = block.target.partition("/")
    playlist, listed = "", listed or block.attrs.get("list", "")
    if not listed:
        target, _, playlist = target.partition(",")
        playlist = playlist or block.attrs.get("playlist", "")
        if playlist:
            playlist = f"{target},{playlist}"
        elif "loop" in block.options:
            playlist = target

    def parameters() -> Parameters:
        yield "rel", "1" if "related" in block.options else "0"
        yield from _times(block)
        yield from _flags(
            block,
            ("autoplay", "autoplay", "1"),
            ("loop", "loop", "1"),
            ("muted", "mute", "1"),
            ("nocontrols", "controls", "0"),
        )
        yield from ((name, value) for name, value in (("list", listed), ("playlist", playlist)) if value)
        yield from _flags(block, ("nofullscreen", "fs", "0"), ("modest", "modestbranding", "1"))
        named = (("theme", block.attrs.get("theme")), ("hl", block.attrs.get("lang")))
        yield from ((name, value) for name, value in named if value)

    watch = f"https://www.youtube.com/watch?v={quote(target)}" + (f"&list={quote(listed)}" if listed else "")
    return _address("https://www.youtube.com/embed/", target, parameters()), watch


def _vimeo(block: BlockMacro) -> tuple[str, str]:
    target, _, hashed = block.target.partition("/")
    hashed = hashed or block.attrs.get("hash", "")

    def parameters() -> Parameters:
        if hashed:
            yield "h", hashed
        yield from _flags(block, ("autoplay", "autoplay", "1"), ("loop", "loop", "1"), ("muted", "muted", "1"))

    start = f"#at={quote(block.attrs['start'])}" if block.attrs.get("start") else ""
    watch = f"https://vimeo.com/{quote(target)}" + (f"/{quote(hashed)}" if hashed else "")
    return _address("https://player.vimeo.com/video/", target, parameters(), start), watch


def _wistia(block: BlockMacro) -> tuple[str, str]:
    def parameters() -> Parameters:
        if block.attrs.get("start"):
            yield "time", block.attrs["start"]
        yield from _flags(block, ("autoplay", "autoPlay", "true"))
        ends = _flags(block, ("loop", "endVideoBehavior", "loop"), ("reset", "endVideoBehavior", "reset"))
        yield from [*ends][:1]
        yield from _flags(block, ("muted", "muted", "true"))

    player = _address("https://fast.wistia.com/embed/iframe/", block.target, parameters())
    return player, player.partition("?")[0]


_HOSTS: Final[dict[str, Callable[[BlockMacro], tuple[str, str]]]] = {
    "youtube": _youtube, "vimeo": _vimeo, "wistia": _wistia,
}  # fmt: skip
