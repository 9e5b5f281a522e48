"""``python -m sphinx_adoc``: the command ``sphinx-adoc``."""

import sys

from .cli import main

sys.exit(main())
