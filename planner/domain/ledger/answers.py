"""What a replay answers on the day it has come to: the whole state, the few numbers of it, what became of each due."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Split
from planner.domain.accounts.terms import Part
from planner.domain.basics.calendar import month_end
from planner.domain.ledger.dues import Dues, by_due_date
from planner.domain.ledger.on_time import Key, Verdict
from planner.domain.ledger.row import ASKED, FOR_EVER, Row
from planner.domain.ledger.running import Running
from planner.domain.ledger.state import AccountState, Due, DueStatus, Figures, Position

_DAY = timedelta(1)
_new = tuple.__new__
_ON_TIME, _PENDING = DueStatus.ON_TIME, DueStatus.PENDING


def begun(running: Running, as_of: date) -> bool:
    """Whether the account exists: from its start, or from the first thing drawn on it."""
    loan = running.loan
    return as_of >= loan.start_on or (running.balance.principal > 0 and not loan.method.scheduled)


def state_of(running: Running, as_of: date, *, known: bool) -> Position:
    """The whole state on ``as_of``, the day last advanced to; ``known``: the records tell all that is owed."""
    running.reach(None)
    loan, exists = running.loan, begun(running, as_of)
    principal = running.balance.principal if exists else 0
    unpaid, overdue, oldest, _ = _standing(running.dues, as_of)
    state = _state(loan, as_of, exists and not principal + unpaid, overdue, known)
    rows = sorted([*running.dues.rows, *running.upcoming(as_of)], key=by_due_date)
    loan_id = loan.id
    dues = [due_of(loan_id, row, as_of) for row in rows if row.principal + row.interest + row.fee]
    if loan.method is Method.CARD:
        dues = _with_arrears(dues, {row.number: row.within.number for row in rows if row.within is not None})
    limit_left = loan.limit_minor
    if limit_left is not None:
        used = principal - running.balance.apart
        limit_left = 0 if state is AccountState.CLOSED else max(limit_left - used, 0)
    settlement = running.settlement(as_of) if exists else Split(0, 0, 0)
    return Position(
        as_of=as_of,
        principal_minor=principal,
        accrued_minor=running.accrued(as_of) if exists else 0,
        overdue_minor=overdue,
        days_past_due=(as_of - oldest).days if oldest else 0,
        owed_minor=principal + unpaid,
        settlement_minor=settlement.principal_minor + settlement.interest_minor + settlement.fee_minor,
        state=state,
        dues=tuple(dues),
        next_due=next((due for due in dues if due.unpaid_minor > 0), None),
        applied=tuple(running.balance.applied),
        limit_left_minor=limit_left,
        adjusted_minor=running.balance.adjusted,
        known=known,
        penalty_minor=running.dues.penalty,
        credit_minor=running.balance.credit,
        short_minor=running.dues.short_minor,
        apart_minor=running.balance.apart,
    )


@lru_cache(maxsize=256)
def _month_of(on: date) -> tuple[date, date]:
    """The first and the last day of a month: the same for all accounts of a book."""
    return on.replace(day=1), month_end(on)


def figures_of(running: Running, as_of: date, *, known: bool) -> Figures:
    """The few numbers of the same state, made without listing the dues."""
    first, last = _month_of(as_of)
    running.reach(last)
    dues, exists = running.dues, begun(running, as_of)
    principal = running.balance.principal if exists else 0
    unpaid, overdue, _, missed = _standing(dues, as_of)
    state = _state(running.loan, as_of, exists and not principal + unpaid, overdue, known)
    place = min(dues.first_open, bisect_left(dues.rows, first, key=by_due_date))
    rows = dues.rows[place : bisect_right(dues.rows, last, lo=place, key=by_due_date)]
    coming = running.upcoming(as_of)
    if coming:
        rows += [row for row in coming if row.due_on <= last]
    if dues.replaced:
        rows = [row for row in rows if row.replaced_on is None]
    due, pending, offset = 0, -missed, running.loan.offset_minor
    for row in rows:
        amount = row.principal + row.interest + row.fee
        if row.due_on >= first:
            given = row.waived_minor - row.waived.get(Part.PENALTY, 0) if row.waived else 0
            due += max(amount - row.moved - given - offset, 0)
        answered_on = row.cleared_on if row.met_on is None else row.answered_on
        pending += amount > 0 and (answered_on is None or answered_on > as_of)
    apart = running.balance.apart
    parts = (as_of, exists, principal, principal + unpaid, overdue, state, due, pending, known, apart)
    return _new(Figures, parts)  # faster than calling it: there is one for each month of each account


def verdicts_of(running: Running) -> Iterator[Verdict]:
    """Every due that counts for on-time figures."""
    loan_id = running.loan.id
    for row in running.dues.rows:
        if row.covered or not row.principal + row.interest + row.fee:
            continue
        key, until, cleared_on = (row.due_on, loan_id, row.number), row.until, row.cleared_on
        if row.untold and not row.assumed and row.debited_until is None:
            yield _untold(key, row)
        elif row.met_on is not None or row.shown_on is not None or row.debited_until is not None or row.assumed:
            yield from _told_later(key, row)
        elif cleared_on is not None and cleared_on <= until:
            yield key, until, until, cleared_on, None
        else:
            yield key, until, row.asked_until, cleared_on, None


def _untold(key: Key, row: Row) -> Verdict:
    """The verdict on a due from before the records tell all: on time as far as they show it, else none."""
    until, answered_on = row.until, row.answered_on
    if answered_on is not None and answered_on <= until:
        return key, until, until, answered_on, None
    return key, until, FOR_EVER, None, answered_on


def outside_of(running: Running) -> Iterator[tuple[int, date, bool]]:
    """Every due that no verdict is on: its loan, its due date, whether a debit is assumed (else it is covered)."""
    loan_id = running.loan.id
    for row in running.dues.rows:
        assumed = row.assumed and row.confirmed_on is None
        if (row.covered or assumed) and row.principal + row.interest + row.fee:
            yield loan_id, row.due_on, assumed


def _told_later(key: Key, row: Row) -> Iterator[Verdict]:
    """The verdict on a due of which a minimum, a debit or a balance of the lender tells; none while that is assumed."""
    until, answered_on, shown_on = row.until, row.answered_on, row.shown_on
    if row.assumed:
        if row.confirmed_on is None:
            return
        until = answered_on = max(until, row.confirmed_on)
    if row.debited_until is not None and answered_on is not None and answered_on <= row.debited_until:
        shown_on = max(row.debited_until + _DAY, shown_on or date.min)  # paid, while a debit was assumed
    met = answered_on is not None and answered_on <= until and shown_on is None
    if shown_on is not None and row.undated:
        answered_on = None
    yield key, until, until if met else row.asked_until, answered_on, shown_on


def _beside(dues: Dues, as_of: date) -> int:
    """Interest and fees that settled dues are short of, or that an agreement put off, fen."""
    unpaid = 0 if dues.later is None else sum(dues.put_off(as_of))
    if dues.short:
        short = [row for row in dues.short if row.due_on <= as_of]
        unpaid += sum(row.unpaid - row.principal + row.paid_principal for row in short)
    return unpaid


def unpaid_parts(dues: Dues, as_of: date) -> tuple[int, int, int]:
    """Interest, fees and penalty interest that are due and unpaid, fen: together what is owed beside the principal."""
    interest, fee = (0, 0) if dues.later is None else dues.put_off(as_of)
    penalty = 0
    open_rows = dues.rows[dues.first_open : bisect_right(dues.rows, as_of, key=by_due_date)]
    rows = [row for row in open_rows if row.cleared_on is None and row.amount]
    for row in [*rows, *(row for row in dues.short if row.due_on <= as_of)]:
        interest += row.interest - row.paid_interest
        fee += row.fee - row.paid_fee
        if row.penalty_to is not None:
            penalty += row.penalty - row.paid_penalty
    return interest, fee, penalty


def _standing(dues: Dues, as_of: date) -> tuple[int, int, date | None, int]:
    """Interest and fees due and unpaid; overdue amount; its oldest due date; number of missed dues."""
    unpaid = _beside(dues, as_of) if dues.short or dues.later is not None else 0
    rows, place = dues.rows, dues.first_open
    if place >= len(rows) or rows[place].due_on > as_of:  # most months of a life
        return unpaid, 0, None, 0
    return _open_dues(dues, as_of, unpaid)


def _open_dues(dues: Dues, as_of: date, unpaid: int) -> tuple[int, int, date | None, int]:
    rows, overdue, missed, oldest = dues.rows, 0, 0, None
    within: dict[Row, int] = {}  # what bills contain of missed ones
    told = as_of - ASKED
    for place in range(dues.first_open, len(rows)):
        row = rows[place]
        if row.due_on > as_of:
            break
        if row.cleared_on is None and row.amount:
            held = 0
            unpaid += row.interest + row.fee - row.paid_interest - row.paid_fee
            if row.penalty_to is not None:
                unpaid += row.penalty - row.paid_penalty
            if (
                as_of > row.until
                and row.met_on is None
                and ((row.due_on < told and not row.early) or as_of > row.asked_until)
            ):
                held = row.unpaid if row.minimum is None and not row.carried else row.missing
                missed += 1
                oldest = oldest or row.due_on
            elif within:
                held = min(within.get(row, 0), row.missing)
            if row.within is None:
                overdue += held
            elif held:
                within[row.within] = within.get(row.within, 0) + held
    overdue += sum(min(held, row.missing) for row, held in within.items() if row.due_on > as_of)
    return unpaid, overdue, oldest, missed


def _state(loan: Loan, as_of: date, free: bool, overdue: int, known: bool) -> AccountState:
    """``free``: the account exists, and nothing is owed on it."""
    if overdue:
        return AccountState.OVERDUE
    if not free:
        return AccountState.ACTIVE
    if not known:
        return AccountState.UNKNOWN
    if loan.closed_on is not None and loan.closed_on <= as_of:
        return AccountState.CLOSED
    if loan.closing_on is not None and loan.closing_on <= as_of:
        return AccountState.CLOSING
    return AccountState.ZERO_OPEN if loan.has_line else AccountState.SETTLED


def due_of(loan_id: int, row: Row, as_of: date) -> Due:
    """A row as the rest of the app sees it on ``as_of``."""
    cleared_on, principal, interest, fee = row.cleared_on, row.principal, row.interest, row.fee
    paid = row.paid_principal + row.paid_interest + row.paid_fee
    status, days_late, penalty, waived, carried, overdue = _ON_TIME, 0, 0, 0, 0, 0
    if cleared_on is None or cleared_on > row.until or cleared_on > as_of or row.met_on is not None or row.covered:
        status, days_late = _fate(row, as_of)
        if status is DueStatus.MISSED and not row.carried and row.replaced_on is None:
            overdue = row.unpaid if row.minimum is None else row.missing
    elif row.assumed:
        status, days_late = _fate(row, as_of)
    if row.carried:
        carried = row.unpaid
    if row.penalty_to is not None:
        penalty = row.penalty - row.paid_penalty
    if row.waived is not None:
        waived = row.waived_minor
    short = 0 if cleared_on is None or row.carried else principal + interest + fee - paid + penalty
    parts = (
        loan_id,
        row.number,
        row.due_on,
        principal,
        interest,
        fee,
        paid,
        cleared_on,
        status,
        days_late,
        row.minimum,
        penalty,
        row.paid_principal,
        short,
        waived,
        carried,
        overdue,
        row.replaced_on,
        False,
    )
    return _new(Due, parts)  # half the time of calling it: there is one for each instalment of a life


def _with_arrears(dues: list[Due], within: dict[int, int]) -> list[Due]:
    """The dues of a card; what a bill that can still be paid in time contains of missed ones is overdue of it.

    ``within``: by the number of a bill, that of the later one that contains it.
    """
    arrears: dict[int, int] = {}
    for place, due in enumerate(dues):
        least = (due.amount_minor if due.minimum_minor is None else due.minimum_minor) - due.paid_minor
        held = min(arrears.get(due.number, 0), max(least, 0))
        if due.number in within:
            held = due.least_minor if due.status is DueStatus.MISSED else held
            arrears[within[due.number]] = arrears.get(within[due.number], 0) + held
        elif held and due.status is not DueStatus.MISSED:
            dues[place] = due._replace(overdue_minor=held)
    return dues


def _fate(row: Row, as_of: date) -> tuple[DueStatus, int]:
    if row.assumed and (row.confirmed_on is None or row.confirmed_on > as_of):
        return DueStatus.ASSUMED, 0
    answered_on = row.cleared_on if row.met_on is None else row.answered_on
    if answered_on is not None and answered_on <= as_of:
        if row.covered:
            return DueStatus.COVERED, 0
        if answered_on <= row.until:
            return DueStatus.ON_TIME, 0
        if row.undated:
            return DueStatus.UNDATED, 0
        return DueStatus.LATE, (answered_on - row.due_on).days
    if answered_on is not None or as_of <= row.due_on:
        return _PENDING, 0
    if as_of > row.asked_until:
        return DueStatus.MISSED, ((row.replaced_on or as_of) - row.due_on).days
    told = (row.part_on is not None and not row.early) or row.denied_on is not None
    return DueStatus.PENDING if told else DueStatus.UNRECORDED, 0
