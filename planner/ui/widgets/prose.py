"""A longer text to read, broken where lines of Chinese may break."""

from __future__ import annotations

from textual.content import Content

from planner.ui.widgets.safe import Plain
from planner.ui.widgets.text import wrap

_BULLET = "· "


class Prose(Plain):
    """A text in lines as wide as its place; what goes on to a next line keeps the indent of its paragraph."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(text, id=id, classes=classes)
        self._text = text

    def show(self, text: str | Content) -> None:
        """Replace the text."""
        self._text = text if isinstance(text, str) else text.plain
        self._lay()

    def on_resize(self) -> None:
        """Its place has another width."""
        self._lay()

    def _lay(self) -> None:
        cells = self.content_size.width
        super().show("\n".join(prose(self._text, cells)) if cells else self._text)


def prose(text: str, cells: int) -> list[str]:
    """``text`` in lines of at most ``cells`` cells, every line of a paragraph below its first word or its bullet's."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        bare = paragraph.lstrip(" ")
        lead = len(paragraph) - len(bare)
        hang = lead + (len(_BULLET) if bare.startswith(_BULLET) else 0)
        if hang * 2 > cells:
            lines += wrap(paragraph, cells)
            continue
        body = bare[hang - lead :]
        first, *more = wrap(body, cells - hang)
        lines += [paragraph[:hang] + first, *(" " * hang + line for line in more)]
    return lines
