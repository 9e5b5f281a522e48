"""The guide beside the product: every code, option and value is described, every example does what is said of it."""

import argparse
import ast
import contextlib
import inspect
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from difflib import unified_diff
from functools import cache
from html import escape
from unittest.mock import Mock, patch

import pytest
import sphinx_adoc
from bondmodel import cli as bondmodel_cli
from bondmodel.study.plot import describe
from sphinx.application import Sphinx
from sphinx_adoc import cli, dispatch, pytest_plugin
from sphinx_adoc.codes import ON_REQUEST, Code
from sphinx_adoc.links.model import Answer, Failure
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.tree import DescriptionItem, Listing, Section, Table

import dev
from tests import constructs, explained, generated, pictures
from tests.conftest import CHECKOUT
from tests.consumers import test_mixed
from tests.sphinx_adoc.links.virtual import Virtual
from tests.sphinx_adoc.publish.test_builders import OUTPUT

GUIDE = CHECKOUT / "docs" / "guide"


# -- findings ----------------------------------------------------------------------------------------------------------


@cache
def entries():
    """The entries of findings.adoc: code, the section that it stands in, its first word, its files."""
    document = parse_file(GUIDE / "findings.adoc")
    document.read_all()
    found = []
    for section in (block for block in document.walk() if isinstance(block, Section)):
        for item in (block for block in section.walk() if isinstance(block, DescriptionItem)):
            files = {
                block.title.plain if block.title else "page.adoc": block.text.plain + "\n"
                for block in item.blocks
                if isinstance(block, Listing)
            }
            found.append((item.terms[0].plain, section.id, item.principal.plain, files))
    return found


def test_every_code_has_its_entry_and_every_entry_its_code():
    assert sorted(code for code, *_ in entries()) == sorted(Code)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry[0])
def test_the_entry_of_a_code_says_what_the_table_says(entry):
    name, _, words, _ = entry
    code = Code(name)
    severity, _, rest = words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").partition(". ")
    assert severity.split()[0] == code.severity.capitalize()
    assert " ".join(rest.split()).startswith(code.summary)


def test_what_is_made_from_the_page_of_findings_is_up_to_date():
    text = described("findings.adoc")
    current = explained.EXPLAINED.read_text(encoding="utf-8") == explained.explained(text)
    assert current, "explained.json is out of date; to write it: python3 dev.py guide"


def test_no_code_is_written_as_a_string():
    written = [
        f"{path.relative_to(CHECKOUT)}:{node.lineno}: {node.value}"
        for path in sorted((CHECKOUT / "ext" / "sphinx_adoc").rglob("*.py"))
        if path.name != "codes.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in set(Code)
    ]
    assert [line for line in written if not line.endswith(": attribute-missing")] == []
    assert len(written) == 3, "attribute-missing is a document attribute too: set twice, asked for once"


@pytest.mark.parametrize("entry", [entry for entry in entries() if entry[3]], ids=lambda entry: entry[0])
def test_the_example_of_a_finding_has_it(entry, tmp_path, capsys):
    code, section, words, files = entry
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    said = reports(section, tmp_path, code, capsys)
    severity = words.split()[0].strip(".").lower()
    pattern = rf"(?:\.(?:adoc|html|py|txt|yml|conf)|_redirects):\d+:\d+: {severity}: .* \[{code}\]"
    assert re.search(pattern, said, re.IGNORECASE), said


def test_only_limits_go_without_an_example():
    assert {section for _, section, _, files in entries() if not files} == {"findings_limits"}


def reports(section, folder, code, capsys):
    """What the command of a section says about a folder."""
    page = str(folder / "page.adoc")
    if code.startswith("toctree") or section == "findings_output":
        return in_sphinx(folder, BUILDERS.get(code, "dummy"))
    if code == "navigation-entry":
        return in_sphinx(folder, "dummy", "adoc_antora = True")
    if code == "directive-refused":
        return in_sphinx(folder, "dummy", "adoc_untrusted = True")
    if code.startswith("fact"):
        cli.main(["check", page, "--facts"])
    elif code == "claim-unquoted":
        cli.main(["check", page])
    elif section == "findings_pages":
        cli.main(["html", "--untrusted" if code.endswith("-refused") else "--no-raw", page, "-o", str(folder / "out")])
    elif section == "findings_review":
        review(folder)
        return " ".join(capsys.readouterr().out.split())
    elif code in ON_REQUEST:
        cli.main(["check", page, "--select", code])
    elif code == "configuration-unread":
        cli.main(["check", page, "--attributes-from", str(folder / "my.conf")])
    elif code == "source-unchecked":
        cli.main(["check", str(folder / "playbook.yml")])
    elif section == "findings_addresses":
        with monkeypatched_servers(code):
            cli.main(["check", page, "--links", "--links-cache", str(folder / "links.jsonl")])
    elif section == "findings_built":
        cli.main(["check", "--built", str(folder)])
    elif code in ("claim-vanished", "claim-reworded"):
        vanished(folder)
    elif section == "findings_claims":
        prelude = folder / "prelude.py"
        given = ["--prelude", str(prelude)] if prelude.exists() else []
        given += ["--mutate"] if code == "claim-unnoticed" else []
        cli.main(["claims", page, "--timeout=1", *given])
    else:
        cli.main(["check", str(folder)])
    return capsys.readouterr().out


