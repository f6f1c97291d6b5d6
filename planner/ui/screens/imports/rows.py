"""The rows of a preview as the table has them: made in a thread, their texts when somebody looks at them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from planner.domain.accounts.names import full_name
from planner.domain.imports.file import Kind
from planner.domain.imports.proposal import Double, Unused, Used
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.widgets.table import Cell, Cells, Column, Row, text_in
from planner.words.imports import effect_lines, fee_lines, file_lines, held_lines, learned_lines, row_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planner.domain.imports.work import Work
    from planner.overview.preview import Preview

VIEWS = (None, "used", "doubles", "unused")
"""What the table shows: all rows, or those that become one thing."""
_SHOWN = {"used": Used, "doubles": Double, "unused": Unused}
_LATER: dict[str, Cell | None] = dict.fromkeys(("line", "on", "what", "pay", "amount", "outcome"))
_MOST_TOLD = 5
_NO_ORDER: dict[str, Any] = {}


def columns(paged: bool) -> tuple[Column, ...]:
    """Line of the file (and page, where there are some), day, what was paid and how, amount, and what becomes of it."""
    return (
        Column("line", t("import.col.line"), 7 if paged else 5, "right", rank=2),
        Column("on", t("record.on"), 10),
        Column("what", t("import.col.what"), 12, flex=True),
        Column("pay", t("import.col.pay"), 18, rank=1, most=26),
        Column("amount", t("record.amount"), 12, "right"),
        Column("outcome", t("import.col.outcome"), 36, flex=True),
    )


def rows_of(preview: Preview, before: Sequence[Row] = ()) -> list[Row]:
    """All rows by their line in the file; those of ``before`` that stay as they were."""
    proposal = preview.proposal
    items: list[Used | Double | Unused] = [*proposal.used, *proposal.doubles, *proposal.unused]
    items.sort(key=_line)
    made = {id(row.data): row for row in before}  # they hold what they stand for: no id is another's
    found = []
    for item in items:
        row = None if item.entry.row.line in preview.ruled else made.get(id(item))
        if row is None:
            row = Row(str(item.entry.row.line), Cells(_LATER, partial(_cells, preview, item)), _NO_ORDER, item)
        found.append(row)
    return found


def whole(row: Row) -> str:
    """What was paid, how, and what becomes of it, of one row: nothing is cut."""
    return " · ".join(filter(None, (text_in(row.cells[key]) for key in ("what", "pay", "outcome"))))


def effects(preview: Preview, work: Work) -> str:
    """What the import does, as many lines as leave room for the rows.

    Raises:
        Stopped: as ``work`` says.
    """
    lines = [
        *learned_lines(preview),
        *fee_lines(preview),
        *held_lines(preview.proposal, preview.if_taken(work)),
        *effect_lines(preview.effect(work)),
    ]
    more = len(lines) - _MOST_TOLD
    return "\n".join(lines if more <= 0 else [*lines[:_MOST_TOLD], t("import.effect.more", n=more)])


def in_view(rows: Sequence[Row], view: str | None) -> Sequence[Row]:
    """Those of one of ``VIEWS``; None: all."""
    return rows if view is None else [row for row in rows if isinstance(row.data, _SHOWN[view])]


def _line(item: Used | Double | Unused) -> int:
    return item.entry.row.line


def summary(preview: Preview) -> str:
    """How many rows become what, and what is to be known before they are recorded."""
    proposal, file = preview.proposal, preview.proposal.file
    lines = [
        t(
            "import.summary",
            used=len(proposal.used),
            doubles=len(proposal.doubles),
            unused=len(proposal.unused),
            new=len(proposal.new_loans),
        )
    ]
    lines += file_lines(file)
    for loan_id, start_on in proposal.earlier_starts:
        lines.append(t("import.earlier_start", loan=full_name(preview.accounts[loan_id].loan), on=fmt.day(start_on)))
    held = sum(1 for use in proposal.used if _read_since(preview, use) is not None)
    if held:
        lines.append(t("import.before_reading", n=held))
    return "\n".join(lines)


def _read_since(preview: Preview, use: Used) -> date | None:
    """When the balance was read that holds the row already."""
    on = use.entry.row.on
    return None if on is None or use.loan_id is None else preview.accounts[use.loan_id].read_since(on)


def _cells(preview: Preview, item: Used | Double | Unused) -> dict[str, Cell]:
    row = item.entry.row
    amount_minor = item.amount_minor if isinstance(item, Used) else row.amount_minor
    what = row.goods if row.counterparty in row.goods else f"{row.counterparty} {row.goods}".strip()
    return {
        "line": row_place(preview.proposal.file, row.line),
        "on": fmt.day(row.on),
        "what": what,
        "pay": row.pay_method,
        "amount": fmt.money(amount_minor),
        "outcome": _outcome(preview, item),
    }


def _outcome(preview: Preview, item: Used | Double | Unused) -> Cell:
    if isinstance(item, Used):
        return _used(preview, item), "good"
    if isinstance(item, Double):
        return _double(preview, item), "warn"
    tone = "warn" if item.choosable and item.reason != "not_credit" else "muted"
    return t(f"import.reason.{item.reason}"), tone


def _used(preview: Preview, use: Used) -> str:
    loan = preview.loan(use)
    target = t("import.new_loan", loan=full_name(loan)) if use.loan_id is None else full_name(loan)
    terms = use.entry.meaning.terms if use.kind is Kind.PURCHASE else None
    if terms:
        outcome = t("import.kind.instalments", loan=target, terms=terms)
    else:
        outcome = t(f"import.kind.{use.kind}", loan=target)
    if preview.by_rule(use.entry.row.line):
        outcome = t("import.by_rule", what=outcome)
    return outcome if _read_since(preview, use) is None else t("import.held", what=outcome)


def _double(preview: Preview, double: Double) -> str:
    kind, _, line = double.of.partition(":")
    if kind == "row":
        return t("import.double.row", line=row_place(preview.proposal.file, int(line)))
    return t("import.double.certain" if double.certain else "import.double.likely")
