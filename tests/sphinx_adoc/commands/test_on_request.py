"""What ``check`` looks for where it is asked to, and pipes."""

import os
import threading

import pytest
from sphinx_adoc.cli import main

TEXT = """\
= A

image::a.png[]

image::a.png[The lamp]

image::a.png[alt=""]

image:a.png[] image:a.png[x] image:a.png[width=3] image:a.png[alt=x] icon:x[]

https://lamps.se[ ] https://lamps.se https://lamps.se[The lamp] https://lamps.se[image:a.png[x]]

See <<_the_lamp>>, <<own>>, <<The lamp>>. A note.footnote:[x]

== The lamp

[#own]
== Own
"""


@pytest.fixture
def check(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.png").touch()

    def check(*arguments, text=TEXT):
        (tmp_path / "a.adoc").write_text(text)
        code = main(["check", "a.adoc", "--no-cache", *arguments])
        found = [line for line in capsys.readouterr().out.splitlines() if line.startswith("a.adoc:")]
        return code, [line.split(": ")[0].removeprefix("a.adoc:") for line in found if "note:" not in line]

    return check


def test_nothing_of_it_is_told_unasked(check):
    assert check() == (0, [])
    assert check("--select", "image-*,link-*,xref-*") == (0, [])


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("image-undescribed", ["3:1", "9:1", "9:30"]),
        ("link-unnamed", ["11:1"]),
        ("xref-generated", ["13:7"]),
    ],
)
def test_it_is_told_where_it_is_asked_for(check, code, places):
    assert check("--select", code) == (0, places[:1])  # of many infos in a file one is shown
    assert check("--severity", f"{code}=warning") == (1, places)


def test_a_waiver_covers_it_and_is_not_unused_where_nobody_asked(check):
    text = "= A\n\n// adoc-ignore: image-undescribed until 2999-01-01: it is only a line\nimage::a.png[]\n"
    assert check("--select", "image-undescribed", text=text) == (0, [])
    assert check(text=text) == (0, [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("command", ["check", "claims"])
def test_a_pipe_is_refused_with_what_to_do(tmp_path, capsys, command):
    pipe = tmp_path / "pipe.adoc"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: os.open(pipe, os.O_RDWR), daemon=True)
    writer.start()
    assert main([command, str(pipe)]) == 2
    assert "give its text to standard input" in capsys.readouterr().err
