"""Long work on a file: what is told of it, and whether somebody still waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from planner.values import dataclass

T = TypeVar("T")
STEP = 500  # rows between two looks


class Stopped(Exception):
    """The person does not want it any more; what was begun is dropped, and nothing has been written."""


def _unheard(_stage: str, _done: int, _of: int) -> None:
    """Nobody listens."""


def _wanted() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Work:
    """``tell``: the stage (``reading``, ``matching``, ``writing``), what is done, of how much. ``dropped``: give up?

    Both are called from the thread of the work.
    """

    tell: Callable[[str, int, int], None] = _unheard
    dropped: Callable[[], bool] = _wanted

    def wanted(self) -> None:
        """Go on.

        Raises:
            Stopped: nobody waits for it any more.
        """
        if self.dropped():
            raise Stopped

    def step(self, stage: str, done: int, of: int) -> None:
        """Tell how far it has come. Raises as ``wanted``."""
        self.wanted()
        self.tell(stage, done, of)

    def through(self, stage: str, rows: Iterable[T], of: int) -> Iterator[T]:
        """The same rows, telling every few hundred how many there were."""
        for number, row in enumerate(rows):
            if number % STEP == 0:
                self.step(stage, number, of)
            yield row


ALONE = Work()
"""For work that nobody watches."""
