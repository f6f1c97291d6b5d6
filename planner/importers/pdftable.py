"""The tables of a PDF as rows of cells: what stands below a heading, column by column, over as many pages as it goes.

Which column a word belongs to is seen by where it stands, never by the order in which a file has it. Where one word
reaches over two columns of figures nobody can tell which digits belong to which: both stay unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from planner.domain.imports.file import PAGE
from planner.domain.imports.work import ALONE, Work
from planner.importers.pdf import Glyph
from planner.importers.pdfbroken import with_whole_amounts, with_whole_days
from planner.importers.pdfheader import Column, Header, headers, likely
from planner.importers.pdfwords import CURRENCY, UNREADABLE, Line, Read, Word, overlap, read_pdf, word_of
from planner.importers.values import SECTION
from planner.values import dataclass, field

_PART = 0.08  # of their size that characters stand apart where a word that reaches over two columns is parted
_FOLLOWS = 1.9  # of its height that a line stands below the one that it goes on with
_FAR = 1e6
_FAR_OFF = 12.0  # of its size that a word stands beside a column that it may still belong to
_NEXT_ROW = 4.0  # of its height that a row without a day stands below the one before it
_WIDE = 0.5  # of its height that a line which goes on may reach into the next column
_ASIDE = re.compile(r"本期|上期|应还|最低|合计|总计|小计|积分|额度|第\d*页|\d+/\d+页|温馨提示|说明[:：]|如有|客服|热线")
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\d[.,]\d")
_TAIL = 4  # digits by which a card is named: more are a number that may go on in the next line
_MMDD = re.compile(r"[01]\d[0-3]\d")
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass
class Table:
    """A heading with its number, and below it rows by number; a line that is no row is one cell."""

    header: list[str]
    number: int
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass
class Tables:
    """All of a PDF: its tables, and all its lines; the numbers of those below a heading that look like rows."""

    tables: list[Table]
    read: Read
    like_rows: frozenset[int] = frozenset()


@dataclass
class _Row:
    line: Line
    cells: list[list[Word]]
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)


def tables_of(data: bytes, work: Work = ALONE) -> Tables:
    """The tables of a PDF. One that was read just now is not read again.

    Raises:
        PlannerError, Stopped: see ``read_pdf``.
    """
    if work is ALONE:
        return _kept(data)
    return _tables(read_pdf(data, work))


@lru_cache(maxsize=1)
def _kept(data: bytes) -> Tables:
    return _tables(read_pdf(data, ALONE))


def _tables(read: Read) -> Tables:
    pages: dict[int, list[Line]] = {}
    for line in read.lines:
        pages.setdefault(line.page, []).append(line)
    found = {page: list(headers(lines)) for page, lines in pages.items()}
    if not any(header.known for heads in found.values() for header in heads):
        found = _unknown(pages, found)
    parts = list(_parts(pages, found))
    for _, lines in parts:
        read.unseen += sum(map(_pale, lines))
    tables = [_table(header, lines) for header, lines in parts]
    first = min((table.number for table in tables), default=0)
    like_rows = {number for line in read.lines if (number := _number(line)) > first and _begins_like_a_row(line)}
    return Tables(tables, read, frozenset(like_rows))


def _pale(line: Line) -> int:
    """How many white characters of a line look like (a part of) a row."""
    words = [word for word in line.words if word.pale]
    return sum(len(word.text) for word in words) if any(word.is_day or word.is_amount for word in words) else 0


def _unknown(pages: dict[int, list[Line]], found: dict[int, list[Header]]) -> dict[int, list[Header]]:
    """The same headings, and that of a table which nobody knows, on each page that repeats it."""
    names: list[str] | None = None
    for page, lines in pages.items():
        head = likely(lines, _begins_like_a_row)
        if head is None or names not in (None, head.names):
            continue
        names = head.names
        if all(one.first is not head.first for one in found[page]):
            found[page] = sorted([*found[page], head], key=lambda one: one.first.number)
    return found


def _looks_like_a_row(line: Line) -> bool:
    words = line.plain
    return len(words) > 2 and any(word.is_day for word in words) and any(word.is_amount for word in words)


def _begins_like_a_row(line: Line) -> bool:
    words = line.plain
    return _looks_like_a_row(line) and any(word.is_day for word in words[:2]) and words[0].text[:1].isdigit()


def _parts(pages: dict[int, list[Line]], found: dict[int, list[Header]]) -> Iterator[tuple[Header, list[Line]]]:
    """Each heading with the lines from there to the next one, on this page and those after it."""
    current: tuple[Header, list[Line]] | None = None
    for page, lines in pages.items():
        of_heads = {id(line) for head in found[page] for line in head.lines}
        starts = {head.last.number: head for head in found[page]}
        for line in lines:
            if line.number in starts:
                if current is not None:
                    yield current
                current = starts[line.number], []
            elif current is not None and id(line) not in of_heads:
                current[1].append(line)
    if current is not None:
        yield current


def _table(header: Header, lines: Sequence[Line]) -> Table:
    columns = header.columns
    _find_days(columns, lines)
    lines = with_whole_days(lines, columns)
    reach = _reach(columns, lines)
    lines = with_whole_amounts(lines, columns, reach)
    table = Table(header.names, _number(header.first))
    items: list[_Row | Line] = []
    last: Line | None = header.last
    open_ = True
    broken: dict[int, _Row] = {}  # rows without a day, unless another row takes them for a part of its own
    for line in lines:
        words = line.plain
        if not words:
            continue
        open_ = open_ and not _ASIDE.search(line.text)
        cells = _cells(words, columns, reach)
        if _has_day(cells, columns):
            items.append(_Row(line, cells))
            last, open_ = line, True
        else:
            items.append(line)
            if open_ and _is_broken(line, cells, columns, last):
                broken[id(line)] = _Row(line, cells)
                last = line
    _attach(items, columns, reach)
    for item in [item if isinstance(item, _Row) else broken.get(id(item), item) for item in items]:
        if isinstance(item, _Row):
            table.rows.append((_number(item.line), _texts(item, columns, reach)))
        else:
            table.rows.append((_number(item), [item.text]))
    return table


def _number(line: Line) -> int:
    return line.page * PAGE + min(line.number, PAGE - 1)


def _find_days(columns: Sequence[Column], lines: Sequence[Line]) -> None:
    """Columns that hold days under a name that does not say so."""
    if any(column.kind == "day" for column in columns):
        return
    for line in lines:
        for word in line.plain:
            if word.is_day:
                near = max(columns, key=lambda one: overlap(word, one.left, one.right))
                if overlap(word, near.left, near.right) > 0:
                    near.kind = "day"
                    return


# -- which column ------------------------------------------------------------------------------------------------------


def _reach(columns: Sequence[Column], lines: Sequence[Line]) -> list[tuple[float, float]]:
    """How far each column reaches, by the words that stand below one name alone, in rows."""
    reach = [(column.left, column.right) for column in columns]
    for line in lines:
        if not _looks_like_a_row(line):
            continue
        for word in line.plain:
            below = [at for at, one in enumerate(columns) if overlap(word, one.left, one.right) > 0]
            if len(below) == 1 and _suits(word, columns[below[0]]):
                left, right = reach[below[0]]
                reach[below[0]] = min(left, word.left), max(right, word.right)
    return reach


def _suits(word: Word, column: Column) -> bool:
    if column.kind == "day":
        return word.is_day or bool(_MMDD.fullmatch(word.text)) or ":" in word.text
    if column.kind == "amount":
        return bool(CURRENCY.fullmatch(word.text)) or bool(_FIGURE.search(word.text))
    return not (word.is_day or (column.kind == "number" and word.is_amount))


def _cells(words: Sequence[Word], columns: Sequence[Column], reach: Sequence[tuple[float, float]]) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _ in columns]
    glued: list[tuple[Word, list[int]]] = []
    for word in words:
        over = _over(word, columns)
        if len(over) < 2:  # nearly all
            cells[_place(word, columns, reach, over)].append(word)
            continue
        for part in _parted(word):
            over = _over(part, columns)
            cells[_place(part, columns, reach, over)].append(part)
            if len(over) > 1:
                glued.append((part, over))
    for part, over in glued:
        _mark(part, [at for at in over if columns[at].kind != "text"], cells)
    return cells


def _over(word: Word, columns: Sequence[Column]) -> list[int]:
    """The columns whose names stand above a word, by more than its edge."""
    left, right, found = word.left, word.right, []
    for at, one in enumerate(columns):
        if one.right > left and one.left < right:
            shared = min(right, one.right) - max(left, one.left)
            if shared > 0.25 * min(one.right - one.left, right - left):
                found.append(at)
    return found


def _mark(word: Word, figures: Sequence[int], cells: list[list[Word]]) -> None:
    """A word over several columns of figures of which one has no other: what belongs to which cannot be told."""
    empty = [at for at in figures if all(one is word for one in cells[at])]
    held = any(word in cells[at] for at in figures)
    for at in empty if not held or len(empty) > 1 else []:
        cells[at] = [_unreadable(word)]


def _unreadable(word: Word) -> Word:
    return Word(UNREADABLE + word.text, word.left, word.right, word.baseline, word.height, word.glyphs)


def _parted(word: Word) -> list[Word]:
    """A word over several names in parts, where its characters stand a little more apart than they do elsewhere."""
    shown = [glyph for glyph in word.glyphs if glyph[4] != " "]
    gaps = {id(glyph): glyph[1] - before[2] for before, glyph in pairwise(shown)}
    most = max(gaps.values(), default=0.0)
    if most < _PART * word.height:
        return [word]
    parts: list[list[Glyph]] = [[]]
    for glyph in word.glyphs:
        if gaps.get(id(glyph), 0.0) > 0.6 * most:
            parts.append([])
        parts[-1].append(glyph)
    return [word_of(part) for part in parts]


def _place(word: Word, columns: Sequence[Column], reach: Sequence[tuple[float, float]], over: Sequence[int]) -> int:
    """The column of a word: the one that it stands in by most of itself, else the nearest that it suits."""
    left, right = word.left, word.right
    shares = [min(right, ends[1]) - max(left, ends[0]) for ends in reach]
    suiting = [at for at, share in enumerate(shares) if share > 0 and _suits(word, columns[at])]
    named = [at for at in suiting if at in over]
    if named or suiting:
        return max(named or suiting, key=lambda at: shares[at])
    if over:
        return max(over, key=lambda at: shares[at])

    far = -_FAR_OFF * word.height
    return min(range(len(columns)), key=lambda at: (shares[at] < far, not _suits(word, columns[at]), -shares[at]))


def _has_day(cells: Sequence[Sequence[Word]], columns: Sequence[Column]) -> bool:
    """Whether a line begins a row: a day in a column of days, and something in another column of the table."""
    filled = sum(bool(cell) for cell in cells)
    days = (cell[0] for cell, column in zip(cells, columns, strict=True) if cell and column.kind == "day")
    return filled > 2 and any(word.is_day or _MMDD.fullmatch(word.text) for word in days)


def _is_broken(line: Line, cells: Sequence[Sequence[Word]], columns: Sequence[Column], last: Line | None) -> bool:
    """Whether a line without a day stands among the rows like one of them."""
    filled = sum(bool(cell) for cell in cells)
    if last is None or filled < 3 or not any(word.is_amount or UNREADABLE in word.text for word in line.plain):
        return False
    near = line.page != last.page or last.baseline - line.baseline < _NEXT_ROW * line.height
    amounts = [cell for cell, column in zip(cells, columns, strict=True) if column.kind == "amount"]
    return near and any(amounts)


# -- what goes on below ------------------------------------------------------------------------------------------------


def _attach(items: list[_Row | Line], columns: Sequence[Column], reach: Sequence[tuple[float, float]]) -> None:
    """Give the lines that go on with a cell to the row above or the one below: between rows there is more room."""
    at = 0
    upper: _Row | None = None
    while at < len(items):
        item = items[at]
        if isinstance(item, _Row):
            upper = item
            at += 1
            continue
        end = at
        while end < len(items) and not isinstance(items[end], _Row):
            end += 1
        between = [line for line in items[at:end] if isinstance(line, Line)]
        lower = items[end] if end < len(items) else None
        taken = _share(between, upper, lower if isinstance(lower, _Row) else None, columns, reach)
        items[at:end] = [line for line in between if id(line) not in taken]
        at = end - len(taken)


def _share(
    between: Sequence[Line],
    upper: _Row | None,
    lower: _Row | None,
    columns: Sequence[Column],
    reach: Sequence[tuple[float, float]],
) -> set[int]:
    goes_on = [line for line in between if _goes_on(line, columns, reach)]
    split = _split(goes_on, upper, lower)
    taken: set[int] = set()
    if upper is not None:
        above = upper.line
        for line in goes_on[:split]:
            gap = _gap(above, line)
            if not _goes_over_the_page(above, line, lower) and (gap is None or gap > _FOLLOWS * line.height):
                break
            if not _takes(upper, line, columns, reach):
                break
            upper.below.append(line)
            taken.add(id(line))
            above = line
    if lower is not None:
        below = lower.line
        for line in reversed(goes_on[split:]):
            gap = _gap(line, below)
            if gap is None or gap > _FOLLOWS * line.height or not _takes(lower, line, columns, reach):
                break
            lower.above.insert(0, line)
            taken.add(id(line))
            below = line
    return taken


def _split(goes_on: Sequence[Line], upper: _Row | None, lower: _Row | None) -> int:
    """How many of the lines between two rows are the upper one's: there is most room between rows, or as much."""
    if upper is None or lower is None:
        return 0 if upper is None else len(goes_on)
    chain = [upper.line, *goes_on, lower.line]
    gaps = []
    for above, below in pairwise(chain):
        gap = _gap(above, below)
        if gap is None:
            goes_over = below is not lower.line and not upper.above and _goes_over_the_page(above, below, lower)
            gap = 0.0 if goes_over else _FAR
        gaps.append(gap)
    return max(at for at, gap in enumerate(gaps) if gap >= 0.9 * max(gaps))


