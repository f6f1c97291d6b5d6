"""What is known of a debt before money has prices: the ways there are for it (``ways``), to be priced many times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from operator import mul

from planner.domain.payoff.engine.limits import Limits, limits
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import Debt, Reducing, Scheduled
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.search.ways import HALF_FEN, AtOnce, Choice, Fixed, Known, Ladder, Parts, Slope, Tolled
from planner.values import replace

FOLLOWED = 150  # months in which it is followed what a debt asks for; of a longer one any payment is taken


def known_before(debt: Debt, horizon: int) -> Known:
    """What there is to know of a debt at whatever prices for so many months."""
    if isinstance(debt, Parted):
        return _parted(limits(debt), horizon)
    if isinstance(debt, Scheduled):
        rest = tuple(math.inf if settling is None else float(settling.total_minor) for settling in debt.settle)
        return Ladder(tuple(range(1, len(debt.rows) + 1)), tuple(map(float, debt.totals)), rest)
    if isinstance(debt, Lump):
        return _at_once(debt)
    if debt.early_from is None:
        return _untouched(debt, horizon)
    if not any(debt.fee_by_month) and debt.early_from == 1:  # to pay early is as good as to pay what is asked for
        return _slope(debt, horizon)
    if horizon > FOLLOWED:
        return _slope(replace(debt, fee=Decimal(0), fees=(), early_from=1), horizon)
    return _tolled(debt, horizon)


def last_priced(debt: Debt) -> int:
    """The last month of which the way of a debt asks the price; 0: none behind the horizon."""
    if isinstance(debt, Parted):
        return max(debt.last_month, debt.terms[-1].month)
    if isinstance(debt, Scheduled):
        return len(debt.rows)
    return len(debt.marks) - 1 if isinstance(debt, Lump) else 0


def _at_once(debt: Lump) -> AtOnce:
    last = len(debt.marks) - 1
    early = (1.0 + float(debt.fee_in(month)) if debt.takes(month) else math.inf for month in range(1, last))
    kept, fees = float(debt.kept_minor), float(debt.row_fee_minor)
    return AtOnce(debt.units, (*early, 1.0), float(debt.balance_minor), kept, fees, debt.slack)


def _untouched(debt: Reducing, horizon: int) -> Fixed:
    balance, paid = debt.balance_minor, list[float]()
    for month in range(1, horizon + 1):
        if balance <= 0:
            break
        interest = debt.interest(balance, month)
        required = debt.required(balance, interest, month)
        balance += interest - required
        paid.append(float(required))
    return Fixed(tuple(paid), float(balance))


def _slope(debt: Reducing, horizon: int) -> Slope:
    rest, growth = float(debt.balance_minor), 1.0
    grown, leasts, rests = list[float](), list[float](), list[float]()
    for month in range(1, horizon + 1):
        growth *= debt.growth(month)
        rest += debt.swing_in(month)[0] / growth
        if rest <= 0:
            return Slope(tuple(grown), tuple(leasts), tuple(rests), 0.0)
        least = float(_least(debt, month))
        grown.append(growth)
        leasts.append(least)
        rests.append(rest)
        rest -= least / growth
    # open at the horizon: at least what is left, with its interest so far, is still to be paid
    return Slope(tuple(grown), tuple(leasts), tuple(rests), max(rest, 0.0) * growth)


def _tolled(debt: Reducing, horizon: int) -> Tolled:
    """In the months before the end at least the stated minimum is paid, at most what they ask for."""
    rest, growth = float(debt.balance_minor), 1.0
    rungs: list[tuple[float, float, float, float, float]] = []
    for month, asked in enumerate(_asked(debt, horizon), 1):
        growth *= debt.growth(month)
        rest += debt.swing_in(month)[0] / growth
        least = _least(debt, month) / growth
        early = debt.early_from is not None and month >= debt.early_from
        takes = 1.0 + float(debt.fee_in(month)) if early else math.inf
        rungs.append((growth, least, max(asked / growth, least), rest, takes))
        if rest <= 0:
            break
        rest -= least
    grown, leasts, most, rests, tolls = zip(*rungs, strict=True) if rungs else ((), (), (), (), ())
    months = tuple(range(1, len(rungs) + 1))
    return Tolled(months, grown, leasts, most, rests, tolls, (0.0,) * len(rungs), max(rest, 0.0))


def _asked(debt: Reducing, horizon: int) -> list[float]:
    """What each month can ask for at most: what it does while nothing else is paid, and a fen for roundings.

    Who pays more owes less, and is asked for no more.
    """
    balance, asked = debt.balance_minor, []
    for month in range(1, horizon + 1):
        interest = debt.interest(balance, month)
        required = debt.required(balance, interest, month)
        balance += interest - required
        asked.append(required + 2 * HALF_FEN)
    return asked


def _least(debt: Reducing, month: int) -> int:
    """What is required in a month whatever the balance is, at least."""
    if month < debt.first:
        return 0
    if month == debt.first and debt.first_required_minor is not None:
        return min(debt.minimum_minor, debt.first_required_minor)
    return debt.minimum_minor


def _parted(known: Limits, horizon: int) -> Parts:
    before = tuple((month, float(amount)) for month, amount in known.fixed)
    stay = tuple((step.month, float(step.stays_minor)) for step in known.steps) if known.stays else ()
    if not known.steps:
        return Parts(before, stay, None)
    dear = any(step.charge for step in known.steps) and len(known.steps) <= FOLLOWED
    grown = list(accumulate((step.growth for step in known.steps), mul))
    taken = [(step.month, one) for step, one in zip(known.steps, grown, strict=True) if step.takes]
    months, factors = zip(*taken, strict=True) if taken else ((), ())
    return Parts(before, stay, _with_fee(known) if dear else _free(known), months, factors)


def _free(known: Limits) -> Ladder:
    """What is asked for at least up to some month, and all of it then.

    What is left costs, as a function of the balance, less and less for a yuan more; so the cheapest payment of each
    month is the least or all. A fee for paying early is left out: less than it will really cost.
    """
    balance = float(known.balance_minor)
    months, asked, rest = list[int](), list[float](), list[float]()
    for step in known.steps:
        owed = step.growth * balance - step.slack
        least = min(step.base + step.slope * balance, owed)
        last = owed - least <= 0
        months.append(step.month)
        asked.append((owed if last else least) + step.fee_minor)
        rest.append(0.0 if last else owed - least)
        balance = owed - least
        if last:
            break
    return Ladder(tuple(months), tuple(asked), tuple(rest), math.inf if rest and rest[-1] else 0.0)


def _with_fee(known: Limits) -> Tolled:
    """The same where paying early costs a fee: what an instalment asks for bears none."""
    rest, growth, before = float(known.balance_minor), 1.0, known.balance_minor
    rungs: list[tuple[float, float, float, float, float]] = []
    for step in known.steps:
        growth *= step.growth
        least = max(min(step.base, step.base + step.slope * known.balance_minor), 0.0) / growth
        rest -= step.slack / growth
        most = max((step.most + step.rise * before) / growth, least)
        rungs.append((growth, least, most, rest, 1.0 + step.charge if step.takes else math.inf))
        if rest <= 0:
            break
        rest, before = rest - least, step.left_minor
    grown, leasts, most_of, rests, tolls = zip(*rungs, strict=True)
    months = tuple(step.month for step in known.steps[: len(rungs)])
    fees = tuple(float(step.fee_minor) for step in known.steps[: len(rungs)])
    return Tolled(months, grown, leasts, most_of, rests, tolls, fees, 0.0)


def cheapest(debt: Debt, worth: Sequence[float], known: Known) -> Choice:
    """The cheapest way of one debt where a yuan of month *t* is dearer by ``worth[t - 1]``: no plan has a cheaper one.

    ``known`` is what ``known_before`` says of it.
    """
    return known.cheapest(priced(worth, last_priced(debt)))


def priced(worth: Sequence[float], last: int) -> list[float]:
    """What a yuan of each month costs; up to month ``last`` at least, where it is a yuan behind the known ones."""
    return [1.0 + dear for dear in worth] + [1.0] * (last - len(worth))
