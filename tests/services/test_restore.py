"""A backup or an export takes the place of what stands: all of it or nothing, and what stood is never lost."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.services import exports, loans, maintenance
from planner.services import settings as service
from planner.storage import backup, restoring
from planner.storage.check import is_damaged
from planner.storage.store import Store
from tests.make import databases
from tests.make.exported import dump_to
from tests.storage import make_dump


def refusal(path: Path, source: Path) -> PlannerError:
    with pytest.raises(PlannerError) as caught:
        maintenance.restore(path, source)
    return caught.value


def partials(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("*.partial*")]


def test_a_backup_comes_back_and_what_stood_is_the_next_backup(store: Store) -> None:
    loans.add(store, databases.level(), today=databases.TODAY)
    copy, before = backup.make(store.path), databases.content(store.path)
    service.put(store, later="1")
    loans.add(store, databases.card(), today=databases.TODAY)
    after = databases.content(store.path)
    done = maintenance.restore(store.path, copy)
    assert databases.content(store.path) == before
    assert done.before is not None
    assert databases.content(done.before) == after
    assert (done.damaged, done.steps, done.entered, done.copy.loans) == (False, 2, 1, 1)
    maintenance.restore(store.path, done.before)
    assert databases.content(store.path) == after
    assert partials(store.path.parent) == []


def test_whoever_has_it_open_writes_and_undoes_on_what_was_restored(store: Store) -> None:
    service.put(store, a="1")
    copy = backup.make(store.path)
    service.put(store, b="1")
    maintenance.restore_open(store, copy)
    service.put(store, c="1")
    assert {row[1] for row in databases.content(store.path)["setting"]} == {"a", "c"}
    assert store.undo() is not None
    assert {row[1] for row in databases.content(store.path)["setting"]} == {"a"}


def test_an_export_comes_back_over_data(store: Store, tmp_path: Path) -> None:
    make_dump.fill(store)
    file = dump_to(store.path, tmp_path / "all.json")
    service.put(store, later="1")
    done = maintenance.restore(store.path, file)
    assert exports.dump(store.path) + "\n" == file.read_text("utf-8")
    assert done.before is not None


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(store: Store, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.executescript((make_dump.FOLDER / "0002.sql").read_text("utf-8"))
    was = old.read_bytes()
    done = maintenance.restore(store.path, old)
    assert done.copy.loans == len(databases.content(old)["loan"]) > 0
    assert not is_damaged(store.path)
    assert old.read_bytes() == was
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backups", "old.db", "planner.db"] + [
        f"planner.db{suffix}" for suffix in ("-shm", "-wal") if Path(f"{store.path}{suffix}").exists()
    ]


@pytest.mark.parametrize("damage", ["header", "cut", "empty", "no database", "gone"])
def test_what_is_damaged_is_kept_under_another_name(store: Store, damage: str) -> None:
    service.put(store, a="1")
    store.close()
    copy, content = backup.make(store.path), store.path.read_bytes()
    wrong = {
        "header": b"x" * 100 + content[100:],
        "cut": content[:10_000],
        "empty": b"",
        "no database": b"no database at all",
        "gone": b"",
    }[damage]
    store.path.write_bytes(wrong)
    store.path.with_name("planner.db-wal").write_bytes(b"left over")
    if damage == "gone":
        store.path.unlink()
    done = maintenance.restore(store.path, copy)
    assert databases.content(store.path) == databases.content(copy)
    assert done.before is not None  # the log was there in any case
    kept = done.before if wrong else done.before.with_name(done.before.name + "-wal")
    assert kept.read_bytes() == (wrong or b"left over")
    assert kept.stat().st_mode & 0o077 == 0
    assert "damaged" in kept.name


@pytest.mark.parametrize(
    "kind", ["damaged", "empty", "text", "newer", "foreign", "itself", "missing", "folder", "pipe"]
)
def test_what_cannot_be_restored_changes_nothing(store: Store, tmp_path: Path, kind: str) -> None:
    service.put(store, a="1")
    store.close()
    before = store.path.read_bytes()
    source = tmp_path / "source.db"
    make: dict[str, Callable[[], object]] = {
        "damaged": lambda: source.write_bytes(backup.make(store.path).read_bytes()[:40_000]),
        "empty": lambda: source.write_bytes(b""),
        "text": lambda: source.write_bytes(b"a text"),
        "newer": lambda: changed(source, "UPDATE alembic_version SET version_num = '9999'", store.path),
        "foreign": lambda: changed(source, "CREATE TABLE songs (name)"),
        "itself": lambda: source.symlink_to(store.path),
        "missing": lambda: None,
        "folder": lambda: source.mkdir(),
        "pipe": lambda: os.mkfifo(source),
    }
    make[kind]()
    expected = {"itself": "restore.itself", "text": "restore.neither"}.get(kind, "restore.refused")
    error = refusal(store.path, source)
    assert error.code == expected
    assert str(source) in str(error)
    assert store.path.read_bytes() == before
    assert partials(tmp_path) == []


def changed(target: Path, statement: str, original: Path | None = None) -> None:
    if original is not None:
        target.write_bytes(original.read_bytes())
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute(statement)


def test_the_database_of_another_program_is_not_replaced(store: Store, tmp_path: Path) -> None:
    copy, other = backup.make(store.path), tmp_path / "songs.db"
    changed(other, "CREATE TABLE songs (name)")
    before = other.read_bytes()
    assert refusal(other, copy).code == "store.foreign"
    assert other.read_bytes() == before


def test_one_in_use_is_not_replaced(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = backup.make(store.path)
    monkeypatch.setattr("planner.storage.sqlite.BUSY_MS", 10)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO setting (key, value) VALUES ('a', '1')")
        assert refusal(store.path, copy).code == "store.busy"
        connection.execute("COMMIT")
    assert len(databases.content(store.path)["setting"]) == 1


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        ("sound", "planner.storage.backup.put_new"),
        ("sound", "planner.storage.restoring._take"),
        ("sound", "planner.storage.restoring._to_file"),
        ("damaged", "planner.storage.restoring.put"),
    ],
)
def test_killed_at_any_moment_it_is_the_old_one_or_the_new_one(
    store: Store, monkeypatch: pytest.MonkeyPatch, standing: str, step: str
) -> None:
    service.put(store, a="1")
    copy = backup.make(store.path)
    service.put(store, b="1")
    store.close()
    if standing == "damaged":
        store.path.write_bytes(b"x" * 100 + store.path.read_bytes()[100:])
    before = store.path.read_bytes()
    child = os.fork()
    if not child:
        monkeypatch.setattr(step, lambda *_: os._exit(9))
        maintenance.restore(store.path, copy)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert partials(store.path.parent)
    kept = "b" in {row[1] for row in databases.content(store.path)["setting"]} if standing == "sound" else True
    assert kept is (not step.endswith("to_file"))
    if standing == "damaged":
        assert store.path.read_bytes() == before
    maintenance.restore(store.path, copy)
    assert databases.content(store.path) == databases.content(copy)
    assert partials(store.path.parent) == []


def test_a_disk_without_links_keeps_the_damaged_file_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise PermissionError(1, "no links here")

    store.close()
    monkeypatch.setattr(os, "link", none)
    copy = backup.make(store.path)
    store.path.write_bytes(b"no database")
    done = maintenance.restore(store.path, copy)
    assert done.before is not None
    assert done.before.read_bytes() == b"no database"
    assert restoring.since(store.path, copy) == (0, 0)


HOLDS = """
import sys
from pathlib import Path
from planner.storage import same_file
same_file.hold(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(fcntl, "F_OFD_SETLK"), reason="nothing tells it there")
def test_a_damaged_file_that_an_app_has_open_is_not_replaced(store: Store) -> None:
    copy = backup.make(store.path)
    os.truncate(store.path, 5_000)
    was, words = store.path.read_bytes(), [sys.executable, "-c", HOLDS, str(store.path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == b"held\n"
        assert refusal(store.path, copy).code == "store.in_use"
        assert store.path.read_bytes() == was
        app.communicate()
    assert maintenance.restore(store.path, copy).damaged
    assert partials(store.path.parent) == []
