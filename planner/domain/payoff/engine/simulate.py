"""The one month-by-month engine: debts, money and a rule of who gets the extra money → what is paid, to the fen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import add, sub
from typing import Any, Protocol

from planner.domain.payoff.engine.bears import Room
from planner.domain.payoff.engine.course import Asked
from planner.domain.payoff.engine.model import LONGEST, Balance, Debt, Problem, Reducing, Scheduled
from planner.domain.payoff.engine.parted import Keeps, Parted, Standing
from planner.domain.payoff.engine.tabbed import Tabbed
from planner.domain.payoff.engine.tabs import TRIFLE
from planner.errors import PlannerError


@dataclass(frozen=True, slots=True)
class Payment:
    """What one debt is paid in one month, and what it leaves. Amounts in fen, none negative.

    ``required_minor`` is the instalment or minimum, ``extra_minor`` what is paid above it, ``settling_minor`` the
    principal that a full settlement repays; ``interest_minor`` and ``fee_minor`` are this month's cost (the fee of an
    early payment included); ``balance_minor`` is owed at the end of the month. ``apart`` are the instalments in
    ``required_minor``, by due date, where several fall due in the month and take parts early, ``between`` what a loan
    by instalments owes after each of them. A card that is paid off goes on to pay the yearly fees on its bills, as long
    as the plan lasts.
    """

    debt: int
    required_minor: int
    extra_minor: int
    settling_minor: int
    interest_minor: int
    fee_minor: int
    paid_minor: int
    balance_minor: int
    apart: tuple[int, ...] = ()
    between: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a plan: ``number`` (1 …), the money there was, what was paid and what is carried on.

    ``absent_minor`` of what is carried on is not there by the day of any debt: see ``Problem.bears``.
    """

    number: int
    budget_minor: int
    brought_minor: int
    payments: tuple[Payment, ...]
    carried_minor: int
    absent_minor: int = 0

    @property
    def paid_minor(self) -> int:
        """All that is paid this month."""
        return sum(payment.paid_minor for payment in self.payments)

    @property
    def required_minor(self) -> int:
        """What must be paid this month."""
        return sum(payment.required_minor for payment in self.payments)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a rule leads.

    ``cost_minor`` is interest and fees that are still to be paid: all payments less the principal owed at the start.
    ``closed`` holds for each debt (in the order of the problem) the month in which it ends, ``required_minor`` for each
    month what must be paid.
    """

    cost_minor: int
    closed: tuple[int, ...]
    required_minor: tuple[int, ...]
    months: tuple[Month, ...] = field(default=(), compare=False)

    @property
    def length(self) -> int:
        """The month in which the last debt ends."""
        return max(self.closed, default=0)


class Shortfall(Exception):
    """The money does not cover what is required: the month, what is missing (fen) and the required payments."""

    def __init__(self, month: int, missing_minor: int, required: Mapping[int, int]) -> None:
        super().__init__(month, missing_minor)
        self.month = month
        self.missing_minor = missing_minor
        self.required = dict(required)


class NeverEnds(PlannerError):
    """Debts (by id) that are still open after 100 years; whoever knows the loans tells their names."""

    def __init__(self, debts: Sequence[int]) -> None:
        super().__init__("plan.never_ends", loans=tuple(debts))
        self.debts = tuple(debts)


class Rule(Protocol):
    """Who gets the extra money: called once a month, after the required payments."""

    def spend(self, walk: Walk) -> None:
        """Use ``walk.pay`` and ``walk.settle``; what is left is carried (or spent elsewhere)."""

    def rests(self, walk: Walk) -> bool:
        """Whether it surely spends nothing any more on what is still open."""


_Soon = tuple[Mapping[int, int], int, int, list[int]]
"""What months bring beyond what they ask for, from the one behind a month on: ends, last month, that month, amounts."""


class Walk:
    """The state of a plan between two months. ``cash`` is what is left after the required payments.

    ``balances`` are what each debt still owes; those of loans by instalments are principal. Indices are positions in
    ``problem.debts``.
    """

    __slots__ = (
        "_apart",
        "_between",
        "_calm",
        "_calm_asked",
        "_calm_costs",
        "_charged",
        "_doubt",
        "_extra",
        "_freed",
        "_is_calm",
        "_room",
        "_settled",
        "_soon",
        "_standing",
        "_stirred",
        "_tabs",
        "_yearly",
        "balances",
        "cash",
        "closed",
        "cost",
        "month",
        "open",
        "problem",
        "required",
    )

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.balances = [debt.balance_minor for debt in problem.debts]
        self.open = [index for index, balance in enumerate(self.balances) if balance > 0]
        # a card of which a fee alone is to come has ended
        self.closed = [
            int(not balance and _charges_yearly(debt))
            for balance, debt in zip(self.balances, problem.debts, strict=True)
        ]
        self.cash = self.month = 0
        self.cost = problem.charged_minor
        self.required: list[int] = []
        self._extra: dict[int, int] = {}
        self._charged: dict[int, int] = {}
        self._settled: dict[int, int] = {}
        self._standing: list[Standing | None] = [None] * len(self.balances)
        self._apart: dict[int, tuple[int, ...]] = {}
        self._between: dict[int, tuple[int, ...]] = {}
        self._tabs = {index: debt.opening for index, debt in enumerate(problem.debts) if isinstance(debt, Tabbed)}
        self._is_calm = [debt.course is not None for debt in problem.debts]
        self._calm = [index for index in self.open if self._is_calm[index]]  # nothing was paid early on them yet
        self._stirred = [index for index in self.open if not self._is_calm[index]]
        self._calm_asked, self._calm_costs = map(list, problem.undisturbed)
        self._freed: tuple[Mapping[int, int], list[int]] | None = None
        self._doubt: int | None = None  # of which a payment is only supposed
        self._yearly = [index for index, debt in enumerate(problem.debts) if _charges_yearly(debt)]
        self._soon: _Soon | None = None  # what ``coming`` has said, while it holds
        self._room = None if problem.slots is None else Room(problem.slots)

    def pay(self, index: int, amount_minor: int) -> int:
        """Pay up to ``amount_minor`` above the required payment of a reducing debt, as far as it and the money go.

        Returns:
            What was taken from the cash, the fee included.
        """
        debt = self.problem.debts[index]
        if isinstance(debt, Scheduled) or not debt.takes(self.month):
            return 0
        before, owed = self._extra.get(index, 0), self.balances[index]
        extra = min(amount_minor, owed, self.most(index))
        if extra <= 0:
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

    def _there(self, index: int) -> int:
        """The cash that is there by the day on which a debt is paid, at least 0."""
        if self._room is None:
            return self.cash
        room = self._room.of(index)
        return self.cash if room is None else max(min(self.cash, room), 0)

    @contextmanager
    def supposing(self, index: int, amount_minor: int) -> Iterator[None]:
        """As if so much more were paid of a debt (a scheduled loan: as if that settled it), to look at ``coming``."""
        balance, cash, extra, soon = self.balances[index], self.cash, self._extra.get(index), self._soon
        self._soon, self._doubt = None, index
        paid = amount_minor if isinstance(self.problem.debts[index], Scheduled) else min(amount_minor, balance)
        self.cash -= paid
        if isinstance(self.problem.debts[index], Scheduled):
            self.balances[index] = 0
        else:
            self.balances[index] -= paid
            self._extra[index] = (extra or 0) + paid
        yield
        self.balances[index], self.cash, self._soon, self._doubt = balance, cash, soon, None
        if extra is None:
            self._extra.pop(index, None)
        else:
            self._extra[index] = extra

    def price(self, index: int) -> int | None:
        """What ends a scheduled loan this month on top of its instalment; None where that is not accepted."""
        debt = self.problem.debts[index]
        if not isinstance(debt, Scheduled) or not self.balances[index]:
            return None
        settling = debt.settle[self.month - 1]
        return None if settling is None else settling.total_minor

    def lasts(self, index: int) -> int:
        """How many more months a debt that takes parts asks for what it requires now, if nothing else is paid."""
        debt, balance = self.problem.debts[index], self.balances[index]
        assert not isinstance(debt, Scheduled)
        if isinstance(debt, Parted):
            month = max(self.month + 1, debt.terms[0].month)
            pace = debt.ask(balance, month, self._stands(index))[0]
        else:
            month = max(self.month + 1, debt.first)
            interest = debt.interest(balance, month)
            pace = debt.required(balance, interest, month) - interest
        return LONGEST if pace <= 0 else -(-balance // pace)

    def ended_in(self, index: int, months: int) -> int:
        """The balance of a debt that takes parts which is gone in so many months by what it asks for now, about.

        Rates are taken as they are in the next month, and payments are rounded down: what matters is only about how
        much early money is worth its fee.
        """
        debt, balance = self.problem.debts[index], self.balances[index]
        if isinstance(debt, Parted):
            month = max(self.month + 1, debt.terms[0].month)
            principal, interest, _, _ = debt.ask(balance, month, self._stands(index))
            if debt.keeps is not Keeps.PAYMENT:
                return min(principal * months, balance)
        else:
            assert isinstance(debt, Reducing)
            month = max(self.month + 1, debt.first)
            interest = debt.interest(balance, month)
            principal = debt.required(balance, interest, month) - interest
        left = 0
        for _ in range(months if principal > 0 else 0):
            left = (left + principal + interest) * balance // (balance + interest)
        return min(left, balance)

    def _stands(self, index: int) -> Standing | None:
        """How a loan by instalments stands now, with what was paid early this month."""
        debt, extra, standing = self.problem.debts[index], self._extra.get(index, 0), self._standing[index]
        if not extra or not self.balances[index]:
            return standing
        assert isinstance(debt, Parted)
        return debt.departed(self.month, self.balances[index] + extra, self.balances[index], standing)

    def coming(self, last: int, ends: Mapping[int, int]) -> list[int]:
        """What each month from the next one to ``last`` brings beyond its required payments, as things stand.

        Scheduled loans in ``ends`` are settled in that month and ask for nothing more.
        """
        soon = self._soon
        if soon is not None and soon[0] is ends and soon[1] == last and not self._yearly:
            return soon[3][self.month - soon[2] :]
        free = self._coming(last, ends)
        self._soon = (ends, last, self.month, free)
        return free

    def _coming(self, last: int, ends: Mapping[int, int]) -> list[int]:
        asked = self._calm_asked[self.month : last]
        free = self.problem.budget.between(self.month + 1, last)
        free[: len(asked)] = map(sub, free, asked)
        if ends:
            freed = self._freed_by(ends)[self.month : last]
            free[: len(freed)] = map(add, free, freed)
        stirred, fixed = self._stirred, 0
        if self._doubt is not None and self._is_calm[self._doubt]:
            self._leave_out(self._doubt, ends, free)
            stirred = [*stirred, self._doubt]
        for index in stirred:
            debt, balance = self.problem.debts[index], self.balances[index]
            if not balance:
                continue
            if isinstance(debt, Parted):
                self._take_instalments(debt, index, free)
            elif isinstance(debt, Tabbed):
                self._take_bills(debt, balance, self._tabs[index], free)
            elif isinstance(debt, Reducing):
                if debt.steady and self.month >= debt.first and balance >= debt.minimum_minor * len(free):
                    fixed += debt.minimum_minor  # interest only adds to it, so it lasts
                else:
                    self._take_required(debt, balance, free)
        for place in range(len(free)) if self._yearly else ():
            free[place] -= sum(map(sum, self._fees(self.month + 1 + place).values()))
        return [money - fixed for money in free] if fixed else free

    def _freed_by(self, ends: Mapping[int, int]) -> list[int]:
        """What loans ask for no more by month, from month 1, because they are settled in the months ``ends``."""
        if self._freed is None or self._freed[0] is not ends:
            freed = [0] * len(self._calm_asked)
            for index, month in ends.items():
                if self._is_calm[index]:
                    asked = self.problem.debts[index].course.asked  # type: ignore[union-attr]
                    freed[month : len(asked)] = map(add, freed[month : len(asked)], asked[month:])
            self._freed = (ends, freed)
        return self._freed[1]

    def _leave_out(self, index: int, ends: Mapping[int, int], free: list[int]) -> None:
        """Give back to the months to come what a debt on its course takes from them."""
        asked = self.problem.debts[index].course.asked  # type: ignore[union-attr]
        for at in range(self.month, min(len(asked), ends.get(index, LONGEST), self.month + len(free))):
            free[at - self.month] += asked[at]

    def left_in(self, index: int, month: int) -> int:
        """What a debt that takes parts leaves owed in a month to come, or in this one, if nothing is paid early."""
        debt, balance, free = self.problem.debts[index], self.balances[index], [0] * (month - self.month)
        if not free or not balance:
            return balance
        if self._is_calm[index] and self._doubt != index:
            left = debt.course.left  # type: ignore[union-attr]
            return left[month] if month < len(left) else 0
        if isinstance(debt, Parted):
            return self._take_instalments(debt, index, free)
        if isinstance(debt, Tabbed):
            return self._take_bills(debt, balance, self._tabs[index], free)
        assert isinstance(debt, Reducing)
        return self._take_required(debt, balance, free)

    def _take_bills(self, debt: Tabbed, balance: int, tab: Any, free: list[int]) -> int:
        """Take from what months bring what a debt with a tab asks for; what it leaves owed."""
        for place in range(len(free)):
            required, interest, fee, tab = debt.ask(balance, self.month + 1 + place, tab)
            free[place] -= sum(required)
            balance += interest + fee - sum(required)
            if balance <= 0:
                break
        return balance

    def _take_required(self, debt: Reducing, balance: int, free: list[int]) -> int:
        """The same of another one without a schedule."""
        for place in range(len(free)):
            interest, required = debt.asked(balance, self.month + 1 + place)
            free[place] -= required
            balance += interest - required
            if balance <= 0:
                break
        return balance

    def _take_instalments(self, debt: Parted, index: int, free: list[int]) -> int:
        """The same of a loan by instalments."""
        balance, standing = self.balances[index], self._stands(index)
        for place in range(len(free)):
            principal, interest, fee, standing = debt.ask(balance, self.month + 1 + place, standing)
            free[place] -= principal + interest + fee
            balance -= principal
            if balance <= 0:
                break
        return balance

    def comes_later(self, index: int) -> bool:
        """Whether money waits for a debt only because it is not there by its day of this month."""
        return self._room is not None and self._room.of(index) is not None and self._there(index) < self.cash

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

    @property
    def scheduled(self) -> bool:
        """Whether all that is open has a schedule."""
        return all(isinstance(self.problem.debts[index], Scheduled) for index in self.open)

    @property
    def never_ends(self) -> bool:
        """Whether what is required is always there and ends no debt that is open, if nothing is paid early any more."""
        budget, asked = self.problem.budget, 0
        if self._yearly or self.month < budget.steady_from:
            return False
        for index in self.open:
            debt, balance = self.problem.debts[index], self.balances[index]
            if type(debt) is not Reducing or not debt.stays_owed(balance, self.month):
                return False
            asked += debt.asked(balance, self.month + 1)[1]
        return asked <= budget.month(self.month + 1)

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

    def _fees(self, month: int) -> dict[int, tuple[int, ...]]:
        """The yearly fees on the bills of cards that are paid off, by due date of the month."""
        found = {}
        for index in self._yearly:
            debt = self.problem.debts[index]
            apart: tuple[int, ...] = ()
            if isinstance(debt, Scheduled):
                apart = debt.fees_in(month) if month > len(debt.rows) else ()
            elif isinstance(debt, Tabbed) and 0 < self.closed[index] < month:
                apart = debt.fees_after(self._tabs[index], month)
            if any(apart):
                found[index] = apart
        return found

    @property
    def charges(self) -> bool:
        """Whether a yearly fee is on a bill that falls due later, of a card on which nothing else is owed."""
        return any(self._fee_until(index) for index in self._yearly)

    def _fee_until(self, index: int) -> int:
        debt = self.problem.debts[index]
        if isinstance(debt, Scheduled):
            return debt.fee_until(self.month)
        assert isinstance(debt, Tabbed)
        return debt.fee_until(self._tabs[index], self.month)

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


def _charges_yearly(debt: Debt) -> bool:
    return isinstance(debt, Scheduled | Tabbed) and debt.yearly_fees


def run(problem: Problem, rule: Rule, *, record: bool = False, months: int | None = None) -> Outcome:
    """Follow a rule to the end, at which nothing is owed, or for so many ``months``.

    ``record`` keeps every month; trying many rules needs none.

    A debt that is still open after ``months`` has 0 in ``closed``.

    Raises:
        Shortfall: In the first month whose required payments are more than the money.
        NeverEnds: Debts are still open after 100 years, or surely will be.
    """
    walk = Walk(problem)
    kept: list[Month] = []
    while (walk.open or walk.charges) and walk.month != months:
        rests = bool(walk.open) and not record and months is None and rule.rests(walk)
        if rests and walk.scheduled:
            walk.finish()
            continue
        if walk.month >= LONGEST or (rests and walk.never_ends):
            raise NeverEnds([problem.debts[index].id for index in walk.open])
        walk.step(rule, kept if record else None)
    return Outcome(walk.cost, tuple(walk.closed), tuple(walk.required), tuple(kept))


def lenders_open(problem: Problem, closed: Sequence[int]) -> dict[int, int]:
    """For each lender to whom something is owed at the start the month in which its last debt ends."""
    ends: dict[int, int] = dict.fromkeys(problem.lenders, 0)
    for debt, month in zip(problem.debts, closed, strict=True):
        if debt.lender in ends:
            ends[debt.lender] = max(ends[debt.lender], month)
    return ends


def reached(problem: Problem, closed: Sequence[int]) -> tuple[int, ...]:
    """For each count K from 0 to all lenders: the month at whose end at most K lenders are open."""
    ends = sorted(lenders_open(problem, closed).values(), reverse=True)
    return (*ends, 0)
