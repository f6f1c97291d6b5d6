"""A locked database: the same records, written as durably, in a file that says nothing without its passphrase."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from planner.errors import PlannerError
from planner.services import loans, locking, maintenance, repayments, settings, undo
from planner.services.locking import Backups
from planner.storage import backup, drafts, mistakes, same_file, schema, seal, sealing, snapshot, sqlite
from planner.storage.store import Store
from tests.make import databases, seals
from tests.make.seals import PASSPHRASE
from tests.storage.test_upgrade import load

NAME = "某某小额贷款"


@pytest.fixture(autouse=True)
def forgetting(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, seal.Seal]:
    """What this process knows of keys, empty for each test; few rounds, as the time they take is not what is asked."""
    return seals.forget(monkeypatch)


@pytest.fixture
def book(store: Store) -> Path:
    """One loan with one repayment, nobody has it open."""
    loan_id = loans.add(store, databases.level(lender=NAME)).value
    repayments.record(store, loan_id, date(2026, 7, 15), 106_619, today=databases.TODAY)
    store.close()
    return store.path


@pytest.fixture
def locked(book: Path) -> Path:
    """The same, locked with ``PASSPHRASE``, which this process knows."""
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    return book


def rows(path: Path) -> Any:
    with sqlite.reading(path) as connection:
        return snapshot.book(connection), backup.counts(connection)


def holds(path: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in path.parent.rglob("*") if file.is_file())


def refused(path: Path) -> str:
    with pytest.raises(PlannerError) as error:
        rows(path)
    return error.value.code


def test_a_locked_file_holds_the_same_and_shows_nothing(book: Path) -> None:
    before = rows(book)
    assert holds(book, NAME)
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    assert rows(book) == before
    assert not holds(book, NAME)
    assert not holds(book, "repayment")
    assert book.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in book.parent.iterdir() if file.name.startswith("planner")] == ["planner.db"]


def test_it_is_an_ordinary_file_of_sqlcipher(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "_ROUNDS", 256_000)
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    with closing(sqlcipher.connect(str(book))) as connection:
        connection.execute(f"PRAGMA key = '{PASSPHRASE}'")
        assert connection.execute("SELECT count(*) FROM repayment").fetchone() == (1,)


def test_another_process_needs_the_passphrase(locked: Path, forgetting: dict[bytes, seal.Seal]) -> None:
    before = rows(locked)
    forgetting.clear()
    assert locking.is_closed(locked)
    assert refused(locked) == "store.sealed"
    with pytest.raises(PlannerError, match=r"store\.sealed"):
        Store(locked)
    whole = locked.read_bytes()
    assert not locking.open_by(locked, PASSPHRASE + " ")
    assert locked.read_bytes() == whole
    assert refused(locked) == "store.sealed"
    assert locking.open_by(locked, PASSPHRASE)
    assert rows(locked) == before
    opens = locking.opener(locked)
    assert opens is not None
    assert opens(PASSPHRASE)
    assert not opens("something else")


def test_a_letter_composed_of_parts_is_the_same(locked: Path, forgetting: dict[bytes, seal.Seal]) -> None:
    locking.lock(locked, "caf\u00e9 au lait", Backups.FOLLOW)
    forgetting.clear()
    assert locking.open_by(locked, "cafe\u0301 au lait")


def test_a_wrong_passphrase_writes_nothing_on_the_screen(locked: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert not locking.open_by(locked, "wrong one")
    assert capfd.readouterr() == ("", "")


def test_writes_undo_and_migrations_are_as_ever(locked: Path) -> None:
    store = Store(locked)
    second = loans.add(store, databases.level("第二笔")).value
    with pytest.raises(PlannerError, match=r"repayment|amount"):
        repayments.record(store, second, date(2026, 7, 15), 10**9, today=databases.TODAY)
    assert len(rows(locked)[0].accounts) == 2
    undo.undo(store)
    assert len(rows(locked)[0].accounts) == 1
    undo.redo(store)
    store.close()
    assert not holds(locked, "第二笔")
    assert maintenance.check(locked) == ()


def test_an_older_database_is_brought_up_to_date_locked_as_it_is(path: Path) -> None:
    load(path, f"{int(schema.HEAD) - 1:04d}")
    locking.lock(path, PASSPHRASE, Backups.FOLLOW)
    schema.ensure(path)
    assert rows(path)[0].accounts
    [copy] = backup.files(path)
    assert seal.sealed(copy)


WRITES = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try: other.execute("INSERT INTO setting (key, value) VALUES ('a', 'b')"); print("written")
except sqlite3.OperationalError as error: print(error)
"""


