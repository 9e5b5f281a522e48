"""Runs that several statements of the books are held against, and what is asked of them.

Nothing here is a number of the prose: all of it is computed by `bondmodel`. Each run is made when a statement first
asks for it, and kept for both books.
"""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import combinations, product

from bondmodel import MODES, Fault, ModelError, Scenario, Sweep, Trace, check_interfaces, maintainable, phases, sweep
from bondmodel.cluster.knet import mask_of
from bondmodel.config.finding import Finding
from bondmodel.net.bond import Bond, BondState
from bondmodel.net.bond.transmit import Flow, shares
from bondmodel.net.frame import Frame, udp
from bondmodel.net.hashing import xmit_hash
from bondmodel.net.topology import PORT
from bondmodel.study.bounds import bounds

FAULTY = 1  # the node whose bond fails in all runs here
SLAVES = (0, 1)
SIZES = (3, 4, 5)
RATE_PAIRS = tuple(product(("slow", "fast"), repeat=2))  # of the node, of the switch
FAILS = {"sending": "tx", "receiving": "rx", "both": "both"}  # what a table calls a fault, and its kind


@cache
def _kept(base: str, axes: str) -> list[Sweep]:
    """A place for one sweep."""
    return []


def runs(base: Scenario | None = None, **axes: Iterable[object]) -> Sweep:
    """`bondmodel.sweep`, made once: a scenario's repr says all of it."""
    axes = {name: list(values) for name, values in axes.items()}
    kept = _kept(repr(base), repr(axes))
    if not kept:
        kept.append(sweep(base, progress=False, **axes))
    return kept[0]


# -- configuration ---------------------------------------------------------------------------------------------------


_NODES = "".join(f" node {{\n  nodeid: {i}\n  ring0_addr: 10.10.10.{i}\n }}\n" for i in (1, 2, 3))
# a corosync.conf: 10.10.10.0/24 is Corosync's network in the examples
CLUSTER = f"totem {{\n version: 2\n transport: knet\n}}\nnodelist {{\n{_NODES}}}\n"


def codes(findings: Iterable[Finding]) -> set[str]:
    """The kinds of some findings."""
    return {finding.code for finding in findings}


def bond_stanza(mode: str, *options: str) -> str:
    """A bond of two slaves with some options, as it stands in /etc/network/interfaces."""
    lines = ("auto bond0", "iface bond0 inet manual", "bond-slaves eno1 eno2", f"bond-mode {mode}", *options)
    return "\n".join(lines)


def modes_with(option: str) -> list[str]:
    """The modes in which an option of a bond's stanza does anything."""
    return [m for m in MODES if not {"no-effect", "refused"} & codes(check_interfaces(bond_stanza(m, option)))]


# -- questions to a run ------------------------------------------------------------------------------------------------


def hit(run: Trace) -> bool:
    """Whether anything was lost at all."""
    return run.recovered_after != 0


def heals(run: Trace) -> bool:
    """Whether nothing is lost any more at the end, although something was."""
    return run.recovered_after not in (0, None)


def fences(run: Trace) -> bool:
    """Whether any node fences itself."""
    return bool(run.fenced)


def fences_sound_nodes(run: Trace) -> bool:
    """Whether a node fences itself whose own bond is fine."""
    return any(node != FAULTY for node in run.fenced)


def fences_everybody(run: Trace) -> bool:
    """Whether the whole cluster fences itself."""
    return run.fenced == run.ids


def reforms(run: Trace) -> bool:
    """Whether Corosync's membership changes."""
    return len(run.memberships) > 1


def isolates(run: Trace) -> bool:
    """Whether at one time or other the faulty node is connected with nobody."""
    return FAULTY in run.isolated_ever()


def gap(run: Trace, node: int) -> float:
    """The longest time that a node is without stable quorum, seconds."""
    span = run.longest_without(node)
    return span[1] - span[0] if span else 0.0


def longest_gap(run: Trace) -> float:
    """The longest time that any node is without stable quorum, seconds."""
    return max(gap(run, node) for node in run.ids)


def worst(runs: Sweep) -> int:
    """The most nodes that fence themselves in one run."""
    return max(len(run.fenced) for run in runs.traces)


def when(runs: Sweep, question: Callable[[Trace], bool]) -> Sweep:
    """The cases for which a question is answered by yes."""
    return Sweep(tuple(case for case in runs if question(case.trace)))


# -- runs --------------------------------------------------------------------------------------------------------------


def faults(*kinds: str) -> list[Fault]:
    """Faults of these kinds of each slave of the faulty node."""
    return [Fault(kind, FAULTY, slave) for kind in kinds for slave in SLAVES]


def silent(kind: str = "tx") -> Sweep:
    """One slave of one node fails with its link up, in every mode: both slaves, several sizes, sets of addresses."""
    return runs(Scenario(ha="all"), mode=MODES, nodes=SIZES, fault=faults(kind), addresses=range(5))


def carrier() -> Sweep:
    """One slave of one node loses its link, which MII monitoring sees."""
    return runs(Scenario(ha="all", duration=30), mode=MODES, fault=faults("carrier"), addresses=range(2), seed=range(5))


