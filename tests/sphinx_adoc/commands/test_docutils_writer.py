"""docutils' writer as the command ``html`` loads it: the same pages, with less of what comes with it."""

import base64
import subprocess
import sys

import pytest

#: A picture of 2 by 2 dots.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGPkEpFjYGBgYmBgYGBgAAAC5gBAXKUgWwAAAABJRU5ErkJggg=="
)


def run(code, folder):
    """What a process of its own says."""
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.split()


def page(folder, *, late):
    """The page that a process writes, and what it loaded; ``late``: as the command loads the writer."""
    early = "" if late else "import docutils.writers.html5_polyglot; "
    writes = "from sphinx_adoc.cli import main; main(['html', 'a.adoc', '-o', 'a.html']); print(*sys.modules)"
    loaded = run(f"import sys; {early}{writes}", folder)
    return (folder / "a.html").read_bytes(), {*loaded}


def test_a_page_is_the_same_without_what_looks_into_pictures(tmp_path):
    (tmp_path / "a.png").write_bytes(PICTURE)
    text = "= A\n\nimage::a.png[scale=50]\n\nimage:a.png[]\n\n[source,python]\n----\nx = 1\n----\n\nstem:[x^2]\n"
    (tmp_path / "a.adoc").write_text(text)
    written, loaded = page(tmp_path, late=True)
    expected, everything = page(tmp_path, late=False)
    assert written == expected
    assert {"ssl", "email.message", "urllib.request"} <= everything
    assert not {"ssl", "email.message", "urllib.request", "PIL"} & loaded


def test_who_asks_for_the_size_of_a_picture_gets_it(tmp_path):
    pytest.importorskip("PIL", reason="Pillow is not installed")
    (tmp_path / "a.png").write_bytes(PICTURE)
    loads = "from sphinx_adoc.commands.docutils_writer import load_writer; load_writer(); "
    asks = "from docutils.writers._html_base import PIL; print(bool(PIL), *PIL.Image.open('a.png').size)"
    assert run(loads + asks, tmp_path) == ["True", "2", "2"]
    real = "from docutils.parsers.rst.directives.images import Figure; print(Figure.__name__)"
    assert run(loads + real, tmp_path) == ["Figure"]
