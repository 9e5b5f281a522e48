"""Configurations as they are met: each answer is the one that somebody who knows these tools would give."""

import pytest
from bondmodel import Fault, NotModelled, Scenario, from_config
from bondmodel.study.configured import read
from bondmodel.study.explain import NOTHING_DONE, OK, main

from tests.bondmodel.study.test_configured import COROSYNC

BOND = "iface bond0 inet static\n address 10.0.0.1/24\n bond-slaves eno1 eno2\n bond-mode 1\n bond-miimon 100\n"
SLOW = BOND.replace("bond-mode 1", "bond-mode 4")


@pytest.fixture
def explain(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("bondmodel.study.explain.choices.DRAWS", 1)
    monkeypatch.setattr("bondmodel.study.explain.cases.BUDGET", 0)

    def run(interfaces, corosync=COROSYNC):
        paths = tmp_path / "interfaces", tmp_path / "corosync.conf"
        for path, text in zip(paths, (interfaces, corosync), strict=True):
            path.write_text(text)
        status = main(*paths)
        out, err = capsys.readouterr()
        return status, out.replace(f"{tmp_path}/", ""), err

    return run


def codes(config):
    return [(found.line, found.code) for found in config.interface_findings]


def test_a_slave_that_another_bond_wants_too_is_an_error_of_both():
    other = "iface bond1\n bond-slaves eno2 eno3\n bond-mode 1\n bond-miimon 100\n"
    for text in (BOND + other, other + BOND):
        assert [found.code for found in read(text, COROSYNC).errors] == ["shared-slave"]
    apart = other.replace("eno2", "eno4") + other.replace("bond1", "bond2").replace("eno2", "eno4")
    assert read(BOND + apart, COROSYNC).errors == ()


def test_an_iface_that_others_inherit_from_is_no_bond_without_effect():
    text = "iface watched\n bond-miimon 100\n bond-mode 1\niface bond0 inherits watched\n"
    config = read(text + " bond-slaves a b\n address 10.0.0.1/24\n", COROSYNC)
    assert (codes(config), config.passed_over) == ([], [])
    assert codes(read("iface watched\n bond-mode 1\n" + BOND, COROSYNC)) == [(2, "no-effect")]


MASTERS = "iface eno1\n bond-master bond0\n{}iface eno2\n bond-master bond0\n{}" + BOND.replace("eno1 eno2", "none")


@pytest.mark.parametrize(
    ("first", "second", "primary"),
    [
        ("", "", None),
        (" bond-primary eno2 eno1\n", " bond-primary eno2 eno1\n", 1),
        ("", " bond-primary eno9 eno1\n", 0),
        (" bond-primary eno2\n", "", 1),
    ],
)
def test_ifenslave_takes_the_primary_from_the_slaves(first, second, primary):
    text = MASTERS.format(first, second)
    assert codes(read(text, COROSYNC)) == []
    assert from_config(text, COROSYNC).primary == primary


def test_how_the_primary_is_chosen_again_may_stand_with_the_slaves():
    text = MASTERS.format("", " bond-primary eno1\n bond-primary-reselect failure\n")
    scenario = from_config(text, COROSYNC)
    assert (scenario.primary, scenario.primary_reselect) == (0, "failure")


def test_a_primary_that_is_no_slave_is_found_in_the_slaves_too():
    assert codes(read(MASTERS.format("", " bond-primary eno7\n"), COROSYNC)) == [(5, "primary")]


def test_an_address_that_no_command_line_shows_may_be_said(explain):
    status, _, err = explain(BOND.replace(" address 10.0.0.1/24\n", "") + " up ip addr add 10.0.0.1/24 dev bond0\n")
    assert status == NOTHING_DONE
    assert "if it is bond0, name it (--bond)" in err


def test_what_lies_beside_the_bond_in_its_bridge_is_said(explain):
    bridge = "iface vmbr0\n address 10.0.0.1/24\n bridge-ports bond0 eno5\n bridge-stp on\n"
    status, out, _ = explain(BOND.replace(" address 10.0.0.1/24\n", "") + bridge)
    assert status == OK
    assert "  - vmbr0 (line 5) has eno5 beside bond0: it leads to no other node" in out
    assert "  - the spanning tree of vmbr0 (line 8) blocks nothing and stays as it is" in out
    _, plain, _ = explain(BOND)
    assert "beside" not in plain
    assert "spanning" not in plain


def test_an_address_that_is_no_nodes(explain):
    config = read(BOND.replace("10.0.0.1/24", "10.0.0.77/24"), COROSYNC)
    (found,) = config.interface_findings
    assert (found.line, found.column, found.severity, found.code) == (2, 10, "warning", "no-node")
    assert "10.0.0.77 is no node's ring0_addr (10.0.0.1, 10.0.0.2, 10.0.0.3)" in found.message
    own = "iface bond0:1\n address 10.0.0.78/24\n"
    assert codes(read(BOND + own, COROSYNC)) == [], "one of its addresses is a node's"
    assert codes(read(BOND, COROSYNC.replace("10.0.0.2", "two"))) == []
    assert codes(read(BOND.replace("0.1/24", "0.9/24"), COROSYNC.replace("10.0.0.2", "two"))) == [], "a name may be it"


def test_files_in_the_wrong_order(explain):
    status, out, err = explain(COROSYNC, BOND)
    assert (status, len(out.splitlines())) == (NOTHING_DONE, 2)
    assert "interfaces:1:1: error: this is a corosync.conf; the interfaces file comes first [swapped]" in out
    assert "corosync.conf:1:1: error: this is an interfaces file; corosync.conf comes second [swapped]" in out
    assert "nothing was explained" in err


def test_less_than_a_second_is_no_zero(explain):
    watched = BOND.replace("bond-miimon 100", "bond-arp-interval 500\n bond-arp-ip-target 10.0.0.254")
    _, out, _ = explain(watched)
    assert "for less than a second" in out
    assert "up to 0 s" not in out


def test_a_refusal_counts_nodes_as_the_caller_does():
    with pytest.raises(NotModelled, match="faults on every link") as caught:
        Scenario(mode="802.3ad", fault=[Fault.tx(2, 0), Fault.tx(2, 1)]).run()
    assert "node 1" not in str(caught.value)


def test_which_file_names_what_was_not_read(tmp_path, capsys):
    (tmp_path / "interfaces").write_text("source more\n" + BOND)
    (tmp_path / "more").write_text("\nsource nowhere\n")
    (tmp_path / "corosync.conf").write_text(COROSYNC)
    main(tmp_path / "interfaces", tmp_path / "corosync.conf")
    assert f"nowhere ({tmp_path}/more, line 2) was not read" in capsys.readouterr().out
