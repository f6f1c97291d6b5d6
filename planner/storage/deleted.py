"""What stood in the file once and does not any more, from the change log: loans, reminders, cases, calls."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from planner.domain.accounts.records import Account
from planner.domain.cases.calls import Call
from planner.domain.cases.file import CaseFile
from planner.domain.reminders.rules import Rule
from planner.errors import PlannerError
from planner.storage import journal, schema, snapshot
from planner.storage.fitting import misfits
from planner.storage.sqlite import connect, reading, telling
from planner.values import dataclass

_ABOUT = ("loan", "reminder_rule", "case_file", "collector_call")
_MOST = 10_000_000  # characters of changes: a bill of years that was undone is not looked through
_PARENTS = "lender"  # of which rows that stand are needed, too
_BROKEN = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, sqlite3.Error, PlannerError)
_Rows = dict[str, dict[int, list[Any]]]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Accounts as they were last, rules, cases and calls likewise, and when each loan had been entered, by its id."""

    accounts: tuple[Account, ...] = ()
    rules: tuple[Rule, ...] = ()
    cases: tuple[CaseFile, ...] = ()
    calls: tuple[Call, ...] = ()
    entered: tuple[tuple[int, str], ...] = ()


def deleted(path: Path, since: str) -> Deleted:
    """What was deleted, or entered and undone, by operations written from ``since`` on (ISO, UTC).

    Nothing where the change log does not tell it in the shape of the tables of today.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with telling(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA temp_store=MEMORY")  # of a locked file nothing readable gets onto the disk
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
        try:
            tables = journal.followed(connection)
            rows = _gone(connection, tables, since)
            if not any(rows.get(table) for table in _ABOUT):
                return Deleted()
            _stand_apart(connection, tables, rows)
            entered = connection.execute("SELECT id, entered_at FROM loan ORDER BY id").fetchall()
            accounts = tuple(account for account in snapshot.accounts(connection) if _holds_together(account))
            rules, cases = snapshot.reminder_rules(connection), snapshot.cases(connection)
            return Deleted(accounts, rules, cases, snapshot.calls(connection), tuple(entered))
        except _BROKEN:  # a log that a restored document brought along may hold anything
            return Deleted()


def ended_plans(path: Path, since: date) -> tuple[Mapping[str, Any], ...]:
    """The documents of adopted plans that others have followed from ``since`` on; not what nobody can read.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with reading(path) as connection:
        rows = connection.execute(
            "SELECT document FROM payoff_plan WHERE ended_on >= ? ORDER BY version", (since.isoformat(),)
        ).fetchall()
    found = []
    for (text,) in rows:
        try:
            document = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            continue
        if isinstance(document, Mapping):
            found.append(document)
    return tuple(found)


def _gone(connection: sqlite3.Connection, tables: dict[str, list[str]], since: str) -> _Rows:
    """The last image of each row that is no more, by table and id, of operations that took one of those away."""
    found: _Rows = {}
    entries = connection.execute(
        "SELECT undone, changes FROM operation WHERE at >= ? AND revision = ? AND changes IS NOT NULL"
        " AND length(changes) <= ? AND (undone = 1"
        " OR code IN ('loan.delete', 'reminder.delete', 'case.delete', 'call.delete')) ORDER BY id",
        (since, schema.HEAD, _MOST),
    )
    for undone, text in entries:
        for table, before, after in json.loads(text):
            image = after if undone else before
            gone = image is not None and (undone or after is None) and len(image) == len(tables[table])
            if gone and not any(misfits(table, tables[table], [image])):
                found.setdefault(table, {})[image[0]] = image
    for table, images in found.items():
        for key in [key for key in images if connection.execute(_STANDS.format(table), (key,)).fetchone()]:
            del images[key]
    return found


def _holds_together(account: Account) -> bool:
    """Whether a loan is one that the app could have kept: a log that somebody wrote may leave out its terms."""
    try:
        account.loan.validate()
    except PlannerError:
        return False
    return True


_STANDS = "SELECT 1 FROM main.{} WHERE id = ?"  # the table's name comes from the file's own list


def _stand_apart(connection: sqlite3.Connection, tables: dict[str, list[str]], rows: _Rows) -> None:
    """Tables of the same names before those of the file, in memory, of those rows alone: for this connection only.

    They take what the file's own would, and refuse the rest.
    """
    connection.execute("PRAGMA query_only=OFF")
    for table, columns in tables.items():
        (made,) = connection.execute("SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?", (table,))
        connection.execute(made[0].replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
        if table == _PARENTS:
            connection.execute(f"INSERT INTO temp.{table} SELECT * FROM main.{table}")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO temp.{table} VALUES ({marks})", rows.get(table, {}).values())
    connection.execute("PRAGMA query_only=ON")
