"""The plan as it was chosen and adopted: the money, the goal, the version in force and how today departs from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.book import Book, income_of
from planner.domain.payoff.adopted.adopted import Baseline
from planner.domain.payoff.adopted.baseline import baseline_from
from planner.domain.payoff.adopted.drift import Drift, drift, held
from planner.domain.payoff.adopted.moved import baseline_at, moved, saved_by
from planner.domain.payoff.adopted.movement import Moved, Movement
from planner.domain.payoff.adopted.outdated import Old, Outdated, money, outdated
from planner.domain.payoff.adopted.then import End
from planner.domain.payoff.debts.means import Means, means_from_json
from planner.domain.payoff.search.goals import Goal, ask_from
from planner.domain.review.document import from_json
from planner.storage.kept import PlanLine, ReviewLine
from planner.values import replace

if TYPE_CHECKING:
    from planner.domain.payoff.planning import Planning

MEANS = "plan.means"
GOAL = "plan.goal"


def means_of(settings: Mapping[str, str]) -> Means:
    """What the person said about the money for debts; nothing yet, or nothing that can be read, is ``Means()``."""
    kept = settings.get(MEANS)
    try:
        return means_from_json(json.loads(kept)) if kept else Means()
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return Means()


def now_of(settings: Mapping[str, str], today: date, plan: Planning | None) -> int | None:
    """The budget a month of now, fen, from which ``+500`` counts; None where there is neither an amount nor a plan.

    The amount that was entered as it holds today; without one what the plan takes, of income less living costs that of
    the next month: the running one may be cut short by what is at hand.
    """
    entered, _ = means_of(settings).holding(today)
    if entered is not None or plan is None:
        return entered
    return plan.problem.budget.monthly_minor[:2][-1]


def goal_of(settings: Mapping[str, str]) -> str:
    """The goal that the person chose last, in the form of ``goals.ask_from``."""
    return settings.get(GOAL, Goal.LEAST_COST.value)


def in_force(lines: Iterable[PlanLine]) -> PlanLine | None:
    """The plan that is followed, if one was adopted."""
    return next((line for line in lines if line.ended_on is None and _whole(line)), None)


def _whole(line: PlanLine) -> bool:
    """Whether a plan can be read back; a document that was changed by hand is no plan that can be followed."""
    try:
        baseline_from(line.document)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        return False
    return True


def held_of(line: PlanLine | None, book: Book, today: date) -> int:
    """The money of months gone by that the plan in force has kept for later ones, fen; 0 without one."""
    return 0 if line is None else held(baseline_from(line.document), book, today)


def drift_of(line: PlanLine, book: Book, as_of: date) -> Drift:
    """How a day departs from an adopted plan."""
    return drift(baseline_from(line.document), book, as_of)


def outdated_of(line: PlanLine, baseline: Baseline, book: Book, today: date, means: Means) -> tuple[Outdated, ...]:
    """With what the adopted plan, ``baseline``, reckons that is otherwise now: terms, and the ``means`` of now."""
    found = [*outdated(baseline, book.accounts, today), *money(means_from_json(line.means), means, today)]
    income = income_of(book.incomes, today)
    ratio = line.goal.startswith(f"{Goal.RATIO}:") and baseline.income_minor is not None
    if ratio and income != baseline.income_minor and Outdated(Old.INCOME) not in found:
        found.append(Outdated(Old.INCOME))
    return tuple(found)


def movement_of(
    line: PlanLine, old: Baseline, book: Book, today: date, means: Means, reviews: Iterable[ReviewLine]
) -> Movement:
    """Why the debt-free day is not that of the adopted plan, ``old``, nor that of last week.

    It asks for three plans, so that it is nothing to be waited for between two keys.
    """
    ask = ask_from(line.goal)
    since = moved(old, means_from_json(line.means), book, today, means, ask)
    if since is None:
        return Movement(None, None, None)
    on = max(week_ago(reviews, today), old.start_on)
    if drift(old, book, on).kept:  # kept so far: what it said is what was said then
        week: Moved | None = replace(since, since_on=on)
    else:
        then = baseline_at(book, on, means, ask, held_minor=held(old, book, on))
        pays = then is not None and bool(then.actions)
        best = End(since.now_on, since.now_minor)
        week = moved(then, means, book, today, means, ask, best=best) if then is not None and pays else None
    return Movement(week, since, saved_by(old, book, today, means, since.now_minor))


def week_ago(reviews: Iterable[ReviewLine], today: date) -> date:
    """The day of the last saved review before today, or seven days ago where that is longer ago or there is none."""
    week = today - timedelta(7)
    for line in reviews:
        on = _saved_on(line)
        if on is not None and on < today:
            return max(on, week)
    return week


def _saved_on(line: ReviewLine) -> date | None:
    """The day of a saved review; None for one that is not saved, or of a form that this version does not read."""
    try:
        return None if line.saved_at is None else from_json(line.summary).ratios.as_of
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
