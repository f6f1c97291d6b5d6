"""What the ledger answers: dues with their fate, how each repayment was used, and the state of an account on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from planner.domain.accounts.moves import NOTHING, Claim
from planner.values import dataclass


class DueStatus(StrEnum):
    """What became of a due. Days of grace count as on time; days late are still counted from the due date."""

    COVERED = "covered"  # settled before records began: outside every on-time figure
    ON_TIME = "on_time"  # paid in full by the due date plus the loan's grace days
    LATE = "late"  # paid in full after that
    UNDATED = "undated"  # paid, as the lender's balance shows, on a day that nobody recorded: outside every such figure
    MISSED = "missed"  # not paid in full, and that day has passed
    ASSUMED = "assumed"  # its due date has passed, and the lender's debit is taken for made until it is answered
    UNRECORDED = "unrecorded"  # its due date has passed, and nobody said yet whether it was paid: see ``Row``
    PENDING = "pending"  # not paid in full, and that day has not passed


UNJUDGED = frozenset({DueStatus.UNRECORDED, DueStatus.PENDING})
"""Fates that stand outside every on-time figure for the time being."""


OUTSIDE = frozenset({DueStatus.COVERED, DueStatus.ASSUMED, DueStatus.UNDATED})
"""Fates that no on-time figure knows."""


LIVE = frozenset({*UNJUDGED, DueStatus.MISSED, DueStatus.ASSUMED})
"""Fates of dues that are not done with."""


class AccountState(StrEnum):
    """How an account stands. It is overdue only once a due is missed."""

    ACTIVE = "active"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"  # nothing is known to be owed, but what was owed before the records began is not known
    ZERO_OPEN = "zero_open"  # nothing owed, but the line is open and still shows on a report
    CLOSING = "closing"  # nothing owed, the lender was asked to close the line and has not confirmed it yet
    SETTLED = "settled"  # nothing owed, and there is no line
    CLOSED = "closed"  # nothing owed, and the account or line was closed


class Due(NamedTuple):
    """One amount due on one day: an instalment, a line's interest, a card's bill.

    The parts are what was asked for, ``paid_minor`` what of it has been paid or waived. ``cleared_on`` is the day on
    which it was settled: paid in full but for the loan's tolerance, or shown to be by the lender's balance.
    ``days_late`` counts from the due date, to the day it was cleared (late), or to the day of the question or on which
    others took its place (missed); it is 0 otherwise, also for a payment inside the grace days.

    A bill of which too little was paid in time is ``carried`` once a later bill contains what was left of it: nothing
    is to be paid of it apart from that one. What is paid of that one counts for it too, up to its minimum.
    """

    loan_id: int
    number: int
    due_on: date
    principal_minor: int
    interest_minor: int
    fee_minor: int
    paid_minor: int
    cleared_on: date | None
    status: DueStatus
    days_late: int
    minimum_minor: int | None = None  # cards: the smallest payment the bill accepts, printed or by the card's terms
    penalty_minor: int = 0  # penalty interest grown since and not paid
    paid_principal_minor: int = 0  # what of ``paid_minor`` went to principal
    short_minor: int = 0  # what is still owed of it although it is settled, within the loan's tolerance or by a split
    waived_minor: int = 0  # what of ``paid_minor`` and of penalty interest the lender gave up
    carried_minor: int = 0  # cards: what of it a later bill contains
    overdue_minor: int = 0  # what of it the lender could demand at once; of a bill that contains a missed one, its part
    replaced_on: date | None = None  # replaced that day by what was agreed: nothing of it is unpaid since
    agreed: bool = False  # what a settlement for less asks for on its last day, in the place of all others

    @property
    def not_asked(self) -> bool:
        """Whether something else that was agreed stood in its place when it fell due: it was neither met nor missed."""
        return self.replaced_on is not None and self.due_on >= self.replaced_on

    @property
    def amount_minor(self) -> int:
        """Everything that fell due, paid or not."""
        return self.principal_minor + self.interest_minor + self.fee_minor

    @property
    def unpaid_minor(self) -> int:
        """What it still asks for, penalty interest included; 0 once it is settled or a later bill contains it."""
        if self.cleared_on is not None or self.replaced_on is not None:
            return 0
        asked = self.principal_minor + self.interest_minor + self.fee_minor + self.penalty_minor
        return asked - self.paid_minor - self.short_minor - self.carried_minor

    @property
    def least_minor(self) -> int:
        """What is still to be paid of it at least: of a bill what its minimum lacks, else all that is unpaid.

        Of a missed bill also what a later one contains of that.
        """
        if self.carried_minor and self.status is DueStatus.MISSED:
            return (self.amount_minor if self.minimum_minor is None else self.minimum_minor) - self.paid_minor
        if self.minimum_minor is None:
            return self.unpaid_minor
        return min(max(self.minimum_minor - self.paid_minor, 0), self.unpaid_minor)

    @property
    def least_paid(self) -> bool:
        """Whether it is a bill of which enough is paid, but not all: a later bill may contain the rest already."""
        return bool(self.minimum_minor) and not self.least_minor and self.unpaid_minor + self.carried_minor > 0

    @property
    def live(self) -> bool:
        """Whether it is not done with: something is unpaid or to come, it was missed, or a debit is taken for made."""
        return self.status in LIVE or self.unpaid_minor > 0

    @property
    def offered_minor(self) -> int:
        """What is offered to be paid of it first: of a bill what its minimum lacks, else all that is unpaid."""
        return self.least_minor or self.unpaid_minor

    @property
    def asked_minor(self) -> int:
        """What is to be paid of it: the same, and of a bill of which enough is paid nothing."""
        return 0 if self.least_paid else self.offered_minor

    @property
    def key(self) -> str:
        """Stable name of the due: loan and due date."""
        return f"{self.loan_id}:{self.due_on}"


DEBIT = -1
"""In place of the id of a repayment: the lender's own debit, which is assumed."""


