"""A copy is complete, checked, private, and does not pile up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from planner import clock
from planner.domain.basics.recurrence import Repeat
from planner.errors import PlannerError
from planner.services import loans, maintenance, reminders
from planner.services import settings as service
from planner.storage import answers, backup, copies, partial
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


def made_on(store: Store, monkeypatch: pytest.MonkeyPatch, day: int) -> Path:
    """A backup of that day of November, with something in it that none before has."""
    service.put(store, day=str(day))
    monkeypatch.setattr(clock, "now", lambda: f"2026-11-{day:02}T08:00:00Z")
    return backup.make(store.path)


def test_the_newest_ten_sound_ones_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [made_on(store, monkeypatch, day) for day in range(1, 12)]
    assert [file.name for file in backup.files(store.path)] == [copy.name for copy in made[:0:-1]]
    made[3].write_bytes(b"")
    made[4].write_bytes(made[4].read_bytes()[:8000])
    other = store.path.parent / "backups" / "planner-2-20200101T000000Z-000.db"  # of another database beside it
    other.touch()
    made += [made_on(store, monkeypatch, day) for day in (12, 13)]
    assert sorted(other.parent.iterdir()) == sorted([*made[1:], other])  # ten beside the two that are none
    assert [copy.path for copy in copies.good(store.path)] == [*made[:4:-1], *made[2:0:-1]]


def test_a_second_copy_of_the_same_pushes_no_older_one_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = made_on(store, monkeypatch, 1), made_on(store, monkeypatch, 2)
    assert [backup.make(store.path) for _ in range(12)] == [second] * 12
    assert backup.files(store.path) == [second, first]
    service.put(store, more="1")
    assert backup.make(store.path).name == "planner-20261102T080000Z-001.db"  # in the same second


def test_what_is_worked_out_from_the_records_makes_no_other_copy_of_them(store: Store) -> None:
    first = backup.make(store.path)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        answers.put(connection, "made", {("2026-11-20", "text", str(one)): "x" * 9000 for one in range(9)})
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'kept_answer'").fetchone()
    assert backup.make(store.path) == first
    with first.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x55" * 4096)
    assert backup.make(store.path) != first  # which is damaged, though its records are not


def test_what_a_killed_backup_left_goes_and_one_being_written_stays(store: Store) -> None:
    folder = store.path.parent / "backups"
    folder.mkdir()
    left = folder / "planner-20261101T080000Z-000.db.0.partial"
    for file in (left, left.with_name(left.name + "-journal"), folder / "planner-2.db.0.partial-wal"):
        file.write_bytes(b"half")
    beside = store.path.with_name("planner.db.0.partial")
    beside.touch()
    with partial.partial(folder / "planner-20261102T080000Z-000.db") as writing:
        copy = backup.make(store.path)
        assert sorted(folder.iterdir()) == sorted([copy, writing])
    assert list(folder.iterdir()) == [copy]
    assert not beside.exists()


def test_a_damaged_database_is_not_backed_up(store: Store) -> None:
    service.put(store, a="1")
    store.close()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'setting'").fetchone()[0]
    content = bytearray(store.path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    store.path.write_bytes(content)
    with pytest.raises(PlannerError) as caught:
        backup.make(store.path)
    assert caught.value.code == "store.damaged"
    assert list((store.path.parent / "backups").iterdir()) == []
    (found,) = maintenance.check(store.path)[:1]
    assert "malformed" in found or "Tree" in found or "btree" in found, found


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
