"""A lifetime of records: ``python -m tests.bench.bench_lifetime [LOANS]``, 1,000 of them with 104,000 repayments.

Starts first: beside an empty app of Textual and beside ``hledger bal`` of the same records where that is installed,
with nothing kept of the accounts and with what the app keeps behind its first screen. Then what a write costs until the
first page has its figures again, as a share of reading and working out all of it, and what each page costs when it is
opened for the first and the second time; what taking everything out and putting it back costs, beside the same rows by
plain ``json`` and ``sqlite3`` without a question asked. Seconds are those of the processor, of all threads, so that
other work on the machine counts less; each row tells its goal.
"""

from __future__ import annotations

import asyncio
import json
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from planner import clock
from planner.cli import answers
from planner.overview import keeping
from planner.overview.overview import Overview, read
from planner.services import exports, repayments
from planner.storage import schema
from planner.storage.rows.registry import TABLES
from planner.storage.sqlite import reading
from planner.storage.store import OpResult, Store
from planner.ui.app import PlannerApp
from planner.ui.pages import PAGES
from planner.ui.screens.shell.main import MainScreen
from planner.ui.screens.today.page import rows
from planner.words.headline import headline
from tests.bench import big_book
from tests.bench.bench_start import EMPTY, PLANNER, finished, ratio, shown
from tests.bench.big_book import TODAY
from tests.make.exported import dump_to

LOANS = 1000
AFTER_A_WRITE = 0.060  # the goals, in seconds
OPENED = 0.100
EXPORTED = 0.5
RESTORED = 1.5
_FIRST_SCREEN, _STATUS, _PAIRS = 2.5, 0.25, 5  # ratios
_QUIET = ("plan",)  # computed in its own process, see bench_plan


def tell(
    what: str, seconds: float, goal: float | None = None, whole: float | None = None, plain: float | None = None
) -> None:
    """A row: milliseconds, what they are of the whole or of the plain way, and whether that is within the goal."""
    share = "" if whole is None else f"1/{whole / seconds:.0f} of all"
    share = share if plain is None else f"{seconds / plain:.2f} of plain"
    judged = "" if goal is None else f"{'met' if seconds <= goal else 'MISSED'} (goal {goal * 1000:.0f} ms)"
    sys.stdout.write(f"{what:<44}{seconds * 1000:9.1f} ms  {share:<16}{judged}\n")


@contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """Seconds of the processor inside the block, known once it is left."""
    begun = time.process_time()
    ended: list[float] = []
    yield lambda: ended[0] - begun
    ended.append(time.process_time())


def first_page(view: Overview) -> None:
    """Work out what the first page shows."""
    headline(view)
    rows(view)


def pay(store: Store, number: int) -> OpResult[int]:
    """A payment of some fen on one of the loans."""
    return repayments.record(store, 1 + number % 40, TODAY, 100 + number, today=TODAY)


def after_a_write(path: Path) -> None:
    """Reading all, and the same after a write."""
    with timed() as whole:
        view = read(path, TODAY)
        first_page(view)
    tell("read all, figures of the first page", whole())
    store, taken = Store(path), []
    store.load()
    for number in range(7):
        result = pay(store, number)
        with timed() as again:
            view = view.renewed(TODAY, result.topics, result.operation)
            first_page(view)
        taken.append(again())
    store.close()
    tell("after a write: read again, the same figures", median(taken), AFTER_A_WRITE, whole())
    for name, ask in (("trend", lambda: view.trend(12)), ("findings", lambda: view.findings)):
        with timed() as asked:
            ask()
        tell(f"  {name}, first asked", asked())
    with timed() as asked:
        view.costs  # noqa: B018
    tell("  yearly costs, first asked", asked())


def out_and_back(path: Path, folder: Path) -> None:
    """An export into a file, and its restore."""
    file, taken = folder / "all.json", []
    for number in range(3):
        with timed() as out:
            dump_to(path, file, over=True)
        with timed() as plain_out:
            rows = plainly_out(path, folder / "rows.json")
        with timed() as back:
            exports.restore(folder / f"back{number}.db", file.read_text("utf-8"))
        with timed() as plain_back:
            plainly_back(path, folder / "rows.json", folder / f"plain{number}.db")
        taken.append((out(), plain_out(), back(), plain_back()))
    out_s, plain_out_s, back_s, plain_back_s = map(min, zip(*taken, strict=True))
    tell(f"export of {rows} rows", out_s, EXPORTED, plain=plain_out_s)
    tell("restore of them", back_s, RESTORED, plain=plain_back_s)


