"""Verdicts are kept from run to run, and never hold longer than what they follow from."""

import os
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from sphinx_adoc.claims import Ledger, collect
from sphinx_adoc.claims.process.child import Child
from sphinx_adoc.claims.process.kept import Kept
from sphinx_adoc.claims.process.kept.chance import Code, by_chance
from sphinx_adoc.claims.process.protocol import Explain
from sphinx_adoc.graph.store import Folder
from sphinx_adoc.syntax.document import parse_file

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="claims run in a process of their own")

SNIPPET = '["source","python",role="claim",id="a"{}]\n----\n{}\n----\n'


@pytest.fixture(name="project")
def _project(tmp_path, monkeypatch):
    """A project in a folder of its own, which is on the path of modules."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(folder)
    (folder / "n.txt").write_text("5")
    (folder / "part").mkdir()
    (folder / "m.py").write_text("n = 5\n")
    (folder / "reads.py").write_text(
        "import json\n\n\ndef n():\n    with open('n.txt') as file:\n        return json.load(file)\n"
    )
    with sqlite3.connect(folder / "d.db") as base:
        base.execute("create table t (n)")
        base.execute("insert into t values (5)")
    base.close()
    past = time.time() - 60
    for path in folder.rglob("*"):
        os.utime(path, (past, past))
    time.sleep(0.1)
    return folder


def written(folder, code, attributes="", text=""):
    (folder / "t.adoc").write_text(f"= T\n\n{text}\n\n{SNIPPET.format(attributes, code)}", encoding="utf-8")


def run(folder, *, cache="cache", prelude=None, **options):
    """The statuses of all claims, and whether they are those of an earlier run."""
    claims = collect(parse_file(folder / "t.adoc"))
    with Ledger(prelude, kept=Kept(Folder(folder.parent / cache)), **options) as ledger:
        document = ledger.document(claims)
        found = [document.run(claim).verdict.status for claim in claims]
    return found, bool(document.kept)


def settled(folder, **options):
    """Run twice: the second time all is as before."""
    assert run(folder, **options) == (["held"], False)
    assert run(folder, **options) == (["held"], True)


CODES = {
    "a file": "with open('n.txt') as file:\n    assert file.read() == '5'",
    "a file through a module": "import reads\nassert reads.n() == 5",
    "a file by its number": "import os\nnumber = os.open('n.txt', os.O_RDONLY)\nassert os.read(number, 9) == b'5'",
    "a module": "from m import n\nassert n == 5",
    "a module that is forgotten": "import sys\nfrom m import n\ndel sys.modules['m']\nassert n == 5",
    "a size": "from pathlib import Path\nassert Path('n.txt').stat().st_size == 1",
    "the size in a listing": "import os\nassert {e.name: e.stat().st_size for e in os.scandir('.')}['n.txt'] == 1",
}


def grow(folder):
    (folder / "n.txt").write_text("55")
    (folder / "m.py").write_text("n = 55\n")


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_file_that_changes(project, code):
    written(project, code)
    settled(project)
    grow(project)
    assert run(project) == (["failed"], False)


LOOKS = {
    "exists": "from pathlib import Path\nassert not Path('new.txt').exists()",
    "os.path": "import os\nassert not os.path.isfile('new.txt')",
    "access": "import os\nassert not os.access('new.txt', os.R_OK)",
    "tries to open": "there = True\ntry:\n    open('new.txt')\nexcept OSError:\n    there = False\nassert not there",
    "listdir": "import os\nassert 'new.txt' not in os.listdir()",
    "glob": "from pathlib import Path\nassert not list(Path().glob('*w.txt'))",
    "rglob": "from pathlib import Path\nassert 'new.txt' not in [p.name for p in Path().rglob('*.txt')]",
    "walk": "import os\nassert all('new.txt' not in names for _, _, names in os.walk('.'))",
    "tries to import": "there = True\ntry:\n    import new\nexcept ImportError:\n    there = False\nassert not there",
    "finds a module": "import importlib.util\nassert importlib.util.find_spec('new') is None",
}


@pytest.mark.parametrize("code", LOOKS.values(), ids=LOOKS)
def test_a_file_that_comes(project, code):
    written(project, code)
    settled(project)
    (project / "new.txt").write_text("here")
    (project / "new.py").write_text("")
    found, kept = run(project)
    assert (found, kept) != (["held"], True)
    assert not kept
    assert found == ["failed"]


def test_a_file_that_goes(project):
    written(project, "from pathlib import Path\nassert Path('n.txt').is_file()")
    settled(project)
    (project / "n.txt").unlink()
    assert run(project) == (["failed"], False)


def test_a_module_that_comes_before_another(project, tmp_path, monkeypatch):
    (tmp_path / "first").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "first")
    written(project, "from m import n\nassert n == 5")
    settled(project)
    (tmp_path / "first" / "m.py").write_text("n = 6\n")
    assert run(project) == (["failed"], False)


def test_a_row_of_a_database(project):
    written(
        project,
        "import sqlite3\nbase = sqlite3.connect('d.db')\n[(n,)] = base.execute('select n from t')\nassert n == 5",
    )
    settled(project)
    with sqlite3.connect(project / "d.db") as base:
        base.execute("update t set n = 6")
    base.close()
    assert run(project) == (["failed"], False)


def test_a_link_that_leads_elsewhere(project):
    (project / "other.txt").write_text("6")
    (project / "link").symlink_to("n.txt")
    time.sleep(0.1)
    written(project, "with open('link') as file:\n    assert file.read() == '5'")
    settled(project)
    (project / "link").unlink()
    (project / "link").symlink_to("other.txt")
    assert run(project) == (["failed"], False)


def test_the_prelude(project):
    prelude = project / "prelude.py"
    prelude.write_text("n = 5\n")
    time.sleep(0.1)
    written(project, "assert n == 5")
    settled(project, prelude=prelude)
    prelude.write_text("n = 6\n")
    assert run(project, prelude=prelude) == (["failed"], False)


def test_the_environment(project, monkeypatch):
    monkeypatch.setenv("ADOC_N", "5")
    written(project, "import os\nassert os.environ.get('ADOC_N') == '5'")
    settled(project, environment=["ADOC_*"])
    monkeypatch.setenv("ADOC_N", "6")
    assert run(project, environment=["ADOC_*"]) == (["failed"], False)
    assert run(project) == (["failed"], False)


def test_a_variable_that_claims_do_not_see_changes_nothing(project, monkeypatch):
    written(project, "assert 1 < 2")
    settled(project)
    monkeypatch.setenv("ADOC_N", "6")
    assert run(project) == (["held"], True)


@pytest.mark.parametrize(
    "change", [{"timeout": 59.0}, {"console": True}, {"units": {"time": 60.0}}, {"cache": "another"}]
)
def test_how_claims_run(project, change):
    written(project, "assert 1 < 2")
    settled(project)
    assert run(project, **change) == (["held"], False)


def test_the_words_the_code_and_the_place(project):
    written(project, "n = 5\nassert n == 5", text="It is [#n.claim]#5#.")
    assert run(project) == (["held", "held"], False)
    assert run(project) == (["held", "held"], True)
    written(project, "n = 5\nassert n == 5", text="It is [#n.claim]#6#.")
    assert run(project) == (["failed", "held"], False)
    written(project, "n = 6\nassert n == 6", text="It is [#n.claim]#5#.")
    assert run(project) == (["failed", "held"], False)
    written(project, "n = 5\nassert n == 5", text="\n\nIt is [#n.claim]#5#.")
    assert run(project) == (["held", "held"], False)


def test_the_day(project, monkeypatch):
    written(project, "assert 1 < 2")
    settled(project)
    monkeypatch.setattr(time, "strftime", lambda form: "2031-01-01 +0000")
    assert run(project) == (["held"], False)


@pytest.mark.parametrize("origin", ["d.toml:n", "path:"])
def test_an_origin(project, origin):
    (project / "d.toml").write_text("n = 5\n")
    time.sleep(0.1)
    words = "`d.toml`" if origin == "path:" else "5"
    (project / "t.adoc").write_text(f"It is [#n.claim,from={origin}]#{words}#.\n")
    settled(project)
    (project / "d.toml").write_text("n = 6\n")
    if origin == "path:":
        (project / "d.toml").unlink()
    found, kept = run(project)
    assert found != ["held"]
    assert not kept


EACH_TIME = {
    "starts a program": "import subprocess\nassert subprocess.run(['true']).returncode == 0",
    "starts a shell": "import os\nassert os.system('true') == 0",
    "forks": "import os\npid = os.fork()\nif not pid:\n    os._exit(0)\nassert os.waitpid(pid, 0)[1] == 0",
    "asks for the time": "import time\nassert time.time() > 1",
    "asks for the day": "from datetime import date\nassert date.today().year > 2000",
    "asks for the moment": "import datetime\nassert datetime.datetime.now().year > 2000",
    "leaves it to chance": "import random\nassert random.random() < 2",
    "takes a number by chance": "from random import randint\nassert randint(1, 2) < 3",
    "takes a seedless generator": "from random import Random\nassert Random().random() < 2",
    "reads the kernel's files": "with open('/proc/uptime') as file:\n    assert float(file.read().split()[0]) > 0",
    "writes a file": "with open('out.txt', 'w') as file:\n    file.write('x')\nassert 1 < 2",
    "removes a file": "import os\nos.path.exists('n.txt') and os.remove('n.txt')\nassert 1 < 2",
    "makes a folder": "import os\nos.makedirs('made', exist_ok=True)\nos.rmdir('made')\nassert 1 < 2",
    "asks for a host": "import socket\nassert socket.gethostbyname('127.0.0.1') == '127.0.0.1'",
}


@pytest.mark.parametrize("code", EACH_TIME.values(), ids=EACH_TIME)
def test_what_cannot_be_asked_again_is_run_each_time(project, code):
    written(project, code)
    assert [run(project) for _ in range(2)] == [(["held"], False)] * 2


def test_what_declares_it_is_run_each_time(project):
    written(project, "assert 1 < 2", ',cache="no"')
    assert [run(project) for _ in range(2)] == [(["held"], False)] * 2
    (project / "t.adoc").write_text("It is [#n.claim,from=d.toml:n,cache=no]#5#.\n")
    (project / "d.toml").write_text("n = 5\n")
    assert [run(project) for _ in range(2)] == [(["held"], False)] * 2


def test_a_module_by_chance(project):
    (project / "m.py").write_text("import random\n\nn = 5 + 0 * random.random()\n")
    time.sleep(0.1)
    written(project, "from m import n\nassert n == 5")
    assert [run(project) for _ in range(2)] == [(["held"], False)] * 2


TEMPORARY = {
    "a folder": "import tempfile, pathlib\nwith tempfile.TemporaryDirectory() as folder:\n"
    "    path = pathlib.Path(folder, 'x')\n    path.write_text('5')\n    assert path.read_text() == '5'",
    "a file": "import tempfile\nwith tempfile.NamedTemporaryFile() as file:\n    assert file.write(b'5') == 1",
    "one without a name": "import tempfile\nwith tempfile.TemporaryFile() as file:\n    assert file.write(b'5') == 1",
}


@pytest.mark.parametrize("code", TEMPORARY.values(), ids=TEMPORARY)
def test_what_is_made_for_the_moment_does_not_matter(project, code):
    written(project, code)
    settled(project)


def test_a_process_that_ends_after_its_claims_keeps_nothing(project, monkeypatch):
    ask = Child.ask

    def ends(self, request):
        if isinstance(request, Explain):
            os.kill(self._process.pid, signal.SIGKILL)
        return ask(self, request)

    written(project, "assert 1 < 2")
    with monkeypatch.context() as patch:
        patch.setattr(Child, "ask", ends)
        assert run(project) == (["held"], False)
    settled(project)


def test_what_failed_is_run_again(project):
    written(project, "assert 1 > n", text="")
    (project / "m.py").write_text("n = 5\n")
    assert [run(project) for _ in range(2)] == [(["error"], False)] * 2


def test_a_file_that_changes_while_claims_run_is_not_taken_for_what_they_saw(project):
    written(project, "with open('n.txt') as file:\n    assert file.read() == '5'")
    claims = collect(parse_file(project / "t.adoc"))
    with Ledger(kept=Kept(Folder(project.parent / "cache"))) as ledger:
        document = ledger.document(claims)
        assert all(document.run(claim).verdict.held for claim in claims)
        (project / "n.txt").write_text("6")
    assert run(project) == (["failed"], False)


@pytest.mark.parametrize("data", [b"", b"\0" * 99, b"sphinx-adoc cache 1 x\n[]"])
def test_a_broken_entry_is_none(project, data):
    written(project, "assert 1 < 2")
    settled(project)
    entries = [path for path in (project.parent / "cache").rglob("*") if len(path.name) == 40]
    assert len(entries) == 2
    for path in entries:
        path.write_bytes(data)
    settled(project)


def test_a_foreign_entry_is_none(project):
    written(project, "assert 1 < 2")
    claims = collect(parse_file(project / "t.adoc"))
    folder = Folder(project.parent / "cache")
    with Ledger(kept=Kept(folder)) as ledger:
        key = ledger.kept_key(claims)
        for data in (b"[]", b"[[[1]]]", b'[[["a","b"]]]', b"{}", b"no json", b'[[["text"]]]'):
            folder.put(key, data)
            assert Kept(folder).verdicts(key, claims) is None


def test_a_folder_that_cannot_be_written_to_does_not_matter(project):
    written(project, "assert 1 < 2")
    (project.parent / "cache").write_text("a file")
    assert [run(project) for _ in range(2)] == [(["held"], False)] * 2


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from random import Random\nlots = Random('x')\nlots.shuffle([])", ""),
        ("import random\nrandom.Random(5).random()", ""),
        ("import random\nrandom.Random()", "random.Random"),
        ("from random import *", "*"),
        ("import numpy as np\nnp.random.rand()", "random.rand"),
        ("import numpy as np\nnp.random.default_rng(5).random()", ""),
        ("from time import *", "*"),
        ("import time as t\nt.sleep(1)", ""),
        ("import time as t\nt.time()", "time.time"),
        ("import datetime\ndatetime.time(5)", ""),
        ("from datetime import datetime as d\nd.utcnow()", "datetime.utcnow"),
        ("import os\nos.urandom(5)", "os.urandom"),
        ("import secrets", "secrets"),
        ("import uuid\nuuid.uuid4()", "uuid.uuid4"),
        ("n = 5 +", ""),
    ],
)
def test_code_that_depends_on_chance_or_the_time(code, found):
    assert by_chance([Code(code)]) == found


def test_a_clock_of_the_project_is_no_clock():
    own = Code("class Clock:\n    def now(self):\n        return 5", states=False)
    assert by_chance([own, Code("clock.now()")]) == ""
    assert by_chance([Code("clock.now()")]) == "clock.now"
    assert by_chance([own, Code("import datetime\ndatetime.datetime.now()")]) == "datetime.now"


def test_a_module_may_measure_how_long_it_takes():
    code = "import time\nbegun = time.monotonic()"
    assert by_chance([Code(code, states=False)]) == ""
    assert by_chance([Code(code)]) == "time.monotonic"


def test_our_own_code_is_not_asked_for(project):
    written(project, "assert 1 < 2")
    claims = collect(parse_file(project / "t.adoc"))
    asked = []

    class Noting(Kept):
        def ran(self, key, claims, verdicts, account, prelude):
            asked.extend(account.questions)

    with Ledger(kept=Noting(Folder(project.parent / "cache"))) as ledger:
        document = ledger.document(claims)
        assert all(document.run(claim).verdict.held for claim in claims)
    assert asked
    assert not [path for _, path in asked if Path("sphinx_adoc", "claims").as_posix() in path]
