"""Whether a database is sound, beyond being readable."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from planner.domain.reminders.rules import check_kept
from planner.errors import PlannerError
from planner.storage import snapshot
from planner.storage.damage import BROKEN, Problem, damage
from planner.storage.fitting import brief, misfits
from planner.storage.rows.registry import TABLES
from planner.storage.sqlite import connect, prepare, reading, telling

_MOST = 20
_READS: tuple[Callable[[sqlite3.Connection], object], ...] = (
    snapshot.book,
    snapshot.settings,
    snapshot.reminder_rules,
    snapshot.reminder_marks,
    snapshot.reviews,
    snapshot.payoff_plans,
    snapshot.scenarios,
    snapshot.import_rules,
    snapshot.calls,
    snapshot.letters,
    snapshot.offers,
    snapshot.wishes,
    lambda connection: snapshot.operations(connection, -1),
)
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError)


def problems(path: Path) -> tuple[Problem, ...]:
    """Damaged pages and broken checks, tables and columns that are missing, rows whose parent is missing, reminders
    that cannot call, values that cannot be, loans whose terms do not go together, pragmas that do not hold, a file
    others can read.

    Raises:
        PlannerError: ``store.*`` when it cannot even be opened.
    """
    with telling(path), closing(connect(path)) as connection:
        found = [*damage(connection)]
        try:
            prepare(connection, looks=True)
            found += _references(connection)
            found += _rules(connection)
            found += _values(connection)
            found += _terms(connection)
            found += _pragmas(connection)
        except BROKEN as error:
            if not found:
                found.append(Problem("integrity", str(error)))
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        found.append(Problem("mode", f"{mode:o}"))
    return tuple(found)


def _pragmas(connection: sqlite3.Connection) -> Iterator[Problem]:
    # a write-ahead log is that of an earlier version, till the next write
    for pragma, wanted in (("foreign_keys", (1,)), ("journal_mode", ("delete", "wal"))):
        value = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        if value not in wanted:
            yield Problem("pragma", f"{pragma} = {value}")


def is_damaged(path: Path, *, rows: bool = True) -> bool:
    """Whether the file at ``path`` is broken as no use of the app can bring about.

    Args:
        path: the database.
        rows: whether the app must be able to read what stands in it, too.
    """
    try:
        with reading(path) as connection:
            return bool(damage(connection)) or (rows and not legible(connection))
    except PlannerError as error:
        return error.code in ("store.damaged", "store.not_a_database", "store.empty")
    except BROKEN:
        return True


def legible(connection: sqlite3.Connection) -> bool:
    """Whether the app can read all that stands in a database of today's tables."""
    try:
        for table in TABLES:  # columns too that are only exported
            for _ in connection.execute(f'SELECT * FROM "{table.name}"'):
                pass
        for read in _READS:
            read(connection)
    except (*_UNREADABLE, *BROKEN, PlannerError):
        return False
    return True


def _rules(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Reminders that a damaged or foreign file brought and that cannot call, by their title or number."""
    for key, title, *kept in connection.execute("SELECT id, title, code, rrule, lead_days FROM reminder_rule"):
        try:
            check_kept(*kept)
        except PlannerError:
            yield Problem("reminder", f"{key} {title}".strip())


def unreadable(path: Path) -> PlannerError | None:
    """What stands in the database that another program must have written, the first of it; None where all is well.

    Asked where something went wrong that nobody foresaw: ``store.row`` with ``where`` and the ``fault``.
    """
    try:
        with reading(path) as connection:
            found = next(_values(connection), None) or next(_references(connection), None)
            found = found or next(_terms(connection), None)
    except PlannerError as error:
        return error
    except BROKEN:  # a text that is none, a column that is missing
        return PlannerError("store.damaged", path=str(path))
    return None if found is None else PlannerError("store.row", path=str(path), where=found.detail, fault=found.fault)


def _references(connection: sqlite3.Connection) -> Iterator[Problem]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST):
        yield Problem("reference", f"{table} {row} → {parent}", PlannerError("row.reference", parent=parent))


def _values(connection: sqlite3.Connection) -> Iterator[Problem]:
    """The first value of each column that cannot stand in it, by table and id; the constraints know less."""
    for table in TABLES:
        names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table.name,))]
        if "id" not in names:
            continue
        asked = ", ".join(f'"{name}"' for name in names)
        rows = connection.execute(f'SELECT {asked} FROM "{table.name}" ORDER BY id').fetchall()
        for place, fault in sorted(misfits(table.name, names, rows), key=lambda one: one[0]):
            yield Problem("value", f"{table.name} {brief(rows[place][names.index('id')])}", fault)


def _terms(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Loans whose terms do not go together, by id; those that cannot even be read are told by their values."""
    try:
        accounts = snapshot.book(connection).accounts
    except Exception:  # noqa: BLE001 - whatever it was, it is not for this question
        return
    for account in accounts:
        try:
            account.loan.validate()
        except PlannerError as error:
            yield Problem("value", f"loan {account.loan.id}", error)
