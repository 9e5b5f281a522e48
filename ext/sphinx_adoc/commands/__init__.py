"""The subcommands of ``sphinx-adoc``, a module each.

A module has ``add_arguments(parser)``, which adds its own to an ``argparse`` parser, and ``run(args)``, which does the
work and returns the exit code: 0 clean, 1 with findings, 2 when the call was wrong or nothing was done. The first line
of the module's docstring is its help. What is wrong with a call is raised as :class:`WrongCall`.
"""


class WrongCall(Exception):
    """A call that cannot be carried out: the message says what is wrong with it and what to do."""
