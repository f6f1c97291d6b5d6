"""The overview of very many records, of which nothing is read or worked out before somebody asks for it.

After an import, a restore or an update of the code nothing is kept of the accounts (``storage/standing.py``), and a
lifetime of records takes seconds. The first frame then has what it needs, and says what follows.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any

from planner.overview import again
from planner.overview.overview import Overview
from planner.overview.parts import READERS
from planner.storage import journal, standing
from planner.storage.shelf import Shelf
from planner.storage.sqlite import reading

MANY = 15_000  # payments, up to which the first frame has all figures: 0.2 s
_KNOWN = frozenset(("path", "today", "settings", "seen", "awaited", "close"))


class Coming(Overview):
    """It knows its day, the settings and how many accounts there are; asked for anything else it reads all, once.

    From then on it is an overview like any. Whoever asks meanwhile waits; what cannot be read is raised: ``store.*``.
    """

    def __init__(self, path: Path, today: date, accounts: int, **known: Any) -> None:
        vars(self).update(known, path=path, today=today, awaited=accounts, _lock=RLock())

    def __getattribute__(self, name: str) -> Any:
        if name not in _KNOWN and not name.startswith("__"):
            _read(self)
        return object.__getattribute__(self, name)

    def close(self) -> None:
        """Nothing is open yet."""


def _read(coming: Overview) -> None:
    own = object.__getattribute__(coming, "__dict__")
    with own["_lock"]:
        if type(coming) is not Coming:
            return  # meanwhile
        shelf = Shelf(own["path"])
        with reading(own["path"]) as connection:
            parts = again.everything(connection, shelf, own["today"])
        whole = Overview(own["path"], own["today"], shelf=shelf, **parts)
        own.update({**vars(whole), "awaited": own["awaited"]})
        object.__setattr__(coming, "__class__", Overview)


def begun(path: Path, today: date) -> Overview:
    """As ``overview.read`` with records that wait; ``Coming`` where all that has to be read would take long.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with reading(path) as connection:
        accounts, payments = standing.unknown(connection, today)
        if payments > MANY:
            settings = READERS["settings"](connection)
            return Coming(path, today, accounts, settings=settings, seen=journal.standing(connection))
        shelf = Shelf(path)
        return Overview(path, today, shelf=shelf, **again.everything(connection, shelf, today))
