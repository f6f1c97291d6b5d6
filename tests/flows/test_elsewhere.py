"""What happens to the file outside this window: another window writes, the file is moved or replaced, the disk is full.

What is told is what is stored, and what is typed stays.
"""

from __future__ import annotations

import resource
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

import pytest
from textual.events import DescendantFocus

from planner import clock
from planner.domain.accounts.loan import RateChange
from planner.domain.basics.rates import Rate, RateBasis
from planner.errors import PlannerError
from planner.overview.cash import buffer_of
from planner.overview.overview import Overview
from planner.services import cash, loans, maintenance, opening, rates, repayments, settings
from planner.services import undo as service
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.storage.store import OpResult, Store
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.cash.forms import BufferForm
from planner.ui.screens.loans.loan import LoanScreen
from planner.ui.widgets.bars import KeyBar
from tests.flows.driver import Driver, running
from tests.flows.test_repayments import to_loan
from tests.make.people import MARKUP
from tests.make.probes import read_book

PAID = 1_100_16


async def look(d: Driver) -> None:
    """What the app does every second."""
    d.app.look_soon()
    await d.settle()


def other_pays(path: Path, amount_minor: int = PAID) -> int:
    """The other window records a repayment of today of the first loan."""
    store = Store(path)
    loan_id = next(a.loan.id for a in read_book(path).accounts if MARKUP in (a.loan.name, a.loan.lender.name))
    paid = repayments.record(store, loan_id, clock.today(), amount_minor, today=clock.today()).value
    store.close()
    return paid


def settings_of(path: Path) -> dict[str, str]:
    with reading(path) as connection:
        return snapshot.settings(connection)


def of_today(path: Path) -> list[int]:
    account = next(a for a in read_book(path).accounts if MARKUP in (a.loan.name, a.loan.lender.name))
    return [paid.amount_minor for paid in account.repayments if paid.on == clock.today()]


async def test_what_another_window_records_is_in_view_and_what_is_typed_stays(hostile: Path) -> None:
    async with running(hostile) as d:
        before = d.app.overview.now.debt_minor
        await d.press("p")
        await d.fill(note="note")
        other_pays(hostile)
        await look(d)
        assert d.texts()["note"] == "note"
        await d.press("escape", "escape")
        await look(d)
        assert d.app.overview.now.debt_minor < before
        assert d.toast.startswith("另一个窗口：记还款 1,100.16")
        told = len(d.toasts)
        await look(d)
        assert len(d.toasts) == told


async def test_what_is_recorded_already_is_asked_though_it_came_a_moment_ago(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="1100.16")
        other_pays(hostile)
        await d.press("ctrl+s")
        assert "已经记过一笔1,100.16的还款" in d.flat()
        assert of_today(hostile) == [PAID]
        await d.press("ctrl+s")
        assert of_today(hostile) == [PAID, PAID]


async def test_one_key_asks_too_where_it_is_recorded_already(hostile: Path) -> None:
    async with running(hostile) as d:
        other_pays(hostile)
        await d.press("t")
        assert "已经记过一笔1,100.16的还款。确实又还了一笔吗" in d.flat()
        await d.press("n")
        assert of_today(hostile) == [PAID]
        await d.press("t", "y")
        assert of_today(hostile) == [PAID, PAID]


async def test_an_entry_that_was_changed_or_deleted_in_another_window_is_not_written_over(hostile: Path) -> None:
    paid = other_pays(hostile)
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        await d.press("tab", "home", "e")
        await d.fill(note="mine")
        store = Store(hostile)
        repayments.edit(store, paid, clock.today(), 500_00, today=clock.today())
        await d.press("ctrl+s")
        assert "这条记录在别的窗口里改过了" in d.text()
        assert of_today(hostile) == [500_00]
        repayments.delete(store, paid)
        await d.press("ctrl+s")
        assert "这条记录在别的窗口里删掉了" in d.text()
        assert d.texts()["note"] == "mine"
        loans.delete(store, next(a.loan.id for a in read_book(hostile).accounts if MARKUP in a.loan.lender.name))
        store.close()
        await look(d)
        await d.press("escape", "escape")
        await look(d)
        assert d.on_main


