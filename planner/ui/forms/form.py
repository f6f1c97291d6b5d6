"""A form on its own screen: fields at the left, what they mean at the right while typing, errors in words below.

Enter goes to the next field and saves on the last one (or at once, where everything is already right); ctrl+s saves
from anywhere and offers the next; esc asks once when something was typed, and keeps it as a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.body import blank
from planner.ui.forms.filling import Filling


class Form(Filling):
    """Base of all forms, of which each gives an ``Outline``: its keys, how it is saved and left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "key.next_field", priority=True),
        Binding("enter", "save_now", "key.save", priority=True),  # instead, where everything is already right
        Binding("ctrl+s", "save_next", "key.save", priority=True),
        Binding("escape", "leave", "key.back"),
        Binding("up", "step(-1)", "key.previous_field", show=False, priority=True),
        Binding("down", "step(1)", "key.next_field", show=False, priority=True),
        Binding("shift+tab", "field(-1)", "key.previous_field", show=False, priority=True),
        Binding("tab", "field(1)", "key.next_field", show=False, priority=True),
        Binding("f6", "discard", "key.discard_draft"),
        Binding("f1", "app.help", "key.help", show=False),  # the question mark is text here
    ]

    _asked_at = -1  # how much was changed when it was asked whether to leave

    # -- saving and leaving ----------------------------------------------------------------------------------------

    def submit(self, done: Callable[[], None] | None = None) -> None:
        """Save what stands in the fields if all of it can be read, then ``done``: close, unless given.

        A value that is seldom right and was not asked about yet is asked about instead; saving once more accepts it.
        """
        if self.busy:
            return
        try:
            values = self.body.values()
            field, why = self.new_doubt()
            if field:
                self.say(why, field)
                return
            self.busy = True
            self.save(values, done or self.close)
        except PlannerError as error:
            self.show_error(error)

    def close(self) -> None:
        """It is saved: forget the draft and go; whoever opened the form hears True."""
        self.busy = False
        self.draft.drop()
        self.dismiss(True)

    def again(self) -> None:
        """It is saved: begin anew with the next record."""
        self.busy = False
        self._begin(blank(self.specs) | self.start(), t("form.saved_next"))

    def _begin(self, texts: dict[str, str], told: str) -> None:
        self.draft.drop()
        self.touched.clear()
        self.fill(texts)
        self.say(told, self.first_field())

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is ``save_now`` where ``enter_saves``, else ``next``; ``discard`` only where a draft was restored."""
        if action == "discard":
            return self.is_mounted and bool(self.draft.found)
        return self.enter_saves == (action == "save_now") if action in ("next", "save_now") else True

    def action_step(self, step: int) -> None:
        """Up and down: from field to field, unless the form lets them choose among suggestions."""
        self.action_field(step)

    def action_field(self, step: int) -> None:
        """Tab and shift+tab: 1 to the next field in view, -1 to the one before, past either end to the other one."""
        self.body.step(step)

    def action_next(self) -> None:
        """Enter: to the next field; from the last one, save and close."""
        if self.body.at_last:
            self.submit()
        else:
            self.action_field(1)

    def action_save_now(self) -> None:
        """Enter in a form that opens with everything already right: save from any field and close."""
        self.submit()

    def action_save_next(self) -> None:
        """Ctrl+s: save from any field; a form that ``repeats`` stays open for the next record, any other closes."""
        self.submit(self.again if self.repeats else self.close)

    def action_discard(self) -> None:
        """Begin anew, without what was restored; the draft is gone."""
        self._begin(self.draft.opened, "")
        self.refresh_bindings()

    def action_leave(self) -> None:
        """Esc: where something was typed it says so first; once more closes with False and keeps the draft."""
        if self.touched and self._asked_at != self.changes:
            self._asked_at = self.changes
            self.notice.message(self._leaving())
            return
        self.keep_draft()
        self.dismiss(False)

    def _leaving(self) -> str:
        """What becomes of what was typed, where the form is left: kept, or lost."""
        if not self.draft_key:
            return t("form.leave")
        self.draft.flush()
        unkept = self.draft.unkept
        return t("form.leave_keeps_draft") if unkept is None else "! " + fmt.error(unkept.code, unkept.params)
