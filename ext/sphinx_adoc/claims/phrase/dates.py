"""Dates and times of day: "27 November 2026", "2026-11-27 14:30", "Friday", "2:30 pm", "before 2027"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from .expectation import Expectation
from .value import NONE, Declared, Mismatch

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH: Final = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS)
_NTH: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        rf"(?:the )?{_NTH}(?: of)? (?P<name>{_MONTH}),? (?P<year>\d{{4}})",
        rf"(?P<name>{_MONTH}) {_NTH},? (?P<year>\d{{4}})",
        rf"(?P<name>{_MONTH}),? (?P<year>\d{{4}})",
        rf"(?:the )?{_NTH}(?: of)? (?P<name>{_MONTH})",
        rf"(?P<name>{_MONTH}) {_NTH}",
        r"(?P<year>\d{4})",
        rf"(?P<name>{_MONTH})",
        rf"(?P<weekday>{'|'.join(f'{name}|{name[:3]}' for name in _DAYS)})s?",
    )
)
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?"
    r"(?: ?(?P<zone>UTC|GMT|Z))?",
    re.IGNORECASE,
)
_NAMED: Final = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_BOUNDS: Final = (  # words before, and which side of it a value may be on; None: it may be equal
    ("before", "<"), ("earlier than", "<"), ("after", ">"), ("later than", ">"), ("until", "<="), ("by", "<="),
    ("no later than", "<="), ("at the latest", "<="), ("since", ">="), ("from", ">="), ("not before", ">="),
    ("no earlier than", ">="), ("on", "="), ("at", "="), ("in", "="), ("the", "="),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment(Expectation):
    """Parts of a date and a time that are stated, None where they are not. ``side``: ``=``, or on which side of it a
    value may be.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    side: str = "="

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Whether a date, a time of day or both is the stated one, in all parts that are stated."""
        stated, found = zip(*self._pairs(value), strict=True)
        if self.side == "=":
            return bool(stated == found)
        order = (found > stated) - (found < stated)
        return order == 0 if self.side in ("<=", ">=") and order == 0 else order == (-1 if self.side[0] == "<" else 1)

    def shown(self, value: Any, declared: Declared = NONE) -> str:
        """As ISO 8601 has it."""
        return value.isoformat(" ") if isinstance(value, datetime) else str(value)

    def _pairs(self, value: Any) -> Iterator[tuple[int, int]]:
        """Each stated part beside the one of a value. Raise Mismatch for a part that it does not have."""
        for name in ("year", "month", "day", "weekday", "hour", "minute", "second"):
            stated = getattr(self, name)
            if stated is None:
                continue
            found = getattr(value, name, None)
            if found is None:
                raise Mismatch(f"a {name} is stated, but the computed value is {value}")
            yield stated, found() if callable(found) else found


def read_moment(words: str) -> Moment | None:
    """Return the date, the time of day or both that words state; None where they state none."""
    text = re.sub(r"\s+", " ", words).strip().rstrip(".")
    for before, side in sorted(_BOUNDS, key=lambda pair: -len(pair[0])):
        if text.lower().startswith(before + " "):
            inner = read_moment(text[len(before) + 1 :])
            return inner if inner is None or inner.side != "=" else _sided(inner, side)
    day, clock = _split(text)
    found: dict[str, Any] = {**(_date(day) or {}), **(_clock(clock) or {})}
    whole = bool(found) and (not day or _date(day) is not None) and (not clock or _clock(clock) is not None)
    return Moment(**found) if whole else None


def _sided(found: Moment, side: str) -> Moment:
    return Moment(found.year, found.month, found.day, found.weekday, found.hour, found.minute, found.second, side)


def _split(text: str) -> tuple[str, str]:
    """The date and the time of day of "2026-11-27T14:30", "27 November 2026 at 2:30 pm", "Friday, noon"."""
    if _clock(text) and not re.fullmatch(r"\d{4}", text):
        return "", text
    found = re.fullmatch(r"(?P<day>.*?\S)(?:T|,? at |,? )(?P<clock>\d{1,2}(?::\d|\s*[ap]\.?m).*|noon|midnight)", text)
    return (found["day"], found["clock"]) if found else (text, "")


def _date(text: str) -> dict[str, int] | None:
    weekday, _, rest = text.partition(", ")
    if rest and weekday.lower() in _DAYS and (inner := _date(rest)) is not None:
        return {**inner, "weekday": _DAYS.index(weekday.lower())}
    for form in _DATES:
        if found := form.fullmatch(text):
            parts = {key: part for key, part in found.groupdict().items() if part}
            return _numbers(parts)
    return None


def _numbers(parts: dict[str, str]) -> dict[str, int]:
    found = {key: int(part) for key, part in parts.items() if part.isdigit()}
    if "name" in parts:
        found["month"] = next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(parts["name"].lower()[:3]))
    if "weekday" in parts:
        found["weekday"] = next(at for at, name in enumerate(_DAYS) if name.startswith(parts["weekday"].lower()[:3]))
    return found


def _clock(text: str) -> dict[str, int] | None:
    found = _TIME.fullmatch(_NAMED.get(text.lower(), text))
    if not found or not (found["minute"] or found["half"]):
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    parts = {"hour": hour, "minute": int(found["minute"] or 0)}
    return parts | ({"second": int(found["second"])} if found["second"] else {}) if hour < 24 else None


_CLOCK: Final = re.compile(r"(?:(?P<days>\d+) days?,? )?(?P<hours>\d+):(?P<minutes>\d{2}):(?P<seconds>\d{2})")
_ISO: Final = re.compile(
    r"P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def read_duration(words: str) -> timedelta | None:
    """Return the duration that "1:30:00" or "PT90S" is; None for other words."""
    found = _CLOCK.fullmatch(words.strip()) or (_ISO.fullmatch(words.strip()) if len(words.strip()) > 2 else None)
    return timedelta(**{key: float(part or 0) for key, part in found.groupdict().items()}) if found else None


def is_moment(value: Any) -> bool:
    """Whether a value is a date, a time of day, or both."""
    return isinstance(value, date | time)
