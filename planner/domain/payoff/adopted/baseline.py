"""A plan as it was adopted: the document that has to stay as it was, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from planner.domain.accounts.loan import Method, RateChange
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import Fee, FeeKind, FeeWhen
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.basics.reach import kept_day
from planner.domain.ledger.card_bills import bill_due_on, statement_days
from planner.domain.payoff.adopted.adopted import Baseline, Expected, Known, known_of
from planner.domain.payoff.adopted.on_cards import on_cards
from planner.domain.payoff.adopted.outdated import terms_of
from planner.domain.payoff.debts.actions import Action, ActionKind
from planner.domain.payoff.debts.months import BY_DAYS, Apart
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import LONGEST, Debt, Reducing
from planner.domain.payoff.engine.simulate import Payment
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


def expected_of(accounts: Iterable[Account], plan: Planning, found: Answer) -> tuple[Expected, ...]:
    """What is owed on each account after each day on which the plan pays something on it, or a bill is cut."""
    cards = on_cards(plan.problem, found.outcome.months)
    owes = {debt.id: debt.balance_minor - cards.unbilled.get((debt.id, 0), 0) for debt in plan.problem.debts}
    by_day: dict[tuple[date, int], list[tuple[int, int]]] = {}
    begun: set[int] = set()
    grows = {debt.id: (debt.balance_minor, until) for debt in plan.problem.debts if (until := _grows_until(debt))}
    cuts = {one.loan.id: _cut_on(one, plan.owed.start_on) for one in accounts if one.loan.method is Method.CARD}
    paid_on = {(action.debt, action.month): action.on for action in plan.actions(found)}
    for month in found.outcome.months:
        for payment in month.payments:
            if payment.paid_minor:
                begun.add(payment.debt)
            elif payment.debt not in begun:
                continue  # owed as it was: what grows up to the first due date is not, what is overdue is
            elif plan.owed.parts[payment.debt].loan_id in cuts:
                continue  # a bill to come may be cut already
            on = paid_on.get((payment.debt, month.number), plan.owed.month_end(month.number))
            part = plan.owed.parts[payment.debt]
            loan_id, apart = part.loan_id, part.apart(month.number)
            at = payment.debt, month.number
            for one, left in zip(apart, cards.early.get(at) or _left(payment, apart), strict=False):
                by_day.setdefault((one.on, loan_id), []).append((payment.debt, left))
            cut_on = cuts.get(loan_id, {}).get(on)
            whole = part.plan_id is not None or at in cards.early or not apart  # none of it was paid before the bill
            if cut_on is not None and whole and at in cards.billed:
                by_day.setdefault((cut_on, loan_id), []).append((payment.debt, cards.billed[at]))
            owed = payment.balance_minor - cards.unbilled.get(at, 0)
            least, until = grows.get(payment.debt, (0, 0))
            if month.number < until:  # what has grown is not owed before its day, and is paid before principal
                owed = min(least, owed)
                grows[payment.debt] = owed, until
            by_day.setdefault((on, loan_id), []).append((payment.debt, owed))
    expected = []
    for (on, loan_id), changes in sorted(by_day.items()):
        owes.update(changes)
        total = sum(amount for debt, amount in owes.items() if plan.owed.parts[debt].loan_id == loan_id)
        expected.append(Expected(loan_id, on, total))
    return tuple(expected)


def _grows_until(debt: Debt) -> int:
    """The month up to which interest grows on a debt before it is owed; 0 where it is owed month by month."""
    if isinstance(debt, Lump):
        return LONGEST + 1
    return debt.first if isinstance(debt, Reducing) and debt.grown_minor is not None else 0


def _left(payment: Payment, apart: Sequence[Apart]) -> list[int]:
    """What is left after each of several instalments of a month but the last, on their own days."""
    left = payment.balance_minor + payment.extra_minor + payment.settling_minor
    parts = [one.principal_minor for one in apart]
    return [left + sum(parts[place:]) for place in range(1, len(parts))]


def _cut_on(account: Account, after: date) -> dict[date, date]:
    """The days on which bills are cut after a day, by the day on which they fall due; for some years."""
    cuts = islice((on for on in statement_days(account) if on > after), BY_DAYS)
    return {bill_due_on(account.loan, on): on for on in cuts}


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
