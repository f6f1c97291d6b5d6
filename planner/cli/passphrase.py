"""Asking for the passphrase of a locked database: in the terminal without echo, or from a file that a script names.

Never an argument (any process sees those) nor the value of a variable (every child inherits it).
"""

from __future__ import annotations

import os
import stat
import sys
from getpass import getpass
from pathlib import Path

from planner import paths
from planner.errors import PlannerError
from planner.i18n import t
from planner.services import locking

VARIABLE = "PLANNER_PASSPHRASE_FILE"
OF_EXPORT = "PLANNER_EXPORT_PASSPHRASE_FILE"  # of what is taken out: it may be another than that of the database
TRIES = 3


def let_in(path: Path, *, another: bool = False) -> None:
    """Open the database to this process if it is locked: by the file of ``PLANNER_PASSPHRASE_FILE``, else by asking.

    ``another``: it is not the database at hand but a backup, which may have another passphrase than that in the file:
    then a person is asked where one is there.

    Raises:
        PlannerError: ``store.sealed`` where nobody can be asked, ``store.wrong_passphrase`` after the third one, or
            after the one in the file; ``store.sealed_extra``, ``passphrase.file``.
    """
    if not locking.is_closed(path):
        return
    locking.check_available(path)
    kept = from_file()
    if kept is not None:
        if locking.open_by(path, kept):
            return
        if not another or not has_terminal():
            raise PlannerError("store.wrong_passphrase", path=str(path))
    if not has_terminal():
        raise PlannerError("store.sealed", path=str(path))
    for left in reversed(range(TRIES)):
        if locking.open_by(path, _asked(t("locking.ask", path=path))):
            return
        if left:
            print(t("locking.wrong", n=left), file=sys.stderr)
    raise PlannerError("store.wrong_passphrase", path=str(path))


def new(path: Path) -> str:
    """A new passphrase for the database: asked twice until both are the same, or from the file.

    Raises:
        PlannerError: ``passphrase.short``, ``passphrase.differs`` after the third pair, ``passphrase.no_terminal``.
    """
    return _new(from_file() if not locking.is_locked(path) else None)  # else the file holds the present one


def for_export() -> str:
    """A new passphrase for what is taken out: asked twice, or from the file of ``PLANNER_EXPORT_PASSPHRASE_FILE``.

    Raises:
        PlannerError: as ``new``.
    """
    return _new(from_file(OF_EXPORT))


def _new(kept: str | None) -> str:
    if kept is not None:
        locking.check_passphrase(kept)
        return kept
    if not has_terminal():
        raise PlannerError("passphrase.no_terminal")
    for _ in range(TRIES):
        first = _asked(t("locking.ask_new", least=locking.SHORTEST))
        locking.check_passphrase(first)
        if _asked(t("locking.ask_again")) == first:
            return first
        print(t("locking.differs"), file=sys.stderr)
    raise PlannerError("passphrase.differs")


def from_file(variable: str = VARIABLE) -> str | None:
    """The first line of the file that the variable names; None where it names none.

    Raises:
        PlannerError: ``passphrase.file`` when it cannot be read, is empty, or others can read it.
    """
    name = os.environ.get(variable)
    if not name:
        return None
    path = paths.expanded(name)
    try:
        descriptor = os.open(path, os.O_RDONLY)
        with os.fdopen(descriptor, encoding="utf-8") as file:
            _check_private(os.fstat(descriptor), path)
            found = file.readline().removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise PlannerError("passphrase.file", path=str(path), reason=t("locking.file.unreadable")) from error
    if not found:
        raise PlannerError("passphrase.file", path=str(path), reason=t("locking.file.empty"))
    return found


def _check_private(state: os.stat_result, path: Path) -> None:
    """A file or a pipe (``<(pass show planner)``) of one's own that nobody else can read."""
    others = stat.S_IMODE(state.st_mode) & 0o077 if os.name == "posix" else 0
    strange = os.name == "posix" and state.st_uid not in (os.geteuid(), 0)
    if others or strange or not (stat.S_ISREG(state.st_mode) or stat.S_ISFIFO(state.st_mode)):
        raise PlannerError("passphrase.file", path=str(path), reason=t("locking.file.open_to_others"))


def has_terminal() -> bool:
    """Whether a person can be asked: the input may come from elsewhere, the terminal is asked past it."""
    if os.name != "posix":
        return sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _asked(prompt: str) -> str:
    try:
        return getpass(prompt)
    except EOFError as error:
        raise PlannerError("passphrase.none") from error
