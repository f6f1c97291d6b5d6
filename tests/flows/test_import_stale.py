"""What is worked out behind the rows of a bill: dropped once the rows are others, and never shown of them."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from planner.domain.imports.effect import Effect
from planner.domain.imports.work import ALONE, Work
from planner.overview.preview import Preview
from planner.ui.screens.imports.preview import PreviewScreen
from tests.flows.driver import LARGE, running
from tests.flows.driver_textual import key_event, send
from tests.make.app_bills import Paid, wechat_csv

CARD = "招商银行信用卡(1234)"


async def test_what_the_rows_did_before_a_key_is_dropped_and_never_shown_of_those_after(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    effect, goes_on = Preview.effect, threading.Event()
    running_now: set[int] = set()
    most: list[int] = []

    def slow(self: Preview, work: Work = ALONE) -> Effect:
        running_now.add(threading.get_ident())
        try:
            while not goes_on.wait(0.001):
                work.wanted()
            return effect(self, work)
        finally:
            running_now.discard(threading.get_ident())

    monkeypatch.setattr(Preview, "effect", slow)
    (tmp_path / "1.csv").write_text(
        wechat_csv([Paid(pay=CARD, amount="70.00", order="W1"), Paid(pay=CARD, amount="18.00", order="W2")]), "utf-8"
    )
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(tmp_path / "1.csv"))
        send(d.app, key_event("enter"))
        while not isinstance(d.app.screen, PreviewScreen):
            await asyncio.sleep(0)
        screen = d.app.screen
        for _ in range(7):
            before = screen.preview
            send(d.app, key_event("space"))
            while screen.preview is before or not running_now:
                await asyncio.sleep(0.001)
            most.append(len(running_now))
            assert "正在算" in d.text()
            assert "导入后：欠款" not in d.text()
        goes_on.set()
        await d.settle()
        assert "欠款 0.00 → 18.00" in d.text()  # the first row is out: seven times the key
    assert max(most) <= 2  # the one before may be ending
