import pytest
from bondmodel import Fault, ModelError, NotModelled, Scenario, from_config
from bondmodel.cluster.knet import PingTimers
from bondmodel.config.carriers import bond_under
from bondmodel.study.configured import read

INTERFACES = """\
iface bond0 inet manual
  bond-slaves eno1 eno2 eno3
  bond-miimon 80
  bond-mode 802.3ad
  bond-xmit-hash-policy layer2+3
  bond-lacp-rate fast

iface vmbr0 inet static
  address 10.0.0.1/24
  bridge-ports bond0
"""
NODE = "  node {\n    name: %s\n    nodeid: %d\n    ring0_addr: 10.0.0.%d\n  }\n"
NODES = "".join(NODE % (name, i, i) for name, i in (("uno", 1), ("due", 2), ("tre", 3)))
TOTEM = "totem {\n  version: 2\n  config_version: 1\n}\n"
QUORUM = "quorum {\n  provider: corosync_votequorum\n}\n"
COROSYNC = TOTEM + "nodelist {\n" + NODES + "}\n" + QUORUM


LMS = "votequorum\n  device {\n    model: net\n    net {\n      algorithm: lms\n      tie_breaker: 2\n    }\n  }\n"
BREAKER = "votequorum\n  auto_tie_breaker: 1\n"
STANDING = "votequorum\n  last_man_standing: 1\n  last_man_standing_window: 20000\n"


def with_second_link(text):
    for i in (1, 2, 3):
        text = text.replace(f"ring0_addr: 10.0.0.{i}\n", f"ring0_addr: 10.0.0.{i}\n    ring1_addr: 10.9.0.{i}\n")
    return text


def test_a_cluster_from_both_files():
    assert from_config(INTERFACES, COROSYNC) == Scenario(
        nodes=3,
        mode="802.3ad",
        slaves=3,
        miimon=80,
        xmit_hash_policy="layer2+3",
        lacp_rate="fast",
        address_on_bridge=True,
        names=("uno", "due", "tre"),
        ips=("10.0.0.1", "10.0.0.2", "10.0.0.3"),
        link_priorities=(1,),
    )


def test_further_fields_may_be_given():
    scenario = from_config(INTERFACES, COROSYNC, fault=Fault.tx(2, 2), ha="all", switch_lacp_rate="fast")
    assert scenario.active == (1, 2, 3)
    assert scenario.run().fenced == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("  bond-miimon 80\n", "", "miimon", 0),
        ("  bond-lacp-rate fast\n", "", "lacp_rate", "slow"),
        ("  bond-lacp-rate fast\n", "  bond-lacp-rate 1\n", "lacp_rate", "fast"),
        ("  bond-lacp-rate fast\n", "  bond-lacp-rate 0\n", "lacp_rate", "slow"),
        ("  bond-xmit-hash-policy layer2+3\n", "", "xmit_hash_policy", "layer2"),
        ("policy layer2+3", "policy 1", "xmit_hash_policy", "layer3+4"),
        ("bond-mode 802.3ad", "bond-mode 2", "mode", "balance-xor"),
        ("bond-mode 802.3ad", "bond-mode 802.3ad\n  bond-updelay 160\n  bond-downdelay 240", "updelay", 160),
        ("bond-mode 802.3ad", "bond-mode 802.3ad\n  bond-updelay 160\n  bond-downdelay 240", "downdelay", 240),
        ("bond-mode 802.3ad", "bond-mode active-backup\n  bond-primary eno2", "primary", 1),
        ("bond-mode 802.3ad", "bond-mode 802.3ad\n  bond-primary eno2", "primary", None),
        ("bond-mode 802.3ad", "bond-mode 1\n  bond-primary-reselect failure", "primary_reselect", "failure"),
        ("bond-mode 802.3ad", "bond-mode 1\n  bond-primary-reselect 1", "primary_reselect", "better"),
        ("bond-mode 802.3ad", "bond-mode 802.3ad\n  bond-primary-reselect 1", "primary_reselect", "always"),
        ("bond-mode 802.3ad", "bond-mode 802.3ad\n  bond-min-links 1", "min_links", 1),
        ("bond-mode 802.3ad", "bond-mode 1\n  bond-num-grat-arp 3", "num_grat_arp", 3),
        ("bond-mode 802.3ad", "bond-mode 802.3ad\n  bond-lacp-bypass-allow no", "mode", "802.3ad"),
        ("  bridge-ports bond0\n", "  vlan-raw-device bond0\n", "address_on_bridge", False),
    ],
)
def test_what_the_bond_says(old, new, field, value):
    assert old in INTERFACES
    assert getattr(from_config(INTERFACES.replace(old, new), COROSYNC), field) == value


