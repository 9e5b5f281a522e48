"""The forms of a report that other tools read, each held against what those tools want."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
from sphinx_adoc.codes import INFO, Code
from sphinx_adoc.finding import Finding, Fix, Related
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.finding.report.markdown import MAX_CHARACTERS
from sphinx_adoc.syntax.source import Place, Span

LINE = "\N{GREEK SMALL LETTER ALPHA}\N{GRINNING FACE}b <<bnod>>."
NOT_NEGATIVE, FROM_ONE, TEXT = {"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 1}, {"type": "string"}


def closed(optional=(), **properties):
    """The schema of an object with these keys alone."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def listed(items):
    return {"type": "array", "items": items}


POSITION = closed(line=FROM_ONE, column=FROM_ONE)
RANGE = closed(start=POSITION, end=POSITION)
RDJSON = closed(
    source=closed(["url"], name=TEXT, url=TEXT),
    diagnostics=listed(
        closed(
            ["suggestions"],
            message=TEXT,
            location=closed(path=TEXT, range=RANGE),
            severity={"enum": ["ERROR", "WARNING", "INFO"]},
            code=closed(["url"], value=TEXT, url=TEXT),
            suggestions=listed(closed(range=RANGE, text=TEXT)),
        )
    ),
)
CODE_QUALITY = listed(
    closed(
        type={"const": "issue"},
        check_name=TEXT,
        description=TEXT,
        categories=listed({"enum": ["Bug Risk", "Clarity", "Compatibility", "Complexity", "Duplication", "Style"]}),
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        fingerprint={"type": "string", "pattern": "^[0-9a-f]{32}$"},
        location=closed(path={"type": "string", "pattern": r"^[^/.]"}, lines=closed(begin=FROM_ONE, end=FROM_ONE)),
    )
)
SAID = closed(text=TEXT)
LEVEL = {"enum": ["error", "warning", "note"]}
ARTIFACT = closed(uri={"type": "string", "pattern": r"^[^\\ ]+$"})
REGION = closed(startLine=FROM_ONE, startColumn=FROM_ONE, endLine=FROM_ONE, endColumn=FROM_ONE)
PHYSICAL = closed(artifactLocation=ARTIFACT, region=REGION)
SARIF = closed(
    **{"$schema": TEXT},
    version={"const": "2.1.0"},
    runs=listed(
        closed(
            columnKind={"const": "unicodeCodePoints"},
            tool=closed(
                driver=closed(
                    ["informationUri"],
                    name=TEXT,
                    version=TEXT,
                    informationUri=TEXT,
                    rules=listed(
                        closed(
                            ["helpUri"],
                            id=TEXT,
                            shortDescription=SAID,
                            fullDescription=SAID,
                            help=SAID,
                            helpUri=TEXT,
                            defaultConfiguration=closed(level=LEVEL),
                        )
                    ),
                )
            ),
            results=listed(
                closed(
                    ["relatedLocations", "fixes"],
                    ruleId=TEXT,
                    ruleIndex=NOT_NEGATIVE,
                    level=LEVEL,
                    message=SAID,
                    locations=listed(closed(physicalLocation=PHYSICAL)),
                    partialFingerprints={"type": "object", "additionalProperties": TEXT},
                    relatedLocations=listed(closed(["message"], id=FROM_ONE, physicalLocation=PHYSICAL, message=SAID)),
                    fixes=listed(
                        closed(
                            description=SAID,
                            artifactChanges=listed(
                                closed(
                                    artifactLocation=ARTIFACT,
                                    replacements=listed(closed(deletedRegion=REGION, insertedContent=SAID)),
                                )
                            ),
                        )
                    ),
                )
            ),
        )
    ),
)
SCHEMAS = {"rdjson": RDJSON, "codequality": CODE_QUALITY, "sarif": SARIF}


def at(first, last, line=1, path="docs/a.adoc"):
    return Span(Place(path, line, first), Place(path, line, last))


def target(**more):
    return Finding(Code.XREF_UNRESOLVED, "xref target not found: 'bnod'", at(6, 9), **more)


WARNING = Finding(Code.UNKNOWN_SUB, "50% | of\n<b>@team</b> #1 https://x.example", at(1, 2, 3))
NOTE = Finding(Code.TABLE_ROTATE, "upright", at(1, 0, 4))
FINDINGS = [
    NOTE,
    WARNING,
    target(fix=Fix("write bond", at(6, 9), before="bnod", replacement="bond"), related=(Related("see", at(1, 1)),)),
]


