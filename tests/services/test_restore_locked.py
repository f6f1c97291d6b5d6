"""Locked files and what is restored to them and from them: no lock is lost, and nothing lies readable meanwhile."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.errors import PlannerError
from planner.services import exports, loans, locking, maintenance, repayments, settings
from planner.services.locking import Backups
from planner.storage import backup, contents, schema, seal, sqlite
from planner.storage.store import Store
from tests.make import databases, seals
from tests.make.exported import dump_to
from tests.make.seals import PASSPHRASE
from tests.storage.test_upgrade import load

NAME = "某某小额贷款"
EARLIER = "an earlier passphrase"


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, seal.Seal]:
    return seals.forget(monkeypatch)


@pytest.fixture
def book(store: Store, tmp_path: Path) -> Path:
    """One loan with one repayment, in a folder with nothing else."""
    loan_id = loans.add(store, databases.level(lender=NAME)).value
    repayments.record(store, loan_id, date(2026, 7, 15), 106_619, today=databases.TODAY)
    store.close()
    return store.path


def held(path: Path) -> str:
    with closing(sqlite.connect(path)) as connection:
        return contents.digest(connection)


def changed(path: Path) -> Path:
    store = Store(path)
    settings.put(store, later=str(len(backup.files(path))))
    loans.add(store, databases.card(), today=databases.TODAY)
    store.close()
    return path


def apart(path: Path, book: Path) -> Path:
    """Out of the way of what looks for readable files."""
    target = book.parent.parent / f"{book.parent.name}-apart"
    target.mkdir(exist_ok=True)
    return path.rename(target / path.name)


def readable(folder: Path) -> list[str]:
    files = [(file.name, file.read_bytes()) for file in folder.rglob("*") if file.is_file()]
    return [name for name, data in files if data.startswith(seal.MAGIC) or NAME.encode() in data]


def source(book: Path, kind: str, known: dict[bytes, seal.Seal]) -> Path:
    """What is restored; the database is then locked with ``PASSPHRASE`` and holds one loan more."""
    if kind == "plain":
        made = apart(maintenance.backup(book), book)
    elif kind == "export":
        made = apart(dump_to(book, book.with_name("all.json")), book)
    elif kind == "earlier passphrase":
        locking.lock(book, EARLIER, Backups.KEEP)
        made = apart(maintenance.backup(book), book)
    locking.lock(book, PASSPHRASE, Backups.KEEP)
    if kind == "same":
        made = maintenance.backup(book)
    changed(book)
    salts = {seal.salt_of(book)}
    for salt in [*known]:
        if salt not in salts:
            del known[salt]
    return made


KINDS = ("same", "earlier passphrase", "plain", "export")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_restored_to_a_locked_file_is_locked_with_its_present_passphrase(
    book: Path, known: dict[bytes, seal.Seal], kind: str
) -> None:
    wanted = held(book)
    copy = source(book, kind, known)
    if kind == "earlier passphrase":
        with pytest.raises(PlannerError, match=r"restore\.refused") as error:
            maintenance.restore(book, copy)
        assert str(copy) in str(error.value)
        assert not locking.open_by(copy, PASSPHRASE)
        assert locking.open_by(copy, EARLIER)
    before, salt = held(book), seal.salt_of(book)
    done = maintenance.restore(book, copy)
    assert held(book) == wanted
    assert seal.salt_of(book) == salt
    assert done.before is not None
    assert seal.salt_of(done.before) == salt
    assert held(done.before) == before
    assert (done.copy.loans, done.entered) == (1, 1)
    assert readable(book.parent) == []
    known.clear()
    assert locking.open_by(book, PASSPHRASE)
    assert held(book) == wanted


STEPS = {
    "same": ("planner.storage.backup.counts", "planner.storage.restoring._take"),
    "earlier passphrase": ("planner.storage.sealing.digest",),
    "plain": ("planner.storage.sealing.digest", "planner.storage.backup.put_new"),
    "export": ("planner.storage.restoring._take",),
    "older": ("planner.services.exports.parse",),
}


@pytest.mark.parametrize("kind", STEPS)
def test_killed_meanwhile_nothing_readable_lies_anywhere(
    book: Path, known: dict[bytes, seal.Seal], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(book.parent))
    copy = older(book) if kind == "older" else source(book, kind, known)
    if kind == "earlier passphrase":
        assert locking.open_by(copy, EARLIER)
    if kind == "older":
        locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    before = held(book)
    for step in STEPS[kind]:
        child = os.fork()
        if not child:
            room, _, name = step.rpartition(".")
            real: Callable[..., Any] = getattr(__import__(room, fromlist=["x"]), name)
            lives = [None] if name == "parse" else []  # of an older export the second time: it was brought up to date

            def die(*given: Any, real: Callable[..., Any] = real, lives: list[None] = lives) -> Any:
                if lives:
                    lives.pop()
                    return real(*given)
                os._exit(9)

            try:
                monkeypatch.setattr(step, die)
                maintenance.restore(book, copy)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9, step
        assert readable(book.parent) == [], step
        assert held(book) == before
        if kind == "older" and step.endswith("parse"):
            assert list(book.parent.glob("planner.db.*.partial"))  # locked as well
    maintenance.backup(book)
    assert not list(book.parent.rglob("*.partial*"))


def older(book: Path) -> Path:
    """An export of an earlier revision of the database."""
    old = book.with_name("old.db")
    load(old, "0012")
    text = exports.dump(old)
    old.unlink()
    made = book.with_name("all.json")
    made.write_text(text, "utf-8")
    return apart(made, book)


def test_a_plain_file_stays_plain_and_where_nothing_stands_it_is_locked_as_the_backup(
    book: Path, known: dict[bytes, seal.Seal]
) -> None:
    wanted = held(book)
    locking.lock(book, EARLIER, Backups.FOLLOW)
    copy = apart(maintenance.backup(book), book)
    locking.unlock(book, Backups.KEEP)
    changed(book)
    done = maintenance.restore(book, copy)
    assert not seal.sealed(book)
    assert held(book) == wanted
    assert (done.steps, done.entered) == (2, 1)
    for damaged in (None, b"", b"no database at all"):
        if damaged is None:
            book.unlink()
        else:
            book.write_bytes(damaged)
        maintenance.restore(book, copy)
        assert seal.salt_of(book) == seal.salt_of(copy)
        assert held(book) == wanted
    known.clear()
    assert locking.open_by(book, EARLIER)


def hurt(path: Path, at: int, size: int = 8) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(os.urandom(size))


@pytest.mark.parametrize("at", [20, 4096 * 3 + 100])
def test_a_damaged_locked_file_is_not_a_wrong_passphrase_nor_the_other_way_round(
    book: Path, known: dict[bytes, seal.Seal], at: int
) -> None:
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    copy, wanted = maintenance.backup(book), held(book)
    hurt(book, at)
    known.clear()
    assert not locking.open_by(book, "a wrong one")
    assert locking.is_closed(book)
    assert locking.open_by(book, PASSPHRASE)
    if at > 4096:
        assert ["page 4" in line for line in maintenance.check(book)] == [True]
    said = maintenance.told(book, PlannerError("store.damaged", path=str(book)))
    assert maintenance.command(copy, book) in said
    with pytest.raises(PlannerError, match=r"store\.damaged"):
        maintenance.backup(book)
    done = maintenance.restore(book, copy)
    assert done.damaged
    assert seal.salt_of(book) == seal.salt_of(copy)
    assert held(book) == wanted


def test_without_a_backup_nobody_knows_a_damaged_salt(book: Path, known: dict[bytes, seal.Seal]) -> None:
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    hurt(book, 0, 16)
    known.clear()
    assert not locking.open_by(book, PASSPHRASE)  # nobody can know


def test_a_damaged_salt_is_put_back_from_a_backup(book: Path, known: dict[bytes, seal.Seal]) -> None:
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    copy, wanted = maintenance.backup(book), held(book)
    hurt(book, 0, 16)
    known.clear()
    assert not locking.open_by(book, "a wrong one")
    assert locking.open_by(book, PASSPHRASE)
    assert held(book) == wanted
    assert maintenance.check(book) == ()
    assert seal.salt_of(book) == seal.salt_of(copy)
    known.clear()
    assert locking.open_by(book, PASSPHRASE)


def test_a_second_backup_of_the_same_locked_file_pushes_no_older_one_out(book: Path) -> None:
    plain = maintenance.backup(book)
    locking.lock(book, PASSPHRASE, Backups.KEEP)
    first = maintenance.backup(book)
    assert first != plain  # it holds the same, but anybody reads it
    assert [maintenance.backup(book) for _ in range(3)] == [first] * 3
    changed(book)
    second = maintenance.backup(book)
    assert backup.files(book) == [second, first, plain]
    store = Store(book)
    settings.put(store, later="0")  # as many bytes, other ones
    store.close()
    assert maintenance.backup(book) not in (first, second)


def test_backups_of_another_passphrase_are_listed_as_such(book: Path, known: dict[bytes, seal.Seal]) -> None:
    locking.lock(book, EARLIER, Backups.FOLLOW)
    old = maintenance.backup(book)
    locking.lock(book, PASSPHRASE, Backups.KEEP)
    changed(book)
    new = maintenance.backup(book)
    known.clear()
    assert locking.open_by(book, PASSPHRASE)
    assert [(copy.path, copy.closed, copy.loans) for copy in maintenance.backups(book)] == [
        (new, False, 2),
        (old, True, 0),
    ]
    assert locking.open_by(old, EARLIER)
    assert [(one.copy.closed, one.entered) for one in maintenance.choices(book)] == [(False, 0), (False, 1)]


def test_a_missing_file_is_not_made_anew_beside_locked_backups(book: Path, known: dict[bytes, seal.Seal]) -> None:
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    copy = maintenance.backup(book)
    known.clear()
    for empty in (False, True):
        book.write_bytes(b"") if empty else book.unlink()
        with pytest.raises(PlannerError, match=r"store\.lost") as error:
            schema.ensure(book)
        assert maintenance.command(copy, book) in maintenance.told(book, error.value)
