"""What reading documents gave, kept on disk.

observed   what reading a document asked of the file system
folder     entries in a folder that cannot be trusted
store      results by all that they follow from
"""

from sphinx_adoc.entries import digest

from .folder import Folder, Usage, default_folder
from .store import Again, Keeping, Read, Store, plain_settings, program

__all__ = [
    "Again", "Folder", "Keeping", "Read", "Store", "Usage", "default_folder", "digest", "plain_settings", "program",
]  # fmt: skip
