"""On-time figures: how many dues were met, and the run of met ones.

A due is judged once it is paid in full or missed; what a debit is assumed to have paid once that is answered. Pending
ones, those not recorded yet, those covered before records began and those paid on a day that is not known stand outside
every figure. The rate is on time ÷
(on time + late + missed), and None where nothing has been judged. The streak is the run of on-time dues in due-date
order, counted back from the most recent judged one to the first that was late or missed; dues of one day go by loan and
number.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import quotient
from planner.domain.ledger.state import OUTSIDE, UNJUDGED, Due, DueStatus
from planner.values import dataclass

_DAY = timedelta(1)
_WIDTH = 4  # numbers that a due has which was met: its day, loan and number, the day on which it was
Key = tuple[date, int, int]
"""Place in due-date order: due date, loan, number."""

Verdict = tuple[Key, date, date, date | None, date | None]
"""What became of a due: its place in order, the last day on time, the last day on which it was not missed while it was
not cleared (never before the former), the day on which it was cleared (None while it is not, or where nobody knows it),
and the day from which on that is known, where it is later: the lender's balance showed it, or that an assumed debit had
not been made. Until then it was missed, or assumed."""


@dataclass(frozen=True, slots=True)
class OnTime:
    """Counts of dues by what became of them; ``rate`` is None when nothing has been judged.

    Those not recorded yet count as ``pending``.
    """

    on_time: int
    late: int
    missed: int
    pending: int
    rate: Decimal | None
    streak: int


def _figures(on_time: int, late: int, missed: int, pending: int, streak: int) -> OnTime:
    return OnTime(on_time, late, missed, pending, quotient(on_time, on_time + late + missed), streak)


def on_time(dues: Iterable[Due], as_of: date, months: int | None = None) -> OnTime:
    """The on-time figures of ``dues`` with the statuses they have.

    Args:
        dues: of one account or of several, in any order, as they stand on ``as_of``.
        as_of: the day from which the window is counted back.
        months: only dues with a due date after ``as_of`` minus this many months (the same day of the month, or its
            last day); None for all. There is no upper bound: what is paid before its due date counts at once.
    """
    after = add_months(as_of, -months) if months is not None else date.min
    chosen = [due for due in dues if due.due_on > after and due.status not in OUTSIDE and not due.not_asked]
    chosen.sort(key=lambda due: (due.due_on, due.loan_id, due.number))
    judged = [due.status for due in chosen if due.status not in UNJUDGED]
    streak = 0
    for status in reversed(judged):
        if status is not DueStatus.ON_TIME:
            break
        streak += 1
    met, late, missed = (judged.count(status) for status in (DueStatus.ON_TIME, DueStatus.LATE, DueStatus.MISSED))
    return _figures(met, late, missed, len(chosen) - len(judged), streak)


class Others(NamedTuple):
    """What a history knows of dues that were not simply met.

    ``broken``: not met in time, each from the day after the first; ``late``: the days on which such were paid all the
    same; ``missed``: missed for a time, after the first day and before the second. ``grace_days``: how much later than
    its day a due was met at most.
    """

    broken: tuple[tuple[date, Key], ...]
    late: tuple[date, ...]
    missed: tuple[tuple[date, date, Key], ...]
    grace_days: int


class OnTimeHistory:
    """The same figures on many days, from the final fate of each due: no due is looked at more than a few times.

    That works because a verdict never changes: what was cleared stays so, and what was missed can only become late. But
    for what a balance of the lender shows to be paid: from that day on it counts by the day of its payment or, where
    that is not known, not at all.
    """

    def __init__(self, dues: Iterable[Verdict]) -> None:
        """``dues``: what became of each by the last of the days."""
        met: list[tuple[Key, date]] = []
        broken: list[tuple[date, Key]] = []
        late: list[date] = []
        longest_grace = timedelta(0)
        missed: list[tuple[date, date, Key]] = []
        for key, until, asked_until, cleared_on, shown_on in dues:
            in_time = cleared_on is not None and cleared_on <= until
            if in_time and cleared_on is not None and shown_on is None:  # most of a life
                met.append((key, cleared_on))
                if until != key[0]:
                    longest_grace = max(longest_grace, until - key[0])
                continue
            if shown_on is not None and (in_time or cleared_on is None):
                missed.append((asked_until, shown_on, key))
            known_on = shown_on or cleared_on
            if known_on is None:
                broken.append((asked_until, key))
            elif in_time:
                met.append((key, known_on))
                grace = (until if until > known_on else known_on) - key[0]
                if grace > longest_grace:
                    longest_grace = grace
            elif cleared_on is not None:
                late.append(known_on)
                broken.append((min(asked_until, known_on - _DAY), key))
        met.sort()
        self._met = array("q", [number for key, on in met for number in _numbers(key, on)])
        self._others = Others(tuple(sorted(broken)), tuple(sorted(late)), tuple(missed), longest_grace.days)
        self._ready()

    @classmethod
    def of(cls, met: bytes, others: Others) -> OnTimeHistory:
        """The history of which these are the parts.

        Raises:
            ValueError: ``met`` is not what a history has.
        """
        history = cls.__new__(cls)
        history._met = array("q")
        history._met.frombytes(met)
        if len(history._met) % _WIDTH:
            raise ValueError(len(met))
        history._others = others
        history._ready()
        return history

    @property
    def parts(self) -> tuple[bytes, Others]:
        """All that it knows: the dues that were met, packed, and the others."""
        return self._met.tobytes(), self._others

    def _ready(self) -> None:
        self._due = self._met[0::_WIDTH]
        self._cleared = array("q", sorted(self._met[3::_WIDTH]))
        self._broken_after = [asked_until for asked_until, _ in self._others.broken]
        self._last_broken = list(accumulate((key for _, key in self._others.broken), max))

    def as_of(self, on: date, pending: int) -> OnTime:
        """The figures at the end of ``on``; how many are pending is not known here and passed through."""
        return together([self], on, pending)

    def counted(self, on: date) -> tuple[int, int, int, Key | None]:
        """How many were met, late and missed at the end of ``on``, and the last in order that was not met in time."""
        broken = bisect_left(self._broken_after, on)
        late = bisect_right(self._others.late, on) if self._others.late else 0
        last = self._last_broken[broken - 1] if broken else None
        missed = broken - late
        for after, before, key in self._others.missed:
            if after < on < before:
                missed += 1
                last = key if last is None else max(last, key)
        return bisect_right(self._cleared, on.toordinal()), late, missed, last

    def counted_since(self, after: date, on: date, unmet: Iterable[Verdict]) -> tuple[int, int, int, Key | None]:
        """The same of the dues whose due date lies after a day; ``unmet`` are the verdicts on those not simply met."""
        begun, day = bisect_right(self._due, after.toordinal()), on.toordinal()
        met = sum(cleared <= day for cleared in self._met[begun * _WIDTH + 3 :: _WIDTH])
        broken = {key for asked_until, key in self._others.broken if key[0] > after and asked_until < on}
        shown = {key for since, until, key in self._others.missed if key[0] > after and since < on < until}
        late = sum(
            (shown_on or cleared_on) <= on
            for key, until, _, cleared_on, shown_on in unmet
            if cleared_on is not None and cleared_on > until and key in broken
        )
        return met, late, len(broken) - late + len(shown), max(broken | shown, default=None)

    def met_before(self, key: Key, on: date) -> int:
        """How many dues before ``key`` had been met by ``on``."""
        met, day = self._met, on.toordinal()
        due, loan_id, number = key[0].toordinal(), *key[1:]
        place = bisect_left(self._due, due)
        for first in range(place * _WIDTH, len(met), _WIDTH):  # those of the same day go by loan and number
            if (met[first], met[first + 1], met[first + 2]) >= (due, loan_id, number):
                break
            place += 1
        count = place
        # Met before ``key`` but only after ``on``: paid within grace, so not due much earlier than ``on``.
        earliest = day - self._others.grace_days
        while place and self._due[place - 1] >= earliest:
            place -= 1
            count -= met[place * _WIDTH + 3] > day
        return count


def _numbers(key: Key, on: date) -> tuple[int, int, int, int]:
    return key[0].toordinal(), key[1], key[2], on.toordinal()


def together(histories: Collection[OnTimeHistory], on: date, pending: int) -> OnTime:
    """The figures of several accounts at the end of ``on``, each with a history of its own; ``pending`` of all."""
    met = late = missed = 0
    last: Key | None = None
    for history in histories:
        in_time, too_late, never, key = history.counted(on)
        met += in_time
        late += too_late
        missed += never
        if key is not None and (last is None or key > last):
            last = key
    streak = met if last is None else met - sum(history.met_before(last, on) for history in histories)
    return _figures(met, late, missed, pending, streak)


def together_since(
    pasts: Collection[tuple[OnTimeHistory, Collection[Verdict]]], after: date, on: date, pending: int
) -> OnTime:
    """The same of the dues whose due date lies after a day; with each history the verdicts on dues not simply met."""
    met = late = missed = 0
    last: Key | None = None
    for history, unmet in pasts:
        in_time, too_late, never, key = history.counted_since(after, on, unmet)
        met += in_time
        late += too_late
        missed += never
        if key is not None and (last is None or key > last):
            last = key
    streak = met
    if last is not None:  # all behind it lies after that day, too
        streak = sum(history.counted(on)[0] - history.met_before(last, on) for history, _ in pasts)
    return _figures(met, late, missed, pending, streak)


def mended(before: Iterable[Due], after: Iterable[Due]) -> tuple[Due, ...]:
    """Dues that had been paid late and count as on time now: what a correction of old records made better.

    One that was missed only for want of its payment, recorded later with its true day, is no correction.
    """
    return _turned(before, after, (DueStatus.LATE,), (DueStatus.ON_TIME,))


def marred(before: Iterable[Due], after: Iterable[Due]) -> tuple[Due, ...]:
    """Dues that had counted as on time and are late or missed now: what a change made worse of the past."""
    return _turned(before, after, (DueStatus.ON_TIME,), (DueStatus.LATE, DueStatus.MISSED))


def _turned(
    before: Iterable[Due], after: Iterable[Due], was: Collection[DueStatus], now: Collection[DueStatus]
) -> tuple[Due, ...]:
    """The dues whose fate was one of some, and is one of others now."""
    those = {(due.number, due.due_on) for due in before if due.status in was}
    return tuple(due for due in after if due.status in now and (due.number, due.due_on) in those)
