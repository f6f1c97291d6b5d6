"""The file that is open is the file at the path: else nothing is saved, and that is said."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.services import settings
from planner.storage import journal, same_file, seal, snapshot
from planner.storage.sqlite import commit, reading, writing
from planner.storage.store import Store
from planner.storage.watch import Watch


@pytest.fixture
def held(store: Store) -> Iterator[Path]:
    """The database of a running app, which holds one setting."""
    settings.put(store, a="1")
    shutil.copy(store.path, store.path.with_name("copy.db"))
    same_file.hold(store.path)
    yield store.path
    same_file.let_go(store.path)


def move(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def delete(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    path.with_name("copy.db").replace(path)


KINDS = pytest.mark.parametrize(
    ("change", "code"), [(move, "store.gone"), (delete, "store.gone"), (replace, "store.replaced")]
)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(PlannerError) as caught:
        call()
    return caught.value.code


@KINDS
def test_nothing_is_read_or_written_past_the_file_that_is_held(
    held: Path, store: Store, change: Callable[[Path], None], code: str
) -> None:
    watch = Watch(held)
    watch.moved()
    change(held)
    before = held.read_bytes() if held.exists() else b""
    assert refusal(lambda: settings.put(store, b="2")) == code
    assert refusal(store.undo) == code
    assert refusal(lambda: snapshot.read_settings(held)) == code
    assert refusal(watch.moved) == code
    assert refusal(lambda: Store(held)) == code
    store.close()
    watch.close()
    assert (held.read_bytes() if held.exists() else b"") == before
    assert not {file.name for file in held.parent.iterdir()} - {held.name, "moved.db", "copy.db"}


@KINDS
def test_what_changes_inside_a_write_is_seen_at_its_end(
    held: Path, store: Store, change: Callable[[Path], None], code: str
) -> None:
    def write() -> None:
        with store.write("settings.put") as write:
            write.put_setting("b", "2")
            change(held)

    assert refusal(write) == code
    assert not {file.name for file in held.parent.iterdir()} - {held.name, "moved.db", "copy.db"}
    if (moved := held.with_name("moved.db")).exists():
        moved.rename(held)  # put back it goes on
        settings.put(store, c="3")
        assert snapshot.read_settings(held) == {"a": "1", "c": "3"}


def test_without_a_hold_a_command_sees_it_too(store: Store) -> None:
    def write() -> None:
        with writing(store.path) as connection:
            connection.execute("INSERT INTO setting (key, value) VALUES ('b', '2')")
            move(store.path)

    assert refusal(write) == "store.gone"
    assert snapshot.read_settings(store.path.with_name("moved.db")) == {}


def test_a_file_replaced_in_the_very_moment_of_the_commit_is_told_with_what_became_of_the_record(
    held: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, asked = same_file.check, []

    def later(path: Path, expected: same_file.Identity) -> None:
        check(path, expected)
        asked.append(path)
        if len(asked) == before_commit:
            os.link(path, path.with_name("earlier.db"))
            replace(path)

    with monkeypatch.context() as patch:
        patch.setattr(same_file, "check", lambda path, expected: asked.append(path))
        settings.put(store, b="2")
        before_commit = len(asked) - 1
        asked.clear()
        patch.setattr(same_file, "check", later)
        assert refusal(lambda: settings.put(store, c="3")) in ("store.kept_elsewhere", "store.replaced")
    same_file.let_go(held)
    assert snapshot.read_settings(held) == {"a": "1"}
    with closing(sqlite3.connect(held.with_name("earlier.db"))) as earlier:
        kept = dict(earlier.execute("SELECT key, value FROM setting"))
    assert kept == {"a": "1", "b": "2", "c": "3"}


def test_the_new_file_is_read_and_written_once_it_is_held(held: Path, store: Store) -> None:
    settings.put(store, b="2")
    replace(held)
    same_file.hold(held)
    settings.put(store, c="3")
    assert snapshot.read_settings(held) == {"a": "1", "c": "3"}


def test_a_watch_sees_each_commit_once(held: Path, store: Store) -> None:
    watch, other = Watch(held), Store(held)
    assert watch.moved()
    assert not watch.moved()
    settings.put(other, b="2")
    assert watch.moved()
    assert not watch.moved()
    with writing(held):  # under way, and then given up
        assert not watch.moved()
    journal.undo(held)
    assert watch.moved()
    watch.close()
    other.close()


def test_a_commit_that_fails_is_asked_whether_it_has(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite says of a commit and what became of it can differ: on some disks it ends in an error after all."""

    class Failing:
        in_transaction = False

        def __init__(self, connection: sqlite3.Connection) -> None:
            self.connection = connection

        def execute(self, sql: str) -> None:
            self.connection.execute(sql if goes_through else "ROLLBACK")
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error

    monkeypatch.setattr(
        "planner.storage.store.commit",
        lambda plain, *rest: commit(Failing(plain), *rest),  # type: ignore[arg-type]
    )
    goes_through = True
    assert settings.put(store, a="1").operation is not None
    goes_through = False
    assert refusal(lambda: settings.put(store, b="2")) == "store.unreadable"
    assert snapshot.read_settings(path) == {"a": "1"}
    with reading(path) as connection:
        assert journal.standing(connection)[:3] == (1, 1, 1)


def test_a_file_that_is_held_stays_open_and_so_no_other_is_given_its_inode(held: Path, store: Store) -> None:
    def is_open() -> bool:
        found = set()
        for name in os.listdir("/dev/fd"):
            with suppress(OSError):  # that of the listing itself
                state = os.fstat(int(name))
                found.add((state.st_dev, state.st_ino))
        return which in found

    which = same_file.at(held)
    store.close()
    held.unlink()
    for number in range(100):  # more than are kept open because they were looked at
        other = held.with_name(f"{number}.db")
        other.touch()
        assert not seal.sealed(other)
    assert is_open()
