"""Penalty interest and the order in which a payment is used, worked out by hand; what holds for any order.

The loan: 12,000 from 2026-01-10 at 12 % a year by 30/360, 1,000 principal a month; due on 02-10: 1,120.00.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan, Method, RateChange
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import ORDER, Part, Penalty, PenaltyBasis, PenaltyOn, order_from
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.ledger.position import position
from planner.errors import PlannerError
from tests.make.accounts import at, day, drawn, equal_principal, fen, histories, line, paid, split, used
from tests.make.examples import examples
from tests.make.terms import loan

HALF_MORE = Penalty(Decimal("1.5"))  # 18 % a year: 0.50 a day on 1,000


def late(**more: object) -> Loan:
    return replace(equal_principal(), penalty=HALF_MORE, **more)  # type: ignore[arg-type]


def test_it_grows_by_the_day_on_the_overdue_principal() -> None:
    account = Account(late())
    assert at(account, "02-10").penalty_minor == 0
    place = at(account, "02-20")
    assert (place.penalty_minor, place.overdue_minor, place.days_past_due) == (fen(5), fen(1_125), 10)
    assert place.owed_minor == fen(12_000) + fen(120) + fen(5)
    assert place.dues[0].unpaid_minor == fen(1_125)
    assert place.settlement_minor == fen(12_000 + 120) + fen("36.67") + fen(5)  # ten days on the 11,000 not due yet


@pytest.mark.parametrize(
    ("penalty", "expected"),
    [
        (Penalty(Decimal("1.5"), on=PenaltyOn.AMOUNT), "5.60"),  # 1,120 · 18 % ÷ 360 · 10
        (Penalty(Decimal("0.0005"), PenaltyBasis.DAY), "5.00"),
        (Penalty(Decimal("0.0005"), PenaltyBasis.DAY, PenaltyOn.AMOUNT), "5.60"),
        (Penalty(Decimal("1")), "3.33"),  # 1,000 · 12 % ÷ 360 · 10 = 3.333…
    ],
)
def test_what_it_is_charged_on_and_how_it_is_quoted(penalty: Penalty, expected: str) -> None:
    assert at(Account(replace(equal_principal(), penalty=penalty)), "02-20").penalty_minor == fen(expected)


def test_without_a_penalty_overdue_principal_goes_on_bearing_contract_interest() -> None:
    account = Account(equal_principal())  # 12 % by 30/360: 0.3333 a day on 1,000
    assert at(account, "02-10").penalty_minor == 0
    place = at(account, "02-20")
    assert (place.penalty_minor, place.overdue_minor) == (fen("3.33"), fen("1123.33"))
    assert place.owed_minor == fen("12123.33")
    assert place.settlement_minor == fen("12123.33") + fen("36.67")
    assert at(account, "03-15").penalty_minor == fen("11.67") + fen("1.67")  # 35 days, and 5 on the next 1,000
    halved = replace(account.loan, rate_changes=(RateChange(day("02-16"), Rate(Decimal("0.06"), RateBasis.YEAR)),))
    assert at(Account(halved), "02-20").penalty_minor == fen("2.67")  # six days at 12 %, four at 6 %
    by_days = replace(account.loan, rate=Rate(Decimal("0.0005"), RateBasis.DAY), day_count=DayCount.ACT_365)
    assert at(Account(by_days), "02-20").penalty_minor == fen(5)


@pytest.mark.parametrize(
    "made",
    [
        equal_principal(rate=Rate(Decimal(0), RateBasis.YEAR)),
        equal_principal(method=Method.FLAT_FEE, rate=Rate(Decimal("0.005"), RateBasis.TERM)),
    ],
)
def test_what_bears_no_interest_bears_none_when_late(made: Loan) -> None:
    place = at(Account(made), "03-05")
    assert (place.penalty_minor, place.overdue_minor) == (0, place.dues[0].amount_minor)


@pytest.mark.parametrize(
    ("payments", "left", "statuses"),
    [
        ((("02-20", "1123.33"),), 0, ["late"]),  # with the interest since
        ((("02-20", "1120"),), 0, ["late"]),  # as printed: nobody stated that more is asked
        ((("02-20", "1121"),), 0, ["late"]),
        ((("02-20", "1000"),), "120.00", ["missed"]),  # what is short is principal; 3.33 of interest come on top
        ((("03-15", "2230"),), 0, ["late", "late"]),  # two as printed
        ((("03-15", "2243.34"),), 0, ["late", "late"]),
    ],
)
def test_contract_interest_comes_after_what_is_printed_and_the_printed_amount_settles(
    payments: tuple[tuple[str, str], ...], left: str | int, statuses: list[str]
) -> None:
    account = Account(equal_principal(), repayments=paid(*payments))
    place = at(account, payments[-1][0])
    assert [due.status.value for due in place.dues[: len(statuses)]] == statuses
    assert place.overdue_minor == (fen(left) + fen("3.33") if left else 0)
    assert place.principal_minor == fen(12_000) - 100_000 * statuses.count("late") - (fen(880) if left else 0)
    for part in place.applied:
        assert part.principal_minor + part.interest_minor + part.fee_minor + part.over_minor == fen(payments[0][1])


@pytest.mark.parametrize("interest", [120, "122.00", "123.33"])
def test_a_split_settles_what_it_covers(interest: str | int) -> None:
    place = at(Account(equal_principal(), repayments=(split("02-20", 1_000, interest),)), "02-20")
    assert (place.overdue_minor, place.penalty_minor, place.principal_minor) == (0, 0, fen(11_000))
    assert place.next_due is not None
    assert place.next_due.due_on == day("03-10")
    assert place.dues[0].unpaid_minor == 0


def test_interest_of_lines_grows_on_what_fell_due_as_on_all_principal() -> None:
    ends = line(end_on=day("03-21"))
    account = Account(ends, draws=drawn(("03-11", 10_000)))
    place = at(account, "03-31")
    assert (place.penalty_minor, place.overdue_minor, place.accrued_minor) == (0, fen(10_050), fen(50))


def test_a_payment_in_between_makes_it_grow_on_what_is_left() -> None:
    account = Account(late(), repayments=paid(("02-15", "622.50")))
    # 02-15: 2.50 penalty and 120 interest are paid, 500 of the principal; then 0.25 a day
    assert used(at(account, "02-15")) == [(fen(500), fen("122.50"), 0, 0)]
    place = at(account, "02-25")
    assert (place.penalty_minor, place.overdue_minor) == (fen("2.50"), fen("502.50"))
    done = replace(account, repayments=(*account.repayments, Repayment(2, day("02-25"), fen("502.50"))))
    assert (at(done, "02-25").penalty_minor, at(done, "02-25").overdue_minor) == (0, 0)
    assert at(done, "02-25").dues[0].days_late == 15


def test_days_of_grace_bear_it_once_they_have_passed_unused() -> None:
    account = Account(late(grace_days=5))
    assert at(account, "02-15").penalty_minor == 0
    assert at(account, "02-16").penalty_minor == fen(3)
    timely = replace(account, repayments=paid(("02-15", 1_120)))
    assert at(timely, "02-28").penalty_minor == 0


def test_interest_of_a_line_that_is_overdue_bears_it_where_the_contract_says_all() -> None:
    everything = Penalty(Decimal("0.001"), PenaltyBasis.DAY, PenaltyOn.AMOUNT)
    account = Account(line(penalty=everything), draws=drawn(("01-11", 10_000)))  # 205 due on 02-21
    assert at(account, "03-03").penalty_minor == fen("2.05")
    cleared = replace(account, repayments=paid(("03-03", "207.05")))
    assert (at(cleared, "03-03").overdue_minor, at(cleared, "03-03").principal_minor) == (0, fen(10_000))


@pytest.mark.parametrize(
    ("order", "principal", "interest"),
    [
        ("penalty,interest,fee,principal", "75.00", "125.00"),
        ("interest,principal,fee,penalty", "80.00", "120.00"),
        ("principal,interest,penalty,fee", "200.00", "0.00"),
        ("fee,principal,penalty,interest", "200.00", "0.00"),
    ],
)
def test_the_order_in_which_a_payment_is_used_is_a_term(order: str, principal: str, interest: str) -> None:
    account = Account(late(application=order_from(order)), repayments=paid(("02-20", 200)))
    assert used(at(account, "02-20")) == [(fen(principal), fen(interest), 0, 0)]


@pytest.mark.parametrize("text", ["", "penalty", "penalty,interest,fee,fee", "penalty,interest,fee,principal,fee", "x"])
def test_an_order_names_every_part_once(text: str) -> None:
    with pytest.raises(PlannerError) as caught:
        order_from(text)
    assert caught.value.field == "application"


@pytest.mark.parametrize(
    ("penalty", "code"),
    [
        (Penalty(Decimal("0.9")), "loan.penalty_times"),
        (Penalty(Decimal("10.1")), "loan.penalty_times"),
        (Penalty(Decimal("0.11"), PenaltyBasis.DAY), "loan.penalty_day"),
    ],
)
def test_a_penalty_that_cannot_be_is_refused(penalty: Penalty, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        replace(equal_principal(), penalty=penalty).validate()
    assert caught.value.code == code


def test_a_flat_fee_has_no_rate_to_multiply() -> None:
    flat = loan(Method.FLAT_FEE, rate="0.006", basis=RateBasis.TERM, penalty=HALF_MORE)
    with pytest.raises(PlannerError) as caught:
        flat.validate()
    assert caught.value.code == "loan.penalty_flat"


@examples(150)
@given(histories(), st.sampled_from(list(permutations(ORDER))), st.integers(0, 500))
def test_every_fen_is_used_once_in_any_order(account: Account, order: tuple[Part, ...], days: int) -> None:
    account = replace(account, loan=replace(account.loan, application=order))
    as_of = account.loan.start_on + timedelta(days)
    place = position(account, as_of)
    amounts = {paid.id: paid.amount_minor for paid in account.repayments}
    for part in place.applied:
        if not part.covered:
            parts = (part.principal_minor, part.interest_minor, part.fee_minor, part.over_minor)
            assert min(parts) >= 0
            assert sum(parts) == amounts[part.repayment_id]
    assert place.penalty_minor >= 0
    assert min((due.unpaid_minor for due in place.dues), default=0) >= 0
    assert place.overdue_minor <= place.owed_minor
