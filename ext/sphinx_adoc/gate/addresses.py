"""Addresses that a page may link to: what a browser makes of them counts, not what they look like."""

from __future__ import annotations

import re
from typing import Final

SCHEMES: Final = frozenset({"http", "https", "mailto"})
_RUN: Final = frozenset({"javascript", "vbscript", "data"})
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_IGNORED: Final = re.compile(r"[\t\n\r]")  # browsers drop these wherever they stand
_AT_ENDS: Final = "".join(map(chr, range(0x21)))  # and these at both ends
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def scheme(address: str) -> str:
    """Return the scheme that a browser reads in an address, in lower case; '' for a relative one. What is not seen does
    not count: other programs than browsers take off more blanks than these do.
    """
    shown = address if address.isascii() else "".join(filter(str.isprintable, address)).strip()
    match = _SCHEME.match(_IGNORED.sub("", shown.strip(_AT_ENDS)))
    return match[1].lower() if match else ""


def runs(address: str) -> bool:
    """Return whether a browser runs an address, or shows a page that it holds itself."""
    return scheme(address) in _RUN


def refusal(address: str) -> str:
    """Return why a page may not have an address, '' where it may."""
    name = scheme(address)
    if name and name not in SCHEMES:
        return f"it has the scheme '{name}:'"
    clean = _IGNORED.sub("", address.strip(_AT_ENDS))
    if _CONTROL.search(clean):
        return "it has control characters in it"
    if "\\" in clean:
        return "it has backslashes, which browsers read as slashes"
    if clean.startswith("//"):
        return "it names a host without a scheme"
    return ""


def is_remote(address: str) -> bool:
    """Return whether an address names a host, or holds data itself, rather than a file of the tree."""
    clean = _IGNORED.sub("", address.strip(_AT_ENDS))
    return bool(scheme(address)) or clean.startswith(("//", "\\\\", "/\\", "\\/"))
