"""Run inside a machine of its own, as its first process: builds bonds of the real driver and watches what they do.

    guest.py FOLDER

Reads `job.json` in FOLDER (of the host, as are all files here), writes `answer.json`, and turns the machine off. A job
is {"run": row}, a row in the form of runs.jsonl, or {"cluster": row}, the same with Corosync on its nodes (ids from 1),
or {"hash": [{"policy", "slaves", "frames": [hex]}]}. Standard library only, and the programs `ip`, `tc`, `corosync`.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import random
import select
import socket
import subprocess
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

LIBC = ctypes.CDLL(None, use_errno=True)
FINIT_MODULE = 313  # x86-64
CLONE_NEWNET, CLONE_NEWNS = 0x40000000, 0x00020000
PRIVATE = 0x44000  # MS_REC | MS_PRIVATE
BIND = 0x1000
POWER_OFF = 0x4321FEDC
MODULES = ("bonding", "veth", "dummy", "bridge", "sch_netem")
PORT = 5405
PERIOD = 0.1
WINDOW = 2.0
SETTLED = 12  # rounds of probes without a loss before the fault
PATIENCE = 40.0
HARDLY = 0.1

Pair = tuple[int, int]


def main(folder: str) -> None:
    prepare(folder)
    try:
        job = json.loads(Path("/tmp/out/job.json").read_text())
        (kind,) = job
        answer = {"answer": {"run": run, "cluster": cluster, "hash": hashes}[kind](job[kind])}
    except Exception:  # noqa: BLE001 - this is the first process: who asked must be told
        answer = {"error": traceback.format_exc()}
    Path("/tmp/out/answer.json").write_text(json.dumps(answer))
    os.sync()
    LIBC.reboot(POWER_OFF)


def prepare(folder: str) -> None:
    """The file systems and the kernel modules."""
    os.environ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
    for kind, where in (("proc", "/proc"), ("sysfs", "/sys"), ("tmpfs", "/tmp"), ("tmpfs", "/run")):
        mount(kind, where)
    Path("/tmp/out").mkdir()
    mount("hostfs", "/tmp/out", folder)
    home = Path(f"/usr/lib/uml/modules/{os.uname().release}")
    needs = dict(line.split(":", 1) for line in (home / "modules.dep").read_text().splitlines())
    for name in MODULES:
        path = next(path for path in needs if path.endswith(f"/{name}.ko"))
        for part in (*reversed(needs[path].split()), path):
            load(home / part)


def mount(kind: str, where: str, options: str = "") -> None:
    if LIBC.mount(b"none", where.encode(), kind.encode(), 0, options.encode()):
        raise OSError(ctypes.get_errno(), f"mount {kind} {where}")


def load(path: Path) -> None:
    with path.open("rb") as file:
        LIBC.syscall(FINIT_MODULE, file.fileno(), b"", 0)  # one that is there already is refused


def ip(lines: Sequence[str], space: str | None = None) -> None:
    where = ["-n", space] if space else []
    subprocess.run(["ip", *where, "-batch", "-"], input="\n".join(lines) + "\n", text=True, check=True)


@contextlib.contextmanager
def within(space: str) -> Iterator[None]:
    """In a network namespace: what is opened there stays there."""
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{space}", os.O_RDONLY)
    LIBC.setns(there, CLONE_NEWNET)
    yield
    LIBC.setns(home, CLONE_NEWNET)
    os.close(there)
    os.close(home)


# -- the transmit hash -------------------------------------------------------------------------------------------------


def hashes(cases: list[dict[str, Any]]) -> list[list[int]]:
    return [slaves_of(each) for each in cases]


def slaves_of(each: dict[str, Any]) -> list[int]:
    """The slave that carries each frame out of a balance-xor bond of dummies."""
    names = [f"d{k}" for k in range(each["slaves"])]
    lines = [f"link add bond9 type bond mode balance-xor miimon 100 xmit_hash_policy {each['policy']}"]
    for name in names:
        lines += [f"link add {name} type dummy", f"link set {name} master bond9"]
    ip([*lines, "link set bond9 up"])
    time.sleep(0.5)
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    wire.bind(("bond9", 0))
    out = []
    for frame in each["frames"]:
        before = sent(names)
        wire.send(bytes.fromhex(frame))
        out.append(next(k for k, count in enumerate(sent(names)) if count > before[k]))
    wire.close()
    ip(["link del bond9", *(f"link del {name}" for name in names)])
    return out


def sent(names: Sequence[str]) -> list[int]:
    return [int(Path(f"/sys/class/net/{name}/statistics/tx_packets").read_text()) for name in names]


# -- a network under a fault -------------------------------------------------------------------------------------------


def run(row: dict[str, Any]) -> dict[str, Any]:
    """What becomes of the probes of all pairs with the faulty node."""
    build(row)
    watch = Watch(row)
    watch.settle()
    strike(row["fault"])
    return watch.after(row["watched_s"])


def build(row: dict[str, Any]) -> None:
    slaves = range(row["slaves"])
    extra = row["options"].get("bond_extra", "")
    rates = row.get("lacp_rate") or {"node": None, "switch": None}
    for k in slaves:
        ip([f"link add br{k} type bridge", f"link set br{k} up"])
    if row["topology"] == "plain" and not row["options"].get("no_isl"):
        for k in slaves[1:]:
            ip([f"link add isl{k} type veth peer name lsi{k}", f"link set isl{k} master br0", f"link set isl{k} up"])
            ip([f"link set lsi{k} master br{k}", f"link set lsi{k} up"])
    for i, macs in enumerate(row["macs"]):
        ip([f"netns add n{i}"])
        with within(f"n{i}"):
            Path("/proc/sys/net/ipv6/conf/default/disable_ipv6").write_text("1")
        ip([f"link add p{i}_{k} type veth peer name s{k} address {macs[k]} netns n{i}" for k in slaves])
        options = bond(row["mode"], row.get("policy"), rates["node"]) + f" {extra}"
        inside = [
            "link set lo up",
            f"link add bond0 type bond {options}",
            *(f"link set s{k} master bond0" for k in slaves),
        ]
        ip([*inside, "link set bond0 up", f"addr add {row['ips'][i]}/{row['prefix']} dev bond0"], f"n{i}")
        attach(row, i, rates["switch"])


def bond(mode: str, policy: str | None, rate: str | None) -> str:
    words = f"mode {mode} miimon 100"
    return words + (f" xmit_hash_policy {policy}" if policy else "") + (f" lacp_rate {rate}" if rate else "")


def attach(row: dict[str, Any], i: int, rate: str | None) -> None:
    """The switch's ends of the links of node i."""
    ports = [f"p{i}_{k}" for k in range(row["slaves"])]
    if row["topology"] == "plain":
        for k, port in enumerate(ports):
            ip([f"link set {port} master br{k}", f"link set {port} up"])
        return
    ip([f"link add sw{i} type bond {bond(row['switch_mode'], row['switch_policy'], rate)}"])
    ip([*(f"link set {port} master sw{i}" for port in ports), f"link set sw{i} master br0", f"link set sw{i} up"])


