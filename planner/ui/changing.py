"""Reading and writing while the app runs: one way to change data, and what others do to the file meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from planner import clock, i18n
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview import overview as reading
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
    from planner.services import Change, OpResult, Store
    from planner.storage.journal import Operation

LOOK_SECONDS = 0.7  # what another window records is in view within a second


class Changing(Host):
    """Holds the file, its store and the figures in view."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        same_file.hold(path)
        self._watch = Watch(path)
        self._watch.moved()  # asked before the reading: what comes after it is seen
        self.overview = reading.read(path, clock.today(), waiting=True)
        self._born = self.overview.seen[2]  # those up to here are of nobody who is about
        self._offered = False  # whether the new file at the path was offered
        self._store: Store | None = None
        self._to_follow: Callable[[], Callable[[], None]] | None = None  # makes what is to be written before any change
        self.ended = Event()
        self._writing = asyncio.Lock()
        self._unstored: list[Change] = []  # asked for, and neither in the file nor refused yet
        self.refused = 0  # changes so far

    async def _open_store(self) -> Store:
        if self._store is None:
            async with self._writing:
                if self._store is None:
                    await computed(_get_ready)  # the end waits for what touches the file, not for that
                    if self._to_follow is not None:
                        await asyncio.to_thread(await computed(self._to_follow))
                        self._to_follow = None
                    self._store = await asyncio.to_thread(_load_store, self.path)
        return self._store

    @property
    def storing(self) -> bool:
        """Whether a change was asked for that is neither in the file nor refused yet."""
        return bool(self._unstored)

    def close_file(self) -> None:
        """Close everything that is open of the file."""
        self.ended.set()
        self._watch.close()
        self.overview.close()
        if self._store is not None:
            self._store.close()
        same_file.let_go(self.path)

    # -- changing data ---------------------------------------------------------------------------------------------

    def write(
        self,
        change: Change,
        *,
        then: Callable[[], None] | None = None,
        failed: Callable[[PlannerError], None] | None = None,
        quiet: bool = False,
        seen: Any = None,
    ) -> None:
        """Run the change in a thread; a mistake of ours goes into the error log, and the app goes on."""
        self._run(_unless_changed(change, seen), then, failed, None if quiet else _done)

    def _run(
        self,
        change: Change,
        then: Callable[[], None] | None,
        failed: Callable[[PlannerError], None] | None,
        told: Callable[[OpResult[Any]], str] | None,
    ) -> None:
        self._unstored.append(change)
        self.run_worker(self._write(change, then, failed or self.show_error, told), exit_on_error=False)

    async def _write(
        self,
        change: Change,
        then: Callable[[], None] | None,
        failed: Callable[[PlannerError], None],
        told: Callable[[OpResult[Any]], str] | None,
    ) -> None:
        """The change, and once it is in the file only what cannot make it undone: figures, telling, ``then``."""
        made = set(self._own)
        try:
            store = await self._open_store()
            async with self._writing:
                made = set(store.made)
                store.edition = self.overview.seen[3]
                result = await asyncio.to_thread(change, store)
                self._unstored.remove(change)
                before = self.overview
                old = await self._renew(result)
        except PlannerError as error:
            self._refuse(change)
            self._failed(error, failed, made)
            return
        except Exception as error:  # noqa: BLE001 - a mistake of ours; the transaction is rolled back, the app goes on
            told_as = await self._unexpected(error)
            self._refuse(change)
            self._failed(told_as, failed, made)
            return
        try:
            await self._follow_settings(before.settings)
            self.refresh_data()
            self.settle()
            said = told(result) if told is not None else ""
            if said or old:
                self.toast("\n".join(filter(None, (said, old))), severe=bool(old))
            if then is not None:
                then()
        except Exception as error:  # noqa: BLE001 - it is saved, whatever became of the telling
            self.keep_trace()
            self.toast(t("toast.saved_but", detail=f"{type(error).__name__}: {error}"), severe=True)

    def _refuse(self, change: Change) -> None:
        if change in self._unstored:
            self._unstored.remove(change)
            self.refused += 1

    def _failed(self, error: PlannerError, failed: Callable[[PlannerError], None], made: set[int]) -> None:
        """Tell why; and of a change in several steps those that are in the file, which a look then brings into view.

        Of a damaged file the figures stay in view: the line above the keys says what they are worth from now on.
        """
        if error.code == "store.damaged" and error.params.get("path") == str(self.path):
            self.unread(error)
            error = PlannerError("store.damaged_unsaved", path=str(self.path))
        try:
            failed(error)
        except Exception:  # noqa: BLE001 - whoever wanted to tell it could not: it is told
            self.keep_trace()
            self.show_error(error)
        steps = [fmt.operation(one.code, one.params) for key, one in self._own.items() if key not in made]
        if steps:
            self.toast(t("toast.saved_in_part", op=" · ".join(steps), why=_sentence(error)), severe=True)
            self.look_soon()

    @property
    def _own(self) -> dict[int, Operation]:
        """The operations of this window, by id."""
        return {} if self._store is None else self._store.made

    async def _renew(self, result: OpResult[Any]) -> str:
        """The figures after a change that is saved; what is said where they cannot be read, or else nothing.

        They then stay as they were, and a line above the keys says so until they have been read.
        """
        try:
            self.overview = await computed(self._after, result)
            self._warn("")
        except PlannerError as error:
            return self._old_figures(error)
        except Exception as error:  # noqa: BLE001 - it is saved; what fails after that is told as what it is
            return self._old_figures(await self._unexpected(error))
        return ""

    def _after(self, result: OpResult[Any]) -> reading.Overview:
        if self.warning:  # what was written before stands in no figure yet
            return self._read_anew()
        self._watch.moved()  # asked before the reading: what comes after it is seen the next time
        return self.overview.renewed(clock.today(), result.topics, result.operation)

    def _read_anew(self) -> reading.Overview:
        self._watch.moved()
        if self.warning:
            return read_again(self.path)
        return self.overview.renewed(clock.today(), frozenset(Topic), None)

    def _old_figures(self, why: PlannerError) -> str:
        self._warn(t("toast.warning_old"))
        return t("toast.saved_but_old", why=_sentence(why))

    async def _unexpected(self, error: Exception) -> PlannerError:
        try:
            self.keep_trace()
            return await asyncio.to_thread(explained, error, self.path)
        except Exception:  # noqa: BLE001 - whatever is wrong with the file: an answer is owed for the first error
            return PlannerError("unexpected", detail=f"{type(error).__name__}: {error}")

    def keep_trace(self) -> None:
        """Write the present exception beside the database, for whoever will mend it; the person sees a sentence."""
        import traceback

        from planner.storage import mistakes

        mistakes.keep(self.path, traceback.format_exc())

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

    def _told_of(self, before: reading.Overview, after: reading.Overview) -> str:
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

    def _exchanged(self, edition: int, after: reading.Overview) -> str:
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
            self._warn(t("toast.warning_unread", why=_sentence(error)))
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

    def settle(self) -> None:
        """The records are others now: what was kept of them is to be made anew, when there is time for it."""

    def file_is_new(self) -> None:
        """Another file is open at the path now: it may have another lock, or none."""

    def _switch(self) -> tuple[reading.Overview, Store]:
        earlier = same_file.meant(self.path)
        same_file.hold(self.path)
        try:
            store = _load_store(self.path)
            overview = read_again(self.path)
        except PlannerError:
            same_file.hold(self.path, earlier)
            raise
        if self._store is not None:
            self._store.close()
        self._watch.close()
        self._watch.moved()
        return overview, store

    def _warn(self, text: str) -> None:
        if text == self.warning:
            return
        self.warning = text
        for screen in self.screen_stack:
            for bar in screen.query(KeyBar):
                bar.warn(text)

    async def _follow_settings(self, before: dict[str, str]) -> None:
        """Undoing a choice of language or colours shows at once, as everything else that is undone."""
        now = self.overview.settings
        if now.get("language") != before.get("language") and now.get("language", "") in i18n.LANGUAGES:
            i18n.use(now["language"])
            await self.retranslate()
        if now.get("theme") != before.get("theme"):
            self.theme = now.get("theme", "textual-dark")

    def refresh_data(self) -> None:
        """Show the present figures on the page in view and on the screens above it."""
        for screen in self.screen_stack:
            if isinstance(screen, MainScreen | PlannerScreen):
                screen.show(self.overview)

    def action_undo(self) -> None:
        """Take back the last operation and name it; where another window did it, name it first and ask."""
        self._undo(None)

    def _undo(self, agreed: int | None) -> None:
        """``agreed``: the operation of another window that the person wants taken back, by its id."""
        asked: list[Operation] = []

        def first(operation: Operation) -> None:
            if operation.id > self._born and operation.id not in self._own and operation.id != agreed:
                asked.append(operation)
                raise PlannerError("store.undo_elsewhere", op=fmt.operation(operation.code, operation.params))

        def change(store: Store) -> OpResult[Any]:
            from planner.services import undo

            return undo.undo(store, first)

        def failed(error: PlannerError) -> None:
            if not asked:
                self.show_error(error)
                return
            from planner.ui.dialogs.confirm import Confirm

            (operation,) = asked

            def answered(yes: bool | None) -> None:
                if yes:
                    self._undo(operation.id)

            self.push_screen(Confirm(_sentence(error)), answered)

        self._run(change, None, failed, lambda result: _moved(result, "toast.undone", "toast.nothing_to_undo"))

    def action_redo(self) -> None:
        """Do again what was taken back last and name it, or say that there is nothing."""

        def change(store: Store) -> OpResult[Any]:
            from planner.services import undo

            return undo.redo(store)

        told = partial(_moved, told="toast.redone", nothing="toast.nothing_to_redo")
        self._run(change, None, None, told)


