"""What a document states, how it is recomputed, and what becomes of it.

``collect(document)`` gives the claims, ``lookalikes(document)`` what looks like one and is none. A :class:`Ledger` runs
those of any number of documents in a process of its own, and gives each its :class:`Verdict`. A :class:`Session` does
so for one document in the process that it is made in: ``run(session, claim)`` gives the verdict,
``gather(session, verdict)`` what it rests on, its :class:`Evidence`; ``mutate(session, claim)`` says whether one that
held would notice if something else were stated; ``update(session, claim, verdict, source)`` how one that failed would
have to be written. Claims are code: nothing runs unless one of these is called.

Each name is loaded when it is first asked for: most of what reads documents needs few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinx_adoc.lazy_names import lazy_names

if TYPE_CHECKING:
    from . import report as report
    from .collecting import collect as collect
    from .collecting import duplicates as duplicates
    from .evaluate import run as run
    from .evaluate import run_all as run_all
    from .evidence import Evidence as Evidence
    from .evidence import gather as gather
    from .lookalike import lookalikes as lookalikes
    from .model import Claim as Claim
    from .model import Verdict as Verdict
    from .mutations import mutate as mutate
    from .prelude import PreludeError as PreludeError
    from .process import Ledger as Ledger
    from .session import Conditions as Conditions
    from .session import Session as Session
    from .updates import update as update

#: The public names, and the modules that they are loaded from.
_MODULES: Final = {
    "Claim": "model",
    "Conditions": "session",
    "Evidence": "evidence",
    "Ledger": "process",
    "PreludeError": "prelude",
    "Session": "session",
    "Verdict": "model",
    "collect": "collecting",
    "duplicates": "collecting",
    "gather": "evidence",
    "lookalikes": "lookalike",
    "mutate": "mutations",
    "run": "evaluate",
    "run_all": "evaluate",
    "update": "updates",
}

__all__ = [
    "Claim",
    "Conditions",
    "Evidence",
    "Ledger",
    "PreludeError",
    "Session",
    "Verdict",
    "collect",
    "duplicates",
    "gather",
    "lookalikes",
    "mutate",
    "report",
    "run",
    "run_all",
    "update",
]

__getattr__, __dir__ = lazy_names(__name__, _MODULES)
