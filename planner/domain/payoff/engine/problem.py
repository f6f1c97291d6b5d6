"""The question of a payoff plan: the debts, and the money there is for them.

In each month interest falls due first, then every required payment, then extra money by the rule of the plan.
"""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, zip_longest

from planner.domain.payoff.engine.bears import Bears, Slot, Slots
from planner.domain.payoff.engine.model import LONGEST, Debt, Reducing, Scheduled, is_owed
from planner.domain.payoff.engine.parted import Keeps, Parted
from planner.values import dataclass, replace


@dataclass(frozen=True)
class Budget:
    """The money for debts: ``monthly_minor`` by month (the last amount holds on) and lump sums by month.

    ``carry`` says whether money that is not used waits for a later month (for a settlement, say) or is spent elsewhere.
    ``spent_minor`` of the monthly amount of month 1 is spent already; more than that is no debt of the months to come.
    """

    monthly_minor: tuple[int, ...]
    lumps_minor: tuple[tuple[int, int], ...] = ()
    carry: bool = True
    spent_minor: int = 0

    @classmethod
    def of(cls, monthly_minor: int) -> Budget:
        """The same amount every month."""
        return cls((monthly_minor,))

    def between(self, first: int, last: int) -> list[int]:
        """What the months ``first`` to ``last`` bring, as ``month``."""
        known = self._months[first - 1 : last]
        return known + [self.monthly_minor[-1]] * (last - first + 1 - len(known))

    def month(self, number: int) -> int:
        """What month ``number`` (1 …) brings, lump sums included."""
        months = self._months
        return months[number - 1] if number <= len(months) else self.monthly_minor[-1]

    @cached_property
    def _months(self) -> list[int]:
        """What each month brings until nothing changes any more."""
        months = [
            self.monthly_minor[min(number, len(self.monthly_minor)) - 1] for number in range(1, self.steady_from + 1)
        ]
        months[0] = max(months[0] - self.spent_minor, 0)
        for number, amount in self.lumps_minor:
            months[number - 1] += amount
        return months

    @property
    def steady_from(self) -> int:
        """The month from which nothing changes any more."""
        return max([len(self.monthly_minor), 1 + bool(self.spent_minor), *(month + 1 for month, _ in self.lumps_minor)])