class Applied(NamedTuple):
    """How one repayment was used.

    ``over_minor`` was more than the records say was owed; a card keeps it in the person's favour. A repayment is
    ``covered`` when it belongs to instalments that count as paid before records began: it changes nothing, and its
    parts are 0.
    """

    repayment_id: int  # or ``DEBIT``
    on: date
    principal_minor: int
    interest_minor: int
    fee_minor: int
    over_minor: int
    covered: bool = False

    @property
    def used_minor(self) -> int:
        """What of it paid something that was owed."""
        return self.principal_minor + self.interest_minor + self.fee_minor


@dataclass(frozen=True, slots=True)
class Position:
    """The state of an account at the end of ``as_of``, from what is recorded up to that day and nothing later.

    Attributes:
        principal_minor: principal outstanding; 0 before the loan begins.
        accrued_minor: interest that has grown since the last due date and is not due yet.
        overdue_minor: unpaid amounts of missed dues; of a card the unpaid minimum.
        days_past_due: days from the oldest such due date to ``as_of``, 0 when nothing is overdue.
        owed_minor: principal, and interest, fees and penalty interest that are due and unpaid. This is *debt* in every
            ratio.
        settlement_minor: what ends the account on this day, by the loan's rule on paying early.
        dues: by due date. Scheduled loans: all to the end of the schedule. Lines and cards: those that have come,
            and the next one as it is to be expected if nothing changes (for a line also the principal at its end).
        next_due: the earliest due with something unpaid; it may be overdue.
        applied: repayments in the order in which they were applied.
        limit_left_minor: limit less what of the principal is drawn on it, not below 0 and 0 once closed; None without a
            limit.
        adjusted_minor: what readings, printed bills and settlements changed of the principal beyond what was recorded:
            principal − credit = lent or drawn − principal of all repayments and what they were over + this.
        penalty_minor: penalty interest grown on overdue dues and not paid; a part of overdue, owed and settlement.
        short_minor: what settled dues are short of, within the loan's tolerance: owed, never overdue, asked for with
            what falls due next; a part of owed and settlement.
        credit_minor: a balance in the person's favour, 0 or more; no part of any other amount.
        apart_minor: what of the principal is drawn on another limit than that of the account (专项分期).
        claim: the legal moves in force. Where one says that it is frozen, nothing is left of the limit.
        known: False while only a part of what is owed is on record; see ``Account.known_since``.
    """

    as_of: date
    principal_minor: int
    accrued_minor: int
    overdue_minor: int
    days_past_due: int
    owed_minor: int
    settlement_minor: int
    state: AccountState
    dues: tuple[Due, ...]
    next_due: Due | None
    applied: tuple[Applied, ...]
    limit_left_minor: int | None
    adjusted_minor: int = 0
    known: bool = True
    penalty_minor: int = 0
    credit_minor: int = 0
    short_minor: int = 0
    apart_minor: int = 0
    claim: Claim = NOTHING


class Figures(NamedTuple):
    """The few numbers of a ``Position`` that histories need, made without listing the dues.

    ``begun`` is False before the account exists. ``due_minor`` is everything due in cash in the calendar month of
    ``as_of``, paid or not (without what of each instalment something else pays, ``Loan.offset_minor``); ``pending``
    counts the dues up to the end of that month that are pending or not recorded yet. ``apart_minor`` is what of the
    principal is drawn on another limit than that of the account (专项分期).
    """

    as_of: date
    begun: bool
    principal_minor: int
    owed_minor: int
    overdue_minor: int
    state: AccountState
    due_minor: int
    pending: int
    known: bool = True
    apart_minor: int = 0
