"""A page of a PDF as lines of words: what stands apart is another word, what is drawn twice is there once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from planner.domain.basics.text import MOST_LINE, clean
from planner.domain.imports.work import Work
from planner.errors import PlannerError
from planner.importers.pdf import PALE, PLAIN, RADICALS, Codes, Glyph, glyphs_of, lines_of, lost_in, opened
from planner.importers.values import folded
from planner.values import dataclass, field

CODES = Codes("import.pdf_extra", "import.pdf_locked", "import.pdf_password", "import.pdf_broken", "import.pdf_large")
MOST_PAGES = 300
"""A bill of a card has some ten; the movements of an account over years are asked for in parts."""
_MOST_OF_PAGE, _MOST_GLYPHS = 30_000, 400_000
_APART = 0.3  # of their size that two characters stand apart where a word ends
_BLANK = 0.18  # the same for a blank that is not there as a character
_SAME = 0.12  # of their height that two characters stand apart where one is drawn on the other
_TWICE = 0.25  # the same for equal characters, as they are drawn for a bold face
_OF_NUMBERS = frozenset("0123456789.,-+/:¥￥年月日")
UNREADABLE = "\ufffd"
_DASHES = str.maketrans("−‐‑", "---")
_DASHED = re.compile(r"^[–—](?=[\d.,¥￥]+$)")
CURRENCY = re.compile(r"[A-Z]{3}|[¥￥$€£]|人民币元?|美元|欧元|港[币元]|日元|英镑|澳元|RMB")
"""What may stand before or behind an amount."""
_DAY = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|20\d\d[01]\d[0-3]\d|\d{1,2}[-/]\d{1,2}|\d{1,2}月\d{1,2}日"
)
_AMOUNT = re.compile(
    r"[-+]?(?:[A-Z]{3}|人民币元?|[¥￥])?/? ?[-+]?\d[\d,]*\.\d\d"
    r"(?:/?[A-Z]{2,3}|元|/人民币元?)?(?:\(?(?:[A-Z]{2,3}|支出|存入)\)?)?"
)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together, and their places in points; ``baseline`` grows upwards, ``height``
    is the size of the largest.

    ``pale``: white, which is read in the heading of a table alone.
    """

    text: str
    left: float
    right: float
    baseline: float
    height: float
    glyphs: tuple[Glyph, ...]
    pale: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is a day, with its year or without."""
        return "0" <= self.text[:1] <= "９" and bool(_DAY.fullmatch(folded(self.text)))

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount with two decimals."""
        return bool(_AMOUNT.fullmatch(folded(self.text)))


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the number of its page and its own on that page, both from 1."""

    page: int
    number: int
    words: tuple[Word, ...]

    @property
    def baseline(self) -> float:
        """Its place, growing upwards."""
        return self.words[0].baseline

    @property
    def height(self) -> float:
        """That of its largest characters."""
        return max(word.height for word in self.words)

    @property
    def text(self) -> str:
        """Its words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def plain(self) -> tuple[Word, ...]:
        """What is not pale of it."""
        return tuple(word for word in self.words if not word.pale)


@dataclass
class Read:
    """The lines of all pages, how many characters are not to be seen, and how many runs of text may be lost."""

    lines: list[Line] = field(default_factory=list)
    unseen: int = 0
    lost: int = 0
    pages: int = 0


def read_pdf(data: bytes, work: Work) -> Read:
    """The lines of a PDF that is not locked.

    Raises:
        PlannerError: by ``CODES``; ``import.pdf_long`` with more pages or characters than any bill has;
            ``import.pdf_scanned`` without a text that can be seen.
        Stopped: as ``work`` says.
    """
    read = Read()
    with opened(data, None, CODES) as document:
        read.pages = len(document)
        if read.pages > MOST_PAGES:
            raise PlannerError("import.pdf_long", n=read.pages, most=MOST_PAGES)
        room = _MOST_GLYPHS
        for number in range(read.pages):
            work.step("reading", number, read.pages)
            glyphs, lost = _glyphs(document, number, min(room, _MOST_OF_PAGE))
            if glyphs is None:
                raise PlannerError("import.pdf_long", n=read.pages, most=MOST_PAGES)
            read.lost += lost
            room -= len(glyphs)
            shown = [one for one in glyphs if one[5] in (PLAIN, PALE)]
            read.unseen += sum(not one[4].isspace() for one in glyphs) - sum(not one[4].isspace() for one in shown)
            read.lines += _lines(number + 1, shown)
    if not any(line.plain for line in read.lines):
        raise PlannerError("import.pdf_fonts" if read.lost else "import.pdf_scanned", n=read.pages)
    return read


def _glyphs(document: Any, number: int, most: int) -> tuple[list[Glyph] | None, int]:
    page = document[number]
    text = page.get_textpage()
    try:
        return glyphs_of(page, text, most), lost_in(page, text)
    finally:
        text.close()
        page.close()


def _lines(page: int, glyphs: Sequence[Glyph]) -> list[Line]:
    found: list[Line] = []
    for row in lines_of(glyphs):
        words = _words(row)
        if words:
            found.append(Line(page, len(found) + 1, words))
    return found


def _words(row: Sequence[Glyph]) -> tuple[Word, ...]:
    parts: list[list[Glyph]] = []
    blank = False
    for glyph in _once(row):
        if glyph[4].isspace():
            blank = True
            continue
        last = parts[-1][-1] if parts else None
        size = max(glyph[6], last[6]) if last else 0.0
        if last is None or glyph[1] - last[2] > size * _APART or glyph[5] != last[5]:
            parts.append([])
        elif blank or (glyph[1] - last[2] > size * _BLANK and _parts_words(last[4], glyph[4])):
            parts[-1].append((last[0], last[2], glyph[1], last[3], " ", last[5], last[6]))
        parts[-1].append(glyph)
        blank = False
    return tuple(word for part in parts if (word := word_of(part)).text)


def _parts_words(one: str, other: str) -> bool:
    """Whether there is a blank between two characters that stand apart: never within a number, or within Chinese."""
    return (one.isascii() or other.isascii()) and not (one in _OF_NUMBERS and other in _OF_NUMBERS)


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    """Without what is drawn again at its place; where another character is drawn there, neither can be read."""
    found: list[Glyph] = []
    for glyph in row:
        last = found[-1] if found else None
        if last is not None and glyph[5] == last[5]:
            apart, size = glyph[1] - last[1], max(glyph[6], last[6])
            if glyph[4] == last[4] and apart < size * _TWICE and apart < (last[2] - last[1]) * 0.6:
                continue
            if apart < size * _SAME and glyph[4] != last[4]:
                found[-1] = (*last[:4], UNREADABLE, *last[5:])
                continue
        found.append(glyph)
    return found


def overlap(word: Word, left: float, right: float) -> float:
    """By how many points a word stands within these ends; below 0: how far beside them."""
    return min(word.right, right) - max(word.left, left)


def word_of(glyphs: Sequence[Glyph]) -> Word:
    """The word that these characters make, from left to right."""
    text = "".join(_readable(one[4]) for one in glyphs).translate(_DASHES)
    text = clean(_DASHED.sub("-", text)[:MOST_LINE])
    first = glyphs[0]
    right, size = max(one[2] for one in glyphs), max(one[6] for one in glyphs)
    return Word(text, first[1], right, first[0], size, tuple(glyphs), first[5] == PALE)


def _readable(char: str) -> str:
    """Radicals as the characters that they are drawn for."""
    if "\u2e80" <= char < "\u2fe0":
        return unicodedata.normalize("NFKC", char).translate(RADICALS)
    return char
