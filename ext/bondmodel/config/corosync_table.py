"""What the model makes of each option of corosync.conf, by section.

The names are those of corosync.conf(5), votequorum(5) and corosync-qdevice(8).
"""

from __future__ import annotations

from bondmodel.treatment import Table, honoured, no_effect, refused

MAX_LINKS = 8

_KEYS = no_effect("who may read and send is not asked; all nodes are taken to have the same key")
_UDP = no_effect("knet does not use it")
_LOAD = no_effect("it is about how a ring copes with load; the model knows no load")
_SIZE = no_effect("the network is taken to pass packets of the size that knet sends")
_SHORT = "it is short beside the timeouts; the model takes what it times to happen at once"
_LOG = no_effect("it is about logging")
_LOCAL = no_effect("it is about the process on its host")
_QNETD = no_effect("every node is taken to reach qnetd, which answers at once")
_HEURISTICS = no_effect("heuristics are off")

COROSYNC: dict[str, Table] = {
    "totem": {
        "token": honoured(),
        "token_coefficient": honoured(),
        "consensus": honoured(),
        "transport": refused("a transport without knet's links", "knet"),
        "link_mode": refused("sending over several links at once", "passive"),
        "heartbeat_failures_allowed": refused("the failure detector beside the token", "0"),
        "version": no_effect("there is one"),
        "config_version": no_effect("all nodes are taken to have this file"),
        "cluster_name": no_effect("it is a name"),
        "ip_version": no_effect("it is about how host names are resolved; addresses are taken as they stand"),
        "clear_node_high_bit": no_effect("the node ids are taken as they stand"),
        "nodeid": no_effect("the nodelist says the node ids"),
        "crypto_model": _KEYS,
        "crypto_hash": _KEYS,
        "crypto_cipher": _KEYS,
        "secauth": _KEYS,
        "keyfile": _KEYS,
        "key": _KEYS,
        "block_unlisted_ips": _KEYS,
        "netmtu": _SIZE,
        "knet_mtu": _SIZE,
        "knet_pmtud_interval": _SIZE,
        "token_warning": no_effect("it is a line in the log"),
        "token_retransmit": no_effect("a token passes or is lost for good; sending it again changes neither"),
        "token_retransmits_before_loss_const": no_effect("with knet the ping timers do not depend on it"),
        "hold": no_effect(_SHORT),
        "join": no_effect(_SHORT),
        "send_join": no_effect(_SHORT),
        "merge": no_effect(_SHORT),
        "downcheck": _UDP,
        "fail_recv_const": _LOAD,
        "seqno_unchanged_const": no_effect("the nodes of an idle ring tell of each other by merge-detect messages"),
        "max_network_delay": no_effect("without heartbeats it is not used"),
        "window_size": _LOAD,
        "max_messages": _LOAD,
        "miss_count_const": _LOAD,
        "cancel_token_hold_on_retransmit": _LOAD,
        "knet_compression_model": _LOAD,
        "knet_compression_threshold": _LOAD,
        "knet_compression_level": _LOAD,
    },
    "totem.interface": {
        "linknumber": honoured(),
        "ringnumber": honoured(),
        "knet_link_priority": honoured(),
        "knet_ping_interval": honoured(),
        "knet_ping_timeout": honoured(),
        "knet_pong_count": honoured(),
        "mcastport": honoured(),
        "knet_transport": refused("a link over SCTP, which has timeouts of its own,", "udp"),
        "knet_ping_precision": no_effect("it is about measuring latency, which does not change here"),
        "bindnetaddr": _UDP,
        "broadcast": _UDP,
        "mcastaddr": _UDP,
        "ttl": _UDP,
    },
    "nodelist.node": {
        "nodeid": honoured(),
        "name": honoured(),
        "quorum_votes": honoured(),
        **{f"ring{i}_addr": honoured() for i in range(MAX_LINKS)},
    },
    "quorum": {
        "provider": honoured(),
        "expected_votes": honoured(),
        "two_node": honoured(),
        "wait_for_all": honoured(),
        "last_man_standing": honoured(),
        "last_man_standing_window": honoured(),
        "auto_tie_breaker": honoured(),
        "auto_tie_breaker_node": honoured(),
        "allow_downscale": no_effect("it lowers the expected votes after an orderly shutdown, which no fault is"),
        "expected_votes_tracking": no_effect("it remembers raised expected votes, which nothing raises here"),
        "votes": no_effect("the nodelist says the votes"),
    },
    "quorum.device": {
        "votes": honoured(),
        "model": refused("another arbitrator than qnetd", "net"),
        "timeout": _QNETD,
        "sync_timeout": _QNETD,
    },
    "quorum.device.net": {
        "tie_breaker": honoured(),
        "algorithm": refused("an algorithm that is for qnetd's developers", "ffsplit", "lms"),
        "keep_active_partition_tie_breaker": refused("a device that takes its vote from an active half", "on"),
        "host": _QNETD,
        "port": _QNETD,
        "tls": _QNETD,
        "connect_timeout": _QNETD,
        "force_ip_version": _QNETD,
    },
    "quorum.device.heuristics": {
        "mode": refused("a vote that depends on commands", "off"),
        "timeout": _HEURISTICS,
        "sync_timeout": _HEURISTICS,
        "interval": _HEURISTICS,
    },
    "logging": dict.fromkeys(
        ("timestamp", "fileline", "function_name", "blackbox", "to_stderr", "to_logfile", "to_syslog", "logfile",
         "logfile_priority", "syslog_facility", "syslog_priority", "debug"),
        _LOG,
    ),
    "logging.logger_subsys": dict.fromkeys(
        ("subsys", "to_stderr", "to_logfile", "to_syslog", "logfile", "logfile_priority", "syslog_facility",
         "syslog_priority", "debug"),
        _LOG,
    ),
    "system": dict.fromkeys(
        ("qb_ipc_type", "sched_rr", "priority", "move_to_root_cgroup", "allow_knet_handle_fallback", "state_dir"),
        _LOCAL,
    ),
    "resources": {"watchdog_device": no_effect("Proxmox VE has a watchdog of its own, which the model follows")},
    "nozzle": dict.fromkeys(("name", "ipaddr", "ipprefix", "macaddr"), no_effect("it carries traffic of others")),
}  # fmt: skip


def sections_of(key: str) -> list[str]:
    """Return the sections in which an option may stand, deepest last."""
    return [section for section, table in COROSYNC.items() if key in table]
