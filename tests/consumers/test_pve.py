"""The documentation of Proxmox VE, built from its unchanged sources by the example's files, beside asciidoc's own."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from tests.conftest import CHECKOUT, shared
from tests.consumers.conftest import Program

pytestmark = pytest.mark.consumer

EXAMPLE = CHECKOUT / "docs" / "examples" / "pve-docs"
FORMS = {  # form -> builder, how many pages at least
    "chapters": ("html", 40),
    "book": ("html", 1),
    "wiki": ("html", 40),
    "man": ("man", 29),
}
TRUE = {  # what the sources really have wrong, by file and code
    ("datacenter.cfg.adoc", "section-level"),  # "= Datacenter Configuration" inside the page of another chapter
    ("pve-storage-lvm.adoc", "table-row-incomplete"),
    ("pveceph.adoc", "file-missing"),  # the API viewer is made elsewhere
    ("pveceph.adoc", "metadata-orphaned"),
    ("pveceph.adoc", "quote-unclosed"),  # "`<storage_id> + `.keyring`"
    ("pve-storage-cephfs.adoc", "footnote-unknown-id"),  # in the wiki: it stands in another page there
}
NUMBERED = re.compile(r"\d+|[A-Z]")  # numbers of sections, appendices and footnotes, which each tool counts its own way
SPLIT = {"link"}  # asciidoc reads a dash and a number in --link0 as two words


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The sources with the example's files beside them."""
    folder = tmp_path_factory.mktemp("pve") / "pve-docs"
    shutil.copytree(shared("corpora/pve-docs"), folder)
    for path in EXAMPLE.iterdir():
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def builds(tree):
    """The folder and the warnings of each form, by its name."""
    found = {}
    for form, (builder, _) in FORMS.items():
        out = tree.parent / form
        command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-t", form, "-d", f"{out}-trees", tree, out]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found[form] = (out, done.stderr.replace(f"{tree}/", ""))
    return found


@pytest.mark.parametrize("form", FORMS)
def test_all_pages_are_there(builds, form):
    out, _ = builds[form]
    builder, least = FORMS[form]
    pages = list(out.glob("*.html" if builder == "html" else "*.[158]"))
    assert len(pages) >= least


@pytest.mark.parametrize("form", FORMS)
def test_only_true_findings_are_told(builds, form):
    _, warnings = builds[form]
    told = re.findall(r"^([\w.-]+)\.adoc:\d+(?::\d+)?: WARNING: .* \[(?:adoc\.)?([\w.-]+)\]$", warnings, re.MULTILINE)
    assert len(told) == len([line for line in warnings.splitlines() if line.strip()])
    wrong = {(f"{name}.adoc", code) for name, code in told if code != "image.not_readable"}  # the data have no pictures
    assert wrong <= TRUE


def words(path, selector):
    """The words of a page, and its pictures."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    part = page.select_one(selector)
    for each in part.select(LEFT_OUT):
        each.decompose()
    return Counter(re.findall(r"\w+", part.get_text(" "))), {image.get("src") for image in part.select("img")}


SYSTEM = {**os.environ, "PATH": "/usr/bin:/bin"}  # Debian's asciidoc runs the first python3 that it finds
LEFT_OUT = (
    "script, style, a.headerlink, #footer, #toc, #toctitle, td.icon, "  # of the page, not of the text
    "#author, #email, .footnote, .footnoteref, #footnotes, aside, a.footnote-reference"
)


def test_no_word_of_the_book_is_lost(builds, tree):
    asciidoc = Program("asciidoc", "asciidoc-base")
    theirs = tree.parent / "asciidoc.html"
    words_of = ["-b", "html5", "-f", "asciidoc/asciidoc-pve.conf", "-o", theirs, "pve-admin-guide.adoc"]
    done = asciidoc(*words_of, cwd=tree, env=SYSTEM)
    assert theirs.exists(), done.stderr
    there, _ = words(theirs, "body")
    here, pictures = words(builds["book"][0] / "pve-admin-guide.html", "article")
    lost = {word: count for word, count in (there - here).items() if not NUMBERED.fullmatch(word)}
    assert sum(there.values()) > 100_000
    assert set(lost) <= SPLIT
    assert len(pictures) >= len({*re.findall(r"thumbnail=\"([^\"]+)\"", sources(tree))})


def sources(tree):
    return "\n".join(path.read_text(encoding="utf-8") for path in tree.glob("*.adoc"))


def test_manual_pages_are_shown_without_a_warning(builds):
    out, _ = builds["man"]
    man = Program("man", "man-db")
    for page in sorted(out.glob("*.[158]")):
        said = man("--warnings", "-l", page, cwd=out, env={**os.environ, "MANWIDTH": "400"}).stderr  # long words fit
        assert said == "", page.name