def second_link(*priorities: int) -> Sweep:
    """The same silent faults as in `silent`, with a second Corosync link over a network that works."""
    base = Scenario(nodes=4, ha="all", sound_links=1, link_priorities=priorities or None)
    return runs(base, mode=MODES, fault=faults("tx"), addresses=range(3))


def lacp_under_ha(node: str, switch: str) -> Sweep:
    """Every silent fault of an 802.3ad bond in clusters whose nodes all have HA services."""
    base = Scenario(mode="802.3ad", lacp_rate=node, switch_lacp_rate=switch, ha="all", duration=120)
    return runs(base, nodes=SIZES, fault=faults(*FAILS.values()), addresses=range(2), phase=phases(2))


@cache
def lacp_loss(node: str, switch: str, kind: str, partner: str = "standard") -> tuple[int, int]:
    """How long an 802.3ad bond loses packets after such a fault: seconds at the least and at the most, over the whole
    periods of both ends' LACPDUs.
    """
    lossy = Scenario(nodes=2, mode="802.3ad", addresses=1)  # so that the first slave carries the only peer
    network = lossy.but(lacp_rate=node, switch_lacp_rate=switch, switch_partner=partner).network()
    found = bounds(network, [Fault(kind).of_network(0)], 120_000)
    if found.may_not_heal or not found.healed_ms or not found.healed_ms[0]:
        raise ModelError(f"{node}, {switch}, {kind}: not every run loses something and heals")
    return round(found.healed_ms[0] / 1000), round(found.healed_ms[1] / 1000)


def active_backup(**options: object) -> Sweep:
    """The active slave of an active-backup bond stops transmitting; `options` are those of the bond."""
    return runs(Scenario(mode="active-backup", ha="all", **options), fault=[Fault.tx()], phase=phases(5), seed=range(5))


def outages(seconds: int, nodes: int = 3) -> Sweep:
    """A balance-xor bond that loses a part of the peers for a while, at every time of the LRMs' rounds."""
    ended = [Fault("tx", FAULTY, slave, heal=seconds) for slave in SLAVES]
    every = runs(
        Scenario(nodes=nodes, mode="balance-xor", ha="all"), fault=ended, addresses=(1, 2), lrm_phase=phases(10)
    )
    return when(every, Trace.asymmetric)


def watchdogs() -> Sweep:
    """Clusters that a silent fault splits for good, at every time of the LRMs' rounds."""
    base = Scenario(mode="balance-xor", ha="all")
    return runs(base, fault=faults("tx"), addresses=range(1, 4), lrm_phase=phases(20))


def resets() -> tuple[int, int]:
    """After how many whole seconds without a write a node is reset, at the earliest and at the latest."""
    after = [reset.after for run in watchdogs().traces for reset in run.resets]
    return round(min(low for low, _ in after)), round(max(high for _, high in after))


# -- rings -------------------------------------------------------------------------------------------------------------


def all_but(nodes: int, *cut: tuple[int, int]) -> tuple[int, list[int]]:
    """A ring of all nodes, and per node whom it hears when some pairs do not hear each other; ids count from 1."""
    everybody = mask_of(range(nodes))
    hears = [everybody & ~(1 << node) for node in range(nodes)]
    for a, b in cut:
        hears[a - 1] &= ~(1 << b - 1)
        hears[b - 1] &= ~(1 << a - 1)
    return everybody, hears


def pairs(nodes: int) -> list[tuple[int, int]]:
    """All pairs of nodes."""
    return list(combinations(range(1, nodes + 1), 2))


def harmless(nodes: int) -> list[tuple[int, int]]:
    """The pairs that may lose each other without any effect on a ring of all nodes."""
    return [pair for pair in pairs(nodes) if maintainable(*all_but(nodes, pair))]


# -- hashes ------------------------------------------------------------------------------------------------------------


def mac(last: int, rest: str = "020000000a") -> bytes:
    """A MAC address by its last byte."""
    return bytes.fromhex(f"{rest}{last:02x}")


def ip(last: int) -> bytes:
    """An IPv4 address of one /24 network by its last octet."""
    return bytes((192, 0, 2, last))


def knet_frame(a: int, b: int, mac_a: int = 1, mac_b: int = 2, port: int = PORT) -> Frame:
    """What Corosync sends from host `a` to host `b` of a network: UDP from a port to the same port."""
    return udp(mac(mac_a), mac(mac_b), ip(a), ip(b), sport=port, dport=port)


def slave_of(policy: str, frame: Frame, slaves: int = 2) -> int:
    """The slave that a policy chooses while all are usable."""
    return xmit_hash(policy, frame) % slaves


def refused(**options: object) -> bool:
    """Whether the kernel refuses a bond with these options."""
    try:
        Bond(**options)
    except ModelError:
        return True
    return False


def chosen_by(mode: str) -> str:
    """What decides which slave carries a packet, told from the slaves that carry packets to several peers."""
    state = BondState(Bond(mode=mode))
    if state.bond.balances_load:
        return "load"
    carried = [dict(shares(state, Flow(knet_frame(1, peer, 1, peer)))) for peer in range(2, 10)]
    if len(carried[0]) > 1:
        return "all slaves" if sum(carried[0].values()) > 1 else "turn"
    return "hash" if len({slave for way in carried for slave in way}) > 1 else "one active slave"
