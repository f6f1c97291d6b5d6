"""What commands print."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from planner import clock
from planner.cli.terminal import print_exactly
from planner.overview.overview import Overview, read

T = TypeVar("T")


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
    print_exactly(written(document))
    return 0


def written(document: dict[str, Any]) -> str:
    """A document as JSON text."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def exact(value: Decimal | None) -> str | None:
    """A ratio as decimal text; None where it is undefined."""
    return None if value is None else f"{value:f}"
