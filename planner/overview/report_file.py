"""A credit report in a file of the person's, read for a screen or a command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.domain.book import Book
from planner.domain.credit.report.keeping import Keeping, keeping
from planner.domain.credit.report.report import CreditReport
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.importers.pboc import source


def read(path: Path, password: str | None = None) -> CreditReport:
    """The report in a file; nothing is stored.

    Raises:
        PlannerError: ``import.unreadable`` with the field ``path``, or what ``source.read`` says.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlannerError("import.unreadable", field="path", path=str(path), detail=fmt.os_error(error)) from error
    return source.read(data, password)


def compared(
    path: Path, password: str | None, book: Book, *, channel: str, on: date | None
) -> tuple[CreditReport, Keeping]:
    """The report in a file and what of it is not recorded yet. Raises as ``read`` and ``keeping``."""
    report = read(path, password)
    loans = [account.loan for account in book.accounts]
    return report, keeping(report, book.credit, loans, channel=channel, on=on)
