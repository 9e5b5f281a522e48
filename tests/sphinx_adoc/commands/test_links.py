"""``check --links``: what is asked, said and remembered."""

import io
import json
import subprocess
import sys
from itertools import pairwise

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.commands import links, progress
from sphinx_adoc.links.model import Answer

from tests.sphinx_adoc.links.virtual import OK, Virtual, page, scripted, to

TEXT = "= A\n\nhttps://lamps.se/a[x] and https://lamps.se/b#lamp[y], https://example.org[z].\n"
OLD, NEW = "https://lamps.se/a", "https://lamps.se/c"
NOT_CHECKED = "1 not checked (reserved name: 1)"
CACHE = ".sphinx-adoc/links.jsonl"


@pytest.fixture
def check(tmp_path, monkeypatch, capsys):
    """Run the command on a document with servers that answer from a script: exit code, output, lines of standard error,
    and what was asked.
    """
    monkeypatch.chdir(tmp_path)

    def check(*arguments, answers=None, text=TEXT, configuration=""):
        (tmp_path / "a.adoc").write_text(text)
        if configuration:
            (tmp_path / "sphinx-adoc.toml").write_text(configuration)
        workers = Virtual(scripted(answers or {}))
        monkeypatch.setattr(links, "workers_of", lambda policy: workers)
        code = main(["check", "a.adoc", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err.splitlines(), workers

    return check


def test_nothing_is_asked_without_the_option(check, tmp_path):
    code, out, said, workers = check()
    assert (code, out, workers.log, (tmp_path / CACHE).exists()) == (0, "", [], False)
    assert said == ["checked 1 document, 0 anchors, 0 references, 1 variant: nothing found"]


def test_each_address_is_counted_and_told_at_its_place(check, tmp_path):
    answers = {"https://lamps.se/a": to("/c"), "https://lamps.se/c": OK, "https://lamps.se/b": page("lamb")}
    code, out, said, _ = check("--links", answers=answers)
    assert code == 1
    assert out.splitlines()[::3] == [
        f"a.adoc:3:1: info: '{OLD}' has moved for good: '{NEW}'; say the new address [link-moved]",
        "a.adoc:3:27: warning: 'https://lamps.se/b' has no anchor 'lamp'; did you mean 'lamb'? [link-fragment]",
    ]
    assert said == [
        "checked 1 document, 0 anchors, 0 references, 1 variant, 3 external links: 1 warning, 1 info",
        f"3 external links: 1 moved, 1 no such anchor, {NOT_CHECKED}; asked 2 of 2 pages, 0 remembered",
    ]
    assert len((tmp_path / CACHE).read_text().splitlines()) == 3


def test_a_second_run_asks_nothing_and_says_the_same(check):
    first = check("--links")
    again = check("--links")
    assert (again[0], again[1], again[3].log) == (first[0], first[1], [])
    assert again[2][1].endswith("asked 0 of 2 pages, 2 remembered")
    assert len(check("--links", "--links-age", "0")[3].log) > 0


def test_offline_nobody_is_asked_and_what_is_not_known_is_counted(check):
    _, _, said, workers = check("--links", "--links-mode", "offline")
    assert workers.log == []
    assert said[1] == (
        "3 external links: 3 not checked (not in the cache: 2, reserved name: 1); asked 0 of 0 pages, 0 remembered"
    )


def test_only_what_is_new_is_asked_for(check, tmp_path):
    (tmp_path / "a.adoc").write_text("= A\n\nhttps://lamps.se/a[x]\n")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "a.adoc"], ["commit", "-q", "-m", "a"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    code, out, said, workers = check("--links", "--links-mode", "changed", "--base", "HEAD")
    assert workers.asked() == ["GET https://lamps.se/b"]
    assert (code, "link-gone" in out) == (1, True)
    assert "there at HEAD already: 1" in said[1]


def test_a_waiver_covers_an_address_and_is_unused_only_where_somebody_looked(check):
    text = "= A\n\n// adoc-ignore: link-gone until 2999-01-01: it comes back\nhttps://lamps.se/a[x]\n"
    assert check("--links", text=text)[:2] == (0, "")
    assert check(text=text)[:2] == (0, "")
    assert "waiver-unused" in check("--links", "--links-age=0", text=text, answers={"https://lamps.se/a": OK})[1]


def test_rules_and_severities_apply(check):
    assert check("--links", "--ignore", "link-gone")[0] == 0
    assert check("--links", "--severity", "link-gone=info")[0] == 0


def test_the_new_address_can_be_written(check, tmp_path):
    answers = {"https://lamps.se/a": to("/c"), "https://lamps.se/c": OK, "https://lamps.se/b": page("lamp")}
    check("--links", "--fix", "--write", answers=answers)
    assert (tmp_path / "a.adoc").read_text() == TEXT.replace("se/a", "se/c")


def test_json_has_the_count(check):
    assert json.loads(check("--links", "--format", "json")[1])["counts"]["external links"] == 3


CONFIGURATION = """
[check]
links = true
links-age = 0
links-cache = "kept/links.jsonl"
links-ignore = ["*/b#*"]
links-private = ["127.0.0.0/8"]

[check.links-hosts."lamps.se"]
every = 3
parallel = 1
token = "LAMP_TOKEN"
headers = {X-Lamp = "on"}
"""


def test_the_configuration_says_how_hosts_are_asked(check, monkeypatch, tmp_path):
    monkeypatch.setenv("LAMP_TOKEN", "secret")
    text = f"{TEXT}\nhttps://lamps.se/c[x] http://127.0.0.1/d[x]\n"
    _, out, said, workers = check(text=text, configuration=CONFIGURATION)
    assert {request.url for request, _, _ in workers.log} == {
        "https://lamps.se/a", "https://lamps.se/c", "http://127.0.0.1/d",
    }  # fmt: skip
    asked = {request.url: dict(request.headers) for request, _, _ in workers.log}
    assert asked["https://lamps.se/a"] == {"X-Lamp": "on", "Authorization": "Bearer secret"}
    assert asked["http://127.0.0.1/d"] == {}
    times = workers.by_host()["lamps.se"]
    assert all(later >= earlier + 3 for (earlier, _), (later, _) in pairwise(times))
    assert "left out by the configuration: 1" in said[1]
    assert "secret" not in out + (tmp_path / "kept" / "links.jsonl").read_text() + "".join(said)


def test_the_command_line_says_how_hosts_are_asked(check):
    words = ["--links-host", "lamps.se:every=9,parallel=1", "--links-ignore", "*/a", "--links-private", "localhost"]
    text = f"{TEXT}\nhttps://lamps.se/c[x] http://localhost/d[x]\n"
    workers = check("--links", *words, text=text)[3]
    assert workers.by_host().keys() == {"lamps.se", "localhost"}
    times = workers.by_host()["lamps.se"]
    assert all(later >= earlier + 9 for (earlier, _), (later, _) in pairwise(times))
    assert not [line for line in workers.asked() if line.endswith("/a")]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("lamps.se", "write HOST:KEY=VALUE"),
        ("lamps.se:evry=2", "unknown key 'evry'"),
        ("lamps.se:every=soon", "a number from 0 on is needed"),
        ("lamps.se:parallel=0.5", "a whole number from 1 on is needed"),
    ],
)
def test_how_a_host_is_asked_that_cannot_be_read_is_told(check, capsys, said, wrong):
    with pytest.raises(SystemExit):
        check("--links", "--links-host", said)
    assert wrong in capsys.readouterr().err


