"""What a database holds, whatever its pages look like: those of a locked one differ with each writing."""

from __future__ import annotations

import sqlite3

DERIVED = "kept_"  # how the names of tables begin that are worked out from others: no undo, no export holds them


def digest(connection: sqlite3.Connection) -> str:
    """Of the tables and of every row in them, the counters of ids included, but for what is worked out from others."""
    from hashlib import sha256

    found = sha256()
    tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    found.update(repr(tables).encode("utf-8", "surrogatepass"))
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (name,) in names:
        if name.startswith(DERIVED):
            continue
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
            found.update(repr(row).encode("utf-8", "surrogatepass"))
    return found.hexdigest()
