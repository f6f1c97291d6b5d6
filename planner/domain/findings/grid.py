"""The months of a report's account: what each sign of the five-year grid says, and the months that dues say.

A month is a number: year × 12 + month − 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from planner.domain.basics.calendar import month_end
from planner.domain.credit.file import ReportAccount, ReportedState

OVERDUE = frozenset("1234567MBDZ")
"""Signs of a month that was overdue: by days, paid late within it, written off, paid by a guarantor or in kind."""
_QUASI = "准贷记卡"
_OVERDRAWN = frozenset("12")
_BAD_DEBT = "B"
IN_TIME = frozenset("NC")
"""Signs of a month that was not. Others say nothing: nothing was asked for (``* / A``), ended otherwise (``G``)."""
UNSAID = "#"
"""The lender told the bureau nothing of the month."""

Span = tuple[date, date | None]
"""The first day on which something was overdue, and the day it was paid (None while it is not)."""


def month_of(on: date) -> int:
    """The number of the month of a day."""
    return on.year * 12 + on.month - 1


def last_day(month: int) -> date:
    """The last day of a month by its number."""
    return month_end(date(month // 12, month % 12 + 1, 1))


def text(months: Iterable[int]) -> str:
    """Months as they are written in every language: ``2026-01, 2026-03``."""
    return ", ".join(f"{month // 12}-{month % 12 + 1:02d}" for month in months)


def is_quasi(account: ReportAccount) -> bool:
    """Whether it is a quasi-credit card: what is overdrawn up to 60 days is not counted as overdue by a report."""
    return _QUASI in account.business


def signs(account: ReportAccount) -> Mapping[int, str]:
    """The sign of each month of an account's grid; nothing where none was typed, or nobody said of which months."""
    if not account.months or account.months_until is None:
        return {}
    last = month_of(account.months_until)
    return {last - back: sign for back, sign in enumerate(reversed(account.months))}


def is_late(sign: str, *, quasi: bool = False) -> bool:
    """Whether a sign says that its month was overdue; of a quasi-credit card only beyond 60 days."""
    return sign in OVERDUE and not (quasi and sign in _OVERDRAWN)


def overdue_by(account: ReportAccount) -> tuple[int, ...]:
    """The months that the grid calls overdue, rising; of a quasi-credit card those beyond 60 days."""
    quasi = is_quasi(account)
    return tuple(sorted(month for month, sign in signs(account).items() if is_late(sign, quasi=quasi)))


def late_at(account: ReportAccount, on: date) -> bool:
    """Whether an open account was unpaid by a report whose figures are of ``on``: it says so, or is bad debt.

    Of an overdue month nobody knows from its sign whether it was paid before its end.
    """
    return account.open and (account.overdue or is_bad_debt(account, on))


def is_bad_debt(account: ReportAccount, on: date) -> bool:
    """Whether it is bad debt: by its state, or by the last sign of its grid where that is of ``on`` or later."""
    if account.state is ReportedState.BAD_DEBT:
        return True
    return account.months.endswith(_BAD_DEBT) and account.months_until is not None and account.months_until >= on


def told_by(account: ReportAccount) -> frozenset[int]:
    """The months of which the grid says whether they were overdue."""
    return frozenset(month for month, sign in signs(account).items() if sign in OVERDUE or sign in IN_TIME)


def unsaid_by(account: ReportAccount) -> frozenset[int]:
    """The months of which the lender told nothing (``#``), though it should have."""
    return frozenset(month for month, sign in signs(account).items() if sign == UNSAID)


def touched(spans: Iterable[Span], until: date) -> frozenset[int]:
    """The months in which something was overdue on any day up to ``until``: these a report may have."""
    found: set[int] = set()
    for first_on, paid_on in spans:
        if first_on <= until:
            last = until if paid_on is None else min(paid_on, until)
            found.update(range(month_of(first_on), month_of(last) + 1))
    return frozenset(found)


def certain(spans: Iterable[Span], until: date) -> frozenset[int]:
    """The months ended by ``until`` (included) at whose end something was overdue: these a report must have.

    What was paid before the end of a month may stand there in that month or not.
    """
    found: set[int] = set()
    if until != month_end(until):
        until = last_day(month_of(until) - 1)
    for first_on, paid_on in spans:
        if first_on <= until:
            end = month_of(until) + 1 if paid_on is None or paid_on > until else month_of(paid_on)
            found.update(range(month_of(first_on), end))
    return frozenset(found)
