"""What single faults do to a configuration, in words.

The folders in `explained/` hold a configuration each and all that is said of it. With the environment variable
``UPDATE_CASES=1`` that is written anew, and every test that wrote one fails, so that this cannot be missed.
"""

import json
import math
import os
from importlib.resources import files
from itertools import takewhile
from pathlib import Path

import jsonschema
import pytest
from bondmodel.study.explain import FINDINGS, NOTHING_DONE, OK, Choices, main
from bondmodel.study.explain.cases import OUTCOMES
from bondmodel.study.explain.words import recovery

from tests.bondmodel.study.test_configured import COROSYNC, INTERFACES, NODE, NODES, TWO_BONDS, with_second_link

TWO_SLAVES = INTERFACES.replace(" eno3", "")


@pytest.fixture
def explain(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("bondmodel.study.explain.choices.DRAWS", 1)
    monkeypatch.setattr("bondmodel.study.explain.choices.HASHES", ("layer2",))
    monkeypatch.setattr("bondmodel.study.explain.cases.BUDGET", 0)

    def run(interfaces=TWO_SLAVES, corosync=COROSYNC, form="text", **choices):
        paths = tmp_path / "interfaces", tmp_path / "corosync.conf"
        for path, text in zip(paths, (interfaces, corosync), strict=True):
            path.write_text(text)
        status = main(*map(str, paths), Choices(**choices), form)
        out, err = capsys.readouterr()
        return status, out.replace(str(tmp_path) + "/", ""), err

    return run


def test_exit_statuses():
    assert (OK, FINDINGS, NOTHING_DONE) == (0, 1, 2)


def test_a_sound_configuration_is_explained(explain):
    status, out, err = explain()
    assert (status, err) == (OK, "")
    lines = out.splitlines()
    assert lines[0] == "Your cluster of 3 nodes (uno, due, tre), Corosync over link 0 of bond0 (802.3ad: eno1 eno2):"
    assert lines[1] == "  with the switch's LACP fast, it survives every single fault of a slave."
    assert lines[2].startswith("  with the switch's LACP slow, it survives a slave that loses its link")
    assert "does not survive a slave that" in lines[2]
    assert lines[4].startswith("Taken for granted")
    assert [line for line in lines if line.startswith("A slave ")] == [
        "A slave loses its link:",
        "A slave stops transmitting, its link stays up:",
        "A slave stops receiving, its link stays up:",
        "A slave carries nothing in either direction, its link stays up:",
    ]


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
    ("after", "words"),
    [
        (None, "it is over at once"),
        ((0.2, 0.99), "it ends within a second"),
        ((0.0, 4.0), "it ends within 4 s"),
        ((0.6, 1.9), "it ends after 1 to 2 s"),
        ((1.0, 1.1), "it ends after 1 s"),
        ((2.1, 90.4), "it ends after 2 to 90 s"),
        ((2.1, math.inf), "it does not always end by itself"),
        ((math.inf, math.inf), "it does not end by itself"),
    ],
)
def test_when_it_is_over(after, words):
    assert recovery(after) == words


def test_what_is_taken_for_granted_can_be_said(explain):
    _, out, _ = explain()
    assert "the switch's LACP rate is not known" in out
    _, said, _ = explain(switch_lacp_rate="slow", switch_hash="layer2", switch_partner="standard", switch="lag")
    assert "LACP fast" not in said
    assert "not known" not in said
    assert "--switch" not in said
    assert said.splitlines()[1].startswith("  with the switch's LACP slow, it survives a slave that loses its link")
    _, without, _ = explain(ha="none", switch_lacp_rate="slow")
    assert "reset," not in without.splitlines()[1]
    assert "--ha" not in without
    _, later, _ = explain(watchdog=20.0, switch_lacp_rate="slow")
    assert "--watchdog" not in later
    assert "70 to " in later.splitlines()[1]


def test_what_cannot_be_said_is_refused(explain):
    status, _, err = explain(ha="some")
    assert status == NOTHING_DONE
    assert err == "bondmodel: --ha: 'some' is neither all nor none nor a list of node ids such as 1,3\n"
    status, _, err = explain(bond="bond7")
    assert status == NOTHING_DONE
    assert "bond: 'bond7' carries no Corosync link" in err


