"""What stands beside a form and takes long to work out: in a thread, so that the fields never wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from planner.ui.computing import computed, work_for
from planner.ui.forms.filling import Filling

T = TypeVar("T")
Halted = Callable[[], bool]
Work = Callable[[Halted], T | None]


class Thinking(Generic[T]):
    """Answers to questions of a form, each worked out once; only the last one that was asked is still worked on.

    An answer that is there at once can be followed by a closer one.
    """

    def __init__(self, form: Filling) -> None:
        self._form = form
        self._known: dict[object, T] = {}
        self._rough: dict[object, Work[T]] = {}  # of answers that are known: what works out the closer one
        self._asked: object = None

    def answer(
        self, question: object, work: Work[T], closer: Callable[[T], Work[T] | None] = lambda _: None
    ) -> T | None:
        """The answer, or None while it is worked out: then the form shows anew what stands beside it.

        Args:
            question: what it is known by; of equal ones the answer is the same.
            work: works it out, in a thread; it is given something to ask whether nobody waits for it any more, and may
                then return None at once.
            closer: what works out, in the same way, a closer answer than the one that was found; None: there is none.
        """
        if question in self._known and question not in self._rough:
            self._asked = None
        elif question != self._asked:
            self._asked = question
            work_for(self._form, "thinking", self._think, question, work, closer)
        return self._known.get(question)

    async def _think(self, question: object, work: Work[T], closer: Callable[[T], Work[T] | None]) -> None:
        if question not in self._known:
            found = await self._worked_out(question, work)
            if found is None:
                return
            better = closer(found)
            self._known[question] = found
            if better is not None:
                self._rough[question] = better
            self._form.show_beside()
        if question in self._rough:
            found = await self._worked_out(question, self._rough[question])
            if found is not None:
                self._known[question] = found
                del self._rough[question]
                self._form.show_beside()

    async def _worked_out(self, question: object, work: Work[T]) -> T | None:
        """What a thread finds; None where nobody waits for it any more."""
        found = await computed(work, lambda: self._asked != question or not self._form.is_attached)
        return None if self._asked != question else found
