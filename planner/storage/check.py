"""Whether a database is sound, beyond being readable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from planner.domain.basics.reach import FIRST_DAY, LAST_DAY
from planner.domain.reminders.rules import check_kept
from planner.errors import PlannerError
from planner.storage.rows.registry import TABLES
from planner.storage.sqlite import connect, prepare, telling

_MOST = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: ``check.<code>`` names it, ``detail`` is what SQLite says."""

    code: str
    detail: str


def problems(path: Path) -> tuple[Problem, ...]:
    """Damaged pages and broken checks, rows whose parent is missing, reminders that cannot call, days that nothing can
    be reckoned with, pragmas that do not hold, a file others can read.

    Raises:
        PlannerError: ``store.*`` when it cannot even be opened.
    """
    with telling(path), closing(connect(path)) as connection:
        prepare(connection)
        found = [
            Problem("integrity", text)
            for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST})")
            if text != "ok"
        ]
        found += [
            Problem("reference", f"{table} {row} → {parent}")
            for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
        ]
        found += _rules(connection)
        found += _days(connection)
        for pragma, wanted in (("foreign_keys", 1), ("journal_mode", "wal")):
            value = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            if value != wanted:
                found.append(Problem("pragma", f"{pragma} = {value}"))
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        found.append(Problem("mode", f"{mode:o}"))
    return tuple(found)


def _rules(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Reminders that a damaged or foreign file brought and that cannot call, by their title or number."""
    for key, title, *kept in connection.execute("SELECT id, title, code, rrule, lead_days FROM reminder_rule"):
        try:
            check_kept(*kept)
        except PlannerError:
            yield Problem("reminder", f"{key} {title}".strip())


def day_columns() -> dict[str, set[str]]:
    """The columns that keep a calendar day, by table."""
    return {table.name: {column.name for column in table.columns if column.is_day} for table in TABLES}


def _days(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Days outside those that can be reckoned with, by table, row and column."""
    for table, columns in day_columns().items():
        for column in sorted(columns):
            for key, on in connection.execute(
                f'SELECT id, "{column}" FROM {table} WHERE "{column}" NOT BETWEEN ? AND ?',
                (FIRST_DAY.isoformat(), LAST_DAY.isoformat()),
            ):
                yield Problem("day", f"{table} {key}, {column}: {on}")
