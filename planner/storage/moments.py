"""When something was written: what tells one file from another, and one state of a file from the next."""

from __future__ import annotations

from pathlib import Path

from planner.storage.sqlite import reading
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments as the file keeps them: ISO text, UTC.

    Attributes:
        entered: when each loan was entered, by id.
        last: when the last operation was written; empty before the first.
    """

    entered: dict[int, str]
    last: str


def moments(path: Path) -> Moments:
    """Those of the database at ``path``.

    Raises:
        PlannerError: ``store.*``.
    """
    with reading(path) as connection:
        entered = dict(connection.execute("SELECT id, entered_at FROM loan ORDER BY id").fetchall())
        (last,) = connection.execute("SELECT max(at) FROM operation").fetchone()
    return Moments(entered, last or "")
