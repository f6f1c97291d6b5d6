"""Everything in the database as one JSON document: the same data always gives the same text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

FORMAT = "planner-dump"
VERSION = 1
_AT_ONCE = 1000  # rows of a piece


def pieces(connection: sqlite3.Connection) -> Iterator[str]:
    """All rows of all tables by id, the journal included, one row a line; no line break at the end.

    Beside the rows it holds the revision of the tables and the last number given in each, so that a restored
    database goes on counting where this one stopped.

    The text comes in pieces as it is read, so that a lifetime of records is never all in memory.
    """
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    yield f'{{\n"format": {_json(FORMAT)},\n"version": {VERSION},\n"revision": {_json(revision)},\n"tables": {{'
    for number, name in enumerate(_names(connection)):
        yield ",\n" if number else "\n"
        yield from _table(connection, name)
    sequences = dict(connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name"))
    yield f'\n}},\n"sequences": {_json(sequences)}\n}}'


def _names(connection: sqlite3.Connection) -> Iterator[str]:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        if not name.startswith(("sqlite_", "kept_")) and name != "alembic_version":  # kept_: worked out from the others
            yield name


def _table(connection: sqlite3.Connection, name: str) -> Iterator[str]:
    columns = dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,)).fetchall())
    yield f'{_json(name)}: {{"columns": {_json(list(columns))}, "rows": ['
    lines = connection.execute(f'SELECT {_line(columns)} FROM "{name}" ORDER BY id')
    between = "\n"
    while found := lines.fetchmany(_AT_ONCE):
        yield between
        yield ",\n".join([line for (line,) in found])
        between = ",\n"
    yield "]}"


def _line(columns: dict[str, str]) -> str:
    """A row as ``json.dumps`` writes it, put together by SQLite: in half the time of a value of Python for each.

    A column of numbers of a STRICT table holds nothing else, or NULL.
    """
    marks = ", ".join("%s" for _ in columns)
    values = (
        f"ifnull(\"{name}\", 'null')" if kind == "INTEGER" else f'json_quote("{name}")'
        for name, kind in columns.items()
    )
    return f"printf('[{marks}]', {', '.join(values)})"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
