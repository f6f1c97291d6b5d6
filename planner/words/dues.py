"""How far away a due is, or what became of it, in two or three words."""

from __future__ import annotations

from datetime import date

from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.rules import Stage
from planner.i18n import format as fmt
from planner.i18n import t

_STAGES = {DueStatus.UNRECORDED: Stage.UNRECORDED, DueStatus.PENDING: Stage.GRACE, DueStatus.ASSUMED: Stage.ASSUMED}


def left(due: Due, today: date) -> str:
    """Of an open due: the days to its date, or late; in grace, while nobody said if it was paid, or assumed, that."""
    return left_of((due.due_on - today).days, _STAGES.get(due.status, Stage.OVERDUE))


def tone(due: Due, today: date) -> str:
    """How an open due is coloured: missed, or three days before its date and later, unless enough of it is paid."""
    if due.status is DueStatus.MISSED:
        return "bad"
    if due.least_paid:
        return ""
    return "warn" if (due.due_on - today).days <= 3 else ""


def left_of(days: int, stage: Stage) -> str:
    """The same of a due in ``days`` days (negative: past), which stands at ``stage``."""
    if stage is Stage.ASSUMED:
        return t("due.assumed")
    if days < 0 and stage is Stage.UNRECORDED:
        return t("due.unrecorded")
    return t("due.in_grace") if days < 0 and stage is Stage.GRACE else fmt.days_left(days)
