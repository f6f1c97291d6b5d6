"""What one change of the rate does to a loan that is being repaid: the next payment, the interest, the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Due
from planner.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class RateEffect:
    """With the change and without it. ``from_on`` is the due date of the first instalment of the new amount.

    ``interest_minor`` is that of the whole loan, paid or not; amounts are in fen.
    """

    from_on: date
    payment_minor: int
    interest_minor: int
    ends_on: date
    payment_before_minor: int
    interest_before_minor: int
    ends_before_on: date


def first_at_rate(loan: Loan, dues: Sequence[Due], from_on: date) -> Due | None:
    """The first due of a schedule whose term begins on ``from_on`` or later, so that the new rate fills it."""
    begins_on = loan.start_on
    for due in dues:
        if begins_on >= from_on:
            return due
        begins_on = due.due_on
    return None


def rate_effect(account: Account, without: Loan, from_on: date, as_of: date) -> RateEffect | None:
    """What the change of the day ``from_on`` does, after everything recorded up to ``as_of``.

    Args:
        account: a loan with a schedule, the change among its rates.
        without: the same loan without that change.
        from_on: the day of the change.
        as_of: today.

    Returns:
        None when no instalment is wholly at the new rate: the change comes with the last one or later.
    """
    after = position(account, as_of).dues
    before = position(replace(account, loan=without), as_of).dues
    first = first_at_rate(account.loan, after, from_on)
    old = first_at_rate(without, before, from_on)
    if first is None or old is None:
        return None
    return RateEffect(
        first.due_on,
        first.amount_minor,
        sum(due.interest_minor for due in after),
        after[-1].due_on,
        old.amount_minor,
        sum(due.interest_minor for due in before),
        before[-1].due_on,
    )
