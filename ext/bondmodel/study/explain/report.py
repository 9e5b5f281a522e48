"""An explanation as data: the cluster, what is taken for granted, the effects of each fault, and advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bondmodel.config.carriers import Carrier, slaves_of
from bondmodel.study.configured import Configuration, carried_by, from_configuration
from bondmodel.study.scenario import Scenario

from .cases import ALONE, BRIEF, DURATION, SPLIT, Effect, effects
from .choices import Assumption, Choices, applied, assumptions, worlds


@dataclass(frozen=True)
class Explanation:
    """The explanation of one bond under Corosync: what each fault does, the assumptions, and advice."""

    scenario: Scenario
    links: str
    slaves: tuple[str, ...]
    worlds: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    effects: tuple[Effect, ...]
    advice: tuple[str, ...]

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return self.scenario.nodes

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""
        return tuple(self.scenario.names or ())


def explained(config: Configuration, choices: Choices) -> Iterator[Explanation]:
    """Return the explanation of each bond under Corosync, or of the one that was named. Raises ModelError."""
    bonds = {c.bond.name for c in config.carriers.values() if c.bond is not None}
    names: Sequence[str | None] = [choices.bond] if choices.bond or not bonds else sorted(bonds)
    for name in names:
        carriers = carried_by(config, name)
        base = applied(from_configuration(config, name, duration=DURATION), choices)
        yield _one(config, base, carriers, choices)


def _one(config: Configuration, base: Scenario, carriers: Sequence[Carrier], choices: Choices) -> Explanation:
    bond = carriers[0].bond
    assert bond is not None
    slaves = _slaves(config, carriers[0])
    tried = worlds(base, choices)
    all_effects = tuple(effect for world in tried for effect in effects(world, slaves))
    links = ", ".join(str(carrier.link) for carrier in carriers)
    beside = f", {base.sound_links} further over other networks" if base.sound_links else ""
    words = f"link{'s' * (len(carriers) > 1)} {links} of {bond.name} ({base.mode}: {' '.join(slaves)}){beside}"
    return Explanation(
        scenario=base,
        links=words,
        slaves=slaves,
        worlds=tuple(world.words for world in tried),
        assumptions=tuple(assumptions(config, base, carriers, choices)),
        effects=all_effects,
        advice=tuple(advice(base, carriers, all_effects, config)),
    )


def _slaves(config: Configuration, carrier: Carrier) -> tuple[str, ...]:
    assert carrier.bond is not None
    return tuple(slaves_of(carrier.bond, config.interfaces))


def advice(
    base: Scenario, carriers: Sequence[Carrier], all_effects: Sequence[Effect], config: Configuration
) -> Iterator[str]:
    """Yield what would help, where something would."""
    worst = max((effect.outcome for effect in all_effects), default=0)
    if worst == SPLIT:
        yield (
            "give the cluster a third vote (a node, or a QDevice) in place of what lets two parts both go on "
            "(two_node, last_man_standing)"
        )
    yield from _about_links(base, carriers, worst, config)
    if worst <= BRIEF:
        return
    if base.mode == "802.3ad":
        sides = "the bond (bond-lacp-rate fast) and the switch" if base.lacp_rate == "slow" else "the switch"
        yield f"set the LACP rate to fast on {sides}: each side's rate governs one direction"
    elif base.mode in ("balance-rr", "balance-xor", "balance-tlb", "balance-alb"):
        yield f"do not run Corosync over {base.mode}; take a link of its own, or 802.3ad with fast LACP on both ends"
    elif base.mode == "active-backup" and not (base.arp_interval and base.arp_validate != "none"):
        yield (
            "let the bond notice a slave that falls silent: bond-arp-interval and bond-arp-ip-target, with "
            "arp_validate all (post-up echo all > /sys/class/net/BOND/bonding/arp_validate) in place of bond-miimon"
        )


def _about_links(base: Scenario, carriers: Sequence[Carrier], worst: int, config: Configuration) -> Iterator[str]:
    if not base.sound_links and worst >= ALONE:
        yield "give Corosync a second link over a network of its own: then no single fault of this bond is felt"
    ranks = base.link_priorities
    if base.sound_links and ranks is not None and ranks[0] == max(ranks):
        plain = next((c for c in config.carriers.values() if c.bond is None), None)
        which = f"link {plain.link} (over {plain.interface.name})" if plain is not None else "the other link"
        yield f"{which} would be preferred to the bond with a higher knet_link_priority"
