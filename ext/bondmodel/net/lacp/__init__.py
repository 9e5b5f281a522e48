"""The Link Aggregation Control Protocol: the machines of a port, and two ports on one wire."""

from .link import Use, aggregate
from .port import PERIOD_TICKS, TICK_MS, TIMEOUT_TICKS, Port

__all__ = ["PERIOD_TICKS", "TICK_MS", "TIMEOUT_TICKS", "Port", "Use", "aggregate"]
