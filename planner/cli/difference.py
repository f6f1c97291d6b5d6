"""What ``planner status --json`` says of the latest report beside the ledger."""

from __future__ import annotations

from typing import Any

from planner.domain.findings import grid
from planner.domain.findings.points import Point
from planner.domain.findings.since import Change
from planner.overview.overview import Overview


def document(overview: Overview) -> dict[str, Any] | None:
    """Points and changes of the latest report whose accounts were noted; None without one. Amounts in fen, days ISO."""
    seen = overview.difference
    if seen is None:
        return None
    difference = seen.difference
    return {
        "report_on": difference.check.on.isoformat(),
        "whole": difference.whole,
        "points": [_point(point) for point in difference.points],
        "not_known_to_report": [loan.id for loan in difference.unknown],
        "changed_since": None if seen.before is None else seen.before.on.isoformat(),
        "changes": [_change(change) for change in seen.changes],
    }


def _point(point: Point) -> dict[str, Any]:
    """``ledger`` and ``report`` are fen, or numbers of months for the codes that name months."""
    return {
        "code": point.code.value,
        "about": point.about,
        "on": point.on.isoformat(),
        "ledger": point.here,
        "report": point.there,
        "loan_id": None if point.loan is None else point.loan.id,
        "suggested": point.suggested,
        "institution": _institution(point),
        "months": [grid.text([month]) for month in point.months],
        "decision": None if point.decision is None else point.decision.value,
    }


def _institution(point: Point) -> str | None:
    if point.inquiry is not None:
        return point.inquiry.institution
    return None if point.account is None else point.account.institution


def _change(change: Change) -> dict[str, Any]:
    one = change.inquiry or change.account
    return {
        "code": change.code.value,
        "institution": None if one is None else one.institution,
        "on": None if change.on is None else change.on.isoformat(),
        "before": change.before,
        "now": change.now,
    }
