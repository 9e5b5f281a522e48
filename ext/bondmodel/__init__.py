"""What Linux bonds, LACP, Corosync and the HA watchdog really do: a model of them in virtual time.

A cluster and what goes wrong with it, in one line; nodes have their Corosync ids (from 1), times are seconds:

>>> from bondmodel import Fault, Scenario, phases, sweep
>>> run = Scenario(nodes=5, mode="balance-xor", fault=Fault.tx(node=1, slave=0), ha="all").run()
>>> run.asymmetric(), run.neighbours(1, t=10)
(True, (2, 4))

A `Trace`, what `run()` gives, answers:

- reachable(a, b, t), loss(a, b, t), connected(a, b, t), neighbours(node, t): who reaches whom
- asymmetric(t) or asymmetric() for any time, asymmetric_spans, isolated(t)
- healed_at, recovered_after (None: never): when nothing is lost any more, as time and as seconds after the fault
- memberships, memberships_of(node), stable_quorum(node, t), quorate(node, t), longest_without(node)
- fenced (node ids), resets (with their times), why(node): a sentence

A statement with "may" or "can" is some case of a sweep, "never" and "will" are all of its cases:

>>> runs = sweep(Scenario(nodes=5, mode="active-backup", fault=Fault.tx()), addresses=range(4), phase=phases(3))
>>> bool(runs.never("asymmetric"))
True

A `Sweep` has always(question), never(question), sometimes(question), each with `given`; interval(question),
counts(question), where(field=value), by(field), and which(field, question): for which values it is sometimes true. A
question is the name of something a `Trace` has, or any function of a `Trace`. A statement that no case exercised is
false, and the smallest case that decides one is shown as a claim to paste.

`from_config(interfaces, corosync_conf)` builds a scenario from the texts of both files; `check_interfaces` and
`check_corosync` give findings with line and column. `python -m bondmodel explain` says in words what each single fault
does. What the model does not cover it refuses with `NotModelled`, by name.
"""

from .cluster.ring import Timers, formable, maintainable
from .config.bonds import check_text as check_interfaces
from .config.corosync import check_text as check_corosync
from .config.finding import Finding
from .connectivity import Change, Connectivity
from .errors import ModelError, NotModelled
from .net.bond.options import MODES
from .study import plot
from .study.configured import scenario as from_config
from .study.faults import Cut, Fault, Stop, flapping
from .study.scenario import Scenario
from .study.sweep import Interval, Sweep, Verdict, phases, sweep
from .study.trace import Reset, Ring, Trace

__all__ = [
    "MODES",
    "Change",
    "Connectivity",
    "Cut",
    "Fault",
    "Finding",
    "Interval",
    "ModelError",
    "NotModelled",
    "Reset",
    "Ring",
    "Scenario",
    "Stop",
    "Sweep",
    "Timers",
    "Trace",
    "Verdict",
    "check_corosync",
    "check_interfaces",
    "flapping",
    "formable",
    "from_config",
    "maintainable",
    "phases",
    "plot",
    "sweep",
]
