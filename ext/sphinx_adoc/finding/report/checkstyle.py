"""Checkstyle's XML, which many CI systems and editors read: a file with its errors."""

from __future__ import annotations

from sphinx_adoc.finding.places import record

from .base import Report
from .text import printable

VERSION = "4.3"  # of the format, as its readers know it


def as_checkstyle(report: Report) -> str:
    """Return a ``file`` for each file that has findings, with an ``error`` per finding."""
    import xml.etree.ElementTree as ET  # for this form alone

    root = ET.Element("checkstyle", {"version": VERSION})
    files: dict[str, ET.Element] = {}
    for finding in report.findings:
        place = record(finding.span)
        path = printable(place["path"])
        if path not in files:
            files[path] = ET.SubElement(root, "file", {"name": path})
        attributes = {"line": str(place["line"]), "column": str(place["column"]), "severity": finding.severity}
        attributes |= {"message": printable(finding.text), "source": f"{report.tool}.{finding.code}".replace(" ", "-")}
        ET.SubElement(files[path], "error", attributes)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
