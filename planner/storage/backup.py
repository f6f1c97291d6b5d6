"""Verified copies of the database, kept beside it and readable by their owner only; of a locked one locked as it is."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from planner import clock
from planner.errors import PlannerError
from planner.storage.sqlite import connect, telling

FOLDER = "backups"
KEPT = 10


def make(path: Path) -> Path:
    """Copy the database at ``path`` into the ``backups`` folder beside it, check the copy, drop the oldest ones.

    Returns:
        The file of the copy. The newest ten are kept.

    Raises:
        PlannerError: ``store.backup_failed`` when the copy could not be made or differs from the original.
    """
    folder = path.parent / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        target = _free_name(folder, path.stem)
        with telling(path), closing(connect(path)) as source:
            _copy(source, target)
    except (OSError, sqlite3.Error) as error:
        raise PlannerError("store.backup_failed", path=str(folder)) from error
    _drop_oldest(path)
    return target


def _free_name(folder: Path, stem: str) -> Path:
    """A new empty file, readable by its owner only, named after the moment: the names sort by age."""
    moment = clock.now().replace(":", "").replace("-", "")
    for number in range(1000):
        target = folder / f"{stem}-{moment}-{number:03d}.db"
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        return target
    raise FileExistsError(folder)


def _copy(source: sqlite3.Connection, target: Path) -> None:
    """Copy by SQLite's own backup: copying the file alone would miss what still stands in the write-ahead log."""
    try:
        source.execute("BEGIN")
        with closing(connect(target, like=source)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        with closing(connect(target)) as copy:
            problems = copy.execute("PRAGMA integrity_check").fetchall()
            if problems != [("ok",)] or counts(copy) != counts(source):
                raise PlannerError("store.backup_failed", path=str(target.parent))
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of every table."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def files(path: Path) -> list[Path]:
    """The backups of the database at ``path``, the oldest first."""
    own = re.compile(re.escape(path.stem) + r"-\d{8}T\d{6}Z-\d{3}\.db")
    folder = path.parent / FOLDER
    return sorted(file for file in folder.iterdir() if own.fullmatch(file.name)) if folder.is_dir() else []


def _drop_oldest(path: Path) -> None:
    for old in files(path)[:-KEPT]:
        old.unlink(missing_ok=True)
