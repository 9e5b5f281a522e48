"""More phrases as people write them: what each is true of, what it is not true of, and what is refused with a reason.

A row: the words (names in markup of their own are in `backticks`), a value that they are true of, one that they are not
true of, and the unit of bare numbers where one is declared.
"""

import enum
import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from sphinx_adoc.claims.phrase import Mismatch, Unreadable, compare, declared

EAST = timezone(timedelta(hours=2))


class Mode(enum.Enum):
    FAST = 1
    SLOW_START = "slow start"


class Price:
    """As libraries for money have it."""

    def __init__(self, amount, currency):
        self.amount, self.currency = Decimal(amount), currency


ORDINARY = {
    "money": [
        ("$1,299.99", Price("1299.99", "USD"), Price("1299", "USD")),
        ("1.50 €", 1.5, 1.05, "EUR"),
        ("12 cents", Price("0.12", "USD"), Price("12", "USD")),
        ("$10k", Price(10000, "USD"), Price(10, "USD")),
        ("5 million euros", 5_000_000, 5, "EUR"),
        ("between $5 and $10", Price(7, "USD"), Price(11, "USD")),
        ("at most £20", Price(19, "GBP"), Price(21, "GBP")),
        ("$5–$10", Price(7, "USD"), Price(11, "USD")),
        ("free", 0, 1, "EUR"),
        ("3.50 EUR", Price("3.5", "EUR"), Price("3.5", "USD")),
    ],
    "rates": [
        ("5 requests/s", 5, 6, "Hz"),
        ("1,000 queries per second", 1000, 100, "Hz"),
        ("10 writes per minute", 10 / 60, 10, "Hz"),
        ("1 Gbit/s", 1, 10, "Gbps"),
        ("10 Mbit per second", 10, 1, "Mbps"),
        ("60 rpm", 1, 60, "Hz"),
        ("once an hour", 1 / 3600, 1, "Hz"),
        ("three times per week", 3 / (7 * 86400), 3, "Hz"),
        ("50 ms per request", timedelta(milliseconds=50), timedelta(milliseconds=5)),
        ("2 MiB/s", 2 * 2**20 * 8, 2e6 * 8, "bps"),
        ("0.5/s", 0.5, 5, "Hz"),
        ("100 packets a second", 100, 10, "Hz"),
    ],
    "long times": [
        ("six weeks", timedelta(weeks=6), timedelta(weeks=5)),
        ("18 months", timedelta(days=548), timedelta(days=500)),
        ("a year and a half", timedelta(days=548), timedelta(days=365)),
        ("two and a half years", timedelta(days=913), timedelta(days=730)),
        ("a decade", timedelta(days=3652), timedelta(days=365)),
        ("one week and two days", timedelta(days=9), timedelta(days=7)),
        ("90-day", 90, 91, "days"),
        ("a century", timedelta(days=36524), timedelta(days=3652)),
        ("2 yrs", timedelta(days=730), timedelta(days=365)),
        ("half a year", timedelta(days=182), timedelta(days=365)),
    ],
    "ordinals": [
        ("the fourth", 4, 3),
        ("21st", 21, 20),
        ("the 100th request", 100, 10),
        ("twentieth", 20, 2),
        ("thirteenth", 13, 30),
        ("every third", 3, 4),
        ("second-largest", "second-largest", "largest"),
        ("twenty-first", 21, 20),
        ("every second request", 2, 3),
    ],
    "ranges": [
        ("between 5 and 10", 7, 11),
        ("5–10 s", timedelta(seconds=7), timedelta(seconds=11)),
        ("5 s–10 s", timedelta(seconds=7), timedelta(seconds=11)),
        (
            "5 to 10 seconds",
            (timedelta(seconds=5), timedelta(seconds=10)),
            (timedelta(seconds=4), timedelta(seconds=10)),
        ),
        ("5-10 ms", timedelta(milliseconds=6), timedelta(milliseconds=60)),
        ("from 1 up to 65535", 80, 65536),
        ("1 through 5", 5, 6),
        ("1..5", 3, 6),
        ("5 … 10", 6, 11),
        ("two to four", 3, 5),
        ("0 to 100 %", 0.5, 1.5),
        ("between 10 % and 20 %", 0.15, 0.25),
        ("1024–65535", 2000, 80),
        ("1 - 5", 3, 6),
        ("-5 to 5", 0, 6),
        ("10 MB to 1 GB", 500, 5000, "MB"),
        ("greater than 5 but less than 10", 7, 11),
        ("more than 5 and at most 10", 7, 11),
        ("5 or 10 seconds", 5, 7, "s"),
        ("5 to 10 times", 7, 11),
        ("between one and two hours", timedelta(minutes=90), timedelta(minutes=121)),
    ],
    "tolerances": [
        ("100 ± 5 %", 103, 106),
        ("5 V ± 5 %", 5.2, 5.3, "V"),
        ("10 ms ± 2 ms", timedelta(milliseconds=11), timedelta(milliseconds=13)),
        ("10 ± 2 ms", timedelta(milliseconds=11), timedelta(milliseconds=13)),
        ("± 5 %", (-0.05, 0.05), (-0.06, 0.06)),
        ("±0.1", 0.05, 0.2),
        ("100 +/- 5", 103, 106),
        ("20 °C ±1", 20.5, 22, "°C"),
        ("within 10 %", 0.09, 0.11),
        ("within 5 s", timedelta(seconds=4), timedelta(seconds=6)),
        ("10 give or take 1", 10.5, 12),
        ("10 plus or minus 1", 10.5, 12),
    ],
    "powers": [
        ("2^16", 65536, 216),
        ("10^9", 10**9, 109),
        ("2**16", 65536, 216),
        ("2³²", 2**32, 232),
        ("10⁹", 10**9, 109),
        ("2^16 - 1", 65535, 65536),
        ("2^32−1", 2**32 - 1, 2**32),
        ("3 × 10^8", 3e8, 3e9),
        ("3 × 10⁸", 3e8, 3e9),
        ("1.5e-3", 0.0015, 0.015),
        ("5 x 10^3", 5000, 510),
    ],
    "hexadecimal, octal and binary": [
        ("0o755", 0o755, 755),
        ("0x1F", 31, 30),
        ("0b101", 5, 101),
        ("`0755`", "0755", "755"),
        ("0xFFFF", 65535, 65534),
        ("0xdeadbeef", 0xDEADBEEF, 0),
        ("`0x10`", 16, 10),
    ],
    "multipliers": [
        ("1.5k", 1500, 1.5),
        ("10k", 10000, 10),
        ("2M", 2_000_000, 2),
        ("100K", 100_000, 100),
        ("1.2k users", 1200, 12),
        ("5 k", 5000, 5),
        ("2.5 M rows", 2_500_000, 2.5),
        ("3bn", 3_000_000_000, 3),
    ],
    "multiples": [
        ("twice", 2, 3),
        ("twice as many", 2, 3),
        ("half", 0.5, 0.25),
        ("half as many", 0.5, 2),
        ("doubles", 2, 3),
        ("halves", 0.5, 2),
        ("a dozen", 12, 11),
        ("two dozen", 24, 12),
        ("half a dozen", 6, 12),
        ("three times as long", 3, 2),
        ("10-fold", 10, 11),
        ("five times faster", 5, 4),
        ("a third", 1 / 3, 0.3),
        ("one quarter of the time", 0.25, 0.5),
        ("a hundred times", 100, 10),
        ("half of it", 0.5, 0.4),
        ("1.5×", 1.5, 1),
        ("thrice", 3, 2),
    ],
    "parts of a whole": [
        ("none of them", 0, 1),
        ("none of the nodes", 0, 1),
        ("none of the nodes", [], ["a"]),
        ("all but one", (4, 5), (5, 5)),
        ("all but one of the five", 4, 5),
        ("all of them", (5, 5), (4, 5)),
        ("all five", 5, 4),
        ("all 5 nodes", 5, 4),
        ("both", 2, 1),
        ("neither", 0, 1),
        ("both nodes", 2, 3),
        ("one of the nodes", 1, 2),
        ("not a single one", 0, 1),
        ("all", (5, 5), (4, 5)),
        ("no one", 0, 1),
        ("two of the three", (2, 3), (1, 3)),
        ("two of the three nodes", (2, 3), (3, 3)),
        ("9 out of 10", 0.9, 0.8),
        ("the only one", 1, 2),
        ("a single node", 1, 2),
        ("single", 1, 2),
        ("zero or one", 1, 2),
        ("one or more", 3, 0),
        ("more than half", 0.6, 0.5),
        ("at least half", 0.5, 0.4),
        ("less than a third", 0.3, 0.34),
        ("a minimum of three nodes", 3, 2),
    ],
    "versions": [
        ("3.0.0-rc.1", Version("3.0.0rc1"), Version("3.0.0")),
        ("2.0b3", Version("2.0b3"), Version("2.0b4")),
        ("1.0.dev0", Version("1.0.dev0"), Version("1.0")),
        ("v1.2.3-alpha", Version("1.2.3a0"), Version("1.2.3")),
        ("3.12rc2 or later", Version("3.12"), Version("3.12rc1")),
        ("3.13.0a1", "3.13.0a1", "3.13.0a2"),
        ("Python ≥ 3.10", Version("3.11"), Version("3.9")),
        ("3.10+", Version("3.11"), Version("3.9")),
        ("3.x", Version("3.5"), Version("2.7")),
        ("2.4.x", Version("2.4.9"), Version("2.5")),
        (
            "3.9, 3.10 and 3.11",
            [Version("3.9"), Version("3.10"), Version("3.11")],
            [Version("3.9"), Version("3.1"), Version("3.11")],
        ),
        ("3.9, 3.10 and 3.11", ["3.9", "3.10", "3.11"], ["3.9", "3.1", "3.11"]),
        ("version 2", Version("2"), Version("3")),
        ("1.2.3+build.5", Version("1.2.3+build.5"), Version("1.2.3")),
        ("1.2.3-beta2", "1.2.3b2", "1.2.3"),
        ("3.8 to 3.12", SpecifierSet(">=3.8,<=3.12"), SpecifierSet(">=3.8,<=3.11")),
        ("3.10.4", (3, 10, 4), (3, 10, 5)),
        ("3.10", (3, 10), (3, 11)),
        ("3.9 or newer", "3.10", "3.8"),
        ("6.1.0-rc3", "6.1.0-rc3", "6.1.0"),
        ("since 2.0", Version("2.1"), Version("1.9")),
        ("~= 3.2", SpecifierSet("~=3.2"), SpecifierSet("~=3.3")),
    ],
    "dates": [
        ("27 Nov 2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("27.11.2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("2026/11/27", date(2026, 11, 27), date(2026, 11, 26)),
        ("Friday, 27 November 2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("Nov. 27th, 2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("11/27/2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("27/11/2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("the 27th of November, 2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("Fri 27 Nov 2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("20261127", date(2026, 11, 27), date(2026, 11, 26)),
        (
            "27 November 2026, 14:30",
            datetime(2026, 11, 27, 14, 30, tzinfo=UTC),
            datetime(2026, 11, 27, 14, 31, tzinfo=UTC),
        ),
        ("Q4 2026", date(2026, 11, 27), date(2026, 9, 27)),
        ("between 1 May 2026 and 3 May 2026", date(2026, 5, 2), date(2026, 5, 4)),
        ("27-Nov-2026", date(2026, 11, 27), date(2026, 11, 26)),
        ("the 27th", date(2026, 11, 27), date(2026, 11, 26)),
        ("January", date(2026, 1, 5), date(2026, 2, 5)),
        ("Mondays", date(2026, 11, 30), date(2026, 11, 27)),
        ("1 to 3 May 2026", date(2026, 5, 2), date(2026, 5, 4)),
        ("2024 to 2026", date(2025, 1, 1), date(2027, 1, 1)),
    ],
    "times of day": [
        ("14:30", time(14, 30), time(14, 31)),
        ("2.30 pm", time(14, 30), time(2, 30)),
        ("2 p.m.", time(14), time(2)),
        ("2pm", time(14), time(2)),
        ("12 am", time(0), time(12)),
        ("12:30 am", time(0, 30), time(12, 30)),
        ("noon", time(12), time(0)),
        ("14:30:05", time(14, 30, 5), time(14, 30, 6)),
        ("14h30", time(14, 30), time(14, 0)),
        ("14:30 h", time(14, 30), time(14, 0)),
        ("between 2 am and 4 am", time(3), time(5)),
        ("02:00–04:00", time(3), time(5)),
        ("22:00 to 04:00", time(23), time(12)),
        ("after 18:00", time(19), time(17)),
    ],
    "time zones": [
        ("14:30 UTC", datetime(2026, 1, 1, 14, 30, tzinfo=UTC), datetime(2026, 1, 1, 14, 30, tzinfo=EAST)),
        ("14:30 +02:00", datetime(2026, 1, 1, 14, 30, tzinfo=EAST), datetime(2026, 1, 1, 14, 30, tzinfo=UTC)),
        (
            "2026-11-27T14:30:00Z",
            datetime(2026, 11, 27, 14, 30, tzinfo=UTC),
            datetime(2026, 11, 27, 14, 30, tzinfo=EAST),
        ),
        (
            "2026-11-27T14:30:00+02:00",
            datetime(2026, 11, 27, 14, 30, tzinfo=EAST),
            datetime(2026, 11, 27, 14, 30, tzinfo=UTC),
        ),
        ("UTC+2", EAST, UTC),
        ("UTC", UTC, EAST),
        ("14:30 UTC", time(14, 30, tzinfo=UTC), time(14, 30, tzinfo=EAST)),
        (
            "14:30 CET",
            datetime(2026, 1, 1, 14, 30, tzinfo=timezone(timedelta(hours=1), "CET")),
            datetime(2026, 1, 1, 14, 30, tzinfo=UTC),
        ),
        ("Europe/Vienna", "Europe/Vienna", "Europe/Berlin"),
        ("14:30 GMT+2", datetime(2026, 1, 1, 14, 30, tzinfo=EAST), datetime(2026, 1, 1, 14, 30, tzinfo=UTC)),
    ],
    "sizes": [
        ("16 KiB", 16384, 16000, "bytes"),
        ("1.5 GiB", 1.5 * 2**30, 1.5e9, "bytes"),
        ("8 GB of RAM", 8, 16, "GB"),
        ("10 Gbit", 10, 1, "Gbit"),
        ("a megabyte", 1e6, 2**20, "bytes"),
        ("64-bit", 64, 32, "bit"),
        ("512-byte", 512, 511, "bytes"),
        ("4 kbit/s", 4, 40, "kbps"),
        ("2 TiB", 2 * 2**40, 2e12, "bytes"),
        ("half a gigabyte", 5e8, 5e7, "bytes"),
        ("1 GB/min", 1e9 / 60 * 8, 1e9 * 8, "bps"),
        ("16 kibibytes", 16384, 16000, "B"),
        ("10 MB/s", 80, 10, "Mbps"),
        ("100 MBit/s", 100, 10, "Mbps"),
        ("100 Mb/s", 100, 800, "Mbps"),
        ("2 GByte", 2, 3, "GB"),
    ],
    "parts and percents": [
        ("5 %", 0.05, 0.5),
        ("5 percent", 0.05, 0.5),
        ("0.05", 0.05, 0.5),
        ("1/20", 0.05, 0.5),
        ("100 %", 1.0, 0.99),
        ("50 percentage points", 0.5, 0.4),
        ("12.5 %", 0.125, 0.12),
        ("150 %", 1.5, 0.5),
        ("-3 %", -0.03, 0.03),
        ("three percent", 0.03, 0.3),
        ("0.1 %", 0.001, 0.01),
        ("50%", Fraction(1, 2), Fraction(1, 3)),
        ("50%", Decimal("0.5"), Decimal("0.05")),
        ("+10 %", 0.1, -0.1),
        ("a tenth of a percent", 0.001, 0.01),
        ("half a percent", 0.005, 0.05),
    ],
    "paths and names": [
        ("/etc/pve", PurePosixPath("/etc/pve"), PurePosixPath("/etc/pv")),
        ("`~/.ssh/config`", PurePosixPath("~/.ssh/config"), PurePosixPath("~/.ssh")),
        ("C:\\Temp", "C:\\Temp", "C:\\Tmp"),
        ("src/main.py", PurePosixPath("src/main.py"), PurePosixPath("src/mainpy")),
        ("./run.sh", "./run.sh", "run.sh"),
        ("/var/log/", PurePosixPath("/var/log"), PurePosixPath("/var")),
        ("`*.adoc`", "*.adoc", "*.rst"),
        ("https://example.org/a?b=1", "https://example.org/a?b=1", "https://example.org/a"),
        ("#ff0000", "#ff0000", "#00ff00"),
        ("`/a` or `/b`", PurePosixPath("/a"), PurePosixPath("/c")),
        ("`/a` and `/b`", [PurePosixPath("/a"), PurePosixPath("/b")], [PurePosixPath("/a")]),
    ],
    "on and off": [
        ("on", True, False),
        ("off", False, True),
        ("off by default", False, True),
        ("enabled by default", True, False),
        ("turned on", True, False),
        ("turned off", False, True),
        ("not enabled", False, True),
        ("active", True, False),
        ("inactive", False, True),
        ("deactivated", False, True),
        ("true", True, False),
        ("switched off", False, True),
        ("yes", True, False),
        ("mandatory", True, False),
        ("must", True, False),
        ("must not", False, True),
        ("unset", None, 1),
        ("possible", True, False),
        ("not required", False, True),
        ("does not", False, True),
        ("on", "on", "off"),
        ("disabled", "disabled", "enabled"),
        ("is", True, False),
        ("is not", False, True),
        ("unavailable", False, True),
        ("available", True, False),
    ],
    "sets": [
        ("`a` and `b`", {"a", "b"}, {"a", "c"}),
        ("`a`", ["a"], ["a", "b"]),
        ("`a`, `b` or `c`", {"a", "b", "c"}, {"a", "b"}),
        ("both `a` and `b`", {"a", "b"}, {"a"}),
        ("either `a` or `b`", "a", "c"),
        ("neither `a` nor `b`", "c", "a"),
        ("only `a`", {"a"}, {"a", "b"}),
        ("`a`, `b`, and `c`", ("a", "b", "c"), ("a", "b")),
        ("a and b", {"a", "b"}, {"a"}),
        ("1, 2, 3", [1, 2, 3], [1, 2]),
        ("22, 80 and 443", {22, 80, 443}, {22, 80}),
        ("ports 80 and 443", {80, 443}, {80}),
        ("a, b & c", ["a", "b", "c"], ["a", "b"]),
        ("not `a`", "b", "a"),
    ],
    "dictionaries": [
        ("`a`: 1, `b`: 2", {"a": 1, "b": 2}, {"a": 1, "b": 3}),
        ("a = 1, b = yes", {"a": 1, "b": True}, {"a": 1, "b": False}),
        ("a: 1; b: 2", {"a": 1, "b": 2}, {"a": 1, "b": 3}),
        ('`{"a": 1}`', {"a": 1}, {"a": 2}),
        ("a=1", {"a": 1}, {"a": 2}),
        ("cpu: 4, memory: 8 GB", {"cpu": 4, "memory": "8 GB"}, {"cpu": 4, "memory": "9 GB"}),
        ("a → 1, b → 2", {"a": 1, "b": 2}, {"a": 1, "b": 3}),
    ],
    "enumerations": [
        ("fast", Mode.FAST, Mode.SLOW_START),
        ("slow start", Mode.SLOW_START, Mode.FAST),
        ("slow-start", Mode.SLOW_START, Mode.FAST),
        ("`Mode.FAST`", Mode.FAST, Mode.SLOW_START),
        ("fast or slow start", {Mode.FAST, Mode.SLOW_START}, {Mode.FAST}),
        ("Slow Start", Mode.SLOW_START, Mode.FAST),
    ],
    "turns of phrase": [
        ("three out of the five", (3, 5), (2, 5)),
        ("a single time", 1, 2),
        ("only once", 1, 2),
        ("at most twice", 2, 3),
        ("up to three retries", 3, 4),
        ("no retries", 0, 1),
        ("unlimited", math.inf, 5),
        ("never", None, 5),
        ("immediately", timedelta(0), timedelta(seconds=1)),
        ("10 seconds each", timedelta(seconds=10), timedelta(seconds=1)),
        ("90 s later", timedelta(seconds=90), timedelta(seconds=9)),
        ("after 90 s", timedelta(seconds=90), timedelta(seconds=9)),
        ("a 90-second timeout", timedelta(seconds=90), timedelta(seconds=9)),
        ("port 8080", 8080, 8081),
        ("the default of 5", 5, 6),
        ("about a minute", timedelta(seconds=62), timedelta(seconds=80)),
        ("just under a minute", timedelta(seconds=58), timedelta(seconds=61)),
        ("well over 100", 150, 90),
        ("almost 100", 95, 120),
        ("nearly half", 0.46, 0.6),
        ("1.500", 1.5, 1500),
    ],
}


def parts(row):
    """Words, names, the value, another one, and the units of bare numbers of a row."""
    words, value, other, *units = row
    names = re.findall(r"`([^`]*)`", words)
    joints = r"\b(?:and|or|both|either|neither|nor|only|not)\b"
    alone = not re.sub(joints, "", re.sub(r"`[^`]*`|[,\s]", " ", words)).strip()
    return words.replace("`", ""), tuple(names) if alone else (), value, other, declared(units)


def answer(words, names, value, units):
    """True, False, or why it is refused."""
    try:
        return compare(words, names, value, units).true
    except (Mismatch, Unreadable) as refusal:
        return str(refusal)


ROWS = [pytest.param(row, id=f"{kind}-{at}") for kind, rows in ORDINARY.items() for at, row in enumerate(rows)]


@pytest.mark.parametrize("row", ROWS)
def test_it_is_read_and_true(row):
    words, names, value, _, units = parts(row)
    assert compare(words, names, value, units).true


@pytest.mark.parametrize("row", ROWS)
def test_it_is_not_true_of_another(row):
    words, names, _, other, units = parts(row)
    assert answer(words, names, other, units) is not True


OTHERS = [
    ("all but one", (5, 5)),
    ("all but one of the five", 5),
    ("all but one of the five", (4, 6)),
    ("all of them", (4, 5)),
    ("all but two", (4, 5)),
    ("in 5", 6),
    ("after 90 s", timedelta(seconds=91)),
    ("for 3 nodes", 4),
    ("10 - 5", 7),
    ("1.2.3", (1, 2, 4)),
    ("3.1", (3, 10, 0)),
    ("1.5k", 1560),
    ("1.5k", 15),
    ("2^16", 65537),
    ("2^16", 32),
    ("2^32 - 1", 2**32),
    ("2^64 - 1", 2**64),
    ("4,294,967,295", 4294967296),
    ("4294967295 bytes", 4294967296, "bytes"),
    ("10^9", 10**9 + 1),
    ("0x10", 10),
    ("0o17", 17),
    ("0b10", 10),
    ("3 × 10^8", 310000000.0),
    ("5 V ± 5 %", 5.26, "V"),
    ("100 ± 5 %", 106),
    ("100 ± 5 %", 0.9),
    ("1 ± 5 %", 0.03),
    ("50 ± 5 %", 0.56),
    ("20 °C ± 1", 21.5, "°C"),
    ("± 5 %", 0.06),
    ("10 +/- 1", 12),
    ("more than 5 but less than 10", 5),
    ("more than 5 but less than 10", 10),
    ("more than 5 and at most 10", 11),
    ("more than 5 but less than 10 s", timedelta(seconds=4)),
    ("none of the nodes", 1),
    ("neither", 2),
    ("not a single node", 1),
    ("no one", 1),
    ("one of the nodes", 2),
    ("both", 1),
    ("both nodes", 3),
    ("two of the three nodes", (3, 3)),
    ("two of the three nodes", (2, 4)),
    ("the only one", 2),
    ("a single node", 2),
    ("every third", 2),
    ("21st", 1),
    ("twenty-first", 20),
    ("half a dozen", 12),
    ("twice as many", 3),
    ("three times as long", 2),
    ("since 2.0", Version("1.0")),
    ("above 2.0", Version("2.0")),
    ("below 2.0", Version("2.0")),
    ("3.x", Version("4.0")),
    ("2.4.x", Version("2.40")),
    ("Python > 3.10", Version("3.10")),
    ("not 3.10", Version("3.10")),
    ("any 3.10", Version("3.11")),
    ("11/27/2026", date(2026, 11, 28)),
    ("05/06/2026", date(2026, 5, 6)),
    ("05/06/2026", date(2026, 6, 5)),
    ("Thu 27 Nov 2026", date(2026, 11, 27)),
    ("Q3 2026", date(2026, 11, 1)),
    ("the 27th", date(2026, 11, 26)),
    ("between 1 May 2026 and 3 May 2026", date(2026, 4, 30)),
    ("1 to 3 May 2026", date(2026, 6, 2)),
    ("14:30 CET", datetime(2026, 6, 1, 14, 30, tzinfo=ZoneInfo("Europe/Vienna"))),
    ("14:30 UTC", time(14, 30, tzinfo=ZoneInfo("Europe/Vienna"))),
    ("14:30 +02:00", datetime(2026, 1, 1, 14, 30, tzinfo=UTC)),
    ("2.30 pm", time(2, 30)),
    ("22:00–04:00", time(12)),
    ("is not", True),
    ("has no", True),
    ("not", True),
    ("unavailable", True),
    ("mandatory", False),
    ("mandatory", "allowed"),
    ("required", "allowed"),
    ("active", "mandatory"),
    ("enabled", "supported"),
    ("off by default", True),
    ("on by default", False),
    ("neither `a` nor `b`", ["a", "c"]),
    ("not `a`", "a"),
    ("a: 1; b: 2", {"a": 1}),
    ("a: 8 GB", {"a": "9 GB"}),
    ("a: 8 GB", {"a": 8}),
    ("port 8080", 8081),
    ("the default of 5", 6),
    ("a 90-second timeout", timedelta(seconds=91)),
    ("12 cents", Price("12", "USD")),
    ("$5–$10", Price(11, "USD")),
    ("5 €", Price(5, "USD")),
    ("free", 1),
    ("immediately", timedelta(1)),
    ("50 ms per request", timedelta(milliseconds=51)),
    ("10 seconds each", timedelta(seconds=11)),
    ("10 MB per user", 11, "MB"),
    ("60 rpm", 60, "Hz"),
    ("2 GByte", 2),
    ("1,5", 1.5),
    ("1.500", 1500),
    ("no more than one", 2),
    ("at most a dozen", 13),
    ("a third", 0.34),
    ("1/3", 0.34),
    ("33 %", 1 / 3 + 0.01),
    ("5 percent", 5),
    ("one in three", 0.5),
    ("3 or more", 2),
    ("up to and including 5", 6),
    ("up to but not including 5", 5),
    ("not 5", 5),
    ("not more than 5", 6),
    ("no 5", 5),
    ("never 5", 5),
    ("all but none", (4, 5)),
    ("less than half", 0.5),
    ("under 5 %", 0.05),
    ("10k", 1000),
    ("10 k", 10),
    ("1M", 1000),
    ("3.10.4", (3, 10, 5)),
    ("5 of 10", (10, 5)),
    ("many", 1000),
    ("most", 0.6),
    ("10 to 5", 7),
    ("1 2 3", 123),
    ("1 2", 12),
    ("5-", 5),
    ("-", 0),
    ("~", 0),
    ("two three", 5),
    ("five hundred and", 500),
]


@pytest.mark.parametrize("row", OTHERS, ids=[f"{at}-{row[0]}" for at, row in enumerate(OTHERS)])
def test_nothing_else_holds(row):
    words, names, value, _, units = parts((*row[:2], None, *row[2:]))
    assert answer(words, names, value, units) is not True


REFUSED = [  # what could be meant in two ways, and a value that one of them would be true of
    ("half past two", time(2, 30)),
    ("3 o'clock", time(3)),
    ("05/06/2026", date(2026, 6, 5)),
    ("1,5 s", timedelta(seconds=1.5)),
    ("may not", False),
    ("all but one", 4),
    ("5 business days", 5),
    ("2 GByte", 2),
    ("12 cents", 12),
]


@pytest.mark.parametrize(("words", "value"), REFUSED)
def test_what_can_mean_two_things_is_refused_with_a_reason(words, value):
    with pytest.raises((Mismatch, Unreadable)) as refusal:
        compare(words, (), value)
    assert str(refusal.value)


def test_whole_numbers_are_equal_or_not():
    assert not compare("4,294,967,295", (), 4294967296).true
    assert not compare("2^64 - 1", (), 2**64).true
    assert compare("2^64 - 1", (), 2**64 - 1).true


def test_huge_numbers_take_no_time():
    for words in ("9^99999999", "999999999^9999", "0x" + "f" * 10_000, "1" * 10_000, "2^2^2^2^2"):
        with pytest.raises((Mismatch, Unreadable)):
            compare(words, (), timedelta(1))
