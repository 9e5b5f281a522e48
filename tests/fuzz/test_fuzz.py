"""A bounded run of the fuzzer with a fixed seed: the same inputs each time."""

from random import Random

import pytest

from tests.fuzz.inputs import changed
from tests.fuzz.limit import LongerThan, within
from tests.fuzz.surfaces import LONGEST, SURFACES

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
