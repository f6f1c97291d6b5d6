"""Undo and redo, by name and across restarts."""

from __future__ import annotations

from pathlib import Path

from planner.storage.journal import Entry, Moved, entries
from planner.storage.store import OpResult, Store


def undo(store: Store) -> OpResult[None]:
    """Take back the latest operation; the result's ``operation`` is None when there is nothing to take back.

    Raises:
        PlannerError: ``store.undo_conflict`` when the data was changed past the app; nothing is changed then.
    """
    return _result(store.undo())


def redo(store: Store) -> OpResult[None]:
    """Do again what was undone last; the result's ``operation`` is None when there is nothing. Raises as ``undo``."""
    return _result(store.redo())


def log(path: Path) -> tuple[Entry, ...]:
    """The change log, newest first: the last thousand operations, also those too old to be undone."""
    return entries(path)


def _result(moved: Moved | None) -> OpResult[None]:
    if moved is None:
        return OpResult(frozenset(), None, None)
    return OpResult(moved.topics, None, moved.operation)
