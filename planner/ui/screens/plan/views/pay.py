"""What to pay: every payment by day."""

from __future__ import annotations

from datetime import timedelta

from planner.domain.accounts.names import full_name
from planner.domain.payoff.actions import Action
from planner.domain.reminders.planned import Planned
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.plan.views.sight import PlanSight, full_head, notes, open_loan
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row
from planner.words import adopted
from planner.words.plan import kind_text


def columns() -> tuple[Column, ...]:
    """A day, the loan, what kind of payment, the amount."""
    return (
        Column("on", t("payoff.col.on"), 10),
        Column("loan", t("payoff.col.loan"), 20, flex=True),
        Column("kind", t("payoff.col.kind"), 22),
        Column("amount", t("payoff.col.amount"), 12, "right"),
    )


def rows(seen: PlanSight) -> list[Row]:
    """The payments of the adopted plan, of this month those made too; else every payment of the one that was found.

    Those of the next seven days stand out.
    """
    overview = seen.overview
    week = overview.today + timedelta(7)
    at = overview.progress
    if seen.shows_kept and at is not None:
        coming = [one for one in overview.planned if one.on >= at.month_on or not (one.done or one.over)]
        return [_kept_row(overview, one, soon=one.on <= week) for one in coming]
    return [_row(overview, action, soon=action.on <= week) for action in seen.plan.actions(seen.answer)]


def _kept_row(overview: Overview, one: Planned, *, soon: bool) -> Row:
    loan = overview.accounts[one.loan_id].loan
    tone = "muted" if one.done else "warn" if one.over else "strong" if soon else ""
    amount = one.foreseen_minor if one.done else loan.in_yuan(one.amount_minor)
    cells: dict[str, Cell] = {
        "on": (fmt.day(one.on), tone),
        "loan": (full_name(loan), tone),
        "kind": (adopted.kind(one), "good" if one.done or (one.ends and not one.over) else tone),
        "amount": (fmt.money(amount), tone),
    }
    return Row(f"{one.loan_id}:{one.on}", cells, {"on": one.on, "amount": amount}, one)


def _row(overview: Overview, action: Action, *, soon: bool) -> Row:
    kind = kind_text(action)
    tone = "strong" if soon else ""
    cells: dict[str, Cell] = {
        "on": (fmt.day(action.on), tone),
        "loan": (full_name(overview.accounts[action.loan_id].loan), tone),
        "kind": (t("payoff.kind.ends", kind=kind), "good") if action.ends else (kind, tone),
        "amount": (fmt.money(action.amount_minor), tone),
    }
    key = f"{action.debt}:{action.month}:{action.kind}"
    return Row(key, cells, {"on": action.on, "amount": action.amount_minor}, action)


VIEW = View("pay", columns, rows, full_head, notes, open_loan)
