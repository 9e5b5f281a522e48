"""The cases of the language beside what Asciidoctor made of them: a tree that is written anew blesses no regression.

`tests/leaves.py` asks Asciidoctor and writes the ``.leaves`` files; nothing else does.
"""

import contextlib
import tomllib
from pathlib import Path

import pytest
from sphinx_adoc.parity.ours import body
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.settings import Settings

from tests import leaves

pytest.importorskip("bs4", reason="beautifulsoup4 is not installed")
DIFFERENCES = tomllib.loads(leaves.SYNTAX.joinpath("leaves_differences.toml").read_text("utf-8"))
DIFFER = {*DIFFERENCES["known"], *DIFFERENCES["open"]["cases"]}
NO_PAGE = {"blocks/cases/includes/encoding", "blocks/cases/tables/bad-cols"}  # Asciidoctor fails
FILES = list(leaves.cases())


def name_of(path):
    return path.relative_to(leaves.SYNTAX).with_suffix("").as_posix()


ASKED = [path for path in FILES if name_of(path) not in NO_PAGE]


def ours(path):
    """The leaf blocks of our page of a case, as a file has them."""
    from sphinx_adoc.parity.pages import read

    with contextlib.chdir(path.parent):
        return leaves.written(read(body(parse_file(Path(path.name), Settings(root=Path(".."))))))


@pytest.mark.parametrize("path", ASKED, ids=name_of)
def test_our_page_has_the_leaf_blocks_of_asciidoctors(path):
    kept = path.with_suffix(".leaves")
    assert kept.exists(), f"no {kept.name}; python3 -m tests.leaves asks Asciidoctor"
    assert (ours(path) != kept.read_text("utf-8")) == (name_of(path) in DIFFER)


def test_nothing_is_listed_that_is_not_asked():
    asked = {name_of(path) for path in ASKED}
    kept = {name_of(path) for folder in leaves.FOLDERS for path in (leaves.SYNTAX / folder).glob("*/*.leaves")}
    assert asked >= DIFFER
    assert asked == kept
    assert {name_of(path) for path in FILES} >= NO_PAGE


def test_few_differ():
    """Counted limits: none is open, and no more may come."""
    assert len(DIFFERENCES["open"]["cases"]) == 0
    assert len(DIFFERENCES["known"]) <= 30
    assert not set(DIFFERENCES["known"]) & set(DIFFERENCES["open"]["cases"])
    assert len(ASKED) >= 430
