"""What is recorded on an account in words: the same for the list on its screen and for what is taken out."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Allowance, Draw, DrawKind, Repayment, Statement
from planner.domain.ledger.events import Kind, kind_of
from planner.domain.ledger.state import Applied, Position
from planner.i18n import format as fmt
from planner.i18n import t

_DRAWN = {DrawKind.CASH: "cash", DrawKind.FEE: "charge", DrawKind.WITHDRAWN: "withdrawn"}


class Line(NamedTuple):
    """A record: what kind it is of, its amount, what there is to say of it.

    ``amount_minor`` is None where it has none; ``part`` is what became of a repayment that counts; ``tone`` that of the
    note, as for the cell of a table; ``data`` the record itself.
    """

    key: str
    on: date
    kind: str
    amount_minor: int | None
    note: str
    data: Any
    part: Applied | None = None
    tone: str = ""


def lines(account: Account, place: Position) -> list[Line]:
    """Everything recorded, newest first; of one day what took effect later first."""
    applied, card = {part.repayment_id: part for part in place.applied}, account.loan.method is Method.CARD
    found = [
        *((kind_of(paid), _repayment(paid, applied.get(paid.id), card)) for paid in account.repayments),
        *((kind_of(draw), _draw(account, draw)) for draw in account.draws),
        *(
            (Kind.READING, Line(f"b{read.id}", read.on, t("record.reading"), read.balance_minor, "", read))
            for read in account.readings
        ),
        *((Kind.ALLOWANCE, _allowance(given)) for given in account.allowances),
        *(
            (
                Kind.DENIED,
                Line(
                    f"n{said.id}",
                    said.on,
                    t("record.denial"),
                    None,
                    t("record.denial_note", on=fmt.day(said.due_on)),
                    said,
                ),
            )
            for said in account.denials
        ),
        *(
            (Kind.BILL, Line(f"s{bill.id}", bill.on, t("record.statement"), bill.amount_minor, _bill_note(bill), bill))
            for bill in account.statements
        ),
    ]
    found.sort(key=lambda item: (item[1].on, item[0], item[1].data.id), reverse=True)
    return [line for _, line in found]


def _draw(account: Account, draw: Draw) -> Line:
    kind = _DRAWN.get(draw.kind, "purchase" if account.loan.method is Method.CARD else "draw")
    if account.loan.method.scheduled:
        kind = "payout"
    return Line(f"d{draw.id}", draw.on, t(f"record.{kind}"), draw.amount_minor, draw.note, draw)


def _allowance(given: Allowance) -> Line:
    about = [] if given.part is None else [t(f"part.{given.part}")]
    about += [] if given.due_on is None else [fmt.day(given.due_on)]
    note = " ".join([*about, given.note]).strip()
    return Line(f"g{given.id}", given.on, t(f"record.allowance.{given.kind}"), given.amount_minor, note, given)


def _repayment(paid: Repayment, part: Applied | None, card: bool) -> Line:
    kind = t("record.settlement" if paid.settles else "record.repayment")
    note = paid.note
    if paid.discount_minor:
        note = f"{t('record.discount', amount=fmt.money(paid.discount_minor))} {note}".strip()
    if paid.assigned_on is not None:
        note = f"{t('record.assigned', on=fmt.day(paid.assigned_on))} {note}".strip()
    line = Line(f"r{paid.id}", paid.on, kind, paid.amount_minor, note, paid)
    if paid.reversed_on is not None:
        said = t("record.failed") if paid.failed else t("record.reversed", on=fmt.day(paid.reversed_on))
        return line._replace(note=f"{said} {paid.note}", tone="warn")
    if part is None:
        return line
    if part.covered:
        return line._replace(part=part, note=f"{t('record.covered')} {paid.note}", tone="muted")
    if part.over_minor:
        kept = t("record.credit_kept" if card else "record.over", amount=fmt.money(part.over_minor))
        return line._replace(part=part, note=f"{kept} {paid.note}", tone="warn")
    return line._replace(part=part)


def _bill_note(statement: Statement) -> str:
    note = t("statement.note", on=fmt.day(statement.due_on))
    if statement.unpaid_on is not None:
        note += " " + t("statement.note_unpaid", on=fmt.day(statement.unpaid_on))
    if statement.minimum_minor is not None:
        note += " " + t("statement.note_minimum", amount=fmt.money(statement.minimum_minor))
    return note
