"""Text of any length, broken into lines where Chinese and English lines may end."""

from __future__ import annotations

from textual.content import Content

from planner.ui.widgets.safe import Plain
from planner.ui.widgets.text import wrap


class Wrapped(Plain):
    """A text in lines as wide as it is shown. Left to Textual, lines would end at blanks alone, so that a number
    between Chinese words stood on a line of its own."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(text, id=id, classes=classes)
        self._told: str | None = text

    def draw(self, content: Content) -> None:
        """Show what is drawn for a width already instead."""
        self._told = None
        self.show(content)

    def tell(self, text: str) -> None:
        """Replace the text."""
        self._told = text
        self.show("\n".join(wrap(text, self.size.width)) if self.size.width else text)

    def on_resize(self) -> None:
        """The lines for another width."""
        if self._told is not None:
            self.tell(self._told)
