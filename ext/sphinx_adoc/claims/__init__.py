"""What a document states, how it is recomputed, and what becomes of it.

``collect(document)`` gives the claims; a :class:`Session` runs those of one document; ``run(session, claim)`` gives the
:class:`Verdict`, and ``gather(session, verdict)`` what it rests on, its :class:`Evidence`; ``mutate(session, claim)``
says whether one that held would notice if something else were stated; ``update(session, claim, verdict, source)`` how
one that failed would have to be written. Claims are code: nothing here runs unless one of the last five is called.
"""

from . import report
from .collect import collect, duplicates
from .evaluate import run, run_all
from .evidence import Evidence, gather
from .model import Claim, Verdict
from .mutate import mutate
from .prelude import PreludeError
from .session import Session
from .update import update

__all__ = [
    "Claim",
    "Evidence",
    "PreludeError",
    "Session",
    "Verdict",
    "collect",
    "duplicates",
    "gather",
    "mutate",
    "report",
    "run",
    "run_all",
    "update",
]
