"""The main screen: the bar of pages, one page in view (mounted on its first visit), the bar of keys."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from planner import clock
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import Listing, Page
from planner.ui.host import Host, host_of
from planner.ui.pages import PAGES, PageEntry
from planner.ui.screens.today.page import TodayPage
from planner.ui.widgets.bars import KeyBar, NavBar

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class MainScreen(Screen[object]):
    """Pages switched by digit or by the bar; the page in view reloads when data changes, the others when opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(entry.key, f"page('{entry.id}')", entry.title, show=False) for entry in PAGES),
        Binding("ctrl+o", "import_bill", "key.import", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stale: set[str] = set()

    @property
    def planner(self) -> Host:
        """The app, with its type."""
        return host_of(self.app)

    def compose(self) -> ComposeResult:
        """The bar and Today; the other pages are made when they are first opened."""
        yield NavBar([(entry.id, entry.key, entry.title) for entry in PAGES])
        with ContentSwitcher(initial="today", id="pages"):
            yield _made(PAGES[0])
        yield KeyBar()

    def on_mount(self) -> None:
        """Show Today, with the focus where its keys work: what was kept of it, else the figures."""
        self._mark(PAGES[0].id)
        page, frame = self.page, self.planner.frame
        if frame is not None and isinstance(page, TodayPage):
            page.paint(frame)
        else:
            page.show(self.planner.overview)
        page.focus_first()

    @property
    def page(self) -> Page:
        """The page in view."""
        switcher = self.query_one("#pages", ContentSwitcher)
        return switcher.query_one(f"#{switcher.current}", Page)

    @property
    def keys_first(self) -> bool:
        """Whether the help of the page in view begins with its keys."""
        return self.page.keys_first

    @property
    def listing(self) -> Listing | None:
        """The list of the page in view."""
        return self.page.listing

    def explained(self) -> str:
        """How the figures of the page in view come about."""
        return self.page.explained()

    @property
    def busy(self) -> bool:
        """Whether the page in view is saving."""
        switcher = self.query_one("#pages", ContentSwitcher)
        return switcher.current is not None and self.page.busy

    async def action_page(self, page_id: str) -> None:
        """Turn to the page, which takes the figures only where they changed since it was last seen."""
        switcher = self.query_one("#pages", ContentSwitcher)
        entry = next(entry for entry in PAGES if entry.id == page_id)
        if not switcher.query(f"#{page_id}"):
            await switcher.add_content(_made(entry))
            self._stale.add(page_id)
        switcher.current = page_id
        self._mark(page_id)
        if page_id in self._stale:
            self._stale.discard(page_id)
            self.page.show(self.planner.overview)
        self.page.focus_first()

    def show(self, overview: Overview) -> None:
        """New figures: the page in view takes them now, the others when they are opened."""
        self._stale = {entry.id for entry in PAGES} - {self.page.id or ""}
        self._mark(self.page.id or "")
        self.page.show(overview)

    def _mark(self, page_id: str) -> None:
        bar = self.query_one(NavBar)
        bar.current = page_id
        today = clock.today() if self.planner.frame is not None else self.planner.overview.today
        day, weekday = fmt.day(today), fmt.weekday(today.weekday())
        if self.planner.demo:
            demo = t("nav.demo")
            bar.right = (f"{demo}  {day} {weekday}", f"{demo}  {day}", demo, t("nav.demo.short"))
        else:
            bar.right = (f"{day} {weekday}", day)

    async def retranslate(self) -> None:
        """Make the pages anew in the language now in use, the one in view at once."""
        switcher = self.query_one("#pages", ContentSwitcher)
        current = switcher.current or "today"
        switcher.current = None
        await switcher.remove_children()
        self.query_one(NavBar).refresh()
        await self.action_page(current)
        self.refresh_bindings()

    def on_nav_bar_chosen(self, event: NavBar.Chosen) -> None:
        """A choice in the bar does what the page's digit does."""
        self.call_later(self.action_page, event.page)

    def action_import_bill(self) -> None:
        """Ask for the file of a bill, from any page."""
        from planner.ui.screens.imports.opening import open_file

        open_file(self.planner)


def _made(entry: PageEntry) -> Page:
    module, name = entry.place.split(":")
    page = getattr(import_module(module), name)(id=entry.id)
    assert isinstance(page, Page)
    return page
