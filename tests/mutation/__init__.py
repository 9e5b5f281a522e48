"""Would a test notice? The code is changed in one place at a time, and the tests that run through that place are run.

    python -m tests.mutation [LAYER|MODULE...] [--sample N] [--seed N] [--list] [--trace]

A sample of each layer's changes is tried, another one each day; `--sample 0` tries all. Changed are constants,
comparisons, and boolean and arithmetic operators; not what only tells people something (messages, docstrings) or only
guards (annotations, decorators, the `strict` of zip).

Which tests run through which line is found out once, by coverage, and kept in `.mutation`; tests that are new or were
changed are added by the next run, and lines that moved are followed. Outside test data is left out. A change is tried
with the tests of its module first, then with those of its layer, then with others, the quickest first, until one fails
or what they take (CPU time) reaches `--budget`. A test that fails in code that is not changed, too, is left out.
Layer after layer is tried, and what became of each change is kept in `.mutation`, too: a run that was ended goes on
where it was, and one after a change of code or tests first asks who noticed before.

The changes that no test notices are printed, with the number of tests that were asked. Those that cannot matter stand
in equivalent.toml, each with its reason; an entry whose change is not there, or is noticed, is an error. Exit 1: of a
layer fewer were noticed than are wanted (`layers`).

Works where there is `os.fork`: each change is tried in a copy of a process that has loaded everything. First in one
that has the code and the tests loaded too, by giving the changed function its new code (`loaded`); then, for a change
that runs as its module is imported, or in processes that tests start, in one that loads a changed copy of the files
(`afresh`).

    layers      what is changed: the layers of the import contracts, and how much of each is wanted
    changes     each change
    tracing     which tests run through which line
    suite       the tests to ask about a change
    outcomes    what became of each change, kept
    copies      copies of this process, and pytest in them
    loaded      a change in loaded code
    afresh      a change in the files that are loaded
"""
