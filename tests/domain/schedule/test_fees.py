"""Charges beside interest: when they fall due, and what becomes of them when the loan is settled early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Excess, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen, changed_on
from planner.domain.basics.money import half_up, share
from planner.domain.basics.rates import RateBasis
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.domain.what_if.prepay import settling
from tests.make.terms import loan, loans

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
        on = date(2026, 2, 18 + number)
        before = position(Account(made, repayments=tuple(payments)), on).settlement_minor
        assert before >= 120_000 - 10_000 - (number - 2) * 45_000 + (0 if stops else 11 * 1_000)
        payments.append(Repayment(number, on, 45_000))
        place = position(Account(made, repayments=tuple(payments)), on)
        assert len(place.dues) < fewer
        fewer = len(place.dues)
        assert sum(due.fee_minor for due in place.dues) == 1_000 * (fewer if stops else 12)
        assert place.settlement_minor == before - 45_000  # a payment leaves what was asked before it less itself


def paid_as_printed(terms: Loan, count: int) -> tuple[Repayment, ...]:
    rows = instalments(terms)[:count]
    return tuple(Repayment(row.number, row.due_on, row.amount_minor) for row in rows)


def test_a_fee_that_begins_today_leaves_what_was_paid_alone() -> None:
    bare = loan()
    today = date(2026, 11, 20)  # ten of twelve are paid, on time
    charged = replace(bare, fees=(Fee("服务费", FeeWhen.PER_TERM, 2_000, from_on=today),))
    place = position(Account(charged, repayments=paid_as_printed(bare, 10)), today)
    assert [due.status for due in place.dues] == [DueStatus.ON_TIME] * 10 + [DueStatus.PENDING] * 2
    assert [due.fee_minor for due in place.dues] == [0] * 10 + [2_000] * 2
    assert place.overdue_minor == 0


def test_a_fee_is_charged_with_what_falls_due_from_its_first_day_to_its_last() -> None:
    april, june = date(2026, 4, 15), date(2026, 6, 15)
    fee = Fee("担保费", FeeWhen.PER_TERM, 1_000, from_on=april, until_on=june)
    rows = instalments(loan(fees=(fee,)))
    assert [row.number for row in rows if row.fee_minor] == [3, 4, 5]
    later = replace(fee, from_on=april + timedelta(1), until_on=june - timedelta(1))
    assert [row.number for row in instalments(loan(fees=(later,))) if row.fee_minor] == [4]
    yearly = replace(YEARLY, until_on=date(2027, 1, 15))
    assert [row.number for row in instalments(loan(terms=36, fees=(yearly,))) if row.fee_minor] == [1]


def test_a_change_of_a_fee_is_one_that_ends_and_one_that_begins() -> None:
    before = Fee("服务费", FeeWhen.PER_TERM, 1_000)
    on = date(2026, 7, 1)
    old, new = changed_on(before, replace(before, amount_minor=2_000, payee="某公司"), on)
    assert [row.fee_minor for row in instalments(loan(fees=(old, new)))] == [1_000] * 5 + [2_000] * 7
    assert changed_on(before, replace(before, name="会员费"), on) == (replace(before, name="会员费"),)
    assert changed_on(new, replace(new, amount_minor=5), on) == (replace(new, amount_minor=5),)


def test_a_fee_on_the_remaining_principal_follows_it() -> None:
    fee = Fee("担保费", FeeWhen.PER_TERM, share=Decimal("0.002"), on_remaining=True)
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, fees=(fee,))
    rows = instalments(made)
    assert [row.fee_minor for row in rows] == [2_400 - 200 * n for n in range(12)]
    # 3,000.00 more on the third due date: the term that begins then has 6,000.00, those after it follow
    paid = paid_as_printed(made, 2)
    third = Repayment(3, rows[2].due_on, rows[2].amount_minor + 300_000)
    lower = replace(made, excess=Excess.LOWER_PAYMENT)
    place = position(Account(lower, repayments=(*paid, third)), rows[2].due_on)
    left = 600_000
    for due in place.dues[3:]:
        assert due.fee_minor == half_up(Fraction(left, 500))
        left -= due.principal_minor
    # inside a term what it began with stays
    inside = Repayment(3, rows[2].due_on + timedelta(10), rows[3].amount_minor + 300_000)
    place = position(Account(lower, repayments=(*paid_as_printed(made, 3), inside)), inside.on)
    assert [due.fee_minor for due in place.dues[3:5]] == [rows[3].fee_minor, half_up(Fraction(500_000, 500))]


@given(loans(most_terms=24), st.decimals("0", "0.02", places=4))
def test_a_fee_on_the_remaining_principal_is_its_share_of_every_balance(terms: Loan, part: Decimal) -> None:
    charged = replace(terms, fees=(Fee("", FeeWhen.PER_TERM, share=part, on_remaining=True),))
    for row, bare in zip(instalments(charged), instalments(replace(terms, fees=())), strict=True):
        assert replace(row, fee_minor=0) == replace(bare, fee_minor=0)
        assert row.fee_minor - bare.fee_minor == share(row.balance_minor + row.principal_minor, part)


def test_a_fee_on_the_remaining_principal_ends_with_it_and_is_not_taken_for_another() -> None:
    remaining = Fee("", FeeWhen.PER_TERM, share=Decimal("0.002"), on_remaining=True)
    fixed = Fee("", FeeWhen.PER_TERM, 1_000, stops=False)
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, fees=(remaining, fixed))
    on = instalments(made)[0].due_on
    bare = loan(Method.EQUAL_PRINCIPAL, 1_200_000)
    extra = position(Account(made), on).settlement_minor - position(Account(bare), on).settlement_minor
    assert extra == 2_400 + 1_000 + 11 * 1_000
