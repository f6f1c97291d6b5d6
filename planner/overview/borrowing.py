"""Money that could be borrowed, against the book of today: offers, consolidation, a wish, and whom else to ask."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.offers.alternatives import Alternative, alternatives
from planner.domain.offers.consolidation import Best, Consolidation, best, consolidated
from planner.domain.offers.cost import OfferCost
from planner.domain.offers.effects import Ahead, Effect, ahead, effect_of
from planner.domain.offers.instead import Instead, cheapest, dates_moved, free_cash, plan_moved
from planner.domain.offers.offer import Offer, Wish
from planner.domain.offers.plans import PlanEffect, plan_effect
from planner.domain.offers.staying import Staying, staying
from planner.domain.offers.wishes import MONTHS, Before, before
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import Ask, ask_from
from planner.errors import PlannerError
from planner.overview.offer_costs import cost_of
from planner.overview.overview import Overview
from planner.overview.plan import goal_of, held_of, in_force
from planner.values import dataclass, replace

PRICE, POINT = "price_court", "subsidy_point"
_MONTH = timedelta(30)

Halted = Callable[[], bool]


def cost_on(overview: Overview, offer: Offer, on: date | None = None) -> OfferCost:
    """What an offer costs, paid out on a day: the promised one, or today, where none is named."""
    return cost_of(offer, overview.catalogue, overview.book, overview.today, on)


def subsidy_of(overview: Overview) -> tuple[Decimal, date | None] | None:
    """The points a year that the state pays today, as a fraction, and until when; None where it pays none."""
    point = overview.catalogue.rules.at(POINT, overview.today)
    return None if point is None else (point.value, point.rule.to_on)


def dearest_of(overview: Overview) -> Decimal:
    """The dearest yearly rate that a licensed lender may ask, as a fraction."""
    return overview.catalogue.rules.need(PRICE, overview.today).value


def debts_of(overview: Overview, cost: OfferCost) -> tuple[Staying, ...]:
    """What is owed today, as the loan of an offer could repay it on the day of its payout."""
    on = cost.loan.start_on
    found = (staying(one, on, overview.today, cost.loan) for one in overview.book.accounts)
    return tuple(one for one in found if one is not None)


def ahead_of(overview: Overview, months: int = MONTHS + 14) -> Ahead:
    """The book as it will be, by the adopted plan where there is one."""
    return ahead(overview.book, overview.today, months, overview.baseline)


def ask_of(overview: Overview) -> Ask:
    """The goal of the adopted plan; without one the goal that was looked at last."""
    line = in_force(overview.payoff_plans)
    try:
        return ask_from(goal_of(overview.settings) if line is None else line.goal)
    except PlannerError:
        return ask_from("least_cost")


@dataclass(frozen=True)
class Weighed:
    """An offer that repays some debts, or none: what it comes to, what it does, and what becomes of the plan."""

    offer: Offer
    cost: OfferCost
    debts: tuple[Staying, ...]
    best: Best
    chosen: Consolidation
    effect: Effect
    plan: PlanEffect | None = None
    planned: bool = False  # whether it was asked what becomes of the plan

    @property
    def chosen_ids(self) -> frozenset[int]:
        """The loans that are repaid."""
        return frozenset(one.loan_id for one in self.chosen.chosen)


def weigh(
    overview: Overview,
    offer: Offer,
    chosen: Collection[int] | None = None,
) -> Weighed:
    """An offer with the debts that it repays: those named by loan id, or the best choice; without the plan."""
    cost = cost_on(overview, offer)
    debts = debts_of(overview, cost)
    choice = best(cost, debts)
    wanted = {one.loan_id for one in choice.chosen} if chosen is None else set(chosen)
    picked = [one for one in debts if one.loan_id in wanted]
    made = consolidated(cost, picked)
    ids = [one.loan_id for one in picked]
    effect = effect_of(ahead_of(overview), overview.catalogue, cost.loan, cost.rows[0].due_on, ids)
    return Weighed(offer, cost, debts, choice, made, effect)


def planned(overview: Overview, weighed: Weighed, halted: Halted = lambda: False) -> Weighed:
    """The same with what becomes of the plan, which takes as long as two plans take.

    The offer is paid out today then: a plan knows no loan of a later day.
    """
    made, ids = weighed.chosen, weighed.chosen_ids
    cost = cost_on(overview, weighed.offer, overview.today)
    if made.on != overview.today:
        made = consolidated(cost, [one for one in debts_of(overview, cost) if one.loan_id in ids])
    beyond = sum(one.settle_minor - one.principal_minor for one in made.chosen)
    left = -made.own_minor if made.chosen else -cost.own_minor
    held = held_of(in_force(overview.payoff_plans), overview.book, overview.today)
    found = plan_effect(
        overview.book,
        overview.today,
        overview.means,
        ask_of(overview),
        cost,
        ids,
        left,
        beyond + cost.kept_minor + cost.own_minor,
        held_minor=held,
        halted=halted,
    )
    return replace(weighed, plan=found, planned=True)


def before_of(overview: Overview, wish: Wish, halted: Halted = lambda: False) -> Before | None:
    """What is to be known before a wish is followed; None once nobody waits for it."""
    return before(ahead_of(overview), overview.catalogue, wish, dearest_of(overview), halted)


def instead_of(overview: Overview, wish: Wish, halted: Halted = lambda: False) -> tuple[Instead, ...]:
    """What would do instead of a wish, what gives all of it first, then the cheapest."""
    wanted, today = wish.amount_minor, overview.today
    free = overview.cash.free_minor if overview.cash is not None else None
    ways = [one for one in [free_cash(free, wanted)] if one is not None]
    ways += dates_moved(overview.book.accounts, overview.positions, today, today + _MONTH)
    held = held_of(in_force(overview.payoff_plans), overview.book, today)
    try:
        plan = planning(overview.book, today, overview.means, held_minor=held, halted=halted)
        moved = None if plan.shortage is not None else plan_moved(plan, ask_of(overview), wanted)
    except PlannerError:
        moved = None
    return cheapest([*ways, *([moved] if moved is not None else [])], wanted)


def alternatives_of(overview: Overview, halted: Halted = lambda: False) -> tuple[Alternative, ...]:
    """Whom else to ask, by the person's own numbers."""
    from planner.storage.shipped import alternatives as families
    from planner.storage.shipped import products

    wish = Wish(0, overview.today, 1_000_000, "…", 12)
    cost = cost_on(overview, wish.as_offer(dearest_of(overview)))
    debts = [(one, overview.costs[one.loan_id].nominal) for one in debts_of(overview, cost)]
    return alternatives(families.load(), products.load().presets, debts, overview.today, halted)
