"""What opens before the app where the file is locked: one screen that asks for the passphrase; nothing is read yet."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual.app import App
from textual.screen import Screen

from planner.i18n import t
from planner.services import locking
from planner.ui.screens.shell.lock_screen import LockScreen

TRIES = 3


class Entrance(App[bool]):
    """``run`` gives True once the file is open, False after the third wrong passphrase, None when it was left."""

    CSS_PATH = ["styles/app.tcss"]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.title = t("app.title")
        self._path = path
        self._left = TRIES

    def get_default_screen(self) -> Screen[object]:
        """The question."""
        text = t("locking.start", path=self._path)
        return LockScreen(text, partial(locking.open_by, self._path), self._answered)

    def _answered(self, right: bool) -> None:
        self._left -= 1
        if right or not self._left:
            self.exit(right)
            return
        screen = self.screen
        assert isinstance(screen, LockScreen)
        screen.say(t("locking.screen_wrong_left", n=self._left))
