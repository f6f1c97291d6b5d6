"""Leaving: at once whatever is worked out, not before what was entered is in the file, nor where it is refused."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.errors import PlannerError
from planner.services import settings
from planner.storage.store import OpResult, Store
from planner.ui.screens.plan import page
from tests.flows import driver_textual
from tests.flows.driver import Driver, running


def send(d: Driver, key: str) -> None:
    """Press a key and wait for nothing."""
    driver_textual.send(d.app, driver_textual.key_event(key))


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0)


def has_left(d: Driver) -> bool:
    return d.app.return_code is not None


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_what_is_worked_out_holds_nobody_up(empty: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    begun, lets_on = threading.Event(), threading.Event()

    def endless(*_: Any) -> None:
        begun.set()
        lets_on.wait()

    monkeypatch.setattr(page, "_planned", endless)
    async with running(empty) as d:
        send(d, "3")
        await until(begun.is_set)
        send(d, key)
        await until(lambda: has_left(d))
    lets_on.set()


async def test_a_write_ends_before_the_app_does(empty: Path) -> None:
    begun, lets_on = threading.Event(), threading.Event()

    def slow(store: Store) -> OpResult[Any]:
        begun.set()
        lets_on.wait(10)
        return settings.put(store, theme="nord")

    async with running(empty) as d:
        d.app.write(slow, quiet=True)
        d.app.write(lambda store: settings.put(store, budget="100"), quiet=True)  # waits for the one before
        await until(begun.is_set)
        send(d, "q")
        send(d, "q")
        await until(lambda: any("正在保存" in told for told in d.toasts))
        assert not has_left(d)
        lets_on.set()
        await until(lambda: has_left(d))
        assert not d.app.storing
    async with running(empty) as d:
        assert d.app.overview.settings["theme"] == "nord"
        assert d.app.overview.settings["budget"] == "100"


async def test_who_leaves_hears_of_a_write_that_is_refused(empty: Path) -> None:
    begun, lets_on = threading.Event(), threading.Event()

    def refused(_: Store) -> OpResult[Any]:
        begun.set()
        lets_on.wait(10)
        raise PlannerError("store.full", path="planner.db")

    async with running(empty) as d:
        d.app.write(refused)
        await until(begun.is_set)
        send(d, "q")
        await until(lambda: any("正在保存" in told for told in d.toasts))
        lets_on.set()
        await d.settle()
        assert not has_left(d)
        assert any("磁盘" in told or "planner.db" in told for told in d.toasts)
        d.app.leave(143)  # a signal does not ask
        await until(lambda: has_left(d))
        assert d.app.return_code == 143


async def test_a_form_that_is_half_typed_is_left_with_its_draft(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("某某银行")
        await d.press("ctrl+q")
        assert has_left(d)
    async with running(empty) as d:
        await d.press("2", "a")
        assert "某某银行" in d.texts().values()


async def test_ctrl_c_says_which_key_leaves(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("ctrl+c")
        assert not has_left(d)
        assert d.toasts[-1] == "退出请按 Ctrl+Q"
