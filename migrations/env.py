"""Runs the revisions: in the transaction of the app, or alone for the ``alembic`` command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from alembic import context


def _run(connection: Any, metadata: Any = None) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


def _run_alone() -> None:
    """For developers: ``alembic revision --autogenerate`` against the database that ``PLANNER_DB`` names.

    It has no default, so that nobody's own data is touched by accident.
    """
    from sqlmodel import SQLModel

    import planner.storage.mapped  # noqa: F401  (registers every table)
    from planner.storage.engine import make_engine

    with make_engine(Path(os.environ["PLANNER_DB"]), foreign_keys=False).begin() as connection:
        _run(connection, SQLModel.metadata)


_given = context.config.attributes.get("connection")
if _given is not None:
    _run(_given)
else:
    _run_alone()
