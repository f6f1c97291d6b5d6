"""Opening bills: which file, its password, and its columns where nobody knows them; then its rows are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.imports.work import Stopped
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.computing import halting, work_for
from planner.ui.forms.fields import Field
from planner.ui.screens.imports.files import Files
from planner.ui.screens.imports.picking import PickForm, typed_paths
from planner.ui.screens.imports.preview import PreviewScreen
from planner.ui.screens.imports.progress import LOOK, Progress

if TYPE_CHECKING:
    from planner.overview.given import Given
    from planner.ui.host import Host

_UNKNOWN = ("import.not_a_bill", "import.bank", "import.spreadsheet", "import.pdf")


def open_file(app: Host) -> None:
    """Ask for the file, then show what is in it."""
    app.push_screen(FileForm())


class FileForm(PickForm):
    """The path of a bill, of several, or of an archive with its password."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "point", "key.point")]
    title_key = "import.title"
    none_key = "import.no_files"
    _stop: Callable[[], None]
    """Let the file be that is being read."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = False
        self.unknown: Given | None = None  # a file with a table whose columns can be pointed at
        self.headers: list[tuple[str, ...]] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Columns can be pointed at where there is a table that nobody knows."""
        return self.unknown is not None if action == "point" else super().check_action(action, parameters)

    def fields(self) -> Sequence[Field]:
        """The path, and the password where an archive wants one."""
        return (
            *super().fields(),
            Field("password", t("import.field.password"), str, shown=lambda _texts: self.locked),
        )

    @property
    def endings(self) -> Sequence[str]:  # type: ignore[override]
        """Those of the files that are read."""
        from planner.overview.given import bill_endings

        return bill_endings()

    def edited(self, key: str) -> None:
        """Another file: the password of the last one is not asked of it."""
        super().edited(key)
        if key == "path":
            self.locked, self.unknown = False, None
            self.refresh_bindings()

    def action_step(self, step: int) -> None:
        """Up and down choose among the files from the path, else go from field to field."""
        if self.body.focused is self.input("path"):
            super().action_step(step)
        else:
            self.action_field(step)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Read the file in a thread, then show its rows; nothing is written."""
        self.notice.message(t("import.reading"))
        stopped = Event()
        self._stop = stopped.set
        files = Files(typed_paths(values["path"]), values["password"])
        work_for(self, "bill", self._read, files, done, stopped)

    async def _read(self, files: Files, done: Callable[[], None], stopped: Event) -> None:
        overview, progress = self.planner.overview, Progress()
        looking = self.set_interval(LOOK, lambda: self.notice.message(progress.words() or t("import.reading")))
        try:
            found = await halting(
                lambda dropped: files.next(overview, progress.work(lambda: stopped.is_set() or dropped()))
            )
        except PlannerError as error:
            self._refuse(error, files.refused)
        except Stopped:
            self.show_error(PlannerError("import.stopped"))
        except Exception as error:  # noqa: BLE001 - a mistake of ours in reading leaves the app as it was
            self.show_error(PlannerError("unexpected", detail=f"{type(error).__name__}: {error}"))
        else:
            done()
            for told in files.unread():
                self.planner.toast(told)
            if found is not None:
                self.planner.push_screen(PreviewScreen(found, files))
        finally:
            looking.stop()

    def _refuse(self, error: PlannerError, refused: Given | None) -> None:
        if error.code in _UNKNOWN and refused is not None:
            from planner.importers.pointed import headers

            self.headers = headers(refused.data)
            if self.headers:
                self.unknown = refused
                self.refresh_bindings()
                error = PlannerError("import.unknown_columns", field="path", why=fmt.error(error.code, error.params))
        from planner.overview.given import PASSWORDS

        if error.code in PASSWORDS:
            self.locked, error.field = True, "password"
            self._follow(anew=True)
        self.show_error(error)

    def action_point(self) -> None:
        """Say which column is which; then the file is read by that."""
        from planner.ui.screens.imports.pointing import PointingForm

        def kept(done: bool | None) -> None:
            if done:
                self.submit()

        if self.unknown is not None:
            self.planner.push_screen(PointingForm(self.unknown, self.headers, kept), kept)

    def action_leave(self) -> None:
        """Esc: a file that is being read is let be, and the form stays; else close."""
        if self.busy:
            self._stop()
        else:
            super().action_leave()