def test_a_token_that_is_not_there_is_said(check, monkeypatch):
    monkeypatch.delenv("LAMP_TOKEN", raising=False)
    assert check(configuration=CONFIGURATION)[2][2] == (
        "lamps.se is asked without a token: there is no LAMP_TOKEN in the environment"
    )


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ('links-hosts = {"a.se" = {evry = 1}}', "unknown key 'evry'; there are: every, parallel, token, headers"),
        ('links-hosts = {"a.se" = {parallel = 0}}', "a whole number from 1 on is needed, not 0"),
        ('links-hosts = {"a.se" = 3}', "a table of every, parallel, token, headers is needed, not 3"),
        ('links-mode = "sometimes"', "one of 'all', 'changed', 'offline' is needed"),
        ("links-age = -1", "a number from 0 on is needed"),
    ],
)
def test_a_configuration_that_cannot_be_followed_is_told(check, said, wrong):
    code, _, lines, _ = check(configuration=f"[check]\n{said}\n")
    assert (code, wrong in lines[0]) == (2, True), lines


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--links", "--links-mode", "changed"], "--links-mode changed needs --base REV"),
        (["--links", "--links-age", "x"], "'x' is not a number of seconds"),
        (["--links", "--links-cache", "."], "cannot read .: Is a directory"),
    ],
)
def test_a_call_that_cannot_be_carried_out_is_told(check, capsys, arguments, said):
    try:
        lines = check(*arguments)[2]
    except SystemExit:
        lines = capsys.readouterr().err.splitlines()
    assert any(said in line for line in lines), lines


def test_a_cache_that_is_none_is_told(check, tmp_path):
    (tmp_path / "links.jsonl").write_text("<<<<<<< HEAD\n")
    code, _, said, _ = check("--links", "--links-cache", "links.jsonl")
    assert (code, "links.jsonl:1:1: no record of a checked address" in said[0]) == (2, True)


def test_a_stranger_s_tree_neither_vouches_for_addresses_nor_is_written_to(check, tmp_path):
    check("--links", answers={"https://lamps.se/a": OK, "https://lamps.se/b": page("lamp")})
    (tmp_path / CACHE).chmod(0o444)
    before = (tmp_path / CACHE).read_bytes()
    assert check("--links", "--untrusted")[0] == 1
    assert (tmp_path / CACHE).read_bytes() == before


def test_what_was_learned_before_an_interruption_is_kept(check, monkeypatch, tmp_path):
    class Interrupted(Virtual):
        def wait(self, until):
            if len(self.log) > 2:
                raise KeyboardInterrupt
            return super().wait(until)

    text = "= A\n\n" + "\n".join(f"https://lamps.se/{number}[x]" for number in range(9))
    answers = {f"https://lamps.se/{number}": OK for number in range(9)}
    monkeypatch.setattr(sys.modules[__name__], "Virtual", Interrupted)
    assert check("--links", text=text, answers=answers)[0] == 130
    assert len((tmp_path / CACHE).read_text().splitlines()) > 1


def test_without_the_library_it_is_said_what_to_install(check, monkeypatch, capsys):
    real = links.workers_of
    monkeypatch.setitem(sys.modules, "sphinx_adoc.links.http", None)
    with pytest.raises(Exception, match=r"--links needs urllib3: pip install 'sphinx-adoc\[links\]'"):
        real(None)


def test_long_work_shows_how_far_it_is(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    times = iter([0.0, 0.5, 2.0])
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))
    counter = progress.Counter("addresses")
    counter.show(1, 9)
    counter.show(2, 9)
    counter.clear()
    assert sys.stderr.getvalue() == "\r\x1b[K2/9 addresses\r\x1b[K"


def test_an_answer_that_looks_like_a_terminal_s_orders_is_harmless(check):
    out = check("--links", answers={"https://lamps.se/a": Answer(status=301, location="\x1b[2Jfoo:bar")})[1]
    assert "\x1b" not in out
