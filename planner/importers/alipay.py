"""The Alipay bill in its layouts: A web (to about 2020), B app 2021–22, C app since 2023, D the same with a new title.

Nothing is counted: the header is the line that names the columns, wherever it stands and in whatever order, and every
row after it is kept, also one of which only a part can be read. A bill that another program saved again (a workbook, a
page, tabs between the cells) is read by its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from planner.domain.imports.file import FileEntry, FileRow, PaymentFile
from planner.domain.imports.work import ALONE, STEP, Work
from planner.errors import PlannerError
from planner.importers.alipay_header import Header, header_of
from planner.importers.alipay_rows import meaning
from planner.importers.source import Counted, Source
from planner.importers.textfile import Lines, cells_of, encoding_of, row_at
from planner.importers.values import amount_of, day_of, is_cut, number_of

FORMAT = "alipay"

_HEAD = 1 << 16  # bytes by which a file is told
_LINES_OF_HEAD, _MOST_BESIDE, _MOST_OF_NOTE = 5_000, 10_000, 300  # lines above, beside the table; of one
_WORDS = ("交易", "金额", "收/支", "支付宝", "商品")
_PADDED = (",,,", ',"",""')
_ROWS_OF_WORK = 200_000  # of which progress is told: a workbook does not say how many it has
_FREE_TEXT = ("goods", "counterparty", "note")  # where a comma may stand unquoted

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?))?(?!\d)")
_DIRECTIONS = {"支出", "收入", "不计收支", "其他", "/", ""}
_NUMBER, _HAN = re.compile(r"[\d.,_-]+"), re.compile(r"[\u4e00-\u9fff]")
_STATE = re.compile(r"(?:交易|支付|还款|退款|放款|付款|转账|缴费|充值)(?:成功|失败|关闭|完成)|已?(?:关闭|完成|退款)")
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


def sure(source: Source) -> int:
    """How sure it is that ``source`` is a bill of Alipay, by its beginning; see ``readers.Reader``.

    Raises:
        PlannerError: of a workbook what ``Source.sheets`` raises.
    """
    if source.is_pdf:
        return 0
    named = False
    if source.is_text:
        head = source.data[:_HEAD]
        lines = _lines(head, head)
        if _find_header(lines) is not None:
            return 2
        named = _is_named(lines)
    headed = any(_heads(cells) for sheet in source.head for cells in sheet)
    return 2 if headed else int(named)


def read(source: Source, work: Work = ALONE) -> PaymentFile:
    """The bill in ``source``, each row with its meaning.

    Raises:
        PlannerError: ``import.truncated``, ``import.not_a_bill`` without a table, ``import.no_rows`` with an empty one;
            of a workbook what ``Source.sheets`` raises.
        Stopped: as ``work`` says.
    """
    head = source.data[:_HEAD]
    lines = _lines(source.data, head) if source.is_text else ()
    start = _find_header(lines)
    table = _Table(start, [lines[number][:_MOST_OF_NOTE] for number in range(start.line if start else 0)])
    if start is not None:
        rows = _watched(_rows(lines, start, table.beside), len(lines), work)
    else:
        rows = _watched(_saved_again(source, table), _ROWS_OF_WORK, work)
    entries = tuple(FileEntry(row, meaning(row)) for row in rows)
    if table.first is None:
        named = source.is_text and _is_named(_lines(head, head))
        raise PlannerError("import.truncated" if named else "import.not_a_bill")
    if not entries:
        raise PlannerError("import.no_rows", line=table.first.line + 1)
    declared, from_on, to_on = _stated(table.beside)
    before = table.beside[: table.above]
    return PaymentFile(FORMAT, _layout(before, table.first), entries, declared, from_on, to_on)


class _Table:
    """What is known of a table while its rows are read: its first header and the lines beside it."""

    def __init__(self, first: Header | None, before: list[str]) -> None:
        self.first = first
        self.beside = before
        self.above = len(before)
        """How many of ``beside`` stand above the first header."""

    def headed(self, header: Header) -> None:
        """A header was found."""
        if self.first is None:
            self.first, self.above = header, len(self.beside)

    def add(self, line: str) -> None:
        """A line that is no row."""
        if len(self.beside) < _MOST_BESIDE:
            self.beside.append(line[:_MOST_OF_NOTE])


def _lines(data: bytes, head: bytes) -> Lines:
    return Lines(data, encoding_of(head, _WORDS))


def _is_named(lines: Sequence[str]) -> bool:
    """Whether what stands around the table of a bill is there."""
    return any(_NAMED.search(line) for line in lines)


def _watched(rows: Iterator[FileRow], lines: int, work: Work) -> Iterator[FileRow]:
    for number, row in enumerate(rows):
        if number % STEP == 0:
            work.step("reading", min(row.line, lines), lines)
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


def _header(line: str, number: int) -> Header | None:
    return header_of(cells_of(line), number) if "金额" in line else None


def _heads(cells: Sequence[str], line: int = 0) -> Header | None:
    return header_of(cells, line) if any("金额" in cell for cell in cells) else None


def _find_header(lines: Sequence[str]) -> Header | None:
    found = (_header(lines[number], number) for number in range(min(len(lines), _LINES_OF_HEAD)))
    return next(filter(None, found), None)


def _layout(lines: Sequence[str], header: Header) -> str:
    """A, B, C or D, by the columns and the title; told for information, never to find a value."""
    if "资金状态" in header.names or "交易创建时间" in header.names:
        return "A"
    before = "\n".join(lines)
    if "支付科技" in before:
        return "D"
    return "B" if header.names[0] in ("收/支", "收支") and "导出信息" not in before else "C"


def _rows(lines: Sequence[str], header: Header, beside: list[str]) -> Iterator[FileRow]:
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
            given = cells_of(line)
            cells, fits = _aligned(given, header)
            whole = fits and not (number + taken == len(lines) and len(given) < header.width)
            yield _row(cells, number + 1, header, known, whole=whole)
        elif len(beside) < _MOST_BESIDE:
            beside.append(line[:_MOST_OF_NOTE])
        number += taken


def _is_row(line: str, header: Header) -> bool:
    """Whether ``line`` is (the beginning of) a row: no rule, no blank line and no line of the information block."""
    commas = line.count(",")
    if commas and commas >= header.width - 2:
        if not line.strip(', \t"') or not line.replace(",", "").strip():
            return False
        return not (line.endswith(_PADDED) and _is_beside(line))
    if _RULE.fullmatch(line) or not line.replace(",", "").strip():
        return False
    if not commas:  # the file ends in the middle of a row
        return bool(_DATE.match(line.lstrip()))
    return not _FOOTER.match(line.lstrip(' \t"'))


def _is_beside(line: str) -> bool:
    """Whether a line that a spreadsheet has filled up with commas is a rule or one of the information block."""
    return bool(_RULE.fullmatch(line.strip(', \t"')) or _FOOTER.match(line.lstrip(' \t"')))


def _length(lines: Sequence[str], number: int, header: Header) -> int:
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


def _saved_again(source: Source, table: _Table) -> Iterator[FileRow]:
    """The rows of all sheets; what stands beside them goes to ``table``.

    Rows of a sheet that has no heading are seen and not believed.
    """
    counted, known, header = Counted(), dict[str, str](), None
    for sheet in source.sheets():
        headed = False
        for number, cells in counted.through(sheet):
            dated = header is not None and _is_dated(source, cells, header)
            again = None if dated else _heads(cells, number - 1)
            if again:
                header, headed = again, True
                table.headed(header)
            elif header is None or not (dated or (headed and _is_payment(cells))):
                table.add(",".join(cell for cell in cells if cell))
            else:
                fitted = _fitted(cells, header.width)
                whole = headed and not any(cells[header.width :]) and number != source.cut_at
                whole = whole and not _is_displaced(fitted, header)
                for place in header.at["on"]:
                    fitted[place] = source.serial(fitted[place])
                yield _row(fitted, number, header, known, whole=whole)


def _is_dated(source: Source, cells: Sequence[str], header: Header) -> bool:
    texts = (cells[place] for place in header.at["on"] if place < len(cells))
    return any(text[:1].isdigit() and day_of(source.serial(text))[0] is not None for text in texts)


def _is_payment(cells: Sequence[str]) -> bool:
    """Whether a row without a day is a payment: no rule and no line of the information block."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 2 and not _FOOTER.match(filled[0])


