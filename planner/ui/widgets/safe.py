"""The only door to widgets that could read user text as markup. Names and notes are text: never markup.

``Plain`` shows a string literally, or ``Content`` that was assembled from parts (whose texts are literal too).
"""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Plain(Static):
    """A static text that is never parsed: what is given is what is shown."""

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(text, markup=False, id=id, classes=classes)
        self._shown = Content(text) if isinstance(text, str) else text

    def show(self, text: str | Content) -> None:
        """Replace the text. The same text again costs nothing: a new one has the whole screen laid out anew."""
        content = Content(text) if isinstance(text, str) else text
        if not content.is_same(self._shown):
            self._shown = content
            self.update(content)
