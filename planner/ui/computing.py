"""What takes long to work out and changes nothing: in a thread that nobody waits for when the app ends.

``asyncio.to_thread`` is for writes alone: the end of the loop joins its threads, however long they still take.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from threading import Event, Thread
from typing import Any, TypeVar

from textual.dom import DOMNode
from textual.worker import Worker

T = TypeVar("T")


async def computed(work: Callable[..., T], *args: Any) -> T:
    """What ``work`` returns or raises, from a thread of its own; who is cancelled here lets it run on, unheard."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def tell(say: Callable[[], None]) -> None:
        if not answer.done():
            say()

    def run() -> None:
        say: Callable[[], None]
        try:
            say = partial(answer.set_result, work(*args))
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            say = partial(answer.set_exception, error)
        with suppress(RuntimeError):  # the app has ended meanwhile
            loop.call_soon_threadsafe(tell, say)

    Thread(target=copy_context().run, args=(run,), name="computing", daemon=True).start()
    return await answer


async def halting(work: Callable[[Callable[[], bool]], T]) -> T:
    """As ``computed``; ``work`` is given something to ask whether nobody waits for it any more."""
    dropped = Event()
    try:
        return await computed(work, dropped.is_set)
    except asyncio.CancelledError:
        dropped.set()
        raise


def work_for(node: DOMNode, group: str, work: Callable[..., Coroutine[Any, Any, Any]], *args: Any) -> None:
    """Let ``work`` run for a part of the screen while that is there; what ran in its group before is dropped."""

    async def begin() -> None:  # a coroutine that is made here and dropped before it begins complains of that
        await work(*args)

    _: Worker[None] = node.run_worker(begin, exclusive=True, group=group, exit_on_error=False)
