"""The first page in a text that is kept: what stands on it before anything of the book has been read."""

from __future__ import annotations

import json
from typing import NamedTuple

Cell = str | tuple[str, str]  # the text, or the text with its tone


class Frame(NamedTuple):
    """What the first page shows on a day.

    Attributes:
        headline: where the person stands, in lines.
        nothing: what is said where the list is empty.
        lines: the list, each with its key and its texts by column; of lines far below some are missing.
        offered: what may be done with the first of them.
        theme: the colours that the person chose; None without a choice.
    """

    headline: str
    nothing: str
    lines: tuple[tuple[str, dict[str, Cell]], ...]
    offered: frozenset[str]
    theme: str | None


def text_of(frame: Frame) -> str:
    """It as text."""
    return json.dumps([*frame[:3], sorted(frame.offered), frame.theme], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Frame:
    """It again.

    Raises:
        ValueError, TypeError, AttributeError: it is none.
    """
    headline, nothing, lines, offered, theme = json.loads(text)
    whole = tuple((_text(key), {name: _cell(cell) for name, cell in cells.items()}) for key, cells in lines)
    chosen = None if theme is None else _text(theme)
    return Frame(_text(headline), _text(nothing), whole, frozenset(map(_text, offered)), chosen)


def _cell(cell: object) -> Cell:
    if isinstance(cell, list):
        text, tone = cell
        return _text(text), _text(tone)
    return _text(cell)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
