"""How far work on a file has come: written by the thread that does it, read by the screen."""

from __future__ import annotations

from collections.abc import Callable

from planner.domain.imports.work import Work
from planner.i18n import t
from planner.values import dataclass

LOOK = 0.2
"""Seconds between two looks of the screen."""


@dataclass
class Progress:
    """What was told last. One assignment each: neither side waits for the other."""

    told: tuple[str, int, int] = ("", 0, 0)

    def work(self, dropped: Callable[[], bool]) -> Work:
        """The other end, for the thread."""
        return Work(self._hear, dropped)

    def _hear(self, stage: str, done: int, of: int) -> None:
        self.told = stage, done, of

    def words(self) -> str:
        """A sentence; empty before anything was told."""
        stage, done, of = self.told
        return t(f"import.progress.{stage}", percent=100 * done // max(of, 1)) if stage else ""
