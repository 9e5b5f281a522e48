"""The shipped books: whatever they state fails, at its line, once it is changed.

Stated values, cells of tables and options of the examples are changed in a copy of the books. What is changed
keeps its line, and no claim depends on the words of another, so one copy can hold many changes.
"""

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from sphinx_adoc.claims import Conditions, Session, collect, mutate, run, update
from sphinx_adoc.claims.mutations import joined
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.finding.fixes import fixed
from sphinx_adoc.project import find
from sphinx_adoc.project.vocabulary import kinds
from sphinx_adoc.syntax.document import parse_file

from tests.conftest import CHECKOUT

DOCS = CHECKOUT / "docs"
BOOKS = ("pvecm.adoc", "pve-network.adoc")
VOCABULARY = Vocabulary(kinds(find(CHECKOUT).value("claims", "vocabulary")))
STATED = re.compile(r"(?P<opening>\[#(?P<id>\w+)\.claim[^\]]*\])#(?P<words>[^#]+)#")
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
OPPOSITE = {
    "always": "never", "never": "always", "can": "never", "nothing": "always", "does not": "does", "slow": "fast",
    "fast": "slow", "half": "two thirds", "quarter": "third", "second": "third", "minute": "hour", "switch": "node",
    "node": "switch", "layer2": "layer3+4", "no": "yes",
}  # fmt: skip
MARKED = re.compile(r"([*`])\S+?\1")


# -- changing words ----------------------------------------------------------------------------------------------------


def another_mode(words):
    """A list without its first name, or another name where there is but one."""
    names = MARKED.findall(words)
    if len(names) > 1:
        return re.sub(r"^.*?[*`](?:,| and| or)\s+", "", words, count=1, flags=re.DOTALL)
    return MARKED.sub("*broadcast*" if "broadcast" not in words else "*balance-rr*", words)


def scaled(words, factor):
    """The first number in digits, made larger or smaller."""

    def other(found):
        value = float(found[0])
        made = value * factor if value else 7.0
        return f"{made:g}" if "." in found[0] or value < 10 else str(round(made))

    return re.sub(r"\d+(?:\.\d+)?", other, words, count=1)


def counted(words, step):
    """The first number in words, one more or one less."""

    def other(found):
        return NUMBERS[NUMBERS.index(found[0]) + step]

    return re.sub(rf"\b(?:{'|'.join(NUMBERS[1:-1] + NUMBERS[-1:] * (step < 0))})\b", other, words)


def reversed_words(words):
    """The first word of those with an opposite, replaced by it."""
    found = re.search(rf"\b(?:{'|'.join(map(re.escape, OPPOSITE))})\b", words)
    return words if found is None else words[: found.start()] + OPPOSITE[found[0]] + words[found.end() :]


def less(words):
    """What says less, the contrary, or leaves something out."""
    if MARKED.search(words) and not OPPOSITE.keys() & set(re.findall(r"\w+", words)):
        return another_mode(words)
    if re.search(r"\d", words):
        return scaled(words, 0.8)
    return reversed_words(words) if (changed := counted(words, -1)) == words else changed


def more(words):
    """What says more; the same as `less` where there is no amount."""
    if MARKED.search(words):
        return less(words)
    if re.search(r"\d", words):
        return scaled(words, 1.25)
    return less(words) if (changed := counted(words, 1)) == words else changed


# -- running a copy ----------------------------------------------------------------------------------------------------


@cache
def text_of(book):
    return (DOCS / book).read_text(encoding="utf-8")


def session_of(folder, book, text):
    """The claims of a changed book, in a folder of its own beside the prelude."""
    for helper in (*DOCS.glob("*.py"), *DOCS.glob("*.json")):
        shutil.copy(helper, folder)
    path = Path(folder, book)
    path.write_text(text, encoding="utf-8")
    document = parse_file(path)
    claims = collect(document, Sentences(document, Matcher(VOCABULARY)))
    return Session(claims, folder / "claims_prelude.py", Conditions(units={"time": 1.0}, vocabulary=VOCABULARY))


