"""The maps of columns that the person has made: renamed, tried on a file, forgotten, handed on as files, taken in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.computing import halting, work_for
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field
from planner.ui.forms.form import Form
from planner.ui.screens.imports.picking import PickForm, typed_path
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.words.imports import map_columns, map_sort

if TYPE_CHECKING:
    from pathlib import Path

    from planner.overview.given import Given
    from planner.overview.overview import Overview

Entry = Mapping[str, Any]


class RenameForm(Form):
    """What a map is called."""

    title_key = "import.maps.rename"

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry

    def fields(self) -> Sequence[Field]:
        """The name alone."""
        return (Field("title", t("import.map.name")),)

    def start(self) -> dict[str, str]:
        """As it is called now."""
        return {"title": self.entry["zh"]}

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Call it so."""
        from planner.services import file_maps

        code, name = self.entry["code"], values["title"]
        self.planner.write(lambda store: file_maps.rename(store, code, name), then=done, failed=self.show_error)


class TryForm(PickForm):
    """The file on which a map is tried: its first rows are shown as they are read, and the map can be set right."""

    title_key = "import.maps.try"
    none_key = "import.no_files"

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry

    @property
    def endings(self) -> Sequence[str]:  # type: ignore[override]
        """Those of the files that are read."""
        from planner.importers.readers import endings

        return endings()

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Read the beginning of the file in a thread, then show what the map makes of it; nothing is written."""
        work_for(self, "map", self._read, typed_path(values["path"]), done)

    async def _read(self, path: Path, done: Callable[[], None]) -> None:
        from planner.ui.screens.imports.pointing import PointingForm

        try:
            given, names = await halting(lambda _: _opened(path, self.entry))
        except PlannerError as error:
            self.show_error(error)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in reading leaves the app as it was
            self.show_error(PlannerError("unexpected", detail=f"{type(error).__name__}: {error}"))
        else:
            done()
            self.planner.push_screen(PointingForm(given, [names], _heard, before=self.entry), _heard)


def _heard(_kept: bool | None) -> None:
    """Nothing waits for the map."""


def _opened(path: Path, entry: Entry) -> tuple[Given, tuple[str, ...]]:
    from planner.importers.pointed import header_for
    from planner.importers.readers import check_size
    from planner.overview import given

    found = given.Given(path.name, given.content(path, check_size))
    return found, header_for(found.data, entry)


class TakeInForm(PickForm):
    """The file of a map that somebody has handed on."""

    title_key = "import.maps.take_in"
    none_key = "import.maps.no_files"
    endings = (".json",)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep what is in it; it takes the place of one for the same columns."""
        from planner.importers import map_file
        from planner.importers.readers import check_size
        from planner.overview import given
        from planner.services import file_maps

        path = typed_path(values["path"])
        entry = map_file.entry_in(
            given.content(path, lambda begins, size: check_size(begins, size, map_file.MOST_BYTES))
        )
        self.planner.write(lambda store: file_maps.keep(store, entry), then=done, failed=self.show_error)


class MapsScreen(PlannerScreen):
    """All maps of the person's own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "take_in", "key.take_in_map"),
        Binding("e,enter,f2", "edit", "key.rename_map"),
        Binding("t,f7", "try", "key.try_map"),
        Binding("d,delete", "delete", "key.forget_map"),
        Binding("x,f8", "hand_on", "key.take_out"),
    ]

    def compose(self) -> ComposeResult:
        """A table of what they are called, for which files, and which column says what."""
        yield Plain(" " + t("import.maps.title"), classes="title")
        yield Table(
            (
                Column("name", t("import.map.name"), 20, flex=True),
                Column("sort", t("import.map.sort"), 18),
                Column("columns", t("import.maps.columns"), 40, flex=True),
            ),
            empty=t("import.maps.empty"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """The maps by their code."""
        from planner.importers.pointed import own_entries

        self.query_one(Table).load(
            [
                Row(code, {"name": one["zh"], "sort": map_sort(one), "columns": map_columns(one)}, data=one)
                for code, one in own_entries(overview.settings).items()
            ]
        )

    def _entry(self) -> Entry | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_take_in(self) -> None:
        """One from a file."""
        self.planner.push_screen(TakeInForm())

    def action_edit(self) -> None:
        """Call the one under the cursor otherwise."""
        if (entry := self._entry()) is not None:
            self.planner.push_screen(RenameForm(entry))

    def action_try(self) -> None:
        """See what the one under the cursor makes of a file."""
        if (entry := self._entry()) is not None:
            self.planner.push_screen(TryForm(entry))

    def action_delete(self) -> None:
        """Ask, then forget the one under the cursor."""
        from planner.services import file_maps

        if (entry := self._entry()) is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: file_maps.forget(store, entry["code"]))

        self.planner.push_screen(Confirm(t("import.maps.ask_forget", name=entry["zh"])), answered)

    def action_hand_on(self) -> None:
        """Write the one under the cursor to a file beside the database; one that is there is asked about."""
        from planner.takeout.formats import beside

        if (entry := self._entry()) is None:
            return
        app = self.planner
        target = beside(app.path, app.overview.today, ".json", entry["code"])

        def answered(yes: bool | None) -> None:
            if yes:
                app.run_worker(self._write(entry, target), exit_on_error=False)

        if target.exists():
            app.push_screen(Confirm(t("export.ask", path=target)), answered)
        else:
            answered(True)

    async def _write(self, entry: Entry, target: Path) -> None:
        from planner.importers import map_file
        from planner.services import exports

        app = self.planner
        try:
            pieces = [map_file.text_of(entry)]
            done = await asyncio.to_thread(lambda: exports.write(app.path, target, pieces, over=True))
        except PlannerError as error:
            app.show_error(error)
        else:
            app.toast(t("cli.exported", path=done))
