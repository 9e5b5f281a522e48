"""A machine of its own for the real bonding driver: user-mode Linux, an ordinary process that sees the host's files
read-only and no network at all.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

GUEST = Path(__file__).with_name("guest.py")
MODULES = Path("/usr/lib/uml/modules")
PROGRAMS = f"{os.environ['PATH']}:/usr/sbin:/sbin"
SECONDS = 170
MEMORY = "1024M"  # four Corosyncs; what is not used is not taken from the host


def lacks() -> str | None:
    """What this computer lacks, in words; None if it has all."""
    programs = ("linux.uml", "ip", "tc")
    missing = [name for name in programs if shutil.which(name, path=PROGRAMS) is None]
    if missing:
        return f"{', '.join(missing)} not found: apt install user-mode-linux iproute2"
    needed = ("bonding", "veth", "bridge", "dummy", "sch_netem")
    absent = [name for name in needed if not any(MODULES.rglob(f"{name}.ko"))]
    return f"no module {', '.join(absent)} below {MODULES}" if absent else None


def ask(job: dict[str, Any], folder: Path) -> Any:
    """Boot, have `job` done (see guest.py), and return its answer. Raises `RuntimeError` with what went wrong."""
    (folder / "job.json").write_text(json.dumps(job))
    python = os.path.realpath(sys.executable)
    command = [
        "linux.uml", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", f"mem={MEMORY}", "quiet",
        f"uml_dir={folder}/", "umid=uml", "con=null", "con0=null,fd:1", "ssl=null", f"init={python}",
        "--", "-I", "-B", str(GUEST), str(folder),
    ]  # fmt: skip
    console = folder / "console"
    with console.open("wb") as out:
        machine = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            machine.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"not done after {SECONDS} s: {tail(console)}") from None
        finally:
            if machine.poll() is None:
                os.killpg(machine.pid, signal.SIGKILL)
                machine.wait()
    if not (folder / "answer.json").exists():
        raise RuntimeError(f"the machine ended without an answer: {tail(console)}")
    answer = json.loads((folder / "answer.json").read_text())
    if "error" in answer:
        raise RuntimeError(answer["error"] + tail(console))
    return answer["answer"]


def tail(console: Path) -> str:
    return "\n".join(console.read_text(errors="replace").splitlines()[-20:])
