"""What the reader refuses, beside what Corosync 3.1.7 refused when it was started with the same line."""

import json

import pytest
from bondmodel.config.corosync import check_text

from tests.kernel.starting import ROWS, changed

RECORDED = json.loads(ROWS.read_text())
REFUSED_HERE = {  # Corosync starts, and there is a reason why we do not answer
    "totem token: 1": "less than any ring can do with",
    "totem token: 29": "less than any ring can do with",
    "totem token: 10": "less than any ring can do with",
    "totem consensus: 1000": "less than 1.2 times the token, which corosync.conf(5) rules out",
    "nodelist.node name: a": "Proxmox VE knows nodes by their names",
    "nodelist.node name: b": "Proxmox VE knows nodes by their names",
    "nodelist.node ring0_addr: 10.0.0.2": "two nodes with one address",
    "quorum -provider": "every partition has quorum",
    "quorum two_node: 1": "three nodes of which each goes on alone",
    "quorum two_node: 2": "three nodes of which each goes on alone",
    "totem secauth: maybe": "a slip of which nobody can tell whether it means on or off",
    "totem config_version: 4294967296": "a number that does not fit where Corosync keeps it",
    "totem nodeid: 0": "no id that a node can have",
    "totem knet_mtu: 65536": "no packet of IP is as long",
    "totem.interface linknumber: 8": "links are numbered from 0 to 7",
    "totem.interface ringnumber: 8": "links are numbered from 0 to 7",
    "totem.interface knet_pong_count: 256": "knet counts pongs in a byte",
}
LET_PASS_HERE = {  # Corosync does not start, and we do not say so
    "nodelist.node ring0_addr: nohost.invalid": "host names are not looked up",
    "totem netmtu: 1": "how small a packet may be depends on what is in it",
    "totem netmtu: 10": "how small a packet may be depends on what is in it",
    "totem netmtu: 4294967295": "how large a packet may be is not in question",
    "totem join: 4294967295": "longer than the consensus timeout, which nobody sets it to",
    "totem token_retransmits_before_loss_const: 4294967295": "it makes a timeout of 0 ms",
    "totem secauth: on": "the key's file is not in question; it was absent where Corosync was started",
}


@pytest.mark.parametrize("row", RECORDED, ids=[f"{row['section']} {row['line']}" for row in RECORDED])
def test_a_line_is_an_error_where_corosync_does_not_start(row):
    name = f"{row['section']} {row['line']}"
    errors = [f.message for f in check_text(changed(row["section"], row["line"])) if f.severity == "error"]
    if name in REFUSED_HERE:
        assert (row["starts"], bool(errors)) == (True, True), "no longer a difference"
    elif name in LET_PASS_HERE:
        assert (row["starts"], bool(errors)) == (False, False), "no longer a difference"
    else:
        assert (not errors) == row["starts"], (errors, row["says"])
