"""Sessions recorded as text go as they were recorded."""

import pytest

from tests.sphinx_adoc.lsp.sessions import CASES, SESSION, played


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_session_goes_as_recorded(case):
    assert played(case) == (case / SESSION).read_text(encoding="utf-8")
