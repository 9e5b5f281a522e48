"""A command that goes on says after each change what it would say anew, and shows the pages of now."""

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.commands import watching


@pytest.fixture
def docs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".caches"))
    Path("docs").mkdir()
    Path("docs/a.adoc").write_text("= A\n\n<<two>> xref:b.adoc#two[]\n")
    Path("docs/b.adoc").write_text("= B\n\ninclude::part.inc[]\n")
    Path("docs/part.inc").write_text("[[two]]\n== Two\n")
    return Path("docs")


@pytest.fixture
def rounds(monkeypatch, capsys):
    """Run a command that goes on: before each further look at the files one of the steps is done, at last it ends."""

    def rounds(words, *steps):
        waiting, said = [*steps], []

        def wait(seconds):
            assert 0 < seconds < 5
            if waiting and waiting[0] is None:
                waiting.pop(0)
                return
            said.append(capsys.readouterr())
            if not waiting:
                raise KeyboardInterrupt
            waiting.pop(0)(said[-1])
            waiting.insert(0, None)  # the files are looked at once more, whether they still change

        monkeypatch.setattr(watching, "_wait", wait)
        code = main(words)
        return code, said

    return rounds


def writes(path, text):
    return lambda said: Path(path).write_text(text)


def test_check_reports_again_what_changed(docs, rounds, parsed):
    code, said = rounds(
        ["check", "docs", "--watch"],
        writes("docs/part.inc", "[[three]]\n== Two\n"),
        writes("docs/part.inc", "[[two]]\n== Two\n"),
    )
    assert code == 0
    assert [re.findall(r"error: (.*?) '", one.out) for one in said] == [[], ["xref target not found:"] * 2, []]
    assert "docs/part.inc changed" in said[1].err
    assert "watching 3 files" in said[0].err
    assert parsed == ["a.adoc", "b.adoc", "b.adoc"]  # the last time it is as it was at first


def test_a_file_that_comes_or_goes_counts(docs, rounds):
    Path("docs/a.adoc").write_text("image::a.png[]\n")
    code, said = rounds(
        ["check", "docs", "--watch"],
        writes("docs/a.png", ""),
        lambda said: Path("docs/b.adoc").unlink(),
        lambda said: Path("docs/a.png").unlink(),
    )
    assert [one.out.count("image not found") for one in said] == [1, 0, 0, 1]
    assert "checked 2 documents" in said[0].err
    assert "checked 1 document" in said[2].err
    assert code == 1


def test_a_report_in_the_folder_is_no_change(docs, rounds):
    code, said = rounds(["check", "docs", "--watch", "--format", "json=docs/report.json"], lambda said: None)
    assert code == 0
    assert len(said) == 2
    assert said[1].err == ""


def test_nothing_to_read_may_be_something_the_next_time(docs, rounds):
    texts = {path: path.read_text() for path in docs.iterdir()}

    def remove(said):
        for path in texts:
            path.unlink()

    def restore(said):
        for path, text in texts.items():
            path.write_text(text)

    code, said = rounds(["check", "docs", "--watch"], remove, restore)
    assert "no document" in said[1].err
    assert "nothing found" in said[2].err
    assert code == 0


def test_the_configuration_is_read_anew(docs, rounds):
    Path("sphinx-adoc.toml").write_text("")
    Path("docs/a.adoc").write_text("<<gone>>\n")
    code, said = rounds(
        ["check", "docs", "--watch", "--config", "sphinx-adoc.toml"],
        writes("sphinx-adoc.toml", '[check]\nignore = ["xref-unresolved"]\n'),
        writes("sphinx-adoc.toml", "nonsense = 1\n"),
    )
    assert [one.out.count("not found") for one in said] == [1, 0, 0]
    assert "nonsense" in said[2].err
    assert code == 0


@pytest.mark.parametrize("words", [["--fix"], ["--update-baseline"], ["-"]])
def test_what_cannot_go_on_is_refused(docs, words, capsys):
    assert main(["check", "docs", *words, "--watch", "--baseline", "known.txt"]) == 2
    assert "--watch" in capsys.readouterr().err


def test_a_wrong_call_ends_at_once(docs, capsys):
    assert main(["check", "absent", "--watch"]) == 2
    assert "cannot read absent" in capsys.readouterr().err


