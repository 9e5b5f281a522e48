"""The bond options of /etc/network/interfaces: which there are, what they may be, in which mode they do anything.

Source: ifupdown2 addons/bond.py; the kernel's bond_options.c for what a mode takes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bondmodel.net.bond.options import ARP_MODES, LEARNED_MODES, MODES, RATES
from bondmodel.net.bond.settings import named
from bondmodel.net.bond.table import BONDING
from bondmodel.net.hashing import POLICIES

from .finding import Finding, Option, meant, not_in_range
from .interfaces import WRITTEN, Interfaces, Stanza, read

RESELECT = ("always", "better", "failure")
YES_NO = ("yes", "no", "0", "1", "on", "off")
MANY_BITS = 65535
MAC = re.compile(r"[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")
HASHING = ("balance-xor", "802.3ad", "balance-tlb")
MAX_ARP_TARGETS = 16


@dataclass(frozen=True, slots=True)
class Rule:
    """What one option may hold: a number `low`..`high`, one of `names` (numbers of them too), or what `check`
    accepts.
    """

    low: int = 0
    high: int | None = None
    names: tuple[str, ...] = ()
    modes: tuple[str, ...] = MODES
    check: Callable[[Option], str] | None = None


def _address_list(option: Option) -> str:
    targets = option.value.replace(",", " ").split()
    if 1 <= len(targets) <= MAX_ARP_TARGETS and all(re.fullmatch(r"\d+(\.\d+){3}", t) for t in targets):
        return ""
    return f"bond-arp-ip-target: {option.value!r} is not a list of 1 to {MAX_ARP_TARGETS} IPv4 addresses"


def _mac(option: Option) -> str:
    return "" if MAC.fullmatch(option.value) else f"{option.key}: {option.value!r} is not a MAC address"


def _yes_no(option: Option) -> str:
    if option.value in YES_NO:
        return ""
    return f"{option.key}: {option.value!r} is not one of {', '.join(YES_NO)}{meant(option.value, YES_NO)}"


def _anything(option: Option) -> str:
    return "" if option.value else f"{option.key}: its value is missing"


RULES = {
    "bond-slaves": Rule(check=_anything),
    "bond-mode": Rule(names=MODES),
    "bond-miimon": Rule(high=255),
    "bond-use-carrier": Rule(check=_yes_no),
    "bond-updelay": Rule(high=MANY_BITS),
    "bond-downdelay": Rule(high=MANY_BITS),
    "bond-arp-interval": Rule(modes=ARP_MODES),
    "bond-arp-ip-target": Rule(check=_address_list, modes=ARP_MODES),
    "bond-lacp-rate": Rule(names=RATES, modes=("802.3ad",)),
    "bond-xmit-hash-policy": Rule(names=POLICIES, modes=HASHING),
    "bond-min-links": Rule(high=255, modes=("802.3ad",)),
    "bond-primary": Rule(check=_anything, modes=LEARNED_MODES),
    "bond-primary-reselect": Rule(names=RESELECT, modes=LEARNED_MODES),
    "bond-num-grat-arp": Rule(high=255, modes=("active-backup",)),
    "bond-num-unsol-na": Rule(high=255, modes=("active-backup",)),
    "bond-ad-actor-sys-prio": Rule(high=MANY_BITS, modes=("802.3ad",)),
    "bond-ad-sys-priority": Rule(high=MANY_BITS, modes=("802.3ad",)),
    "bond-ad-actor-system": Rule(check=_mac, modes=("802.3ad",)),
    "bond-ad-sys-mac-addr": Rule(check=_mac, modes=("802.3ad",)),
    "bond-lacp-bypass-allow": Rule(check=_yes_no, modes=("802.3ad",)),
}
# options of ifupdown2's that the kernel knows by another name, or not at all
OTHER_NAMES = {
    "bond-ad-sys-priority": "ad_actor_sys_prio",
    "bond-ad-sys-mac-addr": "ad_actor_system",
    "bond-lacp-bypass-allow": None,
}
KERNEL_ONLY = tuple(
    f"bond-{name.replace('_', '-')}"
    for name in BONDING
    if f"bond-{name.replace('_', '-')}" not in RULES and name not in ("slaves", "max_bonds")
)
OF_IFENSLAVE = ("bond-master", "bond-give-a-chance", "bond-primary")  # what the package ifenslave adds
# the options of other interfaces that a slip of the hand may have meant
COMMON_KEYS = (
    "address", "netmask", "gateway", "broadcast", "network", "mtu", "hwaddress", "alias", "pointopoint", "metric",
    "scope", "up", "pre-up", "post-up", "down", "pre-down", "post-down", "bridge-ports", "bridge-stp", "bridge-fd",
    "bridge-vlan-aware", "bridge-vids", "bridge-pvid", "bridge-access", "vlan-raw-device", "vlan-id", "vlan-protocol",
    "ovs_type", "ovs_bonds", "ovs_bridge", "ovs_ports", "ovs_options", "ovs_mtu", "ovs_extra", "dns-nameservers",
    "dns-search", "link-type", "link-speed", "link-duplex", "ethernet-wol", "vrf", "vrf-table", "address-virtual",
    "comments",
)  # fmt: skip
MAX_GUESSES = 50  # in one file: guessing takes time


def check_text(text: str) -> tuple[Finding, ...]:
    """Return every finding about a file's text, in order of place."""
    return check(read(text))


