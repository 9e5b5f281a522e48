"""The process that runs claims does not outlive the one that started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc of Linux")

HEAD = '= T\n\n[source,python,role="claim",id="a"]\n----\n{}\n----\n'
SAYS = "import os, pathlib\npathlib.Path('pid').write_text(str(os.getpid()))\n"
BUSY = {
    "loops": "while True:\n    pass",
    "sleeps": "import time\ntime.sleep(99)",
    "ignores signals": "import signal\nfor number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:\n"
    "    signal.signal(number, signal.SIG_IGN)\nwhile True:\n    pass",
    "catches everything": "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n"
    "        pass",
    "never returns to the interpreter": "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
    "waits for a process": "import subprocess\nchild = subprocess.Popen(['sleep', '99'])\n"
    "pathlib.Path('pid').write_text(str(child.pid))\nchild.wait()",
    "has a child of its own": "if not os.fork():\n    pathlib.Path('pid').write_text(str(os.getpid()))\n"
    "    while True:\n        pass\nos.wait()",
}
COMMAND = [sys.executable, "-m", "sphinx_adoc", "claims", "t.adoc"]
IN_A_THREAD = (
    "import threading, time; from sphinx_adoc.cli import main; "
    "thread = threading.Thread(target=main, args=(['claims', 't.adoc'],)); thread.start(); thread.join()"
)


def runs(pid):
    try:
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


def eventually(wanted, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not wanted() and time.monotonic() < deadline:
        time.sleep(0.02)
    return wanted()


def told(folder):
    """The number of the process that the claim names, 0 before it does."""
    file = folder / "pid"
    return int(file.read_text() or 0) if file.exists() else 0


def killed(folder, code, how=signal.SIGKILL, command=COMMAND):
    """Kill a command while the claim runs, and return the process that the claim ran in or waits for."""
    (folder / "t.adoc").write_text(HEAD.format(SAYS + code), encoding="utf-8")
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as parent:
        assert eventually(lambda: told(folder) not in (0, parent.pid))
        time.sleep(0.3)
        assert runs(told(folder))
        parent.send_signal(how)
    return told(folder)


def has_ended(pid):
    """Whether a process ends soon; it is ended if not."""
    ended = eventually(lambda: not runs(pid), 5)
    if not ended:
        os.kill(pid, signal.SIGKILL)
    return ended


@pytest.mark.parametrize("code", BUSY.values(), ids=BUSY)
def test_a_claim_ends_with_a_killed_command(tmp_path, code):
    assert has_ended(killed(tmp_path, code))


def test_a_claim_ends_with_a_command_that_is_asked_to_end(tmp_path):
    assert has_ended(killed(tmp_path, BUSY["ignores signals"], signal.SIGTERM))


def test_a_claim_does_not_end_with_the_thread_that_started_it(tmp_path):
    (tmp_path / "t.adoc").write_text(HEAD.format("import time\ntime.sleep(0.5)\nassert time.time() > 1"))
    call = [sys.executable, "-c", IN_A_THREAD]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert "1 held" in done.stderr


WATCHES = """\
import os, sys
from sphinx_adoc.claims.process import lifeline

def cannot(number):
    raise OSError

lifeline._kill_at_hangup = cannot
os.setsid()
lifeline.watch(int(sys.argv[1]))
print("ready", flush=True)
while True:
    pass
"""


def test_where_the_kernel_does_not_help_a_thread_does():
    reading, writing = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", WATCHES, str(reading)], stdout=subprocess.PIPE, pass_fds=(reading,)
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        os.close(writing)
        assert process.wait(10) == -signal.SIGKILL
    os.close(reading)
