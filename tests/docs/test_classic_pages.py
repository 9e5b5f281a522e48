"""The shipped books in the classic renderers as they are installed: every line of a claimed snippet is on the page.

They run as processes of their own, with their own configuration and with the program that colours source code.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from sphinx_adoc.claims import collect
from sphinx_adoc.syntax.document import parse_file

from tests.conftest import CHECKOUT

BOOKS = ("pvecm.adoc", "pve-network.adoc")
OLD_FORM = '= T\n\n[source,python,role="claim",id="x"]\n----\nvanishes = 1\n----\n'
QUOTED = '= T\n\n["source","python",role="claim",id="x"]\n----\nstays = 1\n----\n'
DEBIAN = Path("/usr/bin/python3")  # whose package asciidoc is


def render(command, path):
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    done = subprocess.run(
        [*command, "-b", "html5", "-o", "-", str(path)],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=300,
        check=False,
    )
    return done.stdout, done.stderr


def words(page):
    """The words of a page's body."""
    body = page.partition("<body")[2]
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", body)))


@pytest.fixture(name="asciidoc3", scope="module")
def _asciidoc3(tmp_path_factory):
    try:
        installed = distribution("asciidoc3")
    except PackageNotFoundError:
        pytest.skip("asciidoc3 is not installed")
    tarball = next(file for file in installed.files if file.name.endswith(".tar.gz"))
    folder = tmp_path_factory.mktemp("asciidoc3")
    with tarfile.open(tarball.locate()) as packed:
        packed.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # since 3.11.4
    return [sys.executable, str(folder / "asciidoc3.py"), "-a", "source-highlighter=pygments"]


@pytest.fixture(name="asciidoc", scope="module")
def _asciidoc():
    if shutil.which("asciidoc") is None or shutil.which("source-highlight") is None or not DEBIAN.exists():
        pytest.skip("asciidoc with source-highlight is not installed (apt install asciidoc-base source-highlight)")
    return [str(DEBIAN), "-m", "asciidoc"]


@pytest.fixture(name="renderer", params=["asciidoc3", "asciidoc"])
def _renderer(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("book", BOOKS)
def test_no_word_of_a_snippet_is_lost(renderer, book):
    page, said = render(renderer, CHECKOUT / "docs" / book)
    assert "filter" not in said
    shown = words(page)
    snippets = [claim for claim in collect(parse_file(CHECKOUT / "docs" / book)) if claim.kind == "snippet"]
    assert snippets
    lost = [
        line
        for claim in snippets
        for line in claim.text.splitlines()
        if re.sub(r"\s+", "", re.sub(r"[ \t]*(?:#[ \t]*)?<\d+>", "", line)) not in shown
    ]
    assert lost == []
    anchors = re.findall(r'id="([^"]+)"', page)
    assert [claim.id for claim in snippets if claim.id not in anchors] == []


@pytest.mark.parametrize("book", [*BOOKS, "which-bond.adoc"])
def test_no_markup_of_claims_is_to_be_seen(renderer, book):
    """What says which word is for which claim is for us; beside the snippets nothing of it is shown."""
    page, said = render(renderer, CHECKOUT / "docs" / book)
    text = re.sub(r"<pre.*?</pre>|<code.*?</code>", "", page.partition("<body")[2], flags=re.DOTALL)
    shown = html.unescape(re.sub(r"<[^>]*>", "", text))
    roles = re.findall(r"\S*(?:\.given|\.claim\b|\.for-|\.aside|,by=|,unit=|\[#)\S*", shown)
    assert roles == []
    assert "role=" not in shown
    assert "WARNING" not in said, said


def test_the_form_without_quotes_vanishes(renderer, tmp_path):
    (tmp_path / "a.adoc").write_text(OLD_FORM)
    page, said = render(renderer, tmp_path / "a.adoc")
    assert "vanishes" not in words(page) or 'id="x"' not in page
    (tmp_path / "a.adoc").write_text(QUOTED)
    page, said = render(renderer, tmp_path / "a.adoc")
    assert "stays" in words(page)
    assert 'id="x"' in page
    assert "WARNING" not in said
