"""The weekly review as data: what to go through this week, what is already dealt with, what to do next week.

A review belongs to a week, named by its Monday. Five stages, in this order; one without items is passed by itself:
*due* (instalments that have fallen due and are unpaid), *balances* (accounts not compared with the lender for
six days), *ratios*, *actions* (commitments for the coming week), *save*. Whether an instalment is paid or a balance is
checked is read from the book, so that undo also reopens the item; only "not now" answers are kept in ``Progress``.
Nothing is lost by leaving: an item that is not dealt with is there again, this week or the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from planner.domain.accounts.loan import Method
from planner.domain.accounts.names import short_name
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.cases.calendar import case_of
from planner.domain.cases.standing import Next
from planner.domain.ledger.state import AccountState, Due, DueStatus, Position
from planner.domain.reminders.planned import Planned, named_with, settled_before, settled_on, with_due
from planner.domain.reminders.rules import Dated
from planner.domain.review.items import (
    Action,
    ActionCode,
    Agenda,
    BalanceCheck,
    DueCheck,
    Kept,
    Outcome,
    Progress,
    Stage,
    Step,
)


class Called(NamedTuple):
    """What cases call for, by the keys of its actions, and all cases by id."""

    keys: Collection[str]
    case_ids: Collection[int]

    def dealt_with(self, action: Action) -> bool | None:
        """Whether a case has gone on since, so that it calls for something else; None once it is deleted."""
        _, case_id = case_of(action.key.partition(":")[2])
        return action.key not in self.keys if case_id in self.case_ids else None


STALE_DAYS = 6
AHEAD_DAYS = 7
_OPEN = (AccountState.ACTIVE, AccountState.OVERDUE, AccountState.UNKNOWN, AccountState.ZERO_OPEN, AccountState.CLOSING)


def agenda(
    book: Book,
    positions: Mapping[int, Position],
    progress: Progress,
    today: date,
    *,
    committed: Iterable[Action] = (),
    last_on: date | None = None,
    ticked: Collection[str] = (),
    planned: Sequence[Planned] = (),
    cases: Sequence[Dated] = (),
    case_ids: Collection[int] = (),
) -> Agenda:
    """What the review of ``progress.week`` consists of on ``today``.

    Args:
        book: the records.
        positions: the state of each account as of ``today``, by loan id.
        progress: what was answered so far.
        today: the person's day.
        committed: the commitments of the last saved review, ``last_on`` the day it was saved, ``ticked`` the keys of
            those in own words that were ticked off.
        planned: every payment of the adopted plan.
        cases: the days that cases call for, those that lie ahead and those that are past; ``case_ids`` are all cases.
    """
    since = last_on or progress.started_on - timedelta(days=7)
    dues = _dues(book, positions, progress, since, today, planned)
    balances = _balances(book, positions, progress, today)
    called = Called({_case_key(one) for one in cases}, case_ids)
    kept = tuple(Kept(one, _is_kept(one, book, positions, last_on, ticked, planned, called)) for one in committed)
    proposals = (*_proposals(book, positions, progress, balances, today, planned), *_of_cases(cases, today))
    offered = len(kept) + len(proposals) + len(progress.own)
    totals = {Stage.RATIOS: int(bool(book.accounts)), Stage.ACTIONS: offered, Stage.SAVE: 1}
    return Agenda(progress.week, dues, balances, kept, proposals, _steps(dues, balances, totals, progress))


def chosen(proposals: Iterable[Action], progress: Progress) -> tuple[Action, ...]:
    """The commitments: what was chosen (or all that is suggested, before any choice), then those in own words."""
    keys = progress.chosen
    taken = [action for action in proposals if (action.suggested if keys is None else action.key in keys)]
    own = (Action(f"own:{text}", ActionCode.OWN, text=text) for text in progress.own)
    return (*taken, *own)


def last_check(account: Account) -> date | None:
    """The last day on which the balance was compared with the lender's: confirmed, or read and entered."""
    days = [reading.on for reading in account.readings]
    return max([*days, account.checked_on] if account.checked_on else days, default=None)


def stale(account: Account, today: date) -> bool:
    """Whether the balance was never compared with the lender's, or not for ``STALE_DAYS`` days (that day included)."""
    last = last_check(account)
    return last is None or (today - last).days >= STALE_DAYS


def checked_lenders(book: Book, positions: Mapping[int, Position], today: date) -> tuple[int, int]:
    """Lenders all of whose open accounts are checked, and lenders with an open account: "5 of 7 lenders checked"."""
    lenders: dict[int, bool] = {}
    for account in _open_accounts(book, positions):
        lender = account.loan.lender.id
        lenders[lender] = lenders.get(lender, True) and not stale(account, today)
    return sum(lenders.values()), len(lenders)


def due_key(due: Due) -> str:
    """The key of the item for ``due``."""
    return f"due:{due.key}"


