from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from bondmodel import Cut, Fault, Interval, ModelError, Scenario, phases, sweep
from bondmodel.study.sweep import Case, Verdict, _Progress, combinations, snippet

CUT = Scenario(fault=Cut([(1, 3)]), ha="all", duration=120)


def one(trace):
    return len(trace.fenced) == 1


def test_phases():
    assert phases(4) == (0.0, 0.25, 0.5, 0.75)
    assert phases(1) == (0.0,)
    with pytest.raises(ModelError, match="phases: 0"):
        phases(0)


def test_every_combination_in_order():
    found = combinations(CUT, {"nodes": [3, 4], "phase": (0.0, 0.5)})
    assert [values for values, _ in found] == [
        {"nodes": 3, "phase": 0.0},
        {"nodes": 3, "phase": 0.5},
        {"nodes": 4, "phase": 0.0},
        {"nodes": 4, "phase": 0.5},
    ]
    assert found[3][1] == CUT.but(nodes=4, phase=0.5)


@pytest.mark.parametrize(
    ("axes", "words"),
    [
        ({"moed": ["balance-rr"]}, "Scenario has no field 'moed'"),
        ({"mode": "balance-rr"}, "mode needs a list of values"),
        ({"nodes": 3}, "nodes needs a list of values"),
        ({"nodes": []}, "nodes has no values, so nothing would be run"),
    ],
)
def test_wrong_axes_are_named(axes, words):
    with pytest.raises(ModelError, match=words):
        sweep(CUT, **axes)


def test_without_axes_there_is_one_case():
    assert len(sweep(CUT)) == 1
    assert len(sweep()) == 1


@pytest.fixture(scope="module")
def runs():
    return sweep(CUT, nodes=[3, 4, 5], lrm_phase=phases(4))


def test_statements(runs):
    assert runs.sometimes("fenced")
    assert not runs.always("fenced")
    assert not runs.never("fenced")
    assert runs.always("asymmetric")
    assert runs.never(lambda trace: len(trace.fenced) > 3)
    assert not runs.sometimes(lambda trace: len(trace.fenced) > 3)


def test_a_statement_may_be_about_some_cases(runs):
    three = lambda trace: len(trace.ids) == 3  # noqa: E731
    assert runs.always("fenced", given=three)
    assert runs.never("fenced", given=lambda trace: len(trace.ids) > 3)
    assert runs.sometimes("fenced", given=three)


def test_what_no_case_exercised_is_false(runs):
    none = lambda trace: False  # noqa: E731
    assert not runs.always("fenced", given=none)
    assert not runs.never("fenced", given=none)
    assert not runs.sometimes("fenced", given=none)
    assert (
        repr(runs.always("fenced", given=none)) == "always fenced: nothing was checked, no case of 12 in which it is so"
    )
    assert repr(runs.sometimes("fenced", given=none)) == (
        "sometimes fenced: false, in none of 0 cases of 12 in which it is so"
    )
    assert repr(runs.sometimes(none)) == "sometimes it is so: false, in none of 12 cases"


def test_a_verdict_says_how_it_knows(runs):
    assert repr(runs.always("asymmetric")) == "always asymmetric: true, 12 cases"
    assert repr(runs.never("fenced")).startswith('never fenced: false in 4 of 12 cases\nthe smallest:\n["source",')
    assert repr(runs.sometimes("fenced")).startswith("sometimes fenced: true in 4 of 12 cases\nthe smallest:\n")
    assert bool(Verdict(holds=True, text="x")) is True
    assert bool(Verdict(holds=False, text="x")) is False


def test_the_smallest_case_is_shown():
    cut = sweep(CUT, nodes=[5, 3, 4], fault=[Cut([(1, 2)])])
    assert "Scenario(fault=" in repr(cut.never("asymmetric")), "three nodes, the default, are the fewest"
    slaves = sweep(Scenario(mode="balance-xor", fault=Fault.tx()), slaves=[4, 3, 2], nodes=[5])
    assert "slaves" not in repr(slaves.never("disturbed"))
    assert "Fault.tx(node=1, slave=0, start=0.0)" in repr(slaves.never("disturbed"))
    faults = sweep(CUT, fault=[[Cut([(1, 2)]), Cut([(2, 3)])], Cut([(1, 3)])])
    assert "fault=Cut(pairs=((1, 3),)" in repr(faults.never("asymmetric"))
    words = sweep(CUT, seed=[1, 0])
    assert "seed" not in repr(words.never("asymmetric"))
    same = sweep(CUT, seed=[2, 1])
    assert "seed=2" in repr(same.never("asymmetric")), "the first of equals"
    assert "seed=2" in repr(same.sometimes("asymmetric"))


def test_a_case_can_be_pasted_as_a_claim(runs):
    text = snippet(runs.cases[0], "fenced")
    lines = text.splitlines()
    assert lines[:2] == ['["source","python",role="claim",id="counterexample"]', "----"]
    assert lines[-2:] == [f"assert run.fenced == {runs.cases[0].trace.fenced!r}", "----"]
    for question, call in (("asymmetric", "run.asymmetric()"), (one, "one(run)"), (lambda t: 1, "question(run)")):
        assert f"assert {call} == " in snippet(runs.cases[0], question, "mine")
    assert 'id="mine"' in snippet(runs.cases[0], "fenced", "mine")
    exec("\n".join(lines[2:-1]), {})


