"""What a ledger is made of: recorded events with their place in the day, and the rows that fall due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from planner.domain.accounts.records import Account, CardPlan, Draw, Reading, Repayment, Statement
from planner.domain.basics.money import half_up

NOTHING = Fraction(0)


class Kind(IntEnum):
    """What an event is; its number is its place in the day."""

    FALLS_DUE = 0
    DRAW = 1
    PLAN_ENDS = 2  # before the payment with which it is ended
    REPAYMENT = 3
    READING = 4
    DRAW_AFTER = 5
    REPAYMENT_AFTER = 6
    PLAN = 7
    PLAN_ENDS_AT_ONCE = 8  # on the day on which it began
    BILL = 9
    SETTLED = 10


@dataclass(slots=True, eq=False)
class Row:
    """A due as it stands in the middle of a replay.

    ``until`` is the last day on which paying it is on time; ``balance`` the principal after it as printed (scheduled
    loans only).
    """

    number: int
    due_on: date
    until: date
    principal: int
    interest: int
    fee: int
    balance: int = 0
    paid_principal: int = 0
    paid_interest: int = 0
    paid_fee: int = 0
    cleared_on: date | None = None
    covered: bool = False
    minimum: int | None = None
    enough: int | None = None  # cards: what has to be paid of it in time; None: all
    met_on: date | None = None  # the day on which that was paid, while something is still unpaid
    penalty_exact: Fraction = NOTHING  # penalty interest grown up to ``penalty_to``, in fen
    penalty_to: date | None = None
    paid_penalty: int = 0

    @property
    def answered_on(self) -> date | None:
        """The day that decides whether it was on time: paid in full, or, at the last day for that, enough of it."""
        if self.met_on is None or (self.cleared_on is not None and self.cleared_on <= self.until):
            return self.cleared_on
        return max(self.met_on, self.until)

    @property
    def penalty(self) -> int:
        """Penalty interest grown so far, half up."""
        return half_up(self.penalty_exact) if self.penalty_to is not None else 0

    @property
    def amount(self) -> int:
        """Everything asked for when it fell due."""
        return self.principal + self.interest + self.fee

    @property
    def unpaid(self) -> int:
        """What is still to be paid, penalty interest included."""
        left = self.principal + self.interest + self.fee - self.paid_principal - self.paid_interest - self.paid_fee
        return left if self.penalty_to is None else left + self.penalty - self.paid_penalty

    def pay_all(self) -> None:
        """Count every part as paid."""
        self.paid_principal, self.paid_interest, self.paid_fee = self.principal, self.interest, self.fee
        self.paid_penalty = self.penalty


class Event(NamedTuple):
    """Something that happens on a day."""

    on: date
    kind: Kind
    id: int
    record: Draw | Repayment | Reading | Statement | CardPlan | Row | None


def kind_of(record: Draw | Repayment) -> Kind:
    """The place of a draw or a repayment in its day."""
    if isinstance(record, Draw):
        return Kind.DRAW_AFTER if record.after_reading else Kind.DRAW
    return Kind.REPAYMENT_AFTER if record.after_reading else Kind.REPAYMENT


def events_of(account: Account) -> list[Event]:
    """Everything recorded on an account, in the order in which it takes effect."""
    events = [Event(draw.on, kind_of(draw), draw.id, draw) for draw in account.draws]
    events += [Event(paid.on, kind_of(paid), paid.id, paid) for paid in account.repayments if not paid.failed]
    events += [Event(read.on, Kind.READING, read.id, read) for read in account.readings]
    events += [Event(bill.on, Kind.BILL, bill.id, bill) for bill in account.statements]
    if account.plans:
        events += _plan_events(account)
    if account.loan.settled_on is not None:
        events.append(Event(account.loan.settled_on, Kind.SETTLED, 0, None))
    return events


def records_from(account: Account) -> date:
    """The first day of which something is recorded, or the start of the account.

    A card that was entered with its balance and its bill is known from that bill on, not from its start.
    """
    spent = [draw.on for draw in account.draws] + [paid.on for paid in account.repayments]
    told = [reading.on for reading in account.readings] + [bill.on for bill in account.statements]
    if told and min(told) < min(spent, default=date.max):
        return min(told)
    return min([account.loan.start_on, *spent])


def _plan_events(account: Account) -> list[Event]:
    """A plan that began before the records do takes effect with them; one that had ended by then does not count."""
    first = records_from(account)
    events = []
    for plan in account.plans:
        since = max(plan.started_on, first)
        if plan.ended_on is not None and plan.ended_on < since:
            continue
        events.append(Event(since, Kind.PLAN, plan.id, plan))
        if plan.ended_on is not None:
            kind = Kind.PLAN_ENDS if plan.ended_on > since else Kind.PLAN_ENDS_AT_ONCE
            events.append(Event(plan.ended_on, kind, plan.id, plan))
    return events
