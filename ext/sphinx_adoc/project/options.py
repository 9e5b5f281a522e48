"""The one table of what a configuration file can hold.

The reader, the JSON schema for editors and the guide's table all follow from it. A key of a command's table has the
name of the command's long option, and means the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sphinx_adoc.codes import SEVERITIES
from sphinx_adoc.finding.report import FORMATS
from sphinx_adoc.syntax.settings import ASCIIDOC_PY, ASCIIDOCTOR

from . import shapes, vocabulary
from .shapes import Shape
from .suffixes import KNOWN, SUFFIXES

SHARED: Final = ""
"""The table of the keys that all commands share: the top of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A key: the table that it stands in, the shape of its value, its default (None: not set), and what it says.

    ``option``: the command line's option that beats it. ``example``: a value in TOML, for the guide.
    """

    table: str
    key: str
    shape: Shape
    default: Any
    says: str
    option: str
    example: str

    @property
    def name(self) -> str:
        """The key with its table: ``check.select``."""
        return f"{self.table}.{self.key}" if self.table else self.key

    @property
    def dest(self) -> str:
        """The name that the value has among a command's parsed arguments."""
        return self.key.replace("-", "_")


def _option(name: str, shape: Shape, default: Any, *, says: str, option: str, example: str) -> Option:
    table, _, key = name.rpartition(".")
    return Option(table=table, key=key, shape=shape, default=default, says=says, option=option, example=example)


_FORMS: Final = shapes.one_of(*sorted(FORMATS))
LOOSE: Final = ("off", "warning", "error")
_TIME: Final = "how many seconds each claim may run; 0: as long as it wants"

_HOST: Final = shapes.record_of(
    every=shapes.SECONDS, parallel=shapes.COUNT, token=shapes.STRING, headers=shapes.table_of(shapes.STRING)
)

