"""What is really loaded, in a fresh process: import contracts cannot tell a deferred import from an eager one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from planner.cli import answers as making
from planner.demo import book as demo

ELSEWHERE = (  # of the house itself: what the figures of today do not need, unless a plan is followed
    "planner.domain.payoff.planning",
    "planner.domain.payoff.adopted.adopted",
    "planner.domain.review.summary",
    "planner.demo.book",
    "planner.domain.schedule.yearly_cost",
    "planner.storage.backup",
    "planner.ui.widgets.text",
    "argparse",
    "hashlib",
    "inspect",
    "tempfile",
)
HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "pydantic", "icalendar", "babel", "openpyxl", "numpy")
SCREEN = ("textual", "rich")


def loaded(code: str, *paths: Path, whole: bool = False) -> set[str]:
    """Top-level modules in a new interpreter after ``code``; ``whole``: all, by their whole names."""
    name = "name" if whole else "name.split('.')[0]"
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted({{{name} for name in sys.modules}})))"
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONWARNINGS": "error"},
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_domain_loads_nothing_but_itself() -> None:
    code = (
        "import importlib, pkgutil, planner.domain\n"
        "for module in pkgutil.walk_packages(planner.domain.__path__, 'planner.domain.'):\n"
        "    importlib.import_module(module.name)"
    )
    modules = loaded(code)
    assert "planner" in modules
    assert not modules & {*HEAVY, *SCREEN, "sqlite3"}


@pytest.mark.parametrize("command", [["--help"], ["status", "--json"], ["due"], ["remind", "--json"]])
def test_commands_load_neither_the_screen_nor_the_orm(command: list[str], tmp_path: Path) -> None:
    code = (
        "import contextlib, io, sys\n"
        "from pathlib import Path\n"
        "from planner.storage import schema\n"
        "schema.ensure(Path(sys.argv[1]))\n"
        "from planner.cli.main import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    try:\n"
        f"        status = run({command!r} + ['--db', sys.argv[1], '--today', '2026-11-23'])\n"
        "    except SystemExit as end:\n"
        "        status = end.code\n"
        "assert not status, status"
    )
    modules = loaded(code, tmp_path / "planner.db")
    assert not modules & {*HEAVY, "textual"}


def test_the_figures_of_today_load_nothing_of_the_plan_and_of_the_review(tmp_path: Path) -> None:
    path = tmp_path / "planner.db"
    demo.create(path, date(2026, 11, 23), "en")
    code = (
        "import contextlib, io, sys\n"
        "from planner.cli.main import run\n"
        "with contextlib.redirect_stdout(io.StringIO()) as told:\n"
        "    assert not run(['status', '--lang', 'en', '--db', sys.argv[1], '--today', '2026-11-23'])\n"
        "assert 'Payment ratio' in told.getvalue()"
    )
    assert not loaded(code, path, whole=True) & set(ELSEWHERE)


def test_the_app_is_ready_to_paint_before_the_orm_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from planner.storage import schema\n"
        "schema.ensure(Path(sys.argv[1]))\n"
        "from planner.ui.app import PlannerApp\n"
        "app = PlannerApp(Path(sys.argv[1]))\n"
        "from planner.ui.screens.today import page"
    )
    modules = loaded(code, tmp_path / "planner.db")
    assert "textual" in modules
    assert not modules & set(HEAVY)


def test_a_first_page_that_was_kept_is_shown_without_the_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, today = tmp_path / "planner.db", date(2026, 11, 23)
    demo.create(path, today, "en")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO setting (key, value) VALUES ('language', 'en')")
    monkeypatch.setattr(making, "DAYS", 1)
    making.keep(path, today)
    code = (
        "import sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from planner import clock\n"
        "from planner.ui import lean\n"
        "lean.load()\n"
        "from planner.cli import first\n"
        "from planner.storage import answers\n"
        "from planner.ui.app import PlannerApp\n"
        "async def seen(self):\n"
        "    self.drawn = len(self.screen.query_one('Table').rows)\n"
        "    self.exit()\n"
        "PlannerApp.behind_the_first_frame = seen\n"
        "clock.fix(date(2026, 11, 23))\n"
        "kept, _ = first.found([], sys.argv[1], clock.today(), answers.maker())\n"
        "app = PlannerApp(Path(sys.argv[1]), frame=kept)\n"
        "app.run(headless=True, mouse=False)\n"
        "assert app.drawn > 1"
    )
    modules = loaded(code, path, whole=True)
    assert "planner.ui.screens.today.page" in modules
    rooms = {".".join(name.split(".")[:3]) for name in modules if name.startswith("planner.")}
    assert {name for name in rooms if name.startswith("planner.domain.")} == {"planner.domain.basics"}
    assert {name for name in rooms if name.startswith("planner.words.")} == {"planner.words.frame"}
    assert "planner.overview" not in rooms
    assert not rooms & {"planner.storage.rows", "planner.storage.schema", "planner.storage.snapshot"}


def test_a_demo_without_reviews_loads_nothing_of_the_plan_and_of_the_review(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path; from planner.demo import book as demo\n"
        "demo.create(Path(sys.argv[1]), date(2026, 11, 23), 'en', reviewed=False)"
    )
    modules = loaded(code, tmp_path / "demo.db", whole=True)
    assert not [name for name in modules if name.startswith(("planner.domain.payoff.", "planner.overview.review"))]
