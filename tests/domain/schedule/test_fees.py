"""Charges beside interest: when they fall due, and what becomes of them when the loan is settled early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Every, Method, Prepayment
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import RateBasis
from planner.domain.ledger.position import position
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.domain.what_if.prepay import settling
from tests.make.terms import loan

YEARLY = Fee("会员费", FeeWhen.YEARLY, 19_900)


@pytest.mark.parametrize(
    ("terms", "more", "with_fee"),
    [
        (12, {}, [1]),  # the anniversary is the last due date: no second year begins
        (13, {}, [1, 13]),
        (36, {}, [1, 13, 25]),
        (8, {"every": Every.QUARTER}, [1, 5]),
        (3, {"method": Method.INTEREST_ONLY, "first_due_on": date(2027, 3, 15)}, [1, 1]),  # two years begin before it
    ],
)
def test_a_yearly_fee_comes_with_the_first_due_date_of_each_year(
    terms: int, more: dict[str, object], with_fee: list[int]
) -> None:
    rows = instalments(loan(terms=terms, fees=(YEARLY,), **more))  # type: ignore[arg-type]
    found = [row.number for row in rows for _ in range(row.fee_minor // 19_900)]
    assert found == with_fee


def test_a_bullet_loan_pays_the_fees_of_its_years_at_its_end() -> None:
    (row,) = instalments(loan(Method.BULLET, terms=24, fees=(YEARLY,)))
    assert row.fee_minor == 2 * 19_900


@pytest.mark.parametrize(("stops", "asked"), [(True, 0), (False, 9 * 1_200)])
def test_fees_that_do_not_stop_are_asked_for_when_it_is_settled(stops: bool, asked: int) -> None:
    fee = Fee("担保费", FeeWhen.PER_TERM, share=Decimal("0.0012"), stops=stops)
    made = loan(fees=(fee,))
    rows = instalments(made)
    on = rows[2].due_on
    bare = loan()
    after = Account(made, repayments=())
    paid = [replace(row) for row in rows[:3]]
    assert {row.fee_minor for row in paid} == {1_200}
    left = position(after, on).settlement_minor - position(Account(bare), on).settlement_minor
    assert left == 3 * 1_200 + asked  # the three that are due, and those to come
    assert (settling(after, on).saving_minor or 0) == (settling(Account(bare), on).saving_minor or 0) + (
        9 * 1_200 if stops else 0
    )


def test_a_flat_fee_and_one_that_does_not_stop_are_not_asked_for_twice() -> None:
    fee = Fee("服务费", FeeWhen.PER_TERM, 500, stops=False)
    made = loan(Method.FLAT_FEE, rate="0.006", basis=RateBasis.TERM, fees=(fee,))
    on = date(2026, 1, 20)  # the first term runs: its flat fee of 60.00 is due in full
    assert position(Account(made), on).settlement_minor == 1_000_000 + 6_000 + 12 * 500
    nothing_saved = replace(made, prepayment=Prepayment.NO_SAVING)
    assert position(Account(nothing_saved), on).settlement_minor == 1_000_000 + 12 * 6_500


def test_a_flat_fee_kept_back_at_the_start_costs_more_than_one_spread_over_the_terms() -> None:
    spread = loan(rate="0", fees=(Fee("手续费", FeeWhen.PER_TERM, 6_000),))
    upfront = loan(rate="0", fees=(Fee("手续费", FeeWhen.UPFRONT, 72_000),))
    costs = [yearly_cost(one) for one in (spread, upfront)]
    assert costs[0].fee_minor == costs[1].fee_minor == 72_000
    assert costs[0].nominal is not None
    assert costs[1].nominal is not None
    assert costs[0].nominal < costs[1].nominal


@pytest.mark.parametrize("stops", [True, False])
def test_a_shorter_term_still_asks_for_the_fees_that_do_not_stop(stops: bool) -> None:
    made = loan(Method.EQUAL_PRINCIPAL, 120_000, 12, fees=(Fee("费", FeeWhen.PER_TERM, 1_000, stops=stops),))
    first = instalments(made)[0]
    payments = [Repayment(1, first.due_on, first.amount_minor)]
    fewer = 12
    for number in (2, 3):  # what was moved to the last row moves on, and nothing is asked for twice
        payments.append(Repayment(number, date(2026, 2, 18 + number), 45_000))
        place = position(Account(made, repayments=tuple(payments)), date(2026, 2, 18 + number))
        assert len(place.dues) < fewer
        fewer = len(place.dues)
        assert sum(due.fee_minor for due in place.dues) == 1_000 * (fewer if stops else 12)
        assert place.settlement_minor >= place.principal_minor + (0 if stops else 10 * 1_000)
