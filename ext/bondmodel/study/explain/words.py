"""An explanation in words: one sentence first, then what is taken for granted, then the cases."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from bondmodel.study.trace import Trace

from .cases import ALL, ALONE, BRIEF, KINDS, NOTHING, OTHERS, SILENT, SPLIT, UNNOTICED, Effect
from .report import Explanation

MAX_NAMES = 6
SHORT = {
    "carrier": "loses its link",
    "tx": "stops transmitting",
    "rx": "stops receiving",
    "both": "carries nothing in either direction",
}


def text(explanation: Explanation) -> Iterator[str]:
    """Yield the lines of the explanation of one bond."""
    yield from headline(explanation)
    yield ""
    yield "Taken for granted (in brackets the option that says otherwise):"
    for one in explanation.assumptions:
        yield f"  - {one.text}{f' ({one.option})' if one.option else ''}"
    for kind, words in KINDS.items():
        effects = [effect for effect in explanation.effects if effect.kind == kind]
        yield ""
        yield f"A slave {words}:"
        for which, effect in _apart(effects, explanation):
            yield from (f"  {line}" for line in _effect_lines(effect, which))
    if explanation.advice:
        yield ""
        yield "What to do:"
        yield from (f"  - {line}" for line in explanation.advice)


# -- the first sentence


def headline(explanation: Explanation) -> Iterator[str]:
    """Yield what the cluster survives, and what it does not, in one sentence for each thing that may be."""
    cluster = f"{explanation.nodes} nodes ({names(explanation.names)})" if explanation.nodes > 1 else "one node"
    yield f"Your cluster of {cluster}, Corosync over {explanation.links}:"
    for world in explanation.worlds:
        mine = [effect for effect in explanation.effects if effect.world == world]
        lead = f"with the {world}, it " if world else "it "
        yield f"  {lead}{_verdict(mine)}."


def _verdict(effects: Sequence[Effect]) -> str:
    good = [effect for effect in effects if not effect.refused and effect.outcome <= BRIEF]
    bad = [effect for effect in effects if not effect.refused and effect.outcome > BRIEF]
    refused = [effect for effect in effects if effect.refused]
    if good and not bad and not refused:
        return "survives every single fault of a slave"
    parts = []
    if good:
        parts.append(f"survives a slave that {_kinds(good, bad)}")
    for level in (ALONE, OTHERS, ALL, SPLIT):
        here = [effect for effect in bad if effect.outcome == level]
        if here:
            parts.append(f"{'it ' if parts else ''}{_harm(level, here, bad + good)}")
    if refused:
        parts.append(f"{'it ' if parts else ''}is not modelled with a slave that {_kinds(refused, good + bad)}")
    return "; ".join(parts) or "was not tried"


def _harm(level: int, effects: Sequence[Effect], others: Sequence[Effect]) -> str:
    who = f"a slave that {_kinds(effects, [one for one in others if one not in effects])}"
    any_reset = any(effect.fencing for effect in effects)
    if level == ALONE:
        return f"loses the one node with {who}{_when(effects) if any_reset else ''}"
    if level == SPLIT:
        return f"does not survive {who}: two parts may both write (split brain)"
    most = max(len(case.trace.fenced) for effect in effects for case in effect.fencing)
    count = len(effects[0].cases[0].trace.ids)
    reset = (
        f"up to {most} of {count} nodes are reset"
        if most > 1
        else f"one of {count} nodes is reset, and it may be a sound one"
    )
    return f"does not survive {who}: {reset}{_when(effects)}"


def _when(effects: Sequence[Effect]) -> str:
    times = [effect.reset_times for effect in effects if effect.fencing]
    return f", {min(low for low, _ in times):.0f} to {max(high for _, high in times):.0f} s later in the cases tried"


def _kinds(effects: Sequence[Effect], others: Sequence[Effect]) -> str:
    """The kinds of fault in words; with the slaves where only some of them are meant."""
    shared = {effect.kind for effect in others}
    out = []
    for kind in KINDS:
        here = [effect for effect in effects if effect.kind == kind]
        if here:
            slaves = " or ".join(slave for effect in here for slave in effect.slaves)
            out.append(SHORT[kind] + (f" ({slaves})" if kind in shared else ""))
    if len(out) == len(SILENT) and [kind for kind in KINDS if any(e.kind == kind for e in effects)] == list(SILENT):
        return "falls silent while its link stays up" if not shared & set(SILENT) else " or ".join(out)
    return " or ".join([", ".join(out[:-1]), out[-1]]) if len(out) > 2 else " or ".join(out)


# -- the cases


def _apart(effects: Sequence[Effect], explanation: Explanation) -> Iterator[tuple[str, Effect]]:
    """The effects of one kind of fault, each with what tells it from the others; those of all worlds that read the same
    are told once.
    """
    bodies = [(effect.slaves, tuple(_effect_lines(effect, ""))) for effect in effects]
    for at, effect in enumerate(effects):
        same = [other for other, body in zip(effects, bodies, strict=True) if body == bodies[at]]
        if len(same) == len(explanation.worlds) > 1:
            if same[0] is effect:
                yield _which(effect, effects, explanation, with_world=False), effect
        else:
            yield _which(effect, effects, explanation), effect


def _which(effect: Effect, beside: Sequence[Effect], explanation: Explanation, *, with_world: bool = True) -> str:
    """What tells an effect from those of the same fault: the world, the slaves."""
    parts = [effect.world] if with_world and effect.world and len(explanation.worlds) > 1 else []
    if any(other.world == effect.world and other.slaves != effect.slaves for other in beside):
        parts.append(names(effect.slaves))
    return ", ".join(parts)


def _effect_lines(effect: Effect, which: str) -> Iterator[str]:
    lead = f"{which}: " if which else ""
    if effect.refused:
        yield f"{lead}not modelled: {effect.refused}"
        return
    count = len(effect.cases)
    if effect.outcome == NOTHING:
        yield f"{lead}nothing is lost, in {count} cases tried."
        return
    yield f"{lead}{_losses(effect)}; {recovery(effect.recovery)}."
    indent = "  " if lead else ""
    yield f"{indent}{_quorum(effect)}"
    if effect.splitting:
        yield f"{indent}{_split(effect)}"
    if effect.fencing:
        yield f"{indent}{_resets(effect)}"


def _losses(effect: Effect) -> str:
    count = len(effect.cases)
    words = f"{effect.losing} of {count} cases lose something"
    extra = []
    if effect.asymmetric:
        extra.append(f"{effect.asymmetric} asymmetrically")
    if effect.isolating:
        extra.append(f"{effect.isolating} cut the node off from all others")
    return f"{words} ({', '.join(extra)})" if extra else words


def recovery(after: tuple[float, float] | None) -> str:
    """Return when the loss is over (s from the fault, infinite if it never is), in words."""
    if after is None:
        return "it is over at once"
    low, high = after
    if high == math.inf:
        return "it does not end by itself" if low == math.inf else "it does not always end by itself"
    if high < 1:
        return "it ends within a second"
    first, last = f"{low:.0f}", f"{high:.0f}"
    if first in ("0", last):
        return f"it ends within {last} s" if first == "0" else f"it ends after {last} s"
    return f"it ends after {first} to {last} s"


def _quorum(effect: Effect) -> str:
    if effect.without == 0:
        return "No node loses stable quorum."
    if effect.outcome == UNNOTICED:
        return "No node loses stable quorum for long."
    reset = "" if effect.fencing else "; no node is reset"
    longest = f"up to {effect.without:.0f} s" if effect.without >= 1 else "less than a second"
    return f"Some node is without stable quorum for {longest}{reset}."


def _split(effect: Effect) -> str:
    case = max(effect.splitting, key=lambda case: _length(case.trace))
    trace = case.trace
    start, stop = trace.split_brain[0]
    ids = dict(zip(trace.ids, trace.names, strict=True))
    parts = " and ".join(names([ids[node] for node in part]) for part in trace.writers((start + stop) / 2))
    return (
        f"Split brain in {len(effect.splitting)} of {len(effect.cases)} cases: {parts} may write, each for itself, "
        f"from {start:.0f} s on."
    )


def _length(trace: Trace) -> float:
    return sum(stop - start for start, stop in trace.split_brain)


def _resets(effect: Effect) -> str:
    case = effect.worst if effect.worst.trace.fenced else effect.fencing[0]
    most = max(len(one.trace.fenced) for one in effect.fencing)
    low, high = effect.reset_times
    who = "a node is reset" if most == 1 else f"up to {most} nodes are reset"
    faulty = case.values["fault"].node
    sound = next((node for node in case.trace.fenced if node != faulty), case.trace.fenced[0])
    return (
        f"In {len(effect.fencing)} of {len(effect.cases)} cases {who}, {low:.0f} to {high:.0f} s later. "
        f"One of them: {case.trace.why(sound)}"
    )


def names(all_names: Sequence[str]) -> str:
    """Return names as text; of many the first ones and how many more there are."""
    if len(all_names) <= MAX_NAMES:
        return ", ".join(all_names)
    return f"{', '.join(all_names[: MAX_NAMES - 1])} and {len(all_names) - MAX_NAMES + 1} more"
