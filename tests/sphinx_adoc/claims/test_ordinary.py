"""Phrases as people write them: what each is true of, and what it is not true of.

A row: the words (names in markup of their own are in `backticks`), a value that they are true of, and others that they
are not true of; the unit of bare numbers where the project declares one.
"""

import enum
import math
import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from uuid import UUID

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from sphinx_adoc.claims.phrase import Mismatch, Unreadable, compare, declared


class Level(enum.Enum):
    READ_ONLY = 1
    DEBUG = "debug"


class Price:
    """As libraries for money have it."""

    def __init__(self, amount, currency):
        self.amount, self.currency = Decimal(amount), currency


def s(**parts):
    return timedelta(**parts)


ORDINARY = {
    "text": [
        ("fast", "fast", "slow"),
        ("round robin", "round robin", "robin"),
        ("UTF-8", "utf-8", "utf-16"),
        ("eu-west-1", "eu-west-1", "eu-west-2"),
        ("a.b@example.org", "a.b@example.org", "b@example.org"),
        ("“Hello, world”", "Hello, world", "Hello"),
        ("the quick brown fox jumps", "the quick brown fox jumps", "fox"),
        ("50% off", "50% off", "50%"),
    ],
    "monospace": [
        ("`8080`", 8080, 8081, "808"),
        ("`true`", True, False, 1),
        ("`false`", False, True, 0),
        ("`0xff`", 255, 254),
        ("`None`", None, 0, ""),
        ("`--verbose`", "--verbose", "--quiet"),
        ("`utf-8`", "utf-8", "utf8"),
        ("`0o755`", 0o755, 755),
        ("`[1, 2]`", [1, 2], [2, 1], [1]),
        ("`1.5`", 1.5, 1.50001),
        ("`1e-3`", 0.001, 0.01),
        ("`{'a': 1}`", {"a": 1}, {"a": 2}),
        ("`2.4.0`", "2.4.0", "2.4.1"),
    ],
    "names": [
        ("`a` and `b`", {"a", "b"}, {"a"}, {"a", "b", "c"}),
        ("`a`, `b` and `c`", ["c", "b", "a"], ["a", "b"]),
        ("`a` or `b`", ["a", "b"], ["a"], ["a", "b", "c"]),
        ("`a` or `b`", "b", "c"),
        ("`80` and `443`", [80, 443], [80]),
        ("`GET`, `HEAD`", ("GET", "HEAD"), ("GET", "POST")),
        ("`debug`", Level.DEBUG, Level.READ_ONLY),
    ],
    "enumerations": [
        ("read only", Level.READ_ONLY, Level.DEBUG),
        ("read-only", Level.READ_ONLY, Level.DEBUG),
        ("debug", Level.DEBUG, Level.READ_ONLY),
        ("READ_ONLY", Level.READ_ONLY, Level.DEBUG),
    ],
    "yes and no": [
        ("yes", True, False),
        ("never", False, True),
        ("enabled", True, False),
        ("disabled", False, True),
        ("not supported", False, True),
        ("required", True, False),
        ("cannot", False, True),
        ("on", "yes", "no"),
    ],
    "counts": [
        ("7", 7, 8),
        ("seven", 7, 6),
        ("three nodes", 3, 4),
        ("1,500 messages", 1500, 15),
        ("two silent nodes", 2, 3),
        ("twenty-one", 21, 20),
        ("a dozen", 12, 10),
        ("1_000_000", 1_000_000, 1),
        ("10 000 rows", 10_000, 10),
        ("a hundred and five", 105, 100),
        ("no messages", 0, 1),
        ("zero", 0, 1),
        ("-3", -3, 3),
        ("−3", -3, 3),
        ("1.2 million", 1_200_000, 1.2),
        ("five thousand users", 5000, 5),
        ("2 billion", 2_000_000_000, 2),
        ("three worker nodes", 3, 2),
        ("1e6", 1_000_000, 1e5),
        ("minus three", -3, 3),
        ("minus 40", -40, 40),
        ("a pair", 2, 1),
        ("a pair of switches", 2, 4),
        ("one hundred and one", 101, 100),
        ("two thousand", 2000, 200),
    ],
    "ordinals and multiples": [
        ("third", 3, 2),
        ("the 2nd attempt", 2, 3),
        ("twice", 2, 3),
        ("10x", 10, 9),
        ("3 times", 3, 2),
        ("10×", 10, 1),
        ("double", 2, 1),
        ("tenfold", 10, 2),
        ("fourfold", 4, 3),
        ("quadruple", 4, 2),
        ("11th", 11, 1),
        ("the second", 2, 3),
        ("three times", 3, 2),
    ],
    "decimals": [
        ("3.14", math.pi, 3.15, 3.2),
        ("3.14", 3.14, 3.1),
        ("2.718", math.e, 2.71),
        ("0.5", 0.5, 0.55),
        ("1.50", 1.5, 1.51),
        ("90", 90, 90.4),
        ("6.02e23", 6.02e23, 6.03e23),
        ("+0.25", 0.25, -0.25),
    ],
    "fractions": [
        ("2/3", Fraction(2, 3), Fraction(1, 3)),
        ("½", 0.5, 0.25),
        ("two thirds", 2 / 3, 0.6),
        ("a quarter", 0.25, 0.2),
        ("half of the peers", 0.5, 0.6),
        ("2 of 3", (2, 3), (1, 3)),
        ("2 of 3", Fraction(2, 3), 0.5),
        ("one in ten", 0.1, 0.2),
        ("two out of five", 0.4, 0.5),
        ("2½", 2.5, 2),
        ("three fifths", 0.6, 0.5),
        ("one tenth", 0.1, 0.01),
    ],
    "percentages": [
        ("50 %", 0.5, 0.05),
        ("99.9%", 0.999, 0.99),
        ("ten percent", 0.1, 0.01),
        ("1.5 per cent", 0.015, 1.5),
        ("50 % of the nodes", 0.5, 0.4),
        ("0 %", 0, 0.1),
        ("2 ‰", 0.002, 0.02),
        ("at least 95 %", 0.96, 0.94),
        ("99.95 %", 0.9995, 0.9999),
        ("25–30 %", 0.27, 0.31),
    ],
    "percentages, declared": [
        ("50 %", 50, 0.5, "percent"),
        ("99.9 %", 99.9, 99.95, "percent"),
        ("at most 5 %", 4, 6, "percent"),
    ],
    "durations": [
        ("90 seconds", s(seconds=90), s(seconds=91)),
        ("1.5 minutes", s(seconds=90), s(seconds=80)),
        ("two weeks", s(days=14), s(days=13)),
        ("a day", s(days=1), s(hours=23)),
        ("250 ms", s(milliseconds=250), s(seconds=2)),
        ("1 h 30 min", s(minutes=90), s(minutes=30)),
        ("1h30m", s(minutes=90), s(minutes=31)),
        ("1 minute and 30 seconds", s(seconds=90), s(seconds=30)),
        ("1:30:00", s(minutes=90), s(minutes=30)),
        ("half an hour", s(minutes=30), s(minutes=50)),
        ("no seconds", s(seconds=0), s(seconds=1)),
        ("a fortnight", s(days=14), s(days=7)),
        ("PT90S", s(seconds=90), s(seconds=9)),
        ("30-day", s(days=30), s(days=31)),
        ("under a minute", s(seconds=59), s(seconds=60)),
        ("90 seconds", s(minutes=1.5), s(minutes=2)),
        ("100 µs", s(microseconds=100), s(milliseconds=100)),
        ("three quarters of an hour", s(minutes=45), s(minutes=40)),
        ("a quarter of an hour", s(minutes=15), s(minutes=20)),
        ("two and a half hours", s(minutes=150), s(hours=2)),
        ("a minute and a half", s(seconds=90), s(seconds=60)),
        ("less than 5 ms", s(milliseconds=3), s(milliseconds=5)),
        ("15 to 20 minutes", (s(minutes=15), s(minutes=20)), (s(minutes=10), s(minutes=20))),
    ],
    "durations, declared": [
        ("90 seconds", 90, 9, "seconds"),
        ("30 days", 30, 31, "days"),
        ("2 weeks", 14, 2, "days"),
        ("2 hours", 120, 2, "minutes"),
        ("250 ms", 0.25, 250, "s"),
        ("up to 5 minutes", 300, 301, "s"),
        ("60 to 90 s", (61, 88), (50, 88), "seconds"),
        ("no time", 0, 1, "seconds"),
        ("2 years", 2, 3, "years"),
        ("18 months", 1.5, 2, "years"),
        ("never", math.inf, 5, "s"),
    ],
    "months and years": [
        ("a year", s(days=365), s(days=360)),
        ("one year", s(days=366), s(days=370)),
        ("two years", s(days=730), s(days=2)),
        ("3 months", s(days=91), s(days=60)),
        ("a month", s(days=30), s(days=25)),
        ("ten years", s(days=3652), s(days=365)),
    ],
    "periods": [
        ("every 5 minutes", s(minutes=5), s(minutes=4)),
        ("hourly", s(hours=1), s(days=1)),
        ("daily", s(days=1), s(hours=1)),
        ("every hour", s(hours=1), s(minutes=1)),
        ("every 30 s", 30, 31, "seconds"),
        ("weekly", s(days=7), s(days=1)),
        ("every other day", s(days=2), s(days=1)),
        ("every other hour", s(hours=2), s(hours=1)),
    ],
    "sizes": [
        ("10 MB", 10, 10_000, "MB"),
        ("10 MB", 10_000_000, 10 * 2**20, "bytes"),
        ("512 MiB", 512 * 2**20, 512 * 10**6, "bytes"),
        ("10 kB", 10_000, 10 * 1024, "B"),
        ("1.5 GB", 1500, 15, "MB"),
        ("4 KiB", 4096, 4000, "bytes"),
        ("100 Mbit", 12_500_000, 100_000_000, "bytes"),
        ("two gigabytes", 2_000_000_000, 2, "bytes"),
        ("at most 1 TB", 999_999, 1_000_001, "MB"),
        ("1,024 bytes", 1024, 1000, "bytes"),
        ("64 MB of memory", 64, 65, "MB"),
    ],
    "rates": [
        ("10 Gbit/s", 10, 1, "Gbps"),
        ("100 Mbps", 100_000_000, 10_000_000, "bps"),
        ("5 MB/s", 40, 5, "Mbps"),
        ("100 requests per second", 100, 10, "Hz"),
        ("twice a day", 2 / 86400, 1 / 86400, "Hz"),
        ("60 per minute", 1, 60, "Hz"),
        ("10 times an hour", 10 / 3600, 10, "hertz"),
    ],
    "frequencies": [
        ("50 Hz", 50, 60, "Hz"),
        ("2.4 GHz", 2400, 2.4, "MHz"),
        ("50 kHz", 50, 5, "kHz"),
        ("100 Hz", s(milliseconds=10), s(seconds=1)),
    ],
    "other quantities": [
        ("5 km", 5, 50, "km"),
        ("230 V", 230, 110, "V"),
        ("20 °C", 20, 21, "°C"),
        ("1.2 kW", 1200, 12, "W"),
        ("80 mm", 8, 80, "cm"),
        ("3 kg", 3000, 3, "grams"),
        ("1024 px", 1024, 768, "px"),
        ("500 mA", 0.5, 5, "A"),
    ],
    "money": [
        ("$5", Price(5, "USD"), Price(5, "EUR"), Price(6, "USD")),
        ("€ 3.50", 3.5, 3.4, "EUR"),
        ("20 EUR", 20, 21, "EUR"),
        ("5 dollars", Decimal(5), Decimal(6), "USD"),
        ("£1.2 million", 1_200_000, 1.2, "GBP"),
        ("USD 20", 20, 2, "USD"),
    ],
    "bounds": [
        ("at most 5", 5, 6),
        ("up to 5", 3, 6),
        ("no more than two", 2, 3),
        ("5 or less", 4, 6),
        ("≤ 3", 3, 4),
        ("at least two", 2, 1),
        ("two or more", 3, 1),
        ("≥ 2", 2, 1),
        ("more than 3", 4, 3),
        ("over 100", 101, 100),
        ("fewer than 3", 2, 3),
        ("< 10", 9, 10),
        ("3+", 4, 2),
        ("a maximum of 8", 8, 9),
        ("about 90", 95, 120),
        ("roughly 100", 105, 150),
        ("~10", 10.5, 12),
        ("exactly 2", 2, 2.1),
        ("only one", 1, 2),
        ("16 or higher", 16, 15),
    ],
    "intervals": [
        ("between 1 and 5", 3, 6),
        ("1 to 5", (2, 4), (2, 6)),
        ("1–5", 1, 0),
        ("from 10 to 20 links", 15, 21),
        ("5 ± 1", 5.5, 7),
        ("10-20", 12, 30),
    ],
    "collections": [
        ("1, 2 and 4", {1, 2, 4}, {1, 2}),
        ("1 or 2", 2, 3),
        ("red, green, and blue", ["red", "green", "blue"], ["red", "blue"]),
        ("none", [], ["a"]),
        ("empty", {}, {"a": 1}),
        ("nothing", set(), {1}),
        ("80, 443", [80, 443], [80, 8443]),
    ],
    "mappings": [
        ("a: 1, b: 2", {"a": 1, "b": 2}, {"a": 1}, {"a": 1, "b": 3}),
        ("retries = 3 and wait = 5", {"retries": 3, "wait": 5}, {"retries": 3}),
        ("`a`, `b`", {"a": 1, "b": 2}, {"a": 1}),
    ],
    "dates": [
        ("27 November 2026", date(2026, 11, 27), date(2026, 11, 28)),
        ("November 27, 2026", date(2026, 11, 27), date(2026, 1, 27)),
        ("2026-11-27", date(2026, 11, 27), date(2025, 11, 27)),
        ("Nov 27, 2026", date(2026, 11, 27), date(2026, 10, 27)),
        ("the 1st of May 2026", date(2026, 5, 1), date(2026, 5, 2)),
        ("November 2026", date(2026, 11, 1), date(2026, 12, 1)),
        ("2026", date(2026, 5, 1), date(2027, 5, 1)),
        ("27 November", date(2026, 11, 27), date(2026, 11, 26)),
        ("Friday", date(2026, 11, 27), date(2026, 11, 26)),
        ("2026-11-27", "2026-11-27", "2026-11-28"),
        ("27 November 2026", "2026-11-27", "2026-11-28"),
        ("before 2027", date(2026, 12, 31), date(2027, 1, 1)),
        ("since May 2026", date(2026, 5, 1), date(2026, 4, 30)),
        ("by 1 June 2026", date(2026, 6, 1), date(2026, 6, 2)),
    ],
    "times of day": [
        ("14:30", time(14, 30), time(14, 31)),
        ("2:30 pm", time(14, 30), time(2, 30)),
        ("noon", time(12), time(0)),
        ("midnight", time(0), time(12)),
        ("at 03:00 UTC", time(3), time(4)),
        ("9 am", time(9), time(21)),
        ("2026-11-27 14:30", datetime(2026, 11, 27, 14, 30, tzinfo=UTC), datetime(2026, 11, 27, 14, 31, tzinfo=UTC)),
        (
            "27 November 2026 at 2:30 pm",
            datetime(2026, 11, 27, 14, 30, tzinfo=UTC),
            datetime(2026, 11, 28, 14, 30, tzinfo=UTC),
        ),
    ],
    "versions": [
        ("3.10", Version("3.10"), Version("3.1")),
        ("3.1", Version("3.1"), Version("3.10")),
        ("3.10", "3.10", "3.1", "3.9"),
        ("3.10 or newer", Version("3.11"), Version("3.9")),
        ("at least 3.9", Version("3.10"), Version("3.8")),
        ("3.10 or newer", SpecifierSet(">=3.10"), SpecifierSet(">=3.9")),
        ("3.10 or newer", ">=3.10", ">=3.1"),
        ("v2.4", "2.4.0", "2.4.1"),
        ("2.4.0", Version("2.4"), Version("2.5")),
        ("Python 3.11 or newer", ">=3.11", ">=3.12"),
        ("3.11 to 3.13", Version("3.12"), Version("3.14")),
        ("before 4.0", Version("3.9"), Version("4.0")),
        ("1.0rc1", Version("1.0rc1"), Version("1.0")),
        ("version 2.4", Version("2.4"), Version("2.14")),
        ("3.9+", ">=3.9", ">=3.8"),
    ],
    "paths and addresses": [
        ("/etc/hosts", PurePosixPath("/etc/hosts"), PurePosixPath("/etc/host")),
        ("`docs/`", Path("docs"), Path("doc")),
        ("10.0.0.1", ip_address("10.0.0.1"), ip_address("10.0.0.2")),
        ("/etc/hosts", "/etc/hosts", "/etc/passwd"),
        ("12345678-1234-5678-1234-567812345678", UUID(int=0x12345678123456781234567812345678), UUID(int=1)),
        ("https://example.org/a?b=1", "https://example.org/a?b=1", "https://example.org/a"),
    ],
    "text with an amount": [
        ("30 days", "30d", "31d"),
        ("10 MB", "10MB", "10kB"),
        ("90 seconds", "90s", "90ms"),
        ("1,500", "1500", "150"),
    ],
    "endless and absent": [
        ("unlimited", math.inf, 5),
        ("no limit", None, 5),
        ("none", None, 1),
        ("never", None, True),
        ("not set", None, 0),
    ],
}
DECLARED = (" declared", "sizes", "rates", "frequencies", "other quantities", "money", "periods")


