"""The lender's printed schedule as text: typed, or pasted from a table, read row by row and never guessed.

A row is a number, a due date, then principal and interest, and if need be a fee or the total; or the total alone, of
which interest and fees are what the loan's terms make of them. Cells stand apart by tabs, spaces, bars or commas. A
heading says which column is which; without one their order is the one above, or the total comes first if it is, to the
fen, the next two. A third amount that is no less than principal and interest together is the total; where the fee would
be more than half of these it may as well be what is left after the row, and wants a heading. Digits and signs may be
full-width, amounts carry ¥ and commas.

Agreed instalments are read by the same rules; they need no number and no interest.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from planner.domain.accounts.loan import Loan, Method, PinnedInstalment
from planner.domain.basics.text import quoted
from planner.domain.basics.typed import parse_amount, parse_date
from planner.domain.schedule.accrual import interest
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.slots import slots_of
from planner.errors import PlannerError
from planner.values import dataclass, replace

_NUMBER = re.compile(r"第?\s*([0-9]{1,3})\s*期?(?:\s*/\s*共?\s*[0-9]{1,3}\s*期?)?\.?")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?$")
_YEAR = re.compile(r"[0-9]{4}")
_NOTHING = ("", "-", "--", "—", "/")
_GROUP, _REST = re.compile(r"[¥]?[0-9]{1,3}"), re.compile(r"[0-9]{3}(\.[0-9]{2})?元?")
# What a heading holds, the first that fits: 剩余本金 is no principal, 应还日期 no total.
_HEADINGS = (
    ("left", ("余额", "剩余", "balance", "remaining", "left")),
    ("on", ("日", "date", "due on")),
    ("principal", ("本金", "principal")),
    ("interest", ("利息", "interest")),
    ("fee", ("费", "fee", "charge")),
    ("total", ("合计", "总", "应还", "月供", "期供", "还款", "金额", "total", "amount", "payment", "due")),
    ("number", ("期", "序号", "no", "#", "number", "term", "instalment")),
)
_PLAIN = ("number", "on", "principal", "interest")
_UNNUMBERED = ("on", "principal", "interest", "third", "fourth")
_Columns = Callable[[Sequence[str]], Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the text: its place from 1, and its cells by the column they stand in."""

    place: int
    cells: dict[str, str]


def parse_rows(text: str, loan: Loan, today: date) -> tuple[PinnedInstalment, ...]:
    """The rows of a printed schedule, by number; empty lines and a heading are passed over.

    Args:
        text: one row a line.
        loan: whose rows they are: a validated loan of a scheduled method.
        today: the person's day, for reading dates.

    Raises:
        PlannerError: naming the ``line``: ``schedule.row_columns`` (too few cells, too many, or commas that
            may part columns or thousands), ``.row_number``,
            ``.row_twice``, ``.row_date`` (also without its year), ``.row_order`` (due no later than the row before),
            ``.row_amount``, ``.row_total`` (the parts are not the total, or the interest exceeds it);
            ``schedule.rows_none`` where there is no row.
    """
    found: dict[int, tuple[int, date, dict[str, int]]] = {}
    last = 1 if loan.method is Method.BULLET else loan.terms or 1
    for line in _lines(text, loan, _usual, {"number", "on"}):
        number = _number(line, last)
        if number in found:
            raise _wrong("schedule.row_twice", line.place, number=number)
        found[number] = line.place, _day(line, today), _amounts(line)
    if not found:
        raise PlannerError("schedule.rows_none", field="rows")
    rows: list[PinnedInstalment] = []
    for number in sorted(found):
        place, due_on, amounts = found[number]
        if rows and due_on <= rows[-1].due_on:
            raise _wrong("schedule.row_order", place, number=number, due_on=due_on, after=rows[-1].due_on)
        rows.append(_row(loan, rows, place, number, due_on, amounts))
    return tuple(rows)


