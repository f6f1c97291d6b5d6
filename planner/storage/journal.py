"""The change log: what every write did to every row, kept in the database, so that undo survives a restart.

Temporary triggers on the writing connection note each row before and after, also those changed by bulk statements and
by cascades. At the commit the notes become one row of ``operation``. Undo puts the rows back in reverse order, ids
included; redo does the changes again. Both check first that each row is still as the journal left it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from planner import clock
from planner.errors import PlannerError
from planner.storage import edition, schema
from planner.storage.contents import DERIVED
from planner.storage.sqlite import Stands, reading, writing
from planner.storage.topics import TOPIC_OF, Topic, known
from planner.values import dataclass, field

KEPT = 200
_APART = ("operation", "alembic_version")  # tables that the journal does not follow, beside what is worked out

_Row = list[int | str | None]
_Change = tuple[str, _Row | None, _Row | None]  # table, before, after; the id stands first in both


@dataclass(frozen=True, slots=True)
class Operation:
    """A journalled write: ``op.<code>`` with ``params`` names it in both languages; dates in them are ISO text."""

    id: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """What an undo or a redo did: the operation, and the kinds of things it changed."""

    operation: Operation
    topics: frozenset[Topic]


def follow(connection: sqlite3.Connection) -> None:
    """Create the triggers that note every change made through ``connection`` from now on."""
    connection.execute(
        "CREATE TEMP TABLE journal (seq INTEGER PRIMARY KEY, tab TEXT NOT NULL, before TEXT, after TEXT)"
    )
    for table, columns in followed(connection).items():
        old, new = _image("old", columns), _image("new", columns)
        for event, before, after in (("INSERT", "NULL", new), ("UPDATE", old, new), ("DELETE", old, "NULL")):
            connection.execute(
                f"CREATE TEMP TRIGGER journal_{table}_{event} AFTER {event} ON main.{table} BEGIN "
                f"INSERT INTO journal (tab, before, after) VALUES ('{table}', {before}, {after}); END"
            )


def _image(side: str, columns: list[str]) -> str:
    values = ", ".join(f'{side}."{column}"' for column in columns)
    return f"json_array({values})"


def followed(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables that the journal follows, each with its columns; the first one is ``id``."""
    names = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return {name: columns_of(connection, name) for (name,) in names.fetchall() if _is_followed(name)}


def _is_followed(table: str) -> bool:
    return table not in _APART and not table.startswith(DERIVED)


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of ``table`` in their order."""
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]


def record(connection: sqlite3.Connection, code: str, params: Mapping[str, object]) -> Moved | None:
    """Turn what the triggers noted in this transaction into one entry; None when no row has changed.

    Entries that were undone can no longer be redone after it. Images older than the newest ``KEPT`` entries go.
    """
    noted = connection.execute("SELECT tab, before, after FROM journal WHERE before IS NOT after ORDER BY seq")
    changes = _document(noted)
    tables = {table for (table,) in connection.execute("SELECT DISTINCT tab FROM journal WHERE before IS NOT after")}
    connection.execute("DELETE FROM journal")
    if not changes:
        return None
    topics = frozenset(TOPIC_OF[table] for table in tables)
    connection.execute("DELETE FROM operation WHERE undone = 1")
    written = {name: value.isoformat() if isinstance(value, date) else value for name, value in params.items()}
    key = connection.execute(
        "INSERT INTO operation (code, params, at, topics, changes, undone, revision)"
        " VALUES (?, ?, ?, ?, CAST(? AS TEXT), 0, ?) RETURNING id",
        (code, _json(written), clock.now(), _json(sorted(topics)), changes, schema.HEAD),
    ).fetchone()[0]
    connection.execute(
        "UPDATE operation SET changes = NULL WHERE changes IS NOT NULL"
        " AND id <= (SELECT id FROM operation ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (KEPT,),
    )
    return Moved(Operation(key, code, written), topics)


def _document(noted: Iterable[tuple[str, str | None, str | None]]) -> bytearray:
    """A JSON list of changes, nothing for none; a long import makes tens of millions of bytes, kept once."""
    found = bytearray()
    for table, before, after in noted:
        found += f"{',' if found else '['}[{json.dumps(table)},{before or 'null'},{after or 'null'}]".encode()
    if found:
        found += b"]"
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the change log: when (an instant, ISO text), what, and whether it was undone."""

    at: str
    operation: Operation
    undone: bool


def entries(path: Path, limit: int = 1000) -> tuple[Entry, ...]:
    """The newest ``limit`` operations, newest first. They stay when they can no longer be undone."""
    with reading(path) as connection:
        rows = connection.execute(
            "SELECT at, id, code, params, undone FROM operation ORDER BY id DESC LIMIT ?", (limit,)
        )
        return tuple(
            Entry(at, Operation(key, code, json.loads(params)), bool(undone)) for at, key, code, params, undone in rows
        )


