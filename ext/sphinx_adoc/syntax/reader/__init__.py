"""Lines one by one: files are opened and conditionals decided as the block parser reaches them."""

from .antora import component_root, resource
from .decode import decode
from .reader import DIRECTIVES, Reader, ReaderHost, load

__all__ = ["DIRECTIVES", "Reader", "ReaderHost", "component_root", "decode", "load", "resource"]
