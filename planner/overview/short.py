"""Too little money: what was chosen to come first, and who gets how much in the month of a plan that lacks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from planner.domain.cash.purse import purse
from planner.domain.payoff.debts.at_hand import left_before
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.short.allot import Aim, Allotment, allot
from planner.domain.payoff.short.claims import claims_of, first_day, purse_of
from planner.domain.payoff.short.doctor import Shortage
from planner.domain.payoff.short.purse import Purse

if TYPE_CHECKING:
    from planner.overview.overview import Overview

AIM = "plan.aim"
KEEPS_BUFFER = "plan.keeps_buffer"


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


def keeps_buffer(settings: Mapping[str, str]) -> bool:
    """Whether what the person keeps back stays back although the money does not suffice; False while nobody said so."""
    return settings.get(KEEPS_BUFFER) == "1"


def allotted(overview: Overview, plan: Planning, aim: Aim, clean: Iterable[int] = ()) -> Allotment | None:
    """Who gets how much in the month of a plan that lacks money; None where none does.

    Where cash was entered and is in sight to the end of that month, the money is what is at hand and comes by day, in a
    later month after all that is due before it; else it is the budget of the month.
    """
    short, book = plan.shortage, overview.book
    if short is None:
        return None
    if plan.claims is None or plan.claimed_in is not book:  # other terms change what being late costs, not the plan
        plan.claims, plan.claimed_in = claims_of(book, plan.owed, short.month, short.required), book
    return allot(plan.claims, _purse(overview, plan, short), first_day(plan.owed, short.month), aim, clean)


def _purse(overview: Overview, plan: Planning, short: Shortage) -> Purse:
    until = plan.owed.month_end(short.month)
    cash, kept = overview.cash, keeps_buffer(overview.settings)
    if cash is None or until > cash.until_on or (short.month > 1 and plan.cash is None):
        return purse_of(plan.owed, short.month, short.required, short.missing_minor)
    if short.month == 1 or plan.cash is None:
        return purse(cash, until, keep_buffer=kept, unsaid_minor=plan.owed.unsaid_minor)
    left = left_before(plan.owed, plan.problem, plan.cash, short.month)
    return purse(cash, until, keep_buffer=kept, since=(first_day(plan.owed, short.month), left))
