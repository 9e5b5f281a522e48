"""What commands open and start, as the interpreter itself reports it: nothing outside of the tree, the package and the
user's cache, and of strangers no program but git.
"""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

# Runs in a process of its own, since a hook cannot be taken away: reports each file that is opened and each program.
WATCHED = """
import json, os, sys
seen = []
def hook(event, given):
    if event == "open" and isinstance(given[0], (str, bytes)):
        seen.append(("open", os.path.realpath(os.fsdecode(given[0]))))
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn"):
        seen.append(("run", os.path.basename(os.fsdecode(given[0] or given[1][0]))))
    elif event in ("os.system", "os.startfile"):
        seen.append(("run", os.fsdecode(given[0])))
    elif event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        seen.append(("ask", str(given[-1])))
sys.addaudithook(hook)
from sphinx_adoc.cli import main
code = 0
try:
    code = main(sys.argv[2:])
finally:
    with open(sys.argv[1], "w") as file:
        json.dump([code, seen], file)
"""
SECRET = "SECRET-WORDS"
PAGE = """\
= Page
:data-uri:

image::../outside/secret.png[] image::link.png[] image::.token.png[] image::own.png[]

include::../outside/secret.txt[]

include::linked/secret.txt[]

include::/etc/hostname[]

include::.token.png[]

xref:../outside/secret.adoc[] <<../outside/secret#x>> xref:linked/secret.adoc#a[] link:../outside/secret.txt[x]

video::/etc/hostname[]

[source,python,role="claim",id="x"]
----
open("ran", "w").close()
assert 1 == 2
----
"""


@pytest.fixture
def tree(tmp_path):
    outside, docs = tmp_path / "outside", tmp_path / "docs"
    outside.mkdir()
    docs.mkdir()
    for name in ("secret.txt", "secret.png", "secret.adoc", "sphinx-adoc.toml"):
        (outside / name).write_text(SECRET)
    (docs / "link.png").symlink_to(outside / "secret.png")
    (docs / "linked").symlink_to(outside)
    (docs / "linked.adoc").symlink_to(outside / "secret.adoc")
    (docs / ".token.png").write_text(SECRET)
    (docs / "own.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (docs / "index.adoc").write_text(PAGE)
    (docs / "index.html").write_text("<a href='../outside/secret.txt'>x</a><img src='linked/secret.png'>")
    git(docs, "init", "-q")
    git(docs, "add", "index.adoc")
    git(docs, "commit", "-q", "-m", "one")
    (docs / "index.adoc").write_text(PAGE + "\nMore.\n")
    git(docs, "commit", "-q", "-a", "-m", "two")
    (docs / "x.patch").write_text(git(docs, "format-patch", "-1", "--stdout", "HEAD"))
    return docs


def git(folder, *words):
    identity = ["-c", "user.name=n", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def watched(tree, *words):
    """The exit code of a command, and what it opened, started and asked."""
    report = tree.parent / "report.json"
    command = [sys.executable, "-c", WATCHED, str(report), *words]
    folders = {"HOME": "home", "XDG_CACHE_HOME": "cache", "TMPDIR": "tmp"}
    (tree.parent / "tmp").mkdir(exist_ok=True)
    environment = {**os.environ, **{name: str(tree.parent / folder) for name, folder in folders.items()}}
    subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False, timeout=120)
    return json.loads(report.read_text())


COMMANDS = {
    "check": ["check", "."],
    "check a stranger's": ["check", ".", "--untrusted"],
    "check one": ["check", "index.adoc", "--untrusted"],
    "check built": ["check", "--built", "."],
    "html": ["html", ".", "-o", "out"],
    "html of a stranger": ["html", ".", "-o", "out", "--untrusted"],
    "tree": ["tree", "index.adoc", "--untrusted"],
    "review a patch": ["review", "x.patch", "--untrusted"],
    "review a range": ["review", "HEAD~1..HEAD", "--untrusted", "--html", "review.html"],
}


@pytest.mark.attack("includes, images, references and links that lead out", surface="every command", outcome="no file outside of the tree is opened, no host is asked, no program but git is started")  # fmt: skip # noqa: E501
@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_opens_what_lies_outside(tree, name):
    code, seen = watched(tree, *COMMANDS[name])
    assert code in (0, 1, 2)
    allowed = [Path(os.path.realpath(path)) for path in places(tree)]
    outside = {path for kind, path in seen if kind == "open" and not any(_below(path, top) for top in allowed)}
    assert not outside
    assert {program for kind, program in seen if kind == "run"} <= {"git"}
    assert not [host for kind, host in seen if kind == "ask"]
    assert not (tree / "ran").exists()


def places(tree):
    """The tree, what Python and its packages are, ours, temporary files, and the cache."""
    paths = sysconfig.get_paths()
    yield from (tree, *(tree.parent / name for name in ("cache", "tmp", "report.json")), "/dev/null", "/dev/tty")
    yield from (paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield from (sys.base_prefix + "/lib", sys.prefix, Path(__file__).parents[2] / "ext", "/usr/share/zoneinfo")
    yield from ("/etc/mime.types", "/etc/localtime", "/proc", "/usr/lib/locale", "/usr/share/locale")


def _below(path, top):
    return Path(path).is_relative_to(top)


def test_the_watch_sees_what_is_opened(tree):
    """Its own proof: a command that reads a file outside is seen to."""
    other = tree.parent / "outside" / "secret.adoc"
    _, seen = watched(tree, "check", "--no-config", str(other))
    assert ["open", os.path.realpath(other)] in seen
