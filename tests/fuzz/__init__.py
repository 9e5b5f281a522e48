"""Fuzzing: what holds for every input, tried on inputs that nobody wrote.

surfaces   the table: what is tried, on what, and what has to hold
inputs     inputs: real documents changed at random, and words of each language in random order
growth     hostile kinds of every size, and how the time grows
__main__   ``python -m tests.fuzz``: for as long as you like; with ``--guided`` led by coverage (atheris)
"""
