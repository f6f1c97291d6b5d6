"""Draws under a line: another one, and books in which each loan stood by itself with the limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.errors import PlannerError
from planner.overview.overview import read
from planner.services import lines, loans
from planner.storage.store import Store
from tests.make import databases
from tests.make.probes import read_book

TODAY = databases.TODAY


def draw(yuan: int, on: date, **more: Any) -> Loan:
    loan = replace(databases.level("借呗", "蚂蚁", principal_minor=yuan * 100), start_on=on, first_due_on=None, fees=())
    return replace(loan, limit_minor=5_000_000, product="jiebei", due_day=None, **more)


def test_another_draw_makes_a_line_of_a_loan_with_a_limit(store: Store) -> None:
    first = loans.add(store, draw(6_000, date(2026, 9, 1))).value
    before = databases.data(store.path)
    second = lines.draw(store, first, replace(draw(9_000, date(2026, 10, 1)), name=""), today=TODAY).value
    third = lines.draw(store, second, replace(draw(1_000, date(2026, 11, 1)), name=""), today=TODAY).value
    made = {account.loan.id: account.loan for account in read_book(store.path).accounts}
    line = made[made[first].line_id or 0]
    assert (line.name, line.limit_minor, line.method.scheduled) == ("借呗", 5_000_000, False)
    assert [(made[key].name, made[key].line_id, made[key].limit_minor) for key in (first, second, third)] == [
        ("借呗 1", line.id, None),
        ("借呗 2", line.id, None),
        ("借呗 3", line.id, None),
    ]
    seen = read(store.path, TODAY)
    owed = sum(place.principal_minor for place in seen.positions.values())
    assert seen.positions[line.id].limit_left_minor == 5_000_000 - owed
    store.undo()
    store.undo()
    assert databases.data(store.path) == before


def test_loans_that_share_a_limit_come_under_one_line_and_apart_again(store: Store) -> None:
    keys = [loans.add(store, draw(1_000 * n, date(2026, 9, n))).value for n in (1, 2, 3)]
    before, owed = databases.data(store.path), read(store.path, TODAY).now.debt_minor
    line_id = lines.gather(store, keys).value
    seen = read(store.path, TODAY)
    assert seen.now.debt_minor == owed
    assert [account.loan.line_id for account in seen.book.accounts] == [line_id] * 3 + [None]
    assert (seen.now.lenders.unsettled, seen.now.lenders.open_lines) == (1, 1)
    store.undo()
    assert databases.data(store.path) == before


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("lender", {"lender": Lender(0, "别家")}),
        ("limit", {"limit_minor": 1_000_000}),
        ("currency", {"currency": "USD", "yuan_rate": Decimal(7)}),
        ("method", {"method": Method.REVOLVING, "principal_minor": 0, "terms": None}),
    ],
)
def test_a_draw_keeps_what_is_its_lines(store: Store, field: str, more: dict[str, Any]) -> None:
    keys = [loans.add(store, draw(1_000, date(2026, 9, n))).value for n in (1, 2)]
    line_id = lines.gather(store, keys).value
    known = read(store.path, TODAY).accounts
    with pytest.raises(PlannerError) as caught:
        loans.edit(store, replace(known[keys[0]].loan, **more), today=TODAY)
    assert (caught.value.code, caught.value.field) == ("line.draw", field)
    if field in ("currency", "method"):
        terms = {"method": Method.CARD, "statement_day": 5} if field == "method" else more
        with pytest.raises(PlannerError) as caught:
            loans.edit(store, replace(known[line_id].loan, **terms), today=TODAY)
        assert (caught.value.code, caught.value.field) == ("line.has_draws", field)
    loans.edit(store, replace(known[keys[0]].loan, grace_days=3, note="别名"), today=TODAY)
    loans.edit(store, replace(known[line_id].loan, limit_minor=6_000_000), today=TODAY)
    assert read(store.path, TODAY).now.limit_minor == 6_000_000


def test_whoever_reported_a_loan_reports_the_line_under_which_it_is_brought(store: Store) -> None:
    names = ("甲银行、丙信托", "丁银行", "")
    keys = [
        loans.add(store, draw(1_000, date(2026, 9, n), institution=name)).value for n, name in enumerate(names, start=1)
    ]
    for key in keys[:2]:
        owed = read(store.path, TODAY).positions[key].settlement_minor
        loans.settle(store, key, TODAY, owed, today=TODAY)
    before = read(store.path, TODAY).now
    line_id = lines.gather(store, keys).value
    after = read(store.path, TODAY)
    assert after.accounts[line_id].loan.institutions == ("甲银行", "丙信托", "丁银行", "某某银行股份有限公司")
    assert after.now.lenders == before.lenders


def test_a_line_drawn_by_the_day_takes_its_other_draws(store: Store) -> None:
    line_id = loans.add(store, databases.line()).value
    key = loans.add(store, draw(2_000, date(2026, 9, 1))).value
    assert lines.gather(store, [line_id, key]).value == line_id
    (line, under) = (account.loan for account in read_book(store.path).accounts)
    assert (line.limit_minor, under.line_id) == (5_000_000, line_id)


def test_a_line_is_closed_and_deleted_after_its_draws_only(store: Store) -> None:
    first = loans.add(store, draw(6_000, date(2026, 9, 1))).value
    lines.draw(store, first, draw(9_000, date(2026, 10, 1)), today=TODAY)
    line_id = read_book(store.path).accounts[0].loan.line_id
    assert line_id is not None
    with pytest.raises(PlannerError, match=r"loan\.close_owed"):
        loans.close(store, line_id, TODAY)
    with pytest.raises(PlannerError, match=r"line\.has_draws"):
        loans.delete(store, line_id)


def test_what_cannot_be_one_line_is_refused(store: Store) -> None:
    one = loans.add(store, draw(1_000, date(2026, 9, 1))).value
    other = loans.add(store, databases.level("房贷", "银行")).value
    card = loans.add(store, databases.card()).value
    before = databases.data(store.path)
    for keys, code in (([one, other], "line.lenders"), ([one, card], "line.scheduled")):
        with pytest.raises(PlannerError, match=code):
            lines.gather(store, keys)
    for key, made, code in (
        (other, draw(1, date(2026, 9, 1)), "line.none"),
        (one, draw(1, date(2027, 9, 1)), "draw.future"),
        (one, draw(0, date(2026, 9, 1)), "draw.amount"),
    ):
        with pytest.raises(PlannerError, match=code):
            lines.draw(store, key, made, today=TODAY)
    assert databases.data(store.path) == before


def test_the_lender_of_a_line_is_that_of_its_draws(store: Store) -> None:
    first = loans.add(store, draw(6_000, date(2026, 9, 1))).value
    lines.draw(store, first, draw(9_000, date(2026, 10, 1)), today=TODAY)
    accounts = read_book(store.path).accounts
    line = next(one.loan for one in accounts if one.loan.line_id is None)
    loans.edit(store, replace(line, lender=replace(line.lender, id=0, name="新名字")))
    assert {one.loan.lender.name for one in read_book(store.path).accounts} == {"新名字"}


def test_nothing_more_is_drawn_on_a_closed_line_whatever_the_day(store: Store) -> None:
    line_id = loans.add(store, databases.line()).value
    loans.close(store, line_id, TODAY)
    with pytest.raises(PlannerError, match=r"loan\.closed"):
        lines.draw(store, line_id, draw(100, date(2026, 9, 1)), today=TODAY)
    assert len(read_book(store.path).accounts) == 1
