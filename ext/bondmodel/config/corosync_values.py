"""Which values Corosync accepts for its options, and which of them it does not take as they are written.

Source: corosync.conf(5), votequorum(5), corosync exec/totemconfig.c and coroparse.c. Held against Corosync 3.1.7, which
was started with every row of tests/bondmodel/config/corosync_3_1_7.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bondmodel.cluster.ring import MINIMUM_TIMEOUT

from .corosync_table import MAX_LINKS, sections_of
from .finding import Finding, Option, meant, no_number, out_of_range

YES_NO = ("yes", "no", "on", "off")
TRANSPORTS = ("knet", "udp", "udpu")
MINIMUM_HOLD = 14  # ms; MINIMUM_TIMEOUT_HOLD of totemconfig.c
MAX_KNET_NODE = 65535
GREATEST = 2**32 - 1  # of any number in corosync.conf
NUMBERS: dict[str, dict[str, tuple[int, int | None]]] = {
    "totem": {
        "version": (2, 2),
        "config_version": (0, None),
        "token": (MINIMUM_TIMEOUT, None),
        "token_coefficient": (0, None),
        "token_warning": (0, 100),
        "token_retransmit": (MINIMUM_TIMEOUT, None),
        "token_retransmits_before_loss_const": (1, None),
        "hold": (MINIMUM_HOLD, None),
        "consensus": (MINIMUM_TIMEOUT, None),
        "join": (MINIMUM_TIMEOUT, None),
        "merge": (MINIMUM_TIMEOUT, None),
        "send_join": (0, None),
        "downcheck": (MINIMUM_TIMEOUT, None),
        "fail_recv_const": (1, None),
        "seqno_unchanged_const": (1, None),
        "max_network_delay": (MINIMUM_TIMEOUT, None),
        "miss_count_const": (1, None),
        "window_size": (1, None),
        "max_messages": (1, None),
        "heartbeat_failures_allowed": (0, None),
        "netmtu": (1, None),
        "knet_mtu": (0, 65535),
        "knet_pmtud_interval": (1, None),
        "nodeid": (1, None),
        "knet_compression_threshold": (0, None),
    },
    "totem.interface": {
        "linknumber": (0, MAX_LINKS - 1),
        "ringnumber": (0, MAX_LINKS - 1),
        "knet_link_priority": (0, 255),
        "knet_ping_interval": (1, None),
        "knet_ping_timeout": (1, None),
        "knet_ping_precision": (1, None),
        "knet_pong_count": (1, 255),
        "mcastport": (1, 65535),
        "ttl": (0, 255),
    },
    "nodelist.node": {"nodeid": (1, None), "quorum_votes": (0, None)},
    "quorum": {
        "expected_votes": (1, None),
        "votes": (0, None),
        "expected_votes_tracking": (0, 1),
        "two_node": (0, 1),
        "wait_for_all": (0, 1),
        "last_man_standing": (0, 1),
        "last_man_standing_window": (1, None),
        "auto_tie_breaker": (0, 1),
        "allow_downscale": (0, 1),
    },
    "quorum.device": {"votes": (1, None), "timeout": (1, None), "sync_timeout": (1, None)},
}
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "totem": {
        "transport": TRANSPORTS,
        "link_mode": ("passive", "active", "rr"),
        "ip_version": ("ipv4", "ipv6", "ipv4-6", "ipv6-4"),
        "secauth": YES_NO,
        "block_unlisted_ips": YES_NO,
        "cancel_token_hold_on_retransmit": (*YES_NO, "0", "1"),
        "clear_node_high_bit": YES_NO,
        "crypto_cipher": ("none", "aes256", "aes192", "aes128"),
        "crypto_hash": ("none", "md5", "sha1", "sha256", "sha384", "sha512"),
        "knet_compression_model": ("none", "zlib", "lz4", "lz4hc", "lzo2", "lzma", "bzip2", "zstd"),
    },
    "totem.interface": {"knet_transport": ("udp", "sctp"), "broadcast": YES_NO},
    "quorum": {"provider": ("corosync_votequorum",)},
    "quorum.device": {"model": ("net",)},
}
TEXTS: dict[str, tuple[str, ...]] = {
    "totem": ("cluster_name", "keyfile", "key", "crypto_model", "knet_compression_level"),
    "totem.interface": ("bindnetaddr", "mcastaddr"),
    "nodelist.node": ("name", *(f"ring{i}_addr" for i in range(MAX_LINKS))),
    "quorum": ("auto_tie_breaker_node",),
}
FREE = (  # what is in them is for others to check
    "logging",
    "system",
    "resources",
    "nozzle",
    "uidgid",
    "quorum.device.net",
    "quorum.device.heuristics",
)
OF_COROSYNC_2 = ("rrp_mode", "rrp_problem_count_timeout", "rrp_problem_count_threshold", "rrp_token_expired_timeout",
                 "rrp_autorecovery_check_timeout", "threads", "vsftype")  # fmt: skip
_NEVER_ZERO = ("version", "nodeid")  # of the others 0 stands for "not set"
_FLAG = (0, 1)
_TOO_HIGH_A_LINK = re.compile(r"ring[0-9]+_addr")
_NUMBER = re.compile(r"-?[0-9]+")


def check_option(option: Option, path: str) -> Iterator[Finding]:
    """Yield every finding about one option of the section `path`, such as "totem.interface"."""
    numbers, words, texts = NUMBERS.get(path, {}), WORDS.get(path, {}), TEXTS.get(path, ())
    if option.key in numbers:
        yield from _number(option, *numbers[option.key])
    elif option.key in words:
        if option.value not in words[option.key]:
            allowed = words[option.key]
            text = f"{option.key}: {option.value!r} is not one of {', '.join(allowed)}{meant(option.value, allowed)}"
            yield option.finding("error", "bad-value", text)
    elif option.key not in texts:
        yield _unknown(option, path, [*numbers, *words, *texts])
    elif not option.value:
        yield option.finding("error", "bad-value", f"{option.key}: its value is missing")


def _number(option: Option, low: int, high: int | None) -> Iterator[Finding]:
    if _NUMBER.fullmatch(option.value) is None:
        yield no_number(option, low, high)
        return
    value, greatest = int(option.value), GREATEST if high is None else high
    if (low, high) == _FLAG and 1 < value <= 255:
        yield option.finding("warning", "bad-value", f"{option.key}: {value} counts as 1")
    elif value == 0 < low and option.key not in _NEVER_ZERO:
        text = f"{option.key}: 0 counts as not set, so that the default is in force"
        yield option.finding("warning", "no-effect", text)
    elif value > GREATEST:
        yield option.finding("error", "out-of-range", f"{option.key}: {value} is more than {GREATEST}")
    elif not low <= value <= greatest:
        yield out_of_range(option, low, high)


def _unknown(option: Option, path: str, known: list[str]) -> Finding:
    """An option that its section does not have: where it belongs, or what was meant. Corosync passes it over."""
    homes = [section for section in sections_of(option.key) if section not in FREE]
    if option.key in OF_COROSYNC_2:
        hint = "; it is of Corosync 2"
    else:
        hint = f"; it belongs in {homes[0].replace('.', ' { ')} {{" if homes else meant(option.key, known)
    if _TOO_HIGH_A_LINK.fullmatch(option.key) and path == "nodelist.node":
        text = f"{option.key}: links are numbered from 0 to {MAX_LINKS - 1}; with a higher one Corosync does not start"
        return option.key_finding("error", "out-of-range", text)
    where = path or "the file outside of a section"
    text = f"{option.key}: {where} has no such option, and Corosync passes it over{hint}"
    return option.key_finding("warning", "unknown-option", text)