def plainly_out(path: Path, file: Path) -> int:
    """All rows of all tables as ``json`` writes them; returns how many."""
    with closing(sqlite3.connect(path)) as connection:
        names = [table.name for table in TABLES]
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    file.write_text(json.dumps(found, ensure_ascii=False), "utf-8")  # ``json.dump`` is several times slower
    return sum(map(len, found.values()))


def plainly_back(path: Path, file: Path, fresh: Path) -> None:
    """The same into the same tables, row by row."""
    with closing(sqlite3.connect(path)) as connection:
        script = schema.script_of(connection)
    with closing(sqlite3.connect(fresh)) as connection:
        connection.executescript(script)
        for name, rows in json.loads(file.read_text("utf-8")).items():
            if rows:
                connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        connection.commit()


async def pages(path: Path) -> None:
    """The pages by hand: opened first, opened again with other figures, memory in between."""
    app = PlannerApp(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        tell_memory("memory with the first page")
        await app.workers.wait_for_complete()
        main = app.screen_stack[0]
        assert isinstance(main, MainScreen)
        for turn in ("opened first", "opened again, after a write"):
            for entry in PAGES:
                if entry.id in _QUIET:
                    continue
                with timed() as opened:
                    await main.action_page(entry.id)
                    await pilot.pause()
                tell(f"page {entry.id}, {turn}", opened(), OPENED)
                await app.workers.wait_for_complete()
            app.write(lambda store: pay(store, 20))
            await app.workers.wait_for_complete()
            await pilot.pause()
        tell_memory("memory after all pages")


def tell_memory(what: str) -> None:
    """The most memory that the process has had so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{what:<44}{most:9} MiB\n")


def starts(path: Path) -> None:
    """The first screen and ``planner status``, each before and after the answers of the accounts are kept."""
    command = (*PLANNER[:-2], "--today", TODAY.isoformat(), "--db", str(path))
    empty, screen = partial(shown, "Ready", (sys.executable, "-c", EMPTY)), partial(shown, "Payment ratio", command)
    sight = partial(shown, "are being worked out", command)
    tell_ratio("first sight / empty Textual app, nothing kept", ratio(sight, empty, _PAIRS), _FIRST_SCREEN)
    journal = path.with_suffix(".journal")
    journal.write_text(ledger_text(path))
    status = partial(finished, (*command, "status"))
    for kept in ("nothing kept", "answers kept"):
        if kept == "answers kept":
            with timed() as made:
                keeping.keep(path, TODAY)
            tell("what accounts answer made and kept", made())
            with timed() as made:
                answers.keep(path, TODAY)
            tell("what status prints made and kept", made())
        tell_ratio(f"first screen / empty Textual app, {kept}", ratio(screen, empty, _PAIRS), _FIRST_SCREEN)
        if shutil.which("hledger"):
            bal = partial(finished, ("hledger", "-f", str(journal), "bal"))
            tell_ratio(f"planner status / hledger bal, {kept}", ratio(status, bal, _PAIRS), _STATUS)


def ledger_text(path: Path) -> str:
    """The repayments as a journal of hledger."""
    with reading(path) as connection:
        found = connection.execute("SELECT paid_on, id, loan_id, amount_minor FROM repayment ORDER BY paid_on, id")
        return "".join(
            f"{on} repayment {key}\n"
            f"    liabilities:loan{loan}  {minor // 100}.{minor % 100:02} CNY\n    assets:bank\n\n"
            for on, key, loan, minor in found
        )


def tell_ratio(what: str, found: float, goal: float) -> None:
    """A row: how many times the one takes of the other."""
    sys.stdout.write(f"{what:<54}{found:6.2f}  {'met' if found <= goal else 'MISSED'} (goal {goal:g})\n")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LOANS
    clock.fix(TODAY)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "planner.db"
        big_book.build(path, count)
        out_and_back(path, Path(folder))
        starts(path)
        asyncio.run(pages(path))
        after_a_write(path)


if __name__ == "__main__":
    main()
