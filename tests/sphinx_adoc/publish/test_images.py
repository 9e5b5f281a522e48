"""Files that are shown as images and are none: found, and no hindrance to any output."""

import struct
import zlib

import pytest
from sphinx_adoc.publish.images import damage


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\x40\x80\xc0"))
    + chunk(b"IEND", b"")
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.png", b"notanimage", "it is no PNG, and begins with b'notanimage'"),
    ("a.png", PIXEL[:-20], "damaged or cut off at byte 33"),
    ("a.png", PIXEL[:45] + b"x" + PIXEL[46:], "damaged or cut off at byte 33"),
    ("a.PNG", b"\xff\xd8\xff\xe0", "it is no PNG"),
    ("a.png", b"", "it is empty"),
    ("a.jpg", PIXEL, "it is no JPEG"),
    ("a.jpeg", b"\xff\xd8\xff\xe0abc", "a JPEG that is cut off"),
    ("a.gif", b"<html>", "it is no GIF"),
    ("a.pdf", b"%PS", "it is no PDF"),
    ("a.webp", b"x", "it is no WebP"),
    ("a.svg", b"<svg", "it is no XML"),
    ("a.svg", b"<html/>", "its XML is no SVG, but 'html'"),
    ("a.svg", b"\x00\x01", "it is no XML"),
    ("a.svg", b'<?xml version="1.0" encoding="nosuch"?><svg/>', "it is no XML"),
])  # fmt: skip
def test_what_is_no_image(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    assert words in damage(path)


@pytest.mark.parametrize(("name", "data"), [
    ("a.png", PIXEL), ("a.png", PIXEL + b"more"), ("a.jpg", b"\xff\xd8\xff\xe0abc\xff\xd9"), ("a.gif", b"GIF89a"),
    ("a.svg", SVG), ("a.svg", b"<!DOCTYPE svg>" + SVG), ("a.bmp", b"whatever"), ("a.pdf", b"%PDF-1.4"),
])  # fmt: skip
def test_what_is_one(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    assert damage(path) == ""


PAGE = "= Page\n\nAbove.\n\nimage::bad.png[Bad words]\n\nIn image:sub/bad.svg[more] words.\n\nimage::gone.png[Gone]\n\n\
image::good.png[Good]\n\nimage::bad.png[Again]\n\nlink:none.zip[A file], link:/server/x[a place].\n"


@pytest.fixture
def page(project):
    project.conf('epub_copyright = "x"\nversion = "1"').write(index__adoc=PAGE)
    (project.source / "sub").mkdir()
    (project.source / "sub" / "bad.svg").write_bytes(b"<svg")
    (project.source / "bad.png").write_bytes(b"none")
    (project.source / "good.png").write_bytes(PIXEL)
    return project


@pytest.mark.parametrize("builder", ["html", "latex", "epub", "text"])
def test_it_is_found_once_at_its_line(page, builder):
    page.build(builder)
    assert "index.adoc:5:1: WARNING: the image 'bad.png' cannot be shown: it is no PNG" in page.warnings
    assert "index.adoc:7:1: WARNING: the image 'sub/bad.svg' cannot be shown: it is no XML" in page.warnings
    assert page.warnings.count("adoc.image-damaged") == 2
    assert "index.adoc:9: WARNING: image file not readable: gone.png" in page.warnings


def test_latex_shows_its_words(page):
    (made,) = page.build("latex").glob("*.tex")
    text = made.read_text(encoding="utf-8").partition(r"\begin{document}")[2]
    assert text.count("sphinxincludegraphics") == 1
    assert all(words in text for words in ("Bad words", "more", "Gone", "Again", "Above."))


def test_a_book_shows_its_words_and_links_to_nothing_that_it_lacks(page):
    text = (page.build("epub") / "index.xhtml").read_text(encoding="utf-8")
    assert text.count("<img") == 1
    assert all(words in text for words in ("[Bad words]", "[more]", "[Gone]", "[Again]", "A file", "a place"))
    assert "none.zip" not in text
    assert "/server" not in text
    assert not [*page.root.rglob("epub/_images/bad*")]


def test_html_leaves_the_image_to_the_browser(page):
    assert page.html("index").count("<img") == 5