def claim_of(session, identifier):
    return next(claim for claim in session.claims if claim.id == identifier)


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("change", [less, more], ids=lambda change: change.__name__)
def test_every_stated_value_that_is_changed_fails_at_its_line(book, change, tmp_path):
    changed = {}

    def other(found):
        words = change(found["words"])
        assert words != found["words"], f"this test knows no change of '{words}'"
        changed[found["id"]] = words
        return f"{found['opening']}#{words}#"

    text = STATED.sub(other, text_of(book))
    session = session_of(tmp_path, book, text)
    values = [claim for claim in session.claims if claim.kind == "value"]
    assert {claim.id for claim in values} == set(changed)
    assert len(values) > 30
    for claim in values:
        verdict = run(session, claim)
        assert verdict is not None
        assert not verdict.held, f"'{changed[claim.id]}' is accepted"
        assert verdict.span.start.line == line_of(text, f"[#{claim.id}.claim")


@pytest.mark.parametrize("book", BOOKS)
def test_the_books_hold(book, tmp_path):
    session = session_of(tmp_path, book, text_of(book))
    verdicts = [verdict for claim in session.claims if (verdict := run(session, claim)) is not None]
    assert [str(verdict.finding()) for verdict in verdicts if not verdict.held] == []
    assert len(verdicts) > 50


@pytest.mark.parametrize("book", BOOKS)
def test_nothing_in_the_books_could_be_said_otherwise(book, tmp_path):
    session = session_of(tmp_path, book, text_of(book))
    changed = joined(part for claim in session.claims for part in mutate(session, claim))
    stated = [part for part in changed if not part.of_sentence]
    assert [str(part.finding()) for part in stated if not part.noticed] == []
    assert len(stated) > 90
    words = [part for part in changed if part.of_sentence]
    survivors = [part for part in words if not part.noticed]
    assert len(survivors) < 0.05 * len(words), "\n".join(str(part.finding()) for part in survivors)
    assert len(words) > 200


# -- tables ------------------------------------------------------------------------------------------------------------

ROWS = re.compile(r'role="claim",id="(?P<id>\w+)"\]\n\|===\n(?P<head>\|.*)\n(?P<rows>(?:\|.*\n)+)\|===')
TABLES = [(book, found["id"]) for book in BOOKS for found in ROWS.finditer(text_of(book))]


def changed_cell(cell):
    for change in (reversed_words, lambda words: scaled(words, 2.0)):
        if (made := change(cell)) != cell:
            return made
    return "something else"


@pytest.mark.parametrize(("book", "identifier"), TABLES, ids=[identifier for _, identifier in TABLES])
def test_every_cell_of_a_table_counts(book, identifier, tmp_path):
    text = text_of(book)
    table = next(found for found in ROWS.finditer(text) if found["id"] == identifier)
    lines = table["rows"].splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:]] for line in lines]
    claim = claim_of(session_of(tmp_path, book, text), identifier)
    stated = range(stated_from(tmp_path, book, claim), len(cells[0]))
    assert stated
    for column in stated:
        made = ["| " + " | ".join(changed_cell(c) if n == column else c for n, c in enumerate(row)) for row in cells]
        session = session_of(tmp_path, book, text.replace(table["rows"], "\n".join(made) + "\n"))
        verdict = run(session, claim_of(session, identifier))
        assert verdict is not None
        assert not verdict.held
        first = line_of(text, table["rows"])
        assert verdict.span.start.line == first
        for line in range(first, first + len(lines)):
            assert f"{book}:{line}:" in verdict.evidence


def stated_from(folder, book, claim):
    """The first column that is computed: those before it are given to the table's function."""
    session = session_of(folder, book, text_of(book))
    function = session.lookup(claim.name)
    names = [re.sub(r"\W+", "_", cell.text.casefold()) for cell in claim.rows[0]]
    return sum(name in names for name in function.__code__.co_varnames[: function.__code__.co_argcount])


