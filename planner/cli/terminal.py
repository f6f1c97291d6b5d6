"""What commands print, made harmless on its way: a name out of a file is nothing that a terminal obeys."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from planner import i18n
from planner.domain.basics.text import clean, escaped
from planner.errors import PlannerError
from planner.i18n import format as fmt

if TYPE_CHECKING:
    from planner.takeout.formats import Pieces


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

    def writelines(self, texts: Iterable[str]) -> None:
        """Write each of the texts."""
        for text in texts:
            self.write(text)

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


def unprinted(error: OSError, spoken: str) -> int:
    """Why an answer that was known before anything was loaded could not be printed; returns the exit status."""
    i18n.use(spoken)
    give_up()
    if not isinstance(error, BrokenPipeError):
        complain(fmt.error("cli.unprinted", {"reason": fmt.os_error(error)}))
    return 1


def print_exactly(document: str) -> None:
    r"""Print a JSON document that says all that it said: what is not harmless is spelt out (``\u202e``)."""
    print_in_parts((document,))


def print_in_parts(parts: Iterable[str]) -> None:
    """The same of a document whose lines come part by part, each part without the line end that follows it."""
    with _printing():
        for part in parts:
            print(escaped(part), file=getattr(sys.stdout, "stream", sys.stdout))


def pour(pieces: Pieces, ending: str) -> None:
    """Print a document: on a terminal made harmless, into a pipe byte by byte as it would be in a file of that ending.

    A JSON document is made harmless wherever it goes, as in ``print_exactly``: it says the same then.

    Raises:
        PlannerError: ``cli.unprinted``.
    """
    found = list(pieces)
    texts = [piece for piece in found if isinstance(piece, str)]
    stream = getattr(sys.stdout, "stream", sys.stdout)
    raw = getattr(stream, "buffer", None)
    if len(texts) == len(found) and ending == ".json":
        print_exactly("".join(texts).removesuffix("\n"))
    elif raw is not None and not stream.isatty():
        with _printing():
            stream.flush()
            raw.writelines(piece.encode() if isinstance(piece, str) else piece for piece in found)
            raw.flush()
    else:
        sys.stdout.writelines(texts)


def complain(text: str) -> None:
    """Print a sentence on standard error, on one line."""
    with suppress(OSError):  # there is nobody to tell
        print(f"planner: {clean(text)}", file=sys.stderr)
