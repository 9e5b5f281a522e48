"""Lines one by one: files are opened and conditionals decided as the block parser reaches them."""

from .decode import Trouble, decode
from .reader import DIRECTIVES, Reader, ReaderHost, load
from .selection import blanks

__all__ = ["DIRECTIVES", "Reader", "ReaderHost", "Trouble", "blanks", "decode", "load"]
