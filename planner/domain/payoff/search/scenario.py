"""What if: another budget, a job lost, a month without money, a new loan, other rates; applied to a problem."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from planner.domain.basics.money import half_up
from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import Debt, Reducing
from planner.domain.payoff.engine.parted import Parted, Ratio, dearer
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.errors import PlannerError
from planner.values import dataclass, replace

MOST_MONTHS = 360
HIGHEST = Decimal("10")


@dataclass(frozen=True)
class NewLoan:
    """A loan that might be taken: level payments over ``months`` at a yearly rate, with any extra taken free.

    ``used`` says whether the money goes to the debts at once (a consolidation), or elsewhere.
    """

    amount_minor: int
    rate: Decimal
    months: int
    used: bool = True

    @property
    def payment_minor(self) -> int:
        """The level payment: principal × i ÷ (1 − (1 + i)^−n) with i the rate ÷ 12, half up."""
        monthly = self.rate / 12
        if not monthly:
            return half_up(Decimal(self.amount_minor) / self.months)
        return half_up(self.amount_minor * monthly / (1 - (1 + monthly) ** -self.months))


@dataclass(frozen=True)
class Scenario:
    """What is different. Amounts in fen; ``points`` are added to every rate that can change, as a fraction.

    ``lost_months`` months from the first on bring only ``left_minor``; month ``missed`` brings nothing.
    """

    monthly_minor: int | None = None
    lump_minor: int | None = None
    lost_months: int = 0
    left_minor: int = 0
    missed: int | None = None
    loan: NewLoan | None = None
    points: Decimal = Decimal(0)

    def validate(self) -> None:
        """Raises ``PlannerError``: ``plan.scenario_*`` naming the field."""
        if not 0 <= self.lost_months <= MOST_MONTHS:
            raise PlannerError("plan.scenario_months", field="lost_months", value=self.lost_months, most=MOST_MONTHS)
        if self.missed is not None and not 1 <= self.missed <= MOST_MONTHS:
            raise PlannerError("plan.scenario_months", field="missed", value=self.missed, most=MOST_MONTHS)
        if self.loan is not None and not 1 <= self.loan.months <= MOST_MONTHS:
            raise PlannerError("plan.scenario_months", field="loan_months", value=self.loan.months, most=MOST_MONTHS)

    def applied(self, problem: Problem, lender: int = -1) -> Problem:
        """The problem as it would be. ``lender`` is the id of the new loan's lender."""
        debts: list[Debt] = [self._changed(debt) for debt in problem.debts]
        budget = self._budget(problem.budget)
        if self.loan is not None:
            number = max((debt.id for debt in debts), default=0) + 1
            loan = self.loan
            made = Reducing(number, lender, loan.amount_minor, (loan.rate,), loan.payment_minor)
            debts.append(made)
            if loan.used:
                budget = replace(budget, lumps_minor=(*budget.lumps_minor, (1, loan.amount_minor)))
        return replace(problem, debts=tuple(debts), budget=budget)

    def _changed(self, debt: Debt) -> Debt:
        if self.points and isinstance(debt, Parted):
            return dearer(debt, self.points)
        if self.points and isinstance(debt, Carried | Lump):
            return debt.dearer(self.points, HIGHEST)
        if not self.points or not isinstance(debt, Reducing):
            return debt
        special = debt.named_rate is not None  # a month without interest stays one
        rates = tuple(
            rate if special and not rate else min(max(rate + self.points, Decimal(0)), HIGHEST) for rate in debt.rates
        )
        named = None if debt.named_rate is None else rates[-1]
        changed = replace(debt, rates=rates, named_rate=named)
        return replace(
            changed, several=tuple((month, _at(changed, debt, month, parts)) for month, parts in debt.several)
        )

    def _budget(self, budget: Budget) -> Budget:
        monthly = list(budget.monthly_minor)
        if self.monthly_minor is not None:
            monthly = [self.monthly_minor]
        last = max(self.lost_months, self.missed or 0)
        monthly += [monthly[-1]] * (last + 1 - len(monthly)) if last else []
        for month in range(self.lost_months):
            monthly[month] = self.left_minor
        if self.missed is not None:
            monthly[self.missed - 1] = 0
        lumps = budget.lumps_minor
        if self.lump_minor is not None:
            lumps = (*lumps, (1, self.lump_minor))
        return replace(budget, monthly_minor=tuple(monthly), lumps_minor=lumps)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        loan = self.loan
        return {
            "monthly_minor": self.monthly_minor,
            "lump_minor": self.lump_minor,
            "lost_months": self.lost_months,
            "left_minor": self.left_minor,
            "missed": self.missed,
            "loan": None if loan is None else [loan.amount_minor, str(loan.rate), loan.months, loan.used],
            "points": str(self.points),
        }


def _at(changed: Reducing, debt: Reducing, month: int, parts: tuple[Ratio, ...]) -> tuple[Ratio, ...]:
    """What falls due each time in a month with several due dates, at another rate of the month."""
    before = debt.rate(month)
    times = Fraction(changed.rate(month)) / Fraction(before) if before else Fraction(1)
    return tuple((Fraction(*part) * times).as_integer_ratio() for part in parts)


def scenario_from_json(document: dict[str, Any]) -> Scenario:
    """The inverse of ``Scenario.to_json``."""
    loan = document["loan"]
    return Scenario(
        document["monthly_minor"],
        document["lump_minor"],
        document["lost_months"],
        document["left_minor"],
        document["missed"],
        None if loan is None else NewLoan(loan[0], Decimal(loan[1]), loan[2], loan[3]),
        Decimal(document["points"]),
    )
