"""What every screen may ask of the app it runs in, without knowing the app: figures, writes, telling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from textual.screen import Screen

    from planner.errors import PlannerError
    from planner.overview.overview import Overview
    from planner.services import Change
    from planner.services.drafts import Drafts
    from planner.words.frame import Frame


class Host(App[None]):
    """The app as screens know it; ``PlannerApp`` is the one that runs.

    Attributes:
        path: the database.
        demo: the data is a throw-away copy.
        drafts: what was typed and not saved.
        frame: what stands on the first page while the book has not been read; None from then on.
        warning: why they may not be what the file holds, in a line; empty where they are.
    """

    path: Path
    demo: bool
    drafts: Drafts
    frame: Frame | None = None
    warning: str = ""

    @property
    def overview(self) -> Overview:
        """The figures in view; read at the first question where only what was kept of them is."""
        raise NotImplementedError

    def write(
        self,
        change: Change,
        *,
        then: Callable[[], None] | None = None,
        failed: Callable[[PlannerError], None] | None = None,
        quiet: bool = False,
        seen: Any = None,
    ) -> None:
        """Run one service call in the background, then refresh and say what was done and which key undoes it.

        ``seen``: the record that it changes or deletes, as it was in view, of one without an id as ``storage.seen``
        says it; where it is another by now, in another window, the call is refused.

        Calls run one after the other, in the order they were asked for. A ``PlannerError`` goes to ``failed``
        (or is shown); the data is then unchanged, unless it says otherwise. What is in the file is never told as
        failed: where only its figures cannot be read ``then`` is called too, and that is said.
        """
        raise NotImplementedError

    def is_uppermost(self, screen: Screen[Any]) -> bool:
        """Whether nothing stands above a screen but what locks them all."""
        raise NotImplementedError

    def keep_setting(self, key: str, value: str) -> None:
        """Remember a choice of the person."""
        raise NotImplementedError

    def toast(self, text: str, *, severe: bool = False) -> None:
        """A short message; user text in it stays text. It takes the place of the one before."""
        raise NotImplementedError

    def show_error(self, error: PlannerError) -> None:
        """Say in words what could not be done."""
        raise NotImplementedError

    def offer_new_file(self) -> None:
        """Ask whether the file that is at the path now is to be opened in place of the one that is open."""
        raise NotImplementedError

    async def retranslate(self) -> None:
        """Show everything in the language now in use."""
        raise NotImplementedError

    def commands(self) -> list[tuple[str, Callable[[], None]]]:
        """What the palette offers beyond the keys of the screen: name and action of each."""
        raise NotImplementedError


def host_of(app: App[Any]) -> Host:
    """The running app, with its type."""
    assert isinstance(app, Host)
    return app
