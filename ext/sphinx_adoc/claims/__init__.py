"""What a document states, how it is recomputed, and what becomes of it.

``collect(document)`` gives the claims; a :class:`Session` runs those of one document; ``run(session, claim)`` gives the
:class:`Verdict`. Claims are code: nothing here runs unless one of the last two is called.
"""

from . import report
from .collect import collect, duplicates
from .evaluate import run, run_all
from .model import Claim, Verdict
from .prelude import PreludeError
from .session import Session

__all__ = ["Claim", "PreludeError", "Session", "Verdict", "collect", "duplicates", "report", "run", "run_all"]