def test_arp_monitoring():
    watched = "bond-mode 1\n  bond-arp-interval 200\n  bond-arp-ip-target 10.0.0.9, 10.0.0.8"
    scenario = from_config(INTERFACES.replace("bond-mode 802.3ad", watched).replace("  bond-miimon 80\n", ""), COROSYNC)
    assert (scenario.arp_interval, scenario.arp_ip_target) == (200, ("10.0.0.9", "10.0.0.8"))


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("config_version: 1", "config_version: 1\n  token: 5000", "token", 5000),
        ("config_version: 1", "config_version: 1\n  token_coefficient: 125", "token_coefficient", 125),
        ("config_version: 1", "config_version: 1\n  consensus: 9000", "consensus", 9000),
        ("nodeid: 2", "nodeid: 2\n    quorum_votes: 3", "votes", {2: 3}),
        ("nodeid: 2", "nodeid: 2\n    quorum_votes: 1", "votes", {}),
        ("nodeid: 2", "nodeid: 7", "node_ids", (1, 3, 7)),
        ("nodeid: 2", "nodeid: 7", "ips", ("10.0.0.1", "10.0.0.3", "10.0.0.2")),
        ("nodeid: 2", "nodeid: 7", "names", ("uno", "tre", "due")),
        ("    name: due\n", "", "names", ("uno", "node 2", "tre")),
        ("votequorum\n", "votequorum\n  device {\n    model: net\n    votes: 1\n  }\n", "device_votes", 1),
        ("votequorum\n", LMS, "device_votes", 2),
        ("votequorum\n", LMS, "device_algorithm", "lms"),
        ("votequorum\n", LMS, "device_tie_breaker", 2),
        ("votequorum\n", "votequorum\n  expected_votes: 5\n", "expected_votes", 5),
        ("votequorum\n", "votequorum\n  wait_for_all: 1\n", "wait_for_all", True),
        ("votequorum\n", "votequorum\n  wait_for_all: 0\n", "wait_for_all", False),
        ("votequorum\n", "votequorum\n", "wait_for_all", None),
        ("votequorum\n", "votequorum\n  last_man_standing: 1\n", "last_man_standing", True),
        ("votequorum\n", STANDING, "last_man_standing_window", 20_000),
        ("votequorum\n", "votequorum\n  auto_tie_breaker: 1\n", "auto_tie_breaker", "lowest"),
        (
            "votequorum\n",
            "votequorum\n  auto_tie_breaker: 1\n  auto_tie_breaker_node: 3 1\n",
            "auto_tie_breaker",
            (3, 1),
        ),
        ("votequorum\n", BREAKER + "  auto_tie_breaker_node: highest\n", "auto_tie_breaker", "highest"),
        ("votequorum\n", "votequorum\n", "two_node", False),
    ],
)
def test_what_corosync_says(old, new, field, value):
    assert old in COROSYNC
    assert getattr(from_config(INTERFACES, COROSYNC.replace(old, new)), field) == value


def test_two_nodes():
    two = COROSYNC.replace(NODE % ("tre", 3, 3), "").replace("votequorum\n", "votequorum\n  two_node: 1\n")
    assert from_config(INTERFACES, two).two_node


def test_other_links_count_as_sound():
    scenario = from_config(INTERFACES, with_second_link(COROSYNC))
    assert (scenario.sound_links, scenario.link_priorities) == (1, (2, 1))
    moved = INTERFACES.replace("10.0.0.1/24", "10.9.0.1/24")
    scenario = from_config(moved, with_second_link(COROSYNC))
    assert (scenario.sound_links, scenario.link_priorities) == (1, (1, 2)), "the bond has link 1, link 0 is preferred"
    assert scenario.ips == ("10.9.0.1", "10.9.0.2", "10.9.0.3")


