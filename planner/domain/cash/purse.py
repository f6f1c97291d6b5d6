"""The money that is given away where it does not suffice, from the balance of cash: by day, living costs first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.cash.balance import Cash
from planner.domain.cash.movements import Kind, Movement
from planner.domain.payoff.short.purse import Purse

_TO_LENDERS = (Kind.DUE, Kind.PLAN, Kind.AGREED)  # what the claims ask for themselves


def purse(
    cash: Cash,
    until: date,
    *,
    keep_buffer: bool = False,
    unsaid_minor: int = 0,
    since: tuple[date, int] | None = None,
) -> Purse:
    """What lenders can be given from today, or a later day, to ``until``, days inclusive.

    It begins with what is at hand before anything of today; certain income comes on its days, what is expected does not
    count. Living costs, and what was paid today already, are set aside first: also the costs of living that come after
    ``until`` and before the next certain income, which nothing else pays.

    Args:
        cash: the balance by day.
        until: the last day; at most ``cash.until_on``.
        keep_buffer: whether what the person keeps back is left alone, too.
        unsaid_minor: what fell due, is not recorded, and is no claim because it is taken as paid: if it was paid, the
            cash at hand does not hold it any more, so that it is set aside as the balance does.
        since: the later day on which it begins, and what is at hand before anything of that day (may be below 0).
    """
    begins, opening = (cash.today, cash.opening_minor) if since is None else since
    moved = [one for day in cash.days if day.on >= begins for one in day.movements]
    comes = tuple((one.on, one.amount_minor) for one in moved if one.amount_minor > 0 and one.certain)
    next_on = min((on for on, _ in comes if on > until), default=None)
    sight = cash.until_on if next_on is None else next_on
    living = tuple(
        (min(one.on, until), -one.amount_minor)
        for one in moved
        if one.amount_minor < 0 and one.kind not in _TO_LENDERS and (one.on <= until or one.on < sight)
    )
    return Purse(
        opening,
        until,
        comes,
        living,
        cash.buffer_minor,
        keep_buffer,
        next_on,
        _next(moved, until, sight),
        unsaid_minor,
        cash_at_hand=True,
        since=None if since is None else begins,
    )


def _next(moved: Sequence[Movement], until: date, next_on: date) -> int:
    """What of the certain income of a day is left for what had to wait, fen.

    Dues after ``until`` and living costs from that day on come out of it, up to the next certain income.
    """
    comes = [one for one in moved if one.amount_minor > 0 and one.certain and one.on >= next_on]
    then = min((one.on for one in comes if one.on > next_on), default=date.max)
    needed = sum(
        -one.amount_minor
        for one in moved
        if one.amount_minor < 0 and until < one.on < then and (one.kind in _TO_LENDERS or one.on >= next_on)
    )
    return max(sum(one.amount_minor for one in comes if one.on == next_on) - needed, 0)
