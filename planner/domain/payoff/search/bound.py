"""How cheap a plan can be at best, without a solver: a bound from prices put on the money of each month.

If money of month *t* had a price, every debt could be planned by itself; the cheapest plans of all debts at those
prices, less what the budget is worth at them, cost no more than the best plan of all (Lagrangian relaxation of the
budget). The prices are raised where the debts would use more than there is, step by step. Figures are floats inside
and rounded down, with what each rounding of interest may take: the result is a bound, not an amount anybody pays.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from planner.domain.payoff.engine.limits import Limits, limits
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import LONGEST, Debt, Problem, Reducing, Scheduled, yearly
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.simulate import Outcome

STEPS = 120
FEWEST_STEPS = 30
WORK = 250_000  # months of debts that are weighed: of large books the prices are moved less often
PACE = 0.1
HALF_FEN = 0.5
FOLLOWED = 150  # months in which it is followed what a debt asks for; of a longer one any payment is taken
_Stream = dict[int, float]
Known = Limits | Sequence[float]


@dataclass(frozen=True)
class Choice:
    """The cheapest way of one debt at given prices: its worth, and the money it takes in each month."""

    worth: float
    money: _Stream


def lower_bound(problem: Problem, known: Outcome) -> int:
    """No plan costs less than this many fen.

    Args:
        problem: the debts and the money.
        known: a plan that was found; the prices begin with what money saves in it.
    """
    months = known.length
    horizon = min(
        max([months + 2, *(len(debt.rows) for debt in problem.debts if isinstance(debt, Scheduled))]), LONGEST
    )
    grid = _Grid(problem, horizon)
    # what a yuan of each day is worth above a yuan of the next: at first the interest that it saves
    prices = grid.at_ends([_dearest(problem, known, month) for month in range(1, horizon + 1)])
    scale, squares, best = max([*prices, 1e-3]), [0.0] * len(prices), -math.inf
    known_of = {debt.id: known_before(debt, horizon) for debt in problem.debts}
    for _ in range(max(min(STEPS, WORK // (horizon * len(problem.debts))), FEWEST_STEPS)):
        carried = problem.budget.carry
        worth = list(accumulate(reversed(prices)))[::-1] if carried else list(prices)
        choices = [cheapest(debt, grid.of(worth, place), known_of[debt.id]) for place, debt in enumerate(problem.debts)]
        value = sum(choice.worth for choice in choices) - problem.owed_minor + problem.charged_minor
        value -= sum(price * money for price, money in zip(worth, grid.income, strict=True))
        best = max(best, value)
        over = [-money for money in grid.income]
        for place, choice in enumerate(choices):
            at = grid.places[place]
            for month, money in choice.money.items():
                if month <= horizon:
                    over[at[month - 1]] += money
        if carried:
            over = list(accumulate(over))
        # steps of a size of their own for each day, smaller the more it has been moved (AdaGrad)
        squares = [square + amount * amount for square, amount in zip(squares, over, strict=True)]
        prices = [
            max(0.0, price + PACE * scale * amount / math.sqrt(square + 1e-9))
            for price, amount, square in zip(prices, over, squares, strict=True)
        ]
    return max(problem.floor_minor, math.floor(best))


class _Grid:
    """The days on which money comes and is paid: one a month, or several where cash does not bear all by the first.

    ``income`` is what each brings, ``places`` says for each debt on which of them it is paid, month by month.
    """

    def __init__(self, problem: Problem, horizon: int) -> None:
        self.income: list[float] = []
        self.places: list[list[int]] = [[] for _ in problem.debts]
        self.ends: list[int] = []
        before = 0
        for month in problem.bounds(horizon):
            for slot in month:
                for place in slot.places:
                    self.places[place].append(len(self.income))
                self.income.append(float(slot.most_minor - before))
                before = slot.most_minor if problem.budget.carry else 0
            self.ends.append(len(self.income) - 1)
        self._plain = len(self.income) == horizon

    def at_ends(self, values: list[float]) -> list[float]:
        """Values of months on their last days."""
        found = [0.0] * len(self.income)
        for at, value in zip(self.ends, values, strict=True):
            found[at] = value
        return found

    def of(self, worth: list[float], place: int) -> list[float]:
        """The worth of each month's money on the day of a debt."""
        return worth if self._plain else [worth[at] for at in self.places[place]]


def _dearest(problem: Problem, known: Outcome, month: int) -> float:
    """The highest monthly rate among the debts that a plan leaves open in a month and that take money early."""
    rates = [
        float(yearly(debt)) / 12
        for debt, closed in zip(problem.debts, known.closed, strict=True)
        if closed > month and (isinstance(debt, Scheduled) or any(debt.takes(later) for later in (month, closed)))
    ]
    return max([0.0, *rates])


