"""A small book as it stands in a week under review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.records import Account, Draw, Repayment
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book, Income
from planner.domain.figures.ratios import ratios
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Position
from planner.domain.review.items import Agenda, Progress
from planner.domain.review.stages import agenda, chosen
from planner.domain.review.summary import Summary, summary

TODAY = date(2026, 11, 22)  # a Sunday
WEEK = date(2026, 11, 16)
BEGIN = Progress(WEEK, TODAY, {})
FREE = Rate(Decimal(0), RateBasis.YEAR)


def instalments(
    key: int, first_due_on: date, *, checked_on: date | None = None, paid: tuple[date, ...] = ()
) -> Account:
    """1,200.00 without interest in twelve instalments of 100.00."""
    loan = Loan(
        key,
        Lender(key, f"机构{key}"),
        f"借款{key}",
        Method.EQUAL_PRINCIPAL,
        first_due_on - timedelta(days=20),
        FREE,
        principal_minor=120_000,
        terms=12,
        first_due_on=first_due_on,
    )
    repayments = tuple(Repayment(key * 100 + number, on, 10_000) for number, on in enumerate(paid))
    return Account(loan, repayments=repayments, checked_on=checked_on)


def line(key: int, *, drawn_minor: int = 0, repaid: bool = False, **more: object) -> Account:
    """A line with daily interest of 0, drawn once."""
    loan = Loan(
        key,
        Lender(key, f"机构{key}"),
        f"额度{key}",
        Method.REVOLVING,
        date(2026, 9, 1),
        replace(FREE, basis=RateBasis.DAY),
        day_count=DayCount.ACT_365,
        limit_minor=500_000,
    )
    draws = (Draw(1, date(2026, 9, 2), drawn_minor),) if drawn_minor else ()
    repayments = (Repayment(1, date(2026, 9, 10), drawn_minor),) if repaid else ()
    account = Account(loan, draws=draws, repayments=repayments)
    return replace(account, **more)  # type: ignore[arg-type]


def book(*accounts: Account, income: bool = True) -> Book:
    incomes = (Income(1, "工资", date(2026, 1, 1), 800_000),) if income else ()
    return Book(accounts, incomes)


def positions(of: Book, on: date = TODAY) -> dict[int, Position]:
    return {account.loan.id: position(account, on) for account in of.accounts}


def plan(of: Book, progress: Progress = BEGIN, on: date = TODAY) -> Agenda:
    return agenda(of, positions(of, on), progress, on)


def saved(of: Book, on: date = TODAY, notes: str = "") -> Summary:
    found = plan(of, on=on)
    return summary(
        of,
        positions(of, on),
        ratios(of, on),
        found,
        chosen(found.proposals, BEGIN),
        today=on,
        saved_at="2026-11-22T12:00:00Z",
        streak=3,
        notes=notes,
    )
