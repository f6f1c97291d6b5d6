"""Where the budget of a plan comes from, what it spends above what comes in, and what is missing to tell it."""

from __future__ import annotations

from planner.domain.cash.budget import Above, above, lacking
from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.planning import Planning
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.cash import buffer_of
from planner.overview.overview import Overview


def told(overview: Overview, plan: Planning, *, keys: bool = True) -> list[str]:
    """All that has to be said of where the money of a plan comes from; nothing where it is plain.

    ``keys``: whether the keys of the app are named.
    """
    return [
        line
        for line in (
            _cut(overview, plan),
            over(overview, plan),
            hoped(overview, plan),
            asked(overview, plan, keys=keys),
        )
        if line
    ]


def beside(overview: Overview, plan: Planning) -> list[str]:
    """What a budget that is typed in says of itself: that it comes from cash, that it is above what comes in."""
    said = amounts(plan) if plan.of_cash else ""
    return [line for line in (said, over(overview, plan), asked(overview, plan)) if line]


def amounts(plan: Planning) -> str:
    """What income leaves after living costs: this month and the next, where that is another amount."""
    monthly = plan.problem.budget.monthly_minor
    now = fmt.money(monthly[0])
    if len(monthly) == 1:
        return t("payoff.cash.steady", now=now)
    return t("payoff.cash.varies", now=now, then=fmt.money(monthly[1]))


def _cut(overview: Overview, plan: Planning) -> str:
    """That cash at hand does not reach for all that the running month brings."""
    flow = overview.means.flow
    if not plan.of_cash or flow is None or not flow.nets:
        return ""
    lacks = flow.by_month(plan.owed.months)[0] - plan.problem.budget.monthly_minor[0]
    if lacks <= 0:
        return ""
    return t("payoff.cash.cut", lacks=fmt.money(lacks), buffer=fmt.money(buffer_of(overview.settings)))


def over(overview: Overview, plan: Planning) -> str:
    """That a budget is above certain income less living costs, by how much, from which month; else nothing."""
    found = above(plan.problem.budget, overview.month_flows(plan.owed.months.payday), plan.owed.months)
    return "" if found is None else _over(found)


def _over(found: Above) -> str:
    more = found.budget_minor - max(found.net_minor, 0)
    given = {
        "on": fmt.day(found.begins_on),
        "budget": fmt.money(found.budget_minor),
        "net": fmt.signed(found.net_minor) if found.net_minor < 0 else fmt.money(found.net_minor),
        "more": fmt.money(more),
        "expected": fmt.money(found.expected_minor),
        "rest": fmt.money(found.unfunded_minor),
    }
    if not found.expected_minor:
        return t("payoff.above", **given)
    return t("payoff.above.part" if found.unfunded_minor else "payoff.above.expected", **given)


def hoped(overview: Overview, plan: Planning) -> str:
    """The lump sums that a plan spends and that are expected only; else nothing."""
    opened = Months(overview.today, plan.owed.months.payday).opened_on
    sums = [(on, amount) for on, amount in sorted(overview.means.hoped) if on >= opened]
    if not sums:
        return ""
    named = [t("payoff.hoped.one", on=fmt.day(on), amount=fmt.money(amount)) for on, amount in sums]
    return t("payoff.hoped", what=t("list.and").join(named))


def asked(overview: Overview, plan: Planning, *, keys: bool = True) -> str:
    """What to enter so that the budget comes from income and living costs; nothing where an amount was entered."""
    missing = lacking(overview.book, overview.today) if plan.least else ()
    if not missing:
        return ""
    what = t("list.and").join(t(f"payoff.missing.{one}") for one in missing)
    return t("payoff.missing" if keys else "payoff.missing.cli", what=what)
