"""Month by month: what must be paid, what is paid above it, its cost, what is left."""

from __future__ import annotations

from planner.domain.payoff.debts.months import Months
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.screens.plan.views.sight import PlanSight, head, notes
from planner.ui.views import View, nothing
from planner.ui.widgets.table import Column, Row


def columns() -> tuple[Column, ...]:
    """A month, what it requires and gives above that, its cost, and how the debts stand at its end."""
    return (
        Column("month", t("payoff.col.month"), 12, flex=True),
        Column("required", t("payoff.col.required"), 11, "right"),
        Column("extra", t("payoff.col.extra"), 11, "right"),
        Column("interest", t("payoff.col.interest"), 9, "right", rank=1),
        Column("owed", t("payoff.col.owed"), 12, "right"),
        Column("lenders", t("payoff.col.lenders"), 4, "right"),
        Column("ratio", t("payoff.col.ratio"), 7, "right"),
        Column("carried", t("payoff.col.carried"), 10, "right", rank=2),
    )


def rows(seen: PlanSight) -> list[Row]:
    """Month by month: what must be paid, what is paid above it, its cost, what is left."""
    plan, found = seen.plan, seen.answer
    counts, ratios, lines = plan.lenders(found.outcome), plan.ratios(found.outcome), []
    for month in found.outcome.months:
        cost = sum(paid.interest_minor + paid.fee_minor for paid in month.payments)
        lines.append(
            Row(
                str(month.number),
                {
                    "month": _named(plan.owed.months, month.number),
                    "required": fmt.money(month.required_minor),
                    "extra": fmt.money(month.paid_minor - month.required_minor),
                    "interest": fmt.money(cost),
                    "owed": fmt.money(sum(paid.balance_minor for paid in month.payments)),
                    "lenders": str(counts[month.number]),
                    "ratio": fmt.percent(ratios[month.number - 1], 1),
                    "carried": fmt.money(month.carried_minor),
                },
                data=month,
            )
        )
    return lines


def _named(months: Months, number: int) -> str:
    """A month of the calendar by its name, one that begins on payday by its last day."""
    last = months.end(number)
    return fmt.month(last) if months.payday == 1 else t("payoff.until", on=fmt.day(last))


VIEW = View("months", columns, rows, head, notes, nothing)
