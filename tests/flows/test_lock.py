"""A locked file in the app: asked for at the start, and a screen that locks at once or when it is left alone."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.app import App

from planner import clock, i18n
from planner.services import locking, maintenance, repayments
from planner.storage import same_file, seal, snapshot
from planner.ui.dialogs.confirm import Confirm
from planner.ui.entrance import Entrance
from planner.ui.screens.loans.repayment import RepaymentForm
from planner.ui.screens.shell.ask_passphrase import AskPassphrase
from planner.ui.screens.shell.backups import Backups
from planner.ui.screens.shell.cover import MINUTES
from planner.ui.screens.shell.lock_after import LockAfter
from planner.ui.screens.shell.lock_screen import LockScreen
from tests.flows import driver_textual
from tests.flows.driver import SMALL, Driver, running, squeezed
from tests.make import seals

TITLE = {"zh": "已锁定", "en": "Locked"}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, seal.Seal]:
    return seals.forget(monkeypatch)


@pytest.fixture
def locked(orderly: Path) -> Path:
    return seals.lock(orderly)


def covered(d: Driver) -> bool:
    """Whether the question for the passphrase is all that is to be seen."""
    text = d.flat()
    loans = [account.loan for account in d.app.overview.book.accounts]
    names = {name for loan in loans for name in (loan.name, loan.lender.name)}
    shown = [name for name in names if name and squeezed(name) in text]
    hidden = not shown and not any(sign.isdigit() for sign in text)
    assert hidden == isinstance(d.app.screen, LockScreen), text
    return hidden


async def unlock(d: Driver) -> None:
    await d.write(seals.PASSPHRASE)
    await d.press("enter")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_what_is_being_typed_stands_behind_the_lock_as_it_is(locked: Path, language: str) -> None:
    async with running(locked, language=language) as d:
        await d.press("2", "p")
        d.screen_of(RepaymentForm)
        await d.fill(amount="12.34")
        before = d.texts(), d.field
        await d.press("ctrl+d")
        assert covered(d)
        assert TITLE[language] in d.text()
        assert not d.wide_lines()
        await d.press(
            "ctrl+p",
            "ctrl+z",
            "f1",
            "ctrl+d",
            "f9",
            "ctrl+t",
            "ctrl+s",
            "escape",
            "tab",
            "ctrl+r",
            "q",
            "u",
            "2",
        )
        assert covered(d)
        await d.press("ctrl+u")
        await d.write("wrong one")
        assert "wrong" not in d.text()
        await d.press("enter")
        assert covered(d)
        assert {"zh": "口令不对", "en": "does not open"}[language] in d.text()
        await unlock(d)
        assert not covered(d)
        assert (d.texts(), d.field) == before
        assert i18n.language() == language
        await d.press("ctrl+s")
        assert snapshot_amounts(locked).count(12_34) == 1


def snapshot_amounts(path: Path) -> list[int]:
    from planner.storage.sqlite import reading

    with reading(path) as connection:
        return [one.amount_minor for account in snapshot.book(connection).accounts for one in account.repayments]


async def test_left_alone_it_locks_itself_and_no_key_reaches_what_is_below(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(clock, "passed", lambda: now[0])
    async with running(locked) as d:
        now[0] = 3600
        d.app.cover.look()
        assert not covered(d)  # it is off at first
        await d.press("ctrl+p")
        await d.write("几分钟不按键")
        await d.press("down", "enter")
        d.screen_of(LockAfter)
        for bad in ("0", "241", "1.5", "-1", "x"):
            await d.fill(minutes=bad)
            await d.press("enter")
            assert "1 到 240" in d.text()
        await d.fill(minutes="5")
        await d.press("enter")
        assert d.on_main
        assert snapshot.read_settings(locked)[MINUTES] == "5"
        now[0] += 299
        d.app.cover.look()
        assert not covered(d)
        await d.press("down")
        now[0] += 299
        d.app.cover.look()
        assert not covered(d)
        now[0] += 1
        d.app.cover.look()
        await d.settle()
        assert covered(d)
        await unlock(d)
        page = d.page
        now[0] += 8 * 3600  # the machine slept: nobody looked
        await d.press("2")
        assert covered(d)
        await unlock(d)
        assert d.page == page
        await d.press("2")
        assert d.page == "loans"
        await d.press("u")  # what was chosen is taken back like anything else
        now[0] += 3600
        d.app.cover.look()
        assert not covered(d)


async def test_an_error_behind_the_lock_is_told_whatever_came_after_it(locked: Path) -> None:
    async with running(locked) as d:
        d.app.cover.put_on()
        await d.settle()
        d.app.toast("first")
        d.app.toast("not saved", severe=True)
        d.app.toast("not saved, a backup helps", severe=True)
        d.app.toast("later")
        d.app.toast("last")
        assert covered(d)
        await unlock(d)
        assert d.toast == "not saved, a backup helps\nlast"


async def test_what_was_being_saved_is_saved_beneath_and_told_afterwards(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, go = Event(), Event()
    record = repayments.record

    def slow(*given: Any, **named: Any) -> Any:
        going.set()
        assert go.wait(10)
        return record(*given, **named)

    monkeypatch.setattr(repayments, "record", slow)
    async with running(locked) as d:
        await d.press("2", "p")
        await d.fill(amount="12.34")
        driver_textual.send(d.app, driver_textual.key_event("ctrl+s"))
        while not going.is_set():
            await d.pilot.pause()
        d.app.cover.put_on()
        await d.pilot.pause()
        told = len(d.toasts)
        go.set()
        await d.settle()
        assert covered(d)
        assert d.toasts[told:] == []
        assert snapshot_amounts(locked).count(12_34) == 1
        await unlock(d)
        assert d.on_main
        assert "12.34" in d.toast
        await d.press("p")
        assert d.screen_of(RepaymentForm)


async def test_an_export_of_a_locked_file_says_that_it_is_readable(locked: Path) -> None:
    async with running(locked) as d:
        await d.press("ctrl+p")
        await d.write("导出")
        await d.press("down", "enter")
        assert "它是明文" in d.toast


async def test_a_plain_file_is_not_offered_what_would_lock_nothing(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("ctrl+d")
        assert d.on_main
        assert "planner lock" in d.toast
        await d.press("ctrl+p")
        await d.write("几分钟不按键")
        await d.press("down", "enter")
        assert d.on_main
        assert not d.app.cover.due


async def answer(app: App[bool], *passphrases: str) -> list[str]:
    """What is to be seen after each passphrase."""
    seen = []
    async with app.run_test(size=SMALL) as pilot:
        for passphrase in passphrases:
            driver_textual.send(app, driver_textual.paste_event(passphrase))
            await pilot.press("enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
            if app.is_running:
                seen.append("\n".join(strip.text for strip in driver_textual.strips(app)))
    return seen


async def test_the_app_asks_before_it_reads_anything(locked: Path, known: dict[bytes, seal.Seal]) -> None:
    i18n.use("en")
    known.clear()
    whole = locked.read_bytes()
    asked = Entrance(locked)
    seen = await answer(asked, "one wrong", "two wrong", "three wrong")
    assert asked.return_value is False
    assert all(TITLE["en"] in text for text in seen)
    assert ["2" in seen[0], "1" in seen[1]] == [True, True]
    assert locking.is_closed(locked)
    assert locked.read_bytes() == whole
    asked = Entrance(locked)
    await answer(asked, "wrong", seals.PASSPHRASE)
    assert asked.return_value is True
    async with running(locked) as d:
        assert d.on_main


async def look(d: Driver) -> None:
    """What the app does every second."""
    d.app.look_soon()
    await d.settle()


def lock_elsewhere(path: Path, known: dict[bytes, seal.Seal]) -> None:
    """What ``planner lock`` in another terminal does: this process has not heard the passphrase."""
    held = same_file.meant(path)
    same_file.let_go(path)
    seals.lock(path)
    known.clear()
    same_file.hold(path, held)


@pytest.mark.parametrize("language", ["en"])
async def test_locked_elsewhere_the_new_file_is_opened_by_its_passphrase_and_nothing_typed_is_lost(
    orderly: Path, known: dict[bytes, seal.Seal], language: str
) -> None:
    async with running(orderly, language=language) as d:
        await d.press("2", "p")
        await d.fill(amount="12.34")
        lock_elsewhere(orderly, known)
        await look(d)
        d.screen_of(RepaymentForm)  # no question while a form is in view
        await d.press("ctrl+s")
        assert {"zh": "没有保存", "en": "othing was saved"}[language] in d.text()
        await d.fill(amount="12.35")
        await d.press("escape")
        assert {"zh": "换了锁", "en": "lockedanew"}[language] in d.flat()
        assert not list(orderly.parent.glob("*drafts~"))
        await d.press("escape")
        await look(d)
        d.screen_of(Confirm)
        await d.press("y")
        d.screen_of(AskPassphrase)
        await d.press("escape")
        assert d.on_main  # as before, with the warning in view
        await d.press("ctrl+p")
        await d.write({"zh": "现在占着", "en": "now in place"}[language])
        await d.press("down", "enter", "y")
        await d.write("wrong one")
        await d.press("enter")
        assert {"zh": "口令不对", "en": "does not open"}[language] in d.text()
        assert not d.wide_lines()
        await unlock(d)
        assert d.on_main
        assert not d.app.warning
        await d.press("2", "p")
        assert d.texts()["amount"] == "12.35"
        await d.press("ctrl+d")
        assert covered(d)  # the screen can be locked now
        await unlock(d)
        await d.press("ctrl+s")
    assert snapshot_amounts(orderly).count(12_35) == 1
    assert b"12.35" not in b"".join(file.read_bytes() for file in orderly.parent.iterdir() if file.is_file())


async def test_a_backup_of_another_passphrase_is_restored_after_that_was_given(
    orderly: Path, known: dict[bytes, seal.Seal]
) -> None:
    locking.lock(orderly, "an earlier one", locking.Backups.KEEP)
    copy = maintenance.backup(orderly)
    seals.lock(orderly)
    known.clear()
    assert locking.open_by(orderly, seals.PASSPHRASE)
    async with running(orderly, language="en") as d:
        loans = len(d.book.accounts)
        await d.press("ctrl+p")
        await d.write("restore")
        await d.press("down", "enter")
        d.screen_of(Backups)
        assert "locked" in d.flat()
        await d.press("enter")
        d.screen_of(AskPassphrase)
        await d.write("an earlier one")
        await d.press("enter")
        d.screen_of(Backups)
        assert [(row.data.copy.path, row.data.copy.closed) for row in d.table.rows] == [(copy, False)]
        await d.press("enter")
        d.screen_of(Confirm)
        await d.press("y")
        assert d.on_main
        assert len(d.book.accounts) == loans
    known.clear()
    assert locking.open_by(orderly, seals.PASSPHRASE)
