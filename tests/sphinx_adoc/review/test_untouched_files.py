"""What is said of files that a patch does not touch, and of pages that share them with others."""

from datetime import date

import pytest
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import text as report
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.syntax.document import Settings

ENTRIES = {"attrs.adoc": ":limit: 60\n", "small.adoc": ":limit: 40\n", "part.adoc": "Open it.\n"}
SHARED = "= Stays\ninclude::attrs.adoc[]\n\nThe limit is {limit}.\n"
LIMITED = "= Page\ninclude::attrs.adoc[]\n\nUp to {limit} degrees.\n\ninclude::part.adoc[]\n"
TWO_SECTIONS = "= Page\ninclude::attrs.adoc[]\n\n== Lamp\n\nUp to {limit}.\n\n== Pump\n\nThe pump is green.\n"
CARE = "[#note]\n== Care\n\nNever exceed the pressure.\n\n=== Valves\n\nClose them.\n"
INCLUDES = "= Page\n\nWords.\n\ninclude::care.txt[]\n"
REFERENCES = "= C\n\nSee xref:b.adoc#note[one], xref:a.adoc#note[two] and xref:d.adoc#_valves[three].\n"

CHANGES = {
    "a new page": (None, LIMITED, []),
    "a page is deleted": (LIMITED, None, []),
    "an include is dropped": (LIMITED, LIMITED.replace("include::attrs.adoc[]\n", ""), []),
    "it is switched": (LIMITED, LIMITED.replace("attrs.adoc", "small.adoc"), []),
    "it is written out": (
        LIMITED,
        LIMITED.replace("include::attrs.adoc[]", ":limit: 60"),
        ["page.adoc:2: {+:limit: 60+}"],
    ),
    "another value is": (
        LIMITED,
        LIMITED.replace("include::attrs.adoc[]", ":limit: 50"),
        ["page.adoc:2: {+:limit: 50+}; read in 1 place, first page.adoc:4"],
    ),
    "what was written is included": (
        LIMITED.replace("include::attrs.adoc[]", ":limit: 60"),
        LIMITED,
        ["page.adoc: was 2: [-:limit: 60-]"],
    ),
}


def said(before, after):
    """The report on two sets of files."""
    old, new = ({path: text.encode() for path, text in side.items() if text is not None} for side in (before, after))
    touched = frozenset(path for path in {*old, *new} if old.get(path) != new.get(path))
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    return report.as_text(review(Sides(old, new, "applied on nothing", touched), options))


def under(head, text):
    """The lines under a head of a report."""
    _, _, rest = text.partition(f"\n{head}:\n")
    return [line.strip() for line in rest.partition("\n\n")[0].splitlines()]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES.values(), ids=CHANGES)
def test_entries_of_an_untouched_file_are_neither_new_nor_gone_nor_moved(before, after, expected):
    same = {**ENTRIES, "stays.adoc": SHARED, "other.adoc": SHARED.replace("attrs", "small")}
    text = said({**same, "page.adoc": before}, {**same, "page.adoc": after})
    assert text
    assert under("Attributes", text) == expected


def test_a_page_that_is_split_takes_no_entry_along():
    first, _, second = TWO_SECTIONS.partition("== Pump")
    split = {"page.adoc": first, "split.adoc": f"= Split\ninclude::attrs.adoc[]\n\n== Pump{second}"}
    text = said({**ENTRIES, "page.adoc": TWO_SECTIONS}, {**ENTRIES, **split})
    assert "2 pieces moved, word for word" in text
    assert under("Attributes", text) == []


def test_a_part_that_one_page_drops_is_still_on_the_other():
    same = {"care.txt": CARE, "a.adoc": INCLUDES, "c.adoc": REFERENCES}
    before = {**same, "b.adoc": INCLUDES, "d.adoc": INCLUDES}
    text = said(before, {**same, "b.adoc": "= Page\n\nWords.\n"})
    words = " ".join(text.split())
    assert "'note' of 'Care' is no longer on b.adoc, but still on a.adoc; 1 reference to it breaks" in words
    assert (
        "'_valves' of 'Valves', made from its title, is no longer on b.adoc, but still on a.adoc; links from" in words
    )
    assert "is no longer on d.adoc, but still on a.adoc; 1 reference to it breaks" in words
    assert "is gone; " not in words
    assert text.count("points at it") == 2


def test_a_page_with_other_ids_names_its_own_alone():
    same = {"care.txt": CARE, "a.adoc": INCLUDES}
    ids = INCLUDES.replace("\n", "\n:idprefix: x-\n", 1)
    text = said({**same, "b.adoc": INCLUDES, "d.adoc": INCLUDES}, {**same, "b.adoc": ids})
    words = " ".join(text.split())
    assert "is no longer on b.adoc, but still on a.adoc; it is 'x_valves' now" in words
    assert "is no longer on d.adoc, but still on a.adoc; links from outside break" in words


def test_an_anchor_that_no_page_has_any_more_is_gone():
    pages = {"a.adoc": INCLUDES, "b.adoc": INCLUDES}
    text = said({"care.txt": CARE, **pages}, {"care.txt": CARE.replace("[#note]\n", ""), **pages})
    assert "'note' of 'Care' is gone" in " ".join(text.split())


def test_what_a_page_sets_is_read_in_that_page_alone():
    page = '= Page\n:unit: bar\n\nThe pressure is in {unit}, it is low.\n\nifeval::["{unit}" == "x"]\nX\nendif::[]\n'
    text = said({"one.adoc": page, "two.adoc": page},
                {"one.adoc": page.replace("low", "high"), "two.adoc": page.replace("bar", "psi", 1)})  # fmt: skip
    assert " ".join(under("Attributes", text)).startswith(
        "two.adoc:2: :unit: bar -> :unit: psi; read in 1 place, first two.adoc:4, and by ifeval::"
    )
    assert "one.adoc:6" not in text
