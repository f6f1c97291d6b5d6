"""The backups that can be restored: what each holds, what has come since, and taking one back."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.services import OpResult, Store
    from planner.services.maintenance import Choice, Restored


class Backups(PlannerScreen):
    """The good backups, newest first; a damaged one is not among them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,f2", "edit", "key.restore")]

    def compose(self) -> ComposeResult:
        """When each was made, what it holds, and how much has been done since."""
        columns = (
            Column("at", t("backups.at"), 16, flex=True),
            Column("size", t("backups.size"), 8, "right", rank=1),
            Column("loans", t("backups.loans"), 6, "right"),
            Column("records", t("backups.records"), 8, "right"),
            Column("since", t("backups.since"), 11, "right"),
        )
        yield Plain(" " + t("backups.title"), classes="title")
        yield Table(columns, empty=t("backups.none"), id="backups")
        yield KeyBar()

    def on_mount(self) -> None:
        """The table has the focus: enter asks about the backup under the cursor."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """Each backup is read whole before it is shown, behind the screen."""
        # not a coroutine: the screen may close before this one begins
        load: Any = partial(self._load, overview.path)
        self.run_worker(load, exclusive=True)

    async def _load(self, path: Path) -> None:
        from planner.services import maintenance

        found = await asyncio.to_thread(maintenance.choices, path)
        if self.is_attached:
            self.query_one(Table).load([_row(choice) for choice in found])

    def action_edit(self) -> None:
        """Say what is lost, then ask; of a locked one ask for its passphrase first."""
        row = self.query_one(Table).current
        if row is None:
            return
        self._ask(row.data) if not row.data.copy.closed else self._open(row.data)

    def _open(self, choice: Choice) -> None:
        """Have the passphrase of a backup given that has another one than the database, then read them all anew."""
        from planner.ui.screens.shell.ask_passphrase import AskPassphrase

        def opened(yes: object) -> None:
            if yes:
                self.show(self.planner.overview)

        self.planner.push_screen(AskPassphrase(choice.copy.path), opened)

    def _ask(self, choice: Choice) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._restore(choice)

        question = t(
            "backups.ask",
            at=fmt.moment(choice.copy.made_at),
            holds=t("restore.holds", loans=choice.copy.loans, records=choice.copy.records),
            steps=choice.steps,
            entered=choice.entered,
        )
        self.planner.push_screen(Confirm(question), answered)

    def _restore(self, choice: Choice) -> None:
        done: list[Restored] = []

        def change(store: Store) -> OpResult[Restored]:
            from planner.services import maintenance

            result = maintenance.restore_open(store, choice.copy.path)
            done.append(result.value)
            return result

        def told() -> None:
            kept = "restore.kept_damaged" if done[0].damaged else "restore.kept"
            lines = [t("backups.done", at=fmt.moment(choice.copy.made_at)), t(kept, path=done[0].before)]
            self.planner.toast("\n".join(lines))
            self.dismiss(None)

        self.planner.write(change, then=told, quiet=True)


def _row(choice: Choice) -> Row:
    copy = choice.copy
    if copy.closed:
        cells = {"at": fmt.moment(copy.made_at), "size": fmt.size(copy.size), "since": t("backups.closed")}
        return Row(copy.path.name, cells, data=choice)
    cells = {
        "at": fmt.moment(copy.made_at),
        "size": fmt.size(copy.size),
        "loans": str(copy.loans),
        "records": str(copy.records),
        "since": str(choice.steps),
    }
    return Row(copy.path.name, cells, data=choice)