def known_before(debt: Debt, horizon: int) -> Known:
    """What ``cheapest`` needs of a debt at whatever prices for so many months."""
    if isinstance(debt, Parted):
        return limits(debt)
    if isinstance(debt, Lump):
        return debt.units
    return _asked(debt, horizon) if isinstance(debt, Reducing) else ()


def cheapest(debt: Debt, worth: list[float], known: Known) -> Choice:
    """The cheapest way of one debt where a yuan of month *t* is dearer by ``worth[t - 1]``: no plan has a cheaper one.

    ``known`` is what ``known_before`` says of it.
    """
    if isinstance(known, Limits):
        return _parted(known, worth)
    if isinstance(debt, Scheduled):
        return _scheduled(debt, worth)
    if isinstance(debt, Lump):
        return _lump(debt, worth, known)
    assert isinstance(debt, Reducing)
    if debt.early_from is None:
        return _untouched(debt, worth)
    if not any(debt.fee_by_month) and debt.early_from == 1:  # to pay early is as good as to pay what is asked for
        return _reducing(debt, worth)
    if len(worth) > FOLLOWED:
        return _reducing(replace(debt, fee=Decimal(0), fees=(), early_from=1), worth)
    return _limited(debt, worth, known)


def _price(worth: list[float], month: int) -> float:
    return 1.0 + (worth[month - 1] if month <= len(worth) else 0.0)


def _scheduled(debt: Scheduled, worth: list[float]) -> Choice:
    """Its schedule to some month and settled there, or to its end."""
    paid, best, ends = 0.0, math.inf, len(debt.rows)
    for month, (row, settling) in enumerate(zip(debt.rows, debt.settle, strict=True), 1):
        price = _price(worth, month)
        paid += row.total_minor * price
        if settling is not None and paid + settling.total_minor * price < best:
            best, ends = paid + settling.total_minor * price, month
    if paid <= best:
        best, ends = paid, len(debt.rows)
    money: _Stream = {month: float(row.total_minor) for month, row in enumerate(debt.rows[:ends], 1)}
    settling = debt.settle[ends - 1]
    if ends < len(debt.rows) and settling is not None:
        money[ends] += settling.total_minor
    return Choice(best, money)


def _untouched(debt: Reducing, worth: list[float]) -> Choice:
    """Required payments alone."""
    balance, month, paid = debt.balance_minor, 0, 0.0
    money: _Stream = {}
    while balance > 0 and month < len(worth):
        month += 1
        interest = debt.interest(balance, month)
        required = debt.required(balance, interest, month)
        balance += interest - required
        money[month] = float(required)
        paid += required * _price(worth, month)
    return Choice(paid + balance, money)


def _reducing(debt: Reducing, worth: list[float]) -> Choice:
    """The minimum up to the month before it ends, and the rest of the debt in the cheapest month.

    ``rest`` is what the minimums so far leave of the debt, in money of the start; ``growth`` what a yuan of the start
    has become.
    """
    rest, growth, paid = float(debt.balance_minor), 1.0, 0.0
    cheapest, cheapest_month = math.inf, 0  # of what is paid before the end, per yuan of the start
    best, chosen = math.inf, (0, 0, 0.0, 0.0)
    for month in range(1, len(worth) + 1):
        growth *= debt.growth(month)
        price, least = _price(worth, month), _least(debt, month)
        rest += debt.swing[0] / growth
        early = debt.early_from is not None and month >= debt.early_from
        with_fee = price * growth if early else math.inf
        if rest <= 0:
            if paid < best:
                best, chosen = paid, (month - 1, 0, 0.0, 0.0)
            break
        last = min(rest, least / growth) if price * growth <= min(cheapest, with_fee) else 0.0
        over = rest - last
        each, where = (cheapest, cheapest_month) if cheapest <= with_fee else (with_fee, month)
        if over <= 0 or each < math.inf:
            total = paid + last * growth * price + (over * each if over > 0 else 0.0)
            if total < best:
                best, chosen = total, (month, where, last * growth, max(over, 0.0))
        if with_fee < cheapest:
            cheapest, cheapest_month = with_fee, month
        paid += least * price
        rest -= least / growth
    # open at the horizon: at least what is left, with its interest so far, is still to be paid
    open_still = paid + max(rest, 0.0) * growth
    if open_still < best:
        return Choice(open_still, {month: float(_least(debt, month)) for month in range(1, len(worth) + 1)})
    return Choice(best, _money(debt, *chosen))


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


