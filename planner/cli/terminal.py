"""What commands print, made harmless on its way: a name out of a file is nothing that a terminal obeys."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from planner.domain.basics.text import clean, escaped
from planner.errors import PlannerError
from planner.i18n import format as fmt


class _Harmless:
    """A stream whose texts are cleaned (see ``text.clean``); everything else is that of the stream, if there is one."""

    def __init__(self, stream: IO[str] | None) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write what is harmless of ``text``; returns the length of all of it."""
        if self.stream is not None:
            with _printing():
                self.stream.write(clean(text, lines=True))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def harmless() -> Iterator[None]:
    """While it lasts, all that is printed is cleaned.

    Raises:
        PlannerError: ``cli.unprinted`` when it cannot be written where it goes to. Commands print what they have done.
    """
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Harmless(sys.stdout), _Harmless(sys.stderr)
    try:
        yield
        if before[0] is not None:
            with _printing():
                before[0].flush()
    finally:
        sys.stdout, sys.stderr = before


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # whoever read it has enough
        raise
    except OSError as error:
        give_up()
        raise PlannerError("cli.unprinted", reason=fmt.os_error(error)) from error


def give_up() -> None:
    """What is still to be printed goes nowhere: Python would complain once more when it flushes at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_exactly(document: str) -> None:
    r"""Print a JSON document that says all that it said: what is not harmless is spelt out (``\u202e``)."""
    with _printing():
        print(escaped(document), file=getattr(sys.stdout, "stream", sys.stdout))


def complain(text: str) -> None:
    """Print a sentence on standard error, on one line."""
    with suppress(OSError):  # there is nobody to tell
        print(f"planner: {clean(text)}", file=sys.stderr)
