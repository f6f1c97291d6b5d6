"""``planner plan``: what to pay, to whom, what each choice costs, how good it is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from planner.cli.arguments import as_json, goal, step
from planner.cli.output import overview_of, say
from planner.domain.basics.typed import parse_step
from planner.domain.cash.budget import above, lacking
from planner.domain.cash.covers import Cover
from planner.domain.payoff.adopted.movement import as_json as moved_json
from planner.domain.payoff.debts.actions import Action
from planner.domain.payoff.debts.at_hand import Lack
from planner.domain.payoff.planning import Planning, planning
from planner.domain.payoff.search.frontier import Point
from planner.domain.payoff.search.goals import Answer, Ask, Goal, ask_from
from planner.domain.payoff.search.hoard import Hoard, hoards
from planner.domain.payoff.short.allot import Aim, Given
from planner.domain.payoff.short.claims import lump_day
from planner.domain.payoff.short.doctor import Endless
from planner.errors import PlannerError
from planner.i18n import t
from planner.overview.covers import covers_of, first_sooner
from planner.overview.offer import offer_of
from planner.overview.overview import Overview
from planner.overview.plan import drift_of, goal_of, held_of, in_force, now_of
from planner.overview.short import aim_of, allotted
from planner.proof import remote
from planner.storage import mistakes
from planner.values import replace
from planner.words import adopted as words
from planner.words.plan import as_text


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)
    command.add_argument("--budget", type=step, metavar="X", help=t("payoff.cli.budget"))
    command.add_argument("--goal", type=goal, metavar="G", help=t("payoff.cli.goal"))
    command.add_argument("--quick", action="store_true", help=t("payoff.cli.quick"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Make the plan, prove it unless it has to be quick, print it; returns the exit status."""
    overview = overview_of(path)
    ask = ask_from(options.goal or goal_of(overview.settings))
    held = held_of(in_force(overview.payoff_plans), overview.book, overview.today)
    plan = planning(overview.book, overview.today, overview.means, held_minor=held)
    if options.goal:
        ask.validate(len(plan.problem.lenders), plan.highest_ratio)
    if options.budget is not None:
        monthly = parse_step(options.budget, now_of(overview.settings, overview.today, plan))
        means = replace(overview.means, monthly_minor=monthly, changes=())
        plan = planning(overview.book, overview.today, means, held_minor=held)
    if remote.available() and not options.quick and plan.search.best is not None:
        proving = remote.Proving(plan.problem, remote.SECONDS, others=plan.rules)
        try:
            for news in proving:
                plan.take(news)
        finally:
            proving.stop()
    if plan.evidence.fault:
        mistakes.keep(path, plan.evidence.fault)
    if plan.shortage is None:
        plan.goals()  # another goal may find a cheaper plan on its way
    if options.json:
        return say(document(overview, plan, ask))
    kept = words.as_text(overview, plan, None if plan.shortage else plan.answer(ask))
    print(*filter(None, (kept, as_text(overview, plan, ask))), sep="\n\n")
    return 0