def test_only_pages_that_would_be_others_are_written_again(docs, rounds, parsed):
    stamps = []

    def look(said):
        stamps.append({name: Path("out", name).stat().st_mtime_ns for name in ("a.html", "b.html")})
        Path("docs/part.inc").write_text("[[two]]\n== Zwei\n")

    def look_again(said):
        stamps.append({name: Path("out", name).stat().st_mtime_ns for name in ("a.html", "b.html")})
        Path("docs/b.adoc").write_text("= B\n\ninclude::part.inc[]\n\nMore.\n")

    code, _ = rounds(["html", "docs", "-o", "out", "--watch"], look, look_again)
    assert code == 0
    assert ">Zwei</a>" in Path("out/a.html").read_text()
    assert "More." in Path("out/b.html").read_text()
    assert stamps[0]["a.html"] != stamps[1]["a.html"]
    assert stamps[1]["a.html"] == Path("out/a.html").stat().st_mtime_ns
    assert stamps[1]["b.html"] != Path("out/b.html").stat().st_mtime_ns


def test_pages_beside_their_sources_do_not_start_a_round(docs, rounds):
    code, said = rounds(["html", "docs", "--watch"], lambda said: None)
    assert code == 0
    assert said[1].err == ""
    assert Path("docs/a.html").exists()


def test_the_trouble_of_a_page_that_is_not_written_again_is_still_said(docs, rounds):
    Path("docs/b.adoc").write_text("= B\n\n[[two]]\n== Two\n\n:data-uri:\n\nimage::absent.png[]\n")
    code, said = rounds(["html", "docs", "-o", "out", "--watch"], writes("docs/a.adoc", "= A\n"))
    trouble = [re.findall(r"docs/b\.adoc.*", one.out) for one in said]
    assert trouble[0]
    assert trouble[0] == trouble[1]
    assert code == 1


# -- in a browser ------------------------------------------------------------------------------------------------------


def port_in(said):
    return int(re.search(r"http://127\.0\.0\.1:(\d+)/", said.err)[1])


def get(port, path, host=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    request.add_header("Host", host or f"127.0.0.1:{port}")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_pages_are_served_and_loaded_again(docs, rounds):
    Path("docs/image.svg").write_text("<svg/>")
    Path("docs/.hidden").write_text("secret")
    Path("secret.txt").write_text("secret")
    Path("docs/link.txt").symlink_to("../secret.txt")
    answers = {}

    def ask(said):
        port = answers["port"] = port_in(said)
        for path in ("/", "/a.html", "/image.svg", "/-/reload.js", "/.hidden", "/../secret.txt", "/%2e%2e/secret.txt",
                     "/link.txt", "/absent.html", "/a.html%00", "/..%5csecret.txt"):  # fmt: skip
            answers[path] = get(port, path)
        answers["elsewhere"] = get(port, "/a.html", "evil.example")
        head = urllib.request.Request(f"http://127.0.0.1:{port}/image.svg", method="HEAD")
        with urllib.request.urlopen(head, timeout=10) as answer:
            answers["head"] = answer.headers, answer.read()
            answers["version"] = answer.version
        answers["stream"] = urllib.request.urlopen(f"http://127.0.0.1:{port}/-/changes", timeout=10)
        Path("docs/a.adoc").write_text("= Another\n")

    def ask_again(said):
        with answers["stream"] as stream:
            answers["told"] = stream.read()
        answers["again"] = get(answers["port"], "/a.html")

    code, _ = rounds(["html", "docs", "--serve", "0"], ask, ask_again)
    assert code == 0
    assert answers["/"][0] == 200
    assert 'href="/b.html"' in answers["/"][1]
    assert '<script src="/-/reload.js"></script>' in answers["/a.html"][1]
    assert answers["/image.svg"] == (200, "<svg/>")
    headers, body = answers["head"]
    assert answers["version"] == 11, "a connection may stay"
    assert (headers["Content-Type"], headers["Content-Length"], body) == ("image/svg+xml", "6", b"")
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert (answers["stream"].headers["Content-Type"], answers["stream"].headers["Cache-Control"]) == (
        "text/event-stream", "no-store",
    )  # fmt: skip
    assert "EventSource" in answers["/-/reload.js"][1]
    assert {answers[path][0] for path in answers if isinstance(path, str) and "secret" in path} == {404}
    assert {answers[path][0] for path in ("/.hidden", "/link.txt", "/absent.html", "/a.html%00")} == {404}
    assert answers["elsewhere"][0] == 403
    assert answers["told"] == b"data: changed\n\n"
    assert "<title>Another</title>" in answers["again"][1]
    assert not list(docs.glob("*.html"))
    with pytest.raises(OSError, match="refused"):
        get(answers["port"], "/")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["docs", "-o", "-", "--serve"], "needs a folder"),
        (["docs/a.adoc", "-o", "a.html", "--serve"], "needs a folder"),
        (["docs", ".", "--serve"], "one folder"),
        (["docs", "--serve", "99999"], "write a number up to 65535"),
    ],
)
def test_what_cannot_be_served_is_refused(docs, words, said, capsys):
    try:
        code = main(["html", *words])
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert said in capsys.readouterr().err
