"""Forms that ask for one day: when a repayment was taken back, when a lender was asked to close an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Repayment
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, date_field
from planner.ui.forms.form import Form

if TYPE_CHECKING:
    from planner.services import OpResult, Store

    Change = Callable[[Store, date, date], OpResult[Any]]


class DayForm(Form):
    """One day, filled in with what it most likely is, so that enter alone records it."""

    enter_saves = True

    def __init__(self, heading: str, texts: str, on: date, change: Change, seen: Repayment | None = None) -> None:
        """``texts``: the catalogue's prefix for label and hint; ``change``: gets store, the day, and today.

        ``seen``: the record that it changes, as ``Host.write`` takes it.
        """
        super().__init__()
        self._heading = heading
        self._texts = texts
        self._on = on
        self._change = change
        self._seen = seen

    def heading(self) -> str:
        """As given: it names the loan, and the repayment where one is meant."""
        return self._heading

    def fields(self) -> Sequence[Field]:
        """The day alone; one such as ``-3d`` is counted from today."""
        today = self.planner.overview.today
        return (date_field("on", t(f"{self._texts}.on"), today, hint=t(f"{self._texts}.hint")),)

    def start(self) -> dict[str, str]:
        """The likeliest day, as given."""
        return {"on": self._on.isoformat()}

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Run the change with the day and today; what it refuses is said, and the form stays open."""
        on, today = values["on"], self.planner.overview.today
        self.planner.write(
            lambda store: self._change(store, on, today), then=done, failed=self.show_error, seen=self._seen
        )


def take_back_form(account: Account, paid: Repayment) -> DayForm:
    """When lender or bank took a repayment back: by default on its own day, because most just failed."""

    def change(store: Store, on: date, today: date) -> OpResult[int]:
        from planner.services import repayments

        return repayments.take_back(store, paid.id, on, today=today)

    amount = fmt.money(paid.amount_minor)
    heading = t("take_back.form", loan=full_name(account.loan), on=fmt.day(paid.on), amount=amount)
    return DayForm(heading, "take_back", paid.on, change, paid)


def closing_form(account: Account, today: date) -> DayForm:
    """When the lender was asked to close an emptied account."""
    loan_id = account.loan.id

    def change(store: Store, on: date, today: date) -> OpResult[int]:
        from planner.services import loans

        return loans.ask_closing(store, loan_id, on, today=today)

    return DayForm(t("closing.form", loan=full_name(account.loan)), "closing", today, change)
