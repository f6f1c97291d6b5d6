"""The form of a bill of a card as it was printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Statement
from planner.domain.ledger.card_bills import bill_due_on, latest_bill
from planner.i18n import t
from planner.storage.seen import Seen
from planner.ui.forms.fields import Field, Texts, amount_field, date_field
from planner.ui.forms.form import Form


class StatementForm(Form):
    """A bill as the lender printed it: it takes the place of the computed one of that statement date."""

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account
        self.earlier = account.statements
        self.draft_key = f"statement-{account.loan.id}"

    def heading(self) -> str:
        """Names the card whose bill it is."""
        return t("statement.form", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """What the bill asks for, when it was cut and falls due, and the smallest payment if it was printed."""
        today = self.planner.overview.today
        return (
            amount_field("amount", t("statement.amount"), hint=t("statement.hint.amount")),
            date_field("on", t("statement.on"), today, hint=t("loan.hint.date")),
            date_field("due_on", t("statement.due_on"), today, ahead=True, hint=t("loan.hint.date_ahead")),
            amount_field("minimum", t("statement.minimum"), optional=True, hint=t("statement.hint.minimum")),
        )

    def start(self) -> Texts:
        """The latest statement date that has come, and the due date after it, as far as the terms tell."""
        loan, today = self.account.loan, self.planner.overview.today
        on, due_on = latest_bill(loan.statement_day, loan.due_day, today)
        if on is not None and loan.card.due_after_days is not None:
            due_on = bill_due_on(loan, on)
        texts = {"on": (on or today).isoformat()}
        return texts if due_on is None else texts | {"due_on": due_on.isoformat()}

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Record the bill, in place of an earlier one cut on the same day."""
        from planner.services import readings

        loan_id, today = self.account.loan.id, self.planner.overview.today
        on, due_on, amount, minimum = values["on"], values["due_on"], values["amount"], values["minimum"]
        self.planner.write(
            lambda store: readings.statement(store, loan_id, on, due_on, amount, minimum, today=today),
            then=done,
            failed=self.show_error,
            seen=Seen(Statement, tuple(bill for bill in self.earlier if bill.on == on), loan_id, {"on": on}),
        )
