"""The Alipay bill in its layouts: A web (to about 2020), B app 2021–22, C app since 2023, D the same with a new title.

Nothing is counted: the header is the line that names the columns, wherever it stands and in whatever order, and every
row after it is kept, also one of which only a part can be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.imports.file import FileEntry, FileRow, PaymentFile
from planner.errors import PlannerError
from planner.importers.alipay_rows import meaning
from planner.importers.textfile import cells_of, decode, lines_of, looks_binary, refuse_other_files
from planner.values import dataclass

FORMAT = "alipay"

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
_FREE_TEXT = ("goods", "counterparty", "note")  # where a comma may stand unquoted
_FOREIGN = {"交易单号", "商户单号", "当前状态", "商户名称", "商家单号"}  # columns of WeChat, JD and Meituan bills
_OPTIONAL_IN_FOREIGN = ("counterparty", "goods", "direction", "status", "order_no")

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?))?(?!\d)")
_AMOUNT = re.compile(r"\+?(?:\d{1,16}(?:\.\d{0,8})?|\.\d{1,8})")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DIRECTIONS = {"支出", "收入", "不计收支", "其他", "/", ""}
_STATUS = re.compile(r"成功|关闭|失败|等待|完成|付款|还款|取消|处理中")
_RULE = re.compile(r"[-—=_─\s]*")
_FOOTER = re.compile(
    r"共\s*\d+\s*笔|(?:已|待)?(?:收入|支出)[:：]|(?:其他|不计收支)[:：]|导出|姓名|支付宝账[户号]|账号|用户|"
    r"[起终]始?[始止](?:时间|日期)|特别提示|\d+[.、．]\D"
)
_DECLARED = re.compile(r"共\s*(\d+)\s*笔")
_FROM = re.compile(r"起始(?:时间|日期)[:：]\s*\[?([^\]\s]+)")
_TO = re.compile(r"终止(?:时间|日期)[:：]\s*\[?([^\]\s]+)")


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns of the table: ``at`` maps a field to the places where it stands, first choice first."""

    line: int
    names: tuple[str, ...]
    at: dict[str, tuple[int, ...]]

    @property
    def width(self) -> int:
        return len(self.names)


def read(data: bytes) -> PaymentFile:
    """The bill in ``data``, each row with its meaning.

    Raises:
        PlannerError: ``import.*``: what the file is instead, or that the table is missing or empty.
    """
    refuse_other_files(data)
    text = decode(data, _WORDS)
    lines = lines_of(text)
    start = _find_header(lines)
    if start is None:
        raise PlannerError(_no_table(text))
    rows = tuple(_rows(lines, start))
    if not rows:
        raise PlannerError("import.no_rows", line=start.line + 1)
    layout = _layout(lines, start)
    declared, from_on, to_on = _stated(text)
    entries = tuple(FileEntry(row, meaning(row)) for row in rows)
    return PaymentFile(FORMAT, layout, entries, declared, from_on, to_on)


def _no_table(text: str) -> str:
    """The code for a file without the table of an Alipay bill."""
    if looks_binary(text):
        return "import.binary"
    if "个人信用报告" in text and "信贷记录" in text:
        return "import.credit_report"
    if "微信支付" in text:
        return "import.wechat"
    if "支付宝" in text and ("导出" in text or "账号" in text or "回单" in text):
        return "import.truncated"
    return "import.not_a_bill"


def _stated(text: str) -> tuple[int | None, date | None, date | None]:
    declared, start, end = _DECLARED.search(text), _FROM.search(text), _TO.search(text)
    return (
        int(declared[1]) if declared else None,
        _date(start[1])[0] if start else None,
        _date(end[1])[0] if end else None,
    )


def _header(line: str, number: int) -> _Header | None:
    """The columns that ``line`` names, or None if it does not head a table of Alipay."""
    if "金额" not in line:
        return None
    names = tuple(_column_name(cell) for cell in cells_of(line))
    while names and not names[-1]:
        names = names[:-1]
    at: dict[str, tuple[int, ...]] = {}
    for field, known in _COLUMNS.items():
        places = tuple(names.index(name) for name in known if name in names)
        if places:
            at[field] = places
    found = sum(field in at for field in _OPTIONAL_IN_FOREIGN)
    if "on" not in at or "amount" not in at or found < 3 or _FOREIGN.intersection(names):
        return None
    return _Header(number, names, at)


def _column_name(cell: str) -> str:
    name = unicodedata.normalize("NFKC", cell).replace(" ", "")
    return name.removesuffix("(元)").removesuffix("(CNY)")


def _find_header(lines: Sequence[str]) -> _Header | None:
    return next((header for number, line in enumerate(lines) if (header := _header(line, number))), None)


def _layout(lines: Sequence[str], header: _Header) -> str:
    """A, B, C or D, by the columns and the title; told for information, never to find a value."""
    if "资金状态" in header.names or "交易创建时间" in header.names:
        return "A"
    before = "\n".join(lines[: header.line])
    if "支付科技" in before:
        return "D"
    return "B" if header.names[0] in ("收/支", "收支") and "导出信息" not in before else "C"


