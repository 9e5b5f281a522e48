"""Files as administrators have them: sources, aliases, templates, patterns, comments at line ends, other formats."""

import os
import time

import pytest
from bondmodel.config.bonds import check
from bondmodel.config.carriers import expanded
from bondmodel.config.interfaces import read
from bondmodel.config.sources import MAX_FILES, Folder
from bondmodel.study.configured import read as read_both

from tests.bondmodel.study.test_configured import COROSYNC

BOND = "iface bond0 inet static\n address 10.0.0.1/24\n bond-slaves eno1 eno2\n bond-mode 1\n bond-miimon 100\n"


def names(net):
    return [stanza.name for stanza in net.stanzas]


@pytest.fixture
def home(tmp_path):
    (tmp_path / "interfaces.d").mkdir()
    (tmp_path / "interfaces.d" / "bonds").write_text(BOND)
    (tmp_path / "interfaces.d" / "dotted.conf").write_text("iface dotted\n")
    (tmp_path / "interfaces").write_text("iface lo\n")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("source interfaces.d/*", ["bond0", "dotted"]),
        ("source /etc/network/interfaces.d/*", ["bond0", "dotted"]),
        ("source interfaces.d/*.conf", ["dotted"]),
        ("source-directory interfaces.d", ["bond0"]),
        ("source-directory /etc/network/interfaces.d", ["bond0"]),
        ("source inter*/bonds", ["bond0"]),
    ],
)
def test_what_source_names_is_read(home, line, found):
    net = read(f"iface lo\n{line}\niface end\n", Folder(home / "interfaces"))
    assert names(net) == ["lo", *found, "end"]
    assert net.unread == ()
    assert {stanza.path for stanza in net.stanzas if stanza.name == "bond0"} <= {str(home / "interfaces.d" / "bonds")}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("source /etc/passwd", "outside of the folder"),
        ("source ../outside", "outside of the folder"),
        ("source /etc/network/../passwd", "outside of the folder"),
        ("source nothing.d/*", "no such file"),
        ("source link", "no such file"),
        ("source interfaces.d", "no such file"),
    ],
)
def test_what_lies_outside_is_not_read_and_told(home, line, why):
    (home / "link").symlink_to("/etc/hostname")
    net = read(f"iface lo\n{line}\n", Folder(home / "interfaces"))
    assert names(net) == ["lo"]
    (unread,) = net.unread
    assert (unread.line, unread.pattern) == (2, line.split()[1])
    assert why in unread.why


def test_a_source_that_comes_around_ends(home):
    (home / "a").write_text("iface a\nsource b\n")
    (home / "b").write_text("iface b\nsource a\nsource interfaces\n")
    net = read("source a\n", Folder(home / "interfaces"))
    assert names(net) == ["a", "b"]
    assert net.unread == ()


def test_no_more_than_so_many_files_are_read(home):
    for number in range(MAX_FILES + 50):
        (home / "interfaces.d" / f"x{number:04}").write_text(f"iface x{number}\n")
    assert len(read("source interfaces.d/x*\n", Folder(home / "interfaces")).stanzas) == MAX_FILES


def test_a_pipe_is_no_file(home):
    os.mkfifo(home / "pipe")
    assert read("source pipe\n", Folder(home / "interfaces")).unread


def test_findings_say_in_which_file(home):
    (home / "interfaces.d" / "bonds").write_text(BOND.replace("bond-mode 1", "bond-mode 9"))
    (found,) = check(read("source interfaces.d/bonds\n", Folder(home / "interfaces")))
    assert (found.path, found.line, found.column) == (str(home / "interfaces.d" / "bonds"), 4, 12)


def carried(text):
    return {link: c.bond.name for link, c in read_both(text, COROSYNC).carriers.items() if c.bond is not None}


PLAIN = BOND.replace("inet static\n address 10.0.0.1/24", "inet manual")
ADDRESS = " inet static\n address 10.0.0.1/24\n"


