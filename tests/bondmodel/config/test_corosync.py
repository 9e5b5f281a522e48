import re

import pytest
from bondmodel.config.corosync import check_text, read

GOOD = """\
totem {
  version: 2
  config_version: 4
  cluster_name: demo
  interface {
    linknumber: 0
    knet_link_priority: 10
  }
  interface {
    linknumber: 1
  }
  link_mode: passive
  token_coefficient: 125
}
nodelist {
  node {
    name: uno
    nodeid: 1
    quorum_votes: 1
    ring0_addr: 10.0.0.1
    ring1_addr: 10.1.0.1
  }
  node {
    name: due
    nodeid: 2
    quorum_votes: 1
    ring0_addr: 10.0.0.2
    ring1_addr: 10.1.0.2
  }
}
quorum {
  provider: corosync_votequorum
}
logging {
  to_syslog: yes
  anything: here
}
"""

ONE_VOTE = (
    "two_node: only for 2 nodes, the nodelist has 3; Corosync does not refuse it but takes one vote for a quorum, "
    "so that any node goes on alone"
)


def changed(*pairs):
    text = GOOD
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def said(text):
    return [(f.line, f.column, f.severity, f.code) for f in check_text(text)]


def test_a_sound_file_has_no_findings():
    assert check_text(GOOD) == ()


def test_sections_and_options_with_their_places():
    root, found = read(GOOD)
    assert found == ()
    assert [s.path for s in root.sections] == ["totem", "nodelist", "quorum", "logging"]
    nodes = root.all("nodelist.node")
    assert [node.get("name").value for node in nodes] == ["uno", "due"]
    assert (nodes[1].line, nodes[1].column) == (23, 3)
    option = nodes[1].get("ring0_addr")
    assert (option.line, option.column, option.value_column, option.value) == (27, 5, 17, "10.0.0.2")
    assert root.first("totem").whole("config_version", 0) == 4
    assert root.first("totem").whole("token", 3000) == 3000
    assert root.first("totem").whole("cluster_name", 7) == 7, "no number"
    assert root.first("quorum.device").options == []


def test_the_last_of_equal_options_counts():
    root, _ = read("totem {\n token: 1\n token: 2\n}\n")
    assert root.first("totem").get("token").value == "2"


@pytest.mark.parametrize(
    ("text", "finding", "words"),
    [
        ("}\n", (1, 1, "brace"), "no section is open"),
        ("  }\n", (1, 3, "brace"), "no section is open"),
        ("totem {\n", (1, 1, "brace"), "totem {: the section is never closed"),
        ("quorum {\n device {\n }\n", (1, 1, "brace"), "quorum {"),
        ("totem {\n  what is this\n}\n", (2, 3, "form"), "'what is this' is neither 'key: value' nor"),
    ],
)
def test_the_form(text, finding, words):
    found = [f for f in check_text(text) if (f.line, f.column, f.code) == finding]
    assert len(found) == 1
    assert found[0].severity == "error"
    assert words in found[0].message


def test_comments_and_spacing():
    root, found = read("# x: y\n\n totem{\n  token :  5  \n\t# z\n }\n")
    assert found == ()
    option = root.first("totem").get("token")
    assert (option.value, option.column, option.value_column) == ("5", 3, 12)


