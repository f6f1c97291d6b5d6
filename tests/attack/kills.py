"""A thousand kills at random moments: what was acknowledged is there, nothing is half, nothing lies about."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from planner.services import exports
from planner.storage import schema
from tests.attack import books
from tests.attack.books import check_sound, check_tidy, standing
from tests.attack.hands import Believed, busy, plan_document
from tests.attack.harness import Answer, Child, Failed, Inject, command, copied, has, start, traceable
from tests.attack.terminal import App
from tests.make import bill_files
from tests.make.databases import content
from tests.storage.make_dump import FOLDER as DUMPS

BEGUN = "planner.db-journal"
"""What a write leaves that had begun and not reached the file: SQLite lets it be until the next write."""


def home(folder: Path) -> Path:
    """Where the database of a case lies."""
    place = folder / "home"
    place.mkdir(mode=0o700)
    return place / "planner.db"


CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,rename,renameat,unlink,unlinkat,mkdir,rmdir"


def _killed(begin: Callable[[Inject], Child], rng: random.Random, longest: float, calls: int) -> list[str]:
    """Kill it some time within ``longest`` seconds, or at one of its first ``calls`` system calls that change files.

    Returns what it had told.
    """
    if traceable() and rng.random() < 0.5:
        return begin((CALLS, f"signal=SIGKILL:when={rng.randint(1, calls)}")).wait()
    child = begin(None)
    child.let(rng.uniform(0, longest))
    return child.kill()


def _of(path: Path, folder: Path, *words: str) -> Callable[[Inject], Child]:
    """A command that is to be killed."""
    return lambda inject: start(path, *words, output=folder / "output.txt", inject=inject)


def _fine(path: Path, folder: Path, *words: str) -> Answer:
    answer = command(path, *words, folder=folder)
    if answer.status:
        raise Failed(f"{words[0]} is refused after a kill", answer.text[:300])
    return answer


# -- writes --------------------------------------------------------------------------------------------------------


def writes(rng: random.Random, folder: Path) -> None:
    """Services with undo and redo, killed between two acknowledgements."""
    path = copied(books.hostile(), home(folder))
    before = standing(path)
    act, after = busy(path, rng, 60), rng.randrange(0, 40)

    def begin(inject: Inject) -> Child:
        child = Child(act, inject=inject)
        if inject is None:
            child.read_until(lambda lines: sum(line.startswith(("done", "refused")) for line in lines) >= after)
        return child

    lines = _killed(begin, rng, 0.008, 900)
    _check_writes(path, before, lines)
    check_sound(path, folder, BEGUN)
    _check_writes(path, before, lines)
    now, again = standing(path), Child(busy(path, rng, 3))
    Believed(now).take(again.wait()).check(standing(path))
    check_sound(path, folder)


def _check_writes(path: Path, before: list[int], lines: list[str]) -> None:
    Believed(list(before)).take(lines).check(standing(path))
    books.check_rows(path)


# -- commands ------------------------------------------------------------------------------------------------------

ROWS = 60


def bill(folder: Path, count: int = ROWS) -> Path:
    """An exported bill of so many repayments, no two of them alike."""
    rows = [
        bill_files.Row(
            time=f"2026-{9 + at % 3:02}-{1 + at // 3 % 20:02} 10:{at // 60:02}:30", category="信用借还", party="花呗",
            goods="花呗主动还款-2026年11月账单", direction="不计收支", amount=f"{100 + at}.{9 + at % 3:02}",
            pay="招商银行储蓄卡(8705)", status="还款成功", order=f"20261101082902{at:04}",
        )
        for at in range(count)
    ]  # fmt: skip
    file = folder / "bill.csv"
    file.write_bytes(bill_files.gbk(bill_files.layout_c(rows)))
    return file


def imports(rng: random.Random, folder: Path) -> None:
    """A bill is imported whole or not at all, and once."""
    path, file = copied(books.hostile(), home(folder)), bill(folder)
    told = _killed(_of(path, folder, "import", str(file)), rng, 0.2, 110)
    books.check_rows(path)
    there = len(content(path)["import_line"])
    if there not in (0, ROWS) or ("status 0" in told and not there):
        raise Failed("a bill is there in part", f"{there} rows, told {told}")
    _fine(path, folder, "import", str(file))
    if len(content(path)["import_line"]) != ROWS:
        raise Failed("a bill is there twice", len(content(path)["import_line"]))
    check_sound(path, folder)


def migration(rng: random.Random, folder: Path) -> None:
    """A database of an earlier revision is brought up to date or is as it was; its backup is one."""
    path, revision = home(folder), rng.choice([file.stem for file in sorted(DUMPS.iterdir())][:-1])
    copied(old(revision), path)
    before = content(path)
    _killed(_of(path, folder, "status"), rng, 0.4, 300)
    found = content(path)
    if found not in (before, migrated(revision)):
        raise Failed("a migration is there in part", revision)
    command(path, "due", folder=folder)
    if content(path) != migrated(revision):
        raise Failed("a migration loses something", revision)
    check_tidy(path)
    _check_temporary(folder)


@cache
def old(revision: str) -> Path:
    """The database of a stored dump."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript((DUMPS / f"{revision}.sql").read_text("utf-8"))

    return books.made(make)


