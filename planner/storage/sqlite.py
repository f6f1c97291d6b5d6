"""Connections with the same pragmas everywhere, to plain files and to locked ones, and SQLite's errors told as ours.

The journal of a transaction is SQLite's older one, which is gone when the transaction has ended. A write-ahead log
would stay beside the file: after a crash SQLite plays it into whatever file stands at the path by then, a backup put
back too; and what was committed would come into the file in a step of its own, which can fail when all is saved.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import cast

from planner.errors import PlannerError
from planner.storage import descriptors, same_file, seal
from planner.storage.room import has_none
from planner.storage.same_file import Identity

BUSY_MS = 5000
OLDEST = (3, 37, 0)  # the first SQLite with STRICT tables
_WRITE_VERSION, _NEWEST_FORMAT = 18, 2  # the place of the number at the start of a file, and the latest one

Stands = Callable[[sqlite3.Connection], bool]
"""Asked of the file when a commit has failed: whether what it was to keep stands there."""

_CODES = {
    sqlite3.SQLITE_BUSY: "store.busy",
    sqlite3.SQLITE_LOCKED: "store.busy",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_NOTADB: "store.not_a_database",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_FULL: "store.full",
    sqlite3.SQLITE_IOERR: "store.unreadable",
    sqlite3.SQLITE_CANTOPEN: "store.unreadable",
}


def prepare(connection: sqlite3.Connection, *, foreign_keys: bool = True, looks: bool = False) -> None:
    """Set the pragmas of a writing connection. EXTRA: a recorded repayment survives a power cut (3 ms a commit).

    ``looks``: nothing of the file is changed by them.
    """
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    if not looks:
        leave_log(connection)
    for pragma in (
        "synchronous=EXTRA",
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "recursive_triggers=ON",
        "temp_store=MEMORY",  # what the journal of undo notes needs no room on another disk
        "cache_spill=OFF",  # a long import keeps readers out while it is committed, not before
    ):
        connection.execute(f"PRAGMA {pragma}")


def leave_log(connection: sqlite3.Connection) -> None:
    """Give up the write-ahead log of an earlier version; while one has the file open, both go on with it.

    It changes the start of the file: one that is damaged stays as it is.
    """
    with suppress_busy():
        if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",) and pages_are_sound(connection):
            connection.execute("PRAGMA journal_mode=DELETE")


def pages_are_sound(connection: sqlite3.Connection) -> bool:
    """Whether all pages of the open database are whole, as far as SQLite can tell.

    Raises:
        sqlite3.Error, UnicodeDecodeError: they are not, so that not even that can be asked; it is in use for too long.
    """
    return connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)] and not foreign_version(connection)


def foreign_version(connection: sqlite3.Connection) -> int:
    """The number of the format that the start of an open plain file asks of whoever writes to it, where SQLite knows
    none of that number; else 0. It then only reads the file, and says nothing of that till something is written.
    """
    # as bytes: a name need not be UTF-8
    (file,) = connection.execute("SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'").fetchone()
    return _foreign_version(Path(os.fsdecode(file))) if file else 0


def _foreign_version(path: Path) -> int:
    with suppress(OSError):
        start = descriptors.start(path, _WRITE_VERSION + 1)
        if start.startswith(seal.MAGIC) and start[_WRITE_VERSION] > _NEWEST_FORMAT:
            return start[_WRITE_VERSION]
    return 0


@contextmanager
def suppress_busy() -> Iterator[None]:
    """Go on where another process has the file in use."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise


