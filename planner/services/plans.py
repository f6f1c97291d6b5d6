"""Payoff plans of the person's own debts: asked of the engine, proven on request, said as a document.

Plain reads and the pure engine only: the page and the command show a first answer within a fraction of a second.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import quotient
from planner.domain.book import income_of
from planner.domain.payoff.actions import Action, actions
from planner.domain.payoff.bound import lower_bound
from planner.domain.payoff.doctor import Endless, Shortage, endless, shortage
from planner.domain.payoff.evidence import Bound, Evidence
from planner.domain.payoff.frontier import Front, Point
from planner.domain.payoff.goals import Answer, Ask, Goal, answer, ask_from, dominated_by, lender_months, off_the_front
from planner.domain.payoff.means import Means, means_from_json
from planner.domain.payoff.model import Budget, Problem, yearly
from planner.domain.payoff.months import month_of
from planner.domain.payoff.owed import Owed, owed
from planner.domain.payoff.scenario import Scenario
from planner.domain.payoff.search import TRIES, Search, by_rate
from planner.domain.payoff.simulate import Order, Outcome, Rule, Shortfall, reached, run
from planner.errors import PlannerError
from planner.proof.remote import News
from planner.services.overview import Overview

if TYPE_CHECKING:
    from planner.storage.store import OpResult, Store

MEANS = "plan.means"
GOAL = "plan.goal"
SECONDS = 9  # for the proof; its process needs another before and after
LIVE = 250  # plans tried while somebody types
BASELINE_MONTHS = 600  # how far the plan of paying only what is due is followed where it does not end


def means_of(overview: Overview) -> Means:
    """What the person said about the money for debts; nothing yet is ``Means()``."""
    kept = overview.settings.get(MEANS)
    return means_from_json(json.loads(kept)) if kept else Means()


def goal_of(overview: Overview) -> str:
    """The goal that the person chose last, in the form of ``goals.ask_from``."""
    return overview.settings.get(GOAL, Goal.LEAST_COST.value)


def keep(store: Store, means: Means | None = None, goal: Ask | None = None) -> OpResult[None]:
    """Keep the money for debts, or the goal; one undo step.

    Raises:
        PlannerError: ``plan.budget``, ``plan.lump``.
    """
    from planner.services import settings  # the ORM: not on the way to the first answer

    values: dict[str, str | None] = {}
    if means is not None:
        means.validate()
        values[MEANS] = json.dumps(means.to_json())
    if goal is not None:
        values[GOAL] = goal.text
    return settings.put(store, **values)


def whole_months(start_on: date, on: date) -> int:
    """How many plan months end by that day; at least 1."""
    month = month_of(start_on, on)
    return max(1, month if add_months(start_on, month) <= on else month - 1)


def keep_scenario(store: Store, name: str, scenario: Scenario) -> OpResult[None]:
    """Keep a what-if under a name; one of the same name is replaced.

    Raises:
        PlannerError: ``plan.scenario_name`` for an empty name; ``plan.scenario_months``.
    """
    name = name.strip()
    if not name:
        raise PlannerError("plan.scenario_name", field="name")
    scenario.validate()
    document = json.dumps(scenario.to_json())
    with store.write("plan.scenario", name=name) as write:
        known = write.values("scenario", name=name)
        if known:
            write.change("scenario", known[0]["id"], document=document)
        else:
            write.add("scenario", name=name, document=document)
    return write.result(None)


def delete_scenario(store: Store, scenario_id: int, name: str) -> OpResult[None]:
    """Forget a what-if."""
    with store.write("plan.scenario_delete", name=name) as write:
        write.remove("scenario", scenario_id)
    return write.result(None)


@dataclass
class Planning:
    """One question with everything that has been found about it. ``take`` news of a proof and ask again.

    ``least`` is True where the person named no budget: then the smallest one that works is taken, and it is said.
    """

    owed: Owed
    problem: Problem
    income_minor: int | None
    least: bool = False
    tries: int = TRIES
    hints: tuple[Rule, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)
    _answers: dict[str, Answer] = field(default_factory=dict)

    @cached_property
    def search(self) -> Search:
        """The engine's search for the least cost: done at the first use, about a tenth of a second."""
        search = Search(self.problem, self.tries, self.hints)
        search.least_cost()
        if search.best is not None:
            self.evidence.add(Bound(None, None, lower_bound(self.problem, search.best[0]), final=False))
        return search

    @property
    def front(self) -> Front:
        """The best plan for each number of lenders and month that was found."""
        self.search.explore()
        return self.search.front

    @cached_property
    def shortage(self) -> Shortage | None:
        """What is missing; None when some plan works."""
        return shortage(self.problem) if self.search.best is None else None

    @cached_property
    def endless(self) -> tuple[Endless, ...]:
        """Debts that what is required never ends."""
        return endless(self.problem)

    @cached_property
    def baseline(self) -> Outcome | None:
        """Paying only what is due; followed for 50 years where it does not end (``closed`` 0), None if money lacks."""
        free = replace(self.problem, budget=Budget.of(self.problem.owed_minor * 2 + 1))
        try:
            return run(free, Order(()), record=True, months=BASELINE_MONTHS)
        except Shortfall:
            return None

    def take(self, news: News) -> None:
        """A bound or a better plan that a proof has found."""
        if isinstance(news, Bound):
            self.evidence.add(news)
            return
        try:
            outcome = run(self.problem, news)
        except (Shortfall, PlannerError):
            return
        self.search.take(outcome, news)
        self._answers.clear()

    def answer(self, ask: Ask) -> Answer | None:
        """The plan for a goal; None where no plan reaches it.

        Raises:
            PlannerError: ``plan.short`` where its order runs out of money; ``plan.never_ends``, ``plan.no_income``.
        """
        if ask.text not in self._answers:
            try:
                found = answer(self.search, ask, self.income_minor)
            except Shortfall as short:
                raise PlannerError("plan.short", month=short.month, missing_minor=short.missing_minor) from short
            if found is None:
                return None
            self._answers[ask.text] = found
        return self._answers[ask.text]

    def bound_of(self, found: Answer) -> int:
        """No plan for the same goal costs less than this, in fen."""
        if found.ask.goal is Goal.AT_MOST_BY:
            return self.evidence.least(found.ask.at_most, found.ask.month)
        if found.ask.goal is Goal.AT_MOST:
            count = min(found.ask.at_most or 0, len(self.problem.lenders) - 1)
            return self.evidence.least(count, reached(self.problem, found.outcome.closed)[count])
        return self.evidence.least()

    def proven(self, found: Answer) -> bool:
        """Whether nothing better is left to find for the goal of a plan."""
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
        return found

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

    def changed(self, scenario: Scenario) -> Planning:
        """The same debts as they would be: a quick answer, at least as good as the rules of this plan there."""
        return Planning(self.owed, scenario.applied(self.problem), self.income_minor, **self.quick)

    @property
    def quick(self) -> dict[str, Any]:
        """How to answer a question like this one while somebody types: few tries, and this plan's rules as hints."""
        rules = [] if self.search.best is None else [self.search.best[1]]
        rules += [point.rule for at in range(len(self.problem.lenders)) for point in self.front.of(at)[:1]]
        rules += [found.rule for found in self._answers.values()]
        return {"tries": LIVE, "hints": tuple(rules)}

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

    def ratios(self, outcome: Outcome) -> tuple[Decimal | None, ...]:
        """What is required in each plan month over the income of a month, from month 1; None without an income."""
        return tuple(quotient(required, self.income_minor or 0) for required in outcome.required_minor)


