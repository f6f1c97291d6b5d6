"""A line with the draws under it: what is left of its limit, and whether it is in use.

A line (借呗, 微粒贷) is one account with one limit; what is drawn by the day stands on the line itself, a draw with
instalments of its own is a loan whose ``line_id`` names the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import add_months
from planner.domain.ledger.state import AccountState, Position
from planner.domain.schedule.due_days import MONTHS
from planner.values import replace

_EMPTY = (AccountState.ZERO_OPEN, AccountState.CLOSING)


def with_draws(accounts: Iterable[Account], positions: Mapping[int, Position]) -> dict[int, Position]:
    """The positions with those of lines as they are together with their draws.

    What is left of a limit is less what all draws owe of principal, not below 0; a line under which a draw owes
    something is in use, though nothing is owed on it directly. All else stays as each account's ledger says.
    """
    found = dict(positions)
    drawn: dict[int, int] = {}
    in_use: set[int] = set()
    for account in accounts:
        line_id, place = account.loan.line_id, positions[account.loan.id]
        if line_id is not None:
            drawn[line_id] = drawn.get(line_id, 0) + place.principal_minor
            if place.owed_minor:
                in_use.add(line_id)
    for line_id, principal in drawn.items():
        place = found[line_id]
        left = place.limit_left_minor
        state = AccountState.ACTIVE if line_id in in_use and place.state in _EMPTY else place.state
        found[line_id] = replace(
            place, state=state, limit_left_minor=None if left is None else max(left - principal, 0)
        )
    return found


def draws_of(accounts: Iterable[Account], line_id: int) -> tuple[Account, ...]:
    """The draws under a line that are loans of their own, in the order they were entered."""
    return tuple(account for account in accounts if account.loan.line_id == line_id)


def draws_by_line(accounts: Iterable[Account]) -> dict[int, tuple[Account, ...]]:
    """The same of every line that has any, by its id."""
    found: dict[int, list[Account]] = {}
    for account in accounts:
        if account.loan.line_id is not None:
            found.setdefault(account.loan.line_id, []).append(account)
    return {line_id: tuple(draws) for line_id, draws in found.items()}


def next_first_due(like: Loan, on: date) -> date | None:
    """The first due date of another draw on ``on`` by the terms of ``like``: a term later, on the line's due day.

    None where the line has no due day of its own, because ``like`` fell due on the day of its own start, on a month's
    last day or by weeks: then the first due date follows from ``on`` alone.
    """
    first = like.first_due_on
    if first is None or like.month_end or like.every not in MONTHS:
        return None
    months = MONTHS[like.every]
    if first == add_months(like.start_on, months):
        return None
    return add_months(on, months, like.due_day or first.day)


def with_one_limit(accounts: Iterable[Account]) -> tuple[tuple[Loan, ...], ...]:
    """Loans that are draws of one line but stand each by itself with the limit: groups of two or more.

    Of one lender and one product (or one name, where none was picked), with a schedule, not closed, each with a limit
    of its own; a line of that lender and product that is drawn by the day belongs to them and stands first.
    """
    groups: dict[tuple[object, ...], list[Loan]] = {}
    for account in accounts:
        loan = account.loan
        if loan.method is Method.CARD or loan.limit_minor is None or loan.closed_on is not None:
            continue
        groups.setdefault((loan.lender.id, loan.product or loan.name, loan.currency), []).append(loan)
    found = []
    for loans in groups.values():
        lines = [loan for loan in loans if not loan.method.scheduled]
        draws = [loan for loan in loans if loan.method.scheduled]
        if draws and len(lines) <= 1 and len(loans) > 1:
            found.append((*lines, *draws))
    return tuple(found)
