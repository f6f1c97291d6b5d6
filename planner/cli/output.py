"""What commands print."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from planner import clock
from planner.cli.terminal import print_in_parts
from planner.overview.overview import Overview, read

T = TypeVar("T")
_AT_ONCE = 20_000  # pieces of a document: some thousand lines


def overview_of(path: Path) -> Overview:
    """The book as of the day that the command is about."""
    return read(path, clock.today())


def of_one_moment(path: Path, ask: Callable[[Overview], T]) -> T:
    """The answer to a question that few records are needed for, where accounts have answers that are kept."""
    overview = read(path, clock.today(), waiting=True)
    try:
        answer = ask(overview)
    finally:
        overview.close()
    return answer if overview.current else ask(overview_of(path))


def say(document: dict[str, Any]) -> int:
    """Print one JSON document; returns the exit status."""
    print_in_parts(_parts(document))
    return 0


def _parts(document: dict[str, Any]) -> Iterator[str]:
    """The text of a document, some thousand lines at a time: that of a long one is never there as a whole."""
    left = ""
    for some in _batched(json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(document), _AT_ONCE):
        lines, end, left = (left + "".join(some)).rpartition("\n")
        if end:
            yield lines
    yield left


def _batched(pieces: Iterable[str], size: int) -> Iterator[list[str]]:
    """As many pieces at a time; fewer at the end."""
    rest = iter(pieces)
    while some := list(islice(rest, size)):
        yield some


class Each(list[Any]):
    """The list of a document whose items are made one after the other, while ``say`` writes them."""

    def __init__(self, make: Callable[[Any], dict[str, Any]], of: Collection[Any]) -> None:
        super().__init__()
        self._make, self._of = make, of

    def __len__(self) -> int:
        """How many there are; the writer asks whether there are any."""
        return len(self._of)

    def __iter__(self) -> Iterator[Any]:
        """Each, made anew at every walk."""
        return map(self._make, self._of)


def written(document: dict[str, Any]) -> str:
    """A document as JSON text."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def exact(value: Decimal | None) -> str | None:
    """A ratio as decimal text; None where it is undefined."""
    return None if value is None else f"{value:f}"
