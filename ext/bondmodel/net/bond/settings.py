"""Options of the driver as texts, such as files and commands have them, made fields of a `Bond`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bondmodel.errors import ModelError, choose
from bondmodel.net.hashing import POLICIES
from bondmodel.treatment import NO_EFFECT, check_modelled

from .options import FAIL_OVER_MAC, FILTERS, MODES, RATES, RESELECT, VALIDATE, Bond
from .table import BONDING

FLAGS = {"on": True, "off": False, "1": True, "0": False, "yes": True, "no": False}
# options with names for values, in the order of the kernel's numbers
NAMES = {
    "mode": MODES,
    "xmit_hash_policy": POLICIES,
    "lacp_rate": RATES,
    "primary_reselect": RESELECT,
    "fail_over_mac": FAIL_OVER_MAC,
    "arp_validate": (*VALIDATE, *FILTERS),
    "arp_all_targets": ("any", "all"),
    "lacp_active": ("off", "on"),
    "broadcast_neighbor": ("off", "on"),
}
SAME = {"num_unsol_na": "num_grat_arp"}  # two names of one number
KINDS = {option.name: str(option.type) for option in fields(Bond)}


def named(value: str, names: tuple[str, ...]) -> str:
    """Return an enumeration's name; the kernel's number stands for it too."""
    return names[int(value)] if value.isdecimal() and int(value) < len(names) else value


def bond_fields(settings: Mapping[str, str], field: str = "") -> dict[str, Any]:
    """Return the fields of a `Bond` that options with these values set; those without effect set none.

    Raises ModelError for an option that the kernel does not have or a value that it cannot be, naming it after
    `field`, and NotModelled for one that is refused.
    """
    out: dict[str, Any] = {}
    for name, text in settings.items():
        choose(field or "option", name, BONDING)
        value = named(text, NAMES.get(name, ()))
        if name == "arp_all_targets" and len(_list(settings.get("arp_ip_target", ""))) < 2:
            continue  # of one target, any is all
        check_modelled(BONDING, name, value)
        key = SAME.get(name, name)
        if BONDING[name].fate != NO_EFFECT and key in KINDS:
            out[key] = _value(f"{field} {name}".strip(), value, KINDS[key])
    return out


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _value(field: str, text: str, kind: str) -> Any:
    if kind == "bool":
        return FLAGS[choose(field, text, FLAGS)]
    if kind.startswith("tuple[str"):
        return _list(text)
    if kind.startswith("tuple[int"):
        return tuple(_whole(field, word) for word in _list(text))
    return _whole(field, text) if kind.startswith("int") else text


def _whole(field: str, text: str) -> int:
    if not text.removeprefix("-").isdecimal():
        raise ModelError(f"{field}: {text!r} is not a whole number")
    return int(text)
