"""The credit page by keyboard: every view filled and read, findings explained, from what is missing to its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.credit.file import (
    AccountKind,
    BehaviourKind,
    Inquiry,
    Negative,
    NegativeKind,
    ReportAccount,
    ReportCheck,
)
from planner.domain.findings.model import State
from planner.overview.overview import read
from planner.services import credit
from planner.storage.store import Store
from planner.ui.dialogs.reading import TextScreen
from planner.ui.screens.credit.account_form import AccountForm
from planner.ui.screens.credit.finding import FindingScreen
from planner.ui.screens.credit.forms import LimitForm, ProfileForm, ScoreForm, WantedForm
from planner.ui.screens.credit.page import VIEWS
from planner.ui.screens.credit.report_forms import BehaviourForm, CheckForm, InquiryForm, NegativeForm
from planner.ui.screens.credit.why import WhyScreen
from planner.ui.screens.reminders.forms import ReminderForm
from planner.ui.widgets.prose import Prose, prose
from tests.flows.driver import LARGE, SIZES, SMALL, Driver, running
from tests.make.people import TODAY

BRACKETS = "[/] [b"


async def to_view(d: Driver, name: str) -> None:
    await d.press("5")
    for _ in range([view.name for view in VIEWS].index(name)):
        await d.press("right")


async def filled(d: Driver, **texts: str) -> None:
    await d.fill(**texts)
    await d.press("ctrl+s")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "140x40"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_view_fits_and_turns(hostile: Path, size: tuple[int, int], language: str) -> None:
    store = Store(hostile)
    check = credit.save(store, ReportCheck(0, TODAY, BRACKETS, note=BRACKETS), today=TODAY).value
    for record in (
        ReportAccount(0, check, BRACKETS * 20, AccountKind.LOAN, True),
        Negative(0, BRACKETS * 20, NegativeKind.OVERDUE, TODAY),
        Inquiry(0, TODAY, BRACKETS * 20, "gone_from_the_list"),
    ):
        credit.save(store, record, today=TODAY)
    credit.log(store, BehaviourKind.APPLICATION, today=TODAY, about=BRACKETS * 20)
    store.close()
    async with running(hostile, size=size, language=language) as d:
        await d.press("5")
        for number, view in enumerate(VIEWS, 1):
            assert f"{number}/{len(VIEWS)}" in d.text()
            assert d.wide_lines() == []
            if view.name in ("negatives", "inquiries", "behaviour"):
                assert BRACKETS in d.text()
            await d.press("enter", "escape", "escape", "right")
        assert f"1/{len(VIEWS)}" in d.text()
        await d.press("left", "left")
        assert f"{len(VIEWS) - 1}/{len(VIEWS)}" in d.text()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_empty_file_leads_from_each_finding_to_what_is_missing(empty: Path, language: str) -> None:
    wanted = {"score": ScoreForm, "behaviour": BehaviourForm, "report": CheckForm, "debt": None}
    for code, form in wanted.items():
        async with running(empty, language=language) as d:
            await d.press("5")
            row = next(at for at, row in enumerate(d.table.rows) if row.data.code == code)
            await d.press(*["down"] * row, "enter")
            assert d.screen_of(FindingScreen)
            await d.press("enter")
            assert d.on_main if form is None else d.screen_of(form), code


async def test_a_score_is_noted_followed_and_explained(empty: Path) -> None:
    async with running(empty) as d:
        await to_view(d, "score")
        await d.press("a")
        assert d.screen_of(ScoreForm)
        await d.fill(value="612", on="11-07")
        assert "良好" in d.text()
        await d.press("ctrl+s")
        await filled(d, value="951", on="11-08")
        assert "951 不在 350 到 950 之间" in d.text()
        assert d.texts()["value"] == "951"
        await filled(d, value="620", on="11-08")
        await d.press("escape")
        assert "芝麻分 620（良好）" in d.text()
        assert "+8" in d.text()
        await d.press("t")
        await filled(d, target="650")
        assert "目标 650" in d.text()
        await d.press("left", "enter")
        text = d.text()
        assert "芝麻分 · 留意" in text
        for part in ("650 分", "600 分", "网上说法", "还差 30 分"):
            assert part in text
        await d.press("space", "space", "space", "space")
        assert "是什么" in d.text() or "为什么要紧" in d.text() or "依据" in d.text()
        await d.press("escape", "u", "u", "u")
        assert read(empty, TODAY).findings[0].state is State.UNKNOWN


async def test_a_profile_is_ticked_off_with_one_key_each(empty: Path) -> None:
    async with running(empty) as d:
        await to_view(d, "profile")
        for _ in range(3):
            await d.press("space", "down")
        assert "支付宝：3/8" in d.text()
        await d.press("enter")
        assert d.screen_of(ProfileForm)
        await d.press("right")  # 没有这项
        await filled(d, note="从没有过", months="0")
        (*_, last) = read(empty, TODAY).book.credit.profile
        assert (last.item, last.state, last.months, last.note) == ("contact", "not_mine", 0, "从没有过")
        assert len(read(empty, TODAY).book.credit.profile) == 4
        await d.press("d", "y")
        assert len(read(empty, TODAY).book.credit.profile) == 3


async def test_a_report_with_its_rows_is_entered_and_says_when_each_goes(empty: Path) -> None:
    async with running(empty) as d:
        await to_view(d, "report")
        await d.press("a")
        assert d.screen_of(CheckForm)
        await d.fill(on="10-02", accounts="9", overdue_accounts="1")
        assert "2026 年第 1 次" in d.text()
        await d.press("ctrl+s", "escape")
        assert "第 1 次，免费" in d.text()
        await d.press("c")
        assert d.screen_of(AccountForm)
        await filled(d, institution=BRACKETS)
        await d.press("escape")
        assert "对不上借款" in d.text()
        await d.press("right", "a")
        assert d.screen_of(NegativeForm)
        await d.fill(institution="某银行", began_on="2024-01-05")
        assert "五年还没开始计时" in d.text()
        await d.fill(ended_on="2024-02-29")
        assert "2029-03-01 起不再保留" in d.text()
        await d.press("ctrl+s", "escape")
        assert "2029-03-01" in d.text()
        await d.press("right", "a")
        assert d.screen_of(InquiryForm)
        await d.fill(on="2024-02-29", institution="丙")
        assert "硬查询，2026-03-01 起不再显示" in d.text().replace("\n", "")
        await d.press("ctrl+s", "escape")
        assert "已消失" in d.text()
        found = {one.code: one for one in read(empty, TODAY).findings}
        assert found["report"].state is State.WATCH
        await d.press("d", "y")
        assert not read(empty, TODAY).book.credit.inquiries


async def test_one_key_logs_a_look_and_one_that_it_was_left_alone(empty: Path) -> None:
    async with running(empty) as d:
        await to_view(d, "behaviour")
        await d.press("l", "l", "n")
        text = d.text()
        assert "冷却到 2026-12-23，还有 30 天" in text.replace("\n", "").replace(" 次；", "次；")
        assert "忍住1次" in d.flat()
        assert [one.times for one in read(empty, TODAY).book.credit.behaviours] == [2, 1]
        await d.press("a")
        assert d.screen_of(BehaviourForm)
        await filled(d, about=BRACKETS, times="0")
        assert "1 到 99" in d.text()
        await filled(d, times="1")
        await d.press("escape")
        assert BRACKETS in d.text()


async def test_a_threshold_is_changed_and_says_so(empty: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await to_view(d, "rules")
        row = next(at for at, row in enumerate(d.table.rows) if row.data.code == "payment_watch")
        await d.press("enter")
        assert d.screen_of(TextScreen)  # a law is read, not changed
        assert "第十六条" in d.text()
        await d.press("escape", *["down"] * row, "enter")
        assert d.screen_of(LimitForm)
        assert "50%" in d.text()
        await filled(d, value="1001%")
        assert d.screen_of(LimitForm)
        await filled(d, value="40%")
        assert "40.0%（自己改的）" in d.text()
        assert "已改 1 条" in d.text()
        await d.press("enter")
        await filled(d, value="")
        assert "已改 0 条" in d.text()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_why_it_is_not_open_lays_the_reasons_and_the_way(hostile: Path, language: str) -> None:
    async with running(hostile, language=language, size=SMALL) as d:
        await d.press("5", "y")
        assert d.screen_of(WhyScreen)
        assert d.wide_lines() == []
        kinds = [type(row.data).__name__ for row in d.table.rows]
        assert kinds.count("Finding") == 8
        assert "Step" in kinds
        await d.press("a")
        assert d.screen_of(WantedForm)
        await d.fill(name=BRACKETS)
        await d.press("ctrl+s", "escape", "v")
        assert BRACKETS in d.text()
        await d.press("d", "y")
        assert BRACKETS not in d.lines()[0]
        row = next(at for at, row in enumerate(d.table.rows) if getattr(row.data, "missing", "") == "score")
        await d.press("home", *["down"] * row, "enter")
        assert d.screen_of(ScoreForm)


async def test_a_strategy_brings_a_reminder_of_its_own(empty: Path) -> None:
    async with running(empty) as d:
        await to_view(d, "strategies")
        row = next(at for at, row in enumerate(d.table.rows) if getattr(row.data, "code", "") == "saving_habit")
        await d.press(*["down"] * row, "enter")
        assert d.screen_of(TextScreen)
        assert "提升芝麻分" in d.text()
        await d.press("escape", "r")
        assert d.screen_of(ReminderForm)
        await d.press("ctrl+s")
        made = next(rule for rule in read(empty, TODAY).rules if rule.code == "custom")
        assert made.strategy == "raise_score"
        assert "MONTHLY" in made.rrule
        assert "稳健理财" in made.title


async def test_a_text_that_scrolls_is_as_high_as_its_lines(empty: Path) -> None:
    """The bar that scrolls takes two cells from it, so that it is broken anew."""
    text = "\n".join(["· " + "征" * 76] * 11)
    async with running(empty) as d:
        d.app.push_screen(TextScreen("征信", text))
        await d.settle()
        shown = d.app.screen.query_one(Prose)
        assert shown.size.height == len(prose(text, shown.size.width)) == 33


async def test_the_trend_and_the_review_show_what_changed(empty: Path) -> None:
    store = Store(empty)
    credit.log(store, BehaviourKind.LIMIT_CHECK, today=TODAY)
    store.close()
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("某机构")
        await d.press("tab")
        await d.fill(principal="1000", start_on="2026-09-01", terms="12", rate="12")
        await d.press("ctrl+s", "escape", "4", "v", "v", "v")
        assert "行为" in d.text()
        assert d.table.rows[0].cells["behaviour"] == ("留意", "warn")
        assert d.table.rows[1].cells["behaviour"] == ("—", "muted")
        assert d.wide_lines() == []
        await d.press("8", "enter")
        for _ in range(4):
            if any(row.key == "findings" for row in d.table.rows):
                break
            await d.press("n")
        told = [row.cells["name"] for row in d.table.rows if row.key.startswith("turn-")]
        assert any("操作行为: 资料不足 → 留意" in str(one).replace("：", ": ") for one in told), told
