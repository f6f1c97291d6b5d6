"""How a payment is divided into principal, interest and fees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.domain.accounts.records import Account, Repayment, Split
from planner.domain.ledger.position import position
from planner.errors import PlannerError


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
