"""What an offer really costs, against cash flows that were worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, LenderKind, Method
from planner.domain.accounts.terms import FeeWhen
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.offers.cost import OfferCost, cost_of_offer, subsidy_rows
from planner.domain.offers.fee_typed import fees_text, parse_fees
from planner.domain.offers.offer import FeeAt, Offer, as_loan
from planner.errors import PlannerError
from tests.make.offers import ON, fee, offer, yearly


def shown(cost: OfferCost) -> tuple[str, str]:
    """Nominal and effective in percent, two places."""
    assert cost.cost.nominal is not None
    assert cost.cost.effective is not None
    return f"{cost.cost.nominal * 100:.2f}", f"{cost.cost.effective * 100:.2f}"


def test_a_zero_rate_with_a_fee_each_month_is_not_free() -> None:
    """12,000 over 12 months at 0 %, 0.6 % of the amount each month: 1,072.00 a month; 13.03 % / 13.84 %."""
    cost = cost_of_offer(offer(fees=(fee(FeeAt.PER_TERM, "0.6%"),)), ON)
    assert [row.amount_minor for row in cost.rows] == [107_200] * 12
    assert shown(cost) == ("13.03", "13.84")
    assert (cost.charges_minor, cost.payout_minor) == (86_400, 1_200_000)
    assert cost.advertised == Decimal(0)


def test_a_fee_kept_back_makes_the_payout_less() -> None:
    """100,000, 1,000 kept back, 0.5 % of it each month: 12 × 8,833.33, three fen more than in the central bank's annex.

    There 12 × 8,833.30 are 12.80 % and 13.58 %.
    """
    flat = Rate(Decimal("0.005"), RateBasis.TERM)
    made = offer(10_000_000, rate=flat, method=Method.FLAT_FEE, fees=(fee(FeeAt.KEPT_BACK, "1000"),))
    cost = cost_of_offer(made, ON)
    assert (cost.payout_minor, cost.kept_minor) == (9_900_000, 100_000)
    assert cost.flows[0].amount_minor == 9_900_000
    assert {row.amount_minor for row in cost.rows[:-1]} == {883_333}
    assert shown(cost) == ("12.80", "13.58")


def test_a_fee_from_own_money_costs_a_year_what_one_kept_back_does() -> None:
    kept = cost_of_offer(offer(fees=(fee(FeeAt.KEPT_BACK, "300"),)), ON)
    own = cost_of_offer(offer(fees=(fee(FeeAt.OWN_MONEY, "300"),)), ON)
    assert kept.cost == own.cost
    assert (kept.payout_minor, own.payout_minor) == (1_170_000, 1_200_000)
    assert (kept.own_minor, own.own_minor) == (0, 30_000)
    assert kept.charges_minor == own.charges_minor == 30_000


def test_a_fee_on_the_remaining_principal_is_as_a_rate_of_it() -> None:
    """12,000 in equal parts of 1,000: 0.5 % of 12,000, 11,000 … 1,000 is 390.00 in all, 6 % a year."""
    made = offer(method=Method.EQUAL_PRINCIPAL, fees=(fee(FeeAt.ON_REMAINING, "0.5%"),))
    cost = cost_of_offer(made, ON)
    assert cost.fee_minor == 39_000
    assert [row.fee_minor for row in cost.rows[:2]] == [6_000, 5_500]
    assert shown(cost) == ("6.00", "6.17")


def test_flat_fees_of_the_price_and_beside_it_cost_the_same() -> None:
    price = offer(method=Method.FLAT_FEE, rate=Rate(Decimal("0.006"), RateBasis.TERM))
    beside = offer(method=Method.EQUAL_PRINCIPAL, fees=(fee(FeeAt.PER_TERM, "0.6%"),))
    assert cost_of_offer(price, ON).cost == cost_of_offer(beside, ON).cost
    assert cost_of_offer(price, ON).advertised is None


def test_fees_with_the_first_instalment_and_of_each_year_stand_where_they_fall_due() -> None:
    made = offer(terms=24, fees=(fee(FeeAt.FIRST_TERM, "2%"), fee(FeeAt.YEARLY, "100")))
    fees = [row.fee_minor for row in cost_of_offer(made, ON).rows]
    assert (fees[0], fees[12]) == (24_000 + 10_000, 10_000)
    assert sum(fees) == 44_000


@given(
    amount=st.integers(100_00, 100_000_00),
    terms=st.integers(1, 60),
    method=st.sampled_from([Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET]),
    rate=st.sampled_from(["0", "0.036", "0.12", "0.24"]),
)
def test_without_fees_an_offer_costs_its_interest(amount: int, terms: int, method: Method, rate: str) -> None:
    cost = cost_of_offer(offer(amount, terms, rate, method=method), ON)
    assert cost.charges_minor == cost.interest_minor == cost.repaid_minor - amount
    assert sum(flow.amount_minor for flow in cost.flows) == -cost.interest_minor
    assert cost.payout_minor == amount
    assert (rate == "0") == (cost.interest_minor == 0)


def test_the_subsidy_is_a_point_of_the_rate_at_most_half_of_it_and_ends_with_its_day() -> None:
    plain = offer(10_000_000, 12, "0.036", subsidy=Decimal("0.01"), subsidy_until=date(2027, 3, 31))
    cost = cost_of_offer(plain, ON)
    interest = [row.interest_minor for row in cost.rows]
    # by 31 March the instalments of January, February and March are due: 1/3.6 of their interest, half up
    assert subsidy_rows(plain, cost.rows)[:3] == tuple(
        (row.due_on, (row.interest_minor * 10 + 18) // 36) for row in cost.rows[:3]
    )
    assert cost.subsidy_minor == sum((minor * 10 + 18) // 36 for minor in interest[:3])
    cheap = cost_of_offer(offer(10_000_000, 12, "0.015", subsidy=Decimal("0.01")), ON)
    assert cheap.subsidy_minor == sum((row.interest_minor + 1) // 2 for row in cheap.rows)


def test_the_subsidy_of_a_promotion_is_a_share_of_the_rate_of_each_month() -> None:
    """12,000, interest only: nothing for three months, then 12 %, 120 a month, of which a point is a twelfth, 10."""
    promo: dict[str, Any] = {"promo_terms": 3, "later_rate": Decimal("0.12"), "method": Method.INTEREST_ONLY}
    free = cost_of_offer(offer(terms=6, rate="0", subsidy=Decimal("0.01"), **promo), ON)
    assert [minor for _, minor in free.credited] == [0, 0, 0, 1_000, 1_000, 1_000]
    # 3 %: 30 a month, of which a point is a third
    cheap = cost_of_offer(offer(terms=6, rate="0.03", subsidy=Decimal("0.01"), **promo), ON)
    assert [minor for _, minor in cheap.credited] == [1_000] * 6


def test_the_subsidy_of_a_year_ends_at_its_cap_and_lowers_the_yearly_cost() -> None:
    made = offer(50_000_000, 24, "0.036", subsidy=Decimal("0.01"))
    cost = cost_of_offer(made, ON, cap_minor=300_000)
    rows = subsidy_rows(made, cost.rows, 300_000)
    for year in (2027, 2028):
        assert sum(minor for on, minor in rows if on.year == year) <= 300_000
    assert sum(minor for on, minor in rows if on.year == 2027) == 300_000
    assert cost.subsidised is not None
    assert cost.subsidised.nominal is not None
    assert cost.cost.nominal is not None
    assert cost.subsidised.nominal < cost.cost.nominal
    assert cost_of_offer(offer(rate="0.036"), ON).subsidised is None


def test_a_promotion_costs_its_rate_while_it_holds_and_the_other_one_after_it() -> None:
    """Interest-only, 12,000: nothing for three months, then 1 % a month for nine: 1,080.00 in all."""
    made = offer(method=Method.INTEREST_ONLY, promo_terms=3, later_rate=Decimal("0.12"))
    cost = cost_of_offer(made, ON)
    assert [row.interest_minor for row in cost.rows] == [0] * 3 + [12_000] * 9
    assert (cost.charges_minor, cost.advertised) == (108_000, Decimal(0))
    assert cost.cost.nominal is not None
    assert Decimal("0.088") < cost.cost.nominal < Decimal("0.09")


def test_the_loan_that_it_becomes_has_every_fee_of_the_lender_and_none_of_own_money() -> None:
    made = offer(
        rate="0.1",
        fees=(fee(FeeAt.KEPT_BACK, "1%"), fee(FeeAt.OWN_MONEY, "99"), fee(FeeAt.ON_REMAINING, "0.3%", stops=False)),
        prepayment_fee=Decimal("0.02"),
    )
    loan = as_loan(made, ON, [Lender(7, "招商银行", LenderKind.BANK)])
    assert loan.lender.id == 7
    assert [(one.when, one.on_remaining, one.stops) for one in loan.fees] == [
        (FeeWhen.UPFRONT, False, True),
        (FeeWhen.PER_TERM, True, True),
    ]
    assert loan.prepayment_fee == Decimal("0.02")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"lender": " "}, "offer.lender"),
        ({"amount_minor": 0}, "offer.amount"),
        ({"method": Method.CARD}, "offer.method"),
        ({"terms": 361}, "offer.terms"),
        ({"terms": 0}, "offer.terms"),
        ({"subsidy": Decimal(1)}, "offer.subsidy"),
        ({"prepayment_fee": Decimal(2)}, "loan.prepayment_fee"),
        ({"limit_minor": -1}, "loan.limit"),
        ({"promo_terms": 3}, "offer.promotion"),
        ({"later_rate": Decimal("0.1")}, "offer.promotion"),
        ({"promo_terms": 12, "later_rate": Decimal("0.1")}, "offer.promo_terms"),
        ({"fees": (fee(FeeAt.ON_REMAINING, "200"),)}, "loan.fee_remaining"),
        ({"fees": (fee(FeeAt.PER_TERM, "200%"),)}, "loan.fee_share"),
        ({"fees": (fee(FeeAt.PER_TERM, "1"),) * 21}, "offer.fees"),
    ],
)
def test_what_makes_no_sense_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(PlannerError) as error:
        offer(**more)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("typed", "kept"), [("1%", "1%"), ("1% + 200", "1% + 200"), ("０.5％；12.30", "0.5% + 12.30"), ("1万", "10000")]
)
def test_fees_are_typed_as_people_write_them(typed: str, kept: str) -> None:
    fees = parse_fees(typed, FeeAt.PER_TERM)
    assert fees_text(fees, FeeAt.PER_TERM) == kept
    assert parse_fees(kept, FeeAt.PER_TERM) == fees
    assert fees_text(fees, FeeAt.KEPT_BACK) == ""


@pytest.mark.parametrize("typed", ["", "1%+", "abc", "[/]", "%"])
def test_what_is_no_fee_is_told(typed: str) -> None:
    with pytest.raises(PlannerError, match=r"offer\.fee"):
        parse_fees(typed, FeeAt.PER_TERM)


def test_the_money_comes_on_the_promised_day_or_today() -> None:
    made: Offer = offer(rate="0.1", promised_on=date(2026, 12, 10))
    assert made.pays_out_on(ON) == date(2026, 12, 10)
    assert made.pays_out_on(date(2026, 12, 20)) == date(2026, 12, 20)
    assert offer(rate="0.1").pays_out_on(ON) == ON
    assert yearly("0.1") == made.rate