@pytest.mark.parametrize(
    "above",
    [
        f"iface bond0:1{ADDRESS}",
        f"iface bond0.5:1{ADDRESS}",
        f"iface bond0.5.6{ADDRESS}",
        f"iface vmbr0{ADDRESS} bridge-ports glob bond*\n",
        f"iface vmbr0{ADDRESS} bridge-ports regex bond[0-9]\n",
        f"iface vmbr0{ADDRESS} bridge_ports eno7 bond0\n",
        f"iface vmbr0:3{ADDRESS}iface vmbr0\n bridge-ports bond0.7\n",
    ],
)
def test_what_lies_over_a_bond(above):
    assert carried(PLAIN + above) == {0: "bond0"}


def test_lists_of_interfaces():
    known = ["eno1", "eno2", "eth0", "bond0"]
    assert expanded(["glob", "eno1-2"], []) == ["eno1", "eno2"]
    assert expanded(["glob", "eno*"], known) == ["eno1", "eno2"]
    assert expanded(["regex", "e(no|th).", "eno1"], known) == ["eno1", "eno2", "eth0"]
    assert expanded(["regex", "("], known) == ["("]
    assert expanded(["eth0", "eno1-2"], known) == ["eth0", "eno1-2"]
    assert expanded(["none"], known) == []
    assert expanded(["glob", "x1-999999"], known) == ["x1-999999"]


def test_ifenslaves_other_form():
    text = "iface eno1\n bond-master bond0\niface eno2\n bond-master bond0\n"
    (bond,) = read(text + BOND.replace("eno1 eno2", "none")).bonds
    assert bond.slaves == ("eno1", "eno2")
    (bond,) = read(text + BOND.replace(" bond-slaves eno1 eno2\n", "")).bonds
    assert bond.slaves == ("eno1", "eno2")
    assert check(read(text + BOND.replace("eno1 eno2", "none"))) == ()


def test_templates_that_are_inherited():
    text = "template watched\n bond-miimon 100\n bond-mode 4\niface bond0 inet manual inherits watched\n"
    net = read(text + " bond-slaves a b\n bond-mode 1\n")
    (bond,) = net.stanzas
    assert (bond.value("bond-miimon"), bond.mode, bond.method) == ("100", "active-backup", "manual")
    around = read("iface a inherits b\n mtu 1\niface b inherits a\n mtu 2\n")
    assert [stanza.value("mtu") for stanza in around.stanzas] == ["1", "2"]


def test_a_comment_at_the_end_of_a_line_is_left_out_with_a_warning():
    net = read("iface bond0 # the bond\n bond-slaves eno1 \\\n  eno2 # two ports\n post-up echo a # b\n")
    (bond,) = net.stanzas
    assert (bond.name, bond.slaves, bond.value("post-up")) == ("bond0", ("eno1", "eno2"), "echo a # b")
    assert [(f.line, f.severity, f.code) for f in net.findings] == [
        (1, "warning", "comment"),
        (2, "warning", "comment"),
    ]


def test_what_commands_write_into_sysfs_counts():
    base = BOND.replace("bond-miimon 100", "bond-arp-interval 200\n bond-arp-ip-target 10.0.0.9")
    up = " post-up echo {} > /sys/class/net/{}/bonding/arp_validate\n"

    def validates(line):
        from bondmodel import from_config

        return from_config(base + line, COROSYNC).arp_validate

    assert validates(up.format("all", "bond0")) == "all"
    assert validates(up.format("3", "bond0")) == "all"
    assert validates(up.format("all", "bond1")) == "none"
    assert validates(" bond-arp-validate all\n") == "none", "ifupdown2 passes it over"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# here\nnetwork:\n  version: 2\n", "netplan"),
        ("---\nnetwork:\n", "netplan"),
        ("\n[NetDev]\nName=bond0\n", "networkd"),
        ("[connection]\nid=bond0\n", "network-manager"),
    ],
)
def test_other_formats_are_named(text, code):
    (found,) = read(text).findings
    assert (found.code, found.severity) == (code, "error")
    assert "not read; write the bond as an iface stanza" in found.message
    assert read_both(text, COROSYNC).errors


