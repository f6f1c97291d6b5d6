"""Where a rule leads: what is paid month by month, and why it cannot be followed to an end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.domain.payoff.engine.problem import Problem
from planner.errors import PlannerError
from planner.values import dataclass, field


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
