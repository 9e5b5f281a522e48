"""AsciiMath to TeX, by the grammar that its authors publish.

::

    v ::= letter | number | symbol             s ::= v | left e right | unary s | binary s s | "text"
    i ::= s_s | s^s | s_s^s | s                e ::= i e | i / i

Every text has a reading: what opens a bracket and does not close it is closed at the end, and a word that is no symbol
is its letters. So nothing here fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from .asciimath_symbols import BINARY, FONTS, FUNCTIONS, LEFT, RIGHT, SYMBOLS, UNARY

_TEXT: Final = "text"
_DEPTH: Final = 50  # of brackets; deeper ones are shown as they are written
_ROWS: Final = 2  # that a matrix has at least
_PRIME: Final = "'"
_NEXT_ROW: Final = r" \\ "
_BRACKETS: Final = re.compile(r"\A\\left(?:\\\{|.) | \\right(?:\\\}|.)\Z")


class Token(NamedTuple):
    """A piece of a formula. ``tex``: what it is in TeX.

    ``kind``: symbol, unary, binary, font, function, left, right, number, letter, text, operator (``_ ^ /``), or
    bar (a bracket on both sides).
    """

    kind: str
    source: str
    tex: str


_KINDS: Final[tuple[tuple[str, Mapping[str, str]], ...]] = (
    ("symbol", SYMBOLS),
    ("unary", UNARY),
    ("binary", BINARY),
    ("font", FONTS),
    ("function", FUNCTIONS),
    ("left", LEFT),
    ("right", RIGHT),
    ("operator", {"_": "_", "^": "^", "/": "/"}),
    ("bar", {"|": r"\vert", "||": r"\Vert"}),
)
_NAMED: Final = {name: Token(kind, name, tex) for kind, table in _KINDS for name, tex in table.items()}
_NAMED.update(dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}", _NAMED["-"]))
_LONGEST_FIRST: Final = "|".join(map(re.escape, sorted(_NAMED, key=len, reverse=True)))
_TOKEN: Final = re.compile(
    r'\s+|"(?P<quoted>[^"]*)"|(?:text|mbox)\((?P<text>[^)]*)\)|(?P<number>\d+(?:\.\d+)?)'
    rf"|(?P<named>{_LONGEST_FIRST})|(?P<other>.)",
    re.DOTALL,
)
_SPECIAL: Final = re.compile(r"[\\{}$&#^_%~]")


def to_tex(formula: str) -> str:
    """Return a formula in AsciiMath as TeX."""
    return _Reader(_tokens(formula)).expression().strip()


def _tokens(formula: str) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(formula):
        if match["named"] is not None:
            tokens.append(_NAMED[match["named"]])
        elif match["number"] is not None:
            tokens.append(Token("number", match["number"], match["number"]))
        elif match["quoted"] is not None or match["text"] is not None:
            words = match["quoted"] if match["quoted"] is not None else match["text"]
            tokens.append(Token(_TEXT, words, rf"\text{{{_escaped(words)}}}"))
        elif match["other"] is not None:
            tokens.append(Token("letter", match["other"], _escaped(match["other"])))
    return tokens


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: {"\\": r"\backslash "}.get(match[0], "\\" + match[0]), text)


class _Reader:
    """Goes over tokens once, from left to right; what is inside brackets has a reader of its own."""

    def __init__(self, tokens: Sequence[Token], depth: int = 0) -> None:
        self.tokens = tokens
        self.depth = depth
        self.at = 0
        self.ends = _ends(tokens)

    def peek(self) -> Token | None:
        """The token at hand."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def is_operator(self, source: str) -> bool:
        """Whether the token at hand is this operator."""
        token = self.peek()
        return token is not None and token.kind == "operator" and token.source == source

    def expression(self) -> str:
        """All terms and fractions."""
        parts: list[str] = []
        while self.peek() is not None:
            parts.append(self.fraction())
        return " ".join(filter(None, parts))

    def fraction(self) -> str:
        """A term, or one over another."""
        start = self.at
        above = self.term()
        if not self.is_operator("/"):
            return above
        above = self.unwrapped(start, above)
        self.at += 1
        start = self.at
        below = self.term()
        return rf"\frac{{{above}}}{{{self.unwrapped(start, below)}}}"

    def term(self) -> str:
        """A simple thing with what stands below and above it."""
        if self.is_operator("/"):
            self.at += 1
            return "/"
        tex = "{}" if self.is_operator("_") or self.is_operator("^") else self.simple()
        below = self.attached("_")
        above = self.attached("^")
        below = below or self.attached("_")
        following = self.peek() if above else None
        apart = "{}" if following is not None and following.source == _PRIME else ""  # TeX takes it for a second one
        return tex + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "") + apart

    def attached(self, operator: str) -> str:
        """What follows an operator; '' where it does not stand here."""
        if not self.is_operator(operator):
            return ""
        self.at += 1
        sign = self.peek()
        if sign is not None and sign.source == "-":
            self.at += 1
            return f"-{self.argument()}"
        return self.argument()

    def argument(self) -> str:
        """A simple thing, without the brackets that only hold it together."""
        start = self.at
        return self.unwrapped(start, self.simple())

    def unwrapped(self, start: int, tex: str) -> str:
        """What was made of the tokens from ``start`` on, without brackets where these are around all of it."""
        if start >= len(self.tokens) or self.ends.get(start) != self.at - 1 or self.tokens[start].source not in "([{":
            return tex
        return _BRACKETS.sub("", tex)

    def simple(self) -> str:
        """One thing: a symbol, a bracketed expression, or a command with what belongs to it."""
        token = self.peek()
        if token is None:
            return "{}"
        self.at += 1
        match token.kind:
            case "left":
                return self.bracketed(token)
            case "bar":
                return self.barred(token)
            case "unary":
                argument = self.argument()
                return token.tex.replace("{}", argument) if "{}" in token.tex else rf"{token.tex}{{{argument}}}"
            case "binary":
                return self.two(token)
            case "font":
                return rf"{token.tex}{{{self.font_argument()}}}"
        return token.tex

    def two(self, token: Token) -> str:
        """A command with two arguments."""
        first, second = self.argument(), self.argument()
        if token.source == "color":  # a matter of style; TeX in web pages does not know it everywhere
            return second
        if token.source == "root":
            return rf"\sqrt[{first}]{{{second}}}"
        return rf"{token.tex}{{{first}}}{{{second}}}"

    def font_argument(self) -> str:
        """What a font is for: the words of a text, or anything else."""
        token = self.peek()
        if token is not None and token.kind == _TEXT:
            self.at += 1
            return _escaped(token.source)
        return self.argument()

    def bracketed(self, left: Token) -> str:
        """An expression in brackets, which may be a matrix; without a closing one to the end."""
        start, end = self.at, self.ends.get(self.at - 1, len(self.tokens))
        inner = self.tokens[start:end]
        closing = self.tokens[end].tex if end < len(self.tokens) else "."
        self.at = end + 1
        if self.depth >= _DEPTH:
            return " ".join(_escaped(token.source) for token in inner)
        content = self.matrix(inner) or _Reader(inner, self.depth + 1).expression()
        return rf"\left{left.tex} {content} \right{closing}"

    def matrix(self, tokens: Sequence[Token]) -> str:
        """The rows that tokens are, as a matrix; '' where they are none: at least two, and all as long."""
        rows = _rows(tokens)
        if len(rows) < _ROWS or len({len(row) for row in rows}) != 1:
            return ""
        lines = [" & ".join(_Reader(cell, self.depth + 1).expression() for cell in row) for row in rows]
        return rf"\begin{{matrix}} {_NEXT_ROW.join(lines)} \end{{matrix}}"

    def barred(self, bar: Token) -> str:
        """An expression between bars; a bar without a second one is a symbol."""
        end = next((at for at in range(self.at, len(self.tokens)) if self.tokens[at] == bar), None)
        if end is None or self.depth >= _DEPTH:
            return bar.tex
        inner = _Reader(self.tokens[self.at : end], self.depth + 1).expression()
        self.at = end + 1
        return rf"\left{bar.tex} {inner} \right{bar.tex}"


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each bracket closes that does."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind == "left":
            opened.append(at)
        elif token.kind == "right" and opened:
            ends[opened.pop()] = at
    return ends


def _rows(tokens: Sequence[Token]) -> list[list[list[Token]]]:
    """The rows ``[a,b],[c,d]`` as lists of cells; [] where the tokens are anything else."""
    rows: list[list[list[Token]]] = []
    depth = 0
    for token in tokens:
        if token.kind == "left" and depth == 0:
            if token.source not in ("(", "["):
                return []
            rows.append([[]])
            depth = 1
        elif depth == 0:
            if token.source != ",":
                return []
        elif token.kind == "right" and depth == 1:
            depth = 0
        elif token.source == "," and depth == 1:
            rows[-1].append([])
        else:
            depth += (token.kind == "left") - (token.kind == "right")
            rows[-1][-1].append(token)
    return rows
