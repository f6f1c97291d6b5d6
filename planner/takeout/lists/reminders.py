"""What comes up now and in the next weeks, the most urgent first."""

from __future__ import annotations

from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.overview.overview import REMINDED_DAYS
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import amount, day, names, text
from planner.words.reminders import sentence


def sheet(asked: Asked) -> Sheet:
    """A row a reminder of the page; of a due that the adopted plan pays with more the amount is all that it pays."""
    columns = (
        day("comes_on"),
        text("what", 60),
        *names(),
        text("currency", 8),
        amount("amount"),
        day("due_on"),
        text("state", 12),
        day("until_on"),
    )
    overview = asked.overview
    rows: list[dict[str, Value]] = []
    for one in overview.reminders(REMINDED_DAYS):
        account = overview.accounts.get(one.loan_id or 0)
        rows.append(
            {
                "comes_on": one.on,
                "what": sentence(one),
                "lender": one.lender,
                "loan": one.loan,
                "currency": None if account is None else account.loan.currency,
                "amount": one.amount_minor if one.plan_minor is None else one.plan_minor,
                "due_on": one.due_on,
                "state": t(f"reminder.state.{one.state}"),
                "until_on": one.until_on,
            }
        )
    return made("reminders", t("export.list.reminders"), columns, rows)
