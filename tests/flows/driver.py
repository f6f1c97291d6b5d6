"""Drives the real app by keys, as a terminal delivers them, and reads back the screen and the database.

Nothing sleeps: ``settle`` waits until every message is dealt with and every worker has ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from rich.cells import cell_len
from textual.geometry import Size
from textual.message import Message
from textual.notifications import Notify
from textual.pilot import Pilot
from textual.strip import Strip

from planner import clock, i18n
from planner.demo.book import Reviews
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Position
from planner.ui.app import PlannerApp
from planner.ui.forms.fields import Choice, FieldInput
from planner.ui.forms.form import Form
from planner.ui.screens.shell.main import MainScreen
from planner.ui.widgets.table import Table
from tests.flows import driver_textual
from tests.make.probes import read_book

SMALL = (80, 24)
LARGE = (140, 40)
SIZES = (SMALL, LARGE)

_ROUNDS = 400  # of settling: thousands of times what any action needs

Kind = TypeVar("Kind")


class Driver:
    """One running app."""

    def __init__(self, app: PlannerApp, pilot: Pilot[None], told: list[str], draws: bool) -> None:
        self.app = app
        self.draws = draws
        self.pilot = pilot
        self.toasts = told
        self.presses = 0

    # -- keys ------------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each after the app has dealt with the one before."""
        for key in keys:
            await self.burst(key)

    async def burst(self, *keys: str) -> None:
        """Press keys faster than the app can answer."""
        for key in keys:
            driver_textual.send(self.app, driver_textual.key_event(key))
            self.presses += 1
        await self.settle()

    async def write(self, text: str) -> None:
        """Type a text at the speed of a paste, sign by sign."""
        for sign in text:
            driver_textual.send(self.app, driver_textual.key_event(sign))
        await self.settle()

    async def feed(self, data: str) -> None:
        """Let characters arrive from the terminal, through the framework's parser."""
        for message in driver_textual.parsed(data):
            driver_textual.send(self.app, message)
        await self.settle()

    async def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        driver_textual.resize(self.app, Size(columns, rows))
        await self.settle()

    async def settle(self) -> None:
        """Return when the app is at rest: no message waiting, no callback due, no worker running, no key held back.

        Then the screen is drawn, if that is wanted after every key.
        """
        for _ in range(_ROUNDS):
            await self._drain()
            running = [worker for worker in self.app.workers if not worker.is_finished]
            if running:
                await self.app.workers.wait_for_complete(running)
                continue
            if driver_textual.ended(self.app) or not await self._quiet():
                return  # leaving the context says how it has ended
            driver_textual.lay_out(self.app)
            await asyncio.sleep(0)
            if not self._idle():
                continue
            if not self.draws:
                return
            driver_textual.draw(self.app)
            await asyncio.sleep(0)
            if self._idle():
                return
        raise AssertionError("the app does not come to rest")

    async def _drain(self) -> None:
        """Let the loop run until every part of the app waits, be it for its screen to be laid out."""
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)
            if not driver_textual.is_under_way() and driver_textual.waits(self.app):
                return

    async def _quiet(self) -> bool:
        """Wait for a handler that itself waits for something; False when the app fell over meanwhile."""
        return driver_textual.waits(self.app) or await driver_textual.dealt_with(self.pilot)

    def _idle(self) -> bool:
        return driver_textual.at_rest(self.app) and self.app.ahead.idle and not driver_textual.is_resizing(self.app)

    # -- moving in forms -------------------------------------------------------------------------------------------

    @property
    def form(self) -> Form:
        """The form in view."""
        return self.screen_of(Form)

    @property
    def field(self) -> str:
        """The key of the field that has the focus."""
        focused = self.app.focused
        assert isinstance(focused, FieldInput | Choice), focused
        return focused.spec.key

    async def go(self, key: str) -> None:
        """Move to a field by tab, or by shift+tab where that is nearer."""
        shown = list(self.texts())
        ahead = (shown.index(key) - shown.index(self.field)) % len(shown)
        back = len(shown) - ahead
        if ahead:
            await self.burst(*(["tab"] * ahead if ahead <= back else ["shift+tab"] * back))
        assert self.field == key

    async def fill(self, **texts: str) -> None:
        """Put texts into fields, in this order: pasted over what stands there, or turned to for a choice.

        Sign by sign, as ``write`` types, a form would say anew after each what goes with it.
        """
        for key, text in texts.items():
            await self.go(key)
            widget = self.form.input(key)
            if isinstance(widget, Choice):
                for _ in widget.spec.options:
                    if widget.text == text:
                        break
                    await self.burst("right")
                assert widget.text == text
            else:
                if widget.text:
                    await self.burst("end", "ctrl+u")
                driver_textual.send(self.app, driver_textual.paste_event(text))
                await self.settle()

    def texts(self) -> dict[str, str]:
        """What stands in the shown fields."""
        form = self.form
        return {spec.key: form.input(spec.key).text for spec in form.specs if form.input(spec.key).display}

    # -- what is to be seen ----------------------------------------------------------------------------------------

    def screen_of(self, kind: type[Kind]) -> Kind:
        """The screen in view, which is of this kind."""
        screen = self.app.screen
        assert isinstance(screen, kind), screen
        return screen

    @property
    def on_main(self) -> bool:
        """Whether nothing stands above the pages."""
        return isinstance(self.app.screen, MainScreen)

    @property
    def page(self) -> str:
        """The id of the page in view."""
        return self.screen_of(MainScreen).page.id or ""

    @property
    def table(self) -> Table:
        """The table in view."""
        return next(table for table in self.app.screen.query(Table) if table.is_on_screen)

    def strips(self) -> list[Strip]:
        """The whole screen as the terminal would show it, with its colours."""
        return driver_textual.strips(self.app)

    def lines(self) -> list[str]:
        """The whole screen as the terminal would show it, line by line."""
        return [strip.text for strip in self.strips()]

    def text(self) -> str:
        """The whole screen as one text."""
        return "\n".join(self.lines())

    def flat(self) -> str:
        """The screen without any white space: for sentences that may be broken between lines."""
        return squeezed(self.text())

    @property
    def asked(self) -> str:
        """What the dialog in view says, without any white space, and nothing of what is to be seen beside it."""
        box = self.app.screen.query_one("#dialog").region
        return squeezed("".join(strip.crop(box.x, box.right).text for strip in self.strips()[box.y : box.bottom]))

    @property
    def footer(self) -> str:
        """The line of keys."""
        return self.lines()[-1]

    @property
    def toast(self) -> str:
        """The latest message."""
        return self.toasts[-1]

    def wide_lines(self) -> list[str]:
        """Lines that are not exactly as wide as the terminal."""
        columns = self.app.size.width
        return [line for line in self.lines() if cell_len(line) != columns]

    # -- what is kept ----------------------------------------------------------------------------------------------

    @property
    def book(self) -> Book:
        """What the file holds."""
        return read_book(self.app.path)

    def account(self, name: str) -> Account:
        """The account whose product or lender bears the name."""
        (found,) = [a for a in self.book.accounts if name in (a.loan.name, a.loan.lender.name)]
        return found

    def position(self, name: str) -> Position:
        """The state of that account today."""
        return position(self.account(name), clock.today())


