"""Where a page of a PDF has the heading of a table: its columns by name, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise

from planner.importers.maps import column_name, shipped_maps
from planner.importers.pdfwords import Line, Word, word_of
from planner.values import dataclass, field

_BESIDE = (
    "序号", "交易地金额", "交易地", "交易国家或地区", "余额", "账户余额", "交易地点", "商户名称", "交易币种",
    "交易金额", "记账货币", "交易货币", "入账币种", "币种", "备注",
)  # fmt: skip
"""Columns that stand in tables and are in no map."""
_LEAST = 3  # columns of a table, and known names by which one is found
_NEAR = 2.4  # of their height that the lines of a heading stand apart
_LOOSE = 3.0  # of their height that the characters of a name may stand apart
_MOST_LINES = 8  # of a heading
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN_END = re.compile(r"[\sA-Za-z][\sA-Za-z.,()'/\d]*$")
_OF_TABLE = re.compile(r"日|时间|金额|期数|余额|利率|币|摘要|说明|描述|积分|类型|卡号|本金|手续费")
_DAY, _TIME = re.compile(r"日期?$|日期|时间$"), re.compile(r"时间$")
_AMOUNT = re.compile(r"金额|存入|支出|收入|余额|发生额|本金|借方|贷方")
_NUMBER = re.compile(r"卡号|序号|币|尾号|末四位|后四位|No\.?$")


@dataclass
class Column:
    """A column by its name and the place of that. ``kind``: ``day``, ``amount``, ``number`` (a card), ``text``."""

    name: str
    left: float
    right: float
    kind: str = "text"


@dataclass
class Header:
    """The columns from left to right, the first and the last of their lines; ``known``: how many names are known."""

    columns: list[Column]
    first: Line
    last: Line
    known: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """As a row of a table."""
        return [column.name for column in self.columns]


@dataclass
class _Cell:
    parts: list[Word]
    left: float
    right: float


def headers(lines: Sequence[Line]) -> Iterator[Header]:
    """The headings that are known on one page, from top to bottom, and others between them; a row is none."""
    at = 0
    while at < len(lines):
        found = _best(lines, at)
        if found is None and _names_a_table(lines[at]):
            found = _header([lines[at]], lines[at])
        if found is None:
            at += 1
            continue
        yield found
        at = max(at, lines.index(found.last, at)) + 1


def likely(lines: Sequence[Line], is_row: Callable[[Line], bool]) -> Header | None:
    """The heading of a table that nobody knows: what stands in columns right above most of the rows of one page."""
    best: tuple[int, Header] | None = None
    is_like = [is_row(line) for line in lines]
    for at, like in enumerate(is_like):
        if not like or (at and is_like[at - 1]):
            continue
        head = _above(lines, at)
        if head is not None and (best is None or sum(is_like[at:]) > best[0]):
            best = sum(is_like[at:]), head
    return best[1] if best else None


def _above(lines: Sequence[Line], at: int) -> Header | None:
    """The heading of the row at a place: the nearest line above it with names in columns, and its Chinese names."""
    for place in range(at - 1, max(at - 7, -1), -1):
        words = lines[place].words
        if len(words) < _LEAST or any(word.is_day or word.is_amount for word in words):
            continue
        upper = lines[place - 1] if place else None
        if upper is not None and len(upper.words) >= _LEAST and not _CHINESE.search(lines[place].text):
            return _header([upper, lines[place]], upper)
        return _header([lines[place]], lines[place])
    return None


def _best(lines: Sequence[Line], at: int) -> Header | None:
    """The heading that begins at this line, if it is a known one: as few lines as name most columns."""
    found = _beginning(lines, at)
    if found is None:
        return None
    starts = range(at + 1, lines.index(found.last, at) + 1)
    others = (other for start in starts if (other := _beginning(lines, start)) is not None)
    return max((found, *others), key=_worth)


def _beginning(lines: Sequence[Line], at: int) -> Header | None:
    best: Header | None = None
    if not any(_chinese(word.text) in _pieces() for word in lines[at].words):
        return None
    for end in range(at + 1, min(at + _MOST_LINES, len(lines)) + 1):
        if not _may_head(lines[max(end - 2, at) : end]):
            break
        found = _stacked(lines[at:end])
        if found.known >= _LEAST and (best is None or _worth(found) > _worth(best)):
            best = found
    return best


def _worth(header: Header) -> tuple[bool, int, int]:
    names = header.names
    return any(kind.places(names) for kind in shipped_maps()), header.known, -len(header.lines)


def _may_head(band: Sequence[Line]) -> bool:
    near = all(
        above.baseline - below.baseline < _NEAR * max(above.height, below.height) for above, below in pairwise(band)
    )
    return near and not any(word.is_day or word.is_amount for word in band[-1].words)


def _stacked(band: Sequence[Line]) -> Header:
    """A heading whose names may each stand on several lines: what is Chinese and stands one above the other is one."""
    cells: list[_Cell] = []
    for line in band:
        for word in _named_words(line):
            if not _CHINESE.search(word.text):
                continue
            over = [cell for cell in cells if min(cell.right, word.right) > max(cell.left, word.left)]
            cells = [cell for cell in cells if not any(cell is one for one in over)]
            parts = [*(part for cell in over for part in cell.parts), word]
            cells.append(_Cell(parts, min(part.left for part in parts), max(part.right for part in parts)))
    return _made(cells, band)


def _names_a_table(line: Line) -> bool:
    """Whether a line heads a table of which no map says anything: instalments, points, rates."""
    texts = {word.text for word in line.words}
    if len(texts) < _LEAST or len(texts) < len(line.words) or any(re.search(r"\d", text) for text in texts):
        return False
    return all(2 <= len(text) <= 12 and _CHINESE.search(text) for text in texts) and (
        sum(bool(_OF_TABLE.search(text)) for text in texts) >= _LEAST - 1
    )


def _header(band: Sequence[Line], primary: Line) -> Header:
    cells = [_Cell([word], word.left, word.right) for word in _named_words(primary)]
    for line in band:
        if line is not primary:
            _join(cells, _named_words(line))
    return _made(cells, band)


def _made(cells: list[_Cell], band: Sequence[Line]) -> Header:
    cells.sort(key=lambda cell: cell.left)
    columns = [Column(name := _name(cell.parts), cell.left, cell.right, _kind(name)) for cell in cells]
    known = len({column.name for column in columns if column.name in _known()})
    return Header(columns, band[0], band[-1], known, list(band))


def _join(cells: list[_Cell], words: Sequence[Word]) -> None:
    """What stands above or below a name belongs to it; what stands alone is a column of its own."""
    for word in words:
        near = max(cells, key=lambda cell: min(cell.right, word.right) - max(cell.left, word.left))
        if min(near.right, word.right) > max(near.left, word.left):
            near.parts.append(word)
            near.left, near.right = min(near.left, word.left), max(near.right, word.right)
        else:
            cells.append(_Cell([word], word.left, word.right))


def _name(parts: Sequence[Word]) -> str:
    """A name from top to bottom; of two languages the Chinese one."""
    texts = [part.text for part in sorted(parts, key=lambda part: (-part.baseline, part.left))]
    for text in ("".join(texts), "".join(map(_chinese, texts))):
        if column_name(text) in _known():
            return column_name(text)
    return "".join(map(_chinese, texts)) or " ".join(texts)


def _chinese(text: str) -> str:
    """Without what is said again in English at its end; nothing of what is English alone."""
    return _LATIN_END.sub("", text) if _CHINESE.search(text) else ""


def _kind(name: str) -> str:
    if _AMOUNT.search(name):
        return "amount"
    if _DAY.search(name):
        return "day"
    return "number" if _NUMBER.search(name) else "text"


def _named_words(line: Line) -> list[Word]:
    """The words of a heading: names that stand too near to each other are parted, letters set apart are joined."""
    words = list(line.words)
    found: list[Word] = []
    at = 0
    while at < len(words):
        taken, name = _spread(words, at)
        if taken > 1 and name is not None:
            found.append(name)
            at += taken
            continue
        found += _parted(words[at])
        at += 1
    return found


def _spread(words: Sequence[Word], at: int) -> tuple[int, Word | None]:
    """How many words from there are one name that is set with blanks between its letters."""
    best: tuple[int, Word | None] = 1, None
    text = words[at].text
    for more in range(1, min(10, len(words) - at)):
        before, word = words[at + more - 1], words[at + more]
        if word.left - before.right > _LOOSE * word.height or len(word.text) > 4:
            break
        text += word.text
        if column_name(text) in _known() and column_name(before.text) not in _known():
            best = more + 1, word_of([glyph for one in words[at : at + more + 1] for glyph in one.glyphs])
    return best


def _parted(word: Word) -> list[Word]:
    """The names that one word is made of, if it is made of several."""
    text = word.text
    if column_name(text) in _known() or len(text) != len(word.glyphs):
        return [word]
    found, start = [], 0
    while start < len(text):
        size = next((n for n in range(min(14, len(text) - start), 1, -1) if text[start : start + n] in _known()), 0)
        if not size:
            return [word]
        found.append(word_of(word.glyphs[start : start + size]))
        start += size
    return found


@cache
def _known() -> Collection[str]:
    names = {name for kind in shipped_maps() for wanted in kind.columns.values() for name in wanted}
    names |= {name for kind in shipped_maps() for wanted in kind.known_by for name in wanted}
    return frozenset(names | set(_BESIDE))


@cache
def _pieces() -> Collection[str]:
    """All that may stand on one line of a known name."""
    return frozenset(
        name[start:end] for name in _known() for start in range(len(name)) for end in range(start + 1, len(name) + 1)
    )
