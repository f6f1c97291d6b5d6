"""What moved the debt of an account, record by record and due by due: the ledger as a bookkeeper would write it.

The *debt* of a day is what is owed less what is in the person's favour (``Position.owed_minor`` − ``credit_minor``).
Every entry says by how much it changed and by what, so that the entries up to the end of a month, or of the last day,
add up to the debt of that day, to the fen. Nothing is computed here: the ledger is watched while it is told the records
(``Watched``).

Interest and fees are written when they fall due, or when they are paid before that; penalty interest when something
happens and at the ends of months. A month knows nothing of later ones: what was taken back, or assumed and only in a
later month answered otherwise, is written back on the day on which that became known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import cast

from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import add_months, month_end
from planner.domain.ledger.auto_debit import ledger
from planner.domain.ledger.entry import Cause, Entry, What
from planner.domain.ledger.position import beginning
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.running import Running
from planner.domain.ledger.watched import Watched

_DAY = timedelta(1)


def entries(account: Account, until: date) -> list[Entry]:
    """Everything that moved the debt of ``account`` up to the end of ``until``, in the order of its effect."""
    recorded, begin = beginning(account)
    replay = ledger(recorded, lambda one: cast("Running", Watched(begin(one))))
    written: list[Entry] = []
    watched, before = _watched(replay), date.min
    for stop in _stops(account, until):
        replay.advance(stop)
        now = _watched(replay)
        now.tell_of(stop)
        new = [one for one in now.entries if before < one.on <= stop]
        if now is not watched:
            known = [one for one in now.entries if one.on <= before]
            new = _written_back(account, written, known, _answered_on(account, before, stop)) + new
            watched = now
        written += sorted(new, key=lambda one: one.on)
        before = stop
    return written


def ends_of_months(start: date, until: date) -> Iterator[date]:
    """The last day of each month from that of ``start`` on that is not after ``until``, and ``until`` itself."""
    end = month_end(start)
    while end < until:
        yield end
        end = month_end(add_months(end.replace(day=1), 1))
    if start <= until:
        yield until


def _watched(replay: Replay) -> Watched:
    return cast("Watched", replay.running)


def first_day(account: Account) -> date:
    """The first day on which anything can be owed: of a record, or of the start of the account."""
    loan = account.loan
    records: Iterable[Iterable[date]] = (
        (one.on for one in account.draws),
        (one.on for one in account.repayments),
        (one.on for one in account.readings),
        (one.on for one in account.statements),
        (one.on for one in account.allowances),
        (one.started_on for one in account.plans),
    )
    return min([loan.start_on, *(on for days in records for on in days)])


def _stops(account: Account, until: date) -> list[date]:
    """The ends of months, and each day on which something is taken back, with the day before it."""
    back, start = _taken_back(account), first_day(account)
    days = {*ends_of_months(start, until), *back, *(on - _DAY for on in back)}
    return sorted(on for on in days if start <= on <= until)


def _taken_back(account: Account) -> set[date]:
    """The days on which a repayment was taken back or an agreement broken."""
    back = {paid.reversed_on for paid in account.repayments} | {agreed.broken_on for agreed in account.arrangements}
    return {on for on in back if on is not None}


def _answered_on(account: Account, after: date, until: date) -> date:
    """The first day after ``after``, up to ``until``, on which something of before can have turned out otherwise."""
    days = [*(paid.on for paid in account.repayments), *(reading.on for reading in account.readings)]
    days += [*(denial.on for denial in account.denials), *_taken_back(account)]
    days += [account.checked_on] if account.checked_on is not None else []
    return min((on for on in days if after < on <= until), default=until)


def _written_back(account: Account, before: Iterable[Entry], now: Iterable[Entry], on: date) -> list[Entry]:
    """What makes of the entries written so far those that count from ``on`` on; nothing where they are the same."""
    changes: Counter[Cause] = Counter()
    for sign, entries_ in ((-1, before), (1, now)):
        for entry in entries_:
            for cause, amount in entry.parts:
                changes[cause] += sign * amount
    parts = tuple((cause, changes[cause]) for cause in Cause if changes[cause])
    if not parts:
        return []
    returned = [paid for paid in account.repayments if paid.reversed_on == on and not paid.failed]
    broken = any(agreed.broken_on == on for agreed in account.arrangements)
    what = What.TAKEN_BACK if returned else What.BROKEN if broken else What.ANSWERED
    return [Entry(on, what, parts, " ".join(paid.note for paid in returned if paid.note))]
