"""Every loan with what it asks for next and what it costs."""

from __future__ import annotations

from planner.domain.accounts.names import short_name
from planner.domain.accounts.records import Account
from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.overview.overview import Overview
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import accounts, amount, count, day, named, names, share, state, text


def sheet(asked: Asked) -> Sheet:
    """A row a loan; what a line owes is without its draws, which stand below it: so that the column adds up."""
    columns = (
        *names(),
        text("method", 20),
        text("line", 16),
        text("state", 14),
        text("currency", 8),
        amount("owed"),
        text("owed_known", 12),
        amount("principal"),
        amount("overdue"),
        amount("limit"),
        amount("limit_left"),
        day("next_on"),
        amount("next_due"),
        count("number"),
        count("terms"),
        share("nominal"),
        share("effective"),
        text("rate_known", 12),
        share("on_time"),
        day("start_on"),
        day("settled_on"),
        day("closed_on"),
        text("note", 24),
    )
    overview = asked.overview
    return made("loans", t("export.list.loans"), columns, [_row(overview, one) for one in accounts(asked)])


def _row(overview: Overview, account: Account) -> dict[str, Value]:
    loan, place, cost = account.loan, overview.positions[account.loan.id], overview.costs[account.loan.id]
    line = overview.accounts.get(loan.line_id) if loan.line_id is not None else None
    due = place.next_due
    known = place.known or bool(place.owed_minor)
    return {
        **named(loan),
        "method": t(f"method.{loan.method}"),
        "line": None if line is None else short_name(line.loan),
        "state": state(place),
        "owed": place.owed_minor if known else None,
        "owed_known": t("export.known" if place.known else "export.least" if known else "export.unknown"),
        "principal": place.principal_minor if known else None,
        "overdue": overview.overdue_minor(loan.id),
        "limit": loan.limit_minor,
        "limit_left": place.limit_left_minor,
        "next_on": due.due_on if due else None,
        "next_due": due.asked_minor if due else None,
        "number": due.number if due and loan.terms else None,
        "terms": overview.last_number(loan.id) if loan.terms else None,
        "nominal": cost.nominal,
        "effective": cost.effective,
        "rate_known": t("export.confirmed" if loan.rate_confirmed else "export.unconfirmed"),
        "on_time": overview.on_time_rate(loan.id),
        "start_on": loan.start_on,
        "settled_on": loan.settled_on,
        "closed_on": loan.closed_on,
        "note": loan.note,
    }
