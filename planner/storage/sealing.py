"""Locking a database, unlocking it, changing its passphrase: the whole file written anew beside it, checked, renamed.

Killed at any moment either the old file or the new one stands at the path, whole. Nobody writes to it while that goes
on, and who has it open finds another file there afterwards (``same_file``). What the old file held is overwritten once
the new one is in its place: on a disk that keeps earlier blocks (most SSDs, copies of the file system, a sync client)
that is no promise.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.storage import drafts, seal
from planner.storage.seal import Seal
from planner.storage.sqlite import connect, prepare, telling

_SUFFIX = ".rewritten~"
_BLOCK = 1 << 20


def open_by(path: Path, passphrase: str) -> bool:
    """Whether ``passphrase`` opens the locked file at ``path``; if it does, this process reads and writes it from now.

    Raises:
        PlannerError: ``store.sealed_extra`` without the driver; ``store.unreadable`` …
    """
    salt = seal.salt_of(path)
    assert salt is not None, "not locked"
    tried = seal.derived(passphrase, salt)
    with telling(path), closing(seal.connect(path, tried)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_NOTADB:
                return False
            raise
    seal.keep(tried)
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
    fresh = path.with_name(path.name + _SUFFIX)
    try:
        if path.stat().st_nlink > 1:
            raise PlannerError("store.other_names", path=str(path))
        with telling(path), closing(connect(path)) as source:
            _alone(source, path)
            sweep(path)
            typed = drafts.read(path)
            try:
                _write(source, path, fresh, to)
                _put(fresh, path)
            except BaseException:
                sweep(path)
                raise
    except (OSError, sqlite3.Error) as error:
        detail = fmt.os_error(error) if isinstance(error, OSError) else str(error)
        raise PlannerError("store.not_rewritten", path=str(path), detail=detail) from error
    drafts.write(path, typed)


def sweep(path: Path) -> None:
    """Remove what a rewriting that was killed has left beside ``path``: it may not be encrypted."""
    for name in (_SUFFIX, _SUFFIX + "-journal", _SUFFIX + "-wal", _SUFFIX + "-shm"):
        beside = path.with_name(path.name + name)
        if beside.exists():
            erase(beside)


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


def _write(source: sqlite3.Connection, path: Path, fresh: Path, to: Seal | None) -> None:
    """The same database in a new file, on the disk and checked row by row against the old one."""
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    old = seal.of(path)
    key = f"x'{old.key.hex()}{old.salt.hex()}'" if old else ""
    with closing(seal.connect(fresh, to)) as copy:
        for pragma in ("synchronous=OFF", "journal_mode=OFF"):  # the whole of it is brought to the disk below
            copy.execute(f"PRAGMA {pragma}")
        copy.execute(f'ATTACH ? AS source KEY "{key}"' if key else "ATTACH ? AS source KEY ''", (str(path),))
        copy.execute("SELECT sqlcipher_export('main', 'source')")
        copy.execute("DETACH source")
    with closing(connect(fresh)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not sound or _digest(copy) != _digest(source):
            raise PlannerError("store.not_rewritten", path=str(path), detail="≠")
    with fresh.open("rb") as file:
        os.fsync(file.fileno())


def _digest(connection: sqlite3.Connection) -> str:
    """Of the tables and of every row in them, the counters of ids included."""
    from hashlib import sha256

    found = sha256()
    tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    found.update(repr(tables).encode("utf-8", "surrogatepass"))
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (name,) in names:
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
            found.update(repr(row).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _put(fresh: Path, path: Path) -> None:
    """Rename over the old file, then spoil that: whoever waits for it finds no database, and writes into none."""
    fresh.chmod(path.stat().st_mode & 0o700)
    with path.open("r+b") as old:
        fresh.replace(path)
        _to_disk(path.parent)
        with suppress(OSError):
            _zero(old.fileno())


def erase(path: Path) -> None:
    """Overwrite a file and delete it."""
    _overwrite(path)
    path.unlink(missing_ok=True)


def _overwrite(path: Path) -> None:
    with suppress(OSError), path.open("r+b") as file:
        _zero(file.fileno())


def _zero(descriptor: int) -> None:
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(left, _BLOCK)))
    os.fsync(descriptor)


def _to_disk(folder: Path) -> None:
    """That a name has changed is only certain once the folder is on the disk; not every system has that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
