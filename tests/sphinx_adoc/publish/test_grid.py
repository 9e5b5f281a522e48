"""Each construct of running text in each place that running text can stand in: every output shows its word there.

A page for each place holds every construct once, each with a word of its own. So a word that an output lacks, or has
twice, names the construct and the place where it was lost.
"""

import io
import re
import shutil
from datetime import date
from functools import cache

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx_adoc.doctree.html import page, page_options
from sphinx_adoc.graph import Index, check, summarize
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output.jsonform import as_json
from sphinx_adoc.review.review import review
from sphinx_adoc.review.states.state import ReadingOptions
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import Settings, parse

from tests.sphinx_adoc.publish.conftest import Project

# A construct, and how it is written around a word W; I is an id that is its own.
CONSTRUCTS = {
    "plain": "W", "strong": "*W*", "emphasis": "_W_", "code": "`W`", "mark": "#W#", "superscript": "^W^",
    "subscript": "~W~", "curved": '"`W`"', "role": "[.big]#W#", "id": "[#I]#W#", "unconstrained": "a**W**",
    "literal": "+W+", "pass": "pass:[W]", "passquotes": "pass:q[*W*]", "attribute": "{W}", "xrefangle": "<<here,W>>",
    "xrefmacro": "xref:here[W]", "xrefshort": "<<I>>", "link": "link:x.html[W]", "address": "https://example.org[W]",
    "mail": "mailto:a@example.org[W]", "image": "image:dot.png[W]", "keyboard": "kbd:[W]", "button": "btn:[W]",
    "menu": "menu:File[W]", "stem": "stem:[W]", "term": "((W))", "indexmacro": "indexterm2:[W]", "anchor": "[[I]]W",
    "footnote": "footnote:[W]", "nested": "*_W_*", "linked": "https://example.org[*W*]", "coded": "`*W*`",
}  # fmt: skip
# A place, and the block that has the text @ in it.
PLACES = {
    "paragraph": "@", "title": "== Title @\n\ntext", "discrete": "[discrete]\n== Heading @",
    "blocktitle": ".Title @\n====\ntext\n====", "caption": ".Title @\n|===\n|cell\n|===", "item": "* @",
    "ordered": ". one\n.. @", "checked": "* [x] @", "term": "@:: text", "description": "term:: @",
    "horizontal": "[horizontal]\nterm:: @", "question": "[qanda]\n@:: text", "answer": "[qanda]\nquestion?:: @",
    "cell": "|===\n|@\n|===", "header": "[%header]\n|===\n|@\n\n|cell\n|===",
    "emphasiscell": "[cols=1e]\n|===\n|@\n|===",
    "strongcell": "[cols=1s]\n|===\n|@\n|===", "monocell": "[cols=1m]\n|===\n|@\n|===",
    "headcell": '[cols="1h,1"]\n|===\n|@ |cell\n|===', "asciidoccell": "[cols=1a]\n|===\n|@\n|===",
    "footer": "[%footer]\n|===\n|cell\n|@\n|===", "quote": "____\n@\n____", "verse": "[verse]\n____\n@\n____",
    "admonition": "NOTE: @", "example": "====\n@\n====", "sidebar": "****\n@\n****", "open": "--\n@\n--",
    "callout": "----\ncode <1>\n----\n<1> @", "lead": "[.lead]\n@", "attached": "* item\n+\n@", "collapsible":
    "[%collapsible]\n====\n@\n====", "attribution": "[quote,'@']\ntext", "markdown": "> @",
    "listedterm": "* item\n+\nterm:: @", "indented": "[normal]\n  @",
}  # fmt: skip


GRID_WORD = re.compile(r"(?<!\{)z([a-z]+z[a-z]+z)")
#: Their words are no part of a message: the value of an attribute, and the `reftext` of what is referred to.
NOT_TRANSLATED = {"attribute", "xrefshort"}


def word(place, construct):
    """A word of letters that stands for one construct in one place."""
    return f"z{place}z{construct}z"


@cache
def source(place):
    """The page of a place."""
    written = [
        markup.replace("W", word(place, name)).replace("I", f"i{place}{name}") for name, markup in CONSTRUCTS.items()
    ]
    named = word(place, "attribute")
    target = word(place, "xrefshort")
    text = PLACES[place].replace("@", " ".join(written))
    header = f"= Page\n:experimental:\n:stem: latexmath\n:{named}: {named}\n"
    return f"{header}\n[[here]]Here [[i{place}xrefshort,{target}]]there.\n\n{text}\n"


@pytest.mark.parametrize("place", PLACES)
def test_the_parser_finds_each_construct_and_nothing_wrong(place):
    document = parse(source(place))
    summary = summarize(document)
    found = {finding.code for finding in check(Index({summary.path: summary})) if finding.severity != "info"}
    assert found <= {"link-missing", "image-missing"}  # there are no files
    graph = repr(asg.document(document, extended=True))
    words = "".join(visit.text.plain for visit in document.walk_texts())
    for construct in CONSTRUCTS:
        assert word(place, construct) in graph or construct in {"attribute", "xrefshort"}
        if construct != "footnote":
            assert words.count(word(place, construct)) == 1, construct


@pytest.mark.parametrize("place", PLACES)
def test_a_standalone_page_shows_each_word_once(place):
    shown = visible(page(parse(source(place)), page_options()))
    assert wrong(shown, place) == {}


