"""Instalments that count as paid before the records began: how many, on which days, and up to when."""

from __future__ import annotations

from datetime import date, timedelta

from planner.domain.accounts.loan import Loan, Method
from planner.domain.ledger.instalment_rows import printed_rows
from planner.domain.ledger.row import Row


def covered_terms(loan: Loan) -> int:
    """How many rows count as paid before records began (a bullet loan has one row for all its terms)."""
    if loan.method is not Method.BULLET:
        return loan.paid_terms
    return len(printed_rows(loan)) if loan.paid_terms == loan.terms else 0


def covered_days(loan: Loan, covered: list[Row]) -> list[date]:
    """The day on which each of the rows from before the records counts as paid, in their order."""
    counted_on = date.max if loan.paid_counted_on is None else max(loan.paid_counted_on, loan.start_on)
    return [min(row.due_on, counted_on) for row in covered]


def covered_until(loan: Loan, covered: list[Row]) -> date:
    """The last day whose repayments are among those from before the records; before all days where there are none."""
    if not covered:
        return date.min
    last, counted_on = covered[-1].due_on, loan.paid_counted_on
    return last if counted_on is None or last <= counted_on else counted_on - timedelta(1)
