"""What is worked out beside the screen: nobody waits for it at the end, and it hears when nobody wants it any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from planner.errors import PlannerError
from planner.ui.computing import computed, halting


async def test_what_is_computed_comes_back_or_is_raised() -> None:
    def broken() -> int:
        raise PlannerError("amount.empty")

    assert await computed(max, 1, 2) == 2
    with pytest.raises(PlannerError):
        await computed(broken)


def test_a_loop_ends_although_something_is_still_computed() -> None:
    begun, lets_on, ended = threading.Event(), threading.Event(), threading.Event()

    def endless() -> None:
        begun.set()
        lets_on.wait()
        ended.set()

    async def ask() -> None:
        task = asyncio.create_task(computed(endless))
        while not begun.is_set():
            await asyncio.sleep(0)
        task.cancel()

    asyncio.run(ask())  # with ``asyncio.to_thread`` this waits for ever
    assert not ended.is_set()
    lets_on.set()
    assert ended.wait(10)  # that its loop is gone troubles nobody


async def test_who_computes_hears_that_nobody_waits() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(halted: Callable[[], bool]) -> None:
        begun.set()
        while not halted():
            pass
        ended.set()

    task = asyncio.create_task(halting(work))
    while not begun.is_set():
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended.wait, 10)


async def test_an_answer_is_not_halted_afterwards() -> None:
    halted = await halting(lambda asks: asks)
    assert not halted()
