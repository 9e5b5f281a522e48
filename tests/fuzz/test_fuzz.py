"""A bounded run of the fuzzer with a fixed seed: the same inputs each time."""

from random import Random

import pytest

from tests.fuzz.inputs import changed
from tests.fuzz.limit import LongerThan, within
from tests.fuzz.surfaces import BY_NAME, LONGEST, SURFACES

TRIED = {"documents": 60, "pages": 25, "graphs": 60}  # inputs; of other surfaces 300


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_what_holds_for_every_input_holds_for_these(surface):
    random = Random(surface.name)
    for _ in range(TRIED.get(surface.name, 300)):
        data = changed(random, surface.seeds(), surface.words)
        try:
            within(LONGEST, surface.holds, data)
        except LongerThan as error:
            pytest.fail(f"{error}: {data!r}")
        except Exception as error:
            error.add_note(repr(data))
            raise


FOUND = [
    ("documents", b"+{set:v:+}\n\n{v}"),  # a mark of one text in a value that another one shows
    ("documents", b"= A\n:compat-mode:\n\n`{set:v:`}\n\n{v} {counter:c:+} +{counter:d:+}\n\n{d}"),
    ("pages", b"= Ti\x0btle\n\n== A\n\nx\n"),
    ("pages", b'[.r\x0ble#i\x0bd]\n== A\x0b\n\nimage::a.png[al\x0bt,title="a\x0bb"] link:a.html[x,title="a\x0bb"]\n'),
    ("phrases", b"-0of\xc65"),
    ("phrases", b"neither"),
]
"""What did not hold once."""


@pytest.mark.parametrize(("surface", "data"), FOUND)
def test_what_did_not_hold_once_does(surface, data):
    BY_NAME[surface].holds(data)
