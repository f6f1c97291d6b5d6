"""Loans with a schedule paid early: more than is due, all at once, and what the lender's new balance says.

The loan of most tests: 12,000 from 2026-01-10 at 1 % a month, 1,000 principal a month; interest 120, 110 … 10.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from planner.domain.accounts.loan import Excess, Method, Prepayment
from planner.domain.accounts.records import Account, Repayment, Split
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.money import half_up
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.ledger.position import position
from planner.domain.ledger.split import from_balance, split_of
from planner.domain.ledger.state import AccountState, DueStatus, Position
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import level_payment
from planner.errors import PlannerError
from tests.make.accounts import (
    at,
    day,
    equal_principal,
    fen,
    paid,
    parts,
    read,
    split,
    statuses,
    used,
)
from tests.make.terms import loan

# -- larger payments ---------------------------------------------------------------------------------------------------


def larger(**terms: Any) -> Position:
    """The first instalment and 3,000 more, on its due date."""
    return at(Account(equal_principal(**terms), repayments=paid(("02-10", 4120))), "02-10")


def test_extra_money_shortens_the_term() -> None:
    place = larger(excess=Excess.SHORTER_TERM)
    assert place.principal_minor == fen(8_000)
    assert used(place) == [(fen(4_000), fen(120), 0, 0)]
    assert [due.principal_minor for due in place.dues[1:]] == [fen(1000)] * 8
    assert [due.interest_minor for due in place.dues[1:3]] == [fen(80), fen(70)]
    assert place.dues[-1].due_on == day("10-10")


def test_extra_money_lowers_the_payment() -> None:
    place = larger(excess=Excess.LOWER_PAYMENT)
    assert [due.principal_minor for due in place.dues[1:]] == [72_727] * 10 + [72_730]
    assert place.dues[1].interest_minor == fen(80)
    assert place.dues[-1].due_on == day("2027-01-10")


@pytest.mark.parametrize("extra", ["0.50", "1000"])
def test_a_lower_payment_by_daily_interest_is_the_same_every_term_from_a_due_date_on(extra: str) -> None:
    """12,000 at 0.05 % a day from 29 January: terms of 30, 29, 31 … days, and no instalment rises by paying more."""
    made = loan(
        Method.LEVEL_PAYMENT, fen(12_000), 12, "0.0005", RateBasis.DAY, day("01-29"), day_count=DayCount.ACT_365
    )
    made = replace(made, excess=Excess.LOWER_PAYMENT)
    first = instalments(made)[0]
    payment = Repayment(1, first.due_on, first.amount_minor + fen(extra))
    place = position(Account(made, repayments=(payment,)), first.due_on)
    lower = level_payment(first.balance_minor - fen(extra), 11, Fraction(365 * 5, 12 * 10_000))
    assert {due.amount_minor for due in place.dues[1:-1]} == {lower}
    assert lower < first.amount_minor
    assert place.dues[1].interest_minor == half_up(Fraction((first.balance_minor - fen(extra)) * 29 * 5, 10_000))
    assert sum(due.principal_minor for due in place.dues[1:]) == place.principal_minor


@pytest.mark.parametrize(
    "terms",
    [
        {"excess": Excess.NEXT_INSTALMENT},
        {"prepayment": Prepayment.NO_SAVING},
        {"prepayment": Prepayment.FULL_ONLY},
        {"prepayment": Prepayment.NOT_ALLOWED},
    ],
)
def test_extra_money_is_kept_for_the_next_instalments(terms: dict[str, Any]) -> None:
    place = larger(**terms)
    # 120 + 1000, 110 + 1000, 100 + 1000, then 790 of the fourth: 90 interest and 700 principal
    assert statuses(place, 4) == ["on_time", "on_time", "on_time", "pending"]
    assert place.dues[3].paid_minor == fen(790)
    assert place.principal_minor == fen(8_300)
    assert used(place) == [(fen(3_700), fen(420), 0, 0)]
    assert parts(place.dues[3:5]) == [("05-10", "1000.00", "90.00"), ("06-10", "1000.00", "80.00")]


def test_a_level_payment_is_kept_or_falls() -> None:
    terms = loan()  # 10,000 at 18 % over 12 months: 916.80
    rows = instalments(terms)
    payment = (Repayment(1, rows[0].due_on, rows[0].amount_minor + fen(3_000)),)
    kept = position(Account(terms, repayments=payment), rows[0].due_on)
    lower = position(Account(replace(terms, excess=Excess.LOWER_PAYMENT), repayments=payment), rows[0].due_on)
    assert kept.principal_minor == lower.principal_minor == rows[0].balance_minor - fen(3_000)
    assert {due.amount_minor for due in kept.dues[1:-1]} == {rows[0].amount_minor}
    assert len(kept.dues) == 9
    assert {due.amount_minor for due in lower.dues[1:-1]} == {61_892}  # 6,233.20 at 1.5 % over 11 months
    assert len(lower.dues) == 12


def test_a_second_payment_in_the_period_is_extra_and_stops_interest_at_once() -> None:
    account = Account(equal_principal(), repayments=paid(("01-20", 1120), ("01-25", 500)))
    place = at(account, "01-25")
    assert place.principal_minor == fen(10_500)
    # 500 were paid for to 10 February with the first instalment: 15 days, 2.50 back from the next one.
    assert parts(place.dues[1:3]) == [("03-10", "1000.00", "102.50"), ("04-10", "1000.00", "95.00")]
    assert parts(place.dues[-1:]) == [("2027-01-10"[5:], "500.00", "5.00")]
    assert len(place.dues) == 12


def test_more_than_everything_is_reported_and_changes_nothing() -> None:
    place = at(Account(equal_principal(), repayments=paid(("02-10", 13_000), ("02-11", 5))), "02-12")
    assert used(place) == [(fen(12_000), fen(120), 0, fen(880)), (0, 0, 0, fen(5))]
    assert (place.principal_minor, place.state) == (0, AccountState.SETTLED)
    assert len(place.dues) == 1


def test_principal_paid_early_pays_its_fee() -> None:
    terms = {"prepayment": Prepayment.FEE_SHARE, "prepayment_fee": Decimal("0.01")}
    assert used(larger(**terms)) == [(fen(1_000) + 297_030, fen(120), 2_970, 0)]
    everything = at(Account(equal_principal(**terms), repayments=paid(("02-10", 12_300))), "02-10")
    assert used(everything) == [(fen(12_000), fen(120), fen(110), fen(70))]


def test_a_bullet_loan_paid_in_part_saves_interest_from_that_day() -> None:
    terms = loan(Method.BULLET, fen(10_000), 12, "0.12", start_on=day("01-10"))
    account = Account(terms, repayments=paid(("04-10", 5_300)))
    place = at(account, "04-10")
    assert used(place) == [(fen(5_000), fen(300), 0, 0)]  # three months at 1 %
    # 300 are paid of 300 + nine months on 5,000
    assert parts(place.dues) == [("01-10", "5000.00", "750.00")]
    assert place.dues[0].unpaid_minor == fen(5_450)
    assert at(account, "05-10").accrued_minor == fen(50)
    whole = at(Account(terms, repayments=paid(("04-10", 11_200))), "04-10")
    assert statuses(whole, 1) == ["on_time"]


# -- settlement --------------------------------------------------------------------------------------------------------


def test_paying_exactly_the_settlement_amount_settles() -> None:
    assert at(Account(equal_principal()), "01-25").settlement_minor == fen(12_060)
    place = at(Account(equal_principal(), repayments=paid(("01-25", 12_060))), "01-25")
    assert used(place) == [(fen(12_000), fen(60), 0, 0)]
    assert (place.state, place.dues, place.next_due) == (AccountState.SETTLED, (), None)


def test_a_settlement_clears_what_is_due_on_its_day_and_drops_the_rest() -> None:
    settled = Repayment(1, day("03-01"), fen(12_200), settles=True)
    place = at(Account(equal_principal(), repayments=(settled,)), "03-05")
    assert used(place) == [(fen(12_000), fen(200), 0, 0)]
    assert [(due.status, due.days_late, due.unpaid_minor) for due in place.dues] == [(DueStatus.LATE, 19, 0)]
    assert (place.owed_minor, place.adjusted_minor, place.state) == (0, 0, AccountState.SETTLED)


def test_a_settlement_for_less_is_a_waiver_that_shows() -> None:
    settled = Repayment(1, day("03-01"), fen(11_000), settles=True)
    place = at(Account(equal_principal(), repayments=(settled,)), "03-01")
    assert used(place) == [(fen(11_000), 0, 0, 0)]
    assert (place.principal_minor, place.adjusted_minor) == (0, -fen(1_000))


def test_a_settlement_with_a_split_of_its_own() -> None:
    settled = replace(split("01-25", 12_000, 50, 30), settles=True)
    assert used(at(Account(equal_principal(), repayments=(settled,)), "01-25")) == [(fen(12_000), fen(50), fen(30), 0)]


@pytest.mark.parametrize(
    ("terms", "yuan"),
    [
        ({"prepayment": Prepayment.FREE}, 12_060),
        ({"prepayment": Prepayment.FULL_ONLY}, 12_060),
        ({"prepayment": Prepayment.FEE_SHARE, "prepayment_fee": Decimal("0.03")}, 12_060 + 360),
        ({"prepayment": Prepayment.NO_SAVING}, 12_780),
        ({"prepayment": Prepayment.NOT_ALLOWED}, 12_780),
    ],
)
def test_the_settlement_amount_follows_the_rule_on_paying_early(terms: dict[str, Any], yuan: int) -> None:
    assert at(Account(equal_principal(**terms)), "01-25").settlement_minor == fen(yuan)


def test_the_settlement_amount_holds_what_is_overdue() -> None:
    terms = equal_principal(prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.01"))
    # 12,000 + 120 due + 12 days on 11,000 (44) and on the 1,000 overdue (4) + 1 % of the 11,000 not due yet
    assert at(Account(terms), "02-22").settlement_minor == fen(12_000 + 120 + 44 + 4 + 110)


def test_a_flat_fee_is_owed_for_a_term_that_has_begun() -> None:
    terms = equal_principal(method=Method.FLAT_FEE, rate=Rate(Decimal("0.005"), RateBasis.TERM))
    assert at(Account(terms), "01-10").settlement_minor == fen(12_000)
    assert at(Account(terms), "01-11").settlement_minor == fen(12_060)
    assert at(Account(replace(terms, prepayment=Prepayment.NO_SAVING)), "01-11").settlement_minor == fen(12_720)


def test_the_day_it_was_settled_ends_the_loan() -> None:
    terms = equal_principal(settled_on=day("03-01"))
    account = Account(terms, repayments=paid(("02-10", 1120), ("03-05", 10)), readings=read(("03-02", 500)))
    assert at(account, "02-28").principal_minor == fen(11_000)
    place = at(account, "03-10")
    assert (place.owed_minor, place.settlement_minor, place.state) == (0, 0, AccountState.SETTLED)
    assert used(place)[-1] == (0, 0, 0, fen(10))
    assert statuses(place, 2) == ["on_time"]


def test_closed_means_closed_only_when_nothing_is_owed() -> None:
    terms = equal_principal(closed_on=day("03-01"), limit_minor=fen(20_000))
    owing = at(Account(terms, repayments=paid(("02-10", 1120), ("03-10", 1110))), "03-10")
    assert (owing.state, owing.limit_left_minor) == (AccountState.ACTIVE, fen(10_000))
    emptied = Account(terms, repayments=paid(("02-10", 12_120)))
    assert (at(emptied, "02-28").state, at(emptied, "02-28").limit_left_minor) == (AccountState.ZERO_OPEN, fen(20_000))
    assert (at(emptied, "03-01").state, at(emptied, "03-01").limit_left_minor) == (AccountState.CLOSED, 0)


# -- previews ----------------------------------------------------------------------------------------------------------


def test_a_preview_of_a_payment() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)))
    assert split_of(account, day("03-10"), fen(1110)) == Split(fen(1000), fen(110), 0)
    assert split_of(account, day("03-10"), fen(60)) == Split(0, fen(60), 0)
    assert split_of(account, day("03-10"), fen(11_500), settles=True) == Split(fen(11_000), fen(500), 0)
    assert split_of(account, day("03-10"), fen(12_000)) == Split(fen(11_000), fen(110), 0)


def test_the_interest_from_the_lenders_new_balance() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)), readings=read(("03-10", 9_990)))
    assert from_balance(account, day("03-10"), fen(1110), fen("9988.50")) == Split(101_150, 9_850, 0)
    with_fee = Account(equal_principal(fees=(Fee("服务费", FeeWhen.PER_TERM, fen(20)),)))
    assert from_balance(with_fee, day("02-10"), fen(1140), fen(11_005)) == Split(fen(995), fen(125), fen(20))


@pytest.mark.parametrize(
    ("amount", "balance", "code"),
    [
        (fen(1120), -1, "repayment.balance_negative"),
        (fen(1120), fen(12_001), "repayment.balance_above"),
        (fen(1120), fen(10_879), "repayment.balance_below"),
        (0, fen(11_000), "repayment.amount"),
    ],
)
def test_balances_that_cannot_be(amount: int, balance: int, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        from_balance(Account(equal_principal()), day("02-10"), amount, balance)
    assert caught.value.code == code
