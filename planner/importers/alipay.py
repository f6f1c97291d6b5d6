"""The Alipay bill in its layouts: A web (to about 2020), B app 2021–22, C app since 2023, D the same with a new title.

Nothing is counted: the header is the line that names the columns, wherever it stands and in whatever order, and every
row after it is kept, also one of which only a part can be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter

from planner.domain.imports.file import FileEntry, FileRow, PaymentFile
from planner.domain.imports.work import ALONE, STEP, Work
from planner.errors import PlannerError
from planner.importers.alipay_rows import meaning
from planner.importers.textfile import Lines, cells_of, encoding_of, row_at
from planner.importers.values import amount_of, day_of, is_cut, number_of
from planner.values import dataclass, field

FORMAT = "alipay"

_HEAD = 1 << 16  # bytes by which a file is told
_LINES_OF_HEAD, _MOST_BESIDE, _MOST_OF_NOTE = 5_000, 10_000, 300  # lines above, beside the table; of one
_WORDS = ("交易", "金额", "收/支", "支付宝", "商品")
_COLUMNS = {
    "on": ("付款时间", "交易时间", "交易创建时间", "创建时间", "最近修改时间"),  # the first that is filled
    "category": ("交易分类", "类型", "交易类型", "业务类型"),
    "counterparty": ("交易对方",),
    "goods": ("商品说明", "商品名称", "商品"),
    "direction": ("收/支", "收支", "收/支类型"),
    "amount": ("金额", "交易金额"),
    "pay_method": ("收/付款方式", "付款方式", "支付方式"),
    "status": ("交易状态",),
    "order_no": ("交易订单号", "交易号", "支付宝交易号"),
    "merchant_no": ("商家订单号", "商户订单号"),
    "note": ("备注",),
    "funds": ("资金状态",),
}
_FIELD_OF = {name: field for field, names in _COLUMNS.items() for name in names}
_FIELDS = (
    "on", "amount", "order_no", "merchant_no",
    "category", "counterparty", "goods", "direction", "pay_method", "status", "note", "funds",
)  # fmt: skip
_NONE = {"/": "", "-": ""}  # strokes that stand for no text
_FREE_TEXT = ("goods", "counterparty", "note")  # where a comma may stand unquoted
_FOREIGN = {"交易单号", "商户单号", "当前状态", "商户名称", "商家单号"}  # columns of WeChat, JD and Meituan bills
_NEEDED = {"on", "amount", "direction", "status"}  # without one of them no row says what it is
_OPTIONAL_IN_FOREIGN = ("counterparty", "goods", "direction", "status", "order_no")

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?))?(?!\d)")
_DIRECTIONS = {"支出", "收入", "不计收支", "其他", "/", ""}
_STATUS = re.compile(r"成功|关闭|失败|等待|完成|付款|还款|取消|处理中")
_RULE = re.compile(r"[-—=_─\s]*")
_FOOTER = re.compile(
    r"共\s*\d+\s*笔|(?:已|待)?(?:收入|支出)[:：]|(?:其他|不计收支)[:：]|导出|姓名|支付宝账[户号]|账号|用户|"
    r"[起终]始?[始止](?:时间|日期)|特别提示|\d+[.、．]\D"
)
_NAMED = re.compile(r"支付宝.{0,80}(?:回单|交易记录)|^\W*支付宝账[户号]")
_DECLARED = re.compile(r"共\s*(\d+)\s*笔")
_FROM = re.compile(r"起始(?:时间|日期)[:：]\s*\[?([^\]\s]+)")
_TO = re.compile(r"终止(?:时间|日期)[:：]\s*\[?([^\]\s]+)")


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns of the table: ``at`` maps a field to the places where it stands, first choice first."""

    line: int
    names: tuple[str, ...]
    at: dict[str, tuple[int, ...]]
    width: int = field(init=False, compare=False)
    take: Callable[[Sequence[str]], tuple[str, ...]] = field(init=False, compare=False)
    """Of the cells of a row, one for each column and an empty one, those of ``_FIELDS`` in their first place."""
    several: tuple[tuple[int, tuple[int, ...]], ...] = field(init=False, compare=False)
    """Which of ``_FIELDS`` have more places, and all of these."""
    odd: list[None] = field(init=False, compare=False)
    """One for each row that fits in no way."""

    def __post_init__(self) -> None:
        places = [self.at.get(name, (len(self.names),)) for name in _FIELDS]
        object.__setattr__(self, "odd", [])
        object.__setattr__(self, "width", len(self.names))
        object.__setattr__(self, "take", itemgetter(*(first for first, *_ in places)))
        object.__setattr__(self, "several", tuple((at, found) for at, found in enumerate(places) if len(found) > 1))

    def texts(self, cells: Sequence[str]) -> list[str]:
        """The texts of ``_FIELDS`` in a row: of several places the first that is filled; a stroke stands for none."""
        taken = self.take([*cells, ""])
        found = [*map(_NONE.get, taken, taken)]
        for number, places in self.several:
            if not cells[places[0]]:
                text = next((cells[place] for place in places if cells[place]), "")
                found[number] = _NONE.get(text, text)
        return found


