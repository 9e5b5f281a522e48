"""Facts that a text states otherwise: numbers with their units, versions, switches, quantifiers, values of options.

What is compared is what the words say: "3 nodes" and "three nodes" are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from sphinx_adoc.review.states.piece import FORMATTING, Piece

from .code_options import flag_changes, setting_changes
from .matching import matcher
from .negations import moved_negations
from .number_pairs import at_the_same_words, otherwise_spaced
from .quantifiers import SETS_OF
from .settings_elsewhere import with_settings_elsewhere
from .stated_facts import NEGATION, NUMBER, StatedFact, has_unit, quantity, stated_facts, thing, with_next_word
from .words import Change, Pair

_SET: Final = re.compile(r"(?:--?)?[^\W\d][\w.-]*(\s*=\s*|:\s+|\s+)([^\s:=<\[({]\S*)")  # option and value, in code
_PROSE: Final = frozenset({"title", "caption", "term", "item", "cell", "paragraph"})
_SEPARATORS: Final = (",", "and", "or", ", and", ", or", "/", "und", "oder", "et", "ou", "y", "o")
FactPair = tuple[StatedFact, StatedFact]
"""A fact as it was and as it is."""

_SIMILAR: Final = 0.5  # share of words in common from which a sentence is the same one, changed


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that became another one, came or went: its words before and after ('' where there is none), and the piece
    that it is in, as it was and as it is (None: the piece came or went with it).
    """

    before: str
    after: str
    old: Piece | None
    new: Piece | None

    @property
    def piece(self) -> Piece:
        """The piece as it is now, or was."""
        piece = self.new or self.old
        assert piece is not None
        return piece


def facts(changes: Sequence[Change], pairs: Mapping[str, Sequence[Pair]]) -> list[FactChange]:
    """Return the facts that changed pieces state otherwise, in order; of pieces that came or went their quantities.
    ``pairs``: all pieces of each page.
    """
    gone, came = _in_code(changes, before=True), _in_code(changes, before=False)
    return [
        FactChange(before, after, change.before, change.after)
        for change in with_settings_elsewhere(changes, pairs)
        for before, after in _changes_of(change)
        if not (not after and before in came) and not (not before and after in gone)
    ]


def _in_code(changes: Sequence[Change], *, before: bool) -> AbstractSet[str]:
    """The quantities of lines of code that went (``before``), or came: what stands there now is not gone."""
    lines = (change.piece for change in changes if change.piece.kind == "line"
             and (change.after if before else change.before) is None)  # fmt: skip
    return frozenset(words for line in lines for words in _quantities(line.text))


def _changes_of(change: Change) -> Iterator[tuple[str, str]]:
    if change.before and change.after:
        before, after = change.before.without_ids, change.after.without_ids
        yield from _changed_facts(before, after) if before.text != after.text else ()
    elif change.piece.kind in _PROSE:
        for words in (*_quantities(change.piece.without_ids.text), *_options(change.piece)):
            yield (words, "") if change.before else ("", words)


def _codes(piece: Piece) -> list[str]:
    return [each.value for each in piece.features if each.category == FORMATTING and each.name == "code"]


def _options(piece: Piece) -> Iterator[str]:
    """The options with values that stand as code in a text. With a blank between them it may be a command: then the
    value is a number or a switch.
    """
    for code in _codes(piece):
        if match := _SET.fullmatch(code):
            value = match[2].rstrip(";").casefold()
            if value.isdigit() or value in SETS_OF or match[1].strip():
                yield code


def _quantities(text: str) -> Iterator[str]:
    """The numbers of a text that are of something."""
    yield from (words for fact in stated_facts(text) if (words := quantity(text, fact)))


def _changed_facts(old: Piece, new: Piece) -> Iterator[tuple[str, str]]:
    if old.kind == "line":
        yield from flag_changes(old.text, new.text) or setting_changes(old.text, new.text)
        return
    if _is_short(old) and _is_short(new) and _is_a_number(old) != _is_a_number(new):
        yield old.text, new.text
        return
    ratio = matcher(old.text.split(), new.text.split()).ratio()
    if ratio < _SIMILAR and not (_is_short(old) or _are_numbers(old, new)):
        yield from _replaced(*([*_quantities(side.text), *_options(side)] for side in (old, new)))
        return
    texts, flags, settings = [old.text, new.text], [], []
    for before, after in _changed_codes(old, new):
        if changed := flag_changes(before, after):
            flags += changed
            texts = [text.replace(code, "`", 1) for text, code in zip(texts, (before, after), strict=True)]
        else:
            settings += setting_changes(before, after)
    said = [*_same_sentence(*texts)]
    yield from said
    yield from flags
    for before, after in settings:
        if not any(one in before and other in after for one, other in said if one or other):
            yield before, after


