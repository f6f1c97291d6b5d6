"""What an adopted plan pays from here, and the figures of the months to come if it is followed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from planner.domain.accounts.loan import Method
from planner.domain.basics.calendar import add_months, month_end
from planner.domain.book import Book
from planner.domain.figures.ratios import Ratios, course
from planner.domain.ledger.position import position
from planner.domain.payoff.adopted.adopted import Baseline
from planner.domain.payoff.adopted.coming import planned
from planner.domain.payoff.adopted.projected import Coming, as_paid, projected


def coming(baseline: Baseline, book: Book, today: date) -> tuple[Coming, ...]:
    """What a plan pays from here, by day, and what falls due beside it: on loans that it does not know, by cards.

    What is planned for today, and what the last day of the plan still lacks, is paid today; so is what is overdue. What
    is not recorded yet counts as paid on its due date, as everywhere in a plan.
    """
    taken = as_paid(book, today)
    found = [
        Coming(one.loan_id, max(one.on, today), one.amount_minor, one.ends)
        for one in planned(baseline, taken, today)
        if not one.over
    ]
    last = {one.loan_id: one.on for one in baseline.actions}
    for account in taken.accounts:
        loan, until = account.loan, last.get(account.loan.id)
        if until is None or loan.method is Method.CARD:  # a card goes on when the plan has paid it off
            dues = (due for due in position(account, today).dues if until is None or due.due_on > until)
            found += [Coming(loan.id, max(due.due_on, today), due.unpaid_minor, ends=False) for due in dues]
    return tuple(sorted((one for one in found if one.amount_minor), key=lambda one: (one.on, one.loan_id)))


def ahead(
    baseline: Baseline, book: Book, today: date, months: int, unnamed: Collection[int] | None = None
) -> tuple[Ratios, ...]:
    """The ratios at the end of this month and of those to come, ``months`` at most, if the plan is followed.

    ``unnamed``: as for ``course``.
    """
    payments = coming(baseline, book, today)
    if not payments:
        return ()
    first, last = month_end(today), month_end(payments[-1].on)
    days = [month_end(add_months(first, number, 1)) for number in range(months)]
    days = [day for day in days if today < day <= last]
    way = course(projected(book, payments, today), days, unnamed)
    return tuple(standing.ratios for standing in way.standings)
