"""Which version of the tables a database has, and whether it is one of ours."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from planner.errors import PlannerError
from planner.storage.rows.registry import TABLES

HEAD = "0020"
_OURS = {"lender", "loan", "repayment", "operation"}  # tables of every revision


def revision_of(connection: sqlite3.Connection, path: Path) -> str | None:
    """The revision written in an open database; None when it has no tables at all.

    Raises:
        PlannerError: ``store.foreign`` when its tables are not ours, ``store.damaged`` when some of ours are missing.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    found = (
        connection.execute("SELECT version_num FROM alembic_version").fetchall() if "alembic_version" in tables else []
    )
    revision = str(found[0][0]) if len(found) == 1 else ""
    if not _numbered(revision) or "operation" not in tables:
        raise PlannerError("store.damaged" if len(tables & _OURS) > 1 else "store.foreign", path=str(path))
    if revision == HEAD and not {table.name for table in TABLES} <= tables:
        raise PlannerError("store.damaged", path=str(path))
    return revision


def refuse_newer(path: Path, revision: str) -> None:
    """Refuse a revision that a later version has.

    Raises:
        PlannerError: ``store.newer``.
    """
    if revision > HEAD:
        raise PlannerError("store.newer", path=str(path), found=revision, known=HEAD)


def _numbered(revision: str) -> bool:
    """The first is 0001: of none before it there is a way to today's."""
    return revision.isascii() and revision.isdecimal() and len(revision) == len(HEAD) and int(revision) > 0
