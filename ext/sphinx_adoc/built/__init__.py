"""Built pages: whether the files and anchors that they link to are there. Nothing outside of their folder is read.

``check(folder)`` gives the findings, the pages, and how many links were looked at.
"""

from .site import Built, check

__all__ = ["Built", "check"]
