"""The line of pages above and the line of keys below, each drawn by one widget so that the first frame is cheap."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from planner.i18n import t
from planner.ui.host import host_of
from planner.ui.widgets.text import fit, width
from planner.values import dataclass


class NavBar(Widget):
    """The pages by number, the current one marked by brackets as well as colour; figures of the day at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"nav--current", "nav--title"}
    current = reactive("")
    right: reactive[tuple[str, ...]] = reactive(())
    """What stands at the right, the longest first: the first that fits is shown."""

    @dataclass
    class Chosen(Message):
        """A page was clicked; ``page`` is its id."""

        page: str

    def __init__(self, pages: list[tuple[str, str, str]]) -> None:
        """``pages``: (id, key, catalogue key of the name)."""
        super().__init__()
        self.pages = pages
        self._places: list[tuple[int, int, str]] = []

    def render_line(self, y: int) -> Strip:
        """Where nothing of ``right`` fits, the pages move together; keeps where each page stands."""
        base = self.rich_style
        if y:
            return Strip.blank(self.size.width, base)
        texts, shown = self._fitting()
        segments = [Segment(" ", base)]
        at = 1
        self._places = []
        for (page, _, _), text in zip(self.pages, texts, strict=True):
            style = self.get_component_rich_style("nav--current") if page == self.current else base
            segments.append(Segment(text, style))
            self._places.append((at, at + width(text), page))
            at += width(text)
        title_style = self.get_component_rich_style("nav--title")
        segments.append(Segment(fit(shown, self.size.width - at - 1, "right") + " ", title_style))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _fitting(self) -> tuple[list[str], str]:
        """The pages as they are written, and what is shown at the right of them."""
        wide = self._entries(" ")
        for entries in (wide, self._entries("")):
            room = self.size.width - 3 - sum(map(width, entries))
            for text in self.right:
                if width(text) <= room:
                    return entries, text
        return wide, ""

    def _entries(self, gap: str) -> list[str]:
        """The pages as they are written, with a gap behind each where there is room for two."""
        before = "" if gap else " "
        return [
            f"{before}[{key} {t(title)}]" if page == self.current else f" {key} {t(title)}{gap}"
            for page, key, title in self.pages
        ]

    def on_click(self, event: events.Click) -> None:
        """Posts ``Chosen`` for the page under the pointer; elsewhere nothing happens."""
        for start, end, page in self._places:
            if start <= event.x < end:
                self.post_message(self.Chosen(page))


KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "question_mark": "?",
    "slash": "/",
    "asterisk": "*",
    "space": "Space",
    "tab": "Tab",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "minus": "-",
    "delete": "Del",
    "full_stop": ".",
    "backspace": "Bksp",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}
ALWAYS = ("leave", "help", "app.help", "command_palette")  # the ways back, to all keys, and to everything by name


def key_name(key: str) -> str:
    """How a key is written for a person: ``ctrl+s`` → ``^s``, ``question_mark`` → ``?``."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return KEY_NAMES.get(key, key.upper() if key.startswith("f") and key[1:].isdigit() else key)


def _key_and_text(binding: Binding) -> tuple[str, str]:
    return f" {key_name(binding.key)} ", t(binding.description) + " "


class KeyBar(Widget):
    """The few keys that are valid now, as the focused part of the screen declares them.

    Above them a line of warning, while there is something that holds for every screen.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--warning"}

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []
        self._warning = ""

    def on_mount(self) -> None:
        """From now on it is drawn anew whenever other keys become valid."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.warn(host_of(self.app).warning)

    def warn(self, text: str) -> None:
        """Show a warning above the keys; empty: none."""
        self._warning = text
        self.screen.set_class(bool(text), "-warned")  # what stands right above moves up by a line
        self.refresh()

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Keys and what they do, side by side; where each stands is kept for a click."""
        base = self.rich_style
        if self._warning and not y:
            warning = self.get_component_rich_style("keys--warning")
            return Strip([Segment(fit(f" ! {self._warning}", self.size.width), warning)])
        strong = self.get_component_rich_style("keys--key")
        segments: list[Segment] = []
        self._places = []
        at = 0
        for binding in self._fitting():
            key, text = _key_and_text(binding)
            segments += [Segment(key, strong), Segment(text, base)]
            self._places.append((at, at + width(key + text), binding.key))
            at += width(key + text)
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _fitting(self) -> list[Binding]:
        """One binding per action, as many as there is room for; those that lead to all others stay to the last."""
        shown: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                shown.setdefault(active.binding.action, active.binding)
        spare = [action for action in shown if action not in ALWAYS]
        while spare and sum(width("".join(_key_and_text(binding))) for binding in shown.values()) > self.size.width:
            del shown[spare.pop()]
        return list(shown.values())

    def on_click(self, event: events.Click) -> None:
        """Presses the key under the pointer, as if it had been typed."""
        if event.y < self.size.height - 1:
            return
        for start, end, key in self._places:
            if start <= event.x < end:
                self.app.simulate_key(key)
