"""Everything that ifupdown2 and Corosync know by name is known: real files hold more than a bond needs."""

import pytest
from bondmodel.config import bonds, corosync
from bondmodel.config.interfaces import read

IFACE = """
address 10.0.0.1/24, netmask 255.255.255.0, gateway 10.0.0.254, broadcast 10.0.0.255, network 10.0.0.0, mtu 9000,
hwaddress 02:00:00:00:00:01, alias one, pointopoint 10.0.0.2, metric 5, scope link, up true, pre-up true, post-up true,
down true, pre-down true, post-down true, bridge-ports bond0, bridge-stp off, bridge-fd 0, bridge-vlan-aware yes,
bridge-vids 2-4094, bridge-pvid 1, bridge-access 5, vlan-raw-device eno1, vlan-id 5, vlan-protocol 802.1ad,
ovs_type OVSBond, ovs_bonds eno1, ovs_bridge vmbr1, ovs_ports bond1, ovs_options tag=5, ovs_mtu 9000, ovs_extra set,
dns-nameservers 10.0.0.3, dns-search example.org, link-type dummy, link-speed 1000, link-duplex full, ethernet-wol g,
vrf mgmt, vrf-table auto, address-virtual 02:00:00:00:00:02, comments words
"""
HEADS = """
auto lo
allow-auto eno1
allow-hotplug eno2
source /etc/network/interfaces.d/*
source-directory interfaces.d
mapping eth0
vlan 100
allow-vmbr0 eno1
iface lo inet loopback
iface eno1 inet manual
iface eno2 inet dhcp
iface eno3 inet static
iface eno4 inet6 auto
iface eno5
iface eno6 inet
iface eno7 inet6 dhcp6
iface ppp0 inet ppp
iface tun0 inet tunnel
"""
KERNEL_ONLY = (
    "packets-per-slave", "tlb-dynamic-lb", "all-slaves-active", "fail-over-mac", "coupled-control", "lacp-active",
    "ad-select", "arp-validate", "arp-all-targets", "arp-missed-max", "resend-igmp", "lp-interval", "peer-notif-delay",
    "prio",
)  # fmt: skip


@pytest.mark.parametrize("option", [option.strip() for option in IFACE.split(",")])
def test_options_of_any_interface(option):
    assert bonds.check_text(f"iface vmbr0 inet manual\n\t{option}\n") == ()


@pytest.mark.parametrize("head", HEADS.split("\n")[1:-1])
def test_heads(head):
    assert bonds.check_text(f"{head}\n") == ()
    assert [stanza.options for stanza in read(f"iface a\n{head}\n").stanzas[:1]] == [()], "it ends a stanza"


@pytest.mark.parametrize("head", ["auto", "iface", "mapping", "source", "source-directory", "vlan"])
@pytest.mark.parametrize("what", ["{}s x", "{}x y"])
def test_a_head_with_a_slip_is_guessed(head, what):
    (found,) = bonds.check_text(what.format(head) + "\n")
    assert f"did you mean {head!r}?" in found.message


@pytest.mark.parametrize("head", ["allow-auto", "allow-hotplug"])
def test_a_class_with_a_slip_is_guessed(head):
    (found,) = bonds.check_text(head.replace("allow", "alow") + " eno1\n")
    assert f"did you mean {head!r}?" in found.message


@pytest.mark.parametrize("head", ["mapping eth0", "vlan 100"])
def test_stanzas_of_others_are_left_alone(head):
    assert bonds.check_text(f"iface a\n{head}\n bridge vmbr0\n") == ()


def test_an_interface_may_belong_to_a_vrf():
    (stanza,) = read("iface eno1\n vrf mgmt\n mtu 9000\n").stanzas
    assert [option.key for option in stanza.options] == ["vrf", "mtu"]


@pytest.mark.parametrize("policy", ["layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac"])
def test_every_policy(policy):
    text = "iface bond0\n bond-slaves a b\n bond-mode balance-xor\n bond-miimon 100\n"
    assert bonds.check_text(f"{text} bond-xmit-hash-policy {policy}\n") == ()


@pytest.mark.parametrize("key", KERNEL_ONLY)
def test_options_of_the_kernel_alone_are_told_as_such(key):
    text = f"iface bond0\n bond-slaves a b\n bond-mode balance-rr\n bond-miimon 100\n bond-{key} 1\n"
    (found,) = bonds.check_text(text)
    assert "ifupdown2 has no such option and passes it over; set it with post-up" in found.message


