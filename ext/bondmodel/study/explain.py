"""What each single fault of a bond does to the cluster that two configuration files describe, in plain words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bondmodel.config.finding import Finding
from bondmodel.config.interfaces import Stanza
from bondmodel.errors import ModelError, NotModelled

from . import configured
from .configured import Configuration
from .faults import Fault
from .scenario import Scenario
from .sweep import Interval, Sweep, phases, sweep
from .trace import Trace

OK, FINDINGS, NOTHING_DONE = 0, 1, 2
KINDS = {
    "tx": "stops transmitting, its link stays up",
    "rx": "stops receiving, its link stays up",
    "both": "carries nothing in either direction, its link stays up",
    "carrier": "loses its link",
}
PHASES = phases(3)
DRAWN = range(1, 4)  # where the files do not say which MAC addresses there are
DURATION = 180.0


def main(interfaces_path: str | Path, corosync_path: str | Path) -> int:
    """Print the explanation. 0: done, nothing to remark; 1: done, but the files have findings; 2: it could not be
    done.
    """
    paths = Path(interfaces_path), Path(corosync_path)
    try:
        texts = [path.read_text(encoding="utf-8") for path in paths]
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"bondmodel: cannot read: {error}\n")
        return NOTHING_DONE
    config = configured.read(*texts)
    findings = [*_located(paths[0], config.interface_findings), *_located(paths[1], config.corosync_findings)]
    sys.stdout.writelines(f"{line}\n" for line in findings)
    try:
        for line in explanation(config):
            sys.stdout.write(f"{line}\n")
    except ModelError as error:
        sys.stderr.write(f"bondmodel: {error}\n")
        return NOTHING_DONE
    remarks = config.interface_findings + config.corosync_findings
    return FINDINGS if any(f.severity != "note" for f in remarks) else OK


def _located(path: Path, findings: Sequence[Finding]) -> list[str]:
    return [f"{path}:{f.line}:{f.column}: {f.severity}: {f.message} [{f.code}]" for f in findings]


def explanation(config: Configuration) -> Iterator[str]:
    """The lines of the explanation. Raises ModelError when the files do not make a cluster over bonds."""
    if config.errors:
        raise ModelError("the errors above have to go first; nothing was explained")
    carrying = configured.carriers(config.interfaces, config.corosync)
    names: list[str | None] = [*sorted({stanza.name for stanza in carrying.values()})]
    for name in names or [None]:  # none: that is an error, which `from_configuration` knows to tell
        base = configured.from_configuration(config, name, ha="all", duration=DURATION)
        link, stanza = next((link, s) for link, s in sorted(carrying.items()) if s.name == name)
        yield from _heading(base, link, stanza)
        for kind, words in KINDS.items():
            for number, slave in enumerate(stanza.slaves):
                yield ""
                yield f"{slave} of a node {words}:"
                yield from (f"  {line}" for line in _told(base, kind, number))


def _heading(base: Scenario, link: int, bond: Stanza) -> Iterator[str]:
    timers = base.timers
    others = f", {base.sound_links} further over other networks" if base.sound_links else ", there is no other"
    yield f"{base.nodes} nodes: {', '.join(base.names or ())}. All are taken to have active HA services."
    yield f"Corosync link {link} runs over {bond.name} ({' '.join(bond.slaves)}), {bond.mode}{others}."
    yield f"Token timeout {timers.token / 1000:g} s, consensus {timers.consensus / 1000:g} s."


def _told(base: Scenario, kind: str, slave: int) -> Iterator[str]:
    try:
        yield from _effects(_tried(base, kind, slave), base)
    except NotModelled as error:
        yield f"not modelled: {error}"


def _tried(base: Scenario, kind: str, slave: int) -> Sweep:
    faults = [Fault(kind, node, slave) for node in base.ids]
    return sweep(base, fault=faults, phase=PHASES, addresses=[base.addresses] if base.macs else DRAWN)


def _effects(runs: Sweep, base: Scenario) -> Iterator[str]:
    """What a fault did in all the cases that were tried."""
    count = len(runs)
    hit = [case.trace for case in runs if case.trace.recovered_after != 0]
    if not hit:
        yield f"nothing is lost ({count} cases tried)."
        return
    asymmetric = sum(1 for case in runs if case.trace.asymmetric())
    yield f"connectivity: {len(hit)} of {count} cases lose something, {asymmetric} become asymmetric{_alone(runs)}."
    yield f"recovery: {recovery(runs.interval(lambda trace: trace.recovered_after))}."
    yield from _quorum(runs, base)


def _alone(runs: Sweep) -> str:
    cut = sum(1 for case in runs if case.trace.isolated_ever())
    return f", in {cut} the node is cut off from all others for a time" if cut else ""


def recovery(after: Interval) -> str:
    """When it is over (`after`: seconds from the fault to the last loss, infinite if it never is), in words."""
    if after.high == float("inf"):
        return "none by itself in some cases" if after.low < after.high else "none by itself"
    if after.high < 1:
        return "by itself in less than a second"
    low, high = f"{after.low:.0f}", f"{after.high:.0f}"
    if low == "0":
        return f"by itself within {high} s"
    return f"by itself after {low} s" if low == high else f"by itself after {low} to {high} s"


def _quorum(runs: Sweep, base: Scenario) -> Iterator[str]:
    without = max(_longest(case.trace) for case in runs)
    if without == 0:
        yield "quorum: no node loses stable quorum."
    else:
        yield f"quorum: some node is without stable quorum for up to {without:.0f} s."
    fencing = [case for case in runs if case.trace.fenced]
    if not fencing:
        yield "HA: no node fences itself."
        return
    most = max(fencing, key=lambda case: len(case.trace.fenced))
    times = [reset.at for case in fencing for reset in case.trace.resets]
    many = len(most.trace.fenced)
    who = "a node fences itself" if many == 1 else f"up to {many} of {base.nodes} nodes fence themselves"
    yield f"HA: in {len(fencing)} of {len(runs)} cases {who}, {min(times):.0f} to {max(times):.0f} s later."
    faulty = most.values["fault"].node
    sound = next((node for node in most.trace.fenced if node != faulty), most.trace.fenced[0])
    yield f"example: {most.trace.why(sound)}"


def _longest(trace: Trace) -> float:
    gaps = [trace.longest_without(node) for node in trace.ids]
    return max((stop - start for start, stop in filter(None, gaps)), default=0.0)