SIMPLE = (Goal.LEAST_COST, Goal.FEWEST, Goal.AVALANCHE, Goal.SNOWBALL, Goal.RELIEF)


def planning(overview: Overview, means: Means, like: Planning | None = None) -> Planning:
    """The person's debts as of today and the money there is for them.

    Args:
        overview: the book.
        means: the money.
        like: a plan of about the same question: then the answer is a quick one, at least as good as its rules here.

    Raises:
        PlannerError: ``plan.nothing_owed``, ``plan.unknown_owed`` if it is only not known what is owed;
            ``plan.budget``, ``plan.lump``.
    """
    means.validate()
    debts = owed(overview.book, overview.today)
    if not debts.debts:
        unknown = sum(gap.code == "balance" for gap in debts.gaps)
        if unknown:
            raise PlannerError("plan.unknown_owed", n=unknown)
        raise PlannerError("plan.nothing_owed")
    income = income_of(overview.book.incomes, overview.today)
    problem = Problem(debts.debts, means.budget(overview.today))
    if like is not None and like.problem == problem:
        return like
    if means.monthly_minor is not None:
        return Planning(debts, problem, income, **({} if like is None else like.quick))
    found = shortage(Problem(debts.debts, replace(problem.budget, monthly_minor=(0,))))
    enough = found.enough_minor if found and found.enough_minor else 0
    return Planning(
        debts, replace(problem, budget=replace(problem.budget, monthly_minor=(enough,))), income, least=True
    )


