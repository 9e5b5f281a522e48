import json
import subprocess
import sys
from pathlib import Path

import pytest
from bondmodel.cli import main

FRAME = {
    "policy": "layer2", "slaves": 2, "proto": "arp", "src_mac": "02:00:00:00:00:01", "dst_mac": "02:00:00:00:00:02",
}  # fmt: skip
SIX = {**FRAME, "policy": "encap3+4", "proto": "udp", "src": "::1", "dst": "::2", "sport": 1, "dport": 2}
RUN = {
    "id": "a", "mode": "balance-xor", "topology": "plain", "nodes": 2, "slaves": 1, "fault": None,
    "macs": [["02:00:00:00:00:01"], ["02:00:00:00:00:02"]], "ips": ["10.0.0.1", "10.0.0.2"],
}  # fmt: skip


@pytest.fixture
def ask(tmp_path, capsys):
    def ask(command, *rows):
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows))
        status = main([command, str(path)])
        out, err = capsys.readouterr()
        return status, [json.loads(line) for line in out.splitlines()], err.replace(str(path), "FILE")

    return ask


def test_hash(ask):
    assert ask("hash", FRAME, {**FRAME, "dst_mac": "02:00:00:00:00:03"}) == (0, [{"slave": 1}, {"slave": 0}], "")


def test_what_is_not_modelled_is_told_line_by_line(ask):
    status, out, err = ask("hash", FRAME, SIX)
    assert status == 0
    assert out[0] == {"slave": 1}
    assert out[1]["slave"] is None
    assert "encap3+4 over IPv6" in out[1]["not_modelled"]
    assert err == "FILE: 1 of 2 lines are not modelled (see not_modelled)\n"


def test_run(ask):
    status, out, err = ask("run", RUN, {**RUN, "id": "b", "mode": "balance-tlb", "options": {"no_isl": True}})
    assert (status, [line["id"] for line in out]) == (0, ["a", "b"])
    assert out[0]["observed"]["class"] == "none"
    assert out[1]["observed"] is None
    assert "balance-tlb on switches that are not joined" in out[1]["not_modelled"]
    assert err.startswith("FILE: 1 of 2 lines")


@pytest.mark.parametrize("command", ["hash", "run"])
def test_wrong_lines_are_named_and_nothing_else_is_told(ask, command):
    good = FRAME if command == "hash" else RUN
    status, out, err = ask(command, good, "{\n", "\n", {**good, "slaves": 0, "macs": 1})
    assert (status, out) == (2, [])
    assert [line.split(": ")[:2] for line in err.splitlines()] == [["FILE:2", "error"], ["FILE:4", "error"]]
    assert "slaves" in err or "macs" in err


def test_nothing_to_do_is_an_error(ask):
    assert ask("hash", "\n") == (2, [], "FILE: error: nothing in it; one JSON object a line is wanted\n")


def test_a_file_that_is_not_there(capsys):
    assert main(["run", "/nonexistent"]) == 2
    assert "/nonexistent: error: cannot read it" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["dance"], ["hash"]])
def test_a_wrong_call(arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "usage"),
    [
        ([], "usage: bondmodel [-h] [--version] COMMAND ..."),
        (["hash"], "usage: bondmodel hash [-h] FILE.jsonl"),
        (["run"], "usage: bondmodel run [-h] FILE.jsonl"),
        (["explain"], "usage: bondmodel explain [-h] [--bond NAME] [--switch {plain,unlinked,lag}]"),
    ],
)
def test_help(arguments, usage, capsys):
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith(usage + "\n")


def test_explain(capsys):
    folder = Path(__file__).parent / "study" / "explained" / "lacp-slow"
    assert main(["explain", str(folder / "interfaces"), str(folder / "corosync.conf")]) == 1
    said = (folder / "explained.txt").read_text().splitlines()
    out = capsys.readouterr().out.replace(f"{folder}/", "").splitlines()
    assert [*out, "exit status 1"] == said


def test_as_a_module_it_ends_quietly_when_its_reader_has_seen_enough(tmp_path):
    (tmp_path / "many.jsonl").write_text(f"{json.dumps(FRAME)}\n" * 20_000)
    command = [sys.executable, "-m", "bondmodel", "hash", str(tmp_path / "many.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith(b'{"slave": ')
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_as_a_module(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(FRAME) + "\n")
    done = subprocess.run(
        [sys.executable, "-m", "bondmodel", "hash", path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, '{"slave": 1}\n', "")
    path.write_text("x\n")
    done = subprocess.run(
        [sys.executable, "-m", "bondmodel", "hash", path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
