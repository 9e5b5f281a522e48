"""What each single fault of a bond does to the cluster that two configuration files describe."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bondmodel.config.finding import Finding
from bondmodel.config.sources import Folder
from bondmodel.errors import ModelError
from bondmodel.study.configured import Configuration, read

from .choices import Choices
from .data import as_json, as_sarif
from .report import explained
from .words import text

__all__ = ["FINDINGS", "FORMATS", "NOTHING_DONE", "OK", "Choices", "main"]

OK, FINDINGS, NOTHING_DONE = 0, 1, 2
FORMATS = ("text", "json", "sarif")


def main(
    interfaces_path: str | Path,
    corosync_path: str | Path,
    choices: Choices | None = None,
    form: str = "text",
) -> int:
    """Print the explanation. 0: done, nothing to remark; 1: done, but the files have findings; 2: it could not be
    done.
    """
    paths = Path(interfaces_path), Path(corosync_path)
    try:
        texts = [path.read_text(encoding="utf-8") for path in paths]
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"bondmodel: cannot read: {error}\n")
        return NOTHING_DONE
    config = read(texts[0], texts[1], Folder(paths[0]))
    findings = [
        *((finding.path or str(paths[0]), finding) for finding in config.interface_findings),
        *((str(paths[1]), finding) for finding in config.corosync_findings),
    ]
    return _written(config, findings, choices or Choices(), form)


def _written(config: Configuration, findings: Sequence[tuple[str, Finding]], choices: Choices, form: str) -> int:
    status = FINDINGS if any(finding.severity != "note" for _, finding in findings) else OK
    if form == "sarif":
        sys.stdout.write(json.dumps(as_sarif(findings), indent=2) + "\n")
        return status
    if form == "text":
        sys.stdout.writelines(f"{_located(*finding)}\n" for finding in findings)
    try:
        if config.errors:
            raise ModelError("the errors above have to go first; nothing was explained")
        reports = []
        for number, one in enumerate(explained(config, choices)):
            reports.append(one)
            if form == "text":
                sys.stdout.writelines(f"{line}\n" for line in (*([""] if number else []), *text(one)))
    except ModelError as error:
        sys.stderr.write(f"bondmodel: {error}\n")
        return NOTHING_DONE
    if form == "json":
        sys.stdout.write(json.dumps(as_json(reports, findings), indent=2) + "\n")
    return status


def _located(path: str, finding: Finding) -> str:
    return f"{path}:{finding.line}:{finding.column}: {finding.severity}: {finding.message} [{finding.code}]"
