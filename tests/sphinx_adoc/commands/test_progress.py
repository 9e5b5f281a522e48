"""Progress on a terminal."""

import io

import pytest
from sphinx_adoc.commands import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def run(monkeypatch):
    """Watch two items that take a time each; what the stream was told."""

    def run(stream, seconds):
        times = iter([0.0, *(seconds * number for number in range(1, 10))])
        monkeypatch.setattr("sys.stderr", stream)
        monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))
        assert list(progress.watched(["a", "b"], str)) == ["a", "b"]
        return stream.getvalue()

    return run


def test_quick_work_is_silent(run):
    assert run(Terminal(), 0.1) == ""


def test_long_work_shows_where_it_is_and_cleans_up(run):
    assert run(Terminal(), 2) == "\r\x1b[K1/2 a\r\x1b[K2/2 b\r\x1b[K"


def test_a_file_sees_nothing(run):
    assert run(io.StringIO(), 2) == ""
