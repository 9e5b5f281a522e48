"""What a program may not do under the guard."""

import subprocess
import sys

import pytest
from sphinx_adoc.parity import guard

REFUSED = {
    "start a program": "import subprocess; subprocess.run(['true'])",
    "start one by the shell": "import os; os.system('true')",
    "become one": "import os; os.execv('/bin/true', ['true'])",
    "open a connection": "import socket; socket.create_connection(('localhost', 9))",
    "write": "open('new', 'w')",
    "append": "open('inside.txt', 'a')",
    "write at a lower level": "import os; os.open('new', os.O_WRONLY | os.O_CREAT)",
    "remove": "import os; os.remove('inside.txt')",
    "read outside": "open('../outside.txt')",
    "read outside by a link": "open('link.txt')",
    "read in a folder with a longer name": "open('../docs-other/other.txt')",
}


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "docs"
    for name in ("outside.txt", "docs/inside.txt", "docs-other/other.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")

    def run(code):
        (folder / "program.py").write_text(code)
        command = [sys.executable, "-B", guard.__file__, str(folder), str(folder / "program.py"), "--option"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)

    return run


def test_what_is_allowed_works(run):
    done = run("import sys, html.entities; print(sys.argv[1:], __name__, open('inside.txt').read())")
    assert (done.stdout, done.stderr) == ("['--option'] __main__ text\n", "")


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
def test_what_is_not_allowed_is_refused(run, code):
    done = run(f"{code}\nprint('done')")
    assert "PermissionError: refused: " in done.stderr
    assert done.stdout == ""