def test_a_fault_without_end(explain):
    xor = TWO_SLAVES.replace("802.3ad", "balance-xor").replace("  bond-lacp-rate fast\n", "")
    status, out, _ = explain(xor)
    assert status == OK
    lines = part(out, "A slave stops transmitting, its link stays up:")
    assert "it does not " in lines[0]
    assert "end by itself" in lines[0]
    assert "do not run Corosync over balance-xor" in out


def test_slow_lacp_is_remarked(explain):
    status, slow, _ = explain(TWO_SLAVES.replace("rate fast", "rate slow"))
    assert status == FINDINGS
    assert slow.startswith("interfaces:6:18: warning: bond-lacp-rate: Corosync runs over bond0, whose LACP is slow")
    assert "lasts up to 93 s" in slow


def test_active_backup(explain):
    text = TWO_SLAVES.replace("802.3ad", "active-backup").replace("  bond-lacp-rate fast\n", "")
    _, out, _ = explain(text.replace("  bond-xmit-hash-policy layer2+3\n", ""))
    first, second = (
        line for line in part(out, "A slave stops transmitting, its link stays up:") if line.startswith("eno")
    )
    assert first.startswith("eno1: 6 of 6 cases lose something (6 cut the node off from all others)")
    assert first.endswith("it does not end by itself.")
    assert second == "eno2: nothing is lost, in 6 cases tried."
    assert "loses the one node with a slave that stops transmitting (eno1)" in out
    assert "arp_validate all" in out


def test_a_second_link(explain):
    _, out, _ = explain(TWO_SLAVES, with_second_link(COROSYNC))
    assert "link 0 of bond0 (802.3ad: eno1 eno2), 1 further over other networks:" in out
    assert out.count("it survives every single fault of a slave.") == 2
    assert "the other link would be preferred to the bond with a higher knet_link_priority" in out


def test_each_bond_under_corosync_is_explained(explain):
    _, out, _ = explain(TWO_BONDS.replace(" eno3", ""), with_second_link(COROSYNC))
    assert "Corosync over link 0 of bond0 (802.3ad" in out
    assert "Corosync over link 1 of bond1 (active-backup: a b)" in out


@pytest.mark.parametrize("waits", [0, 1])
def test_a_split_brain_is_told(explain, waits):
    two = COROSYNC.replace(NODE % ("tre", 3, 3), "")
    _, out, _ = explain(corosync=two.replace("votequorum\n", f"votequorum\n  two_node: 1\n  wait_for_all: {waits}\n"))
    assert "two parts may both write (split brain)" in out
    assert "uno and due may write, each for itself, from " in out
    assert "give the cluster a third vote" in out
    _, other, _ = explain(corosync=two)
    assert "split brain" not in other


def test_errors_come_first_and_alone(explain):
    status, out, err = explain(TWO_SLAVES.replace("802.3ad", "802.3da"))
    assert status == NOTHING_DONE
    assert out.startswith("interfaces:4:13: error: bond-mode: '802.3da' is not one of")
    assert out.count("\n") == 1
    assert err == "bondmodel: the errors above have to go first; nothing was explained\n"
    status, out, _ = explain(corosync=COROSYNC.replace("version: 2", "version: 9"))
    assert (status, out.startswith("corosync.conf:2:12: error: version: 9")) == (NOTHING_DONE, True)


FOREIGN = """
auto he
iface he inet6 v4tunnel
  endpoint 203.0.113.1
iface bond7 inet manual
  bond-slaves x y
  bond-mode 802.3da
  bond-miimon 100
rename eth7=lan7
unknown words here
"""


def test_what_is_foreign_changes_nothing(explain):
    _, out, _ = explain(switch_lacp_rate="fast")
    _, more, err = explain(TWO_SLAVES + FOREIGN, switch_lacp_rate="fast")
    assert err == ""
    kept = [line for line in more.splitlines() if not line.startswith("interfaces:") and "passed over" not in line]
    assert kept == out.splitlines()
    assert "interfaces that carry no Corosync link were passed over: 2 (he, bond7)" in more


def test_a_configuration_without_a_bond_under_corosync(explain):
    status, out, err = explain(TWO_SLAVES.replace("10.0.0.1/24", "10.7.0.1/24"))
    assert (status, out) == (NOTHING_DONE, "")
    assert err.startswith("bondmodel: no bond carries a Corosync link")


