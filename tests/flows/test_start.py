"""The first start: three questions, each may be left out; then an app that says what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner import i18n
from planner.demo import book as demo
from planner.demo.book import Reviews
from planner.services import income
from planner.services import settings as service
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.storage.store import Store
from planner.ui.app import PlannerApp
from planner.ui.screens.shell.welcome import Welcome
from tests.flows.driver import LARGE, SMALL, Driver, running
from tests.make.people import TODAY


def settings(path: Path) -> dict[str, str]:
    """What the person chose."""
    return snapshot.read_settings(path)


def rules(path: Path) -> dict[str, bool]:
    """The reminder rules: code and whether it is on."""
    with reading(path) as connection:
        return {rule.code: rule.enabled for rule in snapshot.reminder_rules(connection)}


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
async def test_the_three_questions(fresh: Path, size: tuple[int, int]) -> None:
    async with running(fresh, size=size) as d:
        assert isinstance(d.app.screen, Welcome)
        assert "开始使用" in d.text()
        assert "不联网" in d.flat()
        assert fresh.name in d.flat()  # a slip in the path shows
        await d.press("enter")
        await d.write("１２，３００．５０")
        await d.press("enter", "right", "enter")
        assert d.on_main
        assert settings(fresh) == {"language": "zh", "review_day": "0"}
        assert [(i.from_on, i.monthly_minor) for i in d.book.incomes] == [(date(2026, 11, 1), 12_300_50)]
        assert rules(fresh) == {"due": True, "review": True}
        assert "按a添加第一笔" in d.flat()
    async with running(fresh, size=size) as d:  # not asked again
        assert d.on_main


async def test_the_language_is_chosen_before_anything_else(fresh: Path) -> None:
    async with running(fresh) as d:
        await d.press("tab")
        await d.write("8000")
        await d.press("shift+tab", "right")
        assert i18n.language() == "en"
        assert not {sign for sign in d.text() if "一" <= sign <= "鿿"} - set("语言中文借呗支付宝"), d.text()
        assert d.texts() == {"language": "en", "income": "8,000.00", "review_day": "6"}
        await d.press("ctrl+s")
        assert d.on_main
        assert "Today" in d.lines()[0]
        assert [i.monthly_minor for i in d.book.incomes] == [8000_00]
    assert settings(fresh)["language"] == "en"


async def test_everything_may_be_left_out(fresh: Path) -> None:
    async with running(fresh) as d:
        await d.press("escape")
        assert d.on_main
        assert d.book.incomes == ()
        assert rules(fresh) == {"due": True, "review": True}
        await d.press("a")
        await d.write("a")
        assert d.texts()["lender"] == "a"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_a_file_that_holds_data_is_not_called_empty(fresh: Path, language: str) -> None:
    """As an export of somebody who never chose a language leaves it, or a bill that a command has read."""
    store = Store(fresh)
    income.add(store, name="工资", from_on=TODAY.replace(day=1), monthly_minor=10_000_00)
    service.put(store, review_day="2")
    store.close()
    async with running(fresh, language=language) as d:
        assert isinstance(d.app.screen, Welcome)
        assert {"zh": "已经有数据", "en": "holds"}[language] in d.flat()  # where the line ends goes by the path
        assert {"zh": "空文件", "en": "empty"}[language] not in d.flat()
        await d.press("ctrl+s")
        assert d.on_main
        assert len(d.book.incomes) == 1
    assert settings(fresh) == {"language": language, "review_day": "2"}


async def test_a_wrong_income_is_told(fresh: Path) -> None:
    async with running(fresh) as d:
        await d.press("tab")
        await d.write("很多")
        await d.press("ctrl+s")
        assert "“很多”不是可识别的金额" in d.text()
        assert d.field == "income"
        assert settings(fresh) == {}
        await d.fill(income="-5")
        await d.press("ctrl+s")
        assert not d.on_main
        await d.fill(income="")
        await d.press("ctrl+s")
        assert d.on_main


async def test_leaving_with_a_wrong_income_says_why_it_stays(fresh: Path) -> None:
    async with running(fresh) as d:
        await d.press("tab")
        await d.write("abc")
        await d.press("escape")
        assert not d.on_main
        assert "“abc”不是可识别的金额" in d.text()


async def test_from_nothing_to_the_first_repayment(fresh: Path) -> None:
    """What a newcomer does, with no key that the screen did not name."""
    async with running(fresh) as d:
        await d.press("enter")
        await d.write("9000")
        await d.press("enter", "enter")
        assert " a " in d.footer
        await d.press("a")
        await d.write("jb")
        await d.press("enter")
        await d.fill(principal="10000", start_on="10-23", terms="6", rate="18", basis="year")
        await d.press("ctrl+s", "escape")
        assert "借呗" in d.text()
        assert " p " in d.footer
        await d.press("p", "enter")
        repaid = d.account("借呗").repayments
        assert [(r.on, r.amount_minor) for r in repaid] == [(TODAY, 1_755_25)]
        assert "100.0%" in d.text()
        await walk(d)


async def walk(d: Driver) -> None:
    """Every page once."""
    for key in ("1", "2", "4", "7", "8"):
        await d.press(key)
        assert d.on_main


async def test_the_demo_does_not_ask(hostile: Path) -> None:
    for language, mark in (("zh", "演示数据"), ("en", "demo")):
        async with running(hostile, demo=True, language=language) as d:
            assert d.on_main
            assert d.lines()[0].rstrip().endswith(mark)


@pytest.fixture
def short(tmp_path: Path) -> Reviews:
    """A demo without its saved reviews, which the app is to write."""
    path = tmp_path / "demo.db"
    demo.create(path, TODAY, "zh", reviewed=False)
    return Reviews(path, TODAY, "zh")


def weeks(path: Path) -> list[date]:
    """Those whose review is saved."""
    with reading(path) as connection:
        return [review.week_on for review in snapshot.reviews(connection) if review.saved_at is not None]


async def test_the_reviews_of_the_demo_come_behind_its_first_frame(short: Reviews) -> None:
    async with running(short.path, demo=True, follow=short) as d:
        assert sorted(weeks(short.path)) == sorted(short.weeks)
        await d.press("8")
        assert all(f"{week:%m-%d}" in d.text() for week in short.weeks), d.text()


async def test_no_change_comes_before_the_reviews_of_the_demo(short: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_app: PlannerApp) -> None: ...

    monkeypatch.setattr(PlannerApp, "behind_the_first_frame", nothing)
    async with running(short.path, demo=True, follow=short) as d:
        assert weeks(short.path) == []
        await d.press("ctrl+t")
        assert settings(short.path)["language"] == "en"
        assert sorted(weeks(short.path)) == sorted(short.weeks)
