"""Putting a checked database in the place of the one that stands: at any moment the old one or the new one, whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from planner import clock
from planner.errors import PlannerError
from planner.storage import backup, descriptors, edition, same_file, seal, sealing, standing
from planner.storage.partial import folder_to_disk, put
from planner.storage.rows.registry import TABLES
from planner.storage.seal import Seal
from planner.storage.sqlite import attach, commit, connect, prepare, roll_back, telling

_LOG = ("-wal", "-journal")


def lock_for(path: Path, source: Path) -> Seal | None:
    """The lock that the database at ``path`` has after ``source`` was restored to it; None for none.

    A database keeps what it has: whoever locked it, or took the lock off, meant that. Where none stands, or what is no
    database any more, it is that of the source: what was locked is never made readable without being asked for.

    Raises:
        PlannerError: ``store.sealed`` before the passphrase was given.
    """
    if seal.sealed(path):
        return seal.of(path)
    return None if seal.plain(path) else seal.of(source)


def copy_into(source: Path, fresh: Path) -> None:
    """Make ``fresh``, which is empty or was ``seal.begin``, hold what ``source`` does, locked as ``fresh`` is.

    Raises:
        PlannerError: ``store.*``; sqlite3.Error.
    """
    to = seal.of(fresh)
    with telling(source), closing(connect(source, "ro")) as connection:
        if seal.of(source) == to:
            backup.duplicate(connection, fresh)
        else:
            sealing.write(connection, source, fresh, to)


def refill(path: Path, fresh: Path) -> Path:
    """Give the sound database at ``path`` the rows of ``fresh``, which has the same tables, in one transaction.

    Whoever has the file open sees it as any other write. The backup is made under the write lock: it holds exactly
    what is then replaced.

    Returns:
        The backup.

    Raises:
        PlannerError: ``store.damaged``, ``store.busy``, ``store.backup_failed`` …; the database is as it was. As
            ``sqlite.commit``.
    """
    with telling(path), closing(connect(path)) as connection:
        prepare(connection, foreign_keys=False)
        attach(connection, fresh, "fresh")
        connection.execute("BEGIN IMMEDIATE")
        try:
            before = backup.make(path)
            expected = same_file.meant(path)
            for name in (*(table.name for table in TABLES), "sqlite_sequence"):  # the counters last: rows move them
                _take(connection, name)
            edition.count_on(connection)
            for name in standing.TABLES:  # at last: each row of the others drops what is kept of its account
                _take(connection, name)
            number = edition.of(connection)
            commit(connection, path, expected, lambda found: edition.of(found) == number)
        except BaseException:
            roll_back(connection)
            raise
        _to_file(connection)
    return before


def _to_file(connection: sqlite3.Connection) -> None:
    """What stands in a write-ahead log goes into the file, where there is one; it is kept already."""
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _take(connection: sqlite3.Connection, name: str) -> None:
    """All rows of a table, by the names of its columns: migrations have put some in another order."""
    columns = ", ".join(
        f'"{column}"' for (column,) in connection.execute("SELECT name FROM pragma_table_info(?, 'fresh')", (name,))
    )
    connection.execute(f'DELETE FROM main."{name}"')
    connection.execute(f'INSERT INTO main."{name}" ({columns}) SELECT {columns} FROM fresh."{name}"')


def instead(path: Path, fresh: Path) -> Path | None:
    """Put the file ``fresh`` at ``path``, where nothing sound stands; what stands there is kept beside it.

    Returns:
        Where that is kept; None when nothing was there.

    Raises:
        PlannerError: ``store.in_use`` while an app has it open, as far as the system tells that.
        OSError: it could not be done; what stood there stands there still.
    """
    if path.exists() and descriptors.is_pinned_elsewhere(path):
        raise PlannerError("store.in_use", path=str(path))
    there = [path.with_name(path.name + suffix) for suffix in ("", *_LOG)]
    aside = _keep(path) if any(file.exists() and file.stat().st_size for file in there) else None
    for suffix in (*_LOG, "-shm"):  # the log of the old file must not be played into the new one
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    put(fresh, path)
    return aside


def _keep(path: Path) -> Path:
    """A second name for the file and for its log, private as itself."""
    moment = clock.now().replace(":", "").replace("-", "")
    for number in range(1000):
        aside = path.with_name(f"{path.stem}-damaged-{moment}-{number:03d}.db")
        if any(aside.with_name(aside.name + suffix).exists() for suffix in ("", *_LOG)):
            continue
        for suffix in ("", *_LOG):
            with suppress(FileNotFoundError):
                _second(path.with_name(path.name + suffix), aside.with_name(aside.name + suffix))
        folder_to_disk(path.parent)
        return aside
    raise FileExistsError(path)


def _second(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copyfile(file, name)
    name.chmod(0o600)


def since(path: Path, copy: Path) -> tuple[int, int]:
    """What stands in the database at ``path`` and not in the backup: steps taken, loans and records entered.

    Raises:
        PlannerError: ``store.*`` when one of them cannot be read.
    """
    with telling(path), closing(connect(path, "ro", beside=copy)) as connection:
        attach(connection, copy, "old")
        ours = ("loan", *backup.RECORDS)
        missing = [f"SELECT count(*) FROM main.{name} WHERE id NOT IN (SELECT id FROM old.{name})" for name in ours]
        entered = sum(connection.execute(query).fetchone()[0] for query in missing)
        steps = connection.execute(
            "SELECT count(*) FROM main.operation WHERE NOT undone AND id NOT IN (SELECT id FROM old.operation)"
        ).fetchone()[0]
    return steps, entered
