"""Text of any length, broken into lines where Chinese and English lines may end."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size

from planner.domain.basics.text import shown
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.text import wrap


class Wrapped(Plain):
    """A text in lines as wide as it is shown. Left to Textual, lines would end at blanks alone, so that a number
    between Chinese words stood on a line of its own."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        text = shown(text)
        super().__init__(text, id=id, classes=classes)
        self._told: str | None = text
        self._broken: tuple[str, int, list[str]] = "", 0, []  # a layout asks for the same lines several times

    def draw(self, content: Content) -> None:
        """Show what is drawn for a width already instead."""
        self._told = None
        self.show(content)

    def tell(self, text: str) -> None:
        """Replace the text."""
        self._told = text = shown(text)
        self.show("\n".join(self._lines(text, self.size.width)) if self.size.width else text)

    def lines(self, text: str, cells: int) -> list[str]:
        """The text in lines of at most ``cells`` cells."""
        return wrap(text, cells)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many as its lines will be in this width, which are broken only once it is that wide.

        Counted from what is shown before, the last lines were cut off, or blank ones stood below them.
        """
        if not self._told or not width:
            return super().get_content_height(container, viewport, width)
        return len(self._lines(self._told, width))

    def _lines(self, text: str, cells: int) -> list[str]:
        if self._broken[:2] != (text, cells):
            self._broken = text, cells, self.lines(text, cells)
        return self._broken[2]

    def on_resize(self) -> None:
        """The lines for another width."""
        if self._told is not None:
            self.tell(self._told)
