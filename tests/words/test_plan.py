"""What is said to be enough is enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Lender, Method, Prepayment
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState
from planner.domain.book import Book
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.months import Months, Part
from planner.domain.payoff.debts.owed import Owed
from planner.domain.payoff.debts.owed_loans import takes_parts
from planner.domain.payoff.engine.model import Reducing, Row, Scheduled
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.planning import Planning, planning
from planner.domain.payoff.search.goals import Ask, Goal
from planner.i18n import t, use
from planner.overview.overview import Overview
from planner.ui.screens.plan.page import PlanPage
from planner.words.plan import head, kept_lines, lacking, milestones
from tests.make.accounts import line as line_of
from tests.make.terms import loan

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(("second", "then"), [(900_000, "5,000.00"), (450_000, "4,500.00")])
def test_what_is_enough_later_is_enough_in_every_month_of_it(second: int, then: str) -> None:
    """5,000, ``second`` but at most 5,000, then 4,000 a month fall due; 1,000 now, ``second``, then 4,000 are there.

    What the last months bring is not enough for the second one.
    """
    asks = (500_000, min(second, 500_000), 400_000, 400_000)
    rows = tuple(Row(amount, 0, 0) for amount in asks)
    debt = Scheduled.of(1, 1, rows, early_from=None)
    problem = Problem((debt,), Budget((100_000, second, 400_000)))
    plan = Planning(Owed(Months(TODAY), (debt,), {}, ()), problem, None)
    use("en")
    said = " ".join(lacking(Overview(Path("nowhere"), TODAY, Book(), {}, ()), plan, Ask(Goal.LEAST_COST)))
    assert f"until 2026-11-30; after that {then} is enough" in said


@pytest.mark.parametrize(("least", "said"), [(259_000, "does not end within 50 years"), (250_000, "never ends")])
def test_never_is_said_only_of_what_interest_eats_up(least: int, said: str) -> None:
    """1,000,000 at 3 %: 2,500.00 a month are eaten up by interest, 2,590.00 end it after 112 years."""
    account = Account(replace(line_of(), id=1))
    debt = Reducing(1, 1, 100_000_000, (Decimal("0.03"),), least)
    problem = Problem((debt,), Budget.of(10_000_000))
    plan = Planning(Owed(Months(TODAY), (debt,), {1: Part(1, None, ())}, ()), problem, None)
    ask = Ask(Goal.LEAST_COST)
    use("en")
    overview = Overview(Path("nowhere"), TODAY, Book((account,)), {}, ())
    told = head(overview, plan, ask, plan.answer(ask), proving=False, provable=True, brief=True)
    assert said in told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_help_names_the_loans_that_take_extra_money(language: str) -> None:
    """Every method of which the planner takes a part early, and no other one."""
    use(language)
    said = PlanPage().explained()
    (named,) = [line for line in said.split("\n") if t(f"method.{Method.LEVEL_PAYMENT}") in line]
    for method in Method:
        if not method.scheduled:
            continue
        one = loan(method, 100_000, 12, "0.12", prepayment=Prepayment.FREE)
        assert (t(f"method.{method}") in named) is takes_parts(Account(one), one, TODAY)


@pytest.mark.parametrize(
    ("first", "said"), [(None, "no due day that takes it"), (date(2027, 1, 15), "no money is taken")]
)
def test_money_waits_for_a_due_day_or_for_the_day_of_the_contract_as_it_is(first: date | None, said: str) -> None:
    """On the 20th the due day of the month, the 15th, is over: the loan would take money, the plan pays on due days."""
    taken = loan(start_on=date(2026, 10, 15), paid_terms=1, prepayment=Prepayment.FREE, prepay_from=first)
    book, today = Book((Account(taken),)), date(2026, 11, 20)
    plan = planning(book, today, Means(300_000))
    use("en")
    found = plan.answer(Ask(Goal.LEAST_COST))
    assert found is not None
    (told,) = kept_lines(Overview(Path("nowhere"), today, book, {}, ()), plan, found)
    assert said in told


def test_the_last_lender_is_no_milestone_beside_the_end() -> None:
    """Three lenders, paid back in one, two and three months."""
    loans = [loan(terms=n, principal_minor=n * 100_000, start_on=date(2026, 10, 15), rate="0") for n in (1, 2, 3)]
    book = Book(tuple(Account(replace(one, id=n, lender=Lender(n, f"{n}"))) for n, one in enumerate(loans, 1)))
    plan = planning(book, TODAY, Means(300_000))
    use("en")
    found = plan.answer(Ask(Goal.DUE_ONLY))
    assert found is not None
    assert milestones(plan, found) == ["2 lenders 2026-11-15", "1 lender 2026-12-15"]


@pytest.mark.parametrize("goal", [Goal.LEAST_COST, Goal.SNOWBALL])
def test_that_nothing_costs_less_than_nothing_is_not_said(goal: Goal) -> None:
    taken = loan(start_on=date(2026, 10, 15), prepayment=Prepayment.FREE)
    book = Book((Account(taken),))
    plan = planning(book, TODAY, Means(300_000))
    found = plan.answer(Ask(goal))
    plan.evidence.bounds.clear()
    use("en")
    told = head(Overview(Path("nowhere"), TODAY, book, {}, ()), plan, Ask(goal), found, proving=False, provable=True)
    assert " 0.00" not in told
    assert "100.00%" not in told


@pytest.mark.parametrize(("until_on", "budget", "said"), [(None, 200_000, True), (None, 10, True), (TODAY, 10, False)])
def test_a_settlement_that_names_no_last_day_is_told_as_one_the_plan_cannot_rest_on(
    until_on: date | None, budget: int, said: bool
) -> None:
    kind, state = ArrangementKind.REDUCED_SETTLEMENT, ArrangementState.AGREED
    deal = Arrangement(1, kind, state, agreed_on=date(2026, 10, 30), until_on=until_on, amount_minor=480_000)
    account = Account(loan(Method.LEVEL_PAYMENT, start_on=date(2026, 10, 10)), arrangements=(deal,))
    overview = Overview(Path("nowhere"), TODAY, Book((account,)), {}, ())
    plan, ask = planning(overview.book, TODAY, Means(budget)), Ask(Goal.LEAST_COST)
    use("en")
    found = None if plan.shortage else plan.answer(ask)
    told = head(overview, plan, ask, found, proving=False, provable=True)
    assert ("for 4,800.00 names no last day: the plan pays the loan as the contract says" in told) == said
