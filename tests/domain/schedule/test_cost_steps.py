"""The working behind a yearly cost: flows, the conventions, and the proof that discounting gives nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import RateBasis
from planner.domain.schedule.cost_steps import working
from planner.domain.schedule.yearly_cost import yearly_cost
from tests.make.terms import daily, line, loan, loans

TODAY = date(2026, 3, 1)


def cents(value: Decimal) -> str:
    return f"{(value / 100).quantize(Decimal('0.01')) + 0}"


def test_two_terms_by_hand() -> None:
    """1,000.00 at 1 % a month, two payments of 507.51: after the first, 502.49 are owed."""
    work = working(loan(principal_minor=100_000, terms=2, rate="0.12"), TODAY)
    assert (work.regular, work.periods) == (True, 12)
    assert work.per_period is not None
    assert f"{work.per_period:.5f}" == "0.01000"
    assert [(step.number, step.on, step.amount_minor) for step in work.steps] == [
        (0, date(2026, 1, 15), 100_000),
        (1, date(2026, 2, 15), -50_751),
        (2, date(2026, 3, 15), -50_751),
    ]
    assert [cents(step.value_minor) for step in work.steps] == ["1000.00", "-502.49", "-497.51"]
    assert [cents(step.balance_minor) for step in work.steps] == ["1000.00", "502.49", "0.00"]
    assert (work.advertised, work.remainder_minor) == (Decimal("0.12"), Decimal("0.00"))
    assert work.gap is not None
    assert abs(work.gap) < Decimal("0.0001")


def test_a_fee_kept_back_opens_a_gap_to_the_advertised_rate() -> None:
    work = working(loan(fees=(Fee("费", FeeWhen.UPFRONT, 30_000),)), TODAY)
    assert work.steps[0].amount_minor == 970_000
    assert work.gap is not None
    assert work.gap > Decimal("0.05")


def test_a_first_term_of_another_length_is_worked_out_on_actual_days() -> None:
    work = working(loan(first_due_on=date(2026, 3, 20)), TODAY)
    assert not work.regular
    first = work.steps[1]
    assert work.cost.effective is not None
    years = (first.on - date(2026, 1, 15)).days / 365
    expected = first.amount_minor / (1 + float(work.cost.effective)) ** years
    assert float(first.value_minor) == pytest.approx(expected)


def test_all_at_the_end_counts_every_term_in_between() -> None:
    work = working(loan(Method.BULLET, terms=6, rate="0.12"), TODAY)
    assert work.regular
    assert work.remainder_minor is not None
    assert abs(work.remainder_minor) < 1


def test_a_flat_fee_has_no_advertised_yearly_rate() -> None:
    work = working(loan(Method.FLAT_FEE, rate="0.0066", basis=RateBasis.TERM), TODAY)
    assert (work.advertised, work.gap) == (None, None)


def test_a_daily_rate_is_advertised_by_the_days_of_its_year() -> None:
    assert working(daily(Method.LEVEL_PAYMENT, 1_000_000, 12, "0.0005", TODAY), TODAY).advertised == Decimal("0.1825")
    assert working(line(), TODAY).advertised == Decimal("0.1825")


def test_a_line_is_worked_out_on_an_example() -> None:
    work = working(line(), TODAY)
    assert (work.steps[0].amount_minor, len(work.steps)) == (1_000_000, 13)


def test_without_a_rate_the_flows_remain() -> None:
    work = working(loan(fees=(Fee("费", FeeWhen.UPFRONT, 1_000_000),)), TODAY)
    assert (work.cost.reason, work.per_period, work.remainder_minor) == ("total_loss", None, None)
    assert len(work.steps) == 12


@given(loans())
def test_discounted_at_the_rate_shown_the_flows_are_worth_nothing(made: Loan) -> None:
    work = working(made, TODAY)
    assert work.cost == yearly_cost(made)
    assert sum(step.amount_minor for step in work.steps) == sum(flow.amount_minor for flow in work.cost.flows)
    if work.remainder_minor is not None:
        assert abs(work.remainder_minor) < Decimal("0.5")
