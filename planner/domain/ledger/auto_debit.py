"""The ledger of an account that its lender debits by itself: a passed due date counts as paid until it is answered.

* At the end of a due date (days of grace make no difference) what is still asked for is *assumed* paid, unless a
  repayment is recorded from that day to the day before the next due date, or it was said not to be paid. In the last
  three days before that, one of no more than is due then is made ahead for it, and answers nothing of the earlier one.
  One that says for which due it was made answers that one alone. Where nothing is to fall due after it, so does one
  recorded before another term has passed, or later one of just its amount or one that settles the account.
* It counts in what is owed at once, in on-time figures only once it is answered: by a balance that was read or
  confirmed on a later day and agrees, or by a repayment recorded on that day, which takes the place of the assumption.
* A repayment of the due date that says it was made for another due came beside the debit. Which of the two the lender
  took first nobody recorded: the debit takes all that it asks for, and what was paid goes to the due it names.
* A later repayment recorded before the next due date takes its place, too, from its own day on: then it was paid late.
* What a balance shows as owed after the last instalment, beyond the tolerance, stays owed: no debit of it is known.
* A balance that is read later and higher than computed refutes the newest assumed payments, each of which at least half
  its principal is missing from what the lender shows; of a card it does not, since purchases may be missing. What is
  refuted or denied is unpaid from that day on.

A day knows nothing of later ones: when a day answers otherwise than was assumed, the replay goes back. A card, of which
very much can be recorded, goes back to where that was assumed; any other account begins again, as all do when a balance
refutes something.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Denial, Repayment
from planner.domain.ledger.assigned import is_for_another
from planner.domain.ledger.dues import by_due_date
from planner.domain.ledger.events import Kind
from planner.domain.ledger.printed_days import is_named
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.row import ASKED, Row
from planner.domain.ledger.running import Running
from planner.domain.ledger.timeline import Timeline
from planner.domain.schedule.due_days import later
from planner.values import replace

_DAY = timedelta(1)
_by_day = attrgetter("on")
_PLACES = 24  # so many are kept to go back to: two years of bills


class _Place(NamedTuple):
    """Where something was assumed that records of later days answer: the account on ``on``, just before that."""

    on: date
    running: Running
    assumed: list[Row]
    timeline: Timeline
    open: int  # so many assumptions were open


def ledger(account: Account, begin: Callable[[Account], Running]) -> Replay:
    """A ledger before its first event; ``begin`` as in ``Replay``."""
    return Debited(account, begin) if account.loan.auto_debit else Replay(account, begin)


class Debited(Replay):
    """A replay that pays by itself what falls due."""

    def __init__(self, account: Account, begin: Callable[[Account], Running]) -> None:
        """Arguments as in ``Replay``."""
        self._recorded = account
        self._refuted: dict[date, date] = {}  # due date → the day of the balance that showed it unpaid
        self._checks = sorted(reading.on for reading in account.readings)
        if account.checked_on is not None:
            self._checks = sorted([*self._checks, account.checked_on])
        self._paid = sorted(account.repayments, key=_by_day)
        self._beside = {paid.on for paid in account.repayments if paid.assigned_on not in (None, paid.on)}
        self._asked = False  # whether it has been advanced before: who asks once never goes back
        super().__init__(account, begin)

    def _start(self, account: Account) -> None:
        super()._start(account)
        self._at = date.min  # the day up to which what falls due has been looked at
        self._assumed: list[Row] = []
        self._open: list[tuple[date, date]] = []  # what is assumed and not for good: when that changes, its due date
        self._places: list[_Place] = []

    def add(self, paid: Repayment) -> None:
        """It may answer what was assumed."""
        self._recorded = replace(self._recorded, repayments=(*self._recorded.repayments, paid))
        insort(self._paid, paid, key=_by_day)
        self._open += [(paid.on, row.due_on) for row in self._assumed]
        self._places = []
        if paid.assigned_on not in (None, paid.on):
            self._beside.add(paid.on)
        super().add(paid)

    def advance(self, to: date) -> None:
        """Let everything up to the end of ``to`` happen, as what is recorded by then tells it."""
        if self._reversals and self._reversals[0] <= to:
            self._take_back(to)
        otherwise = [due_on for on, due_on in self._open if on <= to]
        if otherwise:
            self._go_back(min(otherwise), to)
        while not self._step(to):
            self._start(self._account)  # a balance refuted what had been assumed
        self._asked = True

    def _go_back(self, due_on: date, to: date) -> None:
        """To where the due of that day was assumed, or to the beginning; what is recorded by ``to`` is known now."""
        while self._places and self._places[-1].on > due_on:
            self._places.pop()
        if not self._places:
            self._start(self._account)
            return
        place = self._places.pop()
        self.running, self._assumed, self._timeline = place.running, place.assumed, place.timeline
        del self._open[place.open :]
        self._assume(place.on, to)
        self._at = place.on

    def _step(self, to: date) -> bool:
        """Go on day by day on which something happens; False when a balance has refuted what was assumed."""
        while (stop := self._next_day(to)) is not None:
            before = self.running.balance.adjusted
            if stop in self._beside:
                self._timeline.advance(self.running, stop, Kind.REPAYMENT)
                self._assume(stop, to)
            self._timeline.advance(self.running, stop)
            if self._assumed and stop in self._checks and self._refute(stop, self.running.balance.adjusted - before):
                return False
            self._assume(stop, to)
            self._at = stop
        self._timeline.advance(self.running, to)
        self._at = max(self._at, to)
        return True

    def _next_day(self, to: date) -> date | None:
        """The next day, up to ``to``, on which something is recorded, happens by itself or falls due."""
        self.running.reach(self._at if self._at > date.min else self.loan.start_on)
        own, event = self.running.own, self._timeline.next_on
        due = next((row.due_on for row in self.running.dues.open if row.due_on > self._at), None)
        days = [on for on in (None if own is None else own[0], event, due) if on is not None and on > self._at]
        return min((on for on in days if on <= to), default=None)

    # -- what is assumed ---------------------------------------------------------------------------------------------

    def _assume(self, on: date, to: date) -> None:
        """Pay the open rows that are due on that day, unless something is known by ``to`` that answers them."""
        rows = [row for row in self.running.dues.open if row.due_on == on]
        for row in rows:
            if row.cleared_on is not None or not row.amount or row.met_on is not None:
                continue
            if row.beyond and row.amount > self.loan.tolerance_minor:
                continue
            answered_on, checked_on = self._answered_on(row), self._checked_on(row)
            if answered_on is not None and answered_on <= to:
                row.debited_until = answered_on - _DAY
                continue
            changes_on = min((day for day in (answered_on, checked_on) if day is not None and day > to), default=None)
            if changes_on is not None:
                if row is rows[0]:
                    self._keep(on)
                self._open.append((changes_on, on))
            row.assumed = True
            row.confirmed_on = checked_on if checked_on is not None and checked_on <= to else None
            self._assumed.append(row)
            self.running.debit(row)

    def _keep(self, on: date) -> None:
        """Remember how the account stands, to come back to it."""
        shared = self.running.shared
        if shared is None or not self._asked or on in self._beside:
            return
        running, assumed = deepcopy((self.running, self._assumed), {id(one): one for one in shared})
        self._places.append(_Place(on, running, assumed, self._timeline.copied(), len(self._open)))
        del self._places[:-_PLACES]

    def _answered_on(self, row: Row) -> date | None:
        """The first day on which something is recorded that takes the place of the assumption.

        Nothing does after the day on which the lender's balance agreed with it.
        """
        until = self._checked_on(row) or date.max
        days = [denial.on for denial in self._recorded.denials if self._denies(denial, row) and denial.on <= until]
        if row.due_on in self._refuted:
            days.append(self._refuted[row.due_on])
        until = min([*days, until])
        after = self._next_row(row)
        for place in range(bisect_left(self._paid, row.due_on, key=_by_day), len(self._paid)):
            paid = self._paid[place]
            if paid.on > until:
                break
            if not self._is_for_another(paid, row, after):
                return paid.on
        return min(days, default=None)

    def _denies(self, denial: Denial, row: Row) -> bool:
        return is_named(self.loan, denial.due_on, row.due_on)

    def _is_for_another(self, paid: Repayment, row: Row, after: Row | None) -> bool:
        """Whether a repayment from the due date of ``row`` on is for another due: by what it says, else by its day."""
        said = is_for_another(paid, row, after, self.running.dues)
        if said is not None:
            return said
        return self._is_of_nothing(paid, row) if after is None else _is_for(after, paid, row)

    def _is_of_nothing(self, paid: Repayment, row: Row) -> bool:
        """Whether a repayment is too far from the last due to tell of it: a term later, and of another amount."""
        unlike = abs(paid.counted_minor - row.amount) > self.loan.tolerance_minor
        return unlike and not paid.settles and paid.on >= max(later(self.loan, row.due_on, 1), row.due_on + ASKED)

    def _checked_on(self, row: Row) -> date | None:
        """The first day after the due date on which the balance was compared with the lender's."""
        return next((day for day in self._checks if row.due_on < day), None)

    def _next_row(self, row: Row) -> Row | None:
        self.running.reach(row.due_on)
        rows = [*self.running.dues.rows, *self.running.upcoming(row.due_on)]
        later = (other for other in rows if other.due_on > row.due_on and other.amount)
        return min(later, key=by_due_date, default=None)

    def _refute(self, on: date, more_minor: int) -> bool:
        """The lender shows so much more than was computed: the newest assumed payments were not made."""
        found = False
        for row in reversed(self._assumed) if self.loan.method is not Method.CARD else ():
            principal = row.principal
            agreed = row.confirmed_on is not None and row.confirmed_on < on
            if row.due_on >= on or agreed or not principal or 2 * more_minor < principal:
                break
            self._refuted[row.due_on] = on
            more_minor -= principal
            found = True
        return found

    def _take_back(self, on: date) -> None:
        self._refuted = {}
        super()._take_back(on)


def _is_for(after: Row, paid: Repayment, row: Row) -> bool:
    """Whether a repayment from the due date of ``row`` on is for ``after``, the next that falls due."""
    if paid.on == row.due_on:
        return False
    return paid.on >= after.due_on or (paid.on >= after.due_on - ASKED and paid.counted_minor <= after.amount)
