"""Adopted payoff plans: written once and never changed, read back to say how reality departs from them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planner.domain.accounts.loan import RateChange
from planner.domain.accounts.terms import Fee, FeeKind, FeeWhen
from planner.domain.basics.calendar import add_months, month_end
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.figures.ratios import Ratios, course
from planner.domain.payoff.actions import Action, ActionKind
from planner.domain.payoff.drift import Baseline, Drift, Expected, Known, drift, known_of
from planner.domain.payoff.goals import Answer
from planner.domain.reminders.rules import Planned
from planner.errors import PlannerError
from planner.services.overview import Overview
from planner.services.plans import LIVE, Planning, ask_from, means_of, planning
from planner.storage.snapshot import PlanLine

if TYPE_CHECKING:
    from planner.storage.store import OpResult, Store


def adopt(store: Store, overview: Overview, plan: Planning, found: Answer) -> OpResult[int]:
    """Make a plan the one that is followed, as a new version; the one before it ends. One undo step.

    Returns:
        The version.
    """
    import json

    from planner.services import reminders

    on = overview.today
    document = json.dumps(document_of(overview, plan, found), ensure_ascii=False)
    means = json.dumps(means_of(overview).to_json())
    with store.write("plan.adopt") as write:
        kept = write.values("payoff_plan")
        version = max((row["version"] for row in kept), default=0) + 1
        for row in kept:
            if row["ended_on"] is None:
                write.change("payoff_plan", row["id"], ended_on=on.isoformat())
        write.add(
            "payoff_plan",
            version=version,
            adopted_on=on.isoformat(),
            goal=found.ask.text,
            means=means,
            document=document,
        )
        reminders.insert_plan_rule(write, on)
    return write.result(version)


def in_force(overview: Overview) -> PlanLine | None:
    """The plan that is followed, if one was adopted."""
    return next((line for line in overview.payoff_plans if line.ended_on is None and _whole(line)), None)


def _whole(line: PlanLine) -> bool:
    """Whether a plan can be read back; a document that was changed by hand is no plan that can be followed."""
    try:
        baseline_of(line)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        return False
    return True


def next_payment(overview: Overview, loan_id: int) -> Planned | None:
    """What the adopted plan pays next on a loan beyond what is due."""
    return next(
        (one for one in overview.planned if one.loan_id == loan_id and not one.done and one.on >= overview.today), None
    )


def ahead(overview: Overview, months: int) -> tuple[Ratios, ...]:
    """The ratios at the end of this month and of those to come, ``months`` at most, if the plan is followed."""
    from planner.domain.payoff.followed import projected

    line = in_force(overview)
    coming = [] if line is None else [one for one in baseline_of(line).actions if one.on > overview.today]
    if not coming:
        return ()
    first, last = month_end(overview.today), month_end(max(one.on for one in coming))
    days = [month_end(add_months(first, number, 1)) for number in range(months)]
    days = [day for day in days if overview.today < day <= last]
    later = projected(overview.book, sorted(coming, key=lambda one: one.on))
    return tuple(standing.ratios for standing in course(later, days).standings)


def replanned(overview: Overview, line: PlanLine) -> tuple[date, int] | None:
    """The goal of an adopted plan asked again of today's debts and money: when it ends and what it costs, in fen.

    A quick answer, for a list; page 3 searches further and proves. None where no plan reaches the goal.
    """
    try:
        plan = planning(overview, means_of(overview))
        plan.tries = LIVE
        found = None if plan.shortage else plan.answer(ask_from(line.goal))
    except PlannerError:
        return None
    return None if found is None else (plan.owed.month_end(found.outcome.length), found.outcome.cost_minor)


def drift_of(overview: Overview, line: PlanLine) -> Drift:
    """How today departs from an adopted plan."""
    return drift(baseline_of(line), overview.book, overview.today)


def document_of(overview: Overview, plan: Planning, found: Answer) -> dict[str, Any]:
    """All of a plan that has to stay as it was."""
    return {
        "start_on": plan.owed.start_on.isoformat(),
        "cost_minor": found.outcome.cost_minor,
        "months": found.outcome.length,
        "lenders_by_month": list(plan.lenders(found.outcome)),
        "known": [_known_to_json(one) for one in known_of(overview.book.accounts, plan.owed.start_on)],
        "actions": [_action_to_json(action) for action in plan.actions(found)],
        "expected": [[one.loan_id, one.on.isoformat(), one.owed_minor] for one in expected_of(plan, found)],
    }


def expected_of(plan: Planning, found: Answer) -> tuple[Expected, ...]:
    """What is owed on each account after each day on which the plan pays something on it."""
    owes: dict[int, int] = {debt.id: debt.balance_minor for debt in plan.problem.debts}
    by_day: dict[tuple[date, int], list[tuple[int, int]]] = {}
    paid_on = {(action.debt, action.month): action.on for action in plan.actions(found)}
    for month in found.outcome.months:
        for payment in month.payments:
            on = paid_on.get((payment.debt, month.number), plan.owed.month_end(month.number))
            part = plan.owed.parts[payment.debt]
            loan_id, apart = part.loan_id, part.apart(month.number)
            left = payment.balance_minor + payment.extra_minor + payment.settling_minor
            left += sum(one.principal_minor for one in apart)
            for one in apart[:-1]:  # of several instalments of the month the earlier ones, on their own days
                left -= one.principal_minor
                by_day.setdefault((one.on, loan_id), []).append((payment.debt, left))
            by_day.setdefault((on, loan_id), []).append((payment.debt, payment.balance_minor))
    expected = []
    for (on, loan_id), changes in sorted(by_day.items()):
        owes.update(changes)
        total = sum(amount for debt, amount in owes.items() if plan.owed.parts[debt].loan_id == loan_id)
        expected.append(Expected(loan_id, on, total))
    return tuple(expected)


def baseline_of(line: PlanLine) -> Baseline:
    """The adopted plan as the domain compares it."""
    document = line.document
    return Baseline(
        date.fromisoformat(document["start_on"]),
        tuple(_known_from_json(one) for one in document["known"]),
        tuple(_action_from_json(one) for one in document["actions"]),
        tuple(Expected(loan_id, date.fromisoformat(on), owed) for loan_id, on, owed in document["expected"]),
    )


def _known_to_json(one: Known) -> dict[str, Any]:
    return {
        "loan_id": one.loan_id,
        "owed_minor": one.owed_minor,
        "rate": _rate_to_json(one.rate),
        "rate_changes": [
            [change.from_on.isoformat(), _rate_to_json(change.rate), change.note] for change in one.rate_changes
        ],
        "fees": [
            {
                "name": fee.name,
                "when": fee.when.value,
                "amount_minor": fee.amount_minor,
                "share": None if fee.share is None else str(fee.share),
                "kind": fee.kind.value,
                "payee": fee.payee,
                "stops": fee.stops,
            }
            for fee in one.fees
        ],
        "last_repayment": one.last_repayment,
        "last_draw": one.last_draw,
    }


def _known_from_json(one: dict[str, Any]) -> Known:
    return Known(
        one["loan_id"],
        one["owed_minor"],
        _rate_from_json(one["rate"]),
        tuple(
            RateChange(date.fromisoformat(on), _rate_from_json(rate), note) for on, rate, note in one["rate_changes"]
        ),
        tuple(
            Fee(
                fee["name"],
                FeeWhen(fee["when"]),
                fee["amount_minor"],
                None if fee["share"] is None else Decimal(fee["share"]),
                FeeKind(fee["kind"]),
                fee["payee"],
                fee["stops"],
            )
            for fee in one["fees"]
        ),
        one["last_repayment"],
        one["last_draw"],
    )


def _rate_to_json(rate: Rate) -> list[str]:
    return [str(rate.value), rate.basis.value]


def _rate_from_json(rate: list[str]) -> Rate:
    return Rate(Decimal(rate[0]), RateBasis(rate[1]))


def _action_to_json(action: Action) -> dict[str, Any]:
    return {
        "on": action.on.isoformat(),
        "month": action.month,
        "debt": action.debt,
        "loan_id": action.loan_id,
        "plan_id": action.plan_id,
        "kind": action.kind.value,
        "amount_minor": action.amount_minor,
        "ends": action.ends,
    }


def _action_from_json(one: dict[str, Any]) -> Action:
    return Action(
        date.fromisoformat(one["on"]),
        one["month"],
        one["debt"],
        one["loan_id"],
        one["plan_id"],
        ActionKind(one["kind"]),
        one["amount_minor"],
        one["ends"],
    )
