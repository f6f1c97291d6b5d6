"""Files that this process keeps open beside SQLite: what stands at their start, and that they stay themselves.

Two things hang on it. By POSIX, closing a file ends all locks that SQLite has on it in this process, in the middle of a
transaction: so what was looked at is not closed. And while a file is open no other can get its device and inode, which
a deleted one leaves to the next that is made: so only of an open file these two say which it is.
"""

from __future__ import annotations

import os
import struct
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock

try:
    import fcntl
except ImportError:  # no such locks on Windows
    fcntl = None  # type: ignore[assignment]

Identity = tuple[int, int]
"""Device and inode."""

_MOST = 32
_open: OrderedDict[Identity, int] = OrderedDict()  # each with its descriptor, the latest last
_pinned: set[Identity] = set()  # not closed, however many others are looked at
_lock = Lock()
_MARK = 0x4000_0000 + 1024  # a byte behind those that SQLite locks, in the page that it never uses
_ABLE = os.name == "posix"  # elsewhere an open file could not be replaced, and closing one ends no lock


def identity(path: Path) -> Identity:
    """Of what is at ``path`` now; a link is followed. Raises ``OSError``."""
    state = os.stat(path)
    return state.st_dev, state.st_ino


def start(path: Path, length: int) -> bytes:
    """The first bytes of a file, at most ``length`` of them. Raises ``OSError``."""
    if not _ABLE:
        with path.open("rb", buffering=0) as file:
            return file.read(length)
    with _lock:
        return os.pread(_open[_kept(path)], length, 0)


def kept(path: Path) -> Identity:
    """``identity``, of a file that is kept open from now on: among the latest, or ``pinned``. Raises ``OSError``."""
    if not _ABLE:
        return identity(path)
    with _lock:
        return _kept(path)


def pin(which: Identity) -> None:
    """Do not close it, however many others are looked at; where locks tell that, others see that it is in use."""
    _pinned.add(which)
    with _lock:
        if which in _open:
            _mark(_open[which], "F_OFD_SETLK", "F_RDLCK")


def unpin(which: Identity) -> None:
    """It may be closed once enough others were looked at; not now, when somebody may have locks on it."""
    _pinned.discard(which)
    with _lock:
        if which in _open:
            _mark(_open[which], "F_OFD_SETLK", "F_UNLCK")


def is_pinned_elsewhere(path: Path) -> bool:
    """Whether another process has pinned the file; False where no lock tells. Raises ``OSError``."""
    if not _ABLE:
        return False
    with _lock:
        return _mark(_open[_kept(path)], "F_OFD_GETLK", "F_WRLCK") not in (None, getattr(fcntl, "F_UNLCK", None))


def _mark(descriptor: int, command: str, kind: str) -> int | None:
    """Set or ask a lock of the open file, not of the process: SQLite's own end when any file of them is closed.

    Only Linux has them; a file system may not. The answer is the kind that stands in the way.
    """
    if not hasattr(fcntl, command):
        return None
    lock = struct.pack("hhqqi", getattr(fcntl, kind), os.SEEK_SET, _MARK, 1, 0)
    with suppress(OSError):
        found: int = struct.unpack_from("h", fcntl.fcntl(descriptor, getattr(fcntl, command), lock))[0]
        return found
    return None


def _kept(path: Path) -> Identity:
    which = identity(path)
    if which not in _open:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # of a pipe it would wait for ever
        state = os.fstat(descriptor)
        which = (state.st_dev, state.st_ino)
        if which in _open:  # it took this place in between
            os.close(descriptor)
        else:
            _open[which] = descriptor
    _open.move_to_end(which)
    if len(_open) > _MOST:
        _close_oldest(which)
    return which


def _close_oldest(asked: Identity) -> None:
    for which in _open:
        if which != asked and which not in _pinned:
            os.close(_open.pop(which))
            return
