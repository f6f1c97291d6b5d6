"""What tests of services ask of a database again and again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.domain.reminders.rules import Occurrence
from planner.overview.overview import read
from planner.services import reminders
from planner.storage.store import OpResult, Store


def pending(path: Path, today: date) -> tuple[Occurrence, ...]:
    """The reminders that are pending or were marked."""
    return read(path, today).occurrences


def ensure_defaults(store: Store, review_day: int, *, today: date) -> OpResult[None]:
    """The built-in rules, with the review on ``review_day`` (0 = Monday)."""
    with store.write("reminder.defaults") as write:
        reminders.insert_defaults(write, review_day, today)
    return write.result(None)
