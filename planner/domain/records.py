"""What happened on an account, as the person recorded it: the ledger's input beside the terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.loan import Loan


@dataclass(frozen=True, slots=True)
class Draw:
    """Money taken from a line, or a purchase on a card: the balance goes up by ``amount_minor`` (> 0) on ``on``."""

    id: int
    on: date
    amount_minor: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A repayment's parts as the person corrected them; they add up to its amount."""

    principal_minor: int
    interest_minor: int
    fee_minor: int = 0


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money paid to the lender. ``split`` is None when it is derived; with ``settles`` nothing is owed after it."""

    id: int
    on: date
    amount_minor: int
    split: Split | None = None
    settles: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lender itself showed as principal owed at the end of ``on``; the ledger follows it from there."""

    id: int
    on: date
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A bill of a card as the lender printed it; it replaces the computed bill of the same statement date."""

    id: int
    on: date
    due_on: date
    amount_minor: int
    minimum_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A loan and everything recorded on it, each kind in date order (ids break ties)."""

    loan: Loan
    draws: tuple[Draw, ...] = ()
    repayments: tuple[Repayment, ...] = ()
    readings: tuple[Reading, ...] = ()
    statements: tuple[Statement, ...] = ()
    checked_on: date | None = None  # last day the person confirmed the balance with the lender


@dataclass(frozen=True, slots=True)
class Income:
    """Monthly income of ``monthly_minor`` from ``from_on`` on, until the next entry of the same ``name``."""

    id: int
    name: str
    from_on: date
    monthly_minor: int


@dataclass(frozen=True, slots=True)
class Book:
    """Everything known about the person: the argument of every question. Accounts in the order they were entered."""

    accounts: tuple[Account, ...] = ()
    incomes: tuple[Income, ...] = ()