def test_intervals():
    runs = sweep(Scenario(mode="802.3ad", fault=Fault.tx(), duration=120), phase=phases(3), addresses=[1])
    found = runs.interval("recovered_after")
    assert found.within(63, 94.5)
    assert not found.within(70, 94.5)
    assert not found.within(63, 80)
    assert (found.low + found.high) / 2 in found
    assert 62 not in found
    assert "75" not in found
    assert found.low in found
    assert found.high in found
    assert sweep(CUT).interval("recovered_after").high == float("inf")
    assert str(Interval(1.5, 3)) == "1.5 to 3"
    assert str(sweep(CUT).interval("recovered_after")) == "inf to never"
    with pytest.raises(ModelError, match="nothing was run"):
        runs.where(nodes=9).interval("recovered_after")


def test_counts_and_parts(runs):
    assert runs.counts(lambda trace: len(trace.ids)) == {3: 4, 4: 4, 5: 4}
    assert len(runs.where(nodes=4, lrm_phase=0.5)) == 1
    assert {nodes: len(part) for nodes, part in runs.by("nodes").items()} == {3: 4, 4: 4, 5: 4}
    assert runs.which("nodes", "fenced") == [3]
    assert runs.which("nodes", "asymmetric") == [3, 4, 5]
    assert runs.traces == tuple(case.trace for case in runs)
    assert all(isinstance(case, Case) and case.scenario.run() == case.trace for case in runs)
    assert [case.number for case in runs] == list(range(12))


def test_a_question_must_be_one():
    with pytest.raises(ModelError, match="a Trace has no 'fence'"):
        sweep(CUT).always("fence")


# -- executors


def test_threads_and_processes_give_the_same():
    axes = {"mode": ["balance-rr", "802.3ad"], "seed": [0, 1], "phase": [0.0, 0.5]}
    base = Scenario(fault=Fault.tx(), ha="all", duration=90)
    here = sweep(base, **axes)
    with ThreadPoolExecutor(2) as threads:
        assert sweep(base, executor=threads, **axes) == here
    with ProcessPoolExecutor(1) as processes:
        assert sweep(base, executor=processes, **axes) == here
    assert [case.scenario.run() for case in here] == list(here.traces), "alone as within a sweep"


@pytest.mark.filterwarnings("ignore")
def test_dask_gives_the_same():
    distributed = pytest.importorskip("distributed", reason="the extra sweep is not installed")
    axes = {"phase": [0.0, 0.5], "lrm_phase": [0.1, 0.6]}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=False) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert sweep(CUT, executor=client, **axes) == sweep(CUT, **axes)


def test_a_client_gives_its_executor():
    class Client:
        """As Dask's: it has an executor, and `map` of its own that does something else."""

        def get_executor(self, pure):
            assert pure is False, "a result is not to be kept"
            return threads

    class Both(ThreadPoolExecutor):
        def get_executor(self, pure):
            raise AssertionError("it is one already")

    with ThreadPoolExecutor(1) as threads, Both(1) as both:
        assert sweep(CUT, executor=Client(), phase=phases(2)) == sweep(CUT, phase=phases(2))
        assert sweep(CUT, executor=both, phase=phases(2)) == sweep(CUT, phase=phases(2))


def test_many_cases_go_in_chunks():
    seen = []

    class Chunks(ThreadPoolExecutor):
        def map(self, function, *iterables, chunksize=1, **rest):
            seen.append(chunksize)
            return super().map(function, *iterables, chunksize=chunksize, **rest)

    with Chunks(1) as executor:
        sweep(Scenario(), executor=executor, phase=phases(8))
        sweep(Scenario(), executor=executor, phase=phases(48))
        sweep(Scenario(), executor=executor, phase=phases(16 * 65))
    assert seen == [1, 3, 64]


# -- the line that shows progress


def test_progress_is_shown_when_it_lasts(capsys, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    line = _Progress(10, wanted=True)
    now[0] = 100.9
    line.step(1)
    assert capsys.readouterr().err == ""
    now[0] = 101.0
    line.step(2)
    assert capsys.readouterr().err == "\rsweep: 2 of 10 cases"
    now[0] = 101.19
    line.step(3)
    assert capsys.readouterr().err == ""
    now[0] = 101.2
    line.step(4)
    assert capsys.readouterr().err == "\rsweep: 4 of 10 cases"
    line.close()
    assert capsys.readouterr().err == "\r\x1b[K"


@pytest.mark.parametrize(("wanted", "passed"), [(False, 5.0), (True, 0.99)])
def test_progress_is_silent_otherwise(capsys, monkeypatch, wanted, passed):
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    line = _Progress(10, wanted=wanted)
    now[0] += passed
    line.step(1)
    line.close()
    sweep(Scenario(), progress=True)
    assert capsys.readouterr().err == ""


def test_a_sweep_shows_its_progress(capsys, monkeypatch):
    ticks = iter(range(1000, 2000))
    monkeypatch.setattr("time.monotonic", lambda: next(ticks))
    sweep(Scenario(), progress=True, phase=phases(3))
    assert capsys.readouterr().err == ("\rsweep: 1 of 3 cases\rsweep: 2 of 3 cases\rsweep: 3 of 3 cases\r\x1b[K")


def test_an_interval_lies_within_its_own_ends():
    assert Interval(1, 3).within(1, 3)
    assert not Interval(1, 3).within(1.1, 3)
    assert not Interval(1, 3).within(1, 2.9)
    assert 1 in Interval(1, 3)
    assert 3 in Interval(1, 3)
    assert 0.9 not in Interval(1, 3)
    assert 3.1 not in Interval(1, 3)