def check(interfaces: Interfaces) -> tuple[Finding, ...]:
    """Return every finding about a file that was read, those about its form included, in order of place."""
    findings = list(interfaces.findings)
    findings += _keys(interfaces)
    for stanza in interfaces.stanzas:
        if stanza.is_bond:
            findings += _values(stanza)
            findings += _slaves(stanza)
            findings += _monitoring(stanza)
    findings += _shared_slaves(interfaces)
    return tuple(sorted(findings))


def _keys(interfaces: Interfaces) -> Iterator[Finding]:
    guesses = 0
    for stanza in interfaces.stanzas:
        for option in stanza.options:
            key = option.key
            if key.startswith(WRITTEN):
                continue
            if key in RULES or not key.startswith("bond-"):
                if key in RULES and not stanza.is_bond and stanza.name not in interfaces.inherited:
                    text = f"{key}: {stanza.name} is no bond, it has no bond-slaves; the option has no effect"
                    yield option.key_finding("warning", "no-effect", text)
                elif guesses < MAX_GUESSES and key not in COMMON_KEYS and key not in RULES:
                    guesses += 1
                    if hint := meant(key, [*RULES, *COMMON_KEYS]):
                        yield option.key_finding("warning", "unknown-option", f"{key}: not a known option{hint}")
            elif key in KERNEL_ONLY:
                text = (
                    f"{key}: ifupdown2 has no such option and passes it over; set it with post-up in "
                    f"/sys/class/net/{stanza.name}/bonding/"
                )
                yield option.key_finding("warning", "kernel-option", text)
            elif key not in OF_IFENSLAVE:
                text = f"{key}: there is no such option, and ifupdown2 passes it over{meant(key, RULES)}"
                yield option.key_finding("warning", "unknown-option", text)


def _values(stanza: Stanza) -> Iterator[Finding]:
    mode = stanza.mode
    for option in stanza.options:
        rule = RULES.get(option.key)
        if rule is None:
            continue
        yield from _value(option, rule)
        if mode in MODES and mode not in rule.modes:
            yield from _wrong_mode(option, mode, rule)


def _value(option: Option, rule: Rule) -> list[Finding]:
    if rule.check is not None:
        problem = rule.check(option)
        return [option.finding("error", "bad-value", problem)] if problem else []
    if not rule.names:
        return not_in_range(option, rule.low, rule.high)
    if named(option.value, rule.names) in rule.names:
        return []
    text = f"{option.key}: {option.value!r} is not one of {', '.join(rule.names)}{meant(option.value, rule.names)}"
    return [option.finding("error", "bad-value", text)]


