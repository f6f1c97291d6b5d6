"""What stands beside the fields of a form."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from planner.ui.forms.fields import Texts
from planner.ui.widgets.prose import Prose

NARROW = 36  # cells beside the fields on the narrowest terminal, for as long as nothing is laid out


class Side(VerticalScroll):
    """A text made for the texts in the fields and for the room there is."""

    def __init__(self) -> None:
        super().__init__(id="form-beside", can_focus=False)
        self._shown = Prose(id="form-side")
        self._made_for: tuple[Texts, int] | None = None

    def compose(self) -> ComposeResult:
        """The text alone; it scrolls where it is longer than the screen."""
        yield self._shown

    @property
    def room(self) -> int:
        """How many cells a line may take; ``NARROW`` before the first layout."""
        return self._shown.size.width or NARROW

    def is_for(self, texts: Texts) -> bool:
        """Whether what is shown was made for these texts and the present room."""
        return self._made_for == (texts, self.room)

    def show(self, content: Content | str, texts: Texts) -> None:
        """Show what was made for ``texts``; a plain text is broken into lines."""
        self._made_for = texts, self.room
        if isinstance(content, str):
            self._shown.tell(content)
        else:
            self._shown.draw(content)
