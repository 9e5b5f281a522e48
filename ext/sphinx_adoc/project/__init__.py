"""What is checked, with which settings.

errors         what a call or a configuration has wrong
suffixes       which files are documents
globs          patterns of paths
attributes     document attributes from words and files
variants       the ways in which the documents are built
layout         how a tree of documents is laid out
clock          today's date
options        the one table of keys that a configuration file can hold
toml_places    where a key stands in TOML text
configuration  from the text of a configuration file to checked values
find           which configuration file applies
rules          which findings are reported, and how severe they are
settings       all of it, for one run
"""

from .configuration import Configuration, ConfigurationError, read
from .errors import ProjectError
from .find import find
from .rules import Rules
from .settings import Given, ProjectSettings, settings
from .variants import Variant

__all__ = [
    "Configuration",
    "ConfigurationError",
    "Given",
    "ProjectError",
    "ProjectSettings",
    "Rules",
    "Variant",
    "find",
    "read",
    "settings",
]
