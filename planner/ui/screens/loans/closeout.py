"""What is left to do once a debt is settled, offered as reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.accounts.names import short_name
from planner.i18n import t

if TYPE_CHECKING:
    from planner.ui.host import Host


def offer_close_out(app: Host, loan_id: int) -> None:
    """After the last payment: what is left to do with the lender, as reminders if the person wants them."""
    account = app.overview.accounts.get(loan_id)
    if account is None or app.overview.positions[loan_id].owed_minor or account.loan.closed_on is not None:
        return
    from planner.services import closeout
    from planner.ui.dialogs.confirm import Confirm

    loan, today = account.loan, app.overview.today
    listed = [t(f"closeout.{step}", loan=short_name(loan)) for step in closeout.steps(loan)]

    def answered(yes: bool | None) -> None:
        if yes:
            app.write(lambda store: closeout.remind(store, loan, today=today))

    app.push_screen(Confirm(t("closeout.ask", steps="\n".join(f"- {one}" for one in listed))), answered)
