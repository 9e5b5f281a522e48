"""Judges what documents name against the repository: it is there, it is broken (with the commit that removed it), or
it is not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.suggest import did_you_mean
from sphinx_adoc.syntax.document import Document

from .candidates import ADDRESS, FUNCTION, OPTION, PATH, PYTHON, REQUIREMENT, SYMBOL, VARIABLE, Candidate, candidates
from .history import SEARCHES, Removal
from .repository import Known, names_of
from .uses import FOREIGN, defines_function, defines_option, quotes, reads_variable

HOLDS, BROKEN, NOT_JUDGED = "holds", "broken", "not judged"
MIN_SIMILARITY: Final = 0.9
KEY: Final = "key"
UNSEARCHED: Final = f"words that the history was not asked for, as {SEARCHES} were"


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of something that is named: ``why``, for what is broken the receipt, for what is not judged the
    reason.
    """

    candidate: Candidate
    verdict: str
    why: str = ""
    hint: str = ""

    def finding(self) -> Finding | None:
        """Return the finding that it is when it is broken."""
        if self.verdict != BROKEN:
            return None
        named = self.candidate
        message = f"the {named.kind} '{named.name}' is not there: {self.why}"
        return Finding(Code.FACT_BROKEN, message, named.span, hint=self.hint, stack=named.stack)


def judge(documents: Mapping[str, Document], folder: Path) -> list[Judged]:
    """Return what documents name, judged against the repository around a folder. Nothing is run."""
    known = Known(folder)
    return [
        _judged(known, Path(path).parent, candidate)
        for path, document in documents.items()
        for candidate in candidates(document)
    ]


def summary(judged: Collection[Judged], documents: int) -> str:
    """Return what share was judged, in a line."""
    counts = Counter(each.verdict for each in judged)
    decided = counts[HOLDS] + counts[BROKEN]
    share = f" ({decided / len(judged):.0%})" if judged else ""
    reasons = Counter(each.why for each in judged if each.verdict == NOT_JUDGED)
    why = f": {'; '.join(f'{reason} ({count})' for reason, count in reasons.most_common())}" if reasons else ""
    return (
        f"judged {decided} of {number_of(len(judged), 'fact')}{share} in {number_of(documents, 'document')}: "
        f"{counts[HOLDS]} hold, {counts[BROKEN]} broken; not judged {counts[NOT_JUDGED]}{why}"
    )


def _judged(known: Known, folder: Path, candidate: Candidate) -> Judged:
    return _BY_KIND[candidate.kind](known, folder, candidate)


def _path(known: Known, folder: Path, candidate: Candidate) -> Judged:
    name = candidate.name.removeprefix("./").rstrip("/")
    if name in known.files or (folder / name).exists() or any(path.endswith(f"/{name}") for path in known.files):
        return Judged(candidate, HOLDS)
    if receipt := known.history.deleted(name):
        return Judged(candidate, BROKEN, receipt)
    beside = [path for path in known.files if path.rpartition("/")[0] == name.rpartition("/")[0]]
    near = get_close_matches(name, beside, n=1, cutoff=MIN_SIMILARITY) if "/" in name else []
    if near:
        return Judged(candidate, BROKEN, f"nor was it ever; there is {near[0]}", did_you_mean(near[0]))
    return Judged(candidate, NOT_JUDGED, "paths that this repository never had")


def _option(known: Known, folder: Path, candidate: Candidate) -> Judged:
    own = candidate.command in known.commands
    if candidate.command and not own:
        return Judged(candidate, NOT_JUDGED, "options of other programs")
    if candidate.name in known.options:
        return Judged(candidate, HOLDS)
    near = _near(candidate, known.options)
    removal = known.removed(candidate.name)
    if removal and (near or own or defines_option(candidate.name, removal.lines)):
        return _removed(candidate, removal, near)
    if own and not removal:
        return Judged(candidate, BROKEN, f"no source of {candidate.command} names it", near)
    return _unjudged(known, candidate, "options that no source names")


def _variable(known: Known, folder: Path, candidate: Candidate) -> Judged:
    name = candidate.name
    own = any(name.startswith(f"{word}_") for word in known.own_words)
    if not own and name.partition("_")[0] in FOREIGN and name not in known.variables:
        return Judged(candidate, NOT_JUDGED, "variables of other programs")

    def was_ours(lines: Iterable[str]) -> bool:
        return own or bool(_near(candidate, known.variables)) or reads_variable(name, lines)

    return _against_sources(known, candidate, known.variables, was_ours, "variables that no source names")


def _function(known: Known, folder: Path, candidate: Candidate) -> Judged:
    """A function without its module: broken where sources defined it once, and do not name it any more."""
    was_ours = partial(defines_function, candidate.name)
    return _against_sources(known, candidate, known.names, was_ours, "functions that no source defined")


def _address(known: Known, folder: Path, candidate: Candidate) -> Judged:
    """An absolute path, of a server or of a machine: broken where sources had it in quotes once."""
    was_ours = partial(quotes, candidate.name)
    return _against_sources(known, candidate, known.addresses, was_ours, "absolute paths that no source has")


def _against_sources(
    known: Known,
    candidate: Candidate,
    words: Collection[str],
    was_ours: Callable[[Iterable[str]], bool],
    reason: str,
) -> Judged:
    """Judge a name by the words of the sources: it holds where it is one of them, and is broken where a commit removed
    it and the removed lines show that it belonged to the project (``was_ours``). ``reason``: why it is not judged else.
    """
    if candidate.name in words:
        return Judged(candidate, HOLDS)
    removal = known.removed(candidate.name)
    if removal and was_ours(removal.lines):
        return _removed(candidate, removal, _near(candidate, words))
    return _unjudged(known, candidate, reason)