async def test_a_rate_that_was_changed_or_deleted_in_another_window_is_not_written_over(hostile: Path) -> None:
    on = date(2027, 1, 15)

    def rate(percent: str) -> RateChange:
        return RateChange(on, Rate(Decimal(percent) / 100, RateBasis.YEAR))

    def kept(d: Driver) -> tuple[RateChange, ...]:
        return d.account(MARKUP).loan.rate_changes

    store = Store(hostile)
    key = next(a.loan.id for a in read_book(hostile).accounts if MARKUP in (a.loan.name, a.loan.lender.name))
    rates.add(store, key, rate("3"))
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        await d.press("r", "home", "e")
        await d.fill(rate="4")
        rates.edit(store, key, on, rate("5"))
        await d.press("ctrl+s")
        assert "这条记录在别的窗口里改过了" in d.text()
        assert kept(d) == (rate("5"),)
        await d.press("escape", "escape")
        await look(d)
        await d.press("home", "d")
        rates.edit(store, key, on, rate("6"))
        await d.press("y")
        assert "这条记录在别的窗口里改过了" in d.toast
        await look(d)
        await d.press("home", "d")
        rates.delete(store, key, on)
        await d.press("y")
        assert "这条记录在别的窗口里删掉了" in d.toast
        assert kept(d) == ()
    store.close()


async def test_a_choice_that_was_changed_in_another_window_is_not_written_over(hostile: Path) -> None:
    store = Store(hostile)
    async with running(hostile) as d:
        await d.app.push_screen(BufferForm())
        await d.settle()
        await d.fill(buffer="100")
        cash.set_buffer(store, 5_000)
        await d.press("ctrl+s")
        assert "这条记录在别的窗口里改过了" in d.text()
        assert buffer_of(settings_of(hostile)) == 5_000
        await d.press("escape", "escape")
        await look(d)
        await d.app.push_screen(BufferForm())
        await d.settle()
        await d.fill(buffer="100")
        await d.press("ctrl+s")
        assert buffer_of(settings_of(hostile)) == 10_000
    store.close()


async def test_what_was_restored_elsewhere_is_told_and_nothing_is_written_into_it_unseen(hostile: Path) -> None:
    copy = maintenance.backup(hostile)
    async with running(hostile) as d:
        await d.press("p", "enter")
        assert of_today(hostile) == [PAID]
        await d.press("p")
        await d.fill(note="typed")
        maintenance.restore(hostile, copy)
        await d.press("ctrl+s")
        assert "在别处整个换过" in d.text()
        assert of_today(hostile) == []
        await d.press("escape", "escape")
        await look(d)
        assert d.toast == "数据在别处恢复过（用备份或导出文件）：屏幕上现在是恢复后的内容"
        assert d.app.overview.accounts == {a.loan.id: a for a in read_book(hostile).accounts}
        await d.press("home", "p", "ctrl+s")
        assert of_today(hostile) == [PAID]
        await d.press("u")  # its own, whatever had this number before
        assert of_today(hostile) == []


async def test_what_was_copied_onto_the_open_file_is_told_as_another_content(hostile: Path, orderly: Path) -> None:
    async with running(hostile) as d:
        with orderly.open("rb") as other, hostile.open("r+b") as file:
            shutil.copyfileobj(other, file)
            file.truncate()
        await d.press("p")
        await d.press("enter")
        assert "在别处整个换过" in d.text()
        await d.press("escape")
        await look(d)
        assert d.toast.startswith("数据文件里换成了另一个文件的内容")
        assert len(d.app.overview.accounts) == len(read_book(orderly).accounts)


