"""What the plan pays, in a report: the adopted one, else the one that is found now; or what the money lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.domain.basics.calendar import add_months
from planner.exporters.pages import Block, Heading, Lines
from planner.exporters.sheets import Value, sheet
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.takeout.lists.columns import amount, day, names, text
from planner.takeout.lists.plan import found
from planner.takeout.report.naming import Naming
from planner.words import adopted
from planner.words.plan import kind_text

MONTHS = 3  # whose payments are listed


def planned(overview: Overview, naming: Naming) -> Iterator[Block]:
    """The end, the cost still to come, and the payments of the coming months, in yuan."""
    rows, lines = _adopted(overview, naming) if overview.progress is not None else _found(overview, naming)
    if not lines:
        return
    yield Heading(t("export.report.plan"))
    yield Lines(tuple(lines))
    if rows:
        columns = (day("on"), *names(), text("kind", 18), amount("amount_yuan"))
        yield sheet("plan", "", columns, rows, total=t("export.report.total"))


Found = tuple[list[dict[str, Value]], list[str]]


def _row(overview: Overview, naming: Naming, on: date, loan_id: int, kind: str, minor: int) -> dict[str, Value]:
    loan = overview.accounts[loan_id].loan
    return {
        "on": on,
        "lender": naming.lender(loan),
        "loan": naming.loan(loan),
        "kind": kind,
        "amount_yuan": minor,
    }


def _adopted(overview: Overview, naming: Naming) -> Found:
    at, until = overview.progress, add_months(overview.today, MONTHS)
    assert at is not None
    left = fmt.money(at.left_minor)
    key = _ends(overview) if at.ends_all else "export.report.plan_last"
    rows = [
        _row(
            overview,
            naming,
            one.on,
            one.loan_id,
            adopted.kind(one),
            overview.accounts[one.loan_id].loan.in_yuan(one.amount_minor),
        )
        for one in overview.planned
        if not (one.done or one.over) and one.on <= until
    ]
    return rows, [t("export.report.plan_adopted"), t(key, on=fmt.day(at.ends_on), cost=left), _listed(until)]


def _found(overview: Overview, naming: Naming) -> Found:
    plan, answer = found(overview)
    if plan is None:
        return [], []
    lack = plan.shortage
    if answer is None and lack is not None:
        on = fmt.day(plan.owed.month_end(lack.month))
        return [], [t("export.report.lacking", on=on, missing=fmt.money(lack.missing_minor))]
    if answer is None:
        return [], []
    until = add_months(overview.today, MONTHS)
    cost = fmt.money(answer.outcome.cost_minor)
    rows = [
        _row(overview, naming, action.on, action.loan_id, kind_text(action), action.amount_minor)
        for action in plan.actions(answer)
        if action.on <= until
    ]
    ends = t(_ends(overview), on=fmt.day(plan.ended_on(answer.outcome)), cost=cost)
    return rows, [t("export.report.plan_found"), ends, _listed(until)]


def _ends(overview: Overview) -> str:
    """The text of the end of a plan; no plan pays what nobody knows of, or what is not paid out yet."""
    coming = any(account.loan.start_on > overview.today for account in overview.book.accounts)
    return "export.report.plan_ends_known" if overview.now.unknown or coming else "export.report.plan_ends"


def _listed(until: date) -> str:
    return t("export.report.plan_listed", until=fmt.day(until))
