"""Undo and redo by one key, by name, also after the app was closed and opened again."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.ledger.state import DueStatus
from planner.ui.widgets.table import Table
from tests.flows.driver import running
from tests.flows.test_repayments import to_loan
from tests.make.people import ACTION, INCOME, LONG, MARKUP
from tests.make.probes import read_book


async def test_undo_and_redo_after_a_restart(hostile: Path) -> None:
    before = read_book(hostile)
    async with running(hostile) as d:
        await d.press("p", "enter", "2", "home", "d", "y")
        after = d.book
    async with running(hostile) as d:
        assert d.book == after
        await d.press("u")
        assert d.toast == "撤销：删除借款（[/]） · ctrl+r 重做"
    async with running(hostile, language="en") as d:
        await d.press("u")
        assert MARKUP in d.toast
        assert "1,100.16" in d.toast
        assert not any("一" <= sign <= "鿿" for sign in d.toast)
        assert d.book == before
        await d.press("ctrl+r", "ctrl+r")
        assert d.book == after
    async with running(hostile) as d:
        await d.press("ctrl+z", "ctrl+z")  # the other pair of keys
        assert d.book == before
        await d.press("ctrl+y")
        assert d.toast == "重做：记还款 1,100.16（[/]） · u 撤销"


async def test_every_operation_is_undone_by_name_and_leaves_nothing(hostile: Path) -> None:
    before = read_book(hostile)
    async with running(hostile) as d:
        await d.press("4", "i", "d", "y")
        await d.press("a")
        await d.fill(monthly="20000", name=INCOME, from_on="2026-12-01")
        await d.press("ctrl+s", "escape", "escape")
        await to_loan(d, LONG)
        await d.press("w")
        await d.fill(amount="10")
        await d.press("ctrl+s", "escape", "b")
        await d.fill(balance="1")
        await d.press("ctrl+s", "escape", "1", "down", "p", "enter")
        told = []
        while d.book != before:
            await d.press("u")
            told.append(d.toast.removeprefix("撤销：").removesuffix(" · ctrl+r 重做"))
        assert told == [
            f"记还款 1,190.00（{ACTION}）",
            f"记余额 1.00（{LONG}）",
            f"记支用 10.00（{LONG}）",
            f"添加收入 20,000.00（{INCOME}）",
            f"删除收入 18,000.00（{INCOME}）",
        ]


async def test_nothing_to_undo_and_nothing_to_redo(fresh: Path) -> None:
    async with running(fresh) as d:
        await d.press("escape", "u")
        assert d.toast == "撤销：首次设置 · ctrl+r 重做"
        await d.press("u")
        assert d.toast == "没有可撤销的操作"
        await d.press("ctrl+r", "ctrl+r")
        assert d.toast == "没有可重做的操作"


async def test_a_new_change_ends_the_way_forward(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p", "enter", "u", "home", "p")
        await d.fill(amount="100")
        await d.press("enter", "ctrl+r")
        assert d.toast == "没有可重做的操作"
        assert [r.amount_minor for r in d.account(MARKUP).repayments] == [1_100_16, 1_100_16, 100_00]


@pytest.mark.parametrize("key", ["u", "ctrl+z"])
async def test_undo_does_not_fire_while_a_text_is_typed(hostile: Path, key: str) -> None:
    async with running(hostile) as d:
        before = d.book
        await d.press("p")
        await d.fill(note="note ")
        await d.press(key)
        assert d.book == before
        assert not d.toasts


async def test_a_late_payment_that_becomes_one_on_time_leaves_a_trace(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        late = next(due for due in d.position(MARKUP).dues if due.status is DueStatus.LATE)
        paid = next(paid for paid in d.account(MARKUP).repayments if paid.on == late.cleared_on)
        await d.press("tab")
        place = [row.data for row in d.app.screen.query_one("#records", Table).all_rows].index(paid)
        await d.press("home", *["down"] * place, "e")
        await d.fill(on=late.due_on.isoformat())
        await d.press("ctrl+s")
        assert f"{late.due_on}的逾期改成了按时，共1期" in d.toast.replace(" ", "")
        await d.press("escape", "ctrl+p")
        await d.press(*"操作记录", "enter")
        assert "操作记录" in d.text()
        assert f"{late.due_on}的逾期改成了按时" in d.flat()
        await d.press("u")
        assert "已撤销" in d.text()
        await d.press("ctrl+r", "escape", "escape")
        await d.press("ctrl+t", "ctrl+p", *"Change log", "enter")
        assert f"Late on {late.due_on}, now on time: 1 due" in d.text()