def _unless_changed(change: Change, seen: Any) -> Change:
    def checked(store: Store) -> OpResult[Any]:
        with store.expecting(seen):
            return change(store)

    return change if seen is None else checked


def _done(result: OpResult[Any]) -> str:
    """What was done, and what it made better or worse of the past; nothing where nothing was."""
    if result.operation is None:
        return ""
    name = fmt.operation(result.operation.code, result.operation.params)
    return "\n".join((t("toast.done", op=name), *fmt.rejudged(result.operation.params)))


def _moved(result: OpResult[Any], told: str, nothing: str) -> str:
    """What was undone or redone, or that there is nothing to."""
    if result.operation is None:
        return t(nothing)
    return t(told, op=fmt.operation(result.operation.code, result.operation.params))


def _sentence(error: PlannerError) -> str:
    return fmt.error(error.code, error.params)


def read_again(path: Path) -> reading.Overview:
    """All of the file anew, with the reminders worked out.

    Raises:
        PlannerError: ``store.*``.
    """
    overview = reading.read(path, clock.today(), waiting=True)
    overview.occurrences  # noqa: B018 - worked out here, not between two keys
    return overview


def explained(error: BaseException | None, path: Path) -> PlannerError:
    """What to say of an exception that nobody foresaw: the damage or the row that is to blame, if there is one."""
    from planner.services import maintenance

    why = maintenance.explained(path, error) if isinstance(error, Exception) else error
    if isinstance(why, PlannerError):
        return why
    return PlannerError("unexpected", detail=f"{type(error).__name__}: {error}")


def _get_ready() -> None:
    from planner.services import opening

    opening.get_ready()


def _load_store(path: Path) -> Store:
    from planner.services.opening import open_store

    return open_store(path)
