"""How reality departs from a plan that was adopted, split into parts that add up to the fen.

The plan that was adopted does not move. On a day its expected debt is what it says is owed once everything planned up
to that day was paid; the real debt is what the ledger says. Their difference is split, account by account:

* paid less or more than planned up to the day;
* borrowed since: draws, purchases, and whole accounts that the plan did not know;
* the rate changed: the same records at the rates of then, compared;
* new fees: the same records with the fees of then, compared;
* other: what is left: interest by days instead of months, payments on other days than planned, corrections, what
  was agreed with a lender.

What has fallen due and is not recorded yet is taken as paid on its day: nobody said that it was not. What is planned
for the day itself is not missed before the day is over: as much of it as is unpaid is owed still, by the plan too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from planner.domain.accounts.loan import RateChange
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import Fee
from planner.domain.basics.rates import Rate
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.actions import Action, ActionKind
from planner.domain.payoff.owed_lines import carries
from planner.domain.reminders.rules import Planned


class Cause(StrEnum):
    """Why the debt is not what the plan says."""

    PAID_LESS = "paid_less"
    PAID_MORE = "paid_more"
    BORROWED = "borrowed"
    RATE = "rate"
    FEE = "fee"
    OTHER = "other"


@dataclass(frozen=True)
class Known:
    """What an account was when the plan was adopted: terms, and the highest ids of what was recorded."""

    loan_id: int
    owed_minor: int
    rate: Rate
    rate_changes: tuple[RateChange, ...]
    fees: tuple[Fee, ...]
    last_repayment: int
    last_draw: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What the plan says is owed on an account from the day ``on`` on (until the next one)."""

    loan_id: int
    on: date
    owed_minor: int


@dataclass(frozen=True)
class Baseline:
    """An adopted plan: accounts as they were, payments by day, and what is owed after them.

    ``carried``: the last day of each of its months, with the money that it keeps on that day for later ones, fen.
    """

    start_on: date
    known: tuple[Known, ...]
    actions: tuple[Action, ...]
    expected: tuple[Expected, ...]
    carried: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True)
class Drift:
    """The departure on a day, in fen: positive is more debt than planned.

    ``parts`` add up to ``gap_minor`` in all and, in ``by_loan``, for each account; a part of 0 is left out.
    """

    as_of: date
    planned_minor: int
    actual_minor: int
    parts: dict[Cause, int] = field(default_factory=dict)
    by_loan: dict[int, dict[Cause, int]] = field(default_factory=dict)

    @property
    def gap_minor(self) -> int:
        """Actual less planned debt."""
        return self.actual_minor - self.planned_minor


def drift(baseline: Baseline, book: Book, as_of: date) -> Drift:
    """How the book departs from a plan at the end of ``as_of`` (not before the plan's start)."""
    known = {one.loan_id: one for one in baseline.known}
    planned = actual = 0
    by_loan: dict[int, dict[Cause, int]] = {}
    for recorded in book.accounts:
        account = taken_as_paid(recorded, position(recorded, as_of))
        loan = account.loan
        owes = loan.in_yuan(_owed(account, as_of))
        actual += owes
        before = known.get(loan.id)
        if before is None:
            by_loan[loan.id] = _kept({Cause.BORROWED: owes})
            continue
        paid = loan.in_yuan(_paid(baseline, account, before, as_of))
        expected = _expected(baseline, before, as_of, paid)
        planned += expected
        by_loan[loan.id] = _parts(baseline, account, before, as_of, owes - expected)
    there = {account.loan.id for account in book.accounts}
    for one in baseline.known:
        if one.loan_id not in there:  # deleted since
            expected = _expected(baseline, one, as_of, 0)
            planned += expected
            by_loan[one.loan_id] = _kept({Cause.OTHER: -expected})
    parts: dict[Cause, int] = {}
    for split in by_loan.values():
        for cause, amount in split.items():
            parts[cause] = parts.get(cause, 0) + amount
    return Drift(as_of, planned, actual, _kept(parts), {loan: split for loan, split in by_loan.items() if split})


def planned(baseline: Baseline, book: Book, as_of: date) -> tuple[Planned, ...]:
    """The days on which a plan pays more than what is due, or of a card less than its bill.

    Each with all that it pays on the loan that day, what is due included, and whether that much was paid by ``as_of``.
    """
    paid = {
        account.loan.id: account.loan.in_yuan(_paid(baseline, account, known, as_of))
        for account in book.accounts
        for known in baseline.known
        if known.loan_id == account.loan.id
    }
    cards = {account.loan.id for account in book.accounts if carries(account.loan)}
    found: dict[tuple[int, date], Planned] = {}
    totals: dict[tuple[int, date], int] = {}
    sums: dict[int, int] = {}
    for action in baseline.actions:
        sums[action.loan_id] = sums.get(action.loan_id, 0) + action.amount_minor
        key = (action.loan_id, action.on)
        totals[key] = totals.get(key, 0) + action.amount_minor
        more = action.kind is not ActionKind.DUE or action.loan_id in cards
        if action.loan_id not in paid or not (more or key in found):
            continue
        done = paid[action.loan_id] >= sums[action.loan_id]
        left = min(totals[key], max(sums[action.loan_id] - paid[action.loan_id], 0))  # less what was paid ahead
        found[key] = Planned(action.loan_id, action.on, left, action.ends, done)
    return tuple(found.values())


