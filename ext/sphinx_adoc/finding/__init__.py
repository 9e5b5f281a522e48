"""What was found in a set of documents, as values, and the forms that it is reported in.

Trouble of any kind (a parser's problem, a dead cross-reference, a claim that fails) becomes a :class:`Finding`;
:mod:`.report` writes findings as text, JSON, SARIF, GitHub annotations or JUnit.
"""

from .fingerprint import fingerprints
from .model import Finding, Fix, Related, from_problem, merge_variants, ordered
from .severities import with_severities

__all__ = ["Finding", "Fix", "Related", "fingerprints", "from_problem", "merge_variants", "ordered", "with_severities"]
