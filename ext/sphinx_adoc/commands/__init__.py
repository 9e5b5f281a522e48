"""The subcommands of ``sphinx-adoc``, a module each.

A module has ``add_arguments(parser)``, which adds its own to an ``argparse`` parser, and ``run(args)``, which does the
work and returns the exit code: 0 clean, 1 with findings, 2 when the call was wrong or nothing was done. The first line
of the module's docstring is its help. ``args.project`` holds the settings of the documents, from the command line and
the configuration file. What is wrong with a call is raised as :class:`WrongCall`.
"""

from sphinx_adoc.project import ProjectError


class WrongCall(ProjectError):
    """A call that cannot be carried out: the message says what is wrong with it and what to do."""
