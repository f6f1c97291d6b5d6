"""What is owed on an account on any day: repayments applied to what falls due, and what became of each due.

One ledger per kind of account, each with its rules in its module's text: ``instalment_ledger`` (loans with a schedule),
``revolving`` (lines with daily interest), ``cards`` (bills). Common to all: everything is computed from the records up
to the end of the day asked for, so that correcting an old record corrects all that follows; a day in the future knows
no further payments; before an account begins nothing is owed on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from planner.domain.cards import CardReplay
from planner.domain.instalment_ledger import InstalmentReplay
from planner.domain.loan import Method
from planner.domain.ontime import OnTime, OnTimeHistory, on_time
from planner.domain.position import AccountState, Applied, Due, DueStatus, Figures, Position
from planner.domain.records import Account, Repayment, Split
from planner.domain.replay import Replay
from planner.domain.revolving import LineReplay
from planner.errors import PlannerError

__all__ = [
    "AccountState",
    "Applied",
    "Due",
    "DueStatus",
    "Figures",
    "OnTime",
    "OnTimeHistory",
    "Position",
    "figures",
    "from_balance",
    "on_time",
    "position",
    "replay",
    "split_of",
]


def replay(account: Account) -> Replay:
    """A ledger of ``account`` before its first event; ``advance`` it and ask."""
    if account.loan.method is Method.CARD:
        return CardReplay(account)
    if account.loan.method is Method.REVOLVING:
        return LineReplay(account)
    return InstalmentReplay(account)


def position(account: Account, as_of: date) -> Position:
    """The state of ``account`` at the end of ``as_of``, past or future."""
    ledger = replay(account)
    ledger.advance(as_of)
    return ledger.position(as_of)


def figures(account: Account, dates: Iterable[date]) -> list[Figures]:
    """The state of ``account`` on several days in one pass over its records.

    Args:
        account: the account.
        dates: days in rising order.
    """
    ledger = replay(account)
    found = []
    for on in dates:
        ledger.advance(on)
        found.append(ledger.figures(on))
    return found


def split_of(
    account: Account, on: date, amount_minor: int, settles: bool = False, *, after_reading: bool = False
) -> Split:
    """How a payment of ``amount_minor`` on ``on`` would be divided, after everything recorded up to that day.

    The parts add up to less than the amount when more is paid than the records say is owed.

    Raises:
        PlannerError: ``repayment.amount`` when the amount is not above 0.
    """
    if amount_minor <= 0:
        raise PlannerError("repayment.amount", field="amount", value_minor=amount_minor)
    new_id = max((paid.id for paid in account.repayments), default=0) + 1
    paid = Repayment(new_id, on, amount_minor, settles=settles, after_reading=after_reading)
    place = position(replace(account, repayments=(*account.repayments, paid)), on)
    part = next(part for part in place.applied if part.repayment_id == new_id)
    return Split(part.principal_minor, part.interest_minor, part.fee_minor)


def from_balance(
    account: Account, on: date, amount_minor: int, balance_minor: int, *, after_reading: bool = False
) -> Split:
    """The parts of a payment after which the lender shows ``balance_minor`` as principal owed.

    Principal is what the balance fell by; the rest was interest, except fees that were due. What the lender showed
    on the day of the payment itself is left out of the balance before it, unless the payment came ``after_reading``.

    Raises:
        PlannerError: ``repayment.amount`` when the amount is not above 0; ``repayment.balance_negative``;
            ``repayment.balance_above`` when the balance would have risen; ``repayment.balance_below`` when it would
            have fallen by more than was paid.
    """
    if balance_minor < 0:
        raise PlannerError("repayment.balance_negative", field="balance", value_minor=balance_minor)
    if not after_reading:
        account = replace(account, readings=tuple(reading for reading in account.readings if reading.on < on))
    expected = split_of(account, on, amount_minor, after_reading=after_reading)
    owed_minor = position(account, on).principal_minor
    principal = owed_minor - balance_minor
    if principal < 0:
        raise PlannerError(
            "repayment.balance_above", field="balance", balance_minor=balance_minor, owed_minor=owed_minor
        )
    if principal > amount_minor:
        raise PlannerError("repayment.balance_below", field="balance", fell_minor=principal, amount_minor=amount_minor)
    rest = amount_minor - principal
    fee = min(rest, expected.fee_minor)
    return Split(principal, rest - fee, fee)
