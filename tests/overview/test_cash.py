"""Cash of the demo's person: under the adopted plan what goes to lenders is what the plan pays, day by day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.accounts.records import Account
from planner.domain.book import Book, CashReading, Household
from planner.domain.payoff.adopted.baseline import document_of
from planner.domain.payoff.adopted.movement import Why
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import ask_from
from planner.domain.reminders.due_items import upcoming
from planner.domain.reminders.rules import PREBILL
from planner.i18n import use
from planner.overview.cash import BILL_SHARE
from planner.overview.overview import Overview, read
from planner.overview.plan import means_of
from planner.services import plans
from planner.storage.store import Store
from planner.ui.screens.today import page as today_page
from planner.words.cash import troubled
from tests.make import accounts as cards
from tests.make.dues import DUES
from tests.make.templates import Templates

TODAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path: Path, templates: Templates) -> Path:
    return templates.demo(tmp_path / "demo.db", TODAY, "zh")


def to_lenders(view: Overview) -> Counter[tuple[date, int]]:
    """What goes out by day and loan, fen."""
    assert view.cash is not None
    paid: Counter[tuple[date, int]] = Counter()
    for one in (move for day in view.cash.days for move in day.movements):
        if one.loan_id is not None:
            paid[one.on, one.loan_id] -= one.amount_minor
    return paid


def test_without_a_plan_it_holds_what_the_list_of_dues_holds(path: Path) -> None:
    """As far as that list knows: of a line or card it names the next due only."""
    view = read(path, TODAY)
    assert view.cash is not None
    assert not view.cash.with_plan
    paid = to_lenders(view)
    listed: Counter[tuple[date, int]] = Counter()
    for item in upcoming(view.book, view.dues, TODAY, (view.cash.until_on - TODAY).days):
        listed[max(item.due_on, TODAY), item.loan_id] += item.amount_minor
    assert len(listed) > 15
    assert {key: paid[key] for key in listed} == dict(listed)
    later = paid.keys() - listed.keys()
    assert all(not view.accounts[loan_id].loan.method.scheduled for _, loan_id in later)


@pytest.mark.parametrize("goal", ["least_cost", "fewest", "snowball"])
def test_under_the_adopted_plan_every_payment_is_counted_once(path: Path, goal: str) -> None:
    view = read(path, TODAY)
    means = means_of(view.settings)
    plan = planning(view.book, TODAY, means)
    found = plan.answer(ask_from(goal))
    assert found is not None
    store = Store(path)
    plans.adopt(store, document_of(view.book.accounts, plan, found), goal, means, TODAY)
    store.close()
    view = read(path, TODAY)
    assert view.cash is not None
    assert view.baseline is not None
    assert any(one.more and one.on <= view.cash.until_on for one in view.planned)
    assert view.cash.with_plan
    use("en")
    assert troubled(view.cash).endswith("(certain income, with the adopted plan)")
    wanted: Counter[tuple[date, int]] = Counter()
    for action in view.baseline.actions:
        if action.on <= view.cash.until_on:
            wanted[action.on, action.loan_id] += action.amount_minor
    assert to_lenders(view) == wanted


def test_the_next_day_goes_on_from_the_same_cash(path: Path) -> None:
    """Nothing is recorded overnight: what was due on the first day is overdue on the next, and no money is lost."""
    first, second = (read(path, TODAY + timedelta(days)).cash for days in (0, 1))
    assert first is not None
    assert second is not None
    assert second.opening_minor == first.opening_minor
    assert second.days[0].balance_minor == first.days[1].balance_minor


def test_a_budget_from_cash_moves_no_date_while_nothing_happens(path: Path) -> None:
    """The demo's person without an amount: what income leaves is the money of the plan, the next day, too."""
    store = Store(path)
    plans.keep(store, means=Means())
    view = read(path, TODAY)
    assert view.means.of_cash
    plan = planning(view.book, TODAY, view.means)
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    budget = plan.problem.budget
    assert view.cash is not None
    assert view.means.flow is not None
    assert budget.month(1) == view.means.flow.room_minor  # less than income leaves: it is needed before the next pay
    assert budget.month(2) == view.month_flows()[1].net_minor
    means = view.means.as_planned(TODAY, budget)
    plans.adopt(store, document_of(view.book.accounts, plan, found), "least_cost", means, TODAY)
    store.close()
    before, after = view.cash, read(path, TODAY).cash
    assert after is not None
    short = before.certain.short
    assert short is not None
    assert after.certain.short == short  # the plan spends nothing that makes a day short
    moved = read(path, TODAY + timedelta(1)).movement
    assert moved is not None
    assert moved.adopted is not None
    assert (moved.adopted.parts[Why.MONEY].days, moved.adopted.parts[Why.MONEY].cost_minor) == (0, 0)


def test_what_is_free_before_a_bill_is_reminded_of_and_nothing_else_is(tmp_path: Path) -> None:
    """8,000 of 10,000 are drawn, cut on the 5th; of 6,000 at hand 5,000 bring it to 30 %, of none nothing is free."""
    day = date(2026, 11, 5)
    card = Account(replace(cards.card(statement_day=5, due_day=25), id=7), draws=cards.drawn(("10-10", 8_000)))
    for hand, named in ((600_000, [("prebill", 7, 500_000)]), (0, [])):
        book = Book((card,), household=Household((CashReading(1, "现金", date(2026, 11, 1), hand),)))
        settings = {BILL_SHARE: "0.3"}
        view = Overview(tmp_path, day, book, settings, (DUES,), ())
        found = [(one.rule, one.loan_id, one.amount_minor) for one in view.occurrences if one.rule == PREBILL]
        assert found == named
        rows = [row for row in today_page.rows(view) if row.data[1] is not None and row.data[1].rule == PREBILL]
        assert len(rows) == len(named)
