"""The payment ratio: half a year back and as the plan takes it on; below it the months."""

from __future__ import annotations

from decimal import Decimal

from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.screens.plan.views import months
from planner.ui.screens.plan.views.sight import PlanSight
from planner.ui.views import Drawing
from planner.ui.widgets.chart import Series
from planner.values import replace

PAST = 6  # months of history before the lines of a plan


def chart(seen: PlanSight) -> Drawing:
    """The payment ratio of the last half year, and as it goes on under the plan and when only what is due is paid."""
    overview, plan, found = seen.overview, seen.plan, seen.answer
    past = overview.trend(PAST)
    length = found.outcome.length
    before: list[Decimal | None] = [point.payment_ratio for point in past]
    later = plan.ratios(found.outcome)
    due = () if plan.baseline is None else plan.ratios(plan.baseline)[:length]
    gap: list[Decimal | None] = [None] * PAST
    series = [
        Series(t("payoff.line.past"), [*before, *[None] * length]),
        Series(t("payoff.line.plan"), [*gap, *later]),
        Series(t("goal.due_only"), [*gap, *due, *[None] * (length - len(due))]),
    ]
    days = [point.as_of for point in past] + [plan.owed.month_end(month) for month in range(1, length + 1)]
    return Drawing(series, [fmt.month(on)[2:] for on in days], lambda value: fmt.percent(value, 0))


VIEW = replace(months.VIEW, name="trend", chart=chart)
