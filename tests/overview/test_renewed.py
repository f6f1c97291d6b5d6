"""After any write through the services an overview that is renewed says in every figure what a fresh one says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.demo import book as demo
from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.basics.recurrence import Repeat
from planner.domain.book import CashReading
from planner.domain.credit.file import BehaviourKind
from planner.domain.figures.told import told
from planner.domain.payoff.adopted.baseline import document_of
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import ask_from
from planner.domain.payoff.search.scenario import Scenario
from planner.domain.reminders.occurrences import occurrences
from planner.domain.reminders.rules import State
from planner.domain.reminders.subjects import reaches
from planner.domain.review.items import Stage
from planner.errors import PlannerError
from planner.overview.overview import SHOWN_MONTHS, Overview, read
from planner.overview.parts import READ_AGAIN
from planner.overview.plan import goal_of, means_of
from planner.overview.preview import preview
from planner.services import (
    cash,
    credit,
    draws,
    imports,
    income,
    lenders,
    loans,
    plans,
    readings,
    reminders,
    repayments,
    review,
    undo,
)
from planner.services import settings as choices
from planner.storage.store import OpResult, Store
from planner.storage.topics import Topic
from tests.make.bill_files import credit as credit_row
from tests.make.bill_files import gbk, layout_c
from tests.make.replays import count_replays

TODAY = date(2026, 11, 27)
Op = Callable[[Store, Overview], OpResult[Any]]


def of(view: Overview, *methods: Method) -> Account:
    """The first account of these methods that is still open."""
    return next(a for a in view.book.accounts if a.loan.method in methods and a.loan.closed_on is None)


def scheduled(view: Overview) -> Account:
    """A loan with something due."""
    return next(a for a in view.book.accounts if a.loan.method.scheduled and view.positions[a.loan.id].next_due)


def pay(store: Store, view: Overview) -> OpResult[Any]:
    account = scheduled(view)
    due = view.positions[account.loan.id].next_due
    assert due is not None
    return repayments.record(store, account.loan.id, TODAY, due.unpaid_minor, today=TODAY)


def last_payment(view: Overview) -> Any:
    """The repayment entered last."""
    return max((paid for account in view.book.accounts for paid in account.repayments), key=lambda paid: paid.id)


def edit_payment(store: Store, view: Overview) -> OpResult[Any]:
    paid = last_payment(view)
    return repayments.edit(store, paid.id, paid.on, max(paid.amount_minor - 1, 1), today=TODAY)


def take_back(store: Store, view: Overview) -> OpResult[Any]:
    paid = last_payment(view)
    return repayments.take_back(store, paid.id, None if paid.reversed_on else paid.on, today=TODAY)


def confirm(store: Store, view: Overview) -> OpResult[Any]:
    return readings.confirm_balance(store, of(view, Method.REVOLVING).loan.id, TODAY, today=TODAY)


def spend(store: Store, view: Overview) -> OpResult[Any]:
    return draws.draw(store, of(view, Method.REVOLVING).loan.id, TODAY, 100_00, today=TODAY)


def rename_loan(store: Store, view: Overview) -> OpResult[Any]:
    loan = view.book.accounts[0].loan
    return loans.edit(store, replace(loan, name=loan.name + "一"))


def borrow(store: Store, view: Overview) -> OpResult[Any]:
    return loans.add(store, replace(scheduled(view).loan, name="又一笔", paid_terms=0), today=TODAY)


def bring(store: Store, view: Overview) -> OpResult[Any]:
    """Import a bill with a payment on an account that is new."""
    row = credit_row("蚂蚁借呗", "蚂蚁借呗放款至银行卡", "8000.00", "放款成功", time="2026-02-01 12:00:00", order="J1")
    return imports.apply(store, preview(store.path, "账单.csv", gbk(layout_c((row,))), today=TODAY), today=TODAY)


def report_as(store: Store, view: Overview) -> OpResult[Any]:
    lender = view.book.accounts[-1].loan.lender
    return lenders.reports_as(store, lender.id, lender.institution + "一家")


def earn(store: Store, view: Overview) -> OpResult[Any]:
    return income.add(store, name="奖金", from_on=TODAY, monthly_minor=500_00)


def count_cash(store: Store, view: Overview) -> OpResult[Any]:
    return cash.save(store, CashReading(0, "工资卡", TODAY, 5_000_00), today=TODAY)


def tick(store: Store, view: Overview) -> OpResult[Any]:
    occurrence = next(one for one in view.reminders(30) if one.state is State.PENDING)
    return reminders.mark(store, occurrence, State.DONE, today=TODAY)


def remind(store: Store, view: Overview) -> OpResult[Any]:
    return reminders.add(store, "看分", TODAY, Repeat.MONTHLY, today=TODAY)


def widen(store: Store, view: Overview) -> OpResult[Any]:
    rule = view.catalogue.rules.need("sesame_least", TODAY).rule
    return credit.set_limit(store, rule, Decimal(620), today=TODAY)


def adopt(store: Store, view: Overview) -> OpResult[Any]:
    means = means_of(view.settings)
    plan = planning(view.book, TODAY, means)
    plan.tries = 1
    found = plan.answer(ask_from(goal_of(view.settings)))
    assert found is not None
    return plans.adopt(store, document_of(view.book.accounts, plan, found), found.ask.text, means, TODAY)


OPS: Mapping[str, Op] = {
    "pay": pay,
    "edit a payment": edit_payment,
    "take a payment back": take_back,
    "delete a payment": lambda store, view: repayments.delete(store, last_payment(view).id),
    "confirm a balance": confirm,
    "draw": spend,
    "rename a loan": rename_loan,
    "borrow": borrow,
    "import a bill": bring,
    "delete a loan": lambda store, view: loans.delete(store, view.book.accounts[0].loan.id),
    "report as": report_as,
    "earn": earn,
    "count cash": count_cash,
    "keep a buffer": lambda store, view: cash.set_buffer(store, 2_000_00),
    "earn nothing more": lambda store, view: income.delete(store, view.book.incomes[-1].id),
    "note a behaviour": lambda store, view: credit.log(store, BehaviourKind("limit_check"), today=TODAY),
    "forget a score": lambda store, view: credit.delete(store, view.book.credit.scores[-1]),
    "widen a limit": widen,
    "colours": lambda store, view: choices.put(store, theme="nord"),
    "tick": tick,
    "remind": remind,
    "no more of a reminder": lambda store, view: reminders.enable(store, view.rules[0].id, False),
    "review": lambda store, view: review.start_or_resume(store, today=TODAY),
    "pass a stage": lambda store, view: review.pass_stage(store, Stage.DUE, today=TODAY),
    "save the review": lambda store, view: review.save(store, today=TODAY),
    "more money": lambda store, view: plans.keep(store, means=Means(1_200_000)),
    "what if": lambda store, view: plans.keep_scenario(store, "少一半", Scenario(monthly_minor=500_000)),
    "adopt": adopt,
    "undo": lambda store, view: undo.undo(store),
    "redo": lambda store, view: undo.redo(store),
}


LATER = ("undo", "redo", "pass a stage", "save the review")  # need something done before
ASKED = "planner.overview.asked"
ELSEWHERE = ("tick", "remind", "colours", "review", "what if", "more money", "earn", "note a behaviour", "count cash")


def answers(view: Overview) -> dict[str, Any]:
    """Everything that a screen can ask."""
    names = [field.name for field in fields(view) if not field.name.startswith("_")]
    asked = [item for room in Overview.__mro__ for item in vars(room).items()]
    names += [name for name, kind in asked if isinstance(kind, cached_property) and name[0] != "_"]
    found = {name: getattr(view, name) for name in names}
    months = {"trend": view.trend(6), "ahead": view.ahead(6), "turns": view.turns(TODAY - timedelta(days=30))}
    return found | months | {"reminders": view.reminders(30), "occurrences": view.occurrences}


def renewed(view: Overview, result: OpResult[Any]) -> Overview:
    return view.renewed(TODAY, result.topics, result.operation)


def follow(store: Store, view: Overview, op: Op) -> Overview:
    """Do it, if it can be done now, and compare."""
    try:
        result = op(store, view)
    except (PlannerError, StopIteration, IndexError):
        return view
    after = renewed(view, result)
    assert answers(after) == answers(read(store.path, TODAY))
    return after


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The person of the demo, with a review, a plan and a what-if of their own."""
    path = tmp_path_factory.mktemp("renewed") / "template.db"
    demo.create(path, TODAY, "zh")
    return path


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Iterator[Store]:
    opened = Store(Path(shutil.copy(template, tmp_path / "book.db")))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", [name for name in OPS if name not in LATER])
