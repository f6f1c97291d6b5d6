"""What is known of the roundings of interest: of a debt that is paid nothing early each is a figure, not a range."""

from __future__ import annotations

from typing import NamedTuple

from planner.domain.payoff.engine.model import Reducing


class Unpaid(NamedTuple):
    """A month of a debt of which nothing was paid early before, in yuan.

    It is ``owed`` before the month, ``rounding`` is the interest to the fen less the interest; who owes up to ``until``
    less is asked for as much interest or, from there on, for less. ``sure``: no plan could pay anything early before.
    """

    owed: float
    rounding: float
    until: float
    sure: bool


def courses(debt: Reducing, last: int) -> dict[int, Unpaid]:
    """By month up to ``last``, while the debt lasts; without months of which nothing is known.

    No plan owes more, and one that owes less by under ``until`` has no lower rounding.
    """
    if type(debt) is not Reducing or debt.grown_minor is not None:
        return {}
    found: dict[int, Unpaid] = {}
    balance = debt.balance_minor
    for month in range(1, last + 1):
        interest = debt.interest(balance, month)
        exact = balance * (debt.growth(month) - 1)
        sure = debt.early_from is None or month <= max(debt.early_from, 1)
        less = _until(debt, balance, month)
        if sure or less:
            found[month] = Unpaid(balance / 100, (interest - exact) / 100, less / 100, sure)
        balance += interest - debt.required(balance, interest, month)
        if balance <= 0:
            break
    return found


def _until(debt: Reducing, balance: int, month: int) -> int:
    """The fewest fen less with which a month asks for less interest; 0 where none does."""
    interest = debt.interest(balance, month)
    if debt.interest(0, month) >= interest:
        return 0
    low, high = 0, balance
    while high - low > 1:
        middle = (low + high) // 2
        if debt.interest(balance - middle, month) < interest:
            high = middle
        else:
            low = middle
    return high
