"""What bonds.check_text says of /etc/network/interfaces, and what the reader makes of it."""

import pytest
from bondmodel.config.bonds import RULES, check_text
from bondmodel.config.finding import Finding
from bondmodel.config.interfaces import named, normal_key, read

GOOD = """\
auto lo
iface lo inet loopback

iface eno1 inet manual
iface eno2 inet manual

auto bond0
iface bond0 inet manual
\tbond-slaves eno1 eno2
\tbond-miimon 100
\tbond-mode 802.3ad
\tbond-xmit-hash-policy layer2+3
\tbond-lacp-rate fast

auto vmbr0
iface vmbr0 inet static
\taddress 10.10.10.2/24
\tgateway 10.10.10.1
\tbridge-ports bond0
\tbridge-stp off
\tbridge-fd 0
"""


def bond(*lines, mode="802.3ad", miimon="100"):
    head = ["iface bond0 inet manual", " bond-slaves a b"]
    head += [f" bond-mode {mode}"] if mode else []
    head += [f" bond-miimon {miimon}"] if miimon else []
    return "\n".join([*head, *(f" {line}" for line in lines)]) + "\n"


def said(text):
    return [(f.line, f.column, f.severity, f.code) for f in check_text(text)]


def test_a_sound_file_has_no_findings():
    assert check_text(GOOD) == ()


def test_stanzas_and_options_with_their_places():
    net = read(GOOD)
    assert [s.name for s in net.stanzas] == ["lo", "eno1", "eno2", "bond0", "vmbr0"]
    (stanza,) = net.bonds
    assert (stanza.line, stanza.column, stanza.family, stanza.method) == (8, 7, "inet", "manual")
    assert stanza.slaves == ("eno1", "eno2")
    assert stanza.mode == "802.3ad"
    rate = stanza.get("bond-lacp-rate")
    assert (rate.value, rate.line, rate.column, rate.value_column) == ("fast", 13, 2, 17)
    assert stanza.get("mtu") is None
    assert stanza.value("mtu", "1500") == "1500"
    assert stanza.value("mtu") == ""
    assert net.named("vmbr0")[0].value("address") == "10.10.10.2/24"


def test_the_last_of_equal_options_counts():
    assert read(bond("bond-lacp-rate slow", "bond-lacp-rate fast")).bonds[0].value("bond-lacp-rate") == "fast"


def test_underscores_and_old_names():
    assert normal_key("bond_lacp_rate") == "bond-lacp-rate"
    assert normal_key("bond-ports") == normal_key("bond_ports") == normal_key("slaves") == "bond-slaves"
    assert normal_key("ovs_bonds") == "ovs_bonds"
    assert read("iface b\n slaves a\n bond_mode 1\n").bonds[0].mode == "active-backup"


def test_numbers_stand_for_names():
    assert named("4", ("a", "b", "c", "d", "e")) == "e"
    assert named("5", ("a", "b", "c", "d", "e")) == "5"
    assert named("x", ("a",)) == "x"
    assert said(bond("bond-lacp-rate 1", "bond-xmit-hash-policy 2", mode="4")) == []
    assert said(bond("bond-xmit-hash-policy 6")) == [(5, 24, "error", "bad-value")]


def test_a_bond_without_a_mode_is_balance_rr():
    assert read(bond(mode="")).bonds[0].mode == "balance-rr"
    assert said(bond(mode="")) == [(2, 14, "note", "default-mode")]


def test_no_slaves_at_all():
    assert read("iface b\n bond-slaves none\n").bonds[0].slaves == ()


def test_comments_and_continued_lines():
    net = read("# iface no\niface b inet \\\n  manual\n  # bond-mode 0\n bond-slaves a \\\n   b\n")
    assert (net.stanzas[0].name, net.stanzas[0].method, net.stanzas[0].slaves) == ("b", "manual", ("a", "b"))
    assert net.stanzas[0].get("bond-slaves").line == 5
    assert net.findings == ()
    assert read("iface b \\").stanzas[0].name == "b"