@cache
def migrated(revision: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that stands in it once it is brought up to date."""
    path = books.made(lambda path: schema.ensure(copied(old(revision), path)))
    return content(path)


def backups(rng: random.Random, folder: Path) -> None:
    """After a backup that was killed the next one leaves only whole ones."""
    path = copied(books.hostile(), home(folder))
    for _ in range(rng.randint(0, 3)):
        _fine(path, folder, "backup")
    _killed(_of(path, folder, "backup"), rng, 0.05, 140)
    _fine(path, folder, "backup")
    check_sound(path, folder)


def restored(rng: random.Random, folder: Path) -> None:
    """An export comes into a new file whole or not at all, and then does."""
    path, file = home(folder), folder / "export.json"
    file.write_text(exported(), "utf-8")
    _killed(_of(path, folder, "import", str(file)), rng, 0.12, 400)
    found = content(path) if path.exists() else {}
    some = any(rows for name, rows in found.items() if name != "alembic_version")
    if some and found != content(books.hostile()):
        raise Failed("an export is there in part")
    if not path.exists() or not standing_or_none(path):
        _fine(path, folder, "import", str(file))
    if content(path) != content(books.hostile()):
        raise Failed("an export comes back otherwise")
    check_sound(path, folder)
    _check_temporary(folder)


def old_export(rng: random.Random, folder: Path) -> None:
    """An export of an earlier revision goes through a database of its own, of which nothing stays."""
    path, file = home(folder), folder / "export.json"
    file.write_text(exported_before(), "utf-8")
    _killed(_of(path, folder, "import", str(file)), rng, 0.55, 1350)
    if not path.exists() or not standing_or_none(path):
        _fine(path, folder, "import", str(file))
    check_sound(path, folder, journalled=False)
    _check_temporary(folder)


def standing_or_none(path: Path) -> list[int]:
    """The entries that stand; none where the file has no tables yet."""
    try:
        return standing(path)
    except sqlite3.OperationalError:
        return []


def _check_temporary(folder: Path) -> None:
    left = sorted(file.name for file in (folder / "tmp").iterdir()) if (folder / "tmp").exists() else []
    if left:
        raise Failed("a temporary folder is left", left)


@cache
def exported() -> str:
    """The hostile book as a document."""
    return exports.dump(books.hostile())


@cache
def exported_before() -> str:
    """A document of the revision before this one."""
    document = json.loads(exports.dump(old(f"{int(schema.HEAD) - 1:04}")))
    rules = document["tables"]["reminder_rule"]
    place = rules["columns"].index("rrule")
    for row in rules["rows"]:
        row[place] = "DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=DAILY"
    return json.dumps(document)


def restore_command(rng: random.Random, folder: Path) -> None:
    """``planner restore`` leaves the old book or the new one."""
    path = copied(books.hostile(), home(folder))
    _fine(path, folder, "backup")
    (copy,) = (path.parent / "backups").iterdir()
    Child(busy(path, rng, 5)).wait()
    changed = content(path)
    given = rng.choice([copy, folder / "export.json"])
    (folder / "export.json").write_text(exported(), "utf-8")
    told = _killed(_of(path, folder, *_restore_words(given)), rng, 0.3, 400)
    if not path.exists():
        raise Failed("a restore that was killed leaves no database")
    found = content(path)
    if found not in (changed, content(books.hostile())):
        raise Failed("a restore is there in part")
    if "status 0" in told and found == changed != content(books.hostile()):
        raise Failed("a restore was told and is not there")
    _fine(path, folder, *_restore_words(given))
    if content(path) != content(books.hostile()):
        raise Failed("a restore comes back otherwise")
    check_sound(path, folder)
    _check_temporary(folder)


def _restore_words(given: Path) -> tuple[str, ...]:
    return ("restore", str(given))


def export(rng: random.Random, folder: Path) -> None:
    """An export is whole or not there; one that stood there before is not lost."""
    path, file = copied(books.hostile(), home(folder)), folder / "out" / "export.json"
    file.parent.mkdir()
    told = _killed(_of(path, folder, "export", "json", "-o", str(file)), rng, 0.035, 18)
    if file.exists() and file.read_text("utf-8").strip() != exported():
        raise Failed("an export is there in part", f"{file.stat().st_size} bytes")
    if "status 0" in told and not file.exists():
        raise Failed("an export was told and is not there")
    file.unlink(missing_ok=True)
    _fine(path, folder, "export", "json", "-o", str(file))
    left = [other.name for other in file.parent.iterdir() if other != file]
    if left:
        raise Failed("an export leaves something beside it", left)
    check_sound(path, folder)


# -- the app -------------------------------------------------------------------------------------------------------

KEYS = (("p\r", "已记还款 1,100.16", 1), ("u", "撤销：", -1), ("\x12", "重做：", 1), ("p\r", "已记还款 1,190.00", 1))
"""Keys, the toast that acknowledges them, and by how many entries more stand then."""


def app(rng: random.Random, folder: Path) -> None:
    """The app in a terminal, killed while it saves what was typed; a toast acknowledges."""
    path = copied(books.hostile(), home(folder))
    before, told = len(standing(path)), 0
    with App(path) as running:
        running.until("逾期")
        for keys, toast, more in KEYS[: rng.randint(0, len(KEYS) - 1)]:
            running.type(keys)
            running.until(toast)
            told += more
        keys, toast, more = KEYS[rng.randint(0, len(KEYS) - 1)] if not told else ("p\r", "已记还款", 1)
        running.type(keys)
        running.let(rng.uniform(0, 0.15))
        running.kill()
    found = len(standing(path)) - before
    if found not in (told, told + more):
        raise Failed("the app told otherwise", f"acknowledged {told}, found {found}, keys {keys!r}")
    check_sound(path, folder, BEGUN)


SCENARIOS: tuple[Callable[[random.Random, Path], None], ...] = (
    writes, writes, imports, writes, migration, backups, restored, writes, export, old_export, writes, app,
)  # fmt: skip


def attack(rng: random.Random, number: int, folder: Path) -> None:
    """The scenarios in turn."""
    given = (*SCENARIOS, restore_command, restore_command) if has("restore") else SCENARIOS
    plan_document()
    given[number % len(given)](rng, folder)
    shutil.rmtree(folder / "home", ignore_errors=True)
