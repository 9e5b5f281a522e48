"""What documents say of their repository, judged without set-up and without running anything: ``check --facts``.

candidates      the paths, options, environment names, functions, imports and versions that a text names in monospace
sources         which files of a repository are asked: all but documents
configurations  the keys of configuration files
repository      what there is
history         what there was, and which commit removed it
uses            whether a removed line made a name the project's own
judge           holds one against the other

What cannot be told is not judged, with the reason: a false alarm costs more than a find is worth.
"""

from .judge import Judged, findings, judge, summary

__all__ = ["Judged", "findings", "judge", "summary"]
