"""Would a test notice? The model is changed in one place at a time, and the tests that run through that place are run.

    python -m tests.mutation [MODULE...] [--list] [--every N] [--least PERCENT]

A module is named as in `bond.options`; without any, all of them. Changed are constants, comparisons, and boolean and
arithmetic operators; not what only tells people something (messages, docstrings) or only guards (annotations,
decorators, the `strict` of zip). Tests that compare with outside data, or that start processes, are left out. What no
test notices, a claim of the two books may. The changes that nothing notices are printed. Those that cannot matter stand
in equivalent.toml, each with its reason; an entry that has become wrong is an error. Exit 1: fewer than PERCENT of the
others were noticed.

Works where there is `os.fork`: each change is tried in a copy of a process that has loaded all tools. First in a copy
that has the model and the tests loaded too, by giving the changed function its new code (`live`); then, for a change
that runs as its module is imported or that nothing has noticed so far, in one that loads both afresh (`afresh`).

    changes     what is changed
    copies      copies of this process, and pytest in them
    live        in the loaded model
    afresh      in the model as it is loaded, by tests, then by claims
"""
