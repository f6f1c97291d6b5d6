"""Which file a path stands for: the one that was opened under it, or another by now.

A file can be moved, deleted or replaced (by a sync client, by a copy put back) while it is open. An open connection
goes on with the file that it had, and what it writes is then looked for by nobody; a new one takes what is there
instead. So whoever keeps figures of a file in view holds it here, and everything that reads or writes compares.

A file whose bytes were replaced in place (``cp`` onto it) stays the same file: that it holds something else is seen by
the number in it, see ``edition``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planner.errors import PlannerError
from planner.storage import descriptors
from planner.storage.descriptors import Identity as Identity

_held: dict[Path, Identity] = {}


def at(path: Path) -> Identity:
    """What is at ``path`` now; a link is followed.

    Raises:
        PlannerError: ``store.gone`` when nothing is; ``store.unreadable`` when that cannot be asked.
    """
    return _asked(path, descriptors.identity)


def _asked(path: Path, question: Callable[[Path], Identity]) -> Identity:
    try:
        return question(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PlannerError("store.gone", path=str(path)) from error
    except OSError as error:
        raise PlannerError("store.unreadable", path=str(path)) from error


def hold(path: Path, which: Identity | None = None) -> None:
    """From now on only one file is read and written under ``path`` by this process: the one that is there.

    It is kept open: else another could be made with its device and inode once it is deleted. ``which``: one that was
    held until now instead, whether it is there or not. Raises as ``at``.
    """
    found = which or _asked(path, descriptors.kept)
    let_go(path)
    descriptors.pin(found)
    _held[path.absolute()] = found


def let_go(path: Path) -> None:
    """Whatever is at ``path`` may be read and written again."""
    held = _held.pop(path.absolute(), None)
    if held is not None:
        descriptors.unpin(held)


def meant(path: Path) -> Identity:
    """The file that is held, or where none is, the one that is there. Raises as ``at``."""
    return _held.get(path.absolute()) or at(path)


def check(path: Path, expected: Identity) -> None:
    """Refuse to go on when ``path`` no longer stands for the expected file.

    Raises:
        PlannerError: ``store.gone``, ``store.replaced``.
    """
    if at(path) != expected:
        raise PlannerError("store.replaced", path=str(path))


def check_held(path: Path) -> None:
    """As ``check`` against the file that is held; nothing where none is."""
    held = _held.get(path.absolute())
    if held is not None:
        check(path, held)