@dataclass(frozen=True)
class Problem:
    """Debts and money; the order of ``debts`` has no meaning (it is made by id).

    ``charged_minor`` is interest and fees that the balances hold already: due and unpaid, or grown by the day of the
    question. It is part of what every plan costs, so that a cost is all that is paid less the principal of that day.

    ``fees_minor``: yearly fees that every plan pays, where the debts do not say it (``codec``).

    ``bears``: what cash bears of extra payments; None where it is not known, or bears all that the budget brings.
    """

    debts: tuple[Debt, ...]
    budget: Budget
    charged_minor: int = 0
    bears: Bears | None = None
    fees_minor: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "debts", tuple(sorted(self.debts, key=lambda debt: debt.id)))

    @property
    def floor_minor(self) -> int:
        """No plan costs less: what is charged already, less interest paid ahead that settling gives back; and fees."""
        return self.charged_minor - self._given_back_minor + self.sure_fees_minor

    @cached_property
    def sure_fees_minor(self) -> int:
        """The yearly fees on cards that every plan pays: those of months that none ends before."""
        return self.fees_minor + sum(debt.fees_until(self.sure_until) for debt in self._charging)

    @cached_property
    def sure_until(self) -> int:
        """No plan ends before this month, where a card charges a yearly fee: it has to pay all that is owed.

        And each schedule has to end, or to be settled.
        """
        if not self._charging:
            return 0
        least = self.owed_minor - self._given_back_minor
        steady = self.budget.steady_from
        brought = list(accumulate(self.budget.between(1, steady)))
        last = next((month for month, money in enumerate(brought, 1) if money >= least), 0)
        monthly = self.budget.monthly_minor[-1]
        if not last and monthly:
            last = steady + -(-(least - brought[-1]) // monthly)
        loans = (debt for debt in self.debts if isinstance(debt, Scheduled))
        ends = [next((at for at, one in enumerate(loan.settle, 1) if one), len(loan.rows)) for loan in loans]
        return min(max(last, *ends, 0), LONGEST)

    @cached_property
    def _charging(self) -> list[Debt]:
        """The cards that charge a yearly fee."""
        return [debt for debt in self.debts if debt.yearly_fees]

    @cached_property
    def _given_back_minor(self) -> int:
        """Interest paid ahead that settling gives back at most."""
        loans = (debt for debt in self.debts if isinstance(debt, Scheduled))
        return -sum(min([0, *(one.charges_minor for one in loan.settle if one)]) for loan in loans)

    @cached_property
    def slots(self) -> Slots | None:
        """The days of each month with what cash bears by then; None where it bears all."""
        if self.bears is None:
            return None
        brings = self.budget.between(1, self.budget.steady_from)
        return Slots(self.bears, [debt.id for debt in self.debts], brings, carry=self.budget.carry)

    def bounds(self, last: int) -> list[tuple[Slot, ...]]:
        """The days of the months up to ``last``, and what no plan has paid in all by each; the money of a month alone
        where unused money does not wait. Of most problems a month is one."""
        if self.slots is not None and self.budget.carry:
            return self.slots.bounds(last)
        every, money = tuple(range(len(self.debts))), self.budget.between(1, last)
        return [(Slot(every, most),) for most in (accumulate(money) if self.budget.carry else money)]

    @cached_property
    def last_peak(self) -> int:
        """The last month that asks for more than it brings, so that money has to be kept for it; 0: there is none.

        Reducing debts count with what they require at the start: it only falls, unless a balance grows or falls due.
        Loans by instalments count with what is printed.
        """
        minimums = sum(
            debt.required(debt.balance_minor, debt.interest(debt.balance_minor, debt.first), debt.first)
            for debt in self.debts
            if isinstance(debt, Reducing)
        )
        asked: dict[int, int] = {}
        for debt in self.debts:
            if isinstance(debt, Scheduled):
                for month, row in enumerate(debt.rows, 1):
                    asked[month] = asked.get(month, 0) + row.total_minor
            elif isinstance(debt, Parted):
                for month in range(1, debt.last_month + 1):
                    asked[month] = asked.get(month, 0) + sum(debt.printed(month))
            elif debt.ends is not None:
                asked[debt.ends] = asked.get(debt.ends, 0) + debt.balance_minor
        last = max([*asked, self.budget.steady_from], default=0)
        months = (month for month in range(last, 0, -1) if asked.get(month, 0) + minimums > self.budget.month(month))
        return next(months, 0)

    @cached_property
    def undisturbed(self) -> tuple[list[int], list[int]]:
        """What all debts with a course ask for together in each month (1 …), and what of that is a cost."""
        courses = [debt.course for debt in self.debts if debt.course is not None and is_owed(debt)]
        asked = [sum(month) for month in zip_longest(*(one.asked for one in courses), fillvalue=0)]
        return asked, [sum(month) for month in zip_longest(*(one.costs for one in courses), fillvalue=0)]

    @cached_property
    def left_in(self) -> list[tuple[int, ...]]:
        """What all debts leave at the end of each month (0 …) on their courses, by position."""
        left = [(0,) if debt.course is None else debt.course.left for debt in self.debts]
        return list(zip_longest(*left, fillvalue=0))

    @cached_property
    def ending(self) -> frozenset[int]:
        """The months in which a course ends."""
        return frozenset(len(debt.course.rows) for debt in self.debts if debt.course is not None)

    @cached_property
    def asks_by_balance(self) -> bool:
        """Whether what some debt requires in a month falls at once with what is owed on it."""
        return any(
            bool(debt.minimum_share) or debt.interest_and is not None
            if isinstance(debt, Reducing)
            else isinstance(debt, Parted) and (not debt.shorter or debt.keeps is Keeps.NOTHING)
            for debt in self.debts
        )

    @cached_property
    def by_terms(self) -> tuple[int, ...]:
        """All positions in an order that is made by what the debts are, not by their ids."""
        terms = [repr(replace(debt, id=0, lender=0)) for debt in self.debts]
        return tuple(sorted(range(len(terms)), key=terms.__getitem__))

    @property
    def lenders(self) -> tuple[int, ...]:
        """The lenders to whom something is owed at the start, each once, rising."""
        return tuple(sorted({debt.lender for debt in self.debts if is_owed(debt)}))

    @property
    def owed_minor(self) -> int:
        """All balances at the start."""
        return sum(debt.balance_minor for debt in self.debts)
