"""However many processes make pages, they are the same, and so is the report, whatever becomes of the processes."""

import os
from pathlib import Path

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.commands import html, page_processes


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """Pages that refer to each other, and have trouble that reading and rendering finds."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(html, "FEW", 0)
    Path("docs/sub").mkdir(parents=True)
    for number in range(6):
        text = f"= Page {number}\n\n<<gone{number}>> xref:page{(number + 1) % 6}.adoc#id{(number + 1) % 6}[]\n\n"
        text += f"[[id{number}]]\n== Title {number}\n\nstem:[no_such_thing(] {{absent}} <svg>\n"
        Path(f"docs/page{number}.adoc").write_text(text)
    Path("docs/sub/book.adoc").write_text("= Book\n\ninclude::../page0.adoc[]\n\nxref:../page1.adoc[]\n")


def made(capsys, out, *words):
    code = main(["html", "docs", "-o", out, "--no-cache", *words])
    said = capsys.readouterr()
    pages = {path.relative_to(out): path.read_bytes() for path in sorted(Path(out).rglob("*.html")) if path.is_file()}
    return code, said.out, said.err, pages


@pytest.fixture
def started(monkeypatch):
    """How many processes were started."""
    shares = []
    original = page_processes.shares_of
    monkeypatch.setattr(page_processes, "shares_of", lambda *given: shares.append(original(*given)) or shares[-1])
    return shares


@pytest.mark.usefixtures("docs")
def test_two_processes_make_the_same_pages_and_report(capsys, started):
    alone = made(capsys, "one", "--jobs", "1")
    assert started == []
    assert made(capsys, "two", "--jobs", "2") == alone
    assert made(capsys, "nine", "--jobs", "9") == alone
    assert [len(shares) for shares in started] == [2, 7]
    assert alone[0] == 1
    assert len(alone[3]) == 7


@pytest.mark.usefixtures("docs")
def test_few_small_pages_are_made_by_the_process_itself(capsys, started, monkeypatch):
    monkeypatch.setattr(html, "FEW", 10**6)
    made(capsys, "out", "--jobs", "2")
    assert started == []


@pytest.mark.usefixtures("docs")
def test_processes_can_begin_anew_where_none_can_be_copied(capsys, monkeypatch):
    alone = made(capsys, "one", "--jobs", "1")
    monkeypatch.setattr(page_processes, "can_copy", lambda: False)
    assert made(capsys, "two", "--jobs", "2") == alone


@pytest.mark.usefixtures("docs")
@pytest.mark.parametrize("step", ["summary", "written"])
def test_what_a_process_that_is_killed_leaves_is_made_up_for(capsys, monkeypatch, step):
    alone = made(capsys, "one", "--jobs", "1")
    here, original = os.getpid(), getattr(page_processes._Maker, step)

    def ends(self, name, *given):
        if name == "docs/page3.adoc" and os.getpid() != here:
            os._exit(9)
        return original(self, name, *given)

    monkeypatch.setattr(page_processes._Maker, step, ends)
    assert made(capsys, "two", "--jobs", "2") == alone


@pytest.mark.usefixtures("docs")
def test_a_page_that_cannot_be_read_is_said_as_with_one_process(capsys):
    Path("docs/page4.adoc").unlink()
    Path("docs/page4.adoc").symlink_to("/proc/self/mem")  # a file that is there, and cannot be read
    said = [made(capsys, out, "--jobs", jobs)[:3] for out, jobs in (("one", "1"), ("two", "2"))]
    assert said[0] == said[1]


@pytest.mark.usefixtures("docs")
def test_a_page_that_cannot_be_written_is_said_as_with_one_process(capsys):
    Path("out/page2.html").mkdir(parents=True)
    said = [made(capsys, "out", "--jobs", jobs)[:3] for jobs in ("1", "2")]
    assert said[0] == said[1]
    assert said[0][0] == 2
    assert "cannot write out/page2.html" in said[0][2]
