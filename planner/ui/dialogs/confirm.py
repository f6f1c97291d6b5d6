"""A question before something that cannot be seen afterwards. The key that confirms is never the key that asked."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from planner.ui.base import PlannerModal
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.wrapped import Wrapped


class Confirm(PlannerModal[bool]):
    """Shows ``question``; ``y`` answers yes, ``n`` or esc no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,ctrl+y", "answer(True)", "key.yes"),
        Binding("n,escape", "answer(False)", "key.no"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__(classes="dialog-screen")
        self.question = question

    def compose(self) -> ComposeResult:
        """The question, broken into lines where it is long, and the two keys below it."""
        with Vertical(id="dialog"):
            yield Wrapped(self.question, id="dialog-text")
        yield KeyBar()

    def action_answer(self, yes: bool) -> None:
        """Close with the answer. Enter is no answer, so that a key pressed once too often confirms nothing."""
        self.dismiss(yes)
