"""What the app does once its first frame stands: the figures it was spared, the store, what the next start asks."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer

from planner import clock
from planner.errors import PlannerError
from planner.ui.changing import Changing
from planner.ui.computing import computed
from planner.ui.holding import explained, read_again
from planner.ui.pages import PAGES

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.words.frame import Frame

SETTLED = 3.0  # seconds without a write, after which what was asked of the records is worked out and kept again


class Behind(Changing):
    """Works behind the screen, after the start and whenever writes have settled.

    Attributes:
        answer: keeps what commands print and the first page shows; None where nobody asks for it again.
    """

    answer: Callable[[Path, date, Callable[[], bool]], None] | None = None

    def __init__(self, path: Path, frame: Frame | None = None) -> None:
        super().__init__(path, frame)
        self._shown = False  # the first frame
        self._settling: Timer | None = None
        self._keeping = asyncio.Lock()

    async def behind_the_first_frame(self) -> None:
        """What the start has left: the figures where they were only kept, the store, what the next keys ask for."""
        self._shown = True
        whole = self.frame is not None or bool(self.overview.awaited)
        if whole and not await (self._worked_out() if self.frame is None else self._read_behind()):
            return
        gc.freeze()  # what the start has made stays; looking through it for garbage would cost every key
        gc.enable()
        book = self.overview.book
        try:
            await self._open_store()
            if not whole and (self.demo or not book.credit.empty or any(one.loan.limit_minor for one in book.accounts)):
                async with self._writing:
                    self.overview = await computed(read_again, self.path)
                self.refresh_data()
        except PlannerError as error:
            self.unread(error)
            return
        except Exception as error:  # noqa: BLE001 - a mistake of ours; the next write tries once more, and tells
            self.unread(await self._unexpected(error))
            return
        await computed(_warm, self.overview)
        await self._keep()
        await self._look_over()

    async def _worked_out(self) -> bool:
        """Of very many records, read and work out what the first page shows, and show it; False: the app ends."""
        overview = self.overview
        try:
            await computed(_figures, overview)
        except Exception as error:  # noqa: BLE001 - what the start of a smaller file would have said
            self.exit(return_code=1, message=await computed(_why, error, self.path))
            return False
        overview.awaited = 0
        if self.overview is overview:
            self.refresh_data()
        return True

    async def _read_behind(self) -> bool:
        """The figures for what was kept of them; where they cannot be read, the app ends as if it had not begun."""
        try:
            overview = await computed(read_again, self.path)
            if self.frame is not None:  # else a key could not wait
                self._begin_with(overview)
                self.refresh_data()
        except Exception as error:  # noqa: BLE001 - what the start without it would have said
            self.exit(return_code=1, message=await computed(_why, error, self.path))
        return self.frame is None

    def settle(self) -> None:
        """Keep what the next start and the next command ask, once nothing was written for a while."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED, lambda: self.run_worker(self._keep(), exit_on_error=False))

    async def _keep(self) -> None:
        """Work that out behind the screen, one after the other; of a changed demo nobody asks again."""
        async with self._keeping:
            if not self.demo:
                await computed(_keep, self.path, clock.today(), self.ended.is_set)
            if self.answer is not None:
                await computed(self.answer, self.path, clock.today(), self.ended.is_set)

    async def _look_over(self) -> None:
        """A page that is damaged deep in the file is told now, not when something is lost for it."""
        told = await computed(_damage_told, self.path)
        if told:
            self.exit(return_code=1, message=told)


def _damage_told(path: Path) -> str:
    """What is said of a file that is damaged, with the backup that helps; empty where it is not."""
    from planner.services import maintenance

    damaged = maintenance.broken(path)
    return "" if damaged is None else maintenance.told(path, damaged)


def _figures(overview: Overview) -> None:
    """What the first page shows."""
    from planner.ui.screens.today.page import rows
    from planner.words.headline import headline

    headline(overview)
    rows(overview)


def _why(error: Exception, path: Path) -> str:
    """Why nothing can be shown, with what helps."""
    from planner.services import maintenance

    return maintenance.told(path, explained(error, path))


def _warm(overview: Overview) -> None:
    """What the next keys are likely to ask for: the form of a repayment, the pages, the figures that they show."""
    from textual.widgets import TextArea  # noqa: F401 - asked about at the first key

    from planner.ui.screens.loans import repayment  # noqa: F401

    for entry in PAGES:
        import_module(entry.module)
    overview.work_ahead()
    gc.freeze()  # these figures stay as well


def _keep(path: Path, today: date, stopped: Callable[[], bool]) -> None:
    """Work out what the next starts ask of each account, and keep it."""
    from planner.overview import keeping

    keeping.keep(path, today, stopped)
