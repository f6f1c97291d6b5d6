"""What a file's repayments tell of the fee of a purchase in instalments: the same amount more than was due, repeatedly.

A file tells the number of instalments and never their fee. Without it what was paid of the fee would count as paid too
much, and the next bill would ask for too little.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.accounts.records import Account, CardPlan
from planner.domain.book import Book
from planner.domain.imports.file import Kind
from planner.domain.imports.proposal import PlanFee, Proposal, Used
from planner.domain.imports.taken import account_with, by_account, charged
from planner.domain.imports.work import ALONE, Work
from planner.domain.ledger.position import position, replay
from planner.values import replace

_LEAST_TIMES = 2
_MOST_A_TERM = 30  # a fee of one term is a thirtieth of the principal at most


def told_fees(proposal: Proposal, book: Book, today: date, work: Work = ALONE) -> Proposal:
    """The proposal with the fees that repayments tell: ``Proposal.fees``, and on the rows of their plans."""
    accounts = {account.loan.id: account for account in book.accounts}
    fees = []
    for (loan_id, new), rows in by_account(proposal.used).items():
        work.wanted()
        if loan_id is not None:
            account = accounts[loan_id]
        else:
            account = Account(replace(proposal.new_loans[new or 0], id=-1 - (new or 0)))
        fee = _fee_of(account, rows, loan_id, new, today)
        if fee is not None:
            fees.append(fee)
    by_line = {fee.line: fee.fee_minor for fee in fees if fee.line is not None}
    if not fees:
        return proposal
    used = [
        replace(use, fee_minor=by_line[use.entry.row.line]) if use.entry.row.line in by_line else use
        for use in proposal.used
    ]
    return replace(proposal, used=tuple(used), fees=tuple(fees))


def _fee_of(account: Account, rows: list[Used], loan_id: int | None, new: int | None, today: date) -> PlanFee | None:
    plans = [plan for plan in account.plans if not plan.rate and plan.ended_on is None]
    bought = [use for use in rows if use.makes_plan]
    if len(plans) + len(bought) != 1 or not any(use.kind is Kind.REPAYMENT for use in rows):
        return None
    after = account_with(account, rows)
    known = {plan.id for plan in account.plans}
    (plan,) = plans or [plan for plan in after.plans if plan.id not in known]
    fee_minor = _first_over(after, plan.started_on, today)
    if not 0 < fee_minor * _MOST_A_TERM <= plan.principal_minor:
        return None
    times = _met(with_fee(after, plan.id, fee_minor), plan, fee_minor, today)
    if times < _LEAST_TIMES:
        return None
    line = bought[0].entry.row.line if bought else None
    plan_id = None if bought else plan.id
    return PlanFee(loan_id, new, line, plan_id, plan.principal_minor, plan.terms, fee_minor, times)


def _first_over(account: Account, since: date, today: date) -> int:
    """The first balance in the person's favour after a day, fen; 0 where there is none, or one stood on that day."""
    ledger = replay(account)
    ledger.advance(since)
    if ledger.running.balance.credit > 0:
        return 0
    for day in sorted({paid.on for paid in account.repayments if since < paid.on <= today}):
        ledger.advance(day)
        if ledger.running.balance.credit > 0:
            return ledger.running.balance.credit
    return 0


def _met(account: Account, plan: CardPlan, fee_minor: int, today: date) -> int:
    """How many bills with the fee were paid to the fen; 0 if something stands in the person's favour all the same."""
    place = position(account, today)
    if place.credit_minor:
        return 0
    return sum(
        due.paid_minor == due.amount_minor > fee_minor and due.cleared_on is not None
        for due in place.dues
        if due.due_on > plan.started_on
    )


def with_fee(account: Account, plan_id: int, fee_minor: int) -> Account:
    """The account with a fee per instalment on one of its plans."""
    plans = (charged(plan, fee_minor) if plan.id == plan_id else plan for plan in account.plans)
    return replace(account, plans=tuple(plans))


def with_fees(account: Account, fees: Iterable[PlanFee]) -> Account:
    """The account with the fees that are told of its recorded plans."""
    for fee in fees:
        if fee.loan_id == account.loan.id and fee.plan_id is not None:
            account = with_fee(account, fee.plan_id, fee.fee_minor)
    return account
