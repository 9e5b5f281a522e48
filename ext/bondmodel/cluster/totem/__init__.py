"""Totem, the membership protocol: nodes in GATHER, one step of it, and the rings over time."""
