"""Bare cash flows: the published figures, and the same answer as for the loan that has these flows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Method
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.calendar import add_months
from planner.domain.basics.rates import RateBasis
from planner.domain.schedule.yearly_cost import CashFlow, FlowCost, cost_of_flows, yearly_cost
from tests.make.terms import loan

START = date(2026, 1, 15)


def monthly(received: int, *paid: int) -> list[CashFlow]:
    return [CashFlow(START, received), *(CashFlow(add_months(START, n), -one) for n, one in enumerate(paid, 1))]


def printed(rate: Decimal | None) -> str:
    assert rate is not None
    return str((rate * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("flows", "nominal", "effective"),
    [
        (monthly(9_900_000, *[883_330] * 12), "12.80", "13.58"),  # annex of the PBOC announcement
        (monthly(300_000, *[52_160] * 6), "14.66", "15.69"),  # 0.72 % a term, six terms
        (monthly(1_200_000, *[106_000] * 12), "10.90", "11.46"),  # 0.5 %, twelve terms
        (monthly(1_200_000, *[114_400] * 12), "25.60", "28.82"),  # 1.2 % a term breaks the line of 24 %
        (monthly(300_000, *[101_950] * 3), "11.66", None),  # a card's instalments, 0.65 % a term
        (monthly(300_000, 104_500, 100_000, 100_000), "9.05", None),  # the whole fee with the first payment
    ],
)
def test_published_figures(flows: list[CashFlow], nominal: str, effective: str | None) -> None:
    cost = cost_of_flows(flows)
    assert printed(cost.nominal) == nominal
    assert effective is None or printed(cost.effective) == effective
    assert cost_of_flows(reversed(flows)) == cost


@pytest.mark.parametrize("every", Every)
@pytest.mark.parametrize("method", [one for one in Method if one.scheduled])
@pytest.mark.parametrize("first", [None, date(2026, 3, 3)])
def test_a_loan_costs_what_its_flows_do(method: Method, every: Every, first: date | None) -> None:
    flat = method is Method.FLAT_FEE
    terms = loan(method, 1_000_000, 12, "0.01" if flat else "0.18", RateBasis.TERM if flat else RateBasis.YEAR)
    terms = replace(terms, every=every, first_due_on=first, fees=(Fee("手续费", FeeWhen.UPFRONT, 10_000),))
    cost = yearly_cost(terms)
    assert cost_of_flows(cost.flows, every) == FlowCost(cost.nominal, cost.effective, cost.reason)


def test_days_between_two_terms_go_by_actual_days() -> None:
    year = [CashFlow(START, 100_000), CashFlow(START + timedelta(200), -50_000), CashFlow(date(2027, 1, 15), -60_000)]
    cost = cost_of_flows(year)
    assert cost.nominal is not None
    assert cost.effective is not None
    assert abs((1 + float(cost.nominal) / 12) ** 12 - 1 - float(cost.effective)) < 1e-9


def test_flows_of_one_day_are_one_flow_and_short_months_keep_the_day() -> None:
    start = date(2026, 1, 31)
    flows = [CashFlow(start, 110_000), CashFlow(start, -10_000)]
    flows += [CashFlow(add_months(start, n, 31), -51_000) for n in (1, 2)]
    assert cost_of_flows(flows) == cost_of_flows(monthly(100_000, 51_000, 51_000))


def test_money_lent_out_earns_what_it_would_cost() -> None:
    flows = monthly(100_000, 51_000, 51_000)
    assert cost_of_flows([CashFlow(flow.on, -flow.amount_minor) for flow in flows]) == cost_of_flows(flows)


@pytest.mark.parametrize(
    ("flows", "reason"),
    [
        ([], "no_flows"),
        ([CashFlow(START, 0)], "no_flows"),
        ([CashFlow(START, 100)], "no_solution"),
        ([CashFlow(START, 100), CashFlow(START, -110)], "no_solution"),
        (monthly(-1000_00, -2300_00, 1320_00), "several"),
    ],
)
def test_flows_without_a_rate_say_why(flows: list[CashFlow], reason: str) -> None:
    assert cost_of_flows(flows) == FlowCost(None, None, reason)


@given(st.lists(st.tuples(st.dates(START, date(2030, 1, 1)), st.integers(-(10**9), 10**9)), max_size=6))
def test_any_flows_have_a_rate_or_a_reason(pairs: list[tuple[date, int]]) -> None:
    cost = cost_of_flows(CashFlow(on, amount) for on, amount in pairs)
    assert (cost.nominal is None) == (cost.effective is None) == (cost.reason is not None)
