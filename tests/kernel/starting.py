"""Start the real Corosync with a configuration of one changed line, in a network of its own.

`python -m tests.kernel.starting` writes `tests/bondmodel/config/corosync_3_1_7.json` anew: one row per changed line,
whether Corosync starts with it, and what it says where it does not.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = Path(__file__).parents[1] / "bondmodel" / "config" / "corosync_3_1_7.json"
BASE = """\
totem {
  version: 2
  config_version: 3
  cluster_name: demo
}
nodelist {
  node {
    name: a
    nodeid: 1
    ring0_addr: 10.0.0.1
    ring1_addr: 10.9.0.1
  }
  node {
    name: b
    nodeid: 2
    ring0_addr: 10.0.0.2
    ring1_addr: 10.9.0.2
  }
  node {
    name: c
    nodeid: 3
    ring0_addr: 10.0.0.3
    ring1_addr: 10.9.0.3
  }
}
quorum {
  provider: corosync_votequorum
}
"""
LOGGING = "logging {\n  to_stderr: yes\n  to_syslog: no\n  debug: off\n}\n"
NETWORK = "ip link set lo up && ip addr add 10.0.0.1/24 dev lo && ip addr add 10.9.0.1/24 dev lo"
RUN_S = 1.0  # Corosync has ended by then if it does not like what it reads


def lacks():
    """What is missing to start Corosync here, None if nothing is."""
    missing = [name for name in ("corosync", "unshare", "ip", "timeout") if shutil.which(name) is None]
    if missing:
        return ", ".join(missing)
    return None if os.geteuid() == 0 else "root"


def changed(section, line):
    """The configuration with `line` in `section`, in place of the option of that name; "-" before it takes it out. In
    "nodelist.node" it is the last node; a line in "totem.interface" is alone in its section.
    """
    lines = BASE.splitlines()
    drop, key = line.startswith("-"), line.lstrip("-").partition(":")[0]
    if section == "totem.interface":
        return "\n".join(["totem {", "  interface {", f"    {line}", "  }", *lines[1:]]) + "\n"
    name = section.rpartition(".")[2]
    start = [at for at, each in enumerate(lines) if each.strip() == f"{name} {{"][-1]
    end = next(at for at in range(start, len(lines)) if lines[at].strip() == "}")
    inner = [each for each in lines[start + 1 : end] if each.strip().partition(":")[0] != key]
    return "\n".join([*lines[: start + 1], *([] if drop else [f"  {line}"]), *inner, *lines[end:]]) + "\n"


def start(text):
    """Whether Corosync starts with that configuration, and what it says where it does not."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corosync.conf")
        path.write_text(text + LOGGING)
        command = f"{NETWORK} && exec timeout -s KILL {RUN_S} corosync -f -c {path}"
        done = subprocess.run(
            ["unshare", "-n", "sh", "-c", command], check=False, capture_output=True, text=True, timeout=60
        )
    said = re.findall(r" (?:error|alert|crit) +\[\S+ *\] (.*)", done.stderr + done.stdout)
    for left in Path("/dev/shm").glob("qb-*"):
        shutil.rmtree(left, ignore_errors=True)
    runs = done.returncode in (137, -9)  # ended by `timeout`: not every configuration ends at SIGTERM
    return runs, "" if runs else next(iter(said), "").replace(str(path), "FILE")


def main():
    if trouble := lacks():
        sys.exit(f"starting: not here: {trouble}")
    rows = json.loads(ROWS.read_text())
    for row in rows:
        row["starts"], row["says"] = start(changed(row["section"], row["line"]))
    ROWS.write_text("[\n" + ",\n".join(" " + json.dumps(row) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
