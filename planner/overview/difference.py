"""The latest report beside the ledger, and what it changed since the one before."""

from __future__ import annotations

from datetime import date

from planner.domain.book import Book
from planner.domain.credit.file import ReportCheck
from planner.domain.findings.difference import compare
from planner.domain.findings.points import Difference
from planner.domain.findings.since import Change, changes, earlier
from planner.domain.reference.catalogue import Catalogue
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """The difference of the latest look whose accounts were noted; ``before`` and ``changes`` where one was earlier."""

    difference: Difference
    before: ReportCheck | None = None
    changes: tuple[Change, ...] = ()


def seen(book: Book, catalogue: Catalogue, today: date) -> Seen | None:
    """As it is known today; None while the accounts of no report were noted."""
    file = book.credit
    check = next((one for one in reversed(file.noted_checks()) if one.on <= today), None)
    if check is None:
        return None
    before = earlier(file, check)
    changed = () if before is None else changes(file, before, check)
    return Seen(compare(book, catalogue, check, today), before, changed)
