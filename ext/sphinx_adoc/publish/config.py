"""What can be set in ``conf.py``. What is not set there comes from the project's configuration file, if it has one.

``adoc_attributes``: document attributes, by name; a value that ends in ``@`` (or a name that does) may be changed by a
document, others may not; None unsets. Every page also has the attribute ``env-sphinx`` (for ``ifdef::env-sphinx[]``),
and ``project``, ``version`` and ``release`` of ``conf.py``, which a document may change.

``adoc_attributes_from``: files with attributes, which documents may change: asciidoc-py's ``.conf`` (its section
``[attributes]``), JSON or TOML; paths count from the folder of ``conf.py``. With a ``.conf`` ``adoc_ids`` is
``asciidoc-py`` unless it is set.

``adoc_variants``: further attributes by the name of a variant, for sources that are built in several ways. Every build
reads every page in every variant and reports what is wrong in any, naming the variants.

``adoc_variant``: the name of the variant that the pages show ('': the attributes alone), e.g. ``-D adoc_variant=wiki``.

``adoc_ids``: the rule for generated ids, ``asciidoctor`` or ``asciidoc-py``.

``adoc_toc``: which tables of contents a page gets: ``macro`` (where it says ``toc::[]``), ``all`` (also by the
attribute ``toc``), ``none``.

``adoc_raw``: let passthroughs through, and files from outside the sources. docutils' ``raw_enabled`` must allow it too.

``adoc_untrusted``: the pages are strangers': no raw output in any form, directives, roles, addresses and formulas that
are listed as harmless, no hidden file and none from outside the sources. It includes ``adoc_raw = False``.

``adoc_inline_macros``, ``adoc_block_macros``: names of macros that the language does not define, mapped to a function
(or its dotted name) that makes nodes of them: ``(ctx, macro, text) -> nodes`` and ``(ctx, macro) -> nodes``.

``adoc_blocks``: styles, attributes or roles of blocks, mapped to a function (or its dotted name) that makes nodes of a
block which has one: ``(ctx, block) -> nodes``, or None where the block is to stay what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sphinx.config import ENUM
from sphinx.errors import ConfigError

from sphinx_adoc.project import Given, ProjectError, Variant, find
from sphinx_adoc.project import settings as project_settings
from sphinx_adoc.project.attributes import merged
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.syntax.settings import ASCIIDOC_PY, ASCIIDOCTOR, Settings

from . import directives, rest
from .report import report
from .sources import root, site_of
from .trust import trust

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from .site import Site

DEFAULT_VARIANT: Final = ""
_ENVIRONMENT: Final = {"env": "sphinx", "env-sphinx": ""}
_BUILT_IN: Final = {
    **_ENVIRONMENT,
    "backend-html5": "",
    "basebackend-html": "",
    "backend": "html5",
    "attribute-missing": "warn@",
}
_OF_PROJECT: Final = ("project", "version", "release")  # Sphinx' values that are attributes


def setup(app: Sphinx) -> None:
    """Add the values."""
    app.add_config_value("adoc_attributes", {}, "env", [dict])
    app.add_config_value("adoc_attributes_from", [], "", [list, tuple])  # their attributes are what pages depend on
    app.add_config_value("adoc_variants", {}, "env", [dict])
    app.add_config_value("adoc_variant", DEFAULT_VARIANT, "env", [str])
    app.add_config_value("adoc_ids", ASCIIDOCTOR, "env", ENUM(ASCIIDOCTOR, ASCIIDOC_PY))
    app.add_config_value("adoc_toc", "macro", "env", ENUM("macro", "all", "none"))
    app.add_config_value("adoc_raw", default=True, rebuild="env", types=[bool])
    app.add_config_value("adoc_untrusted", default=False, rebuild="env", types=[bool])
    app.add_config_value("adoc_inline_macros", {}, "", [dict])  # functions cannot be cached nor compared
    app.add_config_value("adoc_block_macros", {}, "", [dict])
    app.add_config_value("adoc_blocks", {}, "", [dict])
    app.connect("config-inited", _fill_from_project, priority=100)
    app.connect("config-inited", _check)


def _fill_from_project(app: Sphinx, config: Config) -> None:
    """Take what conf.py does not say from the project's configuration file. Raises ConfigError."""
    files = [Path(app.confdir, path) for path in config.adoc_attributes_from]
    try:
        configuration = find(Path(app.confdir))
        own = config.adoc_attributes if isinstance(config.adoc_attributes, dict) else {}
        functions = {*config.adoc_inline_macros, *config.adoc_block_macros}
        project = project_settings(configuration, Given(attributes=own, attributes_from=files, functions=functions))
    except ProjectError as error:
        raise ConfigError(str(error)) from error
    report(project.findings)
    if isinstance(config.adoc_attributes, dict):  # else `_check` refuses it
        config.adoc_attributes = project.attributes
    configured = {*config._raw_config, *config.overrides}  # what conf.py and -D say
    values: dict[str, Any] = {"adoc_ids": project.ids}
    if configuration.path is not None:
        values["adoc_variants"] = {} if project.variants == (DEFAULT,) else _tables(project.variants)
        values["adoc_prelude"] = str(project.prelude.absolute()) if project.prelude else ""
        values["adoc_timeout"] = configuration.value("claims", "timeout")
        values["adoc_claims_memory"] = configuration.value("claims", "memory")
        values["adoc_unit"] = configuration.value("claims", "unit")
        values["adoc_vocabulary"] = configuration.value("claims", "vocabulary")
        values["adoc_loose"] = configuration.value("claims", "loose")
        record = configuration.value("claims", "wordings")
        values["adoc_wordings"] = str((configuration.folder / record).absolute()) if record else ""
        values["adoc_claims_console"] = configuration.value("claims", "console")
        values["adoc_claims_environment"] = configuration.value("claims", "environment")
    for name, value in values.items():
        if name not in configured:
            setattr(config, name, value)


