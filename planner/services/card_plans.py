"""Instalment plans inside a card: added, changed, ended early, deleted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from planner.domain.accounts.loan import Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import MOST_PARTS, Account, CardPlan
from planner.domain.basics.rates import RateBasis, percent
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.store import OpResult, Store, Write
from planner.values import replace

_HIGHEST = {RateBasis.TERM: Decimal("0.1"), RateBasis.TOTAL: Decimal(1)}


def add(store: Store, loan_id: int, plan: CardPlan, *, today: date) -> OpResult[int]:
    """Record a plan; its id is ignored. It may have begun before the card was entered.

    Returns:
        The id of the plan.

    Raises:
        PlannerError: ``card_plan.*`` with ``field`` naming what is wrong, ``loan.closed``, ``loan.unknown``.
    """
    with store.write("plan.add", amount_minor=plan.principal_minor) as write:
        account = write.account(loan_id)
        _check(write, account, plan, today)
        plan_id = write.put(replace(plan, id=0), of=loan_id)
    return write.result(plan_id)


def edit(store: Store, plan: CardPlan, *, today: date) -> OpResult[int]:
    """Replace everything of the plan ``plan.id`` but its card. Errors as in ``add``, and ``card_plan.unknown``."""
    with store.write("plan.edit", amount_minor=plan.principal_minor) as write:
        account = checks.account_with(write, CardPlan, plan.id, "card_plan.unknown")
        _check(write, account, plan, today)
        write.put(plan)
    return write.result(plan.id)


def delete(store: Store, plan_id: int) -> OpResult[None]:
    """Remove a plan: what it held is on the bills again. Raises ``card_plan.unknown``."""
    with store.write("plan.delete") as write:
        account = checks.account_with(write, CardPlan, plan_id, "card_plan.unknown")
        plan = checks.one(account.plans, plan_id)
        write.tell(loan=full_name(account.loan), amount_minor=plan.principal_minor)
        write.drop(CardPlan, plan_id)
    return write.result(None)


def _check(write: Write, account: Account, plan: CardPlan, today: date) -> None:
    write.tell(loan=full_name(account.loan))
    if account.loan.method is not Method.CARD:
        raise PlannerError("card_plan.no_card", loan=full_name(account.loan))
    checks.amount("card_plan", plan.principal_minor)
    if not 1 <= plan.terms <= MOST_PARTS:
        raise PlannerError("card_plan.terms", field="terms", value=plan.terms, most=MOST_PARTS)
    if not 0 <= plan.rate <= _HIGHEST[plan.basis]:
        raise PlannerError("card_plan.rate", field="rate", percent=percent(plan.rate))
    if not 0 <= plan.end_share <= 1:
        raise PlannerError("card_plan.end_share", field="end_share", percent=percent(plan.end_share))
    if plan.started_on > today:
        raise PlannerError("card_plan.future", field="started_on", on=plan.started_on)
    if plan.ended_on is not None and not plan.started_on <= plan.ended_on <= today:
        raise PlannerError("card_plan.ended", field="ended_on", on=plan.ended_on, started_on=plan.started_on)
    if account.loan.closed_on is not None and plan.started_on > account.loan.closed_on:
        raise PlannerError("loan.closed", field="started_on", closed_on=account.loan.closed_on)
