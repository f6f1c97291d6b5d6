"""Reminders answered by keys: done, put off, passed over, one's own, and the rules behind them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from planner import clock
from planner.domain.reminders.rules import Mark, Rule
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.ui.screens.loans.loan import LoanScreen
from tests.flows.driver import LARGE, Driver, in_order, running
from tests.make.people import LONG, MARKUP, OWN_REMINDER, TODAY
from tests.make.replays import count_replays


def marks(path: Path) -> tuple[Mark, ...]:
    """The answers given so far."""
    with reading(path) as connection:
        return snapshot.reminder_marks(connection)


def rules(path: Path) -> dict[str, Rule]:
    """The rules: the built-in ones by code, the person's own by title."""
    with reading(path) as connection:
        return {rule.title or rule.code: rule for rule in snapshot.reminder_rules(connection)}


def row_of(d: Driver, part: str) -> int:
    """The place of the first row that shows this."""
    return next(i for i, row in enumerate(d.table.rows) if part in row.text())


def shown(d: Driver, part: str) -> bool:
    """Whether a row of the list shows this, whatever a message above it says."""
    return any(part in row.text() for row in d.table.rows)


async def to_row(d: Driver, part: str) -> None:
    """Stand on the row that shows this."""
    await d.press("home", *["down"] * row_of(d, part))


