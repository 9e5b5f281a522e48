"""Formulas in LaTeX: one that TeX stops at is shown as it is written, so that there is a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from docutils.utils.math import latex2mathml
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import texescape

from sphinx_adoc.codes import Code
from sphinx_adoc.doctree.elements import MALFORMED
from sphinx_adoc.finding import Finding
from sphinx_adoc.graph.tex import defines
from sphinx_adoc.publish.report import report
from sphinx_adoc.publish.sources import is_adoc_file
from sphinx_adoc.syntax.source import Place, Span

from .preamble import prepend

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_NAME: Final = re.compile(r"\\(?:begin\s*\{([A-Za-z]+)\*?\}|([A-Za-z]+))")
_WORD: Final = re.compile(r"\w+")
_OF_AMSMATH: Final = frozenset(
    _WORD.findall("""
    Big Bigg Bigm align aligned alignat alignedat allowbreak allowdisplaybreaks array atop begin bf big bigg
    bigm boldsymbol boxed cal cases choose cline color cr displaylimits displaymath dots end ensuremath eqnarray
    eqref equation flalign gather gathered genfrac hbox hdotsfor hline hphantom hspace intertext it kern label
    limits math mathbin mathchoice mathclose mathop mathopen mathord mathpunct mathrel mathstrut matrix Bmatrix
    Vmatrix bmatrix pmatrix smallmatrix vmatrix mbox middle mkern mspace multicolumn multline nobreak nolimits
    nonumber not notag operatornamewithlimits over overset phantom pmb protect raisetag ref relax rm rule
    shoveleft shoveright sideset smash space split sqrt stackrel strut subarray substack tag text textbf
    textcolor textit textnormal textrm textsf texttt underset vphantom vspace xleftarrow xrightarrow
    """)
)
"""What LaTeX with amsmath has, and docutils' converter to MathML has not."""
_OF_MATHML: Final = frozenset(
    _WORD.findall("""
    AC APLcomment APLdownarrowbox APLinput APLinv APLleftarrowbox APLlog APLrightarrowbox APLuparrowbox Aries
    Bot CIRCLE CheckedBox Circle Coloneqq Diamondblack Diamonddot Gemini Jupiter LEFTCIRCLE LEFTcircle LHD Lbag
    Leo Libra Longmapsfrom Longmapsto Mapsfrom Mapsto Mars Mercury Nearrow Neptune Nwarrow Perp Pluto RHD
    RIGHTCIRCLE RIGHTcircle Rbag Saturn Scorpio Searrow Square Sun Swarrow Taurus Top Uranus VDash Venus XBox
    Yup apprge apprle aquarius aries barin barleftharpoon barrightharpoon biginterleave bigsqcap bindnasrepma
    blacksmiley blacktriangleup boxast boxbar boxbox boxbslash boxcircle boxslash boy cancer capricornus cent
    circledbslash circledgtr circledless coloneq coloneqq corresponds diameter dlsh downdownharpoons
    downuparrows downupharpoons drsh earth eqcolon eqqcolon fatsemi female fint fourth frownie gemini ggcurly
    girl hash iddots interleave invamp invdiameter invneg jupiter lbag leftarrowtriangle leftbarharpoon
    leftleftharpoons leftmoon leftrightarrowtriangle leftrightharpoon leftslice leftsquigarrow leftturn leo
    libra lightning llbracket llcurly llparenthesis longmapsfrom lrtimes male mapsfrom mathbfit mathbfsfit
    mathcent mathscr mathsfbfit mathsfit medbullet medcirc mercury multimapboth multimapdotbothA
    multimapdotbothB multimapinv neptune ngtrless nlessgtr notasymp notbackslash notni notowner notslash nsimeq
    oiiint oiint ointctrclockwise pisces pluto preceqq quarternote rbag rightarrowtriangle rightbarharpoon
    rightleftharpoon rightmoon rightrightharpoons rightslice rightturn rrbracket rrparenthesis sagittarius
    saturn scorpio second smalltriangledown smalltriangleleft smalltriangleright smiley spddot sphat sptilde
    sqint sslash strictfi strictif succeqq sun talloblong taurus third twonotes updownarrows updownharpoons
    upupharpoons uranus varEarth varclubsuit vardiamondsuit varheartsuit varointclockwise varprod varspadesuit
    virgo wasylozenge wasytherefore
    """)
)
"""What that converter has, and LaTeX with amsmath and amssymb has not."""
_IF_KNOWN: Final = r"""
\makeatletter
\DeclareRobustCommand{\adocifknown}[1]{\ifcsname #1\endcsname\expandafter\@firstoftwo\else\expandafter\@secondoftwo\fi}
\makeatother
"""
_HINT: Final = r"load its package, or define it, in latex_elements['preamble']"


