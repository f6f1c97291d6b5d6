"""The folder of the demo's data, which goes with the process."""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def folder() -> Iterator[str]:
    """A folder that goes with the process, also where a signal ends it or its terminal has gone."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):  # a system without it; not the main thread
            number = getattr(signal, name)
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)
    made = tempfile.mkdtemp(prefix="planner-demo-")
    try:
        yield made
    finally:
        remove(Path(made))


def remove(folder: Path) -> None:
    """Remove a folder, also where a thread that nobody waits for is just opening the database in it."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.01)
