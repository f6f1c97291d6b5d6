"""The rates of a loan after its first one: each holds from its day until the next."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan, RateChange
from planner.domain.accounts.names import full_name
from planner.domain.basics.text import clean
from planner.domain.schedule.instalments import check_payment
from planner.errors import PlannerError
from planner.storage.store import OpResult, Store, Write
from planner.values import replace


def add(store: Store, loan_id: int, change: RateChange) -> OpResult[None]:
    """The rate of the loan is another from ``change.from_on`` on; that day may be in the future or long past.

    Raises:
        PlannerError: ``loan.*`` from ``Loan.validate``: a second change of one day, one on or before the start, a rate
            that cannot be, a loan priced by a fee on its original principal; ``loan.payment_*``.
    """
    with store.write("loan.rate_change", from_on=change.from_on) as write:
        write.put(_fitting(_told(write, loan_id), change), of=loan_id)
    return write.result(None)


def edit(store: Store, loan_id: int, from_on: date, change: RateChange) -> OpResult[None]:
    """Replace the change of the day ``from_on``. Raises as ``add``, and ``loan.rate_change_unknown``."""
    with store.write("loan.rate_change_edit", from_on=change.from_on) as write:
        loan = _told(write, loan_id)
        key = _row(write, loan, from_on)
        write.put(_fitting(loan, change, from_on), key=key)
    return write.result(None)


def delete(store: Store, loan_id: int, from_on: date) -> OpResult[None]:
    """Take the change of that day away: the rate before it goes on. Raises ``loan.rate_change_unknown``,
    ``loan.payment_*`` where the lender's own payment repays the loan only with it."""
    with store.write("loan.rate_change_delete", from_on=from_on) as write:
        loan = _told(write, loan_id)
        row = _row(write, loan, from_on)
        check_payment(loan.without_change(from_on))
        write.drop(RateChange, row)
    return write.result(None)


def _told(write: Write, loan_id: int) -> Loan:
    loan = write.account(loan_id).loan
    write.tell(loan=full_name(loan))
    return loan


def _row(write: Write, loan: Loan, from_on: date) -> int:
    rows = write.keys(RateChange, of=loan.id, from_on=from_on)
    if not rows:
        raise PlannerError("loan.rate_change_unknown", from_on=from_on)
    return rows[0]


def _fitting(loan: Loan, change: RateChange, replaces: date | None = None) -> RateChange:
    """A change that fits the loan; raises ``loan.*``."""
    change = replace(change, note=clean(change.note))
    changed = loan.with_change(change, replaces)
    changed.validate()
    check_payment(changed)
    return change