def standing(connection: sqlite3.Connection) -> tuple[int, int, int, int]:
    """How many entries are not undone, the sum of their ids, the highest number given, the ``edition`` of the file.

    Each entry takes a number as its id, each redo one that is nobody's. A write and a redo add one and its id, an undo
    takes one and its id away: what else moved was somebody else.
    """
    count, total = connection.execute(
        "SELECT count(*), coalesce(sum(id), 0) FROM operation WHERE undone = 0"
    ).fetchone()
    given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'operation'").fetchone()
    return count, total, given[0] if given else 0, edition.of(connection)


def kept(operation: Operation, *, undone: bool = False) -> Stands:
    """Whether an operation stands in the file as the commit was to leave it: asked when the commit has failed."""

    def stands(connection: sqlite3.Connection) -> bool:
        found = connection.execute(
            "SELECT 1 FROM operation WHERE id = ? AND code = ? AND params = ? AND undone = ?",
            (operation.id, operation.code, _json(operation.params), int(undone)),
        )
        return found.fetchone() is not None

    return stands


def undo(path: Path, first: Callable[[Operation], None] | None = None) -> Moved | None:
    """Take back the latest operation that is not undone; None when there is none, or none that can be.

    ``first`` is called with it before anything is changed, and raises where it is not to be taken back.

    Raises:
        PlannerError: ``store.undo_conflict`` when a row is no longer as the operation left it; nothing is changed.
    """
    return _move(path, undone=False, first=first)


def redo(path: Path) -> Moved | None:
    """Do again the operation that was undone last; None when there is none. Raises as ``undo``."""
    return _move(path, undone=True)


def _next(connection: sqlite3.Connection, *, undone: bool) -> tuple[Any, ...] | None:
    """The entry that moves next, unless its images are gone or belong to another shape of the tables."""
    order = "ASC" if undone else "DESC"
    entry: tuple[Any, ...] | None = connection.execute(
        "SELECT id, code, params, topics, changes IS NOT NULL, revision FROM operation"
        f" WHERE undone = ? ORDER BY id {order} LIMIT 1",
        (int(undone),),
    ).fetchone()
    return entry if entry is not None and entry[4] and entry[5] == schema.HEAD else None


def _move(path: Path, *, undone: bool, first: Callable[[Operation], None] | None = None) -> Moved | None:
    moving: list[Operation] = []

    def stands(connection: sqlite3.Connection) -> bool:
        return all(kept(operation, undone=not undone)(connection) for operation in moving)

    try:
        with writing(path, stands) as connection:
            entry = _next(connection, undone=undone)
            if entry is None:
                return None
            operation = Operation(entry[0], entry[1], json.loads(entry[2]))
            moving.append(operation)
            if first is not None:
                first(operation)
            text = connection.execute("SELECT changes FROM operation WHERE id = ?", (entry[0],)).fetchone()[0]
            changes = _changes(text)
            if not undone:
                changes = [(table, after, before) for table, before, after in reversed(changes)]
            connection.execute("PRAGMA defer_foreign_keys = ON")  # rows come back before or after their parents
            _apply(connection, changes)
            connection.execute("UPDATE operation SET undone = ? WHERE id = ?", (int(not undone), entry[0]))
            if undone:
                connection.execute("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'operation'")
            return Moved(operation, known(json.loads(entry[3])))
    except (sqlite3.IntegrityError, OverflowError) as error:
        raise PlannerError("store.undo_conflict") from error


def _changes(text: str) -> list[_Change]:
    """The stored changes. A restored dump may have brought anything along, so their shape is checked."""
    found: Any = json.loads(text)
    for change in found if isinstance(found, list) else [None]:
        if not (isinstance(change, list) and len(change) == 3 and _images(change[1:])):
            raise PlannerError("store.undo_conflict")
    return [(table, before, after) for table, before, after in found]


def _images(rows: list[Any]) -> bool:
    return rows != [None, None] and all(
        row is None or (isinstance(row, list) and all(value is None or isinstance(value, int | str) for value in row))
        for row in rows
    )


def _apply(connection: sqlite3.Connection, changes: list[_Change]) -> None:
    """Bring each row from its first image to its second, in the order given.

    Names come from the tables that exist, never from the stored text, which a restored dump may have brought along.
    """
    tables = followed(connection)
    for table, before, after in changes:
        columns = tables.get(table)
        if columns is None or any(row is not None and len(row) != len(columns) for row in (before, after)):
            raise PlannerError("store.undo_conflict")
        names = ", ".join(f'"{column}"' for column in columns)
        image = before if after is None else after
        assert image is not None  # ``_changes`` has seen to it
        key = image[0]
        found = connection.execute(f"SELECT {names} FROM {table} WHERE id = ?", (key,)).fetchone()
        if (None if found is None else list(found)) != before:
            raise PlannerError("store.undo_conflict")
        if before is None:
            marks = ", ".join("?" * len(columns))
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", image)
        elif after is None:
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (key,))
        else:
            pairs = ", ".join(f'"{column}" = ?' for column in columns)
            connection.execute(f"UPDATE {table} SET {pairs} WHERE id = ?", [*after, key])
