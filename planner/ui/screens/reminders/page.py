"""Reminders: what comes up now and in the next weeks, and the rules that make it come up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher

from planner.domain.reminders.rules import BUILT_IN, Occurrence, Rule, State
from planner.i18n import t
from planner.ui.base import Listing, Page
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.reminders.forms import ReminderForm, SnoozeForm, form_for
from planner.ui.screens.reminders.views import VIEWS
from planner.ui.views import View
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Table
from planner.words.reminders import title

if TYPE_CHECKING:
    from planner.overview.overview import Overview


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

    view = 0  # the place of the list in sight

    def compose(self) -> ComposeResult:
        """A headline and both lists, of which one is in sight."""
        overview = self.planner.overview
        yield Plain("", classes="headline")
        with ContentSwitcher(initial=VIEWS[0].name, id="reminder-lists"):
            for view in VIEWS:
                yield Table(view.columns(), empty=view.empty(overview), id=view.name)

    def focus_first(self) -> None:
        """The list in sight."""
        self._table(self.in_sight).focus()

    @property
    def in_sight(self) -> View[Overview]:
        """The list that was turned to."""
        return VIEWS[self.view]

    @property
    def listing(self) -> Listing:
        """What comes up, or the rules."""
        return Listing("rules" if self.in_sight.name == "rules" else "reminders")

    def _table(self, view: View[Overview]) -> Table:
        return self.query_one(f"#{view.name}", Table)

    def show(self, overview: Overview) -> None:
        """Fill both lists, so that tab only turns."""
        self.query_one(".headline", Plain).show(self.in_sight.head(overview))
        for view in VIEWS:
            view.load(self._table(view), overview)

    # -- keys ------------------------------------------------------------------------------------------------------

    def _item(self) -> Any:
        row = self._table(self.in_sight).current
        return None if row is None else row.data

    def _occurrence(self) -> Occurrence | None:
        item = self._item()
        return item if isinstance(item, Occurrence) else None

    def _rule(self) -> Rule | None:
        item = self._item()
        return item if isinstance(item, Rule) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Snooze and skip need a reminder under the cursor, edit and delete a rule."""
        if not self.is_mounted:
            return True
        if action in ("snooze", "skip"):
            return self._occurrence() is not None
        if action in ("edit", "delete"):
            return self._rule() is not None
        return True

    def action_turn(self) -> None:
        """Tab: the other list, with its headline and its keys."""
        self.view = (self.view + 1) % len(VIEWS)
        self.query_one("#reminder-lists", ContentSwitcher).current = self.in_sight.name
        self.query_one(".headline", Plain).show(self.in_sight.head(self.planner.overview))
        self.focus_first()
        self.refresh_bindings()

    def action_done(self) -> None:
        """Space: a reminder is done; a rule is turned on or off."""
        from planner.services import reminders

        rule = self._rule()
        if rule is not None:
            self.planner.write(lambda store: reminders.enable(store, rule.id, not rule.enabled), seen=rule)
        else:
            self._mark(State.DONE)

    def action_skip(self) -> None:
        """Leave this occurrence out; the later ones come up all the same."""
        self._mark(State.SKIPPED)

    def _mark(self, state: State) -> None:
        from planner.services import reminders

        occurrence, today = self._occurrence(), self.planner.overview.today
        if occurrence is not None:
            self.planner.write(
                lambda store: reminders.mark(store, occurrence, state, today=today, what=title(occurrence))
            )

    def action_snooze(self) -> None:
        """Ask until when the reminder under the cursor is to be quiet."""
        occurrence = self._occurrence()
        if occurrence is not None:
            self.planner.push_screen(SnoozeForm(occurrence))

    def action_add(self) -> None:
        """A reminder of the person's own, from either list."""
        self.planner.push_screen(ReminderForm())

    def action_edit(self) -> None:
        """The form that fits the rule under the cursor."""
        rule = self._rule()
        if rule is not None:
            self.planner.push_screen(form_for(rule))

    def action_delete(self) -> None:
        """Ask, then delete a rule of the person's own; of a built-in one say that it can only be turned off."""
        from planner.services import reminders

        rule = self._rule()
        if rule is None:
            return
        if rule.code in BUILT_IN:
            self.planner.toast(t("reminder.keep_built_in"))
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: reminders.delete(store, rule.id), seen=rule)

        self.planner.push_screen(Confirm(t("reminder.ask_delete", title=rule.title)), answered)

    def on_table_selected(self, event: Table.Selected) -> None:
        """Enter: the loan of a reminder about one, or the form of a rule."""
        view = next(view for view in VIEWS if view.name == event.table.id)
        view.opens(self.planner, self.planner.overview, event.row.data)
