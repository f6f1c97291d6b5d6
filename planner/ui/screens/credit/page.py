"""The credit file: findings first, then what they rest on, the article, the rules and the terms."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.credit.file import (
    Behaviour,
    BehaviourKind,
    Inquiry,
    Negative,
    ProfileEntry,
    ProfileState,
    ReportAccount,
    ReportCheck,
    Score,
)
from planner.domain.findings.model import Finding
from planner.domain.reference.advice import Action, Term, Topic
from planner.domain.reference.rules import Rule
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import Page
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.credit.views import VIEWS, ProfileLine
from planner.ui.widgets.chart import Chart, Series
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Table
from planner.words.credit import said
from planner.words.rules import source_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.ui.forms.form import Form

ADDED = ("score", "report", "negatives", "inquiries", "behaviour")
DELETED = Score | ReportCheck | ReportAccount | Negative | Inquiry | Behaviour


class CreditPage(Page):
    """Page 5."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,v,f8", "view(1)", "key.view_next"),
        Binding("left", "view(-1)", "key.view_previous", show=False),
        Binding("a,ctrl+n", "add", "key.add_record"),
        Binding("e,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete", show=False),
        Binding("space,f5", "complete", "key.complete"),
        Binding("c,f4", "account", "key.account"),
        Binding("t,f10", "target", "key.score_target"),
        Binding("r", "remind", "key.remind"),
        Binding("y,f3", "why", "key.why"),
        Binding("l,f6", "log('limit_check')", "key.looked"),
        Binding("n,f7", "log('resisted')", "key.resisted"),
    ]

    view = 0

    def compose(self) -> ComposeResult:
        yield Plain("", classes="headline")
        yield Chart(id="chart")
        yield Table(VIEWS[0].columns(), empty="")

    def on_mount(self) -> None:
        self.query_one(Chart).display = False

    def focus_first(self) -> None:
        self.query_one(Table).focus()

    @property
    def name_of_view(self) -> str:
        """The view in sight."""
        return VIEWS[self.view].name

    def turn_to(self, name: str) -> None:
        """Show the view of that name."""
        self.view = next(place for place, view in enumerate(VIEWS) if view.name == name)
        self.show(self.planner.overview)

    def show(self, overview: Overview) -> None:
        view = VIEWS[self.view]
        table = self.query_one(Table)
        table.reshape(view.columns(), view.empty)
        table.load(view.rows(overview))
        self._title()
        self._chart(overview, view.name)
        self.refresh_bindings()

    def _title(self) -> None:
        """Which view this is and its figures; of a rule under the cursor where it comes from, which no column holds."""
        view, item = VIEWS[self.view], self._item()
        lines = [t("credit.view", name=t(f"credit.view.{view.name}"), at=self.view + 1, of=len(VIEWS))]
        lines.append(view.head(self.planner.overview))
        if isinstance(item, Rule):
            lines.append(f"{said(item.name)}{source_text(item)} {said(item.note)}".strip())
        self.query_one(".headline", Plain).show("\n".join(lines))

    def _chart(self, overview: Overview, name: str) -> None:
        chart = self.query_one(Chart)
        scores = overview.book.credit.scores
        followed = scores[-1].series_id if scores else 0
        points = [score for score in scores if score.series_id == followed][-24:]
        chart.display = name == "score" and len(points) > 1
        if chart.display:
            # a score never comes near 0: the axis begins at the last fifty below the lowest
            floor = min(score.value for score in points) // 50 * 50
            labels = [fmt.month(score.on)[2:] for score in points]
            values = [Decimal(score.value - floor) for score in points]
            line = Series(t("credit.col.value"), values)
            chart.show([line], labels, lambda value: f"{value + floor:.0f}", whole=True)

    def explained(self) -> str:
        return "\n".join([t("credit.explained"), "", *(t(f"credit.explained.{name}") for name in _EXPLAINED)])

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        name, item = self.name_of_view, self._item()
        valid: dict[str, Callable[[], bool]] = {
            "add": lambda: name in ADDED,
            "edit": lambda: isinstance(item, DELETED | ProfileLine) or (isinstance(item, Rule) and item.adjustable),
            "delete": lambda: isinstance(item, DELETED) or (isinstance(item, ProfileLine) and item.entry is not None),
            "complete": lambda: isinstance(item, ProfileLine),
            "account": lambda: isinstance(item, ReportCheck | ReportAccount),
            "target": lambda: isinstance(item, Score),
            "remind": lambda: isinstance(item, Action),
        }
        return valid[action]() if action in valid else True

    def on_table_highlighted(self) -> None:
        self.refresh_bindings()
        if self.name_of_view == "rules":
            self._title()

    def _item(self) -> Any:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_view(self, step: int) -> None:
        self.view = (self.view + step) % len(VIEWS)
        self.query_one(Table).cursor = 0
        self.show(self.planner.overview)

    def action_add(self) -> None:
        from planner.ui.screens.credit import forms, report_forms

        made: dict[str, Callable[[], Form]] = {
            "score": forms.ScoreForm,
            "report": report_forms.CheckForm,
            "negatives": report_forms.NegativeForm,
            "inquiries": report_forms.InquiryForm,
            "behaviour": report_forms.BehaviourForm,
        }
        self.planner.push_screen(made[self.name_of_view]())

    def action_edit(self) -> None:
        form = self._form()
        if form is not None:
            self.planner.push_screen(form)

    def _form(self) -> Form | None:
        from planner.ui.screens.credit import forms, report_forms

        item = self._item()
        if isinstance(item, ProfileLine):
            return forms.ProfileForm(item.platform, item.item, item.entry)
        if isinstance(item, ReportAccount):
            return report_forms.AccountForm(item.check_id, item)
        if isinstance(item, Rule):
            return forms.LimitForm(item) if item.adjustable else None
        made: dict[type, Callable[[Any], Form]] = {
            Score: forms.ScoreForm,
            ReportCheck: report_forms.CheckForm,
            Negative: report_forms.NegativeForm,
            Inquiry: report_forms.InquiryForm,
            Behaviour: report_forms.BehaviourForm,
        }
        return made[type(item)](item) if type(item) in made else None

    def action_delete(self) -> None:
        from planner.services import credit

        row = self.query_one(Table).current
        item = self._item()
        record = item.entry if isinstance(item, ProfileLine) else item
        if row is None or record is None:
            return
        cells = [cell if isinstance(cell, str) else cell[0] for cell in row.cells.values()]
        what = " · ".join(cell.strip() for cell in cells if cell.strip())

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: credit.delete(store, record))

        shown = self.planner.overview.book.credit.report_accounts
        hanging = sum(one.check_id == record.id for one in shown) if isinstance(record, ReportCheck) else 0
        question = t("credit.ask_delete", what=what)
        if hanging:
            question += "\n\n" + t("credit.ask_delete.accounts", n=hanging)
        self.planner.push_screen(Confirm(question), answered)

    def action_complete(self) -> None:
        """The item under the cursor is complete as of today: one key for a whole list."""
        from planner.services import credit

        line, today = self._item(), self.planner.overview.today
        assert isinstance(line, ProfileLine)
        months = line.entry.months if line.entry else None
        note = line.entry.note if line.entry else ""
        entry = ProfileEntry(0, line.platform, line.item, today, ProfileState.COMPLETE, months, note)
        self.planner.write(lambda store: credit.save(store, entry, today=today))

    def action_account(self) -> None:
        from planner.ui.screens.credit.report_forms import AccountForm

        item = self._item()
        if isinstance(item, ReportCheck | ReportAccount):
            check_id = item.id if isinstance(item, ReportCheck) else item.check_id
            self.planner.push_screen(AccountForm(check_id))

    def action_target(self) -> None:
        from planner.ui.screens.credit.forms import SeriesForm

        item = self._item()
        if isinstance(item, Score):
            series = next(one for one in self.planner.overview.book.credit.series if one.id == item.series_id)
            self.planner.push_screen(SeriesForm(series))

    def action_log(self, kind: str) -> None:
        from planner.services import credit

        today = self.planner.overview.today
        self.planner.write(lambda store: credit.log(store, BehaviourKind(kind), today=today))

    def action_remind(self) -> None:
        """A reminder of the person's own for an action, as often as the catalogue proposes."""
        from planner.ui.screens.reminders.forms import ReminderForm

        item = self._item()
        if isinstance(item, Action):
            self.planner.push_screen(ReminderForm(given=(said(item.name), item.repeat or "once", item.strategy)))

    def action_why(self) -> None:
        from planner.ui.screens.credit.why import WhyScreen

        self.planner.push_screen(WhyScreen())

    def on_table_selected(self) -> None:
        from planner.ui.screens.credit.finding import FindingScreen, TextScreen
        from planner.words.credit import action_text, term_text, topic_text
        from planner.words.rules import rule_text

        item = self._item()
        if isinstance(item, Finding):
            self.planner.push_screen(FindingScreen(item.code))
        elif isinstance(item, Term):
            self.planner.push_screen(TextScreen(said(item.name), term_text(item)))
        elif isinstance(item, Topic):
            self.planner.push_screen(TextScreen(said(item.name), topic_text(item)))
        elif isinstance(item, Action):
            self.planner.push_screen(TextScreen(said(item.name), action_text(self.planner.overview, item)))
        elif isinstance(item, Rule) and not item.adjustable:
            self.planner.push_screen(TextScreen(said(item.name), rule_text(self.planner.overview, item)))
        else:
            self.action_edit()


_EXPLAINED = ("windows", "kept", "lenders", "months", "dates", "own")
