"""What a document states, how it is recomputed, and what becomes of it.

``collect(document)`` gives the claims, ``lookalikes(document)`` what looks like one and is none. A :class:`Ledger` runs
those of any number of documents in a process of its own, and gives each its :class:`Verdict`. A :class:`Session` does
so for one document in the process that it is made in: ``run(session, claim)`` gives the verdict,
``gather(session, verdict)`` what it rests on, its :class:`Evidence`; ``mutate(session, claim)`` says whether one that
held would notice if something else were stated; ``update(session, claim, verdict, source)`` how one that failed would
have to be written. Claims are code: nothing runs unless one of these is called.
"""

from . import report
from .collect import collect, duplicates
from .evaluate import run, run_all
from .evidence import Evidence, gather
from .lookalikes import lookalikes
from .model import Claim, Verdict
from .mutate import mutate
from .prelude import PreludeError
from .process import Ledger
from .session import Conditions, Session
from .update import update

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
