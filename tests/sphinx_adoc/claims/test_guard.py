"""What is left changed is put back and named, in whatever process claims run."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from sphinx_adoc.claims.guard import Exited, Guard

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and /proc of Linux")


def left(work):
    with Guard() as guard:
        work()
    return guard.left


def test_nothing_is_named_where_nothing_changed():
    assert left(lambda: None) == []


def test_the_folder_is_put_back(tmp_path):
    before = Path.cwd()
    assert left(lambda: os.chdir(tmp_path)) == [f"it left the working directory changed to {tmp_path}"]
    assert Path.cwd() == before


def test_a_folder_that_is_gone_is_left(tmp_path):
    def work():
        (tmp_path / "x").mkdir()
        os.chdir(tmp_path / "x")
        (tmp_path / "x").rmdir()

    assert left(work) == ["it left the working directory changed to one that is gone"]


def test_signals_are_put_back():
    before = signal.getsignal(signal.SIGTERM)
    assert left(lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN)) == ["it left the handler of SIGTERM changed"]
    assert signal.getsignal(signal.SIGTERM) is before


def test_leaving_the_process_is_an_exception_and_afterwards_it_is_not():
    before = os._exit
    with Guard():
        with Guard():
            pass
        with pytest.raises(Exited, match="3"):
            os._exit(3)
    assert os._exit is before


def test_a_child_process_ends_where_the_claim_does():
    assert left(os.fork) == []


def test_threads_that_end_soon_are_waited_for():
    assert left(lambda: threading.Thread(target=time.sleep, args=(0.02,)).start()) == []


def test_a_thread_is_named_once():
    done = threading.Event()
    with Guard() as outer, Guard() as inner:
        threading.Thread(target=done.wait, name="waits").start()
    done.set()
    assert (inner.left, outer.left, inner.running) == (["it left a thread running: waits"], [], True)


def test_a_process_of_multiprocessing_itself_is_no_fault():
    from multiprocessing import resource_tracker

    assert left(resource_tracker.ensure_running) == []


@pytest.mark.parametrize(("number", "name"), [(0, "standard input"), (1, "standard output"), (2, "standard error")])
@pytest.mark.parametrize("how", ["closed", "led elsewhere"])
def test_standard_streams_are_put_back(number, name, how, capfd):
    def work():
        if how == "closed":
            os.close(number)
        else:
            ends = os.pipe()
            os.dup2(ends[0], number)
            for end in ends:
                os.close(end)

    before = os.dup(number)
    try:
        assert left(work) == [f"it left {name} closed, or led elsewhere"]
        assert os.path.sameopenfile(before, number)
    finally:
        os.dup2(before, number)
        os.close(before)
