"""An explanation as JSON in the form of `schema.json`, and findings as SARIF."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from bondmodel.config.finding import Finding

from .cases import OUTCOMES, Effect
from .report import Explanation
from .words import headline

VERSION = 1


def as_json(explanations: Sequence[Explanation], findings: Sequence[tuple[str, Finding]]) -> dict[str, Any]:
    """Return the explanations in the form of `schema.json`."""
    return {
        "version": VERSION,
        "findings": [
            {
                "path": path,
                "line": f.line,
                "column": f.column,
                "severity": f.severity,
                "code": f.code,
                "message": f.message,
            }
            for path, f in findings
        ],
        "bonds": [_bond(one) for one in explanations],
    }


def _bond(explanation: Explanation) -> dict[str, Any]:
    timers = explanation.scenario.timers
    return {
        "summary": [line.strip() for line in headline(explanation)],
        "cluster": {
            "nodes": [
                {"id": node, "name": name}
                for node, name in zip(explanation.scenario.ids, explanation.names, strict=True)
            ],
            "mode": explanation.scenario.mode,
            "slaves": list(explanation.slaves),
            "token_s": timers.token / 1000,
            "consensus_s": timers.consensus / 1000,
        },
        "assumptions": [
            {"name": a.name, "text": a.text, "option": a.option, "tried": list(a.tried), "apart": a.apart}
            for a in explanation.assumptions
        ],
        "effects": [_effect(effect) for effect in explanation.effects],
        "advice": list(explanation.advice),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    record: dict[str, Any] = {
        "fault": effect.kind,
        "slaves": list(effect.slaves),
        "world": effect.world,
        "not_modelled": effect.refused or None,
    }
    if effect.refused:
        return record
    recovery = None
    if effect.recovery is not None:
        low, high = effect.recovery
        recovery = {"from_s": _finite(low), "to_s": _finite(high)}
    return record | {
        "outcome": OUTCOMES[effect.outcome],
        "cases": len(effect.cases),
        "losing": effect.losing,
        "asymmetric": effect.asymmetric,
        "isolating": effect.isolating,
        "split_brain": len(effect.splitting),
        "recovery": recovery,
        "without_stable_quorum_s": effect.without,
        "fencing": len(effect.fencing),
        "most_reset": max((len(case.trace.fenced) for case in effect.fencing), default=0),
        "reset_s": list(effect.reset_times) if effect.fencing else None,
    }


def _finite(value: float) -> float | None:
    return None if value == math.inf else value


# -- findings as SARIF


def as_sarif(findings: Sequence[tuple[str, Finding]]) -> dict[str, Any]:
    """Return the findings of both files as SARIF 2.1.0."""
    rules = sorted({finding.code for _, finding in findings})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "bondmodel", "rules": [{"id": code} for code in rules]}},
                "results": [_result(path, finding) for path, finding in findings],
            }
        ],
    }


def _result(path: str, finding: Finding) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    return {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}],
    }
