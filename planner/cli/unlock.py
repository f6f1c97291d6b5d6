"""``planner unlock``: takes the encryption off the database."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.lock import tell
from planner.i18n import t
from planner.services import locking
from planner.services.locking import Backups


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    command.add_argument("--backups", choices=("unlock", "keep"), default="unlock", help=t("cli.help.backups_unlock"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Decrypt what the passphrase has opened before this; returns the exit status."""
    if not locking.is_locked(path):
        print(t("locking.already_plain", path=path))
        return 0
    outcome = locking.unlock(path, Backups.FOLLOW if options.backups == "unlock" else Backups.KEEP)
    print(t("locking.unlocked", path=path))
    tell(outcome, locked=False)
    return 0
