"""What a long bill costs: ``python -m tests.bench.bench_import [ROWS]``, of 200,000 rows if no number is given.

Times are of the processor, beside a plain reading of Alipay's file by ``csv``, and each step is measured in a process
of its own, with the most memory that it took (all of Python and the app in it). Reading and a look are measured of
WeChat's files too, beside those of Alipay, at once one after the other. The aims at 200,000 rows: 8 s and
300 MB for a look, 15 s for a real import; at 20,000 rows a correction within 0.1 s.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.importers import readers
from planner.overview.preview import Preview, preview
from planner.services import imports
from planner.storage.store import Store
from tests.make.databases import TODAY


def plain(file: Path, _database: Path) -> float:
    """Only lines and cells, by the standard library."""
    start = time.process_time()
    with file.open(encoding="gb18030", newline="") as text:
        assert sum(1 for _ in csv.reader(text))
    return time.process_time() - start


def read(file: Path, _database: Path) -> float:
    start = time.process_time()
    readers.read(file.read_bytes())
    return time.process_time() - start


def _look(file: Path, database: Path) -> Preview:
    return preview(database, file.name, file.read_bytes(), today=TODAY)


def look(file: Path, database: Path) -> float:
    """The dry run."""
    start = time.process_time()
    _look(file, database)
    return time.process_time() - start


def correct(file: Path, database: Path) -> float:
    """One row is taken out again."""
    found = _look(file, database)
    lines = [use.entry.row.line for use in found.proposal.used[:: len(found.proposal.used) // 3]]
    times = []
    for line in lines:
        start = time.process_time()
        found = found.chosen({line: "skip"})
        times.append(time.process_time() - start)
    return max(times)


def whole(file: Path, database: Path) -> float:
    """All that an import does, from the file to the database."""
    start = time.process_time()
    store = Store(database)
    imports.apply(store, _look(file, database), today=TODAY)
    store.close()
    return time.process_time() - start


STEPS = {step.__name__: step for step in (plain, read, look, correct, whole)}


def measured(step: str, file: Path, database: Path) -> tuple[float, int]:
    """Seconds of the processor and megabytes at most, of one step by itself."""
    command = [sys.executable, "-m", "tests.bench.bench_import", step, str(file), str(database)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    seconds, megabytes = told.stdout.split()
    return float(seconds), int(megabytes)


def _make(file: Path, rows: int, kind: str) -> None:
    """In a process of its own: what it takes of memory would count for those that are begun by this one."""
    command = [sys.executable, "-m", "tests.bench.big_bill", str(file), str(rows), kind]
    subprocess.run(command, check=True, env=dict(os.environ))


def main(rows: int) -> None:
    with TemporaryDirectory() as folder:
        file, database = Path(folder) / "bill.csv", Path(folder) / "planner.db"
        _make(file, rows, "alipay")
        Store(database).close()
        base, _ = measured("plain", file, database)
        for step in STEPS:
            seconds, megabytes = measured(step, file, database)
            sys.stdout.write(f"{step:<10}{seconds:8.2f} s{seconds / base:8.1f} × csv{megabytes:8} MB\n")
        again, megabytes = measured("look", file, database)
        sys.stdout.write(f"{'again':<10}{again:8.2f} s{again / base:8.1f} × csv{megabytes:8} MB\n")
        for kind, ending in (("wechat", "csv"), ("xlsx", "xlsx")):
            _beside(kind, rows, file, Path(folder) / f"{kind}.{ending}", Path(folder) / "empty.db")


def _beside(kind: str, rows: int, alipay: Path, file: Path, database: Path) -> None:
    """A bill of WeChat beside one of Alipay of as many rows."""
    _make(file, rows, kind)
    if not database.exists():
        Store(database).close()
    for step in ("read", "look"):
        base, _ = measured(step, alipay, database)
        seconds, megabytes = measured(step, file, database)
        sys.stdout.write(f"{kind:<7}{step:<6}{seconds:5.2f} s{seconds / base:8.2f} × alipay{megabytes:5} MB\n")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in STEPS:
        spent = STEPS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        sys.stdout.write(f"{spent} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}\n")
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