def test_after_each_kind_of_write_every_figure_is_that_of_a_fresh_read(store: Store, name: str) -> None:
    view = read(store.path, TODAY)
    assert answers(view)
    after = follow(store, view, OPS[name])
    assert after is not view, "it could not be done"
    if name != "review":  # a draft, no step of undo
        undone = renewed(after, undo.undo(store))  # what was read fresh before it is what a fresh read would say
        assert answers(undone) == answers(view) | {"seen": undone.seen}
        redone = renewed(undone, undo.redo(store))
        assert answers(redone) == answers(after) | {"seen": redone.seen}  # a redo is a step of its own


@given(st.lists(st.sampled_from(sorted(OPS)), min_size=3, max_size=6))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_writes_too(template: Path, tmp_path: Path, names: list[str]) -> None:
    opened = Store(Path(shutil.copy(template, tmp_path / "book.db")))
    view = read(opened.path, TODAY)
    for name in names:
        assert answers(view)
        view = follow(opened, view, OPS[name])
    opened.close()


@pytest.mark.parametrize("name", ["tick", "remind", "review", "what if"])
def test_what_bears_on_no_figure_replays_no_ledger(store: Store, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    view = read(store.path, TODAY)
    assert answers(view)
    replayed = count_replays(monkeypatch)
    assert answers(renewed(view, OPS[name](store, view)))
    assert replayed == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_no_matter_of_accounts_replays_no_ledger(
    store: Store, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = read(store.path, TODAY)
    assert answers(view)
    replayed = count_replays(monkeypatch, ASKED)
    after = renewed(view, OPS[name](store, view))
    assert after.positions == view.positions
    assert after.costs == view.costs
    assert after.now.debt_minor == view.now.debt_minor
    assert after.occurrences
    assert replayed == []


def test_a_repayment_replays_its_own_ledger_and_no_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    view = read(store.path, TODAY)
    assert answers(view)
    loan_id = scheduled(view).loan.id
    replayed = count_replays(monkeypatch, ASKED)
    for name in ("pay", "undo", "redo"):
        view = renewed(view, OPS[name](store, view))
        assert answers(view)["now"] == view.now
    assert replayed == [loan_id] * 3


@pytest.mark.parametrize("name", ["remind", "colours", "undo", "review"])
def test_what_somebody_else_wrote_in_between_is_seen(store: Store, name: str) -> None:
    view = read(store.path, TODAY)
    assert answers(view)
    for other in ("remind", "pay"):
        OPS[other](store, view)
    after = renewed(view, OPS[name](store, view))
    assert answers(after) == answers(read(store.path, TODAY))


def test_an_undo_of_somebody_else_is_seen(store: Store) -> None:
    paid = pay(store, read(store.path, TODAY))
    assert paid.operation is not None
    view = read(store.path, TODAY)
    assert answers(view)
    undo.undo(store)
    after = renewed(view, remind(store, view))
    assert answers(after) == answers(read(store.path, TODAY))


def test_two_undone_by_somebody_else_and_one_done_again_here_are_seen(store: Store) -> None:
    pay(store, read(store.path, TODAY))
    remind(store, read(store.path, TODAY))
    view = read(store.path, TODAY)
    assert answers(view)
    undo.undo(store)
    undo.undo(store)  # the reminder, then the repayment: elsewhere
    after = renewed(view, undo.redo(store))  # the repayment, here: one entry less stands, as after an undo
    assert answers(after) == answers(read(store.path, TODAY))


def test_how_far_somebody_else_has_come_with_the_review_is_seen(store: Store) -> None:
    view = read(store.path, TODAY)
    assert answers(view)
    review.start_or_resume(store, today=TODAY)  # kept past the journal
    after = renewed(view, remind(store, view))
    assert after.reviews == read(store.path, TODAY).reviews != view.reviews


def touched(view: Overview, name: str) -> set[int]:
    """The loans that an operation is about."""
    first, last = view.book.accounts[0].loan.id, view.book.accounts[-1].loan
    of_lender = {account.loan.id for account in view.book.accounts if account.loan.lender.id == last.lender.id}
    drawn = of(view, Method.REVOLVING).loan.id
    return {"pay": {scheduled(view).loan.id}, "draw": {drawn}, "rename a loan": {first}, "delete a loan": {first}}.get(
        name, of_lender
    )


@pytest.mark.parametrize("name", ["pay", "draw", "rename a loan", "delete a loan", "report as"])
def test_a_write_reads_the_accounts_that_it_touched_and_no_other(store: Store, name: str) -> None:
    view = read(store.path, TODAY)
    ids = touched(view, name)
    for op in (OPS[name], OPS["undo"], OPS["redo"]):
        after = renewed(view, op(store, view))
        known = {id(account) for account in view.book.accounts}
        assert {one.loan.id for one in after.book.accounts if id(one) not in known} <= ids
        assert after.book == read(store.path, TODAY).book
        assert after.book.incomes is view.book.incomes
        view = after


def test_a_write_to_more_accounts_than_are_worth_it_reads_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.storage.touched.MOST", 0)
    view = read(store.path, TODAY)
    after = renewed(view, pay(store, view))
    assert after.book == read(store.path, TODAY).book
    assert after.book.accounts[0] is not view.book.accounts[0]


def test_what_is_known_of_an_account_is_what_its_ledger_tells(store: Store) -> None:
    view = read(store.path, TODAY)
    for back in (400, 200, 30, 0):  # some asked before, some not, the last one with all that is known
        days = [TODAY - timedelta(days) for days in (500, back) if days] + [TODAY]
        for account in view.book.accounts:
            known, fresh = view.tell(account, days), told(account, days)
            assert known.figures == fresh.figures
            assert replace(known.past, history=fresh.past.history) == fresh.past
            assert [known.past.history.as_of(on, 0) for on in days] == [fresh.past.history.as_of(on, 0) for on in days]


def test_the_dues_that_are_not_done_with_hold_all_that_is_asked(store: Store) -> None:
    view = read(store.path, TODAY)
    until = TODAY + timedelta(40)
    assert [due for due in view.dues if due.unpaid_minor > 0] == [due for due in view.live() if due.unpaid_minor > 0]
    assert view.live(until) == tuple(due for due in view.live() if due.due_on <= until)
    every = occurrences(view.rules, view.dues, view.marks, TODAY, book=view.book, horizon_days=40)
    assert occurrences(view.rules, view.live(), view.marks, TODAY, book=view.book, horizon_days=40) == every
    near = view.live(reaches(view.rules, until))
    assert occurrences(view.rules, near, view.marks, TODAY, book=view.book, horizon_days=40) == every


def test_what_is_worked_out_ahead_is_not_asked_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    view, fresh = read(store.path, TODAY), read(store.path, TODAY)
    view.work_ahead()
    asked = fresh.trend(SHOWN_MONTHS), fresh.costs, fresh.findings, fresh.cautions
    replayed = count_replays(monkeypatch)
    assert (view.trend(SHOWN_MONTHS), view.costs, view.findings, view.cautions) == asked
    assert replayed == []


def test_the_next_day_everything_is_read(store: Store) -> None:
    view = read(store.path, TODAY)
    assert answers(view)
    tomorrow = TODAY + timedelta(days=1)
    result = remind(store, view)
    after = view.renewed(tomorrow, result.topics, result.operation)
    assert after.today == tomorrow
    assert after.positions == read(store.path, tomorrow).positions


def test_every_topic_of_the_journal_says_what_is_read_again() -> None:
    assert READ_AGAIN.keys() == set(Topic)
