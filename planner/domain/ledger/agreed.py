"""What a loan costs when it is kept as agreed, with all that was paid out on it, and from when its fees may change.

The terms of a loan tell its first payout only; of one paid out in parts the rest is in its draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from planner.domain.accounts.loan import Loan, PinnedInstalment
from planner.domain.accounts.records import Account
from planner.domain.ledger.instalment_rows import printed_rows
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.domain.schedule.cost_steps import Working, working
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.own_count import Counted, counted
from planner.domain.schedule.slots import slots_of
from planner.domain.schedule.yearly_cost import CashFlow, YearlyCost, yearly_cost
from planner.values import replace


def cost_of(account: Account, as_of: date) -> YearlyCost:
    """The yearly cost of an account (``yearly_cost``); of a loan paid out in parts with every part on its day."""
    if not _in_parts(account):
        rows = printed_rows(account.loan) if account.loan.method.scheduled else None
        return yearly_cost(account.loan, rows, as_of=as_of)
    return yearly_cost(account.loan, agreed_rows(account), payouts=_payouts(account))


def counted_of(account: Account, as_of: date) -> Counted:
    """Both figures of the yearly cost, by days and by terms, of the same loan as ``cost_of``."""
    if not _in_parts(account):
        return counted(account.loan, as_of=as_of)
    return counted(account.loan, agreed_rows(account), payouts=_payouts(account))


def working_of(account: Account, as_of: date) -> Working:
    """How ``cost_of`` comes about."""
    if not _in_parts(account):
        return working(account.loan, as_of)
    return working(account.loan, as_of, agreed_rows(account), _payouts(account))


def fees_settled_until(account: Account, today: date) -> date | None:
    """The last day up to which a fee that is added or changed would make something paid unpaid again.

    Yesterday, or the last due date that was paid; None while nothing has been paid, so that the fees may be those of
    the whole loan. What counts as paid before the records stands apart: it is paid whatever it asked for.
    """
    dues = position(account, today).dues
    paid = [due.due_on for due in dues if due.cleared_on is not None and due.status is not DueStatus.COVERED]
    return max([today - timedelta(1), *paid]) if paid or account.repayments else None


def paid_as_printed(account: Account, today: date) -> tuple[PinnedInstalment, ...]:
    """The rows of the schedule up to the last of which something is paid by ``today``, as the lender's own rows.

    All rows before that one, too: they are what the lender asked for when it was paid. Due dates are the printed ones.
    Without rows that a change of the rate adds to the terms, and those after a further payout, which have no place in
    what is printed.
    """
    loan = account.loan
    paid = [due.due_on for due in position(account, today).dues if due.cleared_on is not None or due.paid_minor]
    if not paid:
        return ()
    last = min(max(paid), min((draw.on for draw in account.draws), default=date.max))
    printed = {slot.number: slot.due_on for slot in slots_of(replace(loan, calendar=None))}
    return tuple(
        _pin(row, printed[row.number]) for row in instalments(loan) if row.due_on <= last and row.number in printed
    )


def without_idle_rows(loan: Loan) -> Loan:
    """The loan without the lender's own rows where all of them are what the terms alone make."""
    printed = {slot.number: slot.due_on for slot in slots_of(replace(loan, pinned=(), calendar=None))}
    computed = {
        _pin(row, printed[row.number]) for row in instalments(replace(loan, pinned=())) if row.number in printed
    }
    return replace(loan, pinned=()) if computed.issuperset(loan.pinned) else loan


def _pin(row: Instalment, due_on: date) -> PinnedInstalment:
    return PinnedInstalment(row.number, due_on, row.principal_minor, row.interest_minor, row.fee_minor)


def _in_parts(account: Account) -> bool:
    return account.loan.method.scheduled and bool(account.draws)


def _payouts(account: Account) -> list[CashFlow]:
    return [CashFlow(draw.on, draw.amount_minor) for draw in sorted(account.draws, key=lambda draw: draw.on)]


def agreed_rows(account: Account) -> Sequence[Instalment]:
    """The instalments of a loan by its terms and all its payouts, before anything is paid."""
    if not _in_parts(account):
        return instalments(account.loan)
    terms = replace(account.loan, settled_on=None, paid_terms=0)
    untouched = Account(terms, draws=account.draws)
    dues = position(untouched, max(draw.on for draw in account.draws)).dues
    left = terms.principal_minor + sum(draw.amount_minor for draw in account.draws)
    rows = []
    for due in dues:
        left -= due.principal_minor
        rows.append(Instalment(due.number, due.due_on, due.principal_minor, due.interest_minor, due.fee_minor, left))
    return rows