def parse_agreed(text: str, loan: Loan, today: date) -> tuple[PinnedInstalment, ...]:
    """Instalments agreed with the lender, numbered from 1: a day, principal, and if need be interest and a fee.

    Args:
        text: one a line, or parted by semicolons; a number before the day is passed over. A total alone is principal,
            beside interest or fee it is both and they are taken off it.
        loan: whose they are.
        today: the person's day, for reading dates.

    Raises:
        PlannerError: as ``parse_rows``, but for numbers; where columns cannot be told, ``agreement.row_text``.
    """
    rows: list[PinnedInstalment] = []
    try:
        lines = _lines(text.replace(";", "\n").replace("；", "\n"), loan, _agreed, {"on"})
    except PlannerError as error:
        if error.code != "schedule.row_columns":
            raise
        raise PlannerError(
            "agreement.row_text", field="rows", line=error.params["line"], text=error.params["text"]
        ) from None
    for number, line in enumerate(lines, 1):
        due_on, amounts = _day(line, today), _amounts(line)
        if rows and due_on <= rows[-1].due_on:
            raise _wrong("schedule.row_order", line.place, number=number, due_on=due_on, after=rows[-1].due_on)
        total, charged, fee = amounts.get("total"), amounts.get("interest", 0), amounts.get("fee", 0)
        principal = amounts.get("principal", 0 if total is None else total - charged - fee)
        sum_minor = principal + charged + fee
        if principal < 0 or total not in (None, sum_minor):
            raise _wrong("schedule.row_total", line.place, total_minor=total, sum_minor=sum_minor)
        rows.append(PinnedInstalment(number, due_on, principal, charged, fee))
    return tuple(rows)


def _wrong(code: str, line: int, **values: object) -> PlannerError:
    return PlannerError(code, field="rows", line=line, **values)


# -- lines and cells ---------------------------------------------------------------------------------------------------


def _lines(text: str, loan: Loan, usual: _Columns, needed: set[str]) -> list[_Line]:
    heading: Sequence[str] | None = None
    lines: list[_Line] = []
    for place, raw in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        if not raw.strip("-:| \t"):
            continue  # empty, or the rule below a heading
        cells = _cells(raw, loan)
        if heading is None and not lines and not any(char.isdigit() for char in raw):
            heading = [_column(cell) for cell in cells]
            if not needed <= set(heading):
                raise _wrong("schedule.row_columns", place, text=_short(raw))
            continue
        columns = heading or usual(cells)
        if columns is None or len(cells) > len(columns) or len(cells) < min(3, len(columns)):
            raise _wrong("schedule.row_columns", place, text=_short(raw))
        lines.append(_Line(place, dict(zip(columns, cells, strict=False))))
    return lines


def _cells(raw: str, loan: Loan) -> list[str]:
    """What stands in a line, by the clearest sign that parts it; nothing where that leaves two ways to read it."""
    line = raw.strip()
    if "\t" in line:
        cells = raw.rstrip().split("\t")
    elif "|" in line:
        cells = line.strip("|").split("|")
    elif '"' in line:
        cells = next(csv.reader([line]))
    elif len(line.split()) > (1 if _dated(line.split()[0]) else 2):
        cells = [cell.strip(",;") for cell in line.split()]
    else:
        cells = _rejoined(line.replace(";", ",").split(","), loan) or []
    return [cell.strip() for cell in cells]


def _rejoined(cells: list[str], loan: Loan) -> list[str] | None:
    """Cells that were parted at commas, with the amounts put together whose thousands were parted too.

    ``1,234.56,100.00`` are two amounts, because amounts of one table all have decimals or none has; ``766,150`` are two
    of a loan of 10,000.00. None where a line can be read either way.
    """
    first = 1 if _dated(cells[0]) else 2  # where amounts begin
    joined: list[str] = []
    for cell in cells:
        grouped = len(joined) > first and "." not in joined[-1] and _GROUP.fullmatch(joined[-1].split(",")[0].strip())
        if grouped and _REST.fullmatch(cell.strip()):
            joined[-1] += "," + cell.strip()
        else:
            joined.append(cell)
    if len(joined) == len(cells) or any(_fen(cell) > 2 * loan.principal_minor for cell in joined[first:]):
        return cells
    return joined if len(joined) > first + 1 and all("." in cell for cell in joined[first:]) else None


def _dated(cell: str) -> bool:
    """Whether a row begins with its day, without a number and with nothing else in that cell."""
    return "," not in cell and _NUMBER.fullmatch(cell) is None and _YEAR.search(cell) is not None


def _fen(text: str) -> int:
    """An amount, 0 where it is none."""
    try:
        return parse_amount(text)
    except PlannerError:
        return 0


def _column(heading: str) -> str:
    name = heading.lower()
    return next((column for column, words in _HEADINGS if any(word in name for word in words)), "")


