"""Every changed line has a fate: any construct that changes in any place is told, and the sum is that of the diff."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest
from sphinx_adoc import cli
from sphinx_adoc.project.variants import DEFAULT, parse_variants
from sphinx_adoc.review.fates.lines import Fate
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import jsonform, text
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.syntax.document import Settings

INLINES = {  # a construct -> how it is written, how it is written otherwise, what the report says
    "link": ("https://a.example/x[here]", "https://b.example/x[here]", "another host"),
    "link macro": ("link:a.html[here]", "link:b.html[here]", "a.html -> b.html"),
    "mail": ("mailto:a@x.example[us]", "mailto:b@x.example[us]", "b@x.example"),
    "bare link": ("https://a.example/x", "https://a.example/y", "y"),
    "link window": ("https://a.example[here]", "https://a.example[here,window=_blank]", "window"),
    "cross-reference": ("<<one,there>>", "<<two,there>>", "one -> two"),
    "xref macro": ("xref:one[there]", "xref:https://evil.example[there]", "one -> "),
    "image": ("image:a.png[A]", "image:b.png[A]", "a.png -> b.png"),
    "alternative text": ("image:a.png[A]", "image:a.png[B]", "B"),
    "icon": ("icon:heart[]", "icon:fire[]", "heart -> fire"),
    "strong": ("a *b* c", "a b c", "strong"),
    "strong elsewhere": ("*a* b", "a *b*", "strong"),
    "emphasis": ("_a_ b", "*a* b", "emphasis"),
    "code": ("`a` b", "a b", "code"),
    "mark": ("#a# b", "a b", "mark"),
    "superscript": ("a^2^", "a~2~", "superscript"),
    "quotes": ('"`a`"', "'`a`'", "single"),
    "role": ("[.x]#a#", "[.y]#a#", "x -> y"),
    "id": ("[#x]#a#", "[#y]#a#", "x -> y"),
    "anchor": ("[[x]]a", "[[y]]a", "x -> y"),
    "footnote": ("a footnote:[One.]", "a footnote:[Two.]", "Two"),
    "passthrough": ("+++<u>a</u>+++", "+++<b>a</b>+++", "<b>a</b>"),
    "pass macro": ("pass:[<i>a</i>]", "pass:[<script>a</script>]", "can run code"),
    "index term": ("(((a)))b", "(((c)))b", "indexterm"),
    "visible index term": ("((a))", "a", "indexterm"),
    "formula": ("stem:[x]", "stem:[y]", "y"),
    "notation": ("asciimath:[x]", "latexmath:[x]", "notation"),
    "attribute": ("{first}", "{second}", "uno"),
    "character": ("a -- b", "a - b", "-"),
    "hard break": ("a +\nb", "a\nb", "linebreak"),
    "words": ("a lamp", "a light", "light"),
    "what a link tells search engines": ("https://a.example[a,opts=nofollow]", "https://a.example[a]", "nofollow"),
    "blank that breaks no line": ("a{nbsp}b", "a b", "+}"),
    "key": ("kbd:[Ctrl+A]", "kbd:[Ctrl+B]", "Ctrl+B"),
    "text of a reference": ("<<one,a>>", "<<one,b>>", "b"),
    "number": ("30 seconds", "30 minutes", "30 seconds -> 30 minutes"),
}
CARRIERS = {
    "paragraph": "Text {} here.\n",
    "title": "== Title {}\n\nText.\n",
    "block title": ".Caption {}\n----\ncode\n----\n",
    "item": "* one {}\n* two\n",
    "nested item": "* one\n** two {}\n",
    "ordered item": ". one {}\n",
    "checklist": "* [x] one {}\n",
    "term": "term {}:: text\n",
    "description": "term:: text {}\n",
    "attached": "* one\n+\nText {} here.\n",
    "cell": "|===\n|a |b {}\n|===\n",
    "header cell": "[options=header]\n|===\n|a |b {}\n\n|c |d\n|===\n",
    "asciidoc cell": "|===\na|\nText {} here.\n|===\n",
    "quote": "____\nText {} here.\n____\n",
    "verse": "[verse]\nText {} here.\n",
    "attribution": '"Text."\n-- Somebody {}\n',
    "admonition": "NOTE: Text {} here.\n",
    "sidebar": "****\nText {} here.\n****\n",
    "example": "====\nText {} here.\n====\n",
    "callout list": "----\ncode <1>\n----\n<1> Text {} here.\n",
    "reftext": '[reftext="Text {}"]\n== Title\n',
    "footnote": "Text footnote:[Note {} here.]\n",
}
ON_ONE_LINE = {"title", "block title", "header cell", "cell", "attribution", "reftext", "term", "footnote"}
HEAD = "= Page\n:icons: font\n:experimental:\n:first: one\n:second: uno\n\n[#one]\n== One\n\n[#two]\n== Two\n\n"
TABLE = "|===\n|a |b\n|c |d\n|===\n"
BLOCKS = {
    "admonition": ("NOTE: Text.\n", "TIP: Text.\n", "note -> tip"),
    "admonition block": ("[NOTE]\n====\nText.\n====\n", "[WARNING]\n====\nText.\n====\n", "note -> warning"),
    "image": ("image::a.png[A]\n", "image::b.png[A]\n", "a.png -> b.png"),
    "image width": ("image::a.png[A,100]\n", "image::a.png[A,200]\n", "100 -> 200"),
    "video": ("video::a.mp4[]\n", "video::b.mp4[]\n", "a.mp4 -> b.mp4"),
    "header row": (f"[options=header]\n{TABLE}", TABLE, "table header: yes -> no"),
    "columns": ('[cols="1,2"]\n|===\n|a |b\n|===\n', '[cols="2,1"]\n|===\n|a |b\n|===\n', "table columns"),
    "footer row": (f"[options=footer]\n{TABLE}", TABLE, "table footer: yes -> no"),
    "span of a cell": ("|===\n|a |b\n2+|c\n|===\n", "|===\n|a |b\n|c\n|\n|===\n", "columns '1' to '2' -> column '1'"),
    "alignment": ("|===\n^|a |b\n|===\n", "|===\n>|a |b\n|===\n", "halign"),
    "language": ("[source,ruby]\n----\ncode\n----\n", "[source,python]\n----\ncode\n----\n", "ruby -> python"),
    "code": ("----\ncode\n----\n", "----\ncoda\n----\n", "coda"),
    "callout": ("----\ncode <1>\n----\n<1> A.\n", "----\ncode\n----\n<1> A.\n", "callout"),
    "callout number": (
        "----\na <1>\nb <2>\n----\n<1> A.\n<2> B.\n", "----\na <2>\nb <1>\n----\n<1> A.\n<2> B.\n", "number",
    ),
    "role": ("[.a]\nText.\n", "[.b]\nText.\n", "a -> b"),
    "option": ("[%collapsible]\n====\nText.\n====\n", "====\nText.\n====\n", "collapsible"),
    "raw output": ("++++\n<u>x</u>\n++++\n", "++++\n<script>x</script>\n++++\n", "can run code"),
    "new raw output": ("Text.\n", "Text.\n\n++++\n<script>x</script>\n++++\n", "can run code"),
    "raw output that loads a picture": ("Text.\n", "++++\n<img alt=x src=//x/y.png>\n++++\n", "(loads something)"),
    "raw output that loads a film": ("Text.\n", "++++\n<video><source src=x>\n++++\n", "(loads something)"),
    "raw output that loads a style": ("Text.\n", "++++\n@import 'x'\n++++\n", "(loads something)"),
    "raw output that loads nothing": ("Text.\n", "++++\n<b>x</b>\n++++\n", "<b>x</b>+} Reads"),
    "heading level": ("=== Deep\n\nText.\n", "==== Deep\n\nText.\n", "level"),
    "discrete heading": ("[discrete]\n=== Deep\n", "[discrete]\n==== Deep\n", "level"),
    "numbering": (". one\n. two\n", "* one\n* two\n", "kind"),
    "start": (". one\n", "[start=4]\n. one\n", "start"),
    "style of a list": ("[loweralpha]\n. one\n", "[upperroman]\n. one\n", "loweralpha -> upperroman"),
    "level of an item": ("* one\n* two\n", "* one\n** two\n", "nesting"),
    "box": ("* [ ] one\n", "* [x] one\n", "checked"),
    "continuation": ("* one\n+\nText.\n", "* one\n\nText.\n", "nesting"),
    "delimiter": ("====\nText.\n====\n", "****\nText.\n****\n", "sidebar"),
    "wrapped in a block": ("Text.\n", "====\nText.\n====\n", "example"),
    "paragraphs joined": ("One.\n\nTwo.\n", "One.\nTwo.\n", "Two."),
    "break": ("One.\n\n'''\n\nTwo.\n", "One.\n\n<<<\n\nTwo.\n", "kind"),
    "formula": ("[stem]\n++++\nx\n++++\n", "[stem]\n++++\ny\n++++\n", "y"),
    "attribute": (":third: a\n\n{third}\n", ":third: b\n\n{third}\n", ":third: a -> :third: b"),
    "unset attribute": (":third: a\n", ":!third:\n", ":!third:"),
    "unused attribute": (":third: a\n\nText.\n", ":third: b\n\nText.\n", ":third: b"),
    "condition": ("ifdef::first[]\nText.\nendif::[]\n", "ifdef::none[]\nText.\nendif::[]\n", "condition"),
    "text inside a condition that does not hold": (
        "ifdef::none[]\nText.\nendif::[]\n", "ifdef::none[]\nOther.\nendif::[]\n", "ifdef::none[]",
    ),
    "include": ("include::a.txt[]\n", "include::b.txt[]\n", "include::a.txt[] -> include::b.txt[]"),
    "lines of an include": ("include::a.txt[lines=1]\n", "include::a.txt[lines=2]\n", "lines=2"),
    "explicit id": ("[#x]\nText.\n", "[#y]\nText.\n", "x -> y"),
    "contents": ("toc::[]\n", "Text.\n", "toc"),
    "comment becomes text": ("// Text.\n", "Text.\n", "Text."),
    "comment block opened": ("One.\n\nTwo.\n", "////\nOne.\n////\n\nTwo.\n", "One."),
    "horizontal list": ("a:: b\n", "[horizontal]\na:: b\n", "horizontal"),
    "question and answer": ("a:: b\n", "[qanda]\na:: b\n", "qanda"),
    "custom macro": ("chart::a[x=1]\n", "chart::a[x=2]\n", "chart"),
    "rows in another order": (
        "|===\n|a |b\n|c |d\n|===\n", "|===\n|c |d\n|a |b\n|===\n", "moved, word for word (first page.adoc",
    ),
    "sections in another order": ("=== A\n\na\n\n=== B\n\nb\n", "=== B\n\nb\n\n=== A\n\na\n", "moved, word for word"),
    "one line of a condition that does not hold": (
        "ifdef::none[One line.]\n", "ifdef::none[Two line.]\n", "2 not looked at (ifdef::none[])",
    ),
    "style of a paragraph": ("[abstract]\nText.\n", "Text.\n", "[-abstract-]"),
    "tags of an include": ("include::a.txt[tag=a]\n", "include::a.txt[tag=b]\n", "tag=b"),
    "level of an include": ("include::a.txt[leveloffset=+1]\n", "include::a.txt[leveloffset=+2]\n", "+2"),
    "style of a column": ('[cols="1a"]\n|===\n|*x*\n|===\n', '[cols="1m"]\n|===\n|*x*\n|===\n', "table columns"),
    "bibliography": ("[bibliography]\n* [[[a]]] Text\n", "[bibliography]\n* [[[b]]] Text\n", "a -> b"),
    "link of an image": (
        "image::a.png[A,link=https://a.example]\n", "image::a.png[A,link=https://b.example]\n", "b.example",
    ),
    "source of a quotation": ("[quote,A,Book]\nT.\n", "[quote,A,Other]\nT.\n", "Other"),
    "lines of a verse": ("[verse]\nRoses\nred\n", "[verse]\nRoses red\n", "Roses / red -> Roses red"),
    "indentation in a verse": ("[verse]\nRoses\nred\n", "[verse]\nRoses\n  red\n", "Roses / red -> Roses / ..red"),
    "text becomes a comment": ("Text.\n", "// Text.\n", "[-Text.-]"),
    "page break option": ("'''\n", "[.x]\n'''\n", "x"),
}  # fmt: skip
FILES = {"a.txt": b"First.\nSecond.\n", "b.txt": b"Third.\n"}


def reviewed(before: str, after: str, variants=(DEFAULT,)):
    old, new = ({"page.adoc": data.encode(), **FILES} for data in (before, after))
    options = ReadingOptions(variants, lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1))
    return review(Sides(old, new, "applied on nothing", frozenset({"page.adoc"})), options)


def assert_told(before, after, says, tmp_path):
    result = reviewed(before, after)
    said = text.as_text(result)
    assert said, "silence"
    assert says in " ".join(said.split())
    adds_up(result, before, after, tmp_path)
    assert any(line.fate is not Fate.NONE for line in result.account.lines)


def adds_up(result, before, after, tmp_path):
    (tmp_path / "a").write_text(before)
    (tmp_path / "b").write_text(after)
    words = ["git", "diff", "--no-index", "--numstat", "a", "b"]
    out = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False).stdout.split()
    assert len(result.account.lines) == int(out[0]) + int(out[1]) == sum(result.account.counts.values())
    assert jsonform.as_json(result)


def fits(words, carrier):
    """Whether a construct can stand somewhere: in an attribute of a block a bracket or quote ends it."""
    ends = {"reftext": '\n]"<(', "attribution": "\n],"}
    return not any(character in words for character in ends.get(carrier, "\n" if carrier in ON_ONE_LINE else ""))


AROUND = ["{}", "====\n{}====\n", "* item\n+\n--\n{}--\n", "|===\na|\n{}|===\n"]


def holds(block, around):
    """Whether a block can stand in another one: no section, and no table in a table's cell."""
    alone = "==" in block or block.startswith(("toc", "include")) or ("|===" in block and "|===" in around)
    return around == "{}" or not alone


