"""The locked screen: at the start before anything is read, and over everything when the app is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from planner import clock
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import locking
from planner.ui.widgets.focus import FocusAtOnce
from planner.ui.widgets.safe import Plain

if TYPE_CHECKING:
    from planner.ui.host import Host

LOOK = 5  # seconds between two looks at whether it is time
MINUTES = "lock_minutes"  # the setting; without it the screen never locks by itself


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


class Cover:
    """Lays the locked screen over the app and takes it off; what is under it goes on and stays as it is.

    Only for a locked file: with a plain one whoever stands before the screen could start the app anew.
    """

    def __init__(self, app: Host) -> None:
        self._app = app
        self._opens = locking.opener(app.path)
        self._screen: LockScreen | None = None
        self._since = clock.passed()
        self._held: tuple[str, bool] | None = None

    def renew(self) -> None:
        """Another file is open at the path now: locked by another passphrase, or plain."""
        self._opens = locking.opener(self._app.path)

    @property
    def possible(self) -> bool:
        """Whether the file is a locked one."""
        return self._opens is not None

    @property
    def on(self) -> bool:
        """Whether nothing but the question for the passphrase is to be seen."""
        return self._screen is not None

    @property
    def due(self) -> bool:
        """Whether no key was pressed for as long as the person has set, the time that the machine slept included."""
        minutes = self._app.overview.settings.get(MINUTES, "")
        waits = int(minutes) if minutes.isdecimal() else 0
        return self.possible and not self.on and waits > 0 and clock.passed() - self._since >= waits * 60

    def touch(self) -> None:
        """The person is there."""
        self._since = clock.passed()

    def look(self) -> None:
        """Put it on when it is time."""
        if self.due:
            self.put_on()

    def put_on(self) -> None:
        """Cover the screen at once."""
        if self._opens is not None and not self.on:
            screen = LockScreen(t("locking.covered"), self._opens, self._answered)
            self._app.clear_notifications()
            self._app.push_screen(screen)
            self._screen = screen

    def hold(self, text: str, severe: bool) -> bool:
        """Keep a message back while the cover is on; it is shown when that is taken off. False: it is not on."""
        if self.on:
            self._held = text, severe
        return self.on

    def _answered(self, right: bool) -> None:
        if not right:
            return
        self._screen = None
        self.touch()
        self._app.pop_screen()
        if self._held is not None:
            (text, severe), self._held = self._held, None
            self._app.toast(text, severe=severe)

    @contextmanager
    def beneath(self, stack: list[Screen[object]]) -> Iterator[None]:
        """For opening and closing screens: what a write that was under way opens or closes is below the cover."""
        lifted = stack.pop() if self.on and stack[-1] is self._screen else None
        try:
            yield
        finally:
            if lifted is not None:
                stack.append(lifted)
