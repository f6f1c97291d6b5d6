"""What the screen of one loan shows: facts in columns, instalments with their fate, records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import DueShift
from planner.domain.ledger.printed_days import moved_from
from planner.domain.ledger.state import Due, DueStatus, Position
from planner.domain.schedule.due_days import is_undecided
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.widgets.table import Cell, Column, Row
from planner.ui.widgets.text import beginning, fit, width
from planner.words.dues import became
from planner.words.records import Line, lines

TONES = {DueStatus.LATE: "warn", DueStatus.MISSED: "bad", DueStatus.ON_TIME: "good", DueStatus.COVERED: "muted"}
TONES |= {DueStatus.UNRECORDED: "warn", DueStatus.ASSUMED: "muted", DueStatus.UNDATED: "muted"}


def facts(pairs: list[tuple[str, str]], room: int) -> str:
    """Pairs of name and value, row by row, in as many straight columns as fit.

    The longest stand below them, one a line, where that takes fewer lines in all.
    """
    by_length = sorted(pairs, key=lambda pair: -width("".join(pair)))
    ways = [[pair for pair in pairs if pair not in by_length[:count]] for count in range(len(pairs))]
    short = min(ways, key=lambda some: len(pairs) - len(some) + -(-len(some) // _columns(some, room)), default=pairs)
    long, pairs = [pair for pair in pairs if pair not in short], short
    columns = _columns(pairs, room)
    names, values = _widths(pairs, columns)
    lines = []
    for start in range(0, len(pairs), columns):
        cells = [
            fit(beginning(name), names[place]) + fit(value, values[place])
            for place, (name, value) in enumerate(pairs[start : start + columns])
        ]
        lines.append(" " + "".join(cells).rstrip())
    names_width = max((width(name) for name, _ in long), default=0) + 1
    lines += [f" {fit(beginning(name), names_width)}{value}" for name, value in long]
    return "\n".join(lines)


def _columns(pairs: list[tuple[str, str]], room: int) -> int:
    """How many columns of pairs fit side by side, at most four; 1 where not even two do."""
    return next((n for n in (4, 3, 2) if sum(map(sum, _widths(pairs, n))) - 3 < room), 1)  # none after the last


def _widths(pairs: list[tuple[str, str]], columns: int) -> tuple[list[int], list[int]]:
    """The cells of names and of values in each column, with what parts them from the next."""
    lists = [pairs[start::columns] for start in range(columns)]
    names = [max((width(name) for name, _ in part), default=0) + 1 for part in lists]
    return names, [max((width(value) for _, value in part), default=0) + 3 for part in lists]


def schedule_columns(loan: Loan, dues: Sequence[Due], today: date) -> tuple[Column, ...]:
    """The parts that the dues have, as wide as these need, and what became of each, for which they give way.

    What is nought in all dues is not there, nor the principal where it is all of them. Where due dates move off days
    off, their days have room for a mark.
    """
    marks = loan.due_shift is not DueShift.NONE
    interest, fee = any(due.interest_minor for due in dues), any(due.fee_minor for due in dues)
    amount = max((width(fmt.money(max(due.amount_minor, due.paid_minor))) for due in dues), default=0)
    columns = (
        Column("number", t("schedule.number"), 5, "right"),
        Column("due_on", t("schedule.due_on"), 10 + marks),
        Column("amount", t("schedule.amount"), amount, "right"),
        Column("principal", t("repayment.principal"), amount, "right", rank=3),
        Column("interest", t("repayment.interest"), 9, "right", rank=2),
        Column("fee", t("repayment.fee"), 9, "right", rank=2),
        Column("paid", t("schedule.paid"), amount, "right", rank=1),
        Column("status", t("schedule.status"), max([15, *(width(became(due, today)) for due in dues)]), flex=True),
    )
    there = {"interest": interest, "fee": fee, "principal": interest or fee or not dues}
    return tuple(column for column in columns if there.get(column.key, True))


def day_mark(account: Account, due: Due) -> str:
    """``*`` after the day of a due that moved off a day off, ``?`` where it is not known yet whether it will."""
    if account.loan.due_shift is DueShift.NONE:
        return ""
    if is_undecided(account.loan, due.due_on):
        return "?"
    return "" if moved_from(account, due.due_on) is None else "*"


def due_row(due: Due, today: date, mark: str = "") -> Row:
    """One instalment and what became of it."""
    cells: dict[str, Cell] = {
        "number": str(due.number),
        "due_on": fmt.day(due.due_on) + mark,
        "amount": fmt.money(due.amount_minor),
        "principal": fmt.money(due.principal_minor),
        "interest": fmt.money(due.interest_minor),
        "fee": fmt.money(due.fee_minor) if due.fee_minor else "",
        "paid": fmt.money(due.paid_minor) if due.paid_minor else "",
        "status": (became(due, today), TONES.get(due.status, "")),
    }
    return Row(str(due.number), cells, data=due)


def record_columns(account: Account, place: Position) -> tuple[Column, ...]:
    """The parts are those of repayments, where they have such; they give way where the room is short, the note never.

    Where nothing but principal was paid the note has their room; one that says for which due one was, that of its date.
    """
    note = 8 if all(paid.assigned_on is None for paid in account.repayments) else 14
    interest = any(part.interest_minor for part in place.applied)
    fee = any(part.fee_minor for part in place.applied)
    there = {"interest": interest, "fee": fee, "principal": interest or fee}
    columns = (
        Column("on", t("record.on"), 10),
        Column("kind", t("record.kind"), 10),
        Column("amount", t("record.amount"), 13, "right"),
        Column("principal", t("repayment.principal"), 12, "right", rank=1),
        Column("interest", t("repayment.interest"), 10, "right", rank=1),
        Column("fee", t("repayment.fee"), 9, "right", rank=3),
        Column("note", t("loan.note"), note, flex=True, rank=0),
    )
    return tuple(column for column in columns if there.get(column.key, True))


def record_rows(account: Account, place: Position) -> list[Row]:
    """Everything recorded, newest first; of one day what took effect later first."""
    return [_record_row(line) for line in lines(account, place)]


def _record_row(line: Line) -> Row:
    cells: dict[str, Cell] = {"on": fmt.day(line.on), "kind": line.kind}
    if line.amount_minor is not None:
        cells["amount"] = fmt.money(line.amount_minor)
    cells["note"] = (line.note, line.tone) if line.tone else line.note
    if line.part is not None:
        cells["principal"] = fmt.money(line.part.principal_minor)
        cells["interest"] = fmt.money(line.part.interest_minor)
        cells["fee"] = fmt.money(line.part.fee_minor) if line.part.fee_minor else ""
    return Row(line.key, cells, data=line.data)


def amounts_beside(account: Account, place: Position) -> list[tuple[str, str]]:
    """What was saved, waived, is still short of settled dues, and is in the person's favour; none that is 0."""
    saved = sum(paid.discount_minor for paid in account.repayments if paid.reversed_on is None)
    named = (
        ("balance.saved", saved),
        ("balance.waived", sum(due.waived_minor for due in place.dues)),
        ("balance.short", place.short_minor),
        ("balance.credit", place.credit_minor),
    )
    return [(t(key), fmt.money(amount)) for key, amount in named if amount]
