"""Open documents: what they are after changes, and when that is not known any more."""

from pathlib import Path

import pytest
from lsprotocol import types
from sphinx_adoc.lsp.state.buffers import Buffers

URI = "file:///a.adoc"


def at(line, character):
    return types.Position(line, character)


def part(begin, end, text):
    return types.TextDocumentContentChangePartial(range=types.Range(begin, end), text=text)


def whole(text):
    return types.TextDocumentContentChangeWholeDocument(text=text)


@pytest.fixture
def buffers():
    buffers = Buffers()
    buffers.open(URI, Path("/a.adoc"), 5, "one\ntwo\n")
    return buffers


@pytest.mark.parametrize(
    ("version", "changes", "text", "after", "known"),
    [
        (6, [part(at(0, 0), at(0, 3), "1")], "1\ntwo\n", 6, True),
        (6, [part(at(1, 3), at(1, 0), "2")], "one\n2\n", 6, True),
        (6, [part(at(0, 0), at(1, 0), ""), part(at(0, 3), at(0, 3), "!")], "two!\n", 6, True),
        (5, [part(at(0, 0), at(0, 3), "1")], "1\ntwo\n", 5, False),
        (4, [part(at(0, 0), at(0, 3), "1")], "1\ntwo\n", 5, False),
        (6, [whole("all")], "all", 6, True),
        (5, [whole("all")], "all", 5, False),
        (6, [], "one\ntwo\n", 6, True),
    ],
)
def test_changes(buffers, version, changes, text, after, known):
    buffer = buffers.change(URI, version, changes)
    assert (buffer.text.source, buffer.version, buffer.known) == (text, after, known)
    assert buffers.get(URI) == buffer


def test_what_is_not_known_is_so_until_all_of_it_is_sent_in_a_newer_version(buffers):
    buffers.change(URI, 4, [part(at(0, 0), at(0, 3), "1")])
    assert not buffers.change(URI, 6, [part(at(0, 0), at(0, 1), "one")]).known
    assert not buffers.change(URI, 6, [whole("all")]).known
    assert buffers.change(URI, 7, [whole("all")]).known


def test_what_is_not_open_does_not_change(buffers):
    assert buffers.change("file:///b.adoc", 1, [whole("all")]) is None
    assert buffers.close(URI).version == 5
    assert (buffers.close(URI), buffers.get(URI), buffers.all()) == (None, None, [])
