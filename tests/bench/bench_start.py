"""How long it takes to start, beside the least that anything takes: ``python -m tests.bench.bench_start [PAIRS]``.

The first screen with figures is set against an app of Textual that shows one word, ``planner status`` against a Python
that does nothing; of a file with what the app keeps behind its first screen, and with nothing kept; a demo is made at
the first start of a day and copied at the next ones. Each pair runs one after the other, in turns A B, B A; the median
of the pairs' ratios is printed beside its goal. A ratio holds on a busy machine, a second does not. Bytecode is written
first, as an installation does.
"""

from __future__ import annotations

import compileall
import os
import pty
import re
import select
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import date
from functools import partial
from pathlib import Path

from planner import clock
from planner.cli import answers
from planner.demo import book as demo
from planner.overview import keeping

PAIRS = 11
PATIENCE = 20  # seconds without a sign
ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 20)
_START = "from planner.__main__ import main; raise SystemExit(main())"  # as the installed command does
PLANNER = (sys.executable, "-c", _START, "--lang", "en", "--today", TODAY.isoformat())
NOTHING = (sys.executable, "-c", "pass")
EMPTY = """
from textual.app import App
from textual.widgets import Label

class Empty(App):
    def compose(self):
        yield Label("Ready")

Empty().run()
"""
_CONTROL = re.compile(rb"\x1b(?:\[[0-9:;<=>?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|.)")


def surroundings() -> dict[str, str]:
    """Of the commands: this code, a terminal of 120 by 40, bytecode kept."""
    ours = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | ours


def finished(command: Sequence[str]) -> float:
    """Seconds until it has ended. Raises ``CalledProcessError`` when it fails."""
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=surroundings())
    return time.perf_counter() - begun


def shown(text: str, command: Sequence[str]) -> float:
    """Seconds until ``text`` is on its screen. Raises ``RuntimeError`` when it ends before."""
    ours, theirs = pty.openpty()
    begun = time.perf_counter()
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings())
    os.close(theirs)
    seen = b""
    try:
        while text.encode() not in _CONTROL.sub(b"", seen):
            got = b""
            if select.select([ours], [], [], PATIENCE)[0]:
                with suppress(OSError):  # Linux says so when the other side has closed
                    got = os.read(ours, 65536)
            if not got:
                raise RuntimeError(f"{text!r} never came: {command}")
            seen += got
        return time.perf_counter() - begun
    finally:
        running.kill()
        running.wait()
        os.close(ours)


def demo_with_cache(folder: Path) -> tuple[str, ...]:
    """The demo, where the user's cache is ``folder``."""
    return ("env", f"XDG_CACHE_HOME={folder}", *PLANNER, "--demo")


def with_demo_kept(folder: Path, path: Path) -> None:
    """Keep the demo of the day and its first page in a user's cache, as the app does behind its first frame."""
    os.environ["XDG_CACHE_HOME"] = str(folder)
    demo.create(path, TODAY, "en", reviewed=False)
    demo.Reviews(path, TODAY, "en", kept=True).ready()()
    answers.keep_page_of_demo(path, TODAY, "en")


def ratio(run: Callable[[], float], base: Callable[[], float], pairs: int) -> float:
    """The median of ``run`` over ``base``, after one of each that does not count."""
    base(), run()
    found = []
    for turn in range(pairs):
        if turn % 2:
            under, over = base(), run()
        else:
            over, under = run(), base()
        found.append(over / under)
    return statistics.median(found)


def kept_behind_the_screen(path: Path) -> None:
    """What the app keeps once it is on the screen, for the next start and for commands."""
    clock.fix(TODAY)
    keeping.keep(path, TODAY)
    answers.keep(path, TODAY)


def main() -> None:
    """Print the ratios, each with its goal."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    compileall.compile_dir(ROOT / "planner", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "own.db"
        demo.create(own, TODAY, "en")
        with closing(sqlite3.connect(own)) as opened, opened:  # else it begins with a question
            opened.execute("INSERT INTO setting (key, value) VALUES ('language', 'en')")
        figures, empty = partial(shown, "Payment ratio"), partial(shown, "Ready", (sys.executable, "-c", EMPTY))
        fresh = Path(shutil.copy(own, Path(folder) / "fresh.db"))
        kept_behind_the_screen(own)
        of_file, of_fresh = (*PLANNER, "--db", str(own)), (*PLANNER, "--db", str(fresh))
        nothing = partial(finished, NOTHING)
        of_demo, of_first = demo_with_cache(Path(folder) / "kept"), demo_with_cache(Path(folder) / "nothing")
        with_demo_kept(Path(folder) / "kept", Path(folder) / "demo.db")
        for what, goal, run, base in (
            ("first screen, own file / empty Textual app", 1.3, partial(figures, of_file), empty),
            ("  nothing kept", 1.3, partial(figures, of_fresh), empty),
            ("first screen, --demo / empty Textual app", 1.5, partial(figures, of_demo), empty),
            ("  the first of a day", 1.5, partial(figures, of_first), empty),
            ("planner status, own file / python -c pass", 6, partial(finished, (*of_file, "status")), nothing),
            ("  --json", 6, partial(finished, (*of_file, "status", "--json")), nothing),
            ("  nothing kept", 6, partial(finished, (*of_fresh, "status")), nothing),
            ("planner status --demo / python -c pass", 6, partial(finished, (*of_demo, "status")), nothing),
        ):
            sys.stdout.write(f"{what:46} {ratio(run, base, pairs):6.2f}  goal {goal:g}\n")


if __name__ == "__main__":
    main()
