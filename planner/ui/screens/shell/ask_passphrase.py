"""The passphrase of one more file while the app runs: of a backup, or of the file that has taken the place of ours."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from planner.i18n import t
from planner.services import locking
from planner.ui.screens.shell.lock_screen import LockScreen


class AskPassphrase(LockScreen):
    """As the locked screen, but esc leaves it; closes with True once the file is open to this process."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "key.back", priority=True)]
    hint_key = "locking.hint_leave"

    def __init__(self, path: Path) -> None:
        super().__init__(t("locking.start", path=path), partial(locking.open_by, path), self._told)

    def _told(self, right: bool) -> None:
        if right:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Close without an answer, unless one is being tried."""
        if not self.busy:
            self.dismiss(False)
