"""The book: everything known about the person, what they have and live on, and the income of a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import DueShift
from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import must_be_fen
from planner.domain.credit.file import NOTHING, CreditFile
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Income:
    """Monthly income of ``monthly_minor`` from ``from_on`` on, until the next entry of the same ``name``.

    It comes on the ``day`` (1–31) of each month, on the last day of a shorter one, moved by ``shift`` off a day off.
    None: nobody said on which. What is not ``certain`` is expected only.
    """

    id: int
    name: str
    from_on: date
    monthly_minor: int
    day: int | None = None
    shift: DueShift = DueShift.NONE
    certain: bool = True

    def __post_init__(self) -> None:
        must_be_fen(self.monthly_minor, "amount")


@dataclass(frozen=True, slots=True)
class SingleIncome:
    """``amount_minor`` that comes once, ``on`` that day; what is not ``certain`` is expected only."""

    id: int
    name: str
    on: date
    amount_minor: int
    certain: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        must_be_fen(self.amount_minor, "amount")


@dataclass(frozen=True, slots=True)
class LivingCost:
    """``monthly_minor`` that living costs on the ``day`` (1–31) of each month, on the last day of a shorter one.

    From ``from_on`` to ``until_on``, both inclusive; None: without an end. Repayments are none.
    """

    id: int
    name: str
    day: int
    monthly_minor: int
    from_on: date
    until_on: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        must_be_fen(self.monthly_minor, "amount")


@dataclass(frozen=True, slots=True)
class CashReading:
    """``amount_minor`` of yuan at hand in the account ``name``, after all that moved ``on`` that day.

    It holds until the next one of the same name.
    """

    id: int
    name: str
    on: date
    amount_minor: int
    note: str = ""

    def __post_init__(self) -> None:
        must_be_fen(self.amount_minor, "amount")


@dataclass(frozen=True, slots=True)
class Household:
    """What the person has at hand, what comes in once, and what living costs; each in the order of its days."""

    readings: tuple[CashReading, ...] = ()
    singles: tuple[SingleIncome, ...] = ()
    living: tuple[LivingCost, ...] = ()


NO_HOUSEHOLD = Household()


@dataclass(frozen=True, slots=True)
class Book:
    """Everything known about the person: the argument of every question. Accounts in the order they were entered."""

    accounts: tuple[Account, ...] = ()
    incomes: tuple[Income, ...] = ()
    credit: CreditFile = NOTHING
    household: Household = NO_HOUSEHOLD


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
