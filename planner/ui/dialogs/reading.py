"""A longer text on a screen of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from planner.ui.base import PlannerScreen
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.prose import Prose
from planner.ui.widgets.safe import Plain

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class TextScreen(PlannerScreen):
    """A text to read: a term, a rule, a strategy."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll(1)", "key.down", show=False),
        Binding("up,k", "scroll(-1)", "key.up", show=False),
        Binding("enter", "leave", "key.back", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.heading, self.text = title, text

    def compose(self) -> ComposeResult:
        """The heading, and the text in a box that scrolls."""
        yield Plain(" " + self.heading, classes="title")
        with VerticalScroll(classes="reading", can_focus=True):
            yield Prose(self.text)
        yield KeyBar()

    def show(self, overview: Overview) -> None:
        """A text does not change with the data."""

    def action_scroll(self, step: int) -> None:
        """So many lines down, up where negative."""
        self.query_one(".reading").scroll_relative(y=step, animate=False)
