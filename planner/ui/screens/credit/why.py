"""“Why is it not open to me?”: one line at a time, the four reasons by weight, then the shortest way in dated steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.credit.file import WantedLine
from planner.domain.findings.model import Finding
from planner.domain.findings.why import Reason, Step, Why, why
from planner.domain.reference.advice import Action
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import in_force
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.messages import Go
from planner.ui.screens.credit.finding import FindingScreen, open_action
from planner.ui.tones import TONES
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.prose import Prose
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.words.credit import said
from planner.words.findings import brief

if TYPE_CHECKING:
    from planner.overview.overview import Overview


def answer(overview: Overview, line: WantedLine | None) -> Why:
    """The answer for a line; None: 借呗."""
    planned = in_force(overview.payoff_plans) is not None
    catalogue, file = overview.catalogue, overview.book.credit
    return why(overview.findings, catalogue, file, overview.today, line=line, planned=planned)


class WhyScreen(PlannerScreen):
    """The screen; ``v`` turns to the lines that the person added."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v,right,f8", "line(1)", "key.line_next"),
        Binding("left", "line(-1)", "key.line_next", show=False),
        Binding("a,ctrl+n", "add", "key.add_line"),
        Binding("e,f2", "change", "key.edit"),
        Binding("o,f9", "appeal", "key.open_appeal"),
        Binding("d,delete", "delete", "key.delete", show=False),
    ]

    place = 0

    def compose(self) -> ComposeResult:
        """A headline, the table of reasons and steps, and below it the row under the cursor in full."""
        yield Plain("", id="loan-title", classes="title")
        yield Prose("", classes="headline")
        columns = (
            Column("on", t("credit.col.on"), 10),
            Column("state", t("credit.col.state"), 16),
            Column("what", t("credit.col.what"), 40, flex=True),
        )
        yield Table(columns, empty="")
        yield Prose("", id="why-line")
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    @property
    def line(self) -> WantedLine | None:
        """The line in view; None: 借呗."""
        wanted = self.planner.overview.book.credit.wanted
        return wanted[self.place - 1] if 0 < self.place <= len(wanted) else None

    def show(self, overview: Overview) -> None:
        """The answer for the line in view; where that line is gone, for the last one left."""
        self.place = min(self.place, len(overview.book.credit.wanted))
        line = self.line
        found = answer(overview, line)
        name = t("why.jiebei") if line is None else line.name
        self.query_one("#loan-title", Plain).show(" " + t("why.title", line=name))
        told = head_lines(overview, found, own=line is not None)
        self.query_one(".headline", Prose).tell("\n".join(f" {line}" for text in told for line in text.split("\n")))
        rows = [row for reason in found.reasons for row in self._reason(reason)]
        rows.append(Row("way", {"what": (t("why.way"), "strong")}))
        rows += [self._step(overview, place, step) for place, step in enumerate(found.steps)]
        self.query_one(Table).load(rows)
        self.refresh_bindings()

    def _reason(self, reason: Reason) -> list[Row]:
        state: Cell = (t(f"finding.state.{reason.state}"), TONES[reason.state])
        rows = [
            Row(f"reason-{reason.code}", {"on": "", "state": state, "what": (t(f"why.reason.{reason.code}"), "strong")})
        ]
        for one in reason.findings:
            named = "finding.own_score" if one.code == "score" and self.line is not None else f"finding.{one.code}"
            line = "  " + t("list.named", name=t(named), text=brief(one))
            cells: dict[str, Cell] = {
                "on": fmt.day(one.clears_on) if one.clears_on else "",
                "state": (t(f"finding.state.{one.state}"), TONES[one.state]),
                "what": line,
            }
            rows.append(Row(f"finding-{one.code}", cells, data=one))
        return rows

    def _step(self, overview: Overview, place: int, step: Step) -> Row:
        on = t("why.someday") if step.on is None else fmt.day(step.on)
        if step.on == overview.today:
            on = t("why.today")
        return Row(f"step-{place}", {"on": on, "state": "", "what": step_text(overview, step)}, data=step)

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turning needs a line that the person added, changing and deleting one that is in view."""
        if not self.is_mounted or action not in ("line", "change", "delete"):
            return True
        return bool(self.planner.overview.book.credit.wanted) if action == "line" else self.line is not None

    def on_table_highlighted(self) -> None:
        """The line under the cursor in full: at 80 columns its row cannot hold it."""
        row = self.query_one(Table).current
        what = "" if row is None else row.cells["what"]
        self.query_one("#why-line", Prose).tell(" " + (what if isinstance(what, str) else what[0]).strip())

    def action_line(self, step: int) -> None:
        """So many lines on, back where negative; 借呗 comes after the last."""
        count = len(self.planner.overview.book.credit.wanted) + 1
        self.place = (self.place + step) % count
        self.show(self.planner.overview)

    def action_add(self) -> None:
        """The form of a new line."""
        from planner.ui.screens.credit.forms import WantedForm

        self.planner.push_screen(WantedForm())

    def action_change(self) -> None:
        """The form of the line in view; 借呗 has none."""
        from planner.ui.screens.credit.forms import WantedForm

        if self.line is not None:
            self.planner.push_screen(WantedForm(self.line))

    def action_delete(self) -> None:
        """Ask, then delete the line in view; 借呗 stays."""
        from planner.services import credit

        line = self.line
        if line is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: credit.delete(store, line), seen=line)

        self.planner.push_screen(Confirm(t("credit.ask_delete", what=line.name)), answered)

    def action_appeal(self) -> None:
        """Open an appeal on page 6."""
        self.post_message(Go("appeal", form=True))

    def on_table_selected(self) -> None:
        """Enter: the finding; of a step the form for what is missing, its action, or the finding it clears."""
        row = self.query_one(Table).current
        data = None if row is None else row.data
        if isinstance(data, Finding):
            self.planner.push_screen(FindingScreen(data.code))
        elif isinstance(data, Step):
            if data.missing:
                self.post_message(Go(data.missing, form=True))
            elif data.action:
                open_action(self, action_of(self.planner.overview, data))
            else:
                self.planner.push_screen(FindingScreen(data.clears))


def head_lines(overview: Overview, found: Why, *, own: bool = False) -> list[str]:
    """When all of it is clear, as far as the records tell, and that this is no promise."""
    if found.clear_on is None:
        line = t("why.clear_unknown")
    elif found.clear_on == overview.today:
        line = t("why.clear_now")
    else:
        line = t("why.clear_on", on=fmt.day(found.clear_on))
    return [line, t("why.no_promise.own" if own else "why.no_promise")]


def action_of(overview: Overview, step: Step) -> Action:
    """The action of a step."""
    return next(one for one in overview.catalogue.actions if one.code == step.action)


def step_text(overview: Overview, step: Step) -> str:
    """A step of the way in words."""
    if step.missing:
        return t("why.step.missing", what=t(f"missing.{step.missing}"))
    if step.action:
        return said(action_of(overview, step).name)
    key = "why.step.open" if step.on is None else "why.step.eases" if step.eases else "why.step.clears"
    return t(key, finding=t(f"finding.{step.clears}"), way=t(f"why.way.{step.way}"))
