"""``planner due``: what falls due, overdue first."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from planner.cli.arguments import as_json, count
from planner.cli.output import of_one_moment, say
from planner.domain.accounts.names import full_name, joined_name
from planner.domain.reminders.due_items import DueItem, upcoming
from planner.domain.reminders.rules import Stage
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.widgets.text import fit
from planner.words.dues import left_of
from planner.words.headline import undated

DAYS = 30


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)
    command.add_argument("--days", type=count, default=DAYS, metavar="N", help=t("cli.help.days"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Print the document or the text; returns the exit status."""
    days = options.days
    if options.json:
        return say(of_one_moment(path, lambda overview: document(overview, _items(overview, days))))
    print(of_one_moment(path, lambda overview: told(overview, days)))
    return 0


def told(overview: Overview, days: int) -> str:
    """What falls due, or that nothing does, and for which accounts that cannot be said."""
    loans = undated(overview)
    lines = [text(_items(overview, days)) or t("cli.nothing_due_known" if loans else "cli.nothing_due", n=days)]
    if loans:
        lines.append(t("today.undated.cli", names=t("list.and").join(full_name(loan) for loan in loans)))
    return "\n".join(lines)


def _items(overview: Overview, days: int) -> tuple[DueItem, ...]:
    dues = overview.live(overview.today + timedelta(days))
    return upcoming(overview.book, dues, overview.today, days, overview.planned_and_bills)


def text(items: Sequence[DueItem]) -> str:
    """A line a due: day, account, what is to be paid at least, days left, and of a bill what is left of it in all.

    Of one that is assumed to be debited, or not recorded yet, that stands in the place of the days. What is late inside
    a bill that is not late itself, and what the adopted plan pays where that is more, stand at the end.
    """
    return "\n".join(
        fit(item.due_on.isoformat(), 12)
        + fit(joined_name(item.loan, item.lender), 28)
        + fit(fmt.money(item.amount_minor if item.state is Stage.ASSUMED else item.least_minor), 14, "right")
        + "  "
        + left_of(item.days_left, item.own_state)
        + _of_bill(item)
        + _late_part(item)
        + ("" if item.plan_minor is None else "  " + t("cli.due.plan", amount=fmt.money(item.plan_minor)))
        for item in items
    )


def _of_bill(item: DueItem) -> str:
    """What is left of a bill in all, where that is more than it asks for at least; else nothing."""
    if item.state is Stage.ASSUMED or item.least_minor == item.amount_minor:
        return ""
    return "  " + t("cli.due.bill" if item.least_minor else "cli.due.least_paid", full=fmt.money(item.amount_minor))


def _late_part(item: DueItem) -> str:
    if not item.overdue_minor or item.own_state is Stage.OVERDUE:
        return ""
    return "  " + t("due.overdue_part", amount=fmt.money(item.overdue_minor))


def document(overview: Overview, items: Sequence[DueItem]) -> dict[str, Any]:
    """What ``--json`` prints: amounts in the minor unit of the account's currency, dates ISO."""
    return {
        "as_of": overview.today.isoformat(),
        "without_due_day": [loan.id for loan in undated(overview)],
        "items": [
            {
                "loan": item.loan,
                "loan_id": item.loan_id,
                "lender": item.lender,
                "due_on": item.due_on.isoformat(),
                "amount_minor": item.amount_minor,
                "minimum_minor": item.least_minor,
                "overdue_minor": item.overdue_minor,
                "plan_minor": item.plan_minor,
                "currency": overview.accounts[item.loan_id].loan.currency,
                "days_left": item.days_left,
                "state": str(item.state),
            }
            for item in items
        ],
    }