OPTIONS: Final = (
    _option("roots", shapes.STRINGS, [], option="PATH", example='["docs"]',
            says="the documents, and folders of documents, that a command works on when it names none"),
    _option("exclude", shapes.STRINGS, [], option="--exclude", example='["docs/old", "draft-*"]',
            says="documents of folders that are left out: patterns of paths"),
    _option("suffixes", shapes.list_of(shapes.one_of(*KNOWN)), list(SUFFIXES), option="--suffix",
            example='[".adoc", ".txt"]', says="which files of a folder are documents, by how their names end"),
    _option("ids", shapes.one_of(ASCIIDOCTOR, ASCIIDOC_PY), None, option="--ids", example='"asciidoc-py"',
            says="whose rule makes ids from titles, and whose dialect is read"),
    _option("attributes", shapes.ATTRIBUTES, {}, option="--attribute", example='{icons = "font"}',
            says="document attributes: `true` sets one without a value, `false` unsets it, a value that ends in `@` may"
                 " be changed by a document"),
    _option("attributes-from", shapes.STRINGS, [], option="--attributes-from", example='["asciidoc.conf"]',
            says="files with attributes, which documents may change"),
    _option("variants", shapes.table_of(shapes.ATTRIBUTES), {}, option="--variant",
            example="{web = {}, print = {volts = 230}}",
            says="the ways in which the documents are built, each with attributes of its own"),
    _option("prelude", shapes.STRING, None, option="--prelude", example='"docs/prelude.py"',
            says="a Python file whose names all claims see"),
    _option("check.select", shapes.STRINGS, [], option="--select", example='["xref-*", "id-duplicate"]',
            says="report these codes alone: codes, or patterns of codes"),
    _option("check.ignore", shapes.STRINGS, [], option="--ignore", example='["attribute-missing"]',
            says="do not report these codes"),
    _option("check.per-file-ignores", shapes.table_of(shapes.STRINGS), {}, option="--per-file-ignores",
            example='{"docs/old" = ["xref-*"]}',
            says="codes that are not reported in some files, by a pattern of their paths"),
    _option("check.severity", shapes.table_of(shapes.one_of(*SEVERITIES)), {}, option="--severity",
            example='{section-level = "warning"}', says="how severe the findings of a code are"),
    _option("check.baseline", shapes.STRING, None, option="--baseline", example='"adoc-baseline.txt"',
            says="a file of findings that are known: only others fail"),
    _option("check.links", shapes.FLAG, default=False, option="--links", example="true",
            says="also ask servers whether the addresses of the documents are still there"),
    _option("check.links-mode", shapes.one_of("all", "changed", "offline"), "all", option="--links-mode",
            example='"offline"', says="which addresses servers are asked for"),
    _option("check.links-cache", shapes.STRING, None, option="--links-cache", example='"links.jsonl"',
            says="the file that remembers what servers said; `.sphinx-adoc/links.jsonl` unless set"),
    _option("check.links-age", shapes.SECONDS, 30.0, option="--links-age", example="7",
            says="how many days a good answer is remembered"),
    _option("check.links-budget", shapes.SECONDS, 600.0, option="--links-budget", example="60",
            says="how many seconds servers are asked, all together"),
    _option("check.links-ignore", shapes.STRINGS, [], option="--links-ignore", example='["https://intranet.example/*"]',
            says="patterns of addresses that are not checked"),
    _option("check.links-private", shapes.STRINGS, [], option="--links-private", example='["wiki.lan", "10.0.0.0/8"]',
            says="private hosts, addresses and networks that may be asked"),
    _option("check.links-hosts", shapes.table_of(_HOST), {}, option="--links-host",
            example='{"github.com" = {every = 2, parallel = 1, token = "GITHUB_TOKEN"}}',
            says="how a host is asked: seconds from one request to the next, how many at once, the variable of the"
                 " environment that holds a token, and headers"),
    _option("check.format", _FORMS, "text", option="--format", example='"github"', says="the form of the report"),
    _option("claims.timeout", shapes.SECONDS, 60.0, option="--timeout", example="10", says=_TIME),
    _option("claims.memory", shapes.SECONDS, 8192.0, option="--memory", example="1024",
            says="how many MiB of memory the process of the claims may take; 0: as much as it wants"),
    _option("claims.unit", shapes.TEXTS, [], option="--unit", example='"seconds"',
            says="the unit of computed numbers that have none, one of each kind; none is assumed"),
    _option("claims.console", shapes.FLAG, default=False, option="--console", example="true",
            says="let documents run commands: console sessions, and the origins `exit:` and `option:`"),
    _option("claims.environment", shapes.STRINGS, [], option="--environment", example='["DATABASE_*"]',
            says="names of variables of the environment that claims see beyond the usual ones"),
    _option("claims.vocabulary", vocabulary.SHAPE, {}, option="", example='{nodes = ["{} nodes"]}',
            says="kinds of words, each the name of a parameter, and how their members are spelt; `{}` is a number"),
    _option("claims.loose", shapes.one_of(*LOOSE), "off", option="--loose", example='"error"',
            says="what words of claimed sentences are that no claim takes: nothing, a warning or an error"),
    _option("claims.wordings", shapes.STRING, None, option="", example='"docs/wordings.toml"',
            says="the file that keeps how claimed sentences read; `--accept-wording` writes it, every run compares"),
    _option("claims.format", _FORMS, "text", option="--format", example='"junit"', says="the form of the report"),
    _option("html.output", shapes.STRING, None, option="--output", example='"out"', says="the folder for the pages"),
    _option("html.no-raw", shapes.FLAG, default=False, option="--no-raw", example="true",
            says="show passthroughs as text"),
    _option("html.format", _FORMS, "text", option="--format", example='"github"', says="the form of the report"),
    _option("review.strict", shapes.FLAG, default=False, option="--strict", example="true",
            says="leave with 1 also when a line was not looked at"),
    _option("review.timeout", shapes.SECONDS, 60.0, option="--timeout", example="10", says=_TIME),
    _option("review.format", _FORMS, "text", option="--format", example='"markdown"', says="the form of the report"),
)  # fmt: skip
"""All keys, in the order in which they are shown."""

TABLES: Final = tuple(dict.fromkeys(option.table for option in OPTIONS if option.table))
"""The names of the commands' tables."""


def options_of(table: str) -> dict[str, Option]:
    """Return the options of a table by their keys."""
    return {option.key: option for option in OPTIONS if option.table == table}
