"""Values from data files and from the project itself."""

import json
import sys

import pytest
from sphinx_adoc.claims import Conditions, Ledger, Session, collect, run
from sphinx_adoc.syntax.document import parse, parse_file

FILES = {
    "ops.toml": '[retention]\ndays = 30\n[limits]\nsize = "10 MB"\n[[hosts]]\nname = "one"\n',
    "d.json": '{"a": {"b": [1, 2]}, "on": true}',
    "y.yaml": "y:\n  port: 8080\n",
    "x.ini": "[server]\nport = 8080\nwait = 90 s\n",
    "app.properties": "port = 5432\n",
    "lamps.csv": "name,watts,since\nlamp,60,2026-11-27\nhorn,12,2025-01-01\n",
    ".env.example": "# defaults\nDB_PORT=5432 # of the server\nexport MODE='fast'\n",
}
HELP = (
    "import argparse\np = argparse.ArgumentParser()\n"
    "p.add_argument('--wait', default=60, help='seconds (default: 60)')\n"
    "p.add_argument('-n', '--name', help='what it is')\np.parse_args()\n"
)


@pytest.fixture
def verdict(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "tool.py").write_text(HELP)

    def verdict(origin, words, more="", **conditions):
        (tmp_path / "a.adoc").write_text(f'It is [#x.claim,from="{origin}"{more}]#{words}#.\n')
        session = Session(collect(parse_file(tmp_path / "a.adoc")), conditions=Conditions(**conditions))
        return run(session, session.claims[0])

    return verdict


@pytest.mark.parametrize(
    ("origin", "words", "more"),
    [
        ("ops.toml:retention.days", "30 days", ",unit=days"),
        ("ops.toml:retention.days", "30", ""),
        ("ops.toml:limits.size", "10 MB", ""),
        ("ops.toml:hosts.0.name", "one", ""),
        ("d.json:a.b", "1 and 2", ""),
        ("d.json:a.b.1", "two", ""),
        ("d.json:on", "`true`", ""),
        ("y.yaml:y.port", "`8080`", ""),
        ("x.ini:server.port", "`8080`", ""),
        ("x.ini:server.wait", "90 seconds", ""),
        ("app.properties:port", "5432", ""),
        ("lamps.csv:lamp.watts", "60 W", ",unit=W"),
        ("lamps.csv:horn.since", "January 2025", ""),
        (".env.example:DB_PORT", "5,432", ""),
        (".env.example:MODE", "fast", ""),
        ("version:packaging", "at least 23", ""),
        ("path:", "`ops.toml`", ""),
        ("path:ops.toml", "`ops.toml`", ""),
    ],
)  # fmt: skip
def test_it_holds(verdict, origin, words, more):
    assert verdict(origin, words, more).held


@pytest.mark.parametrize(
    ("origin", "words", "said"),
    [
        ("ops.toml:retention.days", "31", "the text says '31', computed: 30"),
        ("absent.toml:x", "1", "there is no file absent.toml"),
        ("ops.toml:retention.day", "1", "ops.toml has no 'retention.day': nothing at 'day'"),
        ("ops.toml", "1", "'ops.toml' has no key"),
        ("tool.py:x", "1", "tool.py: no form of data is known by this name"),
        ("version:no-such-package", "1.0", "no package 'no-such-package' is installed"),
        ("path:", "`ops.tml`", "there is no ops.tml"),
        ("exit:python tool.py", "0", "'python tool.py' was not run"),
        ("lamps.csv:bell.watts", "1", "lamps.csv has no 'bell.watts': nothing at 'bell'"),
    ],
)
def test_it_does_not(verdict, origin, words, said):
    found = verdict(origin, words)
    assert not found.held
    assert found.message.startswith(said)


def test_a_file_that_is_damaged_is_named(verdict, tmp_path):
    (tmp_path / "d.json").write_text("{")
    found = verdict("d.json:a", "1")
    assert (found.code, found.message.startswith("d.json: ")) == ("claim-origin", True)


def test_commands_are_run_where_that_is_enabled(verdict):
    assert verdict("exit:python tool.py", "0", console=True).held
    assert verdict("exit:python tool.py --nothing", "2", console=True).held
    assert verdict("option:python tool.py --wait", "60", console=True).held
    found = verdict("option:python tool.py --name", "x", console=True)
    assert found.message == "'python tool.py --help' tells no default of --name"
    assert verdict("option:python tool.py --nam", "x", console=True).message.endswith("does not name --nam")
    assert verdict("exit:no-such-program", "0", console=True).code == "claim-origin"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes of Linux")
def test_files_that_claims_read_are_known(tmp_path):
    (tmp_path / "data.json").write_text(json.dumps({"n": 5}))
    (tmp_path / "helper.py").write_text(
        "import json, pathlib\nN = json.load(open(pathlib.Path(__file__).parent / 'data.json'))['n']\n"
    )
    (tmp_path / "prelude.py").write_text("from helper import N\n")
    claims = collect(parse("It is [#N.claim]#5#.\n", "t.adoc"))
    with Ledger(tmp_path / "prelude.py") as ledger:
        document = ledger.document(claims)
        assert document.run(claims[0]).verdict.held
        names = {path.rpartition("/")[2] for path in ledger.files}
    assert {"data.json", "helper.py", "prelude.py"} <= names
    assert not [path for path in ledger.files if "/json/" in path]
