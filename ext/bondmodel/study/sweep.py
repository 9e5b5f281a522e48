"""Many scenarios at once: what holds in all of them, what in some, and the smallest that shows it.

`sweep(base, mode=[...], phase=phases(30))` runs every combination. Its questions are callables that take a `Trace`, or
names of what a `Trace` has.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from bondmodel.errors import ModelError

from .scenario import Scenario
from .trace import Trace

Question = str | Callable[[Trace], Any]
LASTING = 1.0  # seconds after which a progress line appears


def phases(count: int) -> tuple[float, ...]:
    """Return `count` evenly spaced phases, the first 0."""
    if count < 1:
        raise ModelError(f"phases: {count!r} is not a whole number of at least 1")
    return tuple(i / count for i in range(count))


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both reached; `high` is infinite where something never came."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.low <= value <= self.high

    def within(self, low: float, high: float) -> bool:
        """Return whether all of it lies between `low` and `high`."""
        return low <= self.low and self.high <= high

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}" if math.isfinite(self.high) else f"{self.low:g} to never"


@dataclass(frozen=True, slots=True)
class Case:
    """One combination: its place in the sweep, the values of the axes, the scenario and its run."""

    number: int
    values: Mapping[str, Any]
    scenario: Scenario
    trace: Trace

    @property
    def size(self) -> tuple[int, int, int, int]:
        """How complex the case is, to choose the simplest: nodes, slaves, faults, fields that are not the default."""
        s = self.scenario
        return s.nodes, s.slaves, len(s.faults), len(repr(s))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a sweep says about a statement: true or false, and how it knows."""

    holds: bool
    text: str

    def __bool__(self) -> bool:
        return self.holds

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Sweep:
    """The cases of a sweep, in order."""

    cases: tuple[Case, ...]

    def __len__(self) -> int:
        return len(self.cases)

    def __iter__(self) -> Iterator[Case]:
        return iter(self.cases)

    # -- statements

    def always(self, question: Question, given: Question | None = None) -> Verdict:
        """Return whether the answer is true in every case (of those in which `given` is true); false when there is no
        such case.
        """
        return self._judge(question, given, "always", against=False)

    def never(self, question: Question, given: Question | None = None) -> Verdict:
        """Return whether the answer is true in no case (of those in which `given` is true); false when there is none
        such.
        """
        return self._judge(question, given, "never", against=True)

    def sometimes(self, question: Question, given: Question | None = None) -> Verdict:
        """Return whether the answer is true in some case (of those in which `given` is true)."""
        cases = self._given(given)
        hits = [case for case in cases if _answer(question, case.trace)]
        name = _name(question)
        if not hits:
            text = f"sometimes {name}: false, in none of {len(cases)} cases{_restriction(given, self)}"
            return Verdict(holds=False, text=text)
        smallest = min(hits, key=lambda case: (case.size, case.number))
        text = (
            f"sometimes {name}: true in {len(hits)} of {len(cases)} cases\nthe smallest:\n{snippet(smallest, question)}"
        )
        return Verdict(holds=True, text=text)

    def _judge(self, question: Question, given: Question | None, word: str, *, against: bool) -> Verdict:
        cases = self._given(given)
        name = _name(question)
        if not cases:
            return Verdict(holds=False, text=f"{word} {name}: nothing was checked, no case{_restriction(given, self)}")
        wrong = [case for case in cases if bool(_answer(question, case.trace)) is against]
        if not wrong:
            return Verdict(holds=True, text=f"{word} {name}: true, {len(cases)} cases")
        smallest = min(wrong, key=lambda case: (case.size, case.number))
        text = (
            f"{word} {name}: false in {len(wrong)} of {len(cases)} cases\nthe smallest:\n{snippet(smallest, question)}"
        )
        return Verdict(holds=False, text=text)

    def _given(self, given: Question | None) -> list[Case]:
        return [case for case in self.cases if given is None or _answer(given, case.trace)]

    # -- numbers

    def interval(self, question: Question) -> Interval:
        """Return the least and the greatest answer; None counts as never, that is infinite.

        ModelError when there is no case.
        """
        if not self.cases:
            raise ModelError(f"interval of {_name(question)}: nothing was run, the sweep has no case")
        answers = [math.inf if (a := _answer(question, case.trace)) is None else float(a) for case in self.cases]
        return Interval(min(answers), max(answers))

    def counts(self, question: Question) -> Counter[Any]:
        """Return how many cases give each answer."""
        return Counter(_answer(question, case.trace) for case in self.cases)

    # -- parts

    def where(self, **values: Any) -> Sweep:
        """Return the cases with these values of the scenario's fields."""
        return Sweep(tuple(c for c in self.cases if all(getattr(c.scenario, k) == v for k, v in values.items())))

    def by(self, axis: str) -> dict[Any, Sweep]:
        """Return the cases of each value of one axis, in the order in which the values were given."""
        out: dict[Any, list[Case]] = {}
        for case in self.cases:
            out.setdefault(getattr(case.scenario, axis), []).append(case)
        return {value: Sweep(tuple(cases)) for value, cases in out.items()}

    def which(self, axis: str, question: Question) -> list[Any]:
        """Return the values of an axis for which the answer is sometimes true."""
        return [value for value, part in self.by(axis).items() if part.sometimes(question)]

    @cached_property
    def traces(self) -> tuple[Trace, ...]:
        """The runs."""
        return tuple(case.trace for case in self.cases)


