"""The form of what a lender gives: a waiver, a refund, cashback, interest given back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from planner.domain.accounts.doubts import waiver_doubt
from planner.domain.accounts.loan import Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Allowance, AllowanceKind
from planner.domain.accounts.terms import Part
from planner.domain.ledger.waivable import lessened
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, date_field, option_texts
from planner.ui.forms.form import Form
from planner.ui.screens.loans.loan_entries import doubt_text

if TYPE_CHECKING:
    from planner.services import OpResult, Store

_KINDS = (AllowanceKind.WAIVER, AllowanceKind.RETURNED, AllowanceKind.CASHBACK, AllowanceKind.REFUND)
_OF_CARD = (AllowanceKind.REFUND, AllowanceKind.CASHBACK, AllowanceKind.RETURNED, AllowanceKind.WAIVER)


def _is_waiver(texts: Texts) -> bool:
    return texts["kind"] == AllowanceKind.WAIVER


class AllowanceForm(Form):
    """On a loan or line it opens as a waiver of penalty interest, where some has grown of just that."""

    def __init__(self, account: Account, *, edit: Allowance | None = None) -> None:
        super().__init__()
        self.account = account
        self.allowance = edit
        self._lessened = cache(partial(lessened, account))  # asked at every key
        self.draft_key = f"allowance-{account.loan.id}-{edit.id if edit else 0}"

    def heading(self) -> str:
        """Whether it is added or changed, and of which loan."""
        return t(f"allowance.form.{'edit' if self.allowance else 'add'}", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """What is waived, and of which due, is asked of a waiver only."""
        today = self.planner.overview.today
        on_card = self.account.loan.method is Method.CARD
        kinds = _OF_CARD if on_card else _KINDS
        return (
            Field("kind", t("allowance.kind"), options=option_texts("allowance.kind", list(kinds))),
            amount_field("amount", t("allowance.amount"), hint=t("allowance.hint.amount"), doubt=self._doubt),
            date_field("on", t("allowance.on"), today, hint=t("allowance.hint.on")),
            Field("part", t("allowance.part"), options=option_texts("part", list(Part)), shown=_is_waiver),
            date_field(
                "due_on",
                t("allowance.due_on"),
                today,
                optional=True,
                shown=_is_waiver,
                hint=t("allowance.hint.due_on"),
            ),
            Field("note", t("loan.note"), optional=True, hint=t("allowance.hint.note") if on_card else ""),
        )

    def _doubt(self, amount_minor: int, values: dict[str, Any]) -> str:
        if values["kind"] != AllowanceKind.WAIVER or values["on"] is None or not values["part"]:
            return ""
        given = self.allowance.id if self.allowance else 0
        part, due_on = Part(values["part"]), values["due_on"]
        waiver = Allowance(given, values["on"], amount_minor, AllowanceKind.WAIVER, part, due_on)
        return doubt_text(waiver_doubt(amount_minor, self._lessened(waiver)))

    def start(self) -> Texts:
        """As recorded; a new one is of today, with the penalty interest that has grown."""
        given = self.allowance
        if given is not None:
            return {
                "kind": given.kind,
                "amount": fmt.plain_money(given.amount_minor),
                "on": given.on.isoformat(),
                "part": given.part or Part.PENALTY,
                "due_on": given.due_on.isoformat() if given.due_on else "",
                "note": given.note,
            }
        overview = self.planner.overview
        penalty = overview.positions[self.account.loan.id].penalty_minor
        amount = {"amount": fmt.plain_money(penalty)} if penalty else {}
        return {"on": overview.today.isoformat(), "part": Part.PENALTY} | amount

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add it, or replace the one that was opened."""
        loan_id, before, today = self.account.loan.id, self.allowance, self.planner.overview.today

        def change(store: Store) -> OpResult[int]:
            from planner.services import allowances

            keep = partial(allowances.edit, store, before.id) if before else partial(allowances.record, store, loan_id)
            return keep(
                values["on"],
                values["amount"],
                AllowanceKind(values["kind"]),
                today=today,
                part=Part(values["part"]) if values["part"] else None,
                due_on=values["due_on"],
                note=values["note"] or "",
            )

        self.planner.write(change, then=done, failed=self.show_error, seen=before)
