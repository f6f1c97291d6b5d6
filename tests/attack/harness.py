"""What the attacks share: numbered cases from a seed within a time limit, counted; and processes of the product.

The product runs in forks of this process, which has loaded it: a thousand starts would take longer than the attacks.
"""

from __future__ import annotations

import gc
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["LANG"] = "zh_CN.UTF-8"

from planner import clock, i18n
from planner.cli.main import COMMANDS, run
from tests.make import people

TODAY = people.TODAY
PATIENCE = 30.0  # seconds of its own for what takes well below one: longer is called hanging

NEVER = ("Traceback", "意料之外", "Something unexpected")
"""What a person is never told: a mistake of ours."""

Tell = Callable[[str], None]
Inject = tuple[str, str] | None
"""System calls and what befalls them, as ``strace`` takes it; None: they do what they do."""
Attack = Callable[[random.Random, int, Path], None]


class Failed(Exception):
    """What the product did wrong: ``kind`` is counted, ``detail`` is of this case."""

    def __init__(self, kind: str, detail: object = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail != "" else kind)
        self.kind = kind
        self.detail = detail


class Watch:
    """How long a process could have run since it was begun: on a busy machine its turns come late, which is no fault.

    Where the system does not say how long it waited for its turns, by the clock.
    """

    def __init__(self, pid: int) -> None:
        self._threads = Path(f"/proc/{pid}/task")
        self._begun = time.monotonic()
        self._waited = 0.0

    def had(self) -> float:
        """Seconds by the clock without those in which the thread that waited longest waited for a turn."""
        with suppress(OSError, ValueError, IndexError):
            for thread in self._threads.iterdir():
                waited = int((thread / "schedstat").read_text().split()[1]) / 1e9
                self._waited = max(self._waited, waited)
        return time.monotonic() - self._begun - self._waited

    def let(self, seconds: float) -> None:
        """Sleep until it has had so many more."""
        until = self.had() + seconds
        while (left := until - self.had()) > 0 and self._threads.exists():
            time.sleep(left)


class Child:
    """A forked process that does ``act``; what it tells comes line by line, also what it told before it was killed."""

    def __init__(self, act: Callable[[Tell], object], *, output: Path | None = None, inject: Inject = None) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        reader, writer = os.pipe()
        gate, opening = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reader)
            os.read(gate, 1)
            _be_child(act, writer, output or Path(os.devnull))
        os.close(writer)
        self._tracer = _traced(self.pid, *inject) if inject else None
        self._watch = Watch(self.pid)
        os.write(opening, b"g")
        os.close(gate)
        os.close(opening)
        self._reader = reader
        self._read = b""
        self._ended = False
        self.status: int | None = None
        self.lines: list[str] = []

    def read_until(self, there: Callable[[list[str]], bool], limit: float = PATIENCE) -> bool:
        """Take in lines until ``there`` says yes of all of them, or the process has ended (then False).

        Raises:
            Failed: when neither happens in time; the process is killed.
        """
        until = self._watch.had() + limit
        while not there(self.lines):
            if self._ended:
                return False
            if not select.select([self._reader], [], [], max(0.0, until - self._watch.had()))[0]:
                if self._watch.had() < until:
                    continue
                self.kill()
                raise Failed("hangs", self.lines[-3:])
            part = os.read(self._reader, 1 << 16)
            self._ended = not part
            *whole, self._read = (self._read + part).split(b"\n")
            self.lines += [line.decode("utf-8", "replace") for line in whole]
        return True

    def wait(self, limit: float = PATIENCE) -> list[str]:
        """All that was told till the end of the process."""
        self.read_until(lambda _: False, limit)
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            os.close(self._reader)
            if self._tracer is not None:
                self._tracer.wait()
        return self.lines

    def let(self, seconds: float) -> None:
        """Let it go on for so long."""
        self._watch.let(seconds)

    def kill(self) -> list[str]:
        """End it as a power cut would; all that it had told."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.wait()


def traceable() -> bool:
    """Whether ``strace`` is there to strike at a given system call."""
    return shutil.which("strace") is not None


def _traced(pid: int, calls: str, what: str) -> subprocess.Popen[bytes]:
    """The tracer of a process that waits to begin, once it holds it."""
    words = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}", "-e", f"inject={calls}:{what}"]
    tracer = subprocess.Popen([*words, "-p", str(pid)], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    status = Path(f"/proc/{pid}/status")
    while "TracerPid:\t0\n" in status.read_text() and tracer.poll() is None:
        time.sleep(0.001)
    return tracer


def _be_child(act: Callable[[Tell], object], writer: int, output: Path) -> NoReturn:
    status = 1
    try:
        out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        given = act(lambda line: _tell(writer, line))
        status = given if isinstance(given, int) else 0
    except BaseException as error:  # noqa: BLE001 - told to the parent
        place = traceback.extract_tb(error.__traceback__)[-1]
        _tell(writer, f"broke {type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})")
    finally:
        with suppress(Exception):
            sys.stdout.flush()
        os._exit(status)


def _tell(writer: int, line: str) -> None:
    os.write(writer, (line.replace("\n", " ") + "\n").encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered: its exit status and all that it printed."""

    status: int
    text: str


def start(path: Path, *words: str, output: Path, inject: Inject = None) -> Child:
    """A command of the product on the database at ``path``, running; it tells ``status N`` when it is done.

    Its temporary files go into ``tmp`` beside ``output``.
    """
    temporary = output.parent / "tmp"
    temporary.mkdir(exist_ok=True)

    def act(tell: Tell) -> int:
        tempfile.tempdir = str(temporary)
        status = run(["--db", str(path), "--lang", "zh", "--today", TODAY.isoformat(), *words])
        sys.stdout.flush()
        tell(f"status {status}")
        return status

    return Child(act, output=output, inject=inject)


def command(path: Path, *words: str, folder: Path, limit: float = PATIENCE, inject: Inject = None) -> Answer:
    """Run a command to its end.

    Raises:
        Failed: when it hangs, is ended by a signal, lets a traceback out or calls its failure unexpected.
    """
    output = folder / "output.txt"
    output.unlink(missing_ok=True)
    child = start(path, *words, output=output, inject=inject)
    try:
        told = child.wait(limit)
    except Failed as failed:
        raise Failed(f"{words[0]} hangs", f"{limit:.0f} s") from failed
    text = output.read_text("utf-8", "replace") if output.exists() else ""
    said = " ".join(words)
    if child.status is None or child.status < 0:
        raise Failed(f"{words[0]} dies", f"{said}: signal {child.status}")
    if any(line.startswith("broke SystemExit") for line in told):
        return Answer(child.status, text)
    for bad in NEVER:
        if bad in text:
            at = text.index(bad)
            raise Failed(f"{words[0]} says {bad!r}", f"{said}: {text[max(0, at - 80) : at + 300]!r}")
    if not any(line.startswith("status") for line in told):
        raise Failed(f"{words[0]} breaks", f"{said}: {told}")
    return Answer(child.status, text)


def has(name: str) -> bool:
    """Whether the product has this command."""
    return name in COMMANDS


def say(line: str) -> None:
    """To whoever runs the attack."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def prepare() -> None:
    """Fix day and language and load what children then need not load."""
    clock.fix(date.fromisoformat(TODAY.isoformat()))
    i18n.use("zh")
    from planner.storage import engine, mapped  # noqa: F401
    from planner.ui import app  # noqa: F401

    gc.collect()
    gc.freeze()


def copied(path: Path, to: Path) -> Path:
    """A copy of a database that nobody has open, for its owner only."""
    shutil.copy(path, to)
    to.chmod(0o600)
    return to
