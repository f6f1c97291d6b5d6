"""Records of the day on which a balance was read: whether that balance holds them."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account, Draw, Repayment
from planner.domain.basics.typed import parse_date
from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, option_texts


def included_field(account: Account, today: date) -> Field:
    """Whether the balance that was checked on the day of a record holds it already; asked only on such a day."""

    def shown(texts: Texts) -> bool:
        try:
            return account.was_read(parse_date(texts["on"], today))
        except PlannerError:
            return False

    options = option_texts("yes", ["no", "yes"])
    return Field("included", t("record.included"), options=options, shown=shown, hint=t("record.hint.included"))


def included_text(account: Account, record: Draw | Repayment) -> Texts:
    """What the field shows for a record that exists."""
    return {"included": "yes" if account.was_read(record.on) and not record.after_reading else "no"}
