"""Why the debt is not what the adopted plan says."""

from __future__ import annotations

from planner.domain.accounts.names import short_name
from planner.domain.payoff.adopted.drift import Cause
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import drift_of, in_force
from planner.ui.screens.plan.views.sight import PlanSight, head
from planner.ui.views import View, nothing
from planner.ui.widgets.table import Cell, Column, Row


def columns() -> tuple[Column, ...]:
    """Account, cause, and by how much the debt is above the plan for it."""
    return (
        Column("loan", t("payoff.col.loan"), 24, flex=True),
        Column("cause", t("payoff.col.cause"), 16),
        Column("amount", t("payoff.col.gap"), 14, "right"),
    )


def rows(seen: PlanSight) -> list[Row]:
    """Why the debt is not what the adopted plan says: the parts in all, then account by account."""
    overview = seen.overview
    line = in_force(overview.payoff_plans)
    if line is None:
        return []
    found = drift_of(line, overview.book, overview.today)
    lines = [_row("", t("payoff.drift.all"), cause, amount) for cause, amount in found.parts.items()]
    for loan_id, parts in found.by_loan.items():
        account = overview.accounts.get(loan_id)
        name = t("payoff.drift.deleted") if account is None else short_name(account.loan)
        lines += [_row(str(loan_id), name, cause, amount) for cause, amount in parts.items()]
    return lines


def _row(key: str, name: str, cause: Cause, amount: int) -> Row:
    tone = "warn" if amount > 0 else "good"
    cells: dict[str, Cell] = {
        "loan": (name, "" if key else "strong"),
        "cause": t(f"payoff.cause.{cause}"),
        "amount": (fmt.signed(amount), tone),
    }
    return Row(f"{key}:{cause}", cells, {"amount": amount})


def _empty(seen: PlanSight) -> str:
    followed = in_force(seen.overview.payoff_plans) is not None
    return t("payoff.drift.none" if followed else "payoff.drift.nothing")


VIEW = View("drift", columns, rows, head, _empty, nothing)
