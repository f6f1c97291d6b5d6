"""The credit file: findings first, then what they rest on, the article, the rules and the terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.credit.file import (
    Behaviour,
    BehaviourKind,
    Inquiry,
    Negative,
    PointState,
    ProfileEntry,
    ProfileState,
    ReportAccount,
    ReportCheck,
    Score,
)
from planner.domain.findings.points import Point
from planner.domain.reference.advice import Action
from planner.domain.reference.rules import Rule
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.base import Listing
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.credit.views import (
    behaviour,
    difference,
    findings,
    inquiries,
    negatives,
    profile,
    report,
    rules,
    score,
    strategies,
    terms,
)
from planner.ui.screens.credit.views.profile import ProfileLine
from planner.ui.screens.credit.views.record import RecordView
from planner.ui.views import ViewsPage
from planner.ui.widgets.table import Table
from planner.words.credit import said

VIEWS = (
    findings.VIEW,
    score.VIEW,
    profile.VIEW,
    report.VIEW,
    negatives.VIEW,
    inquiries.VIEW,
    difference.VIEW,
    behaviour.VIEW,
    strategies.VIEW,
    rules.VIEW,
    terms.VIEW,
)
_EXPLAINED = ("windows", "kept", "lenders", "months", "dates", "own")
_LISTINGS = {"findings": "findings", "score": "scores", "inquiries": "inquiries"}
_OF_REPORT = ("report", "negatives", "inquiries")
DELETED = Score | ReportCheck | ReportAccount | Negative | Inquiry | Behaviour


class CreditPage(ViewsPage[Overview]):
    """Page 5."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,v,f8", "view(1)", "key.view_next"),
        Binding("left", "view(-1)", "key.view_previous", show=False),
        Binding("a,ctrl+n", "add", "key.add_record"),
        Binding("e,f2", "edit", "key.edit"),
        Binding("o", "read_report", "key.read_report"),
        Binding("d,delete", "delete", "key.delete", show=False),
        Binding("space,f5", "complete", "key.complete"),
        Binding("c,f4", "account", "key.account"),
        Binding("i,ctrl+l", "looked_at", "key.looked_at"),
        Binding("t,f10", "target", "key.score_target"),
        Binding("r", "remind", "key.remind"),
        Binding("p", "adopt", "key.adopt_point"),
        Binding("m,f11", "decide('noted')", "key.note_point"),
        Binding("x,f12", "decide('objection')", "key.object_point"),
        Binding("y,f3", "why", "key.why"),
        Binding("l,f6", "log('limit_check')", "key.looked"),
        Binding("n,f7", "log('resisted')", "key.resisted"),
    ]

    views = VIEWS

    @property
    def sight(self) -> Overview:
        """The figures of the app: the file is always there to see, empty or not."""
        return self.planner.overview

    def open_at(self, view: str, *, form: bool = False) -> None:
        """Turn to the view of that name; with ``form`` open the form that adds to it."""
        self.turn_to(view)
        if form:
            self.action_add()

    @property
    def listing(self) -> Listing | None:
        """The findings, the scores or the inquiries, where they are in view."""
        name = _LISTINGS.get(self.in_sight.name)
        return None if name is None else Listing(name)

    def show(self, overview: Overview) -> None:
        """Fill the view that was turned to."""
        self.fill()

    def headline(self, head: str, about: str) -> str:
        """Which view this is and its figures; of a rule under the cursor where it comes from."""
        lines = [self.named("credit.view"), head]
        return "\n".join([*lines, about] if about else lines)

    def explained(self) -> str:
        """How windows, lenders, months overdue and clear days are reckoned, and which thresholds may be changed."""
        return "\n".join([t("credit.explained"), "", *(t(f"credit.explained.{name}") for name in _EXPLAINED)])

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key is offered where the row under the cursor, or the view for adding, has a use for it."""
        if not self.is_mounted:
            return True
        item = self._item()
        valid: dict[str, Callable[[], bool]] = {
            "add": lambda: self.shown.adds is not None,
            "edit": lambda: isinstance(item, DELETED | ProfileLine) or (isinstance(item, Rule) and item.adjustable),
            "delete": lambda: isinstance(item, DELETED) or (isinstance(item, ProfileLine) and item.entry is not None),
            "complete": lambda: isinstance(item, ProfileLine),
            "account": lambda: isinstance(item, ReportCheck | ReportAccount),
            "looked_at": lambda: isinstance(item, ReportCheck) and bool(item.unread),
            "read_report": lambda: self.shown.name in _OF_REPORT,
            "target": lambda: isinstance(item, Score),
            "remind": lambda: isinstance(item, Action),
            "adopt": lambda: isinstance(item, Point),
            "decide": lambda: isinstance(item, Point),
        }
        return valid[action]() if action in valid else True

    @property
    def shown(self) -> RecordView:
        """The view in sight, with its forms."""
        return VIEWS[self.view]

    def _item(self) -> Any:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_view(self, step: int) -> None:
        """Each view begins at its first row."""
        self.query_one(Table).cursor = 0
        super().action_view(step)

    def action_add(self) -> None:
        """The form of a new record of the view; nothing where the view keeps none."""
        make = self.shown.adds
        if make is not None:
            self.planner.push_screen(make())

    def action_edit(self) -> None:
        """The form of the row under the cursor, if it has one."""
        form = self.shown.edits(self._item())
        if form is not None:
            self.planner.push_screen(form)

    def action_delete(self) -> None:
        """Ask with the row's cells, then delete; with a look at the report go the accounts it showed."""
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
                self.planner.write(lambda store: credit.delete(store, record), seen=record)

        file = self.planner.overview.book.credit
        hanging = len(file.accounts_of(record)) if isinstance(record, ReportCheck) else 0
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
        """A new account in the look at the report to which the row belongs."""
        from planner.ui.screens.credit.account_form import AccountForm

        item = self._item()
        if isinstance(item, ReportCheck | ReportAccount):
            check_id = item.id if isinstance(item, ReportCheck) else item.check_id
            self.planner.push_screen(AccountForm(check_id))

    def action_looked_at(self) -> None:
        """Say what a sentence of the look under the cursor is that was not understood."""
        from planner.ui.screens.credit.sentence_form import SentenceForm

        item = self._item()
        if isinstance(item, ReportCheck):
            self.planner.push_screen(SentenceForm(item))

    def action_read_report(self) -> None:
        """Ask for the file of a report, then show what is in it."""
        from planner.ui.screens.credit.report_file import ReportFileForm

        self.planner.push_screen(ReportFileForm())

    def action_target(self) -> None:
        """The target of the score under the cursor."""
        from planner.ui.screens.credit.forms import SeriesForm

        item = self._item()
        if isinstance(item, Score):
            series = next(one for one in self.planner.overview.book.credit.series if one.id == item.series_id)
            self.planner.push_screen(SeriesForm(series))

    def action_log(self, kind: str) -> None:
        """Note behaviour of that ``BehaviourKind`` today, without a form; again the same day counts up."""
        from planner.services import credit

        today = self.planner.overview.today
        self.planner.write(lambda store: credit.log(store, BehaviourKind(kind), today=today))

    def action_remind(self) -> None:
        """A reminder of the person's own for an action, as often as the catalogue proposes."""
        from planner.ui.screens.reminders.forms import ReminderForm

        item = self._item()
        if isinstance(item, Action):
            self.planner.push_screen(ReminderForm(given=(said(item.name), item.repeat or "once", item.strategy)))

    def action_adopt(self) -> None:
        """The form that records what the report says of the point under the cursor, filled in."""
        difference.adopt(self.planner, self.sight, self._item())

    def action_decide(self, state: str) -> None:
        """Keep that ``PointState`` for the point under the cursor, and go on; the same once more opens it again.

        With what is objected to a case is opened on page 6, in the same step; opened again, the case stays.
        """
        from planner.services import credit

        point, seen = self._item(), self.planner.overview.difference
        if not isinstance(point, Point) or seen is None:
            return
        decided = None if point.decision == state else PointState(state)
        table = self.query_one(Table)
        if point.is_open and table.cursor + 1 < len(table.rows):
            table.cursor += 1  # what was decided goes below what is open: the cursor stays with the next one
        check_id, today = seen.difference.check.id, self.planner.overview.today
        if decided is PointState.OBJECTION:
            difference.object_to(self.planner, self.sight, point, check_id)
            return
        told = (check_id, point.code, point.about, decided)
        self.planner.write(lambda store: credit.decide(store, *told, today=today, of_before=point.of_before))

    def action_why(self) -> None:
        """Open “Why is it not open to me?”, beginning with 借呗."""
        from planner.ui.screens.credit.why import WhyScreen

        self.planner.push_screen(WhyScreen())
