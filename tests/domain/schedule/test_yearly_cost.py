"""Yearly cost against published figures; percentages as printed, nominal first."""

import math
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Loan, Method, PinnedInstalment
from planner.domain.accounts.terms import Disclosed, DisclosedBasis, Fee, FeeWhen
from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.schedule.cost_steps import working
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.yearly_cost import (
    CashFlow,
    YearlyCost,
    dated_rate,
    disclosed_gap,
    periodic_rate,
    yearly_cost,
)
from tests.make.examples import examples
from tests.make.terms import daily, line, loan, loans

UPFRONT = FeeWhen.UPFRONT


def percent(rate: Decimal | None) -> str:
    assert rate is not None
    return str((rate * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def printed(cost: YearlyCost) -> tuple[str, str]:
    assert cost.reason is None
    return percent(cost.nominal), percent(cost.effective)


def flat(rate: str, terms: int, basis: RateBasis = RateBasis.TERM, principal: int = 1_000_000) -> Loan:
    return loan(Method.FLAT_FEE, principal, terms, rate, basis)


def test_the_annex_of_the_pboc_announcement() -> None:
    rows = instalments(loan(principal_minor=10_000_000, rate="0"))
    pinned = tuple(
        PinnedInstalment(row.number, row.due_on, row.principal_minor, 883_330 - row.principal_minor) for row in rows
    )
    terms = loan(principal_minor=10_000_000, rate="0", pinned=pinned, fees=(Fee("手续费", UPFRONT, 100_000),))
    cost = yearly_cost(terms)
    assert printed(cost) == ("12.80", "13.58")
    assert (cost.nominal, cost.effective) == (Decimal("0.128038018510"), Decimal("0.135825576327"))
    assert (cost.interest_minor, cost.fee_minor) == (12 * 883_330 - 10_000_000, 100_000)
    assert cost.flows[0] == CashFlow(date(2026, 1, 15), 9_900_000)
    assert cost.flows[12] == CashFlow(date(2027, 1, 15), -883_330)


@pytest.mark.parametrize(("terms", "nominal"), [(3, "11.66"), (24, "14.33")])
def test_card_instalments_with_a_fee_every_term(terms: int, nominal: str) -> None:
    assert printed(yearly_cost(flat("0.0065", terms)))[0] == nominal


@pytest.mark.parametrize(("terms", "share", "nominal"), [(3, "0.015", "9.05"), (24, "0.144", "15.18")])
def test_card_instalments_with_the_whole_fee_first(terms: int, share: str, nominal: str) -> None:
    first = Fee("手续费", FeeWhen.FIRST_TERM, share=Decimal(share))
    cost = yearly_cost(replace(flat("0", terms), fees=(first,)))
    assert printed(cost)[0] == nominal
    assert cost.fee_minor == 1_000_000 * Decimal(share)


@pytest.mark.parametrize(
    ("rate", "terms", "expected"),
    [
        ("0.0050", 12, ("10.90", "11.46")),
        ("0.0060", 12, ("13.03", "13.84")),
        ("0.0066", 12, ("14.31", "15.29")),
        ("0.0072", 6, ("14.66", "15.69")),
        ("0.0075", 12, ("16.22", "17.48")),
        ("0.0100", 12, ("21.46", "23.70")),
        ("0.0120", 12, ("25.60", "28.82")),
    ],
)
def test_a_flat_fee_costs_nearly_twice_what_it_says(rate: str, terms: int, expected: tuple[str, str]) -> None:
    assert printed(yearly_cost(flat(rate, terms, principal=300_000_000))) == expected


@pytest.mark.parametrize(
    ("rate", "terms", "expected"),
    [
        ("0.025", 3, ("14.94", "16.00")),
        ("0.045", 6, ("15.27", "16.38")),
        ("0.065", 9, ("15.34", "16.47")),
        ("0.088", 12, ("15.86", "17.07")),
    ],
)
def test_a_total_fee_spread_over_the_terms(rate: str, terms: int, expected: tuple[str, str]) -> None:
    assert printed(yearly_cost(flat(rate, terms, RateBasis.TOTAL))) == expected


def test_the_same_fee_kept_back_costs_more() -> None:
    upfront = Fee("手续费", UPFRONT, share=Decimal("0.088"))
    assert printed(yearly_cost(replace(flat("0", 12), fees=(upfront,)))) == ("17.36", "18.81")


def test_a_small_flat_fee_loan_in_real_amounts() -> None:
    cost = yearly_cost(flat("0.0072", 6, principal=300_000))
    assert (cost.fee_minor, cost.interest_minor) == (12_960, 0)
    assert printed(cost) == ("14.66", "15.69")


@pytest.mark.parametrize("method", [Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET])
def test_without_fees_monthly_interest_costs_its_rate(method: Method) -> None:
    nominal, effective = printed(yearly_cost(loan(method, 100_000_000, 1 if method is Method.BULLET else 12)))
    assert (nominal, effective) == ("18.00", "19.56")


def test_interest_at_the_end_costs_less_than_its_rate() -> None:
    nominal, effective = printed(yearly_cost(loan(Method.BULLET, terms=12)))
    assert (nominal, effective) == ("16.67", "18.00")


def test_other_terms_than_months() -> None:
    assert printed(yearly_cost(loan(Method.INTEREST_ONLY, 10**9, 8, every=Every.QUARTER))) == ("18.00", "19.25")
    weekly = daily(Method.INTEREST_ONLY, 10**9, 10, "0.0005", date(2026, 1, 1), every=Every.WEEK)
    assert printed(yearly_cost(weekly)) == ("18.20", "19.92")  # 52 × 0.35 %


@pytest.mark.parametrize(("rate", "effective"), [("0.0005", "20.02"), ("0.0003", "11.57"), ("0.0002", "7.57")])
def test_a_daily_rate_left_to_compound(rate: str, effective: str) -> None:
    one_day = daily(Method.BULLET, 10**12, 1, rate, date(2026, 1, 1), first_due_on=date(2026, 1, 2))
    assert printed(yearly_cost(one_day))[1] == effective


def test_due_dates_on_the_last_of_the_month_are_regular() -> None:
    cost = yearly_cost(loan(principal_minor=100_000_000, start_on=date(2025, 12, 31)))
    assert printed(cost) == ("18.00", "19.56")


def test_irregular_dates_are_discounted_by_their_days() -> None:
    cost = yearly_cost(loan(due_day=20))
    assert cost.effective is not None
    assert cost.nominal is not None
    worth = sum(flow.amount_minor / (1 + float(cost.effective)) ** (days(flow) / 365) for flow in cost.flows)
    assert abs(worth) < 0.1
    assert math.isclose((1 + float(cost.nominal) / 12) ** 12 - 1, float(cost.effective), abs_tol=1e-7)
    assert 0.17 < cost.nominal < 0.19


def days(flow: CashFlow) -> int:
    return (flow.on - date(2026, 1, 15)).days


def test_dates_that_the_lender_moved_are_taken_as_they_are() -> None:
    rows = instalments(loan())
    moved = tuple(
        PinnedInstalment(row.number, row.due_on + timedelta(40), row.principal_minor, row.interest_minor)
        for row in rows
    )
    later, as_agreed = yearly_cost(loan(pinned=moved)), yearly_cost(loan())
    assert later.effective is not None
    assert as_agreed.effective is not None
    assert later.effective < as_agreed.effective


def test_a_week_with_a_third_kept_back() -> None:
    terms = loan(Method.BULLET, 100_000, 1, "0", every=Every.WEEK, fees=(Fee("砍头息", UPFRONT, share=Decimal("0.3")),))
    cost = yearly_cost(terms)
    assert printed(cost)[0] == "2228.57"
    assert cost.effective is not None
    assert cost.effective > 10**8


def test_a_line_costs_a_years_interest_paid_monthly() -> None:
    assert printed(yearly_cost(line())) == ("18.24", "19.85")
    assert printed(yearly_cost(line(day_count=DayCount.THIRTY_360))) == ("18.00", "19.56")
    assert yearly_cost(line(start_on=date(2024, 2, 3), due_day=9)) == yearly_cost(line())
    assert yearly_cost(line(method=Method.CARD)) == yearly_cost(line())
    with_fee = line(fees=(Fee("取现费", UPFRONT, share=Decimal("0.01")),))
    assert printed(yearly_cost(with_fee)) == ("19.35", "21.16")


def test_rows_at_hand_are_used() -> None:
    terms = daily(Method.LEVEL_PAYMENT, 10_000, 12, "0.00035", date(2023, 4, 15))
    rows = instalments(terms, payment_minor=900)
    assert yearly_cost(terms, rows).interest_minor == sum(row.interest_minor for row in rows) != 708


# No rate is a reason, never a number


def test_zero_cost_is_zero() -> None:
    cost = yearly_cost(loan(rate="0"))
    assert printed(cost) == ("0.00", "0.00")
    assert str(cost.nominal) == "0E-12"


@pytest.mark.parametrize("share", ["1", "0.9999999"])
def test_a_loan_of_which_nothing_arrives(share: str) -> None:
    cost = yearly_cost(loan(principal_minor=100_000, fees=(Fee("砍头息", UPFRONT, share=Decimal(share)),)))
    assert (cost.nominal, cost.effective, cost.reason) == (None, None, "total_loss")


def test_a_loan_of_nothing() -> None:
    assert yearly_cost(loan(), rows=()).reason == "no_flows"


def test_a_rate_beyond_all_measure_is_none() -> None:
    terms = loan(
        Method.BULLET, 10**9, 1, "0", first_due_on=date(2026, 1, 16), fees=(Fee("砍头息", UPFRONT, 10**9 - 1),)
    )
    assert yearly_cost(terms).reason == "no_solution"


@pytest.mark.parametrize("first", [None, date(2026, 3, 3)])
@pytest.mark.parametrize("principal", [2_000_000_000, 10**12, LIMIT_MINOR])
def test_a_large_loan_has_its_rate(principal: int, first: date | None) -> None:
    """3.44 % over 300 months, from twenty million yuan to the most that a loan may be; a smaller one costs the same."""
    large, small = (
        yearly_cost(loan(principal_minor=amount, terms=300, rate="0.0344", first_due_on=first))
        for amount in (principal, 10**8)
    )
    assert printed(large) == printed(small) == ("3.44", "3.49")
    assert large.nominal is not None
    assert small.nominal is not None
    assert abs(large.nominal - small.nominal) < Decimal("1e-8")


def test_twenty_million_over_twenty_five_years() -> None:
    assert yearly_cost(loan(principal_minor=2_000_000_000, terms=300, rate="0.0344")).nominal == Decimal(
        "0.034400000138"
    )


@given(loans(360), st.integers(10**8, LIMIT_MINOR))
@examples(40)
def test_every_amount_that_a_loan_may_be_has_its_rate(terms: Loan, principal: int) -> None:
    terms = replace(terms, principal_minor=principal)
    terms.validate()
    work = working(terms, terms.start_on)
    assert work.cost.reason is None
    assert work.remainder_minor is not None
    assert abs(work.remainder_minor) < max(Decimal("0.5"), principal / Decimal(10**10))


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        ([], "no_flows"),
        ([0, 0], "no_flows"),
        ([100, 50], "no_solution"),
        ([-100, -50], "no_solution"),
        ([100, -200, 200], "no_solution"),
        ([100, -230, 132], "several"),
    ],
)
def test_flows_without_a_rate(amounts: list[int], reason: str) -> None:
    assert periodic_rate(amounts) == reason
    assert dated_rate([CashFlow(date(2026 + k, 1, 1), amount) for k, amount in enumerate(amounts)]) == reason


