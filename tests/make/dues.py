"""Instalments and the rules that remind of them, around one Friday."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from planner.domain.basics.recurrence import (
    Repeat,
    daily,
    recurrence,
)
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.rules import DUE, REVIEW, Occurrence, Rule

BEGIN = date(2026, 10, 1)
DUES = Rule(1, DUE, "", "", daily(BEGIN), (7, 3, 1, 0))
SUNDAYS = Rule(2, REVIEW, "", "", recurrence(Repeat.WEEKLY, date(2026, 10, 4)), (0,))
ON = date(2026, 11, 20)


def due(
    loan_id: int = 1,
    due_on: date = ON,
    *,
    amount_minor: int = 76_000,
    paid_minor: int = 0,
    cleared_on: date | None = None,
    status: DueStatus = DueStatus.PENDING,
) -> Due:
    return Due(loan_id, 1, due_on, amount_minor, 0, 0, paid_minor, cleared_on, status, 0)


def paid(loan_id: int, due_on: date, cleared_on: date) -> Due:
    status = DueStatus.ON_TIME if cleared_on <= due_on else DueStatus.LATE
    return due(loan_id, due_on, paid_minor=76_000, cleared_on=cleared_on, status=status)


def one(found: tuple[Occurrence, ...]) -> Occurrence:
    (only,) = found
    return only


def days_before(count: int) -> date:
    return ON - timedelta(days=count)


DATES = st.dates(date(2026, 9, 1), date(2027, 1, 31))
STATUSES = st.sampled_from(DueStatus)


@st.composite
def any_due(draw: st.DrawFn) -> Due:
    on, amount = draw(DATES), draw(st.integers(0, 5))
    part = draw(st.integers(0, amount))
    cleared = draw(DATES) if part == amount else None
    return due(
        draw(st.integers(1, 4)), on, amount_minor=amount, paid_minor=part, cleared_on=cleared, status=draw(STATUSES)
    )
