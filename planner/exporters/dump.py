"""Everything in the database as one JSON document: the same data always gives the same text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

FORMAT = "planner-dump"
VERSION = 1


def document(connection: sqlite3.Connection) -> str:
    """All rows of all tables by id, the journal included, one row a line; no line break at the end.

    Beside the rows it holds the revision of the tables and the last number given in each, so that a restored
    database goes on counting where this one stopped.
    """
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    tables = ",\n".join(f"{_json(name)}: {_table(connection, name)}" for name in _names(connection))
    sequences = dict(connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name"))
    return (
        f'{{\n"format": {_json(FORMAT)},\n"version": {VERSION},\n"revision": {_json(revision)},\n'
        f'"tables": {{\n{tables}\n}},\n"sequences": {_json(sequences)}\n}}'
    )


def _names(connection: sqlite3.Connection) -> Iterator[str]:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        if not name.startswith("sqlite_") and name != "alembic_version":
            yield name


def _table(connection: sqlite3.Connection, name: str) -> str:
    rows = connection.execute(f'SELECT * FROM "{name}" ORDER BY id')
    columns = [column[0] for column in rows.description]
    lines = ",".join(f"\n{_json(row)}" for row in rows)
    return f'{{"columns": {_json(columns)}, "rows": [{lines}]}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
