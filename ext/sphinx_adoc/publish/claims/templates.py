"""The Jinja environment of the pages about claims: autoescape on, and templates that a project or a theme may replace.

A template such as ``adoc/claims/list.html`` is looked for in the project's ``templates_path``, then in the folders of
the theme and of those it inherits from, then beside this module. ``!adoc/claims/list.html`` always means the last, so
that a template can extend what it replaces.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, Final

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from sphinx.errors import ThemeError

from .wording import say

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

FOLDER: Final = Path(__file__).parent / "templates"


def environment(builder: StandaloneHTMLBuilder) -> Environment:
    """Return the environment that makes a builder's pages about claims."""
    own, original = FileSystemLoader(FOLDER), PrefixLoader({"!adoc": FileSystemLoader(FOLDER / "adoc")})
    project = [Path(builder.confdir, folder) for folder in builder.config.templates_path]
    loaders = [FileSystemLoader([*project, *builder.theme.get_theme_dirs()]), own, original]
    jinja = Environment(loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined)
    jinja.globals["_"] = say
    return jinja


def render(templates: Environment, name: str, **values: Any) -> str:
    """Return what a template makes of values; raise ThemeError, with file and line, where it cannot be carried out."""
    try:
        return templates.get_template(name).render(values)
    except TemplateError as error:
        raise ThemeError(f"{_place(error, name)}: {error.message}") from error


def _place(error: TemplateError, name: str) -> str:
    """The file and line where a template went wrong: a syntax error knows them, others have them in their traceback."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or name}:{error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else name
