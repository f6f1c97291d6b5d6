"""Reading gives frozen values in the right order, with one question per table."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from planner.domain.basics.recurrence import daily
from planner.domain.reminders.rules import Mark, Rule, State
from planner.errors import PlannerError
from planner.services import income, loans
from planner.storage import snapshot, sqlite
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.make import databases
from tests.make.probes import import_keys, imports, read_book
from tests.storage import make_dump


def test_records_come_in_date_order_and_ties_by_id(store: Store) -> None:
    loan_id = loans.add(store, databases.line()).value
    with store.write("test") as write:
        for day in ("2026-03-02", "2026-03-01", "2026-03-02"):
            row = {"loan_id": loan_id, "entered_at": ""}
            write.add("draw", **row, drawn_on=day, amount_minor=1)
            write.add("repayment", **row, paid_on=day, amount_minor=1)
        for day in ("2026-03-02", "2026-03-01"):
            write.add("balance_reading", **row, read_on=day, balance_minor=1)
            write.add("statement", **row, cut_on=day, due_on="2026-04-01", amount_minor=1)
    (account,) = read_book(store.path).accounts
    assert [draw.id for draw in account.draws] == [2, 1, 3]
    assert [paid.id for paid in account.repayments] == [2, 1, 3]
    assert [reading.id for reading in account.readings] == [2, 1]
    assert [bill.id for bill in account.statements] == [2, 1]


def test_every_account_gets_its_own_records(store: Store) -> None:
    make_dump.fill(store)
    with reading(store.path) as connection:
        book = snapshot.book(connection)
        assert [snapshot.account(connection, account.loan.id) for account in book.accounts] == list(book.accounts)
        with pytest.raises(PlannerError) as caught:
            snapshot.account(connection, 99)
    assert caught.value.code == "loan.unknown"
    assert [account.loan.id for account in book.accounts] == [1, 2, 3]
    assert [len(account.draws) for account in book.accounts] == [3, 0, 0]
    assert book.accounts[0].checked_on == date(2026, 4, 1)
    assert [entry.name for entry in book.incomes] == ["[/]", "工资"]


def test_a_book_is_one_question_per_table(store: Store) -> None:
    make_dump.fill(store)
    asked: list[str] = []
    with reading(store.path) as connection:
        connection.set_trace_callback(asked.append)
        snapshot.book(connection)
        connection.set_trace_callback(None)
    assert len(asked) == 29
    assert len({statement.split(" FROM ")[1].split()[0] for statement in asked}) == 29


def test_an_open_read_stays_at_its_moment_and_a_write_waits_for_its_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 10)
    with reading(store.path) as connection:
        assert snapshot.book(connection).accounts == ()
        with pytest.raises(PlannerError) as caught:
            loans.add(store, databases.line())
        assert caught.value.code == "store.busy"
        assert snapshot.book(connection).accounts == ()
    assert read_book(store.path).accounts == ()
    loans.add(store, databases.line())
    assert len(read_book(store.path).accounts) == 1


def test_a_read_cannot_write(store: Store) -> None:
    with (
        reading(store.path) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM loan")


def test_a_missing_file_is_told_and_not_made(path: Path) -> None:
    with pytest.raises(PlannerError) as caught:
        read_book(path)
    assert caught.value.code == "store.gone"
    assert not path.exists()


def test_the_other_lines(store: Store) -> None:
    make_dump.fill(store)
    with reading(store.path) as connection:
        assert snapshot.settings(connection) == {"language": "zh", "review_day": "6"}
        assert snapshot.reminder_rules(connection) == (
            Rule(1, "custom", "loan:1", "", daily(databases.TODAY), (7, 3, 1, 0), True, ""),
        )
        assert snapshot.reminder_marks(connection) == (
            Mark("k", "due", "loan:1", date(2026, 11, 20), State.DONE, None, ""),
        )
        (review,) = snapshot.reviews(connection)
        assert (review.week_on, review.progress, review.saved_at) == (date(2026, 11, 23), {"stage": 1}, None)
        assert [(done.text, done.loan_id, done.done_on) for done in review.commitments] == [("还掉", 1, None)]
        assert import_keys(connection) == {"k1", "k2"}
        assert [batch.file_name for batch in imports(connection)] == ["账单.csv"]
        lines = snapshot.operations(connection)
    assert [line.operation.code for line in lines[:2]] == ["settings.put", "balance.confirm"]
    assert [line.undone for line in lines[:2]] == [True, False]
    assert all(line.kept for line in lines)


def test_an_account_without_a_lender_of_its_own_shares_it(store: Store) -> None:
    loans.add(store, databases.line("借呗"))
    loans.add(store, databases.card("花呗"))
    first, second = read_book(store.path).accounts
    assert first.loan.lender == second.loan.lender


def test_incomes_come_by_name_and_day(store: Store) -> None:
    for name, month in (("工资", 3), ("兼职", 2), ("工资", 1)):
        income.add(store, name=name, from_on=date(2026, month, 1), monthly_minor=month)
    incomes = read_book(store.path).incomes
    assert [(entry.name, entry.monthly_minor) for entry in incomes] == [("兼职", 2), ("工资", 1), ("工资", 3)]
