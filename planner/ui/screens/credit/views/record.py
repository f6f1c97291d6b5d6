"""A view of the credit page whose rows may be records: with the form that adds one and the form that changes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.views import View
from planner.values import dataclass

if TYPE_CHECKING:
    from planner.ui.forms.form import Form
    from planner.ui.host import Host


@dataclass(frozen=True, slots=True)
class RecordView(View[Overview]):
    """``adds`` makes the form for a new record, None where none is added; ``edits`` that for a row's, if it has one."""

    adds: Callable[[], Form] | None = None
    edits: Callable[[Any], Form | None] = lambda _: None


def open_record(edits: Callable[[Any], Form | None]) -> Callable[[Host, Overview, Any], None]:
    """Enter opens the form of the record."""

    def opens(app: Host, _seen: Overview, record: Any) -> None:
        form = edits(record)
        if form is not None:
            app.push_screen(form)

    return opens


def empty_text(name: str) -> Callable[[Overview], str]:
    """What to do where nothing is recorded yet."""
    return lambda _: t(f"credit.empty.{name}")


def no_text(_seen: Overview) -> str:
    """For views that always have rows."""
    return ""
