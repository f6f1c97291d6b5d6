"""The tables that keep what accounts answer without their history: read, claimed, filled.

Nothing stands in them that cannot be worked out again. Triggers in the schema drop what is kept of an account at any
write to one of its records, by whomever: what is found is not stale. A ``stamp`` is a number that is never given twice;
as long as an account has the same one, none of its records has changed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from planner.paths import shipped
from planner.storage.answers import raw
from planner.storage.rows.loans import LENDERS, LOANS
from planner.storage.rows.records import OF_ACCOUNT

TABLES = ("kept_standing", "kept_day")
_ROOMS = (  # that the answers are made by
    *(f"domain/{room}" for room in ("basics", "accounts", "schedule", "ledger", "figures")),
    "overview",
    "storage/rows",
)


COLUMNS = {
    "kept_standing": ("loan_id", "stamp", "made", "until_on", "calendar", "months", "met"),
    "kept_day": ("loan_id", "from_on", "until_on", "answers", "met", "met_size", "checksum"),
    "kept_answer": ("day", "form", "language", "made", "shape", "told", "checksum"),
}
"""The tables and what stands in them: no values of the app, and yet every reading or writing asks them."""


class Kept(NamedTuple):
    """What is kept of an account for a day, as text; ``calendar``: its terms go by the calendar of working days."""

    stamp: int
    calendar: bool
    answers: str
    met: bytes
    months: str


class Run(NamedTuple):
    """Days, both inclusive, on which an account answers the same."""

    from_on: date
    until_on: date
    answers: str
    met: bytes


@cache
def maker() -> str:
    """What the answers are made by: the code of the ledger and the calendar, as their files are."""
    home = Path(__file__).parents[1]
    files = [entry for room in _ROOMS for entry in os.scandir(home / room) if entry.name.endswith(".py")]
    seen = [entry.stat() for entry in sorted(files, key=lambda entry: entry.path)]
    seen.append((shipped("seeds") / "holidays.toml").stat())
    # of whole numbers a hash is the same in every process; a better one costs more than all the files
    return f"{hash(tuple((stat.st_size, stat.st_mtime_ns) for stat in seen)):x}"


def of_day(connection: sqlite3.Connection, on: date) -> dict[int, Kept]:
    """What is kept for a day, by loan id: of many accounts, or of none. Not what is no longer as it was written.

    Nothing where triggers are missing: a write may then have left what it made stale.
    """
    day = on.isoformat()
    rows = raw(
        connection,
        "SELECT loan_id, checksum, from_on, kept_day.until_on, stamp, calendar, answers,"
        " coalesce(kept_day.met, substr(kept_standing.met, 1, met_size), x''), months"
        " FROM kept_standing JOIN kept_day USING (loan_id)"
        " WHERE made = ? AND ? BETWEEN from_on AND kept_day.until_on",
        (maker(), day),
    )
    if rows and not is_guarded(connection):
        return {}
    found = {}
    for loan_id, checksum, first, last, stamp, calendar, answers, met, months in rows:
        with suppress(TypeError, UnicodeDecodeError):
            if checksum == _checksum(loan_id, first, last, answers, met, months):
                found[loan_id] = Kept(stamp, bool(calendar), answers.decode(), met, months.decode())
    return found


def _checksum(loan_id: int, first: bytes, last: bytes, answers: bytes, met: bytes, months: bytes) -> int:
    """A page that a disk has spoilt may still be one for SQLite, and what is kept is told as it stands."""
    return crc32(met, crc32(b"%d %b %b %b %b" % (loan_id, first, last, months, answers)))


def stamp_of(connection: sqlite3.Connection, loan_id: int) -> int | None:
    """The stamp that an account has now."""
    found = connection.execute("SELECT stamp FROM kept_standing WHERE loan_id = ?", (loan_id,)).fetchone()
    return None if found is None else int(found[0])


def wanting(connection: sqlite3.Connection, today: date, day: date) -> list[int]:
    """The loans, by id, of which not all days from ``today`` to ``day`` are kept."""
    rows = connection.execute(
        "SELECT id FROM loan WHERE id NOT IN (SELECT loan_id FROM kept_standing JOIN kept_day USING (loan_id)"
        " WHERE made = ? AND kept_standing.until_on >= ? AND from_on <= ?) ORDER BY id",
        (maker(), day.isoformat(), today.isoformat()),
    )
    return [loan_id for (loan_id,) in rows]


def unknown(connection: sqlite3.Connection, on: date) -> tuple[int, int]:
    """How many accounts there are, and about how many payments are recorded on those of which nothing is kept."""
    accounts, kept = connection.execute(
        "SELECT count(*), count(kept_standing.loan_id) FROM loan LEFT JOIN kept_standing ON kept_standing.loan_id = id"
        " AND made = ? AND until_on >= ?",
        (maker(), on.isoformat()),
    ).fetchone()
    (last,) = connection.execute("SELECT max(id) FROM repayment").fetchone()
    return accounts, (last or 0) * (accounts - kept) // max(accounts, 1)


def claim(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, int]:
    """Give a stamp to those accounts that have none, in an open write transaction; those of all of them."""
    found = {}
    for loan_id in ids:
        connection.execute(
            "INSERT INTO kept_standing (loan_id, stamp, made, until_on, calendar, months, met)"
            " SELECT id, random(), '', '', 0, '[]', x'' FROM loan WHERE id = ? ON CONFLICT DO NOTHING",
            (loan_id,),
        )
        stamp = stamp_of(connection, loan_id)
        if stamp is not None:
            found[loan_id] = stamp
    return found


def fill(
    connection: sqlite3.Connection, loan_id: int, stamp: int, months: str, runs: Sequence[Run], *, calendar: bool
) -> None:
    """Keep the answers of an account, in an open write transaction; not if it has changed since it got its stamp."""
    met = runs[-1].met  # mostly those of the days before are the first of them
    done = connection.execute(
        "UPDATE kept_standing SET made = ?, until_on = ?, calendar = ?, months = ?, met = ?"
        " WHERE loan_id = ? AND stamp = ?",
        (maker(), runs[-1].until_on.isoformat(), int(calendar), months, met, loan_id, stamp),
    )
    if done.rowcount:
        connection.execute("DELETE FROM kept_day WHERE loan_id = ?", (loan_id,))
        connection.executemany(
            "INSERT INTO kept_day (loan_id, from_on, until_on, answers, met, met_size, checksum)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [_row(loan_id, run, months, met) for run in runs],
        )


def _row(loan_id: int, run: Run, months: str, met: bytes) -> tuple[Any, ...]:
    first, last = run.from_on.isoformat(), run.until_on.isoformat()
    own = None if met.startswith(run.met) else run.met
    checksum = _checksum(loan_id, first.encode(), last.encode(), run.answers.encode(), run.met, months.encode())
    return loan_id, first, last, run.answers, own, len(run.met), checksum


def kept(connection: sqlite3.Connection) -> list[int]:
    """The loans, by id, of which something is kept that this program has made."""
    rows = connection.execute("SELECT loan_id FROM kept_standing WHERE made = ? ORDER BY loan_id", (maker(),))
    return [loan_id for (loan_id,) in rows]


def runs_of(connection: sqlite3.Connection, loan_id: int) -> tuple[Run, ...]:
    """All days that are kept of an account.

    Raises:
        ValueError: what stands there is no day, or no text.
    """
    rows = raw(
        connection,
        "SELECT from_on, kept_day.until_on, answers,"
        " coalesce(kept_day.met, substr(kept_standing.met, 1, met_size), x'')"
        " FROM kept_standing JOIN kept_day USING (loan_id) WHERE loan_id = ? ORDER BY from_on",
        (loan_id,),
    )
    return tuple(
        Run(date.fromisoformat(first.decode()), date.fromisoformat(last.decode()), answers.decode(), met)
        for first, last, answers, met in rows
    )


def beside(connection: sqlite3.Connection, loan_id: int) -> tuple[str, bool]:
    """The month ends that are kept of an account, and whether its terms go by the calendar.

    Raises:
        ValueError: what stands there is no text.
    """
    ((months, calendar),) = raw(connection, "SELECT months, calendar FROM kept_standing WHERE loan_id = ?", (loan_id,))
    return months.decode(), bool(calendar)


def drop(connection: sqlite3.Connection, loan_id: int) -> None:
    """Keep nothing of an account any more."""
    connection.execute("DELETE FROM kept_standing WHERE loan_id = ?", (loan_id,))


# -- what drops it -----------------------------------------------------------------------------------------------------


def unguard(connection: sqlite3.Connection) -> None:
    """Forget all that is kept and take the triggers away, while tables are rebuilt.

    A table that is dropped loses its triggers, and one that has another name for a moment breaks those that name it.
    """
    for name in _names(connection, "trigger"):
        connection.execute(f'DROP TRIGGER "{name}"')
    for name in _names(connection, "table"):
        connection.execute(f'DELETE FROM "{name}"')


def guard(connection: sqlite3.Connection) -> None:
    """Make the triggers that drop what a write makes stale, by whatever program: they stand in the file."""
    for statement in _guards(connection).values():
        connection.execute(statement)


def is_guarded(connection: sqlite3.Connection) -> bool:
    """Whether all of these triggers are there: a program that builds a table anew may lose those of that table."""
    there = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'kept_*'")
    return _guards(connection).items() <= dict(there).items()


def guard_again(connection: sqlite3.Connection) -> None:
    """Forget what is kept, where triggers are missing, and make them all, in an open write transaction."""
    if not is_guarded(connection):
        unguard(connection)
        guard(connection)


def _guards(connection: sqlite3.Connection) -> dict[str, str]:
    """The statements that make them, by the name of the trigger, for the tables that are there.

    They ask for both accounts of a row that moves, and for that of a row which a ``REPLACE`` takes away without calling
    the triggers of deleting.
    """
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
        " AND sql NOT LIKE 'create virtual %'"
    )
    return _guards_of(tuple(name for (name,) in tables if name.isidentifier()))  # else it is another program's


@cache
def _guards_of(tables: tuple[str, ...]) -> dict[str, str]:
    kept = [table for table in tables if table.startswith("kept_")]
    if not kept:
        return {}  # an earlier revision
    name = "kept_standing_deleted"
    made = {
        name: f"CREATE TRIGGER {name} AFTER DELETE ON kept_standing"
        " BEGIN DELETE FROM kept_day WHERE loan_id = old.loan_id; END"
    }
    for rows in (*LOANS.children.values(), *OF_ACCOUNT.values()):
        made |= _drop_at(rows.name, "{}", f"SELECT loan_id FROM {rows.name} WHERE id = new.id", "loan_id")
    made |= _drop_at(LOANS.name, "{}", "new.id", "id")
    made |= _drop_at(LENDERS.name, "SELECT id FROM loan WHERE lender_id IN ({})", "new.id", "id")
    if "kept_answer" in kept:  # not in an earlier revision
        for table in tables:
            if table not in kept:
                made |= _drop_answers(table)
    return made


def _drop_answers(table: str) -> dict[str, str]:
    """At any write to any table whatever: a ``REPLACE`` inserts, too."""
    return {
        (name := f"kept_answer_{table}_{event.lower()}"): f"CREATE TRIGGER {name} AFTER {event} ON {table}"
        " BEGIN DELETE FROM kept_answer; END"
        for event in ("INSERT", "UPDATE", "DELETE")
    }


def _names(connection: sqlite3.Connection, kind: str) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = ? AND name GLOB 'kept_*'", (kind,))
    return [name for (name,) in rows]


def _drop_at(table: str, loans: str, replaced: str, key: str) -> dict[str, str]:
    return {
        (name := f"kept_{table}_{event.replace(' ', '_').lower()}"): f"CREATE TRIGGER {name} {event} ON {table}"
        f" BEGIN DELETE FROM kept_standing WHERE loan_id IN ({loans.format(which)}); END"
        for event, which in (
            ("BEFORE INSERT", replaced),
            ("AFTER INSERT", f"new.{key}"),
            ("AFTER UPDATE", f"old.{key}, new.{key}"),
            ("AFTER DELETE", f"old.{key}"),
        )
    }