def test_one_rate_is_found_also_where_the_flows_turn_twice() -> None:
    rate = periodic_rate([1000, -1500, 10])  # the other one is below −99 %
    assert isinstance(rate, float)
    assert abs(1000 - 1500 / (1 + rate) + 10 / (1 + rate) ** 2) < 1e-6


@given(loans())
@examples(150)
def test_the_flows_are_worth_nothing_at_the_rate(terms: Loan) -> None:
    rows = instalments(terms)
    upfront = terms.principal_minor - sum(row.principal_minor for row in rows)
    net = terms.principal_minor - upfront
    rate = periodic_rate([net, *(-row.amount_minor for row in rows)])
    assert isinstance(rate, float)
    worth = net - sum(row.amount_minor / (1 + rate) ** (k + 1) for k, row in enumerate(rows))
    assert abs(worth) <= 1e-6 * net


@given(loans())
@examples(150)
def test_every_loan_has_a_cost_or_a_reason(terms: Loan) -> None:
    cost = yearly_cost(terms)
    assert (cost.nominal is None) == (cost.effective is None) == (cost.reason is not None)
    paid = -sum(flow.amount_minor for flow in cost.flows)
    assert paid == cost.interest_minor + cost.fee_minor
    if cost.nominal is None or cost.effective is None:
        assert cost.reason in ("total_loss", "no_solution")
        return
    assert cost.nominal.is_finite()
    assert cost.effective.is_finite()
    assert (paid > 0) == (cost.effective > 0) or abs(cost.effective) < Decimal("1e-6")
    if cost.effective < 100:
        start = cost.flows[0].on
        since = [(flow.on - start).days / 365 for flow in cost.flows]
        worth = sum(
            flow.amount_minor / (1 + float(cost.effective)) ** time
            for flow, time in zip(cost.flows, since, strict=True)
        )
        # Months are not a twelfth of 365 days each: near nothing, not nothing, for regular terms.
        assert abs(worth) <= max(0.02 * cost.flows[0].amount_minor, 1)


