"""The payments of the month in which the money does not suffice: what the views of a plan show where there is none."""

from __future__ import annotations

from planner.domain.accounts.names import short_name
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.screens.plan.views.sight import PlanSight, open_loan
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row


def columns() -> tuple[Column, ...]:
    """A loan, and what it requires in that month."""
    return (
        Column("loan", t("payoff.col.loan"), 30, flex=True),
        Column("due", t("payoff.col.due"), 14, "right"),
    )


def rows(seen: PlanSight) -> list[Row]:
    """The payments of the month in which the money does not suffice, the largest first."""
    plan = seen.plan
    if plan.shortage is None:
        return []
    lines = []
    for debt, amount in sorted(plan.shortage.required.items(), key=lambda one: -one[1]):
        loan = seen.overview.accounts[plan.owed.parts[debt].loan_id].loan
        if amount:
            cells: dict[str, Cell] = {"loan": short_name(loan), "due": fmt.money(amount)}
            lines.append(Row(str(debt), cells, {"due": amount}, plan.owed.parts[debt]))
    return lines


def in_place_of(view: View[PlanSight]) -> View[PlanSight]:
    """A view of a plan where there is no plan: under its own name what is to be paid."""
    return View(view.name, columns, rows, view.head, view.empty, open_loan)
