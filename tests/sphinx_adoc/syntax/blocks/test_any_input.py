"""Whatever lines stand under each other, a tree comes of them; every problem and block is at a place in the file."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.syntax.document import Settings, parse
from sphinx_adoc.syntax.source import Span

from tests.sphinx_adoc.syntax.blocks.test_cases import FILES

LINES = sorted({line for path in FILES for line in path.read_text("utf-8", "replace").split("\n")})
MARKS = st.text("[]{}<>*_`#|:;=+-.\\\"'^~%!&,( )ab12\u00b2\u0663\t", max_size=12)
LINE = st.one_of(st.sampled_from(LINES), st.sampled_from(["", "", "+", "|===", "====", "--", "[cols=a]"]), MARKS)


IDS = st.sampled_from(["asciidoctor", "asciidoc-py"])
TYPES = st.sampled_from(["article", "book", "manpage"])


@given(st.lists(LINE, max_size=40), IDS, TYPES)
@settings(max_examples=300, deadline=None)
def test_any_lines_are_read(lines: list[str], ids: str, doctype: str) -> None:
    document = parse("\n".join(lines), settings=Settings(ids=ids, doctype=doctype))
    document.read_all()
    whole, *blocks = document.walk()
    spans = [problem.span for problem in document.problems] + [block.span(document) for block in blocks]
    last = max(len(lines), 1)
    assert [str(span) for span in [whole.span(document), *spans] if not is_inside(span, last)] == []
    assert [str(span) for span in spans if span.start.column < 1] == []


def is_inside(span: Span, last: int) -> bool:
    return 1 <= span.start.line <= span.end.line <= last


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(data: bytes) -> None:
    parse(data).read_all()