@dataclass
class _Purse:
    """Where money for one debt can come from, the cheapest first: price and amount in money of the start, month."""

    sources: list[tuple[float, float, int]]
    early: tuple[float, int] = (math.inf, 0)  # the cheapest early payment, of which there is any amount

    def fill(self, rest: float) -> tuple[float, list[tuple[int, float]], float]:
        """What ``rest`` costs at least, what of it comes in which month, and what early; inf where it is not to be had.

        Amounts in money of the start.
        """
        cost, taken = 0.0, []
        for price, amount, month in self.sources:
            if rest <= 0 or price >= self.early[0]:
                break
            part = min(rest, amount)
            cost += part * price
            rest -= part
            taken.append((month, part))
        rest = max(rest, 0.0)
        return cost + (rest * self.early[0] if rest else 0.0), taken, rest


def _limited(debt: Reducing, worth: list[float], asked: Sequence[float]) -> Choice:
    """The same where early payments cost a fee or are not taken yet: what a month asks for is none.

    In the months before the end at least the stated minimum is paid, at most what they ask for, and more at the price
    of an early payment.
    """
    fees = [1.0, *(1.0 + float(debt.fee_in(month)) for month in range(1, len(worth) + 1))]
    rest, paid, growths = float(debt.balance_minor), 0.0, [1.0]
    purse, leasts = _Purse([]), _Stream()
    best, ends, chosen, early_month = math.inf, 0, (0.0, list[tuple[int, float]](), 0.0), 0
    for month in range(1, len(worth) + 1):
        growth = growths[-1] * debt.growth(month)
        growths.append(growth)
        price, least = _price(worth, month) * growth, _least(debt, month) / growth
        rest += debt.swing[0] / growth
        if debt.early_from is not None and month >= debt.early_from:
            purse.early = min(purse.early, (price * fees[month], month))
            paid -= _fee_rounding(fees[month], worth, month)
        most = max(asked[month - 1] / growth, least)
        last = (price, most, month)
        insort(purse.sources, last)
        found = purse.fill(rest)
        if paid + found[0] < best:
            best, ends, chosen, early_month = paid + found[0], month, found, purse.early[1]
        purse.sources.remove(last)
        if rest <= 0:
            break
        insort(purse.sources, (price, most - least, month))
        paid += least * price
        rest -= least
        leasts[month] = least
    if rest > 0:  # open at the horizon: what is left is still to be paid, with its interest so far
        purse.early = min(purse.early, (growths[-1], 0))
        found = purse.fill(rest)
        if paid + found[0] < best:
            best, ends, chosen, early_month = paid + found[0], len(worth) + 1, found, purse.early[1]
    money: _Stream = {month: least * growths[month] for month, least in leasts.items() if month < ends}
    for month, part in chosen[1]:
        money[month] = money.get(month, 0.0) + part * growths[month]
    if chosen[2] and early_month:
        money[early_month] = money.get(early_month, 0.0) + chosen[2] * growths[early_month] * fees[early_month]
    return Choice(best, money)


def _fee_rounding(takes: float, worth: list[float], month: int) -> float:
    """What the rounding of a month's fee for paying early may save, where it takes more than a yuan for a yuan."""
    return HALF_FEN * _price(worth, month) if takes > 1.0 else 0.0


def _lump(debt: Lump, worth: list[float], units: Sequence[float]) -> Choice:
    """A loan repaid at once: all principal in the month in which a yuan of it is paid the cheapest.

    Interest is paid before principal: what grew in a month on principal that is paid in a later one was paid from the
    one to the other, at the least price between. What roundings shift from month to month and the fee's own are left
    out.
    """
    last = len(units)
    stack, waits, interest, grown, lost, before = list[tuple[float, float]](), 0.0, 0.0, 0.0, 0.0, 0.0
    least, best, sooner, chosen = math.inf, math.inf, math.inf, (0, 0.0)
    for month, unit in enumerate(units, 1):
        waits, grown = waits + unit, grown + unit
        if month < last and not debt.takes(month):
            continue
        price, fee = _price(worth, month), float(debt.fee_in(month)) if month < last else 0.0
        while stack and stack[-1][0] > price:
            dearer, weight = stack.pop()
            interest, waits = interest - dearer * weight, waits + weight
        stack.append((price, waits))
        interest, waits = interest + price * waits, 0.0
        lost += debt.slack * abs(price - before) + _fee_rounding(1.0 + fee, worth, month)
        before, cost = price, price * (1.0 + fee) + interest
        if cost < least:
            least, chosen = cost, (month, 1.0 + fee + grown)
        if month < last:
            sooner = min(sooner, price)
            best = least * debt.balance_minor + debt.kept_minor * sooner
    best = min(best, least * debt.balance_minor + debt.row_fee_minor * before)
    return Choice(best - lost - debt.slack * before, {chosen[0]: chosen[1] * debt.balance_minor})


