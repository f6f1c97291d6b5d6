"""The store that every service writes through, opened for whoever runs them."""

from __future__ import annotations

from pathlib import Path

from planner.storage.store import Store


def open_store(path: Path) -> Store:
    """The store of a database, loaded and ready to write.

    Raises:
        PlannerError: ``store.*`` when the file cannot be opened or brought up to date.
    """
    store = Store(path)
    store.load()
    return store
