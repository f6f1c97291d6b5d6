"""Before somebody borrows: the first day on which applying harms nothing, and an amount or a term that would not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.basics.calendar import add_months
from planner.domain.findings.judge import turning_days
from planner.domain.findings.multi_lender import NEW_DAYS
from planner.domain.offers.cost import cost_of_offer
from planner.domain.offers.effects import Ahead, Change, Effect, effect_of, harms_of
from planner.domain.offers.offer import Offer, Wish
from planner.domain.reference.catalogue import Catalogue
from planner.values import dataclass, replace

STEP_MINOR = 10_000  # a hundred yuan
TERMS = (3, 6, 9, 12, 18, 24, 36, 48, 60)
MONTHS = 24  # how far a better day is looked for
_DAY = timedelta(1)


@dataclass(frozen=True)
class Before:
    """What is to be known before a wish is followed.

    Attributes:
        wish: the wish.
        offer: the loan that it comes to.
        effect: what that does, if it is asked for and paid out today.
        harms: what of it makes something worse, beside the cool-down that every application begins.
        day: the first day, today or later, on which applying for it harms nothing; None where none was found.
        looked_until: how far was looked.
        still: what it would make worse on that last day; nothing where a day was found.
        amount_minor: the largest amount, in steps of 100 yuan, that harms nothing today; None for none.
        terms: another number of months with which the whole amount harms nothing today; None for none.
    """

    wish: Wish
    offer: Offer
    effect: Effect
    harms: tuple[Change, ...]
    day: date | None
    looked_until: date
    amount_minor: int | None
    terms: int | None
    still: tuple[Change, ...] = ()


def before(
    seen: Ahead,
    catalogue: Catalogue,
    wish: Wish,
    dearest: Decimal,
    halted: Callable[[], bool] = lambda: False,
) -> Before | None:
    """What is to be known before a wish is followed; None once nobody waits for it.

    Args:
        seen: the book as it will be.
        catalogue: rules and lists.
        wish: amount and months.
        dearest: the yearly rate that is reckoned with where the wish names none, a fraction.
        halted: says when nobody waits any more.
    """
    offer = wish.as_offer(dearest)

    def harms(on: date, amount_minor: int, terms: int) -> tuple[Change, ...]:
        cost = cost_of_offer(replace(offer, amount_minor=amount_minor, terms=terms), on)
        return harms_of(seen, catalogue, cost.loan, cost.rows[0].due_on)

    cost = cost_of_offer(offer, seen.today)
    effect = effect_of(seen, catalogue, cost.loan, cost.rows[0].due_on)
    now = harms(seen.today, wish.amount_minor, wish.terms)
    until = min(seen.until, add_months(seen.today, MONTHS))
    if not now:
        return Before(wish, offer, effect, now, seen.today, until, wish.amount_minor, wish.terms)
    days = days_of(seen, catalogue, until)
    first = (cost.loan.start_on, cost.rows[0].due_on, until, add_months(until, 1))
    seen.look_at(catalogue, [*first, *days, *(add_months(on, 1) for on in days)])
    smaller = _smaller(lambda amount: not harms(seen.today, amount, wish.terms), wish.amount_minor, halted)
    others = sorted((terms for terms in TERMS if terms != wish.terms), key=lambda terms: abs(terms - wish.terms))
    terms = next((one for one in others if not halted() and not harms(seen.today, wish.amount_minor, one)), None)
    day = _first_day(lambda on: not harms(on, wish.amount_minor, wish.terms), days, halted)
    if halted():
        return None
    still = harms(until, wish.amount_minor, wish.terms) if day is None else ()
    return Before(wish, offer, effect, now, day, until, smaller, terms, still)


def _smaller(harmless: Callable[[int], bool], amount_minor: int, halted: Callable[[], bool]) -> int | None:
    """The largest amount below, in whole steps, that harms nothing: more of it never harms less."""
    low, high = 0, -(-amount_minor // STEP_MINOR)
    if high <= 1 or not harmless(STEP_MINOR):
        return None
    low = 1
    while high - low > 1 and not halted():
        middle = (low + high) // 2
        low, high = (middle, high) if harmless(middle * STEP_MINOR) else (low, middle)
    return low * STEP_MINOR


def _first_day(harmless: Callable[[date], bool], days: Sequence[date], halted: Callable[[], bool]) -> date | None:
    return next((on for on in days if not halted() and harmless(on)), None)


def days_of(seen: Ahead, catalogue: Catalogue, until: date) -> list[date]:
    """The days after today, up to one, on which something may turn: records that grow old, months that begin, payments.

    What holds on the day of the first instalment is looked at, too: so a month before a payment something may turn.
    """
    found = set(turning_days(seen.book.credit, catalogue, seen.today))
    month = seen.today.replace(day=1)
    found |= {add_months(month, number) for number in range(1, MONTHS + 2)}
    for account in seen.book.accounts:
        found.add(account.loan.start_on + timedelta(NEW_DAYS))
        paid = {one.on for one in account.repayments if seen.today < one.on}
        if account.loan.closed_on is not None:
            paid |= {account.loan.closed_on, account.loan.closed_on + _DAY}
        found |= paid | {add_months(on, -1) for on in paid}
    return sorted(on for on in found if seen.today < on <= until)
