"""Short forms for what happens on a loan: a repayment, a draw, the balance that the lender shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Repayment, Split
from planner.domain.ledger.position import position
from planner.domain.ledger.split import from_balance, split_of
from planner.domain.ledger.state import Due
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, date_field, option_texts
from planner.ui.forms.form import Form
from planner.ui.screens.loans.closing import offer_close_out
from planner.ui.screens.loans.same_day import included_field, included_text

if TYPE_CHECKING:
    from planner.services import OpResult, Store


class RepaymentForm(Form):
    """A repayment: opens with the amount due and today, so that enter alone records it."""

    enter_saves = True

    def __init__(
        self,
        account: Account,
        *,
        due: Due | None = None,
        settle: bool = False,
        edit: Repayment | None = None,
        given: Texts | None = None,
    ):
        """``due``: pays this one; ``settle``: ends the loan; ``edit``: changes this one; ``given``: opens so."""
        super().__init__()
        self.account = account
        self.due = due
        self.settle = settle
        self.repayment = edit
        self.given = given or {}
        self._told = 0  # the amount of which it was said that it does not settle
        which = f"edit-{edit.id}" if edit else f"due-{due.due_on}" if due else "settle" if settle else ""
        self.draft_key = f"repayment-{account.loan.id}-{which}" if given is None else ""

    def heading(self) -> str:
        key = (
            "repayment.form.edit"
            if self.repayment
            else "repayment.form.settle"
            if self.settle
            else "repayment.form.add"
        )
        return t(key, loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        today = self.planner.overview.today
        return (
            amount_field("amount", t("repayment.amount"), hint=t("repayment.hint.amount")),
            date_field("on", t("repayment.on"), today, hint=t("loan.hint.date")),
            amount_field("balance", t("repayment.balance"), optional=True, hint=t("repayment.hint.balance")),
            amount_field("principal", t("repayment.principal"), optional=True, hint=t("repayment.hint.split")),
            amount_field("interest", t("repayment.interest"), optional=True, hint=t("repayment.hint.split")),
            amount_field("fee", t("repayment.fee"), optional=True, hint=t("repayment.hint.split")),
            Field(
                "settles",
                t("repayment.settles"),
                options=option_texts("yes", ["no", "yes"]),
                hint=t("repayment.hint.settles"),
            ),
            included_field(self.account, today),
            Field("note", t("loan.note"), optional=True),
        )

    def start(self) -> Texts:
        if self.repayment is not None:
            return _texts_of(self.repayment) | included_text(self.account, self.repayment)
        today = self.planner.overview.today
        texts = {"on": today.isoformat(), "settles": "yes" if self.settle else "no"}
        place = self.planner.overview.positions[self.account.loan.id]
        amount = place.settlement_minor if self.settle else self.due.unpaid_minor if self.due else 0
        if not amount and place.next_due is not None:
            amount = place.next_due.unpaid_minor
        return texts | ({"amount": fmt.plain_money(amount)} if amount else {}) | self.given

    def beside(self, texts: Texts) -> str:
        known = self.known(texts)
        lines = []
        if self.due is not None:
            left = (self.due.due_on - self.planner.overview.today).days
            lines += [t("repayment.for_due", on=fmt.day(self.due.due_on), left=fmt.days_left(left)), ""]
            lines += self._older_lines(self.due)
        if known["amount"] and known["on"]:
            try:
                lines += self._split_lines(known)
            except PlannerError as error:
                lines.append(fmt.error(error.code, error.params))
        return "\n".join(lines)

    def _older_lines(self, due: Due) -> list[str]:
        """Money reaches the oldest instalment first, whichever it was meant for."""
        dues = self.planner.overview.positions[self.account.loan.id].dues
        older = [one for one in dues if one.unpaid_minor and (one.due_on, one.number) < (due.due_on, due.number)]
        told = [t("repayment.older_due", on=fmt.day(one.due_on), unpaid=fmt.money(one.unpaid_minor)) for one in older]
        return [*told, ""] if told else []

    def _split_lines(self, known: dict[str, Any]) -> list[str]:
        split = self._split(known) or split_of(
            self._account(),
            known["on"],
            known["amount"],
            settles=known["settles"] == "yes",
            after_reading=known["included"] == "no",
        )
        return [
            t("repayment.split"),
            f"  {t('repayment.principal')}  {fmt.plain_money(split.principal_minor)}",
            f"  {t('repayment.interest')}  {fmt.plain_money(split.interest_minor)}",
            f"  {t('repayment.fee')}  {fmt.plain_money(split.fee_minor)}",
        ]

    def _account(self) -> Account:
        """The account without the repayment that is being edited."""
        if self.repayment is None:
            return self.account
        from dataclasses import replace

        return replace(self.account, repayments=tuple(r for r in self.account.repayments if r.id != self.repayment.id))

    def _split(self, values: dict[str, Any]) -> Split | None:
        """The split that the person gave, or None when it is to be derived.

        Raises:
            PlannerError: when the parts do not add up, or the balance cannot be right.
        """
        amount, on = values["amount"], values["on"]
        if values["balance"] is not None:
            after = values["included"] == "no"
            return from_balance(self._account(), on, amount, values["balance"], after_reading=after)
        parts = [values[key] for key in ("principal", "interest", "fee")]
        if all(part is None for part in parts):
            return None
        if parts[0] is None:
            parts[0] = amount - (parts[1] or 0) - (parts[2] or 0)
        elif parts[1] is None:
            parts[1] = amount - parts[0] - (parts[2] or 0)
        principal, interest, fee = (part or 0 for part in parts)
        if principal + interest + fee != amount or min(principal, interest, fee) < 0:
            raise PlannerError(
                "repayment.split", field="principal", sum_minor=principal + interest + fee, amount_minor=amount
            )
        return Split(principal, interest, fee)

    def _short(self, values: dict[str, Any]) -> bool:
        """Whether a settlement is less than what it needs, and that has not been said yet for this amount."""
        if values["settles"] != "yes" or self._told == values["amount"]:
            return False
        place = position(self._account(), values["on"])
        if values["amount"] >= place.settlement_minor:
            return False
        self._told = values["amount"]
        missing = place.settlement_minor - values["amount"]
        needed = fmt.plain_money(place.settlement_minor)
        self.say(t("repayment.short", needed=needed, missing=fmt.plain_money(missing)), "amount")
        return True

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        from planner.services import repayments

        split = self._split(values)
        if self._short(values):
            self.busy = False
            return
        more: dict[str, Any] = {
            "split": split,
            "settles": values["settles"] == "yes",
            "note": values["note"] or "",
            "today": self.planner.overview.today,
            "after_reading": values["included"] == "no",
        }
        if self.repayment is None:
            loan_id, on, amount, balance = self.account.loan.id, values["on"], values["amount"], values["balance"]

            def change(store: Store) -> OpResult[int]:
                if balance is None or more["settles"]:
                    return repayments.record(store, loan_id, on, amount, **more)
                return repayments.record_with_balance(
                    store,
                    loan_id,
                    on,
                    amount,
                    balance,
                    today=more["today"],
                    note=more["note"],
                    after_reading=more["after_reading"],
                )

            def saved() -> None:
                done()
                if more["settles"] or self.account.loan.method.scheduled:
                    offer_close_out(self.planner, loan_id)

            self.planner.write(change, then=saved, failed=self.show_error)
        else:
            repayment_id = self.repayment.id
            self.planner.write(
                lambda store: repayments.edit(store, repayment_id, values["on"], values["amount"], **more),
                then=done,
                failed=self.show_error,
            )


def _texts_of(repayment: Repayment) -> Texts:
    split = repayment.split
    texts = {
        "amount": fmt.plain_money(repayment.amount_minor),
        "on": repayment.on.isoformat(),
        "settles": "yes" if repayment.settles else "no",
        "note": repayment.note,
    }
    if split is not None:
        texts |= {
            "principal": fmt.plain_money(split.principal_minor),
            "interest": fmt.plain_money(split.interest_minor),
            "fee": fmt.plain_money(split.fee_minor),
        }
    return texts
