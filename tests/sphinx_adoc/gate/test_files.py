"""Files, pictures and what a gate lets through, at each level of trust."""

import os

import pytest
from sphinx_adoc.gate import NO_RAW, OWN, UNTRUSTED, Gate, paths, svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
OUTSIDE = "it refers to something outside"


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("a.PNG", "png"), ("a/b.tar.gz", "gz"), ("a.svg?x=1.png", "svg"), ("a.svg#b.png", "svg"), ("a", ""),
        (".svg", ""), ("a.", ""), ("a.b/c", ""),
    ],
)  # fmt: skip
def test_the_kind_of_a_file_is_its_suffix(target, kind):
    assert paths.kind(target) == kind


@pytest.fixture
def tree(tmp_path):
    """A root beside a file that is outside of it, with links, a pipe, hidden files and one that is large."""
    root = tmp_path / "docs"
    (root / "sub").mkdir(parents=True)
    (root / ".hidden").mkdir()
    for name in (
        "a.png",
        "a b.png",
        ".secret",
        ".hidden/a.png",
        "sub/b.png",
        "clip.mp4",
        "data.csv",
        "page.html",
        "%41.png",
        "A.png",
    ):
        (root / name).write_text("x")
    (tmp_path / "outside.png").write_text("x")
    (root / "link.png").symlink_to(tmp_path / "outside.png")
    (root / "inner.png").symlink_to("a.png")
    (root / "round.png").symlink_to("round.png")
    os.mkfifo(root / "pipe.png")
    for name, size in (("large.png", 67_108_865), ("most.png", 67_108_864)):
        with (root / name).open("wb") as file:
            file.truncate(size)
    return root


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.png", ""),
        ("absent.png", ""),
        ("inner.png", ""),
        ("most.png", ""),
        ("sub/../a.png", ""),
        ("../docs/a.png", ""),
        ("link.png", "it lies outside of docs"),
        ("../outside.png", "it lies outside of docs"),
        ("../docs2/a.png", "it lies outside of docs"),
        (".secret", "it is hidden"),
        (".hidden/a.png", "it is hidden"),
        ("pipe.png", "it is no ordinary file"),
        ("sub", "it is no ordinary file"),
        ("large.png", "it is larger than 64 MiB"),
        ("a\0b", "it cannot be read (embedded null"),
        ("a.png/b", "it cannot be read (Not a directory)"),
        ("round.png", "it cannot be read (Too many levels of symbolic links)"),
    ],
)
def test_files_below_a_root(tree, name, why):
    said = paths.refusal(tree / name, tree, hidden=False)
    assert said.replace("lstat: ", "").startswith(why)  # Python 3.14 names the call
    assert bool(said) == bool(why)


def test_hidden_files_are_no_obstacle_where_that_is_asked_for(tree):
    assert paths.refusal(tree / ".secret", tree, hidden=True) == ""
    assert paths.refusal(tree / ".hidden/a.png", tree, hidden=True) == ""


