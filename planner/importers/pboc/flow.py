"""Lines of a report → one run of characters, each of which knows its line: a sentence may break anywhere."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from planner.domain.basics.text import clean
from planner.domain.credit.report.entries import Place
from planner.importers.pdf import RADICALS
from planner.values import dataclass

_DROPPED = ("Cc", "Cf", "Cn", "Co", "Cs")  # U+FFFE too: how a PDF reader marks a broken word
_STOP = re.compile(r"(?<=[)\u4e00-\u9fff])\.(?!\d)|(?<!^\d)(?<!^\d\d)(?<!^\d{3})\.(?=[\u4e00-\u9fff])")
_ITEM = re.compile(r"^(\d{1,3}) \.")
_LAST_STOP = re.compile(r"(?<!^\d)(?<!^\d\d)(?<!^\d{3})\.$")


def fold(text: str) -> str:
    """One form for all that is printed: half-width digits and punctuation, ``。`` for a full stop, single blanks.

    A point behind a number at the beginning of a line is that of an item (``3.``).
    """
    folded = unicodedata.normalize("NFKC", clean(text, lines=True)).translate(RADICALS)
    folded = folded.replace("—", "-").replace("–", "-").replace("−", "-").replace("“", '"').replace("”", '"')
    kept = (" " if char == "\n" else char for char in folded)
    folded = "".join(char for char in kept if unicodedata.category(char) not in _DROPPED)
    folded = _ITEM.sub(r"\1.", re.sub(r"\s+", " ", folded).strip())
    return _LAST_STOP.sub("。", _STOP.sub("。", folded))


def compact(text: str) -> str:
    """``text`` without any blank: characters are often set apart."""
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True, slots=True)
class Line:
    """A folded line and where it stands."""

    place: Place
    text: str


class Flow:
    """Characters one after another, with the places of their lines.

    ``starts`` are the offsets at which a line begins.
    """

    def __init__(self, text: str, starts: Sequence[int], places: Sequence[Place]) -> None:
        self.text = text
        self._offsets = list(starts)
        self._places = list(places)
        self.starts = frozenset(starts)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Flow:
        """The lines with a line feed after each; empty ones are left out."""
        parts, starts, places, at = [], [], [], 0
        for line in lines:
            if line.text:
                parts.append(line.text + "\n")
                starts.append(at)
                places.append(line.place)
                at += len(line.text) + 1
        return cls("".join(parts), starts, places)

    def place(self, offset: int) -> Place:
        """Where the character at ``offset`` stands; the first place of all where there is no character."""
        if not self._places:
            return Place(1, 1)
        return self._places[max(bisect_right(self._offsets, offset) - 1, 0)]

    def starts_between(self, start: int, end: int) -> list[int]:
        """The offsets behind ``start`` and before ``end`` at which a line begins."""
        return self._offsets[bisect_right(self._offsets, start) : bisect_left(self._offsets, end)]

    def without(self, spans: Iterable[tuple[int, int]]) -> Flow:
        """The same without these spans, which do not overlap."""
        dropped = bytearray(len(self.text))
        for start, end in spans:
            dropped[start:end] = b"\x01" * (end - start)
        return self._kept(dropped)

    def closed_up(self) -> Flow:
        """The same without blanks and line feeds."""
        return self._kept(bytearray(char.isspace() for char in self.text))

    def _kept(self, dropped: bytearray) -> Flow:
        """A line begins where its first kept character is, unless something that is no blank was cut in front of it."""
        text, starts, places = [], [], []
        at = 0
        ends = [*self._offsets[1:], len(self.text)] if self._offsets else []
        for start, end, place in zip(self._offsets, ends, self._places, strict=True):
            kept = "".join(self.text[i] for i in range(start, end) if not dropped[i])
            if kept:
                text.append(kept)
                starts.append(at)
                places.append(place)
                at += len(kept)
        return Flow("".join(text), starts, places)
