"""The app in a terminal of its own: typed into, read from, killed, hung up."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from rich.cells import cell_len

from planner.cli.main import run
from tests.attack.harness import PATIENCE, TODAY, Failed, Watch

_PART = re.compile(
    r"\x1b\[(?P<args>[0-9;:<=>?]*)(?P<end>[@-~])"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP.*?\x1b\\|\x1b[ -/]*[0-OQ-Z\\^-~]"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f])|(?P<text>[^\x00-\x1f\x1b]+)",
    re.DOTALL,
)


class Screen:
    """What stands on a terminal: as much of one as Textual asks for, which says where each run of text begins."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns = columns
        self._cells = [[" "] * columns for _ in range(rows)]
        self._row = self._column = 0
        self._rest = ""

    def feed(self, text: str) -> None:
        """Draw what was written; a sequence that is not whole yet waits for the next part."""
        text = self._rest + text
        cut = text.rfind("\x1b", max(0, len(text) - 64))
        whole = len(text) if cut < 0 or _PART.match(text, cut) else cut
        self._rest = text[whole:]
        for part in _PART.finditer(text[:whole]):
            if part["text"]:
                self._write(part["text"])
            elif part["end"]:
                self._move(part["args"], part["end"])
            elif part["control"] == "\r":
                self._column = 0
            elif part["control"] == "\n":
                self._row = min(self._row + 1, len(self._cells) - 1)

    def _move(self, args: str, end: str) -> None:
        numbers = [int(number) if number.isdecimal() else 1 for number in args.split(";")]
        if end in "Hf":
            self._row = min(numbers[0] - 1, len(self._cells) - 1)
            self._column = (numbers[1] if len(numbers) > 1 else 1) - 1
        elif end == "J":
            self._cells = [[" "] * self._columns for _ in self._cells]
        elif end == "K":
            self._cells[self._row][self._column :] = [" "] * (self._columns - self._column)

    def _write(self, text: str) -> None:
        for sign in text:
            wide = cell_len(sign)
            if wide and self._column + wide <= self._columns:
                self._cells[self._row][self._column : self._column + wide] = [sign, *[""] * (wide - 1)]
                self._column += wide

    def text(self) -> str:
        """All lines."""
        return "\n".join("".join(row).rstrip() for row in self._cells)


class App:
    """The app on a database; as a context it is killed at the end if it still runs."""

    def __init__(self, path: Path, *, columns: int = 100, rows: int = 30, before: Callable[[], object] = int) -> None:
        self._screen = Screen(columns, rows)
        sys.stdout.flush()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _be_app(path, columns, rows, before)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.set_blocking(self._fd, False)
        self._watch = Watch(self.pid)
        self.status: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def type(self, keys: str) -> None:
        """Press keys, all at once."""
        with suppress(OSError):
            os.write(self._fd, keys.encode())

    def text(self) -> str:
        """What is on the screen by now."""
        while self._take(0):
            pass
        return self._screen.text()

    def _take(self, limit: float) -> bool:
        """Draw what has come within ``limit`` seconds; whether something did."""
        if not select.select([self._fd], [], [], limit)[0]:
            return False
        try:
            part = os.read(self._fd, 1 << 16)
        except OSError:  # it has gone
            return False
        self._screen.feed(part.decode("utf-8", "replace"))
        return bool(part)

    def until(self, *texts: str, limit: float = PATIENCE) -> str:
        """Wait until one of the texts is on the screen, and say which.

        Raises:
            Failed: when none comes in time, or the app ends.
        """
        until = self._watch.had() + limit
        while True:
            shown = self.text()
            if found := next((text for text in texts if text in shown), ""):
                return found
            if self._watch.had() > until or self._gone():
                raise Failed(f"the app never shows {texts[0]}", "\n" + shown)
            self._take(0.05)

    def until_not(self, text: str, limit: float = PATIENCE) -> None:
        """Wait until the text is no longer on the screen.

        Raises:
            Failed: when it stays, or the app ends.
        """
        until = self._watch.had() + limit
        while text in (shown := self.text()):
            if self._watch.had() > until or self._gone():
                raise Failed(f"the app goes on showing {text}", "\n" + shown)
            self._take(0.05)

    def _gone(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def ended(self, limit: float = PATIENCE) -> int:
        """The exit status, once it has ended by itself.

        Raises:
            Failed: when it does not.
        """
        until = self._watch.had() + limit
        while not self._gone():
            if self._watch.had() > until:
                raise Failed("the app does not end", "\n" + self.text())
            self._take(0.05)
        return self.status or 0

    def let(self, seconds: float) -> None:
        """Let it go on for so long."""
        self._watch.let(seconds)

    def kill(self) -> None:
        """End it as a power cut would."""
        if not self._gone():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            _, status = os.waitpid(self.pid, 0)
            self.status = os.waitstatus_to_exitcode(status)
        with suppress(OSError):
            self.text()
            os.close(self._fd)


def _be_app(path: Path, columns: int, rows: int, before: Callable[[], object]) -> NoReturn:
    status = 1
    try:
        before()
        os.environ.update(COLUMNS=str(columns), LINES=str(rows), TERM="xterm-256color")
        status = run(["--db", str(path), "--lang", "zh", "--today", TODAY.isoformat()])
    finally:
        os._exit(status)
