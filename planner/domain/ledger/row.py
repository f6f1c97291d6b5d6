"""A due as it stands in the middle of a replay: what it asks for, what of that has been paid, and since when."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from planner.domain.accounts.terms import Part
from planner.values import dataclass

NOTHING = Fraction(0)
ASKED = timedelta(3)  # what is due and of which nothing is recorded is asked for three days, then missed
FOR_EVER = date.max - timedelta(31)  # the last day on which something is asked for that is never missed by itself
_DAY = timedelta(1)


@dataclass(slots=True, eq=False)
class Row:
    """A due as it stands in the middle of a replay.

    ``until`` is the last day on which paying it is on time; ``balance`` the principal after it as printed (scheduled
    loans only). ``waived`` is what of the paid parts nobody paid, because the lender gave it up; ``paid_on`` the last
    day on which money went into it. A row of which nothing is recorded, neither that it was paid nor that it was not,
    is *not recorded* from the day after its due date to ``asked_until``, then missed. One that fell due ``early``,
    before the records are known to tell all that was paid, stays so until somebody says that it was not paid; where a
    record shows a payment after ``until`` the day of the last one is not known.
    """

    number: int
    due_on: date
    until: date
    principal: int
    interest: int
    fee: int
    balance: int = 0
    paid_principal: int = 0
    paid_interest: int = 0
    paid_fee: int = 0
    cleared_on: date | None = None
    covered: bool = False
    minimum: int | None = None
    enough: int | None = None  # cards: what has to be paid of it in time; None: all
    met_on: date | None = None  # the day on which that was paid, while something is still unpaid
    carried: bool = False  # cards: not paid enough of in time, and what was left of it is on a later bill
    within: Row | None = None  # the bill that then holds that
    moved: int = 0  # cards: what an instalment plan took over of it when it was late; it stays asked for as it was
    penalty_grown: int = 0  # penalty interest grown up to ``penalty_to``, in fen ÷ ``penalty_over``
    penalty_over: int = 1
    penalty_to: date | None = None
    paid_penalty: int = 0
    waived: dict[Part, int] | None = None
    paid_on: date | None = None
    part_on: date | None = None  # the first day on which a payment of a part of it was recorded
    assumed: bool = False  # paid by the lender's debit, as far as nobody says otherwise
    confirmed_on: date | None = None  # the day on which the lender's balance agreed with that
    debited_until: date | None = None  # the last day on which that was assumed of it
    denied_on: date | None = None  # the day on which somebody said that it was not paid
    replaced_on: date | None = None  # the day on which an agreement put others in its place: nothing is unpaid since
    shown_on: date | None = None  # the day on which the lender's balance showed that it is settled, and no record did
    early: bool = False  # due before ``Account.known_since``: what was paid of it may be in no record
    beyond: bool = False  # after the last instalment, for what the lender's balance showed as owed all the same
    unpaid_on: date | None = None  # the last day on which the lender's balance showed that it had been missed

    @property
    def waived_minor(self) -> int:
        """What of it was waived, penalty interest included."""
        return sum(self.waived.values()) if self.waived else 0

    @property
    def asked_until(self) -> date:
        """The last day on which it is not missed: the third from the due date, or the end of grace if that is later.

        What is recorded of it, or said, ends that sooner, but never before ``until``. What the lender was to debit is
        asked for up to the day before the answer.
        """
        if self.debited_until is not None:
            return max(self.until, self.debited_until)
        if self.untold:
            return FOR_EVER
        until, asked, told_on, denied_on = self.until, self.due_on + ASKED, self.part_on, self.denied_on
        if denied_on is not None and (told_on is None or denied_on < told_on):
            told_on = denied_on
        if told_on is not None and told_on <= asked:
            asked = told_on - _DAY
        return asked if asked > until else until

    @property
    def untold(self) -> bool:
        """Whether what is recorded cannot say that it was late: it is ``early``, and nobody has said so."""
        return self.early and self.denied_on is None

    @property
    def undated(self) -> bool:
        """Whether it was paid, and nothing tells if that was in time: only the lender's balance shows it, say.

        What tells is money recorded for it after ``until``, somebody's word that it was not paid, or an earlier balance
        in which it was missing.
        """
        if self.untold:
            return self.answered_on is not None and self.answered_on > self.until
        if self.shown_on is None or self.shown_on <= self.until or self.answered_on != self.shown_on:
            return False
        return all(on is None or on <= self.until for on in (self.paid_on, self.denied_on, self.unpaid_on))

    @property
    def answered_on(self) -> date | None:
        """The day that decides whether it was on time: paid in full, or, at the last day for that, enough of it."""
        if self.met_on is None or (self.cleared_on is not None and self.cleared_on <= self.until):
            return self.cleared_on
        return max(self.met_on, self.until)

    @property
    def penalty(self) -> int:
        """Penalty interest grown so far, half up."""
        return (2 * self.penalty_grown + self.penalty_over) // (2 * self.penalty_over)

    @property
    def late_interest(self) -> int:
        """What of that is not paid."""
        return self.penalty - self.paid_penalty

    @property
    def amount(self) -> int:
        """Everything asked for when it fell due."""
        return self.principal + self.interest + self.fee

    @property
    def unpaid(self) -> int:
        """What is still to be paid, penalty interest included."""
        left = self.principal + self.interest + self.fee - self.paid_principal - self.paid_interest - self.paid_fee
        if self.penalty_to is None:
            return left
        over = self.penalty_over  # as ``penalty``, written out: this is asked at every payment
        return left + (2 * self.penalty_grown + over) // (2 * over) - self.paid_penalty

    @property
    def missing(self) -> int:
        """What is still to be paid of it at least: of a bill the unpaid part of its minimum, else all."""
        if self.minimum is None:
            return self.amount - self.paid_principal if self.carried else self.unpaid
        return max(self.minimum - self.paid_principal, 0)

    def pay_all(self) -> None:
        """Count every part as paid."""
        self.paid_principal, self.paid_interest, self.paid_fee = self.principal, self.interest, self.fee
        self.paid_penalty = self.penalty
