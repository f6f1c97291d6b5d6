"""After how many minutes without a key the screen locks itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from planner.errors import PlannerError
from planner.i18n import t
from planner.storage.seen import SeenSetting
from planner.ui.forms.fields import Field, Texts
from planner.ui.forms.form import Form
from planner.ui.screens.shell.cover import MINUTES

if TYPE_CHECKING:
    from planner.services import OpResult, Store

LONGEST = 240


class LockAfter(Form):
    """One number; an empty field turns it off, as it is at first."""

    title_key = "locking.minutes.title"

    def fields(self) -> Sequence[Field]:
        """Whole minutes, 1 to 240, or nothing."""
        return (Field("minutes", t("locking.minutes"), _minutes, optional=True, hint=t("locking.minutes.hint")),)

    def start(self) -> Texts:
        """What was chosen before."""
        return {"minutes": self.planner.overview.settings.get(MINUTES, "")}

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep the choice, which undo takes back like any other."""
        minutes = values["minutes"]

        def change(store: Store) -> OpResult[Any]:
            from planner.services import settings

            return settings.put(store, **{MINUTES: minutes})

        seen = SeenSetting(MINUTES, self.planner.overview.settings.get(MINUTES))
        self.planner.write(change, then=done, failed=self.show_error, seen=seen)


def _minutes(text: str) -> str:
    """As it is kept.

    Raises:
        PlannerError: ``locking.minutes``.
    """
    typed = text.strip()
    if not (typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= LONGEST):
        raise PlannerError("locking.minutes", text=typed)
    return str(int(typed))
