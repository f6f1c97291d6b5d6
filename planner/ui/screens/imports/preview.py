"""Importing a bill: find the file, see row by row what will be recorded where, change it, record it in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.imports.proposal import Double, Unused, Used
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerModal
from planner.ui.computing import computed, work_for
from planner.ui.screens.imports.picking import PickForm, typed_path
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.overview.preview import Preview
    from planner.ui.host import Host


def open_file(app: Host) -> None:
    """Ask for the file, then show what is in it."""
    app.push_screen(FileForm())


class FileForm(PickForm):
    """The path of a bill."""

    title_key = "import.title"
    endings = (".csv", ".txt")
    none_key = "import.no_files"

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Read the file in a thread, then show its rows; nothing is written."""
        self.notice.message(t("import.reading"))
        work_for(self, "bill", self._read, typed_path(values["path"]), done)

    async def _read(self, path: Path, done: Callable[[], None]) -> None:
        try:
            found = await computed(_preview, self.planner.overview, path)
        except PlannerError as error:
            self.show_error(error)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in reading leaves the app as it was
            self.show_error(PlannerError("unexpected", detail=f"{type(error).__name__}: {error}"))
        else:
            done()
            self.planner.push_screen(PreviewScreen(path.name, found))


def _preview(overview: Overview, path: Path) -> Preview:
    """Runs in a thread. Raises ``PlannerError``: ``import.unreadable``, or what the readers of bills say."""
    from planner.overview.given import content
    from planner.overview.preview import preview

    return preview(overview.path, path.name, content(path), today=overview.today)


