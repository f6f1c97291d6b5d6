"""Very many records of which nothing is kept: the first frame says what is being worked out, and shows no part."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from threading import Event

import pytest

from planner.overview import coming, keeping
from planner.overview.overview import Overview, read
from planner.ui import behind
from planner.ui.app import PlannerApp
from planner.ui.screens.today.page import rows
from planner.words.headline import headline
from tests.flows import driver_textual
from tests.flows.driver import SMALL, Driver
from tests.make.people import TODAY


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Event:
    """What the first page shows is worked out once this is set."""
    monkeypatch.setattr(coming, "MANY", 0)
    event, work = Event(), behind._figures

    def figures(overview: Overview) -> None:
        event.wait(20)
        work(overview)

    monkeypatch.setattr(behind, "_figures", figures)
    return event


@asynccontextmanager
async def started(path: Path) -> AsyncIterator[Driver]:
    """The app, whose workers need not have ended."""
    app = PlannerApp(path)
    async with app.run_test(size=SMALL) as pilot:
        driver = Driver(app, pilot, [], draws=True)
        await driver._drain()
        yield driver


async def test_the_first_frame_waits_for_nothing_and_shows_no_figure(hostile: Path, held: Event) -> None:
    async with started(hostile) as d:
        overview = d.app.overview
        assert type(overview) is coming.Coming
        said = d.flat()
        assert f"{overview.awaited}笔借款" in said
        assert "全部算完" in said
        assert "还没有借款" not in said
        assert re.search(r"\d\.\d\d", said) is None
        held.set()
        await d.settle()
        assert type(d.app.overview) is Overview
        assert "正在按全部记录" not in d.flat()
        assert re.search(r"\d\.\d\d", d.flat())
        known = read(hostile, TODAY)
        assert d.app.overview.tells_the_same(known)
        assert (headline(d.app.overview), [row.key for row in rows(d.app.overview)]) == (
            headline(known),
            [row.key for row in rows(known)],
        )


async def test_another_page_and_a_change_need_not_wait_for_it(hostile: Path, held: Event) -> None:
    async with started(hostile) as d:
        await d.app.screen_stack[0].run_action("page('loans')")
        assert len(d.app.overview.book.accounts) == d.app.overview.awaited > 0
        for _ in range(100):  # the page is laid out and drawn while the figures are still held
            await d._drain()
            driver_textual.lay_out(d.app)
            if "全部算完" not in d.flat():
                break
        else:
            raise AssertionError(d.flat())
        held.set()
        await d.settle()
        await d.press("1")
        assert "正在按全部记录" not in d.flat()


def test_an_overview_that_comes_reads_once_and_is_one_like_any(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming, "MANY", 0)
    found = coming.begun(hostile, TODAY)
    found.close()
    assert type(found) is coming.Coming
    known = read(hostile, TODAY)
    assert (found.settings, found.seen, found.awaited) == (known.settings, known.seen, len(known.accounts))
    assert found.tells_the_same(known)
    assert type(found) is Overview
    accounts = found.book.accounts
    assert found.book.accounts is accounts
    assert found.renewed(TODAY, frozenset(), None).awaited == 0


def test_what_is_kept_or_small_does_not_wait(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(coming.begun(hostile, TODAY)) is Overview
    monkeypatch.undo()
    keeping.keep(hostile, TODAY)
    monkeypatch.setattr(coming, "MANY", 0)
    assert type(coming.begun(hostile, TODAY)) is Overview


async def test_what_cannot_be_read_ends_the_app_and_is_told(hostile: Path, held: Event) -> None:
    with closing(sqlite3.connect(hostile)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE repayment SET paid_on = 'no day'")
    held.set()
    async with started(hostile) as d:
        for _ in range(200):
            if d.app.return_code is not None:
                break
            await d.pilot.pause(0.01)
        assert d.app.return_code == 1
