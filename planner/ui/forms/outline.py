"""What a form asks and what becomes of the answers: all that a form of its own gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.content import Content

from planner.i18n import t
from planner.ui.base import PlannerModal
from planner.ui.forms.fields import Field


class Outline(PlannerModal[bool]):
    """A subclass gives ``fields()`` and ``save()``; the rest may follow."""

    specs: tuple[Field, ...] = ()  # the fields as they were when the form was built
    title_key = ""
    draft_key = ""  # what its draft is called; a form without one has no draft
    enter_saves = False  # at once, because the form opens with everything already right
    repeats = False  # whether ctrl+s clears the form for another record instead of closing it
    follows_focus = False  # whether what stands beside depends on the field that has the focus

    def fields(self) -> Sequence[Field]:
        """The fields, top to bottom. Asked once, when the form is built; each ``Field`` says when it is shown."""
        raise NotImplementedError

    def start(self) -> dict[str, str]:
        """The texts the form opens with, by field key; fields not named are blank, of a choice the first option."""
        return {}

    def first_field(self) -> str:
        """The field that has the focus at first."""
        return self.specs[0].key

    def heading(self) -> str:
        """The heading: the text of ``title_key``, unless the form words it by what it is opened for."""
        return t(self.title_key)

    def beside(self, texts: dict[str, str]) -> Content | str:
        """What stands beside the fields while they are filled in. Must not raise."""
        return ""

    def edited(self, key: str) -> None:
        """A field was changed by the person (not by ``fill``)."""

    def aside(self) -> dict[str, str]:
        """What a draft keeps beside the texts of the fields."""
        return {}

    def restore(self, draft: dict[str, str]) -> None:
        """Take back what ``aside`` gave, when the form opens again."""

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Save the values: usually ``self.planner.write(…, then=done, failed=self.show_error)``."""
        raise NotImplementedError
