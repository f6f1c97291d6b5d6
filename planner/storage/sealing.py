"""Locking a database, unlocking it, changing its passphrase: the whole file written anew beside it, checked, renamed.

Killed at any moment either the old file or the new one stands at the path, whole. Nobody writes to it while that goes
on, and who has it open finds another file there afterwards (``same_file``). What the old file held is overwritten once
the new one is in its place: on a disk that keeps earlier blocks (most SSDs, copies of the file system, a sync client)
that is no promise.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.storage import backup, drafts, seal
from planner.storage.contents import digest
from planner.storage.partial import overwrite, partial, put, sweep
from planner.storage.seal import Seal
from planner.storage.sqlite import attach, connect, prepare, telling


def open_by(path: Path, passphrase: str) -> bool:
    """Whether ``passphrase`` is that of the locked file at ``path``; if it is, this process reads and writes it from
    now, and its backups.

    The passphrase of a file that is damaged is known by the pages that are not: each has a MAC of its own. Where the
    salt is damaged, that of a backup is the same: it is put back.

    Raises:
        PlannerError: ``store.sealed_extra`` without the driver; ``store.unreadable`` …
    """
    salt = seal.salt_of(path)
    assert salt is not None, "not locked"
    seal.check_available(path)
    salts = [salt, *filter(None, map(seal.salt_of, backup.files(path)))]
    for tried in (seal.derived(passphrase, one) for one in dict.fromkeys(salts)):
        if _opens(path, tried):
            seal.keep(tried, salt)
            if tried.salt != salt:
                _mend(path, tried)
            return True
    return False


def _mend(path: Path, found: Seal) -> None:
    """Have the first page written, which begins with the salt: without its backups nobody could open the file."""
    with suppress(sqlite3.Error), closing(seal.connect(path, found)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version={version}")


def _opens(path: Path, tried: Seal) -> bool:
    """Whether any page of the file has a MAC by this key."""
    with telling(path), closing(seal.connect(path, tried)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
            told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            wrong = sum(line.startswith("HMAC verification failed") for (line,) in told)
            return bool(wrong < path.stat().st_size // seal.PAGE)
    return True


def rewrite(path: Path, to: Seal | None) -> None:
    """Make the database at ``path``, which this process can read, one that ``to`` opens; None: that anybody reads.

    What was typed into forms and not saved follows it.

    Raises:
        PlannerError: ``store.in_use`` while anybody writes to it, ``store.other_names`` when another link would keep
            the old file, ``store.not_rewritten`` when the new file could not be written or differs: the old one then
            stands. ``store.sealed_extra`` without the driver.
    """
    path = path.resolve()  # a link to it stays one
    seal.check_available(path)
    try:
        if path.stat().st_nlink > 1:
            raise PlannerError("store.other_names", path=str(path))
        with telling(path), closing(connect(path)) as source:
            _alone(source, path)
            sweep(path.parent, path.name)
            typed = drafts.read(path)
            with partial(path) as fresh:
                write(source, path, fresh, to)
                _put(fresh, path)
    except (OSError, sqlite3.Error) as error:
        detail = fmt.os_error(error) if isinstance(error, OSError) else str(error)
        raise PlannerError("store.not_rewritten", path=str(path), detail=detail) from error
    drafts.write(path, typed)


def _alone(source: sqlite3.Connection, path: Path) -> None:
    """Hold the file so that nobody writes to it, also no earlier version that has it open with a write-ahead log."""
    try:
        prepare(source)
        if source.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise PlannerError("store.in_use", path=str(path))
        source.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise PlannerError("store.in_use", path=str(path)) from error
        raise


def write(source: sqlite3.Connection, path: Path, fresh: Path, to: Seal | None) -> None:
    """The same database in the empty file ``fresh``, on the disk and checked row by row against the old one.

    Raises:
        PlannerError: ``store.not_rewritten`` when it differs. sqlite3.Error, OSError.
    """
    with closing(seal.connect(fresh, to)) as copy:
        for pragma in ("synchronous=OFF", "journal_mode=OFF"):  # the whole of it is brought to the disk below
            copy.execute(f"PRAGMA {pragma}")
        attach(copy, path, "source")
        copy.execute("SELECT sqlcipher_export('main', 'source')")
        copy.execute("DETACH source")
    with closing(connect(fresh)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not sound or digest(copy) != digest(source):
            raise PlannerError("store.not_rewritten", path=str(path), detail="≠")


def _put(fresh: Path, path: Path) -> None:
    """Rename over the old file, then spoil that: whoever waits for it finds no database, and writes into none."""
    fresh.chmod(path.stat().st_mode & 0o700)
    with path.open("r+b") as old:
        put(fresh, path)
        with suppress(OSError):
            overwrite(old.fileno())
