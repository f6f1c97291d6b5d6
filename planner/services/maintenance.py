"""Looking after the database file: is it sound, copies of it, and taking one of them back."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.importers.dump import looks_like_export, text_of
from planner.overview import keeping
from planner.overview.given import content
from planner.services import exports
from planner.storage import backup as making
from planner.storage import copies, restoring, schema, seal
from planner.storage.check import is_damaged, problems, unreadable
from planner.storage.copies import Copy as Copy
from planner.storage.damage import Problem
from planner.storage.partial import partial, sweep
from planner.storage.sqlite import connect, telling
from planner.storage.store import OpResult, Store
from planner.storage.topics import Topic
from planner.values import dataclass, replace

_BROKEN = ("store.damaged", "store.not_a_database", "store.empty")
_BEYOND = "store.row"
_OUTDATED = "store.migration_failed"
_LOST = (*_BROKEN, _BEYOND, _OUTDATED, "store.missing", "store.lost", "cli.no_data")  # what a backup mends


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    ``before`` is what stood there: a backup of it, or the file itself under another name where it was ``damaged``;
    None where nothing was there. ``steps`` and ``entered`` are the operations, and the loans and records, that only it
    holds; 0 of a damaged file, where nobody knows.
    """

    copy: Copy
    before: Path | None
    damaged: bool
    steps: int
    entered: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A backup that can be restored, and what is not in it: operations, and loans and records entered since."""

    copy: Copy
    steps: int
    entered: int


def check(path: Path) -> tuple[str, ...]:
    """A sentence for each thing that is wrong with the database; empty when it is sound.

    Raises:
        PlannerError: ``store.*`` when it cannot even be opened.
    """
    if found := tuple(map(_sentence, problems(path))):
        return found
    if keeping.guard(path):
        return (t("check.unguarded"),)
    return tuple(t("check.kept", detail=name) for name in keeping.mend(path))  # which asks sound records only


def _sentence(problem: Problem) -> str:
    if problem.fault is None:
        return t(f"check.{problem.code}", detail=problem.detail)
    reason = fmt.error(problem.fault.code, problem.fault.params)
    return t(f"check.{problem.code}", detail=problem.detail, reason=reason)


def backup(path: Path) -> Path:
    """Make a verified copy beside the database, in the folder ``backups``; the newest ten are kept.

    Raises:
        PlannerError: ``store.damaged``, ``store.backup_failed``.
    """
    if is_damaged(path):  # a copy of what cannot be read would be none
        raise PlannerError("store.damaged", path=str(path))
    return making.make(path)


def backups(path: Path) -> Iterator[Copy]:
    """The backups of the database that can be restored, the newest first; damaged ones are left out.

    Locked ones whose passphrase was not given are among them: see ``Copy.closed``.
    """
    return copies.listed(path)


def folder(path: Path) -> Path:
    """Where the backups of the database are kept."""
    return making.folder_of(path)


def choices(path: Path) -> list[Choice]:
    """``backups``, each with what is not in it; where the database itself cannot be read, nothing is known of that."""
    found = []
    for copy in copies.listed(path):
        steps, entered = 0, 0
        with suppress(PlannerError):
            steps, entered = restoring.since(path, copy.path)
        found.append(Choice(copy, steps, entered))
    return found


# -- what is damaged -----------------------------------------------------------------------------------------------


def advice(path: Path, code: str) -> str:
    """What to do about ``store.<…>`` said of the database at ``path``: the newest good backup and the command that
    takes it back, or that there is none; empty where a backup is no help.
    """
    if code not in _LOST:
        return ""
    found = copies.good(path)
    newest = next((copy for copy in found if _mends(copy.path, path, code)), None)
    if newest is not None:
        return t("restore.advice", at=fmt.moment(newest.made_at), command=command(newest.path, path))
    closed = next((copy for copy in copies.listed(path) if copy.closed), None)
    if closed is not None and code in _LOST:
        return t("restore.advice_closed", at=fmt.moment(closed.made_at), command=command(closed.path, path))
    return t("restore.no_backup", folder=making.folder_of(path)) if code in _BROKEN else ""


def _mends(copy: Path, path: Path, code: str) -> bool:
    """Whether a sound backup is free of what ``code`` says of the database; the latest may have it in it."""
    if code == _BEYOND:
        return unreadable(copy) is None
    if code != _OUTDATED:
        return True
    with suppress(PlannerError, OSError), partial(path) as fresh:
        seal.begin(fresh, seal.of(copy))
        _from_backup(copy, fresh)
        copies.looked_at(fresh)
        return True
    return False


def broken(path: Path) -> PlannerError | None:
    """``store.damaged`` where pages, indexes or references of the database are; quicker than ``check``."""
    return PlannerError("store.damaged", path=str(path)) if is_damaged(path, rows=False) else None


def told(path: Path, error: PlannerError) -> str:
    """The error in words; of the database at ``path`` with what can be done."""
    said = fmt.error(error.code, error.params)
    more = advice(path, error.code) if error.params.get("path") == str(path) else ""
    return t("restore.said", said=said, advice=more) if more else said


def mending(path: Path) -> str:
    """``advice`` for a database that opens and is damaged inside; empty for one that is not."""
    return advice(path, "store.damaged") if is_damaged(path) else ""


def command(copy: Path, path: Path) -> str:
    """The command line that restores ``copy`` to ``path``."""
    return shlex.join(["planner", "restore", str(copy), "--db", str(path.absolute())])


def explained(path: Path, error: Exception) -> Exception:
    """``store.damaged`` or ``store.row`` where the file is what made something fail; else the error itself.

    A row that a damaged page or a foreign hand has changed can break anything that reckons with it.
    """
    if not path.is_file() or isinstance(error, OSError):
        return error
    if isinstance(error, PlannerError) and error.code.startswith(("store.", "cli.")):
        return error
    foreseen = isinstance(error, PlannerError) and error.code != "unexpected"
    if not foreseen and (found := unreadable(path)) is not None:
        return found
    return PlannerError("store.damaged", path=str(path)) if is_damaged(path, rows=False) else error


# -- restoring -----------------------------------------------------------------------------------------------------


def restore(path: Path, source: Path) -> Restored:
    """Make the database at ``path`` what ``source`` holds, a backup or an export: all of it, or nothing.

    It is locked afterwards as it was before (see ``restoring.lock_for``), whatever lock ``source`` has.

    It is built and checked beside, then takes the place of what stands: that is backed up first, and kept under
    another name where it is damaged. Killed at any moment it is the old one or the new one.

    Raises:
        PlannerError: ``restore.*`` when ``source`` cannot be restored; ``store.*`` when what stands is in use, is of
            another program or cannot be written. The database is then as it was.
    """
    path = path.resolve()  # of a link, what it leads to is replaced
    try:
        if path.exists():
            schema.check_kind(path)
            if source.exists() and path.samefile(source):
                raise PlannerError("restore.itself", path=str(source))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(path.parent, path.name)
        with partial(path) as fresh:
            lock = restoring.lock_for(path, source)
            with telling(path):
                seal.begin(fresh, lock)  # what is built in it is locked from the first page on
            found = _built(source, fresh, path)
            before, damaged = _put(path, fresh)
    except OSError as error:
        raise PlannerError("restore.unwritable", path=str(path), detail=fmt.os_error(error)) from error
    steps, entered = (0, 0) if before is None or damaged else restoring.since(before, path)
    return Restored(found, before, damaged, steps, entered)


def restore_open(store: Store, source: Path) -> OpResult[Restored]:
    """``restore`` of a database that is open; all of it is read anew afterwards. It is no step of undo.

    Raises:
        PlannerError: as ``restore``.
    """
    store.close()
    return OpResult(frozenset(Topic), restore(store.path, source), None)


def _built(source: Path, fresh: Path, path: Path) -> Copy:
    """Make ``fresh`` a checked database of today's tables with what ``source`` holds."""
    try:
        schema.require(source)
        is_database = seal.plain(source) or seal.sealed(source)
        found = _from_backup(source, fresh) if is_database else _from_export(source, fresh)
        with closing(connect(fresh)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        return replace(copies.looked_at(fresh), path=source, made_at=found)
    except PlannerError as error:
        if error.code == "store.full":
            raise PlannerError("store.full", path=str(path)) from error
        if not error.code.startswith(("store.", "import.")):
            raise
        reason = fmt.error(error.code, error.params | {"path": str(source)})
        raise PlannerError("restore.refused", reason=reason) from error


def _from_backup(source: Path, fresh: Path) -> str:
    """When the backup was made, as its name says."""
    found = copies.looked_at(source)
    restoring.copy_into(source, fresh)
    schema.upgrade(fresh, keep=False)
    return found.made_at


def _from_export(source: Path, fresh: Path) -> str:
    data = content(source)
    if not looks_like_export(data):
        raise PlannerError("restore.neither", path=str(source))
    exports.restore(fresh, text_of(data, str(source)))
    return ""


def _put(path: Path, fresh: Path) -> tuple[Path | None, bool]:
    """What stood there is now where, and whether it was damaged."""
    if path.exists() and path.stat().st_size:
        try:
            schema.ensure(path)
            if not is_damaged(path):
                return restoring.refill(path, fresh), False
        except PlannerError as error:
            if error.code not in (*_BROKEN, "store.lost", "store.migration_failed"):
                raise
    before = restoring.instead(path, fresh)
    return before, before is not None
