"""JUnit's XML, for CI systems that show tests: a case per finding, and a passed one for what has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_adoc.finding.model import Finding
from sphinx_adoc.finding.places import posix

from .base import Report
from .text import printable

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET


def as_junit(report: Report) -> str:
    """Return a test suite. Info findings pass; what was checked and has no finding is a case that passed."""
    import xml.etree.ElementTree as ET  # for this form alone

    troubled = {finding.span.start.path for finding in report.findings}
    clean = [name for name in report.checked if name not in troubled]
    failed = sum(finding.severity != "info" for finding in report.findings)
    size = {"tests": str(len(clean) + len(report.findings)), "failures": str(failed), "errors": "0", "skipped": "0"}
    root = ET.Element("testsuites", size)
    suite = ET.SubElement(root, "testsuite", {"name": report.tool, **size})
    for name in clean:
        ET.SubElement(suite, "testcase", {"classname": _path(name), "name": "clean"})
    for finding in report.findings:
        _case(suite, finding)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _path(path: str) -> str:
    return printable(posix(path))


def _case(suite: ET.Element, finding: Finding) -> None:
    import xml.etree.ElementTree as ET

    start = finding.span.start
    text = printable(finding.text)
    names = {"classname": _path(start.path), "name": f"{finding.code}:{start.line}:{max(start.column, 1)}"}
    case = ET.SubElement(suite, "testcase", {**names, "file": _path(start.path), "line": str(start.line)})
    if finding.severity == "info":
        ET.SubElement(case, "system-out").text = text
        return
    failure = ET.SubElement(case, "failure", {"message": text, "type": finding.code})
    failure.text = f"{printable(str(start))}: {finding.severity}: {text} [{finding.code}]"
