"""One key takes the list in view out; the palette takes everything else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from planner.services import loans, locking
from planner.services import settings as service
from planner.storage.store import Store
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.shell.new_passphrase import NewPassphrase
from planner.ui.screens.shell.taking_out import TakingOut, take, takings
from tests.flows.driver import running
from tests.make import databases, seals


def filled(path: Path) -> None:
    store = Store(path)
    service.put(store, language="en")
    loans.add(store, databases.level("[/] =甲"), today=databases.TODAY)
    store.close()


def rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


async def test_the_list_in_view_comes_first_and_a_file_is_asked_about(path: Path) -> None:
    filled(path)
    async with running(path, language="en") as d:
        await d.press("2", "X")
        assert isinstance(d.app.screen, TakingOut)
        assert "This list: Loans (CSV)" in d.text()
        await d.press("enter")
        file = path.with_name(f"{path.stem}-2026-11-23-loans.csv")
        assert str(file) in d.toast.replace("\n", "")
        assert rows(file)[1][1] == "[/] =甲"
        assert file.stat().st_mode & 0o777 == 0o600
        await d.press("ctrl+x", "enter")
        assert isinstance(d.app.screen, Confirm)
        file.write_text("mine", "utf-8")
        await d.press("n")
        assert file.read_text("utf-8") == "mine"


async def test_the_list_is_that_of_the_view_that_was_turned_to(path: Path) -> None:
    filled(path)
    async with running(path, language="en") as d:
        views = (
            (("7",), "Reminders"),
            (("tab",), "Rules of reminders"),
            (("5", "right"), "Scores"),
            (("1", "c"), "Cash"),
            (("left",), "Income and costs"),
        )
        for keys, name in views:
            await d.press(*keys, "X")
            assert f"This list: {name} (CSV)" in d.text()
            await d.press("escape")


async def test_of_one_loan_only_its_own_rows(path: Path) -> None:
    filled(path)
    async with running(path, language="en") as d:
        await d.press("2", "enter", "X", "enter")
        loan = d.book.accounts[0].loan
        file = path.with_name(f"{path.stem}-2026-11-23-schedule-{loan.id}.csv")
        assert len(rows(file)) == 1 + len(d.position("[/] =甲").dues)


async def test_where_no_list_is_in_view_there_is_the_rest(path: Path) -> None:
    filled(path)
    async with running(path, language="en") as d:
        await d.press("8", "X")
        assert isinstance(d.app.screen, TakingOut)
        assert "This list" not in d.text()
        assert "all data (JSON)" in d.text()
        await d.press("X", "escape")
        assert d.on_main
        await d.press("2", "a", "X")  # a form takes what is typed
        assert not isinstance(d.app.screen, TakingOut)


async def test_all_of_it_encrypted_by_a_passphrase_typed_twice(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sqlcipher3")
    known = seals.forget(monkeypatch)
    filled(path)
    async with running(path, language="en") as d:
        taking = next(one for one in takings() if one.form.locked)
        take(d.app, taking)
        await d.settle()
        for typed in ("short", "long enough", "long enougH", "long enough", "long enough"):
            assert isinstance(d.app.screen, NewPassphrase)
            await d.write(typed)
            await d.press("enter")
        assert d.on_main
        file = path.with_name(f"{path.stem}-2026-11-23.locked.db")
        assert str(file) in d.toast.replace("\n", "")
        take(d.app, taking)  # over a file only after a question, and esc leaves
        await d.settle()
        await d.press("y")
        before = file.read_bytes()
        await d.press("escape")
        assert d.on_main
        assert file.read_bytes() == before
    known.clear()
    assert locking.open_by(file, "long enough")
