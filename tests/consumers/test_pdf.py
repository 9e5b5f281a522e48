"""LaTeX makes a PDF of every page, with each engine, without an error and without a character that is not there."""

import pytest

from tests.consumers.conftest import Program
from tests.test_guide_examples import SHOWN, said

pytestmark = pytest.mark.consumer

ENGINES = {
    "pdflatex": "texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended tex-gyre",
    "xelatex": "texlive-xetex fonts-freefont-otf",
    "lualatex": "texlive-luatex fonts-freefont-otf",
}
OPTION = {"pdflatex": "-pdf", "xelatex": "-pdfxe", "lualatex": "-pdflua"}
TEXT_OF = {  # words that stand in the PDF of each project
    "every": ["Its text.", "Mind the step.", "Whatever is hidden"],
    "hard": ["In a cell.", "In a term.", "Table 1. Table with everything", "\u2014", "odd role"],
}


def pdf(project, engine):
    """Build a project's PDF; return the log and the PDF's text."""
    Program(engine, ENGINES[engine])
    latexmk, pdftotext = Program("latexmk", "latexmk"), Program("pdftotext", "poppler-utils")
    Program("rsvg-convert", "librsvg2-bin")
    out = project.build("latex", latex_engine=engine, latex_use_xindy=False)
    done = latexmk(OPTION[engine], "-interaction=nonstopmode", "-halt-on-error", "every.tex", cwd=out)
    log = (out / "every.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, done.stdout[-3000:]
    return log, pdftotext("-layout", "every.pdf", "-", cwd=out).stdout


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", TEXT_OF)
def test_compiles(request, name, engine):
    project = request.getfixturevalue(name)
    log, text = pdf(project, engine)
    assert "Missing character" not in log
    assert "Table 1: " not in text
    assert [words for words in TEXT_OF[name] if words not in " ".join(text.split())] == []


def test_the_command_of_the_guide_makes_a_pdf(tmp_path):
    Program("pdflatex", ENGINES["pdflatex"])
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text('project = "Lamp"\nextensions = ["sphinx_adoc"]\n', encoding="utf-8")
    (tmp_path / "docs" / "index.adoc").write_text("= The lamp\n\nIt is *red*.\n", encoding="utf-8")
    ((command, _),) = SHOWN["sphinx_pdf"].calls()
    said(command, tmp_path)
    assert (tmp_path / "_build" / "latex" / "lamp.pdf").read_bytes().startswith(b"%PDF")
