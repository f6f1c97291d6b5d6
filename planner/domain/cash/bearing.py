"""The balance of cash as a plan is asked with it: what moves by day beside the plan, up to the next income behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from planner.domain.basics.workdays import WorkDays
from planner.domain.book import Book
from planner.domain.cash import entered
from planner.domain.cash.balance import Cash
from planner.domain.cash.movements import Kind, Movement
from planner.domain.cash.payments import made
from planner.domain.ledger.state import Position
from planner.domain.ledger.unrecorded import unsaid
from planner.domain.payoff.debts.at_hand import AtHand

_DAY = timedelta(1)
_BEHIND = timedelta(62)  # a month behind the balance, whatever days off do
_OWN = (Kind.INCOME, Kind.SINGLE, Kind.LIVING)
_DUES = (Kind.DUE, Kind.PLAN, Kind.AGREED)


def at_hand(book: Book, positions: Mapping[int, Position], cash: Cash, work_days: WorkDays | None = None) -> AtHand:
    """Cash as a plan sees it: certain income and living costs, and what falls due with the loan that it is of.

    It sees to the end of the balance and on to the day before the next certain income: what is paid on the last days
    has to leave enough until then. What was debited or repaid today goes out whatever a plan pays on its loan.

    Args:
        book: everything known.
        positions: the states of the accounts today, by loan id.
        cash: the balance of today.
        work_days: the working days by which paydays move.
    """
    behind = list(_behind(book, cash, work_days))
    until = min((one.on for one in behind if one.amount_minor > 0), default=cash.until_on + _DAY) - _DAY
    debited = [
        one
        for account in book.accounts
        for one in made(account, positions[account.loan.id], cash.counted_on, cash.today)
        if one.kind is Kind.DUE
    ]
    every = [one for day in cash.days for one in day.movements if one.certain]
    own = [one for one in every if one.kind in _OWN or (one.kind is Kind.PAID and one.on == cash.today)]
    own += [*debited, *(one for one in behind if one.on <= until)]
    dues = [one for one in every if one.kind in _DUES and one not in debited]
    loans = [account.loan for account in book.accounts]
    return AtHand(
        cash.today,
        until,
        cash.opening_minor,
        cash.buffer_minor,
        tuple((one.on, one.amount_minor) for one in own),
        tuple((one.on, one.amount_minor, one.loan_id or 0) for one in dues),
        tuple(
            (loan.id, loan.in_yuan(amount))
            for loan in loans
            if (amount := sum(minor for _, minor in unsaid(positions[loan.id])))
        ),
        tuple((loan.id, loan.in_yuan(loan.offset_minor)) for loan in loans if loan.offset_minor),
    )


def _behind(book: Book, cash: Cash, work_days: WorkDays | None) -> Iterator[Movement]:
    """Certain income and living costs behind the days of the balance."""
    since, until = cash.until_on, cash.until_on + _BEHIND
    income, _ = entered.monthly_income(book.incomes, since, until, work_days)
    singles = entered.single_income(book.household, since, until)
    yield from (one for one in (*income, *singles) if one.certain)
    yield from entered.living_costs(book.household.living, since, until)
