"""Every due of every loan with what became of it."""

from __future__ import annotations

from planner.exporters.sheets import Sheet
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import accounts, amount, count, day, named, names, text
from planner.words.dues import became


def sheet(asked: Asked) -> Sheet:
    """A row a due, loan by loan; number and count of instalments stand apart, since ``3/12`` would become a day."""
    columns = (
        *names(),
        text("currency", 8),
        count("number"),
        count("terms"),
        day("due_on"),
        amount("amount"),
        amount("principal"),
        amount("interest"),
        amount("fee"),
        amount("penalty"),
        amount("paid"),
        amount("unpaid"),
        amount("minimum"),
        day("cleared_on"),
        count("days_late"),
        text("status", 24),
    )
    overview = asked.overview
    rows = []
    for account in accounts(asked):
        terms = overview.last_number(account.loan.id) if account.loan.terms else None
        for due in overview.positions[account.loan.id].dues:
            rows.append(
                {
                    **named(account.loan),
                    "number": due.number,
                    "terms": terms,
                    "due_on": due.due_on,
                    "amount": due.amount_minor,
                    "principal": due.principal_minor,
                    "interest": due.interest_minor,
                    "fee": due.fee_minor,
                    "penalty": due.penalty_minor,
                    "paid": due.paid_minor,
                    "unpaid": due.unpaid_minor,
                    "minimum": due.minimum_minor,
                    "cleared_on": due.cleared_on,
                    "days_late": due.days_late,
                    "status": became(due, overview.today),
                }
            )
    return made("schedule", t("export.list.schedule"), columns, rows)
