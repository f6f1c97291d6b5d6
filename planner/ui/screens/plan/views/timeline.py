"""Who ends when: the lenders as bars."""

from __future__ import annotations

from planner.domain.payoff.debts.owed import creditors_of
from planner.domain.payoff.engine.outcome import lenders_open
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.screens.plan.views.sight import PlanSight, head, notes
from planner.ui.views import View, nothing
from planner.ui.widgets.table import Column, Row

_MOST_CELLS = 40  # of a timeline


def columns() -> tuple[Column, ...]:
    """A lender, the day it ends, and its bar of at most ``_MOST_CELLS``."""
    return (
        Column("lender", t("payoff.col.lender"), 14, flex=True),
        Column("ends", t("payoff.col.ends"), 10),
        Column("line", t("payoff.col.timeline"), _MOST_CELLS),
    )


def rows(seen: PlanSight) -> list[Row]:
    """The lenders in the order in which they end, each with a bar as long as it stays."""
    plan, found = seen.plan, seen.answer
    names = {account.loan.lender.id: account.loan.lender.name for account in seen.overview.book.accounts}
    names |= dict(creditors_of(seen.overview.book, plan.owed.start_on).values())
    ends = lenders_open(plan.problem, found.outcome.closed)
    cells = min(_MOST_CELLS, max(found.outcome.length, 1))
    lines = []
    days = {lender: plan.ended_on(found.outcome, lender) for lender in ends}
    for lender, on in sorted(days.items(), key=lambda one: (one[1], one[0])):
        month = ends[lender]
        filled = max(1, -(-month * cells // max(found.outcome.length, 1)))
        lines.append(
            Row(
                str(lender),
                {
                    "lender": names.get(lender, ""),
                    "ends": fmt.day(on),
                    "line": "━" * (filled - 1) + "●" + "·" * (cells - filled),
                },
                data=lender,
            )
        )
    return lines


VIEW = View("lenders", columns, rows, head, notes, nothing)
