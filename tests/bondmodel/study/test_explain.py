"""What single faults do to a configuration, in words.

The folders in `explained/` hold a configuration each and all that is said of it. With the environment variable
``UPDATE_CASES=1`` that is written anew, and every test that wrote one fails, so that this cannot be missed.
"""

import math
import os
from itertools import takewhile
from pathlib import Path

import pytest
from bondmodel.study.explain import FINDINGS, NOTHING_DONE, OK, main, recovery
from bondmodel.study.sweep import Interval

from tests.bondmodel.study.test_configured import COROSYNC, INTERFACES, TWO_BONDS, with_second_link

TWO_SLAVES = INTERFACES.replace(" eno3", "")


@pytest.fixture
def explain(tmp_path, capsys):
    def run(interfaces=TWO_SLAVES, corosync=COROSYNC):
        paths = tmp_path / "interfaces", tmp_path / "corosync.conf"
        for path, text in zip(paths, (interfaces, corosync), strict=True):
            path.write_text(text)
        status = main(*map(str, paths))
        out, err = capsys.readouterr()
        return status, out.replace(str(tmp_path) + "/", ""), err

    return run


def test_exit_statuses():
    assert (OK, FINDINGS, NOTHING_DONE) == (0, 1, 2)


def test_a_sound_configuration_is_explained(explain):
    status, out, err = explain()
    assert (status, err) == (OK, "")
    lines = out.splitlines()
    assert lines[:3] == [
        "3 nodes: uno, due, tre. All are taken to have active HA services.",
        "Corosync link 0 runs over bond0 (eno1 eno2), 802.3ad, there is no other.",
        "Token timeout 3.65 s, consensus 4.38 s.",
    ]
    heads = [line for line in lines if line.endswith(":")]
    assert len(heads) == 8, "four kinds of fault, two slaves"
    assert heads[0] == "eno1 of a node stops transmitting, its link stays up:"
    assert heads[-1] == "eno2 of a node loses its link:"


def part(out, head):
    """The lines under a head."""
    lines = out.splitlines()
    at = lines.index(head)
    own = takewhile(lambda line: line.startswith("  "), lines[at + 1 :])
    return [line.strip() for line in own]


@pytest.mark.parametrize("folder", sorted(Path(__file__).with_name("explained").iterdir()), ids=lambda path: path.name)
def test_all_that_is_said(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    status = main("interfaces", "corosync.conf")
    said = capsys.readouterr().out + f"exit status {status}\n"
    expected = Path("explained.txt")
    if os.environ.get("UPDATE_CASES") and (not expected.exists() or expected.read_text("utf-8") != said):
        expected.write_text(said, "utf-8")
        pytest.fail(f"{folder.name}/explained.txt was written: look at it and commit it")
    assert said == expected.read_text("utf-8")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.2, 0.99, "by itself in less than a second"),
        (0.2, 1.0, "by itself within 1 s"),
        (0.0, 4.0, "by itself within 4 s"),
        (0.6, 1.9, "by itself after 1 to 2 s"),
        (1.0, 1.1, "by itself after 1 s"),
        (2.1, 90.4, "by itself after 2 to 90 s"),
        (2.1, math.inf, "none by itself in some cases"),
        (math.inf, math.inf, "none by itself"),
    ],
)
def test_when_it_is_over(low, high, words):
    assert recovery(Interval(low, high)) == words


def test_a_fault_without_end(explain):
    xor = TWO_SLAVES.replace("802.3ad", "balance-xor").replace("  bond-lacp-rate fast\n", "")
    status, out, _ = explain(xor)
    assert status == OK
    lines = part(out, "eno1 of a node stops transmitting, its link stays up:")
    assert lines[0].startswith("connectivity: ")
    assert "of 27 cases lose something" in lines[0]
    assert "in some cases" in lines[1] or lines[1] == "recovery: none by itself."
    assert lines[2].startswith("quorum: some node is without stable quorum for up to ")
    assert lines[3].startswith("HA: in ")
    assert lines[3].endswith(" s later.")
    assert lines[4].startswith("example: ")


