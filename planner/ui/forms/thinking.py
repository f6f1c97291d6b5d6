"""What stands beside a form and takes long to work out: in a thread, so that the fields never wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from planner.ui.computing import computed, work_for
from planner.ui.forms.filling import Filling

T = TypeVar("T")


class Thinking(Generic[T]):
    """Answers to questions of a form, each worked out once; only the last one that was asked is still worked on."""

    def __init__(self, form: Filling) -> None:
        self._form = form
        self._known: dict[object, T] = {}
        self._asked: object = None

    def answer(self, question: object, work: Callable[[Callable[[], bool]], T | None]) -> T | None:
        """The answer, or None while it is worked out: then the form shows anew what stands beside it.

        Args:
            question: what it is known by; of equal ones the answer is the same.
            work: works it out, in a thread; it is given something to ask whether nobody waits for it any more, and may
                then return None at once.
        """
        if question in self._known:
            self._asked = None
            return self._known[question]
        if question != self._asked:
            self._asked = question
            work_for(self._form, "thinking", self._think, question, work)
        return None

    async def _think(self, question: object, work: Callable[[Callable[[], bool]], T | None]) -> None:
        found = await computed(work, lambda: self._asked != question or not self._form.is_attached)
        if found is None or self._asked != question:
            return
        self._known[question] = found
        self._form.show_beside()