def _parted(known: Limits, worth: list[float]) -> Choice:
    """A loan by instalments: what comes before anything can be paid early, and the cheapest way from there on."""
    money: _Stream = {month: float(amount) for month, amount in known.fixed}
    paid = sum((amount * _price(worth, month) for month, amount in known.fixed), 0.0)
    cheapest = math.inf
    for step in known.steps if known.stays else ():  # paid with the end of the loan, if that comes before
        cheapest = min(cheapest, _price(worth, step.month))
        paid += step.stays_minor * cheapest
    if known.steps:
        dear = any(step.charge for step in known.steps) and len(known.steps) <= FOLLOWED
        rest = _with_fee(known, worth) if dear else _free(known, worth)
        paid += rest.worth
        for month, amount in rest.money.items():
            money[month] = money.get(month, 0.0) + amount
    return Choice(paid, money)


def _free(known: Limits, worth: list[float]) -> Choice:
    """What is asked for at least up to some month, and all of it then.

    What is left costs, as a function of the balance, less and less for a yuan more; so the cheapest payment of each
    month is the least or all. A fee for paying early is left out: less than it will really cost.
    """
    balance, paid, best, ends = float(known.balance_minor), 0.0, math.inf, 0
    asked: list[float] = []
    last = len(worth)
    for at, step in enumerate(known.steps):
        price = 1.0 + worth[step.month - 1] if step.month <= last else 1.0
        owed, fee = step.growth * balance - step.slack, step.fee_minor
        total = paid + price * (owed + fee)
        if total < best:
            best, ends = total, at
        least = min(step.base + step.slope * balance, owed)
        asked.append(owed)
        balance = owed - least
        if balance <= 0:
            break
        asked[-1] = least
        paid += price * (least + fee)
    return Choice(best, _paid(known, asked, ends))


def _paid(known: Limits, asked: list[float], ends: int) -> _Stream:
    """The money by month where ``asked`` is paid up to the step at which it ``ends``, and there the rest."""
    money: _Stream = {}
    balance = float(known.balance_minor)
    for at, step in enumerate(known.steps[: ends + 1]):
        owed = step.growth * balance - step.slack
        amount = owed if at == ends else asked[at]
        money[step.month] = money.get(step.month, 0.0) + amount + step.fee_minor
        balance = owed - amount
    return money


def _with_fee(known: Limits, worth: list[float]) -> Choice:
    """The same where paying early costs a fee: what an instalment asks for bears none. See ``_limited``."""
    rest, paid, growths = float(known.balance_minor), 0.0, [1.0]
    purse, leasts = _Purse([]), list[float]()
    best, ends, chosen, early = math.inf, 0, (0.0, list[tuple[int, float]](), 0.0), 0
    before = known.balance_minor  # at most
    for at, step in enumerate(known.steps, 1):
        growth = growths[-1] * step.growth
        growths.append(growth)
        price = _price(worth, step.month)
        least = max(min(step.base, step.base + step.slope * known.balance_minor), 0.0) / growth
        rest -= step.slack / growth
        if step.takes:
            purse.early = min(purse.early, (price * growth * (1.0 + step.charge), at))
            paid -= _fee_rounding(1.0 + step.charge, worth, step.month)
        most = max((step.most + step.rise * before) / growth, least)
        last = (price * growth, most, at)
        insort(purse.sources, last)
        found = purse.fill(rest)
        if paid + step.fee_minor * price + found[0] < best:
            best, ends, chosen, early = paid + step.fee_minor * price + found[0], at, found, purse.early[1]
        purse.sources.remove(last)
        if rest <= 0:
            break
        insort(purse.sources, (price * growth, most - least, at))
        paid += (least * growth + step.fee_minor) * price
        rest, before = rest - least, step.left_minor
        leasts.append(least)
    money: _Stream = {}
    for at, step in enumerate(known.steps[:ends], 1):
        part = sum(amount for where, amount in chosen[1] if where == at)
        part += leasts[at - 1] if at < ends else 0.0
        part += chosen[2] * (1.0 + step.charge) if at == early else 0.0
        money[step.month] = money.get(step.month, 0.0) + part * growths[at] + step.fee_minor
    return Choice(best, money)


def _least(debt: Reducing, month: int) -> int:
    """What is required in a month whatever the balance is, at least."""
    if month < debt.first:
        return 0
    if month == debt.first and debt.first_required_minor is not None:
        return min(debt.minimum_minor, debt.first_required_minor)
    return debt.minimum_minor


def _money(debt: Reducing, end: int, where: int, last: float, over: float) -> _Stream:
    money: _Stream = {month: float(_least(debt, month)) for month in range(1, end)}
    money[end] = money.get(end, 0.0) + last
    if over and where:
        growth = math.prod(debt.growth(month) for month in range(1, where + 1))
        money[where] = money.get(where, 0.0) + over * growth
    return money