@pytest.mark.parametrize(
    "inner",
    [
        "<circle r='1'/><text>lamp</text>",
        "<use href='#a'/><use xlink:href=' #a '/>",
        "<image href='data:image/png;base64,AA'/><image href=' DATA:image/WebP;base64,AA'/>",
        "<circle fill='url(#a)'/><style>a { fill: url( '#b' ); }</style>",
        "<circle do-on='' xml:lang='en' xmlns:i='i' i:file='C:\\a'/>",
        "<!-- a script -->",
        "<x:style xmlns:x='x'>a {}</x:style><text>C:\\docs</text>",
    ],
)
def test_pictures(tmp_path, inner):
    (tmp_path / "a.svg").write_text(SVG.format(inner))
    assert svg.refusal(tmp_path / "a.svg") == ""


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        *(
            (f"<{name}/>", f"it has an element '{name}'")
            for name in ("script", "iframe", "object", "embed", "handler", "listener")
        ),
        *((f"<{name}/>", f"it has an element '{name}'") for name in ("audio", "video", "set", "animate")),
        ("<foreignObject/>", "it has an element 'foreignobject'"),
        ("<x:SCRIPT xmlns:x='y'/>", "it has an element 'script'"),
        ("<circle onload='x'/>", "it has an attribute 'onload'"),
        ("<circle ONclick='x'/>", "it has an attribute 'ONclick'"),
        ("<circle x:onload='x' xmlns:x='y'/>", "it has an attribute 'x:onload'"),
        ("<image href='https://example.org/a.png'/>", OUTSIDE),
        ("<image src='a.png'/>", OUTSIDE),
        ("<image HREF='a.png'/>", OUTSIDE),
        ("<use xlink:href='b.svg#a'/>", OUTSIDE),
        ("<image href='data:image/svg+xml;base64,AA'/>", OUTSIDE),
        ("<image href='data:text/html,AA'/>", OUTSIDE),
        ("<circle fill='url(a.svg#b)'/>", OUTSIDE),
        ("<circle style='fill: URL( \"a.svg\")'/>", OUTSIDE),
        ("<a to='javascript: x'/>", OUTSIDE),
        ("<style>@import 'a.css';</style>", OUTSIDE),
        ("<style><![CDATA[a { b: expression(x) }]]></style>", OUTSIDE),
        ("<style>a { b: url(//example.org) }</style>", OUTSIDE),
        ("<style>@&#105;mport 'a.css';</style>", OUTSIDE),
        ("<style>@im<!-- -->port 'a.css';</style>", OUTSIDE),
        ("<style>@im<![CDATA[port 'a.css';]]></style>", OUTSIDE),
        ("<style>a { b: url(\n//example.org) }</style>", OUTSIDE),
        ("<style>" + " " * 8190 + "@import 'a.css';</style>", OUTSIDE),
        ("<style>@\\69mport 'a.css';</style>", "it has escapes in its styles"),
        ("<circle style='fill: u\\72l(//example.org)'/>", "it has escapes in its styles"),
        ("<?xml-stylesheet href='a.css'?>", "it has a processing instruction 'xml-stylesheet'"),
        ("<circle>", "it is no well-formed SVG (line 1)"),
        ("\n<circle", "it is no well-formed SVG (line 2)"),
    ],
)
def test_files_that_are_more_than_pictures(tmp_path, inner, why):
    (tmp_path / "a.svg").write_text(SVG.format(inner))
    assert svg.refusal(tmp_path / "a.svg") == why


def test_a_backslash_in_the_words_of_a_picture_is_none_of_its_styles(tmp_path):
    (tmp_path / "a.svg").write_text(SVG.format("<style>a {}</style><text>C:\\docs</text>"))
    assert svg.refusal(tmp_path / "a.svg") == ""


def test_document_types(tmp_path):
    begin = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    (tmp_path / "a.svg").write_text(f"{begin}>{SVG}")
    assert svg.refusal(tmp_path / "a.svg") == ""
    (tmp_path / "a.svg").write_text(f'{begin} [<!ENTITY a "b">]>{SVG}')
    assert svg.refusal(tmp_path / "a.svg") == "it has a document type of its own"


FETCHED = "it would be fetched from another host"
RUNS = "it has the scheme 'javascript:'"
ABSENT_ROOT = "no file can be taken along here"
NO_IMAGE = "it is no kind of picture that is known"
NO_MEDIA = "it is no kind of sound or video that is known"
NO_FILE = "it is no kind of file that is known to be harmless"