def balance_key(loan_id: int) -> str:
    """The key of the item for the balance of an account."""
    return f"balance:{loan_id}"


def _open_accounts(book: Book, positions: Mapping[int, Position]) -> list[Account]:
    return [account for account in book.accounts if positions[account.loan.id].state in _OPEN]


def _unpaid(due: Due) -> bool:
    return due.unpaid_minor > 0 and due.status is not DueStatus.COVERED


def _asked(due: Due) -> int:
    """What is to be answered of a due, fen: what is unpaid, or all of it where a debit is assumed."""
    return due.amount_minor if due.status is DueStatus.ASSUMED else due.unpaid_minor


def _dues(
    book: Book,
    positions: Mapping[int, Position],
    progress: Progress,
    since: date,
    today: date,
    planned: Sequence[Planned],
) -> tuple[DueCheck, ...]:
    """Unpaid instalments up to ``today``, however old; paid ones if due after ``since`` or unpaid as it began.

    One that a debit is assumed to have paid is asked like an unpaid one.
    """
    checks = []
    asked_of = {key.split(":")[1] for key in progress.asked if key.startswith("due:")}
    for account in book.accounts:
        dues: Iterable[Due] = positions[account.loan.id].dues
        if str(account.loan.id) not in asked_of:  # most dues of a life: paid before the review began
            begun_on = progress.started_on
            dues = [due for due in dues if due.due_on > since or due.cleared_on is None or not _is_past(due, begun_on)]
        for due in dues:
            if due.due_on > today and not due.overdue_minor:
                continue
            paid = due.least_paid or (not _unpaid(due) and due.status is not DueStatus.ASSUMED)
            paid_now = due_key(due) in progress.asked or (
                due.cleared_on is not None and due.cleared_on >= progress.started_on
            )
            if paid and not paid_now and due.due_on <= since:
                continue
            if due.status is DueStatus.COVERED or not due.amount_minor or (due.carried_minor and not due.cleared_on):
                continue
            reply = progress.replies.get(due_key(due))
            if reply is not None and (paid or _asked(due) - due.penalty_minor > reply.left_minor):
                reply = None
            outcome = Outcome.PAID if paid else (reply.outcome if reply else Outcome.OPEN)
            late = (today - due.due_on).days
            checks.append(
                DueCheck(
                    due_key(due),
                    account.loan.id,
                    short_name(account.loan),
                    due.number,
                    due.due_on,
                    _asked(due),
                    late,
                    outcome,
                    reply,
                    due.due_on <= since,
                    due.status is DueStatus.ASSUMED,
                    due.least_minor,
                    due.penalty_minor,
                    due.least_paid or 0 < due.amount_minor == due.minimum_minor,
                    _plan_minor(planned, due, today),
                )
            )
    return tuple(sorted(checks, key=lambda check: (check.due_on, check.loan_id, check.number)))


def _is_past(due: Due, begun_on: date) -> bool:
    """Whether a due was done with before a review that began then."""
    return due.cleared_on is not None and due.cleared_on < begun_on and due.status is not DueStatus.ASSUMED


def _plan_minor(planned: Sequence[Planned], due: Due, today: date) -> int | None:
    more = with_due(planned, due, today)
    return None if more is None else more.amount_minor


def _balances(
    book: Book, positions: Mapping[int, Position], progress: Progress, today: date
) -> tuple[BalanceCheck, ...]:
    """Stale accounts and those checked since the review began; never checked ones first, then the oldest check."""
    checks = []
    for account in _open_accounts(book, positions):
        last, loan = last_check(account), account.loan
        if loan.start_on > today:
            continue
        fresh = last is not None and last >= progress.started_on
        if not fresh and not stale(account, today):
            continue
        reply = progress.replies.get(balance_key(loan.id))
        outcome = Outcome.CHECKED if fresh else (reply.outcome if reply else Outcome.OPEN)
        place = positions[loan.id]
        checks.append(
            BalanceCheck(
                balance_key(loan.id),
                loan.id,
                short_name(account.loan),
                place.principal_minor,
                last,
                outcome,
                place.known,
            )
        )
    return tuple(sorted(checks, key=lambda check: (check.last_on or date.min, check.loan_id)))


def _proposals(
    book: Book,
    positions: Mapping[int, Position],
    progress: Progress,
    balances: Iterable[BalanceCheck],
    today: date,
    planned: Sequence[Planned],
) -> tuple[Action, ...]:
    """By urgency: payments by date, then balances left unchecked, lines to close, rates and income to fill in."""
    accounts = _open_accounts(book, positions)
    actions = _payments(accounts, positions, progress, today, planned)
    for check in balances:
        if check.outcome is Outcome.SKIPPED:
            actions.append(Action(f"check:{check.loan_id}", ActionCode.CHECK, check.loan_id, check.loan))
    for account in accounts:
        loan = account.loan
        if positions[loan.id].state is AccountState.ZERO_OPEN:
            # Closing a credit card is a bigger decision than closing a loan app's line: offered, not chosen.
            closing = loan.method is not Method.CARD
            actions.append(
                Action(f"close:{loan.id}", ActionCode.CLOSE, loan.id, short_name(account.loan), suggested=closing)
            )
    actions += [
        Action(f"rate:{account.loan.id}", ActionCode.RATE, account.loan.id, short_name(account.loan))
        for account in accounts
        if not account.loan.rate_confirmed
    ]
    if accounts and not book.incomes:
        actions.append(Action("income", ActionCode.INCOME))
    return tuple(actions)