def strike(fault: dict[str, Any]) -> None:
    node, slave, kind = fault["node"], fault["slave"], fault["kind"]
    if kind == "carrier":
        ip([f"link set p{node}_{slave} down"])
    if kind in ("tx", "both"):
        lose = ["qdisc", "add", "dev", f"s{slave}", "root", "netem", "loss", "100%"]
        subprocess.run(["tc", "-n", f"n{node}", *lose], check=True)
    if kind in ("rx", "both"):
        subprocess.run(["tc", "qdisc", "add", "dev", f"p{node}_{slave}", "root", "netem", "loss", "100%"], check=True)


class Watch:
    """UDP probes of all pairs with one node, ten rounds a second, in changing order."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.node = row["fault"]["node"]
        self.ips = row["ips"]
        self.peers = [i for i in range(row["nodes"]) if i != self.node]
        self.sockets = [self.open(i) for i in range(row["nodes"])]
        self.sent: dict[Pair, list[float]] = defaultdict(list)
        self.heard: dict[Pair, set[int]] = defaultdict(set)

    def open(self, i: int) -> socket.socket:
        with within(f"n{i}"):
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            out.bind((self.ips[i], PORT))
        return out

    def pairs(self) -> list[Pair]:
        return [pair for peer in self.peers for pair in ((self.node, peer), (peer, self.node))]

    def round(self) -> None:
        """One probe of each pair, and then hear until the next round is due."""
        until = time.monotonic() + PERIOD
        pairs = self.pairs()
        random.shuffle(pairs)
        for a, b in pairs:
            self.sockets[a].sendto(f"{a} {b} {len(self.sent[a, b])}".encode(), (self.ips[b], PORT))
            self.sent[a, b].append(time.monotonic())
        while (left := until - time.monotonic()) > 0:
            for ready in select.select(self.sockets, [], [], left)[0]:
                a, b, number = map(int, ready.recv(100).split())
                self.heard[a, b].add(number)

    def settle(self) -> None:
        give_up = time.monotonic() + PATIENCE
        calm = 0
        while calm < SETTLED:
            if time.monotonic() > give_up:
                raise TimeoutError(f"the network loses probes without a fault: {dict(self.heard)}")
            self.round()
            calm = calm + 1 if all(len(self.sent[p]) - 1 in self.heard[p] for p in self.pairs()) else 0

    def after(self, seconds: float) -> dict[str, Any]:
        """What is lost from now on."""
        start = time.monotonic()
        first = {pair: len(times) for pair, times in self.sent.items()}
        while time.monotonic() < start + seconds:
            self.round()
        lost = {
            pair: [t - start for n, t in enumerate(times) if n >= first[pair] and n not in self.heard[pair]]
            for pair, times in self.sent.items()
        }
        early = {pair: sum(t <= WINDOW for t in gone) for pair, gone in lost.items()}
        count = {p: sum(t - start <= WINDOW for t in times[first[p] :]) for p, times in self.sent.items()}
        ends = [gone[-1] for gone in lost.values() if gone]
        lasts = any(end > seconds - 5 * PERIOD for end in ends)
        return {
            "to_peers": {str(b): state(early[self.node, b] / count[self.node, b]) for b in self.peers},
            "from_peers": {str(a): state(early[a, self.node] / count[a, self.node]) for a in self.peers},
            "recovered_s": None if lasts else max(ends, default=0.0),
        }


def state(share: float) -> str:
    return "up" if share <= HARDLY else "down" if share == 1.0 else "part"


# -- Corosync over it --------------------------------------------------------------------------------------------------

CONF = """\
totem {{
  version: 2
  cluster_name: here
  transport: knet
  crypto_cipher: none
  crypto_hash: none
}}
quorum {{
  provider: corosync_votequorum
  {quorum}
}}
system {{
  sched_rr: no
}}
logging {{
  to_logfile: yes
  logfile: /tmp/{name}.log
  to_syslog: no
  to_stderr: no
}}
nodelist {{
{nodes}}}
"""
NODE = """\
  node {{
    nodeid: {number}
    name: n{number}
    ring0_addr: {ip}
  }}
