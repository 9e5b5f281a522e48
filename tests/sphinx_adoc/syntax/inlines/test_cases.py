"""Inline markup, a case a file: ``cases/<construct>/<name>.adoc`` and, beside it, the tree that it becomes.

A case may begin with attribute entries, up to a blank line; among them ``:subs:`` names its substitutions,
``:inline-macros:`` the macros that are kept, ``:legacy:`` asciidoc-py's reading. Problems stand below the tree, after
exclamation marks.
"""

from pathlib import Path

import pytest
from sphinx_adoc.syntax import inlines
from sphinx_adoc.syntax.tree import BIBLIOGRAPHY, HARDBREAKS, NORMAL

from tests.sphinx_adoc.syntax.inlines.helpers import Host, dump, text_of

CASES = Path(__file__).with_name("cases")


def read_case(path):
    """The text of a case, its attributes and its substitutions."""
    source = path.read_text(encoding="utf-8").removesuffix("\n")
    attributes, subs = {}, NORMAL
    if source.startswith(":") and "\n\n" in source:
        head, _, source = source.partition("\n\n")
        for line in head.split("\n"):
            name, _, value = line[1:].partition(":")
            attributes[name] = value.strip()
    if "subs" in attributes:
        words = attributes.pop("subs").split(",")
        own = tuple(word for word in words if word in {BIBLIOGRAPHY, HARDBREAKS} or word.startswith("line-comment="))
        subs = inlines.resolve_subs(",".join(word for word in words if word not in own), NORMAL) + own
    return source, attributes, subs


def render(path):
    """The tree of a case as its file has it."""
    source, attributes, subs = read_case(path)
    legacy = "legacy" in attributes
    host = Host(attributes, frozenset(attributes.pop("inline-macros", "").split()), legacy=legacy)
    lines = list(dump(text_of(source, host, subs).inlines))
    lines += [f"! {severity} {code} {start}:{end} {message}" for code, severity, start, end, message in host.problems]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", sorted(CASES.glob("*/*.adoc")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path):
    assert render(path) == path.with_suffix(".tree").read_text(encoding="utf-8")


def test_there_are_cases_for_every_construct():
    constructs = {folder.name for folder in CASES.iterdir()}
    assert constructs >= {
        "attributes",
        "callouts",
        "links",
        "macros",
        "passthroughs",
        "quotes",
        "replacements",
        "xrefs",
    }
