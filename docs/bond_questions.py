"""What sentences of the books ask: each function is called with the words of a sentence, by their kinds.

Kinds, their members and spellings stand in `[tool.sphinx-adoc.claims.vocabulary]`; a parameter has the name of a kind.
"""

from bond_runs import (
    FAILS,
    FAULTY,
    carrier,
    chosen_by,
    fences,
    fences_everybody,
    fences_sound_nodes,
    heals,
    hit,
    isolates,
    longest_gap,
    reforms,
    resets,
    runs,
    silent,
    when,
)  # fmt: skip
from bondmodel import MODES, Fault, Scenario, Sweep, Trace, phases
from bondmodel.net.lacp import PERIOD_TICKS, TICK_MS, TIMEOUT_TICKS, Port, aggregate

UNSTABLE_S = 60  # a node that is without stable quorum for so long did not find a ring that lasts


def splits(run: Trace) -> bool:
    """Whether at one time or other some nodes hear each other and see different sets of nodes."""
    return bool(run.asymmetric())


def unstable(run: Trace) -> bool:
    """Whether a node finds no ring that lasts."""
    return longest_gap(run) > UNSTABLE_S


EVENTS = {
    "splits": splits, "loses": hit, "recovers": heals, "unstable": unstable, "reforms": reforms, "isolates": isolates,
    "fences": fences, "fences others": fences_sound_nodes, "fences all": fences_everybody,
}  # fmt: skip

KINDS_OF = {**{kind: (kind,) for kind in ("tx", "rx", "both", "carrier")}, "any": tuple(FAILS.values())}
ALL_SLOW = (("slow", "slow"), ("slow", "fast"), ("fast", "slow"))  # rates of the node and of the switch
vocabulary = {
    "lost_peers": {"none": 0},
    "sides": {"fast": (("fast", "fast"),), "mixed": (("slow", "fast"), ("fast", "slow")), "slow": ALL_SLOW},
}


def expect(word, *known):
    """Refuse a word that these runs say nothing about."""
    if word not in known:
        raise ValueError(f"these runs say nothing of {word!r}, only of {', '.join(map(repr, known))}")


def often(cases: Sweep, event: str) -> str:
    """How often something happens: recovery among the cases in which packets are lost, all else among all."""
    question = EVENTS[event]
    if event == "recovers":
        cases = when(cases, hit)
    if not cases.sometimes(question):
        return "never"
    return "always" if cases.always(question) else "can"


GENERAL = {"splits": "loses", "isolates": "loses", "fences": "loses", "fences others": "fences", "fences all": "fences"}


def exactly(cases: Sweep, event: str, *events: str) -> str:
    """The same, where no more could be said: that something never happens says little where something more general does
    not happen either, and that something always happens little where something more special always does.
    """
    expect(event, *events)
    word = often(cases, event)
    if event == "recovers" and not when(cases, hit):
        raise ValueError("nothing is lost that could recover")
    more = [GENERAL.get(event)] if word == "never" else [other for other in events if GENERAL.get(other) == event]
    if word != "can" and any(other in events and often(cases, other) == word for other in more):
        raise ValueError(f"it {word} happens, and so does more than '{event}'")
    return word


def cases_of(fault: str, mode: str | None = None) -> Sweep:
    """The runs with a fault of one slave, in one mode or in all."""
    expect(fault, "tx", "carrier")
    every = carrier() if fault == "carrier" else silent(fault)
    return every if mode is None else every.where(mode=mode)


# -- modes -------------------------------------------------------------------------------------------------------------


def happens(event, fault, mode):
    """How often a fault of one slave has some effect in a mode."""
    return exactly(cases_of(fault, mode), event, "splits", "loses", "recovers", "isolates", "fences", "fences others")


def may_happen(event, fault, mode):
    """Whether it ever has that effect."""
    expect(event, "splits", "loses", "fences others")
    return "never" if often(cases_of(fault, mode), event) == "never" else "can"


def happens_to(which, mode, fault, event):
    """How often it has some effect when the slave that falls silent is the active one, or a backup."""
    expect(fault, "tx")
    failed = Fault(fault, FAULTY, {"active": 0, "backup": 1}[which])
    return exactly(
        runs(Scenario(mode=mode, ha="all"), nodes=(3, 4), fault=[failed], addresses=range(4)),
        event,
        "loses",
        "isolates",
    )


def ever(event, fault):
    """How often a fault of one slave makes nodes fence themselves, in whatever mode."""
    return exactly(cases_of(fault), event, "fences", "fences others", "fences all")