ANSWERS = {  # what the server of an example says, where it is not always the same: the address that it leads to
    "link-gone": Answer(status=404),
    "link-fragment": Answer(status=200, ids=frozenset({"lamp"})),
    "link-moved": Answer(status=200),
    "link-refused": Answer(status=403),
    "link-unsure": Answer(failure=Failure.TIMEOUT),
}


@contextlib.contextmanager
def monkeypatched_servers(code):
    """Have servers say what the example of a code needs; one that is not asked by https leads there."""

    def script(request, times):
        moved = Answer(status=301, location=request.url.replace("http:", "https:"))
        return (ANSWERS[code] if request.url.startswith("https:") else moved), 0.1

    with patch("sphinx_adoc.commands.links.workers_of", lambda policy: Virtual(script)):
        yield


def vanished(folder):
    """Look at a page for claims that it had in a commit."""
    text = (folder / "page.adoc").read_text(encoding="utf-8")
    (folder / "before.adoc").rename(folder / "page.adoc")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "page.adoc"], ["commit", "-q", "-m", "before"]):
        subprocess.run([*git, *words], cwd=folder, check=True)
    (folder / "page.adoc").write_text(text, encoding="utf-8")
    with contextlib.chdir(folder):
        cli.main(["claims", "page.adoc", "--base", "HEAD"])


def review(folder):
    """Review the change from before.adoc to after.adoc."""
    sides = [(folder / name).read_text(encoding="utf-8").splitlines(True) for name in ("before.adoc", "after.adoc")]
    patch, documents = folder / "x.patch", folder / "documents"
    patch.write_text("".join(unified_diff(*sides, "a/page.adoc", "b/page.adoc")), encoding="utf-8")
    documents.mkdir()
    (documents / "page.adoc").write_text("".join(sides[0]), encoding="utf-8")
    cli.main(["review", str(patch), "--repo", str(documents)])


BUILDERS = {  # of Sphinx, where one alone reports a code
    "formula-unreadable": "html",
    "latex-character": "latex",
    "image-unconverted": "latex",
}


