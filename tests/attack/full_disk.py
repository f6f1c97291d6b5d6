"""A disk that is full at each write in turn: what is told is what is stored, and it is called a full disk.

As root on Linux a small file system is mounted, which nobody else sees and which goes with this process; where there is
``strace`` the system itself refuses the n-th write; else, and in every third case, a limit on the size of files.
"""

from __future__ import annotations

import ctypes
import os
import random
import resource
import subprocess
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from planner.errors import PlannerError
from planner.i18n import t
from planner.services import undo
from planner.storage.store import Store
from tests.attack import books, kills
from tests.attack.books import check_sound, standing
from tests.attack.hands import Believed, Hands
from tests.attack.harness import Answer, Child, Failed, Inject, Tell, command, copied, traceable
from tests.attack.terminal import App
from tests.make import people
from tests.make.databases import content

PAGE = 4096
SIZE = 4 << 20
SAVED = ("已记还款 1,100.16", "已保存")
FULL = t("error.store.full", path="")[:4]
UNSURE = t("error.store.unsure", path="")[:8]
ROOMLESS = (FULL, t("os.ENOSPC"))


@cache
def apart() -> bool:
    """Whether this process may mount what only it and its children see."""
    new_mounts = 0x20000
    try:
        if os.geteuid() or ctypes.CDLL(None, use_errno=True).unshare(new_mounts):
            return False
        subprocess.run(["mount", "--make-rprivate", "/"], check=True, capture_output=True)
    except (OSError, AttributeError, subprocess.CalledProcessError):
        return False
    return True


