"""Pages of strangers: whatever they hold, no script runs in what is built, and nothing comes in that is not theirs."""

import os
import re
from pathlib import Path

import pytest
from lxml import html as parser

from tests.sphinx_adoc.publish.conftest import Project

SECRET = "SECRET-WORDS"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>SECRET-WORDS</title></svg>'
STRANGER = "adoc_untrusted = True"
NO_RAW = "adoc_raw = False"
BUILDERS = ("html", "singlehtml", "epub", "latex", "man", "text", "texinfo", "xml")
OURS = re.compile(r"(?:\.\./)*_static/[\w./-]+\.js(?:\?v=\w+)?\Z|\w+\.js\Z")
RUN = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
OF_THEME = ("document.getElementById('searchbox').style", "DOCUMENTATION_OPTIONS.COLLAPSE_INDEX")
ALLOWED = re.compile(r"(?!\s*[a-zA-Z][a-zA-Z0-9+.-]*:)|(?:https?|mailto):", re.IGNORECASE)


def lay_out(project):
    """A project with secrets beside it and in it, and ways that lead to them."""
    outside = project.root / "outside"
    outside.mkdir()
    for name in ("secret.txt", "secret.rst", "secret.csv", "secret.png", "secret.mp4"):
        (outside / name).write_text(SECRET)
    (outside / "secret.adoc").write_text(f"= Secret\n\n{SECRET}\n")
    (outside / "secret.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><title>{SECRET}</title></svg>')
    source = project.source
    (source / "link.png").symlink_to(outside / "secret.png")
    (source / "linked").symlink_to(outside)
    (source / "loop").symlink_to(source)
    (source / "page.adoc").symlink_to(outside / "secret.adoc")
    (source / ".hidden").mkdir()
    (source / ".hidden" / "own.png").write_text(SECRET)
    (source / ".token.png").write_text(SECRET)
    os.mkfifo(source / "pipe.png")
    with (source / "huge.png").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    (source / "own.png").write_bytes(b"\x89PNG\r\n\x1a\n own picture")
    (source / "own.txt").write_text("own")
    (source / "own.html").write_text("<script>alert(1)</script>")
    (source / "active.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    (source / "calm.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    return project


def of_strangers(project, setting=STRANGER):
    return lay_out(project.conf(f"html_copy_source = False\n{setting}"))


@pytest.fixture
def tree(project):
    return of_strangers(project)


def pages(attacks):
    """A page for each attack, and one that names them."""
    made = {f"a{number}__adoc": ATTACKS[name] for number, name in enumerate(attacks)}
    entries = "".join(f"* a{number}\n" for number in range(len(attacks)))
    return made | {"index__adoc": f"= I\n\n[role=toctree]\n{entries}"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A page for each attack, as HTML."""
    project = of_strangers(Project(tmp_path_factory.mktemp("untrusted"))).write(**pages(ATTACKS))
    return project, project.build("html")


@pytest.fixture(scope="module")
def without_raw(tmp_path_factory):
    """A page for each attack by raw output, without it."""
    project = of_strangers(Project(tmp_path_factory.mktemp("noraw")), NO_RAW).write(**pages(RAW_ATTACKS))
    return project, project.build("html")


def everything(folder):
    """All that was written, doctrees included."""
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def check_page(path, links=True):
    """No script but Sphinx' own, no attribute that runs one, no address that does."""
    page = parser.fromstring(path.read_bytes())
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in (
            "iframe",
            "object",
            "embed",
            "base",
            "svg",
            "form",
            "maction",
            "annotation-xml",
        ) or _of_theme(element)
        if element.tag == "script":
            assert OURS.match(element.get("src", "")) or _of_theme(element), parser.tostring(element)
        if element.tag == "meta":
            assert "http-equiv" not in element.attrib
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), f"{element.tag} {name}={value}"
            if links and name in ("href", "src", "data", "poster", "action", "formaction", "xlink:href"):
                assert ALLOWED.match(value.strip()), f"{element.tag} {name}={value}"
                assert not value.strip().startswith(("//", "\\")), value


def _of_theme(element):
    """A script of the theme's template, or its search form."""
    if element.tag == "script" and (element.text or "").strip().startswith(OF_THEME):
        return True
    return (element.tag == "form" and element.get("action") in ("search.html", "")) or "mathjax" in element.get(
        "src", ""
    )


_FOLDER = Path(__file__).with_name("attacks")
ATTACKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.adoc"))}


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_of_a_stranger_runs_nothing_and_tells_nothing(built, attack):
    project, out = built
    path = out / f"a{list(ATTACKS).index(attack)}.html"
    text = path.read_text(encoding="utf-8")
    assert "Last words." in text
    check_page(path)
    assert SECRET not in text
    assert f">{os.uname().nodename}<" not in text
    assert str(project.source) not in text


def test_nothing_secret_is_in_anything_that_was_written(built, without_raw):
    for (project, _), links in ((built, True), (without_raw, False)):
        for folder in ("html", "doctrees"):
            for name, data in everything(project.root / folder).items():
                assert SECRET.encode() not in data, name
        for path in (project.root / "html").rglob("*.html"):
            check_page(path, links=links)
    kinds = {path.suffix for path in built[1].rglob("_downloads/*/*")}
    assert not kinds & {".html", ".svg"}


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_keeps_what_is_secret_out(tree, builder):
    """All attacks in one page."""
    tree.write(**pages(ATTACKS))
    out = tree.build(builder)
    files = everything(out)
    assert any(b"Last words." in data for data in files.values())
    for name, data in {**files, **everything(tree.root / "doctrees" / builder)}.items():
        assert SECRET.encode() not in data, name
        assert b"\n" + os.uname().nodename.encode() + b"\n" not in data, name
    if builder == "latex":
        written = files["p.tex"].decode().replace("\\\\", "\n")  # two backslashes end a line; what follows is text
        commands = (
            "input{",
            "catcode`\\x",
            "href{javascript",
            "unicode{",
            "write18",
            "openin",
            "csname",
            "lstinputlisting",
        )
        for command in (*commands, "verbatiminput", "url{javascript", "require{", "cssId{"):
            assert f"\\{command}" not in written.partition("\\begin{document}")[2], command
    if builder in ("html", "singlehtml"):
        for path in out.rglob("*.html"):
            check_page(path)


def test_what_is_harmless_stays(tree):
    """Pictures of one's own, links, formulas, directives that mark text up."""
    tree.write(
        index__adoc="""= T

image::own.png[] image:calm.svg[]

https://example.org[a] mailto:a@b.c[b] link:own.txt[c] <<here>>

[[here]]latexmath:[\\frac{a}{b}]

[role=eval-rst]
----
.. note:: noted

:abbr:`HTML (language)`
----

role:kbd[Ctrl]
"""
    )
    page = tree.html("index")
    for words in ("_images/own.png", "calm.svg", "https://example.org", "mailto:a", "own.txt", "#here", "frac",
                  "noted", "<abbr", "Ctrl"):  # fmt: skip
        assert words in page
    assert "refused" not in tree.warnings


def test_what_is_refused_is_told_at_its_place(tree):
    tree.write(index__adoc="= T\n\nSee link:javascript:x[a].\n\nimage::../outside/secret.png[]\n\nstem:[a]\n\n"
               "latexmath:[\\input{x}]\n\n[role=eval-rst]\n----\n.. raw:: html\n\n   x\n----\n")  # fmt: skip
    tree.html("index")
    said = [line for line in tree.warnings.splitlines() if "adoc." in line]
    places = [(line.split(": ")[0], re.search(r"\[adoc\.([\w-]+)\]", line)[1]) for line in said]
    assert places == [
        ("index.adoc:3:10", "address-refused"),
        ("index.adoc:5:8", "file-refused"),
        ("index.adoc:9:1", "formula-refused"),
        ("index.adoc:13:1", "directive-refused"),
    ]


OF_RAW = re.compile("raw|directive|id|role-that|image-outside|video-outside|link(?!-to-a-page)")
RAW_ATTACKS = [name for name in ATTACKS if OF_RAW.match(name)]


@pytest.mark.parametrize("attack", RAW_ATTACKS)
def test_without_raw_output_there_is_none(without_raw, attack):
    """``adoc_raw = False`` holds in every way to raw output, and takes no file from outside."""
    _, out = without_raw
    path = out / f"a{RAW_ATTACKS.index(attack)}.html"
    assert "Last words." in path.read_text(encoding="utf-8")
    check_page(path, links=False)
    page = parser.fromstring(path.read_bytes())
    addresses = [value for element in page.iter() for name, value in element.attrib.items() if name in ("href", "src")]
    assert not [address for address in addresses if RUN.match(address)]


@pytest.mark.parametrize(("setting", "pages"), [(NO_RAW, {".own", "index", "inside/own"}), (STRANGER, {"index"})])
def test_links_are_followed_to_pages_of_the_sources_alone(project, setting, pages):
    """With either of them no file comes from outside of the root, and nothing goes round in circles."""
    tree = of_strangers(project, setting).write(index__adoc="= T\n", _own__adoc="= O\n")
    (tree.source / "_own.adoc").rename(tree.source / ".own.adoc")
    (tree.source / "parts").mkdir()
    (tree.source / "parts" / "own.adoc").write_text("= O\n")
    (tree.source / "inside").symlink_to(tree.source / "parts")
    tree.build()
    assert tree.env.found_docs == {*pages, "parts/own"}


def test_what_is_left_out_of_a_stranger_s_project_is_not_left_out_of_the_next(tree, tmp_path_factory):
    tree.write(index__adoc="= T\n").build()
    assert "page" not in tree.env.found_docs, "it is a link that leads out"
    own = Project(tmp_path_factory.mktemp("own")).conf().write(index__adoc="= T\n", page__adoc="= Page\n")
    own.build()
    assert own.env.found_docs == {"index", "page"}


def test_claims_of_a_stranger_are_not_run(tree):
    tree.conf(STRANGER + "\nadoc_claims = True").write(index__adoc="= T\n")
    with pytest.raises(Exception, match="does not go with adoc_untrusted"):
        tree.build("html")


def test_a_waiver_of_a_stranger_does_not_count(tree):
    tree.write(index__adoc="= T\n\n// adoc-ignore: xref-unresolved until 2999-01-01: why not\n<<nowhere>>\n")
    tree.html("index")
    assert "nowhere" in tree.warnings
