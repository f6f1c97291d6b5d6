"""Taking data out from the app: what there is to take, the list in view first, each to a file beside the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.errors import PlannerError
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.formats import FORMATS, Format, Offer, beside, named
from planner.ui.base import Listing, PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from planner.overview.overview import Overview
    from planner.ui.host import Host


@dataclass(frozen=True, slots=True)
class Taking:
    """One thing to take out: what it is called, in which format, with which options, and what its file is called."""

    title: str
    form: Format
    options: Mapping[str, Any]
    ending: str
    name: str = ""


def takings() -> Iterator[Taking]:
    """What there is whatever is in view, in the order of the table of formats."""
    for form in FORMATS:
        for offer in form.offers:
            yield Taking(t(f"export.offer.{offer.name}"), form, offer.options, *_file(form, offer))


def _file(form: Format, offer: Offer) -> tuple[str, str]:
    return offer.ending or form.ending, offer.file


def of_list(listing: Listing) -> Iterator[Taking]:
    """The list in view, as CSV and as a workbook."""
    title = t(f"export.list.{listing.name}")
    options: dict[str, Any] = {"list": listing.name}
    name = listing.name
    if listing.loan_id is not None:
        options["loan"] = listing.loan_id
        name = f"{name}-{listing.loan_id}"
    for form in (named("csv"), named("xlsx")):
        yield Taking(t(f"export.this.{form.name}", list=title), form, options, form.ending, name)


def take(app: Host, taking: Taking) -> None:
    """To a file beside the database that is named after the day; one that is there is asked about."""
    today = app.overview.today
    target = beside(app.path, today, taking.ending, taking.name)

    def answered(yes: bool | None) -> None:
        if yes and taking.form.locked:
            _ask_passphrase(app, given)
        elif yes:
            given("")

    def given(passphrase: str) -> None:
        asked = Asked(app.path, today, taking.options, target, lambda: passphrase)
        app.run_worker(_run(app, taking.form, asked, target), exit_on_error=False)

    if target.exists():
        app.push_screen(Confirm(t("export.ask", path=target)), answered)
    else:
        answered(True)


def _ask_passphrase(app: Host, given: Callable[[str], None]) -> None:
    from planner.services import locking
    from planner.ui.screens.shell.new_passphrase import NewPassphrase

    def answered(found: object) -> None:
        if isinstance(found, str):
            given(found)

    try:
        locking.check_available(app.path)
    except PlannerError as error:
        app.show_error(error)
    else:
        app.push_screen(NewPassphrase(), answered)


async def _run(app: Host, form: Format, asked: Asked, target: Path) -> None:
    """In a thread, while keys go on being taken; then what was done is said."""
    try:
        app.toast(await asyncio.to_thread(_written, form, asked, target))
    except PlannerError as error:
        app.show_error(error)


def _written(form: Format, asked: Asked, target: Path) -> str:
    from planner.services import exports, locking

    told = t("cli.exported", path=exports.write(asked.path, target, form.pieces(asked), over=True))
    return f"{told}\n{t('export.plain')}" if locking.is_locked(asked.path) and not form.locked else told


class TakingOut(PlannerScreen):
    """A line for each thing to take out; enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,f2", "edit", "key.take_out")]

    def __init__(self, listing: Listing | None) -> None:
        super().__init__()
        self.about = listing

    def compose(self) -> ComposeResult:
        """The title and the lines."""
        yield Plain(" " + t("export.title"), classes="title")
        yield Table((Column("what", t("export.what"), 40, flex=True),), id="takings")
        yield KeyBar()

    def on_mount(self) -> None:
        """The table has the focus."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """The list that was in view first, then everything else."""
        found = [*([] if self.about is None else of_list(self.about)), *takings()]
        self.query_one(Table).load([Row(str(n), {"what": one.title}, data=one) for n, one in enumerate(found)])

    def action_edit(self) -> None:
        """Take what is under the cursor out, and go back."""
        row = self.query_one(Table).current
        if row is not None:
            app = self.planner
            self.dismiss(None)
            take(app, row.data)