def test_link_priorities():
    sections = "".join(
        f"  interface {{\n    linknumber: {link}\n    knet_link_priority: {priority}\n  }}\n"
        for link, priority in ((0, 5), (1, 9))
    )
    text = with_second_link(COROSYNC).replace("config_version: 1\n", f"config_version: 1\n{sections}")
    assert from_config(INTERFACES, text).link_priorities == (1, 2)
    zero = text.replace("priority: 5", "priority: 0").replace("priority: 9", "priority: 1")
    assert from_config(INTERFACES, zero).link_priorities == (2, 1), "0 counts as 1, the lower number is preferred"
    two = text.replace("priority: 5", "priority: 1").replace("priority: 9", "priority: 2")
    assert from_config(INTERFACES, two).link_priorities == (1, 2)
    silent = two.replace("    knet_link_priority: 1\n", "")
    assert from_config(INTERFACES, silent).link_priorities == (1, 2), "1 where nothing is said"
    old = text.replace("linknumber", "ringnumber")
    assert from_config(INTERFACES, old).link_priorities == (1, 2)


def interface(*lines):
    section = "  interface {\n    linknumber: 0\n" + "".join(f"    {line}\n" for line in lines) + "  }\n"
    return COROSYNC.replace("config_version: 1\n", f"config_version: 1\n{section}")


def test_ping_timers():
    given = interface("knet_ping_interval: 500", "knet_ping_timeout: 1500", "knet_pong_count: 3")
    assert from_config(INTERFACES, given).ping_timers == PingTimers(500, 1500, 3)
    assert from_config(INTERFACES, interface("knet_ping_interval: 500", "knet_ping_timeout: 1500")).ping_timers == (
        PingTimers(500, 1500, 2)
    )
    assert from_config(INTERFACES, interface("knet_pong_count: 4")).ping_timers == PingTimers(456, 912, 4)
    assert from_config(INTERFACES, interface("knet_pong_count: 2")).ping_timers is None


@pytest.mark.parametrize(
    ("lower", "carried"),
    [
        ("iface bond0.5 inet static\n address 10.0.0.1/24\n", True),
        ("iface vmbr1 inet static\n address 10.0.0.1/24\n bridge-ports bond0.7\n", True),
        ("iface vlan5 inet static\n address 10.0.0.1/24\n vlan-raw-device bond0\n", True),
        ("iface vmbr1 inet static\n address 10.0.0.9\n netmask 255.255.255.0\n bridge-ports eno9 bond0\n", True),
        ("iface vmbr1 inet static\n address 10.0.0.9/24\n netmask 255.255.255.255\n bridge-ports bond0\n", True),
        ("iface vmbr1 inet static\n address 10.0.0.9\n bridge-ports bond0\n", False),
        ("iface vmbr1 inet static\n address 10.0.0.1\n bridge-ports bond0\n", True),
        ("iface vmbr1 inet static\n address 10.0.0.1\n netmask 255.255.0.0\n bridge-ports none\n", False),
        ("iface eno9 inet static\n address 10.0.0.1/24\n", False),
        ("iface vmbr1 inet static\n address 10.1.0.1/24\n bridge-ports bond0\n", False),
        ("iface vmbr1 inet static\n address nonsense\n bridge-ports bond0\n", False),
        ("iface a inet static\n address 10.0.0.1/24\n bridge-ports b\niface b\n bridge-ports a\n", False),
        ("iface a inet static\n address 10.0.0.1/24\n bridge-ports a.5\n", False),
    ],
)
def test_what_carries_a_link(lower, carried):
    text = INTERFACES.split("\niface vmbr0")[0] + "\n" + lower
    config = read(text, COROSYNC)
    found = {link: carrier.bond.name for link, carrier in config.carriers.items() if carrier.bond is not None}
    assert found == ({0: "bond0"} if carried else {})


def test_the_bond_under_an_interface():
    net = read(INTERFACES, COROSYNC).interfaces
    assert bond_under(net, "bond0").name == "bond0"
    assert bond_under(net, "vmbr0.5").name == "bond0"
    assert bond_under(net, "eno1") is None


@pytest.mark.parametrize(
    ("interfaces", "corosync", "words"),
    [
        (INTERFACES.replace("802.3ad", "802.3da"), COROSYNC, "line 4, column 13: bond-mode: '802.3da' .* did you mean"),
        (INTERFACES, COROSYNC.replace("version: 2", "version: 3"), "line 2, column 12: version: 3"),
        (INTERFACES.replace("address 10.0", "address 10.1"), COROSYNC, "no bond carries a Corosync link"),
        (INTERFACES, COROSYNC.replace("ring0_addr: 10.0.0.", "ring0_addr: host"), "host names are not resolved"),
    ],
)
def test_what_makes_no_cluster_is_refused(interfaces, corosync, words):
    with pytest.raises(ModelError, match=words):
        from_config(interfaces, corosync)


