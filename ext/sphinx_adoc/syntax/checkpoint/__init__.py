"""The state of a parser between two blocks, as plain data: taken where the document's own file includes another one
next, and given back, so that what follows can be read without what stands above.

What cannot be taken apart raises :class:`NotSeparable`: then the document has to be read as a whole. Importing this
loads no parser; what takes the state of one is :class:`.checkpoint.Checkpoint`.
"""

from .state import END, Asked, Change, NotSeparable, Standing

__all__ = ["END", "Asked", "Change", "NotSeparable", "Standing"]
