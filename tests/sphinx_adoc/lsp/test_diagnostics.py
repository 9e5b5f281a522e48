"""What an editor is told of a file is what a check reports of it."""

import json
from pathlib import Path

import pytest
from lsprotocol import types
from sphinx_adoc import cli
from sphinx_adoc.lsp.state import diagnostics
from sphinx_adoc.lsp.state.addresses import path_of, uri_of
from sphinx_adoc.lsp.state.live import Live
from sphinx_adoc.lsp.state.overlay import Overlay
from sphinx_adoc.lsp.state.readings import Readings
from sphinx_adoc.lsp.state.scopes import scope_of

from tests.conftest import CHECKOUT, shared
from tests.sphinx_adoc.lsp.editor import editor, run

LEVELS = {"error": 1, "warning": 2, "info": 3}
UTF32 = types.ClientCapabilities(
    general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf32])
)


def reported(folder, capsys, monkeypatch):
    """What a check in a folder reports: file, range, severity, code and words."""
    monkeypatch.chdir(folder)
    cli.main(["check", ".", "--format", "json"])
    return sorted(map(_of_report, json.loads(capsys.readouterr().out)["findings"]))


def _of_report(one):
    place = one["place"]
    said = f"{one['message']}; {one['hint']}" if one["hint"] else one["message"]
    if one["variants"]:
        said += f" (in: {', '.join(one['variants'])})"
    begin = place["line"], _within(place["path"], place["line"], place["column"])
    end = place["end_line"], _within(place["path"], place["end_line"], place["end_column"])
    return place["path"], begin, end, LEVELS[one["severity"]], one["code"], said


def _within(path, number, column):
    """A column of a line: an editor has none further than behind the last character."""
    lines = Path(path).read_bytes().decode("utf-8", "replace").split("\n")
    return min(column, len(lines[number - 1].removesuffix("\r")) + 1)


def told(sent, folder):
    """What the server told of all files, in the same form."""
    return sorted(
        (
            path_of(uri).relative_to(folder).as_posix(),
            (one.range.start.line + 1, one.range.start.character + 1),
            (one.range.end.line + 1, one.range.end.character + 1),
            int(one.severity),
            one.code,
            one.message,
        )
        for uri, found in sent.items()
        for one in found
    )


async def all_diagnostics(folder, opened):
    """What the server tells of all files of a folder, with some of them open."""
    async with editor(folder, capabilities=UTF32) as started:
        for name in opened:
            started.open(name)
        await started.settled(opened[0])
        return started.client.diagnostics


def some(folder, count=10):
    """Documents to open, spread over a folder. What is not UTF-8 reaches a server as an editor has decoded it, and a
    check as it is on the disk.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.adoc") if _is_utf8(path))
    return names[:: max(len(names) // count, 1)]


def _is_utf8(path):
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


PARTS = [
    "docs",
    "tests/sphinx_adoc",
    "corpora/pve-docs",
    "corpora/riscv-isa-manual",
    "corpora/spring-framework",
]


@pytest.mark.parametrize("part", PARTS)
def test_the_diagnostics_of_every_file_are_those_of_a_check(part, capsys, monkeypatch):
    folder = shared(part) if part.startswith("corpora") else CHECKOUT / part
    folder = folder.resolve()
    sent = run(all_diagnostics(folder, some(folder)))
    assert told(sent, folder) == reported(folder, capsys, monkeypatch)


def test_a_configuration_with_rules_variants_and_a_baseline_counts(tmp_path, capsys, monkeypatch):
    (tmp_path / "sphinx-adoc.toml").write_text(
        'roots = ["docs"]\n[variants.print]\nprint = true\n[variants.web]\n'
        '[check]\nignore = ["link-*"]\nseverity = {xref-unresolved = "info"}\nbaseline = "known"\n',
        encoding="utf-8",
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.adoc").write_text(
        "= A\n\n<<nowhere>> link:no.zip[]\n\nifdef::print[]\n<<paper>>\nendif::[]\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    cli.main(["check", "--update-baseline", "--severity", "xref-unresolved=error"])
    text = (tmp_path / "docs" / "a.adoc").read_text(encoding="utf-8")
    (tmp_path / "docs" / "a.adoc").write_text(text + "\n<<new>>\n", encoding="utf-8")
    capsys.readouterr()
    sent = run(all_diagnostics(tmp_path, ["docs/a.adoc"]))
    cli.main(["check", "--format", "json"])
    assert told(sent, tmp_path) == sorted(map(_of_report, json.loads(capsys.readouterr().out)["findings"]))
    assert [one.code for one in next(iter(sent.values()))] == ["xref-unresolved"]


def test_a_diagnostic_has_its_help_and_the_places_that_belong_to_it(tmp_path, monkeypatch):
    (tmp_path / "book.adoc").write_text("= Book\n\n[[one]]Text.\n\ninclude::part.adoc[]\n", encoding="utf-8")
    (tmp_path / "part.adoc").write_text("[[one]]More.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(diagnostics, "help_address", lambda code: f"https://example.org/{code}")
    files = Overlay({})
    view = Live(scope_of(tmp_path / "part.adoc", [tmp_path]), files, Readings()).view(files, "utf-16")
    (told,) = diagnostics.Diagnostics().by_file(view, uri_of, ())[tmp_path / "part.adoc"]
    assert (told.code, told.code_description.href) == ("id-duplicate", "https://example.org/id-duplicate")
    related = [(path_of(one.location.uri).name, one.location.range.start.line) for one in told.related_information]
    assert related == [("book.adoc", 2), ("book.adoc", 4)]
