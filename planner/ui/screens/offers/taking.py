"""An offer that is taken: the form of the loan that it becomes, already filled in; saved, both are one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from planner.domain.offers.offer import Offer, as_loan, own_minor
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.screens.loans.loan_field import texts_of
from planner.ui.screens.loans.loan_fields import LOAN_FIELDS
from planner.ui.screens.loans.loan_form import LoanForm
from planner.values import replace

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class TakingForm(LoanForm):
    """The form of a loan with what the offer said; every fee comes with it, also those without a field."""

    def __init__(self, offer: Offer, overview: Overview) -> None:
        lenders = [account.loan.lender for account in overview.book.accounts]
        loan = as_loan(offer, offer.pays_out_on(overview.today), lenders)
        paid = own_minor(offer)
        told = t("offer.taken_note", amount=fmt.plain_money(paid)) if paid else ""
        loan = replace(loan, id=0, note=" · ".join(filter(None, (offer.note, told))))
        super().__init__(given=texts_of(LOAN_FIELDS, loan))
        self.like = loan
        self.offer = offer

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the loan and mark the offer as taken.

        Raises:
            PlannerError: ``loan.*`` when the terms do not fit each other.
        """
        from planner.services import offers

        loan, offer, today = self._typed_loan(values), self.offer, self.planner.overview.today
        self.planner.write(
            lambda store: offers.take(store, offer.id, loan, today), then=done, failed=self.show_error, seen=offer
        )
