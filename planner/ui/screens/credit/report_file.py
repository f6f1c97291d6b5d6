"""Reading a credit report from a file: which file, what was read and what was not; Enter keeps it, esc nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.base import PlannerModal
from planner.ui.computing import computed, work_for
from planner.ui.forms.fields import Field, date_field
from planner.ui.screens.imports.picking import PickForm, typed_path
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.prose import Prose
from planner.ui.widgets.safe import Plain
from planner.words.credit import said

if TYPE_CHECKING:
    from planner.domain.credit.report.keeping import Keeping
    from planner.domain.credit.report.report import CreditReport
    from planner.overview.overview import Overview

_ASKS = {"report.pdf_locked": "password", "report.pdf_password": "password", "report.no_day": "on"}
"""The field that an error asks for: it is shown from then on."""


class ReportFileForm(PickForm):
    """The path of a report, and how it was got; its password and its day only where they are needed."""

    title_key = "report.title"
    endings = (".pdf", ".txt", ".html", ".htm")
    none_key = "report.no_files"

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def fields(self) -> Sequence[Field]:
        """The file, the channel for a report that does not say, and what was asked for."""
        channels = tuple((one.code, said(one.name)) for one in self.planner.overview.catalogue.channels)
        return (
            *super().fields(),
            Field("channel", t("credit.channel"), options=channels, hint=t("report.hint.channel")),
            Field("password", t("report.field.password"), str, shown=lambda _texts: "password" in self.asked),
            date_field(
                "on", t("report.field.on"), self.planner.overview.today, shown=lambda _texts: "on" in self.asked
            ),
        )

    def edited(self, key: str) -> None:
        """Another file: what the last one asked for is not asked of it."""
        super().edited(key)
        if key == "path":
            self.asked.clear()

    def action_step(self, step: int) -> None:
        """Up and down choose among the files from the path, else go from field to field."""
        if self.body.focused is self.input("path"):
            super().action_step(step)
        else:
            self.action_field(step)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Read the file in a thread, then show what is in it; nothing is written."""
        self.notice.message(t("report.reading"))
        work_for(self, "report", self._read, values, done)

    async def _read(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        path = typed_path(values["path"])
        try:
            preview = await computed(_preview, self.planner.overview, path, values)
        except PlannerError as error:
            self._ask(error)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in reading leaves the app as it was
            self._ask(PlannerError("unexpected", detail=f"{type(error).__name__}: {error}"))
        else:
            done()
            self.planner.push_screen(preview)

    def _ask(self, error: PlannerError) -> None:
        field = _ASKS.get(error.code)
        if field is not None:
            self.asked.add(field)
            error.field = field
            self._follow(anew=True)
        self.show_error(error)


def _preview(overview: Overview, path: Path, values: dict[str, Any]) -> ReportPreview:
    """Runs in a thread: read, compare, put in words."""
    from planner.overview import report_file
    from planner.words import report as words

    channel, on = values["channel"], values["on"]
    report, found = report_file.compared(path, values["password"], overview.book, channel=channel, on=on)
    if found.check.on > overview.today:  # said while the day can still be mended, not after the preview
        raise PlannerError("credit.future", field="on" if report.on is None else "path", on=found.check.on)
    return ReportPreview(path.name, "\n".join(words.preview(report, found)), report, found, channel, on)


class ReportPreview(PlannerModal[None]):
    """What was read. Nothing is recorded before Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "keep", "key.keep_report", priority=True),
        Binding("space,pagedown", "scroll(10)", "key.page_down"),
        Binding("pageup,b", "scroll(-10)", "key.page_up", show=False),
        Binding("down,j", "scroll(1)", "key.down", show=False),
        Binding("up,k", "scroll(-1)", "key.up", show=False),
        Binding("escape,q", "leave", "key.keep_nothing"),
        Binding("question_mark,f1", "app.help", "key.help"),
    ]

    def __init__(
        self, name: str, text: str, report: CreditReport, found: Keeping, channel: str, on: date | None
    ) -> None:
        super().__init__()
        self.name_of_file, self.text = name, text
        self.report, self.found = report, found
        self.channel, self.on = channel, on

    def compose(self) -> ComposeResult:
        """The file, and what is in it, in a box that scrolls."""
        yield Plain(" " + t("report.heading", file=self.name_of_file), classes="title")
        with VerticalScroll(classes="reading", can_focus=True):
            yield Prose(self.text)
        yield KeyBar()

    def action_scroll(self, step: int) -> None:
        """So many lines down, up where negative."""
        self.query_one(".reading").scroll_relative(y=step, animate=False)

    def action_keep(self) -> None:
        """Record it in one operation, then close; where all of it is recorded say so."""
        from planner.services import reports

        if self.busy:
            return
        if self.found.nothing:
            self.planner.toast(t("report.nothing_new"))
            self.action_leave()
            return
        self.busy = True
        report, channel, on, today = self.report, self.channel, self.on, self.planner.overview.today
        self.planner.write(
            lambda store: reports.keep(store, report, today=today, channel=channel, on=on),
            then=self.action_leave,
            failed=self._failed,
        )

    def _failed(self, error: PlannerError) -> None:
        self.busy = False
        self.planner.show_error(error)

    def action_leave(self) -> None:
        """Close; what was not recorded is forgotten."""
        self.dismiss(None)
