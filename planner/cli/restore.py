"""``planner restore``: a backup or an export in the place of what stands, which is kept."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli import passphrase
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import locking, maintenance
from planner.services.maintenance import Copy


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help=t("cli.help.restore_file"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Restore and say where what stood is kept, or list the backups that can be restored; returns the exit status.

    Raises:
        PlannerError: ``store.missing`` where there is neither a database nor a backup of one: the path is mistyped.
    """
    if options.file is None:
        return _list(path)
    passphrase.let_in(options.file, another=True)
    was = locking.is_locked(path)
    done = maintenance.restore(path, options.file)
    print(t("cli.restore.done", path=options.file, holds=holds(done.copy)))
    if done.before is not None:
        print(t("restore.kept_damaged" if done.damaged else "restore.kept", path=done.before))
    if done.steps or done.entered:
        print(t("restore.only_there", steps=done.steps, entered=done.entered))
    _tell_lock(options.file, path, was)
    return 0


def _tell_lock(source: Path, path: Path, was: bool) -> None:
    """How the database is opened from now on, where that is not as it was for what was restored."""
    if locking.is_locked(path):
        if not was:
            print(t("restore.locked", path=path))
        elif locking.is_apart(source, path):
            print(t("restore.present_lock", path=path))
    elif locking.is_locked(source):
        print(t("restore.plain", path=path))


def _list(path: Path) -> int:
    found = False
    for copy in maintenance.backups(path):
        found = True
        print(f"{fmt.moment(copy.made_at)}  {fmt.size(copy.size):>8}  {_known(copy)}")
        print(f"    {maintenance.command(copy.path, path)}")
    if not found and not path.exists():
        raise PlannerError("store.missing", path=str(path))
    if not found:
        print(t("restore.no_backup", folder=maintenance.folder(path)))
    return 0


def _known(copy: Copy) -> str:
    return t("restore.closed") if copy.closed else holds(copy)


def holds(copy: Copy) -> str:
    """How many loans and records are in a backup."""
    return t("restore.holds", loans=copy.loans, records=copy.records)
