"""The values of ``entries``: by what the debt of an account changed on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Cause(StrEnum):
    """By what the debt changes, and where the money comes from or goes to."""

    OPENING = "opening"  # what was owed before the records begin
    CASH = "cash"  # money from the lender, and what it costs to be paid out again
    PURCHASE = "purchase"  # something bought on credit
    REPAID = "repaid"  # money to the lender
    DEBITED = "debited"  # money that the lender is assumed to have debited
    DISCOUNT = "discount"  # counted as paid beside the money
    INTEREST = "interest"
    FEE = "fee"
    PENALTY = "penalty"
    REFUND = "refund"
    CASHBACK = "cashback"
    RETURNED = "returned"  # interest, fee or penalty that the lender gave back
    FORGIVEN = "forgiven"  # waived, or left by an agreement
    ADJUSTED = "adjusted"  # what the lender's balance or bill showed beyond the records


class What(StrEnum):
    """What an entry is of."""

    BEGINS = "begins"
    DUE = "due"
    PENALTY = "penalty"
    DRAW = "draw"
    REPAYMENT = "repayment"
    COVERED = "covered"  # a repayment of before the records: it changes nothing
    DEBIT = "debit"
    ALLOWANCE = "allowance"
    READING = "reading"
    BILL = "bill"
    PLAN = "plan"
    AGREED = "agreed"
    SETTLED = "settled"
    TAKEN_BACK = "taken_back"
    BROKEN = "broken"
    ANSWERED = "answered"  # what had been assumed was otherwise


class Entry(NamedTuple):
    """One change: ``parts`` in fen of the account's currency, above 0 where more is owed. ``note`` is the person's."""

    on: date
    what: What
    parts: tuple[tuple[Cause, int], ...]
    note: str = ""

    @property
    def change_minor(self) -> int:
        """By how much more is owed than before, fen."""
        return sum(amount for _, amount in self.parts)

    @property
    def assumed(self) -> bool:
        """Whether nobody recorded it."""
        return any(cause is Cause.DEBITED for cause, _ in self.parts)