def _payments(
    accounts: Iterable[Account],
    positions: Mapping[int, Position],
    progress: Progress,
    today: date,
    planned: Sequence[Planned],
) -> list[Action]:
    """Unpaid instalments up to the day ``AHEAD_DAYS`` from ``today``; those put off, by the day they are put off to.

    Each with what the adopted plan pays with it; then what the plan pays in those days beside any instalment.

    What nobody said yet whether it was paid is offered, not suggested: it is asked in the first stage.
    """
    actions = []
    due_now = (due for account in accounts for due in positions[account.loan.id].dues) if planned else ()
    named = named_with(planned, due_now, today)
    ends, last_on = settled_on(planned, today), today + timedelta(days=AHEAD_DAYS)
    for account in accounts:
        for due in positions[account.loan.id].dues:
            if due.cleared_on is not None or due.due_on > last_on:  # of a life's records nearly all, told by a look
                continue
            if not _unpaid(due) or settled_before(ends, due):
                continue
            reply = progress.replies.get(due_key(due))
            if reply is not None and reply.outcome is Outcome.SKIPPED:
                continue
            on = (reply.until_on if reply else None) or max(due.due_on, today)
            actions.append(
                Action(
                    f"pay:{due.key}",
                    ActionCode.PAY,
                    account.loan.id,
                    short_name(account.loan),
                    on,
                    _plan_minor(planned, due, today) or due.offered_minor,
                    suggested=due.status is not DueStatus.UNRECORDED or reply is not None,
                )
            )
        name = short_name(account.loan)
        actions += [
            Action(_plan_key(one), ActionCode.PAY, one.loan_id, name, max(one.on, today), one.amount_minor)
            for one in planned
            if one.loan_id == account.loan.id and one.more and one.on <= last_on and (one.loan_id, one.on) not in named
        ]
    return sorted(actions, key=lambda action: (action.on or today, action.key))


def _of_cases(cases: Iterable[Dated], today: date) -> Iterator[Action]:
    """What cases call for up to the day ``AHEAD_DAYS`` from ``today``, by day; an answer is only awaited."""
    for one in cases:
        if one.on <= today + timedelta(days=AHEAD_DAYS):
            name = one.about[0].text("")
            on = max(one.on, today)
            yield Action(_case_key(one), ActionCode.CASE, loan=name, on=on, suggested=not one.key.startswith(Next.WAIT))


def _case_key(one: Dated) -> str:
    return f"case:{one.key}"


def _plan_key(one: Planned) -> str:
    return f"plan:{one.loan_id}:{one.on}"


def _is_kept(
    action: Action,
    book: Book,
    positions: Mapping[int, Position],
    since: date | None,
    ticked: Collection[str],
    planned: Sequence[Planned],
    called: Called,
) -> bool | None:
    if action.code is ActionCode.OWN:
        return action.key in ticked
    if action.code is ActionCode.CASE:
        return called.dealt_with(action)
    if action.code is ActionCode.INCOME:
        return bool(book.incomes)
    account = next((account for account in book.accounts if account.loan.id == action.loan_id), None)
    if account is None:
        return None
    position = positions[account.loan.id]
    match action.code:
        case ActionCode.PAY:
            done = next((one.done for one in planned if _plan_key(one) == action.key), None)
            due = next((due for due in position.dues if f"pay:{due.key}" == action.key), None)
            return done if due is None else not _unpaid(due)
        case ActionCode.CHECK:
            last = last_check(account)
            return last is not None and (since is None or last >= since)
        case ActionCode.CLOSE:
            return position.state is AccountState.CLOSED
        case ActionCode.RATE:
            return account.loan.rate_confirmed


def _steps(
    dues: Collection[DueCheck], balances: Collection[BalanceCheck], totals: Mapping[Stage, int], progress: Progress
) -> tuple[Step, ...]:
    steps = []
    for stage, items in ((Stage.DUE, dues), (Stage.BALANCES, balances)):
        dealt = sum(item.outcome is not Outcome.OPEN for item in items)
        steps.append(Step(stage, len(items), dealt, dealt == len(items) or stage in progress.passed))
    for stage, total in totals.items():
        passed = stage in progress.passed or not total
        steps.append(Step(stage, total, total if passed else 0, passed))
    return tuple(steps)
