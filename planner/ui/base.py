"""What every screen and page shares: the app with its type, translated keys, and reloading when data changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, Protocol, TypeVar, runtime_checkable

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen

from planner.ui.host import Host, host_of

if TYPE_CHECKING:
    from planner.overview.overview import Overview

Result = TypeVar("Result")


@runtime_checkable
class Explains(Protocol):
    """A screen that has something to say in its help beside its keys."""

    @property
    def keys_first(self) -> bool:
        """Whether its help begins with the keys instead of the figures."""

    def explained(self) -> str:
        """How the figures in view come about; empty where the definitions say all."""


class Listing(NamedTuple):
    """A list that can be taken out: its name in ``takeout/lists/table.py:LISTS``, and of which loan alone it is."""

    name: str
    loan_id: int | None = None


class Page(Vertical):
    """One page of the main screen. ``show`` is called with fresh figures when it opens and when its data changed.

    While ``busy`` with a change of its own it takes no keys: those typed ahead wait for the new figures.
    """

    busy = False
    keys_first = False  # whether its help begins with the keys instead of the figures

    @property
    def planner(self) -> Host:
        """The app, with its type."""
        return host_of(self.app)

    def show(self, overview: Overview) -> None:
        """Show the figures. Called on the page in view only."""
        raise NotImplementedError

    def open_at(self, view: str, *, form: bool = False) -> None:
        """Turn to the view of that name, where a page has views; with ``form`` open the form that adds to it."""
        raise NotImplementedError

    @property
    def listing(self) -> Listing | None:
        """The list in view, where it is one of those that can be taken out."""
        return None

    def explained(self) -> str:
        """How the figures of the page come about, for the help; empty where the definitions say all."""
        return ""

    def focus_first(self) -> None:
        """Put the focus where the page's keys work."""
        for widget in self.query("*"):
            if widget.focusable:
                widget.focus()
                return


class FiguresPage(Page):
    """A page that shows the figures of the book: its help tells what they are made of."""

    def explained(self) -> str:
        """What the figures of the book are made of, with the amounts of today."""
        from planner.words import figures

        return figures.told(self.planner.overview)


class PlannerScreen(Screen[None]):
    """A full screen above the pages, such as one loan. ``show`` is called on opening and after each change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "key.back")]
    keys_first = False
    _is_gone = False

    @property
    def planner(self) -> Host:
        """The app, with its type."""
        return host_of(self.app)

    def close_gone(self) -> None:
        """What it shows is no more, perhaps deleted in another window: close, once nothing stands above it."""
        self._is_gone = not self.is_current
        if self.is_current:
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        """Nothing stands above it any more."""
        if self._is_gone:
            self.close_gone()

    def show(self, overview: Overview) -> None:
        """Show the figures."""
        raise NotImplementedError

    @property
    def listing(self) -> Listing | None:
        """The list in view, where it is one of those that can be taken out."""
        return None

    def on_table_selected(self) -> None:
        """Enter on a row edits it, where the screen can: the table takes the key before the screen sees it."""
        edit = getattr(self, "action_edit", None)
        if edit is not None:
            edit()

    def explained(self) -> str:
        """How the figures in view come about, for the help; empty where the definitions say all."""
        return ""

    def on_mount(self) -> None:
        """Show the figures that the app holds at this moment."""
        self.show(self.planner.overview)

    def action_leave(self) -> None:
        """Escape or q: back to the screen below."""
        self.dismiss(None)


class PlannerModal(ModalScreen[Result], Generic[Result]):
    """A dialog or form: closes only through ``dismiss``, so that whoever waits always hears back."""

    busy = False  # while it saves; keys wait until it is known what becomes of it
    _closes_with: tuple[Result | None] | None = None  # what it was closed with while another screen stood above it

    @property
    def planner(self) -> Host:
        """The app, with its type."""
        return host_of(self.app)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with a result; where a screen stands above it, such as the help, once that is closed."""
        if self.planner.is_uppermost(self):
            return super().dismiss(result)
        self._closes_with = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Nothing stands above it any more."""
        if self._closes_with is not None:
            self.dismiss(self._closes_with[0])
