"""Every builder takes a page with every construct."""

import pytest

OUTPUT = {
    "html": "page.html",
    "dirhtml": "page/index.html",
    "singlehtml": "index.html",
    "text": "page.txt",
    "man": "every.1",
    "latex": "every.tex",
    "texinfo": "every.texi",
    "epub": "page.xhtml",
    "xml": "page.xml",
    "pseudoxml": "page.pseudoxml",
    "gettext": "page.pot",
}


@pytest.mark.parametrize("builder", OUTPUT)
def test_builds_without_a_warning(every, builder):
    out = every.build(builder, epub_copyright="x", version="1", nitpicky=True)
    ours = [line for line in every.warnings.splitlines() if "[docutils]" not in line]  # its man pages have no spans
    assert ours == []
    text = (out / OUTPUT[builder]).read_text(encoding="utf-8")
    for words in ("Its text.", "Quoted.", "Mind the step.", "Whatever is hidden is found", "Why?"):
        assert words in " ".join(text.split()), words


def test_checks_the_links(every):
    out = every.build("linkcheck", linkcheck_ignore=[".*"])
    assert "https://example.org/x" in (out / "output.json").read_text(encoding="utf-8")
    assert every.warnings == ""


def test_reads_and_writes_in_parallel(every):
    for number in range(8):
        every.write(**{f"p{number}__adoc": f":orphan:\n\n= Page {number}\n\n[#id{number}]\nTo <<id{7 - number}>>.\n"})
    alone = {path.name: path.read_text() for path in every.build("html").glob("*.html")}
    (every.root / "html").rename(every.root / "alone")
    together = {path.name: path.read_text() for path in every.build("html", parallel=2).glob("*.html")}
    assert alone == together
    assert every.warnings == ""
