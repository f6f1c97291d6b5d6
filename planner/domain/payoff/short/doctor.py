"""When a plan cannot work: which month, how much is missing, and what would do.

Nothing here is a guess: money is called enough only after a plan with it was followed to its end, and it is called the
least only where no plan can do with a fen less; else it is said below what no plan can.
"""

from __future__ import annotations

from collections.abc import Callable

from planner.domain.payoff.engine.model import Reducing
from planner.domain.payoff.engine.outcome import Shortfall
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.short.floor import Floor
from planner.domain.payoff.short.least import Adding, Enough, Hunt, Keeping
from planner.errors import PlannerError
from planner.values import dataclass, replace

ENDS = (12, 24, 36)  # months for which the payment that ends a debt is told
EVERY_MONTH = Adding()
AT_ONCE = Adding(1, 1)
MOST_KEPT = 4  # answers to what is enough a month that are kept
_KEPT: dict[tuple[Problem, bool], Enough | None] = {}


@dataclass(frozen=True, slots=True)
class Shortage:
    """The money does not suffice: in ``month`` for the first time, by ``missing_minor``.

    ``required`` are the payments asked for in that month by debt id. ``enough_minor`` is the smallest monthly budget
    with which a plan was found (lump sums as given; None: there is none): in every month, or where ``enough_until`` is
    given up to that month, after which the budget as it stands is enough. Less than ``enough_floor_minor`` a month
    certainly is not. ``lump_minor`` is a sum that helps as well, had in month ``lump_month`` at the latest; less than
    ``lump_floor_minor`` does not help in any month. ``at_hand_minor`` is spent with it, of what is at hand and no part
    of the budget; where that is enough the sum is 0. All in fen.
    """

    month: int
    missing_minor: int
    required: dict[int, int]
    enough_minor: int | None
    lump_minor: int | None
    enough_floor_minor: int = 0
    enough_until: int | None = None
    lump_floor_minor: int = 0
    lump_month: int | None = None
    at_hand_minor: int = 0

    @property
    def enough_is_least(self) -> bool:
        """Whether a fen less a month is certainly too little."""
        return self.enough_minor is not None and self.enough_minor <= self.enough_floor_minor

    @property
    def lump_is_least(self) -> bool:
        """Whether a fen less at once is certainly too little."""
        return self.lump_minor is not None and self.lump_minor <= self.lump_floor_minor


@dataclass(frozen=True, slots=True)
class Endless:
    """A debt whose required payment does not cover its interest; payments (fen a month) that end it in N months."""

    debt: int
    required_minor: int
    interest_minor: int
    payments: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Either a ``rule`` that leads to the end, or what is missing; neither where a debt never ends whatever is paid.

    ``brief``: less than what the shortage calls enough may do, too.
    """

    rule: Rule | None
    shortage: Shortage | None
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A problem, with what is needed to find out what it lacks. ``brief``: see ``Hunt``."""

    problem: Problem
    floor: Floor
    halted: Callable[[], bool] = lambda: False
    brief: bool = False

    def found(self, adding: Adding, most_minor: int | None = None) -> Enough | None:
        """The least of one kind of money that is found to do, up to so many fen (None: all that can be of use)."""
        most = self.problem.owed_minor * 2 + 1 if most_minor is None else most_minor
        return Hunt(self.problem, self.floor, adding, most, self.halted, brief=self.brief).found()


def shortage(problem: Problem) -> Shortage | None:
    """What is missing, or None when the budget covers what is required in some plan."""
    return diagnosed(problem).shortage


def diagnosed(
    problem: Problem, halted: Callable[[], bool] = lambda: False, beside_minor: int = 0, *, brief: bool = False
) -> Diagnosis:
    """A plan that works, or what is missing and would do.

    ``beside_minor`` (fen) is at hand beside the budget, and can be spent from month 1 on with a sum that helps. More
    money is never worse: what is enough for a smaller budget of the same shape is followed with a larger one, too.
    ``brief``: where it is certain that the money does not suffice, what is found at once to be enough is told, though
    less may do; the diagnosis says so (``brief``).

    Raises:
        Halted: once ``halted`` says so.
    """
    floor = Floor(problem)
    here = Hunt(problem, floor, EVERY_MONTH, 0, halted)
    if not floor.impossible(problem.budget):
        brief, rule = False, here.way()
        if rule is not None:
            return Diagnosis(rule, None)
    enough = least_budget(problem, halted, brief=brief)
    rule = _works_here(problem, enough)
    if rule is not None:
        return Diagnosis(rule, None)
    short = here.farthest()
    if short is None:
        return Diagnosis(None, None)
    return Diagnosis(None, _shortage(Asking(problem, floor, halted, brief), short, enough, beside_minor), brief)


def least_budget(problem: Problem, halted: Callable[[], bool] = lambda: False, *, brief: bool = False) -> Enough | None:
    """The least that is found to do in every month, lump sums as given; None where no budget does.

    It is kept for a while: the same debts are asked about with one budget after the other. ``brief``: see ``Hunt``.
    """
    from_nothing = replace(problem, budget=replace(problem.budget, monthly_minor=(0,)))
    for known in ((from_nothing, False), (from_nothing, brief)):
        if known in _KEPT:
            return _KEPT[known]
    found = Asking(from_nothing, Floor(from_nothing), halted, brief).found(EVERY_MONTH)
    _KEPT[from_nothing, brief] = found
    for oldest in list(_KEPT)[:-MOST_KEPT]:
        _KEPT.pop(oldest, None)
    return found


