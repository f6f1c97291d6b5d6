"""What to say where a command fails on a database that another program has edited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import PlannerError


@contextmanager
def naming_rows(path: Path) -> Iterator[None]:
    """A failure that nobody foresaw is told by the row that is to blame for it, where there is one.

    Raises:
        PlannerError: ``store.row`` with table, id, field and what would be right.
    """
    try:
        yield
    except (PlannerError, OSError):
        raise
    except Exception as error:
        from planner.storage.check import unreadable  # looks through all rows: not where all is well

        found = unreadable(path)
        if found is None:
            raise
        raise found from error
