"""Dates and times of day: "27 November 2026", "2026-11-27 14:30", "Friday", "2:30 pm", "before 2027"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
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
        r"(?P<year>\d{4})/(?P<month>\d{2})/(?P<day>\d{2})",
        r"(?P<year>\d{4})(?P<month>0[1-9]|1[0-2])(?P<day>\d{2})",
        r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})",
        r"(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})",  # no month can be meant by the day
        r"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})-(?P<name>{_MONTH})-(?P<year>\d{{4}})",
        r"Q(?P<quarter>[1-4])(?: of)? (?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        rf"(?:the )?{_NTH}(?: of)? (?P<name>{_MONTH}),? (?P<year>\d{{4}})",
        rf"(?P<name>{_MONTH}) {_NTH},? (?P<year>\d{{4}})",
        rf"(?P<name>{_MONTH}),? (?P<year>\d{{4}})",
        rf"(?:the )?{_NTH}(?: of)? (?P<name>{_MONTH})",
        rf"(?P<name>{_MONTH}) {_NTH}",
        r"(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)",
        rf"(?P<name>{_MONTH})",
        rf"(?P<weekday>{'|'.join(f'{name}|{name[:3]}' for name in _DAYS)})s?",
    )
)
AMBIGUOUS: Final = re.compile(r".*?\b\d{1,2}/\d{1,2}/\d{4}\b.*")
"""A date of which the day and the month cannot be told apart."""
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:(?P<point>[:.h])(?P<minute>\d{2}))?(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?: ?(?:h|hrs|hours))?"
    r"(?: ?(?P<zone>(?:UTC|GMT)? ?[+−-]\d{1,2}(?::?\d{2})?|Z|[A-Z]{3,4}))?",
    re.IGNORECASE,
)
_ZONE: Final = re.compile(
    r"(?:UTC|GMT|Z)?\s*(?:(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(
    rf"(?P<day>{'|'.join(f'{name}|{name[:3]}' for name in _DAYS)})\.?,? (?P<rest>.+)", re.IGNORECASE
)
_RANGE: Final = re.compile(
    r"(?P<between>between )(?P<first>.+?) and (?P<second>.+)"
    r"|(?:from )?(?P<low>.+?)(?: to | ?[–—] ?| - | until )(?P<high>.+)",
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
    quarter: int | None = None
    zone: str = ""

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether a date, a time of day or both is the stated one, in all parts that are stated."""
        stated, computed = zip(*self._pairs(self._in_zone(value)), strict=True)
        if self.side == "=":
            return bool(stated == computed)
        order = (computed > stated) - (computed < stated)
        return order == 0 if self.side in ("<=", ">=") and order == 0 else order == (-1 if self.side[0] == "<" else 1)

    def shown(self, value: Any, declared: Declared = NONE) -> str:
        """Return the value in the form of ISO 8601."""
        return value.isoformat(" ") if isinstance(value, datetime) else str(value)

    def _in_zone(self, value: Any) -> Any:
        """A value in the stated time zone. Raise Mismatch for a time in another one that cannot be told in it."""
        if not self.zone:
            return value
        if isinstance(value, Moment):
            if value.zone and not _is_one_zone(value.zone, self.zone):
                raise Mismatch(f"the time zone {self.zone} is stated, but the computed value is in {value.zone}")
            return value
        if getattr(value, "tzinfo", None) is None:
            return value
        offset = read_zone(self.zone)
        if offset is not None and isinstance(value, datetime):
            return value.astimezone(timezone(offset.offset))
        if value.tzname() != self.zone and (offset is None or value.utcoffset() != offset.offset):
            raise Mismatch(f"the time zone {self.zone} is stated, but the computed value is {value} ({value.tzname()})")
        return value

    def _pairs(self, value: Any) -> Iterator[tuple[int, int]]:
        """Each stated part beside the one of a value. Raise Mismatch for a part that it does not have."""
        if self.quarter:
            yield self.quarter, (value.month + 2) // 3 if getattr(value, "month", None) else 0
        for name in ("year", "month", "day", "weekday", "hour", "minute", "second"):
            stated = getattr(self, name)
            if stated is None:
                continue
            part = getattr(value, name, None)
            if part is None:
                raise Mismatch(f"a {name} is stated, but the computed value is {value}")
            yield stated, part() if callable(part) else part


@dataclass(frozen=True, slots=True)
class Span(Expectation):
    """From one moment to another, both included."""

    low: Moment
    high: Moment

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether a date or time of day lies between the two."""
        above, below = self.low.accepts(value), self.high.accepts(value)
        return (above or below) if self._over_midnight() else (above and below)

    def _over_midnight(self) -> bool:
        """Whether it is from a time of day to an earlier one: "22:00 to 04:00"."""
        ends = [(end.hour, end.minute or 0, end.second or 0) for end in (self.low, self.high) if end.hour is not None]
        day = self.low.day or self.low.weekday is not None
        return len(ends) == 2 and not day and ends[0] > ends[1]

    def shown(self, value: Any, declared: Declared = NONE) -> str:
        """Return the value in the form of ISO 8601."""
        return self.low.shown(value)


@dataclass(frozen=True, slots=True)
class Zone(Expectation):
    """A time zone by its offset from UTC."""

    offset: timedelta

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether a ``tzinfo`` always has that offset."""
        return bool(value.utcoffset(None) == self.offset)