def test_a_template_of_ifupdown2_is_told():
    config = read_both("<% x = 1 %>\n" + BOND, COROSYNC)
    assert [f.code for f in config.errors] == ["template"]


def test_errors_elsewhere_do_not_count():
    broken = "iface bond9\n bond-slaves x y\n bond-mode 77\n bond-miimon 100\niface he inet6 v4tunel\nfoo bar\n"
    config = read_both(BOND + broken, COROSYNC)
    assert len(config.interface_findings) == 2
    assert config.errors == ()
    assert config.passed_over == ["bond9", "he"]
    assert read_both(BOND.replace("bond-mode 1", "bond-mode 77"), COROSYNC).errors


@pytest.mark.parametrize("cut", range(0, len(BOND), 7))
def test_a_file_that_is_cut_in_half_is_read(cut):
    config = read_both(BOND[:cut], COROSYNC[: cut * 3])
    assert config.errors or config.carriers or config.relevant == config.relevant


@pytest.mark.parametrize(
    "unit", ["iface eth{0} inet static\n address 10.{1}.{2}.1/24\n", "iface b{0}\n bond-slves x\n"]
)
def test_large_files_take_time_as_they_are_long(unit):
    def taken(count):
        text = BOND + "".join(unit.format(i, i // 250 % 250, i % 250) for i in range(count))
        start = time.process_time()
        config = read_both(text, COROSYNC)
        assert config.carriers[0].bond is not None
        _ = config.errors, config.passed_over
        return time.process_time() - start

    assert taken(16_000) < 12 * max(taken(4_000), 0.05)


def test_twenty_bonds_beside_do_not_matter():
    more = "".join(BOND.replace("bond0", f"bond{i}").replace("10.0.0.1", f"10.7.{i}.1") for i in range(1, 21))
    config = read_both(BOND + more.replace("eno", "x"), COROSYNC)
    assert {c.bond.name for c in config.carriers.values()} == {"bond0"}
    assert len(config.passed_over) == 20


SYSFS = " post-up echo {} > /sys/class/net/bond0/bonding/{}\n"
BREAKER = "votequorum\n  auto_tie_breaker: 1\n  auto_tie_breaker_node: 9\n"
REFUSED = [
    (BOND.replace("eno1 eno2", "regex eno.*"), COROSYNC, "line 3: bond-slaves: "),
    (BOND.replace("eno1 eno2", " ".join(f"e{i}" for i in range(17))), COROSYNC, "line 3: bond-slaves: 17 slaves"),
    (
        BOND + " post-up echo x > /sys/class/net/bond0/bonding/num_grat_arp\n",
        COROSYNC,
        "line 6: bond0: num_grat_arp: 'x'",
    ),
    (BOND + " post-up echo 1 > /sys/class/net/bond0/bonding/nonsense\n", COROSYNC, "line 6: bond0: option: 'nonsense'"),
    (
        BOND + " post-up echo off > /sys/class/net/bond0/bonding/lacp_active\n",
        COROSYNC,
        "line 6: bond0: lacp_active off",
    ),
    (BOND, COROSYNC.replace("version: 2\n", "version: 2\n  transport: udpu\n"), "line 3: totem.transport udpu"),
    (
        BOND,
        COROSYNC.replace("votequorum\n", "votequorum\n  auto_tie_breaker: 1\n  auto_tie_breaker_node: 9\n"),
        "no node 9",
    ),
]


@pytest.mark.parametrize(("interfaces", "corosync", "words"), REFUSED)
def test_a_refusal_says_the_line(interfaces, corosync, words):
    from bondmodel import ModelError, from_config

    with pytest.raises(ModelError, match=words.replace("(", r"\(")) as caught:
        from_config(interfaces, corosync)
    assert "line " in str(caught.value)
