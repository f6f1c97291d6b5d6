"""SQLCipher's driver as if it were ``sqlite3``: the same errors, so that nobody above has to know which one it is.

Loaded only for a locked file: it comes with the extra ``lock``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from sqlcipher3 import dbapi2


def _told(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except dbapi2.Error as error:
            raise _plain(error) from error

    return call


def _plain(error: Any) -> sqlite3.Error:
    """The error of the same name, message and codes that ``sqlite3`` would have raised."""
    same: sqlite3.Error = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)(*error.args)
    for name in ("sqlite_errorcode", "sqlite_errorname"):
        if hasattr(error, name):
            setattr(same, name, getattr(error, name))
    return same


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]
    execute = _told(dbapi2.Cursor.execute)
    executemany = _told(dbapi2.Cursor.executemany)
    executescript = _told(dbapi2.Cursor.executescript)
    fetchone = _told(dbapi2.Cursor.fetchone)
    fetchmany = _told(dbapi2.Cursor.fetchmany)
    fetchall = _told(dbapi2.Cursor.fetchall)

    def __iter__(self) -> Iterator[Any]:
        step = super().__next__
        try:
            while True:
                yield step()
        except StopIteration:
            return
        except dbapi2.Error as error:
            raise _plain(error) from error


class _Connection(dbapi2.Connection):  # type: ignore[misc]
    seal: Any = None

    def cursor(self, factory: Any = _Cursor) -> Any:
        """A cursor; ``execute`` of the connection makes its own by this."""
        return super().cursor(factory)

    commit = _told(dbapi2.Connection.commit)
    rollback = _told(dbapi2.Connection.rollback)
    backup = _told(dbapi2.Connection.backup)
    create_function = _told(dbapi2.Connection.create_function)


def connect(uri: str, key: bytes | None, salt: bytes, **options: Any) -> Any:
    """A connection with all that the app asks of one of ``sqlite3``; nothing is read yet, so any key is taken.

    Args:
        uri: of a file that exists; an empty one becomes a locked database.
        key: 32 bytes, from which SQLCipher takes those of the pages without deriving them once more; None for a plain
            file.
        salt: the first 16 bytes of the file.
        options: those of ``sqlite3.connect``.

    Raises:
        sqlite3.Error: as ``sqlite3`` would.
    """
    connection = _told(dbapi2.connect)(uri, uri=True, factory=_Connection, **options)
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write on the screen that a key is wrong
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        connection.execute("PRAGMA cipher_compatibility = 4")  # whatever a later version takes for usual
    return connection
