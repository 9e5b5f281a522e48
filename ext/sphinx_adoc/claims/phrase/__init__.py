"""A stated value held against a computed one: "90 seconds", "at most 1.5 %", "27 November 2026", "3.10 or newer".

``compare(words, names, value, declared)`` says whether the words are true of the value: equal text first, then what the
value's type makes of them, then the grammar (``read``). It raises :class:`Unreadable` for words that are not understood
and :class:`Mismatch` for a value of another kind, or a bare number beside a unit for which none is ``declared``.
``contraries(words, names, value)`` gives what else they could say, ``restate(words, value)`` how they would say another
value.
"""

from sphinx_adoc.claims.units import UnknownUnit, declared, units

from .contrary import Other, contraries
from .expect import Compared, compare, expect, unreadable
from .expectation import Expectation, show
from .measure import Unreadable
from .read import counted, read
from .restate import Edit, edited, renamed, restate
from .value import NONE, Declared, Mismatch

__all__ = [
    "NONE",
    "Compared",
    "Declared",
    "Edit",
    "Expectation",
    "Mismatch",
    "Other",
    "UnknownUnit",
    "Unreadable",
    "compare",
    "contraries",
    "counted",
    "declared",
    "edited",
    "expect",
    "read",
    "renamed",
    "restate",
    "show",
    "units",
    "unreadable",
]