def _usual(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The columns of a row without a heading, by how many there are; None where that does not tell."""
    if len(cells) == 3:
        return "number", "on", "total"
    return {4: _PLAIN, 5: (*_PLAIN, "third"), 6: (*_PLAIN, "third", "fourth")}.get(len(cells))


def _agreed(cells: Sequence[str]) -> Sequence[str] | None:
    """The columns of an agreed row: by their order, after its number where it begins with one."""
    columns = ("number", *_UNNUMBERED) if cells and _NUMBER.fullmatch(cells[0]) else _UNNUMBERED
    return columns[: len(cells)] if "principal" in columns[: len(cells)] else None


def _short(text: str) -> str:
    return quoted(" ".join(text.split()))


# -- values ------------------------------------------------------------------------------------------------------------


def _number(line: _Line, last: int) -> int:
    match = _NUMBER.fullmatch(line.cells.get("number", ""))
    if match is None or not 1 <= int(match[1]) <= last:
        raise _wrong("schedule.row_number", line.place, text=_short(line.cells.get("number", "")), terms=last)
    return int(match[1])


def _day(line: _Line, today: date) -> date:
    text = _TIME.sub("", line.cells.get("on", ""))
    try:
        if not _YEAR.search(text):
            raise PlannerError("date.unreadable")
        return parse_date(text, today)
    except PlannerError:
        raise _wrong("schedule.row_date", line.place, text=_short(text)) from None


def _amounts(line: _Line) -> dict[str, int]:
    """Principal, interest, fee and total as far as they are given."""
    found: dict[str, int] = {}
    for column, text in line.cells.items():
        if column in ("", "number", "on", "left"):
            continue
        if text in _NOTHING:
            if column in ("third", "fee"):
                found[column] = 0
            continue
        try:
            found[column] = parse_amount(text)
        except PlannerError:
            raise _wrong("schedule.row_amount", line.place, text=_short(text)) from None
    return _named(line, found)


def _named(line: _Line, found: dict[str, int]) -> dict[str, int]:
    """The amounts of a row without a heading: principal and interest, and a fee, the total, what is left after the row.

    Or the total first, then the two of which it is made.
    """
    third, fourth = found.pop("third", None), found.pop("fourth", None)
    first, second = found.get("principal", 0), found.get("interest", 0)
    both = first + second
    if third is None:
        return found
    if fourth is not None and fourth == both + third:
        return found | {"fee": third}
    if third == both:
        return found if fourth is not None else found | {"total": third}
    if first == second + third and second and third:
        return {"total": first, "principal": second, "interest": third}
    if fourth is not None:
        raise _wrong("schedule.row_total", line.place, total_minor=fourth, sum_minor=both + third)
    fee = third - both if third > both else third
    if 2 * fee > both or first == second + third:  # what is left after the row, maybe
        raise _wrong("schedule.row_columns", line.place, text=_short(" ".join(line.cells.values())))
    return found | ({"total": third} if third > both else {"fee": third})


def _row(
    loan: Loan,
    before: Sequence[PinnedInstalment],
    place: int,
    number: int,
    due_on: date,
    amounts: dict[str, int],
) -> PinnedInstalment:
    """A row of what is given of it, the rest made up by its total or by the loan's terms."""
    total, fee = amounts.get("total"), amounts.get("fee")
    principal, charged = amounts.get("principal"), amounts.get("interest")
    if total is None:
        if principal is None or charged is None:
            raise _wrong("schedule.row_columns", place, text=str(number))
        return PinnedInstalment(number, due_on, principal, charged, fee or 0)
    if principal is not None and charged is not None:
        fee = total - principal - charged if fee is None else fee
    else:
        if fee is None:
            fee = 0 if charged is not None or principal is not None else slots_of(loan)[number - 1].fee_minor
        if charged is None:
            charged = total - fee - principal if principal is not None else _grown(loan, before, number, due_on)
        principal = total - fee - charged if principal is None else principal
    if min(fee, principal, charged) < 0 or principal + charged + fee != total:
        raise _wrong("schedule.row_total", place, total_minor=total, sum_minor=principal + charged + max(fee, 0))
    return PinnedInstalment(number, due_on, principal, charged, fee)


def _grown(loan: Loan, before: Sequence[PinnedInstalment], number: int, due_on: date) -> int:
    """Interest of a row of which only the total is known, on what the rows before it leave."""
    left, since = loan.principal_minor, loan.start_on
    if number > 1:
        last = instalments(replace(loan, pinned=tuple(before)))[number - 2]
        left, since = last.balance_minor, last.due_on
    return interest(loan, left, since, due_on)
