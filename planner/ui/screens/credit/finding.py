"""One finding explained: what it rests on, against which limits, what to do, what it costs, when it clears, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from planner.domain.findings.model import Finding, State
from planner.domain.findings.why import apt
from planner.domain.reference.advice import Action
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.reading import TextScreen
from planner.ui.messages import Go
from planner.ui.tones import TONES
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.prose import Prose
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.words.credit import action_text, said
from planner.words.findings import finding_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class FindingScreen(PlannerScreen):
    """One finding: the text, and below it where to go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,pagedown", "scroll(1)", "key.page_down", priority=True),
        Binding("pageup,b", "scroll(-1)", "key.page_up", show=False, priority=True),
    ]

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def compose(self) -> ComposeResult:
        """The text, the row under the cursor in full, and the table of where to go."""
        yield Plain("", id="loan-title", classes="title")
        with VerticalScroll(classes="reading", can_focus=False):
            yield Prose("", id="finding-text")
        yield Prose("", id="finding-line", classes="facts")
        columns = (Column("what", t("finding.section.do"), 40, flex=True),)
        yield Table(columns, empty="", id="finding-go")
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table: space and the page keys scroll the text."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """The finding as it is now; its table takes a quarter of the screen or five lines, not more."""
        finding = next(one for one in overview.findings if one.code == self.code)
        title = f" {t(f'finding.{finding.code}')} · {t(f'finding.state.{finding.state}')}"
        self.query_one("#loan-title", Plain).show(title)
        self.query_one("#finding-text", Prose).tell(finding_text(overview, finding))
        rows = self._missing(finding) + self._actions(overview, finding)
        table = self.query_one("#finding-go", Table)
        table.styles.height = min(len(rows) + 1, max(5, self.planner.size.height // 4))
        table.load(rows)

    def _missing(self, finding: Finding) -> list[Row]:
        def row(code: str) -> Row:
            text = f"{t('why.step.missing', what=t(f'missing.{code}'))}  ({t('finding.go')})"
            what: Cell = (text, TONES[State.UNKNOWN])
            return Row(f"missing-{code}", {"what": what}, data=(code, True))

        return [row(code) for code in finding.missing]

    def _actions(self, overview: Overview, finding: Finding) -> list[Row]:
        strategies = {one.code: said(one.name) for one in overview.catalogue.strategies}
        rows = []
        for action in overview.catalogue.moving(finding.code):
            if not apt(action.code, finding):
                continue
            text = t(
                "finding.action",
                name=said(action.name),
                strategy=strategies[action.strategy],
                cost=said(action.cost),
                takes=said(action.takes),
            )
            rows.append(Row(f"action-{action.code}", {"what": text}, data=action))
        return rows

    def on_table_highlighted(self) -> None:
        """The line under the cursor in full: at 80 columns its row cannot hold it."""
        row = self.query_one(Table).current
        what = "" if row is None else row.cells["what"]
        self.query_one("#finding-line", Prose).tell(" " + (what if isinstance(what, str) else what[0]))

    def on_table_selected(self) -> None:
        """Enter: where the action is done, or the form for what is missing."""
        row = self.query_one(Table).current
        if row is None:
            return
        if isinstance(row.data, Action):
            open_action(self, row.data)
        else:
            code, form = row.data
            self.post_message(Go(code, form=form))

    def action_scroll(self, step: int) -> None:
        """So many screenfuls of the text down, up where negative; a line of the last one stays."""
        reading = self.query_one(".reading")
        reading.scroll_relative(y=step * max(reading.size.height - 1, 1), animate=False)


def open_action(screen: PlannerScreen, action: Action) -> None:
    """Go where an action is done: a reminder for those that are done outside, a page or view for the others."""
    if action.opens == "reminder":
        from planner.ui.screens.reminders.forms import ReminderForm

        screen.planner.push_screen(ReminderForm(given=(said(action.name), action.repeat or "once", action.strategy)))
    elif action.opens:
        screen.post_message(Go(action.opens))
    else:
        screen.planner.push_screen(TextScreen(said(action.name), action_text(screen.planner.overview, action)))
