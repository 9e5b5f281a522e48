"""Blocks: one module a construct, one ordered table of rules."""