class Disk:
    """A small file system at ``place``."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._ballast = place / "ballast"
        place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=True)

    def leave(self, pages: int) -> None:
        """Fill it until only so many pages are free."""
        self._ballast.write_bytes(b"\0" * PAGE)
        free = os.statvfs(self.place).f_bavail - pages
        with suppress(OSError), self._ballast.open("ab") as file:  # whoever runs there takes of it meanwhile
            file.write(b"\0" * (PAGE * max(0, free)))

    def free(self) -> None:
        """Room again."""
        self._ballast.unlink(missing_ok=True)

    def unmount(self) -> None:
        """As the name says."""
        subprocess.run(["umount", "-l", str(self.place)], check=True)


def _writes(path: Path, rng: random.Random, before: Callable[[], object]) -> Callable[[Tell], None]:
    """What a child does: writes, the store being open before the room is gone; then it closes."""
    seed = rng.random()

    def act(tell: Tell) -> None:
        try:
            store = Store(path)
            store.load()
        except PlannerError as error:
            tell(f"refused open {error.code}")
            return
        hands = Hands(store, random.Random(seed), tell)
        hands.do("repay")
        before()
        for _ in range(25):
            hands.do()
        store.close()

    return act


def _limited(path: Path, more: int) -> None:
    """From now on no file of this process becomes ``more`` bytes larger than the database is."""
    size = path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, resource.RLIM_INFINITY))


def _check(path: Path, folder: Path, before: list[int], lines: list[str], *honest: str) -> None:
    told = Believed(before).take(lines)
    told.check(standing(path))
    books.check_rows(path)
    others = [
        code
        for code in told.refused
        if code.startswith(("store.", "unexpected")) and code not in ("store.full", *honest)
    ]
    if others:
        raise Failed(f"a full disk is called {others[0]}")
    after = Child(lambda tell: _again(path, tell)).wait()
    Believed(standing(path)).take([line for line in after if line.startswith("broke")])
    if not after[-1:] or not after[-1].startswith("done"):
        raise Failed("with room again nothing can be written", after)
    check_sound(path, folder)


def _again(path: Path, tell: Tell) -> None:
    store = Store(path)
    Hands(store, random.Random(0), tell, "z").do("set")
    undo.undo(store)
    store.close()
    tell("done")


def mounted(rng: random.Random, number: int, folder: Path) -> None:
    """Services on a small file system with fewer and fewer pages free."""
    disk = Disk(folder / "home")
    try:
        path = copied(books.hostile(), disk.place / "planner.db")
        before = standing(path)
        pages = number % 100 // 2 + rng.randint(0, 2)
        lines = Child(_writes(path, rng, lambda: disk.leave(pages))).wait()
        disk.free()
        _check(path, folder, before, lines)
    finally:
        disk.unmount()


def limited(rng: random.Random, number: int, folder: Path) -> None:
    """Services that may not make a file larger."""
    (folder / "home").mkdir()
    path = copied(books.hostile(), folder / "home" / "planner.db")
    before = standing(path)
    more = number * 997 % 40_000 + rng.randint(0, 512)
    lines = Child(_writes(path, rng, lambda: _limited(path, more))).wait()
    _check(path, folder, before, lines)


def traced(rng: random.Random, number: int, folder: Path) -> None:
    """Services whose n-th write finds no room, nor does any after it."""
    (folder / "home").mkdir()
    path = copied(books.hostile(), folder / "home" / "planner.db")
    before = standing(path)
    full = ("pwrite64,ftruncate,fallocate", f"error=ENOSPC:when={1 + number // 3 * 2 + rng.randint(0, 1)}+")
    lines = Child(_writes(path, rng, lambda: None), inject=full).wait()
    # where not even what is there can be written over, what became of a commit may not be to be found out
    _check(path, folder, before, lines, "store.unsure")


def app(rng: random.Random, number: int, folder: Path) -> None:
    """The app on a small file system: a toast of what is saved, or of a full disk."""
    disk = Disk(folder / "home")
    try:
        path = copied(books.hostile(), disk.place / "planner.db")
        before = len(standing(path))
        with App(path) as running:
            running.until("逾期")
            disk.leave(number // 25 % 8 + rng.randint(0, 4))
            running.type("p\r")
            saved = running.until(*SAVED, FULL, limit=10) in SAVED
            stored = len(standing(path)) - before
            disk.free()
            running.kill()
        if stored != saved:
            raise Failed("the app told otherwise", f"saved {saved}, stored {stored}")
        check_sound(path, folder)
    finally:
        disk.unmount()


# -- commands ------------------------------------------------------------------------------------------------------


def _imports(folder: Path, path: Path) -> tuple[str, ...]:
    copied(books.hostile(), path)
    return ("import", str(kills.bill(folder, 600)))


def _migrates(folder: Path, path: Path) -> tuple[str, ...]:
    copied(kills.old("0005"), path)
    return ("status",)


def _takes_an_export(text: Callable[[], str]) -> Callable[[Path, Path], tuple[str, ...]]:
    def given(folder: Path, path: Path) -> tuple[str, ...]:
        (folder / "export.json").write_text(text(), "utf-8")
        return ("import", str(folder / "export.json"))

    return given


def _restores(folder: Path, path: Path) -> tuple[str, ...]:
    copied(books.made(people.orderly), path)
    (folder / "export.json").write_text(kills.exported_before(), "utf-8")
    return ("restore", str(folder / "export.json"))


def _backs_up(folder: Path, path: Path) -> tuple[str, ...]:
    copied(books.hostile(), path)
    return ("backup",)


COMMANDS = (
    _imports, _migrates, _takes_an_export(kills.exported), _takes_an_export(kills.exported_before), _restores,
    _backs_up,
)  # fmt: skip


def commands(rng: random.Random, number: int, folder: Path) -> None:
    """A command with a few pages free: it does all, or nothing and says why; with room again it does it."""
    disk, given = Disk(folder / "home"), COMMANDS[number // 3 % len(COMMANDS)]
    try:
        path = disk.place / "planner.db"
        words = given(folder, path)
        before = content(path) if path.exists() else {}
        if traceable() and rng.random() < 0.5:
            full: Inject = ("pwrite64", f"error=ENOSPC:when={rng.randint(1, 120)}+")
        else:
            disk.leave(rng.choice([rng.randint(0, 20), rng.randint(0, 300)]))
            full = None
        answer = command(path, *words, folder=folder, inject=full)
        disk.free()
        now = content(path) if path.exists() and path.stat().st_size else {}
        _check_command(words[0], answer, before, now)
        if given is not _backs_up and not answer.status:
            return
        answer = command(path, *words, folder=folder)
        if answer.status:
            raise Failed(f"with room again {words[0]} is refused", answer.text[:300])
        books.check_rows(path, journalled=given in (_imports, _backs_up))
        books.check_tidy(path)
    finally:
        disk.unmount()


def _check_command(name: str, answer: Answer, before: object, now: dict[str, list[tuple[Any, ...]]]) -> None:
    some = {table for table, rows in now.items() if rows and table != "alembic_version"}
    same = now == before or (not before and not some)
    if answer.status and UNSURE in answer.text:  # where not even what is there can be written over
        return
    if answer.status and not same:
        raise Failed(f"{name} told as failed, and stored", answer.text[:300])
    if not answer.status and same and name != "backup":
        raise Failed(f"{name} told as done, and not stored", answer.text[:300])
    if answer.status and not any(said in answer.text for said in ROOMLESS):
        raise Failed(f"{name}: a full disk is called something else", answer.text[:300])


def attack(rng: random.Random, number: int, folder: Path) -> None:
    """A small file system and a limit in turn, now and then the app or a command."""
    if number % 25 == 24 and apart():
        app(rng, number, folder)
    elif number % 12 in (4, 7, 10) and apart():
        commands(rng, number, folder)
    elif number % 3 == 1 and apart():
        mounted(rng, number, folder)
    elif number % 3 == 2 and traceable():
        traced(rng, number, folder)
    else:
        limited(rng, number, folder)
