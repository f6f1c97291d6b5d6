"""Damage that SQLite itself can see: pages, checks, indexes, tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from planner.errors import PlannerError
from planner.storage import standing
from planner.storage.rows.registry import TABLES
from planner.storage.sqlite import foreign_version
from planner.values import dataclass

BROKEN = (sqlite3.Error, UnicodeDecodeError)  # the latter where SQLite quotes what is no text
_MOST = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: ``check.<code>`` names it, ``detail`` is what SQLite says, or where it stands.

    ``fault`` is what is wrong with what stands there.
    """

    code: str
    detail: str
    fault: PlannerError | None = None


def damage(connection: sqlite3.Connection) -> tuple[Problem, ...]:
    """Damaged pages and broken checks, tables and columns that are missing.

    Raises:
        sqlite3.OperationalError: the database is in use for too long.
    """
    try:
        lines = [text for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST})") if text != "ok"]
        if lines and getattr(connection, "seal", None):  # after the first wrong MAC the driver reads no page any more
            told = [text for (text,) in connection.execute("PRAGMA cipher_integrity_check")]
            lines = told[:_MOST] or lines
        found = [Problem("integrity", text) for text in lines]
        if version := foreign_version(connection):
            found.append(Problem("integrity", f"file format write version {version}"))
        found += _missing(connection)
        return tuple(found)
    except BROKEN as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return (Problem("integrity", str(error)),)


def _missing(connection: sqlite3.Connection) -> Iterator[Problem]:
    wanted = {table.name: tuple(column.name for column in table.columns) for table in TABLES} | standing.COLUMNS
    for table, columns in wanted.items():
        there = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}
        if not there:
            yield Problem("missing", table)
        yield from (Problem("missing", f"{table}.{column}") for column in columns if there and column not in there)
