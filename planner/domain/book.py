"""The book: everything known about the person, and the income of a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import must_be_fen
from planner.domain.credit.file import NOTHING, CreditFile


@dataclass(frozen=True, slots=True)
class Income:
    """Monthly income of ``monthly_minor`` from ``from_on`` on, until the next entry of the same ``name``."""

    id: int
    name: str
    from_on: date
    monthly_minor: int

    def __post_init__(self) -> None:
        must_be_fen(self.monthly_minor, "amount")


@dataclass(frozen=True, slots=True)
class Book:
    """Everything known about the person: the argument of every question. Accounts in the order they were entered."""

    accounts: tuple[Account, ...] = ()
    incomes: tuple[Income, ...] = ()
    credit: CreditFile = NOTHING


def income_of(incomes: Iterable[Income], on: date) -> int | None:
    """Income in the calendar month of ``on``, in fen: of each name the latest entry that begins by the month's end.

    None when there is no entry yet. Of entries that begin on the same day the one entered last counts.
    """
    last = month_end(on)
    latest: dict[str, Income] = {}
    for income in incomes:
        known = latest.get(income.name)
        if income.from_on <= last and (known is None or (known.from_on, known.id) <= (income.from_on, income.id)):
            latest[income.name] = income
    return sum(income.monthly_minor for income in latest.values()) if latest else None
