"""What earlier runs learned, in a file that can be committed: a record a line, sorted by address.

A good answer is remembered for days, a bad one for an hour: who repairs a page sees it soon, and a second run right
after the first asks nothing. The days differ by address, so that not all are asked anew on one day.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sphinx_adoc import files

from .model import Page, Result, Verdict

VERSION: Final = 1
_HEAD: Final = {"sphinx-adoc links": VERSION}
_DAY: Final = 86400.0
_HOUR: Final = 3600.0
_SHARE: Final = {Verdict.OK: 1.0, Verdict.MOVED: 0.25}
_JITTER: Final = 0.2  # of the age
_KEPT: Final = 3  # ages after which a record that nobody asks for is dropped


class CacheError(Exception):
    """The file is none of ours. The text is ``FILE:LINE:1: what is wrong``."""


def read(path: Path) -> dict[str, Result]:
    """Return the results by address, of several for one the newest; none where there is no file.

    Raise CacheError for what is no record, OSError for what cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return {}
    results: dict[str, Result] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
                if number == 1 and record != _HEAD:
                    raise ValueError("no cache of this version")
                url, result = ("", None) if number == 1 else _result(record)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
                raise CacheError(
                    f"{path}:{number}:1: no record of a checked address; delete the line, or the file"
                ) from error
            if result is not None and (url not in results or results[url].checked < result.checked):
                results[url] = result
    return results


def write(path: Path, results: Mapping[str, Result], *, asked: Iterable[str], now: float, age: float) -> None:
    """Write results; those that this run did not ask for (``asked``) are dropped when they are old. Raise OSError."""
    names = set(asked)
    oldest = now - _KEPT * age * _DAY
    kept = {url: result for url, result in results.items() if url in names or result.checked >= oldest}
    lines = [_HEAD, *(_record(url, result) for url, result in sorted(kept.items()))]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(path, text)


def holds(result: Result, page: Page, *, now: float, age: float) -> bool:
    """Return whether a remembered result is still good, and knows all fragments. ``age``: days, 0: none is."""
    if age <= 0 or (not page.fragments <= result.fragments.keys() and result.verdict in _SHARE):
        return False
    share = _SHARE.get(result.verdict)
    jitter = (zlib.crc32(page.url.encode()) / 2**32 - 0.5) * _JITTER
    most = (
        _HOUR
        if share is None or any(there is False for there in result.fragments.values())
        else age * _DAY * share * (1 + jitter)
    )
    return -_HOUR <= now - result.checked < most  # clocks differ


def noted(result: Result, before: Result | None, now: float) -> Result:
    """Return a result with when it was seen, and since when it has been like that."""
    same = before is not None and before.verdict == result.verdict
    since, runs = (before.since, before.runs) if before is not None and same else (int(now), 0)
    return replace(result, checked=int(now), since=since, runs=runs + 1)


def day(seconds: int) -> str:
    """Return the date of a moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _record(url: str, result: Result) -> dict[str, Any]:
    record = {
        "url": url, "verdict": str(result.verdict), "status": result.status, "reason": result.reason,
        "final": result.final,
        "fragments": dict(sorted(result.fragments.items())), "near": dict(sorted(result.near.items())),
        "checked": _iso(result.checked), "since": _iso(result.since), "runs": result.runs,
    }  # fmt: skip
    return {name: value for name, value in record.items() if value not in ("", 0, {})}


def _result(record: Mapping[str, Any]) -> tuple[str, Result]:
    """The address and the result of a record. Raises what reading one that is none raises."""
    fragments, near = record.get("fragments", {}), record.get("near", {})
    if not all(there in (True, False, None) for there in fragments.values()):
        raise ValueError("fragments")
    result = Result(
        verdict=Verdict(record["verdict"]),
        reason=str(record.get("reason", "")),
        status=int(record.get("status", 0)),
        final=str(record.get("final", "")),
        fragments={str(name): there for name, there in fragments.items()},
        near={str(name): str(suggestion) for name, suggestion in near.items()},
        checked=_seconds(record["checked"]),
        since=_seconds(record["since"]),
        runs=int(record.get("runs", 1)),
        cached=True,
    )
    return str(record["url"]), result


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
