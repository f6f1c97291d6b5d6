"""A plan month by month: interest, required payments, then what a rule does with the rest; to the fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import sub
from typing import Protocol

from planner.domain.payoff.engine.ahead import Ahead
from planner.domain.payoff.engine.course import Asked
from planner.domain.payoff.engine.model import Balance, Debt, Reducing, Scheduled
from planner.domain.payoff.engine.outcome import Month, Payment, Shortfall
from planner.domain.payoff.engine.parted import Parted, Standing
from planner.domain.payoff.engine.tabbed import Tabbed
from planner.domain.payoff.engine.tabs import TRIFLE

LEAST = 100  # fen that a plan pays early in a month on a debt at least, unless they end it: nobody pays a few fen


class Rule(Protocol):
    """Who gets the extra money: called once a month, after the required payments."""

    def spend(self, walk: Walk) -> None:
        """Use ``walk.pay`` and ``walk.settle``; what is left is carried (or spent elsewhere)."""

    def rests(self, walk: Walk) -> bool:
        """Whether it surely spends nothing any more on what is still open."""


class Walk(Ahead):
    """A plan that is gone through month by month; how it stands: see ``Ahead``."""

    __slots__ = ()

    def pay(self, index: int, amount_minor: int) -> int:
        """Pay up to ``amount_minor`` above the required payment of a reducing debt, as far as it and the money go.

        Nothing where that is less than ``LEAST`` in the month and does not end it.

        Returns:
            What was taken from the cash, the fee included.
        """
        debt = self.problem.debts[index]
        if isinstance(debt, Scheduled) or not debt.takes(self.month):
            return 0
        before, owed = self._extra.get(index, 0), self.balances[index]
        extra = min(amount_minor, owed, self.most(index))
        if extra <= 0 or (extra < owed and before + extra < LEAST):
            return 0
        charge = 0 if debt.free else self._charge(index, debt, extra)
        if extra == owed and type(debt) is not Reducing:
            staying = debt.staying(self.month)
            if staying and extra + charge + staying > self._there(index):
                # what is charged all the same is due with the end; of a few fen no instalment keeps to its term
                return self.pay(index, owed - TRIFLE)
            charge += staying
        elif extra < owed and self._is_next(index, debt, extra + charge):
            return self.pay(index, extra - 1)
        self.balances[index] -= extra
        self.cash -= extra + charge
        if self._room is not None:
            self._room.take(index, extra + charge)
        self.cost += charge
        self._extra[index] = before + extra
        self._charged[index] = self._charged.get(index, 0) + charge
        if self._is_calm[index]:
            self._stir(index)
            self._stirred.append(index)
        if self._soon is not None and not self._asks_the_same(debt, owed - extra, self._soon[1]):
            self._soon = None
        return extra + charge

    def _is_next(self, index: int, debt: Balance, paid_minor: int) -> bool:
        """Whether with so much more all that is paid early this month is what falls due next, for its lender too."""
        before = self._extra.get(index, 0)
        paid, balance = paid_minor + before + self._charged.get(index, 0), self.balances[index] + before
        if isinstance(debt, Parted):
            return debt.is_next(balance, self.month, self._standing[index], paid)
        return type(debt) is Reducing and debt.is_next(balance, self.month, paid)

    def _stir(self, index: int) -> None:
        """From the next month on a debt leaves its course."""
        course, asked, costs = self.problem.debts[index].course, self._calm_asked, self._calm_costs
        assert course is not None
        first, last = self.month, len(course.rows)
        asked[first:last] = map(sub, asked[first:last], course.asked[first:])
        costs[first:last] = map(sub, costs[first:last], course.costs[first:])
        self._is_calm[index] = False
        self._calm.remove(index)
        self._freed = None

    def _asks_the_same(self, debt: Debt, balance: int, last: int) -> bool:
        """Whether a payment that leaves so much changes nothing in what a debt asks for up to a month."""
        lasts = type(debt) is Reducing and debt.steady and self.month >= debt.first
        return lasts and balance >= debt.minimum_minor * (last - self.month)  # type: ignore[union-attr]

    def most(self, index: int) -> int:
        """The most above the required payment for which the money suffices that is there by the debt's day, the fee
        included; 0 for a scheduled loan."""
        debt = self.problem.debts[index]
        if isinstance(debt, Scheduled):
            return 0
        there = self._there(index)
        return there if debt.free else debt.extra_for(there, self._bearing(index, debt), self.month)

    def _charge(self, index: int, debt: Balance, extra: int) -> int:
        """The fee for so much more above the required payment of the month."""
        before = self._bearing(index, debt)
        return debt.charge(before + extra, self.month) - debt.charge(before, self.month)

    def _bearing(self, index: int, debt: Balance) -> int:
        """What was paid early this month and bears a fee; below 0 what is to be paid before anything does."""
        extra = self._extra.get(index, 0)
        return extra - debt.uncharged(self._tabs[index]) if isinstance(debt, Tabbed) else extra

    def settle(self, index: int) -> bool:
        """Settle a scheduled loan, if it is accepted this month and the money that is there by its day suffices."""
        price = self.price(index)
        if price is None or price > self._there(index):
            return False
        self.cash -= price
        if self._room is not None:
            self._room.take(index, price)
        self.cost += price - self.balances[index]
        self._charged[index] = price - self.balances[index]
        self._settled[index] = self.balances[index]
        self.balances[index] = 0
        self._stir(index)
        self._end_on_bills(index, price)
        if self._soon is not None and (self._tabs or self._soon[0].get(index) != self.month):
            self._soon = None
        return True

    def _end_on_bills(self, index: int, price: int) -> None:
        """An instalment plan that ends early is on the next bill of its card, and on none behind it."""
        debt = self.problem.debts[index]
        if isinstance(debt, Scheduled) and debt.on_bills_of is not None:
            card, plan = debt.on_bills_of
            for other, tab in self._tabs.items():
                if self.problem.debts[other].id == card:
                    self._tabs[other] = tab.without(plan, price)

    def step(self, rule: Rule, months: list[Month] | None = None) -> None:
        """One month: interest, required payments, then what the rule does with the rest; recorded in ``months``.

        Raises:
            Shortfall: The required payments are more than the money.
        """
        self.month += 1
        budget = self.problem.budget.month(self.month)
        brought = self.cash if self.problem.budget.carry else 0
        before = [] if months is None else list(zip(self.balances, self._standing, strict=True))
        asked, rows = self._require()
        fees = self._fees(self.month) if self._yearly else {}
        yearly = sum(map(sum, fees.values()))
        asked += yearly
        if not self.open:  # the plan lasts for them alone
            self.closed = [self.month if index in fees else ended for index, ended in enumerate(self.closed)]
        self.cost += yearly
        self.cash = budget + brought - asked
        if self.cash < 0:
            named = {self.problem.debts[i].id: self._row(i, rows)[0] for i in self.open}
            named |= {self.problem.debts[index].id: sum(apart) for index, apart in fees.items()}
            raise Shortfall(self.month, -self.cash, named)
        self.required.append(asked)
        due = [] if months is None else [self._due(index, rows, before) for index in self.open]
        if self._room is not None:
            self._open_room(rows, fees, asked)
        self._extra, self._charged, self._settled = {}, {}, {}
        rule.spend(self)
        if months is not None:
            paid = tuple(self._payment(index, *row) for index, row in zip(self.open, due, strict=True))
            paid += tuple(self._fee_payment(index, apart) for index, apart in fees.items())
            left = self.cash if self.problem.budget.carry else 0
            months.append(Month(self.month, budget, brought, paid, left, self._absent(left)))
        for index in self._extra:
            debt = self.problem.debts[index]
            if isinstance(debt, Parted) and not (debt.steady and self._standing[index]):
                self._standing[index] = self._stands(index)
        self._close()

    def _open_room(self, rows: Mapping[int, Asked], fees: Mapping[int, tuple[int, ...]], asked: int) -> None:
        """What cash bears of extra payments in the month, once what it requires is paid."""
        assert self._room is not None
        due = [self._row(index, rows) for index in self.open]
        ended = ((sum(apart), 0, 0) for apart in fees.values())  # cards that ended and charge a fee all the same
        self._room.open(self.month, (*self.open, *fees), (*due, *ended), asked)

    def _absent(self, left_minor: int) -> int:
        """What of the money that is left is not there by the day of any debt that would take it this month."""
        if self._room is None:
            return 0
        takers = []
        for index in self.open:
            debt = self.problem.debts[index]
            takes = self.price(index) is not None if isinstance(debt, Scheduled) else debt.takes(self.month)
            if takes and self.balances[index]:
                takers.append(index)
        return self._room.absent(takers, left_minor)

    def finish(self) -> None:
        """Pay what the schedules of all that is open ask for, to their ends.

        Raises:
            Shortfall: In the first month whose required payments are more than the money.
        """
        debts = [(index, self.problem.debts[index]) for index in self.open]
        first, last = self.month, max(len(debt.rows) for _, debt in debts)  # type: ignore[union-attr]
        asked = self._calm_asked[first:last]
        self.cost += sum(self._calm_costs[first:last])
        for index, debt in debts:
            self.balances[index], self.closed[index] = 0, len(debt.rows)  # type: ignore[union-attr]
        carry = self.problem.budget.carry
        for place in range(len(asked)) if self._yearly else ():
            fees = sum(map(sum, self._fees(first + 1 + place).values()))
            asked[place] += fees
            self.cost += fees
        for total in asked:
            self.month += 1
            self.cash = self.problem.budget.month(self.month) + (self.cash if carry else 0) - total
            if self.cash < 0:
                named = {debt.id: debt.totals[self.month - 1] for _, debt in debts if len(debt.rows) >= self.month}  # type: ignore[union-attr]
                raise Shortfall(self.month, -self.cash, named)
        self.required += asked
        self.open = self._calm = self._stirred = []

    def _require(self) -> tuple[int, dict[int, Asked]]:
        """Take interest and the required payment of every open debt: all that is paid, and the rows of the stirred."""
        debts, month, balances = self.problem.debts, self.month, self.balances
        asked, cost, rows = 0, 0, dict[int, Asked]()
        if month <= len(self._calm_asked):
            asked, cost = self._calm_asked[month - 1], self._calm_costs[month - 1]
        if self._calm:
            left = self.problem.left_in[month]
            for index in self._calm:
                balances[index] = left[index]
        for index in self._stirred:
            debt = debts[index]
            if type(debt) is Reducing:
                interest, paid = debt.asked(balances[index], month)
                balances[index] += interest - paid
                fee = 0
            elif isinstance(debt, Parted):
                principal, interest, fee, self._standing[index] = debt.ask(
                    balances[index], month, self._standing[index]
                )
                balances[index] -= principal
                paid = principal + interest + fee
            else:
                assert isinstance(debt, Tabbed)
                parts, interest, fee, self._tabs[index] = debt.ask(balances[index], month, self._tabs[index])
                self._apart[index] = parts
                paid = sum(parts)
                balances[index] += interest + fee - paid
            asked += paid
            cost += interest + fee
            rows[index] = (paid, interest, fee)
        self.cost += cost
        return asked, rows

    def _row(self, index: int, rows: Mapping[int, Asked]) -> Asked:
        """What the month asks for on a debt, of that interest and fee."""
        if index in rows:
            return rows[index]
        return self.problem.debts[index].course.rows[self.month - 1]  # type: ignore[union-attr]

    def _due(self, index: int, rows: Mapping[int, Asked], before: Sequence[tuple[int, Standing | None]]) -> Asked:
        """The same, to be told: also instalment by instalment where several fall due."""
        debt = self.problem.debts[index]
        if isinstance(debt, Parted) and debt.several:
            apart = debt.apart(before[index][0], self.month, before[index][1])
            self._apart[index], self._between[index] = (
                tuple(asked for asked, _ in apart),
                tuple(left for _, left in apart),
            )
        elif isinstance(debt, Reducing) and debt.several:
            self._apart[index] = debt.apart(before[index][0], self.month, self._row(index, rows)[0])
        return self._row(index, rows)

    def _payment(self, index: int, required: int, interest: int, fee: int) -> Payment:
        extra, charged = self._extra.get(index, 0), self._charged.get(index, 0)
        settled = self._settled.get(index, 0)
        paid = required + extra + settled + charged
        debt = self.problem.debts[index]
        apart = self._apart.get(index, ()), self._between.get(index, ())
        return Payment(debt.id, required, extra, settled, interest, fee + charged, paid, self.balances[index], *apart)

    def _fee_payment(self, index: int, apart: tuple[int, ...]) -> Payment:
        fee = sum(apart)
        return Payment(self.problem.debts[index].id, fee, 0, 0, 0, fee, fee, 0, apart)

    def _close(self) -> None:
        """Debts with nothing left end; a schedule may still hold rows without principal, which are owed."""
        balances = self.balances
        if not self._settled and self.month not in self.problem.ending and all(balances[i] for i in self._stirred):
            return
        still = []
        for index in self.open:
            debt = self.problem.debts[index]
            ended = not self.balances[index] and (
                not isinstance(debt, Scheduled) or index in self._settled or self.month >= len(debt.rows)
            )
            if ended:
                self.closed[index] = self.month
            else:
                still.append(index)
        self.open = still
        if len(still) < len(self._calm) + len(self._stirred):
            left = set(still)
            self._calm = [index for index in self._calm if index in left]
            self._stirred = [index for index in self._stirred if index in left]
