"""One case: where it stands, its rounds with what happened, its papers; of a close-out the steps."""

from __future__ import annotations

from pathlib import Path
from threading import Event as Stop
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import ContentSwitcher

from planner.domain.cases.closeout import StepLine
from planner.domain.cases.file import CaseFile, Event, Evidence, Kind, PaperState
from planner.domain.cases.standing import Next
from planner.domain.imports.work import Stopped
from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.computing import halting, work_for
from planner.ui.screens.cases import lists
from planner.ui.screens.cases.asking import ask_remove
from planner.ui.screens.cases.forms import CaseForm, EventForm, RoundForm
from planner.ui.screens.cases.papers import PaperForm, percent
from planner.ui.screens.imports.progress import LOOK, Progress
from planner.ui.views import fitting
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Table
from planner.ui.widgets.text import wrap
from planner.words import cases as words

if TYPE_CHECKING:
    from planner.overview.overview import Overview

_LINE = 2  # lines for the row under the cursor
_BELOW = 14  # lines that title, list and keys need in any case


class CaseScreen(PlannerScreen):
    """What happened and the papers in one place: tab changes between them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.case_event"),
        Binding("a,ctrl+n", "add_paper", "key.case_add_paper"),  # instead, among the papers
        Binding("n,f7", "begin_round", "key.case_round"),
        Binding("e,enter,f2", "edit", "key.case_correct"),
        Binding("e,enter,f2", "step_done", "key.case_step"),  # instead, on a step
        Binding("e,enter,f2", "edit_paper", "key.edit"),  # instead, among the papers
        Binding("tab", "turn", "key.case_turn", priority=True),
        Binding("i,ctrl+l", "describe", "key.case_describe"),
        Binding("g,ctrl+g", "record", "key.case_record"),
        Binding("c,f6", "check", "key.case_check"),
        Binding("w,f8", "pack", "key.case_pack"),
        Binding("l,f4", "letter", "key.letter"),
        Binding("d,delete", "remove", "key.delete"),
    ]

    def __init__(self, case_id: int) -> None:
        super().__init__()
        self.case_id = case_id
        self.states: dict[int, PaperState] = {}
        self._looked: tuple[Evidence, ...] | None = None  # the papers that were looked at
        self._stop: Stop | None = None  # of the check that runs

    @property
    def file(self) -> CaseFile | None:
        """The case as it is now; None once it is deleted."""
        return next((one for one in self.planner.overview.cases if one.case.id == self.case_id), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The lists that tab goes through."""
        file = self.file
        closing = file is not None and file.case.kind is Kind.CLOSEOUT
        return ("steps", "events", "evidence") if closing else ("events", "evidence")

    def compose(self) -> ComposeResult:
        """Title, where it stands, the lists, the keys."""
        yield Plain("", id="loan-title", classes="title")
        yield Plain("", id="loan-facts", classes="facts")
        with ContentSwitcher(initial=self.names[0], id="loan-lists"):
            yield Table(lists.step_columns(), id="steps")
            yield Table(lists.event_columns(), empty=t("case.no_events"), id="events")
            yield Table(lists.paper_columns(), empty=t("case.no_evidence"), id="evidence")
        yield Plain("", id="case-line")
        yield KeyBar()

    def on_mount(self) -> None:
        """The first list has the focus."""
        super().on_mount()
        self._table.focus()

    @property
    def _list(self) -> str:
        return self.query_one("#loan-lists", ContentSwitcher).current or self.names[0]

    @property
    def _table(self) -> Table:
        return self.query_one(f"#{self._list}", Table)

    def show(self, overview: Overview) -> None:
        """Closes once the case is gone; papers that were not looked at yet are."""
        file = self.file
        if file is None or file.case.id not in overview.stands:
            self.close_gone()
            return
        self.query_one("#loan-title", Plain).show(f" {t(f'case.kind.{file.case.kind}')} · {file.case.title}")
        self._facts(overview, file)
        shown = {
            "steps": (lists.step_columns, lists.step_rows(overview, file)),
            "events": (lists.event_columns, lists.event_rows(overview, file)),
            "evidence": (lists.paper_columns, lists.paper_rows(overview, file, self.states)),
        }
        for name, (columns, rows) in shown.items():
            table = self.query_one(f"#{name}", Table)
            first = next((one.key for one in rows if isinstance(one.data, StepLine) and one.data.done_on is None), None)
            keep = first if table.all_rows == () else None
            table.reshape(columns(rows), table.empty)
            table.load(rows, keep=keep)
        self.refresh_bindings()
        self._tell()
        if self._looked != file.evidence:
            self._look(file, unasked=True)

    def _facts(self, overview: Overview, file: CaseFile) -> None:
        room = max(20, (self.size.width or 80) - 2)
        spare = (self.size.height or 24) - _BELOW

        def lines(parts: list[str]) -> list[str]:
            return [" " + line for part in parts for line in wrap(part, room)]

        shown = fitting(words.facts(overview, file), lambda some: len(lines(list(some))) <= spare)
        told = [*shown, t(f"case.list.{self._list}")]
        self.query_one("#loan-facts", Plain).show("\n".join(lines(told)))

    def on_resize(self, _event: events.Resize) -> None:
        """The sentences are broken for the new width."""
        self.show(self.planner.overview)

    def explained(self) -> str:
        """How rounds, events and deadlines work, and all that is known of this one."""
        file, overview = self.file, self.planner.overview
        told = [] if file is None else words.facts(overview, file)
        return "\n".join([*told, "", words.explained(overview)])

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is offered depends on the list in view, and on how far the case is."""
        if not self.is_mounted:
            return True
        item, among = self._item(), self._list
        valid = {
            "add": among != "evidence",
            "add_paper": among == "evidence",
            "edit": isinstance(item, Event) and self._corrects(item),
            "step_done": isinstance(item, StepLine) and item.done_on is None,
            "edit_paper": among == "evidence" and item is not None,
            "remove": isinstance(item, Evidence),
            "begin_round": "steps" not in self.names,
            "record": self._to_record,
            "letter": "steps" not in self.names,
            "pack": bool(self.file and self.file.evidence),
            "check": bool(self.file and any(one.path for one in self.file.evidence)),
        }
        return valid.get(action, True)

    def _corrects(self, event: Event) -> bool:
        return self.file is not None and event.id not in self.file.corrected and event.kind != "void"

    @property
    def _to_record(self) -> bool:
        stand = self.planner.overview.stands.get(self.case_id)
        return stand is not None and stand.next is Next.RECORD

    def _item(self) -> object:
        row = self._table.current
        return None if row is None else row.data

    def on_table_highlighted(self) -> None:
        """Another row: other keys are valid, and what stands in it is told in full."""
        self.refresh_bindings()
        self._tell()

    def _tell(self) -> None:
        line, room = self.query_one("#case-line", Plain), max(20, (self.size.width or 80) - 2)
        told = lists.in_full(self.planner.overview, self._item())
        line.show("\n".join(wrap(told, room)[:_LINE]))

    def on_table_selected(self) -> None:
        """Enter does what e does on the row."""
        for action in ("edit", "step_done", "edit_paper"):
            if self.check_action(action, ()):
                getattr(self, f"action_{action}")()
                return

    def action_turn(self) -> None:
        """Tab: the next list."""
        switcher, names = self.query_one("#loan-lists", ContentSwitcher), self.names
        switcher.current = names[(names.index(self._list) + 1) % len(names)]
        self._table.focus()
        self.show(self.planner.overview)

    def action_add(self) -> None:
        """What happened."""
        if self.file is not None:
            self.planner.push_screen(EventForm(self.file))

    def action_add_paper(self) -> None:
        """The paper of the list under the cursor, where it is not there yet; else another."""
        if self.file is not None:
            item = self._item()
            self.planner.push_screen(PaperForm(self.file, item if isinstance(item, str) else ""))

    def action_begin_round(self) -> None:
        """Another round."""
        if self.file is not None:
            self.planner.push_screen(RoundForm(self.file))

    def action_edit(self) -> None:
        """Correct the event under the cursor."""
        item = self._item()
        if self.file is not None and isinstance(item, Event) and self._corrects(item):
            self.planner.push_screen(EventForm(self.file, item))

    def action_step_done(self) -> None:
        """The step under the cursor is done."""
        item = self._item()
        if self.file is not None and isinstance(item, StepLine):
            self.planner.push_screen(EventForm(self.file, step=item.step.code))

    def action_edit_paper(self) -> None:
        """The form of the paper under the cursor; of one that is missing the form that adds it."""
        item = self._item()
        if self.file is not None and isinstance(item, Evidence):
            self.planner.push_screen(PaperForm(self.file, edit=item))
        else:
            self.action_add_paper()

    def action_remove(self) -> None:
        """Take the paper under the cursor out of the case."""
        item = self._item()
        if isinstance(item, Evidence):
            ask_remove(self.planner, item)

    def action_describe(self) -> None:
        """What the case is about."""
        if self.file is not None:
            self.planner.push_screen(CaseForm(self.file))

    def action_letter(self) -> None:
        """The letter of this round; where there is none yet, what it takes."""
        from planner.ui.screens.cases.letter import open_letter

        if self.file is not None:
            open_letter(self.planner, self.file)

    def action_record(self) -> None:
        """What was agreed, on its loan: the form of an agreement, filled in."""
        from planner.ui.screens.cases.agreed import agreement_form

        if self.file is not None:
            form = agreement_form(self.planner.overview, self.file)
            if form is None:
                self.planner.toast(t("case.no_loan_for"))
            else:
                self.planner.push_screen(form)

    # -- the files of the papers -------------------------------------------------------------------------------------

    def action_check(self) -> None:
        """Read all files anew and compare them with what they were when they were added."""
        if self.file is not None:
            self._look(self.file, unasked=False)

    def _look(self, file: CaseFile, *, unasked: bool) -> None:
        self._looked = file.evidence
        if any(one.path for one in file.evidence):
            self._stop = Stop()
            work_for(self, "papers", self._compare, file, unasked, self._stop)

    async def _compare(self, file: CaseFile, unasked: bool, stop: Stop) -> None:
        from planner.overview import papers

        progress = Progress()
        looking = self._looking("case.checking", progress)
        try:
            self.states = await halting(
                lambda dropped: papers.look(
                    file.evidence, progress.work(lambda: stop.is_set() or dropped()), unasked=unasked
                )
            )
        except Stopped:
            self.planner.toast(t("case.check_stopped"))
        else:
            if not unasked:
                self.planner.toast(t("case.checked", **lists.counted(self.states)))
        finally:
            self._looked_at(looking, stop)

    def action_pack(self) -> None:
        """All of it as one archive beside the database; one that is there is asked about."""
        from planner.takeout.formats import beside
        from planner.ui.dialogs.confirm import Confirm

        file, app = self.file, self.planner
        if file is None or self._stop is not None:
            return
        target = beside(app.path, app.overview.today, ".zip", f"case-{file.case.id}")

        def answered(yes: bool | None) -> None:
            if yes:
                self._stop = Stop()
                work_for(self, "papers", self._pack, file, target, self._stop)

        if target.exists():
            app.push_screen(Confirm(t("case.ask_pack", path=target)), answered)
        else:
            answered(True)

    async def _pack(self, file: CaseFile, target: Path, stop: Stop) -> None:
        from planner.services import case_pack, locking
        from planner.words.case_pack import done, listed

        app, progress = self.planner, Progress()
        told, folder = listed(app.overview, file), t("case.pack.folder")
        looking = self._looking("case.packing", progress)
        try:
            packed = await halting(
                lambda dropped: case_pack.pack(
                    app.path,
                    file,
                    target,
                    folder,
                    told,
                    work=progress.work(lambda: stop.is_set() or dropped()),
                    over=True,
                )
            )
        except PlannerError as error:
            app.show_error(error)
        except Stopped:
            app.toast(t("case.pack_stopped"))
        else:
            told_of = done(str(target), packed)
            app.toast(f"{told_of}\n{t('export.plain')}" if locking.is_locked(app.path) else told_of)
        finally:
            self._looked_at(looking, stop)

    def _looking(self, key: str, progress: Progress) -> Timer:
        """Tell in the title how far it has come."""
        title = self.query_one("#loan-title", Plain)
        return self.set_interval(LOOK, lambda: title.show(" " + t(key, percent=percent(progress))))

    def _looked_at(self, looking: Timer, stop: Stop) -> None:
        looking.stop()
        if self._stop is stop:  # else another has begun
            self._stop = None
        if self.is_mounted:
            self.show(self.planner.overview)

    def action_leave(self) -> None:
        """Escape: a check that runs is stopped first; else back."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None
        else:
            super().action_leave()
