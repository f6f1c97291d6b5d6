"""A plan as it was adopted: the document that has to stay as it was, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.accounts.loan import RateChange
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import Fee, FeeKind, FeeWhen
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.basics.reach import kept_day
from planner.domain.payoff.adopted.adopted import Baseline, Expected, Known, known_of
from planner.domain.payoff.adopted.expected import expected_of
from planner.domain.payoff.adopted.outdated import terms_of
from planner.domain.payoff.debts.actions import Action, ActionKind
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer


def document_of(accounts: Iterable[Account], plan: Planning, found: Answer) -> dict[str, Any]:
    """All of a plan that has to stay as it was."""
    return {
        "start_on": plan.owed.start_on.isoformat(),
        "cost_minor": found.outcome.cost_minor,
        "months": found.outcome.length,
        "lenders_by_month": list(plan.lenders(found.outcome)),
        "known": _known(tuple(accounts), plan.owed.start_on),
        "income_minor": plan.income_minor,
        "actions": [_action_to_json(action) for action in plan.actions(found)],
        "carried": [[plan.owed.month_end(one.number).isoformat(), one.carried_minor] for one in found.outcome.months],
        "expected": [[one.loan_id, one.on.isoformat(), one.owed_minor] for one in expected_of(accounts, plan, found)],
    }


def _known(accounts: Sequence[Account], on: date) -> list[dict[str, Any]]:
    terms = {account.loan.id: terms_of(account.loan) for account in accounts}
    return [_known_to_json(one) | {"terms": terms[one.loan_id]} for one in known_of(accounts, on)]


def baseline_from(document: Mapping[str, Any]) -> Baseline:
    """The plan of a document as it is compared with reality.

    Raises:
        KeyError, TypeError, ValueError, ArithmeticError, AttributeError: for what ``document_of`` never made.
    """
    return Baseline(
        kept_day(document["start_on"]),
        tuple(_known_from_json(one) for one in document["known"]),
        tuple(_action_from_json(one) for one in document["actions"]),
        tuple(Expected(loan_id, kept_day(on), owed) for loan_id, on, owed in document["expected"]),
        tuple((kept_day(on), int(amount)) for on, amount in document.get("carried", ())),  # older plans do not say it
        document.get("income_minor"),
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
                "from_on": fee.from_on and fee.from_on.isoformat(),
                "until_on": fee.until_on and fee.until_on.isoformat(),
                "on_remaining": fee.on_remaining,
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
        tuple(RateChange(kept_day(on), _rate_from_json(rate), note) for on, rate, note in one["rate_changes"]),
        tuple(
            Fee(
                fee["name"],
                FeeWhen(fee["when"]),
                fee["amount_minor"],
                None if fee["share"] is None else Decimal(fee["share"]),
                FeeKind(fee["kind"]),
                fee["payee"],
                fee["stops"],
                _day_from_json(fee.get("from_on")),  # a plan adopted before fees had days has none
                _day_from_json(fee.get("until_on")),
                fee.get("on_remaining", False),
            )
            for fee in one["fees"]
        ),
        one["last_repayment"],
        one["last_draw"],
        tuple(one.get("terms", {}).items()),  # older plans do not say them
    )


def _day_from_json(on: str | None) -> date | None:
    return None if on is None else kept_day(on)


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
        kept_day(one["on"]),
        one["month"],
        one["debt"],
        one["loan_id"],
        one["plan_id"],
        ActionKind(one["kind"]),
        one["amount_minor"],
        one["ends"],
    )
