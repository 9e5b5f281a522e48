"""SVG images in PDF: converted where a program is there, else words and a finding."""

import pytest
from sphinx_adoc.publish.latex.drawings import PROGRAMS, DrawingConverter

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
PAGE = "= Page\n\nimage::a-box.svg[A box]\n\nSee image:a-box.svg[that].\n\n.Title\nimage::a-box.svg[A box]\n"


@pytest.fixture
def drawn(project, tmp_path, monkeypatch):
    """A project with an SVG, and a folder where alone programs are looked for."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(DrawingConverter, "available", None)
    project.conf().write(index__adoc=PAGE, **{"a-box__svg": SVG})
    project.programs = programs
    return project


def tex(project):
    return next(project.build("latex").glob("*.tex")).read_text(encoding="utf-8")


def program(project, name, script):
    path = project.programs / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_that_is_there_converts(drawn, name):
    find = 'for each; do case "$each" in *pdf) target="${each#*=}";; esac; done; echo made > "$target"'
    program(drawn, name, find)
    text = tex(drawn)
    assert text.count("{a-box.pdf}") + text.count("{{a-box}.pdf}") == 3
    assert (drawn.root / "latex" / "a-box.pdf").is_file()
    assert not drawn.warnings


def test_without_a_program_there_are_words_and_a_finding(drawn):
    text = tex(drawn)
    assert ".svg" not in text
    assert "{[}A box{]}" in text
    assert "{[}that{]}}." in text
    assert "index.adoc:3:1: WARNING: the image 'a-box.svg' cannot be shown in a PDF" in drawn.warnings
    assert "install one of rsvg-convert, inkscape, cairosvg" in drawn.warnings
    assert drawn.warnings.count("image-unconverted") == 3


@pytest.mark.parametrize("script", ["exit 3", "true"])
def test_an_image_that_cannot_be_converted_is_named(drawn, script):
    program(drawn, "rsvg-convert", script)
    assert ".svg" not in tex(drawn)
    assert "rsvg-convert could not convert it" in drawn.warnings


def test_other_kinds_that_latex_does_not_take_are_named_too(drawn):
    drawn.write(index__adoc="= Page\n\nimage::a.gif[Moves]\n")
    (drawn.source / "a.gif").write_bytes(b"GIF89a")
    assert "{[}Moves{]}" in tex(drawn)
    assert "LaTeX takes PDF, PNG and JPEG, not image/gif" in drawn.warnings


def test_other_builders_keep_the_drawing(drawn):
    assert 'src="_images/a-box.svg"' in drawn.html("index")
    assert not drawn.warnings


@pytest.mark.parametrize("name", ["gone.svg", "gone.png", "gone.gif"])
@pytest.mark.parametrize("converts", [True, False])
def test_an_image_that_is_not_there_is_words(drawn, name, converts):
    if converts:
        program(drawn, "rsvg-convert", "true")
    drawn.write(index__adoc=f"= Page\n\nimage::{name}[Away]\n\nSee image:{name}[that].\n")
    text = tex(drawn)
    assert "includegraphics" not in text.partition("begin{document}")[2]
    assert "{[}Away{]}" in text
    assert "image file not readable" in drawn.warnings
    assert "image-unconverted" not in drawn.warnings


def test_an_image_of_an_included_file_is_one_of_ours(drawn):
    drawn.conf('exclude_patterns = ["parts"]')
    drawn.write(index__adoc="= Page\n\ninclude::parts/a.adoc[]\n")
    drawn.write(parts___a__adoc="image::gone.png[Away]\n\nimage::a-box.svg[A box]\n")
    text = tex(drawn)
    assert "{[}Away{]}" in text
    assert "{[}A box{]}" in text
    assert "parts/a.adoc:3:1: WARNING: the image 'a-box.svg' cannot be shown in a PDF" in drawn.warnings