def test_other_stanzas_end_one():
    net = read("iface a\n mtu 1\nmapping eth0\n script x\nsource /etc/x\nallow-hotplug a\nauto a\niface b\n mtu 2\n")
    assert [(s.name, s.value("mtu")) for s in net.stanzas] == [("a", "1"), ("b", "2")]
    assert net.findings == ()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("mtu 1500\n", (1, 1, "error", "stray-line", "'mtu' stands outside of any iface stanza")),
        ("  ifaze b\n", (1, 3, "error", "stray-line", "did you mean 'iface'")),
        ("auto x\n mtu 1\n", (2, 2, "error", "stray-line", "outside")),
        ("  iface\n", (1, 3, "error", "iface-name", "name is missing")),
        (
            "iface b inet4 manual\n",
            (1, 9, "error", "iface-method", "one of inet, inet6, ipx, can; did you mean"),
        ),
        ("iface b inet manul\n", (1, 14, "error", "iface-method", "did you mean 'manual'")),
    ],
)
def test_the_form(text, finding):
    (found,) = check_text(text)
    assert (found.line, found.column, found.severity, found.code) == finding[:4]
    assert finding[4] in found.message


@pytest.mark.parametrize(
    ("line", "mode", "code", "words"),
    [
        (
            "bond-lacp-rat fast",
            "802.3ad",
            "unknown-option",
            "no such option, and ifupdown2 passes it over; did you mean 'bond-lacp-rate'?",
        ),
        ("bond-xyz 1", "802.3ad", "unknown-option", "bond-xyz: there is no such option"),
        (
            "bond-arp-validate all",
            "active-backup",
            "kernel-option",
            "with post-up in /sys/class/net/bond0/bonding/",
        ),
        ("addres 1", "802.3ad", "unknown-option", "addres: not a known option; did you mean 'address'?"),
        ("bond-lacp-rate quick", "802.3ad", "bad-value", "'quick' is not one of slow, fast"),
        ("bond-lacp-rate fats", "802.3ad", "bad-value", "did you mean 'fast'?"),
        ("bond-lacp-rate fast", "balance-xor", "no-effect", "no effect in mode balance-xor, only in 802.3ad"),
        ("bond-lacp-rate fast", "active-backup", "no-effect", "only in 802.3ad"),
        ("bond-xmit-hash-policy layer2", "balance-rr", "no-effect", "only in balance-xor, 802.3ad, balance-tlb"),
        ("bond-xmit-hash-policy layer2", "balance-alb", "no-effect", "no effect in mode balance-alb"),
        ("bond-min-links 1", "balance-rr", "no-effect", "802.3ad"),
        ("bond-min-links 256", "802.3ad", "out-of-range", "256 is not from 0 to 255"),
        ("bond-min-links x", "802.3ad", "bad-value", "'x' is not a whole number from 0 to 255"),
        ("bond-num-grat-arp -1", "active-backup", "out-of-range", "-1"),
        ("bond-updelay 65536", "802.3ad", "out-of-range", "from 0 to 65535"),
        ("bond-updelay 250", "802.3ad", "rounded", "250 is no multiple of bond-miimon 100; the kernel makes it 200"),
        ("bond-arp-interval 200", "802.3ad", "refused", "the kernel refuses ARP monitoring in mode 802.3ad"),
        ("bond-arp-ip-target 1.2.3", "active-backup", "bad-value", "not a list of 1 to 16 IPv4 addresses"),
        ("bond-arp-ip-target 1.2.3.4", "802.3ad", "no-effect", "bond-arp-ip-target: no effect"),
        ("bond-primary c", "active-backup", "primary", "c is not one of bond-slaves (a b)"),
        ("bond-primary a", "802.3ad", "no-effect", "only in active-backup, balance-tlb, balance-alb"),
        ("bond-primary", "active-backup", "bad-value", "bond-primary: its value is missing"),
        ("bond-primary-reselect fail", "active-backup", "bad-value", "always, better, failure"),
        ("bond-ad-actor-system 1:2", "802.3ad", "bad-value", "'1:2' is not a MAC address"),
        ("bond-use-carrier maybe", "802.3ad", "bad-value", "yes, no"),
        ("bond-mode balance_tlb", "", "bad-value", "did you mean 'balance-tlb'?"),
    ],
)
def test_findings_about_one_option(line, mode, code, words):
    found = [f for f in check_text(bond(line, mode=mode)) if f.code != "default-mode"]
    assert [f.code for f in found] == [code]
    assert words in found[0].message
    assert found[0].line == (5 if mode else 4)
    at_key = code in ("unknown-option", "kernel-option", "no-effect", "refused")
    key = line.split()[0]
    assert found[0].column == (2 if at_key or line == key else 3 + len(key))
    errors = {"bad-value", "out-of-range", "refused", "primary"}
    assert found[0].severity == ("error" if code in errors else "warning")


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("bond-lacp-rate slow", "802.3ad"),
        ("bond-xmit-hash-policy encap3+4", "balance-xor"),
        ("bond-xmit-hash-policy layer3+4", "balance-tlb"),
        ("bond-min-links 255", "802.3ad"),
        ("bond-updelay 65500", "balance-rr"),
        ("bond-downdelay 200", "balance-rr"),
        ("bond-updelay 0", "balance-rr"),
        ("bond-primary b", "balance-alb"),
        ("bond-primary-reselect failure", "active-backup"),
        ("bond-num-grat-arp 0", "active-backup"),
        ("bond-num-unsol-na 255", "active-backup"),
        ("bond-ad-actor-sys-prio 65535", "802.3ad"),
        ("bond-ad-sys-priority 0", "802.3ad"),
        ("bond-ad-actor-system 02:00:00:00:00:0a", "802.3ad"),
        ("bond-ad-sys-mac-addr 02:00:00:00:00:0a", "802.3ad"),
        ("bond-lacp-bypass-allow no", "802.3ad"),
        ("bond-use-carrier yes", "broadcast"),
        ("bond-arp-interval 0", "802.3ad"),
        ("mtu 9000", "802.3ad"),
        ("post-up echo bond-mode", "802.3ad"),
        ("some-other-tool x", "802.3ad"),
    ],
)
def test_what_is_right_is_not_remarked(line, mode):
    assert check_text(bond(line, mode=mode)) == ()