def _goes_over_the_page(above: Line, line: Line, lower: _Row | None) -> bool:
    """Whether a line is the first of the next page, and rows follow there without a heading."""
    turned = line.page == above.page + 1 and line.number == 1 and lower is not None
    gap = _gap(line, lower.line) if turned and lower is not None else None
    return gap is not None and gap <= 2 * _FOLLOWS * line.height


def _gap(above: Line, below: Line) -> float | None:
    return above.baseline - below.baseline if above.page == below.page else None


def _goes_on(line: Line, columns: Sequence[Column], reach: Sequence[tuple[float, float]]) -> bool:
    """Whether a line holds nothing but text, and parts of long numbers, within their columns."""
    words = line.plain
    if (
        not words
        or len(words) > len(columns) - 2
        or _ASIDE.search(line.text)
        or SECTION.fullmatch(line.text.replace(" ", ""))
    ):
        return False
    for word in words:
        at = max(range(len(columns)), key=lambda one: overlap(word, *reach[one]))
        if not _may_go_on(word, columns[at].kind) or word.is_day or overlap(word, *reach[at]) <= 0:
            return False
        slack = _WIDE * word.height
        if at and word.left < min(reach[at][0], reach[at - 1][1]) - slack:
            return False
        if at + 1 < len(columns) and word.right > max(reach[at][1], reach[at + 1][0]) + slack:
            return False
    return True


