"""Looking after the database file."""

from __future__ import annotations

from pathlib import Path

from planner.i18n import t
from planner.storage import backup as copies
from planner.storage.check import problems


def check(path: Path) -> tuple[str, ...]:
    """A sentence for each thing that is wrong with the database; empty when it is sound.

    Raises:
        PlannerError: ``store.*`` when it cannot even be opened.
    """
    return tuple(t(f"check.{problem.code}", detail=problem.detail) for problem in problems(path))


def backup(path: Path) -> Path:
    """Make a verified copy beside the database, in the folder ``backups``; the newest ten are kept.

    Raises:
        PlannerError: ``store.backup_failed``.
    """
    return copies.make(path)