def _works_here(problem: Problem, enough: Enough | None) -> Rule | None:
    """Whether the plan for a steady budget is one for the budget as it stands, with what is beyond it left alone."""
    if enough is None:
        return None
    steady = replace(problem.budget, monthly_minor=(enough.minor,))
    candidates: list[Rule] = [enough.rule]
    if min(problem.budget.monthly_minor) >= enough.minor:
        candidates.append(Keeping(enough.rule, steady))
    return next((rule for rule in candidates if ends(problem, rule)), None)


def _shortage(asking: Asking, short: Shortfall, enough: Enough | None, beside_minor: int) -> Shortage:
    problem = asking.problem
    lump, month = least_lump(asking, short)
    at_hand = 0
    if beside_minor and lump is not None:
        at_hand, lump, month = _with_beside(asking, short, (lump, month), beside_minor)
    return Shortage(
        short.month,
        short.missing_minor,
        short.required,
        None if enough is None else enough.minor,
        None if lump is None else lump.minor,
        0 if enough is None else enough.floor_minor,
        None if enough is None else _until(problem, enough),
        lump.floor_minor if lump is not None and problem.budget.carry else 0,
        month,
        at_hand,
    )


def _with_beside(
    asking: Asking, short: Shortfall, alone: tuple[Enough, int | None], beside_minor: int
) -> tuple[int, Enough, int | None]:
    """What is spent of the money beside the budget, and the sum that is needed with it; ``alone``: that without it."""
    lump, month = alone
    at_once = asking.found(AT_ONCE, beside_minor)
    if at_once is not None and at_once.minor <= beside_minor:
        return at_once.minor, Enough(0, 0, at_once.rule), 1
    less, later = least_lump(replace(asking, problem=with_lump(asking.problem, 1, beside_minor)), short)
    if less is None or less.minor >= lump.minor:
        return 0, lump, month
    return beside_minor, less, later


def ends(problem: Problem, rule: Rule) -> bool:
    """Whether a rule leads to the end with the money there is."""
    try:
        run(problem, rule)
    except (Shortfall, PlannerError):
        return False
    return True


def _until(problem: Problem, enough: Enough) -> int | None:
    """The first month after which the budget as it stands is enough; None: that is never so before the end."""
    budget = problem.budget
    steady = replace(problem, budget=replace(budget, monthly_minor=(enough.minor,)))
    length = run(steady, enough.rule).length
    if budget.monthly_minor[-1] >= enough.minor:
        return None

    def works(months: int) -> bool:
        later = [budget.month(month) - _lumps(budget, month) for month in range(months + 1, budget.steady_from + 1)]
        monthly = (*[enough.minor] * months, *(later or [budget.monthly_minor[-1]]))
        return ends(replace(problem, budget=replace(budget, monthly_minor=monthly)), enough.rule)

    low, high = 1, length
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle + 1, high)
    return low if low < length and works(low) else None


def _lumps(budget: Budget, month: int) -> int:
    return sum(amount for number, amount in budget.lumps_minor if number == month)


def least_lump(asking: Asking, short: Shortfall) -> tuple[Enough | None, int | None]:
    """The least sum that is found to help, and the last month in which it still does.

    Money that waits is had best at once; where none does it is had at once or in the month that lacks it.
    """
    problem, found = asking.problem, list[tuple[int, int, Enough]]()
    for month in dict.fromkeys([1] if problem.budget.carry else [short.month, 1]):
        lump = asking.found(Adding(month, month))
        if lump is not None:
            found.append((lump.minor, -month, lump))
    if not found:
        return None, None
    _, month, lump = min(found, key=lambda one: one[:2])
    later = [one for one in range(short.month, -month, -1) if ends(with_lump(problem, one, lump.minor), lump.rule)]
    return lump, later[0] if later else -month


def with_lump(problem: Problem, month: int, minor: int) -> Problem:
    """The same with so many fen more in a month."""
    return replace(problem, budget=Adding(month, month).to(problem.budget, minor))


def endless(problem: Problem) -> tuple[Endless, ...]:
    """The debts that required payments alone never end: what is required is not more than the interest."""
    found = []
    for debt in problem.debts:
        if not isinstance(debt, Reducing) or debt.ends is not None:
            continue
        months = range(1, len(debt.rates) + 1)
        month = max(months, key=lambda one: debt.rate(one))
        interest = debt.interest(debt.balance_minor, month)
        required = debt.required(debt.balance_minor, interest, month)
        if debt.balance_minor > required and required <= interest:
            payments = tuple((count, ending(debt, count)) for count in ENDS)
            found.append(Endless(debt.id, required, interest, payments))
    return tuple(found)


def ending(debt: Reducing, months: int) -> int:
    """The smallest equal monthly payment that ends a debt within so many months, in fen."""
    interest = debt.interest(debt.balance_minor, debt.first)
    low, high = debt.balance_minor // months, debt.balance_minor + interest * months + 1
    while low < high:
        middle = (low + high) // 2
        if _left(debt, middle, months) <= 0:
            high = middle
        else:
            low = middle + 1
    return low


def _left(debt: Reducing, payment: int, months: int) -> int:
    balance = debt.balance_minor
    for month in range(1, months + 1):
        balance += debt.interest(balance, month) - payment
        if balance <= 0:
            return balance
    return balance
