"""What a configuration reader has to say about a line."""

from __future__ import annotations

from dataclasses import dataclass

from bondmodel.errors import meant

__all__ = ["Finding", "Option", "meant", "no_number", "not_in_range", "out_of_range"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong or remarkable at a line and column (both from 1) of a configuration text.

    `severity` is "error" (it will not work), "warning" (it does not do what it seems to) or "note". `code` names the
    kind. `path`: the file, where it is another than the one that was given (it was named by `source`).
    """

    line: int
    column: int
    severity: str
    code: str
    message: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A key and its value with their places; `key` as the readers normalise it."""

    key: str
    value: str
    line: int
    column: int
    value_column: int
    path: str = ""

    def finding(self, severity: str, code: str, message: str) -> Finding:
        """Return a finding about the value."""
        return Finding(
            line=self.line, column=self.value_column, severity=severity, code=code, message=message, path=self.path
        )

    def key_finding(self, severity: str, code: str, message: str) -> Finding:
        """Return a finding about the key."""
        return Finding(
            line=self.line, column=self.column, severity=severity, code=code, message=message, path=self.path
        )


def not_in_range(option: Option, low: int, high: int | None) -> list[Finding]:
    """Return what is wrong with the value of an option that is to be a whole number from `low` to `high` (None: no
    end).
    """
    try:
        value = int(option.value)
    except ValueError:
        return [no_number(option, low, high)]
    return [out_of_range(option, low, high)] if value < low or (high is not None and value > high) else []


def no_number(option: Option, low: int, high: int | None) -> Finding:
    """Return a value that is no whole number."""
    text = f"{option.key}: {option.value!r} is not a whole number {_span(low, high)}"
    return option.finding("error", "bad-value", text)


def out_of_range(option: Option, low: int, high: int | None) -> Finding:
    """Return a value that is a whole number, but not one from `low` to `high`."""
    return option.finding("error", "out-of-range", f"{option.key}: {int(option.value)} is not {_span(low, high)}")


def _span(low: int, high: int | None) -> str:
    return f"from {low} to {high}" if high is not None else f"of at least {low}"
