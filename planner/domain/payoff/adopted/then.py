"""A book with some facts as they were when a plan was made, and what that plan foresees if it was kept so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction

from planner.domain.accounts.loan import Loan, Method, RateChange
from planner.domain.accounts.records import Account, Repayment
from planner.domain.basics.money import half_up
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.adopted.adopted import Baseline, Known
from planner.domain.payoff.adopted.movement import Why
from planner.domain.payoff.debts.actions import Action
from planner.domain.payoff.debts.owed import principal_of
from planner.values import dataclass, replace

ASSUMED = 10**12  # ids of payments that the old plan made: behind all real ones


@dataclass(frozen=True, slots=True)
class End:
    """Where a plan leads: the day of its last payment, and interest and fees to come until then, fen."""

    on: date
    cost_minor: int


def foreseen(old: Baseline, book: Book, today: date) -> End:
    """Where a plan leads if it was kept so far: its last day, and what it still costs from today on.

    The cost is measured as that of a plan from today: what it pays from here, today's payments that are not made yet
    with it, less the principal that is owed once all before them are made and nothing else has happened.
    """
    left = [one for one in old.actions if one.on > today or (one.on == today and not made(old, book, one, today))]
    paid = {one.loan_id for one in old.actions}
    owed_minor = 0
    for account in as_then(old, book, today, ()).accounts:
        if account.loan.id in paid:
            counted = taken_as_paid(account, position(account, today))
            owed_minor += principal_of(account.loan, position(counted, today))
    return End(max(one.on for one in old.actions), sum(one.amount_minor for one in left) - owed_minor)


def made(old: Baseline, book: Book, action: Action, today: date) -> bool:
    """Whether a payment that the plan has today is made."""
    account = next((one for one in book.accounts if one.loan.id == action.loan_id), None)
    if account is None:
        return False
    paid = sum(one.amount_minor for one in account.repayments if one.on == today and not one.failed)
    asked = sum(one.amount_minor for one in old.actions if (one.loan_id, one.on) == (action.loan_id, today))
    return account.loan.in_yuan(paid) >= asked


def as_then(old: Baseline, book: Book, today: date, new: Collection[Why]) -> Book:
    """The book with the facts of now for the causes in ``new``, and for the others those of the old plan's day."""
    known = {one.loan_id: one for one in old.known}
    accounts = [
        _account(old, known[account.loan.id], account, book, today, new) if account.loan.id in known else account
        for account in book.accounts
        if account.loan.id in known or Why.BORROWED in new
    ]
    return replace(book, accounts=tuple(accounts))


def _account(old: Baseline, known: Known, account: Account, book: Book, today: date, new: Collection[Why]) -> Account:
    loan = account.loan
    if Why.RATE not in new:
        loan = replace(loan, rate=known.rate, rate_changes=known.rate_changes)
    if Why.FEE not in new:
        loan = replace(loan, fees=known.fees)
    if Why.OTHER not in new:
        account = until(account, old.start_on, keep=True)
        loan = replace(loan, closed_on=None, settled_on=None) if loan.closed_on or loan.settled_on else loan
    if Why.PAYMENTS not in new:
        before = [one for one in account.repayments if not old.since(one.on, one.id, known.last_repayment)]
        account = replace(account, repayments=(*before, *_as_planned(old, loan, book, today)))
    if Why.BORROWED not in new:
        drawn = tuple(one for one in account.draws if not old.since(one.on, one.id, known.last_draw))
        account = replace(account, draws=drawn)
    return replace(account, loan=loan)


def _as_planned(old: Baseline, loan: Loan, book: Book, today: date) -> Iterable[Repayment]:
    """What the plan pays on a loan before today, as if it had been paid; of today what is really paid, too."""
    paid = [
        one
        for one in old.actions
        if one.loan_id == loan.id and (one.on < today or (one.on == today and made(old, book, one, today)))
    ]
    last = max((place for place, one in enumerate(paid) if one.ends), default=-1)
    rate = loan.yuan_rate
    for place, one in enumerate(paid):
        amount = half_up(Fraction(one.amount_minor) / Fraction(rate)) if rate else one.amount_minor
        settles = place == last == len(paid) - 1 and loan.method is not Method.CARD
        yield Repayment(ASSUMED + place, one.on, amount, settles=settles)


def until(account: Account, on: date, *, keep: bool = False) -> Account:
    """The account with what is recorded up to a day; ``keep``: with every payment, draw, rate and fee all the same."""
    start = replace(
        account,
        readings=tuple(one for one in account.readings if one.on <= on),
        statements=tuple(one for one in account.statements if one.on <= on),
        plans=tuple(one for one in account.plans if one.started_on <= on),
        allowances=tuple(one for one in account.allowances if one.on <= on),
        arrangements=tuple(one for one in account.arrangements if (one.agreed_on or one.asked_on or on) <= on),
        moves=tuple(one for one in account.moves if one.on <= on),
        denials=tuple(one for one in account.denials if one.on <= on),
    )
    if keep:
        return start
    loan = account.loan
    changes: tuple[RateChange, ...] = tuple(one for one in loan.rate_changes if one.from_on <= on)
    fees = tuple(one for one in loan.fees if one.from_on is None or one.from_on <= on)
    closed = replace(
        loan,
        rate_changes=changes,
        fees=fees,
        closed_on=None if loan.closed_on is not None and loan.closed_on > on else loan.closed_on,
        settled_on=None if loan.settled_on is not None and loan.settled_on > on else loan.settled_on,
    )
    return replace(
        start,
        loan=closed,
        repayments=tuple(one for one in account.repayments if one.on <= on),
        draws=tuple(one for one in account.draws if one.on <= on),
    )
