"""What is owed on an account on any day: repayments applied to what falls due, and what became of each due.

One ledger per kind of account, each with its rules in its module's text: ``instalments`` (loans with a schedule),
``lines`` (lines with daily interest), ``cards`` (bills). Common to all: everything is computed from the records up
to the end of the day asked for, so that correcting an old record corrects all that follows; a day in the future knows
no further payments; before an account begins nothing is owed on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.ledger.auto_debit import ledger
from planner.domain.ledger.card_bills import as_cut
from planner.domain.ledger.cards import RunningCard
from planner.domain.ledger.instalments import RunningLoan
from planner.domain.ledger.lines import RunningLine
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.running import Running
from planner.domain.ledger.state import Figures, Position


def replay(account: Account) -> Replay:
    """A ledger of ``account`` before its first event; ``advance`` it and ask."""
    return ledger(*beginning(account))


def beginning(account: Account) -> tuple[Account, Callable[[Account], Running]]:
    """The account as its ledger takes it, and what makes it before its first event."""
    if account.loan.method is Method.CARD:
        return as_cut(account), RunningCard
    return account, RunningLine if account.loan.method is Method.REVOLVING else RunningLoan


def position(account: Account, as_of: date) -> Position:
    """The state of ``account`` at the end of ``as_of``, past or future."""
    ledger = replay(account)
    ledger.advance(as_of)
    return ledger.position(as_of)


def terms_on(account: Account, as_of: date) -> Loan:
    """The terms in force at the end of a day: those of the contract, or what was agreed since."""
    if not any(agreed.in_force(as_of) for agreed in account.arrangements):
        return account.loan
    ledger = replay(account)
    ledger.advance(as_of)
    return ledger.running.loan


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


def debts(account: Account, days: Iterable[date]) -> list[int]:
    """What is owed less what is in the person's favour, at the end of several days in rising order, fen."""
    ledger = replay(account)
    found = []
    for on in days:
        ledger.advance(on)
        found.append(ledger.figures(on).owed_minor - ledger.running.balance.credit)
    return found