def document(overview: Overview, plan: Planning, ask: Ask) -> dict[str, Any]:
    """What ``planner plan --json`` prints: amounts in fen, dates ISO, months counted from ``start_on``.

    Lower bounds are those of plans that settle the loans of ``settled_whole_only`` whole, and pay those of
    ``paid_early_when_due_only`` early with an instalment; no more than that is known.
    """
    start: dict[str, Any] = {
        "goal": ask.text,
        "start_on": plan.owed.start_on.isoformat(),
        "budget_minor": list(plan.problem.budget.monthly_minor),
        "repaid_this_month_minor": plan.owed.repaid_minor,
        "kept_for_now_minor": plan.held_minor,
        "payday": plan.owed.months.payday,
        "budget_is_least": plan.least,
        **funding(overview, plan),
        "missing": [{"loan_id": gap.loan_id, "what": gap.code} for gap in plan.owed.gaps],
        "endless": [_endless(overview, plan, one) for one in plan.endless],
    }
    start["cash_short"] = None if plan.lack is None else _lack(plan.lack)
    found = None if plan.shortage else plan.answer(ask)
    start["adopted"] = adopted(overview, plan, found)
    if found is None:
        return start | _nothing(overview, plan)
    months = found.outcome.months
    fees = sum(payment.fee_minor for month in months for payment in month.payments)
    return start | {
        "months": found.outcome.length,
        "ends_on": plan.ended_on(found.outcome).isoformat(),
        "cost_minor": found.outcome.cost_minor,
        "interest_minor": found.outcome.cost_minor - fees,
        "fees_minor": fees,
        "lower_bound_minor": plan.bound_of(found),
        "proven": plan.unreserved and plan.proven(found),
        "settled_whole_only": list(plan.owed.whole),
        "paid_early_when_due_only": list(plan.spaced),
        "settled_for_less": list(plan.owed.agreed),
        "kept": [_hoard(plan, one) for one in hoards(plan.problem, found.outcome)],
        "lenders_by_month": list(plan.lenders(found.outcome)),
        "milestones": [{"on": on.isoformat(), "lenders": left} for on, left in plan.lenders_on(found.outcome)],
        "payment_ratio_by_month": [None if ratio is None else f"{ratio:f}" for ratio in plan.ratios(found.outcome)],
        "frontier": [_point(plan, point) for point in plan.front.points()],
        "frontier_complete": plan.unreserved and plan.evidence.complete(plan.front),
        "goals": [_goal(plan, goal, one) for goal, one in plan.goals().items()],
        "baseline": _baseline(plan),
        **_payments(overview, plan.actions(found)),
        "schedule": [
            {
                "month": month.number,
                "until": plan.owed.month_end(month.number).isoformat(),
                "budget_minor": month.budget_minor,
                "brought_minor": month.brought_minor,
                "carried_minor": month.carried_minor,
                "not_there_minor": month.absent_minor,
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
        "allotment": None,
    }


def funding(overview: Overview, plan: Planning) -> dict[str, Any]:
    """Where the budget comes from: by month certain and expected income and living costs, the last one holding on.

    ``above_income`` is the first month whose budget is above certain income less living costs, ``missing_for_cash``
    what has to be entered before a budget can come from them.
    """
    payday = plan.owed.months.payday
    flows = overview.month_flows(payday)
    found = above(plan.problem.budget, flows, plan.owed.months)
    return {
        "budget_from_cash": plan.of_cash,
        "months_of_cash": [
            {
                "from": one.begins_on.isoformat(),
                "income_minor": one.income_minor,
                "expected_minor": one.expected_minor,
                "living_minor": one.living_minor,
                "net_minor": one.net_minor,
            }
            for one in flows
        ],
        "above_income": None
        if found is None
        else {
            "from": found.begins_on.isoformat(),
            "budget_minor": found.budget_minor,
            "net_minor": found.net_minor,
            "expected_minor": found.expected_minor,
        },
        "expected_lumps": [{"on": on.isoformat(), "amount_minor": amount} for on, amount in overview.means.hoped],
        "missing_for_cash": [one.value for one in lacking(overview.book, overview.today)] if plan.least else [],
    }


def adopted(overview: Overview, plan: Planning, found: Answer | None) -> dict[str, Any] | None:
    """The plan that is followed: what is paid of it, its payments as they stand today; None before one was adopted.

    ``amount_minor`` of a payment is what is still to be paid, in the loan's currency, ``due_minor`` what of it the
    lender asks for at least. ``offer`` is what the plan that was found is worth against it; null where reality departs
    or terms have changed.
    """
    line, at = in_force(overview.payoff_plans), overview.progress
    if line is None or at is None:
        return None
    departs = drift_of(line, overview.book, overview.today)
    made = None if found is None else offer_of(overview, plan, found)
    return {
        "version": line.version,
        "adopted_on": line.adopted_on.isoformat(),
        "goal": line.goal,
        "ends_on": at.ends_on.isoformat(),
        "paid_minor": at.paid_minor,
        "planned_minor": at.planned_minor,
        "month_paid_minor": at.month_paid_minor,
        "month_planned_minor": at.month_minor,
        "cost_to_come_minor": at.left_minor,
        "milestones": [{"on": one.on.isoformat(), "lenders": one.lenders} for one in at.milestones],
        "drift": {"gap_minor": departs.gap_minor, "parts": {str(cause): part for cause, part in departs.parts.items()}},
        "payments": [
            {
                "on": one.on.isoformat(),
                "loan_id": one.loan_id,
                "amount_minor": one.amount_minor,
                "due_minor": one.due_minor,
                "foreseen_minor": one.foreseen_minor,
                "ends": one.ends,
                "state": "done" if one.done else "missed" if one.over else "open",
            }
            for one in overview.planned
        ],
        "moved": moved_json(overview.movement),
        "offer": None
        if made is None
        else {
            "saved_minor": made.saved_minor,
            "sooner_days": made.sooner_days,
            "goal_gain": made.measure,
            "better": made.better,
        },
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
            "carries_over": plan.problem.budget.carry,
            "enough_minor": short.enough_minor,
            "enough_is_least": short.enough_is_least,
            "enough_floor_minor": short.enough_floor_minor,
            "enough_until": _month_end(plan, short.enough_until),
            "lump_minor": short.lump_minor,
            "at_hand_minor": short.at_hand_minor,
            "lump_is_least": short.lump_is_least,
            "lump_by": None if short.lump_minor is None else lump_day(plan.owed, short).isoformat(),
            "loans": [
                {"loan_id": plan.owed.parts[debt].loan_id, "required_minor": amount}
                for debt, amount in short.required.items()
                if amount
            ],
        }
    return dict.fromkeys(keys) | {
        "proven": False,
        "kept": [],
        "lenders_by_month": [],
        "frontier": [],
        "goals": [],
        "actions": [],
        "infeasible": lacking or {"goal": "no plan reaches it"},
        "allotment": _allotment(overview, plan),
    }


def _month_end(plan: Planning, month: int | None) -> str | None:
    return None if month is None else plan.owed.month_end(month).isoformat()


def _allotment(overview: Overview, plan: Planning) -> dict[str, Any] | None:
    aim, clean = aim_of(overview.settings)
    found = allotted(overview, plan, aim, clean)
    if found is None:
        return None
    return {
        "aim": found.aim.value,
        "keep_clean": list(clean) if found.aim is Aim.CLEAN else [],
        "money_from": "cash" if found.purse.cash_at_hand else "budget",
        "living_minor": found.purse.living_minor,
        "unrecorded_minor": found.purse.unsaid_minor,
        "paid_minor": found.paid_minor,
        "left_minor": found.left_minor,
        "missing_minor": found.missing_minor,
        "late_cost_minor": found.cost_minor,
        "late_lenders": len(found.late_lenders),
        "claims": [_given(one) for one in found.given],
    }


def _given(one: Given) -> dict[str, Any]:
    claim = one.claim
    return {
        "loan_id": claim.loan_id,
        "due_on": claim.due_on.isoformat(),
        "amount_minor": claim.amount_minor,
        "minimum_minor": claim.minimum_minor,
        "choice": one.choice.value,
        "payments": [{"on": on.isoformat(), "amount_minor": amount} for on, amount in one.payments],
        "asked_minor": one.asked_minor,
        "call_on": None if one.call_on is None else one.call_on.isoformat(),
        "promised_on": None if one.promised_on is None else one.promised_on.isoformat(),
        "late_from": claim.late_from.isoformat(),
        "reported": claim.record.value,
        "late_cost_stated": claim.told.value,
        "late_day_minor": one.day_minor,
        "late_fee_minor": one.fee_minor,
        "late_cost_minor": one.cost_minor,
    }


def _lack(one: Lack) -> dict[str, Any]:
    """Days that end below 0 by what is due and living costs alone: the first and the deepest."""
    return {
        "on": one.on.isoformat(),
        "lacking_minor": one.lacking_minor,
        "deepest_on": one.deepest_on.isoformat(),
        "deepest_minor": one.deepest_minor,
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
        "until": plan.down_on(point.outcome, point.at_most).isoformat(),
        "cost_minor": point.cost_minor,
        "lower_bound_minor": plan.evidence.least(point.at_most, point.month),
        "proven": plan.unreserved and plan.evidence.proven(point),
    }


def _hoard(plan: Planning, one: Hoard) -> dict[str, Any]:
    """Money that is kept although debts are open: until it is used, and for what."""
    return {
        "months": [one.first, one.last],
        "until": plan.owed.months.begin(one.last + 1).isoformat(),
        "most_minor": one.most_minor,
        "reason": str(one.reason),
        "loan_ids": list(dict.fromkeys(plan.owed.parts[debt].loan_id for debt in one.debts)),
    }


def _goal(plan: Planning, goal: Goal, found: Answer | PlannerError) -> dict[str, Any]:
    if isinstance(found, PlannerError):
        return {"goal": goal.value, "months": None, "cost_minor": None, "error": found.code}
    return {
        "goal": goal.value,
        "months": found.outcome.length,
        "ends_on": plan.ended_on(found.outcome).isoformat(),
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


def _payments(overview: Overview, actions: tuple[Action, ...]) -> dict[str, Any]:
    """The payments, what each is paid from in the same order, and the extra one that can go out before its day."""
    found = covers_of(overview, [(one.on, one.amount_minor, one.loan_id) for one in actions])
    first = first_sooner(overview, actions)
    sooner = None
    if first is not None:
        action, made = first
        sooner = {
            "loan_id": action.loan_id,
            "planned_on": action.on.isoformat(),
            "on": made.on.isoformat(),
            "amount_minor": action.amount_minor,
            "saved_minor": made.saved_minor,
        }
    paid = [_action(overview, action) for action in actions]
    return {"actions": paid, "paid_from": [_money(cover) for cover in found], "sooner": sooner}


def _money(cover: Cover | None) -> dict[str, Any] | None:
    """``came_on`` is null for money at hand, and after the payment's day where it has to wait for its money.

    ``filled`` false: no income in sight brings what lacks. Null altogether where that is not known.
    """
    if cover is None:
        return None
    return {
        "name": cover.name,
        "came_on": None if cover.came_on is None else cover.came_on.isoformat(),
        "lacking_minor": cover.lacking_minor,
        "filled": cover.filled,
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
