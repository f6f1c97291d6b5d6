"""A first term by its actual days where later months are a twelfth; half-yearly and yearly terms; a given payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from planner.domain.accounts.loan import Every, Loan, Method
from planner.domain.accounts.records import Account, Repayment
from planner.domain.basics.money import whole
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.ledger.position import position
from planner.domain.schedule.accrual import interest_exact
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.yearly_cost import yearly_cost
from tests.make.terms import loan, loans

MORTGAGE = loan(
    principal_minor=100_000_000, terms=360, rate="0.042", start_on=date(2026, 3, 20), first_due_on=date(2026, 4, 20)
)


def test_the_first_term_of_a_mortgage_is_counted_by_its_days() -> None:
    first, *rest = instalments(replace(MORTGAGE, first_by_days=True))
    plain, *others = instalments(MORTGAGE)
    # 1,000,000.00 × 4.2 % ÷ 360 × 31 days; principal and all later rows as by the formula
    assert (plain.interest_minor, first.interest_minor) == (350_000, 361_667)
    assert first.principal_minor == plain.principal_minor
    assert rest == others
    assert len({row.amount_minor for row in rest[:-1]}) == 1


@pytest.mark.parametrize(
    ("first_due_on", "days"), [(date(2026, 4, 5), 16), (date(2026, 4, 20), 31), (date(2026, 5, 10), 51)]
)
def test_a_first_term_of_any_length_is_its_days(first_due_on: date, days: int) -> None:
    made = replace(MORTGAGE, first_due_on=first_due_on, first_by_days=True)
    row = instalments(made)[0]
    assert row.interest_minor == whole(*(Fraction(100_000_000 * 42, 360_000) * days).as_integer_ratio())
    # settled inside it, by the days so far
    ten = position(Account(made), date(2026, 3, 30)).settlement_minor - 100_000_000
    assert ten == whole(*(Fraction(100_000_000 * 42, 360_000) * 10).as_integer_ratio())


@given(loans(most_terms=24))
def test_it_changes_nothing_but_the_interest_of_the_first_term(terms: Loan) -> None:
    by_days = replace(terms, first_by_days=True)
    assert [row.due_on for row in instalments(by_days)][: terms.terms] == [row.due_on for row in instalments(terms)][
        : terms.terms
    ]
    if terms.day_count is not DayCount.THIRTY_360 or terms.method in (Method.BULLET, Method.FLAT_FEE):
        assert instalments(by_days) == instalments(terms)
    first, second = instalments(by_days)[0].due_on, date(2050, 7, 9)
    later = [interest_exact(one, 1_000_000, first, second) for one in (terms, by_days)]
    assert later[0] == later[1]


@pytest.mark.parametrize(
    ("every", "interest", "nominal", "effective"),
    [(Every.HALF_YEAR, 90_000, "0.18", "0.1881"), (Every.YEAR, 180_000, "0.18", "0.18")],
)
def test_half_yearly_and_yearly_terms(every: Every, interest: int, nominal: str, effective: str) -> None:
    made = loan(Method.INTEREST_ONLY, terms=4, every=every)
    rows = instalments(made)
    months = 6 if every is Every.HALF_YEAR else 12
    assert [(row.due_on.year - 2026) * 12 + row.due_on.month - 1 for row in rows] == [months * n for n in range(1, 5)]
    assert {row.interest_minor for row in rows} == {interest}
    cost = yearly_cost(made)
    assert (cost.nominal, cost.effective) == (Decimal(nominal), Decimal(effective))
    level = yearly_cost(replace(made, method=Method.LEVEL_PAYMENT))
    assert level.nominal is not None
    assert abs(level.nominal - Decimal(nominal)) < Decimal("0.000001")


def test_the_payment_of_the_lender_takes_the_place_of_the_formula() -> None:
    made = loan(payment_minor=91_700)
    rows = instalments(made)
    assert {row.amount_minor for row in rows[:-1]} == {91_700}
    assert rows[-1].amount_minor < 91_680
    assert instalments(replace(made, method=Method.EQUAL_PRINCIPAL)) == instalments(loan(Method.EQUAL_PRINCIPAL))
    # an odd first term holds its own interest, the principal stays that of an ordinary one
    odd = instalments(replace(made, first_due_on=date(2026, 2, 20)))
    assert odd[0].principal_minor == 91_700 - 15_000
    assert (odd[0].interest_minor, odd[1].amount_minor) == (17_500, 91_700)
    # and it is the payment that a prepayment keeps
    paid = (Repayment(1, date(2026, 2, 15), 91_700 + 300_000),)
    place = position(Account(made, repayments=paid), date(2026, 2, 15))
    assert place.dues[1].amount_minor == 91_700
    assert len(place.dues) < 12


def test_a_rate_by_the_day_has_its_days_anyway() -> None:
    made = loan(rate="0.0005", basis=RateBasis.DAY, day_count=DayCount.ACT_365)
    assert instalments(replace(made, first_by_days=True)) == instalments(made)