def visible(html):
    """What a reader of a page sees of its body, with the words that stand for pictures."""
    body = html[html.index("<body") :]
    body = re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r"\1", body)
    body = re.sub(r"<math.*?</math>", lambda match: re.sub(r"<[^>]+>|\s", "", match[0]), body, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", body)


def wrong(shown, place, times=1):
    """How often words are there that are not there as often as they should be."""
    counts = {construct: shown.count(word(place, construct)) for construct in CONSTRUCTS}
    return {construct: count for construct, count in counts.items() if count != times}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """All pages in all outputs: builder, place -> what is shown."""
    made = Project(tmp_path_factory.mktemp("grid"))
    pages = {f"{place}__adoc": source(place) for place in PLACES}
    toctree = "\n".join(f"* xref:{place}.adoc[]" for place in PLACES)
    made.conf(
        "html_permalinks = False\nsuppress_warnings = ['image.not_readable', 'misc.highlighting_failure']\n"
        f"man_pages = [(name, name, 'x', '', 1) for name in {[*PLACES]!r}]\n"
    ).write(index__adoc=f"= Index\n\n[role=toctree]\n{toctree}\n", **pages)
    builders = ("html", "singlehtml", "text", "man", "latex", "epub", "gettext")
    paths = {builder: made.build(builder) for builder in builders}
    translate(paths["gettext"], made.source / "locale" / "xx" / "LC_MESSAGES")
    shutil.copytree(paths["html"], made.root / "english")
    shutil.rmtree(made.root / "doctrees")
    made.build("html", language="xx", locale_dirs=["locale"], gettext_auto_build=False)
    return {**paths, "html": made.root / "english", "translated": paths["html"]}


def translate(catalogues, folder):
    """Write translations: the grid's words begin with another letter in them."""
    folder.mkdir(parents=True)
    for path in catalogues.glob("*.pot"):
        catalogue = read_po(io.BytesIO(path.read_bytes()))
        for message in catalogue:
            if message.id:
                message.string = GRID_WORD.sub(r"y\1", message.id)
        with (folder / f"{path.stem}.mo").open("wb") as file:
            write_mo(file, catalogue)


@pytest.mark.parametrize("place", PLACES)
def test_sphinx_shows_each_word_once_in_html(outputs, place):
    html = (outputs["html"] / f"{place}.html").read_text(encoding="utf-8")
    body = html[html.index('<div class="body"') : html.index('<div class="clearer"')]
    assert wrong(visible(f"<body>{body}"), place) == {}


@pytest.mark.parametrize("place", PLACES)
def test_sphinx_shows_each_word_once_in_text(outputs, place):
    text = (outputs["text"] / f"{place}.txt").read_text(encoding="utf-8")
    assert wrong(re.sub(r"\s|[|+]", "", text), place) == {}


@pytest.mark.parametrize("place", PLACES)
def test_sphinx_shows_each_word_once_in_manual_pages(outputs, place):
    text = (outputs["man"] / f"{place}.1").read_text(encoding="utf-8")
    assert wrong(text.lower(), place) == {}  # headings are in capitals


@pytest.mark.parametrize("place", PLACES)
def test_sphinx_shows_each_word_once_in_one_page(outputs, place):
    html = (outputs["singlehtml"] / "index.html").read_text(encoding="utf-8")
    body = html[html.index('<div class="body"') : html.index('<div class="clearer"')]
    assert wrong(visible(f"<body>{body}"), place) == {}


@pytest.mark.parametrize("place", PLACES)
def test_sphinx_shows_each_word_once_in_epub(outputs, place):
    page = (outputs["epub"] / f"{place}.xhtml").read_text(encoding="utf-8")
    assert wrong(visible(page), place) == {}


@pytest.mark.parametrize("place", PLACES)
def test_a_translated_page_shows_each_word_once_and_none_of_the_original(outputs, place):
    html = (outputs["translated"] / f"{place}.html").read_text(encoding="utf-8")
    shown = visible("<body>" + html[html.index('<div class="body"') : html.index('<div class="clearer"')])
    counts = {name: shown.count(f"y{word(place, name)[1:]}") for name in CONSTRUCTS if name not in NOT_TRANSLATED}
    assert {name: count for name, count in counts.items() if count != 1} == {}
    assert {name for name in CONSTRUCTS if word(place, name) in shown} <= NOT_TRANSLATED


def test_a_review_says_each_word():
    """Of pages to which a patch adds all there is: a word that is missing from the report was never looked at."""
    after = {f"{place}.adoc": source(place).encode() for place in PLACES}
    before = {name: page[: page.index(b"there.") + len("there.\n")] for name, page in after.items()}
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    report = as_json(review(Sides(before, after, "applied on nothing", frozenset(after)), options))
    constructs = [name for name in CONSTRUCTS if name != "xrefshort"]  # what it shows is not new
    assert [word(place, name) for place in PLACES for name in constructs if word(place, name) not in report] == []


@pytest.mark.parametrize("place", PLACES)
def test_sphinx_has_each_word_in_latex(outputs, place):
    (path,) = outputs["latex"].glob("*.tex")
    text = re.sub(
        r"\\(?:label|hyperref\[|detokenize|phantomsection|index|href)[^{]*\{[^}]*\}",
        "",
        path.read_text(encoding="utf-8"),
    )
    lost = [construct for construct in CONSTRUCTS if word(place, construct) not in text]
    assert lost == []  # the grid's picture is no file: its words stand there
