"""Undo and redo, by name and across restarts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planner.storage.journal import Entry, Moved, Operation, entries
from planner.storage.store import OpResult, Store


def undo(store: Store, first: Callable[[Operation], None] | None = None) -> OpResult[None]:
    """Take back the latest operation; the result's ``operation`` is None when there is nothing to take back.

    ``first`` is called with it before anything is changed, and raises where it is not to be taken back.

    Raises:
        PlannerError: ``store.undo_conflict`` when the data was changed past the app; nothing is changed then.
    """
    return _result(store.undo(first))


def redo(store: Store) -> OpResult[None]:
    """Do again what was undone last; the result's ``operation`` is None when there is nothing. Raises as ``undo``."""
    return _result(store.redo())


def log(path: Path, limit: int = 1000) -> tuple[Entry, ...]:
    """The change log, newest first: the last ``limit`` operations, also those too old to be undone."""
    return entries(path, limit)


def _result(moved: Moved | None) -> OpResult[None]:
    if moved is None:
        return OpResult(frozenset(), None, None)
    return OpResult(moved.topics, None, moved.operation)
