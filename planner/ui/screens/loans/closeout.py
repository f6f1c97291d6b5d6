"""What is left to do once a debt is settled, offered as a case with its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.cases.file import Kind
from planner.i18n import t
from planner.words.credit import said

if TYPE_CHECKING:
    from planner.ui.host import Host


def offer_close_out(app: Host, loan_id: int) -> None:
    """After the last payment: what is left to do with the lender, as a close-out if the person wants it."""
    overview = app.overview
    account = overview.accounts.get(loan_id)
    if account is None or overview.positions[loan_id].owed_minor or account.loan.closed_on is not None:
        return
    if any(one.case.kind is Kind.CLOSEOUT and one.case.loan_id == loan_id for one in overview.cases):
        return
    from planner.services import closeout
    from planner.ui.dialogs.confirm import Confirm

    loan, today = account.loan, overview.today
    steps = [one for one in overview.case_lists.steps if not one.of_line or loan.has_line]

    def answered(yes: bool | None) -> None:
        if yes:
            app.write(lambda store: closeout.begin(store, loan, today=today))

    listed = "\n".join(f"- {said(one.name)}" for one in steps)
    app.push_screen(Confirm(t("closeout.ask", steps=listed)), answered)
