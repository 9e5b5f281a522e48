"""The block language by cases: each ``cases/<construct>/<name>.adoc`` becomes the tree in the .tree file beside it.

A first line ``// settings: ids=asciidoc-py name=value !name`` says how to read the case. With the environment variable
``UPDATE_CASES=1`` the .tree files are written anew, and every test that wrote one fails, so that this cannot be missed.
"""

import contextlib
import os
from pathlib import Path

import pytest
from sphinx_adoc.syntax.document import Document, Settings, parse_file

from tests.sphinx_adoc.syntax.blocks.dump import dump

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.adoc"))
ROOT = Path("..")  # the folder of all cases, from that of a case: no absolute path gets into a tree


def settings_of(path: Path) -> Settings:
    """What a case's first line asks for."""
    first = path.read_bytes().partition(b"\n")[0].decode("utf-8", "replace")
    if not first.startswith("// settings:"):
        return Settings(root=ROOT)
    values: dict[str, str | None] = {}
    for word in first.removeprefix("// settings:").split():
        name, _, value = word.partition("=")
        values[name.lstrip("!")] = None if name.startswith("!") else value
    ids = values.pop("ids", None) or "asciidoctor"
    macros = frozenset(filter(None, (values.pop("macros", None) or "").split(",")))
    return Settings(values, root=ROOT, ids=ids, block_macros=macros)


def read(path: Path) -> Document:
    with contextlib.chdir(path.parent):
        return parse_file(Path(path.name), settings_of(path))


def name_of(path: Path) -> str:
    return path.relative_to(CASES).with_suffix("").as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_case(path: Path) -> None:
    tree = path.with_suffix(".tree")
    found = dump(read(path))
    if os.environ.get("UPDATE_CASES") and (not tree.exists() or tree.read_text("utf-8") != found):
        tree.write_text(found, "utf-8")
        pytest.fail(f"{tree.name} was written: read it before it is committed")
    assert tree.exists(), f"no {tree.name}; UPDATE_CASES=1 writes it"
    assert found == tree.read_text("utf-8")


def test_every_tree_has_its_document() -> None:
    assert FILES
    assert [tree for tree in CASES.glob("*/*.tree") if not tree.with_suffix(".adoc").exists()] == []
