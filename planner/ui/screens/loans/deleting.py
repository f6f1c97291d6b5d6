"""Deleting a loan, once the person has said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.i18n import t
from planner.ui.dialogs.confirm import Confirm

if TYPE_CHECKING:
    from planner.ui.host import Host


def ask_delete(app: Host, account: Account) -> None:
    """Ask, then delete the loan with everything recorded on it; ``u`` brings it back."""
    from planner.services import loans

    loan_id = account.loan.id

    def answered(yes: bool | None) -> None:
        if yes:
            app.write(lambda store: loans.delete(store, loan_id))

    app.push_screen(Confirm(t("loan.ask_delete", loan=full_name(account.loan), n=account.recorded)), answered)
