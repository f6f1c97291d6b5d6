"""A new passphrase, typed twice, for what is taken out locked; it closes with the passphrase, or None."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import locking
from planner.ui.screens.shell.lock_screen import LockScreen


class NewPassphrase(LockScreen):
    """As the locked screen, but esc leaves it, and the first passphrase typed has to be typed once more."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "key.back", priority=True)]
    hint_key = "locking.hint_leave"

    def __init__(self) -> None:
        super().__init__(t("export.locked.ask", least=locking.SHORTEST), lambda _: True, lambda _: None)
        self._first: str | None = None

    async def _try(self, passphrase: str) -> None:
        self.busy = False
        self.query_one(Input).value = ""
        try:
            locking.check_passphrase(passphrase)
        except PlannerError as error:
            self.say(fmt.error(error.code, error.params))
            return
        if self._first is None:
            self._first = passphrase
            self.say(t("locking.ask_again"))
        elif self._first == passphrase:
            self.dismiss(passphrase)
        else:
            self._first = None
            self.say(t("locking.differs"))

    def action_leave(self) -> None:
        """Close without one."""
        self.dismiss(None)