@pytest.mark.parametrize(
    ("change", "finding", "words"),
    [
        (("  version: 2\n", ""), (1, 1, "error", "missing"), "version is missing; it must be 2"),
        (("version: 2", "version: 1"), (2, 12, "error", "out-of-range"), "1 is not from 2 to 2"),
        (("  config_version: 4\n", ""), (1, 1, "warning", "missing"), "config_version is missing"),
        (("cluster_name", "cluster_nam"), (4, 3, "warning", "unknown-option"), "did you mean 'cluster_name'?"),
        (("cluster_name: demo", "cluster_name:"), (4, 16, "error", "bad-value"), "its value is missing"),
        (("  interface {", "  interfaces {"), (5, 3, "warning", "unknown-section"), "did you mean 'interface'?"),
        (("quorum {", "quorrum {"), (31, 1, "warning", "unknown-section"), "the file has no such section"),
        (("linknumber: 1", "linknumber: 8"), (10, 17, "error", "out-of-range"), "from 0 to 7"),
        (("priority: 10", "priority: 256"), (7, 25, "error", "out-of-range"), "from 0 to 255"),
        (("priority: 10", "priority: high"), (7, 25, "error", "bad-value"), "'high' is not a whole number"),
        (("passive", "pasive"), (12, 14, "error", "bad-value"), "did you mean 'passive'?"),
        (("corosync_votequorum", "votequorum"), (32, 13, "error", "bad-value"), "corosync_votequorum"),
        (("  provider: corosync_votequorum\n", ""), (31, 1, "error", "missing"), "provider is missing"),
        (
            ("    ring1_addr: 10.1.0.2\n", ""),
            (23, 3, "error", "link-missing"),
            "ring1_addr is missing; other nodes have",
        ),
        (("    nodeid: 2\n", ""), (23, 3, "error", "missing"), "nodeid is missing"),
        (("nodeid: 2", "nodeid: 1"), (25, 13, "error", "duplicate"), "1 is already taken in line 18"),
        (("name: due", "name: uno"), (24, 11, "error", "duplicate"), "taken in line 17"),
        (("10.0.0.2", "10.0.0.1"), (27, 17, "error", "duplicate"), "taken in line 20"),
        (("nodeid: 2", "nodeid: 0"), (25, 13, "error", "out-of-range"), "of at least 1"),
        (
            ("ring1_addr: 10.1.0.2", "ring8_addr: 10.1.0.2"),
            (28, 5, "error", "out-of-range"),
            "links are numbered from 0 to 7",
        ),
        (("linknumber: 1", "linknumber: 0"), (9, 3, "error", "duplicate"), "link 0 is already described in line 5"),
        (("linknumber: 1", "linknumber: 2"), (9, 3, "warning", "no-effect"), "no node has a ring2_addr"),
        (("linknumber: 1", "ttl: 5"), (10, 5, "error", "transport"), "only for transport udp"),
        (("link_mode: passive", "rrp_mode: passive"), (12, 3, "warning", "unknown-option"), "it is of Corosync 2"),
        (("link_mode: passive", "two_node: 1"), (12, 3, "warning", "unknown-option"), "it belongs in quorum {"),
        (("link_mode: passive", "window_size: 0"), (12, 16, "warning", "no-effect"), "0 counts as not set"),
        (("link_mode: passive", "window_size: 4294967296"), (12, 16, "error", "out-of-range"), "more than 4294967295"),
        (("link_mode: passive", "crypto_cipher: aes256"), (12, 18, "error", "crypto"), "needs a crypto_hash"),
        (("nodeid: 2", "nodeid: 65536"), (25, 13, "error", "out-of-range"), "the greatest that knet can have"),
        (("    name: due\n", ""), (23, 3, "error", "missing"), "name is missing"),
        (("10.0.0.2", "fd00::2"), (27, 17, "error", "address"), "IPv6, but 10.0.0.1 on the same link is IPv4"),
        (("link_mode: passive", "ip_version: ipv6"), (20, 17, "error", "address"), "but ip_version is ipv6"),
        (("linknumber: 1", "bindnetaddr: 10.0.0.0"), (10, 5, "note", "no-effect"), "no effect with transport knet"),
        (("linknumber: 1", "mcastaddr: 239.0.0.1"), (10, 5, "note", "no-effect"), "no effect with transport knet"),
        (("cluster_name: demo", "consensus: 1"), (4, 14, "error", "out-of-range"), "of at least 30"),
        (("cluster_name: demo", "consensus: 100"), (4, 14, "error", "out-of-range"), "wants at least 3600"),
        (("token_coefficient: 125", "consensus: 3599"), (13, 14, "error", "out-of-range"), "2 nodes make 3000 ms"),
        (("token_coefficient: 125", "token: 29"), (13, 10, "error", "out-of-range"), "of at least 30"),
        (("to_syslog: yes", "to_syslog"), (35, 3, "error", "form"), "neither"),
    ],
)
def test_one_change(change, finding, words):
    found = check_text(changed(change))
    assert finding in said(changed(change))
    chosen = found[said(changed(change)).index(finding)]
    assert words in chosen.message


