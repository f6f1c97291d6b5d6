"""The keys of the screen one came from, and what its figures mean."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from planner.i18n import t
from planner.ui.base import Explains, PlannerModal
from planner.ui.widgets.bars import KeyBar, key_name
from planner.ui.widgets.table import Table
from planner.ui.widgets.text import fit
from planner.ui.widgets.wrapped import Wrapped


def help_text(screen: Screen[object]) -> str:
    """How the figures of the screen come about; each valid action once, with all its keys, those of a
    list last; what figures mean.
    """
    keys: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    own_first = sorted(screen.active_bindings.values(), key=lambda active: isinstance(active.node, Table))
    for active in own_first:  # how to move in a list everybody tries out
        binding = active.binding
        if active.enabled and binding.description and binding.description.split(".")[0] in ("key", "page"):
            keys.setdefault(binding.action, []).append(key_name(binding.key))
            texts[binding.action] = t(binding.description)
    lines = [fit("  ".join(dict.fromkeys(names)), 18) + texts[action] for action, names in keys.items()]
    told = screen.explained() if isinstance(screen, Explains) else ""
    figures = [told, ""] if told else []
    keys_first = isinstance(screen, Explains) and screen.keys_first
    parts = [t("help.keys"), "", *lines, ""]
    return "\n".join([*(parts + figures if keys_first else figures + parts), t("help.definitions")])


class Help(PlannerModal[None]):
    """Help over the present screen; any of its usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "leave", "key.back"),
        Binding("down,j", "scroll(1)", "key.down", show=False),
        Binding("up,k", "scroll(-1)", "key.up", show=False),
    ]

    def __init__(self, over: Screen[object]) -> None:
        super().__init__(classes="dialog-screen")
        self.over = over

    def compose(self) -> ComposeResult:
        """The keys that are valid on the screen below at this moment, and its figures; it scrolls where it is long."""
        with VerticalScroll(id="dialog", can_focus=True):
            yield Wrapped(help_text(self.over), id="dialog-text")
        yield KeyBar()

    def action_leave(self) -> None:
        """Back to the screen below; nothing there has changed."""
        self.dismiss(None)

    def action_scroll(self, step: int) -> None:
        """One line at a time: 1 down, -1 up."""
        self.query_one("#dialog").scroll_relative(y=step, animate=False)
