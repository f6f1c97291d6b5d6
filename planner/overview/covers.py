"""Which pay covers which payment of a plan, and the extra payment that can go out sooner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.cash.covers import Cover, Sooner, covers, sooner
from planner.domain.ledger.unrecorded import unsaid
from planner.domain.payoff.debts.actions import Action, ActionKind
from planner.overview.overview import Overview

Payments = Sequence[tuple[date, int, int]]
"""Day, fen of yuan and loan id of each, rising."""


def found_payments(actions: Sequence[Action]) -> Payments:
    """What a plan that was found pays."""
    return [(one.on, one.amount_minor, one.loan_id) for one in actions]


def adopted_payments(overview: Overview) -> Payments:
    """What is still to be paid of the adopted plan."""
    to_pay = (one for one in overview.planned if not (one.done or one.over))
    loans = overview.accounts
    return [(one.on, loans[one.loan_id].loan.in_yuan(one.amount_minor), one.loan_id) for one in to_pay]


def covers_of(overview: Overview, payments: Payments) -> tuple[Cover | None, ...]:
    """The money of each payment; None for all while cash is not known.

    Nor while paydays are not. A day that is past counts as today.
    """
    if overview.cash is None or not overview.month_flows():
        return (None,) * len(payments)
    loans = frozenset(loan_id for _, _, loan_id in payments)
    named = {loan_id for on, _, loan_id in payments if on < overview.today}  # such a payment holds it
    unrecorded = sum(
        overview.accounts[loan_id].loan.in_yuan(sum(amount for _, amount in unsaid(overview.positions[loan_id])))
        for loan_id in loans - named
    )
    made = [(max(on, overview.today), amount) for on, amount, _ in payments]
    return covers(overview.cash, made, loans, unrecorded)


def first_sooner(overview: Overview, actions: Sequence[Action]) -> tuple[Action, Sooner] | None:
    """The first extra payment of a plan that its money allows to be made before its day, where that saves interest.

    Only the first extra of a line is asked for, and none after another payment on another day: the ledger knows the
    line only as it is today.
    """
    found = covers_of(overview, found_payments(actions))
    seen: dict[int, date] = {}
    for action, cover in zip(actions, found, strict=True):
        if cover is None:
            return None
        first = seen.setdefault(action.loan_id, action.on) == action.on
        if not first or action.kind is not ActionKind.EXTRA or action.plan_id is not None:
            continue
        account = overview.accounts[action.loan_id]
        made = sooner(account, action.on, action.amount_minor, cover, overview.today)
        if made is not None:
            return action, made
    return None
