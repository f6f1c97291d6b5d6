"""What a kind of account has to know: what happens to it, and what is to be expected of it.

A loan with a schedule (``instalments``), a line (``lines``) and a card (``cards``) each say what a draw, a payment or a
reading does to them. They share no code by inheritance, but the same parts: the ``Dues``, the ``Balance``.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import (
    Allowance,
    Arrangement,
    CardPlan,
    Draw,
    Reading,
    Repayment,
    Split,
    Statement,
)
from planner.domain.ledger.balance import Balance
from planner.domain.ledger.dues import Dues
from planner.domain.ledger.events import Kind
from planner.domain.ledger.row import Row
from planner.values import replace


class Running(Protocol):
    """One account while its records are replayed: told what happens, in order, it knows what is owed.

    Attributes:
        loan: the terms.
        dues: what has fallen due, and of a schedule what will.
        balance: the principal, and how repayments were used.
        own: the next thing that happens by itself and its place in the day: a bill is cut, interest falls due.
        bears_interest: whether money beyond what is known of can be interest that a settlement includes.
        shared: what a deep copy of it needs no copy of; None where to begin again is as quick as to copy.
    """

    loan: Loan
    dues: Dues
    balance: Balance
    own: tuple[date, Kind] | None
    bears_interest: bool

    @property
    def shared(self) -> tuple[object, ...] | None:
        """See above."""

    # -- what happens ------------------------------------------------------------------------------------------------

    def come(self, on: date) -> None:
        """The day ``on`` comes: what grows has grown up to it. Each of the following begins with that."""

    def draw(self, draw: Draw) -> None:
        """Money is drawn."""

    def pay(self, paid: Repayment) -> None:
        """A repayment, also one that settles the account."""

    def allow(self, allowance: Allowance) -> None:
        """The lender waives a part of what is asked for, or credits money that nobody paid."""

    def read(self, reading: Reading) -> None:
        """The principal is what the lender showed."""

    def bill(self, statement: Statement) -> None:
        """A bill was printed."""

    def plan(self, on: date, plan: CardPlan, *, ends: bool) -> None:
        """An instalment plan inside a card begins, or is ended early."""

    def arrange(self, on: date, agreed: Arrangement) -> None:
        """Something is agreed with the lender: from here on it counts."""

    def debit(self, row: Row) -> None:
        """The lender takes what a row asks for by itself, on its due date."""

    def own_day(self, on: date) -> None:
        """The day of ``own``: what happens by itself does, and the next one is known."""

    def end(self, on: date) -> None:
        """From the end of ``on`` nothing is owed."""

    # -- what is to come ---------------------------------------------------------------------------------------------

    def reach(self, on: date | None) -> None:
        """Have all dues up to ``on`` and the next ones (None: all), where they are computed as needed."""

    def upcoming(self, as_of: date) -> list[Row]:
        """Rows to be expected after those that exist."""

    def accrued(self, as_of: date) -> int:
        """Interest grown and not due yet, fen."""

    def grown_and_ahead(self, as_of: date) -> tuple[int, int]:
        """Interest of the running period up to the day, paid or not, and what was paid towards later dues, fen."""

    def settlement(self, as_of: date) -> Split:
        """What ends the account on this day; interest below 0 is what was paid ahead and comes back."""


def settle_at(running: Running, paid: Repayment, needed: int) -> None:
    """A payment of ``needed`` fen, with which everything is paid, or more: the rest is a balance in favour."""
    rest = paid.counted_minor - needed
    settle(running, replace(paid, amount_minor=needed, discount_minor=0))
    applied = running.balance.applied
    applied[-1] = applied[-1]._replace(over_minor=applied[-1].over_minor + rest)
    running.balance.credit += applied[-1].over_minor


def settle(running: Running, paid: Repayment) -> int:
    """A repayment after which nothing is owed, whatever its amount. Returns what was more than that took, fen."""
    balance = running.balance
    if paid.split is not None:
        parts = paid.split
        principal, interest, fee = min(parts.principal_minor, balance.principal), parts.interest_minor, parts.fee_minor
        over = parts.principal_minor - principal
    else:
        expected = running.settlement(paid.on)
        principal = min(paid.counted_minor, balance.principal + min(expected.interest_minor, 0))
        rest = paid.counted_minor - principal
        fee = min(max(rest - max(expected.interest_minor, 0), 0), expected.fee_minor)
        interest = rest - fee
        over = 0
        if not running.bears_interest or not balance.principal + expected.interest_minor + expected.fee_minor:
            known = min(interest, max(expected.interest_minor, 0))
            interest, over = known, interest - known
    balance.principal -= principal
    balance.note(paid, principal, interest, fee, over)
    running.dues.note_paid(paid.on)
    running.end(paid.on)
    return over
