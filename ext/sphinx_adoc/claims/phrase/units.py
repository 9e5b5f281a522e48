"""Units of stated values, and what they are multiples of: times of the second, ratios of one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

TIME: Final = "time"
RATIO: Final = "ratio"
NUMBER: Final = "number"

_TIMES: Final = {
    1e-9: "ns nanosecond nanoseconds",
    1e-6: "us µs μs microsecond microseconds usec usecs",
    1e-3: "ms msec msecs millisecond milliseconds",
    1.0: "s sec secs second seconds",
    60.0: "min mins minute minutes",
    3600.0: "h hr hrs hour hours",
    86400.0: "d day days",
}
_RATIOS: Final = {0.01: "% percent per-cent", 0.001: "‰"}

UNITS: Final[dict[str, tuple[str, float]]] = {
    **{word: (TIME, factor) for factor, words in _TIMES.items() for word in words.split()},
    **{word: (RATIO, factor) for factor, words in _RATIOS.items() for word in words.split()},
}
_LONG: Final = sorted(word for word in UNITS if len(word) > 2)


def unit_meant(word: str) -> str | None:
    """The unit that a word probably is, mistyped; a count of such "things" must not pass for a quantity."""
    near = get_close_matches(word, _LONG, n=1, cutoff=0.8)
    return near[0] if near else None