def translated(error: BaseException, path: Path) -> PlannerError | None:
    """The ``store.*`` error behind an error of SQLite, or None when it is a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # a text that is none: in a column, or quoted by SQLite in a complaint, which ``sqlite3`` cannot read then
        is_no_text = isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode to UTF-8")
        return PlannerError("store.damaged", path=str(path)) if is_no_text else None
    if code == sqlite3.SQLITE_READONLY_DBMOVED:  # between our own look and the first page that was written
        return PlannerError("store.replaced" if path.exists() else "store.gone", path=str(path))
    known = _CODES.get(code & 0xFF)  # the low byte is the primary code
    if known == "store.not_a_database" and seal.sealed(path):
        known = "store.damaged"  # its key was right when it was given
    if known == "store.read_only" and _foreign_version(path):
        known = "store.damaged"
    if known == "store.unreadable" and has_none(path):
        known = "store.full"
    return PlannerError(known, path=str(path)) if known else None


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn SQLite's complaints about the surroundings (locked, read-only, no database …) into ``PlannerError``."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise translated(error, path) or error from error


def connect(
    path: Path, mode: str = "rw", *, like: sqlite3.Connection | None = None, beside: Path | None = None
) -> sqlite3.Connection:
    """A connection without pragmas or transaction to a file that exists, the one that is held if one is.

    The one place that opens any.

    Args:
        path: the file, plain or locked.
        mode: ``ro`` changes nothing at all.
        like: an empty file becomes locked as the one behind this connection, or stays plain as that is.
        beside: a file that will be attached (see ``attach``): where it is locked, its driver opens the plain one, too.

    Raises:
        PlannerError: ``store.gone``, ``store.replaced``; ``store.sealed`` for a locked file whose passphrase was not
            given to this process.
    """
    expected = same_file.meant(path)
    same_file.check(path, expected)  # before it too: SQLite would only say that it cannot open what is gone
    connection = _opened(path, mode, like, beside is not None and seal.sealed(beside))
    try:
        same_file.check(path, expected)
    except PlannerError:
        connection.close()
        raise
    return connection


def _opened(path: Path, mode: str, like: sqlite3.Connection | None, cipher: bool) -> sqlite3.Connection:
    found = getattr(like, "seal", None) or seal.of(path)
    if cipher or found is not None:
        options = {"timeout": BUSY_MS / 1000, "check_same_thread": False}
        return cast(sqlite3.Connection, seal.connect(path, found, mode, **options))  # all that is asked of one
    uri = f"{path.absolute().as_uri()}?mode={mode}"  # never creates a file
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False)


def attach(connection: sqlite3.Connection, other: Path, name: str) -> None:
    """Have the tables of another file, plain or locked, under ``name``, to be read.

    Raises:
        PlannerError: ``store.sealed`` for a locked file whose passphrase was not given to this process.
    """
    uri = f"{other.absolute().as_uri()}?mode=ro"
    if hasattr(connection, "seal"):
        connection.execute(f"ATTACH ? AS {name} KEY ?", (uri, seal.spelt(seal.of(other))))
    else:
        connection.execute(f"ATTACH ? AS {name}", (uri,))


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write, inside one read transaction: everything read is of the same moment.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with telling(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
        yield connection


@contextmanager
def writing(path: Path, stands: Stands | None = None, *, foreign_keys: bool = True) -> Iterator[sqlite3.Connection]:
    """A connection inside one write transaction: committed at the end, rolled back when the block raises.

    Without ``foreign_keys`` it is the block that checks them, all at once.

    Raises:
        PlannerError: ``store.*`` when the file cannot be written; as ``commit``.
    """
    with telling(path):
        expected = same_file.meant(path)
        with closing(connect(path)) as connection:
            prepare(connection, foreign_keys=foreign_keys)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                commit(connection, path, expected, stands)
            except BaseException:
                roll_back(connection)
                raise


def commit(connection: sqlite3.Connection, path: Path, expected: Identity, stands: Stands | None = None) -> None:
    """Commit to the ``expected`` file at ``path``. When this returns all is saved; when it raises, what it says is so.

    Between the look at the path and the end of the commit lie some milliseconds in which the file can still be
    replaced: that is told afterwards. Whoever opens the new file in these takes our journal for one that a crash has
    left to it, and plays it back into it: SQLite knows a journal by its name alone.

    Raises:
        PlannerError: ``store.gone``, ``store.replaced``: nothing is saved. ``store.kept_elsewhere``: all is, in the
            file that was there until that very moment. ``store.unsure``: SQLite says that the commit failed, and
            whether it did cannot be found out. sqlite3.Error: nothing is saved.
    """
    same_file.check(path, expected)
    try:
        connection.execute("COMMIT")
    except sqlite3.Error:
        roll_back(connection)
        if stands is None or not _asked(path, stands):
            raise
    try:
        same_file.check(path, expected)
    except PlannerError as error:
        raise PlannerError("store.kept_elsewhere", path=str(path)) from error


def _asked(path: Path, stands: Stands) -> bool:
    """A file in which the answer is wanted anew, without what the failed connection believes."""
    try:
        with reading(path) as connection:
            return stands(connection)
    except PlannerError as error:
        raise PlannerError("store.unsure", path=str(path)) from error


def roll_back(connection: sqlite3.Connection) -> None:
    """End the transaction without a trace, unless SQLite has done so itself (it does when the disk is full)."""
    if connection.in_transaction:
        with suppress(sqlite3.Error):  # closing the connection does the same
            connection.execute("ROLLBACK")
