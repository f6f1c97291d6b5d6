"""A longer text to read, broken where lines of Chinese may break."""

from __future__ import annotations

from planner.ui.widgets.text import wrap
from planner.ui.widgets.wrapped import Wrapped

_BULLET = "· "


class Prose(Wrapped):
    """The same of which what goes on to a next line keeps the indent of its paragraph."""

    def lines(self, text: str, cells: int) -> list[str]:
        """As ``prose`` breaks it."""
        return prose(text, cells)


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
