"""What went wrong by our own fault, written beside the database for whoever will mend it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from planner import clock


def keep(database: Path, text: str) -> None:
    """Add an entry with the time to ``<database>-errors.log``, which only its owner can read; without room, nothing."""
    with suppress(OSError):
        file = database.with_name(database.name + "-errors.log")
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write(f"{clock.now()}\n{text}\n")
