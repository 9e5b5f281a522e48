"""What a document states, how it is recomputed, and what becomes of it.

``collect(document)`` gives the claims; a :class:`Session` runs those of one document; ``run(session, claim)`` gives the
:class:`Verdict`; ``mutate(session, claim)`` says whether one that held would notice if something else were stated.
Claims are code: nothing here runs unless one of the last three is called.
"""

from . import report
from .collect import collect, duplicates
from .evaluate import run, run_all
from .model import Claim, Verdict
from .mutate import mutate
from .prelude import PreludeError
from .session import Session

__all__ = ["Claim", "PreludeError", "Session", "Verdict", "collect", "duplicates", "mutate", "report", "run", "run_all"]