TWO_BONDS = INTERFACES + (
    "iface bond1 inet static\n  address 10.9.0.1/24\n  bond-slaves a b\n  bond-miimon 100\n  bond-mode active-backup\n"
)


def test_of_two_bonds_one_is_named():
    with pytest.raises(ModelError, match="bond: Corosync runs over bond0, bond1; say which one"):
        from_config(TWO_BONDS, with_second_link(COROSYNC))
    assert from_config(TWO_BONDS, with_second_link(COROSYNC), bond="bond0").mode == "802.3ad"
    other = from_config(TWO_BONDS, with_second_link(COROSYNC), bond="bond1")
    assert (other.mode, other.link_priorities) == ("active-backup", (1, 2))
    with pytest.raises(ModelError, match="bond: 'bond2' carries no Corosync link; those that do: bond0, bond1"):
        from_config(TWO_BONDS, with_second_link(COROSYNC), bond="bond2")


def test_two_links_over_one_bond():
    text = INTERFACES + "iface bond0.9 inet static\n  address 10.9.0.1/24\n"
    both = from_config(text, with_second_link(COROSYNC))
    assert (both.vlan, both.more_vlans, both.port, both.more_ports) == (0, (9,), 5405, (5406,))
    assert both.more_links == (("10.9.0.1", "10.9.0.2", "10.9.0.3"),)
    assert (both.sound_links, both.link_priorities) == (0, (2, 1))
    assert len(both.connectivities()) == 2


@pytest.mark.parametrize("value", ["yes", "on", "1"])
def test_lacp_that_is_bypassed_is_not_modelled(value):
    text = INTERFACES.replace("bond-mode 802.3ad", f"bond-mode 802.3ad\n  bond-lacp-bypass-allow {value}")
    with pytest.raises(NotModelled, match="bond-lacp-bypass-allow"):
        from_config(text, COROSYNC)


def test_slaves_that_only_the_machine_knows_are_not_modelled():
    with pytest.raises(NotModelled, match=r"bond-slaves: eno\* may be any interfaces; name them"):
        from_config(INTERFACES.replace("eno1 eno2 eno3", "eno*"), COROSYNC)


@pytest.mark.parametrize(("line", "words"), [("transport: udpu", "transport udpu"), ("link_mode: rr", "link_mode rr")])
def test_other_transports_are_not_modelled(line, words):
    with pytest.raises(NotModelled, match=words):
        from_config(INTERFACES, COROSYNC.replace("config_version: 1", f"config_version: 1\n  {line}"))


def test_what_is_modelled_may_be_said():
    said = COROSYNC.replace("config_version: 1", "config_version: 1\n  transport: knet\n  link_mode: passive")
    assert from_config(INTERFACES, said) == from_config(INTERFACES, COROSYNC)


def test_slow_lacp_under_corosync_is_a_finding():
    def found(text):
        return [(f.line, f.column, f.severity, f.code) for f in read(text, COROSYNC).interface_findings]

    assert found(INTERFACES) == []
    assert found(INTERFACES.replace("rate fast", "rate 1")) == []
    assert found(INTERFACES.replace("rate fast", "rate slow")) == [(6, 18, "warning", "slow-lacp")]
    assert found(INTERFACES.replace("rate fast", "rate 0")) == [(6, 18, "warning", "slow-lacp")]
    assert found(INTERFACES.replace("  bond-lacp-rate fast\n", "")) == [(4, 13, "warning", "slow-lacp")]
    elsewhere = INTERFACES.replace("  bond-lacp-rate fast\n", "").replace("10.0.0.1/24", "10.5.0.1/24")
    assert found(elsewhere) == []
    xor = INTERFACES.replace("  bond-lacp-rate fast\n", "").replace("802.3ad", "balance-xor")
    assert found(xor) == []


def test_findings_of_both_files():
    config = read(
        INTERFACES.replace("bond-miimon 80", "bond-miimon 0"), COROSYNC.replace("config_version", "configversion")
    )
    assert [f.code for f in config.interface_findings] == ["no-monitoring"]
    assert [f.code for f in config.corosync_findings] == ["missing", "unknown-option"]
    assert [f.code for f in config.errors] == []
