"""What of a result a column of a table states."""

from types import SimpleNamespace

import pytest
from sphinx_adoc.claims.tables import _of_column

OBJECT, PLAIN = SimpleNamespace(size=3), (1, 2)


@pytest.mark.parametrize(
    ("result", "name", "alone", "stated"),
    [
        ({"size": 3}, "size", False, 3),
        ({"size": 3}, "size", True, 3),
        ({"size": 3}, "other", True, {"size": 3}),
        (OBJECT, "size", False, 3),
        (OBJECT, "size", True, OBJECT),
        (PLAIN, "size", True, PLAIN),
    ],
)
def test_a_column_states_the_part_of_its_name_or_alone_the_whole(result, name, alone, stated):
    assert _of_column(result, name, alone=alone) == stated


@pytest.mark.parametrize("result", [{"size": 3}, OBJECT, PLAIN])
def test_a_part_that_is_not_there(result):
    with pytest.raises(KeyError, match=r"^'other'$"):
        _of_column(result, "other", alone=False)
