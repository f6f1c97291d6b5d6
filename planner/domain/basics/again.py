"""An iterator of which copies can be made, though what it is made of can only be gone through once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Again(Iterator[T], Generic[T]):
    """Gives what ``source`` gives; a copy goes on from the same place by itself."""

    def __init__(self, source: Iterator[T], given: list[T] | None = None, place: int = 0) -> None:
        """``given`` and ``place`` are of copies only."""
        self._source = source
        self._given: list[T] = [] if given is None else given
        self._place = place

    def __next__(self) -> T:
        """The next one."""
        if self._place == len(self._given):
            self._given.append(next(self._source))
        self._place += 1
        return self._given[self._place - 1]

    def __deepcopy__(self, memo: dict[int, Any]) -> Again[T]:
        """One at the same place; what is given is no copy."""
        return Again(self._source, self._given, self._place)
