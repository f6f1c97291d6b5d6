"""The number in a database by which whoever has it open knows whether all of its content was exchanged.

It stands in a place of the file's head that SQLite leaves to the program (``user_version``). A new database begins at
random; a restore into it counts on by one; no other write touches it. So another one means that another file was copied
onto this one. Databases of earlier versions have 0 till they are restored to.
"""

from __future__ import annotations

import os
import sqlite3

_MOST = 1 << 30
_RESTORES = 1_000  # of two numbers so near to each other the later one comes of the earlier


def of(connection: sqlite3.Connection) -> int:
    """The number of an open database."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def begin(connection: sqlite3.Connection) -> None:
    """Give a new database its number."""
    _set(connection, int.from_bytes(os.urandom(4), "big") % _MOST)


def count_on(connection: sqlite3.Connection) -> None:
    """All of the content is exchanged in the open transaction, by a restore."""
    _set(connection, (of(connection) + 1) % (2 * _MOST))


def restored(before: int, now: int) -> bool:
    """Whether ``now`` comes of ``before`` by restores."""
    return 0 < (now - before) % (2 * _MOST) <= _RESTORES


def _set(connection: sqlite3.Connection, number: int) -> None:
    connection.execute(f"PRAGMA user_version={number}")