def write(form, *findings, **more):
    more = {"lines": lambda path, number: LINE if number == 1 else "", "root": Path("docs"), **more}
    return FORMATS[form].write(Report(findings, **more))


@pytest.mark.parametrize("findings", [[], FINDINGS], ids=["none", "some"])
@pytest.mark.parametrize("form", SCHEMAS)
def test_a_form_of_json_is_what_its_readers_want(form, findings):
    jsonschema.Draft202012Validator(SCHEMAS[form]).validate(json.loads(write(form, *findings)))


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_takes_any_text(form):
    odd = Finding(Code.CLAIM_ERROR, "\x00\x1b[1m\ud800\uffff\u202e", at(1, 1, 2, "docs/\udcff\x07.adoc"), hint="`|<!--")
    said = write(form, odd, checked=["docs/\udcff.adoc"])
    assert said.encode("utf-8", "backslashreplace")
    if form in ("junit", "checkstyle"):
        ET.fromstring(said)
    elif form in ("json", *SCHEMAS):
        json.loads(said)


def test_rdjson_counts_bytes_and_ends_behind_the_last():
    found = json.loads(write("rdjson", *FINDINGS))["diagnostics"][2]
    before = len(LINE[:5].encode())
    assert before == 9
    place = {"start": {"line": 1, "column": before + 1}, "end": {"line": 1, "column": before + 5}}
    assert found["location"] == {"path": "docs/a.adoc", "range": place}
    assert found["suggestions"] == [{"range": place, "text": "bond"}]


def test_code_quality_names_files_from_the_project_on():
    assert [issue["location"]["path"] for issue in json.loads(write("codequality", *FINDINGS))] == ["a.adoc"] * 3


def test_checkstyle_has_each_file_once():
    root = ET.fromstring(write("checkstyle", *FINDINGS, tool="sphinx-adoc claims"))
    assert [file.get("name") for file in root] == ["docs/a.adoc"]
    assert [(error.get("line"), error.get("column"), error.get("severity")) for error in root.iter("error")] == [
        ("4", "1", "info"), ("3", "1", "warning"), ("1", "6", "error"),
    ]  # fmt: skip
    assert {error.get("source") for error in root.iter("error")} == {
        "sphinx-adoc-claims.table-rotate", "sphinx-adoc-claims.unknown-sub", "sphinx-adoc-claims.xref-unresolved",
    }  # fmt: skip


def test_github_begins_with_errors_and_leaves_infos_out():
    assert [line.partition(" ")[0] for line in write("github", *FINDINGS).splitlines()] == ["::error", "::warning"]
    assert write("github", NOTE, target(severity=INFO)) == ""


def test_markdown_counts_and_begins_with_errors():
    lines = write("markdown", *FINDINGS).splitlines()
    assert lines[0] == r"### sphinx\-adoc: 1 error, 1 warning, 1 note"
    assert [line.partition(" ")[0] for line in lines[4:]] == ["|error", "|warning", "|info"]
    assert write("markdown") == "### sphinx\\-adoc: nothing found\n"


def test_markdown_shows_words_and_no_markup():
    row = write("markdown", WARNING).splitlines()[-1]
    assert r"50% \| of \<b\>@&#8203;team" in row
    assert re.search(r"\\#&#8203;1 https:&#8203;//x\.example", row)
    assert len(re.findall(r"(?<!\\)\|", row)) == 5


def test_markdown_takes_sixty_thousand_characters_and_no_more():
    length = 60_000 - len(write("markdown", Finding(Code.TABLE_COLS, "", at(1, 1))))
    assert len(write("markdown", Finding(Code.TABLE_COLS, "x" * length, at(1, 1)))) == 60_000
    assert "and 1 finding more" in write("markdown", Finding(Code.TABLE_COLS, "x" * (length + 1), at(1, 1)))


def test_markdown_fits_into_a_comment():
    said = write("markdown", *[target()] * 2000)
    assert MAX_CHARACTERS - 1000 < len(said) < MAX_CHARACTERS + 100
    shown = said.count("|error |")
    assert said.endswith(f"\n... and {2000 - shown} findings more.\n")
