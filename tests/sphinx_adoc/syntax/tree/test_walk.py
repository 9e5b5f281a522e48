"""The walk gives every text and inline node that a document holds, each once, in document order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.syntax.document import Document, Settings, parse
from sphinx_adoc.syntax.tree import (
    Admonition,
    Block,
    Inline,
    InlineText,
    InlineVisit,
    Paragraph,
    Quote,
    TextVisit,
)

from tests.sphinx_adoc.syntax.blocks.test_any_input import IDS, LINE, TYPES

TESTS = Path(__file__).parents[3]
FILES = sorted([*TESTS.rglob("*.adoc"), *(TESTS.parent / "docs").rglob("*.adoc")])


def held(start: object) -> dict[int, object]:
    """The objects that can be reached from one, whatever the classes say of themselves.

    Follows attributes in slots and dictionaries, and the items of collections.
    """
    seen: dict[int, object] = {}
    stack = [start]
    while stack:
        thing = stack.pop()
        if id(thing) in seen or isinstance(thing, str | bytes | int | float | type | None):
            continue
        seen[id(thing)] = thing
        stack.extend(_inside(thing))
    return seen


def _inside(thing: object) -> Iterable[object]:
    if isinstance(thing, dict):
        return [*thing, *thing.values()]
    if isinstance(thing, list | tuple | set | frozenset):
        return thing
    if not type(thing).__module__.startswith("sphinx_adoc"):
        return ()
    slots = {name for base in type(thing).__mro__ for name in _slots(base)} - getattr(
        type(thing), "copies", frozenset()
    )
    return [*getattr(thing, "__dict__", {}).values(), *(getattr(thing, name) for name in slots if hasattr(thing, name))]


def _slots(cls: type) -> Iterator[str]:
    slots = cls.__dict__.get("__slots__", ())
    yield from (slots,) if isinstance(slots, str) else slots


def given_by_walk(document: Document) -> Counter[int]:
    """How often the walk gives each text and inline node."""
    visits = [visit for visit in document.walk_all() if not isinstance(visit, Block)]
    return Counter(id(visit.inline if isinstance(visit, InlineVisit) else visit.text) for visit in visits)


def check(document: Document) -> None:
    document.read_all()
    walked = given_by_walk(document)
    reached = {key: thing for key, thing in held(document).items() if isinstance(thing, InlineText | Inline)}
    assert [repr(thing) for key, thing in reached.items() if key not in walked] == []
    assert set(walked.values()) <= {1}
    assert walked.keys() == reached.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TESTS.parent).as_posix())
def test_nothing_of_a_file_is_missing(path: Path) -> None:
    for ids in ("asciidoctor", "asciidoc-py"):
        check(parse(path.read_bytes(), str(path), Settings(ids=ids)))


@given(st.lists(LINE, max_size=40), IDS, TYPES)
@settings(max_examples=200, deadline=None)
def test_nothing_of_any_lines_is_missing(lines: list[str], ids: str, doctype: str) -> None:
    check(parse("\n".join(lines), settings=Settings(ids=ids, doctype=doctype)))


def test_a_finished_document_keeps_no_parser() -> None:
    document = parse("= Lamp {counter:lamps}\n\n|===\na|\n* Item\n|===")
    kinds = {type(thing).__name__ for thing in held(document).values()}
    assert "InlineText" in kinds
    assert "TextHost" in kinds
    assert kinds.isdisjoint({"DocumentParser", "Cursor", "Reader", "Metadata", "SectionReader"})


#: Texts that no block keeps, and nodes that a document keeps beside its blocks.
DROPPED = [
    "[alt='a lamp footnote:[lit]']\nimage::lamp.png[]\n\nText.footnote:[The first.]",
    ".Lamp {counter:lamps} footnote:[one]\n.Lantern {counter:lamps}\nText.\n\n{lamps}",
    "[title='Lamp {counter:lamps}']\n.Lantern {counter:lamps}\nText.\n\n{lamps}",
    "Text.\n\n.No block below {counter:lamps} footnote:[one]",
    "= Lamp {counter:lamps} footnote:[one]\nA. Uthor\n\n{lamps}",
    "= lamp(1)\n:doctype: manpage\n\n== NAME footnote:[one]\n\nlamp - shines\n\nText.footnote:[two]",
]


@pytest.mark.parametrize("source", DROPPED)
def test_what_no_block_keeps_leaves_nothing_behind(source: str) -> None:
    check(parse(source))


def test_a_replaced_title_counts_nothing() -> None:
    assert [visit.text.plain for visit in parse(DROPPED[1]).walk_texts()] == ["Lantern 1", "Text.", "1"]


def test_a_footnote_in_an_attribute_numbers_none() -> None:
    document = parse(DROPPED[0])
    document.read_all()
    assert [note.number for note in document.footnotes.notes] == [1]


def test_the_section_name_of_a_manual_page_is_there() -> None:
    source = "= lamp(1)\n:doctype: manpage\n\n== NAME\n\nlamp, lantern - it *shines*\n// longer\n  at night\n\n== LATER"
    said = [f"{visit.field} {visit.span} {visit.text.plain!r}" for visit in parse(source).walk_texts()]
    assert said == [
        "title <string>:1:3 'lamp(1)'",
        "manname_title <string>:4:4 'NAME'",
        "mannames <string>:6:1 'lamp, lantern'",
        "manpurpose <string>:6:17 'it *shines*\\nat night'",
        "title <string>:10:4 'LATER'",
    ]


FIELDS = """\
= Lamp
:foo: bar