# -- examples ----------------------------------------------------------------------------------------------------------

EXAMPLES = [  # book, listing, what stands there, what is written instead
    ("pve-network.adoc", "corosync_bond", "    bond-lacp-rate fast", "    bond-lacp-rate slow"),
    ("pve-network.adoc", "corosync_bond", "    bond-lacp-rate fast", "    bond-lacp-rat fast"),
    ("pve-network.adoc", "corosync_bond", "    bond-mode 802.3ad", "    bond-mode 802.3da"),
    ("pve-network.adoc", "storage_bond", "    bond-mode 802.3ad", "    bond-mode balance_tlb"),
    ("pve-network.adoc", "bridged_bond", "    bond-primary eno1", "    bond-primary eno7"),
    ("pve-network.adoc", "bridged_bond", "    bond-miimon 100", "    bond-miimon 0"),
    ("pve-network.adoc", "vlan_bridge", "    bridge-vlan-aware yes", "    bridge-vlan-awre yes"),
    ("pve-network.adoc", "arp_monitored", "    bond-arp-ip-target 10.10.10.254", "    bond-arp-ip-target router"),
    ("pvecm.adoc", "two_links", "    knet_link_priority: 20", "    knet_link_priorty: 20"),
    ("pvecm.adoc", "two_links", "    nodeid: 3", "    nodeid: 2"),
    ("pvecm.adoc", "one_link", "  transport: knet", "  transport: knot"),
]


@pytest.mark.parametrize(("book", "listing", "line", "instead"), EXAMPLES)
def test_a_mistake_in_an_example_is_a_finding_at_its_line(book, listing, line, instead, tmp_path):
    text = text_of(book)
    before, mark, after = text.partition(f'id="{listing}"')
    assert f"\n{line}\n" in after
    session = session_of(tmp_path, book, before + mark + after.replace(f"\n{line}\n", f"\n{instead}\n", 1))
    verdict = run(session, claim_of(session, listing))
    assert verdict is not None
    assert not verdict.held
    at = (before + mark).count("\n") + after[: after.index(f"\n{line}\n") + 1].count("\n") + 1
    places = [verdict.span.start.line, *(int(n) for n in re.findall(rf"{re.escape(book)}:(\d+):", verdict.evidence))]
    assert at in places


def test_an_example_that_is_slow_makes_the_prose_around_it_fail(tmp_path):
    text = text_of("pve-network.adoc")
    before, mark, after = text.partition('id="corosync_bond"')
    slow = before + mark + after.replace("bond-lacp-rate fast", "bond-lacp-rate slow", 1)
    session = session_of(tmp_path, "pve-network.adoc", slow)
    verdict = run(session, claim_of(session, "example_fences"))
    assert verdict is not None
    assert not verdict.held
    assert verdict.span.start.line == line_of(text, "[#example_fences.claim")


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("change", [less, more], ids=lambda change: change.__name__)
def test_nearly_all_that_is_changed_can_be_brought_up_to_date(book, change, tmp_path):
    """By words that hold; what nobody could word by rule ("half", where it is a third) is left as it is."""

    def read(path):
        return Path(path).read_text(encoding="utf-8")

    text = STATED.sub(lambda found: f"{found['opening']}#{change(found['words'])}#", text_of(book))
    session = session_of(tmp_path, book, text)
    ran = [(claim, run(session, claim)) for claim in session.claims if claim.kind == "value"]
    findings = [found for one in ran for found in update(session, *one, read)]
    after = fixed(findings, read)[str(tmp_path / book)].after
    again = session_of(tmp_path, book, after)
    left = [claim.id for claim in again.claims if claim.kind == "value" and not run(again, claim).held]
    assert left == [found.message.split("'")[1] for found in findings if found.fix is None]
    assert len(left) < 0.1 * len(ran)
