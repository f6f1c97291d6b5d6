"""The backups that can be restored, with what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from planner.errors import PlannerError
from planner.storage import backup, seal
from planner.storage.check import legible
from planner.storage.damage import BROKEN
from planner.storage.revision import HEAD
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup that can be restored: when it was made (ISO, UTC), its size in bytes, what it holds.

    ``closed``: it is locked and nobody has given its passphrase, so what it holds, and whether it is sound, is not
    known (0).
    """

    path: Path
    made_at: str
    size: int
    revision: str
    loans: int
    records: int
    closed: bool = False


def good(path: Path) -> Iterator[Copy]:
    """The backups of the database at ``path`` that can be restored, newest first; each is read as it is asked for."""
    return (copy for copy in listed(path) if not copy.closed)


def listed(path: Path) -> Iterator[Copy]:
    """``good``, and the locked ones among them whose passphrase nobody has given."""
    for file in backup.files(path):
        with suppress(PlannerError, OSError, *BROKEN):
            if seal.closed(file):
                yield Copy(file, _made_at(file), file.stat().st_size, "", 0, 0, closed=True)
            else:
                yield looked_at(file)


def looked_at(file: Path) -> Copy:
    """What the backup ``file`` holds; every row of it is read and nothing changed.

    Raises:
        PlannerError: ``store.empty``, ``store.damaged``, ``store.foreign`` … when it cannot be restored.
    """
    with backup.sound(file) as (connection, revision):
        # an earlier version's rows are read once they are brought up to date
        if revision == HEAD and not legible(connection):
            raise PlannerError("store.damaged", path=str(file))
        held = backup.counts(connection)
    records = sum(held.get(name, 0) for name in backup.RECORDS)
    return Copy(file, _made_at(file), file.stat().st_size, revision, held.get("loan", 0), records)


def _made_at(file: Path) -> str:
    """As its name says."""
    made = re.search(r"-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-\d{3}\.db$", file.name)
    return "{}-{}-{}T{}:{}:{}Z".format(*made.groups()) if made else ""
