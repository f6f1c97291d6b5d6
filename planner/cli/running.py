"""The app in its terminal, and what ends it beside a key: a signal, or a terminal that has gone.

All of them go the way of the key: what was to be written is written, drafts are kept, the terminal is as it was. Where
the screen does not follow, since it is busy or nobody reads what it draws, a thread does the same without it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

GRACE = 1.0  # seconds in which the screen closes by itself once it was told to
LONGEST = 10.0  # seconds that a write may hold the end up; what is not in the file then was not confirmed either
SWITCH = 0.0005  # seconds that a thread which works something out keeps the screen waiting each time, not 5 ms
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_LOOK_AGAIN = 0.02


def run(app: PlannerApp, tidy: Callable[[], None]) -> int:
    """Run the app until it ends; returns the exit status: 128 and the number of the signal where one ended it.

    ``tidy`` removes what must not stay behind; called where the process ends without going back to its callers.
    """
    if sys.platform == "win32":  # neither signals nor a terminal that hangs up
        app.run()
        return app.return_code or 0
    from planner.cli import driver

    app.driver_class = driver.Driver
    sys.setswitchinterval(SWITCH)
    ending = _Ending(app, tidy)
    for number in (getattr(signal, name) for name in _SIGNALS):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, ending.on_signal)
    Thread(target=ending.watch, name="terminal", daemon=True).start()
    app.run()
    return app.return_code or 0


class _Ending:
    def __init__(self, app: PlannerApp, tidy: Callable[[], None]) -> None:
        from planner.cli import driver

        self._app = app
        self._tidy = tidy
        self._told = False
        self._terminal = driver
        self._before = driver.attributes()

    def on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Runs in the main thread, between two steps of whatever it does."""
        self._end(128 + number)

    def watch(self) -> None:
        """Wait until the terminal has gone. Textual would read its end again and again, on a whole core."""
        if self._terminal.wait_until_gone():
            self._end(128 + signal.SIGHUP)

    def _end(self, status: int) -> None:
        if not self._told:
            self._told = True
            Thread(target=self._see_it_end, args=(status,), name="end", daemon=True).start()

    def _see_it_end(self, status: int) -> None:
        """Tell the screen to close, from a thread, which its loop hears at once; where it does not, do without it."""
        with suppress(RuntimeError):  # its loop has ended meanwhile
            self._app.call_later(self._app.leave, status)
        until = time.monotonic() + LONGEST
        time.sleep(GRACE)
        while self._app.storing and time.monotonic() < until:
            time.sleep(_LOOK_AGAIN)
        try:
            self._app.drafts.flush()
            if not self._app.storing:
                self._app.put_away()
        finally:
            self._terminal.restore(self._before)
            self._tidy()
            os._exit(status)
