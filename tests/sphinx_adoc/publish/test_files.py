"""Links to local files become downloads, links to sources become links to pages, and missing files are findings."""

import re

import pytest
from docutils import nodes


@pytest.fixture
def filed(project):
    """A project with files beside its pages."""
    project.conf('html_extra_path = ["extra"]\nhtml_static_path = ["_static"]')
    project.write(
        files___manual__pdf="%PDF",
        extra___robots__txt="x",
        _static___own__css="x",
        sub___other__adoc=":orphan:\n\n= Other\n",
        index__adoc="= Start\n",
    )
    return project


def html(filed, text, page="index"):
    filed.write(**{f"{page.replace('/', '___')}__adoc": f"= Page\n\n{text}\n"})
    return (filed.build("html") / f"{page}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [
    "link:files/manual.pdf[Manual]",
    "link:./files/../files/manual.pdf[Manual]",
    "xref:sub/other.adoc[] link:files/manual.pdf[Manual,window=_blank]",
])  # fmt: skip
def test_a_link_to_a_file_is_a_download(filed, text):
    address = re.search(r'href="(_downloads/[0-9a-f]+/manual\.pdf)"', html(filed, text))[1]
    assert (filed.root / "html" / address).read_text() == "%PDF"
    assert not filed.warnings


def test_a_place_in_a_file_and_the_window_are_kept(filed):
    page = html(filed, "link:files/manual.pdf#page=3[Manual,window=_blank]")
    assert re.search(r'href="_downloads/\w+/manual\.pdf#page=3"[^>]* target="_blank"', page)


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex", "epub"])
@pytest.mark.parametrize("link", ["link:files/manual.pdf[the manual]", "role:download[the manual <files/manual.pdf>]"])
def test_a_title_may_link_to_a_file(filed, link, builder):
    filed.write(index__adoc=f"= Start with {link}\n\ntoc::[]\n\n== Read {link}\n\ntext\n")
    filed.build(builder)
    assert "adoc" not in filed.warnings
    entry = next(iter(filed.env.tocs["index"].findall(nodes.reference)))
    assert entry.astext() == "Start with the manual"


@pytest.mark.parametrize("target", ["sub/other.adoc", "sub/other.html"])
@pytest.mark.parametrize(("builder", "uri"), [("html", "sub/other.html"), ("dirhtml", "sub/other/")])
def test_a_link_to_a_source_leads_to_its_page(filed, target, builder, uri):
    filed.write(index__adoc=f"= Page\n\nlink:{target}[Other *one*]\n")
    page = (filed.build(builder) / "index.html").read_text()
    assert f'href="{uri}"' in page
    assert "Other <strong>one</strong>" in page
    assert not filed.warnings


@pytest.mark.parametrize(("text", "column", "named", "hint"), [
    ("See link:files/manul.pdf[Gone].", 5, "files/manul.pdf", "did you mean 'manual.pdf'?"),
    ("See link:sub/othr.html[Gone].", 5, "sub/othr.html", "did you mean 'other.html'?"),
    ("See link:files/[Folder].", 5, "files/", "a path begins at the folder of the page"),
    ("See link:../../../etc/passwd[Out].", 5, "../../../etc/passwd", ""),
    ("video::gone.mp4[]", 1, "gone.mp4", ""),
    ("audio::gone.ogg[]", 1, "gone.ogg", ""),
    ("video::files/manual.pdf[poster=gone.png]", 1, "gone.png", ""),
    ("image::files/manual.pdf[link=gone.html]", 1, "gone.html", ""),
    ("An image:files/manual.pdf[link=gone.html]", 4, "gone.html", ""),
])  # fmt: skip
def test_what_is_not_there_is_a_finding(filed, text, column, named, hint):
    html(filed, text)
    assert f"index.adoc:3:{column}: WARNING: there is no file '{named}'; {hint}" in filed.warnings
    assert "[adoc.file-missing]" in filed.warnings


@pytest.mark.parametrize("text", [
    "https://example.org/gone.pdf[x] mailto:a@example.org[x] link:/api/x.html[x] link:#top[x] link:?a=b[x]",
    "link:robots.txt[copied] link:_static/own.css[copied]",
    "link:data:text/plain,x[x] link:tel:+1[x] link:{nowhere}/x.pdf[x]",
    "video::https://example.org/a.mp4[]",
    "video::abc[youtube]",
])  # fmt: skip
def test_other_addresses_are_left_alone(filed, text):
    assert "_downloads" not in html(filed, text)
    assert "file-missing" not in filed.warnings


def test_paths_begin_at_the_page(filed):
    page = html(filed, "link:../files/manual.pdf[Manual]", page="sub/deep")
    assert re.search(r'href="\.\./_downloads/\w+/manual\.pdf"', page)


def test_the_picture_of_a_video_is_taken_along(filed):
    page = html(filed, "video::files/manual.pdf[poster=files/manual.pdf]")
    assert len(re.findall(r'(?:src|poster)="_downloads/\w+/manual\.pdf"', page)) == 2


def test_a_file_that_comes_later_is_found(filed):
    html(filed, "link:files/late.pdf[x]")
    filed.write(files___late__pdf="%PDF")
    filed.build("html")
    assert not filed.warnings
    assert "_downloads" in (filed.root / "html" / "index.html").read_text()


@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo", "epub", "singlehtml", "xml"])
def test_other_builders_take_links_to_files(filed, builder):
    filed.write(index__adoc="= Page\n\nlink:files/manual.pdf#a[Manual]\n\nvideo::files/manual.pdf[]\n")
    filed.build(builder, epub_copyright="x", version="1", html_extra_path=[])
    assert not filed.warnings


def test_an_icon_leads_to_a_page_and_its_missing_file_is_found(filed):
    page = html(filed, "icon:fire[link=sub/other.adoc] icon:x[link=files/gone.txt]")
    assert 'href="sub/other.html"' in page
    assert "index.adoc:3:32: WARNING: there is no file 'files/gone.txt'" in filed.warnings


@pytest.mark.parametrize("target", ["a%20b.svg", "a b.svg", "sub/../a%20b.svg"])
def test_an_image_is_found_by_its_encoded_name(filed, target):
    (filed.source / "a b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert 'src="_images/a%20b.svg"' in html(filed, f"image::{target}[]").replace("a b.svg", "a%20b.svg")
    assert not filed.warnings


def test_an_image_whose_name_holds_a_percent_sign_is_that_file(filed):
    (filed.source / "a%20b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    html(filed, "image::a%20b.svg[]")
    assert not filed.warnings
