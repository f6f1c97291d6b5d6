"""The pages: filter, sort, mask, language, help, the trend's figures, and what they say when there is nothing yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import i18n
from planner.i18n import format as fmt
from planner.overview import overview
from planner.storage import snapshot
from planner.ui.dialogs.help import Help, help_text
from planner.ui.pages import PAGES
from planner.ui.widgets.chart import Chart
from tests.flows.driver import LARGE, SMALL, Driver, in_order, running
from tests.flows.test_repayments import to_loan
from tests.make.people import HOSTILE, INCOME, LONG, TODAY

# -- filter and sort ---------------------------------------------------------------------------------------------------


def names(d: Driver) -> list[str]:
    """The loans in the list, in its order."""
    return [str(row.cells["loan"]) for row in d.table.rows]


@pytest.mark.parametrize("key", ["/", "／", "、", "ctrl+f"])
async def test_the_filter_narrows_while_typing(hostile: Path, key: str) -> None:
    async with running(hostile) as d:
        await d.press("2", key)
        await d.write("月月")
        assert names(d) == ["月月付"]
        await d.press("enter")
        assert d.app.focused is d.table
        await d.press("e")
        assert d.texts()["lender"] == "月月付"
        await d.press("escape", "escape")
        assert names(d) == [account.loan.name for account in d.book.accounts]


async def test_the_filter_takes_markup_for_text_and_says_when_nothing_matches(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("2", "/")
        for text, found in (("[", 3), ("[/]", 2), ("[b", 1), ("\\", 1), ("😀", 1), ("[zzz", 0)):
            await d.write(text)
            assert len(names(d)) == found, text
            if not found:
                assert f"没有包含“{text}”的行" in d.text()
            await d.press("end", "ctrl+u")
        await d.write("[zzz")
        await d.press("enter", "d", "e", "p", "b", "enter")  # nothing under the cursor: nothing happens
        assert d.on_main
        await d.press("escape")
        assert len(names(d)) == 7


async def test_sorting_goes_through_the_columns_and_back(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("2")
        entered = names(d)
        orders = []
        for _ in range(40):
            await d.press("s")
            if d.toasts[-1] == "恢复默认顺序":
                break
            orders.append((d.toasts[-1], names(d)))
        assert names(d) == entered
        owed = [order for title, order in orders if "未还余额" in title]
        assert owed[0] == sorted(
            entered, key=lambda name: next(
                d.app.overview.positions[a.loan.id].owed_minor
                for a in d.app.overview.book.accounts
                if a.loan.name == name
            )
        )  # fmt: skip
        assert owed[1] == owed[0][::-1]


# -- mask --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "views"), [("1", 1), ("2", 1), ("4", 3), ("7", 1), ("8", 1)])
async def test_the_mask_hides_every_amount_on_every_page(hostile: Path, key: str, views: int) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("8", "enter")  # a review under way
        await d.press(key)
        for _ in range(views):
            shown = amounts(d)
            await d.press("*")
            assert amounts(d) == []
            assert not shown or fmt.MASK in d.text()
            await d.press("＊" if key == "1" else "f9")
            assert amounts(d) == shown
            if views > 1:
                await d.press("v")


@pytest.mark.parametrize("name", [HOSTILE[0], LONG], ids=["loan", "line"])
async def test_the_mask_hides_every_amount_of_a_loan(hostile: Path, name: str) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("*")
        await to_loan(d, name)
        assert amounts(d) == []
        await d.press("tab")
        assert amounts(d) == []


async def test_the_mask_hides_every_amount_of_the_incomes_and_of_their_deletion(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("*", "4", "i")
        assert amounts(d) == []
        await d.press("d")
        assert amounts(d) == []


async def test_the_mask_hides_the_amount_of_what_was_recorded(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("*", "1", "p", "enter")
        assert "1,100.16" not in d.toast
        assert fmt.MASK in d.toast


def amounts(d: Driver) -> list[str]:
    """Everything on the screen that is written as an amount."""
    import re

    return re.findall(r"\d[\d,]*\.\d{2}(?![\d%])", d.text())


# -- language ----------------------------------------------------------------------------------------------------------


async def test_the_language_changes_while_running_and_is_kept(hostile: Path) -> None:
    async with running(hostile) as d:
        for key in ("1", "2", "4", "7", "8"):
            await d.press(key)
            chinese = d.text()
            await d.press("ctrl+t")
            english = d.text()
            assert i18n.language() == "en"
            assert "撤销" not in d.footer
            assert "今日" not in d.lines()[0]
            rest = english
            for name in (*HOSTILE, "很长的名字", "看[/bold]", "芝", "猫", "月月", INCOME, "—"):
                rest = rest.replace(name, "")
            assert chinese_signs(rest) <= set("很长的名字看麻分工资"), rest
            await d.press("?")
            assert not chinese_signs(d.text()) - set("很长的名字看麻分工资芝猫月付借呗花备用金中文昨天今万元"), d.text()
            await d.press("escape", "ctrl+t")
            assert d.text().splitlines()[:-6] == chinese.splitlines()[:-6]
        await d.press("ctrl+t")
    assert snapshot.read_settings(hostile)["language"] == "en"


def chinese_signs(text: str) -> set[str]:
    """The Chinese characters of a text."""
    return {sign for sign in text if "一" <= sign <= "鿿"}


# -- help --------------------------------------------------------------------------------------------------------------


async def test_help_names_every_key_of_the_page(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        for page, key in (("1", "?"), ("2", "？"), ("4", "f1"), ("7", "?"), ("8", "？")):
            await d.press(page, key)
            assert isinstance(d.app.screen, Help)
            told = help_text(d.app.screen.over)
            assert in_order(told, ["当前可用的按键", "撤销"])
            assert page == "7" or in_order(
                told, ["还款负担率", "3,839.36", "18,000.00", "有欠款的机构 7 家", "按时还款率"]
            )
            await d.press("？")
            assert d.on_main
        await d.press("2", "enter", "?")
        assert "核对余额" in d.text()
        await d.press("q")
        await d.press("p")
        await d.press("f1")  # in a form the question mark is text
        assert isinstance(d.app.screen, Help)
        assert "保存" in d.text()


async def test_the_definitions_are_reached_by_scrolling_at_80_by_24(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("2", "?")
        seen = d.text()
        assert "当前可用的按键" in seen
        for _ in range(100):
            await d.press("down")
            seen += d.text()
        assert "还款负担率 =" in seen
        assert "尾差归最后一期" in "".join(seen.split())


# -- trend -------------------------------------------------------------------------------------------------------------


async def test_the_table_behind_the_trend_holds_the_figures_of_the_domain(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("4")
        for months in (12, 24, 6):
            points = overview.read(hostile, TODAY).trend(months)
            assert [row.data for row in d.table.rows] == list(reversed(points))
            for point, row in zip(reversed(points), d.table.rows, strict=True):
                assert row.cells["debt"] == fmt.money(point.debt_minor)
                assert row.cells["payment"] == fmt.percent(point.payment_ratio, 1)
                assert row.cells["balance"] == fmt.percent(point.balance_ratio, 1)
            first = points[-1]
            assert in_order(
                d.text(), [first.as_of.isoformat(), fmt.money(first.debt_minor), fmt.money(first.due_minor)]
            )
            assert f"最近 {months} 个月" in d.text()
            await d.press("m")
        for title in ("负债率", "未还余额与当月应还", "机构家数"):
            assert title in d.lines()[1]
            marks = {sign for line in d.lines()[3:17] for sign in line}
            assert {"o", "x"} <= marks  # told apart by shape
            await d.press("v")


async def test_a_raise_changes_the_months_after_it_only(hostile: Path) -> None:
    async with running(hostile) as d:
        before = d.app.overview.trend(12)
        await d.press("4", "i", "a")
        await d.fill(monthly="３６，０００", from_on="2026-11-01", name=INCOME)
        await d.press("ctrl+s", "escape", "escape")
        after = d.app.overview.trend(12)
        assert after[:-1] == before[:-1]
        assert after[-1].income_minor == 36_000_00
        assert before[-1].payment_ratio is not None
        assert after[-1].payment_ratio is not None
        assert abs(after[-1].payment_ratio * 2 - before[-1].payment_ratio) < 1e-5
        assert fmt.percent(after[-1].payment_ratio, 1) in d.text()


async def test_an_income_that_stops_is_an_entry_of_zero(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("4", "i", "a")
        await d.fill(monthly="0", from_on="2026-11-01", name=INCOME)
        await d.press("ctrl+s", "escape")
        assert len(d.table.rows) == 3
        await d.press("home", "e")
        await d.fill(monthly="100")
        await d.press("ctrl+s", "d", "y", "escape")
        assert len(d.book.incomes) == 2
        assert isinstance(d.app.screen.query_one(Chart), Chart)


# -- nothing there yet -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_empty_pages_say_what_to_do_next(empty: Path, size: tuple[int, int], language: str) -> None:
    first_keys = {"1": " a ", "2": " a ", "3": " 2", "4": " 2", "5": "nter", "6": " a ", "7": " a ", "8": " 2"}
    async with running(empty, size=size, language=language) as d:
        for entry in PAGES:
            await d.press(entry.key)
            body = " ".join(" ".join(d.lines()[1:-1]).split())
            assert first_keys[entry.key] in body or first_keys[entry.key].strip() in body, d.text()
        await d.press("4", "i")
        assert " a " in " ".join(d.text().split())


async def test_without_an_income_the_page_says_where_to_enter_it(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("某机构")
        await d.press("tab")
        await d.fill(principal="1000", start_on="2026-11-01", terms="12", rate="12")
        await d.press("ctrl+s", "escape", "1")
        assert "还没有填写收入" in d.text()
        await d.press("4")
        assert "按i填写" in d.flat()
        await d.press("i", "a")
        await d.write("10000")
        await d.press("ctrl+s", "escape", "escape", "1")
        assert "还没有填写收入" not in d.text()
        assert "还款负担率" in d.text()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jb", ["借呗"]),
        ("jiebei", ["借呗"]),
        ("ｊｂ", ["借呗"]),
        ("webank", ["微粒贷"]),
        ("wld", ["微粒贷"]),
        ("j", []),
    ],
)
async def test_the_filter_knows_what_the_picker_knows(demo: Path, typed: str, found: list[str]) -> None:
    async with running(demo, demo=True) as d:
        await d.press("2", "/")
        await d.write(typed)
        names = [str(row.cells["loan"]) for row in d.table.rows]
        assert [name.split(" · ")[0] for name in names] == found
