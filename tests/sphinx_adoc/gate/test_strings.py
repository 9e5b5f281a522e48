"""Addresses, ids, classes, windows, numbers and sizes: what passes stays letter for letter, the rest is refused."""

import pytest
from sphinx_adoc.gate import is_size, safe_class, safe_id, safe_window, whole
from sphinx_adoc.gate.addresses import is_remote, refusal, runs, scheme

SCHEME = "it has the scheme '{}:'"
CONTROL = "it has control characters in it"
BACKSLASH = "it has backslashes, which browsers read as slashes"
UNITS = ["px", "em", "ex", "rem", "ch", "vw", "vh", "cm", "mm", "in", "pt", "pc", "Q"]
HOST = "it names a host without a scheme"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.org/", "https"),
        ("HTTP://example.org", "http"),
        ("mailto:a@example.org", "mailto"),
        ("a/b.html", ""),
        ("#part", ""),
        ("", ""),
        ("12:30", ""),
        ("svn+ssh-1.0:x", "svn+ssh-1.0"),
        ("a b:c", ""),
        ("java\tscript:x", "javascript"),
        ("java\n\rscript:x", "javascript"),
        ("\x00\x1f \x01javascript:x", "javascript"),
        ("\u200bjavascript:x", "javascript"),
        ("\u00a0javascript:x", "javascript"),
        ("java\u00adscript:x", "javascript"),
        ("lämpchen:x", ""),
        ("1a:x", ""),
        (":x", ""),
    ],
)
def test_the_scheme_is_what_a_browser_reads(address, name):
    assert scheme(address) == name


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://example.org/a?b#c", ""),
        ("http://example.org", ""),
        ("mailto:a@example.org", ""),
        ("../a.html", ""),
        (" a.html ", ""),
        ("a\tb.html", ""),
        ("\x00a.html", ""),
        ("ftp://example.org", SCHEME.format("ftp")),
        ("JavaScript:x", SCHEME.format("javascript")),
        ("data:text/html,x", SCHEME.format("data")),
        ("file:///etc/passwd", SCHEME.format("file")),
        ("a\x01b", CONTROL),
        ("a\x7fb", CONTROL),
        ("a\x9fb", CONTROL),
        ("a\\b", BACKSLASH),
        ("\\\\example.org", BACKSLASH),
        ("//example.org", HOST),
        (" //example.org", HOST),
        ("/\t/example.org", HOST),
        ("/a//b", ""),
        ("X//example.org", ""),
    ],
)
def test_addresses_of_strangers(address, why):
    assert refusal(address) == why


@pytest.mark.parametrize(
    ("address", "is_run"),
    [
        ("javascript:x", True), ("vbscript:x", True), ("DATA:x", True), ("https://x", False), ("a/data", False),
        ("view-source:x", False),
    ],
)  # fmt: skip
def test_addresses_that_a_browser_runs(address, is_run):
    assert runs(address) is is_run


@pytest.mark.parametrize(
    ("address", "remote"),
    [
        ("https://x", True), ("//x", True), ("\\\\x", True), ("/\\x", True), ("\\/x", True), (" //x", True),
        ("data:x", True),
        ("/x", False), ("x//y", False), ("x", False), ("", False), ("\\x", False),
    ],
)  # fmt: skip
def test_addresses_of_other_hosts(address, remote):
    assert is_remote(address) is remote


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("lamp-1.2:x_ä", "lamp-1.2:x_ä"),
        ("a b\tc\nd", "a_b_c_d"),
        ("\"'<>&`\\{}", "_" * 9),
        ("a\u00a0b\u2028c\u2029d", "a_b_c_d"),
        ("a\x00b\x1fc\x7fd\x9fe", "a_b_c_d_e"),
        ("a\ud800b\udfffc", "a_b_c"),
        ("!#$%()*+,/;=?@[]^|~", "!#$%()*+,/;=?@[]^|~"),
        ("", ""),
    ],
)
def test_ids(name, safe):
    assert safe_id(name) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("lamp-1.2:x_/@+!", "lamp-1.2:x_/@+!"),
        ("ä灯", "ä灯"),
        ('a"b<c>d&e`f', "a-b-c-d-e-f"),
        ("a b\u2003c", "a-b-c"),
        ("a{b}c\\d#e", "a-b-c-d-e"),
        ("a\ud800b", "a-b"),
        ("e\u0301", "e\u0301"),
        ("a\x00b", "a-b"),
    ],
)
def test_classes(name, safe):
    assert safe_class(name) == safe


@pytest.mark.parametrize("name", ["_blank", "lamp", "L-1", "_"])
def test_windows(name):
    assert safe_window(name) == name


@pytest.mark.parametrize("name", ["", "1a", "-a", "a b", "a\n", "ä", "a'b", "a.b", "\na"])
def test_no_windows(name):
    assert safe_window(name) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("7", 7), (" 12 ", 12), ("007", 7), ("999999", 999_999), ("1000000", 999_999), ("999999999", 999_999),
        ("0" * 20 + "5", 5),
        ("1" * 10, None), ("", None), ("-1", None), ("+1", None), ("1.0", None), ("٣", None), ("1\n2", None),
        ("0x1", None), ("1e3", None), ("1_0", None),
    ],
)  # fmt: skip
def test_whole_numbers(text, number):
    assert whole(text) == number


def test_a_whole_number_has_the_bound_that_is_asked_for():
    assert (whole("9", 8), whole("8", 8), whole("7", 8)) == (8, 8, 7)


@pytest.mark.parametrize(
    "text",
    ["1", "12345", "1.5", "1.12345", "50%", *map("2.5{}".format, UNITS)],
)
def test_sizes(text):
    assert is_size(text)


@pytest.mark.parametrize(
    "text",
    ["", "123456", "1.", ".5", "1.123456", "1 px", "1PX", "px", "-1", "1px;", "1px\n", "٣", "1%%", "1.5.5", "1fr"],
)
def test_no_sizes(text):
    assert not is_size(text)