def _is_displaced(cells: Sequence[str], header: Header) -> bool:
    """Whether a row was moved: a direction, a state or the number of an order does not stand in its column."""
    direction, state = (cells[header.at[name][0]] for name in ("direction", "status"))
    if direction not in _DIRECTIONS or not state or _NUMBER.fullmatch(state):
        return True
    pays = (cells[place] for place in header.at.get("pay_method", ()))
    numbers = (cells[place] for name in ("order_no", "merchant_no") for place in header.at.get(name, ()))
    return any(map(_STATE.fullmatch, pays)) or any(map(_HAN.search, numbers))


def _row(cells: list[str], line: int, header: Header, known: dict[str, str], *, whole: bool) -> FileRow:
    """One row. ``known`` keeps each of the texts that rows have in common once: shops, ways of paying, times of day.

    The amount of one that is not ``whole``, which may have been cut or moved anywhere, is not believed.
    """
    same = known.setdefault
    when, price, order_no, merchant_no, *texts = header.texts(cells)
    category, counterparty, goods, direction, pay_method, status, note, funds = map(same, texts, texts)
    on, at = day_of(when)
    amount_minor = _amount(price) if whole and not _is_cut(cells, header) else None
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


def _aligned(cells: list[str], header: Header) -> tuple[list[str], bool]:
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


def _fit(cells: Sequence[str], header: Header) -> int:
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


def _is_cut(cells: Sequence[str], header: Header) -> bool:
    """Whether a comma in the amount parts the row, unquoted."""
    place = header.at["amount"][0]
    return place + 1 < len(cells) and is_cut(cells[place], cells[place + 1])


def _options(cells: list[str], header: Header) -> Iterator[list[str]]:
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


def _is_taken(cells: Sequence[str], header: Header) -> bool:
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