"""


def cluster(row: dict[str, Any]) -> dict[str, Any]:
    """Per node id, what it says after the fault: [seconds, "formed"], [seconds, "members", ids], [seconds, "quorate",
    yes or no]. `row` may have `quorum`, a line for that section, and `stop`, [node id, when, when it starts again], for
    which there is no other fault.
    """
    build(row)
    Watch(row).settle()
    Path("/tmp/empty").touch()
    nodes = "".join(NODE.format(number=i + 1, ip=address) for i, address in enumerate(row["ips"]))
    quorum = row.get("quorum", "")
    running = [start_corosync(f"n{i}", nodes, quorum) for i in range(row["nodes"])]
    logs = [Log(Path(f"/tmp/n{i}.log")) for i in range(row["nodes"])]
    everybody = list(range(1, row["nodes"] + 1))
    give_up = time.monotonic() + PATIENCE
    while any(log.members() != everybody for log in logs):
        if time.monotonic() > give_up:
            raise TimeoutError("the cluster does not form: " + Path("/tmp/n0.log").read_text())
        time.sleep(0.2)
    stop = row.get("stop")
    if stop is None:
        strike(row["fault"])
    start = time.monotonic()
    said: dict[str, list[Any]] = {str(number): [] for number in everybody}
    while (now := time.monotonic() - start) < row["watched_s"]:
        if stop is not None and now >= stop[1]:
            number, _, back = stop
            if running[number - 1].poll() is None and back is not None:
                running[number - 1].kill()
                running[number - 1].wait()
                stop = [number, back, None]
            else:
                start_corosync(f"n{number - 1}", nodes, quorum)
                stop = None
        for number, log in zip(said, logs, strict=True):
            said[number] += [[round(now, 1), *event] for event in log.events()]
        time.sleep(0.1)
    return said


def start_corosync(name: str, nodes: str, quorum: str) -> subprocess.Popen[bytes]:
    conf = Path(f"/tmp/{name}.conf")
    conf.write_text(CONF.format(name=name, nodes=nodes, quorum=quorum))

    def apart() -> None:
        """A network, shared memory and state of its own."""
        LIBC.setns(os.open(f"/run/netns/{name}", os.O_RDONLY), CLONE_NEWNET)
        LIBC.unshare(CLONE_NEWNS)
        LIBC.mount(b"none", b"/", None, PRIVATE, None)
        LIBC.mount(b"/tmp/empty", b"/etc/resolv.conf", None, BIND, None)  # there is nobody to ask for names
        Path("/dev/shm").mkdir(exist_ok=True)
        for where in ("/dev/shm", "/run", "/var/lib/corosync"):
            mount("tmpfs", where)

    return subprocess.Popen(["corosync", "-f", "-c", str(conf)], preexec_fn=apart)  # noqa: PLW1509 - there are no threads


class Log:
    """The log of one node, read on and on."""

    def __init__(self, path: Path) -> None:
        self.path, self.at = path, 0
        self.last: list[int] = []

    def events(self) -> list[list[Any]]:
        """What it says since it was last asked."""
        if not self.path.exists():
            return []
        with self.path.open() as file:
            file.seek(self.at)
            text = file.read()
        whole = text[: text.rfind("\n") + 1]
        self.at += len(whole.encode())
        return [event for line in whole.splitlines() if (event := self.event(line))]

    def event(self, line: str) -> list[Any] | None:
        if "A new membership" in line:
            return ["formed"]
        if "within the primary component" in line or "within the non-primary component" in line:
            return ["quorate", "within the primary" in line]
        if "[QUORUM] Members[" in line:
            self.last = sorted(map(int, line.rpartition(": ")[2].split()))
            return ["members", self.last]
        return None

    def members(self) -> list[int]:
        self.events()
        return self.last


if __name__ == "__main__":
    main(sys.argv[1])
