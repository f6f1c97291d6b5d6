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


def became(due: Due, today: date) -> str:
    """What became of a due: days left or late, the least accepted, whether partly paid, what was waived of it."""
    status = t(f"due.{due.status}")
    if due.status is DueStatus.LATE or (due.status is DueStatus.MISSED and due.days_late):
        status += " " + t("due.days_late", n=due.days_late)
    if due.replaced_on is not None:
        status = t("due.not_asked" if due.not_asked else "due.replaced")
    elif due.status is DueStatus.PENDING:
        status = left(due, today)
    if due.minimum_minor is not None and due.unpaid_minor:
        status += " " + t("terms.least", least=fmt.money(due.minimum_minor)).strip()
    if due.carried_minor:
        status += " " + t("due.carried")
    elif due.overdue_minor and due.overdue_minor != due.unpaid_minor:
        status += " " + t("due.overdue_part", amount=fmt.money(due.overdue_minor))
    if due.short_minor:
        status += " " + t("due.short", amount=fmt.money(due.short_minor))
    elif 0 < due.paid_minor < due.amount_minor and not due.carried_minor:
        status += " " + t("due.partly")
    if due.waived_minor:
        status += " " + t("due.waived", amount=fmt.money(due.waived_minor))
    return status
