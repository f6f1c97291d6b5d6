"""The SQLAlchemy engine of the writes: real transactions and the pragmas on every connection."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.storage.sqlite import connect, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine


def make_engine(
    path: Path, on_connect: Callable[[sqlite3.Connection], None] | None = None, *, foreign_keys: bool = True
) -> Engine:
    """One pooled connection to ``path``; every transaction takes the write lock when it begins.

    Args:
        path: the database file.
        on_connect: called with each new connection, after its pragmas are set.
        foreign_keys: off only while a migration rebuilds tables.
    """
    from sqlalchemy import QueuePool, create_engine, event

    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path),
        poolclass=QueuePool,  # one without a path in its address would be taken to be in memory
        pool_size=1,
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver would commit before DDL and leave SELECTs outside
        prepare(connection, foreign_keys=foreign_keys)
        if on_connect is not None:
            on_connect(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # read-then-write that starts as a reader fails under contention

    return engine
