"""Writes ``head.sql``, the script of new databases, after a new revision: ``python -m migrations.make_head``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.storage import schema


def script() -> str:
    """The script of the database that all revisions together make."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "head.db"
        path.touch()
        schema.upgrade(path)
        with closing(sqlite3.connect(path)) as connection:
            return schema.script_of(connection)


if __name__ == "__main__":
    (Path(__file__).parent / "head.sql").write_text(script(), encoding="utf-8")
