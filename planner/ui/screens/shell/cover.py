"""What lays the locked screen over the app: when it is time, and what waits until it is taken off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.screen import Screen

from planner import clock
from planner.i18n import t
from planner.services import locking

if TYPE_CHECKING:
    from planner.ui.host import Host
    from planner.ui.screens.shell.lock_screen import LockScreen

LOOK = 5  # seconds between two looks at whether it is time
MINUTES = "lock_minutes"  # the setting; without it the screen never locks by itself


class Cover:
    """Lays the locked screen over the app and takes it off; what is under it goes on and stays as it is.

    Only for a locked file: with a plain one whoever stands before the screen could start the app anew.
    """

    def __init__(self, app: Host) -> None:
        self._app = app
        self._opens = locking.opener(app.path)
        self._screen: LockScreen | None = None
        self._since = clock.passed()
        self._held: list[tuple[str, bool]] = []

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
        if not self.possible or self.on:
            return False
        minutes = self._app.overview.settings.get(MINUTES, "")
        waits = int(minutes) if minutes.isdecimal() else 0
        return waits > 0 and clock.passed() - self._since >= waits * 60

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
            from planner.ui.screens.shell.lock_screen import LockScreen  # a plain file never shows it

            screen = LockScreen(t("locking.covered"), self._opens, self._answered)
            self._app.clear_notifications()
            self._app.push_screen(screen)
            self._screen = screen

    def hold(self, text: str, severe: bool) -> bool:
        """Keep a message back while the cover is on: every error, and of the others the last; shown when it goes.

        False: it is not on.
        """
        if self.on:
            stays = [one for one in self._held if (one[1] or severe) and not text.startswith(one[0])]
            self._held = [*stays, (text, severe)]
        return self.on

    def _answered(self, right: bool) -> None:
        if not right:
            return
        self._screen = None
        self.touch()
        self._app.pop_screen()
        held, self._held = self._held, []
        if held:
            severe = any(error for _, error in held)
            self._app.toast("\n".join(text for text, _ in held), severe=severe)

    @contextmanager
    def beneath(self, stack: list[Screen[object]]) -> Iterator[None]:
        """For opening and closing screens: what a write that was under way opens or closes is below the cover."""
        lifted = stack.pop() if self.on and stack[-1] is self._screen else None
        try:
            yield
        finally:
            if lifted is not None:
                stack.append(lifted)
