"""The Linux bonding driver: its options, how each mode chooses the slave, and what its link monitors see."""

from .options import MODES, Bond
from .state import BondState

__all__ = ["MODES", "Bond", "BondState"]
