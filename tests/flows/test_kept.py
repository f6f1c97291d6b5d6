"""A session works out behind its first screen what the next one starts with; what that shows and does is the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from planner.cli import answers
from planner.cli import kept as kept_answers
from planner.overview import keeping
from planner.storage.shelf import Shelved
from planner.ui.app import PlannerApp
from tests.flows.driver import Driver, running
from tests.flows.test_elsewhere import look, of_today, other_pays
from tests.flows.test_repayments import to_loan
from tests.make.people import MARKUP


@pytest.fixture
def kept(hostile: Path, nothing_kept: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of which a session has kept the answers."""
    monkeypatch.setattr(keeping, "keep", nothing_kept)
    return hostile


def waiting(d: Driver) -> int:
    return sum(isinstance(account, Shelved) for account in d.app.overview.book.accounts)


async def test_what_a_session_keeps_the_next_one_shows(kept: Path) -> None:
    async with running(kept) as d:
        assert not waiting(d)
        first = d.text()
        told = len(d.toasts)
        await look(d)  # sees that something was written, and that it is no news
        assert (d.text(), len(d.toasts)) == (first, told)
    async with running(kept) as d:
        assert waiting(d) == len(d.app.overview.book.accounts) > 6
        assert d.text() == first
        await d.press("t")
        assert len(of_today(kept)) == 1
        after = d.text()
        assert after != first
        await d.press("u")
        assert of_today(kept) == []
        assert d.text().splitlines()[:8] == first.splitlines()[:8]
        other_pays(kept)
        await look(d)
        assert d.toast.startswith("另一个窗口：记还款 1,100.16")


async def test_records_that_wait_are_read_from_the_file_that_was_opened(kept: Path) -> None:
    async with running(kept):
        pass
    async with running(kept) as d:
        assert waiting(d) > 6
        kept.unlink()
        await to_loan(d, MARKUP)
        await d.settle()
        await d.press("tab", "end")
        assert "2026-10-18 还款" in d.text()


async def test_what_commands_print_is_kept_behind_the_screen_and_again_once_writes_have_settled(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.ui.behind.SETTLED", 0.001)
    monkeypatch.setattr("planner.cli.answers.DAYS", 1)
    monkeypatch.setattr("planner.cli.answers.ENOUGH", 1)
    monkeypatch.setattr(PlannerApp, "answer", staticmethod(answers.keep))
    async with running(hostile) as d:
        first = told(hostile)
        assert first
        await d.press("t")
        assert await anew(d) not in ("", first)
        other_pays(hostile)
        assert told(hostile) == ""
        await look(d)
        assert await anew(d)


async def anew(d: Driver) -> str:
    """What is kept once the writes have settled; nothing after a second of waiting."""
    for _ in range(100):
        await d.settle()
        if found := told(d.app.path):
            return found
        await asyncio.sleep(0.01)
    return ""


def told(path: Path) -> str:
    """What ``planner status`` finds kept."""
    said = StringIO()
    with redirect_stdout(said):
        kept_answers.told(["status", "--db", str(path)])
    return said.getvalue()