def held(baseline: Baseline, book: Book, today: date) -> int:
    """The money of months gone by that an adopted plan has kept for later ones, fen, as far as it was not paid since.

    Nothing after its last month, and of a plan that does not say it.
    """
    ended = [(on, amount) for on, amount in baseline.carried if on < today]
    if not ended or len(ended) == len(baseline.carried) or not ended[-1][1]:
        return 0
    on, amount = ended[-1]
    known = {one.loan_id: one for one in baseline.known}
    ahead = 0
    for recorded in book.accounts:
        if recorded.loan.id in known:
            account = taken_as_paid(recorded, position(recorded, today))
            paid = _paid(baseline, account, known[recorded.loan.id], on)
            ahead += recorded.loan.in_yuan(paid) - _planned(baseline, recorded.loan.id, on)
    return max(amount - max(ahead, 0), 0)


def _owed(account: Account, as_of: date) -> int:
    return position(account, as_of).owed_minor


def _expected(baseline: Baseline, known: Known, as_of: date, paid: int) -> int:
    left = _left_of_today(baseline, known.loan_id, as_of, paid)
    if left and as_of == baseline.start_on:
        return known.owed_minor - paid
    reached = [one for one in baseline.expected if one.loan_id == known.loan_id and one.on <= as_of]
    return (reached[-1].owed_minor if reached else known.owed_minor) + left


def _parts(baseline: Baseline, account: Account, known: Known, as_of: date, gap: int) -> dict[Cause, int]:
    loan = account.loan
    paid = loan.in_yuan(_paid(baseline, account, known, as_of))
    planned = _planned(baseline, loan.id, as_of) - _left_of_today(baseline, loan.id, as_of, paid)
    drawn = loan.in_yuan(_drawn(baseline, account, known, as_of))
    owes = _owed(account, as_of)
    at_old_rates = replace(loan, rate=known.rate, rate_changes=known.rate_changes)
    rate = loan.in_yuan(owes - _owed(replace(account, loan=at_old_rates), as_of)) if at_old_rates != loan else 0
    with_old_fees = replace(loan, fees=known.fees)
    fee = loan.in_yuan(owes - _owed(replace(account, loan=with_old_fees), as_of)) if with_old_fees != loan else 0
    parts = {
        Cause.PAID_LESS: max(planned - paid, 0),
        Cause.PAID_MORE: -max(paid - planned, 0),
        Cause.BORROWED: drawn,
        Cause.RATE: rate,
        Cause.FEE: fee,
    }
    parts[Cause.OTHER] = gap - sum(parts.values())
    return _kept(parts)


def _planned(baseline: Baseline, loan_id: int, as_of: date) -> int:
    """What the plan has paid on a loan by the end of a day."""
    return sum(action.amount_minor for action in baseline.actions if action.loan_id == loan_id and action.on <= as_of)


def _left_of_today(baseline: Baseline, loan_id: int, as_of: date, paid: int) -> int:
    """What of the payments that the plan has on ``as_of`` itself is not made yet; what was missed before is no part."""
    today = sum(action.amount_minor for action in baseline.actions if (action.loan_id, action.on) == (loan_id, as_of))
    return min(max(_planned(baseline, loan_id, as_of) - paid, 0), today)


def _paid(baseline: Baseline, account: Account, known: Known, as_of: date) -> int:
    """What was paid since the plan was adopted; of its own day what was recorded after it."""
    return sum(
        paid.amount_minor
        for paid in account.repayments
        if _since(baseline, paid.on, paid.id, known.last_repayment, as_of)
        and not paid.failed
        and (paid.reversed_on is None or paid.reversed_on > as_of)
    )


def _drawn(baseline: Baseline, account: Account, known: Known, as_of: date) -> int:
    return sum(
        draw.amount_minor for draw in account.draws if _since(baseline, draw.on, draw.id, known.last_draw, as_of)
    )


def _since(baseline: Baseline, on: date, number: int, last: int, as_of: date) -> bool:
    return on <= as_of and (on > baseline.start_on or (on == baseline.start_on and number > last))


def _kept(parts: dict[Cause, int]) -> dict[Cause, int]:
    return {cause: amount for cause, amount in parts.items() if amount}


def known_of(accounts: Iterable[Account], on: date) -> tuple[Known, ...]:
    """The accounts as they are on the day on which a plan is adopted."""
    return tuple(
        Known(
            account.loan.id,
            account.loan.in_yuan(_owed(taken_as_paid(account, position(account, on)), on)),
            account.loan.rate,
            account.loan.rate_changes,
            account.loan.fees,
            max((paid.id for paid in account.repayments), default=0),
            max((draw.id for draw in account.draws), default=0),
        )
        for account in accounts
    )
