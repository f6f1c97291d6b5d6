"""What is left to do once a debt is settled: four steps that become reminders about the loan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import short_name
from planner.i18n import t

if TYPE_CHECKING:
    from planner.storage.store import OpResult, Store

AFTER_DAYS = {"final_bill": 7, "certificate": 14, "close_line": 14, "report": 60}  # when each is to be looked at


def steps(loan: Loan) -> tuple[str, ...]:
    """The steps for a settled loan, in order; a loan without a line has none to close."""
    return tuple(step for step in AFTER_DAYS if step != "close_line" or loan.has_line)


def remind(store: Store, loan: Loan, *, today: date) -> OpResult[None]:
    """Add a reminder for each step, as one undo step."""
    from planner.domain.basics.recurrence import Repeat, recurrence
    from planner.services import reminders

    name = short_name(loan)
    with store.write("closeout.remind", loan=name) as write:
        for step in steps(loan):
            on = today + timedelta(AFTER_DAYS[step])
            title = t(f"closeout.{step}", loan=name)
            reminders.insert_own(write, title, recurrence(Repeat.ONCE, on), about=f"loan:{loan.id}")
    return write.result(None)