@pytest.mark.parametrize("value", ["yes", "no", "0", "1", "on", "off"])
@pytest.mark.parametrize(("key", "mode"), [("use-carrier", "802.3ad"), ("lacp-bypass-allow", "802.3ad")])
def test_yes_and_no(key, mode, value):
    text = f"iface bond0\n bond-slaves a b\n bond-mode {mode}\n bond-miimon 100\n bond-lacp-rate fast\n"
    assert bonds.check_text(f"{text} bond-{key} {value}\n") == ()
    (found,) = bonds.check_text(f"{text} bond-{key} 2\n")
    assert "'2' is not one of yes, no, 0, 1, on, off" in found.message
    (found,) = bonds.check_text(f"{text} bond-{key} yess\n")
    assert found.message.endswith("did you mean 'yes'?")


COROSYNC = """
totem {
  version: 2
  cluster_name: demo
  config_version: 1
  %s
  interface {
    linknumber: 0
    %s
  }
}
nodelist {
  node {
    name: uno
    nodeid: 1
    ring0_addr: 10.0.0.1
  }
  node {
    name: due
    nodeid: 2
    ring0_addr: 10.0.0.2
  }
}
quorum {
  provider: corosync_votequorum
  %s
}
"""
TOTEM = (
    *(f"ip_version: {value}" for value in ("ipv4", "ipv4-6", "ipv6-4")),
    *(f"link_mode: {value}" for value in ("passive", "active", "rr")),
    *(f"{key}: {value}" for key in ("secauth", "block_unlisted_ips") for value in ("on", "off", "yes", "no")),
    *(f"crypto_cipher: {value}" for value in ("none", "aes256\n  secauth: on", "aes192\n  secauth: on")),
    *(f"crypto_hash: {value}" for value in ("none", "md5", "sha1", "sha256", "sha384", "sha512")),
    *(f"transport: {value}" for value in ("knet", "udp", "udpu")),
    "keyfile: /k", "key: k", "crypto_model: nss", "knet_compression_model: zlib", "knet_compression_level: 5",
)  # fmt: skip
INTERFACE = ("knet_transport: udp", "knet_transport: sctp", "mcastport: 5405", "knet_link_priority: 5")
QUORUM = ("two_node: 1", "wait_for_all: 1", "last_man_standing: 1", "last_man_standing_window: 1", "expected_votes: 2",
          "auto_tie_breaker: 1", "allow_downscale: 1", "auto_tie_breaker_node: lowest")  # fmt: skip


def unknown(text):
    """The findings that know a name or a value not."""
    return [found for found in corosync.check_text(text) if found.code in ("unknown-option", "bad-value")]


@pytest.mark.parametrize("line", TOTEM)
def test_options_of_totem(line):
    assert unknown(COROSYNC % (line, "", "")) == []
    assert [f.line for f in corosync.check_text(COROSYNC % (line, "", "")) if f.line == 6] == []


@pytest.mark.parametrize("line", INTERFACE)
def test_options_of_a_link(line):
    assert [f for f in corosync.check_text(COROSYNC % ("", line, "")) if f.line == 9] == []


@pytest.mark.parametrize("line", ["bindnetaddr: 10.0.0.0", "mcastaddr: 239.0.0.1", "broadcast: yes", "ttl: 5"])
def test_options_of_a_link_that_knet_does_not_need_are_known(line):
    assert unknown(COROSYNC % ("", line, "")) == []


@pytest.mark.parametrize("line", QUORUM)
def test_options_of_quorum(line):
    assert unknown(COROSYNC % ("", "", line)) == []


@pytest.mark.parametrize("number", range(8))
def test_eight_links(number):
    text = (
        (COROSYNC % ("", "", "")).replace("ring0_addr", f"ring{number}_addr").replace("number: 0", f"number: {number}")
    )
    assert unknown(text) == []


@pytest.mark.parametrize("section", ["logging", "system", "resources", "nozzle", "uidgid"])
def test_sections_that_are_left_to_others(section):
    inner = "  some {\n    other: thing\n  }\n"
    assert corosync.check_text(COROSYNC % ("", "", "") + f"{section} {{\n  any: thing\n{inner}}}\n") == ()


@pytest.mark.parametrize("section", ["net", "heuristics"])
def test_sections_of_a_quorum_device_are_left_to_others(section):
    device = f"device {{\n    model: net\n    {section} {{\n      any: thing\n    }}\n  }}"
    assert corosync.check_text(COROSYNC % ("", "", device)) == ()
