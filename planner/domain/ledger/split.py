"""How a payment is divided into principal, interest and fees."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account, Repayment, Split
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Due, DueStatus, Position
from planner.errors import PlannerError
from planner.values import replace


def split_of(
    account: Account,
    on: date,
    amount_minor: int,
    settles: bool = False,
    *,
    after_reading: bool = False,
    assigned_on: date | None = None,
) -> Split:
    """How a payment of ``amount_minor`` on ``on`` would be divided, after everything recorded up to that day.

    ``assigned_on`` is the due date that it is for; None: the oldest. The parts add up to less than the amount when more
    is paid than the records say is owed.

    Raises:
        PlannerError: ``repayment.amount`` when the amount is not above 0.
    """
    if amount_minor <= 0:
        raise PlannerError("repayment.amount", field="amount", value_minor=amount_minor)
    new_id = max((paid.id for paid in account.repayments), default=0) + 1
    paid = Repayment(new_id, on, amount_minor, settles=settles, after_reading=after_reading, assigned_on=assigned_on)
    place = position(replace(account, repayments=(*account.repayments, paid)), on)
    part = next(part for part in place.applied if part.repayment_id == new_id)
    return Split(part.principal_minor, part.interest_minor, part.fee_minor)


def from_balance(
    account: Account,
    on: date,
    amount_minor: int,
    balance_minor: int,
    *,
    after_reading: bool = False,
    assigned_on: date | None = None,
) -> Split:
    """The parts of a payment after which the lender shows ``balance_minor`` as principal owed.

    As ``Payments.from_balance``, asked once.
    """
    payments = Payments(account)
    return payments.from_balance(on, amount_minor, balance_minor, after_reading=after_reading, assigned_on=assigned_on)


def filled(amount_minor: int, principal: int | None, interest: int | None, fee: int | None) -> Split | None:
    """The parts that a person gave, in fen, unchecked; the first of principal and interest not given takes the rest.

    None when no part was given.
    """
    if principal is None and interest is None and fee is None:
        return None
    if principal is None:
        principal = amount_minor - (interest or 0) - (fee or 0)
    elif interest is None:
        interest = amount_minor - principal - (fee or 0)
    return Split(principal, interest or 0, fee or 0)


class Payments:
    """How payments to one account would be divided, while its records stay: the ledger is asked once a question."""

    def __init__(self, account: Account, known: Position | None = None) -> None:
        """``known``: the state of the account on a day, where it was asked for already."""
        self._account = account
        self._places = {} if known is None else {known.as_of: known}
        self._splits: dict[tuple[date, int, bool, bool, date | None], Split] = {}
        self._unread: dict[date, Payments] = {}

    def place(self, on: date) -> Position:
        """The state of the account at the end of a day, without the payment."""
        if on not in self._places:
            self._places[on] = position(self._account, on)
        return self._places[on]

    def payable(self, on: date) -> list[Due]:
        """The dues that a payment on a day can be made for, the oldest first: open, and due before it or in hand.

        What the lender showed on that day may hold the payment, and what a debit is assumed to have paid is open to it:
        on the day of the debit that and the one after it are in hand.
        """
        dues = self._before_readings(on).place(on).dues
        in_hand = min(
            (due.due_on for due in dues if due.due_on >= on and due.status is not DueStatus.ASSUMED), default=on
        )
        by_then = [due for due in dues if due.due_on <= in_hand]
        return [due for due in by_then if due.unpaid_minor or due.status is DueStatus.ASSUMED]

    def split(
        self,
        on: date,
        amount_minor: int,
        settles: bool = False,
        *,
        after_reading: bool = False,
        assigned_on: date | None = None,
    ) -> Split:
        """How a payment would be divided, as ``split_of``."""
        asked = (on, amount_minor, settles, after_reading, assigned_on)
        if asked not in self._splits:
            self._splits[asked] = split_of(
                self._account, on, amount_minor, settles, after_reading=after_reading, assigned_on=assigned_on
            )
        return self._splits[asked]

    def from_balance(
        self,
        on: date,
        amount_minor: int,
        balance_minor: int,
        *,
        after_reading: bool = False,
        assigned_on: date | None = None,
    ) -> Split:
        """The parts of a payment after which the lender shows ``balance_minor`` as principal owed.

        Principal is what the balance fell by; the rest was interest, except fees that were due. What the lender showed
        on the day of the payment itself is left out of the balance before it, unless the payment came
        ``after_reading``.

        Raises:
            PlannerError: ``repayment.amount`` when the amount is not above 0; ``repayment.balance_negative``;
                ``repayment.balance_above`` when the balance would have risen; ``repayment.balance_below`` when it would
                have fallen by more than was paid.
        """
        if balance_minor < 0:
            raise PlannerError("repayment.balance_negative", field="balance", value_minor=balance_minor)
        before = self if after_reading else self._before_readings(on)
        expected = before.split(on, amount_minor, after_reading=after_reading, assigned_on=assigned_on)
        owed_minor = before.place(on).principal_minor
        principal = owed_minor - balance_minor
        if principal < 0:
            raise PlannerError(
                "repayment.balance_above", field="balance", balance_minor=balance_minor, owed_minor=owed_minor
            )
        if principal > amount_minor:
            raise PlannerError(
                "repayment.balance_below", field="balance", fell_minor=principal, amount_minor=amount_minor
            )
        rest = amount_minor - principal
        fee = min(rest, expected.fee_minor)
        return Split(principal, rest - fee, fee)

    def _before_readings(self, on: date) -> Payments:
        """The same without what the lender showed from that day on."""
        if self._account.read_since(on) is None:
            return self
        if on not in self._unread:
            earlier = tuple(reading for reading in self._account.readings if reading.on < on)
            self._unread[on] = Payments(replace(self._account, readings=earlier))
        return self._unread[on]
