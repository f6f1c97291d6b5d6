"""Reminders: what comes up now and in the next weeks, and the rules that make it come up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher

from planner.domain.basics import recurrence
from planner.domain.reminders.rules import BY_DAY, CREDIT, CUSTOM, DUE, PLAN, Occurrence, Rule, State
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import Page
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.reminders.forms import ReminderForm, SnoozeForm, form_for, lead_text
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.words.reminders import sentence, title

if TYPE_CHECKING:
    from planner.overview.overview import Overview

AHEAD_DAYS = 30


class RemindersPage(Page):
    """Page 7: occurrences, and with tab the rules."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,f5", "done", "key.done"),
        Binding("z,f6", "snooze", "key.snooze"),
        Binding("x,f10", "skip", "key.skip"),
        Binding("tab", "turn", "key.rules", priority=True),
        Binding("a,ctrl+n", "add", "key.add_reminder"),
        Binding("e,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield Plain("", classes="headline")
        with ContentSwitcher(initial="occurrences", id="reminder-lists"):
            yield Table(occurrence_columns(), empty=t("reminder.quiet"), id="occurrences")
            yield Table(rule_columns(), empty=t("reminder.no_rules"), id="rules")

    def focus_first(self) -> None:
        self.query_one(f"#{self._view()}", Table).focus()

    def _view(self) -> str:
        return self.query_one("#reminder-lists", ContentSwitcher).current or "occurrences"

    def show(self, overview: Overview) -> None:
        self.query_one(".headline", Plain).show(t(f"reminder.headline.{self._view()}"))
        coming = overview.reminders(AHEAD_DAYS)
        self.query_one("#occurrences", Table).load([_occurrence_row(item) for item in coming])
        self.query_one("#rules", Table).load([_rule_row(overview, rule) for rule in overview.rules])

    # -- keys ------------------------------------------------------------------------------------------------------

    def _occurrence(self) -> Occurrence | None:
        row = self.query_one("#occurrences", Table).current
        return row.data if row is not None and self._view() == "occurrences" else None

    def _rule(self) -> Rule | None:
        row = self.query_one("#rules", Table).current
        return row.data if row is not None and self._view() == "rules" else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action in ("snooze", "skip"):
            return self._occurrence() is not None
        if action in ("edit", "delete"):
            return self._rule() is not None
        return True

    def action_turn(self) -> None:
        switcher = self.query_one("#reminder-lists", ContentSwitcher)
        switcher.current = "rules" if self._view() == "occurrences" else "occurrences"
        self.query_one(".headline", Plain).show(t(f"reminder.headline.{self._view()}"))
        self.focus_first()
        self.refresh_bindings()

    def action_done(self) -> None:
        from planner.services import reminders

        rule = self._rule()
        if rule is not None:
            self.planner.write(lambda store: reminders.enable(store, rule.id, not rule.enabled))
        else:
            self._mark(State.DONE)

    def action_skip(self) -> None:
        self._mark(State.SKIPPED)

    def _mark(self, state: State) -> None:
        from planner.services import reminders

        occurrence, today = self._occurrence(), self.planner.overview.today
        if occurrence is not None:
            self.planner.write(
                lambda store: reminders.mark(store, occurrence, state, today=today, what=title(occurrence))
            )

    def action_snooze(self) -> None:
        occurrence = self._occurrence()
        if occurrence is not None:
            self.planner.push_screen(SnoozeForm(occurrence))

    def action_add(self) -> None:
        self.planner.push_screen(ReminderForm())

    def action_edit(self) -> None:
        rule = self._rule()
        if rule is not None:
            self.planner.push_screen(form_for(rule))

    def action_delete(self) -> None:
        from planner.services import reminders

        rule = self._rule()
        if rule is None:
            return
        if rule.code != CUSTOM:
            self.planner.toast(t("reminder.keep_built_in"))
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: reminders.delete(store, rule.id))

        self.planner.push_screen(Confirm(t("reminder.ask_delete", title=rule.title)), answered)

    def on_table_selected(self, event: Table.Selected) -> None:
        if isinstance(event.row.data, Rule):
            self.action_edit()
            return
        occurrence: Occurrence = event.row.data
        if occurrence.rule in (DUE, PLAN) and occurrence.loan_id is not None:
            from planner.ui.screens.loans.loan import LoanScreen

            self.planner.push_screen(LoanScreen(occurrence.loan_id))


def occurrence_columns() -> tuple[Column, ...]:
    return (
        Column("on", t("reminder.col.on"), 10),
        Column("text", t("today.col.what"), 44, flex=True),
        Column("amount", t("loans.col.due"), 12, "right", rank=1),
        Column("state", t("reminder.col.state"), 14),
    )


def _occurrence_row(item: Occurrence) -> Row:
    state = t(f"reminder.state.{item.state}")
    if item.state is State.SNOOZED:
        state = t("today.snoozed", on=fmt.day(item.until_on)[5:])
    overdue = item.rule == DUE and item.days_left < 0
    cells: dict[str, Cell] = {
        "on": fmt.day(item.on),
        "text": (sentence(item), "bad" if overdue else ""),
        "amount": fmt.money(item.amount_minor) if item.amount_minor is not None else "",
        "state": (state, "muted" if item.state is not State.PENDING else ""),
    }
    return Row(item.key, cells, data=item)


def rule_columns() -> tuple[Column, ...]:
    return (
        Column("enabled", t("reminder.col.enabled"), 8),
        Column("title", t("today.col.what"), 24, flex=True),
        Column("repeat", t("reminder.repeat"), 14),
        Column("lead_days", t("reminder.lead_days"), 16),
        Column("next_on", t("reminder.col.next_on"), 12),
    )


def _rule_row(overview: Overview, rule: Rule) -> Row:
    try:
        repeat = recurrence.repeat_of(rule.rrule)
        following = recurrence.following(rule.rrule, overview.today) if rule.code not in BY_DAY else None
    except PlannerError:
        repeat, following = None, None
    built_in = rule.code in BY_DAY
    if rule.code in CREDIT:
        following = next((one.on for one in overview.dated if one.code == rule.code and one.on >= overview.today), None)
    named = f"reminder.repeat.{rule.code}" if built_in else f"repeat.{repeat}" if repeat else "repeat.other"
    title = rule.title or t(f"reminder.rule.{rule.code}")
    cells: dict[str, Cell] = {
        "enabled": t("yes.yes") if rule.enabled else (t("yes.no"), "muted"),
        "title": title,
        "repeat": t(named),
        "lead_days": lead_text(rule.lead_days),
        "next_on": fmt.day(following) if rule.enabled else "",
    }
    return Row(str(rule.id), cells, data=rule)
