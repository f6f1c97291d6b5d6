"""A copy is complete, checked, private, and does not pile up."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from planner import clock
from planner.domain.basics.recurrence import Repeat
from planner.errors import PlannerError
from planner.services import loans, maintenance, reminders
from planner.services import settings as service
from planner.storage import backup
from planner.storage.store import Store
from tests.make import databases


def test_a_copy_holds_what_is_still_in_the_log_of_an_open_database(store: Store) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")  # as an earlier version keeps it
        other.execute("SELECT * FROM setting").fetchall()
        service.put(store, a="1")
        assert store.path.with_name("planner.db-wal").stat().st_size > 0
        _check_copy(store)


def test_a_copy_of_an_open_database_is_whole(store: Store) -> None:
    service.put(store, a="1")
    _check_copy(store)


def _check_copy(store: Store) -> None:
    copy = maintenance.backup(store.path)
    assert copy.parent == store.path.parent / "backups"
    assert databases.content(copy) == databases.content(store.path)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert {file.name for file in copy.parent.iterdir()} == {copy.name}  # one file, nothing beside it
    assert Store(copy).undo() is not None


def test_the_newest_ten_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = []
    for day in range(1, 13):
        monkeypatch.setattr(clock, "now", lambda day=day: f"2026-11-{day:02}T08:00:00Z")
        copies.append(backup.make(store.path))
    other = store.path.parent / "backups" / "planner-2-20200101T000000Z-000.db"  # of another database beside it
    other.touch()
    copies.append(backup.make(store.path))  # in the same second as the one before
    assert sorted((store.path.parent / "backups").iterdir()) == sorted([*copies[-10:], other])


def test_a_copy_that_differs_is_thrown_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "counts", lambda connection: id(connection))
    with pytest.raises(PlannerError) as caught:
        backup.make(store.path)
    assert caught.value.code == "store.backup_failed"
    assert list((store.path.parent / "backups").iterdir()) == []


def test_a_sound_database_has_no_problems(store: Store) -> None:
    assert maintenance.check(store.path) == ()


def test_reminders_that_cannot_call_are_named(store: Store) -> None:
    reminders.add(store, "看分", databases.TODAY, Repeat.WEEKLY, today=databases.TODAY)
    reminders.add(store, "问利率", databases.TODAY, Repeat.WEEKLY, today=databases.TODAY)
    store.close()
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE reminder_rule SET rrule = 'RRULE:FREQ=DAILY;INTERVAL=0' WHERE id = 2")
    (found,) = maintenance.check(store.path)
    assert "2 问利率" in found


def test_days_that_nothing_can_be_reckoned_with_are_named(store: Store) -> None:
    loans.add(store, databases.level(), today=databases.TODAY)
    store.close()
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE loan SET end_on = '9999-12-31'")
    (found,) = maintenance.check(store.path)
    assert "loan 1：end_on 9999-12-31" in found


def test_broken_references_damage_and_open_doors_are_told(store: Store) -> None:
    store.close()
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute(
            "INSERT INTO draw (loan_id, drawn_on, amount_minor, note, entered_at) VALUES (9, '2026-01-01', 1, '', '')"
        )
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("INSERT INTO setting (key, value) VALUES ('', '')")
    store.path.chmod(0o644)
    found = maintenance.check(store.path)
    assert len(found) == 4
    assert any("draw" in line for line in found)
    assert any("setting" in line for line in found)
    assert any("644" in line for line in found)
