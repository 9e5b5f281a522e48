"""Claims in a process of their own: whatever one of them does costs its own verdict alone.

``protocol`` says what the two processes tell each other, ``wire`` how that is written down; ``worker`` is the main
program of the child, ``child`` starts and ends it, and ``ledger`` gives every claim its verdict.
"""

from .ledger import DocumentRun, Ledger, Ran, StartError

__all__ = ["DocumentRun", "Ledger", "Ran", "StartError"]
