"""One question about a payoff plan with everything that has been found about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from planner.domain.accounts.names import short_name
from planner.domain.basics.money import quotient
from planner.domain.book import Book, income_of
from planner.domain.payoff.debts.actions import Action, actions, ended_on
from planner.domain.payoff.debts.at_hand import AtHand, Lack, bears, bears_of, idle_of, lack_of
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.debts.owed import Owed, owed
from planner.domain.payoff.engine.outcome import NeverEnds, Outcome, Shortfall, reached
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.search.evidence import Bound, Evidence, News
from planner.domain.payoff.search.frontier import Front
from planner.domain.payoff.search.goals import (
    Answer,
    Ask,
    Goal,
    answer,
    dominated_by,
    lender_months,
    off_the_front,
    simple_orders,
)
from planner.domain.payoff.search.hoard import Unused, unused
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.scenario import Scenario
from planner.domain.payoff.search.search import TRIES, Search, by_rate
from planner.domain.payoff.short.allot import Claim
from planner.domain.payoff.short.doctor import Diagnosis, Endless, Shortage, diagnosed, endless, least_budget
from planner.domain.payoff.short.promised import promised, without
from planner.errors import PlannerError
from planner.values import dataclass, field, replace

LIVE = 80  # plans tried while somebody types
LIVE_MONTHS = 1_500  # that they last in all: of a mortgage fewer are tried, so that a key has its answer at once


BASELINE_MONTHS = 600  # how far the plan of paying only what is due is followed where it does not end


@dataclass
class Planning:
    """One question with everything that has been found about it. ``take`` news of a proof and ask again.

    ``halted`` says when nobody waits for the answer any more: then a search that is under way ends by ``Halted``.
    ``least`` is True where the person named no budget: then the smallest one that works is taken, and it is said.
    ``held_minor`` of the money of month 1 was kept for it by the plan that is followed. ``of_cash``: the budget is what
    income leaves after living costs; ``beside_minor`` of what is at hand it then leaves alone. ``cash``: what is at
    hand by day, where that is known. ``names``: of the loans by id. ``sums``: by month,
    the lump sums that the person named and what else comes once, fen. ``brief``: where money lacks, what is enough is
    told as it is found at once, though less may do: see ``closer``.
    """

    owed: Owed
    problem: Problem
    income_minor: int | None
    least: bool = False
    held_minor: int = 0
    of_cash: bool = False
    cash: AtHand | None = None
    tries: int = TRIES
    hints: tuple[Rule, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)
    halted: Callable[[], bool] = lambda: False
    claims: tuple[Claim, ...] | None = None  # of the month that lacks money, once they were asked for
    claimed_in: Book | None = None  # the book whose claims they are
    names: Mapping[int, str] = field(default_factory=dict)
    beside_minor: int = 0
    sums: frozenset[tuple[int, int]] = frozenset()
    brief: bool = False
    _diagnosis: Diagnosis | None = None
    _answers: dict[str, Answer] = field(default_factory=dict)

    @cached_property
    def search(self) -> Search:
        """The engine's search for the least cost: done at the first use, about a tenth of a second.

        While somebody types nothing is bounded and no plan for fewer lenders is looked for.

        Raises:
            Halted: as ``halted`` says.
        """
        search = Search(self.problem, self.tries, (*simple_orders(self.problem), *self.hints), self.halted)
        search.least_cost()
        if search.best is None:  # before a budget is refused, a plan is looked for that does no more than what is due
            borne = _borne(self.owed, self.problem, self.cash)
            self._diagnosis = diagnosed(borne, self.halted, self.beside_minor, brief=self.brief)
            rule = self._diagnosis.rule or self._promised()
            if rule is not None:
                search.attempt(rule)
        if self.tries <= LIVE:
            return search
        search.explore()  # what is found on the way to fewer lenders may cost less, too
        if search.best is not None:
            bound = Bound(None, None, search.bound(), final=False)
            self.evidence.add(bound)
            self._check(search, bound)
        return search

    def _promised(self) -> Rule | None:
        """The rule that an advice rested on whose sum is there now: see ``promised``."""
        for month, minor, budget in without(self.problem.budget, self.sums):
            cash = self.cash if self.cash is None else self.cash.without(self.owed.months, month, minor)
            before = replace(self.problem, budget=budget, bears=None)
            rule = promised(self.problem, _borne(self.owed, before, cash), month, minor, self.halted)
            if rule is not None:
                return rule
        return None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of all plans that are the best of something, that of the least cost first."""
        best = () if self.search.best is None else (self.search.best[1],)
        return best + tuple(point.rule for point in self.search.front.points())

    @property
    def front(self) -> Front:
        """The best plan for each number of lenders and month that was found."""
        self.search.explore()
        return self.search.front

    @cached_property
    def shortage(self) -> Shortage | None:
        """What is missing; None when some plan works."""
        if self.search.best is not None:
            return None
        return self._diagnosis.shortage if self._diagnosis is not None else None

    @property
    def closer(self) -> Planning | None:
        """The same question with the least that can be found to be enough; None where less is not looked for."""
        if self.shortage is None or self._diagnosis is None or not self._diagnosis.brief:
            return None
        return replace(self, brief=False, evidence=Evidence(), _diagnosis=None, _answers={})

    @cached_property
    def endless(self) -> tuple[Endless, ...]:
        """Debts that what is required never ends; not those whose rate falls in time for it to."""
        found = endless(self.problem)
        if not found or self.baseline is None:
            return found
        ended = {debt.id for debt, month in zip(self.problem.debts, self.baseline.closed, strict=True) if month}
        return tuple(one for one in found if one.debt not in ended)

    @cached_property
    def lack(self) -> Lack | None:
        """Where cash is short by what is due and living costs alone; None where it is not, or is not known."""
        return None if self.cash is None else lack_of(self.owed, self.problem, self.cash)

    @cached_property
    def baseline(self) -> Outcome | None:
        """Paying only what is due; followed for 50 years where it does not end (``closed`` 0), None if money lacks."""
        free = replace(self.problem, budget=Budget.of(self.problem.owed_minor * 2 + 1))
        try:
            return run(free, Order(()), record=True, months=BASELINE_MONTHS)
        except Shortfall:
            return None

    @property
    def highest_ratio(self) -> Decimal | None:
        """The highest payment ratio of the months to come by what is due alone; None where it is not known."""
        ratios = () if self.baseline is None else self.ratios(self.baseline)
        return max((one for one in ratios if one is not None), default=None)

    def take(self, news: News) -> None:
        """A bound or a better plan that a proof has found."""
        if isinstance(news, Bound):
            self.evidence.add(news)
            self._check(self.search, news)
            return
        try:
            outcome = run(self.problem, news)
        except (Shortfall, PlannerError):
            return
        self.search.take(outcome, news)
        self._answers.clear()
        self.evidence.check(outcome.cost_minor, reached(self.problem, outcome.closed))

    def _check(self, search: Search, bound: Bound) -> None:
        """Hold all plans that were found against a bound: where they disagree nothing is claimed any more."""
        found = [point.outcome for point in search.front.points()]
        for outcome in found if search.best is None else [search.best[0], *found]:
            self.evidence.check(outcome.cost_minor, reached(self.problem, outcome.closed), bound)

    def answer(self, ask: Ask) -> Answer | None:
        """The plan for a goal; None where no plan reaches it.

        Raises:
            PlannerError: ``plan.short`` where its order runs out of money; ``plan.never_ends``, ``plan.no_income``.
        """
        ask = self.dated(ask)
        if not self._still(ask):
            try:
                found = answer(self.search, ask, self.income_minor)
            except Shortfall as short:
                raise PlannerError("plan.short", month=short.month, missing_minor=short.missing_minor) from short
            except NeverEnds as endless:
                loans = dict.fromkeys(self.owed.parts[debt].loan_id for debt in endless.debts)
                named = tuple(self.names.get(loan_id, str(loan_id)) for loan_id in loans)
                raise PlannerError("plan.never_ends", loans=named) from endless
            if found is None:
                return None
            self._answers[ask.text] = found
            self.evidence.check(found.outcome.cost_minor, reached(self.problem, found.outcome.closed))
        return self._answers[ask.text]

    def _still(self, ask: Ask) -> bool:
        """Whether an answer is known, and no cheaper plan was found since while another goal was looked for."""
        known, best = self._answers.get(ask.text), self.search.best
        if known is None or best is None or ask.goal is not Goal.LEAST_COST:
            return known is not None
        return known.outcome.cost_minor <= best[0].cost_minor

    def answers(self, problem: Problem, months: Months, beside_minor: int) -> bool:
        """Whether all that was found here holds of a question, too."""
        return (self.problem, self.owed.months, self.beside_minor) == (problem, months, beside_minor)

    def dated(self, ask: Ask) -> Ask:
        """A goal with the month of this plan that its day stands for: the last that ends by it, at least the first."""
        return ask if ask.by is None else replace(ask, month=self.owed.months.whole(ask.by))

    def bound_of(self, found: Answer) -> int:
        """No plan for the same goal costs less than this, in fen."""
        if found.ask.goal is Goal.AT_MOST_BY:
            return self.evidence.least(found.ask.at_most, found.ask.month)
        if found.ask.goal is Goal.AT_MOST:
            count = min(found.ask.at_most or 0, len(self.problem.lenders) - 1)
            return self.evidence.least(count, reached(self.problem, found.outcome.closed)[count])
        return self.evidence.least()

    @property
    def unreserved(self) -> bool:
        """Whether what is proven here holds of all plans in monthly steps: see ``Owed.whole`` and ``spaced``."""
        return not (self.owed.whole or self.spaced)

    @cached_property
    def spaced(self) -> tuple[int, ...]:
        """``Owed.spaced``, and the loans that the money of the first month could end between two instalments."""
        money = self.problem.budget.month(1)
        return self.owed.spaced + tuple(loan_id for loan_id, minor in self.owed.endable if minor <= money)

    def proven(self, found: Answer) -> bool:
        """Whether no better plan in monthly steps is left to find for the goal of a plan: see ``unreserved``."""
        goal = found.ask.goal
        if goal is Goal.LEAST_COST:
            return self.evidence.best(found.outcome.cost_minor)
        months = reached(self.problem, found.outcome.closed)
        if goal is Goal.AT_MOST_BY:
            return self.evidence.best(found.outcome.cost_minor, found.ask.at_most, found.ask.month)
        if goal is Goal.AT_MOST:
            count = min(found.ask.at_most or 0, len(self.problem.lenders) - 1)
            cheap = self.evidence.best(found.outcome.cost_minor, count, months[count])
            return cheap and self.evidence.impossible(count, months[count] - 1)
        if goal is Goal.FEWEST:
            return lender_months(self.problem, found.outcome) <= self.soonest_sum
        return False

    @property
    def soonest_sum(self) -> int:
        """No plan has fewer lender-months than the earliest proven months of all counts together."""
        total = 0
        for at_most in range(len(self.problem.lenders)):
            line = self.front.of(at_most)
            latest = line[0].month if line else 0
            while latest > 1 and not self.evidence.impossible(at_most, latest - 1):
                latest -= 1
            total += max(latest, 1)
        return total

    def goals(self, order: tuple[int, ...] = ()) -> dict[Goal, Answer | PlannerError]:
        """Every goal that needs no number of its own, for the table: its plan, or why there is none."""
        found: dict[Goal, Answer | PlannerError] = {}
        asks = [Ask(goal) for goal in SIMPLE]
        if order:
            asks.append(Ask(Goal.OWN, order=order))
        for ask in asks:
            try:
                made = self.answer(ask)
            except PlannerError as error:
                found[ask.goal] = error
                continue
            if made is not None:
                found[ask.goal] = made
        least = self.answer(asks[0])  # another goal may have found a cheaper plan on its way
        return found if least is None else found | {Goal.LEAST_COST: least}

    def dominated(self, found: Answer) -> str | None:
        """The text of a goal or frontier point whose plan is better in every way."""
        others = {
            key.value: one.outcome for key, one in self.goals().items() if isinstance(one, Answer) and one != found
        }
        for point in self.front.points():
            others[f"at_most:{point.at_most}@{point.month}"] = point.outcome
        better = dominated_by(self.problem, found.outcome, others)
        fixed = found.ask.goal in (Goal.SNOWBALL, Goal.AVALANCHE, Goal.RELIEF, Goal.OWN)
        beaten = off_the_front(self.front, found.outcome) if better is None and fixed else None
        return better if beaten is None else f"at_most:{beaten.at_most}@{beaten.month}"

    def changed(
        self, scenario: Scenario, halted: Callable[[], bool] = lambda: False, *, brief: bool = False
    ) -> Planning:
        """The same debts as they would be: a quick answer, at least as good as the rules of this plan there."""
        then = scenario.applied(self.problem)
        told: dict[str, Any] = {"held_minor": self.held_minor, "halted": halted, "brief": brief}
        if self.cash is not None:
            told["cash"] = cash = self.cash.more(_differs(self, then.budget))
            then = replace(then, bears=bears_of(self.owed, then, cash))
        return Planning(self.owed, then, self.income_minor, **told, **self.quick)

    @property
    def quick(self) -> dict[str, Any]:
        """How to answer a question like this one while somebody types: few tries, and this plan's rules as hints."""
        rules = [] if self.search.best is None else [self.search.best[1]]
        rules += [point.rule for at in range(len(self.problem.lenders)) for point in self.front.of(at)[:1]]
        rules += [found.rule for found in self._answers.values()]
        length = 1 if self.search.best is None else self.search.best[0].length
        return {"tries": min(LIVE, LIVE_MONTHS // length), "hints": tuple(rules)}

    def idle_minor(self, found: Answer, nets: Sequence[int]) -> int:
        """What of the cash at hand no payment of a plan ever touches, so that a sum on today can spend it, fen.

        0 where cash is not known, where no budget was named, where only what is due is paid, and where such a sum ends
        nothing sooner or cheaper. ``nets``: certain income less living costs by budget month, the last holds on.
        """
        if self.cash is None or self.least or found.ask.goal is Goal.DUE_ONLY:
            return 0
        idle = idle_of(self.owed, self.cash, found.outcome.months, nets)
        idle = min(idle, self.beside_minor) if self.of_cash else idle
        return idle if idle and self._spends(idle) else 0

    def unused(self, found: Answer) -> Unused:
        """What of the sums that the person named a plan never uses; nothing of those of its last month or behind it."""
        return unused(self.problem, self.sums, found.outcome.months)

    def _spends(self, more_minor: int) -> bool:
        """Whether a plain order gains by so much more in month 1: not where no debt takes it, and it does not wait."""
        budget = self.problem.budget
        then = replace(self.problem, budget=replace(budget, lumps_minor=(*budget.lumps_minor, (1, more_minor))))
        order = Order(by_rate(self.problem))
        try:
            before, after = run(self.problem, order), run(then, order)
        except Shortfall:
            return False
        return (after.cost_minor, sum(after.closed)) != (before.cost_minor, sum(before.closed))

    def actions(self, found: Answer) -> tuple[Action, ...]:
        """What a plan pays on which day."""
        return actions(self.owed, found.outcome.months)

    def lenders(self, outcome: Outcome) -> tuple[int, ...]:
        """How many lenders are open at the end of each month, from month 0."""
        months = reached(self.problem, outcome.closed)
        count = len(self.problem.lenders)
        return tuple(
            next((most for most in range(count + 1) if months[most] <= month), count)
            for month in range(outcome.length + 1)
        )

    def ended_on(self, outcome: Outcome, lender: int | None = None) -> date:
        """The day of the last payment, of all debts or of those to one lender: that which brings the milestone."""
        debts = zip(self.problem.debts, outcome.closed, strict=True)
        return ended_on(self.owed, ((debt.id, month) for debt, month in debts if lender in (None, debt.lender)))

    def debt_ended_on(self, outcome: Outcome, debt: int) -> date:
        """The day of the last payment of one debt, by its id."""
        debts = zip(self.problem.debts, outcome.closed, strict=True)
        return ended_on(self.owed, ((one.id, month) for one, month in debts if one.id == debt))

    def lenders_on(self, outcome: Outcome) -> tuple[tuple[date, int], ...]:
        """The days on which the number of lenders falls, rising, each with how many are left."""
        ends = sorted(self.ended_on(outcome, lender) for lender in self.problem.lenders)
        left = {on: len(ends) - place for place, on in enumerate(ends, 1)}
        return tuple(left.items())

    def down_on(self, outcome: Outcome, count: int) -> date:
        """The first day on which at most so many lenders are left; the start, where there are no more today."""
        if len(self.problem.lenders) <= count:
            return self.owed.start_on
        return next(on for on, left in self.lenders_on(outcome) if left <= count)

    def ratios(self, outcome: Outcome) -> tuple[Decimal | None, ...]:
        """What is required in cash in each month over the income of a month, from month 1; None without income."""
        beside = dict(self.owed.beside)
        required = (minor - beside.get(month, 0) for month, minor in enumerate(outcome.required_minor, start=1))
        return tuple(quotient(max(minor, 0), self.income_minor or 0) for minor in required)


SIMPLE = (Goal.LEAST_COST, Goal.FEWEST, Goal.AVALANCHE, Goal.SNOWBALL, Goal.RELIEF)


def planning(
    book: Book,
    today: date,
    means: Means,
    like: Planning | None = None,
    *,
    held_minor: int = 0,
    halted: Callable[[], bool] = lambda: False,
    brief: bool = False,
) -> Planning:
    """The person's debts as of today and the money there is for them.

    Args:
        book: everything known.
        today: the day of the question, on which month 1 begins.
        means: the money.
        held_minor: money of earlier months that was kept for later ones (``drift.held``), fen; there where it waits.
        like: a plan of about the same question: then the answer is a quick one, at least as good as its rules here.
        halted: says when nobody waits for the answer any more.
        brief: as that of the answer.

    Raises:
        PlannerError: ``plan.nothing_owed``, ``plan.unknown_owed`` if it is only not known what is owed;
            ``plan.budget``, ``plan.lump``, ``plan.payday``.
    """
    means.validate()
    debts = owed(book, today, means.payday)
    if not debts.debts:
        unknown = sum(gap.code == "balance" for gap in debts.gaps)
        if unknown:
            raise PlannerError("plan.unknown_owed", n=unknown)
        raise PlannerError("plan.nothing_owed")
    income = income_of(book.incomes, today)
    held_minor = held_minor if means.carry else 0
    budget = means.budget(today, debts.repaid_minor, held_minor, debts.unsaid_minor)
    beside = means.beside(today, budget, debts.unsaid_minor)
    budget = replace(budget, lumps_minor=(*budget.lumps_minor, *debts.beside))
    problem = Problem(debts.debts, budget, debts.charged_minor)
    cash = means.cash if means.cash is not None and means.cash.as_of == today else None
    if cash is not None:
        problem = replace(problem, bears=bears_of(debts, problem, cash))
    if like is not None and like.answers(problem, debts.months, beside):
        return like
    names = {account.loan.id: short_name(account.loan) for account in book.accounts}
    if means.monthly_minor is not None or means.of_cash:
        quick = {} if like is None else like.quick
        told: dict[str, Any] = {
            "held_minor": held_minor,
            "of_cash": means.of_cash,
            "cash": cash,
            "names": names,
            "beside_minor": beside,
            "sums": frozenset((debts.months.of(on), amount) for on, amount in means.every_sum),
            "brief": brief,
        }
        return Planning(debts, problem, income, halted=halted, **told, **quick)
    found = least_budget(problem)  # of money that nobody named cash is not asked
    enough = 0 if found is None else found.minor
    problem = replace(problem, budget=replace(problem.budget, monthly_minor=(enough,)))
    hints = () if found is None else (found.rule,)
    return Planning(debts, problem, income, least=True, held_minor=held_minor, names=names, hints=hints)


def _borne(debts: Owed, problem: Problem, cash: AtHand | None) -> Problem:
    """The same with what cash bears, also where the budget stays below it: more money than that is looked for."""
    return problem if cash is None or problem.bears else replace(problem, bears=bears(debts, problem, cash))


def _differs(plan: Planning, then: Budget) -> list[tuple[date, int]]:
    """What cash has more, or less, where other money is supposed: a sum at once; months that bring less lack it.

    Months that would bring more say nothing of where that comes from.
    """
    now, owed = plan.problem.budget, plan.owed
    sums = sum(amount for _, amount in then.lumps_minor) - sum(amount for _, amount in now.lumps_minor)
    found = [(owed.start_on, sums)]
    for month in range(1, max(len(now.monthly_minor), len(then.monthly_minor)) + 1):
        before, after = (one.monthly_minor[min(month, len(one.monthly_minor)) - 1] for one in (now, then))
        if after < before and then.monthly_minor[-1] == now.monthly_minor[-1]:
            found.append((owed.months.begin(month), after - before))
    return found
