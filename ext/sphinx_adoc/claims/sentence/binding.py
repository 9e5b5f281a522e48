"""From the words of a sentence to the arguments of a call: a parameter's name is a kind of word."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final, NamedTuple

from sphinx_adoc.claims.words import BOUND, GIVEN, Word
from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.source import Span

from .vocabulary import Vocabulary

OBJECTS: Final = "vocabulary"
"""The name in the prelude that maps kinds and their members to what a call is given for them."""

_COLLECTIONS: Final = frozenset({"list", "tuple", "set", "frozenset"})
_MAX_SHOWN_MEMBERS: Final = 8  # members of a kind in a hint


class Unbound(Exception):
    """A call that the words of a sentence do not make. ``span``: of the word that is to blame, None: of the claim."""

    def __init__(self, code: Code, message: str, hint: str = "", span: Span | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint
        self.span = span


class Parameter(NamedTuple):
    """A parameter of a callable. ``whole``: it takes all words of a list at once, as its annotation says."""

    name: str
    required: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Argument:
    """The words that a parameter is given: one for each call, or all at once (``whole``)."""

    parameter: str
    words: tuple[Word, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Binding:
    """The calls that a sentence makes: one for each word of a list."""

    name: str
    arguments: tuple[Argument, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that are given."""
        return tuple(word for argument in self.arguments for word in argument.words)

    def calls(self) -> Iterator[Binding]:
        """Give each call by itself; words that say the same are given once."""
        choices = []
        for argument in self.arguments:
            distinct = tuple({_value(word): word for word in argument.words}.values())
            choices.append([distinct] if argument.whole else [(word,) for word in distinct])
        for words in product(*choices):
            pairs = zip(self.arguments, words, strict=True)
            yield Binding(self.name, tuple(replace(argument, words=own_words) for argument, own_words in pairs))

    def values(self, objects: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a single call. ``objects``: what the prelude has for kinds and members."""
        by_parameter = {}
        for argument in self.arguments:
            values = [value_of(word, objects) for word in argument.words]
            by_parameter[argument.parameter] = values if argument.whole else values[0]
        return by_parameter


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    """Return the parameters of a callable that have names; none where it does not say them."""
    try:
        in_signature = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    empty = inspect.Parameter.empty
    return [
        Parameter(one.name, one.default is empty, is_whole(one.annotation))
        for one in in_signature
        if one.kind not in (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    ]


def is_whole(annotation: Any) -> bool:
    """Return whether an annotation says that a parameter takes a list as a whole."""
    name = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    return name.partition("[")[0] in _COLLECTIONS


def bind(name: str, takes: Sequence[Parameter], words: Sequence[Word], vocabulary: Vocabulary) -> Binding:
    """Return the calls of ``name`` with the words of a sentence; raise Unbound."""
    arguments = []
    for parameter in takes:
        if parameter.name not in vocabulary.kinds:
            if parameter.required:
                raise _unknown(name, parameter.name, vocabulary)
            continue
        bound = _words(name, parameter.name, words)
        if bound:
            arguments.append(Argument(parameter.name, bound, parameter.whole))
        elif parameter.required:
            raise _unfilled(name, parameter.name, words, vocabulary)
    return Binding(name, tuple(arguments))


def _words(name: str, kind: str, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a kind: those that are assigned, else the nearest ones. Raise Unbound where these are no list."""
    own = [word for word in words if word.kind == kind]
    assigned = [word for word in own if word.targets and word.near != GIVEN]
    nearest = min((word.near for word in own), default=0)
    chosen = assigned or [word for word in own if word.near == nearest]
    first = next(iter(chosen), None)
    if first is None:
        return ()
    other = next((word for word in chosen if word.group != first.group and _value(word) != _value(first)), None)
    if other is not None and not assigned:
        raise _ambiguous(name, kind, first, other)
    return _once(chosen)


def _once(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words without those that repeat one outside of its list; raise Unbound for one that a list has twice."""
    kept: list[Word] = []
    for word in words:
        same = next((one for one in kept if _value(one) == _value(word)), None)
        if same is not None and same.group == word.group and same.span != word.span:
            raise Unbound(
                Code.CLAIM_WORD, f"the list has {value_in_words(word)} twice", "name each member once", word.span
            )
        kept.append(word)
    return tuple(kept)


def _value(word: Word) -> tuple[str, float | None]:
    return word.member, word.number


# -- values ------------------------------------------------------------------------------------------------------------


def value_of(word: Word, objects: Mapping[str, Any]) -> Any:
    """Return what a call is given for a word: what the prelude has for it, else its number or its member."""
    number = int(word.number) if word.number is not None and word.number == word.number // 1 else word.number
    mapped = objects.get(word.kind)
    if not isinstance(mapped, Mapping):
        return word.member if number is None else number
    for key in (word.member, word.spelling):
        if key in mapped:
            return mapped[key] if number is None else mapped[key](number)
    return word.member if number is None else number


def value_in_words(word: Word) -> str:
    """Return a word as a reading names it."""
    return repr(word.member) if word.number is None else f"{word.number:g}"


# -- what is wrong -----------------------------------------------------------------------------------------------------


def _ambiguous(name: str, kind: str, first: Word, other: Word) -> Unbound:
    readings = f"{name}({kind}={value_in_words(first)}) or {name}({kind}={value_in_words(other)})"
    message = f"two words are of the kind '{kind}', '{first.text}' and '{other.text}': read as {readings}"
    hint = f"say whose each is, [.for-ID]#{other.text}#, or that one is none, [.aside]#{other.text}#"
    return Unbound(Code.CLAIM_AMBIGUOUS, message, hint, other.span)


def _unfilled(name: str, kind: str, words: Sequence[Word], vocabulary: Vocabulary) -> Unbound:
    has = (
        ", ".join(f"{word.kind} {value_in_words(word)}" for word in words if word.kind != BOUND)
        or "no word of the vocabulary"
    )
    spellings = [spelling for listed in vocabulary.kinds[kind].values() for spelling in listed[:1]]
    more = ", ..." if len(spellings) > _MAX_SHOWN_MEMBERS else ""
    shown = ", ".join(map(repr, spellings[:_MAX_SHOWN_MEMBERS]))
    hint = f"'{kind}' is said by {shown}{more}; [.given]#...# hands a word on"
    return Unbound(Code.CLAIM_UNFILLED, f"nothing in the sentence says the '{kind}' of {name}(); it has {has}", hint)


def _unknown(name: str, parameter: str, vocabulary: Vocabulary) -> Unbound:
    known = ", ".join(vocabulary.kinds)
    message = f"{name}() takes '{parameter}', which is no kind of word"
    return Unbound(Code.CLAIM_UNFILLED, message, f"the kinds are {known}: add one to [claims.vocabulary]")
