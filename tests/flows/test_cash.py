"""Cash by keyboard: from nothing to the balance by day, its line on Today, edits, deletions, undo, the mask."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import DueShift
from planner.domain.book import NO_HOUSEHOLD, Book, CashReading, Household, LivingCost, SingleIncome
from planner.i18n import format as fmt
from planner.overview.cash import BILL_SHARE
from planner.services import cash, draws, income, loans
from planner.storage import bulk
from planner.storage.store import Store
from tests.flows.driver import LARGE, SMALL, Driver, running
from tests.make import accounts as cards
from tests.make import databases
from tests.make.dues import DUES
from tests.make.people import TODAY

BRACKETS = "[/] [b"


async def enter_cash(d: Driver) -> None:
    """On 23 November 1,000 are at hand; 3,000 come on the 10th, 2,500 go on the 5th, 400 are expected on the 1st."""
    await d.press("c", "a")
    await d.fill(amount="1000")
    await d.press("ctrl+s", "escape", "i")
    await d.fill(monthly="3000", day="10", shift="previous", name=BRACKETS)
    await d.press("ctrl+s", "escape", "l")
    await d.fill(monthly="2500", day="5", name="房租")
    await d.press("ctrl+s", "escape", "o")
    await d.fill(amount="400", on="2026-12-01", name=BRACKETS, certain="no")
    await d.press("ctrl+s", "escape")


def entered(path: Path) -> Path:
    """The same, entered already."""
    store = Store(path)
    cash.save(store, CashReading(0, "现金", TODAY, 100_000), today=TODAY)
    since = date(2026, 11, 1)
    income.add(store, name=BRACKETS, from_on=since, monthly_minor=300_000, day=10, shift=DueShift.PREVIOUS)
    cash.save(store, LivingCost(0, "房租", 5, 250_000, since), today=TODAY)
    cash.save(store, SingleIncome(0, BRACKETS, date(2026, 12, 1), 40_000, certain=False), today=TODAY)
    store.close()
    return path


def column(d: Driver, key: str) -> list[str]:
    cells = (row.cells[key] for row in d.table.rows)
    return [cell if isinstance(cell, str) else cell[0] for cell in cells]


async def test_from_nothing_to_the_first_day_that_runs_short(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("c")
        assert "还没有手头现金" in d.flat()
        await d.press("escape")
        await enter_cash(d)
        household = d.book.household
        assert [(one.name, one.on, one.amount_minor) for one in household.readings] == [
            ("现金", date(2026, 11, 23), 100_000)
        ]
        (salary,) = d.book.incomes
        assert (salary.day, salary.shift, salary.certain) == (10, DueShift.PREVIOUS, True)
        assert [one.certain for one in household.singles] == [False]
        assert [(one.day, one.from_on) for one in household.living] == [(5, date(2026, 11, 1))]
        assert column(d, "balance") == [
            "1,000.00",
            "1,000.00",
            "-1,500.00",
            "1,500.00",
            "-1,000.00",
            "2,000.00",
            "-500.00",
            "2,500.00",
        ]
        assert column(d, "on")[1:4] == ["2026-12-01", "2026-12-05", "2026-12-10"]
        assert column(d, "on")[5] == "2027-01-08"  # the 10th is a Sunday
        assert "12-05 不够用：差 1,500.00（按确定收入，只付应还）" in d.text()
        assert "算上预计收入，12-05也差1,100.00" in d.flat()
        await d.press("escape")
        assert "现金12-05不够用：差1,500.00（按确定收入，只付应还）；发薪前可用0.00" in d.flat()


async def test_a_buffer_a_newer_balance_and_what_is_free(empty: Path) -> None:
    async with running(entered(empty), size=LARGE) as d:
        await d.press("c", "a")
        await d.fill(amount="3000", note="刚发了奖金")
        await d.press("ctrl+s", "escape", "b")
        await d.fill(buffer="200")
        await d.press("enter")
        found = d.app.overview.cash
        assert found is not None
        assert (found.certain.lowest.on, found.certain.lowest.balance_minor) == (date(2026, 12, 5), 500_00)
        assert found.free_minor == 300_00
        assert "发薪前可用 300.00（下一笔确定收入 12-10）" in d.text()
        await d.press("?")
        assert "发薪前可用=这段日子里最低的余额减去预留金" in d.flat()


async def test_what_was_entered_is_changed_deleted_and_taken_back(empty: Path) -> None:
    async with running(entered(empty), size=LARGE) as d:
        await d.press("c", "b")
        await d.fill(buffer="200")
        await d.press("enter", "left")
        assert column(d, "kind") == ["手头现金", "收入", "单笔收入", "生活开支", "预留金"]
        await d.press("home", "a")
        assert d.texts()["name"] == "现金"
        await d.press("escape", "down", "enter")
        await d.fill(day="", certain="no")
        await d.press("ctrl+s")
        assert [(one.day, one.certain) for one in d.book.incomes] == [(None, False)]
        assert "缺到账日" in d.text()
        await d.press("down", "e")
        await d.fill(certain="yes", amount="500")
        await d.press("ctrl+s", "down", "d")
        assert "房租" in d.text()
        await d.press("y", "down", "d", "y")
        assert d.book.household.living == ()
        assert "cash.buffer" not in d.app.overview.settings
        await d.press("u")
        assert d.app.overview.settings["cash.buffer"] == "20000"
        await d.press("u", "u", "u")
        assert [(one.certain, one.amount_minor) for one in d.book.household.singles] == [(False, 40_000)]
        assert [(one.day, one.certain) for one in d.book.incomes] == [(10, True)]


async def test_a_due_leads_to_its_loan_and_overdue_counts_today(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("*", "c", "a")
        await d.fill(amount="2000", name=BRACKETS)
        await d.press("ctrl+s", "escape")
        assert column(d, "on")[1] == "2026-11-23"
        assert "应还（11-15 已过）" in d.text()
        await d.press("home", "down", "enter")
        assert "应还" in d.text()
        await d.press("escape")
        assert "没有到账日（i）" in d.text()
        for _ in range(3):
            assert re.findall(r"\d[\d,]*\.\d{2}(?![\d%])", d.text()) == []
            assert fmt.MASK in d.text()
            await d.press("v")


async def test_a_second_payday_of_the_same_name_is_asked_about_once(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("c", "i")
        await d.fill(monthly="3000", day="10", from_on="2026-10-01")
        await d.press("ctrl+s")
        await d.fill(monthly="3000", day="25")
        await d.press("ctrl+s")
        assert "一个月发两次请另起名称" in d.flat()
        await d.fill(name="下半月工资")
        await d.press("ctrl+s")
        assert [(one.name, one.day) for one in d.book.incomes] == [("下半月工资", 25), ("工资", 10)]
        await d.fill(monthly="3100", day="12", name="工资")
        await d.press("ctrl+s", "ctrl+s")
        assert [(one.name, one.day) for one in d.book.incomes][1:] == [("工资", 10), ("工资", 12)]


async def test_a_payment_recorded_after_the_count_of_its_day_goes_out_of_it(
    hostile: Path,
) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("c", "a")
        await d.fill(amount="5000")
        await d.press("ctrl+s", "escape", "escape")
        before = d.app.overview.cash
        await d.press("p", "enter", "c")
        after = d.app.overview.cash
        assert before is not None
        assert after is not None
        assert after.days[0].balance_minor == before.days[0].balance_minor
        await d.press("a")
        await d.fill(amount="3899.84")
        await d.press("ctrl+s", "escape")
        assert "11-23当天的还款和自动扣款，当作已从手头现金付掉" in d.flat()
        assert d.app.overview.cash is not None
        assert d.app.overview.cash.days[0].balance_minor == before.days[0].balance_minor


async def test_it_is_reached_by_the_palette(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "ctrl+p")
        await d.write("现金")
        await d.press("down", "enter")
        assert "还没有手头现金" in d.flat()


REFUSED: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("a", {"amount": "-1"}, "amount", "负数"),
    ("a", {"amount": "1", "on": "2026-11-24"}, "on", "还没到"),
    ("o", {"amount": "0", "on": "2026-12-01", "name": "x"}, "amount", "大于0"),
    ("l", {"monthly": "5", "day": "32", "name": "x"}, "day", "没有32号"),
    ("l", {"monthly": "5", "day": "3", "name": "x", "until_on": "2026-10-01"}, "until_on", "早于开始日期"),
    ("i", {"monthly": "5", "day": "0"}, "day", "没有0号"),
    ("l", {"monthly": "5", "day": "-3"}, "day", "没有-3号"),
    ("l", {"monthly": "0", "day": "5", "name": "房租"}, "monthly", "0.00"),
    ("l", {"monthly": "5", "day": "5", "name": "\u200b"}, "name", "请填写"),
    ("i", {"monthly": "5", "day": "-1"}, "day", "没有-1号"),
    ("b", {"buffer": "x"}, "buffer", "x"),
    ("b", {"buffer": "-1"}, "buffer", "-1"),
)


async def test_what_cannot_be_is_refused_in_words(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("c")
        for key, typed, field, says in REFUSED:
            await d.press(key)
            await d.fill(**typed)
            await d.press("ctrl+s")
            assert says in d.flat(), typed
            assert d.field == field, typed
            await d.press("escape", "escape")
        assert d.book.household == NO_HOUSEHOLD
        assert d.book.incomes == ()


@pytest.mark.parametrize(("size", "language"), [(SMALL, "en"), (SMALL, "zh"), (LARGE, "en")])
async def test_every_view_keeps_its_width(hostile: Path, size: tuple[int, int], language: str) -> None:
    async with running(hostile, size=size, language=language) as d:
        await d.press("c", "a")
        await d.fill(amount="2000", name=BRACKETS)
        await d.press("ctrl+s", "escape")
        for _ in range(3):
            assert d.wide_lines() == []
            assert d.table.rows
            await d.press("v")


async def test_what_to_pay_on_a_card_before_its_bill(empty: Path) -> None:
    """5,000 of 10,000 are drawn, the bill is cut on the 1st: to 40 % it takes 1,000; 700 are free above the buffer."""
    store = Store(empty)
    card_id = loans.add(store, databases.card(BRACKETS, "蚂蚁")).value
    draws.draw(store, card_id, date(2026, 11, 10), 500_000, today=TODAY)
    cash.save(store, CashReading(0, "现金", TODAY, 90_000), today=TODAY)
    income.add(store, name="工资", from_on=date(2026, 11, 1), monthly_minor=900_000, day=10)
    store.close()
    async with running(empty, size=LARGE) as d:
        await d.press("c")
        assert "出账前" not in d.flat()  # half of the limit is the threshold
        await d.press("b")
        await d.fill(buffer="200")
        await d.press("enter", "s")
        await d.fill(bill_share="40")
        await d.press("enter")
        assert "可用来还[/][b·蚂蚁的有700.00，额度使用率从50.0%降到43.0%" in d.flat()
        assert "要到40%得还1,000.00" in d.flat()
        await d.press("s")
        assert d.texts() == {"bill_share": "40%"}
        await d.fill(bill_share="140")
        await d.press("ctrl+s")
        assert "账单上最多占140%不合理；请填0%到100%" in d.flat()
        for text in ("三成", "-3"):
            await d.fill(bill_share=text)
            await d.press("ctrl+s")
            assert f"“{text}”不是可识别的比例" in d.flat()


async def test_what_can_be_paid_before_a_bill_follows_the_first_frame_onto_today(tmp_path: Path) -> None:
    path = tmp_path / "card.db"
    card = Account(replace(cards.card(statement_day=23, due_day=13), id=7), draws=cards.drawn(("11-10", 8_000)))
    book = Book((card,), household=Household((CashReading(1, "现金", TODAY, 600_000),)))
    bulk.fill(path, book, settings={"language": "zh", BILL_SHARE: "0.3"}, rules=(DUES,), at=f"{TODAY}T00:00:00Z")
    async with running(path) as d:
        before = [row.cells["amount"] for row in d.table.rows if "出账前还" in str(dict(row.cells))]
        assert before == ["5,000.00"], d.flat()
