"""How a plan stands between two months, and what the months to come ask for as things stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from operator import add, sub
from typing import Any

from planner.domain.payoff.engine.bears import Room
from planner.domain.payoff.engine.model import LONGEST, Reducing, Scheduled, is_owed
from planner.domain.payoff.engine.parted import Keeps, Parted, Standing
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.tabbed import Tabbed

_Soon = tuple[Mapping[int, int], int, int, list[int]]
"""What months bring beyond what they ask for, from the one behind a month on: ends, last month, that month, amounts."""


class Ahead:
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
        self.open = [index for index, debt in enumerate(problem.debts) if is_owed(debt)]
        # a card of which a fee alone is to come has ended
        self.closed = [int(not is_owed(debt) and debt.yearly_fees) for debt in problem.debts]
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
        self._yearly = [index for index, debt in enumerate(problem.debts) if debt.yearly_fees]
        self._soon: _Soon | None = None  # what ``coming`` has said, while it holds
        self._room = None if problem.slots is None else Room(problem.slots)

    def price(self, index: int) -> int | None:
        """What ends a scheduled loan this month on top of its instalment; None where that is not accepted."""
        debt = self.problem.debts[index]
        if not isinstance(debt, Scheduled) or not self.balances[index]:
            return None
        settling = debt.settle[self.month - 1]
        return None if settling is None else settling.total_minor

    def _stands(self, index: int) -> Standing | None:
        """How a loan by instalments stands now, with what was paid early this month."""
        debt, extra, standing = self.problem.debts[index], self._extra.get(index, 0), self._standing[index]
        if not extra or not self.balances[index]:
            return standing
        assert isinstance(debt, Parted)
        return debt.departed(self.month, self.balances[index] + extra, self.balances[index], standing)

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

    def comes_later(self, index: int) -> bool:
        """Whether money waits for a debt only because it is not there by its day of this month."""
        return self._room is not None and self._room.of(index) is not None and self._there(index) < self.cash

    def _there(self, index: int) -> int:
        """The cash that is there by the day on which a debt is paid, at least 0."""
        if self._room is None:
            return self.cash
        room = self._room.of(index)
        return self.cash if room is None else max(min(self.cash, room), 0)

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

    def lefts(self, index: int, last: int) -> list[int]:
        """The same for each month from the next one to ``last``."""
        debt, balance, found = self.problem.debts[index], self.balances[index], list[int]()
        if self._is_calm[index] and self._doubt != index:
            found += debt.course.left[self.month + 1 : last + 1]  # type: ignore[union-attr]
            return found + [0] * (last - self.month - len(found))
        standing, tab = self._stands(index) if isinstance(debt, Parted) else None, self._tabs.get(index)
        for month in range(self.month + 1, last + 1):
            if balance <= 0:
                pass
            elif isinstance(debt, Parted):
                principal, _, _, standing = debt.ask(balance, month, standing)
                balance -= principal
            elif isinstance(debt, Tabbed):
                required, interest, fee, tab = debt.ask(balance, month, tab)
                balance += interest + fee - sum(required)
            else:
                assert isinstance(debt, Reducing)
                interest, asked = debt.asked(balance, month)
                balance += interest - asked
            found.append(balance)
        return found

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
