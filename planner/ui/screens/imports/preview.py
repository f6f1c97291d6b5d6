"""The rows of a bill before they are recorded: what will become of each, to be changed, then recorded in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.imports.choices import TAKE, Choice, Decision
from planner.domain.imports.file import Kind, is_own
from planner.domain.imports.proposal import Double, Unused, Used
from planner.domain.imports.work import Work
from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.computing import halting, work_for
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.imports.fees import AsksFees
from planner.ui.screens.imports.files import Files
from planner.ui.screens.imports.progress import LOOK, Progress
from planner.ui.screens.imports.rows import VIEWS, columns, effects, in_view, rows_of, summary, whole
from planner.ui.screens.imports.target import TargetDialog, kind_text
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Row, Table
from planner.words.imports import held_lines

if TYPE_CHECKING:
    from planner.overview.preview import Preview


_DECIDING = frozenset({"take_or_leave", "target", "take_held", "fees", "rules", "point", "record"})


class PreviewScreen(AsksFees):
    """Every row of the file with what will become of it. Nothing is recorded before ctrl+s."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "record", "key.record", priority=True),
        Binding("space", "take_or_leave", "key.toggle_row"),
        Binding("t,f7", "target", "key.target"),
        Binding("a,f5", "take_held", "key.take_held"),
        Binding("f,f9", "fees", "key.plan_fees", show=False),
        Binding("r,f4", "rules", "key.import_rules", show=False),
        Binding("v,f8", "view", "key.view_rows"),
        Binding("c,f6", "point", "key.point"),
        Binding("escape,q", "leave", "key.back"),
        Binding("question_mark,f1", "app.help", "key.help"),
    ]

    def __init__(self, preview: Preview, files: Files) -> None:
        super().__init__()
        self.files = files
        self._begin(preview)

    def _begin(self, preview: Preview) -> None:
        self.preview = preview
        self.choices: dict[int, Choice] = {}
        self._told = self._effects = ""  # how many rows become what, and what that does once it is worked out
        self.shown: str | None = None
        self._rows: Sequence[Row] = ()
        self._deciding = False  # a thread compares the rows with what was chosen
        self._then_record = self._fees_confirmed = False
        self._recording = self._reading = False
        self._dropped = Event()

    def compose(self) -> ComposeResult:
        """The file, how many rows become what, and the rows."""
        yield Plain("", classes="title")
        yield Plain("", id="bill-summary")
        yield Table(columns(self.preview.proposal.file.printed is not None), empty=t("import.no_rows"))
        yield Plain("", id="bill-row")
        yield KeyBar()

    def on_mount(self) -> None:
        """All rows at first, with the focus on them."""
        file = self.preview.proposal.file
        heading = t("import.heading", file=self.preview.file, layout=file.layout, n=len(file.entries))
        self.query_one(".title", Plain).show(" " + self.files.placed(heading))
        self._show(summary(self.preview), rows_of(self.preview))
        self.query_one(Table).focus()

    def _show(self, told: str, rows: list[Row]) -> None:
        self._rows, self._told = rows, told
        more_lines = "\n" * self._effects.count("\n")  # the rows below stay where they are
        self._effects = t("import.effect.working") + more_lines  # what the rows did before is no longer so
        self._summarise()
        self.query_one(Table).load(in_view(rows, self.shown))
        work_for(self, "effect", self._tell)

    def _summarise(self) -> None:
        self.query_one("#bill-summary", Plain).show("\n".join(filter(None, (self._told, self._effects))))

    async def _tell(self) -> None:
        """Work out what the import does, in a thread, and say it above the rows."""
        preview = self.preview
        try:
            told = await halting(lambda dropped: effects(preview, Work(dropped=dropped)))
        except Exception as error:  # noqa: BLE001 - a mistake of ours leaves the rows as they are
            self.planner.show_error(PlannerError("unexpected", detail=f"{type(error).__name__}: {error}"))
        else:
            if preview is self.preview and not (self._recording or self._reading):
                self._effects = told
                self._summarise()

    def on_table_highlighted(self, event: Table.Highlighted) -> None:
        """The whole of the row in view."""
        self.query_one("#bill-row", Plain).show("" if event.row is None else whole(event.row))

    # -- keys ------------------------------------------------------------------------------------------------------

    def _item(self) -> Used | Double | Unused | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_take_or_leave(self) -> None:
        """Take a row out, put it back, have one that is offered or a likely double recorded all the same."""
        item = self._item()
        if item is None:
            return
        line = item.entry.row.line
        if isinstance(item, Used):
            self._choose(line, "skip")
        elif line in self.choices:
            self._choose(line, None)
        elif isinstance(item, Double) and not item.certain and item.loan_id is not None:
            self._choose(line, item.loan_id)
        elif isinstance(item, Unused) and item.offered:
            self._choose(line, TAKE)
        elif isinstance(item, Unused) and item.choosable:
            self.action_target()
        else:
            self.planner.toast(t("import.fixed"))

    def action_target(self) -> None:
        """Ask to which account the row belongs and what it is; of a row that cannot be used say so."""
        item = self._item()
        if item is None:
            return
        if isinstance(item, Unused) and not item.choosable:
            self.planner.toast(t("import.fixed"))
            return

        def chosen(decision: Decision | None) -> None:
            if decision is not None:
                self._choose(item.entry.row.line, decision)

        proposal, meaning = self.preview.proposal, item.entry.meaning
        opened = tuple(zip(proposal.named, proposal.new_loans, strict=True))
        said = t("import.reason.not_credit") if meaning.kind is Kind.OTHER else kind_text(meaning.kind, meaning.terms)
        self.planner.push_screen(TargetDialog(tuple(self.planner.overview.accounts.values()), opened, said), chosen)

    def _choose(self, line: int, choice: Choice | None) -> None:
        if choice is None:
            self.choices.pop(line, None)
        else:
            self.choices[line] = choice
        self._compare()

    def action_take_held(self) -> None:
        """All rows that stay out and could be recorded as they stand, once what that makes late was read."""
        if self.preview.proposal.held:
            work_for(self, "held", self._ask_for_held)
        else:
            self.planner.toast(t("import.no_held"))

    async def _ask_for_held(self) -> None:
        preview = self.preview
        try:
            if_taken = await halting(lambda dropped: preview.if_taken(Work(dropped=dropped)))
        except Exception as error:  # noqa: BLE001 - a mistake of ours leaves the rows as they are
            self.planner.show_error(PlannerError("unexpected", detail=f"{type(error).__name__}: {error}"))
            return
        if preview.prepared is not self.preview.prepared or self._decided:  # it was recorded or left meanwhile
            return
        question = [*held_lines(preview.proposal, if_taken, brief=True), "", t("import.held.ask")]

        def answered(yes: bool | None) -> None:
            if yes:
                self.choices |= dict.fromkeys(preview.proposal.held, TAKE)
                self._compare()

        self.planner.push_screen(Confirm("\n".join(question)), answered)

    def action_rules(self) -> None:
        """The rules; what was changed of them counts at once."""
        from planner.ui.screens.imports.rules import RulesScreen

        def closed(_: None) -> None:
            rules = self.planner.overview.import_rules
            if rules != self.preview.rules:
                self.preview, self._rows = self.preview.with_rules(rules), ()
                self._compare()

        self.planner.push_screen(RulesScreen(), closed)

    def _compare(self) -> None:
        self._deciding = True
        self.workers.cancel_group(self, "effect")  # of rows that are no longer so
        work_for(self, "deciding", self._decide)

    async def _decide(self) -> None:
        """Compare the rows with the choices as they are now, in a thread; a later choice begins it anew."""
        choices, before, shown = dict(self.choices), self.preview, self._rows

        def decided(dropped: Callable[[], bool]) -> tuple[Preview, str, list[Row]]:
            found = before.chosen(choices, Work(dropped=dropped))
            same = found.proposal.new_loans == before.proposal.new_loans  # they are named in what is shown
            return found, summary(found), rows_of(found, shown if same else ())

        try:
            found, told, rows = await halting(decided)
        except Exception as error:  # noqa: BLE001 - a mistake of ours leaves the rows as they were
            self._deciding = self._then_record = False
            self.planner.show_error(PlannerError("unexpected", detail=f"{type(error).__name__}: {error}"))
            work_for(self, "effect", self._tell)
            return
        if before is not self.preview:  # it was left meanwhile, and the next file is in view
            return
        self.preview, self._deciding = found, False
        self._show(told, rows)
        if self._then_record:
            self.action_record()

    def action_view(self) -> None:
        """All rows, those used, the doubles, the unused, and all again."""
        self.shown = VIEWS[(VIEWS.index(self.shown) + 1) % len(VIEWS)]
        self.notify(t(f"import.view.{self.shown or 'all'}"), markup=False, timeout=2)
        self.query_one(Table).load(in_view(self._rows, self.shown))

    def action_record(self) -> None:
        """Record what is used in one operation, what was just chosen too, then close; pressed again it does nothing."""
        from planner.services import imports

        if self._recording or self._reading:
            return
        if self._deciding:
            self._then_record = True
            return
        self._then_record = False
        if not self.preview.proposal.used and not self.preview.learned():
            self.planner.toast(t("import.nothing_to_record"))
            return
        if self._asks_fees():
            return
        self._recording = True
        self._dropped.clear()
        preview, today, progress = self.preview, self.planner.overview.today, Progress()
        work, told = progress.work(self._dropped.is_set), self.query_one("#bill-summary", Plain)
        self._looking = self.set_interval(LOOK, lambda: told.show(progress.words() or t("import.recording")))
        self.planner.write(
            lambda store: imports.apply(store, preview, today=today, work=work),
            then=self._recorded,
            failed=self._failed,
        )

    def _recorded(self) -> None:
        self._looking.stop()
        self._go_on()

    def _go_on(self) -> None:
        """The next file; after the last one close."""
        if not self.files.more:
            self.dismiss(None)
            return
        self._reading = True
        self.query_one("#bill-summary", Plain).show(t("import.reading"))
        work_for(self, "bill", self._read_next)

    @property
    def _decided(self) -> bool:
        """Whether nothing can be decided any more: it is recorded, or the next file is read."""
        return self._then_record or self._recording or self._reading

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Once the rows are decided about there is only to leave; columns are pointed at where they were before."""
        if action in _DECIDING and self._decided:
            return False
        return is_own(self.preview.proposal.file.format) if action == "point" else True

    def action_point(self) -> None:
        """Say anew which column is which; what was chosen of the rows is forgotten."""
        from planner.importers.pointed import headers
        from planner.ui.screens.imports.pointing import PointingForm

        given = self.files.current
        if given is None or self._deciding:
            return

        def kept(done: bool | None) -> None:
            if done:
                self._reading = True
                work_for(self, "bill", self._read_next, True)

        self.planner.push_screen(PointingForm(given, headers(given.data), kept), kept)

    async def _read_next(self, again: bool = False) -> None:
        overview, files = self.planner.overview, self.files
        read = files.again if again else files.next
        try:
            found = await halting(lambda dropped: read(overview, Work(dropped=dropped)))
        except Exception as error:  # noqa: BLE001 - a mistake of ours: what was recorded before stays
            self.planner.show_error(PlannerError("unexpected", detail=f"{type(error).__name__}: {error}"))
            self.dismiss(None)
            return
        for told in files.unread():
            self.planner.toast(told)
        if found is None:
            self.dismiss(None)
        else:
            self._begin(found)
            self.on_mount()

    def _failed(self, error: PlannerError) -> None:
        self._recording = False
        self._looking.stop()
        self._summarise()
        self.planner.show_error(error)

    def action_leave(self) -> None:
        """Close, or go on to the next file; what was not recorded, and every choice, is forgotten.

        While it is recorded: stop that, nothing is.
        """
        if self._recording:
            self._dropped.set()
        elif self._reading:
            self.dismiss(None)
        else:
            self._go_on()
