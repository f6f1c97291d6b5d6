"""Keys in the order they were pressed, each dealt with before the next, so that nothing typed ahead is lost.

A terminal delivers keys faster than a form opens: ``p`` and ``enter`` in one breath. Textual hands the second key to
whatever has the focus while the first is still on its way. Here a key waits until the one before it has travelled from
the focused widget up to the app, and until the screen it opened can take keys. Pasted text waits in the same queue.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key, Paste

PATIENCE = 0.5  # seconds after which a key is let through whatever happens: better misplaced than stuck
_LOOK_AGAIN = 0.01
_ROUNDS = 2  # the second lets a message that the key gave rise to arrive, such as the choice of a row


class TypeAhead:
    """Holds keys back while an earlier one is under way.

    ``ready``: whether the screen in view can take it; ``deal``: what the app does with one in the end.
    """

    def __init__(
        self, app: App[Any], ready: Callable[[Key | Paste], bool], deal: Callable[[Key | Paste], Awaitable[None]]
    ) -> None:
        self._app = app
        self._ready = ready
        self._deal = deal
        self._waiting: deque[tuple[float, Key | Paste]] = deque()
        self._under_way = 0  # the number of the key that is being dealt with; 0: none
        self._count = 0
        self._looking = False

    @property
    def idle(self) -> bool:
        """Whether no key waits; the one that is being dealt with does not count."""
        return not self._waiting

    async def take(self, event: Key | Paste) -> None:
        """Deal with a key or a paste now or in its turn; after ``PATIENCE`` seconds whatever else is under way."""
        if self._waiting or self._under_way or not self._ready(event):
            self._waiting.append((monotonic(), event))
            self._look_later()
        else:
            await self._pass(event)

    async def _pass(self, event: Key | Paste) -> None:
        self._count += 1
        self._under_way = self._count
        target = self._app.focused or self._app.screen
        try:
            await self._deal(event)
        finally:
            self._follow(self._count, [*target.ancestors_with_self] * _ROUNDS, 0)

    def _follow(self, number: int, path: Sequence[DOMNode], at: int) -> None:
        """Go the way of the key: behind it in every queue that it passes."""
        while at < len(path) and not path[at].call_later(self._follow, number, path, at + 1):
            at += 1  # that widget has gone
        if at == len(path) and self._under_way == number:
            self._under_way = 0
            if self._waiting:
                self._app.call_later(self._look)

    def _look_later(self) -> None:
        if not self._looking:
            self._looking = True
            self._app.set_timer(_LOOK_AGAIN, self._look)

    async def _look(self) -> None:
        self._looking = False
        if not self._waiting:
            return
        since, event = self._waiting[0]
        if (not self._under_way and self._ready(event)) or monotonic() - since > PATIENCE:
            self._waiting.popleft()
            await self._pass(event)
        if self._waiting:
            self._look_later()
