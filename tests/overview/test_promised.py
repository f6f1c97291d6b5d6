"""A sum that was called enough is enough once it is noted, in the budget and in cash too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book, CashReading, Household, Income, LivingCost, SingleIncome
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import Planning, planning
from planner.domain.payoff.short.claims import lump_day
from planner.overview.overview import Overview
from planner.overview.plan import MEANS

TODAY = date(2026, 11, 2)
LENDER = Lender(1, "某机构")


def _loan(number: int, method: Method, start_on: date, rate: str, minor: int, terms: int) -> Account:
    yearly = Rate(Decimal(rate), RateBasis.YEAR)
    return Account(Loan(number, LENDER, f"贷款{number}", method, start_on, yearly, principal_minor=minor, terms=terms))


def _two() -> tuple[Account, ...]:
    return (
        _loan(1, Method.LEVEL_PAYMENT, date(2026, 10, 9), "0.24", 2_800_000, 8),
        _loan(2, Method.EQUAL_PRINCIPAL, date(2026, 10, 11), "0.18", 900_000, 9),
    )


def _one() -> tuple[Account, ...]:
    return (_loan(1, Method.EQUAL_PRINCIPAL, date(2026, 10, 22), "0.06", 4_800_000, 6),)


def _planned(
    accounts: Sequence[Account],
    at_hand: int,
    payday: int,
    costs: tuple[LivingCost, ...],
    means: Means,
    *singles: SingleIncome,
) -> Planning:
    household = Household((CashReading(1, "现金", TODAY, at_hand),), singles, costs)
    book = Book(tuple(accounts), (Income(1, "工资", date(2026, 10, 1), 1_000_000, payday),), household=household)
    view = Overview(Path("no.db"), TODAY, book, {MEANS: json.dumps(means.to_json())})
    return planning(book, TODAY, view.means)


@pytest.mark.parametrize(
    ("accounts", "at_hand", "payday", "rent", "budget"),
    [
        (_two(), 500_000, 15, LivingCost(1, "房租", 27, 100_000, date(2026, 10, 1)), 479_400),
        (_one(), 450_000, 10, LivingCost(1, "房租", 20, 200_000, date(2026, 10, 1)), 336_200),
    ],
)
def test_the_sum_that_was_called_enough_is_planned_when_cash_has_it_too(
    accounts: tuple[Account, ...], at_hand: int, payday: int, rent: LivingCost, budget: int
) -> None:
    """With more at hand more can be paid early, so the search alone comes upon other plans, which fall short."""
    lacking = _planned(accounts, at_hand, payday, (rent,), Means(budget))
    short = lacking.shortage
    assert short is not None
    assert short.lump_minor
    on = lump_day(lacking.owed, short)
    noted = Means(budget, lumps=((on, short.lump_minor),))
    for singles in ((), (SingleIncome(1, "奖金", on, short.lump_minor),)):
        plan = _planned(accounts, at_hand, payday, (rent,), noted, *singles)
        assert plan.shortage is None
        assert plan.search.best is not None
    less = replace(noted, lumps=((on, short.lump_floor_minor - 1),))
    assert _planned(accounts, at_hand, payday, (rent,), less).shortage is not None


@pytest.mark.parametrize(
    ("accounts", "at_hand", "payday", "costs"),
    [
        # 692,537 are due each month, 670,000 are left of income; the days before the December pay lack far more
        (
            (
                _loan(1, Method.LEVEL_PAYMENT, date(2026, 10, 13), "0.18", 1_500_000, 3),
                _loan(2, Method.LEVEL_PAYMENT, date(2026, 10, 6), "0.24", 1_300_000, 8),
            ),
            220_000,
            19,
            (LivingCost(1, "房租", 15, 330_000, date(2026, 10, 1)),),
        ),
        # December costs more than it brings: a gap that what comes once does not make up where it is for debts
        (
            _one(),
            1_200_000,
            10,
            (
                LivingCost(1, "房租", 20, 100_000, date(2026, 10, 1)),
                LivingCost(2, "学费", 5, 1_100_000, date(2026, 12, 1), date(2026, 12, 31)),
            ),
        ),
    ],
)
def test_of_a_budget_from_cash_the_sum_is_enough_noted_where_it_may_be_and_a_fen_less_is_not(
    accounts: tuple[Account, ...], at_hand: int, payday: int, costs: tuple[LivingCost, ...]
) -> None:
    lacking = _planned(accounts, at_hand, payday, costs, Means())
    assert lacking.of_cash
    short = lacking.shortage
    assert short is not None
    assert short.lump_minor
    assert short.enough_minor
    on = lump_day(lacking.owed, short)
    here = ((TODAY, short.at_hand_minor),) if short.at_hand_minor else ()
    for minor, works in ((short.lump_minor, True), (short.lump_floor_minor - 1, False)):
        noted = Means(lumps=(*here, (on, minor)))
        bonus = SingleIncome(1, "奖金", on, minor)
        assert (_planned(accounts, at_hand, payday, costs, noted).shortage is None) is works
        assert (_planned(accounts, at_hand, payday, costs, noted, bonus).shortage is None) is works
    for minor, works in ((short.enough_minor, True), (short.enough_floor_minor - 1, False)):
        assert (_planned(accounts, at_hand, payday, costs, Means(minor)).shortage is None) is works
