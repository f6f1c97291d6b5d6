"""How long leaving takes: ``python -m tests.bench.bench_leaving``; the app runs in a terminal of its own.

With 50 loans of ten years and a plan under way, with a proof under way, and idle, in turn: limit 300 ms, and the ratio
to idle. What comes before the key (a second of working out) does not count.
"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench import big_book

RUNS = 5


def leaving(arguments: list[str], before: str, pause: float) -> float:
    """Seconds from the key to the end of the process."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=os.environ | {"TERM": "xterm-256color"},
    )
    os.close(slave)
    while not _drawn(master, 0.5):  # until the first page is there
        pass
    while _drawn(master, 1.0):  # and stays as it is
        pass
    if before:
        os.write(master, before.encode())
        _drawn(master, pause)
    start = time.perf_counter()
    os.write(master, b"q")
    while process.poll() is None:
        _drawn(master, 0.002)
    taken = time.perf_counter() - start
    os.close(master)
    return taken


def _drawn(master: int, seconds: float) -> bool:
    """Whether anything is drawn in so many seconds, all of which it takes."""
    drawn = False
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        try:
            drawn |= bool(select.select([master], [], [], left)[0] and os.read(master, 65536))
        except OSError:  # it has ended
            break
    return drawn


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "big.db"
        big_book.build(path, first=date(2026, 3, 1))
        big = ["--db", str(path), "--today", big_book.TODAY.isoformat()]
        cases = {"idle": (big, "", 0.0), "plan of 50 loans": (big, "3", 1.0), "proof": (["--demo"], "3", 3.0)}
        taken: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(RUNS):
            for name, case in cases.items():
                taken[name].append(leaving(*case))
        idle = median(taken["idle"])
        for name, times in taken.items():
            sys.stdout.write(
                f"leaving, {name:<18}{median(times) * 1000:6.0f} ms, worst {max(times) * 1000:.0f} (limit 300),"
                f" {median(times) / idle:.1f} x idle\n"
            )


if __name__ == "__main__":
    main()
