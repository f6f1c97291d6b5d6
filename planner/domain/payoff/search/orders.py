"""Orders of paying: the rules by which a plan spends its money month by month."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from planner.domain.payoff.engine.model import LONGEST, Scheduled
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.walk import LEAST, Rule, Walk
from planner.values import dataclass, field, replace

ROUNDS = 4  # times that it is asked what has to be kept: where less is owed less will be asked for


@dataclass(frozen=True, slots=True)
class Order:
    """Extra money in one order of debts (positions), all that is left each month.

    A scheduled loan in ``wait`` holds the money back until it can be settled; another one is passed over until then.
    Another debt in it holds back what it would take if that were there by its day (``Problem.bears``).
    One that is not in ``keen`` is only settled while that saves something. Debts that are not in ``order`` get nothing
    beyond what is required, those in ``since`` only from that month on, those in ``until`` only up to that month.
    Scheduled loans in ``on`` are settled in that month: only so much is held back before as the months between will
    not bring. Where that was not enough they are settled as soon as it is, while that saves something. With ``reserve``
    the same is done for months that require more than they bring.

    Of debts in ``leave`` so much stays owed as what they ask for pays in so many months: what would soon be paid anyway
    is not worth the fee for paying it early. Those in ``by`` end in that month: before all others they get what the
    money to come until then will lack for it; as long as they take none yet, it is held back for them. Those in ``at``
    get nothing before that month, whether they take it or not (as it costs less then), and end in it: so much is held
    back as the months between will not bring.

    With ``freely`` a debt gets money although some is held back, where its end brings that back in time: by each month
    that would lack it, there has to be as much as the debt leaves then.
    """

    order: tuple[int, ...]
    wait: frozenset[int] = frozenset()
    keen: frozenset[int] = frozenset()
    since: Mapping[int, int] = field(default_factory=dict)
    until: Mapping[int, int] = field(default_factory=dict)
    on: Mapping[int, int] = field(default_factory=dict)
    reserve: bool = False
    leave: Mapping[int, int] = field(default_factory=dict)
    by: Mapping[int, int] = field(default_factory=dict)
    at: Mapping[int, int] = field(default_factory=dict)
    freely: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """The same for orders that decide the same."""
        months = (self.since, self.until, self.on, self.leave, self.by, self.at)
        plain = self.order, self.wait, self.keen, self.reserve, self.freely
        return *plain, *(tuple(one.items()) for one in months)

    def _takes_part(self, index: int, month: int) -> bool:
        return max(self.since.get(index, 0), self.at.get(index, 0)) <= month <= self.until.get(index, month)

    def spend(self, walk: Walk) -> None:
        """Debt after debt until the money is used or held back."""
        self._spend_by_month(walk)
        if not (self.reserve or self.on or self.by or self.at):
            self._spend(walk, 0)
            return
        if self.freely:
            self._spend_freely(walk)
            return
        for _ in range(ROUNDS if walk.problem.asks_by_balance else 1):
            before = walk.cash
            held = min(self._needed(walk), before)
            walk.cash -= held
            kept = self._spend(walk, held)
            walk.cash += kept
            if walk.cash == before or not held:
                break

    def _spend_by_month(self, walk: Walk) -> None:
        """What has its month: settlements, and what is to end by one or in one."""
        for index, month in self.on.items():
            if month <= walk.month and walk.balances[index] and (month == walk.month or self._still(walk, index)):
                walk.settle(index)
        for index, month in self.by.items():
            if month >= walk.month and walk.balances[index]:
                self._pay_towards(walk, index, month)
        for index, month in self.at.items():
            if month <= walk.month and walk.balances[index]:
                walk.pay(index, walk.balances[index])

    def rests(self, walk: Walk) -> bool:
        """Whether all that is open is left to what it requires from now on."""
        month = walk.month
        for index in walk.open:
            debt = walk.problem.debts[index]
            if not isinstance(debt, Scheduled):
                if self._serves(index, month):
                    return False
                continue
            if self.on.get(index, 0) > month:
                return False
            if index in self.on and debt.saves_until > month:
                return False
            until = debt.taken_until if index in self.keen else debt.saves_until
            if until > month and self.until.get(index, until) > month and index in self.order:
                return False
        return True

    def _serves(self, index: int, month: int) -> bool:
        """Whether a debt without a schedule may get something after a month."""
        if self.by.get(index, 0) > month or index in self.at:
            return True
        return index in self.order and self.until.get(index, LONGEST) > month

    def _needed(self, walk: Walk) -> int:
        """What must be kept for months to come: for settlements in their month, for what a later month requires."""
        now, prices = walk.month, self._prices(walk)
        last = self._last(walk, prices)
        if last <= now:
            return 0
        coming = walk.coming(last, self.on)
        brought, need, total = list(accumulate(coming)), 0, 0
        # what lacks rises in months with a price, and in others only where they ask for more than they bring
        ends = sorted(prices) if min(coming) >= 0 else range(now + 1, last + 1)
        for month in ends:
            total += prices.get(month, 0)
            lacks = total - brought[month - now - 1]
            if lacks > need:
                need = lacks
        return need

    def _last(self, walk: Walk, prices: Mapping[int, int]) -> int:
        """The last month for which something is kept."""
        return max([*prices, walk.problem.last_peak if self.reserve else 0])

    def _prices(self, walk: Walk) -> dict[int, int]:
        """What the ends of debts in months to come take, by month."""
        now, balances, debts = walk.month, walk.balances, walk.problem.debts
        prices: dict[int, int] = {}
        for index, month in self.on.items():
            if month > now and balances[index]:
                settling = debts[index].settle[month - 1]  # type: ignore[union-attr]
                prices[month] = prices.get(month, 0) + (settling.total_minor if settling else 0)
        for index, month in self.by.items():
            if month > now and balances[index]:
                prices[month] = prices.get(month, 0) + self._awaited(walk, index, month)
        for index, month in self.at.items():
            if month > now and balances[index]:
                prices[month] = prices.get(month, 0) + self._ending(walk, index, month)
        return prices

    def _spend(self, walk: Walk, held: int) -> int:
        """Serve the debts in order; what of the money held back is still there afterwards."""
        balances, debts, limited = walk.balances, walk.problem.debts, bool(self.since or self.until or self.at)
        waits = 0
        for index in self.order:
            if walk.cash <= 0 and not held:
                break
            if not balances[index] or (limited and not self._takes_part(index, walk.month)):
                continue
            debt = debts[index]
            if not isinstance(debt, Scheduled):
                wish = self._wish(walk, index)
                if held and walk.month + walk.lasts(index) <= walk.problem.last_peak:
                    # what it is paid now it does not ask for before the money kept is needed
                    walk.cash += held
                    walk.pay(index, wish)
                    held = min(self._needed(walk), walk.cash)
                    walk.cash -= held
                else:
                    walk.pay(index, wish)
                if index in self.wait and walk.comes_later(index):
                    part = max(min(self._wish(walk, index), walk.cash), 0)
                    walk.cash, waits = walk.cash - part, waits + part
            elif index not in self.keen and debt.saving(walk.month) <= 0:
                continue
            elif held and self._frees(walk, index, held):
                walk.cash += held
                walk.settle(index)
                held = min(self._needed(walk), walk.cash)
                walk.cash -= held
            elif not walk.settle(index) and index in self.wait:
                break
        walk.cash += waits
        return held

    def _spend_freely(self, walk: Walk) -> None:
        """Serve the debts in order, each with what need not be held back from it."""
        need: int | None = None
        for index in self.order:
            if walk.cash <= 0:
                break
            if not walk.balances[index] or not self._takes_part(index, walk.month):
                continue
            need = self._needed(walk) if need is None else need
            debt, held = walk.problem.debts[index], max(min(need, walk.cash), 0)
            if isinstance(debt, Scheduled):
                saves = index in self.keen or debt.saving(walk.month) > 0
                if saves and self._frees(walk, index, 0) and walk.settle(index):
                    need = None
                continue
            wish = self._wish(walk, index)
            if held and walk.cash - held < wish:
                beyond = min(held, walk.cash - self._beyond(walk, index))
                need, held = (need, held) if beyond == held else (None, beyond)
            walk.cash -= held
            walk.pay(index, wish)
            walk.cash += held

    def _beyond(self, walk: Walk, index: int) -> int:
        """What may be paid on a debt although money is held back: where its end brings that back in time, all."""
        prices = self._prices(walk)
        last = self._last(walk, prices)
        there = most = walk.cash
        months = zip(walk.coming(last, self.on), walk.lefts(index, last), strict=True)
        for month, (money, left) in enumerate(months, walk.month + 1):
            there += money - prices.get(month, 0)
            if left and there < min(left, most):
                most = there
        return max(most, 0)

    def _pay_towards(self, walk: Walk, index: int, month: int) -> None:
        """Pay on a debt what the months up to the one in which it is to end will lack for that."""
        debt, left = walk.problem.debts[index], walk.left_in(index, month)
        assert not isinstance(debt, Scheduled)
        coming = sum(walk.coming(month, self.on)) if month > walk.month else 0
        lacks = left + debt.charge(left, month) - coming if coming else left
        walk.pay(index, max(lacks, LEAST) if lacks > 0 else 0)

    def _still(self, walk: Walk, index: int) -> bool:
        """Whether settling a loan whose month is over saves something now."""
        debt = walk.problem.debts[index]
        return isinstance(debt, Scheduled) and walk.month <= debt.saves_until and debt.saving(walk.month) > 0

    def _awaited(self, walk: Walk, index: int, month: int) -> int:
        """What ends a debt in a month to come, if it takes no money yet; 0 where it takes some now, or none then."""
        debt = walk.problem.debts[index]
        assert not isinstance(debt, Scheduled)
        return 0 if debt.takes(walk.month) else self._ending(walk, index, month)

    def _ending(self, walk: Walk, index: int, month: int) -> int:
        """What ends a debt in a month to come, if nothing is paid on it early before; 0 where it takes none then."""
        debt = walk.problem.debts[index]
        assert not isinstance(debt, Scheduled)
        if not debt.takes(month):
            return 0
        left = walk.left_in(index, month)
        return left + debt.charge(left, month)

    def _wish(self, walk: Walk, index: int) -> int:
        """What may be paid early on a debt at most, fen."""
        months, owed = self.leave.get(index, 0), walk.balances[index]
        return max(owed - walk.ended_in(index, months), 0) if months else owed

    def _frees(self, walk: Walk, index: int, held: int) -> bool:
        """Whether settling a loan now, also with money held back, leaves what the others will need."""
        price = walk.price(index)
        if price is None or price > walk.cash + held:
            return False
        with walk.supposing(index, 0):
            need = self._needed(walk)
        return price + need <= walk.cash + held


def reserving(problem: Problem, rule: Rule) -> Rule | None:
    """The rule that also keeps what later months require; None where it does already, or no month asks for more."""
    if not isinstance(rule, Order) or rule.reserve or not problem.last_peak:
        return None
    return replace(rule, reserve=True)


@dataclass(frozen=True, slots=True)
class Phases:
    """One order after another: each from its month on (the first from month 1)."""

    phases: tuple[tuple[int, Order], ...]

    def spend(self, walk: Walk) -> None:
        """By the order of this month."""
        chosen = self.phases[0][1]
        for month, order in self.phases:
            if month <= walk.month:
                chosen = order
        chosen.spend(walk)

    def rests(self, walk: Walk) -> bool:
        """Whether every order that is still to come does."""
        coming = (order for at, (_, order) in enumerate(self.phases) if self._ends(at) > walk.month + 1)
        return all(order.rests(walk) for order in coming)

    def _ends(self, at: int) -> int:
        """The first month that is no more in the order at that place."""
        later = [month for month, _ in self.phases[at + 1 :]]
        return min(later, default=LONGEST + 1)


@dataclass(frozen=True, slots=True)
class Script:
    """Extra money and settlements month by month, as another solver found them; ``after`` goes on where it ends.

    ``extras`` holds for each month the wish for each debt (fen, by position), ``settles`` the loans to settle, and
    ``holds`` the money to keep for later; what is left above that goes to the debts that have a wish, if that costs
    no fee. A settlement for which the money does not suffice in its month is made up for as soon as it does.
    """

    extras: tuple[Mapping[int, int], ...]
    settles: tuple[frozenset[int], ...]
    holds: tuple[int, ...]
    after: Order

    def spend(self, walk: Walk) -> None:
        """Settlements first, then the wishes, as far as the money goes."""
        if walk.month > len(self.extras):
            self.after.spend(walk)
            return
        for ending in self.settles[: walk.month]:
            for index in sorted(ending):
                if walk.balances[index]:
                    walk.settle(index)
        wishes = self.extras[walk.month - 1]
        for index, amount in wishes.items():
            walk.pay(index, amount)
        for index in wishes:
            debt = walk.problem.debts[index]
            if not isinstance(debt, Scheduled) and not debt.fee_in(walk.month):
                walk.pay(index, max(0, walk.cash - self.holds[walk.month - 1]))

    def rests(self, walk: Walk) -> bool:
        """Whether what goes on after it does."""
        return walk.month > len(self.extras) and self.after.rests(walk)

    def first(self, months: int) -> Script:
        """The same up to a month, and what goes on after it from there."""
        return replace(self, extras=self.extras[:months], settles=self.settles[:months], holds=self.holds[:months])

    def keeping(self, month: int, missing_minor: int) -> Script | None:
        """The same with so much less paid in the last months before ``month``, and kept for it; None: there is none."""
        extras, holds, left = [dict(wishes) for wishes in self.extras], list(self.holds), missing_minor
        for at in range(min(month - 1, len(extras)) - 1, -1, -1):
            before = left
            for index, amount in extras[at].items():
                part = min(left, amount)
                extras[at][index] = amount - part
                left -= part
            for later in range(at, min(month - 1, len(holds))):
                holds[later] += before - left
            if not left:
                return replace(self, extras=tuple(extras), holds=tuple(holds))
        return None
