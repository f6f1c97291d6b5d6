"""The only door to widgets that could read user text as markup. Names and notes are text: never markup, and no
escape sequence, mark of direction or hill of accents reaches the terminal, whatever a database was brought with.

``Plain`` shows a string literally, or ``Content`` that was assembled from parts (whose texts are literal too).
"""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from planner.domain.basics.text import shown


def harmless(text: str | Content) -> Content:
    """What a terminal can be given of a text (see ``text.shown``); one that had to be changed has lost its tones."""
    if isinstance(text, str):
        return Content(shown(text))
    plain = shown(text.plain)
    return text if plain == text.plain else Content(plain)


class Plain(Static):
    """A static text that is never parsed: what is given is what is shown."""

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        self._shown = harmless(text)
        super().__init__(self._shown, markup=False, id=id, classes=classes)

    def show(self, text: str | Content) -> None:
        """Replace the text. The same text again costs nothing: a new one has the whole screen laid out anew."""
        content = harmless(text)
        if not content.is_same(self._shown):
            self._shown = content
            self.update(content)
