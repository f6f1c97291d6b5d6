"""One way to say that something was paid, wherever it is named as due: on its due date, today, or by the form.

Where an older due of the same account is unpaid, it is asked which of them was paid.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from planner.domain.accounts.names import full_name
from planner.domain.ledger.unrecorded import paid_for
from planner.i18n import format as fmt
from planner.i18n import t

if TYPE_CHECKING:
    from planner.domain.accounts.records import Account
    from planner.domain.ledger.state import Due
    from planner.errors import PlannerError
    from planner.services import OpResult, Store
    from planner.ui.forms.fields import Texts
    from planner.ui.host import Host


def pay(planner: Host, account: Account, due: Due | None, given: Texts | None = None) -> None:
    """Ask for a repayment, of ``due`` if there is one; of a closed account it is said that nothing is left to pay.

    ``given``: what the form opens with.
    """
    closed_on = account.loan.closed_on
    if closed_on is not None and closed_on <= planner.overview.today and due is None:
        planner.toast(t("loan.closed_paid", loan=full_name(account.loan), on=fmt.day(closed_on)))
        return
    from planner.ui.screens.loans.repayment import RepaymentForm

    due = paid_for(planner.overview.positions[account.loan.id], due, planner.overview.today)
    planner.push_screen(RepaymentForm(account, due=due, given=given))


def asks_which(planner: Host, loan_id: int, due_on: date, on: date, amount_minor: int) -> bool:
    """Whether the form has to ask: it may have gone to an older due that is unpaid, or the plan pays more with it."""
    overview = planner.overview
    dues = [due for due in overview.positions[loan_id].dues if due.unpaid_minor and due.due_on <= due_on]
    if not dues or dues[-1].due_on != due_on:
        return False
    more = overview.planned_with(dues[-1])
    if len(dues) < 2 and more is None:
        return False
    given = {"on": on.isoformat(), "amount": fmt.plain_money(amount_minor if more is None else more.amount_minor)}
    pay(planner, overview.accounts[loan_id], dues[-1], given)
    return True


def record_paid(
    planner: Host,
    loan_id: int,
    amount_minor: int,
    on: date,
    *,
    failed: Callable[[PlannerError], None],
    asking: Callable[[], None] = lambda: None,
) -> None:
    """What is still unpaid of a due was paid in full on that day; asked where the same is recorded, perhaps just now.

    ``asking`` is called when it is asked.
    """
    today = planner.overview.today

    def change(store: Store, twice: bool) -> OpResult[int]:
        from planner.services import repayments

        return repayments.record(store, loan_id, on, amount_minor, today=today, twice=twice)

    def refused(error: PlannerError) -> None:
        if error.code != "repayment.twice":
            failed(error)
            return
        from planner.ui.dialogs.confirm import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                planner.write(partial(change, twice=True), failed=failed)

        asking()
        planner.push_screen(Confirm(t("repayment.twice_ask", told=fmt.error(error.code, error.params))), answered)

    planner.write(partial(change, twice=False), failed=refused)