def document(overview: Overview, plan: Planning, ask: Ask) -> dict[str, Any]:
    """What ``planner plan --json`` prints: amounts in fen, dates ISO, months counted from ``start_on``."""
    start: dict[str, Any] = {
        "goal": ask.text,
        "start_on": plan.owed.start_on.isoformat(),
        "budget_minor": list(plan.problem.budget.monthly_minor),
        "budget_is_least": plan.least,
        "missing": [{"loan_id": gap.loan_id, "what": gap.code} for gap in plan.owed.gaps],
        "endless": [_endless(overview, plan, one) for one in plan.endless],
    }
    found = None if plan.shortage else plan.answer(ask)
    if found is None:
        return start | _nothing(overview, plan)
    months = found.outcome.months
    fees = sum(payment.fee_minor for month in months for payment in month.payments)
    return start | {
        "months": found.outcome.length,
        "ends_on": plan.owed.month_end(found.outcome.length).isoformat(),
        "cost_minor": found.outcome.cost_minor,
        "interest_minor": found.outcome.cost_minor - fees,
        "fees_minor": fees,
        "lower_bound_minor": plan.bound_of(found),
        "proven": plan.proven(found),
        "lenders_by_month": list(plan.lenders(found.outcome)),
        "payment_ratio_by_month": [None if ratio is None else f"{ratio:f}" for ratio in plan.ratios(found.outcome)],
        "frontier": [_point(plan, point) for point in plan.front.points()],
        "frontier_complete": plan.evidence.complete(plan.front),
        "goals": [_goal(plan, goal, one) for goal, one in plan.goals().items()],
        "baseline": _baseline(plan),
        "actions": [_action(overview, action) for action in plan.actions(found)],
        "schedule": [
            {
                "month": month.number,
                "until": plan.owed.month_end(month.number).isoformat(),
                "budget_minor": month.budget_minor,
                "brought_minor": month.brought_minor,
                "carried_minor": month.carried_minor,
                "payments": [
                    {
                        "loan_id": plan.owed.parts[paid.debt].loan_id,
                        "card_plan_id": plan.owed.parts[paid.debt].plan_id,
                        "required_minor": paid.required_minor,
                        "extra_minor": paid.extra_minor,
                        "settling_minor": paid.settling_minor,
                        "interest_minor": paid.interest_minor,
                        "fee_minor": paid.fee_minor,
                        "balance_minor": paid.balance_minor,
                    }
                    for paid in month.payments
                ],
            }
            for month in months
        ],
        "infeasible": None,
    }


def _nothing(overview: Overview, plan: Planning) -> dict[str, Any]:
    keys = ("months", "cost_minor", "interest_minor", "fees_minor", "lower_bound_minor")
    short = plan.shortage
    lacking = None
    if short is not None:
        lacking = {
            "month": short.month,
            "until": plan.owed.month_end(short.month).isoformat(),
            "missing_minor": short.missing_minor,
            "enough_minor": short.enough_minor,
            "lump_minor": short.lump_minor,
            "loans": [
                {"loan_id": plan.owed.parts[debt].loan_id, "required_minor": amount}
                for debt, amount in short.required.items()
                if amount
            ],
        }
    return dict.fromkeys(keys) | {
        "proven": False,
        "lenders_by_month": [],
        "frontier": [],
        "goals": [],
        "actions": [],
        "infeasible": lacking or {"goal": "no plan reaches it"},
    }


def _endless(overview: Overview, plan: Planning, one: Endless) -> dict[str, Any]:
    return {
        "loan_id": plan.owed.parts[one.debt].loan_id,
        "required_minor": one.required_minor,
        "interest_minor": one.interest_minor,
        "payments": [{"months": months, "payment_minor": amount} for months, amount in one.payments],
    }


def _point(plan: Planning, point: Point) -> dict[str, Any]:
    return {
        "at_most": point.at_most,
        "month": point.month,
        "until": plan.owed.month_end(point.month).isoformat(),
        "cost_minor": point.cost_minor,
        "lower_bound_minor": plan.evidence.least(point.at_most, point.month),
        "proven": plan.evidence.proven(point),
    }


def _goal(plan: Planning, goal: Goal, found: Answer | PlannerError) -> dict[str, Any]:
    if isinstance(found, PlannerError):
        return {"goal": goal.value, "months": None, "cost_minor": None, "error": found.code}
    return {
        "goal": goal.value,
        "months": found.outcome.length,
        "cost_minor": found.outcome.cost_minor,
        "dominated_by": plan.dominated(found),
    }


def _baseline(plan: Planning) -> dict[str, Any] | None:
    if plan.baseline is None:
        return None
    ends = all(plan.baseline.closed)
    return {
        "months": plan.baseline.length if ends else None,
        "cost_minor": plan.baseline.cost_minor if ends else None,
    }


def _action(overview: Overview, action: Action) -> dict[str, Any]:
    loan = overview.accounts[action.loan_id].loan
    return {
        "on": action.on.isoformat(),
        "loan": loan.named,
        "loan_id": action.loan_id,
        "lender": loan.lender.name,
        "kind": action.kind.value,
        "amount_minor": action.amount_minor,
        "ends": action.ends,
    }


__all__ = [
    "GOAL",
    "LIVE",
    "MEANS",
    "SECONDS",
    "SIMPLE",
    "Planning",
    "ask_from",
    "by_rate",
    "delete_scenario",
    "document",
    "goal_of",
    "keep",
    "keep_scenario",
    "means_of",
    "planning",
    "whole_months",
    "yearly",
]
