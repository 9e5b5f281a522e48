"""LaTeX makes a PDF of every page, with each engine, without an error and without a character that is not there."""

import unicodedata

import pytest

from tests.conftest import CHECKOUT
from tests.consumers.conftest import Program
from tests.formulas import BLOCKS, INLINE, WRONG_BLOCKS, WRONG_INLINE
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


UNKNOWN = [r"\nosuch{x}", r"\mathscr{x}", r"\begin{nosuch}x\end{nosuch}", r"\ce{H_2O} & x"]
HEAD = r"\documentclass{article}\usepackage{amsmath,amssymb}\begin{document}"


def formulas():
    """A page with formulas that TeX takes, and with those that it stops at, and with images that are none."""
    yield "= Every\n\nimage::bad.png[Bad] image:bad.svg[Worse]\n"
    for tex in [*INLINE, *(tex for tex, _ in WRONG_INLINE), *UNKNOWN]:
        yield f"Of latexmath:[{tex.replace(']', chr(92) + ']')}], words.\n"
    for tex in [*BLOCKS, *(tex for tex, _ in WRONG_BLOCKS), *UNKNOWN]:
        yield f"[latexmath]\n++++\n{tex}\n++++\n"
    yield "|===\n|latexmath:[\\mathscr{x}] |latexmath:[\\begin{nosuch}a & b\\end{nosuch}]\n|===\n"
    yield "== Of latexmath:[\\nosuch]\n\nThe end.\n"


@pytest.mark.parametrize("engine", ENGINES)
def test_no_formula_and_no_image_stops_it(project, engine):
    project.conf('latex_documents = [("index", "every.tex", "Every", "us", "manual")]')
    project.write(index__adoc="\n".join(formulas()), bad__png="none", bad__svg="<svg")
    log, text = pdf(project, engine)
    assert "Undefined control sequence" not in log
    assert "The end." in text
    assert all(words in text for words in ("[Bad]", "[Worse]", r"\nosuch", r"\frac{a}{b} & c"))


@pytest.mark.parametrize(
    ("tex", "inline"), [*((tex, True) for tex, _ in WRONG_INLINE), *((t, False) for t, _ in WRONG_BLOCKS)]
)
def test_what_is_called_malformed_stops_pdflatex(tmp_path, tex, inline):
    around = rf"\({tex}\)" if inline else rf"\begin{{equation*}}\begin{{split}}{tex}\end{{split}}\end{{equation*}}"
    around = tex if tex.startswith((r"\begin{align}", r"\begin{gather}")) and not inline else around
    (tmp_path / "one.tex").write_text(f"{HEAD}\n{around}\n\\end{{document}}\n", encoding="utf-8")
    pdflatex = Program("pdflatex", ENGINES["pdflatex"])
    assert pdflatex("-interaction=nonstopmode", "-halt-on-error", "one.tex", cwd=tmp_path).returncode != 0


RIGHT_TO_LEFT = {  # language -> words of a page, and what stands in the place of the guide's fonts
    "he": ("\u05e9\u05dc\u05d5\u05dd", "\u05e2\u05d5\u05dc\u05dd", {}),
    "ar": ("\u0633\u0644\u0627\u0645", "\u0639\u0627\u0644\u0645", {
        '"he"': '"ar"', "{hebrew}": "{arabic}",
        "FreeSerif": "Amiri", "FreeSans": "DejaVu Sans", "FreeMono": "DejaVu Sans Mono",
    }),
}  # fmt: skip


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_the_recipe_for_right_to_left_makes_a_pdf(project, language):
    one, two, changes = RIGHT_TO_LEFT[language]
    guide = (CHECKOUT / "docs" / "guide" / "sphinx.adoc").read_text(encoding="utf-8")
    recipe = guide.partition("[#sphinx_right_to_left]")[2].split("----\n")[1]
    for old, new in changes.items():
        assert old in recipe
        recipe = recipe.replace(old, new)
    project.conf(f'{recipe}\nlatex_documents = [("index", "every.tex", "{one}", "{two}", "manual")]')
    project.write(
        index__adoc=f"= {one}\n\n*{two}* `code`\n\n|===\n|{one} |{two}\n|===\n\nNOTE: {one}\n\n----\ny = f(2)\n----\n"
    )
    log, text = pdf(project, "lualatex")
    assert "Missing character" not in log
    assert "y = f(2" in text
    text = unicodedata.normalize("NFKC", text)
    assert all(words in text or words[::-1] in text for words in (one, two))
