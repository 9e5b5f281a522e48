"""The reader: gives the block parser its lines and carries out the directives among them.

Lines are let through in runs. A directive is carried out when the parser asks for the line behind it, so it sees every
attribute that was set above it. Let through is final: ``lines`` and ``refs`` only ever grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from sphinx_adoc.codes import INFO, OF_CODE, WARNING, Code, Severity
from sphinx_adoc.syntax.attrlist import parse_attrlist
from sphinx_adoc.syntax.files import DATES
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.source import Extent, Origin
from sphinx_adoc.syntax.words import BLANKS

from .conditions import defined, evaluate, undefined
from .decode import Trouble, clean_lines
from .frame import Frame, level_offset
from .include import Included, open_include

_DIRECTIVE: Final = re.compile(r"^(\\?)(ifdef|ifndef|ifeval|endif|include)::(\S?[^\[]*)\[(.*)\]$")
DIRECTIVES: Final = frozenset({"ifdef", "ifndef", "ifeval", "endif", "include"})
_MAX_DEPTH: Final = 64
_MAX_INCLUSIONS: Final = 10_000
_MAX_CHARACTERS: Final = 256_000_000


class ReaderHost(Protocol):
    """What the reader asks of the document it reads for."""

    origin: Origin
    settings: Settings

    def attribute(self, name: str, version: int | None = None) -> str | None:
        """Return the value of an attribute now (None: not set)."""
        ...

    def set_attribute(self, name: str, value: str | None) -> None:
        """Set (None: unset) an attribute."""
        ...

    def substitute(self, raw: str, ref: int, missing: str | None = None, *, report: bool = False) -> str:
        """Replace the attribute references in a directive's text; ``missing``: what becomes of those not set."""
        ...

    def include_root(self) -> Path | None:
        """Return the directory that includes must not leave (None: nothing can be included)."""
        ...

    def included(self, path: Path, ref: int) -> None:
        """Take note of a file that was brought in."""
        ...

    def report_line(
        self,
        code: Code,
        message: str,
        ref: int,
        col: int = 1,
        end_col: int = 0,
        *,
        severity: Severity = OF_CODE,
        hint: str = "",
    ) -> None:
        """Record trouble in a line."""
        ...