def sweep(
    base: Scenario | None = None, *, executor: Any = None, progress: bool | None = None, **axes: Iterable[Any]
) -> Sweep:
    """Run `base` with every combination of the values in `axes`, which are fields of `Scenario`.

    `executor`: any `concurrent.futures.Executor`, or a Dask client; without it the cases run here, one by one. The
    result is the same either way. `progress`: whether to show a line on standard error while it lasts (default: on a
    terminal). ModelError for an axis that is no field or has no values.
    """
    scenarios = combinations(base or Scenario(), axes)
    runs = _runs([scenario for _, scenario in scenarios], executor)
    line = _Progress(len(scenarios), wanted=sys.stderr.isatty() if progress is None else progress)
    cases = []
    for number, ((values, scenario), trace) in enumerate(zip(scenarios, runs, strict=True)):
        cases.append(Case(number, values, scenario, trace))
        line.step(number + 1)
    line.close()
    return Sweep(tuple(cases))


def combinations(base: Scenario, axes: Mapping[str, Iterable[Any]]) -> list[tuple[dict[str, Any], Scenario]]:
    """Return each combination of the values of some fields, and the scenario it makes."""
    lists = {name: _values(base, name, values) for name, values in axes.items()}
    combos = [dict(zip(lists, combo, strict=True)) for combo in product(*lists.values())]
    return [(values, base.but(**values)) for values in combos]


def _values(base: Scenario, name: str, values: Iterable[Any]) -> list[Any]:
    if name not in Scenario.__dataclass_fields__:
        raise ModelError(f"sweep: Scenario has no field {name!r}")
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ModelError(f"sweep: {name} needs a list of values, not {values!r}")
    listed = list(values)
    if not listed:
        raise ModelError(f"sweep: {name} has no values, so nothing would be run")
    return listed


def run(scenario: Scenario) -> Trace:
    """Run one scenario: what an executor is given."""
    return scenario.run()


def _runs(scenarios: list[Scenario], executor: Any) -> Iterable[Trace]:
    if executor is None:
        return map(run, scenarios)
    if not isinstance(executor, Executor) and hasattr(executor, "get_executor"):
        executor = executor.get_executor(pure=False)
    chunk = max(1, min(64, len(scenarios) // 16))
    runs: Iterable[Trace] = executor.map(run, scenarios, chunksize=chunk)
    return runs


class _Progress:
    """A line on standard error, once the work has lasted."""

    def __init__(self, total: int, *, wanted: bool) -> None:
        self.total, self.wanted, self.shown = total, wanted, False
        self.next = time.monotonic() + LASTING

    def step(self, done: int) -> None:
        if self.wanted and time.monotonic() >= self.next:
            self.shown = True
            self.next = time.monotonic() + LASTING / 5
            sys.stderr.write(f"\rsweep: {done} of {self.total} cases")
            sys.stderr.flush()

    def close(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


# -- words


def _answer(question: Question, trace: Trace) -> Any:
    if not isinstance(question, str):
        return question(trace)
    if not hasattr(trace, question):
        raise ModelError(f"question: a Trace has no {question!r}")
    value = getattr(trace, question)
    return value() if callable(value) else value


def _name(question: Question) -> str:
    """What a question is called; one without a name still makes a sentence."""
    name = question if isinstance(question, str) else getattr(question, "__name__", "<lambda>")
    return "it is so" if name == "<lambda>" else name


def _restriction(given: Question | None, whole: Sweep) -> str:
    return "" if given is None else f" of {len(whole.cases)} in which {_name(given)}"


def snippet(case: Case, question: Question, identifier: str = "counterexample") -> str:
    """Return a case as a claim in AsciiDoc, to be pasted into a document: it says what the model answers."""
    answer = _answer(question, case.trace)
    lines = ["from bondmodel import Cut, Fault, Scenario, Stop", f"run = {case.scenario!r}.run()"]
    lines.append(f"assert {_call_of(question)} == {answer!r}")
    return "\n".join([f'["source","python",role="claim",id="{identifier}"]', "----", *lines, "----"])


def _call_of(question: Question) -> str:
    """The question in Python, put to `run`."""
    if not isinstance(question, str):
        name = _name(question)
        return f"{name if name.isidentifier() else 'question'}(run)"
    return f"run.{question}()" if callable(getattr(Trace, question, None)) else f"run.{question}"
