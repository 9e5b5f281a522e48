"""What stops TeX in a formula, told without TeX: groups, environments, alignment, scripts, missing arguments.

Only what is wrong with any packages is looked for. Whether a command exists is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\\(?:[A-Za-z]+|.|\Z)|\s+|.", re.DOTALL)
_NAME: Final = re.compile(r"\s*\{([A-Za-z]+\*?)\}")
_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n?")
_DELIMITERS: Final = re.compile(r"\A\s*(\\\[|\\\(|\$\$)(.*?)(?:\\\]|\\\)|\$\$)\s*\Z", re.DOTALL)  # as asciidoc-py has
_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")
_DISPLAYS: Final = frozenset(
    ("align", "alignat", "displaymath", "eqnarray", "equation", "flalign", "gather", "math", "multline")
)
_UNALIGNED: Final = frozenset(("displaymath", "equation", "gather", "gathered", "math", "multline"))
_TEXT: Final = frozenset(
    ("\\hbox", "\\mbox", "\\text", "\\textbf", "\\textit", "\\textnormal", "\\textrm", "\\textsf", "\\texttt")
)
_ARGUMENTS: Final = {
    **dict.fromkeys(("\\binom", "\\cfrac", "\\dbinom", "\\dfrac", "\\frac", "\\tbinom", "\\tfrac"), 2),
    **dict.fromkeys(("\\overset", "\\stackrel", "\\underset"), 2),
    **dict.fromkeys(("\\bar", "\\ddot", "\\dot", "\\hat", "\\overbrace", "\\overline", "\\sqrt", "\\tilde"), 1),
    **dict.fromkeys(("\\underbrace", "\\underline", "\\vec", "\\widehat", "\\widetilde"), 1),
    **dict.fromkeys(("\\mathbb", "\\mathbf", "\\mathcal", "\\mathit", "\\mathrm", "\\mathsf", "\\mathtt"), 1),
    **dict.fromkeys(_TEXT, 1),
}
_NO_ARGUMENT: Final = frozenset(("}", "&", "\\\\", "\\right", "\\end", "^", "_"))
_NAMES: Final = frozenset(
    ("\\class", "\\color", "\\cssId", "\\eqref", "\\href", "\\hspace", "\\label", "\\ref", "\\tag", "\\url", "\\vspace")
)
_DEFINES: Final = re.compile(r"\\(?:re)?newcommand|\\(?:g|e|x)?def\b|\\let\b")
_NO_ATOMS: Final = frozenset(("\\limits", "\\nolimits"))
_OPENING: Final = {"}": "{", "]": "["}
_DELIMITS: Final = frozenset(("\\left", "\\middle", "\\right"))


class TexTrouble(NamedTuple):
    """What is wrong with a formula, and between which offsets."""

    message: str
    start: int
    end: int


def trouble(tex: str, *, block: bool) -> TexTrouble | None:
    """Return the first thing in a formula that stops TeX; None where nothing is known to.

    One that defines commands is not looked at. In a block, comments are none of the formula.
    """
    if defines(tex):
        return None
    tex = _COMMENT.sub(_blank, tex) if block else tex
    return _Scanner(_DELIMITERS.sub(_without, tex), block=block).find()


def defines(tex: str) -> bool:
    """Return whether a formula defines commands of its own."""
    return _DEFINES.search(tex) is not None


def _blank(comment: re.Match[str]) -> str:
    return comment[1] + " " * (len(comment[0]) - len(comment[1]))


def _without(match: re.Match[str]) -> str:
    """A formula with blanks in the place of the delimiters around it."""
    return " " * (match.start(2) - match.start()) + match[2] + " " * (match.end() - match.end(2))


def is_display(tex: str) -> bool:
    """Return whether a formula is displays of TeX, which begin and end the mode of formulas themselves."""
    start = tex.lstrip()
    name = _NAME.match(start, len("\\begin")) if start.startswith("\\begin") else None
    return name is not None and name[1].rstrip("*") in _DISPLAYS


def block_of(tex: str) -> str:
    """Return the formula of a block as every output takes it: no comments, no blank lines inside of it (those between
    formulas stay), and an environment around rows of more than two columns.
    """
    tex = inline_of(_COMMENT.sub(r"\1", tex))
    parts = _BLANK.split(tex)
    if any(trouble(part, block=True) for part in parts) or is_display(tex):
        parts = ["\n".join(parts)]
    return "\n\n".join(part if is_display(part) or not _is_wide(part) else _aligned(part) for part in parts)


def inline_of(tex: str) -> str:
    """Return a formula without the delimiters of TeX that some write around it."""
    return _DELIMITERS.sub(_without, tex).strip()


def _aligned(part: str) -> str:
    return rf"\begin{{aligned}}{part}\end{{aligned}}"


def _is_wide(tex: str) -> bool:
    """Whether a row of the formula itself has more than one '&'."""
    scanner = _Scanner(tex, block=True)
    return scanner.find() is None and scanner.most_columns > 1


@dataclass(slots=True)
class _Group:
    """What tokens stand in. ``opening``: '{', '\\left', the name of an environment, or '' for the formula itself.

    ``scripts``: those that the last atom has. ``kind``: a 'formula', 'text', or a 'name' of which nothing is read.
    """

    opening: str
    start: int
    aligned: bool = False
    kind: str = "formula"
    scripts: set[str] = field(default_factory=set)


class _Scanner:
    """Goes through a formula, token by token. ``most_columns``: the most '&' of a row of the formula itself."""

    def __init__(self, tex: str, *, block: bool) -> None:
        self.most_columns = 0
        self._tex = tex
        self._block = block
        found = ((match.group(), match.start()) for match in _TOKEN.finditer(tex))
        self._tokens = [(token, start) for token, start in found if not token.isspace()]
        self._behind = _group_ends(self._tokens)
        self._groups = [_Group("", 0, aligned=block)]
        self._columns = 0
        self._before = ""  # the token before
        self._dollars = 0  # in words

    def find(self) -> TexTrouble | None:
        """Return the first trouble."""
        for number, (token, start) in enumerate(self._tokens):
            if message := self._take(number, token, start):
                return TexTrouble(message, start, start + len(token))
            self._before = token
        if self._before in ("^", "_"):
            start = self._tokens[-1][1]
            return TexTrouble(f"nothing stands behind '{self._before}'", start, start + 1)
        last = self._groups[-1]
        return None if len(self._groups) == 1 else TexTrouble(_unclosed(last), last.start, last.start + 1)

    def _take(self, number: int, token: str, start: int) -> str:
        """Take a token; return what is wrong with it, or ''."""
        group = self._groups[-1]
        if self._before in _DELIMITS:
            return f"'{self._before}' has no delimiter" if token in "{}&^_$#%" else ""
        if self._before in ("^", "_") and token in _NO_ARGUMENT and group.kind == "formula":
            return f"nothing stands behind '{self._before}'"
        if token == "{":
            return self._open(start)
        if token == "}":
            return self._close("{", "'}' closes nothing")
        if group.kind != "formula":
            return self._in_text(token) if group.kind == "text" else ""
        if token in ("^", "_", "'"):
            return self._script(token)
        if self._before not in ("^", "_") and token not in _NO_ATOMS:
            group.scripts.clear()
        if token in ("&", "\\\\"):
            return self._column(token)
        if token in ("$", "#", "%"):
            return f"'{token}' has another meaning in TeX; write '\\{token}'"
        return self._command(number, token, start) if token[0] == "\\" else ""

    # -- groups --------------------------------------------------------------------------------------------------------

    def _open(self, start: int) -> str:
        outer = self._groups[-1]
        if self._before not in ("^", "_"):
            outer.scripts.clear()
        kind = outer.kind
        if kind == "formula":
            kind = "text" if self._before in _TEXT else "name" if self._before in _NAMES else kind
        self._groups.append(_Group("{", start, kind=kind))
        return ""

    def _close(self, opening: str, message: str) -> str:
        group = self._groups[-1]
        if group.opening != opening:
            return message if len(self._groups) == 1 or opening != "{" else _unclosed(group)
        self._groups.pop()
        if group.kind == "text" and self._groups[-1].kind == "formula" and self._dollars % 2:
            return "'$' is never closed"
        return ""

    def _environment(self, token: str, start: int) -> str:
        name = _NAME.match(self._tex, start + len(token))
        if name is None:
            return f"'{token}' names no environment"
        if token == "\\end":
            return self._close(name[1], f"'\\end{{{name[1]}}}' closes nothing")
        kind = name[1].rstrip("*")
        if kind in _DISPLAYS and not self._block:
            return f"'{kind}' is a display of its own, and none inside of a formula; 'aligned' or 'gathered' is"
        self._groups.append(_Group(name[1], start, aligned=kind not in _UNALIGNED))
        return ""

    # -- inside of groups ----------------------------------------------------------------------------------------------

    def _in_text(self, token: str) -> str:
        if token == "$":
            self._dollars += 1
        elif token in ("&", "#", "%") or (token in ("^", "_") and self._dollars % 2 == 0):
            return f"'{token}' is no character of a text; write '\\{token}'"
        return ""

    def _script(self, token: str) -> str:
        scripts = self._groups[-1].scripts
        kind = "^" if token == "'" else token
        if kind in scripts and not (self._before == "'" and "'" in scripts):
            return f"a second {'subscript' if kind == '_' else 'superscript'}; braces say what it belongs to"
        scripts.add(kind)
        (scripts.add if token == "'" else scripts.discard)("'")
        return ""

    def _column(self, token: str) -> str:
        if token == "&" and not self._groups[-1].aligned:
            return "'&' stands outside of an alignment"
        if len(self._groups) == 1:
            self._columns = self._columns + 1 if token == "&" else 0
            self.most_columns = max(self.most_columns, self._columns)
        return ""

    def _command(self, number: int, token: str, start: int) -> str:
        if token in ("\\(", "\\)", "\\[", "\\]", "\\"):
            return f"'{token}' does not belong into a formula"
        if token in ("\\begin", "\\end"):
            return self._environment(token, start)
        if token == "\\left":
            self._groups.append(_Group("\\left", start))
        if token == "\\right":
            return self._close("\\left", "'\\right' has no '\\left'")
        return self._lacks(number, token) if token in _ARGUMENTS else ""

    def _lacks(self, number: int, token: str) -> str:
        """What is missing behind a command that takes arguments."""
        at = number + 1
        if token == "\\sqrt":
            at = self._behind.get(at, at) if self._token(at) == "[" else at
        for _ in range(_ARGUMENTS[token]):
            if self._token(at) in _NO_ARGUMENT:
                return f"'{token}' lacks an argument"
            at = self._behind.get(at, at + 1)
        return ""

    def _token(self, number: int) -> str:
        """A token by its number; at the end what no argument begins with."""
        return self._tokens[number][0] if number < len(self._tokens) else "}"


def _group_ends(tokens: list[tuple[str, int]]) -> dict[int, int]:
    """The numbers of the tokens behind each group in braces or brackets, by that of its first one."""
    ends: dict[int, int] = {}
    open_ones: dict[str, list[int]] = {"{": [], "[": []}
    for number, (token, _) in enumerate(tokens):
        if token in open_ones:
            open_ones[token].append(number)
        elif token in _OPENING and open_ones[_OPENING[token]]:
            ends[open_ones[_OPENING[token]].pop()] = number + 1
    return ends


def _unclosed(group: _Group) -> str:
    opening = group.opening if group.opening in ("{", "\\left") else f"\\begin{{{group.opening}}}"
    return f"'{opening}' is never closed"