class PreviewScreen(PlannerModal[None]):
    """Every row of the file with what will become of it. Nothing is recorded before ctrl+s."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "record", "key.record", priority=True),
        Binding("space", "take_or_leave", "key.toggle_row"),
        Binding("t,f7", "target", "key.target"),
        Binding("v,f8", "view", "key.view_rows"),
        Binding("escape,q", "leave", "key.back"),
        Binding("question_mark,f1", "app.help", "key.help"),
    ]

    def __init__(self, name: str, preview: Preview) -> None:
        super().__init__()
        self.name_of_file = name
        self.preview = preview
        self.choices: dict[int, int | str] = {}
        self.shown: str | None = None
        self._recording = False

    def compose(self) -> ComposeResult:
        """The file, how many rows become what, and the rows."""
        yield Plain("", classes="title")
        yield Plain("", id="bill-summary")
        yield Table(columns(), empty=t("import.no_rows"))
        yield KeyBar()

    def on_mount(self) -> None:
        """All rows at first, with the focus on them."""
        self._show()
        self.query_one(Table).focus()

    def _show(self) -> None:
        proposal, file = self.preview.proposal, self.preview.proposal.file
        self.query_one(".title", Plain).show(
            " " + t("import.heading", file=self.name_of_file, layout=file.layout, n=len(file.entries))
        )
        lines = [
            t(
                "import.summary",
                used=len(proposal.used),
                doubles=len(proposal.doubles),
                unused=len(proposal.unused),
                new=len(proposal.new_loans),
            )
        ]
        if file.missing:
            lines.append(t("import.fewer", stated=file.declared or 0, n=len(file.entries), missing=file.missing))
        for loan_id, start_on in proposal.earlier_starts:
            lines.append(
                t("import.earlier_start", loan=full_name(self._accounts()[loan_id].loan), on=fmt.day(start_on))
            )
        held = sum(1 for use in proposal.used if self._read_since(use) is not None)
        if held:
            lines.append(t("import.before_reading", n=held))
        self.query_one("#bill-summary", Plain).show("\n".join(lines))
        rows: list[tuple[int, Row]] = []
        if self.shown in (None, "used"):
            rows += [(use.entry.row.line, self._used(use)) for use in proposal.used]
        if self.shown in (None, "doubles"):
            rows += [(double.entry.row.line, self._double(double)) for double in proposal.doubles]
        if self.shown in (None, "unused"):
            rows += [(unused.entry.row.line, self._unused(unused)) for unused in proposal.unused]
        self.query_one(Table).load([row for _, row in sorted(rows, key=lambda item: item[0])])

    def _read_since(self, use: Used) -> date | None:
        """When the balance was read that holds the row already."""
        on = use.entry.row.on
        return None if on is None or use.loan_id is None else self._accounts()[use.loan_id].read_since(on)

    def _used(self, use: Used) -> Row:
        if use.loan_id is not None:
            target = full_name(self._accounts()[use.loan_id].loan)
        else:
            loan = self.preview.proposal.new_loans[use.new or 0]
            target = t("import.new_loan", loan=loan.name)
        outcome = t(f"import.kind.{use.kind}", loan=target)
        if self._read_since(use) is not None:
            outcome = t("import.held", what=outcome)
        return self._row(use, (outcome, "good"), use.amount_minor)

    def _double(self, double: Double) -> Row:
        kind, _, line = double.of.partition(":")
        if kind == "row":
            told = t("import.double.row", line=line)
        else:
            told = t("import.double.certain" if double.certain else "import.double.likely")
        return self._row(double, (told, "warn"), double.entry.row.amount_minor)

    def _unused(self, unused: Unused) -> Row:
        tone = "warn" if unused.choosable and unused.reason != "not_credit" else "muted"
        return self._row(unused, (t(f"import.reason.{unused.reason}"), tone), unused.entry.row.amount_minor)

    def _row(self, item: Used | Double | Unused, outcome: Cell, amount_minor: int | None) -> Row:
        row = item.entry.row
        what = row.goods if row.counterparty in row.goods else f"{row.counterparty} {row.goods}".strip()
        cells: dict[str, Cell] = {
            "line": str(row.line),
            "on": fmt.day(row.on),
            "what": what,
            "amount": fmt.money(amount_minor),
            "outcome": outcome,
        }
        return Row(str(row.line), cells, data=item)

    def _accounts(self) -> dict[int, Account]:
        return self.planner.overview.accounts

    # -- keys ------------------------------------------------------------------------------------------------------

    def _item(self) -> Used | Double | Unused | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_take_or_leave(self) -> None:
        """Take a row out, put it back, or have a likely double recorded all the same."""
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
        elif isinstance(item, Unused) and item.choosable:
            self.action_target()
        else:
            self.planner.toast(t("import.fixed"))

    def action_target(self) -> None:
        """Ask to which loan the row belongs; of a row that cannot be used say so."""
        item = self._item()
        if item is None:
            return
        if isinstance(item, Unused) and not item.choosable:
            self.planner.toast(t("import.fixed"))
            return

        def chosen(target: int | str | None) -> None:
            if target is not None:
                self._choose(item.entry.row.line, target)

        self.planner.push_screen(TargetDialog(list(self._accounts().values())), chosen)

    def _choose(self, line: int, choice: int | str | None) -> None:

        if choice is None:
            self.choices.pop(line, None)
        else:
            self.choices[line] = choice
        self.preview = self.preview.chosen(self.choices)
        self._show()

    def action_view(self) -> None:
        """All rows, those used, the doubles, the unused, and all again."""
        views = (None, "used", "doubles", "unused")
        self.shown = views[(views.index(self.shown) + 1) % len(views)]
        self.notify(t(f"import.view.{self.shown or 'all'}"), markup=False, timeout=2)
        self._show()

    def action_record(self) -> None:
        """Record what is used in one operation, then close; pressed again meanwhile it does nothing."""
        from planner.services import imports

        if not self.preview.proposal.used:
            self.planner.toast(t("import.nothing_to_record"))
            return
        if self._recording:
            return
        self._recording = True
        preview, today = self.preview, self.planner.overview.today
        self.planner.write(
            lambda store: imports.apply(store, preview, today=today),
            then=self.action_leave,
            failed=self._failed,
        )

    def _failed(self, error: PlannerError) -> None:
        self._recording = False
        self.planner.show_error(error)

    def action_leave(self) -> None:
        """Close; what was not recorded, and every choice, is forgotten."""
        self.dismiss(None)


class TargetDialog(PlannerModal[int | str | None]):
    """Which loan a row belongs to: one of those entered, a new one, or none."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "key.back")]

    def __init__(self, accounts: list[Account]) -> None:
        super().__init__(classes="dialog-screen")
        self.accounts = accounts

    def compose(self) -> ComposeResult:
        """A table of name and method."""
        yield Plain(" " + t("import.choose_target"), classes="title")
        yield Table((Column("name", t("import.col.loan"), 30, flex=True), Column("method", t("loan.method"), 24)))
        yield KeyBar()

    def on_mount(self) -> None:
        """The loans as the book has them, then a new one, then none."""
        rows = [
            Row(
                str(account.loan.id),
                {"name": full_name(account.loan), "method": t(f"method.{account.loan.method}")},
                data=account.loan.id,
            )
            for account in self.accounts
        ]
        rows.append(Row("new", {"name": t("import.target.new"), "method": ""}, data="new"))
        rows.append(Row("skip", {"name": t("import.target.skip"), "method": ""}, data="skip"))
        table = self.query_one(Table)
        table.load(rows)
        table.focus()

    def on_table_selected(self, event: Table.Selected) -> None:
        """Answer with the loan's id, ``new`` or ``skip``."""
        self.dismiss(event.row.data)

    def action_leave(self) -> None:
        """Answer None: the row stays as it was."""
        self.dismiss(None)


def columns() -> tuple[Column, ...]:
    """Line of the file, day, what was paid, amount, and what becomes of it."""
    return (
        Column("line", t("import.col.line"), 5, "right", rank=2),
        Column("on", t("record.on"), 10),
        Column("what", t("import.col.what"), 20, flex=True),
        Column("amount", t("record.amount"), 12, "right"),
        Column("outcome", t("import.col.outcome"), 26, flex=True),
    )
