"""What documents say of their repository, judged without set-up and without running anything: ``check --facts``.

``candidates`` finds the paths, options, environment names, imports and versions that a text names in monospace;
``repository`` knows what there is, and what there was; ``judge`` holds one against the other. What cannot be told is
not judged, with the reason: a false alarm costs more than a find is worth.
"""

from .judge import Judged, findings, judge, summary

__all__ = ["Judged", "findings", "judge", "summary"]