def _removed(candidate: Candidate, removal: Removal, hint: str) -> Judged:
    return Judged(candidate, BROKEN, f"no source names it since {removal.commit}", hint)


def _near(candidate: Candidate, there: Collection[str]) -> str:
    """A hint at what is called almost so; '' where nothing is."""
    near = get_close_matches(candidate.name, there, n=1, cutoff=MIN_SIMILARITY)
    return did_you_mean(near[0] if near else None)


def _unjudged(known: Known, candidate: Candidate, reason: str) -> Judged:
    skipped = candidate.name.rpartition(".")[2] in known.history.skipped or candidate.name in known.history.skipped
    return Judged(candidate, NOT_JUDGED, UNSEARCHED if skipped else reason)


def _symbol(known: Known, folder: Path, candidate: Candidate) -> Judged:
    first, *rest = candidate.name.split(".")
    if first not in known.packages:
        return _key(known, candidate)
    place = known.packages[first]
    for number, step in enumerate(rest):
        if (place / step).is_dir():
            place /= step
        elif (place / f"{step}.py").is_file():
            return _in_module(known, candidate, place / f"{step}.py", rest[number + 1 :])
        else:
            return _in_module(known, candidate, place / "__init__.py", rest[number:])
    return Judged(candidate, HOLDS)


def _key(known: Known, candidate: Candidate) -> Judged:
    """A key of a configuration file: broken where its table is there, and it is one of its keys no longer."""
    name = candidate.name
    table, _, last = name.rpartition(".")
    for keys in known.keys.values():
        if any(key == name or key.endswith(f".{name}") for key in keys):
            return Judged(candidate, HOLDS)
    for file, keys in known.keys.items():
        tables = {key for key in keys if key == table or key.endswith(f".{table}")}
        there = {key.rpartition(".")[2] for key in keys if key.rpartition(".")[0] in tables}
        if there and (receipt := known.history.key_removed(file, name)):
            near = get_close_matches(last, there, n=1, cutoff=0.8)
            hint = did_you_mean(f"{table}.{near[0]}" if near else None)
            return Judged(replace(candidate, kind=KEY), BROKEN, f"{file} does not have it since {receipt}", hint)
    return _unjudged(known, candidate, "names of other packages, or of none")


def _requirement(known: Known, folder: Path, candidate: Candidate) -> Judged:
    """What is required of a package that pyproject.toml requires as well."""
    try:
        stated = Requirement(candidate.name)
    except InvalidRequirement:
        return Judged(candidate, NOT_JUDGED, "requirements that cannot be read")
    required_here = known.requirements.get(canonicalize_name(stated.name), frozenset())
    if str(stated.specifier) in required_here:
        return Judged(candidate, HOLDS)
    if len(required_here) != 1 or not (required := next(iter(required_here))):
        return Judged(candidate, NOT_JUDGED, "requirements of packages that pyproject.toml requires in no one version")
    return Judged(candidate, BROKEN, f"pyproject.toml requires {stated.name}{required}")


def _in_module(known: Known, candidate: Candidate, module: Path, rest: list[str]) -> Judged:
    """A name of a module, and below it nothing: what a class has may be inherited."""
    if not rest:
        return Judged(candidate, HOLDS)
    names = names_of(module)
    if names is not None and rest[0] in names:
        return Judged(candidate, HOLDS)
    if names is None:
        return Judged(candidate, NOT_JUDGED, "names that only running a module tells")
    siblings = {path.stem for path in module.parent.iterdir()} if module.name == "__init__.py" else set[str]()
    near = get_close_matches(rest[0], names | siblings, n=1, cutoff=0.8)
    where = module.relative_to(known.root).as_posix()
    hint = did_you_mean(near[0] if near else None)
    removal = known.removed(rest[0]) if len(rest[0]) > 3 else None
    receipt = removal.commit if removal else ""
    if near or receipt:
        return Judged(candidate, BROKEN, f"{where} has no '{rest[0]}'{f' since {receipt}' if receipt else ''}", hint)
    return _unjudged(known, candidate, "names that no module has, and never had")


def _python(known: Known, folder: Path, candidate: Candidate) -> Judged:
    stated = known.project.get("requires-python")
    if not isinstance(stated, str):
        return Judged(candidate, NOT_JUDGED, "versions without requires-python")
    try:
        lowest = [Version(part.version) for part in SpecifierSet(stated) if part.operator == ">="]
    except (InvalidSpecifier, ValueError):
        lowest = []
    if len(lowest) != 1:
        return Judged(candidate, NOT_JUDGED, "versions without a lowest one in requires-python")
    if lowest[0] == Version(candidate.name):
        return Judged(candidate, HOLDS)
    return Judged(candidate, BROKEN, f"pyproject.toml requires {stated}")


_BY_KIND: Final = {
    PATH: _path, OPTION: _option, VARIABLE: _variable, SYMBOL: _symbol, PYTHON: _python, REQUIREMENT: _requirement,
    FUNCTION: _function, ADDRESS: _address,
}  # fmt: skip


def findings(judged: Iterable[Judged]) -> Iterator[Finding]:
    """Return the findings about what is broken."""
    return (finding for each in judged if (finding := each.finding()) is not None)
