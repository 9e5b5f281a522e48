"""Changes single words of the claimed sentences of both books, and looks whether a run of their claims would notice: by
what is computed, or since the sentence reads otherwise than is kept (docs/wordings.toml).

The words are not those of the vocabulary but everyday lists: modes, sides, numbers, options, extremes, quantifiers and
negations. `python -m tests.docs.reworded` tries all and names those that nobody notices.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sphinx_adoc.claims import Claim, Conditions, Session, collect, run
from sphinx_adoc.claims.numbers import IN_WORDS
from sphinx_adoc.claims.sentence.loose import loose_words
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.misplaced import misplaced
from sphinx_adoc.claims.sentence.scopes import Scoped, Sentences
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary, number_of
from sphinx_adoc.claims.sentence.wordings import read_record, wordings
from sphinx_adoc.project import find
from sphinx_adoc.project.vocabulary import kinds
from sphinx_adoc.syntax.document import parse

CHECKOUT = Path(__file__).parents[2]
DOCS = CHECKOUT / "docs"
BOOKS = ("pvecm.adoc", "pve-network.adoc")
VOCABULARY = Vocabulary(kinds(find(CHECKOUT).value("claims", "vocabulary")))

MODES = ("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb")
LISTS = {  # each word becomes the next one of its list
    "mode": [MODES],
    "side": [
        ("node", "switch"), ("transmit", "receive"), ("transmitting", "receiving"), ("transmitted", "received"),
        ("node's", "switch's"), ("this", "other"), ("bond", "bridge"), ("with", "without"), ("up", "down"),
        ("before", "after"), ("above", "below"), ("external", "internal"), ("sends", "receives"),
    ],
    "option": [
        ("fast", "slow"), ("active", "backup"), ("mii", "arp"), ("layer2", "layer2+3", "layer3+4"), ("lacp", "stp"),
        ("miimon", "updelay"), ("bond-lacp-rate", "bond-miimon"), ("arp_validate", "fail_over_mac"),
        ("bond-min-links", "bond-miimon"), ("token", "consensus"), ("yes", "no"), ("udp", "tcp"),
    ],
    "extreme": [
        ("first", "last"), ("highest", "lowest"), ("earliest", "latest"), ("largest", "smallest"),
        ("longest", "shortest"), ("worst", "best"), ("most", "least"), ("more", "less"),
        ("high", "low"), ("single", "double"),
    ],
    "quantifier": [
        ("all", "some"), ("every", "no"), ("each", "some"), ("both", "neither"), ("always", "never", "can"),
        ("only", "also"), ("any", "no"), ("may", "must"), ("many", "few"), ("half", "all"),
        ("alone", "together"), ("same", "other"),
    ],
    "negation": [("not", "indeed"), ("cannot", "can"), ("nothing", "everything"), ("none", "all"), ("silent", "loud")],
}  # fmt: skip
NEXT = {
    word: (kind, words[(at + 1) % len(words)])
    for kind, lists in LISTS.items()
    for words in lists
    for at, word in enumerate(words)
}
COMPUTED, KEPT = "computed", "kept"
PAIRS = {("at", "least"): "at most", ("at", "most"): "at least", ("up", "to"): "at least"}


class Change(NamedTuple):
    """Characters of a book and what stands there instead. ``kind``: the list; ``inside``: in a stated value."""

    book: str
    start: int
    end: int
    instead: str
    kind: str
    inside: bool


@cache
def text_of(book: str) -> str:
    return (DOCS / book).read_text(encoding="utf-8")


def sentences_of(book: str, text: str) -> tuple[list[Claim], list[Scoped]]:
    document = parse(text, DOCS / book)
    sentences = Sentences(document, Matcher(VOCABULARY))
    return collect(document, sentences), sentences.scoped


def changes(book: str) -> Iterator[Change]:
    """Every change of a word of a claimed sentence of a book."""
    text = text_of(book)
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for scoped in sentences_of(book, text)[1]:
        tokens = scoped.sentence.tokens
        for at, token in enumerate(tokens) if scoped.sentence.marks else ():
            taken, kind, instead = _instead([one.word for one in tokens[at : at + 2]])
            if not instead:
                continue
            span = scoped.sentence.span(at, at + taken)
            start = starts[span.start.line - 1] + span.start.column - 1
            end = starts[span.end.line - 1] + span.end.column
            if text[start:end].lower().split() == [one.word for one in tokens[at : at + taken]]:
                yield Change(book, start, end, instead, kind, token.mark is not None)


def _instead(words: list[str]) -> tuple[int, str, str]:
    """How many of some words are replaced, from which list, and by what ('': none is)."""
    if tuple(words) in PAIRS:
        return 2, "extreme", PAIRS[words[0], words[1]]
    if words[0] in NEXT:
        return 1, *NEXT[words[0]]
    number = number_of(words[0])
    if number is None:
        return 0, "", ""
    return 1, "number", IN_WORDS.get(int(number) + 1, "many") if words[0].isalpha() else f"{number + 1:g}"


def key(claim: Claim) -> object:
    """What a claim says and is called with, wherever it stands."""
    words = [(word.kind, word.member, word.number, word.near, word.group, word.targets) for word in claim.words]
    return claim.text, claim.names, [[cell.text for cell in row] for row in claim.rows], words


@dataclass
class Judge:
    """Says whether a run of the claims of a book would notice a change."""

    book: str

    def __post_init__(self) -> None:
        self.before = {claim.id: key(claim) for claim in sentences_of(self.book, text_of(self.book))[0]}
        self.read = read_record((DOCS / "wordings.toml").read_text(encoding="utf-8"))[self.book]

    def notices(self, change: Change) -> str:
        """How a change is noticed: it is computed, or kept; '' where nobody notices it."""
        text = text_of(self.book)
        text = text[: change.start] + change.instead + text[change.end :]
        claims, found = sentences_of(self.book, text)
        line = text[: change.start].count("\n") + 1
        here = [scoped for scoped in found if _reaches(scoped, line)]
        ids = {mark.id for scoped in here for mark in scoped.sentence.marks}
        if any(misplaced(here)) or self.before.keys() != {claim.id for claim in claims}:
            return COMPUTED
        session = Session(claims, DOCS / "claims_prelude.py", Conditions(units={"time": 1.0}, vocabulary=VOCABULARY))
        touched = [claim for claim in claims if claim.id in ids or key(claim) != self.before[claim.id]]
        verdicts = [verdict for claim in touched if (verdict := run(session, claim))]
        if not all(verdict.held for verdict in verdicts) or loose_words(here, verdicts)[0]:
            return COMPUTED
        values = [verdict for verdict in verdicts if verdict.claim.id in ids]
        return KEPT if any(self.read.get(one.key) != one.text for one in wordings(here, values)) else ""


def _reaches(scoped: Scoped, line: int) -> bool:
    span = scoped.sentence.span(0, len(scoped.sentence.tokens))
    return bool(scoped.sentence.marks) and span.start.line <= line <= span.end.line


def shown(change: Change) -> str:
    """A change in a line: where, and what stands there."""
    text = text_of(change.book)
    line = text[: change.start].count("\n") + 1
    around = " ".join(text[max(change.start - 40, 0) : change.end + 40].split())
    words = f"'{text[change.start : change.end]}' to '{change.instead}'"
    return f"{change.book}:{line}: {change.kind}: {words} in ...{around}..."


def main() -> int:
    found: Counter[tuple[bool, str, str]] = Counter()
    for book in BOOKS:
        judge = Judge(book)
        for change in changes(book):
            how = judge.notices(change)
            found[change.inside, change.kind, how] += 1
            if how != COMPUTED:
                place = "inside" if change.inside else "outside"
                print(f"{'by its wording' if how else 'unnoticed'}: {place}: {shown(change)}", flush=True)
    for inside, kind in sorted({(inside, kind) for inside, kind, _ in found}):
        print(_share(found, inside, kind))
    for inside in (True, False):
        print(_share(found, inside, ""))
    return 0


def _share(found: Counter[tuple[bool, str, str]], inside: bool, kind: str) -> str:
    """How many changes were noticed, and how."""
    counts = Counter[str]()
    for (where, what, how), count in found.items():
        if where is inside and kind in ("", what):
            counts[how] += count
    computed, kept, whole = counts[COMPUTED], counts[KEPT], counts.total()
    shares = [f"{part} of {whole} ({100 * part / whole:.1f} %)" for part in (computed, computed + kept)]
    place = f"{'inside' if inside else 'outside'} {kind}".rstrip()
    return f"{place}: noticed by what is computed {shares[0]}, with what is kept {shares[1]}"


if __name__ == "__main__":
    sys.exit(main())
