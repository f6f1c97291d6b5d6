"""Reading and writing while the app runs: one way to change data, to take it back, and to tell what was done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import clock, i18n
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.computing import computed
from planner.ui.holding import Holding, load_store, sentence

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.services import Change, OpResult, Store
    from planner.storage.journal import Operation
    from planner.words.frame import Frame


_USUAL = "textual-dark"  # colours


class Changing(Holding):
    """Runs one change after the other, and brings the figures up to date."""

    def __init__(self, path: Path, frame: Frame | None = None) -> None:
        super().__init__(path, frame)
        self._to_follow: Callable[[], Callable[[], None]] | None = None  # makes what is to be written before any change
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
                    self._store = await asyncio.to_thread(load_store, self.path)
        return self._store

    @property
    def storing(self) -> bool:
        """Whether a change was asked for that is neither in the file nor refused yet."""
        return bool(self._unstored)

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
            self.toast(t("toast.saved_in_part", op=" · ".join(steps), why=sentence(error)), severe=True)
            self.look_soon()

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

    def _after(self, result: OpResult[Any]) -> Overview:
        if self.warning:  # what was written before stands in no figure yet
            return self._read_anew()
        self._watch.moved()  # asked before the reading: what comes after it is seen the next time
        return self.overview.renewed(clock.today(), result.topics, result.operation)

    def _old_figures(self, why: PlannerError) -> str:
        self._warn(t("toast.warning_old"))
        return t("toast.saved_but_old", why=sentence(why))

    async def _follow_settings(self, before: dict[str, str]) -> None:
        """Undoing a choice of language or colours shows at once, as everything else that is undone."""
        now = self.overview.settings
        if now.get("language") != before.get("language") and now.get("language", "") in i18n.LANGUAGES:
            i18n.use(now["language"])
            await self.retranslate()
        if now.get("theme") != before.get("theme"):
            self.put_on(now.get("theme"))

    def put_on(self, theme: str | None) -> None:
        """The colours that the person chose; the usual ones without a choice, or where there are none of that name."""
        self.theme = theme if theme is not None and theme in self.available_themes else _USUAL

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

            self.push_screen(Confirm(sentence(error)), answered)

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


def _get_ready() -> None:
    from planner.services import opening

    opening.get_ready()