async def test_done_put_off_and_passed_over(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("7")
        await to_row(d, "看[/bold]")
        await d.press("space")
        assert d.toast == f"已完成提醒（{OWN_REMINDER}） · u 撤销"
        assert [(m.occurs_on, str(m.state)) for m in marks(hostile)] == [(TODAY, "done")]

        await to_row(d, "11-25")
        await d.press("z")
        assert LONG[:6] in d.text()
        assert d.texts()["until_on"] == "2026-11-24"
        await d.press("enter")
        assert marks(hostile)[-1].until_on == date(2026, 11, 24)
        assert "推迟到11-24" in d.flat()

        await to_row(d, "11-28")
        await d.press("x")
        assert str(marks(hostile)[-1].state) == "skipped"
        await d.press("u", "u", "u")
        assert marks(hostile) == ()


async def test_a_reminder_that_is_put_off_comes_back_on_its_day(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("7")
        await to_row(d, "看[/bold]")
        await d.press("z")
        await d.fill(until_on="+3d")
        await d.press("enter", "1")
        assert not shown(d, "看[/bold]")
    clock.fix(date(2026, 11, 26))
    async with running(hostile) as d:
        assert shown(d, "看[/bold]")


async def test_the_same_answers_from_today(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_row(d, "看[/bold]")
        assert "完成" in d.footer
        await d.press("space")
        assert not shown(d, "看[/bold]")
        await to_row(d, "2026-11-15")
        await d.press("z", "enter")
        assert "推迟到11-24" in d.flat()
        assert "1,100.16" in d.text()  # what is owed stays in view
        await d.press("x")
        assert len(marks(hostile)) == 2


async def test_paying_answers_the_reminder(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("7")
        assert in_order(d.text(), [MARKUP, "11-15", "待处理"])
        await d.press("1", "p", "enter", "7")
        assert not shown(d, "11-15")


async def test_enter_opens_the_loan(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("7", "home", "enter")
        assert d.screen_of(LoanScreen).account.loan.name == MARKUP


async def test_an_own_reminder_is_added_edited_and_deleted(hostile: Path) -> None:
    title = "[b]每月 6 号[/] 看芝麻分 [@click=app.quit]x[/]"
    async with running(hostile) as d:
        await d.press("7", "a")
        await d.write(title)
        await d.fill(first_on="2026-11-24", repeat="monthly", lead_days="3，1、0")
        await d.press("ctrl+s", "escape")
        rule = rules(hostile)[title]
        assert rule.lead_days == (3, 1, 0)
        assert "BYMONTHDAY=24" in rule.rrule or "20261124" in rule.rrule
        assert "[b]每月 6 号[/]" in d.text()
        assert d.toast == f"已添加提醒（{title}） · u 撤销"

        await d.press("tab", "end", "e")
        assert d.texts()["title"] == title
        assert d.texts()["repeat"] == "monthly"
        assert d.texts()["lead_days"] == "3, 1, 0"
        await d.fill(title="看分", repeat="weekly")
        await d.press("ctrl+s")
        assert "看分" in rules(hostile)

        await d.press("d", "d", "enter")
        assert "看分" in rules(hostile)
        await d.press("y")
        assert "看分" not in rules(hostile)
        await d.press("u")
        assert "看分" in rules(hostile)


async def test_built_in_rules_are_switched_and_moved_but_not_deleted(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("7", "tab", "home", "d")
        assert d.toast == "内置提醒不能删除，可以按空格停用"
        await d.press("space")
        assert not rules(hostile)["due"].enabled
        await d.press("tab")
        assert not shown(d, "11-15")
        await d.press("tab", "　", "e")
        assert rules(hostile)["due"].enabled
        assert d.texts()["lead_days"] == "7, 3, 1, 0"
        await d.fill(lead_days="5")
        await d.press("enter")
        assert rules(hostile)["due"].lead_days == (5,)
        await d.press("down", "e")
        assert d.texts()["day"] == "6"
        await d.press("right", "enter")
        assert snapshot.read_settings(hostile)["review_day"] == "0"


async def test_rules_that_nobody_can_read_are_named_kept_and_mended(hostile: Path) -> None:
    """What stands in the file: a rule that never moves on, leads of a million years, an unknown kind."""
    with closing(sqlite3.connect(hostile)) as connection, connection:
        endless = "DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=DAILY;INTERVAL=0"
        connection.execute("UPDATE reminder_rule SET rrule = ? WHERE code IN ('custom', 'review')", (endless,))
        connection.execute("UPDATE reminder_rule SET rrule = '', lead_days = '0,x,999999999999' WHERE code = 'due'")
        connection.execute(
            "INSERT INTO reminder_rule (code, about, title, rrule, lead_days, enabled, strategy)"
            " VALUES ('song', '', '', 'FREQ=DAILY', '', 1, '')"
        )
    async with running(hostile, size=LARGE) as d:
        await d.press("7")
        assert "3 条提醒无法识别，不会提醒" in d.text()
        assert shown(d, "11-15")  # what is due is named all the same
        assert not shown(d, "看[/bold]")
        await d.press("tab")
        assert sum("无法识别" in row.text() for row in d.table.rows) == 3
        await to_row(d, "看[/bold]")
        await d.press("e")
        assert d.texts()["first_on"] == TODAY.isoformat()
        await d.fill(repeat="weekly")
        await d.press("ctrl+s")
        await to_row(d, "每周复盘")
        await d.press("e", "ctrl+s")
        await d.press("end", "d", "y")
        assert {rule.code for rule in rules(hostile).values()} == {"due", "review", "custom"}
        await d.press("tab")
        assert "无法识别" not in d.text()
        assert shown(d, "看[/bold]")


async def test_three_weeks_away_bring_no_flood(hostile: Path) -> None:
    clock.fix(date(2026, 12, 14))
    async with running(hostile) as d:
        await d.press("7")
        texts = [row.text() for row in d.table.rows]
        own = [text for text in texts if "看[/bold]" in text]
        assert len(own) <= 2  # the missed one once, and the next
        assert len([text for text in texts if text.startswith("12-14 [/]") and "逾期" in text]) == 1
        await d.press("1")
        assert len(d.table.rows) < 20


async def test_a_tick_replays_no_ledger_and_neither_does_its_undo(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(hostile) as d:
        await d.press("7")
        await to_row(d, "看[/bold]")
        replayed = count_replays(monkeypatch)
        await d.press("space", "u", "ctrl+r")
        assert [str(mark.state) for mark in marks(hostile)] == ["done"]
        assert replayed == []