def sure(data: bytes) -> int:
    """How sure it is that ``data`` is a bill of Alipay, by its beginning; see ``readers.Reader``."""
    lines = _lines(data[:_HEAD], data[:_HEAD])
    if _find_header(lines) is not None:
        return 2
    return int(_is_named(lines))


def read(data: bytes, work: Work = ALONE) -> PaymentFile:
    """The bill in ``data``, each row with its meaning.

    Raises:
        PlannerError: ``import.truncated``, ``import.not_a_bill`` without a table, ``import.no_rows`` with an empty one.
        Stopped: as ``work`` says.
    """
    head = data[:_HEAD]
    lines = _lines(data, head)
    start = _find_header(lines)
    if start is None:
        raise PlannerError("import.truncated" if _is_named(_lines(head, head)) else "import.not_a_bill")
    before = [lines[number][:_MOST_OF_NOTE] for number in range(start.line)]
    beside = list(before)
    rows = _rows(lines, start, beside)
    entries = tuple(FileEntry(row, meaning(row)) for row in _watched(rows, len(lines), work))
    if not entries:
        raise PlannerError("import.no_rows", line=start.line + 1)
    declared, from_on, to_on = _stated(beside)
    return PaymentFile(FORMAT, _layout(before, start), entries, declared, from_on, to_on)


def _lines(data: bytes, head: bytes) -> Lines:
    return Lines(data, encoding_of(head, _WORDS))


def _is_named(lines: Sequence[str]) -> bool:
    """Whether what stands around the table of a bill is there."""
    return any(_NAMED.search(line) for line in lines)


def _watched(rows: Iterator[FileRow], lines: int, work: Work) -> Iterator[FileRow]:
    for number, row in enumerate(rows):
        if number % STEP == 0:
            work.step("reading", row.line, lines)
        yield row


def _stated(beside: Sequence[str]) -> tuple[int | None, date | None, date | None]:
    """What the lines beside the table say: how many rows (those of several bills together), from when to when."""
    numbers = [int(found[1]) for line in beside if (found := _DECLARED.match(line.lstrip(' \t",')))]
    text = "\n".join(beside)
    start, end = _FROM.search(text), _TO.search(text)
    return (
        sum(numbers) if numbers else None,
        day_of(start[1])[0] if start else None,
        day_of(end[1])[0] if end else None,
    )


def _header(line: str, number: int) -> _Header | None:
    """The columns that ``line`` names, or None if it does not head a table of Alipay."""
    if "金额" not in line:
        return None
    names = tuple(_column_name(cell) for cell in cells_of(line))
    while names and not names[-1]:
        names = names[:-1]
    at: dict[str, tuple[int, ...]] = {}
    for name, known in _COLUMNS.items():
        places = tuple(names.index(column) for column in known if column in names)
        if places:
            at[name] = places
    found = sum(name in at for name in _OPTIONAL_IN_FOREIGN)
    if not at.keys() >= _NEEDED or found < 3 or _FOREIGN.intersection(names):
        return None
    return _Header(number, names, at)


