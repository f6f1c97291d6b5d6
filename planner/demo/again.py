"""The demo that an earlier start of the same day has made, kept in the user's cache: copying it takes no time.

It is copied before anybody can have changed anything. Where none is kept the demo is made anew: ``demo.cached``.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from planner.demo import cached
from planner.errors import PlannerError
from planner.storage import edition
from planner.storage.sqlite import connect


def copied(path: Path, today: date, language: str) -> bool:
    """Make ``path``, where nothing stands yet, a copy of the one that is kept; False, and nothing made: there is none.

    It is the demo with its saved reviews, for its owner only.
    """
    found = cached.found(_place(today, language))
    if found is None:
        return False
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(found)
    except FileExistsError:
        return False
    except OSError:
        path.unlink(missing_ok=True)
        return False
    return _begun(path)


def _begun(path: Path) -> bool:
    """Give the copy the number of a database of its own, without waiting for the disk: it is thrown away at the end."""
    try:
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            edition.begin(connection)
    except (sqlite3.Error, PlannerError):
        path.unlink(missing_ok=True)
        return False
    return True


def keep(path: Path, today: date, language: str) -> None:
    """Keep the demo at ``path``, which nobody has changed yet, for the next starts, and no other but of this state.

    Where it cannot be kept nothing is said: the next start makes its own.
    """
    with suppress(OSError, sqlite3.Error, PlannerError):
        with closing(connect(path)) as connection:
            content = connection.serialize()
        cached.keep(_place(today, language), content)


def _place(today: date, language: str) -> str:
    return cached.place(cached.maker(), today.isoformat(), language, cached.DEMO)
