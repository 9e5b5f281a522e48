"""What a call or a configuration has wrong."""

from __future__ import annotations


class ProjectError(Exception):
    """What was given cannot be used. The text says what is wrong and what to do; it is written for people."""
