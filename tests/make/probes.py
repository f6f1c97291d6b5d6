"""Looks into a database that only tests take."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from planner.domain.book import Book
from planner.storage import journal, snapshot
from planner.storage.import_lines import BatchLine
from planner.storage.journal import Operation
from planner.storage.rows.imports import BATCHES
from planner.storage.sqlite import reading


def import_keys(connection: sqlite3.Connection) -> frozenset[str]:
    """The source keys of all rows that imports have seen and used."""
    return frozenset(key for (key,) in connection.execute("SELECT DISTINCT source_key FROM import_line"))


def imports(connection: sqlite3.Connection) -> tuple[BatchLine, ...]:
    """The imported files, latest first."""
    return tuple(BATCHES.from_row(row) for row in connection.execute(BATCHES.select()))


def read_book(path: Path) -> Book:
    """The book of a file."""
    with reading(path) as connection:
        return snapshot.book(connection)


def peek(path: Path) -> tuple[Operation | None, Operation | None]:
    """The operations that undo and redo would move now; None where there is nothing to move."""
    with reading(path) as connection:
        entries = (journal._next(connection, undone=undone) for undone in (False, True))
        undoable, redoable = (_operation(entry) for entry in entries)
        return undoable, redoable


def _operation(entry: tuple[Any, ...] | None) -> Operation | None:
    return None if entry is None else Operation(entry[0], entry[1], json.loads(entry[2]))
