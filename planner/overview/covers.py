"""Which pay covers which payment of a plan, and the extra payment that can go out sooner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.cash.covers import Cover, Sooner, covers, sooner
from planner.domain.payoff.actions import Action, ActionKind
from planner.overview.overview import Overview


def covers_of(overview: Overview, payments: Sequence[tuple[date, int]]) -> tuple[Cover | None, ...]:
    """The money of each payment, given by day and fen of yuan, rising; None for all while cash is not known.

    Nor while paydays are not. A day that is past counts as today.
    """
    if overview.cash is None or not overview.month_flows():
        return (None,) * len(payments)
    return covers(overview.cash, [(max(on, overview.today), amount) for on, amount in payments])


def first_sooner(overview: Overview, actions: Sequence[Action]) -> tuple[Action, Sooner] | None:
    """The first extra payment of a plan that its money allows to be made before its day, where that saves interest.

    Only the first extra of a line is asked for, and none after another payment on another day: the ledger knows the
    line only as it is today.
    """
    found = covers_of(overview, [(one.on, one.amount_minor) for one in actions])
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
