"""The settings of one run: what the command line says, else the configuration file, else the defaults."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sphinx_adoc.finding import Finding
from sphinx_adoc.gate import OWN, UNTRUSTED, Trust
from sphinx_adoc.syntax.files import DISK, Disk, Files
from sphinx_adoc.syntax.settings import ASCIIDOCTOR, Settings

from . import attributes, classic
from .attributes import Attributes
from .clock import Clock, local_date
from .configuration import Configuration
from .errors import ProjectError
from .globs import Globs
from .layout import Layout, layout_of
from .options import SHARED
from .rules import Rules
from .suffixes import SUFFIXES
from .variants import DEFAULT, Variant, parse_variants


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a call says itself, which is above the file; None or empty where it says nothing.

    ``attributes`` are words as on the command line, or values by name; ``variants`` are words. ``functions`` are the
    names of macros that the project has functions for.
    """

    attributes: Sequence[str] | Mapping[str, str | None] = ()
    attributes_from: Sequence[Path] = ()
    ids: str | None = None
    variants: Sequence[str] = ()
    prelude: Path | None = None
    exclude: Sequence[str] | None = None
    suffixes: Sequence[str] | None = None
    untrusted: bool = False
    functions: Collection[str] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSettings:
    """How the documents of a project are read and judged.

    ``folder``: what patterns of paths count from. ``roots``: the documents and folders that are worked on when a call
    names none. ``attributes``: those of all variants. ``clock``: today's date, for waivers. ``trust``: how far the
    documents are trusted. ``dialect_given``: somebody said whose rules hold. ``findings``: what is not read of the
    files that attributes come from.
    """

    folder: Path = Path()
    roots: tuple[Path, ...] = ()
    exclude: Globs = field(default_factory=lambda: Globs(()))
    suffixes: tuple[str, ...] = SUFFIXES
    ids: str = ASCIIDOCTOR
    attributes: Attributes = field(default_factory=dict)
    variants: tuple[Variant, ...] = (DEFAULT,)
    prelude: Path | None = None
    rules: Rules = field(default_factory=Rules)
    clock: Clock = local_date
    trust: Trust = OWN
    dialect_given: bool = True
    findings: tuple[Finding, ...] = ()

    def reading(self, root: Path, more: Mapping[str, str | None] | None = None) -> Settings:
        """Return how to read a document whose includes must not leave ``root``. ``more``: attributes above the others,
        such as a variant's.
        """
        return Settings(attributes.merged(self.attributes, more or {}), root=root, ids=self.ids, trust=self.trust)

    def of_variant(self, variant: Variant, root: Path) -> Settings:
        """Return how to read a document in a variant; see :meth:`reading`."""
        return self.reading(root, variant.attributes)

    def is_excluded(self, path: Path) -> bool:
        """Tell whether a document of a folder is left out."""
        return self.exclude.match(Path(os.path.relpath(path, self.folder)).as_posix())

    @property
    def layout(self) -> Layout:
        """How the project's documents are laid out."""
        return layout_of(self.roots or (self.folder,))


def settings(configuration: Configuration, given: Given | None = None, files: Files = DISK) -> ProjectSettings:
    """Return the settings of a run; raise ProjectError for what cannot be followed, such as an absent file.

    ``files``: where the files are that the configuration names; those of the call are on the disk.
    """
    given = given or Given()
    named = _Named(configuration, files)
    attribute_files = named.all("attributes-from")
    exclude, suffixes, ids = (configuration.value(SHARED, key) for key in ("exclude", "suffixes", "ids"))
    return ProjectSettings(
        folder=configuration.folder,
        roots=tuple(named.all("roots")),
        exclude=Globs(exclude if given.exclude is None else given.exclude),
        suffixes=tuple(given.suffixes or suffixes),
        ids=given.ids or ids or attributes.rule_of([*attribute_files, *given.attributes_from]),
        attributes=_attributes(configuration, attribute_files, given, files),
        variants=_variants(configuration.value(SHARED, "variants"), given.variants),
        prelude=given.prelude or next(iter(named.all("prelude")), None),
        rules=_rules(configuration, given.rules),
        trust=UNTRUSTED if given.untrusted else OWN,
        dialect_given=bool(given.ids or ids or attribute_files or given.attributes_from),
        findings=(
            *classic.unread(attribute_files, given.functions, files),
            *classic.unread(given.attributes_from, given.functions, _of_call(files)),
        ),
    )


def _attributes(configuration: Configuration, paths: Sequence[Path], given: Given, files: Files) -> Attributes:
    """What the configuration sets, with what the call sets above it."""
    own = given.attributes if isinstance(given.attributes, Mapping) else attributes.from_words(given.attributes)
    configured = dict(attributes.from_table(configuration.value(SHARED, "attributes")))
    lower = attributes.from_files(paths, attributes.merged(configured, own), files)
    return attributes.merged(lower, attributes.from_files(given.attributes_from, own, _of_call(files)))


def _of_call(files: Files) -> Disk:
    return files if isinstance(files, Disk) else DISK


def _variants(configured: Mapping[str, Mapping[str, Any]], words: Sequence[str]) -> tuple[Variant, ...]:
    if words or not configured:
        return tuple(parse_variants(words))
    return tuple(Variant(name, dict(attributes.from_table(dict(table)))) for name, table in configured.items())


def _rules(configuration: Configuration, given: Mapping[str, Any]) -> Rules:
    def chosen(key: str) -> Any:
        given_value = given.get(key.replace("-", "_"))
        return given_value or configuration.value("check", key)

    return Rules(
        select=chosen("select"),
        ignore=chosen("ignore"),
        per_file_ignores=chosen("per-file-ignores"),
        severity=chosen("severity"),
        folder=configuration.folder,
    )


class _Named(NamedTuple):
    """The files and folders that a configuration names."""

    configuration: Configuration
    files: Files

    def all(self, key: str) -> list[Path]:
        """The paths of a shared key. Raise ProjectError for one that is absent, or outside of the project."""
        value = self.configuration.value(SHARED, key)
        names = value if isinstance(value, list) else [] if value is None else [value]
        return [self._one(key, name) for name in names]

    def _one(self, key: str, name: str) -> Path:
        folder, top = self.configuration.folder, self.files.real(self.configuration.top)
        path = Path(os.path.normpath(folder / name))
        at = f"{self.configuration.path}:{self.configuration.lines.get((SHARED, key), 1)}:1"
        if not self.files.real(path).is_relative_to(top):
            raise ProjectError(f"{at}: {key}: '{name}' is outside of {top}")
        if not self.files.is_file(path) and not self.files.is_dir(path):
            raise ProjectError(f"{at}: {key}: there is no '{name}'; names count from {self.files.real(folder)}")
        return path
