"""The JSON schema of a configuration file, for editors."""

from __future__ import annotations

from typing import Any

from .options import OPTIONS, SHARED, TABLES, Option


def schema() -> dict[str, Any]:
    """Return the schema of sphinx-adoc.toml, which is also that of the table [tool.sphinx-adoc]."""
    tables = {table: _table(table) for table in TABLES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of sphinx-adoc",
        **_table(SHARED, tables),
    }


def _table(table: str, more: dict[str, Any] | None = None) -> dict[str, Any]:
    keys = {option.key: _key(option) for option in OPTIONS if option.table == table}
    return {"type": "object", "additionalProperties": False, "properties": {**keys, **(more or {})}}


def _key(option: Option) -> dict[str, Any]:
    default = {} if option.default is None else {"default": option.default}
    return {"description": option.says, **option.shape, **default}
