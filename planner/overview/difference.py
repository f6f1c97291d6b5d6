"""The latest report beside the ledger, and what it changed since the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.credit.file import ReportCheck
from planner.domain.findings.difference import compare
from planner.domain.findings.points import Difference
from planner.domain.findings.since import Change, changes, earlier

if TYPE_CHECKING:
    from planner.overview.overview import Overview


@dataclass(frozen=True, slots=True)
class Seen:
    """The difference of the latest look whose accounts were noted; ``before`` and ``changes`` where one was earlier."""

    difference: Difference
    before: ReportCheck | None = None
    changes: tuple[Change, ...] = ()


def seen(overview: Overview) -> Seen | None:
    """As it is known today; None while the accounts of no report were noted."""
    file = overview.book.credit
    if not file.report_accounts:
        return None
    noted = {one.check_id for one in file.report_accounts}
    check = next((one for one in reversed(file.checks) if one.on <= overview.today and one.id in noted), None)
    if check is None:
        return None
    before = earlier(file, check)
    changed = () if before is None else changes(file, before, check)
    return Seen(compare(overview.book, overview.catalogue, check, overview.today), before, changed)