def _wrong_mode(option: Option, mode: str, rule: Rule) -> Iterator[Finding]:
    only = ", ".join(rule.modes)
    if option.key == "bond-arp-interval" and option.value != "0":
        text = f"{option.key}: the kernel refuses ARP monitoring in mode {mode}; only {only} take it"
        yield option.key_finding("error", "refused", text)
    elif option.key != "bond-arp-interval":
        text = f"{option.key}: no effect in mode {mode}, only in {only}"
        yield option.key_finding("warning", "no-effect", text)


def _slaves(stanza: Stanza) -> Iterator[Finding]:
    listed = stanza.get("bond-slaves")
    assert listed is not None  # what makes it a bond
    for name, times in Counter(stanza.slaves).items():
        if times > 1:
            yield listed.finding("error", "duplicate-slave", f"bond-slaves: {name} is listed {times} times")
    if not stanza.slaves and listed.value:
        text = f"bond-slaves: {stanza.name} has no slaves, and no iface names it as its bond-master; it carries nothing"
        yield listed.finding("error", "no-slaves", text)
    if len(stanza.slaves) == 1 and not is_pattern(stanza.slaves[0]):
        yield listed.finding(
            "note", "one-slave", f"bond-slaves: {stanza.name} has one slave, nothing takes over for it"
        )
    primary = stanza.get("bond-primary")
    if primary is None or not primary.value or any(map(is_pattern, stanza.slaves)):
        return
    if primary.value not in stanza.slaves:
        hint = meant(primary.value, stanza.slaves)
        text = f"bond-primary: {primary.value} is not one of bond-slaves ({' '.join(stanza.slaves)}){hint}"
        yield primary.finding("error", "primary", text)


def is_pattern(name: str) -> bool:
    """Return whether what stands for a slave may stand for many."""
    return any(mark in name for mark in "*?[|(") or name in ("glob", "regex")


def _monitoring(stanza: Stanza) -> Iterator[Finding]:
    mode, miimon = stanza.get("bond-mode"), stanza.get("bond-miimon")
    watched = stanza.value("bond-arp-interval", "0") not in ("0", "")
    interval = int(miimon.value) if miimon is not None and miimon.value.isdecimal() else 0
    if not interval and not watched:
        place = miimon or mode or stanza.get("bond-slaves")
        assert place is not None
        text = f"bond-miimon: {stanza.name} has no link monitoring (0 is ifupdown2's default): a dead link stays in use"
        yield place.finding("warning", "no-monitoring", text)
    if interval and watched and stanza.mode in ARP_MODES:
        assert miimon is not None
        text = "bond-miimon: excludes bond-arp-interval; the kernel keeps whichever is set last"
        yield miimon.finding("error", "two-monitors", text)
    for key in ("bond-updelay", "bond-downdelay"):
        if (delay := stanza.get(key)) is not None and delay.value.isdecimal() and int(delay.value):
            yield from _delay(delay, interval)
    if mode is None:
        place = stanza.get("bond-slaves")
        assert place is not None
        yield place.finding("note", "default-mode", f"bond-mode: {stanza.name} says none, so it is balance-rr")


def _delay(delay: Option, interval: int) -> Iterator[Finding]:
    if not interval:
        yield delay.finding("warning", "no-effect", f"{delay.key}: no effect without bond-miimon")
    elif int(delay.value) % interval and int(delay.value) <= MANY_BITS:
        down = int(delay.value) // interval * interval
        text = f"{delay.key}: {delay.value} is no multiple of bond-miimon {interval}; the kernel makes it {down}"
        yield delay.finding("warning", "rounded", text)


def _shared_slaves(interfaces: Interfaces) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for bond in interfaces.bonds:
        listed = bond.get("bond-slaves")
        assert listed is not None
        for slave in bond.slaves:
            if owner.setdefault(slave, bond.name) != bond.name:
                text = f"bond-slaves: {slave} is already a slave of {owner[slave]}"
                yield listed.finding("error", "shared-slave", text)
