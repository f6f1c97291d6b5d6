"""The weekly review: a quiet week in at most twenty keys, left and resumed, and what can differ from a quiet week."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner import clock
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.overview import overview
from planner.services import repayments
from planner.storage import snapshot
from planner.storage.kept import ReviewLine
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.flows.driver import LARGE, Driver, in_order, running
from tests.make.people import TODAY

MOST_KEYS = 20


def reviews(path: Path) -> tuple[ReviewLine, ...]:
    """The reviews, latest first."""
    with reading(path) as connection:
        return snapshot.reviews(connection)


async def test_a_quiet_week_takes_at_most_twenty_keys(orderly: Path) -> None:
    """Seven lenders, an instalment of each due in the week, no balance checked yet: enter all the way."""
    async with running(orderly) as d:
        assert d.presses == 0
        await d.press("8")
        while not (reviews(orderly) and reviews(orderly)[0].saved_at):
            await d.press("enter")
            assert d.presses <= MOST_KEYS, d.text()
        assert d.toast == "已保存复盘（2026-11-23 当周） · u 撤销"
        assert [len(account.repayments) for account in d.book.accounts] == [3] * 7
        assert {account.checked_on for account in d.book.accounts} == {TODAY}
        for account in d.book.accounts:
            dues = position(account, TODAY).dues
            assert all(due.status in (DueStatus.ON_TIME, DueStatus.PENDING) for due in dues)
        assert "今天每周复盘" not in d.text()

        await d.press("enter")  # the saved review, to be read
        now = overview.read(orderly, TODAY).now
        assert in_order(d.flat(), ["每周复盘2026-11-23", f"{now.debt_minor / 100:,.2f}", "已核对7家"])
        await d.press("escape")
        assert d.on_main


async def test_leaving_half_way_and_resuming(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("8", "enter", "enter", "enter")
        assert "[1 到期还款 2/7]" in d.text()
        await d.press("2", "8")
        assert "[1 到期还款 2/7]" in d.text()
    async with running(orderly) as d:  # the app was closed in between
        await d.press("8")
        if "到期还款" not in d.text():
            await d.press("enter")
        assert "[1 到期还款 2/7]" in d.text()
        assert d.table.current is not None
        assert "机构3" in d.table.current.text()
        await d.press(*["enter"] * 5, "enter", "enter")
        assert "[2 核对余额 2/7]" in d.text()
    async with running(orderly, language="en") as d:
        await d.press("8")
        assert "2/7]" in d.text()
        for _ in range(MOST_KEYS):
            if reviews(orderly)[0].saved_at:
                break
            await d.press("enter")
        assert reviews(orderly)[0].saved_at


async def to_stage(d: Driver, number: int) -> None:
    """Begin, and go on to a stage without an answer to anything."""
    await d.press("8", "enter")
    for _ in range(number - 1):
        await d.press("n")
    assert f"[{number} " in d.text()


async def test_what_differs_from_a_quiet_week(orderly: Path) -> None:
    async with running(orderly, size=LARGE) as d:
        await d.press("8", "enter", "p")
        await d.fill(amount="600")
        await d.press("enter")
        assert d.account("机构1").repayments[-1].amount_minor == 600_00
        assert "503.00" in d.text()  # with 2.84 of interest for six days on the principal that was overdue
        await d.press("home", "s")  # not paid yet
        await d.press("home", "down", "x")
        await d.write("协商过 [/]")
        await d.press("enter")
        assert "协商过 [/]" in d.text()
        assert len(d.account("机构2").repayments) == 2
        await d.press("n")
        assert "[2 " in d.text()
        await d.press("home", "b")
        await d.fill(balance="10,000")
        await d.press("ctrl+s")
        assert d.position("机构1").principal_minor == 10_000_00
        await d.press("home", "down", "s", "n")
        assert "[3 " in d.text()
        await d.press("n")
        if "[4 " in d.text():
            await d.press("a")
            await d.fill(text="\u200b")  # nothing that can be seen is nothing to do
            await d.press("ctrl+s")
            assert "请填写" in d.text()
            await d.fill(text="给机构2打电话 [b")
            await d.press("ctrl+s", "escape")
            assert in_order(d.text(), ["[x]", "给机构2打电话 [b"])
            await d.press("n")
        await d.press("enter")
        await d.write("这周紧 [@click=app.quit]x[/]")
        await d.press("enter")
        (line,) = reviews(orderly)
        assert line.saved_at
        assert line.note == "这周紧 [@click=app.quit]x[/]"
        await d.press("enter")
        assert "[@click=app.quit]x[/]" in d.flat()


async def test_an_old_due_asks_when_it_was_paid(orderly: Path) -> None:
    store = Store(orderly)
    paid = overview.read(orderly, TODAY).book.accounts[0].repayments[-1]
    repayments.delete(store, paid.id)  # that of 17 October: the next is due on 17 November, six days ago
    store.close()
    async with running(orderly) as d:
        await d.press("8", "enter")
        assert "0/8" in d.text()
        await d.press("home", "down", "p")
        assert "更早的 2026-10-17 那一期还欠" in d.text()
        await d.press("escape", "home", "enter")
        assert d.texts()["on"] == TODAY.isoformat()
        await d.press("enter")
        assert d.account("机构1").repayments[-1].on == TODAY
        assert "1/8" in d.text()
        await d.press("enter")
        assert d.account("机构1").repayments[-1].on == TODAY  # the one before took its day
        assert sorted(one.on for one in d.account("机构1").repayments)[-2:] == [date(2026, 11, 17), TODAY]
        assert d.toast == "已记 2026-11-17 还款 1,100.16（机构1） · u 撤销"
        assert "2/8" in d.text()


async def test_going_back_a_stage(orderly: Path) -> None:
    async with running(orderly) as d:
        await to_stage(d, 3)
        await d.press("backspace")
        assert "[2 " in d.text()
        await d.press("f11")
        assert "[1 " in d.text()


async def test_a_saved_review_is_undone_and_redone(orderly: Path) -> None:
    async with running(orderly) as d:
        await to_stage(d, 3)
        for _ in range(4):
            await d.press("enter")
        assert reviews(orderly)[0].saved_at
        await d.press("u")
        assert d.toast == "撤销：保存复盘（2026-11-23 当周） · ctrl+r 重做"
        assert not reviews(orderly)[0].saved_at
        await d.press("ctrl+r")
        assert reviews(orderly)[0].saved_at


async def test_the_next_week_looks_back_on_this_one(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("8", *["enter"] * (MOST_KEYS - 2))
    clock.fix(date(2026, 11, 30))
    async with running(orderly) as d:
        await d.press("8")
        assert len(d.table.rows) == 2
        await d.press("enter")
        assert "核对余额 0/7" in d.text()  # checked a week ago: more than six days
        await d.press(*["enter"] * 7)
        debt = [line for line in d.lines() if "未还余额" in line]
        assert debt[0].split()[1] == debt[0].split()[2]  # nothing was paid since, so nothing changed
        for _ in range(4):
            await d.press("enter")
        assert "连续复盘 2 周" in d.text() or "已连续 2 周" in d.text()


async def test_nothing_entered_nothing_to_review(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("8", "enter", "n", "space", "a", "p", "b", "s", "x", "backspace")
        assert d.on_main
        assert reviews(empty) == ()


@pytest.mark.parametrize(("language", "word"), [("zh", "没还"), ("en", "not paid")])
async def test_what_s_does_is_called_the_same_above_and_below(orderly: Path, language: str, word: str) -> None:
    async with running(orderly, language=language) as d:
        await d.press("8", "enter")
        assert f"s {word}" in d.text().replace("\n", " ")
        assert f"s {word}" in d.footer
        await d.press("n")
        assert word not in d.footer
        assert ("这次不查" if language == "zh" else "not this time") in d.footer
