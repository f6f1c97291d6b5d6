"""The first frame shows what was kept, before the book is read: the same, and no key is dealt with on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest

from planner import i18n
from planner.errors import PlannerError
from planner.overview.overview import Overview, read
from planner.ui import behind, holding
from planner.ui.app import PlannerApp
from planner.ui.widgets.table import Table
from planner.words.today import frame
from tests.flows import driver_textual
from tests.flows.driver import SMALL, running, squeezed
from tests.flows.test_elsewhere import of_today
from tests.make.people import TODAY


class Held:
    """Holds the reading back that goes on behind the first frame."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.go = Event()
        self.failing: PlannerError | None = None
        patch.setattr(behind, "read_again", self._read)

    def _read(self, path: Path) -> Overview:
        assert self.go.wait(10)
        if self.failing is not None:
            raise self.failing
        return holding.read_again(path)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(monkeypatch)


@asynccontextmanager
async def painted(path: Path) -> AsyncIterator[PlannerApp]:
    """The app with its first frame in view."""
    i18n.use("zh")
    app = PlannerApp(path, frame=frame(read(path, TODAY)))
    async with app.run_test(size=SMALL):
        await until(lambda: app._shown)
        yield app


async def until(true: object) -> None:
    """Some seconds at most: the machine may be busy."""
    assert callable(true)
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError


def drawn(app: PlannerApp) -> list[str]:
    driver_textual.lay_out(app)
    return [strip.text for strip in driver_textual.strips(app)]


async def test_what_was_kept_looks_as_the_page_does(hostile: Path, held: Held) -> None:
    held.go.set()
    async with running(hostile) as d:
        whole = d.lines()
    held.go.clear()
    async with painted(hostile) as app:
        assert app._overview is None
        assert drawn(app) == whole
        held.go.set()
        await until(lambda: app.frame is None)
        assert drawn(app) == whole


async def test_a_key_waits_for_the_figures(hostile: Path, held: Held) -> None:
    async with painted(hostile) as app:
        driver_textual.send(app, driver_textual.key_event("t"))
        await asyncio.sleep(0.02)
        assert app._overview is None
        assert not app.ahead.idle
        held.go.set()
        await until(lambda: of_today(hostile))
        assert len(of_today(hostile)) == 1


async def test_one_that_cannot_wait_has_them_read_at_once(
    hostile: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.ui.keyboard.typeahead.PATIENCE", 0)
    async with painted(hostile) as app:
        driver_textual.send(app, driver_textual.key_event("t"))
        await until(lambda: app.frame is None)
        known = app.overview
        held.go.set()
        await until(lambda: of_today(hostile))
        assert app.query_one(Table).rows[0].data is not None
        assert known.today == TODAY


async def test_a_book_that_cannot_be_read_behind_it_ends_the_app_in_a_sentence(
    hostile: Path, held: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    held.failing = PlannerError("store.unreadable", path=str(hostile))
    async with painted(hostile) as app:
        held.go.set()
        await until(lambda: app._exit)
    assert app.return_code == 1
    assert str(hostile) in squeezed(capsys.readouterr().err)


async def test_leaving_at_once_reads_nothing(hostile: Path, held: Held) -> None:
    async with painted(hostile) as app:
        driver_textual.send(app, driver_textual.key_event("ctrl+q"))
        await until(lambda: app._exit)
        assert app._overview is None
        held.go.set()
