"""Writes the parts of hand-written pages that are made from the product: ``python3 dev.py guide``.

A part stands between two comments that name it; the tests fail when one is not what the product says.
"""

import json
import re
import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path

from sphinx_adoc.codes import Code
from sphinx_adoc.finding.report import FORMATS
from sphinx_adoc.project.options import OPTIONS, Option
from sphinx_adoc.project.schema import schema
from sphinx_adoc.project.shapes import words

from tests import attacks

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "ext" / "sphinx_adoc" / "schemas" / "configuration.json"


def keys() -> str:
    """The table of all keys of a configuration file."""
    rows = [row for option in OPTIONS for row in ("", *_row(option))]
    return "\n".join(['[%header,cols="3,6,3,3,3"]', "|===", "|Key |Says |Value |Example |Command line", *rows, "|==="])


def _row(option: Option) -> list[str]:
    default = "" if option.default in (None, [], {}, False) else f"; `{json.dumps(option.default)}` unless set"
    return [
        f"|`{option.name}`",
        f"|{option.says}",
        f"|{words(option.shape)}{default}",
        f"|`+{option.example}+`",
        f"|`{option.option}`",
    ]


def contracts() -> dict[str, list[str]]:
    """The layers of each package, the highest first, by the contract's id."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    found = {contract["id"]: contract.get("layers", []) for contract in tool["importlinter"]["contracts"]}
    return {name: [re.sub(r"[()]", "", layer) for layer in layers] for name, layers in found.items() if layers}


def layers() -> str:
    """The layers, a line each, the highest first."""
    by_name = contracts()
    rows = {name: " > ".join(f"`+{layer}+`" for layer in layers_of) for name, layers_of in by_name.items()}
    return "\n\n".join(f"`{name}`:: {row}" for name, row in rows.items())


def layers_in_markdown() -> str:
    """The layers of the documents' tools, in a line."""
    line = f"`{' > '.join(contracts()['sphinx-adoc'])}`."
    return textwrap.fill(line, 118, initial_indent="  ", subsequent_indent="  ")


def forms() -> str:
    """The table of the forms of a report."""
    rows = "\n".join(f"|`{name}` |{form.purpose}" for name, form in FORMATS.items())
    return f'[%header,cols="1,4"]\n|===\n|`--format` |For\n\n{rows}\n|==='


def codes() -> str:
    """The table of all codes."""
    rows = "\n".join(f"|<<{code}>> |{code.severity} |{code.summary.replace('|', '{vbar}')}" for code in Code)
    return f'[%header,cols="3,1,7"]\n|===\n|Code |Severity |Meaning\n\n{rows}\n|==='


def conformance() -> str:
    """The table of what the language server does of the AsciiDoc Editor Specification, and the share of each level."""
    rows = tomllib.loads((ROOT / "tests/sphinx_adoc/lsp/conformance.toml").read_text("utf-8"))["row"]
    lines = ['[%header,cols="1,2,7,1,4"]', "|===", "|Level |Area |What is asked for |Done |Held by, or why not", ""]
    for row in rows:
        held = f"`{row['test']}`" if row["state"] != "no" else ""
        notes = "; ".join(filter(None, [held, _verbatim(row.get("why", ""))]))
        lines.append(f"|{row['level']} |{row['area']} |{_verbatim(row['says'])} |{row['state']} |{notes}")
    shares = []
    for level in ("MUST", "SHOULD", "MAY"):
        states = [row["state"] for row in rows if row["level"] == level]
        shares.append(f"{states.count('yes')} of {len(states)} at {level} ({states.count('partly')} partly)")
    return f"Done: {', '.join(shares)}.\n\n" + "\n".join([*lines, "|==="])


def _verbatim(text: str) -> str:
    """Code in a text, as it stands: no markup in it counts."""
    return re.sub(r"`([^`]+)`", r"`+\1+`", text)


PARTS: dict[tuple[str, str], Callable[[], str]] = {
    ("docs/guide/configuration.adoc", "keys"): keys,
    ("docs/guide/architecture.adoc", "layers"): layers,
    ("CONTRIBUTING.md", "layers"): layers_in_markdown,
    ("docs/guide/check.adoc", "forms"): forms,
    ("docs/guide/findings.adoc", "codes"): codes,
    ("docs/guide/trust.adoc", "attacks"): attacks.table,
    ("docs/guide/editors.adoc", "conformance"): conformance,
}


def with_part(text: str, name: str, part: str) -> str:
    """The text of a page, with a part of it as given; raise ValueError where the page does not mark it."""
    line = r"^ *(?://|<!--)"
    marked = re.compile(rf"({line} begin {name}:[^\n]*\n).*?({line} end {name}\b)", re.MULTILINE | re.DOTALL)
    if not marked.search(text):
        raise ValueError(f"no part '{name}' is marked")
    return marked.sub(lambda found: f"{found[1]}{part}\n{found[2]}", text)


def schema_text() -> str:
    """The JSON schema of a configuration file, as it ships."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    for (page, name), make in PARTS.items():
        path = ROOT / page
        path.write_text(with_part(path.read_text("utf-8"), name, make()), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
