"""Plain ``sqlite3`` connections with the same pragmas everywhere, and SQLite's errors told as ours."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from planner.errors import PlannerError

BUSY_MS = 5000
OLDEST = (3, 37, 0)  # the first SQLite with STRICT tables

_CODES = {
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_NOTADB: "store.not_a_database",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_FULL: "store.full",
    sqlite3.SQLITE_IOERR: "store.unreadable",
    sqlite3.SQLITE_CANTOPEN: "store.unreadable",
}


def prepare(connection: sqlite3.Connection, *, foreign_keys: bool = True) -> None:
    """Set the pragmas of a writing connection. FULL: a recorded repayment survives a power cut (0.2 ms a commit)."""
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    _write_ahead(connection)
    for pragma in (
        "synchronous=FULL",
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Change to the write-ahead log, patiently: for this one change SQLite does not wait for other processes itself."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def translated(error: BaseException, path: Path) -> PlannerError | None:
    """The ``store.*`` error behind an error of SQLite, or None when it is a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    known = _CODES.get(code & 0xFF)  # the low byte is the primary code
    return PlannerError(known, path=str(path)) if known else None


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn SQLite's complaints about the surroundings (locked, read-only, no database …) into ``PlannerError``."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, path) or error from error


def connect(path: Path) -> sqlite3.Connection:
    """A connection without pragmas or transaction to a file that exists."""
    uri = f"{path.absolute().as_uri()}?mode=rw"  # never creates a file
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)


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
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection inside one write transaction: committed at the end, rolled back when the block raises.

    Raises:
        PlannerError: ``store.*`` when the file cannot be written.
    """
    with telling(path), closing(connect(path)) as connection:
        prepare(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        to_file(connection)


def to_file(connection: sqlite3.Connection) -> None:
    """Bring what was committed from the write-ahead log into the file itself, so that a plain copy of it holds all."""
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