@pytest.mark.parametrize(
    ("construct", "carrier"),
    [(what, where) for what in INLINES for where in CARRIERS if fits("".join(INLINES[what][:2]), where)],
)
def test_an_inline_construct_is_told_wherever_it_stands(construct, carrier, tmp_path):
    old, new, says = INLINES[construct]
    assert_told(*(HEAD + CARRIERS[carrier].format(words) for words in (old, new)), says, tmp_path)


@pytest.mark.parametrize(
    ("construct", "around"), [(what, around) for what in BLOCKS for around in AROUND if holds(BLOCKS[what][0], around)]
)
def test_a_block_is_told_wherever_it_stands(construct, around, tmp_path):
    old, new, says = BLOCKS[construct]
    assert_told(*(HEAD + "=== Here\n\n" + around.format(words) + "\nEnd.\n" for words in (old, new)), says, tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("[#a]\n= Page\n", "[#b]\n= Page\n", "anchor: a -> b"),
        ("= Page\n", "[.wide]\n= Page\n", "page role: {+wide+}"),
        ("= Page\n:lang: de\n\nText.\n", "= Page\n\n:lang: de\nText.\n", "in the page's header: yes -> no"),
        ("= Page\n:a: 1\n\nText.\n", "= Page\n\n:a: 1\n\nText.\n", "in the page's header: yes -> no"),
    ],
)
def test_what_is_said_of_the_page_itself_is_told(before, after, says, tmp_path):
    assert_told(before, after, says, tmp_path)


