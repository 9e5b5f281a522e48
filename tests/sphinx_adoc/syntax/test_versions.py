"""The order of versions, as Antora has it."""

import pytest
from sphinx_adoc.syntax.versions import latest


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["1.0", "2.0"], "2.0"),
        (["10.0", "9.0"], "10.0"),
        (["2", "v10", "3.1"], "v10"),
        (["1.2.3", "1.2"], "1.2.3"),
        (["2.0-beta.2", "2.0-beta.10"], "2.0-beta.10"),
        (["2.0-beta", "2.0"], "2.0"),
        (["trusty", "xenial"], "xenial"),
        (["9.0", "next"], "next"),
        (["9.0", ""], ""),
        (["", "next"], ""),
        (["v", "1"], "v"),
        (["1" * 5000 + ".0", "2.0"], "2.0"),
        ([], None),
    ],
)
def test_latest(versions, expected):
    assert latest(versions) == expected
    assert latest(reversed(versions)) == expected
