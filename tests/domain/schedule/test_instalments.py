"""Schedules against published examples (to the fen), their properties over all methods, and what is left of them."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import (
    Every,
    Excess,
    Loan,
    Method,
    OnRateChange,
    PinnedInstalment,
    Prepayment,
    RateChange,
)
from planner.domain.accounts.terms import Fee, FeeWhen, Remainder
from planner.domain.basics.money import Rounding, half_up
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.schedule.accrual import interest, interest_exact
from planner.domain.schedule.due_days import starts_regularly
from planner.domain.schedule.instalments import instalments, reschedule
from planner.domain.schedule.methods import Instalment, level_payment
from planner.errors import PlannerError
from tests.make.examples import examples
from tests.make.terms import daily, line, loan, loans

APRIL_2023 = date(2023, 4, 15)


def amounts(rows: tuple[Instalment, ...]) -> list[int]:
    return [row.amount_minor for row in rows]


def interests(rows: tuple[Instalment, ...]) -> list[int]:
    return [row.interest_minor for row in rows]


# Published and computed examples. Numbers in fen.


def test_level_payment_with_months_of_thirty_days() -> None:
    rows = instalments(loan(principal_minor=500_000, terms=3, rate="0.000495", basis=RateBasis.DAY))
    assert amounts(rows) == [171_641] * 3
    assert sum(interests(rows)) == 14_923


def test_the_last_level_payment_takes_the_odd_fen() -> None:
    rows = instalments(loan(terms=3, rate="0.072"))
    assert amounts(rows) == [337_341, 337_341, 337_342]
    assert sum(interests(rows)) == 12_024


def test_equal_principal_loses_no_fen() -> None:
    rows = instalments(loan(Method.EQUAL_PRINCIPAL, terms=3, rate="0.072"))
    assert amounts(rows) == [339_333, 337_333, 335_334]
    assert sum(interests(rows)) == 12_000


def test_interest_only_by_actual_days() -> None:
    rows = instalments(daily(Method.INTEREST_ONLY, 10_000, 12, "0.00035", APRIL_2023))
    assert interests(rows) == [105, 109, 105, 109, 109, 105, 109, 105, 109, 109, 102, 109]
    assert sum(interests(rows)) == 1285
    assert [row.principal_minor for row in rows] == [0] * 11 + [10_000]


@pytest.mark.parametrize("given_payment", [None, 892])
def test_level_payment_by_actual_days(given_payment: int | None) -> None:
    terms = daily(Method.LEVEL_PAYMENT, 10_000, 12, "0.00035", APRIL_2023)
    rows = instalments(terms, payment_minor=given_payment)
    assert amounts(rows) == [892] * 11 + [896]
    assert sum(interests(rows)) == 708


def test_equal_principal_by_actual_days() -> None:
    rows = instalments(daily(Method.EQUAL_PRINCIPAL, 250_000, 5, "0.0005", date(2026, 5, 10)))
    assert [row.principal_minor for row in rows] == [50_000] * 5
    assert interests(rows) == [3875, 3000, 2325, 1550, 750]


def test_flat_fee_per_term() -> None:
    rows = instalments(loan(Method.FLAT_FEE, 300_000, 6, "0.0072", RateBasis.TERM))
    assert [row.fee_minor for row in rows] == [2160] * 6
    assert sum(row.fee_minor for row in rows) == 12_960
    assert interests(rows) == [0] * 6


@pytest.mark.parametrize(
    ("principal", "terms", "rate", "first", "last", "total", "ep_first", "ep_last", "ep_total"),
    [
        (1_000_000, 12, "0.18", 91_680, 91_681, 100_161, 98_333, 84_587, 97_500),
        (10_000_000, 36, "0.035", 293_021, 293_010, 548_745, None, None, 539_583),
        (100_000_000, 360, "0.035", 449_045, 448_852, 61_656_007, 569_445, 278_508, 52_645_792),
    ],
)
def test_loans_by_month(
    principal: int,
    terms: int,
    rate: str,
    first: int,
    last: int,
    total: int,
    ep_first: int | None,
    ep_last: int | None,
    ep_total: int,
) -> None:
    level = instalments(loan(principal_minor=principal, terms=terms, rate=rate))
    assert amounts(level) == [first] * (terms - 1) + [last]
    assert sum(interests(level)) == total
    equal = instalments(loan(Method.EQUAL_PRINCIPAL, principal, terms, rate))
    assert sum(interests(equal)) == ep_total
    if ep_first is not None:
        assert (equal[0].amount_minor, equal[-1].amount_minor) == (ep_first, ep_last)


# Methods, day counts, fees


def test_a_bullet_loan_is_one_instalment_at_the_end() -> None:
    (row,) = instalments(loan(Method.BULLET, terms=6))
    assert (row.number, row.due_on) == (1, date(2026, 7, 15))
    assert (row.principal_minor, row.interest_minor) == (1_000_000, 90_000)
    (by_day,) = instalments(
        daily(Method.BULLET, 1_000_000, 1, "0.0005", date(2026, 1, 15), first_due_on=date(2026, 2, 1))
    )
    assert by_day.interest_minor == 17 * 500


def test_without_interest_the_principal_is_split() -> None:
    for method in (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL):
        assert amounts(instalments(loan(method, 100_000, 3, "0"))) == [33_333, 33_333, 33_334]
    assert amounts(instalments(loan(Method.INTEREST_ONLY, 100_000, 3, "0"))) == [0, 0, 100_000]


@pytest.mark.parametrize(
    ("day_count", "basis", "rate", "expected"),
    [
        (DayCount.THIRTY_360, RateBasis.YEAR, "0.18", Fraction(1500)),
        (DayCount.THIRTY_360, RateBasis.MONTH, "0.015", Fraction(1500)),
        (DayCount.THIRTY_360, RateBasis.DAY, "0.0005", Fraction(1500)),
        (DayCount.ACT_360, RateBasis.YEAR, "0.18", Fraction(18_000 * 31, 360)),
        (DayCount.ACT_365, RateBasis.YEAR, "0.18", Fraction(18_000 * 31, 365)),
        (DayCount.ACT_365, RateBasis.MONTH, "0.015", Fraction(18_000 * 31, 365)),
        (DayCount.ACT_ACT, RateBasis.YEAR, "0.18", Fraction(18_000 * 17, 365) + Fraction(18_000 * 14, 366)),
        (DayCount.ACT_360, RateBasis.DAY, "0.0005", Fraction(50 * 31)),
        (DayCount.ACT_365, RateBasis.DAY, "0.0005", Fraction(50 * 31)),
        (DayCount.ACT_ACT, RateBasis.DAY, "0.0005", Fraction(50 * 31)),
    ],
)
def test_a_month_of_interest_in_every_day_count(
    day_count: DayCount, basis: RateBasis, rate: str, expected: Fraction
) -> None:
    terms = loan(Method.INTEREST_ONLY, 100_000, 3, rate, basis, date(2027, 12, 15), day_count=day_count)
    assert interest_exact(terms, 100_000, date(2027, 12, 15), date(2028, 1, 15)) == expected
    assert interest(terms, 100_000, date(2027, 12, 15), date(2028, 1, 15)) == half_up(expected)
    assert instalments(terms)[0].interest_minor == half_up(expected)


def test_weeks_count_their_days_in_every_day_count() -> None:
    rows = instalments(loan(Method.INTEREST_ONLY, 100_000, 60, "0.36", every=Every.WEEK))
    assert set(interests(rows)) == {700}  # across ends of months as well
    rows = instalments(loan(Method.INTEREST_ONLY, 100_000, 4, "0.0005", RateBasis.DAY, every=Every.FORTNIGHT))
    assert set(interests(rows)) == {700}


def test_a_quarter_is_three_months_of_interest() -> None:
    rows = instalments(loan(Method.EQUAL_PRINCIPAL, 120_000, 4, "0.12", every=Every.QUARTER))
    assert interests(rows) == [3600, 2700, 1800, 900]


def test_months_from_the_thirty_first_are_all_alike() -> None:
    rows = instalments(loan(Method.INTEREST_ONLY, 1_000_000, 12, start_on=date(2025, 12, 31)))
    assert set(interests(rows)) == {15_000}


def test_an_odd_first_term_is_whole_months_and_odd_days() -> None:
    terms = loan(start_on=date(2026, 1, 15), first_due_on=date(2026, 2, 20), due_day=20)
    rows = instalments(terms)
    assert rows[0].interest_minor == 1_000_000 * 18 * 35 // 36_000
    assert rows[0].principal_minor == instalments(loan())[0].principal_minor  # the extra days cost interest only
    assert {row.amount_minor for row in rows[1:-1]} == {91_680}
    short = instalments(loan(start_on=date(2026, 1, 15), first_due_on=date(2026, 2, 5)))
    assert short[0].interest_minor == 1_000_000 * 18 * 21 // 36_000


def test_the_lenders_own_payment_is_paid_every_time_but_the_last() -> None:
    rows = instalments(loan(due_day=20), payment_minor=92_000)
    assert amounts(rows)[:-1] == [92_000] * 11
    assert rows[-1].balance_minor == 0


def test_a_payment_that_a_first_term_of_another_length_eats_into_is_paid_all_the_same() -> None:
    terms = loan(first_due_on=date(2026, 2, 20), due_day=20)
    rows = instalments(terms, payment_minor=92_000)
    assert amounts(rows)[:-1] == [92_000] * 11
    assert rows[0].interest_minor == instalments(terms)[0].interest_minor
    waits = instalments(loan(interest_only_terms=3), payment_minor=120_000)
    assert amounts(waits)[:3] == [15_000] * 3
    assert amounts(waits)[3:-1] == [120_000] * 8


@pytest.mark.parametrize(
    ("payment", "terms", "last"),
    [(85_151, 12, 170_297), (91_680, 12, 91_681), (99_293, 12, 11), (1_000_000, 1, 1_015_000), (507_500, 1, 1_015_000)],
)
def test_a_payment_of_the_lenders_own_leaves_the_last_what_it_leaves(payment: int, terms: int, last: int) -> None:
    assert amounts(instalments(loan(terms=terms), payment_minor=payment)) == [*[payment] * (terms - 1), last]


@pytest.mark.parametrize(
    ("payment", "terms", "code"),
    [
        (14_999, 12, "loan.payment_low"),  # below the interest of the first term, 150.00
        (15_000, 12, "loan.payment_low"),  # the interest alone: nothing is ever repaid
        (85_150, 12, "loan.payment_low"),  # the last would be more than two
        (99_294, 12, "loan.payment_high"),  # nothing would be left to the last
        (1_015_000, 12, "loan.payment_high"),
        (10**12, 12, "loan.payment_high"),
        (0, 12, "loan.payment_low"),
        (-92_000, 12, "loan.payment_low"),
        (1_020_000, 1, "loan.payment_high"),
        (500_000, 1, "loan.payment_low"),
    ],
)
def test_a_payment_that_does_not_repay_the_loan_in_its_terms_is_refused(payment: int, terms: int, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        instalments(loan(terms=terms), payment_minor=payment)
    assert (caught.value.code, caught.value.field) == (code, "payment")
    assert caught.value.params["usual_minor"] == amounts(instalments(loan(terms=terms)))[0]


@pytest.mark.parametrize("method", [Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET])
def test_only_level_payments_have_a_payment_of_the_lenders_own(method: Method) -> None:
    with pytest.raises(PlannerError, match=r"loan\.payment_method"):
        instalments(loan(method), payment_minor=92_000)


def test_a_payment_of_the_lenders_own_holds_until_the_rate_changes() -> None:
    change = RateChange(date(2026, 7, 15), Rate(Decimal("0.12"), RateBasis.YEAR))
    lower, kept = (
        instalments(loan(rate_changes=(change,), on_rate_change=way), payment_minor=92_000)
        for way in (OnRateChange.LOWER_PAYMENT, OnRateChange.SHORTER_TERM)
    )
    assert amounts(lower)[:6] == amounts(kept)[:6] == [92_000] * 6
    assert len({*amounts(lower)[6:-1]}) == 1
    assert amounts(lower)[6] < 92_000
    assert amounts(kept)[:-1] == [92_000] * (len(kept) - 1)


def test_a_larger_last_row_that_the_lender_printed_goes_with_any_payment_that_leaves_it() -> None:
    balloon = PinnedInstalment(12, date(2027, 1, 15), 400_000, 6_000)
    rows = instalments(loan(pinned=(balloon,)), payment_minor=61_000)
    assert amounts(rows)[:10] == [61_000] * 10
    assert rows[10].balance_minor == 400_000


@given(loans(most_terms=24, only=Method.LEVEL_PAYMENT), st.integers(1, 3_000_000))
@examples(60)
def test_what_is_paid_with_a_payment_of_the_lenders_own(terms: Loan, payment: int) -> None:
    terms = replace(terms, rate_changes=(), principal_minor=max(terms.principal_minor, 10_000))
    usual = instalments(terms)
    near = payment * max(row.amount_minor - row.fee_minor for row in usual) // 1_500_000
    with suppress(PlannerError):
        _of_the_lenders_own(terms, instalments(terms, payment_minor=near), near)


def _of_the_lenders_own(terms: Loan, rows: tuple[Instalment, ...], near: int) -> None:
    repaying = [row.principal_minor + row.interest_minor for row in rows if row.number > terms.interest_only_terms]
    assert repaying[:-1] == [near] * (len(repaying) - 1)
    assert 0 < repaying[-1] <= 2 * near
    assert (len(rows), rows[-1].balance_minor) == (terms.terms, 0)


def test_fees_beside_interest() -> None:
    fees = (
        Fee("服务费", FeeWhen.PER_TERM, share=Decimal("0.0025")),
        Fee("担保费", FeeWhen.PER_TERM, 30),
        Fee("手续费", FeeWhen.FIRST_TERM, share=Decimal("0.01")),
        Fee("砍头息", FeeWhen.UPFRONT, 50_000),
    )
    rows = instalments(loan(terms=3, fees=fees))
    assert [row.fee_minor for row in rows] == [10_000 + 2530, 2530, 2530]
    assert [row.principal_minor for row in rows] == [row.principal_minor for row in instalments(loan(terms=3))]


def test_a_total_fee_is_spread_and_the_last_term_takes_the_rest() -> None:
    rows = instalments(loan(Method.FLAT_FEE, 100_000, 3, "0.025", RateBasis.TOTAL))
    assert [row.fee_minor for row in rows] == [833, 833, 834]
    assert [row.principal_minor for row in rows] == [33_333, 33_333, 33_334]
    tiny = instalments(loan(Method.FLAT_FEE, 100, 12, "0.06", RateBasis.TOTAL))
    assert sum(row.fee_minor for row in tiny) == 6
    assert min(row.fee_minor for row in tiny) == 0


@pytest.mark.parametrize("method", [Method.REVOLVING, Method.CARD])
def test_a_line_has_no_schedule(method: Method) -> None:
    with pytest.raises(ValueError, match="no schedule"):
        instalments(line(method=method))


# The lender's own rows


def pin(row: Instalment, **changes: int | date) -> PinnedInstalment:
    made = PinnedInstalment(row.number, row.due_on, row.principal_minor, row.interest_minor, row.fee_minor)
    return replace(made, **changes)  # type: ignore[arg-type]


@given(loans(most_terms=24), st.data())
def test_pinning_what_is_computed_changes_nothing(terms: Loan, data: st.DataObject) -> None:
    rows = instalments(terms)
    assume(rows[-1].number <= (terms.terms or 0))  # a row that a change of the rate adds is none that can be pinned
    pinned = data.draw(st.just(set(rows)) | st.sets(st.sampled_from(rows[:-1])) if rows[:-1] else st.just(set(rows)))
    again = instalments(replace(terms, pinned=tuple(pin(row) for row in pinned)))
    # a payment rounded up may repay a few fen before the end; beside pinned rows the end does not move
    assert [row for row in again if row.amount_minor] == [row for row in rows if row.amount_minor]


def test_a_whole_printed_schedule_replaces_the_computed_one() -> None:
    pinned = tuple(PinnedInstalment(k, date(2026, 1 + k, 17), 250_000, 5_000 * k, 99) for k in range(1, 5))
    rows = instalments(loan(terms=4, pinned=pinned))
    assert [(row.due_on, row.principal_minor, row.interest_minor, row.fee_minor) for row in rows] == [
        (row.due_on, row.principal_minor, row.interest_minor, row.fee_minor) for row in pinned
    ]
    assert rows[-1].balance_minor == 0


def test_after_a_pinned_row_the_rest_is_computed_from_its_balance() -> None:
    first = instalments(loan())[0]
    rows = instalments(loan(pinned=(pin(first, principal_minor=0, interest_minor=15_000),)))
    rest = instalments(loan(terms=11, start_on=date(2026, 2, 15)))
    assert amounts(rows) == [15_000, *amounts(rest)]


def test_before_pinned_rows_at_the_end_the_balance_falls_to_their_principal() -> None:
    balloon = PinnedInstalment(12, date(2027, 1, 15), 400_000, 6_000)
    rows = instalments(loan(pinned=(balloon,)))
    assert rows[10].balance_minor == 400_000
    assert len({row.amount_minor for row in rows[:10]}) == 1
    assert abs(rows[10].amount_minor - rows[9].amount_minor) <= 11


# Properties over all methods


@given(loans())
@examples(200)
def test_every_schedule_ends_at_nothing_and_never_goes_back(terms: Loan) -> None:
    rows = instalments(terms)
    check_rows(rows, terms.principal_minor, terms.start_on)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    if not terms.rate_changes:
        assert len(rows) == (1 if terms.method is Method.BULLET else terms.terms)


def check_rows(rows: tuple[Instalment, ...], balance: int, since: date) -> None:
    assert sum(row.principal_minor for row in rows) == balance
    assert rows[-1].balance_minor == 0
    assert all(before < after for before, after in pairwise((since, *(row.due_on for row in rows))))
    for row in rows:
        assert min(row.principal_minor, row.interest_minor, row.fee_minor, row.balance_minor) >= 0
        balance -= row.principal_minor
        assert row.balance_minor == balance
        assert row.amount_minor == row.principal_minor + row.interest_minor + row.fee_minor


@given(loans())
def test_interest_is_what_accrual_says_between_due_dates(terms: Loan) -> None:
    balance, since = terms.principal_minor, terms.start_on
    for row in instalments(terms):
        assert row.interest_minor == interest(terms, balance, since, row.due_on)
        balance, since = row.balance_minor, row.due_on


@given(loans(), st.integers(-400, 2000), st.integers(0, 900), st.integers(0, 900))
def test_interest_adds_up_over_any_split(terms: Loan, start: int, first: int, second: int) -> None:
    begin = terms.start_on + timedelta(start)
    middle, end = begin + timedelta(first), begin + timedelta(first + second)
    parts = interest_exact(terms, 98_765, begin, middle) + interest_exact(terms, 98_765, middle, end)
    assert parts == interest_exact(terms, 98_765, begin, end)
    assert interest_exact(terms, 98_765, begin, middle) >= 0


@given(loans().filter(lambda terms: terms.method is Method.LEVEL_PAYMENT and starts_regularly(terms)))
def test_level_payments_are_level(terms: Loan) -> None:
    rows = instalments(replace(terms, fees=(), rate_changes=()))
    ordinary = {row.amount_minor for row in rows[:-1] if row.balance_minor and row.principal_minor}
    assert len(ordinary) <= 1


@given(st.integers(1, 10**9), st.integers(1, 60), st.fractions(0, Fraction(1, 10), max_denominator=10**4))
def test_the_level_payment_discounts_to_the_balance(balance: int, terms: int, rate: Fraction) -> None:
    worth_of_one = sum((1 / Fraction(1 + rate) ** k for k in range(1, terms + 1)), Fraction(0))
    assert level_payment(balance, terms, rate) == half_up(balance / worth_of_one)


def test_lines_and_flat_fees_accrue_what_they_should() -> None:
    assert interest(line(), 123_456, date(2024, 2, 28), date(2024, 3, 1)) == 123  # 2 days at 0.05 %
    assert interest(line(), 1_000_000, date(2026, 1, 1), date(2026, 1, 2)) == 500
    assert interest(line(method=Method.CARD), 1_000_000, date(2025, 1, 1), date(2026, 1, 1)) == 182_500
    assert (
        interest(loan(Method.FLAT_FEE, rate="0.006", basis=RateBasis.TERM), 10**6, date(2026, 1, 15), date(2027, 1, 15))
        == 0
    )


# What is left of a schedule


def test_paying_extra_keeps_the_payment_and_shortens_the_term() -> None:
    rows = instalments(loan())
    balance = rows[2].balance_minor - 300_000
    left = reschedule(loan(), rows[3:], balance_minor=balance, from_on=rows[2].due_on)
    check_rows(left, balance, rows[2].due_on)
    assert len(left) == 6
    assert amounts(left)[:-1] == [91_680] * 5
    assert left[-1].amount_minor < 91_680
    assert (left[0].number, left[0].due_on) == (4, rows[3].due_on)


def test_paying_extra_can_lower_the_payment_instead() -> None:
    rows = instalments(loan())
    balance = rows[2].balance_minor - 300_000
    lower = replace(loan(), excess=Excess.LOWER_PAYMENT)
    left = reschedule(lower, rows[3:], balance_minor=balance, from_on=rows[2].due_on)
    check_rows(left, balance, rows[2].due_on)
    assert len(left) == 9
    assert {row.amount_minor for row in left[:-1]} == {level_payment(balance, 9, Fraction(15, 1000))}
    assert left == reschedule(loan(), rows[3:], balance_minor=balance, from_on=rows[2].due_on, shorten=False)


@pytest.mark.parametrize("shorten", [True, False])
@pytest.mark.parametrize("after", [0, 1, 5, 10])
@pytest.mark.parametrize("method", [method for method in Method if method.scheduled and method is not Method.BULLET])
def test_an_unchanged_balance_leaves_the_schedule_as_it_was(method: Method, after: int, shorten: bool) -> None:
    terms = loan(method, basis=RateBasis.TERM if method is Method.FLAT_FEE else RateBasis.MONTH, rate="0.0123")
    rows = instalments(terms)
    since = rows[after].due_on
    left = reschedule(terms, rows[after + 1 :], balance_minor=rows[after].balance_minor, from_on=since, shorten=shorten)
    if shorten:
        assert left == rows[after + 1 :]
    assert all(abs(new.amount_minor - old.amount_minor) <= 11 for new, old in zip(left, rows[after + 1 :], strict=True))


def test_a_payment_within_a_term_splits_its_interest() -> None:
    terms = loan(Method.INTEREST_ONLY)
    rows = instalments(terms)
    paid_on = date(2026, 3, 25)
    accrued = interest_exact(terms, 1_000_000, rows[1].due_on, paid_on)
    left = reschedule(terms, rows[2:], balance_minor=400_000, from_on=paid_on, accrued=accrued)
    assert accrued == 5_000
    assert left[0].interest_minor == 5_000 + 4_000  # 20 days stay of the month of thirty
    assert set(interests(left[1:])) == {6_000}
    assert left[-1].principal_minor == 400_000


def test_interest_saved_before_the_last_due_date_comes_off_the_next_row() -> None:
    terms = loan(Method.INTEREST_ONLY)
    rows = instalments(terms)
    saved = interest_exact(terms, 600_000, date(2026, 3, 5), rows[1].due_on)
    left = reschedule(terms, rows[2:], balance_minor=400_000, from_on=rows[1].due_on, accrued=-saved)
    assert saved == 3_600  # 18 of the thirty days had passed
    assert interests(left)[:2] == [6_000 - 3_600, 6_000]


def test_shortening_pays_the_same_also_in_the_term_of_the_payment() -> None:
    rows = instalments(loan())
    paid_on = date(2026, 3, 25)
    accrued = interest_exact(loan(), rows[1].balance_minor, rows[1].due_on, paid_on)
    left = reschedule(loan(), rows[2:], balance_minor=rows[1].balance_minor - 200_000, from_on=paid_on, accrued=accrued)
    assert amounts(left)[:-1] == [91_680] * (len(left) - 1)
    assert left[0].interest_minor < rows[2].interest_minor


def test_equal_principal_keeps_its_principal_when_the_term_is_shortened() -> None:
    terms = loan(Method.EQUAL_PRINCIPAL, 120_000, 12, "0.12")
    rows = instalments(terms)
    left = reschedule(terms, rows[1:], balance_minor=75_000, from_on=rows[0].due_on)
    assert [row.principal_minor for row in left] == [10_000] * 7 + [5_000]
    assert interests(left)[:2] == [750, 650]


def test_a_shortened_flat_fee_drops_fees_unless_paying_early_saves_nothing() -> None:
    terms = loan(Method.FLAT_FEE, 120_000, 12, "0.005", RateBasis.TERM)
    rows = instalments(terms)
    left = reschedule(terms, rows[1:], balance_minor=50_000, from_on=rows[0].due_on)
    assert [(row.principal_minor, row.fee_minor) for row in left] == [(10_000, 600)] * 5
    bound = replace(terms, prepayment=Prepayment.NO_SAVING)
    left = reschedule(bound, rows[1:], balance_minor=50_000, from_on=rows[0].due_on)
    assert [row.fee_minor for row in left] == [600] * 4 + [600 + 6 * 600]


def test_a_balance_too_large_for_the_payment_is_spread() -> None:
    rows = instalments(loan())
    balance = rows[2].balance_minor + 90_000
    left = reschedule(loan(), rows[3:], balance_minor=balance, from_on=rows[2].due_on)
    assert len(left) == 9
    assert {row.amount_minor for row in left[:-1]} == {level_payment(balance, 9, Fraction(15, 1000))}
    slightly = reschedule(loan(), rows[3:], balance_minor=rows[2].balance_minor + 4, from_on=rows[2].due_on)
    assert amounts(slightly)[:-1] == [91_680] * 8


def test_a_bullet_loan_owes_less_on_the_same_day() -> None:
    terms = loan(Method.BULLET, terms=6)
    accrued = interest_exact(terms, 1_000_000, terms.start_on, date(2026, 4, 15))
    (row,) = reschedule(terms, instalments(terms), balance_minor=400_000, from_on=date(2026, 4, 15), accrued=accrued)
    assert (row.due_on, row.principal_minor) == (date(2026, 7, 15), 400_000)
    assert row.interest_minor == 45_000 + 18_000


def test_nothing_owed_or_nothing_due_is_no_schedule() -> None:
    rows = instalments(loan())
    assert reschedule(loan(), rows[3:], balance_minor=0, from_on=rows[2].due_on) == ()
    assert reschedule(loan(), (), balance_minor=100, from_on=rows[2].due_on) == ()


@given(loans(most_terms=24), st.integers(0, 23), st.integers(0, 150), st.integers(0, 27), st.booleans())
@examples(200)
def test_whatever_is_left_ends_at_nothing(terms: Loan, paid: int, share: int, days: int, shorten: bool) -> None:
    rows = instalments(terms)
    paid = min(paid, len(rows) - 1)
    since = rows[paid - 1].due_on if paid else terms.start_on
    owed = rows[paid - 1].balance_minor if paid else terms.principal_minor
    balance = owed * share // 100
    from_on = min(since + timedelta(days), rows[paid].due_on - timedelta(1))
    accrued = interest_exact(terms, owed, since, from_on)
    left = reschedule(terms, rows[paid:], balance_minor=balance, from_on=from_on, accrued=accrued, shorten=shorten)
    if balance == 0:
        assert left == ()
        return
    check_rows(left, balance, from_on)
    if terms.rate_changes and terms.on_rate_change is OnRateChange.SHORTER_TERM:
        return  # the payment stays at a change, so another balance ends in another number of instalments
    assert [row.due_on for row in left] == [row.due_on for row in rows[paid:]][: len(left)]
    if not shorten:
        assert len(left) == len(rows) - paid
    if share <= 100:
        assert sum(interests(left)) <= sum(interests(rows[paid:])) + len(rows)


# -- interest alone at first -----------------------------------------------------------------------------------------


def test_interest_for_six_months_then_level_for_six() -> None:
    """借呗, twelve months: 10,000 at 18 % a year; the level part is that of a six-month loan of its own."""
    rows = instalments(loan(interest_only_terms=6))
    assert [(row.principal_minor, row.interest_minor) for row in rows[:6]] == [(0, 15_000)] * 6
    own = instalments(loan(terms=6))
    assert [(row.principal_minor, row.interest_minor) for row in rows[6:]] == [
        (row.principal_minor, row.interest_minor) for row in own
    ]
    assert rows[6].amount_minor == 175_525  # 10,000 · 0.015 · 1.015⁶ ÷ (1.015⁶ − 1)
    assert rows[-1].balance_minor == 0


def test_interest_at_first_then_equal_principal() -> None:
    rows = instalments(loan(Method.EQUAL_PRINCIPAL, interest_only_terms=2, terms=5, principal_minor=900_000))
    assert [row.principal_minor for row in rows] == [0, 0, 300_000, 300_000, 300_000]
    assert [row.interest_minor for row in rows] == [13_500, 13_500, 13_500, 9_000, 4_500]


@pytest.mark.parametrize(("terms", "waits"), [(12, 12), (12, -1), (1, 1)])
def test_a_loan_must_be_repaid_in_the_terms_after_those_of_interest_alone(terms: int, waits: int) -> None:
    with pytest.raises(PlannerError) as caught:
        loan(terms=terms, interest_only_terms=waits).validate()
    assert (caught.value.code, caught.value.field) == ("loan.interest_only", "interest_only_terms")


def test_only_what_is_repaid_by_a_method_can_begin_with_interest_alone() -> None:
    with pytest.raises(PlannerError):
        loan(Method.INTEREST_ONLY, interest_only_terms=3).validate()


@pytest.mark.parametrize(
    ("rounding", "interest"),
    [(Rounding.HALF_UP, 13), (Rounding.HALF_EVEN, 12), (Rounding.UP, 13), (Rounding.DOWN, 12)],
)
def test_interest_becomes_whole_fen_as_the_loan_says(rounding: Rounding, interest: int) -> None:
    half = loan(Method.INTEREST_ONLY, 1_250, 2, "0.12", rounding=rounding)  # 12.5 fen a month
    assert [row.interest_minor for row in instalments(half)] == [interest, interest]


def test_the_level_payment_is_rounded_as_the_loan_says() -> None:
    # 10,000.00 at 1 % a month over 12: 888.4878…
    payments = {rounding: instalments(loan(rate="0.12", rounding=rounding))[0].amount_minor for rounding in Rounding}
    assert payments == {
        Rounding.HALF_UP: 88_849,
        Rounding.HALF_EVEN: 88_849,
        Rounding.UP: 88_849,
        Rounding.DOWN: 88_848,
    }


def test_equal_parts_leave_their_odd_fen_to_the_first_instalment_where_the_loan_says_so() -> None:
    terms = loan(Method.EQUAL_PRINCIPAL, 100_000, 3, remainder=Remainder.FIRST)
    assert [row.principal_minor for row in instalments(terms)] == [33_334, 33_333, 33_333]
    flat = loan(Method.FLAT_FEE, 100_000, 6, "0.0777", RateBasis.TOTAL, remainder=Remainder.FIRST)
    assert [row.principal_minor for row in instalments(flat)] == [16_670] + [16_666] * 5
    assert [row.fee_minor for row in instalments(flat)] == [1_295] * 6
    waiting = replace(terms, terms=5, interest_only_terms=2)
    assert [row.principal_minor for row in instalments(waiting)] == [0, 0, 33_334, 33_333, 33_333]


@pytest.mark.parametrize("method", [Method.LEVEL_PAYMENT, Method.INTEREST_ONLY, Method.BULLET])
def test_only_equal_parts_can_leave_something_to_the_first_instalment(method: Method) -> None:
    with pytest.raises(PlannerError) as refused:
        loan(method, remainder=Remainder.FIRST).validate()
    assert refused.value.code == "loan.remainder"
