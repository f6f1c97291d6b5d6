"""What no plan can do without: how much money its required payments take at least, whatever it pays early.

Put a price on the money of each month, one that falls by a steady rate and is nothing after some month. Each debt by
itself then costs at least so much, and all of them together no more than the money there is, at the same prices: a
budget below that is certainly too small. Under such prices the best of one debt is known: what is required alone, or
that up to a month and all the rest in it. (A debt whose required payment is fixed is best paid at once or as late as it
may be; one of which a share is required is so in every part; fees for paying early are left out.) A loan by instalments
that takes parts early asks for no less than its limits say (``limits``); where it keeps its payment it is such a debt.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import accumulate, groupby
from operator import add

from planner.domain.payoff.engine.limits import Step, limits
from planner.domain.payoff.engine.model import Debt, Reducing, Scheduled, yearly
from planner.domain.payoff.engine.outcome import Shortfall
from planner.domain.payoff.engine.parted import Keeps, Parted
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.orders import Order
from planner.values import dataclass, replace

FARTHEST = 180  # months that are looked at
RATES = 6  # rates of falling prices that are tried
ROUNDED = 2.0  # fen that roundings of a month can make a debt cheaper than its exact sums


@dataclass(frozen=True)
class Way:
    """What one debt asks for by month, if nothing is paid early, and what ends it in each month beside that.

    ``stays`` is what each month charges although the debt ended before (or was charged with its end, then). Fen.
    """

    asked: tuple[float, ...]
    ends: tuple[float | None, ...]
    stays: tuple[float, ...] = ()
    rounded: bool = False  # by shares: the sums may be off by roundings even where all prices are the same
    whole: bool = False  # it takes nothing early but all of the rest

    def least(self, prices: list[float]) -> Iterator[float]:
        """What it costs at least up to the end of each month, at those prices."""
        kept, ended, always = 0.0, math.inf, 0.0
        for month, price in enumerate(prices):
            asked = self.asked[month] if month < len(self.asked) else 0
            rest = self.ends[month] if month < len(self.ends) else None
            kept += price * asked
            always += price * self.stays[month] if month < len(self.stays) else 0.0
            if rest is not None:
                ended = min(ended, kept + price * rest)
            yield min(kept, ended) + always


class Floor:
    """What the debts of a problem take at least. Asked again and again with other money."""

    def __init__(self, problem: Problem) -> None:
        self._ways = [ways for debt in problem.debts if (ways := _ways(debt))]
        self._whole = [ways for ways in self._ways if ways[0].whole]
        longest = max((len(way.asked) for ways in self._ways for way in ways), default=1)
        self.months = min(max(longest, problem.budget.steady_from, 1), FARTHEST)
        rates = {max(float(yearly(debt)) / 12, 0.0) for debt in problem.debts}
        chosen = sorted(rates)[:: len(rates) // RATES + 1]
        self._prices = [[(1 + rate) ** -month for month in range(self.months)] for rate in sorted({0.0, *chosen})]
        parts = [ways for ways in self._ways if not ways[0].whole]
        self._parts = [self._need(prices, parts) for prices in self._prices]
        self._needs = [
            list(map(add, some, self._need(prices, self._whole)))
            for prices, some in zip(self._prices, self._parts, strict=True)
        ]

    def _need(self, prices: list[float], debts: list[list[Way]]) -> list[float]:
        """What all debts cost at those prices at least, up to the end of each month."""
        totals = [0.0] * self.months
        for ways in debts:
            loose, spare = any(way.rounded for way in ways) or prices[-1] < 1, 0.0
            for month, least in enumerate(map(max, *[way.least(prices) for way in ways], [0.0] * self.months)):
                totals[month] += max(least - spare, 0.0)
                spare += ROUNDED * prices[month] if loose else 0.0
        return totals

    def least(self, budget: Budget, adds: Callable[[int], int]) -> int:
        """The smallest number of fen that may do, if each of them adds ``adds(month)`` (0 or 1) to each month.

        Less than that certainly does not do.
        """
        best = 0
        money = self._money(budget)
        weights = [adds(month) for month in range(1, self.months + 1)]
        for prices, totals in zip(self._prices, self._needs, strict=True):
            there = worth = 0.0
            for month, price in enumerate(prices):
                there += price * money[month]
                worth += price * weights[month]
                if worth and totals[month] > there:
                    best = max(best, math.ceil((totals[month] - there) / worth - 1e-6))
        return best

    def raised(self, floor_minor: int, enough_minor: int, to: Callable[[int], Budget]) -> int:
        """The same, closer: by halving between it and what is enough, ``to`` giving the budget of each amount."""
        low, high = floor_minor, enough_minor
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.impossible(to(middle)) else (low, middle)
        return low

    def impossible(self, budget: Budget) -> bool:
        """Whether no plan does with a budget. False says nothing.

        Loans that are settled whole can be settled only when the money for it can be there.
        """
        money = self._money(budget)
        there = list(accumulate(money))
        debts = [self._payable(ways, money, there, carry=budget.carry) for ways in self._ways]
        if not all(debts) or (not budget.carry and self._too_much(debts, money)):
            return True
        whole = [ways for ways in debts if ways[0].whole]
        for prices, parts in zip(self._prices, self._parts, strict=True):
            spent = 0.0
            for month, total in enumerate(map(add, parts, self._need(prices, whole))):
                spent += prices[month] * money[month]
                if total > spent + 1e-6 * (1 + spent):
                    return True
        return False

    def _money(self, budget: Budget) -> list[int]:
        return [budget.month(month) for month in range(1, self.months + 1)]

    def _payable(self, ways: list[Way], money: list[int], there: list[int], *, carry: bool) -> list[Way]:
        """The ways of a debt that is settled whole without the months in which the money for it is not there.

        Empty where it cannot be paid at all.
        """
        if not ways[0].whole:
            return ways
        (way,) = ways
        ends: list[float | None] = []
        paid, fits = 0.0, True
        others = self._needs[0]
        alone = list(way.least(self._prices[0]))
        for month, (asked, rest) in enumerate(zip(way.asked, way.ends, strict=True)):
            paid += asked
            if month < self.months and rest is not None:
                room = there[month] - others[month] + alone[month] if carry else float(money[month])
                now = paid + rest if carry else asked + rest
                rest = rest if fits and now <= room + 1e-6 else None
            ends.append(rest)
            if month < self.months and not carry:
                fits = fits and asked <= money[month]
        if not fits and all(end is None for end in ends):
            return []
        return [replace(way, ends=tuple(ends))]

    def _too_much(self, debts: list[list[Way]], money: list[int]) -> bool:
        """Whether a month asks for more than it brings, whatever was ended before it."""
        asked = [0.0] * self.months
        for ways in debts:
            open_still = True
            for month in range(min(self.months, len(ways[0].asked))):
                asked[month] += ways[0].asked[month] if open_still else 0
                open_still = open_still and all(way.ends[month] is None for way in ways)
        return any(need > there for need, there in zip(asked, money, strict=True))


def _ways(debt: Debt) -> list[Way]:
    """A debt as it is required of it; one of which the larger of two things is required by each of them alone."""
    if isinstance(debt, Scheduled):
        asked = tuple(row.total_minor for row in debt.rows)
        return [Way(asked, tuple(None if one is None else one.total_minor for one in debt.settle), whole=True)]
    if isinstance(debt, Parted):
        followed = _followed(debt) if _keeps_payment(debt) else None
        return [_limited(debt), *([] if followed is None else [followed])]
    return [way for part in _parts(debt) if (way := _followed(part)) is not None]


def _parts(debt: Reducing) -> Iterable[Reducing]:
    if not debt.minimum_minor or not _shared(debt):
        return (debt,)
    return replace(debt, minimum_minor=0), replace(debt, minimum_share=Decimal(0), interest_and=None)


def _shared(debt: Reducing) -> bool:
    """Whether what is required depends on what is owed."""
    return bool(debt.minimum_share) or debt.interest_and is not None


def _followed(debt: Reducing | Parted) -> Way | None:
    """What a debt asks for while nothing is paid early, as the engine follows it."""
    alone = Problem((debt,), Budget.of(debt.balance_minor * 100 + 100))
    try:
        months = run(alone, Order(()), record=True, months=FARTHEST).months
    except Shortfall:
        return None
    asked = tuple(month.paid_minor for month in months)
    left = (sum(payment.balance_minor for payment in month.payments) for month in months)
    ends = tuple(_rest(debt, rest, month) if debt.takes(month) else None for month, rest in enumerate(left, 1))
    return Way(asked, ends, rounded=isinstance(debt, Reducing) and _shared(debt))


def _rest(debt: Reducing | Parted, left_minor: int, month: int) -> int:
    """What ends a debt in a month on top of what it asks for, without a fee for that."""
    return left_minor + (debt.staying(month) if isinstance(debt, Parted) and left_minor else 0)


def _keeps_payment(debt: Parted) -> bool:
    """Whether every instalment but the last one is the same payment, whatever was paid early before it."""
    if debt.keeps is not Keeps.PAYMENT or not debt.steady or debt.spare or not debt.early:
        return False
    first = debt.places(min(debt.early))[1]
    terms = debt.terms[first:]
    return len({term.kept_minor for term in terms}) == 1 and all(
        term.repays
        and term.steady is None
        and not term.shares
        and term.fee_minor == term.fixed_minor
        and term.principal_minor + term.interest_minor == term.kept_minor
        for term in terms[:-1]
    )


def _limited(debt: Parted) -> Way:
    """What a loan by instalments asks for at least, whatever was paid early; any month from the first one takes money.

    What is left costs, as a function of the balance, less and less for a yuan more (see ``bound``): so the cheapest is
    the least payment or all of it, in every month.
    """
    known = limits(debt)
    last = max(month for month in (debt.terms[-1].month, *debt.early))
    asked, stays = [0.0] * last, [0.0] * last
    ends: list[float | None] = [None] * last
    for month, amount in known.fixed:
        asked[month - 1] = amount
    for step in known.steps:
        stays[step.month - 1] += step.stays_minor
    balance = float(known.balance_minor)
    for month, steps in groupby(known.steps, lambda step: step.month):
        if balance <= 0:
            break
        paid, ended, balance = _month(list(steps), balance)
        if month == known.steps[-1].month:  # then all of it is asked for
            paid = ended
        asked[month - 1] += paid
        ends[month - 1] = ended - paid
    return Way(tuple(asked), tuple(ends), tuple(stays))


def _month(steps: Iterable[Step], balance: float) -> tuple[float, float, float]:
    """The instalments of one month: what they ask for at least, what it costs to end in it, and what is left then."""
    paid, ended = 0.0, math.inf
    for step in steps:
        owed = step.growth * balance - step.slack
        ended = min(ended, paid + owed + step.fee_minor)
        least = min(step.base + step.slope * balance, owed)
        paid += least + step.fee_minor
        balance = owed - least
        if balance <= 0:
            break
    return paid, ended, balance
