"""From a card as it stands to the bills of a plan: their days, their place on the line of interest, the lots so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, pairwise
from math import lcm

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import CardInterest
from planner.domain.basics.money import half_up
from planner.domain.ledger.card_bills import bill_due_on, statement_days
from planner.domain.ledger.card_plans import RunningPlan
from planner.domain.ledger.card_standing import CardStanding, OpenBill
from planner.domain.ledger.position import terms_on
from planner.domain.payoff.debts.months import BY_DAYS, Apart, Months, Part, yearly
from planner.domain.payoff.engine.carried import Bill, Carried, Lot, Tab
from planner.domain.payoff.engine.model import LONGEST
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.slots import yearly_fee

_DAY = timedelta(1)
Days = list[tuple[date | None, date]]
"""The bills to come: when each is cut (None: it is already) and falls due."""


def carried(
    account: Account, rest: int, months: Months, running: Sequence[RunningPlan], stands: CardStanding
) -> tuple[Carried, Part] | None:
    """A card that may carry its balance, by its bills; None where these are not known, or not cut one after another.

    What is late is paid today, at least its minimum; bills that are cut ask for what is missing from theirs, later ones
    for what the card's rule says. None, too, where an account is in another currency.

    Args:
        account: the card.
        rest: what is owed beside the parts of its instalment plans to come, fen.
        months: the budget months.
        running: those plans; their parts are on the bills, too, but paid as debts of their own.
        stands: what is lent and asked for today.
    """
    loan, lending = terms_on(account, months.start_on), stands.lending
    if lending is None or loan.yuan_rate is not None or sum(lot.amount_minor for lot in lending.lots) != rest:
        return None
    days = _days(account, months, stands)
    if len(days) < 2 or not _one_by_one(loan, days):
        return None
    accrual = lending.accrual
    denominator = lcm(accrual.denominator, lending.grown.denominator)
    debt = Carried(
        loan.id,
        loan.lender.id,
        rest + half_up(_grown(stands, months.start_on)),
        (yearly(loan.rate_on(months.start_on), loan.day_count),),
        named_rate=yearly(loan.rate_on(months.start_on), loan.day_count),
        terms=loan.card,
        bills=_bills(loan, days, months, running, stands, accrual),
        begin=_begin(loan, months, stands, denominator),
        numerator=accrual.numerator * (denominator // accrual.denominator),
        denominator=denominator,
    )
    return debt.opened(), _part(loan, months, days)


def _grown(stands: CardStanding, today: date) -> Fraction:
    """Interest that no bill holds, up to today."""
    lending = stands.lending
    assert lending is not None
    bearing = sum(lot.amount_minor for lot in lending.lots if lot.bears)
    since = lending.since
    return lending.grown + (lending.accrual.between(bearing, since, today) if bearing and since < today else 0)


def _days(account: Account, months: Months, stands: CardStanding) -> Days:
    """What is late today, the bills that are cut, those to come for three years and the twelve months behind."""
    today = months.start_on
    loan = terms_on(account, today)
    open_ones = {_paid_on(bill, today) for bill in stands.bills if bill.missing_minor or bill.due_on >= today}
    days: Days = [(None, on) for on in sorted(open_ones)]
    changes = [months.of(change.from_on) for change in loan.rate_changes]
    last = min(max([BY_DAYS, *changes]) + 12, LONGEST)
    for cut in statement_days(account):
        if cut <= today:
            continue
        due_on = bill_due_on(loan, cut)
        if months.of(due_on) > last:
            break
        days.append((cut, due_on))
    return days


def _paid_on(bill: OpenBill, today: date) -> date:
    """The day on which an open bill is paid: its due date, or today if that is over."""
    return max(bill.due_on, today)


def _one_by_one(loan: Loan, days: Days) -> bool:
    """Whether each bill is cut after the last day on which the one before it can be paid in time, and due later."""
    grace = timedelta(loan.grace_days)
    return all(cut is not None and paid_on + grace < cut < due_on for (_, paid_on), (cut, due_on) in pairwise(days))


def _bills(
    loan: Loan, days: Days, months: Months, running: Sequence[RunningPlan], stands: CardStanding, accrual: Accrual
) -> tuple[Bill, ...]:
    parts = _parts(running)
    missing: Counter[date] = Counter()
    for bill in stands.bills:
        missing[_paid_on(bill, months.start_on)] += bill.missing_minor
    made = []
    since = months.start_on
    for cut, due_on in days:
        at = accrual.position(due_on)
        if cut is None:
            made.append(Bill(months.of(due_on), None, at, missing[due_on]))
        else:
            fee = yearly_fee(loan, since, cut) if loan.fees else 0
            made.append(Bill(months.of(due_on), accrual.position(cut), at, 0, next(parts), fee))
            since = cut + _DAY
    return tuple(made)


def _parts(running: Sequence[RunningPlan]) -> Iterator[int]:
    """What the plans ask for on each bill that is not cut yet, without end."""
    longest = max((plan.parts_left for plan in running), default=0)
    for place in range(longest):
        yield sum(sum(plan.parts[place]) for plan in running if place < plan.parts_left)
    yield from chain.from_iterable([0] for _ in iter(int, 1))


def _begin(loan: Loan, months: Months, stands: CardStanding, denominator: int) -> Tab:
    lending = stands.lending
    assert lending is not None
    current = {bill.number: bill for bill in stands.bills if not bill.late}
    position = lending.accrual.position
    lots = []
    for lot in lending.lots:
        bill = None if lot.bill is None else current.get(lot.bill)
        since = None if lot.bears else position(_since(loan, lot.posted_on, bill))
        lots.append(Lot(lot.amount_minor, since, bill is not None))
    early = sum((lending.paid.get(number, Fraction(0)) for number in current), Fraction(0))
    grown = _grown(stands, months.start_on)
    owed = sum(lot.amount for lot in lots) + half_up(grown)
    return Tab(
        tuple(lots),
        position(max(months.start_on, lending.since)),
        int(grown * denominator),
        int(early * denominator),
        stands.late_fee_minor,
        stands.whole_minor,
        owed,
    )


def _since(loan: Loan, posted_on: date, bill: OpenBill | None) -> date:
    """Where the interest of a lot begins, if the bill that holds it is missed."""
    return bill.due_on if bill is not None and loan.card.interest is CardInterest.AFTER_DUE else posted_on


def _part(loan: Loan, months: Months, days: Days) -> Part:
    found: dict[int, list[date]] = {}
    for _, due_on in days:
        found.setdefault(months.of(due_on), []).append(due_on)
    several = tuple((month, tuple(Apart(on, 0, 0) for on in dues)) for month, dues in found.items() if len(dues) > 1)
    return Part(loan.id, None, tuple((month, dues[-1]) for month, dues in found.items()), several)
