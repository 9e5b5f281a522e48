"""The other builders: links of built pages, Info from Texinfo, XML, and plain text."""

import xml.etree.ElementTree as ET

import pytest
from sphinx_adoc import cli

from tests.consumers.conftest import Program

pytestmark = pytest.mark.consumer


@pytest.mark.parametrize("name", ["every", "hard"])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_links_of_built_pages_lead_somewhere(request, name, builder, capsys):
    out = request.getfixturevalue(name).build(builder)
    cli.main(["check", "--built", str(out)])
    errors = [line for line in capsys.readouterr().out.splitlines() if ": error: " in line]
    missed = ("genindex.html", "search.html") if builder == "singlehtml" else ()  # Sphinx names them, and writes none
    assert [line for line in errors if not any(name in line for name in missed)] == []


@pytest.mark.parametrize("name", ["every", "hard"])
def test_makeinfo_makes_info(request, name):
    makeinfo = Program("makeinfo", "texinfo")
    out = request.getfixturevalue(name).build("texinfo")
    (source,) = out.glob("*.texi")
    done = makeinfo("--no-split", "-o", "made.info", source.name, cwd=out)
    assert done.returncode == 0, done.stderr
    assert "Whatever is hidden" in (out / "made.info").read_text("utf-8") or name == "hard"


@pytest.mark.parametrize("name", ["every", "hard"])
def test_xml_is_well_formed(request, name):
    for path in request.getfixturevalue(name).build("xml").glob("*.xml"):
        assert ET.parse(path).getroot().tag == "document"
