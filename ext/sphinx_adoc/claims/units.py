"""Units of stated values, by kind, and what they are multiples of: of the second, the byte, the hertz, of one.

``MB`` is a million bytes, ``MiB`` 1,048,576 of them. A year is the mean one of the calendar, a month a twelfth of it:
:func:`slack` says by how much a number of them may differ.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sphinx_adoc.suggest import Names, did_you_mean, is_slip

TIME: Final = "time"
RATIO: Final = "ratio"
NUMBER: Final = "number"
SIZE: Final = "size"
FREQUENCY: Final = "frequency"
RATE: Final = "rate of data"
MONEY: Final = "amount of "  # then the currency
CENT: Final = "cents"  # of whichever currency

DAY_S: Final = 86400.0
YEAR_S: Final = 365.2425 * DAY_S
MONTH_S: Final = YEAR_S / 12

Unit = tuple[str, float]  # the kind, and the factor to the kind's base

_TIMES: Final = {
    1e-9: "ns nanosecond nanoseconds",
    1e-6: "us µs μs microsecond microseconds usec usecs",
    1e-3: "ms msec msecs millisecond milliseconds",
    1.0: "s sec secs second seconds",
    60.0: "min mins minute minutes",
    3600.0: "h hr hrs hour hours",
    DAY_S: "d day days",
    7 * DAY_S: "week weeks wk wks",
    14 * DAY_S: "fortnight fortnights",
    MONTH_S: "month months",
    3 * MONTH_S: "quarter-year quarter-years",
    YEAR_S: "year years yr yrs",
    10 * YEAR_S: "decade decades",
    100 * YEAR_S: "century centuries",
}
_RATIOS: Final = {0.01: "% percent per-cent pct", 0.001: "‰ permille", 1e-6: "ppm"}
_LARGE: Final = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}
_LONG: Final = {"k": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "E": "exa"}
_SMALL: Final = {"n": 1e-9, "µ": 1e-6, "m": 1e-3, "c": 1e-2, "h": 1e2}

_OTHERS: Final[Mapping[str, Mapping[str, float]]] = {  # kind: symbol or word, and its factor
    "length": {
        "mm": 1e-3, "cm": 1e-2, "km": 1e3, "metre": 1, "metres": 1, "meter": 1, "meters": 1, "kilometre": 1e3,
        "kilometres": 1e3, "kilometer": 1e3, "kilometers": 1e3, "millimetres": 1e-3, "millimeters": 1e-3,
        "centimetres": 1e-2, "centimeters": 1e-2, "inch": 0.0254, "inches": 0.0254, "foot": 0.3048, "feet": 0.3048,
        "mile": 1609.344, "miles": 1609.344, "nm": 1e-9, "µm": 1e-6,
    },
    "mass": {
        "mg": 1e-6, "kg": 1, "gram": 1e-3, "grams": 1e-3, "kilogram": 1, "kilograms": 1, "tonne": 1e3, "tonnes": 1e3,
    },
    "power": {"mW": 1e-3, "W": 1, "kW": 1e3, "MW": 1e6, "GW": 1e9, "watt": 1, "watts": 1, "kilowatts": 1e3},
    "energy": {"J": 1, "kJ": 1e3, "MJ": 1e6, "Wh": 3600, "kWh": 3.6e6, "MWh": 3.6e9, "joule": 1, "joules": 1},
    "voltage": {"mV": 1e-3, "V": 1, "kV": 1e3, "volt": 1, "volts": 1},
    "current": {"mA": 1e-3, "A": 1, "ampere": 1, "amperes": 1, "amp": 1, "amps": 1},
    "pressure": {"Pa": 1, "hPa": 1e2, "kPa": 1e3, "MPa": 1e6, "mbar": 1e2},
    "temperature": {"°C": 1, "℃": 1},
    "temperature in °F": {"°F": 1, "℉": 1},
    "angle": {"°": 1, "degree": 1, "degrees": 1},
    "level": {"dB": 1, "decibel": 1, "decibels": 1},
    "pixels": {"px": 1, "pixel": 1, "pixels": 1},
}  # fmt: skip
_CURRENCIES: Final[Mapping[str, Mapping[str, float]]] = {
    "USD": {"$": 1, "USD": 1, "US$": 1, "dollar": 1, "dollars": 1},
    CENT: {"cent": 1, "cents": 1, "¢": 1},
    "EUR": {"€": 1, "EUR": 1, "euro": 1, "euros": 1},
    "GBP": {"£": 1, "GBP": 1, "pound sterling": 1, "pence": 0.01, "penny": 0.01},
    "JPY": {"¥": 1, "JPY": 1, "yen": 1},
    "CHF": {"CHF": 1, "francs": 1},
}


def _data() -> dict[str, Unit]:
    """Bytes and bits, their rates, and hertz, with all prefixes."""
    units: dict[str, Unit] = {"B": (SIZE, 1.0), "byte": (SIZE, 1.0), "bytes": (SIZE, 1.0)}
    units |= {"bit": (SIZE, 1 / 8), "bits": (SIZE, 1 / 8), "bps": (RATE, 1 / 8), "KB": (SIZE, 1e3)}
    units |= {"rpm": (FREQUENCY, 1 / 60), "RPM": (FREQUENCY, 1 / 60)}
    units |= {"Hz": (FREQUENCY, 1.0), "hertz": (FREQUENCY, 1.0), "mHz": (FREQUENCY, 1e-3)}
    for power, (prefix, factor) in enumerate(_LARGE.items(), 1):
        binary, long = 1024.0**power, _LONG[prefix]
        sizes = {f"{prefix}B": factor, f"{prefix.upper()}iB": binary, f"{prefix}iB": binary, f"{prefix}b": factor / 8}
        sizes |= {f"{prefix}Byte": factor, f"{prefix}Bit": factor / 8, f"{prefix.upper()}iByte": binary}
        sizes |= {f"{prefix}bit": factor / 8, f"{prefix.upper()}ibit": binary / 8}
        for plural in ("", "s"):
            sizes |= {
                f"{long}byte{plural}": factor,
                f"{long[:2]}bibyte{plural}": binary,
                f"{long}bit{plural}": factor / 8,
            }
        units |= {name: (SIZE, size) for name, size in sizes.items()}
        units |= {f"{prefix}bps": (RATE, factor / 8), f"{prefix}Hz": (FREQUENCY, factor)}
        units[f"{long}hertz"] = FREQUENCY, factor
    return units


UNITS: Final[dict[str, Unit]] = {
    **{word: (TIME, factor) for factor, words in _TIMES.items() for word in words.split()},
    **{word: (RATIO, factor) for factor, words in _RATIOS.items() for word in words.split()},
    **_data(),
    **{word: (kind, factor) for kind, words in _OTHERS.items() for word, factor in words.items()},
    **{word: (MONEY + name, factor) for name, words in _CURRENCIES.items() for word, factor in words.items()},
}
_ABBREVIATED: Final = frozenset(["secs", "mins", "hrs", "msec", "msecs", "usec", "usecs", "wks", "yrs", "pct"])
_WORDS: Final = sorted(  # those that a word may be mistyped from: not "miles", which is near to "files"
    word
    for word, (kind, _) in UNITS.items()
    if word.islower()
    and word not in _ABBREVIATED
    and ((kind in (TIME, RATIO) and len(word) > 2) or (kind in (SIZE, RATE) and len(word) > 7))
)
_KNOWN: Final = Names(_WORDS)
_SIGNS: Final = frozenset("%‰$€£¥¢°℃℉")


def unit_of(word: str) -> Unit | None:
    """Return the kind and factor of a unit; symbols have their case (``MB``, ``Mbit``), words have any."""
    unit = UNITS.get(word)
    if unit is None and (len(word) > 2 or UNITS.get(word.lower(), ("", 0))[0] in (TIME, RATIO)):
        unit = UNITS.get(word.lower())
    return unit


def unit_meant(word: str) -> str | None:
    """Return the unit that a word probably is, mistyped; a count of such "things" must not pass for a quantity."""
    if unit_of(word) is not None:
        return None
    for name, (kind, _) in UNITS.items():  # MB for mb
        if kind in (SIZE, RATE, FREQUENCY) and len(name) > 1 and name.lower() == word.lower():
            return name
    near = _KNOWN.nearest(word.lower())
    return near if near is not None and is_slip(word.lower(), near) else None


def is_sign(text: str) -> bool:
    """Return whether a character is a unit by itself, such as %."""
    return text in _SIGNS


def slack(value: float, factor: float) -> float:
    """Return by how much (s) a time may differ that is stated in years or months, as their length varies."""
    count = abs(value) / factor if factor else 0.0
    if factor >= YEAR_S:
        return (0.8 + 0.25 * max(count * factor / YEAR_S - 1, 0)) * DAY_S
    return (1.6 + 0.25 * max(count - 1, 0)) * DAY_S if factor >= MONTH_S else 0.0


def units(names: str | Sequence[str]) -> list[str]:
    """Return the names of units that are given as one text, with commas or blanks between them, or as several."""
    texts = [names] if isinstance(names, str) else names
    return [name for text in texts for name in re.split(r"[,\s]+", text) if name]


class UnknownUnit(ValueError):
    """A declared unit that is none; the message says which was probably meant."""


def declared(names: Collection[str]) -> dict[str, float]:
    """Return the factor of each kind for which a unit is declared. Raise UnknownUnit."""
    factors: dict[str, float] = {}
    for name in names:
        unit = unit_of(name.strip())
        if unit is None:
            meant = unit_meant(name.strip())
            raise UnknownUnit(f"'{name}' is no unit" + (f"; {did_you_mean(meant)}" if meant else ""))
        if factors.setdefault(unit[0], unit[1]) != unit[1]:
            raise UnknownUnit(f"two units of {unit[0]} are declared: {', '.join(names)}")
    return factors


def unit_name(kind: str, factor: float) -> str:
    """Return the usual name of a unit: of a time its word, as for several; of any other its symbol."""
    if factor == 1 and base_of(kind):
        return base_of(kind)
    names = [name for name, unit in UNITS.items() if unit == (kind, factor)]
    if not names:
        return ""
    return max(names, key=len) if kind == TIME else names[0]


def base_of(kind: str) -> str:
    """Return the unit in which values of a kind are held, '' for numbers."""
    if kind.startswith(MONEY):
        return kind.removeprefix(MONEY)
    known = {TIME: "s", SIZE: "bytes", FREQUENCY: "Hz", RATE: "bytes/s", RATIO: ""}
    return known.get(kind) or next(
        (word for word, (its_kind, factor) in UNITS.items() if its_kind == kind and factor == 1), ""
    )
