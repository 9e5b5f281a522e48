"""Tables: each row is a case, held against the callable that has the table's id.

The header names the columns. A column whose name (in lower case, with underscores) is a parameter of the callable is
given to it, as a number where the cell is one; all other columns state what it returns: the one value, or for several
columns the values of that name (keys of a mapping, else attributes). Without such a column the answer must be true.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.source import Span

from .model import FAILED, Cell, Claim, Trouble, Verdict, broken, held
from .phrase import Declared
from .sentence.binding import OBJECTS, Unbound, bind
from .sentence.binding import parameters as parameters_of
from .sentence.reading import reading
from .session import Session
from .values import Computed, Stated, compare, computed, declared_units
from .words import Reading

HINT = 'write [options="header",role="claim",id="NAME"] above a table with a header row'


def run(session: Session, claim: Claim) -> Verdict:
    """Return the verdict on a table: held when every row is. Raises PreludeError."""
    if not claim.id or len(claim.rows) < 2:
        missing = "a header row and rows" if claim.id else "an id"
        return broken(claim, Code.CLAIM_TABLE, f"a table of cases needs {missing}", HINT)
    layout = _layout(session, claim)
    if isinstance(layout, Verdict):
        return layout
    verdicts = [layout.row(session, claim, row) for row in claim.rows[1:]]
    troubled = [verdict for verdict in verdicts if not verdict.held]
    if not troubled:
        rows = "".join(f"{row.expected}: {row.computed}\n" for row in verdicts)
        return replace(held(claim, f"{len(verdicts)} rows", "all as stated", rows), reading=layout.reading)
    first = replace(troubled[0], reading=layout.reading)
    if len(troubled) == 1:
        return first
    output = "".join(f"{verdict.span.start}: {verdict.message}\n" for verdict in troubled)
    return replace(first, evidence=output, further=tuple(map(_trouble, troubled[1:])))


def _trouble(row: Verdict) -> Trouble:
    return Trouble(row.span, row.code or Code.CLAIM_FAILED, row.message, row.hint)


def row(session: Session, claim: Claim, number: int) -> Verdict:
    """Return the verdict on one row, by its number from 1. Raises PreludeError."""
    layout = _layout(session, claim)
    if isinstance(layout, Verdict):
        return layout
    return replace(layout.row(session, claim, claim.rows[number]), reading=layout.reading)


def stated(session: Session, claim: Claim) -> list[Stated] | Verdict:
    """Return what the cells of a table that held state. A verdict where nothing is computed. Raises PreludeError, and
    what the document's code raises.
    """
    layout = _layout(session, claim)
    if isinstance(layout, Verdict):
        return layout
    return [value for row in claim.rows[1:] for value in layout.computed(claim, row)]


@dataclass(frozen=True, slots=True)
class _Layout:
    """The callable, for each column its name and whether it is a parameter, the units of bare numbers, and what words
    above the table the callable is given in each row.
    """

    function: Callable[..., Any]
    columns: Sequence[tuple[str, bool]]
    units: Declared
    reading: Reading

    def row(self, session: Session, claim: Claim, row: Sequence[Cell]) -> Verdict:
        """The verdict on one row, at its cell."""
        named = self.named(row)
        at = replace(claim, span=Span(row[0].span.start, row[-1].span.end), text=named) if _has_place(row) else claim
        if len(row) != len(self.columns):
            return broken(at, Code.CLAIM_TABLE, f"row '{named}': {len(row)} cells for {len(self.columns)} columns")
        result = session.attempt(at, lambda: Computed(self.function(**self.arguments(row))))
        if isinstance(result, Verdict):
            return replace(result, span=at.span, message=f"row '{named}': {result.message}")
        return self._stated(at, named, row, result.value)

    def named(self, row: Sequence[Cell]) -> str:
        """What a row is called: the cells that are given to the function."""
        return " ".join(cell.text for cell, (_, is_argument) in zip(row, self.columns, strict=False) if is_argument)

    def arguments(self, row: Sequence[Cell]) -> dict[str, int | float | str]:
        """What of a row is given to the function, by its parameters."""
        return {
            name: _value(cell.text) for cell, (name, is_argument) in zip(row, self.columns, strict=True) if is_argument
        }

    def cells(self, row: Sequence[Cell]) -> list[tuple[str, Cell]]:
        """The other cells of a row, with the names of their columns."""
        return [(name, cell) for cell, (name, is_argument) in zip(row, self.columns, strict=True) if not is_argument]

    def computed(self, claim: Claim, row: Sequence[Cell]) -> Iterator[Stated]:
        """What the cells of a row state, and what is computed. Raises what the function raises."""
        result = self.function(**self.arguments(row))
        cells = self.cells(row)
        for name, cell in cells:
            value = _of_column(result, name, alone=len(cells) == 1)
            yield Stated(
                where=_where(self.named(row), name),
                words=cell.text,
                names=cell.names,
                span=_place(claim, cell),
                value=value,
                units=self.units,
            )

    def _stated(self, claim: Claim, named: str, row: Sequence[Cell], result: Any) -> Verdict:
        """The first cell that states something else than the result."""
        cells = self.cells(row)
        if not cells:
            message = f"row '{named}' is false"
            return held(claim, named, "(true)") if result else broken(claim, Code.CLAIM_FAILED, message, status=FAILED)
        computed = []
        for name, cell in cells:
            verdict = _cell(claim, name, cell, result, self.units, alone=len(cells) == 1)
            if not verdict.held:
                words = f"{_where(named, name)}: {verdict.message}"
                return replace(verdict, span=_place(claim, cell), message=words)
            computed.append(f"{name} {cell.text} ({verdict.computed})")
        return held(claim, named, ", ".join(computed))


def _has_place(row: Sequence[Cell]) -> bool:
    return bool(row and row[0].span.start.line and row[-1].span.start.line)


def _where(row: str, column: str) -> str:
    return f"row '{row}', column '{column}'"


def _place(claim: Claim, cell: Cell) -> Span:
    """Where a cell is; one that has no place of its own, where its table or row is."""
    return cell.span if cell.span.start.line else claim.span


def _layout(session: Session, claim: Claim) -> _Layout | Verdict:
    units = declared_units(session, claim)
    if isinstance(units, Verdict):
        return units
    named = computed(session, claim)
    if isinstance(named, Verdict):
        return named
    if not callable(named.value):
        return broken(claim, Code.CLAIM_TABLE, f"'{claim.called}' is not callable, so no row can be computed")
    header = [_name(cell.text) for cell in claim.rows[0]]
    try:
        parameters = inspect.signature(named.value).parameters.values()
    except (TypeError, ValueError):
        return broken(claim, Code.CLAIM_TABLE, f"the parameters of '{claim.called}' are not known")
    parameter_names = [
        parameter.name for parameter in parameters if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    above = _above(session, claim, named.value, header)
    if isinstance(above, Verdict):
        return above
    function, read = above
    return _Layout(function, [(name, name in parameter_names) for name in header], units, read)


def _above(
    session: Session, claim: Claim, function: Callable[..., Any], header: Sequence[str]
) -> tuple[Callable[..., Any], Reading] | Verdict:
    """The callable with those arguments that are no columns but words that are handed on, and how these were read."""
    vocabulary = session.conditions.vocabulary
    takes = [parameter for parameter in parameters_of(function) if parameter.name not in header]
    missing = [one.name for one in takes if one.required and not any(word.kind == one.name for word in claim.words)]
    if missing:
        message = f"'{claim.called}' takes '{missing[0]}', but no column is called so"
        if missing[0] in vocabulary.own:
            message += ", and no such word is handed on from above"
        return broken(claim, Code.CLAIM_TABLE, message, f"the columns are: {', '.join(header)}")
    try:
        binding = bind(claim.called, takes, claim.words, vocabulary)
    except Unbound as error:
        return broken(claim, error.code, str(error), error.hint, span=error.span)
    call, *more = binding.calls()
    if more:
        return broken(
            claim, Code.CLAIM_AMBIGUOUS, f"several words are handed on to the table: {reading(binding, '').call}"
        )
    objects = session.namespace.get(OBJECTS)
    arguments = call.values(objects if isinstance(objects, Mapping) else {})
    read = reading(binding, "as stated in each row")
    return (partial(function, **arguments) if arguments else function), read


def _name(words: str) -> str:
    return re.sub(r"\W+", "_", words.strip().casefold()).strip("_")


def _value(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _cell(claim: Claim, name: str, cell: Cell, result: Any, units: Declared, *, alone: bool) -> Verdict:
    """The verdict on a cell: its words against the result, or against the part of it that has the column's name."""
    try:
        value = _of_column(result, name, alone=alone)
    except KeyError:
        return broken(claim, Code.CLAIM_TABLE, f"the result has no '{name}'")
    return compare(claim, cell.text, cell.names, value, units)


def _of_column(result: Any, name: str, *, alone: bool) -> Any:
    """What of a result a column states. Raises KeyError."""
    return result if alone and not _has(result, name) else _part(result, name)


def _has(result: Any, name: str) -> bool:
    return isinstance(result, Mapping) and name in result


def _part(result: Any, name: str) -> Any:
    if isinstance(result, Mapping):
        return result[name]
    if not hasattr(result, name):
        raise KeyError(name)
    return getattr(result, name)
