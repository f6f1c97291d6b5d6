"""When a card's bills are cut and fall due, and what they ask for at least."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account, Statement
from planner.domain.accounts.terms import CardTerms, MinimumRule
from planner.domain.basics.calendar import add_months, clamp_day
from planner.domain.basics.money import half_up, share
from planner.domain.schedule.due_days import moved, moved_onto
from planner.values import replace

_SAME_BILL = timedelta(10)


def statement_days(account: Account) -> Iterator[date]:
    """The days on which bills are computed, from the first event or the start of the account, without end."""
    loan = account.loan
    if loan.statement_day is None or (loan.due_day is None and loan.card.due_after_days is None):
        return
    first = min([loan.start_on, *(draw.on for draw in account.draws)])
    printed = sorted(bill.on for bill in account.statements)
    months = 0
    while True:
        try:
            day = add_months(first, months, loan.statement_day)
        except ValueError:
            return
        place = bisect_left(printed, day - _SAME_BILL)
        replaced = place < len(printed) and printed[place] <= day + _SAME_BILL
        if day >= first and not replaced:
            yield day
        months += 1


def as_cut(account: Account) -> Account:
    """The account with each printed bill as it was when it was cut: see ``Statement.unpaid_on``."""
    return replace(account, statements=tuple(_as_cut(bill, account) for bill in account.statements))


def _as_cut(bill: Statement, account: Account) -> Statement:
    """The bill with what it asked for when it was cut, where the amount told is what was left of it some days later."""
    if bill.unpaid_on is None:
        return bill
    told = [
        paid.counted_minor
        for paid in account.repayments
        if bill.on < paid.on <= bill.unpaid_on
        and not paid.settles
        and not (paid.after_reading and paid.on == bill.unpaid_on)
        and (paid.reversed_on is None or paid.reversed_on > bill.unpaid_on)
    ]
    told += [given.amount_minor for given in account.allowances if bill.on < given.on <= bill.unpaid_on]
    return replace(bill, amount_minor=bill.amount_minor + sum(told), unpaid_on=None)


def due_after(on: date, due_day: int) -> date:
    """The first ``due_day`` (or last day of a shorter month) after a statement cut on ``on``."""
    day = clamp_day(on.year, on.month, due_day)
    return day if day > on else add_months(on, 1, due_day)


def bill_due_on(loan: Loan, cut_on: date) -> date:
    """When the bill cut on ``cut_on`` falls due: so many days later, or on the next due day; moved off a day off."""
    after = loan.card.due_after_days
    printed = due_after(cut_on, loan.due_day or 1) if after is None else cut_on + timedelta(after)
    return bill_moved(loan, cut_on, printed)


def bill_moved(loan: Loan, cut_on: date, printed: date) -> date:
    """The due date of a bill that prints ``printed``, moved off a day off; onto or before its cut it moves never.

    Nobody could pay it there: it stays as printed.
    """
    due_on = moved(loan, printed)
    return due_on if due_on > cut_on else printed


def printed_due(loan: Loan, due_on: date) -> date:
    """The due date of a bill as the terms print it, before it moved to ``due_on``; ``due_on`` if it did not."""
    return next((on for on in moved_onto(loan, due_on) if is_printed_bill(loan, on)), due_on)


def is_printed_bill(loan: Loan, on: date) -> bool:
    """Whether a day is the due date that the terms of a card print on one of its bills."""
    if loan.card.due_after_days is None:
        return on.day == clamp_day(on.year, on.month, loan.due_day or 1).day
    cut_on = on - timedelta(loan.card.due_after_days)
    return loan.statement_day is not None and cut_on == clamp_day(cut_on.year, cut_on.month, loan.statement_day)


def minimum_of(terms: CardTerms, bill_minor: int, whole_minor: int = 0, missed_minor: int = 0) -> int | None:
    """The smallest payment that a bill accepts, in fen; None where the terms do not say.

    Args:
        terms: the card's own.
        bill_minor: what the bill asks for.
        whole_minor: the part of it that is asked for in full: cash advances, fees, interest.
        missed_minor: the part of it that an earlier minimum asked for and did not get: it is asked for in full, too.

    Returns:
        Never more than the bill and at least ``minimum_minor``; shares are rounded half up. A bank's rule, written
        out: 10 % of the rest + the unpaid part of the last minimum + fees and interest.
    """
    if terms.minimum is MinimumRule.NONE:
        return None
    least = terms.minimum_minor or 0
    if terms.minimum is MinimumRule.FIXED:
        least += missed_minor
    else:
        whole = min(whole_minor + missed_minor, bill_minor)
        least = max(least, whole + share(bill_minor - whole, terms.minimum_share or Decimal(0)))
    return min(least, bill_minor)


def enough_of(terms: CardTerms, bill_minor: int, minimum_minor: int | None) -> int | None:
    """What has to be paid of a bill in time, fen: its minimum, or all but what may be missing; None: all of it."""
    spared = bill_minor - terms.tolerance_minor
    enough = spared if minimum_minor is None else min(minimum_minor, spared)
    return enough if enough < bill_minor else None


def minimum_without(terms: CardTerms, minimum_minor: int, bill_minor: int, taken_minor: int) -> int:
    """What a minimum falls to when a part of its bill is paid in instalments instead, in fen.

    By the share of the card's own rule; a printed minimum without a rule falls as the bill does.

    Args:
        terms: the card's own.
        minimum_minor: the minimum so far.
        bill_minor: what the bill asked for so far, above 0.
        taken_minor: what is taken off it.
    """
    left = bill_minor - taken_minor
    if terms.minimum is MinimumRule.NONE:
        return half_up(Fraction(minimum_minor * left, bill_minor))
    if terms.minimum is not MinimumRule.FIXED:
        fallen = minimum_minor - share(taken_minor, terms.minimum_share or Decimal(0))
        minimum_minor = max(fallen, min(terms.minimum_minor or 0, minimum_minor))
    return min(minimum_minor, left)


def latest_bill(statement_day: int | None, due_day: int | None, today: date) -> tuple[date | None, date | None]:
    """The latest statement day up to and on ``today`` and the due date of its bill, each None where no day tells."""
    if statement_day is None:
        return None, None
    cut = clamp_day(today.year, today.month, statement_day)
    if cut > today:
        cut = add_months(cut, -1, statement_day)
    return cut, None if due_day is None else due_after(cut, due_day)
