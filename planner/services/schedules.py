"""The rows of a lender's own schedule: one or many in place of the computed ones.

What was paid as printed stays as it was printed: rows up to the last one of which something is paid, and that nobody
changes here, keep their amounts as rows of the lender. Only those to come are spread anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from planner.domain.accounts.loan import Loan, PinnedInstalment
from planner.domain.accounts.names import full_name
from planner.domain.ledger.agreed import paid_as_printed, without_idle_rows
from planner.domain.schedule.instalments import check_payment
from planner.domain.schedule.slots import check_rising
from planner.errors import PlannerError
from planner.storage.store import OpResult, Store
from planner.values import replace


def put_rows(store: Store, loan_id: int, rows: Sequence[PinnedInstalment], *, today: date) -> OpResult[None]:
    """These rows of the loan are as its lender printed them; those of the same numbers are replaced, others stay.

    Rows paid by ``today`` stay as they are, see the module's text. All of them or none is saved.

    Raises:
        PlannerError: ``loan.pinned_*`` naming the first row that does not fit: also a computed one that would no
            longer fall due after the row before it; ``schedule.row_after_payout`` for a row due after a further payout,
            from which on all rows are computed anew.
    """
    with store.write("schedule.put", n=len(rows)) as write:
        account = write.account(loan_id)
        loan = account.loan
        write.tell(loan=full_name(loan))
        first = min((draw.on for draw in account.draws), default=date.max)
        for row in rows:
            if row.due_on > first:
                raise PlannerError("schedule.row_after_payout", field="rows", number=row.number, on=first)
        given = {row.number: row for row in (*paid_as_printed(account, today), *loan.pinned, *rows)}
        write.put(_checked(replace(loan, pinned=tuple(given[number] for number in sorted(given)))))
    return write.result(None)


def drop_rows(store: Store, loan_id: int, numbers: Collection[int], *, today: date) -> OpResult[None]:
    """The rows of these numbers are computed again, also where there is nothing printed. Raises as ``put_rows``.

    Others that are paid by ``today`` stay as they are; where what is left is what the terms alone make, none is kept.
    """
    with store.write("schedule.drop", n=len(numbers)) as write:
        account = write.account(loan_id)
        loan = account.loan
        write.tell(loan=full_name(loan))
        given = {row.number: row for row in loan.pinned if row.number not in numbers}
        if given:
            paid = {row.number: row for row in paid_as_printed(account, today) if row.number not in numbers}
            given = paid | given
        left = replace(loan, pinned=tuple(given[number] for number in sorted(given)))
        write.put(_checked(without_idle_rows(left)))
    return write.result(None)


def _checked(loan: Loan) -> Loan:
    loan.validate()
    check_rising(loan)
    check_payment(loan)
    return loan
