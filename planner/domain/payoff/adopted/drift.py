"""How reality departs from a plan that was adopted, split into parts that add up to the fen.

The plan that was adopted does not move. On a day its expected debt is what it says is owed once everything planned up
to that day was paid; the real debt is what the ledger says. Their difference is split, account by account:

* paid less or more than planned up to the day; on what is paid off nothing is paid less any more;
* borrowed since: money drawn, whole accounts that the plan did not know, and of purchases by card what is not paid
  although its bill has fallen due;
* the rate changed: the same records at the rates of then, compared;
* new fees: what the lender booked, and the same records with the fees of then, compared;
* given up by the lender: discounts, waivers, and all of what a settlement for less left unpaid;
* other: what is left: interest by days instead of months, payments on other days than planned, corrections; where
  just so much more or less was paid for it, neither is a departure.

What has fallen due and is not recorded yet is taken as paid on its day: nobody said that it was not. What is planned
for the day itself is not missed before the day is over: as much of it as is unpaid is owed still, by the plan too. So
is what was spent by card since and stands on no bill that has fallen due: who pays that bill in full owes no more.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Any

from planner.domain.accounts.conditions import met
from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, AllowanceKind, ArrangementKind
from planner.domain.book import Book
from planner.domain.ledger.agreed_due import settled_by
from planner.domain.ledger.card_bills import statement_days
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState, Position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.adopted.adopted import Baseline, Given, Known, given, paid_since
from planner.domain.payoff.debts.months import owed_in
from planner.values import dataclass, field, replace

_DAY = timedelta(1)


class Cause(StrEnum):
    """Why the debt is not what the plan says."""

    PAID_LESS = "paid_less"
    PAID_MORE = "paid_more"
    BORROWED = "borrowed"
    RATE = "rate"
    FEE = "fee"
    GIVEN_UP = "given_up"
    OTHER = "other"


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

    @property
    def kept(self) -> bool:
        """Whether no account departs: not where one owes more by just as much as another owes less."""
        return not self.by_loan


def drift(baseline: Baseline, book: Book, as_of: date) -> Drift:
    """How the book departs from a plan at the end of ``as_of`` (not before the plan's start)."""
    known = {one.loan_id: one for one in baseline.known}
    planned = actual = 0
    by_loan: dict[int, dict[Cause, int]] = {}
    for recorded in book.accounts:
        account = taken_as_paid(recorded, position(recorded, as_of))
        loan, place = account.loan, position(account, as_of)
        owes = owed_in(loan, place)
        actual += owes
        before = known.get(loan.id)
        if before is None:
            by_loan[loan.id] = _kept({Cause.BORROWED: owes})
            continue
        since = given(baseline, account, before, place, as_of)
        expected = _expected(baseline, account, before, place, since.towards_minor) + since.free_minor
        expected -= min(_prepaid(baseline, account, place, since.towards_minor), max(expected - owes, 0))
        planned += expected
        by_loan[loan.id] = _parts(baseline, account, before, place, since, owes - expected)
    there = {account.loan.id for account in book.accounts}
    for one in baseline.known:
        if one.loan_id not in there:  # deleted since
            expected = _reached(baseline, one, as_of)
            planned += expected
            by_loan[one.loan_id] = _kept({Cause.OTHER: -expected})
    parts: dict[Cause, int] = {}
    for split in by_loan.values():
        for cause, amount in split.items():
            parts[cause] = parts.get(cause, 0) + amount
    return Drift(as_of, planned, actual, _kept(parts), {loan: split for loan, split in by_loan.items() if split})


def held(baseline: Baseline, book: Book, today: date) -> int:
    """The money of months gone by that an adopted plan has kept for later ones, fen, as far as it was not paid since.

    What those months were to pay and did not waits as well, where cash at hand is known, which says whether it is there
    (``Means.budget``, ``engine.bears``); where it is not, as much of it as was paid since: that came from somewhere.
    Nothing after its last month, and of a plan that does not say it.
    """
    ended = [(on, amount) for on, amount in baseline.carried if on < today]
    if not ended or len(ended) == len(baseline.carried):
        return 0
    on, amount = ended[-1]
    known = {one.loan_id: one for one in baseline.known}
    ahead = made_good = 0
    for recorded in book.accounts:
        loan_id = recorded.loan.id
        if loan_id in known:
            account = taken_as_paid(recorded, position(recorded, today))
            then, now = (
                recorded.loan.in_yuan(paid_since(baseline, account, known[loan_id], day)) for day in (on, today)
            )
            more = then - baseline.pays(loan_id, on)
            ahead += more
            made_good += min(max(-more, 0), now - then)
    behind = max(-ahead, 0)
    waits = behind if book.household.readings else min(behind, made_good)
    return max(amount - max(ahead, 0), 0) + waits


def _owed(account: Account, as_of: date) -> int:
    return position(account, as_of).owed_minor


def _expected(baseline: Baseline, account: Account, known: Known, place: Position, paid: int) -> int:
    """What the plan owes on an account at the end of a day, in yuan; ``paid`` since the adoption."""
    as_of = place.as_of
    left = _left_of_today(baseline, account, place, paid)
    if left and as_of == baseline.start_on:
        return known.owed_minor - paid
    after = _reached(baseline, known, as_of)
    if not left:
        return after
    before = _reached(baseline, known, as_of - _DAY)
    if account.loan.method is Method.CARD:  # what ends it holds interest that no bill has charged yet
        ahead = max(paid - baseline.pays(known.loan_id, as_of - _DAY), 0)
        return after + left if _cut(account, as_of) else min(after + left, before - ahead)
    # the fee for paying early is a part of what is left to pay, and not owed before that is done
    charged = sum(due.interest_minor + due.fee_minor for due in place.dues if due.due_on == as_of)
    today = sum(one.amount_minor for one in account.repayments if one.on == as_of and not one.failed)
    return min(after + left, before + account.loan.in_yuan(charged - today))


def _prepaid(baseline: Baseline, account: Account, place: Position, paid: int) -> int:
    """The interest on no bill yet that a plan has paid with the end of a card, in yuan: it stands against purchases."""
    actions = baseline.by_loan.get(account.loan.id, [])
    over = bool(actions) and actions[-1].ends and actions[-1].on <= place.as_of
    if account.loan.method is not Method.CARD or not over or paid > baseline.pays(account.loan.id, place.as_of):
        return 0
    return account.loan.in_yuan(place.accrued_minor)


def _cut(account: Account, on: date) -> bool:
    """Whether a bill is cut on a day, with the interest that it charges."""
    return on in takewhile(lambda cut_on: cut_on <= on, statement_days(account))


def _reached(baseline: Baseline, known: Known, on: date) -> int:
    """What the plan owes on an account after all its payments up to a day."""
    reached = (one.owed_minor for one in baseline.expected if one.loan_id == known.loan_id and one.on <= on)
    return next(iter([*reached][-1:]), known.owed_minor)


def _parts(
    baseline: Baseline, account: Account, known: Known, place: Position, since: Given, gap: int
) -> dict[Cause, int]:
    as_of, paid = place.as_of, since.towards_minor
    planned = baseline.pays(account.loan.id, as_of) - _left_of_today(baseline, account, place, paid)
    if _over(account, place) or settled_by(place) is not None:
        return _of_ended(baseline, account, known, place, paid - planned, gap)
    parts = {
        Cause.PAID_LESS: max(planned - paid, 0),
        Cause.PAID_MORE: -max(paid - planned, 0),
        Cause.BORROWED: since.borrowed_minor + since.beyond_minor,
        Cause.RATE: _against(account, place, rate=known.rate, rate_changes=known.rate_changes),
        Cause.FEE: since.charged_minor + _against(account, place, fees=known.fees),
        Cause.GIVEN_UP: -_given_up(baseline, account, known, as_of),
    }
    parts[Cause.OTHER] = gap - sum(parts.values())
    return _settled_up(parts)


def _settled_up(parts: dict[Cause, int]) -> dict[Cause, int]:
    """Nothing, where just as much was paid more or less as had grown more or less than planned."""
    kept = _kept(parts)
    even = kept.keys() <= {Cause.PAID_LESS, Cause.PAID_MORE, Cause.OTHER} and not sum(kept.values())
    return {} if even else kept


def _against(account: Account, place: Position, **terms: Any) -> int:
    """What more is owed than the same records would make under those terms, fen of yuan."""
    loan = replace(account.loan, **terms)
    if loan == account.loan:
        return 0
    return loan.in_yuan(place.owed_minor - _owed(replace(account, loan=loan), place.as_of))


def _over(account: Account, place: Position) -> bool:
    """Whether nothing is owed for good: not a card that is paid in full until the next purchase."""
    if place.owed_minor:
        return False
    if account.loan.method is Method.CARD:
        return place.state is AccountState.CLOSED or _settled_for_less(account, place.as_of)
    return True


def _settled_for_less(account: Account, as_of: date) -> bool:
    """Whether an agreement to take less ended it, or a payment that did not suffice and settled it all the same."""
    agreed = [one for one in account.arrangements if one.kind is ArrangementKind.REDUCED_SETTLEMENT and one.counts]
    return any((paid_on := met(account, one).met_on) is not None and paid_on <= as_of for one in agreed)


def _of_ended(
    baseline: Baseline, account: Account, known: Known, place: Position, more: int, gap: int
) -> dict[Cause, int]:
    """The parts of an account that is over, or whose lender agreed to take less; the plan still owes ``-gap`` of it.

    They are what was paid sooner, and the rest: what the lender gave up where it took less; else the interest that does
    not grow any more.
    """
    as_of = max((one.on for one in account.repayments), default=baseline.start_on)
    less = (
        settled_by(place) is not None or _settled_for_less(account, as_of) or _given_up(baseline, account, known, as_of)
    )
    sooner = min(max(more, 0), -gap)
    return _kept({Cause.PAID_MORE: -sooner, Cause.GIVEN_UP if less else Cause.OTHER: gap + sooner})


def _given_up(baseline: Baseline, account: Account, known: Known, as_of: date) -> int:
    """What the lender did not ask for any more since the adoption: discounts and waivers, fen of yuan."""
    made = [one for one in account.repayments if one.on <= as_of and not one.failed and one.reversed_on is None]
    total = sum(one.discount_minor for one in made if baseline.since(one.on, one.id, known.last_repayment))
    kinds = (AllowanceKind.WAIVER, AllowanceKind.RETURNED)
    total += sum(
        one.amount_minor for one in account.allowances if one.kind in kinds and baseline.start_on < one.on <= as_of
    )
    total += sum(
        one.amount_minor or 0
        for one in account.arrangements
        if one.kind is ArrangementKind.WAIVER and one.in_force(as_of) and (one.agreed_on or as_of) > baseline.start_on
    )
    return account.loan.in_yuan(total)


def _left_of_today(baseline: Baseline, account: Account, place: Position, paid: int) -> int:
    """What of the payments that the plan has on the day itself is not made yet; what was missed before is no part.

    What falls due on it and is unpaid is not made, whatever else was paid since: as a due that was taken as paid when
    the plan was adopted.
    """
    loan, as_of = account.loan, place.as_of
    today = sum(action.amount_minor for action in baseline.by_loan.get(loan.id, ()) if action.on == as_of)
    if not today:
        return 0
    due = sum(one.unpaid_minor for one in place.dues if one.due_on == as_of and loan.method is not Method.CARD)
    return min(max(baseline.pays(loan.id, as_of) - paid, loan.in_yuan(due), 0), today)


def _kept(parts: dict[Cause, int]) -> dict[Cause, int]:
    return {cause: amount for cause, amount in parts.items() if amount}
