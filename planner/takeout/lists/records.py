"""Everything that was recorded: repayments with their parts, draws, balances, bills, what the lender gave."""

from __future__ import annotations

from planner.domain.accounts.records import Repayment
from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import accounts, amount, day, named, names, text
from planner.words.records import Line, lines


def sheet(asked: Asked) -> Sheet:
    """A row a record, the newest first."""
    columns = (
        day("on"),
        *names(),
        text("kind", 12),
        text("currency", 8),
        amount("amount"),
        amount("principal"),
        amount("interest"),
        amount("fee"),
        amount("over"),
        amount("discount"),
        day("reversed_on"),
        text("note", 32),
    )
    found = [
        (line, named(account.loan))
        for account in accounts(asked)
        for line in lines(account, asked.overview.positions[account.loan.id])
    ]
    found.sort(key=lambda one: one[0].on, reverse=True)
    return made("records", t("export.list.records"), columns, [names_of | _row(line) for line, names_of in found])


def _row(line: Line) -> dict[str, Value]:
    row: dict[str, Value] = {"on": line.on, "kind": line.kind, "amount": line.amount_minor, "note": line.note}
    if isinstance(line.data, Repayment):
        row |= {"discount": line.data.discount_minor, "reversed_on": line.data.reversed_on}
    if line.part is not None:
        row |= {
            "principal": line.part.principal_minor,
            "interest": line.part.interest_minor,
            "fee": line.part.fee_minor,
            "over": line.part.over_minor,
        }
    return row
