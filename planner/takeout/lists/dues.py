"""What falls due in the coming year, what is overdue first."""

from __future__ import annotations

from datetime import timedelta

from planner.domain.reminders.due_items import upcoming
from planner.exporters.sheets import Sheet
from planner.exporters.sheets import sheet as made
from planner.i18n import format as fmt
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import amount, count, day, month, named, names, text
from planner.words.dues import left_of

DAYS = 366


def sheet(asked: Asked) -> Sheet:
    """A row a due that is not done with: what is to be paid of it at least, all of it, what the adopted plan pays."""
    columns = (
        day("due_on"),
        month(),
        *names(),
        text("currency", 8),
        count("number"),
        count("terms"),
        amount("least"),
        amount("unpaid"),
        amount("overdue"),
        amount("planned"),
        count("days_left"),
        text("status", 16),
    )
    overview = asked.overview
    dues = overview.live(overview.today + timedelta(DAYS))
    rows = []
    for item in upcoming(overview.book, dues, overview.today, DAYS, overview.planned_and_bills):
        loan = overview.accounts[item.loan_id].loan
        rows.append(
            {
                **named(loan),
                "due_on": item.due_on,
                "month": fmt.month_named(item.due_on),
                "number": item.number,
                "terms": overview.last_number(item.loan_id) if loan.terms else None,
                "least": item.least_minor,
                "unpaid": item.amount_minor,
                "overdue": item.overdue_minor,
                "planned": item.plan_minor,
                "days_left": item.days_left,
                "status": left_of(item.days_left, item.own_state),
            }
        )
    return made("dues", t("export.list.dues"), columns, rows)