@pytest.mark.parametrize(
    ("interfaces", "corosync", "why"),
    [
        (TWO_SLAVES, COROSYNC.replace("ring0_addr: 10.0.0.", "ring0_addr: node"), "ring0_addr is a host name"),
        (
            TWO_SLAVES.replace("static\n  address 10.0.0.1/24", "dhcp"),
            COROSYNC,
            "vmbr0 gets its address from elsewhere (dhcp)",
        ),
    ],
)
def test_what_the_files_leave_open_is_assumed_of_the_only_bond(explain, interfaces, corosync, why):
    status, out, _ = explain(interfaces, corosync, switch_lacp_rate="fast")
    assert status == OK
    assert f"link 0 runs over bond0: {why}" in out
    assert "(--bond)" in out


def test_a_remark_is_no_finding(explain):
    status, out, _ = explain(TWO_SLAVES.replace("eno1 eno2", "eno1"), switch_lacp_rate="fast")
    assert "note: bond-slaves: bond0 has one slave" in out
    assert part(out, "A slave stops transmitting, its link stays up:")[0].startswith("not modelled: ")
    assert status == OK


def test_as_json(explain):
    schema = json.loads(files("bondmodel.study.explain").joinpath("schema.json").read_text("utf-8"))
    for corosync in (COROSYNC, with_second_link(COROSYNC)):
        status, out, _ = explain(TWO_SLAVES.replace("rate fast", "rate slow"), corosync, "json")
        told = json.loads(out)
        jsonschema.validate(told, schema)
        assert status == FINDINGS
    assert told["findings"][0]["code"] == "slow-lacp"
    assert [node["name"] for node in told["bonds"][0]["cluster"]["nodes"]] == ["uno", "due", "tre"]
    assert {effect["fault"] for effect in told["bonds"][0]["effects"]} == {"carrier", "tx", "rx", "both"}
    assert told["bonds"][0]["effects"][0]["outcome"] == OUTCOMES[1]


def test_the_schema_knows_every_outcome():
    schema = json.loads(files("bondmodel.study.explain").joinpath("schema.json").read_text("utf-8"))
    assert schema["$defs"]["effect"]["properties"]["outcome"]["enum"] == list(OUTCOMES)


def test_findings_as_sarif(explain):
    status, out, _ = explain(TWO_SLAVES.replace("rate fast", "rate slow"), form="sarif")
    (run,) = json.loads(out)["runs"]
    assert status == FINDINGS
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["slow-lacp"]
    (place,) = run["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "interfaces"
    assert place["physicalLocation"]["region"] == {"startLine": 6, "startColumn": 18}


def test_many_nodes_fit_a_screen(explain):
    nodes = "".join(NODE % (f"n{i}", i, i) for i in range(1, 33))
    many = COROSYNC.replace(NODES, nodes)
    text = TWO_SLAVES.replace("802.3ad", "active-backup").replace("  bond-lacp-rate fast\n", "")
    status, out, _ = explain(text.replace("  bond-xmit-hash-policy layer2+3\n", ""), many, ha="none")
    assert status == OK
    assert "32 nodes (n1, n2, n3, n4, n5 and 27 more)" in out
    assert len(out.splitlines()) < 50


def test_a_file_that_cannot_be_read(tmp_path, capsys):
    (tmp_path / "here").write_bytes(b"\xff\xfe\xff")
    for path in (tmp_path / "nowhere", tmp_path / "here"):
        assert main(path, path) == NOTHING_DONE
        assert capsys.readouterr().err.startswith("bondmodel: cannot read: ")


def test_renumbering_and_renaming_nodes_only_renames(explain):
    """Ids in the same order, and other names: every sentence is the same but for the names."""
    _, out, _ = explain(switch_lacp_rate="fast")
    renamed = COROSYNC
    for old, new in (("uno", "one"), ("due", "two"), ("tre", "three")):
        renamed = renamed.replace(old, new)
        out = out.replace(old, new)
    for number in (3, 2, 1):
        renamed = renamed.replace(f"nodeid: {number}\n", f"nodeid: {number * 10}\n")
    assert "nodeid: 30" in renamed
    _, more, _ = explain(corosync=renamed, switch_lacp_rate="fast")
    assert more == out
