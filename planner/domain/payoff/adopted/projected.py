"""The book as it would be with payments to come: what findings and figures of later days are asked of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Repayment
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.values import dataclass, replace

_PLANNED = 10**12  # ids of payments that are only planned: behind all real ones


@dataclass(frozen=True, slots=True)
class Coming:
    """A payment to come: ``amount_minor`` in the loan's currency; ``ends``: it settles the loan."""

    loan_id: int
    on: date
    amount_minor: int
    ends: bool


def projected(book: Book, payments: Sequence[Coming], today: date) -> Book:
    """The book as it would be with those payments made; what they settle is closed with that."""
    made: dict[int, list[Repayment]] = {}
    ends: dict[int, date] = {}
    for place, one in enumerate(payments):
        made.setdefault(one.loan_id, []).append(Repayment(_PLANNED + place, one.on, one.amount_minor, settles=one.ends))
        if one.ends:
            ends[one.loan_id] = one.on
    taken = as_paid(book, today)
    accounts = tuple(_paid(account, made.get(account.loan.id, []), ends) for account in taken.accounts)
    return replace(book, accounts=accounts)


def as_paid(book: Book, today: date) -> Book:
    """The book with what is not recorded yet paid on its due date."""
    return replace(book, accounts=tuple(taken_as_paid(one, position(one, today)) for one in book.accounts))


def _paid(account: Account, made: Iterable[Repayment], ends: dict[int, date]) -> Account:
    loan = account.loan
    if loan.id in ends and loan.method is not Method.CARD and loan.closed_on is None:
        loan = replace(loan, closed_on=ends[loan.id])
    repayments = tuple(sorted((*account.repayments, *made), key=lambda one: (one.on, one.id)))
    return replace(account, loan=loan, repayments=repayments)