def read_zone(words: str) -> Zone | None:
    """Return the zone that "UTC", "UTC+2" or "+02:00" is; None for other words."""
    match = _ZONE.fullmatch(words.strip())
    if not match or not words.strip():
        return None
    hours, minutes = int(match["hours"] or 0), int(match["minutes"] or 0)
    if hours >= 24 or minutes >= 60:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return Zone(offset if match["sign"] in (None, "+") else -offset)


def _is_one_zone(one: str, other: str) -> bool:
    first, second = read_zone(one), read_zone(other)
    return one == other or (first is not None and first == second)


def read_span(words: str) -> Span | None:
    """Return the two moments that words name as the ends of a range; None where they name none."""
    text = " ".join(words.split())
    match = _RANGE.fullmatch(text)
    if not match:
        return None
    first, second = (match["first"], match["second"]) if match["between"] else (match["low"], match["high"])
    high = read_moment(second)
    low = read_moment(first)
    if low is None and high is not None and high.day and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", first):
        low = replace(high, day=int(re.sub(r"\D", "", first)))  # 1 to 3 May
    if low is None or high is None or low.side != "=" or high.side != "=":
        return None
    return Span(replace(low, side=">=", zone=low.zone or high.zone), replace(high, side="<="))


def read_moment(words: str) -> Moment | None:
    """Return the date, the time of day or both that words state; None where they state none."""
    text = re.sub(r"\s+", " ", words).strip().rstrip(".")
    for before, side in sorted(_BOUNDS, key=lambda pair: -len(pair[0])):
        if text.lower().startswith(before + " "):
            inner = read_moment(text[len(before) + 1 :])
            return inner if inner is None or inner.side != "=" else _sided(inner, side)
    day, clock = _split(text)
    parts: dict[str, Any] = {**(_date(day) or {}), **(_clock(clock) or {})}
    is_complete = bool(parts) and (not day or _date(day) is not None) and (not clock or _clock(clock) is not None)
    return Moment(**parts) if is_complete else None


def _sided(moment: Moment, side: str) -> Moment:
    return replace(moment, side=side)


def _split(text: str) -> tuple[str, str]:
    """The date and the time of day of "2026-11-27T14:30", "27 November 2026 at 2:30 pm", "Friday, noon"."""
    if _clock(text) and not re.fullmatch(r"\d{4}", text):
        return "", text
    match = re.fullmatch(
        r"(?P<day>.*?\S)(?:T|,? at |,? )(?P<clock>\d{1,2}(?:[:h]\d|\s*[ap]\.?m|\.\d\d ?[ap]\.?m).*|noon|midnight)", text
    )
    return (match["day"], match["clock"]) if match else (text, "")


def _date(text: str) -> dict[str, int] | None:
    named = _WEEKDAY.fullmatch(text)
    if named and (inner := _date(named["rest"])) is not None:
        return {**inner, **_numbers({"weekday": named["day"]})}
    for form in _DATES:
        if match := form.fullmatch(text):
            parts = {key: part for key, part in match.groupdict().items() if part}
            return _numbers(parts)
    return None


def _numbers(parts: dict[str, str]) -> dict[str, int]:
    numbers = {key: int(part) for key, part in parts.items() if part.isdigit()}
    if "name" in parts:
        numbers["month"] = next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(parts["name"].lower()[:3]))
    if "weekday" in parts:
        numbers["weekday"] = next(at for at, name in enumerate(_DAYS) if name.startswith(parts["weekday"].lower()[:3]))
    return numbers


def _clock(text: str) -> dict[str, Any] | None:
    match = _TIME.fullmatch(_NAMED.get(text.lower(), text))
    if not match or not (match["minute"] or match["half"]) or (match["point"] == "." and not match["half"]):
        return None
    if (zone := match["zone"] or "") and zone != "Z" and not zone.isupper() and read_zone(zone) is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    parts: dict[str, Any] = {"hour": hour, "minute": int(match["minute"] or 0)} | ({"zone": zone} if zone else {})
    return parts | ({"second": int(match["second"])} if match["second"] else {}) if hour < 24 else None


_CLOCK: Final = re.compile(r"(?:(?P<days>\d+) days?,? )?(?P<hours>\d+):(?P<minutes>\d{2}):(?P<seconds>\d{2})")
_ISO: Final = re.compile(
    r"P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def read_duration(words: str) -> timedelta | None:
    """Return the duration that "1:30:00" or "PT90S" is; None for other words."""
    match = _CLOCK.fullmatch(words.strip()) or (_ISO.fullmatch(words.strip()) if len(words.strip()) > 2 else None)
    return timedelta(**{key: float(part or 0) for key, part in match.groupdict().items()}) if match else None


def is_moment(value: Any) -> bool:
    """Return whether a value is a date, a time of day, or both."""
    return isinstance(value, date | time)