def test_fast_lacp_saves_and_slow_lacp_does_not(explain):
    # the model's switch side is slow unless told otherwise: what the switch does not send cannot be heard
    _, fast, _ = explain()
    lines = part(fast, "eno1 of a node stops receiving, its link stays up:")
    assert lines[-1] == "HA: no node fences itself."
    status, slow, _ = explain(TWO_SLAVES.replace("rate fast", "rate slow"))
    assert status == FINDINGS
    assert slow.startswith("interfaces:6:18: warning: bond-lacp-rate: Corosync runs over bond0, whose LACP is slow")
    assert "fence themselves" in "".join(part(slow, "eno1 of a node stops receiving, its link stays up:"))


def test_active_backup(explain):
    text = TWO_SLAVES.replace("802.3ad", "active-backup").replace("  bond-lacp-rate fast\n", "")
    _, out, _ = explain(text.replace("  bond-xmit-hash-policy layer2+3\n", ""))
    lines = part(out, "eno1 of a node stops transmitting, its link stays up:")
    assert lines[0] == (
        "connectivity: 27 of 27 cases lose something, 0 become asymmetric, in 27 the node is cut off from all others "
        "for a time."
    )
    assert lines[1] == "recovery: none by itself."
    assert lines[3].startswith("HA: in 27 of 27 cases a node fences itself, ")
    assert part(out, "eno2 of a node stops transmitting, its link stays up:") == ["nothing is lost (27 cases tried)."]


def test_a_second_link(explain):
    _, out, _ = explain(TWO_SLAVES, with_second_link(COROSYNC))
    assert "Corosync link 0 runs over bond0 (eno1 eno2), 802.3ad, 1 further over other networks." in out
    assert "fence themselves" not in out
    assert "quorum: no node loses stable quorum." in out


def test_each_bond_under_corosync_is_explained(explain):
    _, out, _ = explain(TWO_BONDS.replace(" eno3", ""), with_second_link(COROSYNC))
    assert "Corosync link 0 runs over bond0" in out
    assert "Corosync link 1 runs over bond1 (a b), active-backup" in out


def test_errors_come_first_and_alone(explain):
    status, out, err = explain(TWO_SLAVES.replace("802.3ad", "802.3da"))
    assert status == NOTHING_DONE
    assert out.startswith("interfaces:4:13: error: bond-mode: '802.3da' is not one of")
    assert out.count("\n") == 1
    assert err == "bondmodel: the errors above have to go first; nothing was explained\n"
    status, out, _ = explain(corosync=COROSYNC.replace("version: 2", "version: 9"))
    assert (status, out.startswith("corosync.conf:2:12: error: version: 9")) == (NOTHING_DONE, True)


def test_a_configuration_without_a_bond_under_corosync(explain):
    status, out, err = explain(TWO_SLAVES.replace("10.0.0.1/24", "10.7.0.1/24"))
    assert (status, out) == (NOTHING_DONE, "")
    assert err.startswith("bondmodel: no bond carries a Corosync link")


def test_a_remark_is_no_finding(explain):
    status, out, _ = explain(TWO_SLAVES.replace("eno1 eno2", "eno1"))
    assert "note: bond-slaves: bond0 has one slave" in out
    assert part(out, "eno1 of a node stops transmitting, its link stays up:")[0].startswith("not modelled: ")
    assert part(out, "eno1 of a node loses its link:")[0].startswith("connectivity: 27 of 27")
    assert status == OK


def test_a_file_that_cannot_be_read(tmp_path, capsys):
    (tmp_path / "here").write_bytes(b"\xff\xfe\xff")
    for path in (tmp_path / "nowhere", tmp_path / "here"):
        assert main(path, path) == NOTHING_DONE
        assert capsys.readouterr().err.startswith("bondmodel: cannot read: ")