async def test_undo_names_first_what_another_window_did(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p", "enter")
        other_pays(hostile, 100_00)
        await d.press("u")
        assert "最近一步是另一个窗口做的：记还款100.00" in d.flat()
        await d.press("n")
        assert of_today(hostile) == [PAID, 100_00]
        await d.press("u", "y")
        assert d.toast.startswith("撤销：记还款 100.00")
        await d.press("u")  # its own, without a question
        assert of_today(hostile) == []
        store = Store(hostile)
        service.redo(store)
        service.undo(store)
        store.close()
        await look(d)
        assert not isinstance(d.app.screen, Confirm)


async def test_a_stored_write_is_never_told_as_failed(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object) -> Overview:
        raise PlannerError("store.unreadable", path=str(hostile))

    async with running(hostile) as d:
        for key in ("p", "u"):
            with monkeypatch.context() as patch:
                patch.setattr(Overview, "renewed", unreadable)
                patch.setattr("planner.ui.holding.read_again", unreadable)
                await d.press(*((key, "enter") if key == "p" else key))
                assert d.on_main
                assert of_today(hostile) == ([PAID] if key == "p" else [])
                assert "已保存；屏幕上的数字还是保存前的" in d.toast
                d.app.clear_notifications()
                await d.settle()
                assert "数字还是上次保存之前的" in d.text()
            await look(d)
            assert "数字还是上次保存之前的" not in d.text()
            assert len(d.app.overview.book.accounts[0].repayments) == len(d.book.accounts[0].repayments)


async def test_of_a_change_in_two_steps_the_one_that_is_stored_is_told(hostile: Path) -> None:
    def change(store: Store) -> OpResult[None]:
        settings.put(store, buffer="1")
        raise PlannerError("store.full", path="x")

    async with running(hostile) as d:
        d.app.write(change)
        await d.settle()
        assert d.toast == "只做成了其中一步：更改设置。磁盘空间不足，没有保存：x"
        assert d.app.overview.settings["buffer"] == "1"
        await d.press("u")
        assert d.toast.startswith("撤销：更改设置")


async def test_a_full_disk_is_told_and_once_there_is_room_enter_saves_once(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
        try:
            await d.press("enter")
            assert "磁盘空间不足，没有保存" in d.text()
            await d.fill(note="x" * 200)
            await d.press("escape")
            assert "已填内容无法留作草稿" in d.text()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert of_today(hostile) == []
        await d.press("ctrl+s")
        assert of_today(hostile) == [PAID]


async def test_a_file_that_was_replaced_is_not_written_and_the_new_one_is_offered(hostile: Path) -> None:
    copy = hostile.with_name("copy.db")
    shutil.copy(hostile, copy)
    other_pays(copy, 77_00)
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        await d.press("p")
        copy.replace(hostile)
        await d.press("ctrl+s")
        assert "没有保存" in d.text()
        assert of_today_anywhere(hostile) == [77_00]
        await look(d)
        assert "数据文件换成了另一个" in d.text()
        await d.press("escape")
        assert isinstance(d.app.screen, LoanScreen)
        await look(d)
        assert "打开它吗" in d.asked
        await d.press("n")
        await look(d)
        assert isinstance(d.app.screen, LoanScreen)
        await d.press("ctrl+p")
        await d.press(*"占着原位置", "enter", "y")
        assert d.on_main
        assert "数据文件换成了另一个" not in d.text()
        assert len(d.app.overview.accounts) == len(d.book.accounts)
        await d.press("p", "enter")
        assert sorted(of_today(hostile)) == [77_00, PAID - 77_00]


async def test_a_file_that_was_moved_is_said_until_it_is_back(hostile: Path) -> None:
    async with running(hostile) as d:
        hostile.rename(hostile.with_name("moved.db"))
        await look(d)
        assert "数据文件被移走或删除了" in d.text()
        await d.press("u")
        assert "没有保存" in d.toast
        await d.press("ctrl+p", *"操作记录", "enter")
        hostile.with_name("moved.db").rename(hostile)
        await look(d)
        assert "数据文件被移走或删除了" not in d.text()


async def test_a_line_above_the_keys_hides_nothing_of_what_a_form_or_a_toast_says(hostile: Path) -> None:
    async with running(hostile, language="en") as d:
        await d.press("p")
        hostile.rename(hostile.with_name("moved.db"))
        await look(d)
        await d.press("ctrl+s")
        assert "Nothing was saved: the file was moved" in d.text()
        assert "or quit." in d.text()
        assert "nothing can be saved" in d.text()
        await d.press("escape", "escape", "u")
        d.app.screen.refresh(layout=True)
        await d.settle()
        (said,) = d.app.screen.query("Toast")
        assert said.region.bottom == d.app.screen.query_one(KeyBar).region.y


def of_today_anywhere(path: Path) -> list[int]:
    """As ``of_today`` of the file that is there, whichever the app holds."""
    copy = shutil.copy(path, path.with_name("seen.db"))
    return of_today(Path(copy))


async def test_why_nothing_was_saved_stays_said_though_the_hint_of_the_field_comes_late(hostile: Path) -> None:
    copy = shutil.copy(hostile, hostile.with_name("copy.db"))
    async with running(hostile) as d:
        await d.press("p")
        Path(copy).replace(hostile)
        await d.press("enter")
        assert "没有保存" in d.text()
        focused = d.app.screen.focused
        assert focused is not None
        d.app.screen.post_message(DescendantFocus(focused))  # as of a form that was only just opened
        await d.settle()
        assert "没有保存" in d.text()


@pytest.mark.parametrize("explains", [True, False])
async def test_a_store_that_does_not_open_for_whatever_reason_is_told_and_the_next_enter_tries_again(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, explains: bool
) -> None:
    def broken(*_given: object) -> NoReturn:
        raise RuntimeError("whatever")

    with monkeypatch.context() as patch:
        patch.setattr(opening, "open_store", broken)
        if not explains:
            patch.setattr(maintenance, "explained", broken)
        async with running(hostile) as d:
            await d.press("p", "enter")
            assert "RuntimeError:whatever" in d.flat()
            assert of_today(hostile) == []
            patch.undo()
            await d.press("enter")
            assert of_today(hostile) == [PAID]
            hostile.with_name(f"{hostile.name}-errors.log").unlink()
