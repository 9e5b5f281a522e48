"""Files that describe a network in another way than /etc/network/interfaces: told by name, with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .finding import Finding

_NETPLAN = re.compile(r"network\s*:\s*$|network\s*:\s*\{")
_NETWORKD = re.compile(r"\[(Match|NetDev|Network|Bond|Link|Address|Route)\]\s*$")
_NM = re.compile(r"\[(connection|ipv4|ipv6|bond|ethernet)\]\s*$")
_COROSYNC = re.compile(r"(totem|logging|nodelist|quorum|system|resources|nozzle|uidgid)\s*\{\s*$")
_INTERFACES = re.compile(r"(auto|iface|allow-\S+|source|source-directory|mapping)\s+\S")
_SAME = "write the bond as an iface stanza (bond-slaves, bond-mode, ...) to ask about it"
FORMATS = (
    (_NETPLAN, "netplan", f"this is netplan's YAML, which is not read; {_SAME}"),
    (_NETWORKD, "networkd", f"this is a unit of systemd-networkd, which is not read; {_SAME}"),
    (_NM, "network-manager", f"this is a connection of NetworkManager, which is not read; {_SAME}"),
    (_COROSYNC, "swapped", "this is a corosync.conf; the interfaces file comes first"),
)
NO_COROSYNC = ((_INTERFACES, "swapped", "this is an interfaces file; corosync.conf comes second"),)


def other_format(text: str, formats: Iterable[tuple[re.Pattern[str], str, str]] = FORMATS) -> Finding | None:
    """Return an error that names the format, if the first line that says something is of another one."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip("\ufeff \t\r")
        if not bare or bare.startswith(("#", ";")) or bare == "---":
            continue
        for pattern, code, words in formats:
            if pattern.match(bare):
                return Finding(number, 1, "error", code, words)
        return None
    return None
