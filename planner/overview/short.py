"""Too little money: what was chosen to come first, and who gets how much in the month of a plan that lacks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.domain.book import Book
from planner.domain.payoff.allot import Aim, Allotment, allot
from planner.domain.payoff.claims import claims_of, first_day, purse_of
from planner.domain.payoff.planning import Planning

AIM = "plan.aim"


def aim_of(settings: Mapping[str, str]) -> tuple[Aim, tuple[int, ...]]:
    """What comes first where the money does not suffice, and the loans that are to stay in order; see ``aim_text``."""
    name, _, loans = settings.get(AIM, "").partition(":")
    try:
        return Aim(name), tuple(int(one) for one in loans.split(",") if one)
    except ValueError:
        return Aim.RECORD, ()


def aim_text(aim: Aim, clean: Iterable[int] = ()) -> str:
    """As ``aim_of`` reads it: ``fewest``, ``clean:1,5``."""
    return f"{aim.value}:{','.join(str(one) for one in sorted(clean))}" if aim is Aim.CLEAN else aim.value


def allotted(book: Book, plan: Planning, aim: Aim, clean: Iterable[int] = ()) -> Allotment | None:
    """Who gets how much in the month of a plan that lacks money; None where none does."""
    short = plan.shortage
    if short is None:
        return None
    if plan.claims is None or plan.claimed_in is not book:  # other terms change what being late costs, not the plan
        plan.claims, plan.claimed_in = claims_of(book, plan.owed, short.month, short.required), book
    purse = purse_of(plan.owed, short.month, short.required, short.missing_minor)
    return allot(plan.claims, purse, first_day(plan.owed, short.month), aim, clean)
