"""Questions to which widely offered packages give different answers, and the right one.

Who answers what stands in ``findings/README.md``. The right figure is worked out here, by hand or by the formula that
the test names, wherever that is shorter than the schedule itself. Amounts are in yuan.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.accounts.loan import Every, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.calendar import add_months, months_and_days
from planner.domain.basics.money import half_up
from planner.domain.basics.rates import DayCount
from planner.domain.basics.typed import parse_rate
from planner.domain.ledger.position import position
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.search import Search, by_balance, by_rate
from planner.domain.schedule.accrual import interest
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.yearly_cost import CashFlow, FlowCost, cost_of_flows, yearly_cost
from planner.domain.what_if.prepay import prepaying, settling
from planner.errors import PlannerError
from tests.make.debts import reducing
from tests.make.terms import loan

START = date(2026, 1, 15)
END_OF_JANUARY = date(2026, 1, 31)


def fen(yuan: str) -> int:
    return int(Decimal(yuan) * 100)


def borrowed(yuan: str, rate: str, terms: int, **more: Any) -> Loan:
    """A level-payment loan by the month, from the middle of one unless told otherwise."""
    return loan(more.pop("method", Method.LEVEL_PAYMENT), fen(yuan), terms, rate, **more)


def asked(terms: Loan) -> list[str]:
    return [f"{Decimal(row.amount_minor) / 100:.2f}" for row in instalments(terms)]


def days(terms: Loan) -> list[str]:
    return [f"{row.due_on:%m-%d}" for row in instalments(terms)]


def kept(terms: Loan, count: int) -> Account:
    """The loan with its first instalments paid on their days."""
    rows = instalments(terms)[:count]
    return Account(terms, repayments=tuple(Repayment(row.number, row.due_on, row.amount_minor) for row in rows))


def flows(*given: tuple[date, str]) -> FlowCost:
    return cost_of_flows(CashFlow(on, fen(amount)) for on, amount in given)


def rounded(value: Decimal | None, places: str) -> str:
    assert value is not None
    return str(value.quantize(Decimal(places)))


# -- schedules ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "payment", "last", "charged"),
    [("0.049", "5307.27", "5305.19", "910615.12"), ("0.0325", "4352.06", "4354.27", "566743.81")],
)
def test_thirty_years_are_paid_in_whole_fen_and_by_one_payment(
    rate: str, payment: str, last: str, charged: str
) -> None:
    """Not the unrounded payment × 360 (910,616.19), nor one that is computed anew each month."""
    terms = borrowed("1000000", rate, 360)
    assert asked(terms) == [payment] * 359 + [last]
    assert sum(row.interest_minor for row in instalments(terms)) == fen(charged)


def test_actual_days_are_those_of_the_term_and_not_of_the_month_it_begins_in() -> None:
    terms = borrowed("100000", "0.06", 12, start_on=END_OF_JANUARY, day_count=DayCount.ACT_360)
    first, second = instalments(terms)[:2]
    assert (first.due_on, first.interest_minor) == (date(2026, 2, 28), half_up(fen("600000") * Decimal(28) / 36_000))
    left = fen("100000") - first.principal_minor
    assert (second.due_on, second.interest_minor) == (date(2026, 3, 31), half_up(left * Decimal("0.06") * 31 / 360))
    assert (first.interest_minor, second.interest_minor, first.amount_minor) == (46_667, 47_459, 861_047)


def test_actual_days_of_a_december_before_a_leap_year_are_of_365() -> None:
    terms = borrowed("365000", "0.06", 3, method=Method.INTEREST_ONLY, day_count=DayCount.ACT_ACT)
    assert interest(terms, fen("365000"), date(2027, 12, 1), date(2028, 1, 1)) == fen("1860")
    assert interest(terms, fen("366000"), date(2028, 1, 1), date(2028, 2, 1)) == fen("1860")


@pytest.mark.parametrize("method", [Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL])
def test_without_interest_the_debt_is_divided(method: Method) -> None:
    terms = borrowed("12000", "0", 12, method=method)
    assert asked(terms) == ["1000.00"] * 12
    assert yearly_cost(terms).effective == 0


def test_due_dates_return_to_the_thirty_first_after_a_short_month() -> None:
    assert days(borrowed("1000", "0.12", 4, start_on=END_OF_JANUARY)) == ["02-28", "03-31", "04-30", "05-31"]
    assert days(borrowed("1000", "0.12", 3, start_on=date(2028, 1, 31))) == ["02-29", "03-31", "04-30"]


@pytest.mark.parametrize(
    ("day_count", "first"),
    [(DayCount.THIRTY_360, "23.33"), (DayCount.ACT_360, "23.33"), (DayCount.ACT_365, "23.01")],
)
def test_a_year_of_weeks_has_fifty_two_of_seven_days(day_count: DayCount, first: str) -> None:
    rows = instalments(borrowed("10000", "0.12", 52, every=Every.WEEK, day_count=day_count))
    assert len(rows) == 52
    assert (rows[-1].due_on - START).days == 364
    assert rows[0].interest_minor == fen(first)


def test_a_month_costs_a_twelfth_whatever_its_days() -> None:
    """10,000 at 12 % and 900 paid: 100.00 of interest, not what thirty-one days compounded would be (9,200.49)."""
    row = instalments(borrowed("10000", "0.12", 12), payment_minor=fen("900"))[0]
    assert (row.interest_minor, row.balance_minor) == (fen("100"), fen("9200"))


def test_the_last_of_three_takes_the_odd_fen_and_the_sum_is_that_of_the_rows() -> None:
    terms = borrowed("1000", "0.12", 3)
    assert asked(terms) == ["340.02", "340.02", "340.03"]
    assert sum(row.amount_minor for row in instalments(terms)) == fen("1020.07")


@pytest.mark.parametrize(("due_day", "days", "charged"), [(31, 30, "300.00"), (None, 33, "330.00")])
def test_from_the_end_of_february_to_the_end_of_march(due_day: int | None, days: int, charged: str) -> None:
    """30/360 of 2026: a month between two ends of months, else a month to the 28th and three days."""
    months, odd = months_and_days(date(2026, 2, 28), date(2026, 3, 31), due_day)
    assert 30 * months + odd == days
    terms = borrowed("100000", "0.036", 12, due_day=due_day)
    assert interest(terms, fen("100000"), date(2026, 2, 28), date(2026, 3, 31)) == fen(charged)


@pytest.mark.parametrize(
    ("start", "end", "due_day"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 31),
        (date(2026, 2, 28), date(2026, 3, 31), 31),
        (date(2028, 2, 28), date(2028, 3, 28), None),
    ],
)
def test_terms_of_a_month_are_all_alike(start: date, end: date, due_day: int | None) -> None:
    """So the yearly cost counts equal steps: two terms of 1 % a month are 12 % however many days they have."""
    assert months_and_days(start, end, due_day) == (1, 0)
    cost = yearly_cost(borrowed("10000", "0.12", 2, start_on=start))
    assert rounded(cost.nominal, "1e-5") == "0.12000"


def test_an_effective_yearly_rate_is_no_term_of_a_contract() -> None:
    """6 % over terms of 31 and 334 days: at first 496.11 if compounded, 509.59 by its days. Only this is taken."""
    with pytest.raises(PlannerError) as caught:
        parse_rate("6% effective")
    assert caught.value.code == "rate.effective"
    terms = borrowed("100000", "0.06", 2, method=Method.INTEREST_ONLY, day_count=DayCount.ACT_365)
    first = interest(terms, fen("100000"), date(2026, 1, 1), date(2026, 2, 1))
    rest = interest(terms, fen("100000"), date(2026, 2, 1), date(2027, 1, 1))
    assert (first, first + rest) == (fen("509.59"), fen("6000"))
    compounded = flows((date(2026, 1, 1), "100000"), (date(2026, 2, 1), "-496.11"), (date(2027, 1, 1), "-105476.89"))
    assert rounded(compounded.effective, "1e-4") == "0.0600"


# -- paid early --------------------------------------------------------------------------------------------------------


def test_a_prepayment_lowers_the_payments_after_it_and_none_before() -> None:
    terms = borrowed("12000", "0.12", 12)
    account = kept(terms, 5)
    _, lower = prepaying(account, instalments(terms)[5].due_on, fen("3000"))
    assert asked(terms)[:6] == ["1066.19"] * 6
    assert lower.asked_minor == fen("1066.19")
    assert [due.amount_minor for due in lower.dues] == [fen("548.53")] * 5 + [fen("548.55")]
    assert lower.interest_saved_minor == fen("105.89")


@pytest.mark.parametrize(("number", "payment", "left"), [(6, "5485.41", 6), (5, "6203.01", 7)])
def test_the_end_stays_when_a_quarter_is_paid_early(number: int, payment: str, left: int) -> None:
    terms = borrowed("120000", "0.12", 12)
    account = kept(terms, number - 1)
    _, lower = prepaying(account, instalments(terms)[number - 1].due_on, fen("30000"))
    assert (yuan_of(lower.payment_minor), len(lower.dues), lower.fewer) == (payment, left, 0)
    assert lower.last.due_on == instalments(terms)[-1].due_on


def yuan_of(minor: int) -> str:
    return f"{Decimal(minor) / 100:.2f}"


def test_a_fifth_of_a_mortgage_paid_after_a_year_ends_it_nine_years_sooner() -> None:
    terms = borrowed("1000000", "0.042", 360)
    account = kept(terms, 11)
    shorter, _ = prepaying(account, instalments(terms)[11].due_on, fen("200000"))
    assert (shorter.fewer, shorter.interest_saved_minor) == (112, fen("351416.80"))


def test_settling_asks_for_no_interest_to_come_unless_the_contract_does() -> None:
    terms = borrowed("12000", "0.12", 12)
    on = instalments(terms)[2].due_on
    found = settling(kept(terms, 3), on)
    assert (found.total_minor, found.saving_minor) == (fen("9132.95"), fen("462.71"))
    strict = settling(kept(replace(terms, prepayment=Prepayment.NO_SAVING), 3), on)
    assert (strict.total_minor, strict.saving_minor, strict.reason) == (fen("9595.66"), 0, "no_saving")
    assert strict.total_minor == sum(row.amount_minor for row in instalments(terms)[3:])


def test_paying_more_each_month_ends_at_nothing_owed_and_never_below() -> None:
    terms = borrowed("1000", "0.12", 12)
    rows = instalments(terms)
    account = Account(terms)
    paid: list[int] = []
    for row in rows:
        left = position(account, row.due_on).settlement_minor
        if not left:
            break
        paid.append(min(rows[0].amount_minor + fen("99.99"), left))
        repaid = Repayment(row.number, row.due_on, paid[-1])
        account = replace(account, repayments=(*account.repayments, repaid))
    assert [yuan_of(amount) for amount in paid] == ["188.84"] * 5 + ["88.62"]
    assert position(account, date(2027, 6, 1)).owed_minor == 0
    with pytest.raises(PlannerError, match=r"prepay\.too_much"):
        prepaying(kept(terms, 5), rows[5].due_on, fen("600"))


def test_of_two_debts_at_one_rate_the_order_hardly_matters_and_the_smaller_goes_first() -> None:
    problem = Problem((reducing(1, 1_000, "0.10", 50), reducing(2, 2_000, "0.10", 100)), Budget.of(35_000))
    costs = [run(problem, Order(order)).cost_minor for order in ((0, 1), (1, 0))]
    assert abs(costs[0] - costs[1]) <= 2
    assert list(by_rate(problem)) == list(by_balance(problem)) == [0, 1]
    search = Search(problem)
    search.least_cost()
    assert search.best is not None
    assert search.best[0].cost_minor <= min(costs)


# -- rates of flows ----------------------------------------------------------------------------------------------------


def test_what_is_kept_back_makes_a_loan_dearer_than_its_rate() -> None:
    cost = yearly_cost(borrowed("10000", "0.12", 12, fees=(Fee("费", FeeWhen.UPFRONT, share=Decimal("0.03")),)))
    assert (rounded(cost.nominal, "1e-6"), rounded(cost.effective, "1e-6")) == ("0.178250", "0.193559")


@pytest.mark.parametrize(("back", "rate"), [("11200", "0.12"), ("11000", "0.1")])
def test_a_year_of_365_days_is_a_year(back: str, rate: str) -> None:
    found = flows((date(2025, 1, 1), "-10000"), (date(2026, 1, 1), back))
    assert rounded(found.effective, "1e-9") == rounded(Decimal(rate), "1e-9")


def test_a_week_at_thirty_per_cent() -> None:
    """1.3^(365/7) − 1 by its days; as a loan by the week 1.3^52 − 1."""
    dated = flows((date(2026, 1, 1), "1000"), (date(2026, 1, 8), "-1300"))
    assert rounded(dated.effective, "1e-3") == "873637.856"
    weekly = cost_of_flows([CashFlow(START, 100_000), CashFlow(date(2026, 1, 22), -130_000)], Every.WEEK)
    assert rounded(weekly.effective, "1e-2") == rounded(Decimal("1.3") ** 52 - 1, "1e-2") == "841499.39"


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("apart", "day"), [(1, 1), (3, 1), (12, 1), (12, 2), (24, 2)])
def test_flows_that_two_rates_fit_have_none(sign: int, apart: int, day: int) -> None:
    """−100, 230, −132 is worth nothing at 10 % and at 20 %, whether they stand whole months apart or a day off."""
    on = [date(2026, 1, 1), add_months(date(2026, 1, 1), apart, day), add_months(date(2026, 1, 1), 2 * apart)]
    given = [CashFlow(*flow) for flow in zip(on, (-100 * sign, 230 * sign, -132 * sign), strict=True)]
    assert cost_of_flows(given).reason == "several"


def test_what_is_paid_back_without_interest_costs_exactly_nothing() -> None:
    given = [CashFlow(START, fen("1200"))] + [CashFlow(row.due_on, -fen("100")) for row in instalments(loan(terms=12))]
    found = cost_of_flows(given)
    assert found == FlowCost(Decimal(0), Decimal(0), None)
