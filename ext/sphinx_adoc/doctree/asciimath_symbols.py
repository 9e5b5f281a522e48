"""The symbols of AsciiMath, with what they are in TeX (the tables of asciimath.org)."""

from __future__ import annotations

from typing import Final

_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma "
    "tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
_SAME_NAME = (
    "ast star circ wedge vee cap cup sum prod nabla partial emptyset infty propto subset supset approx cong "
    "equiv sim prec succ forall exists neg bot top vdash models bigwedge bigvee bigcap bigcup int oint "
    "therefore because diamond square prime aleph ell angle frown triangle cdots vdots ddots ldots quad qquad "
    "uparrow downarrow rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow to mapsto "
    "hookrightarrow twoheadrightarrow times div oplus otimes odot pm mp in ni"
)
_FUNCTIONS = (
    "sin cos tan sec csc cot arcsin arccos arctan sinh cosh tanh coth log ln exp det dim gcd ker lim limsup "
    "liminf min max sup inf"
)

SYMBOLS: Final = {
    **{name: rf"\{name}" for name in f"{_GREEK} {_SAME_NAME}".split()},
    "+": "+", "*": r"\cdot", "**": r"\ast", "***": r"\star", "//": "/", "\\\\": r"\backslash",
    "setminus": r"\setminus", "xx": r"\times", "-:": r"\div", "|><": r"\ltimes", "><|": r"\rtimes",
    "|><|": r"\bowtie", "@": r"\circ", "o+": r"\oplus", "ox": r"\otimes", "o.": r"\odot", "^^": r"\wedge",
    "^^^": r"\bigwedge", "vv": r"\vee", "vvv": r"\bigvee", "nn": r"\cap", "nnn": r"\bigcap", "uu": r"\cup",
    "uuu": r"\bigcup", "=": "=", "!=": r"\neq", "ne": r"\neq", "lt": "<", "<": "<", "gt": ">", ">": ">",
    "<=": r"\leq", "le": r"\leq", "lt=": r"\leq", ">=": r"\geq", "ge": r"\geq", "mlt": r"\ll", "ll": r"\ll",
    "mgt": r"\gg", "gg": r"\gg", "-<": r"\prec", "-lt": r"\prec", ">-": r"\succ", "-<=": r"\preceq",
    "preceq": r"\preceq", ">-=": r"\succeq", "succeq": r"\succeq", "!in": r"\notin", "notin": r"\notin",
    "sub": r"\subset", "sup": r"\supset", "sube": r"\subseteq", "subseteq": r"\subseteq", "supe": r"\supseteq",
    "supseteq": r"\supseteq", "-=": r"\equiv", "~=": r"\cong", "~": r"\sim", "~~": r"\approx", "prop": r"\propto",
    "and": r"\text{ and }", "or": r"\text{ or }", "not": r"\neg", "=>": r"\Rightarrow", "implies": r"\Rightarrow",
    "if": r"\text{ if }", "<=>": r"\Leftrightarrow", "iff": r"\Leftrightarrow", "AA": r"\forall", "EE": r"\exists",
    "_|_": r"\bot", "TT": r"\top", "|--": r"\vdash", "|==": r"\models", "+-": r"\pm", "-+": r"\mp",
    "O/": r"\emptyset", "oo": r"\infty", ":.": r"\therefore", ":'": r"\because", "...": r"\ldots", "/_": r"\angle",
    "/_\\": r"\triangle", "'": "'", "\\ ": r"\ ", "|__": r"\lfloor", "__|": r"\rfloor", "|~": r"\lceil",
    "~|": r"\rceil", "CC": r"\mathbb{C}", "NN": r"\mathbb{N}", "QQ": r"\mathbb{Q}", "RR": r"\mathbb{R}",
    "ZZ": r"\mathbb{Z}", "uarr": r"\uparrow", "darr": r"\downarrow", "rarr": r"\rightarrow", "larr": r"\leftarrow",
    "->": r"\to", ">->": r"\rightarrowtail", "->>": r"\twoheadrightarrow", ">->>": r"\twoheadrightarrow",
    "|->": r"\mapsto", "harr": r"\leftrightarrow", "rArr": r"\Rightarrow", "lArr": r"\Leftarrow",
    "hArr": r"\Leftrightarrow", "del": r"\partial", "grad": r"\nabla", "dx": "dx", "dy": "dy", "dz": "dz",
    "dt": "dt", "Lim": r"\lim", "lcm": r"\operatorname{lcm}", "mod": r"\operatorname{mod}", "-": "-", ",": ",",
    ";": ";", ":": ":", "!": "!", ".": ".", "cancel": r"\text{cancel}", "&": r"\&",
}  # fmt: skip
UNARY: Final = {
    "sqrt": r"\sqrt", "hat": r"\hat", "bar": r"\overline", "overline": r"\overline", "vec": r"\vec", "dot": r"\dot",
    "ddot": r"\ddot", "tilde": r"\tilde", "ul": r"\underline", "underline": r"\underline", "ubrace": r"\underbrace",
    "underbrace": r"\underbrace", "obrace": r"\overbrace", "overbrace": r"\overbrace",
    "overarc": r"\overline", "abs": r"\left\vert {} \right\vert", "norm": r"\left\Vert {} \right\Vert",
    "floor": r"\left\lfloor {} \right\rfloor", "ceil": r"\left\lceil {} \right\rceil",
}  # fmt: skip
BINARY: Final = {
    "frac": r"\frac", "root": r"\sqrt", "stackrel": r"\overset", "overset": r"\overset", "underset": r"\underset",
    "color": r"\textcolor",
}  # fmt: skip
FONTS: Final = {
    "bb": r"\mathbf", "mathbf": r"\mathbf", "bbb": r"\mathbb", "mathbb": r"\mathbb", "cc": r"\mathcal",
    "mathcal": r"\mathcal", "tt": r"\mathtt", "mathtt": r"\mathtt", "fr": r"\mathfrak", "mathfrak": r"\mathfrak",
    "sf": r"\mathsf", "mathsf": r"\mathsf",
}  # fmt: skip
FUNCTIONS: Final = {
    **{name: rf"\{name}" for name in _FUNCTIONS.split()},
    "sech": r"\operatorname{sech}", "csch": r"\operatorname{csch}", "glb": r"\operatorname{glb}",
    "lub": r"\operatorname{lub}",
}  # fmt: skip
LEFT: Final = {"(": "(", "[": "[", "{": r"\{", "{:": ".", "(:": r"\langle", "<<": r"\langle", "langle": r"\langle"}
RIGHT: Final = {")": ")", "]": "]", "}": r"\}", ":}": ".", ":)": r"\rangle", ">>": r"\rangle", "rangle": r"\rangle"}