def test_looking_at_a_file_ends_none_of_the_locks_on_it(book: Path) -> None:
    with closing(sqlite.connect(book)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        for _ in range(2):
            assert not locking.is_locked(book)
            sqlite.connect(book).close()
        done = subprocess.run([sys.executable, "-c", WRITES, str(book)], capture_output=True, text=True)
    assert done.stdout == "database is locked\n", done.stderr


def test_only_so_many_files_are_kept_open(locked: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.db" for number in range(100)]
    for file in files:
        shutil.copy(locked, file)
        assert locking.is_locked(file)
    assert len(os.listdir("/dev/fd")) < 90
    for file in files:
        file.unlink()
    plain = tmp_path / "plain.db"  # where a number of a file is given again
    schema.ensure(plain)
    assert not locking.is_locked(plain)


def test_rules_of_the_tables_are_told_as_the_other_driver_tells_them(locked: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError) as error, sqlite.writing(locked) as connection:
        connection.execute("INSERT INTO setting (key, value) VALUES (1, 'a'), (1, 'b')")
    assert error.value.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CONSTRAINT
    with sqlite.reading(locked) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM loan")


def test_what_is_acknowledged_survives_a_kill_and_a_wrong_passphrase(
    locked: Path, forgetting: dict[bytes, seal.Seal]
) -> None:
    script = (
        "import os, sys; from pathlib import Path; from planner.storage import seal, sealing, sqlite\n"
        "seal._ROUNDS = 1; path = Path(sys.argv[1]); assert sealing.open_by(path, sys.argv[2])\n"
        "def put(c, n): c.execute('INSERT INTO setting (key, value) VALUES (?, ?)', (f'k{n}', 'v'))\n"
        "for n in range(49):\n"
        "    with sqlite.writing(path) as c: put(c, n)\n"
        "    print(n, flush=True)\n"
        "c = sqlite.connect(path); sqlite.prepare(c); c.execute('PRAGMA cache_spill=ON'); put(c, 49)\n"
        "print(49, flush=True); c.execute('PRAGMA cache_size=5'); c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('DELETE FROM setting')\n"
        "for n in range(500): put(c, n)  # so many that some are in the file before the commit\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(locked), PASSPHRASE], capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    assert len(done.stdout.split()) == 50
    assert locked.with_name("planner.db-journal").stat().st_size
    forgetting.clear()
    assert not locking.open_by(locked, "wrong one")
    assert locking.open_by(locked, PASSPHRASE)
    with sqlite.reading(locked) as connection:
        assert len(snapshot.settings(connection)) == 50


def test_backups_are_locked_with_the_same_passphrase(locked: Path, forgetting: dict[bytes, seal.Seal]) -> None:
    copy = maintenance.backup(locked)
    assert rows(copy) == rows(locked)
    forgetting.clear()
    assert locking.open_by(copy, PASSPHRASE)
    assert rows(copy) == rows(locked)


def backed_up_again(book: Path) -> Path:
    """A backup that holds more than the one before."""
    store = Store(book)
    settings.put(store, more="1")
    store.close()
    return maintenance.backup(book)


@pytest.mark.parametrize(("choice", "left"), [("follow", 2), ("delete", 0), ("keep", 2)])
def test_older_backups_are_seen_to(book: Path, choice: str, left: int) -> None:
    older = maintenance.backup(book)
    copies = [backed_up_again(book), older]
    (book.parent / "planner-2026-11-01.json").write_text("{}")
    outcome = locking.lock(book, PASSPHRASE, Backups(choice))
    told = {"follow": outcome.followed, "delete": outcome.deleted, "keep": outcome.apart}
    assert told.pop(choice) == tuple(copies)
    assert set(told.values()) == {()}
    assert [file.name for file in outcome.readable] == ["planner-2026-11-01.json"]
    assert backup.files(book) == copies[:left]
    assert holds(book, NAME) == (choice == "keep")


def test_a_damaged_backup_stops_nothing_and_is_named(book: Path) -> None:
    good, bad = maintenance.backup(book), backed_up_again(book)
    bad.write_bytes(b"SQLite format 3\0" + bytes(5000))
    outcome = locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    assert (outcome.followed, outcome.apart) == ((good,), (bad,))


def test_another_passphrase_replaces_the_first(locked: Path, forgetting: dict[bytes, seal.Seal]) -> None:
    before, copy = rows(locked), maintenance.backup(locked)
    locking.lock(locked, "quite another", Backups.FOLLOW)
    forgetting.clear()
    for file in (locked, copy):
        assert not locking.open_by(file, PASSPHRASE)
        assert locking.open_by(file, "quite another")
    assert rows(locked) == before


def test_unlocking_gives_back_a_plain_file(locked: Path) -> None:
    before, copy = rows(locked), maintenance.backup(locked)
    drafts.write(locked, {"loan": {"name": "未存"}})
    outcome = locking.unlock(locked, Backups.FOLLOW)
    assert rows(locked) == before
    assert outcome.followed == (copy,)
    with closing(sqlite3.connect(locked)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert drafts.read(locked) == {"loan": {"name": "未存"}}
    assert not seal.sealed(drafts.file_of(locked))


def test_what_was_typed_and_not_saved_is_locked_too(book: Path, forgetting: dict[bytes, seal.Seal]) -> None:
    drafts.write(book, {"loan": {"name": "未存的名字"}})
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    assert drafts.read(book) == {"loan": {"name": "未存的名字"}}
    assert not holds(book, "未存")
    drafts.write(book, {"loan": {"name": "未存的第二个"}})
    assert drafts.read(book) == {"loan": {"name": "未存的第二个"}}
    assert not holds(book, "未存")
    forgetting.clear()
    assert drafts.read(book) == {}
    drafts.write(book, {})
    assert not drafts.file_of(book).exists()


def test_the_log_of_errors_says_where_and_not_what(locked: Path) -> None:
    log = locked.with_name("planner.db-errors.log")
    text = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    x\nValueError: 欠 1,234.00\nmore\n'
    mistakes.keep(locked, text)
    assert log.read_text().splitlines()[1:] == [*text.splitlines()[:2], "ValueError"]
    log.unlink()
    locking.unlock(locked, Backups.KEEP)
    mistakes.keep(locked, text)
    assert "1,234.00" in log.read_text()


def test_who_has_it_open_while_it_is_locked_is_told_and_writes_nothing(book: Path) -> None:
    same_file.hold(book)
    other = Store(book)
    try:
        other.load()
        held = same_file.meant(book)
        same_file.let_go(book)  # what follows another process does
        locking.lock(book, PASSPHRASE, Backups.FOLLOW)
        whole = book.read_bytes()
        same_file.hold(book, held)
        with pytest.raises(PlannerError, match=r"store\.replaced"):
            loans.add(other, databases.level("第二笔"))
        assert book.read_bytes() == whole
    finally:
        other.close()
        same_file.let_go(book)


def test_nobody_writes_while_it_is_locked(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(sqlite, "BUSY_MS", 10)
        with pytest.raises(PlannerError, match=r"store\.in_use"):
            locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    assert not seal.sealed(book)


def test_a_second_name_of_the_file_would_keep_it_open(book: Path) -> None:
    os.link(book, book.with_name("other.db"))
    with pytest.raises(PlannerError, match=r"store\.other_names"):
        locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    assert not seal.sealed(book)


def test_a_link_to_the_file_stays_one(book: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(book)
    locking.lock(link, PASSPHRASE, Backups.FOLLOW)
    assert link.is_symlink()
    assert seal.sealed(book)


STEPS = ("_alone", "write", "digest", "_put", "folder_to_disk", "overwrite", "drafts.write")
KILLED = """
import os, shutil, sys
from pathlib import Path
from planner.storage import partial, seal, sealing
seal._ROUNDS = 1
def die(*_): os.kill(os.getpid(), 9)
for name in sys.argv[2:]:
    path, step = Path(name), Path(name).parent.name
    child = os.fork()
    if not child:
        to = None if seal.sealed(path) else seal.new(sys.argv[1])
        assert to or sealing.open_by(path, sys.argv[1])
        room, _, function = step.rpartition(".")
        own = sealing if hasattr(sealing, function) else partial
        setattr(sealing.drafts if room else own, function, die)
        sealing.rewrite(path, to)
    assert os.waitpid(child, 0)[1] == 9, step
"""


def test_killed_at_any_step_the_old_or_the_new_file_stands(locked: Path, tmp_path: Path) -> None:
    held = rows(locked)
    files = []
    for state in ("locked", "plain"):
        if state == "plain":
            locking.unlock(locked, Backups.KEEP)
        for step in STEPS:
            files.append(tmp_path / state / step / "planner.db")
            files[-1].parent.mkdir(parents=True)
            shutil.copy(locked, files[-1])
            drafts.write(files[-1], {"loan": {"name": "x"}})
    done = subprocess.run([sys.executable, "-c", KILLED, PASSPHRASE, *map(str, files)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    changed = set()
    for file in files:
        if seal.closed(file):
            assert locking.open_by(file, PASSPHRASE)
        assert rows(file) == held
        if seal.sealed(file) != (file.parent.parent.name == "locked"):
            changed.add(file.parent.name)
        schema.ensure(file)
        if seal.sealed(file):
            assert not holds(file, NAME)  # what was written beside it is swept when it is opened
        sealing.rewrite(file, None if seal.sealed(file) else seal.new(PASSPHRASE))
        assert rows(file) == held
        assert not list(file.parent.glob("*.partial*"))
    assert changed == {"folder_to_disk", "overwrite", "drafts.write"}


def test_no_room_for_the_new_file_leaves_the_old_one(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = rows(book)
    with pytest.raises(PlannerError, match=r"store\.not_rewritten") as error:
        locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    assert "28" not in str(error.value.params["detail"])
    assert rows(book) == before
    assert not seal.sealed(book)
    assert not list(book.parent.glob("*.partial*"))


def test_what_is_waiting_for_the_old_file_writes_nothing_into_it(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[sqlite3.Connection] = []
    put = sealing._put

    def in_between(fresh: Path, path: Path) -> None:
        waiting.append(sqlite3.connect(path, isolation_level=None, timeout=0))
        put(fresh, path)

    monkeypatch.setattr(sealing, "_put", in_between)
    locking.lock(book, PASSPHRASE, Backups.FOLLOW)
    with closing(waiting[0]) as late, pytest.raises(sqlite3.DatabaseError, match="not a database"):
        late.execute("DELETE FROM repayment")


def test_damage_of_a_locked_file_is_called_damage(locked: Path, forgetting: dict[bytes, seal.Seal]) -> None:
    for at in (100, 4096 * 3 + 100):
        hurt = locked.with_name(f"{at}.db")
        shutil.copy(locked, hurt)
        with hurt.open("r+b") as file:
            file.seek(at)
            file.write(b"damaged")
        assert told(hurt) in ({"store.damaged"}, {"damaged pages"})


def told(path: Path) -> set[str]:
    """What ``check`` says of a damaged file, whichever way it finds it."""
    try:
        return {"damaged pages"} if maintenance.check(path) else set()
    except PlannerError as error:
        return {error.code}


@pytest.mark.parametrize("content", [b"", b"\0" * 8192, b"name,amount\n" * 1000, b"SQLite format 3\0" + b"x" * 4096])
def test_what_is_no_locked_file_is_not_taken_for_one(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert not locking.is_locked(path)
    assert not locking.is_locked(path.with_name("missing"))


def test_without_the_extra_a_plain_file_is_as_ever_and_a_locked_one_says_what_it_needs(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "available", lambda: False)
    assert refused(locked) == "store.sealed_extra"
    plain = locked.with_name("plain.db")
    schema.ensure(plain)
    with pytest.raises(PlannerError, match=r"store\.sealed_extra"):
        locking.lock(plain, PASSPHRASE, Backups.FOLLOW)
    assert rows(plain)[0].accounts == ()