def test_a_link_needs_no_section_of_its_own():
    assert said(changed(("  interface {\n    linknumber: 1\n  }\n", ""))) == []


def test_either_ping_timer_may_stand_alone():
    for option in ("knet_ping_interval", "knet_ping_timeout"):
        assert said(changed(("linknumber: 1", f"linknumber: 1\n    {option}: 1000"))) == []


def test_a_cipher_with_a_hash():
    for more in ("crypto_hash: sha256", "secauth: on"):
        assert said(changed(("link_mode: passive", f"crypto_cipher: aes256\n  {more}"))) == []
    without = changed(("link_mode: passive", "crypto_cipher: aes256\n  secauth: on\n  crypto_hash: none"))
    assert said(without) == [(12, 18, "error", "crypto")]


def test_host_names_are_no_addresses_of_another_family():
    assert said(changed(("10.0.0.2", "due.example.org"))) == []


def test_a_ring_number_is_a_link_number():
    assert said(changed(("linknumber: 1", "ringnumber: 1"))) == []


def test_ping_timers_together_are_right():
    both = "linknumber: 1\n    knet_ping_interval: 500\n    knet_ping_timeout: 1000"
    assert said(changed(("linknumber: 1", both))) == []


def test_options_of_knet_without_knet():
    text = changed(("link_mode: passive", "transport: udpu"))
    assert said(text) == [(7, 5, "warning", "no-effect"), (12, 14, "error", "transport")]
    assert said(changed(("link_mode: passive", "transport: knet"))) == []
    with_net = changed(
        ("link_mode: passive", "transport: udp"), ("linknumber: 1", "linknumber: 1\n    bindnetaddr: 10.0.0.0")
    )
    assert (11, 5, "note", "no-effect") not in said(with_net)


def test_two_nodes():
    assert said(changed(("votequorum\n", "votequorum\n  two_node: 1\n"))) == []
    assert said(changed(("votequorum\n", "votequorum\n  two_node: 2\n"))) == [(33, 13, "warning", "bad-value")]
    device = "votequorum\n  two_node: 1\n  device {\n    model: net\n    net {\n      host: x\n    }\n  }\n"
    assert said(changed(("votequorum\n", device))) == [(33, 13, "error", "two-node")]
    assert said(changed(("votequorum\n", device.replace("two_node: 1", "two_node: 0")))) == []
    third = (
        "  node {\n    name: tre\n    nodeid: 3\n    ring0_addr: 10.0.0.3\n    ring1_addr: 10.1.0.3\n  }\n}\nquorum {"
    )
    three = changed(("}\nquorum {", third), ("votequorum\n", "votequorum\n  two_node: 1\n"))
    assert [(f.severity, f.code, f.message) for f in check_text(three)] == [("error", "two-node", ONE_VOTE)]


def test_a_link_without_a_number_is_link_0():
    one = changed(("  interface {\n    linknumber: 1\n  }\n", ""), ("    linknumber: 0\n", ""))
    assert said(one.replace("    ring1_addr: 10.1.0.1\n", "").replace("    ring1_addr: 10.1.0.2\n", "")) == []


