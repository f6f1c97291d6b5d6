"""For which due a payment is: the oldest first, as lenders take it, or a newer one that the person names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.basics.typed import parse_date
from planner.domain.ledger.state import Due
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts


def assigned_field(dues: Sequence[Due], today: date, *, asked: bool, debited: bool = False) -> Field:
    """``dues``: those that it can be for, the oldest first. It is shown where several have fallen due, or if ``asked``.

    Its value is the due date, and empty for the oldest. ``debited``: that is one of which a debit is taken for made,
    and which it is for is asked.
    """
    named = [(due.due_on.isoformat(), t("repayment.assigned.due", on=fmt.day(due.due_on))) for due in dues[1:]]

    def shown(texts: Texts) -> bool:
        if texts["settles"] == "yes" or not named:
            return False
        try:
            on = parse_date(texts["on"], today)
        except PlannerError:
            return asked
        return asked or sum(due.due_on <= on for due in dues) > 1

    oldest, hint = t("repayment.assigned.oldest"), t("repayment.hint.assigned")
    if debited and dues:
        on = fmt.day(dues[0].due_on)
        oldest, hint = t("repayment.assigned.debited", on=on), t("repayment.hint.debited", on=on)
    return Field(
        "assigned",
        t("repayment.assigned"),
        options=(("", oldest), *named),
        hint=hint,
        shown=shown,
    )


def assigned_on(text: str | None) -> date | None:
    """The due date that the field says; None for the oldest, also where the field is not shown."""
    return date.fromisoformat(text) if text else None