def _column_name(cell: str) -> str:
    name = unicodedata.normalize("NFKC", cell).replace(" ", "")
    return name.removesuffix("(元)").removesuffix("(CNY)")


def _find_header(lines: Lines) -> _Header | None:
    found = (_header(lines[number], number) for number in range(min(len(lines), _LINES_OF_HEAD)))
    return next(filter(None, found), None)


def _layout(lines: Sequence[str], header: _Header) -> str:
    """A, B, C or D, by the columns and the title; told for information, never to find a value."""
    if "资金状态" in header.names or "交易创建时间" in header.names:
        return "A"
    before = "\n".join(lines)
    if "支付科技" in before:
        return "D"
    return "B" if header.names[0] in ("收/支", "收支") and "导出信息" not in before else "C"


def _rows(lines: Sequence[str], header: _Header, beside: list[str]) -> Iterator[FileRow]:
    """The rows below the header, broken ones put together; rules, blank lines and information go to ``beside``."""
    number, known = header.line + 1, dict[str, str]()
    while number < len(lines):
        line, taken = lines[number], 1
        if '"' in line:
            line, taken = row_at(lines, number, width=header.width)
        again = _header(line, number)
        if again:  # bills put one after the other
            header = again
        elif _is_row(line, header):
            if taken == 1 and line.count(",") < header.width - 2:
                taken = _length(lines, number, header)
                line = "\n".join(lines[number : number + taken])
            yield _row(line, number + 1, header, known, is_last=number + taken == len(lines))
        elif len(beside) < _MOST_BESIDE:
            beside.append(line[:_MOST_OF_NOTE])
        number += taken


def _is_row(line: str, header: _Header) -> bool:
    """Whether ``line`` is (the beginning of) a row: no rule, no blank line and no line of the information block."""
    commas = line.count(",")
    if commas and commas >= header.width - 2:
        return bool(line.strip(", \t") and line.replace(",", "").strip())
    if _RULE.fullmatch(line) or not line.replace(",", "").strip():
        return False
    if not commas:  # the file ends in the middle of a row
        return bool(_DATE.match(line.lstrip()))
    return not _FOOTER.match(line.lstrip(' \t"'))


def _length(lines: Sequence[str], number: int, header: _Header) -> int:
    """How many lines the row at ``number`` takes: more than one when a line end stands inside a cell."""
    commas = lines[number].count(",")
    for extra in range(1, 4):
        if commas >= header.width - 2 or number + extra >= len(lines):
            return 1
        following = lines[number + extra]
        if _starts_row(following) or _FOOTER.match(following) or _RULE.fullmatch(following):
            return 1
        commas += following.count(",")
        if header.width - 1 <= commas <= header.width:
            return extra + 1
    return 1


def _starts_row(line: str) -> bool:
    first = cells_of(line)[0]
    return (
        bool(_DATE.match(first))
        or first in ("支出", "收入", "不计收支", "其他")
        or bool(re.fullmatch(r"\d{6,}", first))
    )


def _row(raw: str, line: int, header: _Header, known: dict[str, str], *, is_last: bool) -> FileRow:
    """One row. ``known`` keeps each of the texts that rows have in common once: shops, ways of paying, times of day.

    One that ends with the file before its last column may have been cut anywhere: its amount is not believed.
    """
    given = cells_of(raw)
    cells, fits = _aligned(given, header)
    same = known.setdefault
    when, price, order_no, merchant_no, *texts = header.texts(cells)
    category, counterparty, goods, direction, pay_method, status, note, funds = map(same, texts, texts)
    on, at = day_of(when)
    whole = fits and not (is_last and len(given) < header.width) and not _is_cut(cells, header)
    amount_minor = _amount(price) if whole else None
    return FileRow(
        line,
        on,
        same(at, at),
        category,
        counterparty,
        goods,
        direction,
        amount_minor,
        pay_method,
        status,
        number_of(order_no),
        number_of(merchant_no),
        note,
        funds,
        "date" if on is None else "amount" if amount_minor is None else "",
    )


