"""Bills of apps and banks by their maps of columns: comma separated text, workbooks, pages and PDFs alike.

Nothing is counted: the table begins at the row that names its columns, wherever it stands, and every row after it is
kept, also one of which only a part can be read. Each sheet of a workbook, and each further header, begins a new table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from planner.domain.imports.file import FileEntry, FileRow, PaymentFile, Printed, Stated
from planner.domain.imports.work import ALONE, STEP, Work
from planner.errors import PlannerError
from planner.i18n import language
from planner.importers.bill_rows import IN, OUT, meaning, says_returned, without_refunds
from planner.importers.displaced import Held, doubted, held_of, is_displaced, moved
from planner.importers.maps import FileMap, shipped_maps
from planner.importers.source import Counted, Source
from planner.importers.values import (
    SECTION,
    amount_of,
    bare,
    comes_back,
    day_of,
    folded,
    is_cut,
    is_foreign,
    number_of,
    time_of,
    turn_of,
)
from planner.values import dataclass, field, replace

_MOST_ABOVE, _MOST_BESIDE = 5_000, 10_000  # rows above a table, beside it
_ROWS_OF_WORK = 200_000  # of which progress is told: a workbook does not say how many it has
_TAIL = re.compile(r"(?:卡号|尾号|账号)[:： ]*\S*(\d{4})(?![\d*])")
_PAYS = re.compile(r"还款|扣款|代扣|借记|储蓄|付款")
_DECLARED = re.compile(r"共[:：]?\s*(\d+)\s*笔")
_PERIOD = re.compile(
    r"(?:起始(?:时间|日期)|日期区间)[:：]\s*\[?([\d-]+)[^终至]{0,20}(?:至|终止(?:时间|日期)[:：])\s*\[?([\d-]+)"
)
_BILLED = re.compile(r"(20\d\d)年(\d{1,2})月")
_STROKES = re.compile(r"[-—=_─\s/]*")
_STROKE = frozenset("-—=_─/ ")
_TOTAL = re.compile(r".{0,4}(?:合计|总计|小计)")
_YUAN = ("", "人民币", "cny", "rmb", "元", "人民币元", "156")
_ONE_KIND = ("还款", "退款", "退货", "消费", "取现", "分期", "利息", "费用")
_PAID_IN, _PAID_OUT = re.compile(r"还款|退款|退货|返还"), re.compile(r"消费|取现|分期|利息|费用(?!返还)")
_OUTWARD, _INWARD = ("支出", "借", "付款", "支"), ("收入", "贷", "收款", "收")
_AMOUNTS = ("amount", "received", "spent")
_FREE = ("goods", "counterparty", "note", "category")  # where a comma may stand unquoted
_COMMON = frozenset(
    ("category", "counterparty", "direction", "pay_method", "status", "note", "goods", "card", "currency")
)
_MOST_JOINED, _MOST_ODD = 4, 500  # cells that were one text; rows that fit in no way, after which none is tried
_WITH_FEN = re.compile(r"\.\d\d\D*$")
_DIGITS = re.compile(r"\d{1,3}(?:\.\d*)?")  # what follows an amount that a comma has cut


@dataclass
class _Header:
    """Where the fields of a kind of file stand in a table, and how wide the table is."""

    kind: FileMap
    at: Mapping[str, tuple[int, ...]]
    width: int

    def __post_init__(self) -> None:
        self._alone = [(name, places[0], name in _COMMON) for name, places in self.at.items() if len(places) == 1]
        self._several = [name for name, places in self.at.items() if len(places) > 1]

    def texts(self, cells: Sequence[str], same: dict[str, str]) -> dict[str, str]:
        """That of every field; those that rows have in common are kept once."""
        found, width = {}, len(cells)
        for name, place, common in self._alone:
            text = cells[place] if place < width else ""
            if text and text[0] in _STROKE and _STROKES.fullmatch(text):
                text = ""
            found[name] = same.setdefault(text, text) if common else text
        for name in self._several:
            found[name] = self.text(cells, name)
        return found

    def text(self, cells: Sequence[str], name: str) -> str:
        """Of several places the first that is filled; strokes stand for none."""
        place = self.first(cells, name)
        return "" if place < 0 else cells[place]

    def first(self, cells: Sequence[str], name: str) -> int:
        """The place of the one that ``text`` gives, or -1."""
        for place in self.at.get(name, ()):
            if place < len(cells) and _says(cells[place]):
                return place
        return -1


def _says(text: str) -> bool:
    return bool(text) and (text[0] not in _STROKE or not _STROKES.fullmatch(text))


@dataclass
class _Beside:
    """What the rows that are no payments say of the file."""

    texts: list[str] = field(default_factory=list)
    printed: Stated | None = None
    """Of a PDF, which is looked through as a whole before its rows are read."""
    told: tuple[int, int] | None = None
    """Year and month of the bill, as one of the texts tells them."""
    header: _Header | None = None
    """Of the table above, perhaps on a sheet before."""

    def add(self, cells: Sequence[str]) -> None:
        if self.printed is None and len(self.texts) < _MOST_BESIDE:
            text = " ".join(cell[:300] for cell in cells[:10] if cell)
            self.texts.append(text)
            if self.told is None and (found := _BILLED.search(text)):
                self.told = int(found[1]), int(found[2])

    @property
    def billed(self) -> tuple[int, int] | None:
        """Year and month of the bill."""
        on = self.printed and (self.printed.billed_on or self.printed.to_on)
        return (on.year, on.month) if on else self.told

    @property
    def tail(self) -> str:
        """The last digits of the card; empty where several are named."""
        found = {tail for text in self.texts if (tail := _tail_in(text))}
        return found.pop() if len(found) == 1 else ""

    def stated(self) -> tuple[int | None, date | None, date | None]:
        """How many rows (of several bills together), from when to when."""
        numbers = [int(found[1]) for text in self.texts if (found := _DECLARED.match(text.strip()))]
        period = next((found for text in self.texts if (found := _PERIOD.search(text))), None)
        days = (day_of(period[1])[0], day_of(period[2])[0]) if period else (None, None)
        if self.printed is not None and not period:
            days = self.printed.from_on, self.printed.to_on
        return (sum(numbers) if numbers else None, *days)


def _tail_in(text: str) -> str:
    """The last digits of a card that a line names, unless it is the one from which the bill is paid."""
    found = _TAIL.search(text)
    return "" if found is None or _PAYS.search(text[max(0, found.start() - 10) : found.start()]) else found[1]


def kind_of(source: Source) -> FileMap | None:
    """The kind of file that ``source`` is, by the columns at its beginning.

    Raises:
        PlannerError: of a workbook what ``Source.sheets`` raises.
    """
    if "kind" not in source.told:
        source.told["kind"] = _kind_of(source, (*source.own, *shipped_maps()))
    found: FileMap | None = source.told["kind"]
    return found


def _kind_of(source: Source, maps: Sequence[FileMap]) -> FileMap | None:
    """The first row that heads a table of any kind decides; of several kinds the one with more of its columns."""
    best: tuple[int, FileMap] | None = None
    for sheet in source.head:
        for cells in sheet:
            for kind in maps if len(cells) > 2 else ():
                places = kind.places(cells)
                if places is not None and (best is None or len(places) > best[0]):
                    best = len(places), kind
            if best is not None:
                return best[1]
    return None


def read(source: Source, kind: FileMap, work: Work = ALONE) -> PaymentFile:
    """The bill in ``source``, each row with its meaning.

    Raises:
        PlannerError: ``import.truncated`` without a table, ``import.no_rows`` with an empty one, and of a workbook
            what ``Source.sheets`` raises.
        Stopped: as ``work`` says.
    """
    beside, returned = _beside(source), set[int]()
    rows, held = list[FileRow](), list[Held | None]()
    header_at, counted = 0, Counted(paged=source.is_pdf)
    for sheet in source.sheets():
        for found in _table(source, counted.through(sheet), kind, beside):
            if isinstance(found, int):
                header_at = header_at or found
                continue
            row, gave_back, beside_it = found
            if len(rows) % STEP == 0:
                work.step("reading", min(len(rows), _ROWS_OF_WORK), _ROWS_OF_WORK)
            rows.append(row)
            held.append(beside_it)
            if gave_back:
                returned.add(row.line)
    if not header_at:
        raise PlannerError("import.truncated")
    if not rows:
        raise PlannerError("import.no_rows", line=header_at)
    tail, gaps = beside.tail, 0
    if kind.sort != "app":
        rows, gaps = _checked(rows, held, kind)
    entries = tuple(without_refunds((FileEntry(row, meaning(row, kind, tail)) for row in rows), frozenset(returned)))
    declared, from_on, to_on = beside.stated()
    name = kind.names.get(language(), kind.names["zh"])
    return PaymentFile(kind.code, name, entries, declared, from_on, to_on, _printed(source, kind, beside), gaps)


def _checked(rows: list[FileRow], held: list[Held | None], kind: FileMap) -> tuple[list[FileRow], int]:
    """The same rows, the amounts of those not believed that were moved or that the balance contradicts; its gaps."""
    wrong = moved(held, carded="card" in kind.columns)
    amounts = [
        None if row.amount_minor is None or at in wrong or row.direction not in (OUT, IN)
        else row.amount_minor * (1 if row.direction == IN else -1)
        for at, row in enumerate(rows)
    ]  # fmt: skip
    balances = [one.balance_minor if one else None for one in held]
    contradicted, gaps = doubted(amounts, balances, either=kind.sort == "card")
    for at in wrong | contradicted:
        if not rows[at].problem:
            rows[at] = replace(rows[at], amount_minor=None, problem="amount")
    return rows, gaps


def _beside(source: Source) -> _Beside:
    if not source.is_pdf:
        return _Beside()
    from planner.importers.stated import stated_in  # wanted by this kind of file only

    lines = source.pdf.read.lines
    return _Beside([line.text[:3000] for line in lines[:_MOST_BESIDE]], stated_in(lines))


def _printed(source: Source, kind: FileMap, beside: _Beside) -> Printed | None:
    if beside.printed is None:
        return None
    found = source.pdf
    taken = {
        number
        for table in found.tables
        if kind.places(table.header) is not None
        for number, cells in table.rows
        if len(cells) > 1
    }
    aside = len(found.like_rows - taken)
    return Printed(beside.printed, aside, found.read.unseen, found.read.lost, kind.pdf != "samples")


def _table(
    source: Source, rows: Iterator[tuple[int, list[str]]], kind: FileMap, beside: _Beside
) -> Iterator[int | tuple[FileRow, bool, Held | None]]:
    """The line of each header, and the rows below, each with whether it says that money came back."""
    header: _Header | None = None
    section = tail = ""
    before, named = None if source.is_pdf else beside.header, list[str]()
    same: dict[str, str] = {}  # texts that rows have in common are kept once
    for above, (number, cells) in enumerate(rows):
        if header is None and above > _MOST_ABOVE and before is None:
            return
        if cells == named:  # the heading again: files that were put together, or are made to be slow
            yield number
            continue
        dated = header is not None and _is_dated(cells, header)
        places = kind.places(cells) if len(cells) > 2 and not dated else None
        if places is not None:
            header, named = _Header(kind, places, _width(cells)), cells
            beside.header = header
            yield number
        elif header is None and before is not None and _is_dated(cells, before) and _is_row(cells):
            yield _row(source, cells, before, number, beside, same, None)  # of a sheet that has no heading
        elif header is None or not (dated or _is_row(cells)):
            beside.add(cells)
            section, tail = _section(cells) or section, _tail_in(cells[0]) or tail if header else ""
        else:
            yield _row(source, cells, header, number, beside, same, (section, tail))


def _section(cells: Sequence[str]) -> str:
    """What the rows below a line are, where it stands alone and says so: ``还款``, ``消费、取现及其他费用明细``."""
    filled = [cell for cell in cells if cell]
    found = SECTION.fullmatch(filled[0].replace(" ", "")) if len(filled) == 1 else None
    return found[1] if found else ""


def _width(cells: Sequence[str]) -> int:
    return max(number + 1 for number, cell in enumerate(cells) if cell)


def _is_dated(cells: Sequence[str], header: _Header) -> bool:
    text = header.text(cells, "on")
    return text[:1].isdigit() and day_of(text, None)[0] is not None


def _is_row(cells: Sequence[str]) -> bool:
    """Whether a row below the header without a day is a payment: no rule, no total, no note that stands alone."""
    filled = [cell for cell in cells if _says(cell)]
    return len(filled) > 2 and not _TOTAL.match(filled[0])


def _row(
    source: Source,
    cells: list[str],
    header: _Header,
    line: int,
    beside: _Beside,
    same: dict[str, str],
    above: tuple[str, str] | None,
) -> tuple[FileRow, bool, Held | None]:
    """``above``: what rows there are, and of which card, by the lines that stand alone above them; None: no heading."""
    section, tail = above or ("", "")
    billed = beside.billed
    cells, fits = _aligned(source, cells, header, billed)
    text = header.texts(cells, same)
    on, at = day_of(source.serial(text["on"]), billed)
    amount_minor, direction = _money(cells, header, text)
    if section and header.kind.sort == "card":
        text["category"] = text.get("category", "") or (section if section in _ONE_KIND else "")
        direction = direction or _way(section)
    if not (fits and above is not None) or is_displaced(text) or _is_cut_off(source, cells, header, line):
        amount_minor = None
    problem = "date" if on is None else "amount" if amount_minor is None else ""
    if problem == "amount" and fits and any(is_foreign(text.get(name, "")) for name in ("amount", "received", "spent")):
        problem = "currency"
    if not problem and "currency" in text and folded(text["currency"]).strip().lower() not in _YUAN:
        problem, amount_minor = "currency", None
    row = FileRow(
        line,
        on,
        at or time_of(text.get("time", "")),
        text.get("category", ""),
        text.get("counterparty", ""),
        text.get("goods", "") or text.get("category", ""),  # what it is, where nothing was bought
        direction,
        amount_minor,
        text.get("pay_method", "") or _card(text.get("card", "") or (tail if header.kind.sort == "card" else "")),
        text.get("status", ""),
        number_of(text.get("order_no", "")),
        number_of(text.get("merchant_no", "")),
        text.get("note", ""),
        "",
        problem,
    )
    held = held_of(text) if header.kind.sort != "app" and problem != "currency" else None
    return row, says_returned(row) or comes_back(text.get("amount", "")), held


def _way(section: str) -> str:
    inward, outward = _PAID_IN.search(section), _PAID_OUT.search(section)
    return "" if bool(inward) == bool(outward) else IN if inward else OUT


def _is_cut_off(source: Source, cells: Sequence[str], header: _Header, line: int) -> bool:
    """Whether the file ends in the row, before its last column or in the amount that stands there."""
    if line != source.ends_at:
        return line == source.cut_at
    return len(cells) - 1 in header.at.get("amount", ()) and not _WITH_FEN.search(cells[-1])


def _money(cells: Sequence[str], header: _Header, text: Mapping[str, str]) -> tuple[int | None, str]:
    """The amount in fen, never below 0, and its direction; None: unreadable, or both columns are filled."""
    said = _direction(text.get("direction", ""))
    if "amount" in header.at:
        amount = amount_of(text["amount"])
        if amount is None or ("." not in text["amount"] and _goes_on(cells, header)):
            return None, said
        signs, turn = header.kind.signs, turn_of(text["amount"])
        if turn:
            return (amount, IN if turn > 0 else OUT) if amount >= 0 else (None, said)
        if signs == "none":
            return (amount, said) if amount >= 0 else (None, said)
        out = (amount > 0) == (signs == "spent_positive")
        return abs(amount), OUT if out else IN
    received, spent = text.get("received", ""), text.get("spent", "")
    if bool(received) == bool(spent):
        both = [amount_of(value) for value in (received, spent)]
        if not received or 0 not in both or None in both:
            return None, said
        received, spent = ("", spent) if both[0] == 0 else (received, "")
    amount = amount_of(received or spent)
    return (amount if amount is None or amount >= 0 else None), IN if received else OUT


def _goes_on(cells: Sequence[str], header: _Header) -> bool:
    """Whether the amount is cut: its rest stands in the next cell."""
    place = header.first(cells, "amount")
    return 0 <= place < len(cells) - 1 and is_cut(cells[place], cells[place + 1])


def _card(text: str) -> str:
    digits = folded(text).strip()[-4:]
    return f"尾号{digits}" if len(digits) == 4 and digits.isdecimal() else ""


@lru_cache(maxsize=256)
def _direction(text: str) -> str:
    """``支出`` or ``收入`` by any of the words for it; else as it stands."""
    plain = folded(text).strip()
    if plain.startswith(_OUTWARD):
        return OUT
    return IN if plain.startswith(_INWARD) else plain


def _aligned(
    source: Source, cells: list[str], header: _Header, billed: tuple[int, int] | None
) -> tuple[list[str], bool]:
    """The cells under their columns, and whether they stand there.

    A text with commas that nobody quoted has too many cells: they are joined where day and amount then stand where
    they belong; that may be nowhere.
    """
    if len(cells) <= header.width or source.is_workbook or source.is_pdf:
        return cells, True
    filled = max((number + 1 for number, cell in enumerate(cells) if cell), default=0)
    if filled <= header.width:
        return cells, True
    odd = source.told.get("odd", 0)  # rows that fitted in no way
    if odd >= _MOST_ODD:
        return cells, False
    amounts = [place for name in _AMOUNTS for place in header.at.get(name, ()) if 0 < place < len(cells) - 1]
    for name in (*_AMOUNTS, *_FREE):
        for place in header.at.get(name, ()):
            for more in range(2, min(_MOST_JOINED, filled - header.width + 1) + 1):
                parts = cells[place : place + more]
                if name in _FREE and any("." in part and amount_of(part) is not None for part in parts):
                    continue  # moved under the text, no part of it
                joined = ",".join(parts)
                if name in _FREE or amount_of(joined) is not None:
                    option = [*cells[:place], joined, *cells[place + more :]]
                    taken = name in _FREE and any(
                        is_cut(option[at - 1].rpartition(",")[2], option[at]) for at in amounts
                    )
                    if not taken and _fits(option, header, billed):  # ``…,1`` before ``234.56``: nobody knows whose 1
                        return option, True
    source.told["odd"] = odd + 1
    return cells, False


def _fits(cells: Sequence[str], header: _Header, billed: tuple[int, int] | None) -> bool:
    text = {name: header.text(cells, name) for name in ("on", "amount", "received", "spent", "direction", "status")}
    amounts = [amount_of(value) for name in ("amount", "received", "spent") if (value := text[name])]
    places = [place for name in ("amount", "received", "spent") for place in header.at.get(name, ())]
    cut = any(_DIGITS.fullmatch(cells[place + 1]) for place in places if place + 1 < len(cells) and cells[place])
    filled = max((number + 1 for number, cell in enumerate(cells) if cell), default=0)
    return (
        filled <= header.width
        and day_of(text["on"], billed)[0] is not None
        and bool(amounts)
        and None not in amounts
        and not cut
        and (not text["direction"] or _direction(text["direction"]) in (OUT, IN, "不计收支", "中性交易", "其他"))
        and not bare(text["status"]).replace(".", "").isdigit()
    )
