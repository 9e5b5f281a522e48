"""What the model makes of an option: each has one of three fates, and none is read and forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .errors import NotModelled

HONOURED, NO_EFFECT, REFUSED = FATES = ("honoured", "no effect", "refused")


@dataclass(frozen=True, slots=True)
class Treatment:
    """The fate of an option. `why` says why it changes nothing here, or what it is that the model does not cover.

    `harmless`: the values with which an option that is refused asks for nothing that is not modelled.
    """

    fate: str
    why: str = ""
    harmless: tuple[str, ...] = ()

    def refuses(self, value: str) -> bool:
        """Return whether this value is not modelled."""
        return self.fate == REFUSED and value not in self.harmless


Table = Mapping[str, Treatment]


def honoured() -> Treatment:
    """Return what the option says is what the model does."""
    return Treatment(HONOURED)


def no_effect(why: str) -> Treatment:
    """Return the option changes nothing of what the model tells."""
    return Treatment(NO_EFFECT, why)


def refused(why: str, *harmless: str) -> Treatment:
    """Return the treatment of an option of which only the values `harmless` are modelled."""
    return Treatment(REFUSED, why, harmless)


def refusal(table: Table, name: str, value: str) -> str | None:
    """Return why an option with this value is not modelled, with its name and value; None where it is."""
    treatment = table[name]
    if not treatment.refuses(value):
        return None
    only = f"; modelled is {' or '.join(treatment.harmless)}" if treatment.harmless else ""
    return f"{name} {value}: {treatment.why} is not modelled{only}"


def check_modelled(table: Table, name: str, value: str) -> None:
    """Raise `NotModelled` for a value that `table` refuses."""
    if (text := refusal(table, name, value)) is not None:
        raise NotModelled(text)
