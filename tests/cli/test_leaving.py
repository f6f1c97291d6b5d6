"""The app in a real terminal, and what ends it: it is as it was, and nothing of the demo stays behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pty = pytest.importorskip("pty")

STARTED = b"\x1b[?1049h"
AS_BEFORE = (
    (b"\x1b[?1049h", b"\x1b[?1049l"),  # the other screen
    (b"\x1b[?25l", b"\x1b[?25h"),  # the cursor
    (b"\x1b[?1003h", b"\x1b[?1003l"),  # the mouse
    (b"\x1b[?2004h", b"\x1b[?2004l"),  # pasted text
)
PATIENCE = 60  # seconds, for a machine that hangs: nothing is measured


class Terminal:
    """The demo in a terminal of its own, which does not hear of hang-ups, as under nohup."""

    def __init__(self, folder: Path) -> None:
        self.shown = b""
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-m", "planner", "--demo"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=os.environ | {"TERM": "xterm-256color", "TMPDIR": str(folder)},
        )
        os.close(slave)

    def read(self) -> bool:
        """What it draws next; False at its end."""
        if not select.select([self.master], [], [], PATIENCE)[0]:
            raise TimeoutError(self.shown[-200:])
        try:
            more = os.read(self.master, 65536)
        except OSError:
            more = b""
        self.shown += more
        return bool(more)

    def ended(self) -> int:
        return self.process.wait(PATIENCE)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    one = Terminal(tmp_path)
    while b"?" not in one.shown.partition(STARTED)[2] and one.read():
        pass
    yield one
    one.process.kill()
    one.process.wait()


def test_a_signal_leaves_the_terminal_as_it_was(terminal: Terminal, tmp_path: Path) -> None:
    terminal.process.send_signal(signal.SIGTERM)
    while terminal.read():
        pass
    assert terminal.ended() == 128 + signal.SIGTERM
    for was, is_now in AS_BEFORE:
        assert -1 < terminal.shown.rfind(was) < terminal.shown.rfind(is_now)
    assert not [*tmp_path.iterdir()]


def test_a_terminal_that_goes_away_ends_the_app(terminal: Terminal, tmp_path: Path) -> None:
    os.close(terminal.master)
    assert terminal.ended() == 128 + signal.SIGHUP
    assert not [*tmp_path.iterdir()]
