"""The line below the fields: the hint of the field in hand, or what was said of it."""

from __future__ import annotations

from functools import reduce

from planner.ui.forms.fields import Choice, FieldInput
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.text import fit, rejoined, wrap

_LINES = 2


class Notice(Plain):
    """What is wrong stays said until its field changes; anything else until another field has the focus.

    A doubt arises as a field is left: it is said while the next one has the focus.
    """

    def __init__(self) -> None:
        super().__init__("", id="form-message")
        self._said = ("", "", False)  # the text, at which field, whether that is wrong
        self._doubt = ""

    @property
    def wrong(self) -> str:
        """The key of the field that is wrong; empty where none was named."""
        return self._said[1] if self._said[2] else ""

    def doubt(self, text: str) -> None:
        """Say why the field that is left is doubted, as soon as the next one has the focus; empty: it is not."""
        self._doubt = text

    def say(self, text: str, field: str, *, wrong: bool) -> None:
        """Say something of a field; ``wrong``: until that field changes, whatever has the focus."""
        self._said = (text, field, wrong)
        self.message(text)

    def changed(self, field: str) -> bool:
        """A field was changed: what was said of it, or in passing, is over. Whether it was the one that is wrong."""
        mended = self.wrong == field
        if self.wrong in ("", field):
            self._said = ("", "", False)
        return mended

    def hint(self, focused: FieldInput | Choice, doubted: str) -> None:
        """The hint of the field that has the focus now, or why it is doubted, unless something else has to be said.

        An option that its line cuts off stands above its hint in full.
        """
        text, field, wrong = self._said
        if field != focused.spec.key and not wrong:
            self._said = ("", "", False)
        hint = focused.spec.hint
        if isinstance(focused, Choice) and focused.cut:
            hint = f"{focused.cut}\n{hint}"
        self.message(text if text and field == focused.spec.key else self._doubt or doubted or hint)

    def message(self, text: str) -> None:
        """Show a text, in two lines at most; a longer one ends in two dots."""
        room = max(20, self.screen.size.width - 2)
        lines = [line for part in text.split("\n") if part for line in wrap(part, room)]
        if len(lines) > _LINES:
            lines[_LINES - 1 :] = [fit(reduce(rejoined, lines[_LINES - 1 :]), room).rstrip()]
        self.show("\n".join(lines))