def in_sphinx(folder, builder, setting=""):
    """The warnings of a build, in the form of the commands."""
    (folder / "conf.py").write_text("extensions = ['sphinx_adoc']\nroot_doc = 'page'\n" + setting, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-b", builder, str(folder), str(folder / "_build")]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    return said.replace("WARNING:", "warning:").replace("[adoc.", "[")


# -- commands and settings ---------------------------------------------------------------------------------------------


def described(name):
    """The text of a page."""
    return (GUIDE / name).read_text(encoding="utf-8")


def section(page, title):
    """The part of a page below a section title."""
    return page.partition(f"== {title}\n")[2].partition("\n== ")[0]


def actions(parser):
    return [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]


def commands(parser):
    """The parsers of a command's subcommands, by name."""
    return next(action for action in actions(parser) if isinstance(action, argparse._SubParsersAction)).choices


COMMANDS = sorted(commands(dispatch._parser("")))
WORDS = {
    "init": "[FOLDER]",
    "tree": "FILE",
    "parity": "FILE...",
    "review": "PATCH",
    "explain": "[CODE]",
    "schema": "NAME",
    "cache": "",
    "lsp": "",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_described(name):
    page = described("commands.adoc")
    title = f"sphinx-adoc {name} {WORDS.get(name, '[PATH...]')}".strip()
    text = section(page, title) + section(page, "Options of every `sphinx-adoc` command")
    parser = commands(dispatch._parser(name))[name]
    wanted = [option for action in actions(parser) for option in action.option_strings]
    assert "--format" in wanted or name in ("schema", "init", "cache", "lsp")
    assert [option for option in wanted if not re.search(rf"`{option}[` ]", text)] == []
    terms = re.findall(r"^`-.*(?=::)", section(page, title), re.MULTILINE)
    assert set(re.findall(r"`(--?[\w-]+)", " ".join(terms))) <= set(wanted)


def test_every_choice_of_an_option_is_described():
    page = described("commands.adoc")
    parsers = [commands(dispatch._parser(name))[name] for name in COMMANDS]
    choices = {choice for parser in parsers for action in actions(parser) for choice in action.choices or ()}
    assert [choice for choice in choices if not re.search(rf"[`|]{choice}[`|]", page)] == []


def test_no_command_is_described_that_is_not_there():
    page = described("commands.adoc")
    assert set(re.findall(r"^\|`sphinx-adoc (\w+)", page, re.MULTILINE)) == set(COMMANDS)
    assert set(re.findall(r"^\|`python -m bondmodel (\w+)", page, re.MULTILINE)) == set(
        commands(bondmodel_cli._parser())
    )


def test_every_configuration_value_is_described_with_its_default():
    app = Mock()
    sphinx_adoc.setup(app)
    signature = inspect.signature(Sphinx.add_config_value)
    calls = [signature.bind(app, *call.args, **call.kwargs) for call in app.add_config_value.call_args_list]
    values = {call.arguments["name"]: repr(call.arguments["default"]) for call in calls}
    table = section(described("sphinx.adoc"), "All configuration values")
    assert dict(re.findall(r"^\|`(\w+)` \|`([^`]+)` \|", table, re.MULTILINE)) == values


def test_every_setting_of_the_pytest_plugin_is_described():
    parser = Mock()
    pytest_plugin.pytest_addoption(parser)
    settings = {call.args[0] for call in parser.addini.call_args_list}
    page = described("claims.adoc")
    assert set(re.findall(r"^\|`(adoc_\w+)` \|", page, re.MULTILINE)) == settings
    assert all(f"`{call.args[0]}`" in page for call in parser.getgroup().addoption.call_args_list)


# -- what is made from the product -------------------------------------------------------------------------------------


def test_the_table_of_constructs_is_what_the_cases_say():
    current = constructs.PAGE.read_text(encoding="utf-8") == constructs.page()
    assert current, "constructs.adoc is out of date; to write it: python3 dev.py guide"


@pytest.mark.parametrize(("page", "name"), generated.PARTS)
def test_a_part_of_a_page_is_what_the_product_says(page, name):
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    current = generated.with_part(text, name, generated.PARTS[page, name]()) == text
    assert current, f"{page} is out of date; to write it: python3 dev.py guide"


def test_the_schema_of_the_configuration_is_what_the_options_say():
    current = generated.SCHEMA.read_text(encoding="utf-8") == generated.schema_text()
    assert current, "the schema is out of date; to write it: python3 dev.py guide"


def test_the_picture_of_the_layers_is_what_the_contracts_say():
    current = (pictures.STATIC / "layers.svg").read_text(encoding="utf-8") == pictures.layers()
    assert current, "layers.svg is out of date; to draw it: python3 dev.py guide"


def test_the_picture_of_a_run_shows_what_the_model_says():
    drawn = (pictures.STATIC / "timeline.svg").read_text(encoding="utf-8")
    assert escape(describe(pictures.example())) in drawn, "timeline.svg is out of date: python3 dev.py guide"


# -- examples of code --------------------------------------------------------------------------------------------------


def test_roles_are_written_as_they_are_read():
    pages = [page.read_text("utf-8") for page in GUIDE.glob("*.adoc")]
    written = [role for page in pages for role in re.findall(r"\brole:[\w:]+\[", page)]
    assert len(written) > 3
    assert not [role for role in written if role.endswith(":[")]


def test_the_value_that_offers_a_picture_does():
    document = parse_file(GUIDE / "claims.adoc")
    listings = [block.text.plain for block in document.walk() if isinstance(block, Listing)]
    (code,) = (text for text in listings if "_repr_" in text)
    exec(code, names := {})
    levels = names["Levels"](3, 90)
    assert len(ET.fromstring(levels._repr_svg_())) == 2
    assert levels._repr_alt_() == "Levels from 3 to 90."


# -- builders ----------------------------------------------------------------------------------------------------------


def rows_of(page):
    """The rows of the first table of a page, cell by cell as plain text."""
    (table, *_) = (block for block in parse_file(GUIDE / page).walk() if isinstance(block, Table))
    return [[" ".join(text.plain for text in cell.paragraphs) for cell in row] for row in table.body]


def test_the_table_of_extensions_has_those_that_are_built():
    rows = {row[0].strip("`") for row in rows_of("extensions.adoc")}
    assert rows == {*test_mixed.SHOWN, *test_mixed.BUILDERS, test_mixed.INLINE[0]}
    conf = (CHECKOUT / "tests/consumers/mixed/conf.py").read_text("utf-8")
    assert [name for name in rows if f'"{name}"' not in conf] == []


def test_the_table_of_builders_has_each_and_names_what_holds_it():
    rows = rows_of("builders.adoc")
    assert {row[0] for row in rows} == {*OUTPUT, "linkcheck"}
    for builder, _, _, run in rows:
        stage = run.removeprefix("dev.py ")
        assert stage in {**dev.STAGES, **dev.ALONE}, stage
        for command in {**dev.STAGES, **dev.ALONE}[stage] if stage != "tests" else ():
            module = CHECKOUT / command[-1].replace(".", "/") / "__main__.py"
            source = (module if module.exists() else CHECKOUT / command[-1]).read_text("utf-8")
            assert f'"{builder}"' in source or builder == "html", builder
