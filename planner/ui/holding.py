"""The file that is open and the figures of it in view, while the app runs: what others do to it meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from planner import clock
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.storage import same_file
from planner.storage.edition import restored
from planner.storage.topics import Topic
from planner.storage.watch import Watch
from planner.ui.base import PlannerModal, PlannerScreen
from planner.ui.computing import computed
from planner.ui.host import Host
from planner.ui.screens.shell.main import MainScreen
from planner.ui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.services import Store
    from planner.storage.journal import Operation
    from planner.words.frame import Frame

LOOK_SECONDS = 0.7  # what another window records is in view within a second


class Holding(Host):
    """Holds the file, its store and the figures in view, and sees what becomes of the file.

    In view is first, perhaps, what was kept of these figures: a ``frame``.
    """

    def __init__(self, path: Path, frame: Frame | None = None) -> None:
        super().__init__()
        self.path = path
        self.frame = frame
        self._overview: Overview | None = None
        self._born = 0  # operations up to here are of nobody who is about
        same_file.hold(path)
        self._watch = Watch(path)
        self._watch.moved()  # asked before the reading: what comes after it is seen
        if frame is None:
            self._begin_with(read_first(path))
        self._offered = False  # whether the new file at the path was offered
        self._store: Store | None = None
        self.ended = Event()
        self._writing = asyncio.Lock()

    @property
    def overview(self) -> Overview:
        """The figures in view; read at the first question where only what was kept of them is."""
        if self._overview is None:
            self._begin_with(read_again(self.path))
        assert self._overview is not None
        return self._overview

    @overview.setter
    def overview(self, overview: Overview) -> None:
        self._overview = overview

    def _begin_with(self, overview: Overview) -> None:
        """The first figures."""
        self._overview = overview
        self._born = overview.seen[2]

    def close_file(self) -> None:
        """Close everything that is open of the file."""
        self.ended.set()
        self._watch.close()
        if self._overview is not None:
            self._overview.close()
        if self._store is not None:
            self._store.close()
        same_file.let_go(self.path)

    @property
    def _own(self) -> dict[int, Operation]:
        """The operations of this window, by id."""
        return {} if self._store is None else self._store.made

    def keep_trace(self) -> None:
        """Write the present exception beside the database, for whoever will mend it; the person sees a sentence."""
        import traceback

        from planner.storage import mistakes

        mistakes.keep(self.path, traceback.format_exc())

    async def _unexpected(self, error: Exception) -> PlannerError:
        try:
            self.keep_trace()
            return await asyncio.to_thread(explained, error, self.path)
        except Exception:  # noqa: BLE001 - whatever is wrong with the file: an answer is owed for the first error
            return PlannerError("unexpected", detail=f"{type(error).__name__}: {error}")

    def _read_anew(self) -> Overview:
        self._watch.moved()
        if self.warning:
            return read_again(self.path)
        return self.overview.renewed(clock.today(), frozenset(Topic), None)

    def _warn(self, text: str) -> None:
        if text == self.warning:
            return
        self.warning = text
        for screen in self.screen_stack:
            for bar in screen.query(KeyBar):
                bar.warn(text)

    def refresh_data(self) -> None:
        """Show the present figures on the page in view and on the screens above it."""
        for screen in self.screen_stack:
            if isinstance(screen, MainScreen | PlannerScreen):
                screen.show(self.overview)
        self.frame = None

    def settle(self) -> None:
        """The records are others now: what was kept of them is to be made anew, when there is time for it."""

    # -- what others do to the file --------------------------------------------------------------------------------

    def look_soon(self) -> None:
        """``look``, unless a write is under way."""
        if not self._writing.locked():  # a write reads again itself
            self.run_worker(self.look(), exit_on_error=False)

    async def look(self) -> None:
        """See whether another window has written, and whether the file at the path is still the one that is open.

        While a form or a question is in view the figures stay those that it was opened with; what it writes is checked
        against what is in the file by then.
        """
        async with self._writing:
            try:
                if any(isinstance(screen, PlannerModal) for screen in self.screen_stack):
                    await asyncio.to_thread(self._watch.check)
                    return
                if not await asyncio.to_thread(self._watch.moved) and not self.warning:
                    return
                before = self.overview
                after = await computed(self._read_anew)
                self._warn("")
                if after.tells_the_same(before):  # only what is kept was made anew
                    return
                self.overview = after
                told = await asyncio.to_thread(self._told_of, before, self.overview)
            except PlannerError as error:
                self.unread(error)
                return
            except Exception as error:  # noqa: BLE001 - a mistake of ours, told once; the app goes on
                if not self.warning:
                    self.unread(await self._unexpected(error))
                return
        self.refresh_data()
        self.settle()
        if told:
            self.toast(told)

    def _told_of(self, before: Overview, after: Overview) -> str:
        """What another window did in between."""
        if before.seen == after.seen:
            return ""
        if after.seen[3] != before.seen[3] or after.seen[2] < before.seen[2]:
            return self._exchanged(before.seen[3], after)
        from planner.services import undo

        latest = undo.log(self.path, 1)
        new = [entry.operation for entry in latest if entry.operation.id > before.seen[2]]
        if any(one.id in self._own for one in new):
            return ""  # of a change that failed at its second step; it was said
        return "\n".join(t("toast.elsewhere", op=fmt.operation(one.code, one.params)) for one in new) or t(
            "toast.elsewhere_undone"
        )

    def _exchanged(self, edition: int, after: Overview) -> str:
        """All that the file held was exchanged: of what is in it now nothing was done here."""
        self._born = after.seen[2]
        if self._store is not None:
            self._store.made.clear()
        return t("toast.elsewhere_restored" if restored(edition, after.seen[3]) else "toast.elsewhere_other")

    def unread(self, error: PlannerError) -> None:
        """The file cannot be read: the line above the keys says why.

        A new file in its place is offered, once, as soon as no form or question is in the way.
        """
        if error.code not in ("store.gone", "store.replaced"):
            self._warn(t("toast.warning_unread", why=sentence(error)))
            return
        self._warn(t(f"toast.warning_{error.code.removeprefix('store.')}"))
        if error.code == "store.replaced" and not self._offered and isinstance(self.screen, MainScreen | PlannerScreen):
            self._offered = True
            self.offer_new_file()

    def offer_new_file(self) -> None:
        """Ask whether the file that is at the path now is to be opened in place of the one that is open."""
        from planner.ui.dialogs.confirm import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                self._enter_new_file()

        self.push_screen(Confirm(t("toast.ask_new_file", path=self.path)), answered)

    def _enter_new_file(self) -> None:
        """Open it, once its passphrase is given where it is locked."""
        from planner.services import locking
        from planner.ui.screens.shell.ask_passphrase import AskPassphrase

        def opened(yes: object) -> None:
            if yes:
                self.run_worker(self._open_new_file(), exit_on_error=False)

        if not locking.is_closed(self.path):
            opened(True)
        else:
            self.push_screen(AskPassphrase(self.path), opened)

    async def _open_new_file(self) -> None:
        """Everything anew from the file that is there; where it cannot be opened the earlier one stays open."""
        async with self._writing:
            try:
                self.overview, self._store = await asyncio.to_thread(self._switch)
            except PlannerError as error:
                self.show_error(error)
                return
            self._offered = False
            self.file_is_new()
            await asyncio.to_thread(self.drafts.flush)  # beside a locked file they wait for its passphrase
            self._born = self.overview.seen[2]
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            self._warn("")
        self.refresh_data()
        self.settle()
        self.toast(t("toast.new_file", path=self.path))

    def file_is_new(self) -> None:
        """Another file is open at the path now: it may have another lock, or none."""

    def _switch(self) -> tuple[Overview, Store]:
        earlier = same_file.meant(self.path)
        same_file.hold(self.path)
        try:
            store = load_store(self.path)
            overview = read_again(self.path)
        except PlannerError:
            same_file.hold(self.path, earlier)
            raise
        if self._store is not None:
            self._store.close()
        self._watch.close()
        self._watch.moved()
        return overview, store


def sentence(error: PlannerError) -> str:
    """The error in words."""
    return fmt.error(error.code, error.params)


def read_first(path: Path) -> Overview:
    """All of the file for a first frame of which nothing was kept; of very many records only what they are.

    Raises:
        PlannerError: ``store.*``.
    """
    from planner.overview import coming

    return coming.begun(path, clock.today())


def read_again(path: Path) -> Overview:
    """All of the file anew, with the reminders worked out.

    Raises:
        PlannerError: ``store.*``.
    """
    from planner.overview.overview import read

    overview = read(path, clock.today(), waiting=True)
    overview.occurrences  # noqa: B018 - worked out here, not between two keys
    return overview


def explained(error: BaseException | None, path: Path) -> PlannerError:
    """What to say of an exception that nobody foresaw: the damage or the row that is to blame, if there is one."""
    from planner.services import maintenance

    why = maintenance.explained(path, error) if isinstance(error, Exception) else error
    if isinstance(why, PlannerError):
        return why
    return PlannerError("unexpected", detail=f"{type(error).__name__}: {error}")


def load_store(path: Path) -> Store:
    """Open what writes to the file. Raises ``store.*``."""
    from planner.services.opening import open_store

    return open_store(path)