def test_a_new_attribute_of_the_header_is_told_once(tmp_path):
    said = text.as_text(reviewed("= Page\n\nText.\n", "= Page\n:lang: de\n\nText.\n"))
    assert "{+:lang: de+}" in said
    assert "Structure" not in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One\ntwo.\n", "One two.\n"),
        ("One.\n", "One.\n\n\n"),
        ("One.\n// a comment\n", "One.\n// another\n"),
        ("////\nOne.\n////\n", "////\nTwo.\n////\n"),
        ("[comment]\nOne.\n\nText.\n", "[comment]\nTwo.\n\nText.\n"),
        ("[comment]\n--\nOne.\n\nTwo.\n--\n", "[comment]\n--\nOne.\n\nThree.\n--\n"),
        ("* one\n* two\n", "- one\n- two\n"),
        ("== Title\n", "Title\n-----\n"),
        ("= Page\n\nText.\n", "Page\n====\n\nText.\n"),
        ("*a* b\n", "**a** b\n"),
        ("----\ncode\n----\n", "------\ncode\n------\n"),
        ("[[x]]\nText.\n", "[#x]\nText.\n"),
        ("|===\n|a |b\n|===\n", "[cols=2*]\n|===\n|a\n|b\n|===\n"),
    ],
)
def test_what_makes_no_difference_is_met_with_silence(before, after, tmp_path):
    result = reviewed(before, after)
    assert text.as_text(result) == ""
    adds_up(result, before, after, tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "fates"),
    [
        ("Text.\n", "Text.\n\nifdef::none[]\ninclude::a.txt[]\nendif::[]\n", ["", "structure", "unread", "structure"]),
        (
            "Text.\n",
            "Text.\n\nifdef::none[]\nifdef::other[]\nx\nendif::[]\nendif::[]\n",
            ["", "structure", "unread", "unread", "unread", "structure"],
        ),
        ("One.\n\nSame.\n", "One.\n\nSame.\n\nSame.\n", ["", "words"]),
        ("One.\n\n* same\n* two\n", "One.\n\n* same\n* two\n* same\n", ["words"]),
        (":x: 0\n\nA.\n", ":x: 0\n\nA.\n\n:x: 0\n", ["", "attribute"]),
        (":x: 0\n\nA.\n\n:y: 0\n", ":x: 0\n\n:x: 0\n\nA.\n\n:y: 0\n", ["", "attribute"]),
    ],
)
def test_each_line_has_its_own_fate(before, after, fates, tmp_path):
    """What is added counts where git says that it is, also where the same stands elsewhere."""
    names = {"": Fate.NONE, "structure": Fate.STRUCTURE, "unread": Fate.UNREAD, "words": Fate.WORDS,
             "attribute": Fate.ATTRIBUTE}  # fmt: skip
    result = reviewed(before, after)
    assert sorted(line.fate for line in result.account.lines) == sorted(names[fate] for fate in fates)
    adds_up(result, before, after, tmp_path)


