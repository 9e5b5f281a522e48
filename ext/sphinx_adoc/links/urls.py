"""Addresses: their parts, which of them are not requested, and which fragments are no anchors."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit

from .private import Allowed, is_private

RESERVED: Final = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")
"""Names that stand for no host (RFC 2606 and 6761); those below them neither."""

_SAFE: Final = "!#$%&'()*+,/:;=?@[]~"  # what quote() leaves as it is, beside letters and digits
_HOST: Final = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_LINES: Final = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?|(issuecomment|discussion|diff|pullrequestreview)[-_].*")
_CODE_HOSTS: Final = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org")


def split(url: str) -> tuple[str, str]:
    """Return an address without its fragment, as it is asked for, and the fragment ('' where it names no anchor)."""
    page, fragment = urldefrag(url)
    fragment = fragment.partition(":~:")[0]
    name = unquote(fragment)
    if not name or name.startswith(("!", "/", "?")) or "=" in name:
        name = ""  # of a program in the page, or a viewer's instruction (#page=3)
    if host_of(page).removeprefix("www.") in _CODE_HOSTS and _LINES.fullmatch(name):
        name = ""
    return normal(page), name


def normal(url: str) -> str:
    """Return an address as it goes over the wire: ASCII, host in lower case, a path.

    Raise ValueError for what is no http address.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ValueError(f"'{url}' is no http address")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise ValueError(f"'{host}' is no name of a host") from error
    if ":" not in host and not _HOST.fullmatch(host):
        raise ValueError(f"'{host}' is no name of a host")
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    path = quote(parts.path or "/", safe=_SAFE)
    return urlunsplit((parts.scheme.lower(), f"{host}{port}", path, quote(parts.query, safe=_SAFE), ""))


def host_of(url: str) -> str:
    """Return the name of the host in lower case, '' without one."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def joined(url: str, location: str) -> str:
    """Return where a redirect leads; raise ValueError for what is no http address."""
    return normal(urldefrag(urljoin(url, location))[0])


def not_asked(url: str, allowed: Allowed) -> str:
    """Return why an address is not requested, '' where it is."""
    try:
        host = host_of(normal(url))
    except ValueError:
        return "no http address"
    if allowed.names(host):
        return ""
    if any(host == name or host.endswith(f".{name}") for name in RESERVED):
        return "reserved name"
    try:
        return "private address" if is_private(ip_address(host)) else ""
    except ValueError:
        return "" if "." in host else "private address"