@pytest.mark.parametrize(
    ("what", "target", "own", "no_raw", "untrusted"),
    [
        ("address", "https://example.org", "", "", ""),
        ("address", "javascript:x", "", RUNS, RUNS),
        ("address", "ftp://example.org", "", "", "it has the scheme 'ftp:'"),
        ("image", "a.png", "", "", ""),
        ("image", "https://example.org/a.png", "", "", FETCHED),
        ("image", "javascript:x", "", RUNS, RUNS),
        ("image", "data.csv", "", "", NO_IMAGE),
        ("image", "../outside.png", "", "it lies outside of docs", "it lies outside of docs"),
        ("image", "%2e%2e/outside.png", "", "it lies outside of docs", "it lies outside of docs"),
        ("image", "%2e%2e/outside.png#a", "", "it lies outside of docs", "it lies outside of docs"),
        ("image", ".hidden/a.png", "", "", "it is hidden"),
        ("image", "/a.png", "", "", ""),
        ("image", "/../outside.png", "", "it lies outside of docs", "it lies outside of docs"),
        ("image", "bad.svg", "", "", "it has an element 'script'"),
        ("image", "bad%2Esvg#x", "", "", NO_IMAGE),
        ("image", "good.svg", "", "", ""),
        ("image", "absent.svg", "", "", ""),
        ("media", "clip.mp4", "", "", ""),
        ("media", "a.png", "", "", NO_MEDIA),
        ("media", "//example.org/a.mp4", "", "", HOST := "it names a host without a scheme"),
        ("media", "https://example.org/a.mp4", "", "", FETCHED),
        ("file", "data.csv", "", "", ""),
        ("file", "page.html", "", "", NO_FILE),
        ("file", "good.svg", "", "", NO_FILE),
        ("file", "https://example.org/page.html", "", "", ""),
        ("file", "//example.org", "", "", HOST),
        ("file", "large.png#x", "", "it is larger than 64 MiB", "it is larger than 64 MiB"),
        ("file", "../outside.png", "", "it lies outside of docs", "it lies outside of docs"),
        ("formula", r"\frac{1}{2}", "", "", ""),
        ("formula", r"\input{a}", "", "", "the command '\\input' is not on the list of harmless ones"),
    ],
)
def test_what_a_gate_lets_through(tree, what, target, own, no_raw, untrusted):
    (tree / "good.svg").write_text(SVG.format(""))
    (tree / "bad.svg").write_text(SVG.format("<script/>"))
    gates = [Gate(trust, tree, tree, tree) for trust in (OWN, NO_RAW, UNTRUSTED)]
    assert [getattr(gate, what)(target) for gate in gates] == [own, no_raw, untrusted]


PICTURES = "apng avif bmp gif ico jpeg jpg pdf png svg tif tiff webp"
SOUNDS = "aac flac m4a m4v mov mp3 mp4 mpeg oga ogg ogv opus wav webm"
OTHERS = (
    "7z adoc asciidoc bz2 c cfg conf csv diff gz h ini json log md odp ods odt patch pl py rb rs rst sh tar tgz toml"
    " tsv txt xz yaml yml zip zst"
)


def test_the_kinds_of_files_that_strangers_may_bring_in(tmp_path):
    gate = Gate(UNTRUSTED, tmp_path, tmp_path)
    kinds = {
        *f"{PICTURES} {SOUNDS} {OTHERS}".split(),
        "html",
        "htm",
        "xhtml",
        "xml",
        "js",
        "css",
        "swf",
        "exe",
        "php",
        "svgz",
        "",
    }

    def passed(ask):
        return {kind for kind in kinds if not ask(f"a.{kind}")}

    assert passed(gate.image) == {*PICTURES.split()}
    assert passed(gate.media) == {*SOUNDS.split()}
    assert passed(gate.file) == {*f"{PICTURES} {SOUNDS} {OTHERS}".split()} - {"svg"}


def test_without_a_root_no_file_is_taken_along(tree):
    for trust, why in ((OWN, ""), (NO_RAW, ABSENT_ROOT), (UNTRUSTED, ABSENT_ROOT)):
        gate = Gate(trust, None, tree)
        assert [gate.image("a.png"), gate.media("clip.mp4"), gate.file("data.csv")] == [why] * 3


def test_without_a_top_a_slash_begins_an_absolute_path(tree):
    assert Gate(NO_RAW, tree, tree).image("/a.png") == "it lies outside of docs"
    assert Gate(NO_RAW, tree, tree).image(str(tree / "a.png")) == ""


def test_a_folder_is_where_names_begin(tree):
    assert Gate(NO_RAW, tree, tree / "sub").image("../a.png") == ""
    assert Gate(NO_RAW, tree, tree / "sub").image("../../outside.png") == "it lies outside of docs"
    assert Gate(NO_RAW, tree / "sub", tree).image("a.png") == "it lies outside of sub"


def test_a_drawing_that_cannot_be_read_is_refused(tree):
    (tree / "a.svg").write_text(SVG.format(""))
    (tree / "a.svg").chmod(0)
    said = Gate(UNTRUSTED, tree, tree).image("a.svg")
    assert said == ("" if os.geteuid() == 0 else "it cannot be read (Permission denied)")


def test_levels_of_trust():
    assert [(trust.raw, trust.stranger, trust.inside_only) for trust in (OWN, NO_RAW, UNTRUSTED)] == [
        (True, False, False), (False, False, True), (False, True, True),
    ]  # fmt: skip
