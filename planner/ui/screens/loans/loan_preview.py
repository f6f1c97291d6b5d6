"""What stands beside the form of a loan while it is typed in: its real yearly cost and its schedule."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from planner.domain.accounts.records import Account
from planner.domain.ledger.agreed import agreed_rows, cost_of
from planner.domain.schedule.methods import Instalment
from planner.domain.what_if.prepay import Settling
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.widgets.text import fit, width, wrap


def preview(account: Account, room: int, settled: Settling, hint: str = "") -> Content:
    """Yearly cost and schedule of a loan while it is typed in, what settling it today would save, ``hint`` below."""
    cost = cost_of(account, settled.on)
    lines = [
        f"{t('cost.nominal')}  {fmt.percent(cost.nominal)}",
        f"{t('cost.effective')}  {fmt.percent(cost.effective)}",
    ]
    if cost.reason:
        lines.append(t(f"cost.reason.{cost.reason}"))
    if settled.total_minor and settled.saving_minor is not None:
        lines.append(f"{t('balance.saving')}  {fmt.plain_money(settled.saving_minor)}")
    if account.loan.method.scheduled:
        rows = agreed_rows(account)
        lines += [
            f"{t('cost.interest')}  {fmt.plain_money(cost.interest_minor)}",
            f"{t('cost.fees')}  {fmt.plain_money(cost.fee_minor)}",
            "",
            *schedule_lines(rows, room),
        ]
    if hint:
        lines += ["", *wrap(hint, room)]
    return Content("\n".join(lines))


def schedule_lines(rows: Sequence[Instalment], room: int) -> list[str]:
    """Heading and rows, the columns no wider than their figures; without the balance where ``room`` is too short."""
    table = [[t("schedule.number"), t("schedule.due_on"), t("schedule.amount"), t("schedule.left")]]
    for row in rows:
        amounts = [fmt.plain_money(row.amount_minor), fmt.plain_money(row.balance_minor)]
        table.append([str(row.number), row.due_on.isoformat(), *amounts])
    widths = [max(width(line[column]) for line in table) for column in range(4)]
    shown = 4 if sum(widths) + 3 <= room else 3
    return [
        " ".join(fit(cell, cells, "right") for cell, cells in zip(line[:shown], widths, strict=False)) for line in table
    ]
