"""Give what is taken out to independent programs: khal, vobject, ical.js, icalendar; hledger and beancount.

    python -m tests.readers

They are installed into a folder of their own (``READERS``, kept, or a temporary one); ical.js wants Node, hledger is
taken where it is installed. A calendar is imported, the data change, it is imported again: each reader must then show
the days of the app for three years, no more and no less. A journal of every product is checked, its balances compared.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from planner import clock, i18n
from planner.demo import book as demo
from planner.domain.accounts.records import Account
from planner.domain.basics import recurrence
from planner.domain.basics.recurrence import Repeat
from planner.domain.ledger.position import position
from planner.domain.reminders.due_items import upcoming
from planner.domain.reminders.rules import BY_DAY
from planner.exporters import beancount, hledger
from planner.overview.overview import read
from planner.services import reminders, repayments
from planner.storage.store import Store
from planner.takeout import calendar
from planner.takeout.asked import Asked
from planner.takeout.journals import books, debt_account
from tests.make.every import every_product
from tests.make.probes import read_book

HERE = Path(__file__).parent
TODAY, END = date(2026, 11, 23), date(2029, 11, 23)
PACKAGES = ("khal==0.14.1", "vobject==0.9.9", "recurring-ical-events==3.8.2", "icalendar==7.3.2", "beancount==3.2.3")
ICAL_JS = "ical.js@2.2.1"
Days = Counter[str]


def main() -> int:
    """Exit status 0: every reader agrees."""
    i18n.use("zh")
    clock.fix(TODAY)
    with _room() as room:
        _install(room)
        wrong = [*_calendars(room), *_journals(room)]
    for one in wrong:
        print("WRONG:", one)  # noqa: T201
    return 1 if wrong else 0


@contextmanager
def _room() -> Iterator[Path]:
    kept = os.environ.get("READERS")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _install(room: Path) -> None:
    if not (room / "venv").exists():
        _run(sys.executable, "-m", "venv", str(room / "venv"))
        _run(str(room / "venv/bin/pip"), "install", "-q", *PACKAGES)
    if shutil.which("npm") and not (room / "node_modules").exists():
        _run("npm", "install", "--silent", "--prefix", str(room), ICAL_JS)


def _run(*words: str) -> str:
    where = {**os.environ, "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(words, env=where, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode:
        raise SystemExit(f"{' '.join(words)}\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.stdout


# -- calendars ---------------------------------------------------------------------------------------------------------


def _calendars(room: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        demo.create(path, TODAY, "zh")
        files = [_exported(path, "first.ics")]
        _change(path)
        files.append(_exported(path, "second.ics"))
        wanted = _of_app(path)
        for name, reader in _readers(room).items():
            found = reader(files)
            print(f"{name}: {found.total()} days of {wanted.total()}")  # noqa: T201
            if found != wanted:
                yield f"{name}: not there {dict(wanted - found)}, too many {dict(found - wanted)}"


def _exported(path: Path, name: str) -> Path:
    target = path.with_name(name)
    target.write_bytes(b"".join(calendar.pieces(Asked(path, TODAY, {"alarm": True}))))
    return target


def _change(path: Path) -> None:
    """What happens between two exports: something is paid, reminders are added."""
    overview = read(path, TODAY)
    due = overview.live()[0]
    store = Store(path)
    repayments.record(store, due.loan_id, TODAY, due.unpaid_minor, today=TODAY)
    for repeat in Repeat:
        for on in (date(2026, 12, 15), date(2026, 12, 31)):
            reminders.add(store, f"自己的 {repeat} {on.day}", on, repeat, today=TODAY)
    store.close()


def _of_app(path: Path) -> Days:
    """The days that the app knows of, by what it asks itself."""
    overview = read(path, TODAY)
    items = upcoming(overview.book, overview.live(END), TODAY, (END - TODAY).days, overview.planned_and_bills)
    told = [item.due_on for item in items] + [one.on for one in overview.free_before_bills]
    for rule in overview.rules:
        if rule.code not in BY_DAY and rule.enabled:
            told += recurrence.days(rule.rrule, TODAY, END)
    told += [one.on for one in overview.dated]
    beside = {(item.loan_id, item.due_on) for item in items}
    told += [one.on for one in overview.planned if one.more and (one.loan_id, one.on) not in beside]
    return Counter(on.isoformat() for on in told if TODAY <= on <= END)


def _readers(room: Path) -> dict[str, Callable[[Sequence[Path]], Days]]:
    python = str(room / "venv/bin/python")
    found: dict[str, Callable[[Sequence[Path]], Days]] = {
        "khal": lambda files: _khal(room, files),
        "icalendar": lambda files: _days(_run(python, str(HERE / "by_icalendar.py"), *_words(files))),
        "vobject": lambda files: _days(_run(python, str(HERE / "by_vobject.py"), *_words(files))),
    }
    if (room / "node_modules").exists() and shutil.which("node"):
        script = shutil.copy(HERE / "by_ical.mjs", room / "by_ical.mjs")
        found["ical.js"] = lambda files: _days(_run("node", str(script), *_words(files)))
    return found


def _words(files: Iterable[Path]) -> list[str]:
    return [TODAY.isoformat(), END.isoformat(), *map(str, files)]


def _days(text: str) -> Days:
    return Counter(json.loads(text))


KHAL = """[calendars]
[[debts]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
[sqlite]
path = {folder}/khal.db
"""


def _khal(room: Path, files: Iterable[Path]) -> Days:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "calendar").mkdir()
        config = Path(folder) / "config"
        config.write_text(KHAL.format(folder=folder), encoding="utf-8")
        khal = (str(room / "venv/bin/khal"), "-c", str(config))
        for file in files:
            _run(*khal, "import", "--batch", "-a", "debts", str(file))
        form = ("--notstarted", "--day-format", "", "--format", "{start-date} {status}")
        shown = _run(*khal, "list", *form, TODAY.isoformat(), f"{(END - TODAY).days + 1}d")
    return Counter(line.split()[0] for line in shown.splitlines() if "CONFIRMED" in line)


# -- journals ----------------------------------------------------------------------------------------------------------


def _journals(room: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        demo.create(path, TODAY, "zh")
        for name, accounts in (("demo", read_book(path).accounts), ("every product", every_product())):
            yield from _journal(room, Path(folder), name, accounts)


def _journal(room: Path, folder: Path, name: str, accounts: Sequence[Account]) -> Iterator[str]:
    ledger, bean = folder / "debts.journal", folder / "debts.beancount"
    for ahead in (True, False):
        made = books(accounts, TODAY, ahead=ahead)
        ledger.write_text("".join(hledger.pieces(made)), encoding="utf-8")
        bean.write_text("".join(beancount.pieces(made)), encoding="utf-8")
        _run(str(room / "venv/bin/bean-check"), str(bean))
        if shutil.which("hledger"):
            _run("hledger", "-f", str(ledger), "check", "--strict", "ordereddates")
    places = {debt_account(account.loan): position(account, TODAY) for account in accounts}
    wanted = {account: place.credit_minor - place.owed_minor for account, place in places.items()}
    for program, found in _balances(room, ledger, bean):
        differ = {account for account in wanted if found.get(account, 0) != wanted[account]}
        print(f"{program}, {name}: {len(wanted) - len(differ)} balances of {len(wanted)}")  # noqa: T201
        if differ:
            yield f"{program}, {name}: {sorted(differ)}"


def _balances(room: Path, ledger: Path, bean: Path) -> Iterator[tuple[str, dict[str, int]]]:
    python = str(room / "venv/bin/python")
    yield "beancount", json.loads(_run(python, str(HERE / "by_beancount.py"), str(bean)))
    if shutil.which("hledger"):
        lines = _run("hledger", "-f", str(ledger), "balance", "Liabilities", "--flat", "-N", "--empty", "-O", "csv")
        rows = [line.strip('"').split('","') for line in lines.splitlines()[1:]]
        yield "hledger", {account: round(float(amount.split()[0]) * 100) for account, amount in rows}


if __name__ == "__main__":
    sys.exit(main())