@given(st.lists(st.integers(-(10**9), 10**9), max_size=12))
def test_any_flows_have_a_rate_or_a_reason(amounts: list[int]) -> None:
    found = periodic_rate(amounts)
    assert found in ("no_flows", "no_solution", "several") if isinstance(found, str) else math.isfinite(found)


def test_the_solver_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, planner.domain.schedule.yearly_cost; sys.exit('pyxirr' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("rate", "basis", "points", "found", "dearer"),
    [
        ("0.128", DisclosedBasis.NOMINAL, "0.00", False, True),  # the central bank's own example: 12.8038 / 13.5826
        ("0.1358", DisclosedBasis.EFFECTIVE, "0.00", False, True),
        ("0.1275", DisclosedBasis.NOMINAL, "0.05", True, True),  # 0.0538 points: shown as 0.05, and more than that
        ("0.1276", DisclosedBasis.NOMINAL, "0.04", False, True),
        ("0.0833", DisclosedBasis.NOMINAL, "4.47", True, True),
        ("0.1358", DisclosedBasis.NOMINAL, "0.78", True, False),
    ],
)
def test_what_the_lender_disclosed_beside_what_the_flows_say(
    rate: str, basis: DisclosedBasis, points: str, found: bool, dearer: bool
) -> None:
    made = loan(
        principal_minor=10_000_000,
        fees=(Fee("手续费", FeeWhen.UPFRONT, 100_000),),
        disclosed=Disclosed(Decimal(rate), basis),
    )
    rows = tuple(Instalment(number, add_months(made.start_on, number), 883_330, 0, 0, 0) for number in range(1, 13))
    gap = disclosed_gap(made, yearly_cost(made, rows))
    assert gap is not None
    assert (f"{gap.points:f}", gap.found, gap.dearer) == (points, found, dearer)


def test_nothing_disclosed_is_no_gap() -> None:
    assert disclosed_gap(loan(), yearly_cost(loan())) is None
