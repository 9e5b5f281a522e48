"""Addresses: what is asked for, and what is no anchor."""

import pytest
from sphinx_adoc.links.private import Allowed
from sphinx_adoc.links.urls import not_asked, split


@pytest.mark.parametrize(
    ("url", "page", "fragment"),
    [
        ("https://Lamps.SE", "https://lamps.se/", ""),
        ("HTTP://lamps.se:8080/a b?c=d e#f", "http://lamps.se:8080/a%20b?c=d%20e", "f"),
        ("https://lamps.se/a%20b", "https://lamps.se/a%20b", ""),
        ("https://lämpör.se/ä", "https://xn--lmpr-loa4i.se/%C3%A4", ""),
        ("https://user:secret@lamps.se/", "https://lamps.se/", ""),
        ("https://lamps.se/#%C3%A4", "https://lamps.se/", "ä"),
        ("https://lamps.se/#a:~:text=x", "https://lamps.se/", "a"),
        ("https://lamps.se/#:~:text=x", "https://lamps.se/", ""),
        ("https://lamps.se/#!/route", "https://lamps.se/", ""),
        ("https://lamps.se/a.pdf#page=3", "https://lamps.se/a.pdf", ""),
        ("https://github.com/a/b/blob/c/d.py#L10-L20", "https://github.com/a/b/blob/c/d.py", ""),
        ("https://lamps.se/#L10", "https://lamps.se/", "L10"),
        ("https://[2606:4700::1]/", "https://[2606:4700::1]/", ""),
    ],
)
def test_an_address_has_a_page_and_maybe_an_anchor(url, page, fragment):
    assert split(url) == (page, fragment)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://lamps.se/", ""),
        ("https://example.org/", "reserved name"),
        ("https://www.example.com/", "reserved name"),
        ("https://myexample.com/", ""),
        ("https://lamps.test/", "reserved name"),
        ("http://localhost:8006/", "reserved name"),
        ("http://192.168.1.1:8006/", "private address"),
        ("http://[::1]/", "private address"),
        ("http://2130706433/", "private address"),
        ("http://router/", "private address"),
        ("https://93.184.216.34/", ""),
        ("http://lamps.se:port/", "no http address"),
        ("http://[::1/", "no http address"),
        ("https://<host>/", "no http address"),
        ("https://lamps..se/", "no http address"),
        ("https://intern.lan/", ""),
        ("http://wiki/", ""),
        ("http://10.1.2.3/", ""),
    ],
)
def test_nobody_is_asked_about_what_is_no_public_address(url, why):
    assert not_asked(url, Allowed.from_list(["wiki", "10.0.0.0/8"])) == why