def test_a_new_part_that_repeats_another_one_counts(tmp_path):
    part = b"== Part\n\nWords that both have.\n\n:x: 0\n"
    old = {"page.adoc": b"include::a.txt[]\n", "a.txt": part}
    new = {"page.adoc": b"include::b.txt[]\n\ninclude::a.txt[]\n", "a.txt": part, "b.txt": part}
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    result = review(Sides(old, new, "applied on nothing", frozenset({"page.adoc", "b.txt"})), options)
    fates = [line.fate for line in result.account.lines if line.path == "b.txt"]
    assert fates == [Fate.ANCHOR, Fate.NONE, Fate.WORDS, Fate.NONE, Fate.ATTRIBUTE]
    assert all(change.piece.place.path in ("b.txt", "page.adoc") for change in result.changes)


def test_a_line_of_another_variant_is_looked_at():
    before, after = (f"ifdef::wiki[]\n{words}\nendif::[]\n" for words in ("One.", "Two."))
    assert "2 lines not looked at" in text.as_text(reviewed(before, after))
    both = parse_variants(["wiki:wiki", "print:print"])
    said = text.as_text(reviewed(before, after, both))
    assert "not looked at" not in said
    assert "[-One.-] {+Two.+}" in said


@pytest.mark.parametrize("name", ["sphinx-adoc.toml", "pyproject.toml"])
def test_a_changed_configuration_is_told_first_and_not_followed(name, tmp_path, capsys):
    table = "[tool.sphinx-adoc]\n" if name == "pyproject.toml" else ""
    folder = tmp_path / "repository"
    folder.mkdir()
    git = ["git", "-c", "user.name=n", "-c", "user.email=a@b.c"]
    subprocess.run([*git, "init", "-q"], cwd=folder, check=True)
    for attribute, title in (("one", "One"), ("two", "Two")):
        (folder / name).write_text(f'{table}attributes = {{word = "{attribute}"}}\n')
        (folder / "a.adoc").write_text(f"= {title}\n\n{{word}}\n")
        subprocess.run([*git, "add", "-A"], cwd=folder, check=True)
        subprocess.run([*git, "commit", "-qm", attribute], cwd=folder, check=True)
    assert cli.main(["review", "HEAD", "--repo", str(folder)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Breaks nothing. To look at: configuration.")
    assert f"Configuration:\n  {name}: 2 lines; this review went by what was there before the patch" in " ".join(
        said.split("\n    ")
    )
    assert "{+two+}" not in said
    assert said.endswith("4 changed lines: 2 configuration, 2 read otherwise.\n")


@pytest.mark.parametrize(
    "words",
    [
        'pass:[<a href="java&#115;cript:x()">a</a>]',
        'pass:[<a href="&#x6A;avascript&colon;x()">a</a>]',
        '++++\n<a href="java\nscript:x()">a</a>\n++++',
        "link:java&#115;cript:x()[a]",
    ],
)
def test_addresses_of_programs_are_marked_however_they_are_written(words):
    assert "can run code" in text.as_text(reviewed("Text.\n", f"Text.\n\n{words}\n"))


def test_a_report_cannot_command_a_terminal():
    pages = [{"page.adoc": words} for words in (b"One.\n", b"Two.\n")]
    options = ReadingOptions((DEFAULT,), lambda variant, root: Settings(root=root), date(2030, 1, 1))
    said = text.as_text(
        review(Sides(*pages, "applied on a\x1b[31m (\u202etxet\x07)", frozenset({"page.adoc"})), options)
    )
    assert "applied on a\ufffd[31m (\ufffdtxet\ufffd)." in said
    assert "[-One.-] {+Two.+}" in said
