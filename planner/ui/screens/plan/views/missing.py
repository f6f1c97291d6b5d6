"""What the plan needs and the records do not say, and debts that what is required never ends; enter goes there.

Where the money does not suffice, what else may help besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.domain.payoff.debts.owed import Gap
from planner.i18n import t
from planner.ui.screens.plan.views.sight import PlanSight, head
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.plan import asks_nothing, endless_line, gap_text

if TYPE_CHECKING:
    from textual.screen import Screen

    from planner.ui.host import Host


def columns() -> tuple[Column, ...]:
    """One column, which does not sort: what is missing stays above the debts without an end."""
    return (Column("what", t("payoff.col.missing"), 40, flex=True, sortable=False),)


def rows(seen: PlanSight) -> list[Row]:
    """What is missing, then the debts without an end, then what may help."""
    overview, plan, lines = seen.overview, seen.plan, list[Row]()
    for gap in plan.owed.gaps:
        text = gap_text(overview, gap.loan_id, gap.code)
        lines.append(Row(f"{gap.loan_id}:{gap.code}", {"what": text}, data=gap))
    for one in plan.endless:
        loan_id = plan.owed.parts[one.debt].loan_id
        line = endless_line(overview, plan, one)
        told: Cell = line if asks_nothing(one) else (line, "warn")
        lines.append(Row(f"{loan_id}:endless", {"what": told}, data=loan_id))
    if plan.shortage is not None:
        lines.append(Row("help", {"what": t("payoff.short.help")}))
    return lines


def _about(_seen: PlanSight, row: Row) -> str:
    """The row in full: at 80 columns it cannot hold it."""
    cell = row.cells["what"]
    return cell if isinstance(cell, str) else cell[0]


def _fix(app: Host, seen: PlanSight, gap: Gap | int | None) -> None:
    """Open the form with the field that is missing; of a debt that never ends its page; advice leads nowhere."""
    if gap is not None:
        app.push_screen(_screen(seen, gap))


def _screen(seen: PlanSight, gap: Gap | int) -> Screen[Any]:
    if isinstance(gap, int):
        from planner.ui.screens.loans.loan import LoanScreen

        return LoanScreen(gap)
    account = seen.overview.accounts[gap.loan_id]
    if gap.code == "balance":
        from planner.ui.screens.loans.balance import BalanceForm

        return BalanceForm(account)
    if gap.code in ("card", "penalty"):
        from planner.ui.screens.loans.terms_form import TermsForm

        return TermsForm(account)
    from planner.ui.screens.loans.loan_form import LoanForm

    return LoanForm(account.loan)


VIEW = View("missing", columns, rows, head, lambda _: t("payoff.missing.none"), _fix, about=_about)
