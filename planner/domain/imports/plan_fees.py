"""What a file's repayments tell of the fee of a purchase in instalments: the same amount more than was due, repeatedly.

A file tells the number of instalments and never their fee. Without it what was paid of the fee would count as paid too
much, and the next bill would ask for too little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from planner.domain.accounts.records import Account, CardPlan
from planner.domain.book import Book
from planner.domain.imports.file import Kind
from planner.domain.imports.proposal import FeeAnswers, PlanFee, Proposal, Used
from planner.domain.imports.taken import account_with, by_account, charged, note_of, numbered
from planner.domain.imports.work import ALONE, Work
from planner.domain.ledger.position import position, replay
from planner.values import replace

_LEAST_TIMES = 2
_MOST_PLANS = 12  # of one account, the latest, that are looked at
_MOST_A_TERM = 30  # a fee of one term is a thirtieth of the principal at most
NO_ANSWERS = FeeAnswers()
"""Of a person who has said nothing yet."""


def told_fees(
    proposal: Proposal,
    book: Book,
    today: date,
    answers: FeeAnswers = NO_ANSWERS,
    left: Collection[str] = frozenset(),
    work: Work = ALONE,
) -> Proposal:
    """The proposal with the fees that repayments tell: its ``fees…``, and on the rows of their plans.

    Args:
        proposal: the rows that are used.
        book: what is recorded.
        today: the day of the question.
        answers: what the person has said of such fees; of several plans that may have one nothing is taken before.
        left: keys of what was said to be none at earlier imports, ``PlanFee.key``.
        work: asked whether it is still wanted.

    Raises:
        Stopped: as ``work`` says.
    """
    accounts = {account.loan.id: account for account in book.accounts}
    fees: list[PlanFee] = []
    asked: list[tuple[PlanFee, ...]] = []
    none: list[PlanFee] = []
    for (loan_id, new), rows in by_account(proposal.used).items():
        work.wanted()
        if loan_id is not None:
            account = accounts[loan_id]
        else:
            account = Account(replace(proposal.new_loans[new or 0], id=-1 - (new or 0)))
        told = _fees_of(account, rows, loan_id, new, today, work)
        said = [fee for fee in told if fee.plan in answers.taken]
        open_ = [fee for fee in told if not answers.refuses(fee) and fee.key(fee.plan_id or 0) not in left]
        if said or len(told) == len(open_) == 1:
            fees += (said or open_)[:1]
            continue
        none += [fee for fee in told if fee not in open_]
        asked += [tuple(open_)] if open_ else []
    if not (fees or asked or none):
        return proposal
    by_line = {fee.line: fee.fee_minor for fee in fees if fee.line is not None}
    used = tuple(
        replace(use, fee_minor=by_line[use.entry.row.line]) if use.entry.row.line in by_line else use
        for use in proposal.used
    )
    return replace(
        proposal,
        used=used if by_line else proposal.used,
        fees=tuple(fees),
        fees_asked=tuple(asked),
        fees_left=tuple(none),
    )


def _fees_of(
    account: Account, rows: Sequence[Used], loan_id: int | None, new: int | None, today: date, work: Work
) -> list[PlanFee]:
    """For each plan of an account the fee that its repayments tell, where it would be met to the fen."""
    free = {plan.id for plan in account.plans if not plan.rate and plan.ended_on is None}
    bought = {number: use for number, use in numbered(account, rows) if use.makes_plan}
    if not (free or bought) or not any(use.kind is Kind.REPAYMENT for use in rows):
        return []
    after = account_with(account, rows)
    plans = [plan for plan in after.plans if plan.id in free or plan.id in bought][-_MOST_PLANS:]
    over = _first_over(after, {plan.started_on for plan in plans}, today)
    found = []
    for plan in plans:
        work.wanted()
        fee_minor = over[plan.started_on]
        if not 0 < fee_minor * _MOST_A_TERM <= plan.principal_minor:
            continue
        times = _met(with_fee(after, plan.id, fee_minor), plan, fee_minor, today)
        if times >= _LEAST_TIMES:
            use = bought.get(plan.id)
            line, plan_id, note = (
                (None, plan.id, plan.note) if use is None else (use.entry.row.line, None, note_of(use))
            )
            found.append(
                PlanFee(
                    loan_id,
                    new,
                    line,
                    plan_id,
                    plan.principal_minor,
                    plan.terms,
                    fee_minor,
                    times,
                    plan.started_on,
                    note,
                )
            )
    return found


def _first_over(account: Account, since: Collection[date], today: date) -> dict[date, int]:
    """The first balance in the person's favour after each day, fen; 0 where there is none, or one stood on that day."""
    found: dict[date, int] = {}
    waiting: set[date] = set()
    ledger = replay(account)
    paid = {one.on for one in account.repayments if min(since) < one.on <= today}
    for day in sorted(paid | set(since)):
        ledger.advance(day)
        credit_minor = ledger.running.balance.credit
        if day in since:
            found[day] = 0
        if credit_minor > 0 and day in paid:
            found |= dict.fromkeys(waiting, credit_minor)
            waiting = set()
        elif credit_minor <= 0 and day in since:
            waiting.add(day)
        if not waiting and day >= max(since):
            break
    return found


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