def _may_go_on(word: Word, kind: str) -> bool:
    """Whether a word can be a part of a cell that began on another line: not the whole of a number, no day."""
    has_digits = bool(_DIGIT.search(word.text))
    if kind == "amount":
        return has_digits or not word.text.isascii()
    if kind == "number":
        return not word.is_amount and (len(word.text) > _TAIL if has_digits else not word.text.isascii())
    return kind == "text" and not word.is_amount


def _takes(row: _Row, line: Line, columns: Sequence[Column], reach: Sequence[tuple[float, float]]) -> bool:
    """Whether a line can belong to a row: an amount that it holds is the only one of its cell."""
    held = [row.line, *row.above, *row.below]
    taken = [_cells(one.plain, columns, reach) for one in held]
    return not any(
        column.kind == "amount"
        and any(_DIGIT.search(word.text) for word in cell)
        and any(_DIGIT.search(word.text) for cells in taken for word in cells[at])
        for at, (cell, column) in enumerate(zip(_cells(line.plain, columns, reach), columns, strict=True))
    )


def _texts(row: _Row, columns: Sequence[Column], reach: Sequence[tuple[float, float]]) -> list[str]:
    texts = []
    added = {
        place: [_cells(line.plain, columns, reach) for line in lines]
        for place, lines in (("above", row.above), ("below", row.below))
    }
    for at, cell in enumerate(row.cells):
        parts = [*(one[at] for one in added["above"]), cell, *(one[at] for one in added["below"])]
        texts.append(_joined([_spaced(part) for part in parts if part]))
    return texts


def _spaced(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell as one: a blank stands between Latin words alone."""
    text = ""
    for line in lines:
        blank = " " if text and _LATIN.match(text[-1]) and _LATIN.match(line[0]) else ""
        text += blank + line
    return text
