"""Reading an exported JSON document back into an empty database, exactly or not at all."""

from __future__ import annotations

import codecs
import json
import sqlite3
from typing import Any

from planner.errors import PlannerError
from planner.values import dataclass

FORMAT = "planner-dump"
VERSION = 1
_REPLACED = ("setting", "operation")  # what a first start may have written already; a database with no more is empty
_LARGEST = 2**63 - 1
_LAST_NUMBER = 10**12  # given in a table: from the largest that SQLite knows it could give no further ones

Value = int | str | None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table; each has one value per column."""

    columns: list[str]
    rows: list[list[Value]]


@dataclass(frozen=True, slots=True)
class Dump:
    """A document whose shape has been checked, not yet its content."""

    revision: str
    tables: dict[str, Table]
    sequences: dict[str, int]

    def table(self, name: str) -> Table:
        """The table of that name; one without columns and rows where the document has none."""
        return self.tables.get(name, Table([], []))


def looks_like_export(data: bytes) -> bool:
    """Whether the content of a file begins as a document of ours does."""
    return data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{"


def text_of(data: bytes, name: str) -> str:
    """The text of the file ``name``.

    Raises:
        PlannerError: ``dump.unreadable`` when it is none.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlannerError("dump.unreadable", path=name) from error


def parse(text: str) -> Dump:
    """The document in ``text``.

    Raises:
        PlannerError: ``dump.malformed`` when it is not one; ``dump.format`` when it is of another program or version.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _malformed("JSON") from error
    if not isinstance(given, dict) or given.get("format") != FORMAT or given.get("version") != VERSION:
        raise PlannerError("dump.format")
    revision, tables, sequences = (given.get(name) for name in ("revision", "tables", "sequences"))
    if not (isinstance(revision, str) and revision.isdecimal()):
        raise _malformed("revision")
    if not isinstance(tables, dict):
        raise _malformed("tables")
    if not isinstance(sequences, dict) or not all(map(_counter, sequences.values())):
        raise _malformed("sequences")
    return Dump(revision, {name: _table(name, table) for name, table in tables.items()}, sequences)


def _table(name: str, given: Any) -> Table:
    if not isinstance(given, dict):
        raise _malformed(name)
    columns, rows = given.get("columns"), given.get("rows")
    if not isinstance(columns, list) or not all(isinstance(column, str) for column in columns):
        raise _malformed(f"{name}.columns")
    if not isinstance(rows, list):
        raise _malformed(f"{name}.rows")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list) or len(row) != len(columns) or not all(_plain(value) for value in row):
            raise _malformed(f"{name} {number}")
    return Table(columns, rows)


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _counter(value: Any) -> bool:
    return _number(value) and 0 <= value <= _LAST_NUMBER


def _plain(value: object) -> bool:
    """Whether SQLite can hold it exactly: NULL, a whole number of 64 bits, or text without broken characters."""
    if isinstance(value, str):
        return not any("\ud800" <= char <= "\udfff" for char in value)
    return value is None or _number(value)


def fill(connection: sqlite3.Connection, dump: Dump) -> int:
    """Write the rows of ``dump`` into an empty database of its revision, inside the open transaction.

    Names of tables and columns are taken from the database; those of the document must be the same.

    Returns:
        The number of rows.

    Raises:
        PlannerError: ``dump.not_empty``; ``dump.malformed`` when tables, columns or a value do not fit.
    """
    columns = _columns(connection)
    if dump.tables.keys() != columns.keys():
        raise _malformed(", ".join(sorted(dump.tables.keys() ^ columns.keys())))
    _clear(connection, columns)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for name, table in dump.tables.items():
        if sorted(table.columns) != sorted(columns[name]):
            raise _malformed(f"{name}.columns")
        _insert(connection, name, table)
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise _malformed(f"{broken[0]} → {broken[2]}")
    _set_sequences(connection, dump, columns)
    return sum(len(table.rows) for table in dump.tables.values())


def _columns(connection: sqlite3.Connection) -> dict[str, list[str]]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {
        name: [column for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))]
        for (name,) in names.fetchall()
        if name != "alembic_version"
    }


def _clear(connection: sqlite3.Connection, columns: dict[str, list[str]]) -> None:
    for name in columns:
        if name in _REPLACED:
            connection.execute(f'DELETE FROM "{name}"')
        elif connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")').fetchone()[0]:
            raise PlannerError("dump.not_empty")


def _insert(connection: sqlite3.Connection, name: str, table: Table) -> None:
    names = ", ".join(f'"{column}"' for column in table.columns)
    statement = f'INSERT INTO "{name}" ({names}) VALUES ({", ".join("?" * len(table.columns))})'
    for number, row in enumerate(table.rows, 1):
        try:
            connection.execute(statement, row)
        except (sqlite3.IntegrityError, sqlite3.DataError) as error:
            raise _malformed(f"{name} {number}: {error}") from error


def _set_sequences(connection: sqlite3.Connection, dump: Dump, columns: dict[str, list[str]]) -> None:
    connection.execute("DELETE FROM sqlite_sequence")
    for name, last in dump.sequences.items():
        if name not in columns:
            raise _malformed("sequences")
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))


def _malformed(where: str) -> PlannerError:
    return PlannerError("dump.malformed", where=where)
