"""A file that is whole or not there: written beside its place under another name, put there when it is on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

try:
    import fcntl
except ImportError:  # no such locks on Windows: there nothing tells a file being written from one left over
    fcntl = None  # type: ignore[assignment]

SUFFIX = ".partial"
_BLOCK = 1 << 20
_BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite may leave beside a database


@contextmanager
def partial(target: Path) -> Iterator[Path]:
    """A new empty file beside ``target`` that only its owner reads; gone at the end, unless it was ``put``.

    It is locked while it is being written: ``sweep`` removes what a killed process has left, and nothing else.

    Raises:
        OSError: the folder is missing or cannot be written.
    """
    file, held = _made(target)
    try:
        yield file
    except BaseException:
        _remove(file, erase)
        raise
    finally:
        _remove(file)
        os.close(held)


def _made(target: Path) -> tuple[Path, int]:
    for number in count():
        file = target.with_name(f"{target.name}.{number}{SUFFIX}")
        try:
            held = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            continue
        if fcntl is None:
            return file, held
        fcntl.flock(held, fcntl.LOCK_EX)
        if os.fstat(held).st_nlink:
            return file, held
        os.close(held)  # swept between the making and the lock
    raise AssertionError


def put(file: Path, target: Path) -> None:
    """Give the written ``file`` the name ``target``, in the place of what stands there: at any moment one of the two.

    Raises:
        OSError: it could not be brought to the disk; ``target`` is then as it was.
    """
    _to_disk(file)
    os.replace(file, target)
    folder_to_disk(target.parent)


def put_new(file: Path, target: Path) -> None:
    """As ``put``, but never over another file.

    Raises:
        FileExistsError: there is one of that name.
        OSError: it could not be brought to the disk.
    """
    _to_disk(file)
    try:
        os.link(file, target)  # unlike renaming it fails where the name is taken
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError(target) from None
        os.replace(file, target)
    folder_to_disk(target.parent)


def _to_disk(file: Path) -> None:
    opened = os.open(file, os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def folder_to_disk(folder: Path) -> None:
    """Bring the names in ``folder`` to the disk, where the system can do that of a folder."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def sweep(folder: Path, beginning: str) -> None:
    """Remove what killed processes have left half written in ``folder``, of files that begin like that."""
    if fcntl is None:
        return
    for file in os.listdir(folder):
        name, mark, rest = file.rpartition(SUFFIX)
        if mark and rest in _BESIDE and name.startswith(beginning):
            _sweep_one(folder / (name + SUFFIX))


def _sweep_one(file: Path) -> None:
    with suppress(OSError):  # gone meanwhile, or somebody else's
        try:
            opened = os.open(file, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            _remove(file, erase)  # what SQLite left beside it
            return
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError: it is being written
            _remove(file, erase)
        finally:
            os.close(opened)


def _remove(file: Path, away: Callable[[Path], None] = lambda file: file.unlink(missing_ok=True)) -> None:
    for suffix in _BESIDE:
        with suppress(OSError):
            away(file.with_name(file.name + suffix))


def erase(file: Path) -> None:
    """Overwrite a file and delete it, where there is one: it may hold in plain what is locked elsewhere.

    Of one that has another name, too, only this name goes: what it holds is somebody's.

    Raises:
        OSError: it could not be deleted.
    """
    with suppress(OSError):
        opened = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        try:
            if os.fstat(opened).st_nlink == 1:
                overwrite(opened)
        finally:
            os.close(opened)
    file.unlink(missing_ok=True)


def overwrite(descriptor: int) -> None:
    """Write over all that an open file holds; on a disk that keeps earlier blocks that is no promise.

    Raises:
        OSError: it could not be written.
    """
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(left, _BLOCK)))
    os.fsync(descriptor)