def _aligned(cells: list[str], header: _Header) -> tuple[list[str], bool]:
    """The cells under their columns, exactly as many as there are columns, and whether they stand there.

    Rows may lack their last cells or hold commas that nobody quoted. Of the ways to cut such a row, the one is taken
    in which date, amount, direction and status stand where they belong; the plain one if none is better.
    """
    best = _fitted(cells, header.width)
    best_fit = _fit(best, header)
    fits = len(cells) >= header.width and not any(cells[header.width :])
    if best_fit == _WHOLE or (fits and best_fit >= _DAY_AND_AMOUNT and not _is_cut(best, header)):
        return best, True
    if len(header.odd) >= _MOST_ODD:
        return best, fits
    cells = cells[: header.width + _MOST_JOINED]
    for option in _options(cells, header):
        fit = _fit(option, header)
        if fit > best_fit:
            best, best_fit, fits = option, fit, fit == _WHOLE
    if best_fit < _WHOLE:
        header.odd.append(None)
    return best, fits


_WHOLE, _DAY_AND_AMOUNT = 8, 6
_MOST_ODD = 500  # rows that fit in no way, after which no other ways are tried
_MOST_JOINED = 4  # cells that were one text


def _fit(cells: Sequence[str], header: _Header) -> int:
    """How many of the cells that can be checked stand where they belong, weighted."""
    status = header.at.get("status")
    direction = header.at.get("direction")
    fit = 3 * any(_dated(cells[place]) is not None for place in header.at["on"])
    fit += 3 * (_amount(cells[header.at["amount"][0]]) is not None)
    fit += direction is None or cells[direction[0]] in _DIRECTIONS
    fit += status is None or _is_status(cells[status[0]])
    return fit


@lru_cache(maxsize=16)
def _dated(text: str) -> re.Match[str] | None:
    return _DATE.match(text)


@lru_cache(maxsize=256)
def _is_status(text: str) -> bool:
    return bool(_STATUS.search(text))


def _is_cut(cells: Sequence[str], header: _Header) -> bool:
    """Whether a comma in the amount parts the row, unquoted."""
    place = header.at["amount"][0]
    return place + 1 < len(cells) and is_cut(cells[place], cells[place + 1])


def _options(cells: list[str], header: _Header) -> Iterator[list[str]]:
    """Other ways to cut a row: cells joined where an unquoted comma may stand, or an empty one put in."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    for name in ("amount", *_FREE_TEXT):
        for place in header.at.get(name, ()):
            for more in range(2, _MOST_JOINED + 1):
                joined = ",".join(cells[place : place + more])
                if name != "amount" or _amount(joined) is not None:
                    option = _fitted([*cells[:place], joined, *cells[place + more :]], header.width)
                    if name == "amount" or not _is_taken(option, header):
                        yield option
    for place in range(len(cells)):
        yield _fitted([*cells[:place], "", *cells[place:]], header.width)


def _is_taken(cells: Sequence[str], header: _Header) -> bool:
    """Whether the text before the amount may have taken its thousands: ``…,1`` before ``234.56``."""
    place = header.at["amount"][0]
    return place > 0 and is_cut(cells[place - 1].rpartition(",")[2], cells[place])


def _fitted(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


@lru_cache(maxsize=1024)
def _amount(text: str) -> int | None:
    """Whole fen of ``￥1,234.50``; None for anything that is not an exact, not negative amount."""
    minor = amount_of(text)
    return minor if minor is not None and minor >= 0 else None
