"""Characters that the fonts of LaTeX's engines do not have, pdflatex' above all.

AsciiDoc makes thin spaces, arrows, boxes and the like of what an author types; none of them may end the build of a PDF.
A character that nothing can be done about is shown by its number, and reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util.texescape import tex_replacements, unicode_tex_replacements

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.publish.report import report
from sphinx_adoc.publish.sources import is_adoc_file
from sphinx_adoc.syntax.source import Place, Span

from .preamble import prepend

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_BOX: Final = r"\ensuremath{\square}"
CHARACTERS: Final = {
    # what AsciiDoc's own substitutions and nodes make
    "\u2009": r"\,",
    "\u200b": r"\hspace{0pt}",
    "\u2060": r"\leavevmode\nobreak\hspace{0pt}",
    "\u202f": r"\nobreak\thinspace{}",
    "\u2190": r"\ensuremath{\leftarrow}",
    "\u21d0": r"\ensuremath{\Leftarrow}",
    "\u21d2": r"\ensuremath{\Rightarrow}",
    "\u2610": _BOX,
    "\u2611": rf"\rlap{{{_BOX}}}\raisebox{{.1ex}}{{\hspace{{.05em}}\ensuremath{{\checkmark}}}}",
    "\u2612": rf"\rlap{{{_BOX}}}\hspace{{.02em}}\ensuremath{{\times}}",
    "\ufffd": r"\ensuremath{\Diamond}",
    # what authors write, also as character references
    "\u0393": r"\ensuremath{\Gamma}",
    "\u0394": r"\ensuremath{\Delta}",
    "\u0398": r"\ensuremath{\Theta}",
    "\u039b": r"\ensuremath{\Lambda}",
    "\u039e": r"\ensuremath{\Xi}",
    "\u03a0": r"\ensuremath{\Pi}",
    "\u03a3": r"\ensuremath{\Sigma}",
    "\u03a5": r"\ensuremath{\Upsilon}",
    "\u03a6": r"\ensuremath{\Phi}",
    "\u03a8": r"\ensuremath{\Psi}",
    "\u03a9": r"\ensuremath{\Omega}",
    "\u03b1": r"\ensuremath{\alpha}",
    "\u03b2": r"\ensuremath{\beta}",
    "\u03b3": r"\ensuremath{\gamma}",
    "\u03b4": r"\ensuremath{\delta}",
    "\u03b5": r"\ensuremath{\varepsilon}",
    "\u03b6": r"\ensuremath{\zeta}",
    "\u03b7": r"\ensuremath{\eta}",
    "\u03b8": r"\ensuremath{\theta}",
    "\u03b9": r"\ensuremath{\iota}",
    "\u03ba": r"\ensuremath{\kappa}",
    "\u03bb": r"\ensuremath{\lambda}",
    "\u03bc": r"\ensuremath{\mu}",
    "\u03bd": r"\ensuremath{\nu}",
    "\u03be": r"\ensuremath{\xi}",
    "\u03c0": r"\ensuremath{\pi}",
    "\u03c1": r"\ensuremath{\rho}",
    "\u03c2": r"\ensuremath{\varsigma}",
    "\u03c3": r"\ensuremath{\sigma}",
    "\u03c4": r"\ensuremath{\tau}",
    "\u03c5": r"\ensuremath{\upsilon}",
    "\u03c6": r"\ensuremath{\varphi}",
    "\u03c7": r"\ensuremath{\chi}",
    "\u03c8": r"\ensuremath{\psi}",
    "\u03c9": r"\ensuremath{\omega}",
    "\u2002": r"\enspace{}",
    "\u2003": r"\quad{}",
    "\u2007": r"\phantom{0}",
    "\u2008": r"\phantom{.}",
    "\u200a": r"\hspace{.1em}",
    "\u200d": "",
    "\u2032": r"\ensuremath{'}",
    "\u2033": r"\ensuremath{''}",
    "\u2191": r"\ensuremath{\uparrow}",
    "\u2193": r"\ensuremath{\downarrow}",
    "\u2194": r"\ensuremath{\leftrightarrow}",
    "\u21b5": r"\ensuremath{\hookleftarrow}",
    "\u21d1": r"\ensuremath{\Uparrow}",
    "\u21d3": r"\ensuremath{\Downarrow}",
    "\u21d4": r"\ensuremath{\Leftrightarrow}",
    "\u2200": r"\ensuremath{\forall}",
    "\u2203": r"\ensuremath{\exists}",
    "\u2205": r"\ensuremath{\emptyset}",
    "\u2208": r"\ensuremath{\in}",
    "\u2211": r"\ensuremath{\sum}",
    "\u2212": r"\ensuremath{-}",
    "\u221a": r"\ensuremath{\surd}",
    "\u2227": r"\ensuremath{\wedge}",
    "\u2228": r"\ensuremath{\vee}",
    "\u2248": r"\ensuremath{\approx}",
    "\u2260": r"\ensuremath{\neq}",
    "\u2261": r"\ensuremath{\equiv}",
    "\u2264": r"\ensuremath{\leq}",
    "\u2265": r"\ensuremath{\geq}",
    "\u2318": r"\ensuremath{\Box}",
    "\u21e7": r"\ensuremath{\Uparrow}",
    "\u21de": r"\ensuremath{\Uparrow}",
    "\u21df": r"\ensuremath{\Downarrow}",
    "\u21e5": r"\ensuremath{\rightarrow}",
    "\u2325": r"\textsf{alt}",
    "\u23ce": r"\ensuremath{\hookleftarrow}",
    "\u232b": r"\ensuremath{\leftarrow}",
    "\u2423": r"\textvisiblespace{}",
    "\u2606": r"\ensuremath{\star}",
    "\u221e": r"\ensuremath{\infty}",
    "\u25a0": r"\ensuremath{\blacksquare}",
    "\u25a1": _BOX,
    "\u25b2": r"\ensuremath{\blacktriangle}",
    "\u25b6": r"\ensuremath{\blacktriangleright}",
    "\u25b8": r"\ensuremath{\triangleright}",
    "\u25bc": r"\ensuremath{\blacktriangledown}",
    "\u25cb": r"\ensuremath{\circ}",
    "\u25cf": r"\ensuremath{\bullet}",
    "\u2605": r"\ensuremath{\bigstar}",
    "\u2660": r"\ensuremath{\spadesuit}",
    "\u2663": r"\ensuremath{\clubsuit}",
    "\u2665": r"\ensuremath{\heartsuit}",
    "\u2666": r"\ensuremath{\diamondsuit}",
    "\u2713": r"\ensuremath{\checkmark}",
    "\u2714": r"\ensuremath{\boldsymbol{\checkmark}}",
    "\u2717": r"\ensuremath{\times}",
    "\u2718": r"\ensuremath{\boldsymbol{\times}}",
    **{chr(0x245F + number): rf"\textcircled{{\scriptsize {number}}}" for number in range(1, 21)},
    **{chr(0x2775 + number): rf"\textcircled{{\scriptsize\bfseries {number}}}" for number in range(1, 11)},
}
"""How each character is set; none of these is known to pdflatex with the fonts that Sphinx loads."""

_WIDTHLESS: Final = "\u200b\u2060\u200d"
_RARE: Final = "\u2009\u200b\u21d0\u21d2\u2610\u2611\u2612"  # of those that AsciiDoc makes, not in all other fonts

# What the encodings T1, TS1, OT1 and OMS of LaTeX declare (t1enc.dfu and its like), beyond ASCII.
_DECLARED: Final = frozenset(
    chr(number)
    for first, last in [
        (0xA0, 0x125), (0x128, 0x137), (0x139, 0x13E), (0x141, 0x148), (0x14A, 0x165), (0x168, 0x169), (0x16A, 0x17E),
        (0x192, 0x192),
        (0x1C4, 0x1D4), (0x1E2, 0x1E3), (0x1E6, 0x1EB), (0x1F0, 0x1F0), (0x1F4, 0x1F5), (0x218, 0x21B), (0x232, 0x233),
        (0x237, 0x237), (0x2C7, 0x2C7), (0x2D8, 0x2D9), (0x2DB, 0x2DB), (0x2DD, 0x2DD), (0x1E9E, 0x1E9E),
        (0x1EF2, 0x1EF3), (0x200C, 0x200C), (0x2010, 0x2016), (0x2018, 0x201A), (0x201C, 0x201E), (0x2020, 0x2022),
        (0x2026, 0x2026), (0x2030, 0x2031), (0x2039, 0x203B), (0x203D, 0x203D), (0x2044, 0x2044), (0x20AC, 0x20AC),
        (0x2103, 0x2103), (0x2116, 0x2117), (0x2120, 0x2120), (0x2122, 0x2122), (0x2126, 0x2126), (0x212E, 0x212E),
        (0x2190, 0x2193), (0x2329, 0x232A), (0x25E6, 0x25E6), (0x25EF, 0x25EF), (0x266A, 0x266A), (0x27E8, 0x27E9),
        (0xFB00, 0xFB06), (0xFEFF, 0xFEFF),
        (0x2500, 0x2500), (0x2502, 0x2502), (0x2514, 0x2514), (0x251C, 0x251C), (0x2572, 0x2572),  # Sphinx' own
    ]
    for number in range(first, last + 1)
)  # fmt: skip
_REPLACED: Final = frozenset(character for character, _ in [*tex_replacements, *unicode_tex_replacements])
KNOWN: Final = _DECLARED | _REPLACED | CHARACTERS.keys()
_OWN_FONTS: Final = ("fontenc", "fontpkg", "inputenc", "utf8extra")  # whoever sets these knows what they hold
_JAPANESE: Final = {"\u2009": " ", "\u200b": "", "\u2610": "[ ]", "\u2611": "[x]", "\u2612": "[x]", "\u202f": "\xa0"}
_REPLACED_BY: Final[Mapping[str, Mapping[str, str]]] = {
    "lualatex": {"\ufffd": "\u25c7"},  # to it, the input is damaged there
    "platex": _JAPANESE,
    "uplatex": _JAPANESE,
}
_UNICODE: Final = ("xelatex", "lualatex")
_MAX_NAMED_CHARACTERS: Final = 5  # how many characters a finding names
_HINT: Final = "set latex_engine = 'xelatex' in conf.py, or declare the character in latex_elements['preamble']"


def setup(app: Sphinx) -> None:
    """Declare the characters, and look for further ones."""
    app.connect("builder-inited", _declare)
    app.connect("doctree-resolved", _look, priority=900)


def _is_pdflatex(app: Sphinx) -> bool:
    return app.builder.name == "latex" and app.config.latex_engine == "pdflatex"


def _declare(app: Sphinx) -> None:
    if _is_pdflatex(app):
        prepend(app, "".join(map(declaration, CHARACTERS)))
    elif app.builder.name == "latex" and app.config.latex_engine in _UNICODE:  # platex and uplatex have their own fonts
        chosen = "".join(f"  \\newunicodechar{{{each}}}{{{_titled(each)}}}\n" for each in _RARE)
        prepend(app, f"\\IfFileExists{{newunicodechar.sty}}{{\\usepackage{{newunicodechar}}\n{chosen}}}{{}}\n")


def declaration(character: str) -> str:
    """Return what has LaTeX set a character: as the table says, else its number in brackets."""
    return f"\\DeclareUnicodeCharacter{{{ord(character):04X}}}{{{_titled(character)}}}\n"


def _titled(character: str) -> str:
    """How a character is set, and what stands for it in a PDF's bookmarks: itself."""
    shown = CHARACTERS.get(character, rf"\texttt{{[U+{ord(character):04X}]}}")
    bookmark = "" if character in _WIDTHLESS else rf"\unichar{{\string\"{ord(character):04X}}}"
    return rf"\texorpdfstring{{{shown}}}{{{bookmark}}}"


