"""What commands print, made harmless on its way: a name out of a file is nothing that a terminal obeys."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from planner.domain.basics.text import clean, escaped


class _Harmless:
    """A stream whose texts are cleaned (see ``text.clean``); everything else is that of the stream."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write what is harmless of ``text``; returns the length of all of it."""
        self.stream.write(clean(text, lines=True))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def harmless() -> Iterator[None]:
    """While it lasts, all that is printed is cleaned."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Harmless(sys.stdout), _Harmless(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def print_exactly(document: str) -> None:
    r"""Print a JSON document that says all that it said: what is not harmless is spelt out (``\u202e``)."""
    print(escaped(document), file=getattr(sys.stdout, "stream", sys.stdout))


def complain(text: str) -> None:
    """Print a sentence on standard error, on one line."""
    print(f"planner: {clean(text)}", file=sys.stderr)