def test_consensus_counts_with_the_nodes_and_the_coefficient():
    third = (
        "  node {\n    name: tre\n    nodeid: 3\n    ring0_addr: 10.0.0.3\n    ring1_addr: 10.1.0.3\n  }\n}\nquorum {"
    )
    for coefficient, least in ((125, 3750), (0, 3600)):
        for consensus, found in ((least, []), (least - 1, [(4, 14, "error", "out-of-range")])):
            changes = ("coefficient: 125", f"coefficient: {coefficient}"), ("}\nquorum {", third)
            assert said(changed(("cluster_name: demo", f"consensus: {consensus}"), *changes)) == found
    negative = changed(("cluster_name: demo", "consensus: 3600"), ("125", "-1"), ("}\nquorum {", third))
    assert said(negative) == [(13, 22, "error", "out-of-range")]
    assert said(changed(("cluster_name: demo", "consensus: 3600"))) == []
    assert said(changed(("cluster_name: demo", "consensus: x"))) == [(4, 14, "error", "bad-value")]
    assert said(changed(("cluster_name: demo", "consensus: 0"))) == [(4, 14, "warning", "no-effect")]
    assert said(changed(("cluster_name: demo", "token: 1000\n  consensus: 1200"))) == []
    assert said(changed(("cluster_name: demo", "token: 1000\n  consensus: 1199"))) == [(5, 14, "error", "out-of-range")]


def test_what_is_missing_altogether():
    assert said("") == [(1, 1, "error", "missing"), (1, 1, "error", "missing")]
    assert {f.message.split(":")[0] for f in check_text("")} == {"totem", "nodelist"}
    without = changed(("quorum {\n  provider: corosync_votequorum\n}\n", ""))
    assert said(without) == [(1, 1, "warning", "missing")]
    nowhere = "totem {\nversion: 2\nconfig_version: 1\n}\nnodelist {\nnode {\nnodeid: 1\n}\n}\n"
    nowhere += "quorum {\nprovider: corosync_votequorum\n}\n"
    assert said(nowhere) == [(6, 1, "error", "link-missing")]
    assert "ring0_addr is missing" in check_text(nowhere)[0].message


def test_sections_of_others_are_left_alone():
    assert said(GOOD + "resources {\n  watchdog_device: off\n  anything {\n  }\n}\n") == []


def test_any_text_is_read():
    for text in ("{", "}", "a{\n}", "a {\nb {\n}\n", ":", "x:", "\x00"):
        check_text(text)


RANGES = """
totem version 2 2
totem config_version 0 -
totem token 30 -
totem token_coefficient 0 -
totem token_warning 0 100
totem token_retransmit 30 -
totem token_retransmits_before_loss_const 1 -
totem hold 14 -
totem consensus 30 -
totem join 30 -
totem merge 30 -
totem send_join 0 -
totem downcheck 30 -
totem fail_recv_const 1 -
totem seqno_unchanged_const 1 -
totem max_network_delay 30 -
totem miss_count_const 1 -
totem window_size 1 -
totem max_messages 1 -
totem heartbeat_failures_allowed 0 -
totem netmtu 1 -
totem knet_mtu 0 65535
totem knet_pmtud_interval 1 -
totem nodeid 1 -
totem.interface linknumber 0 7
totem.interface ringnumber 0 7
totem.interface knet_link_priority 0 255
totem.interface knet_ping_interval 1 -
totem.interface knet_ping_timeout 1 -
totem.interface knet_ping_precision 1 -
totem.interface knet_pong_count 1 255
totem.interface mcastport 1 65535
totem.interface ttl 0 255
nodelist.node nodeid 1 -
nodelist.node quorum_votes 0 -
quorum expected_votes 1 -
quorum two_node 0 1
quorum wait_for_all 0 1
quorum last_man_standing 0 1
quorum last_man_standing_window 1 -
quorum auto_tie_breaker 0 1
quorum allow_downscale 0 1
quorum.device votes 1 -
quorum.device timeout 1 -
quorum.device sync_timeout 1 -
"""


@pytest.mark.parametrize("row", RANGES.split("\n")[1:-1])
def test_the_ends_of_each_range(row):
    path, key, low, high = row.split()

    def refused(value):
        names = path.split(".")
        text = "".join(f"{name} {{\n" for name in names) + f"{key}: {value}\n" + "}\n" * len(names)
        line = len(names) + 1
        return any(
            f.line == line and re.match(f"{key}: {value} (is not|is more|counts)", f.message) for f in check_text(text)
        )

    assert not refused(int(low))
    assert refused(int(low) - 1)
    if high != "-":
        assert not refused(int(high))
        assert refused(int(high) + 1)
    else:
        assert not refused(65535)
