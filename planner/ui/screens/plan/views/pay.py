"""What to pay: every payment by day."""

from __future__ import annotations

from datetime import timedelta

from planner.domain.accounts.names import full_name
from planner.domain.cash.covers import Cover
from planner.domain.payoff.debts.actions import Action
from planner.domain.reminders.planned import Planned
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.covers import adopted_payments, covers_of, found_payments
from planner.overview.overview import Overview
from planner.ui.screens.plan.views.sight import PlanSight, full_head, more, notes, open_loan
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row
from planner.words import adopted
from planner.words.covers import cover as cover_text
from planner.words.plan import kind_text


def columns() -> tuple[Column, ...]:
    """A day, the loan, what kind of payment, the amount, the money that it is paid from."""
    return (
        Column("on", t("payoff.col.on"), 10),
        Column("loan", t("payoff.col.loan"), 18, flex=True),
        Column("kind", t("payoff.col.kind"), 17, most=30),
        Column("amount", t("payoff.col.amount"), 12, "right"),
        Column("cover", t("payoff.col.cover"), 12, sortable=False, most=24),
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
        payments = adopted_payments(overview)
        kept = zip(payments, covers_of(overview, payments), strict=True)
        money = {(loan_id, on): cover for (on, _, loan_id), cover in kept}
        return [_kept_row(overview, one, money.get((one.loan_id, one.on)), soon=one.on <= week) for one in coming]
    actions = seen.plan.actions(seen.answer)
    found = zip(actions, covers_of(overview, found_payments(actions)), strict=True)
    return [_row(overview, action, cover, soon=action.on <= week) for action, cover in found]


def _yuan(overview: Overview, one: Planned) -> int:
    return overview.accounts[one.loan_id].loan.in_yuan(one.amount_minor)


def _kept_row(overview: Overview, one: Planned, cover: Cover | None, *, soon: bool) -> Row:
    loan = overview.accounts[one.loan_id].loan
    tone = "muted" if one.done else "warn" if one.over else "strong" if soon else ""
    amount = one.foreseen_minor if one.done else _yuan(overview, one)
    cells: dict[str, Cell] = {
        "on": (fmt.day(one.on), tone),
        "loan": (full_name(loan), tone),
        "kind": (adopted.kind(one), "good" if one.done or (one.ends and not one.over) else tone),
        "amount": (fmt.money(amount), tone),
        "cover": cover_text(cover, max(one.on, overview.today)),
    }
    return Row(f"{one.loan_id}:{one.on}", cells, {"on": one.on, "amount": amount}, one)


def _row(overview: Overview, action: Action, cover: Cover | None, *, soon: bool) -> Row:
    kind = kind_text(action)
    tone = "strong" if soon else ""
    cells: dict[str, Cell] = {
        "on": (fmt.day(action.on), tone),
        "loan": (full_name(overview.accounts[action.loan_id].loan), tone),
        "kind": (kind, "good" if action.ends else tone),
        "amount": (fmt.money(action.amount_minor), tone),
        "cover": cover_text(cover, max(action.on, overview.today)),
    }
    key = f"{action.debt}:{action.month}:{action.kind}"
    return Row(key, cells, {"on": action.on, "amount": action.amount_minor}, action)


VIEW = View("pay", columns, rows, full_head, notes, open_loan, more=more)
