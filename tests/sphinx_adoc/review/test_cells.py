"""Where cells of tables stand, and what they are called."""

from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.review.states.cells import cell_names, cell_places
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.tree import Table

SPANS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), max_size=14)


def table_of(text):
    return next(block for block in parse(text).blocks if isinstance(block, Table))


def in_a_grid(table):
    """The same as HTML lays them out: each in the first column that nothing takes."""
    taken, places = set(), {}
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            column = next(each for each in count(column) if (number, each) not in taken)
            places[id(cell)] = number, column
            taken |= {(number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)}
    return places


@settings(deadline=None, max_examples=150)
@given(spans=SPANS)
def test_cells_stand_where_html_puts_them(spans):
    cells = "\n".join(f"{columns}.{rows}+|{number}" for number, (columns, rows) in enumerate(spans))
    table = table_of(f'[cols="1,1,1,1"]\n|===\n{cells}\n|===\n')
    places = cell_places(table, 7)
    assert {name: (place.row, place.column) for name, place in places.items()} == in_a_grid(table)
    assert all(place.table == 7 for place in places.values())


def names_of(text):
    table = table_of(text)
    names = cell_names(table, cell_places(table, 0))
    return [names[id(cell)] for row in (*table.body, *table.foot) for cell in row]


def test_a_row_that_shares_its_first_cell_is_known_by_its_own_one_too():
    text = '[%header,cols="1,1,1"]\n|===\n|Board |Port |Speed\n\n.2+|left |a |1\n|b |2\n|right |c |3\n|===\n'
    assert names_of(text) == [
        "row 'left', 'a', column 'Board'", "row 'left', column 'Port'", "row 'left', 'a', column 'Speed'",
        "row 'left', column 'Port'", "row 'left', 'b', column 'Speed'",
        "row 'right', column 'Board'", "row 'right', column 'Port'", "row 'right', column 'Speed'",
    ]  # fmt: skip


def test_columns_of_one_name_have_their_numbers():
    text = '[%header,cols="1,1,1"]\n|===\n|Mode 2+|Limits\n\n|slow |1 |2\n|fast 2+|3\n2+|all |4\n3+|end\n|===\n'
    assert names_of(text) == [
        "row 'slow', column 'Mode'", "row 'slow', column 'Limits' (2)", "row 'slow', column 'Limits' (3)",
        "row 'fast', column 'Mode'", "row 'fast', column 'Limits'",
        "row 'all', columns 'Mode' to 'Limits' (2)", "row 'all', column 'Limits' (3)",
        "row 'end', columns 'Mode' to 'Limits' (3)",
    ]  # fmt: skip
