"""The terminal of the app: how it is read, when it has gone, and how it is made again what it was."""

from __future__ import annotations

import os
import select
import termios
from contextlib import suppress
from typing import Any

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

_AS_IT_WAS = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # pasted text unmarked, long lines broken, no news of the size
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # no mouse
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"  # plain keys, the other screen, the cursor, no news of the focus
)


class Driver(LinuxDriver):
    """Textual's own, which at the end does not wait for the thread that reads keys.

    That thread looks for the end every 100 ms and then reads for as long once more: two thirds of what leaving took.
    """

    def disable_input(self) -> None:
        """Hear nothing more: on leaving at once, else (a suspended app reads again later) as Textual does."""
        if self._app.return_code is None:
            super().disable_input()
        elif not self.exit_event.is_set():
            self._disable_mouse_support()
            self.exit_event.set()
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)

    def process_message(self, message: Message) -> None:
        """Hand on what was read, unless nobody hears it any more."""
        if not self.exit_event.is_set():
            super().process_message(message)


def attributes() -> list[Any] | None:
    """How the terminal is set; None where there is none."""
    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None


def wait_until_gone() -> bool:
    """Return when the terminal has hung up; False where the system does not tell."""
    terminal = select.poll()
    terminal.register(0, 0)  # a hang-up is told unasked
    return any(state & (select.POLLHUP | select.POLLERR) for _, state in terminal.poll())


def restore(before: list[Any] | None) -> None:
    """Make the terminal what it was, without waiting for one that does not listen; without the screen's help."""
    if before is None:
        return
    with suppress(OSError):
        os.set_blocking(2, False)
        os.write(2, _AS_IT_WAS.encode())
        os.set_blocking(2, True)
    with suppress(termios.error):
        termios.tcsetattr(0, termios.TCSANOW, before)
