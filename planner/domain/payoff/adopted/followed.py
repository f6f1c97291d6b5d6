"""The book as it would be if an adopted plan were followed from here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Repayment
from planner.domain.basics.calendar import add_months, month_end
from planner.domain.book import Book
from planner.domain.figures.ratios import Ratios, course
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.adopted.adopted import Baseline
from planner.domain.payoff.adopted.coming import planned
from planner.values import dataclass

_PLANNED = 10**12  # ids of payments that are only planned: behind all real ones


@dataclass(frozen=True, slots=True)
class Coming:
    """A payment to come: ``amount_minor`` in the loan's currency; ``ends``: it settles the loan."""

    loan_id: int
    on: date
    amount_minor: int
    ends: bool


def coming(baseline: Baseline, book: Book, today: date) -> tuple[Coming, ...]:
    """What a plan pays from here, by day, and what falls due beside it: on loans that it does not know, by cards.

    What is planned for today, and what the last day of the plan still lacks, is paid today; so is what is overdue. What
    is not recorded yet counts as paid on its due date, as everywhere in a plan.
    """
    taken = _taken(book, today)
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


def projected(book: Book, payments: Sequence[Coming], today: date) -> Book:
    """The book as it would be with those payments made; what they settle is closed with that."""
    made: dict[int, list[Repayment]] = {}
    ends: dict[int, date] = {}
    for place, one in enumerate(payments):
        made.setdefault(one.loan_id, []).append(Repayment(_PLANNED + place, one.on, one.amount_minor, settles=one.ends))
        if one.ends:
            ends[one.loan_id] = one.on
    taken = _taken(book, today)
    accounts = tuple(_paid(account, made.get(account.loan.id, []), ends) for account in taken.accounts)
    return replace(book, accounts=accounts)


def _taken(book: Book, today: date) -> Book:
    return replace(book, accounts=tuple(taken_as_paid(one, position(one, today)) for one in book.accounts))


def _paid(account: Account, made: Iterable[Repayment], ends: dict[int, date]) -> Account:
    loan = account.loan
    if loan.id in ends and loan.method is not Method.CARD and loan.closed_on is None:
        loan = replace(loan, closed_on=ends[loan.id])
    repayments = tuple(sorted((*account.repayments, *made), key=lambda one: (one.on, one.id)))
    return replace(account, loan=loan, repayments=repayments)


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
