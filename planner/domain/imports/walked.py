"""An account from the first row of a file to today: how it stands then, and when its balance was in favour."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account
from planner.domain.imports.work import ALONE, Work
from planner.domain.ledger.position import replay
from planner.domain.ledger.state import Position
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Favour:
    """The most that a balance is in the person's favour, fen, since when, and on which day it is used up (or not)."""

    amount_minor: int
    from_on: date
    until_on: date | None


def walked(account: Account, first_on: date, today: date, work: Work = ALONE) -> tuple[Position, Favour | None]:
    """The state on ``today``, and the highest balance in the person's favour since ``first_on``; None: there was none.

    One pass over the records, stopping on each day that has any, and asking ``work`` whether it is wanted still.

    Raises:
        Stopped: as ``work`` says.
    """
    days = {today} | {draw.on for draw in account.draws} | {paid.on for paid in account.repayments}
    days |= {given.on for given in account.allowances} | {plan.started_on for plan in account.plans}
    days |= {read.on for read in account.readings} | {bill.on for bill in account.statements}
    ledger, favour = replay(account), None
    begun: date | None = None
    for day in sorted(day for day in days if first_on <= day <= today):
        work.wanted()
        ledger.advance(day)
        credit_minor = ledger.running.balance.credit
        if credit_minor <= 0:
            if begun is not None and favour is not None and favour.from_on == begun:
                favour = Favour(favour.amount_minor, begun, day)
            begun = None
            continue
        begun = begun or day
        if favour is None or credit_minor > favour.amount_minor:
            favour = Favour(credit_minor, begun, None)
    return ledger.position(today), favour
