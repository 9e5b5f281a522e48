"""Doctrees and summaries hold plain strings alone, and can be pickled and read back."""

import pickle

import pytest
from docutils import nodes
from sphinx_adoc.doctree import Options, build
from sphinx_adoc.graph import summarize
from sphinx_adoc.syntax.document import parse, parse_file
from sphinx_adoc.syntax.settings import Settings

MARKED = ("pass:q[a *b*]", "pass:[<b>a</b>]", "pass:a,q[{plus} *b*]", "before {marked}", "{amp} sign", "{marked}")
HEADER = """\
= Title with {{value}}
Ann {{value}} Smith <ann@example.org>
v1.0, 2024-01-01: {{value}}
:marked: pass:q[The *Big* Thing]
:value: {value}
:description: {value}
:keywords: {value}
:doctitle: {value}
:source-language: {value}
:imagesdir: {value}
:xrefstyle: {value}
:toc-title: {value}
:toc:
:table-caption: {value}
:figure-caption: {value}
:note-caption: {value}
:idprefix: {value}
:iconsdir: {value}
:icons: image
:revremark: {value}
:orgname: {value}
:appendix-caption: {value}
:sectnums:
:chapter-signifier: {value}
:version-label: {value}
"""
BODY = """\

See <<_one>> and <<tab>> and xref:{value}[{value}], image:{value}.png[{value}], icon:{value}[], link:{value}[{value}].

== One {value}

[[tab]]
.Table {value}
|===
|a {value}

a|inner {value}
|===

.Figure {value}
[#{value},{value}]
image::x.png[{value},link={value}]

[source]
----
code
----

[.{value}]
NOTE: {value}

[quote,{value},{value}]
Quoted.

video::{value}[poster={value}]

[appendix]
== Last {value}

(((see {value}))) and footnote:[{value}] and kbd:[{value}] and stem:[{value}].
"""


def strings(value):
    """All strings inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for inner in pair for text in strings(inner))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (text for inner in value for text in strings(inner))


def not_plain(tree):
    """The strings of a doctree that are more than their characters."""
    for node in tree.findall():
        if isinstance(node, nodes.Text):
            if type(node) is not nodes.Text:
                yield node
        else:
            yield from (text for text in strings([node.rawsource, node.attributes]) if type(text) is not str)


def check(doc):
    tree = build(doc, options=Options(title="section", fields=True))
    assert list(not_plain(tree)) == []
    tree.reporter = None  # as Sphinx leaves it out
    tree.settings.warning_stream = None
    assert pickle.loads(pickle.dumps(tree)).pformat() == tree.pformat()
    summary = summarize(doc)
    assert pickle.loads(pickle.dumps(summary)) == summary


@pytest.mark.parametrize("value", MARKED)
def test_marked_values_leave_plain_strings(value):
    """A value from a pass macro, or with one in it, reaches attributes, titles, captions and addresses as text."""
    text = HEADER.replace("{{value}}", "{value}").replace("{value}", value)
    check(parse(text + BODY, "x.adoc"))
    check(parse(text + BODY.replace("{value}", value), "x.adoc", Settings(inline_macros=frozenset({"mine"}))))


@pytest.mark.parametrize("corpus", ["pve-docs", "riscv-isa-manual", "spring-framework"])
def test_every_page_of_a_corpus_can_be_read_back(shared, corpus):
    """No page of real books has a doctree that cannot be read back."""
    root = shared(f"corpora/{corpus}")
    pages = sorted(root.rglob("*.adoc"))
    assert pages
    for path in pages:
        check(parse_file(path, Settings(root=root)))
