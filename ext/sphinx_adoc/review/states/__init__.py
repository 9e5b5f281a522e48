"""The documents of a state, read."""