[reftext="the first"]
.Caption
Text.

[verse,Keeper,Log]
____
Verse
____

[quote,Pilot,Diary]
____
Quoted
____

== Section [[sec,its reftext]]

One::
Two:: Both
* Item
+
Attached

.Table
[cols="1,a"]
|===
|Cell

Second |= Inner

Inside
|===
"""

IN_ORDER = """\
title Lamp, title Caption, reftext the first, text Text., text Verse, attribution Keeper, citetitle Log, text Quoted,
attribution Pilot, citetitle Diary, title Section, reftext its reftext, term One, term Two, principal Both,
principal Item, text Attached, title Table, paragraph Cell, paragraph Second, title Inner, text Inside"""


def test_texts_come_in_document_order_with_what_they_are() -> None:
    document = parse(FIELDS)
    said = [f"{visit.field} {visit.text.plain}" for visit in document.walk_texts()]
    assert said == IN_ORDER.replace("\n", " ").split(", ")
    for visit in document.walk_texts():
        assert any(visit.text is text for text in visit.block.texts())


def test_all_walks_are_parts_of_one() -> None:
    document = parse(FIELDS)
    everything = [*document.walk_all()]
    assert [*document.walk()] == [visit for visit in everything if isinstance(visit, Block)]
    assert [*document.walk_texts()] == [visit for visit in everything if isinstance(visit, TextVisit)]
    assert [*document.walk_inlines()] == [visit for visit in everything if isinstance(visit, InlineVisit)]


def test_an_inline_node_knows_its_place() -> None:
    place = {
        str(visit.span) for visit in parse("= T\n\nA *strong* word.").walk_inlines() if visit.inline.name == "span"
    }
    assert place == {"<string>:3:3"}


def test_depth_exhausts_no_stack() -> None:
    block: Block = Paragraph(0)
    for _ in range(20_000):
        outer = Quote(0)
        outer.blocks = [block, Admonition(0, variant="note", label="Note")]
        block = outer
    assert sum(1 for _ in block.walk()) == 40_001
    assert [*block.walk_texts()] == []
    assert sum(1 for _ in block.walk_all()) == 40_001
    assert repr(block) == "<Quote children=2 at ref 0>"


def test_repr_shows_text_and_place() -> None:
    document = parse("= Lamp\n\n[#id.role]\n.Title\nThe *lamp*.", "lamp.adoc")
    paragraph = document.blocks[0]
    assert repr(paragraph) == "<Paragraph title='Title' text='The *lamp*.' id='id' roles=('role',) at lamp.adoc:5:1>"
    assert [repr(node) for node in paragraph.text.inlines] == [
        "<Text value='The ' at 0:4>",
        "<Formatted variant='strong' form='constrained' children=1 at 4:10>",
        "<Text value='.' at 10:11>",
    ]
