"""Days and amounts of a PDF that a narrow column breaks over several lines: made whole on the line of their row.

A part of a day may look like a day (``6-10`` of ``2026-10-12``) and a part of an amount like an amount (``34.50`` of
``1,234.50``). All of a column is therefore taken by one way of writing; a part that fits nowhere is made unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from planner.importers.pdfheader import Column
from planner.importers.pdfwords import UNREADABLE, Line, Word, overlap, word_of
from planner.values import dataclass

_NEAR, _FAR = 1.9, 3.5  # of its height that a part stands below the one that it goes on with: surely, at the most
_LEAST = 6  # characters of a day that may have no further digit
_YEAR = r"(?:19|20)\d\d"
_BEFORE = r"(?:[A-Z]{1,3}|[¥￥]|人民币元?)?/? ?[-+]?(?:[A-Z]{3} ?)?"
_BEHIND = r"(?:/?(?:[A-Z]{1,3}|元|人民币元?))?(?:\(?[A-Z]{2,3}\)?|\(?(?:支出|存入)\)?)?"

Ends = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Written:
    """A way to write a value: a whole one, and what one can begin with."""

    whole: re.Pattern[str]
    begun: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Part:
    at: int
    word: Word


_Group = list[_Part]
_PART_OF_DAY = re.compile(r"[\d\-/.年月日]+")
_PART_OF_AMOUNT = re.compile(rf"{_BEFORE}[\d,.]+{_BEHIND}")
_DAYS = tuple(
    _Written(re.compile(whole), re.compile(begun))
    for whole, begun in (
        (_YEAR + r"([-/.])\d{1,2}\1\d{1,2}", r"\d{1,4}(?:[-/.](?:\d{1,2}(?:[-/.]\d{0,2})?)?)?"),
        (_YEAR + r"年\d{1,2}月\d{1,2}日?", r"\d{1,4}(?:年(?:\d{1,2}(?:月(?:\d{1,2}日?)?)?)?)?"),
        (_YEAR + r"[01]\d[0-3]\d", r"\d{1,8}"),
        (r"\d{1,2}[-/]\d{1,2}", r"\d{1,2}(?:[-/]\d{0,2})?"),
        (r"\d{1,2}月\d{1,2}日", r"\d{1,2}(?:月(?:\d{1,2}日?)?)?"),
        (r"[01]\d[0-3]\d", r"\d{1,4}"),
    )
)
_AMOUNT = _Written(
    re.compile(rf"{_BEFORE}(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d\d{_BEHIND}"),
    re.compile(rf"{_BEFORE}[\d,]*(?:\.(?:\d?|\d\d{_BEHIND}))?"),
)


def with_whole_days(lines: Sequence[Line], columns: Sequence[Column]) -> Sequence[Line]:
    """The same lines where no day is broken; else those that held nothing but parts of days are gone."""
    ends = [(one.left, one.right) for one in columns]
    for at in _of_kind(columns, "day"):
        parts = _parts(lines, ends, at, _PART_OF_DAY)
        if all(part.word.is_day and _is_long(part.word.text) for part in parts):  # nearly always
            continue
        written, groups = min(((how, _groups(lines, parts, how)) for how in _DAYS), key=_left)
        found: list[_Group] = [group for group in groups if len(group) > 1 and _is_whole(group, written)]
        left = [part for group in groups if not _is_whole(group, written) for part in group]
        broken = any(not part.word.is_day for part in left)
        astray = [part for part in left if broken and part.word.is_day]
        lines = _mended(lines, [(group, _line_with_most(lines, group)) for group in found], astray)
    return lines


def with_whole_amounts(lines: Sequence[Line], columns: Sequence[Column], ends: Ends) -> Sequence[Line]:
    """The same for amounts with two decimals, once days are whole: a row is where a day is.

    ``ends``: how far each column reaches to the left and to the right.
    """
    days = _of_kind(columns, "day")

    def is_row(at: int) -> bool:
        return any(word.is_day and any(overlap(word, *ends[day]) > 0 for day in days) for word in lines[at].plain)

    for at in _of_kind(columns, "amount"):
        parts = _parts(lines, ends, at, _PART_OF_AMOUNT)
        if all(part.word.is_amount for part in parts):  # nearly always
            continue
        found: list[tuple[_Group, int]] = []
        astray: list[_Part] = []
        for group in _groups(lines, parts, _AMOUNT):
            rows = [place for place in range(group[0].at, group[-1].at + 1) if is_row(place)]
            if len(group) < 2 or len(rows) != 1:
                continue
            if _is_whole(group, _AMOUNT) and not any(_is_doubtful(*pair) for pair in pairwise(group)):
                found.append((group, rows[0]))
            else:
                astray += group
        lines = _mended(lines, found, astray)
    return lines


def _is_doubtful(above: _Part, below: _Part) -> bool:
    """Whether two parts may be an amount without decimals and a sum below it, or stand too far apart for one cell."""
    far = above.word.baseline - below.word.baseline > _NEAR * below.word.height
    return far or (below.word.is_amount and above.word.text.isdigit())


def _of_kind(columns: Sequence[Column], kind: str) -> list[int]:
    return [at for at, column in enumerate(columns) if column.kind == kind]


def _parts(lines: Sequence[Line], ends: Ends, column: int, part: re.Pattern[str]) -> list[_Part]:
    """What stands in a column and may be the whole or a part of a value, from top to bottom."""
    return [
        _Part(at, word)
        for at, line in enumerate(lines)
        for word in line.plain
        if overlap(word, *ends[column]) > 0
        and part.fullmatch(word.text)
        and max(range(len(ends)), key=lambda one: overlap(word, *ends[one])) == column
    ]


def _is_long(text: str) -> bool:
    """Whether a day can have no further digit."""
    return len(text) >= _LEAST and not re.search(r"\D\d$", text)


def _groups(lines: Sequence[Line], parts: Sequence[_Part], written: _Written) -> list[_Group]:
    """The parts that make up each value if it is written so."""
    groups: list[_Group] = []
    text = ""
    for part in parts:
        if groups and written.begun.fullmatch(text + part.word.text) and _follows(lines, groups[-1][-1], part):
            groups[-1].append(part)
            text += part.word.text
        else:
            groups.append([part])
            text = part.word.text
    return groups


def _follows(lines: Sequence[Line], above: _Part, below: _Part) -> bool:
    gap = above.word.baseline - below.word.baseline
    return lines[above.at].page == lines[below.at].page and 0 < gap <= _FAR * below.word.height


def _is_whole(group: _Group, written: _Written) -> bool:
    return bool(written.whole.fullmatch("".join(part.word.text for part in group)))


def _left(read: tuple[_Written, list[_Group]]) -> int:
    """How many parts make up no value."""
    written, groups = read
    return sum(len(group) for group in groups if not _is_whole(group, written))


def _line_with_most(lines: Sequence[Line], group: _Group) -> int:
    """The line of the row whose day this is: one with an amount, with most words, nearest to the middle of the day."""
    middle = (group[0].word.baseline + group[-1].word.baseline) / 2

    def worth(at: int) -> tuple[bool, int, float]:
        words = lines[at].plain
        return not any(word.is_amount for word in words), -len(words), abs(lines[at].baseline - middle)

    return min(range(group[0].at, group[-1].at + 1), key=worth)


def _mended(lines: Sequence[Line], found: Sequence[tuple[_Group, int]], astray: Sequence[_Part]) -> Sequence[Line]:
    """Each value in the place of its parts, on the line that it belongs to; what is ``astray`` unreadable."""
    if not found and not astray:
        return lines
    words: dict[int, list[Word]] = {}

    def put(group: _Group, target: int, mark: str) -> None:
        for at in {target, *(part.at for part in group)}:
            words.setdefault(at, list(lines[at].words))
        for part in group:
            words[part.at] = [word for word in words[part.at] if word is not part.word]
        made = word_of([glyph for part in group for glyph in part.word.glyphs])
        left, right = min(part.word.left for part in group), max(part.word.right for part in group)
        value = Word(mark + made.text, left, right, lines[target].baseline, made.height, made.glyphs)
        words[target] = sorted([*words[target], value], key=lambda word: word.left)

    for part in astray:
        put([part], part.at, UNREADABLE)
    for group, target in found:
        put(group, target, "")
    mended = (Line(one.page, one.number, tuple(words.get(at, one.words))) for at, one in enumerate(lines))
    return [line for line in mended if line.words]