def _tables(variants: Iterable[Variant]) -> dict[str, dict[str, str | None]]:
    return {variant.name: dict(variant.attributes) for variant in variants}


def _check(app: Sphinx, config: Config) -> None:
    """Say what is wrong with the values before any page is read. Raises ConfigError."""
    if config.adoc_variant and config.adoc_variant not in config.adoc_variants:
        known = ", ".join(map(repr, config.adoc_variants)) or "none are set"
        raise ConfigError(f"adoc_variant: {config.adoc_variant!r} is not in adoc_variants ({known})")
    if config.adoc_untrusted and getattr(config, "adoc_claims", False):
        raise ConfigError("adoc_claims runs what the pages hold: it does not go with adoc_untrusted")
    for name, attributes in {"": config.adoc_attributes, **config.adoc_variants}.items():
        where = f"adoc_variants[{name!r}]" if name else "adoc_attributes"
        if not isinstance(attributes, dict):
            raise ConfigError(f"{where}: a dictionary of attributes is needed, not {attributes!r}")
        for key, value in attributes.items():
            if not isinstance(value, str | int | float | None):
                raise ConfigError(f"{where}[{key!r}]: text, True, False or None is needed, not {value!r}")


def variants(config: Config) -> Iterator[str]:
    """Yield the names of all variants; the one that the pages show comes first."""
    yield config.adoc_variant
    yield from (name for name in config.adoc_variants if name != config.adoc_variant)


def of_page(env: BuildEnvironment, variant: str, docname: str = "") -> Settings:
    """Return how to read a page in a variant; the one that is read now unless it is named."""
    site = site_of(env)
    if site is None:
        return settings(env.config, variant, root(env))
    return of_file(env.config, site, variant, Path(env.doc2path(docname or env.docname)))


def of_file(config: Config, site: Site, variant: str, path: Path) -> Settings:
    """Return how to read a file of an Antora site in a variant."""
    page_settings = settings(config, variant, site.top, site.attributes_of(path))
    return replace(page_settings, components=site.tree.components)


def locale(config: Config) -> str:
    """Return the language that the output is in, as HTML writes it."""
    return str(config.language or "en").replace("_", "-")


def settings(
    config: Config, variant: str, root: Any, of_site: Mapping[str, str | None] = MappingProxyType({})
) -> Settings:
    """Return how to read a page in a variant. ``root``: the directory that includes must not leave. ``of_site``: the
    attributes that the page has from Antora.
    """
    of_project = {name: f"{config[name]}@" for name in _OF_PROJECT if config[name]}
    attributes: dict[str, str | None] = {**_BUILT_IN, "lang": f"{locale(config)}@", **of_project}
    for upper in (of_site, _ENVIRONMENT, config.adoc_attributes, config.adoc_variants.get(variant, {})):
        attributes = merged(attributes, upper)
    return Settings(
        attributes={name: _value(value) for name, value in attributes.items()},
        root=root,
        ids=config.adoc_ids,
        inline_macros=frozenset({*config.adoc_inline_macros, rest.MACRO}),
        block_macros=frozenset({*config.adoc_block_macros, *directives.macros()}),
        styles=frozenset({*directives.styles(), *config.adoc_blocks}),
        trust=trust(config),
    )


def _value(value: object) -> str | None:
    if value is None or value is False:
        return None
    return "" if value is True else str(value)


def hooks(configured: dict[str, Any]) -> dict[str, Any]:
    """Return the macro functions by name, dotted names resolved."""
    return {
        name: resolve_name(function) if isinstance(function, str) else function for name, function in configured.items()
    }
