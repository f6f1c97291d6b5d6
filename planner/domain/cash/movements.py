"""What moves cash on a day, and what is not known of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from planner.values import dataclass


class Kind(StrEnum):
    """What a movement is."""

    INCOME = "income"  # of every month
    SINGLE = "single"  # income that comes once
    LIVING = "living"
    PAID = "paid"  # a repayment that is recorded, or a debit that is assumed, since the cash was counted
    DUE = "due"
    AGREED = "agreed"  # what a settlement for less asks for
    PLAN = "plan"  # what the adopted plan pays beyond what is due


@dataclass(frozen=True, slots=True)
class Movement:
    """``amount_minor`` fen of yuan that come in on a day, below 0: that go out.

    Attributes:
        certain: False for income that is expected only.
        loan_id: whose due or payment it is; None for what is no lender's.
        due_on: the day on which it fell due, where that is another: overdue, or late inside a bill (then to come).
        auto: the lender debits it by itself on that day.
        least_minor: of a bill what has to be paid of it at least, in fen and not below 0; None where it is all.
    """

    on: date
    kind: Kind
    name: str
    amount_minor: int
    certain: bool = True
    loan_id: int | None = None
    due_on: date | None = None
    auto: bool = False
    least_minor: int | None = None


class Lack(StrEnum):
    """What is not known, so that the balance cannot hold it."""

    PAYDAY = "payday"  # an income without the day on which it comes: it is not counted
    LIVING = "living"  # no living cost was entered
    OLD_READING = "old_reading"  # an account was counted on an earlier day than another
    SPENDING = "spending"  # cash was counted long ago: what was spent since and is not on record
    SAME_DAY = "same_day"  # repayments and debits of the day on which cash was counted: taken as paid before
    WORK_DAYS = "work_days"  # a payday is moved by weekends alone: the holidays of its year are not known yet
    PURCHASES = "purchases"  # the bills of a card hold only what is recorded so far
    BALANCE = "balance"  # only a part of what is owed on an account is on record


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known: of which income, account or loan; ``on`` is the day of an old reading or payday."""

    lack: Lack
    name: str = ""
    on: date | None = None
