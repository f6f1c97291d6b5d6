"""Backup, export and restore by the palette; a damaged file ends the app with a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.i18n import t
from planner.services import loans, maintenance
from planner.services import settings as service
from planner.storage.store import Store
from planner.ui.app import PlannerApp
from planner.ui.chores import commands
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.shell.backups import Backups
from tests.flows.driver import Driver, running
from tests.make import databases


async def choose(d: Driver, key: str) -> None:
    """Run a command of the palette by its name."""
    named: dict[str, Callable[[], None]] = dict(commands(d.app))
    named[t(key)]()
    await d.settle()


def filled(path: Path) -> None:
    store = Store(path)
    service.put(store, language="en")
    loans.add(store, databases.level("[/] 甲"), today=databases.TODAY)
    store.close()


async def test_a_backup_is_chosen_and_comes_back_after_a_question(path: Path) -> None:
    filled(path)
    async with running(path, language="en") as d:
        await choose(d, "chore.backup")
        assert "Backed up to" in d.toast
        (copy,) = (path.parent / "backups").iterdir()
        (path.parent / "backups" / "planner-20260101T000000Z-000.db").write_bytes(b"damaged")
        d.app.write(lambda store: loans.add(store, databases.card(), today=databases.TODAY))
        await d.settle()
        assert len(d.book.accounts) == 2
        await choose(d, "chore.restore")
        assert [row.data.copy.path for row in d.table.rows] == [copy]
        await d.press("enter")
        assert "steps:1,loansandrecords:1" in d.flat()
        await d.press("enter", "n")
        assert len(d.book.accounts) == 2
        await d.press("enter", "y")
        assert "Restored the backup" in d.toast
        assert d.on_main
        assert len(d.book.accounts) == len(d.app.overview.book.accounts) == 1
        await d.press("u")  # the restored journal goes on
        assert len(d.book.accounts) == 0
        await choose(d, "chore.restore")
        assert len(d.table.rows) == 2  # what stood before is one of them


async def test_an_export_asks_before_it_replaces_the_one_of_today(path: Path) -> None:
    filled(path)
    async with running(path, language="en") as d:
        await choose(d, "export.offer.json")
        assert "Exported to" in d.toast
        file = path.with_name("planner-2026-11-23.json")
        file.write_text("mine", "utf-8")
        await choose(d, "export.offer.json")
        assert isinstance(d.app.screen, Confirm)
        await d.press("n")
        assert file.read_text("utf-8") == "mine"
        await choose(d, "export.offer.json")
        await d.press("y")
        assert file.stat().st_size > 1000


async def test_without_a_backup_the_screen_says_what_to_do(path: Path) -> None:
    filled(path)
    async with running(path, language="zh") as d:
        await choose(d, "chore.restore")
        assert isinstance(d.app.screen, Backups)
        assert "还没有完好的备份" in d.flat()
        await d.press("enter")  # on nothing


async def test_a_write_that_meets_damage_names_the_backup(path: Path) -> None:
    filled(path)
    copy = maintenance.backup(path)
    async with running(path, language="en") as d:
        d.app.show_error(PlannerError("loan.unknown", id=1, loan="#1"))
        await d.settle()
        assert "damaged" not in d.toast
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("UPDATE loan SET method = 'none'")
        d.app.show_error(PlannerError("unexpected", detail="ValueError"))
        await d.settle()
        assert "loan 1: method none" in d.toast
        assert f"planner restore {copy}" in d.toast


async def test_a_save_that_meets_damage_says_that_nothing_was_saved_and_figures_are_called_old(path: Path) -> None:
    filled(path)
    async with running(path, language="en") as d:
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(bytes(path.stat().st_size - 4096))
        d.app.write(lambda store: loans.add(store, databases.card(), today=databases.TODAY))
        await d.settle()
        assert "Nothing was saved: the file is damaged" in d.toast
        assert "Figures may be old" in d.text()


async def test_damage_that_no_page_has_met_yet_ends_the_app_with_a_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path)
    copy = maintenance.backup(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_import_line_batch_id'")
        at = (root.fetchone()[0] - 1) * 4096
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes(4096))
    ended: list[str] = []
    monkeypatch.setattr(
        PlannerApp, "exit", lambda _app, *, return_code, message: ended.append(f"{return_code}: {message}")
    )
    async with running(path):
        pass
    assert len(ended) == 1
    assert ended[0].startswith(f"1: {path}")
    assert f"planner restore {copy} --db {path}" in ended[0]
