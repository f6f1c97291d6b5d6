"""Rows in and out of an open transaction by table name and column values: what the typed verbs stand on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sqlmodel import Session

    from planner.storage.mapped import Row

_AT_ONCE = 2_000  # rows that are made before they are written


class ByName:
    """The rows of one open transaction. For ``storage`` alone: elsewhere values are written, not columns."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def connection(self) -> sqlite3.Connection:
        """The plain connection inside the same transaction, with everything written so far."""
        self.session.flush()
        return cast(sqlite3.Connection, self.session.connection().connection.driver_connection)

    def add(self, table: str, /, **values: Any) -> int:
        """Insert one row and return its id."""
        return self.add_all(table, [values])[0]

    def add_all(self, table: str, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Insert rows, which all have the same columns, and return their ids in the same order."""
        made = [self._row(table, values) for values in rows]
        self.session.add_all(made)
        self.session.flush()
        return [row.id for row in made if row.id is not None]

    def add_many(self, table: str, rows: Iterable[dict[str, Any]]) -> range:
        """Insert rows without ids, which name all columns in the same order; their ids, one after the other.

        By plain statements of some thousand rows each: as mapped objects they would take ten times as long.
        """
        connection, left = self.connection, iter(rows)
        first = self._last_id(table) + 1
        while part := list(islice(left, _AT_ONCE)):
            names = ", ".join(f'"{name}"' for name in part[0])
            marks = ", ".join("?" * len(part[0]))
            values = [tuple(row.values()) for row in part]
            connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
        return range(first, self._last_id(table) + 1)

    def _last_id(self, table: str) -> int:
        """The highest id that the table has ever given: the transaction keeps everybody else from giving one."""
        found = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return 0 if found is None else cast(int, found[0])

    def change(self, table: str, key: int, /, **values: Any) -> None:
        """Set columns of the row with id ``key``, which exists."""
        row = self.session.get_one(self._table(table), key)
        for name, value in values.items():
            assert name in type(row).model_fields, name
            setattr(row, name, value)
        self.session.flush()

    def remove(self, table: str, key: int) -> None:
        """Delete the row with id ``key``, which exists, and what hangs on it."""
        self.session.delete(self.session.get_one(self._table(table), key))
        self.session.flush()
        self.session.expire_all()  # the database has removed or changed children that the session knows

    def values(self, table: str, /, **equal: Any) -> list[dict[str, Any]]:
        """The rows whose columns equal what is given, as plain values, by id."""
        where = " AND ".join(f'"{name}" IS ?' for name in equal) or "1"
        cursor = self.connection.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY id", tuple(equal.values()))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def _table(self, table: str) -> type[Row]:
        from planner.storage.mapped import ROWS

        return ROWS[table]

    def _row(self, table: str, values: dict[str, Any]) -> Row:
        made = self._table(table)
        unknown = values.keys() - made.model_fields.keys()
        assert not unknown, f"{table} has no {unknown}"  # SQLModel would drop them silently
        return made(**values)
