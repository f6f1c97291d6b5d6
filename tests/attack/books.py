"""The databases that the attacks begin with, and whether one is sound afterwards."""

from __future__ import annotations

import atexit
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from planner.storage import backup, drafts
from tests.attack.harness import Failed, command
from tests.make import people

Rows = dict[str, dict[int, list[Any]]]
UNFOLLOWED = ("operation", "alembic_version", "sqlite_sequence", "sqlite_stat1")
# progress, and what is made of the rest: no step of undo
PAST_THE_JOURNAL = ("review", "kept_standing", "kept_day", "kept_answer")


@cache
def made(make: Callable[[Path], object]) -> Path:
    """The database that ``make`` writes, written once in a process; to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="attack-base-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "base.db"
    make(path)
    return path


def hostile() -> Path:
    """Seven borrowings of seven kinds with a journal of all that made them."""
    return made(people.hostile)


def rows(connection: sqlite3.Connection) -> Rows:
    """What stands in every table that the journal follows, by id."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: {row[0]: list(row) for row in connection.execute(f'SELECT * FROM "{name}"')}
        for name in names
        if name not in UNFOLLOWED
    }


def by_journal(connection: sqlite3.Connection) -> Rows:
    """What would stand there if only the entries of the journal had ever been done, in their order."""
    found: Rows = {name: {} for name in rows(connection)}
    for (changes,) in connection.execute("SELECT changes FROM operation WHERE undone = 0 ORDER BY id"):
        if changes is None:
            raise Failed("the journal has lost images", "more than it keeps")
        for table, before, after in json.loads(changes):
            if before is not None:
                found[table].pop(before[0], None)
            if after is not None:
                found[table][after[0]] = after
    return found


def standing(path: Path) -> list[int]:
    """The ids of the entries that are not undone, in their order."""
    with closing(sqlite3.connect(path)) as connection:
        return [key for (key,) in connection.execute("SELECT id FROM operation WHERE undone = 0 ORDER BY id")]


def check_rows(path: Path, *, journalled: bool = True) -> None:
    """Pages and references are whole; each write's rows are there all or not at all.

    Raises:
        Failed: what is not.
    """
    with closing(sqlite3.connect(path)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall()
        if whole != [("ok",)]:
            raise Failed("damaged pages", whole[:3])
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise Failed("broken references", broken[:3])
        if journalled:
            _compare(rows(connection), by_journal(connection))


def _compare(there: Rows, told: Rows) -> None:
    for table, found in there.items():
        if table not in PAST_THE_JOURNAL and found != told[table]:
            different = [key for key in {*found, *told[table]} if found.get(key) != told[table].get(key)]
            raise Failed(f"rows and journal differ in {table}", f"ids {different[:5]}")


def check_sound(path: Path, folder: Path, *allowed: str, journalled: bool = True) -> None:
    """``check_rows``; ``planner check`` says so too; and it leaves nothing lying about but what is ``allowed``.

    Raises:
        Failed: what is wrong.
    """
    answer = command(path, "check", folder=folder)
    if answer.status:
        raise Failed("check finds something", answer.text[:300])
    check_rows(path, journalled=journalled)
    check_tidy(path, *allowed)


def check_tidy(path: Path, *allowed: str) -> None:
    """Beside the database stand its drafts and its backups, each of them sound, and nothing else.

    Raises:
        Failed: names what else there is.
    """
    known = {path.name, drafts.file_of(path).name, backup.FOLDER, *allowed}
    debris = sorted(file.name for file in path.parent.iterdir() if file.name not in known)
    if debris:
        raise Failed("debris", debris)
    copies = path.parent / backup.FOLDER
    for copy in sorted(copies.iterdir()) if copies.is_dir() else ():
        try:
            check_rows(copy, journalled=False)
            standing(copy)
        except (sqlite3.Error, Failed) as error:
            raise Failed("a backup is none", f"{copy.name}: {error}") from error
