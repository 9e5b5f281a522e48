"""The gate sees what is wrong with a page: each column counts what it is for, and nothing where nothing is wrong."""

import pytest

from tests.consumers.conftest import Program
from tests.gate import __main__ as gate
from tests.gate.table import COLUMNS, ours, report, row

pytestmark = pytest.mark.consumer

PAGE = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title>{}</head>
<body><main><h1>T</h1>{}</main></body></html>
"""
WIDE = '<div style="width: 3000px">wide</div>'
LATE = '<script>setTimeout(() => document.querySelector("h1").style.height = "600px", 100)</script>'
FAULTS = {
    "barriers": ("", '<p><img src="data:," width="9" height="9"></p>'),
    "barriers of a theme": ("", "<p>Press <kbd>A</kbd>.</p>"),
    "barriers of a mark": ("<style>mark { background: none }</style>", "<p>a <mark>b</mark></p>"),
    "invalid": ("", "<p><div>a</div></p>"),
    "overflow": ("", WIDE),
    "overflow of a box": ("", f'<div style="overflow: auto" tabindex="0">{WIDE}</div>'),
    "overflow that nobody reaches": ("", f'<div style="overflow: hidden">{WIDE}</div>'),
    "cut": ("", f'<pre style="overflow: auto" tabindex="0">{"a" * 900}</pre>'),
    "cut by the sheet": ("<style>@media print { div { width: 3000px } }</style>", "<div>a</div>"),
    "foreign": ('<link rel="stylesheet" href="https://example.org/a.css">', ""),
    "foreign that was asked late": ("", '<script>fetch("https://example.org/a")</script>'),
    "shift": (LATE, "<p>" + "words of a long text " * 200 + "</p>"),
    "focus": ("", '<p><a href="a">a</a> <a href="b" tabindex="1">b</a></p>'),
    "focus that is not seen": ("<style>a:focus { outline: 0 }</style>", '<p><a href="a">a</a></p>'),
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    Program("chromium", "chromium")
    Program("node", "nodejs")
    Program("npm", "npm")
    gate.ready()
    folder = tmp_path_factory.mktemp("pages")
    pages = {}
    for name, parts in {**FAULTS, "nothing": ("", '<p><a href="a">a</a></p>')}.items():
        pages[f"none/{name}"] = folder / f"{name}.html"
        pages[f"none/{name}"].write_text(PAGE.format(*parts), encoding="utf-8")
    return [*gate.look(pages), *gate.validate(pages)]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_counted_in_its_column(seen, name):
    numbers = row(ours(seen)[f"none/{name}"])
    assert numbers[name.partition(" ")[0]] > 0


def test_a_page_without_faults_has_none(seen, capsys):
    assert row(ours(seen)["none/nothing"]) == dict.fromkeys(COLUMNS, 0)
    assert report([look for look in seen if look["name"] == "none/nothing"]) == 0
    assert "16 looks at 1 pages: nothing wrong" in capsys.readouterr().out


def test_what_the_page_of_a_theme_has_too_is_not_counted(seen):
    fault = next(look for look in seen if look["name"] == "none/barriers" and look["violations"])
    assert ours([{**fault, "name": "none/baseline"}, fault]) == {"none/barriers": [[]]}
    assert ours([{**fault, "name": "other/baseline"}, fault])["none/barriers"][0]


def test_what_a_page_says_is_wrong_is_told_once(seen, capsys):
    assert report([look for look in seen if look["name"] == "none/overflow"]) == 1
    assert capsys.readouterr().out.count("overflow at 390") == 1