def test_arp_monitoring():
    watched = ("bond-arp-interval 200", "bond-arp-ip-target 10.0.0.1,10.0.0.2")
    for mode in ("balance-rr", "active-backup", "balance-xor", "broadcast"):
        assert said(bond(*watched, mode=mode, miimon="")) == []
    for mode in ("balance-tlb", "balance-alb"):
        assert (4, 2, "error", "refused") in said(bond(*watched, mode=mode, miimon=""))
    assert said(bond(*watched, mode="active-backup", miimon="100")) == [(4, 14, "error", "two-monitors")]
    assert said(bond(*watched, mode="active-backup", miimon="0")) == []
    many = " ".join(["10.0.0.1"] * 17)
    assert (
        said(bond("bond-arp-interval 1", f"bond-arp-ip-target {many}", mode="balance-rr", miimon=""))[0][3]
        == "bad-value"
    )
    assert said(bond("bond-arp-interval 1", f"bond-arp-ip-target {many[9:]}", mode="balance-rr", miimon="")) == []


def test_a_bond_that_watches_nothing():
    assert said(bond(miimon="")) == [(3, 12, "warning", "no-monitoring")]
    assert said(bond(miimon="0")) == [(4, 14, "warning", "no-monitoring")]
    assert said(bond(mode="", miimon="")) == [(2, 14, "note", "default-mode"), (2, 14, "warning", "no-monitoring")]
    assert said(bond("bond-arp-interval", mode="balance-rr", miimon="0"))[0] == (4, 14, "warning", "no-monitoring")
    assert said(bond(miimon="256")) == [(4, 14, "error", "out-of-range")]
    assert said(bond(miimon="255")) == []
    assert said(bond("bond-updelay 200", miimon="0"))[1] == (5, 15, "warning", "no-effect")
    assert said(bond("bond-updelay 0", miimon="0")) == [(4, 14, "warning", "no-monitoring")]