class Formulas(SphinxPostTransform):
    """Puts the source in the place of formulas that TeX stops at, and lets it choose where a command may be unknown."""

    default_priority = 405
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Change them."""
        for node in [*self.document.findall(nodes.math), *self.document.findall(nodes.math_block)]:
            if (place := _place(node)) is None or not is_adoc_file(self.env, place.path):
                continue
            doubtful = [] if defines(node.astext()) else sorted(set(_doubtful(node.astext())))
            missing = [name for name in doubtful if not self._is_defined(name)]
            if missing:
                report([_finding(node, missing, place)])
            if node.get(MALFORMED) or (missing and _is_in_title(node)):
                node.replace_self(self._source(node))
            elif missing:
                self._guard(node, missing)

    def _is_defined(self, name: str) -> bool:
        """Whether the project's own LaTeX speaks of a command."""
        return any(name in str(value) for value in self.config.latex_elements.values())

    def _source(self, node: nodes.Element) -> nodes.Element:
        tex = node.astext()
        if isinstance(node, nodes.math):
            return nodes.literal(tex, tex)
        return nodes.literal_block(tex, tex, ids=node["ids"], language="none")

    def _guard(self, node: nodes.Element, names: list[str]) -> None:
        """Show a formula where TeX knows all commands, else its source."""
        shown = texescape.escape(" ".join(node.astext().split()), self.config.latex_engine)
        start = "".join(rf"\adocifknown{{{name}}}{{" for name in names)
        end = rf"}}{{\texttt{{{shown}}}}}" * len(names)
        parent, at = node.parent, node.parent.index(node)
        parent.insert(at + 1, nodes.raw("", end, format="latex"))
        parent.insert(at, nodes.raw("", start, format="latex"))


def _doubtful(tex: str) -> Iterator[str]:
    """The commands and environments of a formula that LaTeX may not have."""
    for environment, command in _NAME.findall(tex):
        name = environment or command
        if name not in _OF_AMSMATH and (name in _OF_MATHML or name not in _converted()):
            yield name


@lru_cache(maxsize=1)
def _converted() -> frozenset[str]:
    """The names that docutils' converter knows."""
    tables = (table for table in vars(latex2mathml).values() if isinstance(table, dict))
    return frozenset(name.lstrip("\\") for table in tables for name in table if isinstance(name, str))


def _is_in_title(node: nodes.Node) -> bool:
    """Whether a node is in what LaTeX also writes into other files, and so takes apart before it can choose."""
    around: nodes.Node | None = node
    while around is not None and not isinstance(around, nodes.title | nodes.caption):
        around = around.parent
    return around is not None


def _place(node: nodes.Node | None) -> Place | None:
    while node is not None:
        if node.source and node.line:
            return Place(node.source, node.line, 1)
        node = node.parent
    return None


def _finding(node: nodes.Element, names: list[str], place: Place) -> Finding:
    shown = ", ".join(f"\\{name}" for name in names)
    message = f"LaTeX may not know {shown} in the formula '{' '.join(node.astext().split())}'; its source is shown then"
    return Finding(Code.FORMULA_UNREADABLE, message, Span(place, place), hint=_HINT)


def setup(app: Sphinx) -> None:
    """Register the transform, and what it needs."""
    app.add_post_transform(Formulas)
    app.connect("builder-inited", _define)


def _define(app: Sphinx) -> None:
    if app.builder.name == "latex":
        prepend(app, _IF_KNOWN)
