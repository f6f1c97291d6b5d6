"""Which pay covers a payment, what cash does not bear, and the extra payment that can go out sooner, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.accounts.names import short_name
from planner.domain.cash.balance import Low
from planner.domain.cash.covers import Cover
from planner.domain.cash.movements import Lack
from planner.domain.payoff.debts.actions import Action
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer
from planner.domain.payoff.search.hoard import LEAST
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.covers import Payments, covers_of, first_sooner
from planner.overview.overview import Overview

_IN_PART = (Lack.LIVING, Lack.OLD_READING, Lack.SPENDING, Lack.SAME_DAY, Lack.PURCHASES, Lack.BALANCE)


def cover(one: Cover | None, on: date) -> tuple[str, str]:
    """Where the money of a payment comes from, with its tone; empty where that is not known.

    Its day has no year: cash is known for some weeks only, and the payment stands beside it. Money of the day itself is
    named as what has to come before the payment: in the other order the day would run short.

    Args:
        one: the money.
        on: the day on which the payment can be made, at the earliest today.
    """
    if one is None:
        return "", ""
    if one.lacking_minor:
        if not one.filled or one.came_on is None:
            return t("payoff.cover.short", amount=fmt.money(one.lacking_minor)), "bad"
        return t("payoff.cover.waits", on=fmt.month_day(one.came_on)), "warn"
    if one.came_on is None:
        return t("payoff.cover.at_hand"), ""
    if one.came_on == on:
        return t("payoff.cover.first", name=one.name), "warn"
    return t("payoff.cover.income", on=fmt.month_day(one.came_on), name=one.name), ""


def waiting(overview: Overview, payments: Payments) -> str:
    """The first payment of a plan whose money is not there on its day, and from when on it is; empty where all is."""
    for (on, amount_minor, loan_id), one in zip(payments, covers_of(overview, payments), strict=True):
        if one is not None and one.lacking_minor:
            given = {
                "on": fmt.short_day(max(on, overview.today), overview.today),
                "loan": fmt.brief(short_name(overview.accounts[loan_id].loan)),
                "amount": fmt.money(amount_minor),
                "lacks": fmt.money(one.lacking_minor),
            }
            whole = ".all" if one.lacking_minor >= amount_minor else ""
            if one.came_on is None:
                return t(f"payoff.waiting.never{whole}", **given)
            return t(f"payoff.waiting{whole}", there=fmt.short_day(one.came_on, overview.today), **given)
    return ""


def short(overview: Overview, plan: Planning, payments: Payments, *, keys: bool = True) -> str:
    """Where cash is short by what is due alone, else the first payment that it meets; empty where it suffices.

    ``keys``: as in ``lack``.
    """
    return lack(overview, plan, keys=keys) or waiting(overview, payments)


def lack(overview: Overview, plan: Planning, *, keys: bool = True) -> str:
    """That cash is short by what is due and living costs alone, from when on, how deep, and what helps; else nothing.

    Where the balance of cash has another deepest day, since it looks less far and counts bills of cards, the deepest
    stands with what it is of.

    ``keys``: whether the keys of the app are named.
    """
    found, today = plan.lack, plan.owed.start_on
    if found is None or plan.cash is None:
        return ""
    given = {"on": fmt.short_day(found.on, today), "amount": fmt.money(found.lacking_minor)}
    deeper = ""
    if found.deepest_minor > found.lacking_minor:
        on, deepest = fmt.short_day(found.deepest_on, today), fmt.money(found.deepest_minor)
        until = fmt.short_day(plan.cash.until_on, today)
        balance = overview.cash
        same = balance is not None and balance.certain.lowest == Low(found.deepest_on, -found.deepest_minor)
        code = "payoff.lack.deeper" if same else "payoff.lack.deeper_by_minimums"
        deeper = t(code, on=on, amount=deepest, until=until)
    return t("payoff.lack" if keys else "payoff.lack.cli", deeper=deeper, **given)


def absent(plan: Planning, found: Answer) -> str:
    """What of the money of the running month cash does not bear, so that it is kept; empty where that is nothing.

    Nor is anything said where that is never used at all: see ``unused``.
    """
    month = next(iter(found.outcome.months), None)
    if month is None or month.absent_minor < max(plan.unused(found).absent_minor + 1, LEAST):
        return ""
    return t("payoff.absent", amount=fmt.money(month.absent_minor))


def unused(plan: Planning, found: Answer, *, keys: bool = True) -> str:
    """What of the sums besides a plan never uses, and why; empty where it uses all of them.

    ``keys``: whether the keys of the app are named.
    """
    left = plan.unused(found)
    if left.absent_minor >= LEAST:
        return t("payoff.unused.cash" if keys else "payoff.unused.cash.cli", amount=fmt.money(left.absent_minor))
    return t("payoff.unused.spent", amount=fmt.money(left.spent_minor)) if left.spent_minor >= LEAST else ""


def idle(overview: Overview, plan: Planning, found: Answer) -> str:
    """What of the cash at hand stays free whatever the plan pays, and how it gets to use it; empty where nothing does.

    Nothing is said where what cash holds or has to bear is known in part only.
    """
    nets = [one.net_minor for one in overview.month_flows(plan.owed.months.payday)]
    cash, amount = overview.cash, plan.idle_minor(found, nets)
    if cash is None or amount < LEAST or any(gap.lack in _IN_PART for gap in cash.gaps):
        return ""
    return t("payoff.idle", amount=fmt.money(amount))


def sooner(overview: Overview, actions: Sequence[Action]) -> str:
    """The extra payment that can go out on the day on which its money is there; empty where there is none."""
    found = first_sooner(overview, actions)
    if found is None:
        return ""
    action, made = found
    return t(
        "payoff.sooner",
        on=fmt.short_day(made.on, overview.today),
        planned=fmt.short_day(action.on, overview.today),
        loan=fmt.brief(short_name(overview.accounts[action.loan_id].loan)),
        amount=fmt.money(action.amount_minor),
        saved=fmt.money(made.saved_minor),
    )
