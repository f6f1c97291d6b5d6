"""The store that every service writes through, opened for whoever runs them."""

from __future__ import annotations

from pathlib import Path

from planner.storage.store import Store, load_orm


def get_ready() -> None:
    """Load what a store needs, half a second; ``open_store`` is quick afterwards."""
    load_orm()


def open_store(path: Path) -> Store:
    """The store of a database, loaded and ready to write.

    Raises:
        PlannerError: ``store.*`` when the file cannot be opened or brought up to date.
    """
    store = Store(path)
    store.load()
    return store
