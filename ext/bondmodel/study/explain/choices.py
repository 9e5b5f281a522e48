"""What the two files do not say: what is taken for granted, and how to say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bondmodel.cluster.ha import CLIENT_WATCHDOG_TIMEOUT
from bondmodel.config.carriers import Carrier, bridges_with_other_ports
from bondmodel.errors import ModelError
from bondmodel.net.switch import PARTNERS, RATES
from bondmodel.study.configured import Configuration
from bondmodel.study.scenario import Scenario

HASHES = ("layer2", "layer3+4")  # what switches commonly offer, under other names
MAX_PORTS = 4  # of a bridge, that are named
DRAWS = 3  # of MAC addresses, which the files do not say


@dataclass(frozen=True)
class Choices:
    """What the caller sets beside the files; None: not set, so that every possible value is tried.

    `ha`: "all", "none", or node ids. `watchdog`: seconds, the timeout of the watchdog device.
    """

    bond: str | None = None
    switch: str | None = None
    switch_lacp_rate: str | None = None
    switch_hash: str | None = None
    switch_partner: str | None = None
    ha: str = "all"
    watchdog: float | None = None

    def ha_nodes(self) -> tuple[int, ...] | str:
        """Return the nodes with active HA services as `Scenario.ha` takes them. Raises ModelError."""
        if self.ha in ("all", "none"):
            return "all" if self.ha == "all" else ()
        words = self.ha.split(",")
        if not all(word.strip().isdecimal() for word in words):
            raise ModelError(f"--ha: {self.ha!r} is neither all nor none nor a list of node ids such as 1,3")
        return tuple(int(word) for word in words)


@dataclass(frozen=True)
class Assumption:
    """One thing that the files leave open. `option`: how to say it. `tried`: the values of which each was tried, one
    after the other if the answer shows them apart (`apart`), else together.
    """

    name: str
    text: str
    option: str = ""
    tried: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class World:
    """One of the things that may be, where the answer depends on it."""

    words: str
    scenario: Scenario
    axes: dict[str, Sequence[object]]


def worlds(base: Scenario, choices: Choices) -> list[World]:
    """Return what is shown apart: a switch whose LACP is fast and one whose LACP is slow, unless it is said which."""
    if base.mode != "802.3ad" or choices.switch in ("plain", "unlinked"):
        return [World("", base, _axes(base, choices))]
    rates = [choices.switch_lacp_rate] if choices.switch_lacp_rate else ["fast", "slow"]
    words = {rate: f"switch's LACP {rate}" for rate in rates}
    return [World(words[rate], base.but(switch_lacp_rate=rate), _axes(base, choices)) for rate in rates]


def _axes(base: Scenario, choices: Choices) -> dict[str, Sequence[object]]:
    """What is tried together."""
    out: dict[str, Sequence[object]] = {}
    if base.macs is None:
        out["addresses"] = range(1, 1 + DRAWS)
    if _hashes_switch(base):
        out["switch_xmit_hash_policy"] = [choices.switch_hash] if choices.switch_hash else HASHES
    if base.mode == "802.3ad" and _hashes_switch(base):
        out["switch_partner"] = [choices.switch_partner] if choices.switch_partner else PARTNERS
    return out


def _hashes_switch(base: Scenario) -> bool:
    return base.mode in ("802.3ad", "balance-xor", "balance-rr") and base.switch not in ("plain", "unlinked")


def applied(base: Scenario, choices: Choices) -> Scenario:
    """Return the scenario with what was said."""
    changes: dict[str, object] = {"ha": choices.ha_nodes()}
    if choices.switch is not None:
        changes["switch"] = choices.switch
    if choices.watchdog is not None:
        changes["watchdog"] = choices.watchdog
    return base.but(**changes)


def assumptions(
    config: Configuration, base: Scenario, carriers: Sequence[Carrier], choices: Choices
) -> list[Assumption]:
    """Return all assumptions, the most important first."""
    return [*_of_switch(base, choices), *_of_cluster(base, choices), *_of_files(config, base, carriers)]


def _of_switch(base: Scenario, choices: Choices) -> Iterator[Assumption]:
    if base.mode == "802.3ad" and choices.switch not in ("plain", "unlinked"):
        if choices.switch_lacp_rate is None:
            yield Assumption(
                "switch_lacp_rate",
                "the switch's LACP rate is not known: fast and slow are shown apart",
                "--switch-lacp-rate",
                RATES,
                apart=True,
            )
        if choices.switch_partner is None:
            text = "how the switch leaves an aggregate is not known: as IEEE 802.1AX says, and as Linux does, are tried"
            yield Assumption("switch_partner", text, "--switch-partner", PARTNERS)
    if _hashes_switch(base) and choices.switch_hash is None:
        text = f"the switch's hash is not known: {' and '.join(HASHES)} are tried"
        yield Assumption("switch_xmit_hash_policy", text, "--switch-hash", HASHES)
    if choices.switch is None:
        yield Assumption("switch", f"the switch is set up as {base.mode} wants it", "--switch")


def _of_cluster(base: Scenario, choices: Choices) -> Iterator[Assumption]:
    if choices.ha == "all":
        yield Assumption("ha", "every node runs active HA services", "--ha")
    if choices.ha != "none" and choices.watchdog is None:
        gives_up = CLIENT_WATCHDOG_TIMEOUT // 1000
        text = f"watchdog-mux gives up after {gives_up} s, the watchdog resets the node {base.watchdog:g} s later"
        yield Assumption("watchdog", text, "--watchdog")
    if base.sound_links:
        count = base.sound_links
        text = f"the {count} other Corosync links work" if count > 1 else "the other Corosync link works"
        yield Assumption("sound_links", text)
    if base.device_votes:
        yield Assumption("device", "every node reaches qnetd, which answers at once")
    yield Assumption("single", "nothing else goes wrong: no second fault, no congestion, no slow host")


def _of_bridges(config: Configuration, carriers: Sequence[Carrier]) -> Iterator[Assumption]:
    bridges = {
        bridge.name: (bridge, others, on)
        for c in carriers
        for bridge, others, on in bridges_with_other_ports(c.chain, config.interfaces)
    }
    for bridge, others, on in bridges.values():
        bond = carriers[0].bond
        if others and bond is not None:
            leads = "they lead to no other nodes" if len(others) > 1 else "it leads to no other node"
            ports = ", ".join(others[:MAX_PORTS]) + (", ..." if len(others) > MAX_PORTS else "")
            text = f"{bridge.name} (line {bridge.line}) has {ports} beside {bond.name}: {leads}"
            yield Assumption("ports", text)
        if on is not None:
            text = f"the spanning tree of {bridge.name} (line {on.line}) blocks nothing and stays as it is"
            yield Assumption("stp", text)


def _of_files(config: Configuration, base: Scenario, carriers: Sequence[Carrier]) -> Iterator[Assumption]:
    for carrier in carriers:
        if carrier.assumed and carrier.bond is not None:
            text = f"link {carrier.link} runs over {carrier.bond.name}: {carrier.assumed}"
            yield Assumption("bond", text, "--bond")
    yield from _of_bridges(config, carriers)
    yield Assumption("nodes", "every node has this interfaces file, with addresses of its own")
    if base.macs is None:
        yield Assumption("addresses", f"the MAC addresses are not in the files: {DRAWS} sets of them are tried")
    tool = "ifupdown with ifenslave" if config.uses_ifenslave else "ifupdown2, as on Proxmox VE"
    yield Assumption("ifupdown", f"the files are read by {tool}")
    yield Assumption("versions", "Linux 6.1 or later, Corosync 3.1")
    for unread in config.interfaces.unread[:3]:
        yield Assumption("source", str(unread))
    if passed := config.passed_over:
        shown = ", ".join(passed[:4]) + (", ..." if len(passed) > 4 else "")
        yield Assumption(
            "passed_over", f"interfaces that carry no Corosync link were passed over: {len(passed)} ({shown})"
        )
