"""A stated value read as what it says: "90 seconds", "at most 1.5 %", "between one and two minutes", "*a*, *b*".

``read(words, names)`` gives an :class:`Expectation`, or raises :class:`Unreadable` saying why the words are not
understood; ``expectation.accepts(value)`` tells whether a computed value is what they say. ``contraries(words, names)``
gives what else they could say, ``restate(words, value)`` how they would say another value.
"""

from .contrary import Other, contraries
from .expectation import Expectation, Mismatch, show
from .read import Unreadable, read
from .restate import Edit, edited, renamed, restate

__all__ = [
    "Edit",
    "Expectation",
    "Mismatch",
    "Other",
    "Unreadable",
    "contraries",
    "edited",
    "read",
    "renamed",
    "restate",
    "show",
]