def worst_case(extreme, event, fault):
    """The same for what is worst of all that happens."""
    expect(extreme, "worst")
    worst = [other for other in ("fences", "fences others", "fences all") if often(cases_of(fault), other) != "never"]
    expect(event, *worst[-1:])
    return often(cases_of(fault), event)


def modes_where(event, fault, how_often):
    """The modes in which a fault never, always, or at times (in some of them always) has some effect."""
    expect(event, "splits", "loses", "recovers")
    found = {mode: often(cases_of(fault, mode), event) for mode in MODES}
    modes = [mode for mode in MODES if found[mode] == how_often or (how_often == "can" and found[mode] == "always")]
    if how_often == "can" and {found[mode] for mode in modes} == {"always"}:
        raise ValueError("it always happens in these modes")
    return modes


def modes_that(way):
    """The modes whose slave for a packet is chosen in some way."""
    return [mode for mode in MODES if chosen_by(mode) == way]


def unfit():
    """The modes that can split the cluster when a slave falls silent, and do not recover."""
    return unfit_when("splits", "tx", "can")


def unfit_when(event, fault, how_often):
    """The modes in which a fault has some effect, and of which none recovers."""
    expect(event, "splits")
    found = modes_where(event, fault, how_often)
    return [mode for mode in found if often(cases_of(fault, mode), "recovers") == "never"]


def loss_by_turns(mode, slaves, reach):
    """The share of packets that is lost when a slave falls silent."""
    return loss_when(mode, slaves, reach, "tx")


def loss_when(mode, slaves, reach, fault):
    """The share of packets that is lost, which is the same for every peer."""
    expect(reach, "every")
    expect(fault, "tx")
    run = Scenario(nodes=4, mode=mode, slaves=slaves, fault=Fault(fault)).run()
    (share,) = {run.loss(FAULTY, peer, t=1.0) for peer in (2, 3, 4)}
    return share


# -- monitors ----------------------------------------------------------------------------------------------------------

MONITORS = {"miimon": {"miimon": 100}, "arp": {"arp_interval": 100, "arp_ip_target": ("10.0.0.254",)}}


def with_monitor(monitor, validate="none", fault="tx", which="active"):
    """The runs of an active-backup bond of which a slave, by default the active one, falls silent, with a monitor."""
    expect(fault, "tx")
    bond = Scenario(mode="active-backup", ha="all", **MONITORS[monitor], arp_validate=validate)
    failed = Fault(fault, FAULTY, {"active": 0, "backup": 1}[which])
    return runs(bond, fault=[failed], phase=phases(5), seed=range(5))


def switches_over(monitor, event, validate=None):
    """How often such a bond switches over. Of the ARP monitor it has to be said what it validates."""
    expect(monitor, "miimon" if validate is None else "arp")
    return exactly(with_monitor(monitor, validate or "none"), event, "recovers")


def switches_when(monitor, event, fault, which):
    """The same for a fault of one of its slaves, without validation."""
    expect(monitor, "miimon")
    return exactly(with_monitor(monitor, "none", fault, which), event, "recovers")


def validating(monitor, event):
    """The values of arp_validate with which it always does."""
    expect(monitor, "arp")
    kinds = ("none", "active", "backup", "all")
    return [kind for kind in kinds if exactly(with_monitor(monitor, kind), event, "recovers") == "always"]


# -- LACP --------------------------------------------------------------------------------------------------------------


def lacp_period(rate):
    """After how many seconds a side sends the next LACPDU when its partner has this rate."""
    return PERIOD_TICKS[rate] * TICK_MS / 1000


def lacp_wait(rate):
    """How many seconds a side waits for a LACPDU."""
    return TIMEOUT_TICKS[rate] * TICK_MS / 1000


def lacpdus_sent(node, switch):
    """Every how many seconds each side sends a LACPDU, by the rates of both."""
    sent = {"node": [], "switch": []}

    def passes(sender, now):
        sent[("node", "switch")[sender]].append(now)
        return True

    ends = Port(node, partner_rate=switch), Port(switch, partner_rate=node)
    aggregate(*ends, (0, 0), passes, until=3000)
    return {side: (ticks[-1] - ticks[0]) / (len(ticks) - 1) * TICK_MS / 1000 for side, ticks in sent.items()}


# -- watchdogs ---------------------------------------------------------------------------------------------------------


def reset_least(since):
    """After how many seconds without a write a node is reset at the earliest."""
    expect(since, "write")
    return resets()[0]


def reset_most(since):
    """The same, at the latest."""
    expect(since, "write")
    return resets()[1]
