"""How servers are asked unless something else is said."""

from __future__ import annotations

from typing import Final

PARALLEL: Final = 2
EVERY: Final = 0.5  # seconds between the beginnings of two requests to a host
BUDGET: Final = 600.0  # seconds for all
AGE: Final = 30.0  # days
