"""Units and words for numbers, held by what they are made of: a mile is 5280 feet."""

import pytest
from sphinx_adoc.claims.numbers import amount, ordinal
from sphinx_adoc.claims.phrase import compare
from sphinx_adoc.claims.units import unit_of

SAME = (
    "metre metres meter meters", "kilometre kilometres kilometer kilometers km", "millimetres millimeters mm",
    "centimetres centimeters cm", "inch inches", "foot feet", "mile miles", "gram grams", "kilogram kilograms kg",
    "tonne tonnes", "watt watts W", "kilowatts kW", "joule joules J", "volt volts V", "ampere amperes amp amps A",
    "°C ℃", "°F ℉", "° degree degrees", "dB decibel decibels", "px pixel pixels", "$ USD US$ dollar dollars",
    "cent cents ¢",
    "€ EUR euro euros", "£ GBP", "pence penny", "¥ JPY yen", "CHF francs", "byte bytes B", "bit bits", "Hz hertz",
    "rpm RPM",
    "% percent per-cent pct", "‰ permille", "year years yr yrs", "decade decades", "century centuries", "month months",
    "kB KB kilobyte kilobytes kByte", "MiB mebibyte mebibytes MiByte", "Gbit gigabit gigabits Gb GBit",
    "kHz kilohertz",
    "hPa mbar",
)  # fmt: skip
MADE_OF = (
    ("foot", 12, "inch"), ("mile", 5280, "foot"), ("inch", 25.4, "mm"), ("metre", 100, "cm"), ("cm", 10, "mm"),
    ("km", 1000, "metre"), ("mm", 1000, "µm"), ("µm", 1000, "nm"), ("kg", 1000, "gram"), ("gram", 1000, "mg"),
    ("tonne", 1000, "kg"), ("W", 1000, "mW"), ("kW", 1000, "W"), ("MW", 1000, "kW"), ("GW", 1000, "MW"),
    ("kJ", 1000, "J"),
    ("MJ", 1000, "kJ"), ("Wh", 3.6, "kJ"), ("kWh", 1000, "Wh"), ("MWh", 1000, "kWh"), ("V", 1000, "mV"),
    ("kV", 1000, "V"),
    ("A", 1000, "mA"), ("hPa", 100, "Pa"), ("kPa", 10, "hPa"), ("MPa", 1000, "kPa"), ("£", 100, "pence"),
    ("%", 10, "‰"),
    ("‰", 1000, "ppm"), ("byte", 8, "bit"), ("kB", 1000, "byte"), ("MB", 1000, "kB"), ("GB", 1000, "MB"),
    ("TB", 1000, "GB"),
    ("PB", 1000, "TB"), ("EB", 1000, "PB"), ("KiB", 1024, "byte"), ("MiB", 1024, "KiB"), ("GiB", 1024, "MiB"),
    ("TiB", 1024, "GiB"), ("kbit", 1000, "bit"), ("Mbit", 1000, "kbit"), ("Kibit", 1024, "bit"),
    ("Mibit", 1024, "Kibit"),
    ("Mbps", 1000, "kbps"), ("kbps", 1000, "bps"), ("MHz", 1000, "kHz"), ("Hz", 60, "rpm"), ("Hz", 1000, "mHz"),
    ("minute", 60, "second"), ("hour", 60, "minute"), ("day", 24, "hour"), ("week", 7, "day"), ("fortnight", 2, "week"),
    ("decade", 10, "year"), ("century", 10, "decade"), ("second", 1000, "ms"), ("ms", 1000, "µs"), ("µs", 1000, "ns"),
)  # fmt: skip


@pytest.mark.parametrize("words", SAME)
def test_words_for_the_same_unit(words):
    units = {word: unit_of(word) for word in words.split()}
    assert None not in units.values()
    assert len(set(units.values())) == 1, units


@pytest.mark.parametrize(("large", "many", "small"), MADE_OF)
def test_what_units_are_made_of(large, many, small):
    (kind, factor), (other, part) = unit_of(large), unit_of(small)
    assert kind == other
    assert factor == pytest.approx(many * part, rel=1e-12)


def test_units_of_different_kinds_are_not_compared():
    apart = [
        "metre",
        "kg",
        "W",
        "J",
        "V",
        "A",
        "Pa",
        "°C",
        "°F",
        "°",
        "dB",
        "px",
        "$",
        "€",
        "£",
        "¥",
        "CHF",
        "byte",
        "bps",
        "Hz",
    ]
    assert len({unit_of(word)[0] for word in [*apart, "second", "%"]}) == len(apart) + 2


ORDER = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
COUNT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}


@pytest.mark.parametrize(("number", "word"), [*enumerate(ORDER.split(), 1)])
def test_ordinals(number, word):
    assert ordinal([word]) == (number, 1)


@pytest.mark.parametrize("tens", TENS)
def test_numbers_and_ordinals_of_tens(tens):
    for ones, (word, last) in enumerate(zip(COUNT.split()[:9], ORDER.split(), strict=False), 1):
        assert amount([f"{TENS[tens]}-{word}"]) == (tens + ones, 1)
        assert ordinal([f"{TENS[tens]}-{last}"]) == (tens + ones, 1)
    assert amount([TENS[tens]]) == (tens, 1)
    assert ordinal([f"{TENS[tens]}-tenth"]) is None


@pytest.mark.parametrize(("number", "word"), [*enumerate(COUNT.split(), 1)])
def test_numbers_in_words(number, word):
    assert amount([word]) == (number, 1)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("one third", 1 / 3), ("two thirds", 2 / 3), ("one half", 1 / 2), ("two halves", 1), ("three quarters", 3 / 4),
        ("one fifth", 1 / 5), ("two fifths", 2 / 5), ("five sixths", 5 / 6), ("one eighth", 1 / 8),
        ("seven eighths", 7 / 8),
        ("nine tenths", 9 / 10), ("one hundredth", 1 / 100), ("three hundredths", 3 / 100), ("a dozen", 12),
        ("two dozen", 24),
        ("a hundred", 100), ("two thousand", 2000), ("three million", 3e6), ("one billion", 1e9), ("two score", 40),
    ],
)  # fmt: skip
def test_parts_and_scales(words, value):
    assert amount(words.split())[0] == pytest.approx(value)


ON = ["yes", "true", "on", "enabled", "turned on", "switched on"]
OFF = ["no", "false", "off", "disabled", "turned off", "switched off", "not enabled"]


@pytest.mark.parametrize("said", [*ON, *OFF])
def test_words_that_say_the_same_of_a_text(said):
    alike, other = (ON, OFF) if said in ON else (OFF, ON)
    assert all(compare(said, (), text, {}).true for text in alike)
    assert not any(compare(said, (), text, {}).true for text in other)


@pytest.mark.parametrize("currency", ["USD", "EUR", "AUD", "CAD", "NZD", "SGD", "HKD"])
def test_cents_of_currencies(currency):
    class Price:
        def __init__(self, amount):
            self.amount, self.currency = amount, currency

    assert compare("50 cents", (), Price(0.5), {}).true
    assert not compare("50 cents", (), Price(50), {}).true
