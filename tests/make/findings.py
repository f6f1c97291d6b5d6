"""The findings of a file of credit as judged on a day of the tests."""

from __future__ import annotations

from datetime import date

from planner.domain.book import Book
from planner.domain.credit.file import (
    CreditFile,
    ReportCheck,
    Series,
)
from planner.domain.findings.judge import findings
from planner.domain.findings.model import Finding, Measure
from planner.domain.payoff.adopted.projected import Coming
from planner.storage.shipped import catalogue as shipped
from tests.make.accounts import day

TODAY = day("11-29")
CATALOGUE = shipped.load()
SESAME = Series(1, "sesame", "芝麻分", 350, 950)
CHECKED = ReportCheck(1, day("10-01"), "online", accounts=3, overdue_accounts=0)


def judged(book: Book, on: date = TODAY, planned: tuple[Coming, ...] | None = None) -> dict[str, Finding]:
    return {one.code: one for one in findings(book, CATALOGUE, on, planned)}


def of(file: CreditFile, code: str, on: date = TODAY) -> Finding:
    return judged(Book(credit=file), on)[code]


def measure(finding: Finding, code: str) -> Measure:
    return next(one for one in finding.measures if one.code == code)
