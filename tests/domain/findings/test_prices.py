"""Price lines: by the contract's own count, of the institution that lends, never on an unconfirmed rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method
from planner.domain.accounts.records import Account, Allowance, AllowanceKind, CardPlan
from planner.domain.accounts.terms import Disclosed, DisclosedBasis
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.findings.prices import line_of, prices
from planner.domain.findings.subsidy import subsidised
from planner.domain.schedule.own_count import counted
from planner.domain.schedule.yearly_cost import disclosed_gap, yearly_cost
from tests.make.accounts import card as plain_card
from tests.make.accounts import day, fen
from tests.make.findings import CATALOGUE, TODAY

NAMED = Lender(1, "某消费金融公司", LenderKind.CONSUMER_FINANCE)


def level(percent: str = "24", *, lender: Lender = NAMED, **more: Any) -> Loan:
    terms: dict[str, Any] = {"principal_minor": fen(10_000), "terms": 12, "start_on": day("01-10")}
    rate = Rate(Decimal(percent) / 100, RateBasis.YEAR)
    return Loan(1, lender, "贷款", Method.LEVEL_PAYMENT, rate=rate, **(terms | more))


def said(loan: Loan) -> list[tuple[str, str]]:
    costs = {loan.id: yearly_cost(loan, as_of=TODAY).nominal}
    return [(one.code, one.limit.code) for one in prices([Account(loan)], costs, CATALOGUE, TODAY)]


@pytest.mark.parametrize("start", range(0, 365, 13))
def test_twenty_four_percent_is_on_the_line_whatever_the_day_it_began(start: int) -> None:
    """By actual days, by months of 30 with a due day of its own, and of three terms: never called above."""
    on = date(2026, 1, 1) + timedelta(start)
    by_days = level(start_on=on, day_count=DayCount.ACT_365)
    for loan in (by_days, replace(by_days, terms=3), level(start_on=on, due_day=15), level(start_on=on)):
        assert counted(loan).above(Decimal("0.24"))[0] is False
        assert "price_lines" not in dict(said(loan))
    small = replace(by_days, principal_minor=fen(100))
    assert said(small) == []  # a fen a term is rounding


def test_a_loan_by_days_that_is_dear_by_terms_only_is_a_doubt_with_both_figures() -> None:
    loan = level(start_on=day("07-01"), day_count=DayCount.ACT_365, terms=3)
    told = prices([Account(loan)], {1: yearly_cost(loan).nominal}, CATALOGUE, TODAY)[0]
    assert told.code == "price_doubt"
    shown = told.evidence[0].params
    assert shown["terms_rate"] == yearly_cost(loan).nominal
    assert abs(Decimal(str(shown["days_rate"])) - Decimal("0.24")) < Decimal("0.0001")
    assert said(replace(loan, rate=Rate(Decimal("0.25"), RateBasis.YEAR))) == [("price_lines", "price_court")]


def test_fees_count_by_days_too() -> None:
    fee = Rate(Decimal("0.012"), RateBasis.TERM)
    flat = Loan(1, NAMED, "分期", Method.FLAT_FEE, day("01-10"), fee, fen(12_000), 12)
    told = counted(flat)
    assert told.days_rate == Decimal("0.265846153846")  # 144 a term of what is owed: 1,728 over 6,500 for a year
    assert told.terms_rate == yearly_cost(flat).nominal
    assert said(flat) == [("price_lines", "price_court")]


def test_a_rate_that_nobody_confirmed_accuses_nobody() -> None:
    assert said(level("30")) == [("price_lines", "price_court")]
    assert said(level("30", rate_confirmed=False)) == []


def test_the_line_is_that_of_the_institution_that_lends() -> None:
    app = Lender(2, "美团金融", LenderKind.MICRO_LENDER)
    assert said(level("30", lender=app, institution="重庆某小额贷款公司")) == [("price_lines", "price_small_loan")]
    assert said(level("30", lender=app, institution="上海银行")) == [("price_lines", "price_platform")]
    assert said(level("30", lender=app, institution="某某有限公司")) == [("price_lines", "price_small_loan")]
    wrong = Lender(3, "招商银行", LenderKind.MICRO_LENDER)
    assert said(level("30", lender=wrong)) == [("price_lines", "price_court")]


def test_where_the_lender_is_not_known_lines_are_possible_and_the_courts_is_what_can_be_asked_for() -> None:
    app = Lender(2, "美团金融", LenderKind.MICRO_LENDER)
    loan = level("30", lender=app)
    assert line_of(loan, CATALOGUE, TODAY) is None
    told = prices([Account(loan)], {1: yearly_cost(loan).nominal}, CATALOGUE, TODAY)[0]
    assert (told.code, told.limit.code) == ("price_possible", "price_court")
    assert [one.code for one in told.evidence] == ["price", "possible_line", "possible_line"]
    assert said(level("23", lender=app)) == []
    later = level("20", lender=app, start_on=day("2028-01-10"))
    assert said(later) == [("price_possible", "price_small_loan")]  # only if a small-loan company lends


def test_small_loans_of_up_to_a_month_keep_their_line() -> None:
    micro = Lender(2, "某小额贷款公司", LenderKind.MICRO_LENDER)
    month = level("20", lender=micro, start_on=day("2028-01-10"), terms=1)
    assert said(month) == []
    assert said(replace(month, terms=2)) == [("price_lines", "price_small_loan")]


def test_a_disclosed_rate_is_true_if_one_of_the_two_figures_is_it() -> None:
    told = Disclosed(Decimal("0.24"), DisclosedBasis.NOMINAL)
    loan = level(start_on=day("07-01"), day_count=DayCount.ACT_365, terms=3, disclosed=told)
    gap = disclosed_gap(loan, yearly_cost(loan))
    assert gap is not None
    assert not gap.found
    low = replace(loan, disclosed=replace(told, rate=Decimal("0.2390")))
    wrong = disclosed_gap(low, yearly_cost(low))
    assert wrong is not None
    assert (wrong.found, wrong.dearer, wrong.points) == (True, True, Decimal("0.10"))


def test_of_two_days_a_fen_is_no_lie() -> None:
    """1,000 at 24 % for two days: 1.3151, paid as 1.32, is 24.09 % by days."""
    told = Disclosed(Decimal("0.24"), DisclosedBasis.NOMINAL)
    more: dict[str, Any] = {"principal_minor": fen(1_000), "terms": 1, "due_day": 1, "day_count": DayCount.ACT_365}
    loan = level(start_on=day("2027-09-29"), disclosed=told, **more)
    gap = disclosed_gap(loan, yearly_cost(loan))
    assert gap is not None
    assert (gap.points, gap.found) == (Decimal("0.09"), False)
    dear = replace(loan, rate=Rate(Decimal("0.30"), RateBasis.YEAR))
    lie = disclosed_gap(dear, yearly_cost(dear))
    assert lie is not None
    assert lie.found


def test_interest_that_waits_for_years_is_a_doubt_not_nothing() -> None:
    """26 % a year by days, paid at the end of three years, compounds from less by months: both are shown."""
    loan = replace(level("26", day_count=DayCount.ACT_365, terms=36), method=Method.BULLET)
    assert said(loan) == [("price_doubt", "price_court")]
    assert said(replace(loan, rate=Rate(Decimal("0.24"), RateBasis.YEAR))) == []


def test_the_subsidy_names_loans_that_may_qualify_and_what_was_credited() -> None:
    bank = Lender(5, "招商银行")
    given = Allowance(1, day("06-01"), fen(40), AllowanceKind.RETURNED)
    loan = Account(level("3", lender=bank), allowances=(given, replace(given, id=2, on=day("2025-08-31"))))
    card = Account(replace(plain_card(), id=2, lender=bank), plans=(CardPlan(1, day("03-01"), fen(900), 3),))
    found = subsidised([loan, card], CATALOGUE, TODAY)
    assert found is not None
    assert [one.params["credited_minor"] for one in found[1]] == [fen(40), 0]
    assert subsidised([loan, card], CATALOGUE, day("2027-01-01")) is None
    others = [
        level("3", lender=bank, start_on=day("2025-08-31")),
        level("3", lender=bank, product="cmb_mortgage"),
        level("3", lender=Lender(2, "美团金融", LenderKind.MICRO_LENDER)),
        level("3", lender=Lender(3, "重庆某小额贷款公司", LenderKind.MICRO_LENDER)),
    ]
    assert subsidised([Account(one) for one in others], CATALOGUE, TODAY) is None
