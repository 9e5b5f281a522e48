"""Built pages: whether the files and anchors that they link to are there. Nothing outside of their folder is read.

``check(folder)`` gives the findings, the pages, and how many links were looked at. ``deployment`` says where the pages
will be, ``references`` what a page or a style sheet names, ``redirects`` what the file ``_redirects`` says.
"""

from .deployment import Deployment, told
from .site import Built, check

__all__ = ["Built", "Deployment", "check", "told"]
