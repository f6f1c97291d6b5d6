"""The file is moved, replaced, deleted or closed at each of ten moments: what is told is what the file there holds.

Nothing lands in the wrong file, and no log of one file is left beside another.
"""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planner.domain.accounts.records import Repayment
from planner.errors import PlannerError
from planner.overview.overview import read
from planner.storage import same_file
from planner.storage.store import Store
from tests.attack import books
from tests.attack.hands import Hands
from tests.attack.harness import NEVER, TODAY, Child, Failed, Tell, copied
from tests.attack.terminal import App
from tests.make import people
from tests.make.databases import content


@dataclass(frozen=True, slots=True)
class Place:
    """Where the database of a case lies, and where it may be taken to."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "home" / "planner.db"

    @property
    def away(self) -> Path:
        return self.folder / "away.db"


# -- what becomes of the file --------------------------------------------------------------------------------------


def moved(at: Place) -> None:
    """Somebody renames it."""
    at.path.rename(at.away)


def moved_with_log(at: Place) -> None:
    """Somebody moves it with all that stands beside it."""
    for file in list(at.path.parent.glob("planner.db*")):
        file.rename(at.folder / file.name.replace("planner", "away"))


def deleted(at: Place) -> None:
    """Somebody deletes it."""
    at.path.unlink()


def copy_in_place(at: Place) -> None:
    """A sync client puts a copy in its place."""
    os.replace(copied(at.path, at.folder / "new.db"), at.path)


def other_book(at: Place) -> None:
    """Somebody puts another book in its place."""
    os.replace(copied(orderly(), at.folder / "new.db"), at.path)


def older(at: Place) -> None:
    """Somebody puts the backup of yesterday in its place."""
    os.replace(copied(books.hostile(), at.folder / "new.db"), at.path)


def moved_and_other(at: Place) -> None:
    """It is kept under another name, and another book takes its place."""
    at.path.rename(at.away)
    copied(orderly(), at.path)


def overwritten(at: Place) -> None:
    """Something that is no database takes its place."""
    at.path.unlink()
    at.path.write_text("not a database\n" * 900)


def read_only(at: Place) -> None:
    """It can be read only, its folder too."""
    at.path.chmod(0o400)
    at.path.parent.chmod(0o500)


def folder_renamed(at: Place) -> None:
    """Its folder gets another name."""
    at.path.parent.rename(at.folder / "elsewhere")


def folder_replaced(at: Place) -> None:
    """Another folder with another book takes the place of its own."""
    at.path.parent.rename(at.folder / "elsewhere")
    at.path.parent.mkdir(0o700)
    copied(orderly(), at.path)


FATES: tuple[Callable[[Place], None], ...] = (
    moved, moved_with_log, deleted, copy_in_place, other_book, older, moved_and_other, overwritten, read_only,
    folder_renamed, folder_replaced,
)  # fmt: skip


@cache
def orderly() -> Path:
    """Another book."""
    return books.made(people.orderly)


# -- the moments ---------------------------------------------------------------------------------------------------


def _session(at: Place, rng: random.Random, moment: int, fate: Callable[[Place], None]) -> Callable[[Tell], None]:
    """What a child does: opens, writes, undoes, reads, closes; ``fate`` strikes at ``moment``, 0 to 8."""
    seed = rng.random()

    def act(tell: Tell) -> None:
        try:
            opened(tell)
        except PlannerError as error:
            tell(f"refused open {error.code}")

    def opened(tell: Tell) -> None:
        tick = _clockwork(moment, lambda: _struck(fate, at, tell))
        _drop_rights()
        same_file.hold(at.path)  # as the app does
        store = Store(at.path)
        tick()  # 0: opened, not loaded
        store.load()
        tick()  # 1: loaded, nothing written
        hands = Hands(store, random.Random(seed), tell)
        hands.do("repay")
        tick()  # 2: after a write
        hands.do("set")
        _tolerated(lambda: read(at.path, TODAY), tell)
        tick()  # 3: after a look
        hands.do("repay")
        _slow_write(store, tell, tick)  # 4: after BEGIN; 5: before COMMIT
        tick()  # 6: before an undo
        hands.do("undo")
        tick()  # 7: before a redo
        hands.do("redo")
        hands.do("repay")
        tick()  # 8: before the end
        store.close()
        tell("closed")

    return act


def _struck(fate: Callable[[Place], None], at: Place, tell: Tell) -> None:
    fate(at)
    tell("fate")


def _clockwork(moment: int, strike: Callable[[], object]) -> Callable[[], None]:
    ticks = iter(range(99))

    def tick() -> None:
        if next(ticks) == moment:
            strike()

    return tick


def _tolerated(look: Callable[[], object], tell: Tell) -> None:
    with suppress(PlannerError):
        look()


def _slow_write(store: Store, tell: Tell, tick: Callable[[], None]) -> None:
    tell("try slow")
    try:
        with store.write("repayment.add", amount_minor=5, on=TODAY, loan="") as write:
            tick()
            write.put(Repayment(0, TODAY, 5, note="slow"), of=1)
            tick()
        result = write.result(None)
    except PlannerError as error:
        tell(f"refused slow {error.code} {error.params}")
    else:
        tell(f"done slow {result.operation.id if result.operation else 0}")


def _drop_rights() -> None:
    """Root may write what is read-only; from now on this process may not."""
    if os.geteuid() or not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, rights = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, rights):
        raise OSError(ctypes.get_errno(), "capget")
    for part in (0, 1):  # effective and permitted: neither CAP_DAC_OVERRIDE nor CAP_DAC_READ_SEARCH
        rights[part] &= ~0b110
    if libc.capset(header, rights):
        raise OSError(ctypes.get_errno(), "capset")


# -- what must be so afterwards ------------------------------------------------------------------------------------


def session(rng: random.Random, folder: Path, moment: int, fate: Callable[[Place], None]) -> None:
    """A store is open while it happens."""
    at = Place(folder)
    with _prepared(at):
        lines = Child(_session(at, rng, moment, fate)).wait()
        _open_again(at)
        if broke := [line for line in lines if line.startswith("broke")]:
            raise Failed("something unexpected", broke[0])
        _check_told(at, lines, fate)
        _check_beside(at, fate)


def _open_again(at: Place) -> None:
    """Its folder can be written again, where there is one."""
    if at.path.parent.is_dir():
        at.path.parent.chmod(0o700)


@contextmanager
def _prepared(at: Place) -> Iterator[None]:
    at.path.parent.mkdir(0o700)
    copied(books.hostile(), at.path)
    yield
    shutil.rmtree(at.folder / "elsewhere", ignore_errors=True)


REPLACED = (other_book, older, moved_and_other, folder_replaced)


def _check_told(at: Place, lines: list[str], fate: Callable[[Place], None]) -> None:
    """What was told as written after the fate is in the file at the path, and what was refused is in no file."""
    there = _marks(at.path)
    wrong = set().union(*(_marks(file) for file in at.folder.rglob("*.db") if file != at.path))
    saved, refused = _told(lines, fate)
    if not saved <= there:
        raise Failed(f"told as saved, and not there ({fate.__name__})", sorted(saved - there))
    if refused & (there | wrong):
        raise Failed(f"told as refused, and stored ({fate.__name__})", sorted(refused & (there | wrong)))


def _told(lines: list[str], fate: Callable[[Place], None]) -> tuple[set[str], set[str]]:
    """The marks of what was told as saved, and as refused, after the fate."""
    saved: set[str] = set()
    refused: set[str] = set()
    number, struck = 0, False
    for line in lines:
        word, *rest = line.split()
        if word == "fate":
            struck = True
        number += word == "try" and rest[0] in ("repay", "set")
        if not struck or word not in ("done", "refused") or rest[0] == "open":
            continue
        if rest[0] in ("undo", "redo"):
            if word == "done" and fate in REPLACED:
                raise Failed(f"another book was changed by {rest[0]} ({fate.__name__})")
            if word == "done" and rest[0] == "undo":
                saved.discard("slow")
            continue
        (saved if word == "done" else refused).add("slow" if rest[0] == "slow" else f"a{number}")
    return saved, refused


def _marks(path: Path) -> set[str]:
    """The notes and values that deeds leave in a file, as far as it can be read."""
    if not path.is_file():
        return set()  # SQLite would make one
    try:
        found = content(path)
    except Exception:  # noqa: BLE001 - no database: nothing landed there
        return set()
    return {str(value) for name in ("repayment", "setting") for row in found.get(name, []) for value in row}


def _check_beside(at: Place, fate: Callable[[Place], None]) -> None:
    """The file at the path is what was put there or can be read, without a log of another beside it."""
    logs = [file.name for file in at.path.parent.glob("planner.db-*")] if at.path.parent.exists() else []
    gone = fate in (moved, moved_with_log, deleted, folder_renamed)
    if gone and at.path.exists():
        raise Failed(f"a new file was made ({fate.__name__})", at.path.stat().st_size)
    if (gone or fate is overwritten) and logs:
        raise Failed(f"a log is left ({fate.__name__})", logs)
    if fate is overwritten and not at.path.read_bytes().startswith(b"not a database"):
        raise Failed("a file that is no database was written to")
    if gone or fate is overwritten:
        return
    books.check_rows(at.path)
    left = [file.name for file in at.path.parent.glob("planner.db-*")]
    if left and logs:
        raise Failed(f"a log is left ({fate.__name__})", left)


# -- the app -------------------------------------------------------------------------------------------------------

SAVED = ("已记还款 1,100.16", "已保存")
REFUSED = (" ! ", "已换成另一", "没有保存", "不在")


def app(rng: random.Random, folder: Path, moment: int, fate: Callable[[Place], None]) -> None:
    """The app is open while it happens: before a form, with a form open, with a form filled in."""
    at = Place(folder)
    with _prepared(at), App(at.path, before=_drop_rights) as running:
        running.until("逾期")
        keys = ("", "p", "p\t\t")[moment % 3]
        running.type(keys)
        if keys:
            running.until("还款金额")
        fate(at)
        running.type("\r" if keys else "p\r")
        told = running.until(*SAVED, *REFUSED, limit=10)
        stored = _has_repayment(at.path)
        elsewhere = [file for file in folder.rglob("*.db") if file != at.path and _has_repayment(file)]
        if any(bad in running.text() for bad in NEVER):
            raise Failed(f"the app says unexpected ({fate.__name__})", running.text())
        saved = told in SAVED
        if saved != stored:
            raise Failed(f"the app told otherwise ({fate.__name__})", f"saved {saved}, stored {stored}")
        if elsewhere:
            raise Failed(f"it landed in another file ({fate.__name__})", elsewhere)
        _leave(running)
        _open_again(at)
        _check_beside(at, fate)


def _leave(running: App) -> None:
    """Out of whatever is open, and out of the app."""
    for _ in range(40):
        running.type("\x1b")
        running.let(0.2)  # else the terminal takes it and what follows for one key
        running.type("\x11")
        with suppress(Failed):
            running.ended(limit=0.5)
            return
    raise Failed("the app does not end", "\n" + running.text())


def _has_repayment(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        return any(110_016 in row and TODAY.isoformat() in row for row in content(path)["repayment"])
    except Exception:  # noqa: BLE001 - no database: nothing landed there
        return False


def attack(rng: random.Random, number: int, folder: Path) -> None:
    """Each fate at each of nine moments of a store, and at one of three of the app."""
    fate, moment = FATES[number % len(FATES)], number // len(FATES) % 10
    if moment == 9:
        app(rng, folder, rng.randrange(3), fate)
    else:
        session(rng, folder, moment, fate)
