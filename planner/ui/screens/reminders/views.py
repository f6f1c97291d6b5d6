"""The two lists of the reminders page: what comes up now and in the next weeks, and the rules behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from planner.domain.reminders.rules import AGREEMENT, CASE, DUE, PLAN, PREBILL, PROMISE, Occurrence, Rule, State
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import REMINDED_DAYS, Overview
from planner.ui.messages import Go
from planner.ui.screens.reminders.forms import form_for, lead_text
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Cells, Column, Row, widest
from planner.words.reminders import next_day, repeat_text, row_text, rule_title

if TYPE_CHECKING:
    from planner.ui.host import Host

# -- occurrences -------------------------------------------------------------------------------------------------------


def occurrence_columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """A day, the reminder in a sentence, what is to be paid, and whether it was answered; as narrow as they can be."""
    return (
        Column("on", t("reminder.col.on"), widest(lines, "on")),
        Column("text", t("today.col.what"), 24, flex=True),
        Column("amount", t("reminder.col.amount"), widest(lines, "amount"), "right"),
        Column("state", t("reminder.col.state"), widest(lines, "state")),
    )


def occurrence_rows(overview: Overview) -> list[Row]:
    """What comes up in the days to come, the most urgent first."""
    items = overview.reminders(REMINDED_DAYS)
    named = Counter(loan for loan, _ in {(item.loan, item.loan_id) for item in items})
    products = {loan for loan, loans in named.items() if loan and loans == 1}
    return [_occurrence_row(item, overview.today, products) for item in items]


def _occurrence_row(item: Occurrence, today: date, products: Collection[str]) -> Row:
    """Of a due that the adopted plan pays with more the amount is all that the plan pays."""
    amount = item.amount_minor if item.plan_minor is None else item.plan_minor
    state = t(f"reminder.state.{item.state}")
    if item.state is State.SNOOZED:
        state = t("today.snoozed", on=fmt.short_day(item.until_on or today, today))
    known: dict[str, Cell | None] = {
        "on": fmt.short_day(item.on, today),
        "text": None,
        "amount": fmt.money(amount) if amount is not None else "",
        "state": (state, "muted" if item.state is not State.PENDING else ""),
    }
    return Row(item.key, Cells(known, partial(_text, item, today, products)), data=item)


def _text(item: Occurrence, today: date, products: Collection[str]) -> dict[str, Cell]:
    overdue = item.rule == DUE and item.days_left < 0
    return {"text": (row_text(item, today, products), "bad" if overdue else "")}


def place_of(occurrence: Occurrence) -> str:
    """Where a reminder of a case leads: a step of a close-out to those, a promise to the calls, others to the cases."""
    if occurrence.rule == PROMISE:
        return "calls"
    return "closeouts" if occurrence.about.startswith("step:") else "cases"


def _open_loan(app: Host, _seen: Overview, occurrence: Occurrence) -> None:
    """The page of the loan, of a reminder about one; the page of cases, of one about a case."""
    if occurrence.rule in (DUE, PLAN, AGREEMENT, PREBILL) and occurrence.loan_id is not None:
        from planner.ui.screens.loans.loan import LoanScreen

        app.push_screen(LoanScreen(occurrence.loan_id))
    elif occurrence.rule in (CASE, PROMISE):
        app.screen.post_message(Go(place_of(occurrence)))


# -- rules -------------------------------------------------------------------------------------------------------------


def rule_columns() -> tuple[Column, ...]:
    """A rule: on or off, how often, how many days before, and the next day."""
    return (
        Column("enabled", t("reminder.col.enabled"), 8),
        Column("title", t("today.col.what"), 24, flex=True),
        Column("repeat", t("reminder.repeat"), 14),
        Column("lead_days", t("reminder.lead_days"), 16),
        Column("next_on", t("reminder.col.next_on"), 12),
    )


def rule_rows(overview: Overview) -> list[Row]:
    """The rules, on or off."""
    return [_rule_row(overview, rule) for rule in overview.rules]


def _rule_row(overview: Overview, rule: Rule) -> Row:
    repeat = repeat_text(rule)
    cells: dict[str, Cell] = {
        "enabled": t("yes.yes") if rule.enabled else (t("yes.no"), "muted"),
        "title": rule_title(rule),
        "repeat": repeat if rule.calls else (repeat, "bad"),
        "lead_days": lead_text(rule.lead_days),
        "next_on": fmt.day(next_day(overview, rule)) if rule.enabled else "",
    }
    return Row(str(rule.id), cells, data=rule)


def _headline(overview: Overview) -> str:
    """What the list of occurrences holds; first the rules that ought to call and cannot, if there are any."""
    mute = overview.mute_rules
    if not mute:
        return t("reminder.headline.occurrences")
    return t("reminder.headline.mute", n=len(mute), title=rule_title(mute[0]))


def _edit(app: Host, _seen: Overview, rule: Rule) -> None:
    app.push_screen(form_for(rule))


VIEWS = (
    View(
        "occurrences",
        occurrence_columns,
        occurrence_rows,
        _headline,
        lambda _: t("reminder.quiet"),
        _open_loan,
        fitted=occurrence_columns,
    ),
    View(
        "rules",
        rule_columns,
        rule_rows,
        lambda _: t("reminder.headline.rules"),
        lambda _: t("reminder.no_rules"),
        _edit,
    ),
)