def squeezed(text: str) -> str:
    """Without white space and without the frames of dialogs."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in "│╭╮╰╯─▌")


@asynccontextmanager
async def running(
    path: Path,
    *,
    size: tuple[int, int] = SMALL,
    language: str = "zh",
    demo: bool = False,
    follow: Reviews | None = None,
    draws: bool = False,
) -> AsyncIterator[Driver]:
    """The app on the database at ``path``, at rest. Whatever went wrong inside it is raised at the end.

    What a test looks at is drawn, and the last screen; with ``draws`` the screen after every key, seen or not.
    """
    i18n.use(language)
    told: list[str] = []

    def listen(message: Message) -> None:
        if isinstance(message, Notify):
            told.append(message.notification.message)

    app = PlannerApp(path, demo=demo)
    if follow is not None:
        app.reviews_follow(follow)
    async with app.run_test(size=size, notifications=True, message_hook=listen) as pilot:
        driver = Driver(app, pilot, told, draws)
        await driver.settle()
        yield driver
        driver.draws = True
        await driver.settle()
    log = path.with_name(path.name + "-errors.log")
    assert not log.exists(), log.read_text()


def in_order(text: str, parts: Sequence[str] | Iterable[str]) -> bool:
    """Whether the parts stand in the text one after the other."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
