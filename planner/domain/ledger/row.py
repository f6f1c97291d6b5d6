"""A due as it stands in the middle of a replay: what it asks for, what of that has been paid, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.domain.basics.money import half_up

NOTHING = Fraction(0)


@dataclass(slots=True, eq=False)
class Row:
    """A due as it stands in the middle of a replay.

    ``until`` is the last day on which paying it is on time; ``balance`` the principal after it as printed (scheduled
    loans only).
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
    penalty_exact: Fraction = NOTHING  # penalty interest grown up to ``penalty_to``, in fen
    penalty_to: date | None = None
    paid_penalty: int = 0
    replaced_on: date | None = None  # the day on which an agreement put others in its place: nothing is unpaid since

    @property
    def answered_on(self) -> date | None:
        """The day that decides whether it was on time: paid in full, or, at the last day for that, enough of it."""
        if self.met_on is None or (self.cleared_on is not None and self.cleared_on <= self.until):
            return self.cleared_on
        return max(self.met_on, self.until)

    @property
    def penalty(self) -> int:
        """Penalty interest grown so far, half up."""
        return half_up(self.penalty_exact) if self.penalty_to is not None else 0

    @property
    def amount(self) -> int:
        """Everything asked for when it fell due."""
        return self.principal + self.interest + self.fee

    @property
    def unpaid(self) -> int:
        """What is still to be paid, penalty interest included."""
        left = self.principal + self.interest + self.fee - self.paid_principal - self.paid_interest - self.paid_fee
        return left if self.penalty_to is None else left + self.penalty - self.paid_penalty

    def pay_all(self) -> None:
        """Count every part as paid."""
        self.paid_principal, self.paid_interest, self.paid_fee = self.principal, self.interest, self.fee
        self.paid_penalty = self.penalty
