"""The book as it would be if a plan were followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Repayment
from planner.domain.basics.calendar import add_months, month_end
from planner.domain.book import Book
from planner.domain.figures.ratios import Ratios, course
from planner.domain.payoff.actions import Action

_PLANNED = 10**12  # ids of payments that are only planned: behind all real ones


def projected(book: Book, coming: Sequence[Action]) -> Book:
    """The book as it would be if the plan were followed: its payments made, what it settles closed with that."""
    made: dict[int, list[Repayment]] = {}
    ends: dict[int, date] = {}
    last = {action.loan_id: place for place, action in enumerate(coming) if action.ends}
    open_ended = {action.loan_id for place, action in enumerate(coming) if place > last.get(action.loan_id, -1)}
    for place, action in enumerate(coming):
        settles = last.get(action.loan_id) == place and action.loan_id not in open_ended
        made.setdefault(action.loan_id, []).append(
            Repayment(_PLANNED + place, action.on, action.amount_minor, settles=settles)
        )
        if settles:
            ends[action.loan_id] = action.on
    accounts = tuple(_paid(account, made.get(account.loan.id, []), ends) for account in book.accounts)
    return replace(book, accounts=accounts)


def _paid(account: Account, made: list[Repayment], ends: Mapping[int, date]) -> Account:
    loan = account.loan
    closes = loan.id in ends and loan.method is not Method.CARD and loan.closed_on is None
    if closes:
        loan = replace(loan, closed_on=ends[loan.id])
    repayments = tuple(sorted((*account.repayments, *made), key=lambda one: (one.on, one.id)))
    return replace(account, loan=loan, repayments=repayments)


def ahead(book: Book, actions: Iterable[Action], today: date, months: int) -> tuple[Ratios, ...]:
    """The ratios at the end of this month and of those to come, ``months`` at most, if the plan is followed."""
    coming = sorted((one for one in actions if one.on > today), key=lambda one: one.on)
    if not coming:
        return ()
    first, last = month_end(today), month_end(coming[-1].on)
    days = [month_end(add_months(first, number, 1)) for number in range(months)]
    days = [day for day in days if today < day <= last]
    return tuple(standing.ratios for standing in course(projected(book, coming), days).standings)
