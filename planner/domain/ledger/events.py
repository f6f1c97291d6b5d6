"""Recorded events with their place in the day.

Events of one day take effect in this order: what falls due that day, what is agreed with the lender (a waiver first, so
that new instalments do not hold what is waived; also one recorded by itself, on such a day), money drawn, repayments,
what the lender gives or waives, a reading of the balance, what was drawn and then what was repaid after it was read
(``after_reading``), an instalment plan that begins or ends early (a refund on the day of a purchase in instalments
between the two), the cutting of a card's bill, a plan that takes of it, the settling of the account, what was said not
to be paid. Ids break ties. A reading holds what happened before it that day; which records
those are, only the person knows, so each says it of itself.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import NamedTuple

from planner.domain.accounts.conditions import met
from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    CardPlan,
    Denial,
    Draw,
    PlanSource,
    Reading,
    Repayment,
    Statement,
)


class Kind(IntEnum):
    """What an event is; its number is its place in the day."""

    FALLS_DUE = 0
    WAIVED = 1  # on a day of new instalments
    AGREED = 2
    DRAW = 3
    PLAN_ENDS = 4  # before the payment with which it is ended
    REPAYMENT = 5
    ALLOWANCE = 6
    READING = 7
    DRAW_AFTER = 8
    REPAYMENT_AFTER = 9
    PLAN = 10
    REFUND_AFTER = 11  # on the day on which a purchase in instalments began
    PLAN_ENDS_AT_ONCE = 12  # on the day on which it began
    BILL = 13
    PLAN_OF_BILL = 14  # of one that is cut on its day, too
    PLAN_OF_BILL_ENDS = 15  # on the day on which it began
    SETTLED = 16
    DENIED = 17

    @property
    def begins_plan(self) -> bool:
        """Whether an instalment plan begins with it, not ends."""
        return self in (Kind.PLAN, Kind.PLAN_OF_BILL)


_REPAID, _REPAID_AFTER = Kind.REPAYMENT, Kind.REPAYMENT_AFTER
_new = tuple.__new__  # three times as fast as calling a named tuple; there is one for each repayment of a life


class Event(NamedTuple):
    """Something that happens on a day."""

    on: date
    kind: Kind
    id: int
    record: Draw | Repayment | Allowance | Reading | Statement | CardPlan | Arrangement | Denial | None


def kind_of(record: Draw | Repayment) -> Kind:
    """The place of a draw or a repayment in its day."""
    if isinstance(record, Draw):
        return Kind.DRAW_AFTER if record.after_reading else Kind.DRAW
    return Kind.REPAYMENT_AFTER if record.after_reading else Kind.REPAYMENT


def events_of(account: Account) -> list[Event]:
    """Everything recorded on an account, in the order in which it takes effect."""
    events = [Event(draw.on, kind_of(draw), draw.id, draw) for draw in account.draws]
    events += [
        _new(Event, (paid.on, _REPAID_AFTER if paid.after_reading else _REPAID, paid.id, paid))
        for paid in account.repayments
        if paid.reversed_on is None or not paid.failed
    ]
    events += [Event(read.on, Kind.READING, read.id, read) for read in account.readings]
    events += [Event(bill.on, Kind.BILL, bill.id, bill) for bill in account.statements]
    if account.allowances:
        events += [Event(given.on, _place_of(given, account), given.id, given) for given in account.allowances]
    if account.denials:
        events += [Event(denial.on, Kind.DENIED, denial.id, denial) for denial in account.denials]
    if account.plans:
        events += _plan_events(account)
    if account.arrangements:
        events += _agreed_events(account)
    if account.loan.settled_on is not None:
        events.append(Event(account.loan.settled_on, Kind.SETTLED, 0, None))
    return events


def _place_of(given: Allowance, account: Account) -> Kind:
    """The place of what the lender gives in its day."""
    if given.kind is AllowanceKind.REFUND and any(
        plan.source is PlanSource.PURCHASE and plan.started_on == given.on for plan in account.plans
    ):
        return Kind.REFUND_AFTER
    if given.kind is not AllowanceKind.WAIVER or not account.arrangements:
        return Kind.ALLOWANCE
    agreed_today = any(one.counts and one.agreed_on == given.on for one in account.arrangements)
    return Kind.WAIVED if agreed_today and account.loan.method is not Method.CARD else Kind.ALLOWANCE


def _agreed_events(account: Account) -> list[Event]:
    """What counts of the agreements: each from its day; a reduced settlement once it is paid, at the end of the day."""
    events = []
    for agreed in account.arrangements:
        if not agreed.counts or agreed.agreed_on is None:
            continue
        if agreed.kind is not ArrangementKind.REDUCED_SETTLEMENT:
            kind = Kind.WAIVED if agreed.kind is ArrangementKind.WAIVER else Kind.AGREED
            events.append(Event(agreed.agreed_on, kind, agreed.id, agreed))
        elif (met_on := met(account, agreed).met_on) is not None:
            events.append(Event(met_on, Kind.SETTLED, 0, None))
    return events


def records_from(account: Account) -> date:
    """The first day of which something is recorded, or the start of the account.

    A card that was entered with its balance and its bill is known from that bill on, not from its start.
    """
    spent = [draw.on for draw in account.draws] + [paid.on for paid in account.repayments]
    spent += [given.on for given in account.allowances]
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
        of_bill = plan.source is PlanSource.BILL and plan.started_on == since
        events.append(Event(since, Kind.PLAN_OF_BILL if of_bill else Kind.PLAN, plan.id, plan))
        if plan.ended_on is not None:
            at_once = Kind.PLAN_OF_BILL_ENDS if of_bill else Kind.PLAN_ENDS_AT_ONCE
            events.append(Event(plan.ended_on, Kind.PLAN_ENDS if plan.ended_on > since else at_once, plan.id, plan))
    return events