class Reader:
    """``lines`` that were let through so far, and for each its ref in the document's :class:`Origin`."""

    def __init__(self, host: ReaderHost, lines: list[str], refs: range | list[int], path: Path | None = None) -> None:
        self.host = host
        self.lines: list[str] = []
        self.refs: list[int] = []
        self._conditions: list[tuple[str, int, bool]] = []
        self._left_open: list[tuple[str, int]] = []  # conditions that the file in which they stand does not close
        self._skipping = 0
        self._inclusions = 0
        self._characters = 0
        self._raw = False
        self._first = refs[0] if refs else 0
        self._tail = (0, -1)
        self.size = len(lines)  # of the document's own file
        self._frames = [Frame(lines, refs, path)]
        self._blanks = refs[len(self._frames[0].lines) :]
        self._frames[0].scan()

    def more(self) -> bool:
        """Let more lines through; False where there are none left."""
        before = len(self.lines)
        while self._frames:
            self._step(self._frames[-1])
            if len(self.lines) > before:
                return True
        self._close_conditions()
        return False

    def _step(self, frame: Frame) -> None:
        """Let a run of lines through, or carry out the directive that is next, or leave the file."""
        if frame.pos >= len(frame.lines):
            self._leave(frame)
            return
        upto = frame.directives[-1] if frame.directives else len(frame.lines)
        if frame.pos == upto and self._raw and not self._skipping:
            frame.directives.pop()
            frame.pos += 1
            self._let_through(frame.lines[upto], frame.refs[upto])
        elif frame.pos == upto:
            frame.directives.pop()
            frame.pos += 1
            self._directive(frame, upto)
        else:
            if self._skipping:
                self.host.origin.left_out.update(frame.refs[frame.pos : upto])
            else:
                self.lines.extend(frame.lines[frame.pos : upto])
                self.refs.extend(frame.refs[frame.pos : upto])
            frame.pos = upto

    def before_include(self) -> bool:
        """Go on to the next lines, or to an include directive of the document's own file that counts; tell whether it
        is that. The directive is not carried out.
        """
        before = len(self.lines)
        while self._frames and len(self.lines) == before:
            frame = self._frames[-1]
            if len(self._frames) == 1 and not self._skipping and frame.is_at_include():
                return True
            self._step(frame)
        return False

    @property
    def next_line(self) -> int:
        """The index of the line of the document's own file that is next; behind its last one where that is left."""
        return self._frames[0].pos if self._frames else self.size

    @property
    def conditions(self) -> tuple[tuple[str, int, bool], ...]:
        """The open conditions: as they are written, their refs, and whether they hold."""
        return tuple(self._conditions)

    @property
    def has_left_open(self) -> bool:
        """Whether an included file left a condition open."""
        return bool(self._left_open)

    @property
    def spent(self) -> tuple[int, int]:
        """How many includes there were, and how many characters in them."""
        return self._inclusions, self._characters

    def spend(self, inclusions: int, characters: int) -> None:
        """Count includes that were not read."""
        self._inclusions += inclusions
        self._characters += characters

    def go_to(self, line: int, conditions: Iterable[tuple[str, int, bool]]) -> None:
        """Go on before a directive of the document's own file that counts (a negative line: its end), and forget the
        lines let through so far. Only for a reader that stands in that file.
        """
        self.lines.clear()
        self.refs.clear()
        self._tail = (0, -1)
        self._conditions = [*conditions]
        frame = self._frames[0]
        frame.pos = line if line >= 0 else len(frame.lines)
        while frame.directives and frame.directives[-1] < frame.pos:
            frame.directives.pop()

    def release_blanks(self) -> int:
        """At the end, let the blank lines through that end the document; return how many."""
        blanks, self._blanks = self._blanks, []
        self.lines.extend("" for _ in blanks)
        self.refs.extend(blanks)
        return len(blanks)

    def extent(self) -> Extent:
        """Ref and column of the first and of the last character let through; a blank line has the column 0.

        Blank lines at the end of a file count here, although the parser does not see them.
        """
        lines, (count, tail) = self.lines, self._tail
        ref = self.refs[0] if lines else self._first
        if count == len(lines) and tail >= 0:
            last, end_col = tail, 0
        else:
            last, end_col = (self.refs[-1], len(lines[-1])) if lines else (ref, 0)
        return Extent(ref, int(bool(lines and lines[0])), last, end_col)

    @contextmanager
    def raw(self) -> Iterator[None]:
        """While this is open, lines that look like directives are let through as they are (in a comment block)."""
        self._raw = True
        try:
            yield
        finally:
            self._raw = False

    def _leave(self, frame: Frame) -> None:
        self._frames.pop()
        if self._frames and frame.whole:
            self._left_open += [(name, ref) for name, ref, _ in self._conditions[frame.open_before :]]
        if frame.tail >= 0 and not self._skipping:
            self._tail = (len(self.lines), frame.tail)
        if frame.leveloffset is not None:
            self.host.set_attribute("leveloffset", frame.leveloffset[0])
            if frame.refs and any(outer.pos < len(outer.lines) for outer in self._frames):
                self._let_through("", frame.refs[-1])

    def _close_conditions(self) -> None:
        for name, ref, _ in self._conditions:
            self.host.report_line(Code.CONDITIONAL_UNCLOSED, f"'{name}' is never closed", ref, hint="add endif::[]")
        never = {ref for _, ref, _ in self._conditions}
        for name, ref in self._left_open:
            if ref not in never:
                message = f"'{name}' is still open at the end of its file"
                self.host.report_line(
                    Code.CONDITIONAL_UNCLOSED, message, ref, severity=WARNING, hint="add endif::[] in the same file"
                )
        self._conditions.clear()
        self._left_open.clear()
        self._skipping = 0

    def _let_through(self, line: str, ref: int, shift: int = 0) -> None:
        self.lines.append(line)
        self.refs.append(self.host.origin.derive(ref, shift) if shift else ref)

    def _directive(self, frame: Frame, index: int) -> None:
        line, ref = frame.lines[index], frame.refs[index]
        match = _DIRECTIVE.match(line)
        if self._skipping and not (match and match[2] == "endif"):
            self.host.origin.left_out.add(ref)
        if match is None:
            if not self._skipping:
                self._let_through(line, ref)
            return
        escape, name, target, text = match.groups()
        if escape:
            if not self._skipping:
                self._let_through(line[1:], ref, 1)
        elif name == "include":
            if not self._skipping:
                self._include(frame, target, text, line, ref)
        elif name == "endif":
            self._endif(target, text, ref)
        elif " " in target or "\t" in target:
            self._malformed(name, ref, "no blanks between the names")
            if not self._skipping:
                self._let_through(line, ref)
        else:
            self._condition(name, target, text, ref, match.start(4))

    # -- conditionals --------------------------------------------------------------------------------------------------

    def _condition(self, name: str, target: str, text: str, ref: int, column: int) -> None:
        if name == "ifeval":
            if target or not text:
                self._malformed(name, ref, 'write ifeval::["{name}" == "value"]')
                return
        elif not target:
            self._malformed(name, ref, f"name an attribute: {name}::name[]")
            return
        if self._skipping:
            holds = False
        elif name == "ifeval":
            verdict = evaluate(text, lambda value: self.host.substitute(value, ref, missing="drop"))
            if verdict is None:
                self._malformed(name, ref, 'write ifeval::["{name}" == "value"]')
                return
            holds = verdict
        else:
            decide = defined if name == "ifdef" else undefined
            holds = decide(target, self._is_set)
        if text and name != "ifeval":
            if holds:
                self._let_through(text.rstrip(BLANKS), ref, column)
            else:
                self.host.origin.left_out.add(ref)
            return
        self._conditions.append((f"{name}::{target}[{text}]", ref, holds))
        self._skipping += not holds

    def _is_set(self, attribute: str) -> bool:
        name = attribute.lower()
        return name in DATES or self.host.attribute(name) is not None

    def _endif(self, target: str, text: str, ref: int) -> None:
        if text:
            self._malformed("endif", ref, "write endif::[]")
            return
        if not self._conditions:
            self.host.report_line(Code.CONDITIONAL_UNOPENED, "'endif' without a condition to close", ref)
            return
        opened = self._conditions[-1][0]
        if target and not opened.startswith((f"ifdef::{target}[", f"ifndef::{target}[")):
            self.host.report_line(Code.CONDITIONAL_MISMATCH, f"'endif::{target}[]' does not close '{opened}'", ref)
            return
        _, _, held = self._conditions.pop()
        self._skipping -= not held
        if self._skipping:
            self.host.origin.left_out.add(ref)

    def _malformed(self, name: str, ref: int, hint: str) -> None:
        if not self._skipping:
            message = f"malformed '{name}' directive"
            self.host.report_line(Code.DIRECTIVE_MALFORMED, message, ref, hint=hint)

    # -- includes ------------------------------------------------------------------------------------------------------

    def _include(self, frame: Frame, target: str, text: str, line: str, ref: int) -> None:
        host = self.host
        if not target or target != target.strip(BLANKS):
            self._let_through(line, ref)
            return
        self._inclusions += 1
        if self._inclusions > _MAX_INCLUSIONS or self._characters > _MAX_CHARACTERS:
            message = f"more than {_MAX_INCLUSIONS} includes, or {_MAX_CHARACTERS} characters in them"
            self._unresolved(line, ref, Code.INCLUDE_LIMIT, message, "")
            return
        resolved = host.substitute(target, ref) if "{" in target else target
        attrs = parse_attrlist(host.substitute(text, ref) if "{" in text else text)
        result = open_include(resolved, attrs, frame.path, host.include_root(), host.settings)
        if result.path is None:
            if result.code == Code.INCLUDE_ADDRESS:
                host.report_line(result.code, result.message, ref, hint=result.hint)
                self._let_through(f"link:{resolved.replace(' ', '%20')}[role=include]", ref)
            elif not result.optional:
                self._unresolved(line, ref, result.code, result.message, result.hint)
            else:
                host.report_line(result.code, result.message, ref, severity=INFO)
            return
        if (refusal := self._refusal(result.path, text)) is not None:
            self._unresolved(line, ref, *refusal)
            return
        self._enter(result, result.path, text, ref)

    def _refusal(self, path: Path, selection: str) -> tuple[Code, str, str] | None:
        """The code, message and hint of why an include goes too far, or None."""
        if any(above.path == path and above.selection == selection for above in self._frames):
            return Code.INCLUDE_CYCLE, f"'{path.name}' includes itself", "break the circle of includes"
        if len(self._frames) > (depth := self._max_depth()):
            return Code.INCLUDE_DEPTH, f"includes nested more than {depth} deep", "break the circle of includes"
        return None

    def _max_depth(self) -> int:
        """How deep includes may nest: the attribute ``max-include-depth``, which may only lower the limit."""
        wanted = self.host.attribute("max-include-depth") or ""
        return min(int(wanted[:9]), _MAX_DEPTH) if wanted.isdecimal() else _MAX_DEPTH

    def _unresolved(self, line: str, ref: int, code: Code, message: str, hint: str) -> None:
        self.host.report_line(code, message, ref, hint=hint)
        name = Path(self.host.origin.place(ref, 1).path).name
        self._let_through(f"Unresolved directive in {name} - {line}", ref)

    def _enter(self, result: Included, path: Path, attrs: str, ref: int) -> None:
        host = self.host
        self._characters += len(result.text)
        host.included(path, ref)
        lines, base = load(host, result.text, str(path), result.decoding, ref)
        selection = result.select(lines)
        for number, message in selection.trouble:
            host.report_line(Code.INCLUDE_SELECTION, message, base[number - 1] if number else ref)
        if len(selection.chosen) < len(lines):
            host.origin.left_out.update({*base}.difference(base[i] for i in selection.chosen))
        chosen, texts = selection.chosen, result.indent([lines[i] for i in selection.chosen])
        at_end = bool(texts) and not texts[-1] and chosen[-1] == len(lines) - 1  # behind the last line feed: no line
        inner = Frame(texts, [base[i] for i in chosen], path, kept=len(texts) - at_end)
        inner.selection = attrs
        inner.open_before = len(self._conditions)
        inner.whole = len(chosen) == len(lines)
        inner.scan()
        if leveloffset := result.attrs.named.get("leveloffset"):
            inner.leveloffset = (host.attribute("leveloffset"),)
            host.set_attribute("leveloffset", self._offset(leveloffset, ref))
            self._let_through("", ref)  # no paragraph goes on into another level
        self._frames.append(inner)

    def _offset(self, wanted: str, ref: int) -> str:
        current = self.host.attribute("leveloffset") or "0"
        if (offset := level_offset(current, wanted)) is None:
            self.host.report_line(Code.ATTRIBUTE_VALUE, f"leveloffset is not a number: '{wanted}'", ref)
        return offset or current


def load(
    host: ReaderHost, text: str, path: str, trouble: list[Trouble], included_at: int = -1
) -> tuple[list[str], range]:
    """Register a file's text; return its clean lines with their refs, its trouble reported."""
    lines = clean_lines(text, trouble)
    base = host.origin.add_lines(host.origin.add_file(path, lines, included_at), 1, len(lines))
    for number, column, code, message in trouble:
        host.report_line(code, message, base[min(number, len(base)) - 1], column, column)
    return lines, base
