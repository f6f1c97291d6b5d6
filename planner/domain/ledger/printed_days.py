"""Due dates as they are printed: for who wants to see which day it was before a day off moved it."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.ledger.card_bills import printed_due
from planner.domain.schedule.due_days import moved_onto, printed_as


def moved_from(account: Account, due_on: date) -> date | None:
    """The printed day of what falls due on ``due_on`` because the lender moved it there; None where nothing moved.

    Of a day that is itself printed, so that nothing had to move onto it, also None.
    """
    loan = account.loan
    if loan.method is Method.CARD:
        printed = {bill.due_on for bill in account.statements}
        if due_on in printed:
            return None
        told = next((on for on in moved_onto(loan, due_on) if on in printed), printed_due(loan, due_on))
    else:
        told = printed_as(loan, due_on)
    return told if told != due_on else None
