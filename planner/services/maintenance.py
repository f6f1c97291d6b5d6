"""Looking after the database file."""

from __future__ import annotations

from pathlib import Path

from planner.i18n import format as fmt
from planner.i18n import t
from planner.storage import backup as copies
from planner.storage.check import Problem, problems


def check(path: Path) -> tuple[str, ...]:
    """A sentence for each thing that is wrong with the database; empty when it is sound.

    Raises:
        PlannerError: ``store.*`` when it cannot even be opened.
    """
    return tuple(map(_sentence, problems(path)))


def _sentence(problem: Problem) -> str:
    if problem.fault is None:
        return t(f"check.{problem.code}", detail=problem.detail)
    reason = fmt.error(problem.fault.code, problem.fault.params)
    return t(f"check.{problem.code}", detail=problem.detail, reason=reason)


def backup(path: Path) -> Path:
    """Make a verified copy beside the database, in the folder ``backups``; the newest ten are kept.

    Raises:
        PlannerError: ``store.backup_failed``.
    """
    return copies.make(path)