def _look(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Report the characters of a document that pdflatex cannot set, once each, and have them shown by number."""
    if app.builder.name == "latex":
        _replace(doctree, _REPLACED_BY.get(app.config.latex_engine, {}))
    if not _is_pdflatex(app) or any(name in app.config.latex_elements for name in _OWN_FONTS):
        return
    own = str(app.config.latex_elements.get("preamble", ""))
    missing: dict[str, nodes.Node] = {}
    for text in doctree.findall(nodes.Text):
        if not text.isascii():
            for character in sorted(set(text) - KNOWN):
                if character > "\x7f" and f"{ord(character):04X}}}" not in own:
                    missing.setdefault(character, text)
    prepend(app, "".join(map(declaration, missing)))
    by_place: dict[tuple[str, int], list[str]] = {}
    for character, node in missing.items():
        by_place.setdefault(next(_places(node), ("", 0)), []).append(character)
    ours = [(place, characters) for place, characters in by_place.items() if is_adoc_file(app.env, place[0])]
    report(_finding(*place, characters) for place, characters in ours)


def _replace(doctree: nodes.document, table: Mapping[str, str]) -> None:
    """Show other characters in place of those that stop an engine, or that its fonts do not have."""
    for text in [*doctree.findall(nodes.Text)] if table else ():
        if any(character in text for character in table):
            text.parent.replace(text, nodes.Text(text.translate({ord(key): value for key, value in table.items()})))


def _finding(path: str, line: int, characters: list[str]) -> Finding:
    place = Place(path, line, 1)
    shown = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in characters[:_MAX_NAMED_CHARACTERS])
    more = f" and {len(characters) - _MAX_NAMED_CHARACTERS} more" if len(characters) > _MAX_NAMED_CHARACTERS else ""
    message = f"pdflatex cannot set {shown}{more}; their numbers are shown"
    return Finding(Code.LATEX_CHARACTER, message, Span(place, place), hint=_HINT)


def _places(node: nodes.Node | None) -> Iterator[tuple[str, int]]:
    """The file and line of a node, or of what is around it."""
    while node is not None:
        if node.source and node.line:
            yield node.source, node.line
        node = node.parent