def _changed_codes(old: Piece, new: Piece) -> Iterator[tuple[str, str]]:
    """Code in a sentence that is other code now, where as many stand in it."""
    gone, came = _codes(old), _codes(new)
    if len(gone) == len(came):
        yield from ((before, after) for before, after in zip(gone, came, strict=True) if before != after)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The quantities that went with one sentence, and those that came with another; two of the same thing are one."""
    gone, came = [words for words in old if words not in new], [words for words in new if words not in old]
    if len(gone) == len(came) == 1 and gone[0].split()[-1] == came[0].split()[-1]:
        yield gone[0], came[0]
        return
    yield from ((words, "") for words in gone)
    yield from (("", words) for words in came)


# -- within one sentence -----------------------------------------------------------------------------------------------


def _is_short(piece: Piece) -> bool:
    """Whether a piece is hardly more than a value, as cells and descriptions are: all of it may be another one."""
    return (piece.kind == "cell" or (piece.kind == "item" and piece.within != "")) and len(piece.text.split()) <= 3


def _are_numbers(old: Piece, new: Piece) -> bool:
    """Whether an item of a list is nothing but a number, before and after."""
    return old.kind == new.kind == "item" and _is_a_number(old) and _is_a_number(new)


def _is_a_number(piece: Piece) -> bool:
    """Whether a piece is nothing but a number."""
    stated = stated_facts(piece.text)
    return len(stated) == 1 and stated[0].kind == NUMBER and stated[0].words == piece.text.rstrip(".")


def _same_sentence(old: str, new: str) -> Iterator[tuple[str, str]]:
    before, after = stated_facts(old), stated_facts(new)
    frame = _frame(old, before)
    same = frame == _frame(new, after) and all(map(_are_alike, before, after))
    if same and (not _is_list(frame) or _exchanged(before, after)):
        pairs = [(one, other) for one, other in zip(before, after, strict=True) if one.value != other.value]
        yield from _in_words(pairs, old, new)
        return
    left, right = [], []
    values = matcher([fact.value for fact in before], [fact.value for fact in after])
    for operation, start, end, new_start, new_end in values.get_opcodes():
        if operation != "equal":
            pairs, gone, came = _paired(old, before[start:end], new, after[new_start:new_end])
            yield from _in_words(pairs, old, new)
            left += gone
            right += came
    yield from _alone(old, new, left, right)
    yield from moved_negations(old, new)


def _in_words(pairs: Iterable[FactPair], old: str, new: str) -> Iterator[tuple[str, str]]:
    """Facts before and after in words; ends of a range as the range, once. Where only one side has a known unit the
    other one has the word that follows it.
    """
    last = None
    for one, other in pairs:
        is_range = bool(one.whole and other.whole)
        if has_unit(one) != has_unit(other) and one.kind == other.kind == NUMBER:
            one, other = (fact if has_unit(fact) else with_next_word(text, fact)
                          for text, fact in ((old, one), (new, other)))  # fmt: skip
        said = (one.whole, other.whole) if is_range else (one.words, other.words)
        if not is_range or said != last:
            yield said
        last = said if is_range else None


def _are_alike(one: StatedFact, other: StatedFact) -> bool:
    return one.value == other.value or one.kind == other.kind == NUMBER or _in_its_place(one, other)


def _exchanged(before: Sequence[StatedFact], after: Sequence[StatedFact]) -> bool:
    """Whether two sentences have the same facts in another order."""
    return sorted(repr(fact.value) for fact in before) == sorted(repr(fact.value) for fact in after)


def _is_list(frame: Sequence[str]) -> bool:
    """Whether nothing but commas and "and" stands between the facts of a sentence, which may be more or fewer."""
    return len(frame) > 2 and all(part.casefold() in _SEPARATORS for part in frame[1:-1])


def _frame(text: str, facts: Sequence[StatedFact]) -> list[str]:
    """A sentence without the facts in it."""
    frame, at = [], 0
    for fact in facts:
        frame.append(" ".join(text[at : fact.start].split()))
        at = fact.end
    return [*frame, " ".join(text[at:].split())]


def _paired(
    old: str, before: Sequence[StatedFact], new: str, after: Sequence[StatedFact]
) -> tuple[list[FactPair], list[StatedFact], list[StatedFact]]:
    """Facts that went and came in one place: one of a kind in the place of one of that kind, in order, is one that
    changed; then those that are alone. Where numbers came in or went, those of the same thing are one that changed.
    """
    pairs: list[FactPair] = []
    if same := otherwise_spaced(old, before, new, after):
        return [same], [], []
    left, right = [*before], [*after]
    numbers = [[fact for fact in side if fact.kind == NUMBER] for side in (before, after)]
    done: set[int] = set()
    if len(numbers[0]) == len(numbers[1]):
        pairs += zip(*numbers, strict=True)
    else:
        pairs += _of_the_same(*(_by_thing(*side) for side in zip((old, new), numbers, strict=True)))
        done = {id(fact) for pair in pairs for fact in pair}
        rest = [[fact for fact in side if id(fact) not in done] for side in numbers]
        for one, other, parts in at_the_same_words(old, rest[0], new, rest[1]):
            pairs.append((one, other))
            done |= set(map(id, parts))
    for one in [fact for fact in before if fact.sets]:
        taken = {id(other) for _, other in pairs}
        likely = [other for other in after if id(other) not in taken and _in_its_place(one, other)]
        pairs += [(one, likely[0])] if likely else []
    taken = done | {id(fact) for pair in pairs for fact in pair}
    pairs.sort(key=lambda pair: pair[0].start)
    return pairs, [one for one in left if id(one) not in taken], [one for one in right if id(one) not in taken]


def _by_thing(text: str, numbers: Sequence[StatedFact]) -> dict[str, list[StatedFact]]:
    """The numbers of a text by what they are numbers of; without ranges, whose ends have no thing of their own."""
    things: dict[str, list[StatedFact]] = {}
    for fact in numbers:
        if not fact.whole:
            things.setdefault(thing(text, fact), []).append(fact)
    return things


def _of_the_same(old: Mapping[str, list[StatedFact]], new: Mapping[str, list[StatedFact]]) -> Iterator[FactPair]:
    """The numbers of the same thing, in order, where as many are there."""
    for name, facts in old.items():
        others = new.get(name, [])
        if name and len(facts) == len(others):
            yield from ((one, other) for one, other in zip(facts, others, strict=True) if one.value != other.value)


def _in_its_place(one: StatedFact, other: StatedFact) -> bool:
    return one.value != other.value and not {*one.sets}.isdisjoint(other.sets)


def _alone(old: str, new: str, gone: Sequence[StatedFact], came: Sequence[StatedFact]) -> Iterator[tuple[str, str]]:
    """Facts that went or came alone: negations and quantities. One that is in another place of the sentence is none."""
    left, right = _without_common(*([fact for fact in side if fact.kind == NEGATION] for side in (gone, came)))
    if len(left) != len(right):
        yield " ".join(fact.words for fact in left), " ".join(fact.words for fact in right)
    left, right = _without_common(*([fact for fact in side if fact.kind == NUMBER] for side in (gone, came)))
    yield from ((words, "") for fact in left if (words := _number(old, fact)))
    yield from (("", words) for fact in right if (words := _number(new, fact)))


def _number(text: str, fact: StatedFact) -> str:
    """A number as a quantity, else in digits; '' for one in words, which may be no number of anything."""
    return quantity(text, fact) or (fact.words if fact.words[-1:].isdigit() else "")


def _without_common(old: Sequence[StatedFact], new: Sequence[StatedFact]) -> tuple[list[StatedFact], list[StatedFact]]:
    """Those of two lists of facts that the other one does not have."""
    gone, came = [*old], [*new]
    for fact in old:
        if same := next((other for other in came if other.value == fact.value), None):
            gone.remove(fact)
            came.remove(same)
    return gone, came
