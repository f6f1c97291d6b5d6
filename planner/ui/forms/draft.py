"""What was typed into one form and not saved: in the file within a moment, so that whatever happens little is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection

from planner.errors import PlannerError
from planner.services.drafts import Drafts
from planner.ui.forms.fields import Texts

PAUSE = 0.3  # seconds: the moment of typing that a killed process may lose


class Draft:
    """The draft of the form named ``key``; a form without a name has none.

    ``opened``: the texts that the form opens with where there is no draft. ``later`` runs a call after so many seconds.
    """

    def __init__(
        self, drafts: Drafts, key: str, opened: Texts, later: Callable[[float, Callable[[], None]], object]
    ) -> None:
        self._drafts = drafts
        self._key = key
        self._later = later
        self._waiting = False
        self.opened = opened
        self.found = drafts.get(key)

    def keep(self, texts: Texts, touched: Collection[str], aside: Texts) -> None:
        """Keep what differs from the form as it opened; the file has it after ``PAUSE``, however fast one types."""
        if not self._key or not touched:
            return
        kept = {key: text for key, text in texts.items() if key in touched or text != self.opened.get(key)}
        self._drafts.put(self._key, kept | aside)
        if not self._waiting:
            self._waiting = True
            self._later(PAUSE, self.flush)

    def flush(self) -> None:
        """Write what is kept, now."""
        self._waiting = False
        self._drafts.flush()

    @property
    def unkept(self) -> PlannerError | None:
        """Why the file does not hold what was typed; None where it does."""
        return self._drafts.unkept

    def drop(self) -> None:
        """Forget it: it was saved, or thrown away."""
        self.found = {}
        self._drafts.drop(self._key)
