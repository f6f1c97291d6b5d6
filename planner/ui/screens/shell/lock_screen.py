"""The locked screen: at the start before anything is read, and over everything when the app is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.widgets.focus import FocusAtOnce
from planner.ui.widgets.safe import Plain


class _Passphrase(FocusAtOnce, Input):
    pass


class LockScreen(Screen[object]):
    """Nothing but a question for the passphrase: no figure, no message, no key but those that answer or end.

    Args:
        text: why it is asked.
        check: whether a passphrase is right; called in a thread, as it takes a fifth of a second.
        answered: called with each answer once it is known whether it was right.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.quit", "key.quit", priority=True)]
    busy = False
    hint_key = "locking.hint"

    def __init__(self, text: str, check: Callable[[str], bool], answered: Callable[[bool], None]) -> None:
        super().__init__()
        self._text = text
        self._check = check
        self._answered = answered

    def compose(self) -> ComposeResult:
        """A box in the middle: what is asked, the field without echo, what is wrong, the two keys."""
        with Vertical(id="lock"):
            yield Plain(t("locking.title"), classes="title")
            yield Plain(self._text, id="lock-text")
            yield _Passphrase(password=True, placeholder=t("locking.enter"), compact=True, id="lock-passphrase")
            yield Plain(id="lock-told")
            yield Plain(t(self.hint_key), id="lock-hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: try what was typed, unless it is nothing or another is being tried."""
        event.stop()
        if event.value and not self.busy:
            self.busy = True
            self.say(t("locking.checking"))
            self.run_worker(self._try(event.value))

    def say(self, text: str) -> None:
        """Put a line below the field."""
        self.query_one("#lock-told", Plain).show(text)

    async def _try(self, passphrase: str) -> None:
        self.query_one(_Passphrase).value = ""
        try:
            right = await asyncio.to_thread(self._check, passphrase)
        except PlannerError as error:
            self.say(fmt.error(error.code, error.params))
            return
        finally:
            self.busy = False
        self.say("" if right else t("locking.screen_wrong"))
        self._answered(right)
