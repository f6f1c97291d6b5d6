"""Whether the file was written by somebody else: another window, or a command."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock

from planner.storage import same_file
from planner.storage.sqlite import connect, suppress_busy, telling


class Watch:
    """A connection that is kept open to ask one number, which every commit of another connection changes.

    It takes some microseconds and waits for nobody but another thread that asks: one that closes it while another asks
    would end the process.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._version = 0

    def moved(self) -> bool:
        """Whether anything was committed since the last question, by this process or another; at first True.

        While a commit is under way the answer is no; it is yes the next time.

        Raises:
            PlannerError: ``store.gone``, ``store.replaced`` when the file is no longer the one that is held; others.
        """
        with self._lock, telling(self._path):
            if self._connection is None:
                self._connection = connect(self._path)
                self._connection.execute("PRAGMA busy_timeout=0")
            self.check()
            with suppress_busy():
                version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
                moved, self._version = version != self._version, version
                return moved
            return False

    def check(self) -> None:
        """Raises ``store.gone`` or ``store.replaced`` when the file is no longer the one that is held."""
        same_file.check_held(self._path)

    def close(self) -> None:
        """Let the file go; the next question opens what is held then."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
                self._version = 0