def test_slaves():
    assert said("iface b\n bond-slaves a a\n bond-mode 0\n bond-miimon 1\n") == [(2, 14, "error", "duplicate-slave")]
    assert said("iface b\n bond-slaves a\n bond-mode 0\n bond-miimon 1\n") == [(2, 14, "note", "one-slave")]
    assert said("iface b\n bond-slaves none\n bond-mode 0\n bond-miimon 1\n") == [(2, 14, "error", "no-slaves")]
    assert said("iface b\n bond-slaves\n bond-mode 0\n bond-miimon 1\n") == [(2, 2, "error", "bad-value")]
    assert said("iface b\n bond-slaves eth[01]\n bond-mode 1\n bond-miimon 1\n bond-primary eth0\n") == []


@pytest.mark.parametrize("pattern", ["eth*", "eth?", "eth[01]", "eth0|eth1", "(eth0)", "glob eth0", "regex eth.+"])
def test_a_pattern_may_be_many_slaves(pattern):
    assert said(f"iface b\n bond-slaves {pattern}\n bond-mode 1\n bond-miimon 1\n bond-primary eth7\n") == []


@pytest.mark.parametrize("name", ["enX0", "glob0", "regex0"])
def test_a_name_is_no_pattern(name):
    assert said(f"iface b\n bond-slaves {name}\n bond-mode 1\n bond-miimon 1\n") == [(2, 14, "note", "one-slave")]


def test_a_slave_of_two_bonds():
    rest = "bond-mode 0\n bond-miimon 1"
    text = f"iface b\n bond-slaves x y\n {rest}\niface c\n bond-slaves y z\n {rest}\n"
    assert said(text) == [(6, 14, "error", "shared-slave")]
    assert "y is already a slave of b" in check_text(text)[0].message
    assert said(bond() + bond()) == [], "one bond in two stanzas"


def test_bond_options_of_what_is_no_bond():
    (found,) = check_text("iface eth0\n bond-mode 4\n")
    assert (found.line, found.column, found.severity, found.code) == (2, 2, "warning", "no-effect")
    assert "eth0 is no bond" in found.message


def test_an_unknown_mode_takes_any_option():
    assert said(bond("bond-lacp-rate fast", mode="802.3add")) == [(3, 12, "error", "bad-value")]


def test_findings_come_in_order_of_place():
    found = check_text(bond("bond-x 1", "bond-lacp-rate fast", mode="balance-rr", miimon="0"))
    assert [f.line for f in found] == [4, 5, 6]
    assert found == tuple(sorted(found))
    assert isinstance(found[0], Finding)


def test_every_rule_has_a_name_of_its_own():
    assert set(RULES) == {normal_key(key) for key in RULES}


def test_any_text_is_read():
    for text in ("", "\n\n", "}{", "iface", "\\", "auto\niface \t x\n", "mapping x\n y\n z\n", "\x00 \x01"):
        check_text(text)


@pytest.mark.parametrize(
    ("key", "mode", "low", "high"),
    [
        ("bond-miimon", "802.3ad", 0, 255),
        ("bond-updelay", "802.3ad", 0, 65535),
        ("bond-downdelay", "802.3ad", 0, 65535),
        ("bond-arp-interval", "802.3ad", 0, None),
        ("bond-min-links", "802.3ad", 0, 255),
        ("bond-num-grat-arp", "active-backup", 0, 255),
        ("bond-num-unsol-na", "active-backup", 0, 255),
        ("bond-ad-actor-sys-prio", "802.3ad", 0, 65535),
        ("bond-ad-sys-priority", "802.3ad", 0, 65535),
    ],
)
def test_the_ends_of_each_range(key, mode, low, high):
    def out_of_range(value):
        return any(f.code == "out-of-range" for f in check_text(bond(f"{key} {value}", mode=mode, miimon="")))

    assert not out_of_range(low)
    assert out_of_range(low - 1)
    if high is not None:
        assert not out_of_range(high)
        assert out_of_range(high + 1)


def test_a_delay_at_the_end_of_its_range_is_rounded_too():
    assert said(bond("bond-updelay 65535")) == [(5, 15, "warning", "rounded")]
    assert said(bond("bond-downdelay 65535")) == [(5, 17, "warning", "rounded")]