def parts(kind, row):
    """Words, names, the value, others, and the units of bare numbers of a row."""
    words, value, *others = row
    unit = others.pop() if kind.endswith(DECLARED) and len(others) > 1 and isinstance(others[-1], str) else ""
    names = tuple(re.findall(r"`([^`]*)`", words))
    return words.replace("`", ""), names, value, others, declared([unit]) if unit else {}


ROWS = [
    pytest.param(kind, row, id=f"{kind}-{at}-{row[0]}")
    for kind, rows in ORDINARY.items()
    for at, row in enumerate(rows)
]


def test_there_are_enough_of_many_kinds():
    assert len(ROWS) >= 200
    assert len(ORDINARY) >= 30


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_it_is_read_and_true(kind, row):
    words, names, value, _, units = parts(kind, row)
    assert compare(words, names, value, units).true


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_it_is_not_true_of_others(kind, row):
    words, names, _, others, units = parts(kind, row)
    assert others
    for other in others:
        try:
            assert not compare(words, names, other, units).true, other
        except (Mismatch, Unreadable):
            continue


BARE = [
    ("90 seconds", 90),
    ("2 years", 2),
    ("10 MB", 10),
    ("50 kHz", 50),
    ("50 %", 50),
    ("99.9 %", 99.95),
    ("$5", 5),
    ("10 Gbit/s", 10),
    ("20 °C", 20),
    ("up to 5 minutes", 300),
    ("60 to 90 s", (60, 90)),
    ("1 or 2 seconds", 1),
    ("every 5 minutes", 300),
]


@pytest.mark.parametrize(("words", "value"), BARE)
def test_a_bare_number_beside_a_unit_is_no_pass(words, value):
    with pytest.raises(Mismatch) as refusal:
        compare(words, (), value)
    assert "unit=" in refusal.value.hint


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("10 MB", 10, "days"),
        ("2 years", 2, "MB"),
        ("90 seconds", timedelta(seconds=90), "MB"),
        ("2 votes", timedelta(1), "s"),
    ],
)
def test_a_unit_that_does_not_fit_is_no_pass(words, value, unit):
    if words == "90 seconds":
        assert compare(words, (), value, declared([unit])).true
        return
    with pytest.raises(Mismatch):
        compare(words, (), value, declared([unit]))


def test_kinds_are_counted():
    assert min(Counter(kind for kind, rows in ORDINARY.items() for _ in rows).values()) >= 3
