"""A credit report in a file of the person's, read for a screen or a command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.domain.book import Book
from planner.domain.credit.report.keeping import Keeping, keeping
from planner.domain.credit.report.report import CreditReport
from planner.importers.pboc import source
from planner.overview.given import content
from planner.storage import snapshot
from planner.storage.sqlite import reading


def read(path: Path, password: str | None = None) -> CreditReport:
    """The report in a file; nothing is stored.

    Raises:
        PlannerError: ``import.unreadable`` with the field ``path``, or what ``source.read`` says.
    """
    return source.read(content(path), password)


def compared(
    path: Path, password: str | None, book: Book, *, channel: str, on: date | None
) -> tuple[CreditReport, Keeping]:
    """The report in a file and what of it is not recorded yet. Raises as ``read`` and ``keeping``."""
    report = read(path, password)
    return report, _compared(report, book, channel=channel, on=on)


def beside(database: Path, report: CreditReport, *, channel: str, on: date | None) -> Keeping | None:
    """What of a report is not recorded yet in a database; None where nobody says of which day it is.

    Raises:
        PlannerError: ``store.*`` when the database cannot be read, or what ``keeping`` says.
    """
    if report.on is None and on is None:
        return None
    with reading(database) as connection:
        return _compared(report, snapshot.book(connection), channel=channel, on=on)


def _compared(report: CreditReport, book: Book, *, channel: str, on: date | None) -> Keeping:
    return keeping(report, book.credit, [account.loan for account in book.accounts], channel=channel, on=on)
