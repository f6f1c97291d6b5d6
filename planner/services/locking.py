"""The lock of the database: whether it has one, opening it, putting it on, taking it off, and what stays outside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path

from planner.errors import PlannerError
from planner.storage import seal
from planner.values import dataclass

SHORTEST = seal.SHORTEST  # characters of a passphrase


class Backups(StrEnum):
    """What becomes of the backups of a database whose lock changes."""

    FOLLOW = "follow"
    DELETE = "delete"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files beside a database whose lock has changed.

    Attributes:
        followed: backups that have the same lock now, or none as the database.
        deleted: backups that are gone.
        apart: backups that have another lock than the database, or none where it has one.
        readable: other files that anybody reads who can read them: exports, the log of errors.
    """

    followed: tuple[Path, ...] = ()
    deleted: tuple[Path, ...] = ()
    apart: tuple[Path, ...] = ()
    readable: tuple[Path, ...] = ()


def is_locked(path: Path) -> bool:
    """Whether the file can only be read with a passphrase."""
    return seal.sealed(path)


def is_closed(path: Path) -> bool:
    """Whether the file is locked and its passphrase was not given to this process yet."""
    return seal.closed(path)


def is_apart(file: Path, path: Path) -> bool:
    """Whether ``file`` has another lock than the database at ``path``, or only one of them has any."""
    return seal.salt_of(file) != seal.salt_of(path)


def check_available(path: Path) -> None:
    """Refuse where the driver is not installed.

    Raises:
        PlannerError: ``store.sealed_extra``.
    """
    seal.check_available(path)


def open_by(path: Path, passphrase: str) -> bool:
    """Whether ``passphrase`` opens the locked file; the whole process then reads and writes it.

    Raises:
        PlannerError: ``store.sealed_extra``, ``store.unreadable`` …
    """
    from planner.storage import sealing  # here and below: the first frame asks only for ``opener``

    return sealing.open_by(path, passphrase)


def opener(path: Path) -> Callable[[str], bool] | None:
    """What tells whether a passphrase is that of the locked file, which is open already; None for a plain file.

    It goes on telling whatever becomes of the file.
    """
    found = seal.of(path)
    return None if found is None else partial(seal.is_passphrase, found)


def check_passphrase(passphrase: str) -> None:
    """Refuse one that is guessed too soon.

    Raises:
        PlannerError: ``passphrase.short`` below eight characters.
    """
    if len(passphrase) < SHORTEST:
        raise PlannerError("passphrase.short", least=SHORTEST, found=len(passphrase))


def lock(path: Path, passphrase: str, backups: Backups) -> Outcome:
    """Encrypt the database, or encrypt it anew by another passphrase; then see to its backups.

    Raises:
        PlannerError: ``passphrase.short``; ``store.in_use``, ``store.not_rewritten`` …: nothing has changed then.
    """
    check_passphrase(passphrase)
    to = seal.new(passphrase)
    from planner.storage import sealing

    sealing.rewrite(path, to)
    return see_to(path, backups)


def unlock(path: Path, backups: Backups) -> Outcome:
    """Decrypt the database, which is open to this process; then see to its backups.

    Raises:
        PlannerError: as ``lock``.
    """
    from planner.storage import sealing

    sealing.rewrite(path, None)
    return see_to(path, backups)


def see_to(path: Path, backups: Backups) -> Outcome:
    """Give the backups the lock of the database at ``path``, or delete those that have another, or leave them."""
    from planner.storage import backup, sealing
    from planner.storage.partial import erase

    to = seal.of(path)
    other = [file for file in backup.files(path) if seal.salt_of(file) != (to.salt if to else None)]
    changed: list[Path] = []
    if backups is Backups.FOLLOW:
        changed = [file for file in other if _done(file, lambda one: sealing.rewrite(one, to))]
    elif backups is Backups.DELETE:
        changed = [file for file in other if _done(file, erase)]
    return Outcome(
        tuple(changed) if backups is Backups.FOLLOW else (),
        tuple(changed) if backups is Backups.DELETE else (),
        tuple(file for file in other if file not in changed),
        _readable(path) if to else (),
    )


def _done(file: Path, change: Callable[[Path], None]) -> bool:
    """Whether it worked: one backup that is damaged or has a third passphrase does not stop the others."""
    with suppress(PlannerError, OSError):
        change(file)
        return True
    return False


def _exported(path: Path) -> list[Path]:
    """What the app has exported beside the database, by its names, as far as anybody reads it who has it."""
    days = "[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
    found = {*path.parent.glob(f"{path.stem}-*.json"), *path.parent.glob(f"{path.stem}-{days}*.*")}
    return [file for file in found if file.suffix not in (".age", ".partial", path.suffix)]


def _readable(path: Path) -> tuple[Path, ...]:
    beside = [*_exported(path), path.with_name(path.name + "-errors.log")]
    return tuple(sorted(file for file in beside if file.is_file()))
