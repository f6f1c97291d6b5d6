"""Undo and redo put every row back exactly, cascades and ids included, also after a restart."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.services import draws, loans, readings, repayments, undo
from planner.services import settings as setting_service
from planner.storage import journal, schema, snapshot
from planner.storage.mapped import ROWS
from planner.storage.sqlite import reading
from planner.storage.store import Store
from planner.storage.topics import TOPIC_OF
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import peek, read_book


def filled(store: Store) -> int:
    """A line with draws, repayments, a reading, an imported row, a commitment of a review and reminders about it."""
    loan_id = loans.add(store, databases.line(), today=TODAY).value
    for day in (1, 2, 3):
        draws.draw(store, loan_id, date(2026, 2, day), 100_000, today=TODAY)
    repayments.record(store, loan_id, date(2026, 3, 1), 50_000, today=TODAY, note="[/]")
    readings.read_balance(store, loan_id, date(2026, 4, 1), 250_000, today=TODAY)
    with store.write("import.bill") as write:
        batch = write.add("import_batch", file_name="a", sha256="", format="", imported_at="", row_count=2)
        row = {"batch_id": batch, "outcome": "used"}
        write.add("import_line", **row, source_key="k1", row_number=1, draw_id=1)
        write.add("import_line", **row, source_key="k2", row_number=2, repayment_id=1)
        review = write.add("review", week_on="2026-11-23", started_at="")
        write.add("commitment", review_id=review, position=1, text="还掉", loan_id=loan_id)
        write.add("reminder_rule", code="custom", about=f"loan:{loan_id}")
        write.add(
            "reminder_mark", key="k", rule="due", about=f"loan:{loan_id}", occurs_on="2026-11-20", state="done", at=""
        )
    return loan_id


def test_a_deleted_loan_comes_back_with_everything_that_hung_on_it(store: Store) -> None:
    loan_id = filled(store)
    before = databases.data(store.path)
    result = loans.delete(store, loan_id)
    assert result.topics == {"loans", "repayments", "reminders", "review"}
    after = databases.data(store.path)
    left = {table: len(rows) for table, rows in after.items() if rows}
    assert left == {"alembic_version": 1, "import_batch": 1, "review": 1, "commitment": 1}
    assert after["commitment"][0][4] is None

    undone = undo.undo(store)
    assert undone.operation == result.operation
    assert undone.topics == result.topics
    assert databases.data(store.path) == before
    undo.redo(store)
    assert databases.data(store.path) == after


def test_undo_and_redo_work_in_a_new_process(store: Store, path: Path) -> None:
    states = [databases.data(path)]
    filled(store)
    store.close()
    while True:
        other = Store(path)
        moved = other.undo()
        other.close()
        if moved is None:
            break
        states.append(databases.data(path))
    assert states[0] == states.pop()
    assert len(states) == 7
    for state in reversed(states[1:]):
        other = Store(path)
        assert other.redo() is not None
        other.close()
        assert databases.data(path) == state
    assert Store(path).redo() is not None
    assert Store(path).redo() is None


def test_a_new_write_ends_what_could_be_redone(store: Store) -> None:
    setting_service.put(store, a="1")
    setting_service.put(store, a="2")
    undo.undo(store)
    undoable, redoable = peek(store.path)
    assert undoable is not None
    assert redoable is not None
    setting_service.put(store, b="1")
    assert peek(store.path)[1] is None
    assert undo.redo(store).operation is None
    assert snapshot.read_settings(store.path) == {"a": "1", "b": "1"}
    undo.undo(store)
    undo.undo(store)
    assert snapshot.read_settings(store.path) == {}


def test_a_write_without_effect_keeps_what_can_be_redone(store: Store) -> None:
    setting_service.put(store, a="1")
    setting_service.put(store, a="2")
    undo.undo(store)
    setting_service.put(store, a="1")
    assert undo.redo(store).operation is not None
    assert snapshot.read_settings(store.path) == {"a": "2"}


def test_ids_are_never_given_twice(store: Store) -> None:
    first = loans.add(store, databases.line()).value
    undo.undo(store)
    second = loans.add(store, databases.line()).value
    assert second > first
    loans.delete(store, second)
    assert loans.add(store, databases.line()).value > second


def test_bulk_statements_are_one_entry_like_any_other(store: Store) -> None:
    with store.write("settings.put") as write:
        write.add_all("setting", [{"key": str(n), "value": "old"} for n in range(3000)])
    before = databases.data(store.path)
    with store.write("settings.put") as write:
        write.connection.execute("UPDATE setting SET value = 'new' WHERE id % 2")
        write.connection.execute("DELETE FROM setting WHERE id % 3 = 0")
        write.connection.execute("INSERT OR REPLACE INTO setting (id, key, value) VALUES (1, '2', 'swapped')")
    after = databases.data(store.path)
    assert after != before
    undo.undo(store)
    assert databases.data(store.path) == before
    undo.redo(store)
    assert databases.data(store.path) == after


def test_every_table_is_followed_and_has_a_topic(store: Store) -> None:
    with reading(store.path) as connection:
        followed = journal.followed(connection)
    assert set(followed) == ROWS.keys() - {"operation"}
    assert all(columns[0] == "id" for columns in followed.values())
    assert followed.keys() == TOPIC_OF.keys()
    of_records = {"loans", "repayments", "income", "cash", "credit", "imports", "offers", "cases"}
    assert set(TOPIC_OF.values()) == of_records | {"reminders", "review", "settings", "plan"}


def test_images_of_old_entries_go_and_their_names_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT", 3)
    for number in range(6):
        setting_service.put(store, a=str(number))
    with reading(store.path) as connection:
        assert [line.kept for line in snapshot.operations(connection)] == [True] * 3 + [False] * 3
    for _ in range(3):
        assert undo.undo(store).operation is not None
    assert undo.undo(store).operation is None
    assert snapshot.read_settings(store.path) == {"a": "2"}


def test_entries_of_an_earlier_shape_of_the_tables_stay_as_they_are(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting_service.put(store, a="1")
    setting_service.put(store, a="2")
    undo.undo(store)
    monkeypatch.setattr(schema, "HEAD", "9999")
    assert peek(store.path) == (None, None)
    assert undo.undo(store).operation is None
    assert undo.redo(store).operation is None
    assert snapshot.read_settings(store.path) == {"a": "1"}


def test_a_row_changed_past_the_app_stops_undo_before_anything_happens(store: Store) -> None:
    setting_service.put(store, a="1", b="1")
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE setting SET value = 'other' WHERE key = 'a'")
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as caught:
        undo.undo(store)
    assert caught.value.code == "store.undo_conflict"
    assert databases.content(store.path) == before


@pytest.mark.parametrize(
    "changes",
    [
        [["setting; DROP TABLE loan; --", None, [1, "a", "1"]]],
        [["sqlite_master", None, [1, "a", "1"]]],
        [["operation", None, [1]]],
        [["setting", None, [1, "a"]]],
        [["setting", None, None]],
        [["setting", None, "ab"]],
        [["setting", None, [1, 2.5, []]]],
        [["setting", [1, "a", "1"]]],
        [["setting", [1, "a", "1"], [1, 5, "1"]]],
        [["setting", [1, "a", "1"], [1, "", "1"]]],
        [["commitment", None, [1, 99, 1, "x", None, "", None]]],
        {"setting": []},
        7,
    ],
)
def test_a_forged_entry_moves_nothing(store: Store, changes: object) -> None:
    setting_service.put(store, a="1")
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE operation SET changes = ?", (json.dumps(changes),))
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as caught:
        undo.undo(store)
    assert caught.value.code == "store.undo_conflict"
    assert databases.content(store.path) == before


@pytest.mark.parametrize("text", [*databases.HOSTILE, "nul\x00inside", "\ue000\uffff", '{"json": [1]}', ""])
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    with store.write("settings.put") as write:
        key = write.add("setting", key="k", value=text)
    with store.write("settings.put") as write:
        write.remove("setting", key)
    undo.undo(store)
    assert snapshot.read_settings(store.path) == {"k": text}


@pytest.mark.parametrize("number", [2**63 - 1, 2**53 + 1, 0])
def test_any_amount_comes_back_as_it_was(store: Store, number: int) -> None:
    with store.write("income.add") as write:
        key = write.add("income", name="a", from_on="2026-01-01", monthly_minor=number, entered_at="")
    with store.write("income.delete") as write:
        write.remove("income", key)
    undo.undo(store)
    assert read_book(store.path).incomes[0].monthly_minor == number
