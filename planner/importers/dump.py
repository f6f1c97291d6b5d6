"""Reading an exported JSON document back into an empty database, exactly or not at all.

A lifetime of records comes in at once, so what is well is seen for many values together; what is not is looked for
value by value, to tell its place.
"""

from __future__ import annotations

import codecs
import json
import re
import sqlite3
from itertools import chain
from operator import itemgetter
from types import NoneType
from typing import Any

from planner.domain.basics.text import clean, quoted
from planner.errors import PlannerError
from planner.values import dataclass, field

FORMAT = "planner-dump"
VERSION = 1
_REPLACED = ("setting", "operation")  # what a first start may have written already; a database with no more is empty
_LARGEST = 2**63 - 1
_LAST_NUMBER = 10**12  # given in a table: from the largest that SQLite knows it could give no further ones
_BROKEN = re.compile("[\ud800-\udfff]")  # halves of characters
_AT_ONCE = 3000  # values that one statement is given
_REFUSED = (sqlite3.IntegrityError, sqlite3.DataError)

Value = int | str | None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table; each has one value per column. ``values`` are the different ones of each column."""

    columns: list[str]
    rows: list[list[Value]]
    values: list[set[Value]] = field(default_factory=list)


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
        PlannerError: ``dump.malformed`` when it is not one, with the ``fault`` where a value is one; ``dump.format``
            when it is of another program or version.
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
    if not isinstance(sequences, dict):
        raise _malformed("sequences")
    for name, last in sequences.items():
        if not _counter(last):
            told = {"field": name, "name": clean(name), "value": _brief(last)}
            raise _malformed("sequences", PlannerError("row.number", **told, low=0, high=_LAST_NUMBER))
    return Dump(revision, {name: _table(name, table) for name, table in tables.items()}, sequences)


def _table(name: str, given: Any) -> Table:
    if not isinstance(given, dict):
        raise _malformed(name)
    columns, rows = given.get("columns"), given.get("rows")
    if not isinstance(columns, list) or not all(isinstance(column, str) for column in columns):
        raise _malformed(f"{name}.columns")
    if not isinstance(rows, list):
        raise _malformed(f"{name}.rows")
    values = _values(rows, len(columns))
    if values is None:
        number, row = next(found for found in enumerate(rows, 1) if not _fits(found[1], len(columns)))
        raise _malformed(f"{name} {number}", _unfit(columns, row))
    return Table(columns, rows, values)


def _values(rows: list[Any], width: int) -> list[set[Value]] | None:
    """The different values of each column; None where a row is none, or holds what SQLite cannot hold exactly."""
    if not ({*map(type, rows)} <= {list} and {*map(len, rows)} <= {width}):
        return None
    if not {*map(type, chain.from_iterable(rows))} <= {int, str, NoneType}:  # sets take True and 1.0 for 1
        return None
    values = [{*map(itemgetter(at), rows)} for at in range(width)]
    return values if all(map(_all_plain, values)) else None


def _all_plain(values: set[Value]) -> bool:
    numbers = [value for value in values if isinstance(value, int)]
    texts = [value for value in values if isinstance(value, str)]
    return max(map(abs, numbers), default=0) <= _LARGEST and not any(map(_BROKEN.search, texts))


def _fits(row: Any, width: int) -> bool:
    return isinstance(row, list) and len(row) == width and all(map(_plain, row))


def _unfit(columns: list[str], row: Any) -> PlannerError:
    """Why a row is none: not as many values as columns, or one that SQLite cannot hold."""
    if not isinstance(row, list) or len(row) != len(columns):
        return PlannerError("row.width", n=len(row) if isinstance(row, list) else 0, right=len(columns))
    column, value = next((column, value) for column, value in zip(columns, row, strict=True) if not _plain(value))
    return PlannerError("row.plain", field=column, name=column, value=_brief(value), low=-_LARGEST, high=_LARGEST)


def _brief(value: Any) -> str:
    """As it stands in the document, and not all of it where it is long."""
    return quoted(json.dumps(value, ensure_ascii=isinstance(value, str) and bool(_BROKEN.search(value))))


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _counter(value: Any) -> bool:
    return _number(value) and 0 <= value <= _LAST_NUMBER


def _plain(value: object) -> bool:
    """Whether SQLite can hold it exactly: NULL, a whole number of 64 bits, or text without broken characters."""
    if isinstance(value, str):
        return value.isascii() or not _BROKEN.search(value)
    return value is None or _number(value)


def fill(connection: sqlite3.Connection, dump: Dump) -> int:
    """Write the rows of ``dump`` into an empty database of its revision, inside the open transaction.

    Names of tables and columns are taken from the database; those of the document must be the same. Foreign keys are
    checked at the end, all at once: they need not be on, which would take as long again as the writing.

    Returns:
        The number of rows.

    Raises:
        PlannerError: ``dump.not_empty``; ``dump.malformed`` when tables, columns or a value do not fit.
    """
    columns = _columns(connection)
    if dump.tables.keys() != columns.keys():
        raise _malformed(", ".join(sorted(dump.tables.keys() ^ columns.keys())))
    _clear(connection, columns)
    connection.execute("PRAGMA defer_foreign_keys = ON")  # tables come by name
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
        if name != "alembic_version" and not name.startswith("kept_")  # those are worked out from the others
    }


def _clear(connection: sqlite3.Connection, columns: dict[str, list[str]]) -> None:
    for name in columns:
        if name in _REPLACED:
            connection.execute(f'DELETE FROM "{name}"')
        elif connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")').fetchone()[0]:
            raise PlannerError("dump.not_empty")


def _insert(connection: sqlite3.Connection, name: str, table: Table) -> None:
    """Many rows by one statement, to which what all of them have alike is given once: most columns are mostly empty."""
    differing = [at for at, found in enumerate(table.values) if len(found) > 1] or [0]
    alike = [at for at in range(len(table.columns)) if at not in differing]
    names = ", ".join(f'"{table.columns[at]}"' for at in (*alike, *differing))
    begin = f'INSERT INTO "{name}" ({names}) SELECT {"?, " * len(alike)}* FROM (VALUES '
    marks = f"({', '.join('?' * len(differing))})"
    size = _AT_ONCE // len(differing)
    for start in range(0, len(table.rows), size):
        part = table.rows[start : start + size]
        values = [*(part[0][at] for at in alike), *(row[at] for row in part for at in differing)]
        try:
            connection.execute(f"{begin}{', '.join([marks] * len(part))})", values)
        except _REFUSED:  # all of them; which it was is known of one alone
            _insert_each(connection, name, table.columns, part, start)


def _insert_each(
    connection: sqlite3.Connection, name: str, columns: list[str], rows: list[list[Value]], start: int
) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{name}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    for number, row in enumerate(rows, start + 1):
        try:
            connection.execute(statement, row)
        except _REFUSED as error:
            raise _malformed(f"{name} {number}", _refused(dict(zip(columns, row, strict=True)), error)) from error


def _refused(row: dict[str, Value], error: sqlite3.Error) -> PlannerError:
    """Why the tables refuse a row: a value that has to differ from those of all other rows, or what SQLite says."""
    doubled = str(error).partition("UNIQUE constraint failed: ")[2]
    names = [name.rpartition(".")[2] for name in doubled.split(", ")]
    if not doubled or not row.keys() >= set(names):
        return PlannerError("row.refused", detail=str(error))
    value = ", ".join(_brief(row[name]) for name in names)
    return PlannerError("row.double", field=names[0], name=", ".join(names), value=value)


def _set_sequences(connection: sqlite3.Connection, dump: Dump, columns: dict[str, list[str]]) -> None:
    connection.execute("DELETE FROM sqlite_sequence")
    for name, last in dump.sequences.items():
        if name not in columns:
            raise _malformed("sequences")
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))


def _malformed(where: str, fault: PlannerError | None = None) -> PlannerError:
    if fault is None:
        return PlannerError("dump.malformed", where=where)
    return PlannerError("dump.malformed", where=where, fault=fault)
