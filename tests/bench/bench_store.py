"""How long reading, writing, undo and exports take: ``python -m tests.bench.bench_store``.

The database holds 50 loans and 5,000 repayments; each line is the best of several runs. The aim for the book is 30 ms.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.services import exports, loans, repayments, undo
from planner.storage.store import Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import read_book


def best(name: str, act: Callable[[], object], runs: int = 10) -> None:
    """Run ``act`` several times and tell the shortest in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    sys.stdout.write(f"{name:<32}{min(times) * 1000:8.1f} ms\n")


def filled(path: Path) -> Store:
    store = Store(path)
    for number in range(50):
        loans.add(store, databases.level(f"贷款{number}", f"机构{number % 12}"))
    rows = [
        {
            "loan_id": 1 + number % 50,
            "paid_on": f"2026-{7 + number % 4:02}-{1 + number % 28:02}",
            "amount_minor": 1_000 + number,
            "entered_at": "",
        }
        for number in range(5_000)
    ]
    with store.write("import.bill") as write:
        write.add_all("repayment", rows)
    return store


def main() -> None:
    with TemporaryDirectory() as folder:
        best("open a new database", lambda: Store(Path(folder) / f"{time.perf_counter_ns()}.db"))
        store = filled(Path(folder) / "planner.db")
        best("open an existing one", lambda: Store(store.path))
        best("read the book", lambda: read_book(store.path))
        best("undo and redo 5,000 rows", lambda: (undo.undo(store), undo.redo(store)), 3)
        best("record a repayment", lambda: repayments.record(store, 1, TODAY, 100, today=TODAY, settles=True))
        best("undo it", lambda: undo.undo(store))
        best("export", lambda: exports.dump(store.path))
        text = exports.dump(store.path)
        best("restore", lambda: exports.restore(Path(folder) / f"{time.perf_counter_ns()}.db", text), 3)
        store.close()


if __name__ == "__main__":
    main()
