"""Interest on a bill account: which part of what is owed bears it, since when, by the rule of the card.

What is owed is a row of lots, each with the day on which it was posted; payments use them up from the oldest on. As
long as the bill that holds a lot can still be paid in full, the lot bears nothing. Once the last day for that has
passed with more than the tolerance unpaid:

* ``FULL`` (全额计息): every lot of the bill bears interest from its posting date, what was paid of it in time as well,
  up to the day of that payment. A bank's own example: 1,000.00 bought on 30 March, bill on 5 April, 100.00 paid on the
  due date 23 April: the bill of 5 May holds 1,000 × 0.05 % × 24 days + 900 × 0.05 % × 12 days = 17.40.
* ``UNPAID``: what stayed unpaid bears interest from its posting date: 900 × 0.05 % × 36 days = 16.20.
* ``AFTER_DUE`` (花呗): what stayed unpaid bears interest from the day after the due date.

It goes on bearing until it is paid, also inside later bills. A cash advance bears interest from its day by each rule.
Interest is exact and in fen; it becomes whole fen, and a lot of its own, when the next bill is cut.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.terms import CardInterest
from planner.domain.ledger.row import NOTHING
from planner.domain.schedule.accrual import Accrual
from planner.values import dataclass


@dataclass(slots=True)
class _Lot:
    """``bill`` is the number of the bill that holds it; None while none does."""

    amount: int
    posted_on: date
    bill: int | None = None
    bears: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """A part of what is owed: since when, the number of the bill that holds it (None: none), whether it ``bears``."""

    amount_minor: int
    posted_on: date
    bill: int | None
    bears: bool


@dataclass(frozen=True, slots=True)
class Lending:
    """What a card has lent, the oldest first, and its interest, exact and in fen.

    ``grown`` is what no bill holds, up to ``since``; ``paid`` by bill what was paid of it bears, should it be missed.
    """

    accrual: Accrual
    since: date
    grown: Fraction
    paid: dict[int, Fraction]
    lots: tuple[Posted, ...]


class Lots:
    """What is owed on a card, as its interest sees it. ``accrue`` to a day before changing anything on it."""

    def __init__(self, loan: Loan) -> None:
        self._rule = loan.card.interest
        self._accrual = Accrual(loan)
        self._lots: list[_Lot] = []
        self._bearing = 0
        self._since = date.min
        self._paid: dict[int, Fraction] = {}  # interest on what was paid of an open bill, should the bill be missed
        self.grown = NOTHING  # since the last bill, in fen

    def follow(self, loan: Loan) -> None:
        """From here on interest grows by other terms."""
        self._accrual = Accrual(loan)

    def told(self) -> Lending:
        """The lots as they are, and by what their interest grows."""
        lots = tuple(Posted(lot.amount, lot.posted_on, lot.bill, lot.bears) for lot in self._lots)
        return Lending(self._accrual, self._since, self.grown, dict(self._paid), lots)

    def accrue(self, on: date) -> None:
        """Let interest grow up to and without ``on``."""
        if self._since < on:
            self.grown += self.until(on)
            self._since = on

    def until(self, on: date) -> Fraction:
        """Interest that will have grown by ``on``, on what bears it now."""
        return self._accrual.between(self._bearing, self._since, on) if self._bearing else NOTHING

    def add(self, amount: int, posted_on: date, *, bears: bool = False) -> None:
        """Owe more; ``bears`` interest from its day."""
        if amount > 0:
            self._lots.append(_Lot(amount, posted_on, bears=bears))
            self._bearing += amount if bears else 0

    def put_on_bill(self, number: int, amount: int) -> None:
        """The oldest ``amount`` that no bill holds is on bill ``number``."""
        for place, lot in enumerate(self._lots):
            if amount <= 0:
                return
            if lot.bill is None:
                if lot.amount > amount:
                    self._lots.insert(place + 1, _Lot(lot.amount - amount, lot.posted_on, None, lot.bears))
                    lot.amount = amount
                lot.bill = number
                amount -= lot.amount

    def carry(self, number: int) -> None:
        """What is left of bill ``number`` waits for the next one."""
        self._paid.pop(number, None)
        for lot in self._lots:
            if lot.bill == number:
                lot.bill = None

    def miss(self, number: int, due_on: date, on: date) -> None:
        """Bill ``number`` was not paid in full in time: interest as the rule says, up to and without ``on``."""
        paid = self._paid.pop(number, NOTHING)
        if self._rule is CardInterest.FULL:
            self.grown += paid
        for lot in self._lots:
            if lot.bill == number and not lot.bears:
                since = due_on if self._rule is CardInterest.AFTER_DUE else lot.posted_on
                self.grown += self._accrual.between(lot.amount, since, on)
                lot.bears = True
                self._bearing += lot.amount

    def pay(self, amount: int, on: date) -> None:
        """Use up the oldest ``amount``."""
        gone = 0
        for lot in self._lots:
            if not amount:
                break
            part = min(amount, lot.amount)
            if lot.bears:
                self._bearing -= part
            elif lot.bill is not None and self._rule is CardInterest.FULL:
                grown = self._accrual.between(part, lot.posted_on, on)
                self._paid[lot.bill] = self._paid.get(lot.bill, NOTHING) + grown
            lot.amount -= part
            amount -= part
            gone += lot.amount == 0
        del self._lots[:gone]

    def take_out(self, amount: int, number: int | None) -> None:
        """The newest ``amount`` of bill ``number`` (None: of what no bill holds) is paid in instalments instead."""
        for lot in reversed(self._lots):
            if amount and lot.bill == number:
                part = min(amount, lot.amount)
                lot.amount -= part
                amount -= part
                self._bearing -= part if lot.bears else 0
        self._lots = [lot for lot in self._lots if lot.amount]

    def forget(self) -> None:
        """Nothing is owed any more."""
        self._lots, self._bearing, self._paid, self.grown = [], 0, {}, NOTHING