def _rows(lines: Sequence[str], header: _Header) -> Iterator[FileRow]:
    """The rows below the header, broken ones put together, without rules, blank lines and the information block."""
    number = header.line + 1
    while number < len(lines):
        line = lines[number]
        taken = 1
        again = _header(line, number)
        if again:  # bills put one after the other
            header = again
        elif _is_row(line, header):
            taken = _length(lines, number, header)
            yield _row("\n".join(lines[number : number + taken]), number + 1, header)
        number += taken


def _is_row(line: str, header: _Header) -> bool:
    """Whether ``line`` is (the beginning of) a row: no rule, no blank line and no line of the information block."""
    if _RULE.fullmatch(line) or not line.replace(",", "").strip():
        return False
    if "," not in line:  # the file ends in the middle of a row
        return bool(_DATE.match(line.lstrip()))
    return not _FOOTER.match(line.lstrip(' \t"')) or line.count(",") >= header.width - 2


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


def _row(raw: str, line: int, header: _Header) -> FileRow:
    cells = _aligned(cells_of(raw), header)

    def cell(field: str) -> str:
        value = next((cells[place] for place in header.at.get(field, ()) if cells[place]), "")
        return "" if value in ("/", "-") else value

    on, at = _date(cell("on"))
    amount_minor = _amount(cell("amount"))
    return FileRow(
        line=line,
        on=on,
        at=at,
        category=cell("category"),
        counterparty=cell("counterparty"),
        goods=cell("goods"),
        direction=cell("direction"),
        amount_minor=amount_minor,
        pay_method=cell("pay_method"),
        status=cell("status"),
        order_no=_number(cell("order_no")),
        merchant_no=_number(cell("merchant_no")),
        note=cell("note"),
        funds=cell("funds"),
        raw=raw.strip(),
        problem="date" if on is None else "amount" if amount_minor is None else "",
    )


def _aligned(cells: list[str], header: _Header) -> list[str]:
    """The cells under their columns, exactly as many as there are columns.

    Rows may lack their last cells or hold commas that nobody quoted. Of the ways to cut such a row, the one is taken
    in which date, amount, direction and status stand where they belong; the plain one if none is better.
    """
    best = _fitted(cells, header.width)
    best_fit = _fit(best, header)
    if best_fit == _WHOLE:
        return best
    for option in _options(cells, header):
        fit = _fit(option, header)
        if fit > best_fit:
            best, best_fit = option, fit
    return best


_WHOLE = 8


def _fit(cells: Sequence[str], header: _Header) -> int:
    """How many of the cells that can be checked stand where they belong, weighted."""
    status = header.at.get("status")
    direction = header.at.get("direction")
    fit = 3 * any(_DATE.match(cells[place]) for place in header.at["on"])
    fit += 3 * (_amount(cells[header.at["amount"][0]]) is not None)
    fit += direction is None or cells[direction[0]] in _DIRECTIONS
    fit += status is None or bool(_STATUS.search(cells[status[0]]))
    return fit


def _options(cells: list[str], header: _Header) -> Iterator[list[str]]:
    """Other ways to cut a row: cells joined where an unquoted comma may stand, or an empty one put in."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    for field in ("amount", *_FREE_TEXT):
        for place in header.at.get(field, ()):
            for more in range(2, 5):
                joined = ",".join(cells[place : place + more])
                if field != "amount" or _GROUPS.fullmatch(joined):
                    yield _fitted([*cells[:place], joined, *cells[place + more :]], header.width)
    for place in range(len(cells)):
        yield _fitted([*cells[:place], "", *cells[place:]], header.width)


def _fitted(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _date(text: str) -> tuple[date | None, str]:
    """The day and the time of day (as written, may be empty) at the beginning of ``text``."""
    found = _DATE.match(unicodedata.normalize("NFKC", text))
    if not found:
        return None, ""
    try:
        return date(int(found[1]), int(found[2]), int(found[3])), found[4] or ""
    except ValueError:
        return None, ""


def _amount(text: str) -> int | None:
    """Whole fen of ``￥1,234.50``; None for anything that is not an exact, not negative amount."""
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("¥").removesuffix("元").strip()
    if "," in plain:
        plain = plain.replace(",", "") if _GROUPS.fullmatch(plain) else ""
    if not _AMOUNT.fullmatch(plain):
        return None
    minor = Decimal(plain) * 100
    whole = int(minor)
    return whole if minor == whole <= LIMIT_MINOR else None


def _number(text: str) -> str:
    """An order number without what spreadsheets put around it; empty if one has rounded it (``2.02E+27``)."""
    plain = text.strip("=\"'` ")
    return "" if re.fullmatch(r"\d(\.\d+)?E\+\d+", plain) else plain
