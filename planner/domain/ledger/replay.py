"""The common part of all ledgers: recorded events in order, rows that fall due, and the state they add up to.

Events of one day take effect in this order: what falls due that day, money drawn, repayments, a reading of the balance,
what was drawn and then what was repaid after it was read (``after_reading``), an instalment plan that begins or ends
early, the cutting of a card's bill, the settling of the account. Ids break ties. A reading holds what happened before
it that day; which records those are, only the person knows, so each says it of itself.

A repayment that was taken back (``reversed_on``) counts up to the day before and from then on never happened: the
replay begins again without it, so that what was paid with it is unpaid, and late.

A replay only moves forward. ``advance`` to a day, ask, advance further: one pass over the records answers for any
number of days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from operator import attrgetter, itemgetter

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account, CardPlan, Draw, Reading, Repayment, Split, Statement
from planner.domain.accounts.terms import ORDER, Part, Penalty, PenaltyBasis, PenaltyOn
from planner.domain.basics.calendar import month_end
from planner.domain.basics.rates import DayCount
from planner.domain.ledger.events import Event, Kind, Row
from planner.domain.ledger.on_time import Key
from planner.domain.ledger.state import AccountState, Applied, Due, DueStatus, Figures, Position

_due_on = attrgetter("due_on")


class Replay:
    """The ledger of one account, from its beginning up to the day last advanced to."""

    bears_interest = True  # whether money beyond the principal can be interest that a settlement includes

    def __init__(self, account: Account, events: list[Event]) -> None:
        events.sort(key=itemgetter(0, 1, 2))
        self.loan: Loan = account.loan
        self._account = account
        self._reversals = sorted(
            paid.reversed_on for paid in account.repayments if paid.reversed_on and not paid.failed
        )
        self._known_since = account.known_since
        self._penalised = self.loan.penalty is not None and self.loan.method is not Method.CARD
        self.principal = 0
        self.adjusted = 0
        self.rows: list[Row] = []
        self.applied: list[Applied] = []
        self.first_open = 0  # every row before this one is cleared, or asks for nothing
        self._events = events
        self._next = 0

    # -- what each kind of account does ------------------------------------------------------------------------------

    def reach(self, on: date | None) -> None:
        """Have all rows up to ``on`` and the next ones (None: all), where they are computed as needed."""

    def draw(self, draw: Draw) -> None:
        """Money drawn. Scheduled loans are paid out once, as their terms say."""

    def pay(self, paid: Repayment) -> None:
        """A repayment that does not settle the account."""
        raise NotImplementedError

    def read(self, reading: Reading) -> None:
        """The principal is what the lender showed."""
        raise NotImplementedError

    def bill(self, on: date, statement: Statement | None) -> None:
        """A card's bill, printed (``statement``) or to be computed."""

    def plan(self, on: date, plan: CardPlan, *, ends: bool) -> None:
        """An instalment plan inside a card begins, or is ended early."""

    def fall_due(self, on: date, row: Row | None) -> None:
        """Something comes due by itself."""

    def next_own(self) -> tuple[date, Kind] | None:
        """The next thing that happens by itself: a bill, interest falling due."""
        return None

    def upcoming(self, as_of: date) -> list[Row]:
        """Rows to be expected after those that exist."""
        return []

    def accrued(self, as_of: date) -> int:
        """Interest grown and not due yet, fen."""
        return 0

    def settlement(self, as_of: date) -> Split:
        """What ends the account on this day."""
        raise NotImplementedError

    def forget(self) -> None:
        """Drop what has grown but is not due, when the account is settled."""

    # -- moving forward ----------------------------------------------------------------------------------------------

    def advance(self, to: date) -> None:
        """Let everything up to the end of ``to`` happen."""
        while self._reversals and self._reversals[0] <= to:
            self._take_back(self._reversals[0])
        events = self._events
        while True:
            event = events[self._next] if self._next < len(events) else None
            own = self.next_own()
            if own is not None and own[0] <= to and (event is None or own < (event.on, event.kind)):
                self._happen(Event(*own, 0, None))
            elif event is not None and event.on <= to:
                self._next += 1
                self._happen(event)
            else:
                self.reach(to)
                if self._penalised:
                    self.grow_penalty(to)
                return

    def _take_back(self, on: date) -> None:
        """Begin again without the repayments that were taken back by the end of ``on``."""
        kept = tuple(paid for paid in self._account.repayments if paid.reversed_on is None or paid.reversed_on > on)
        self.__dict__.update(type(self)(replace(self._account, repayments=kept)).__dict__)  # type: ignore[call-arg]

    def _happen(self, event: Event) -> None:
        record = event.record
        self.reach(event.on)
        if self._penalised:
            self.grow_penalty(event.on)
        if isinstance(record, Repayment):
            if record.settles:
                self._settle(record)
            else:
                self.pay(record)
        elif isinstance(record, Draw):
            self.draw(record)
        elif isinstance(record, Reading):
            self.read(record)
        elif isinstance(record, CardPlan):
            self.plan(event.on, record, ends=event.kind is not Kind.PLAN)
        elif event.kind is Kind.BILL:
            self.bill(event.on, record if isinstance(record, Statement) else None)
        elif event.kind is Kind.FALLS_DUE:
            self.fall_due(event.on, record if isinstance(record, Row) else None)
        else:
            self.end(event.on)

    def clear(self, row: Row, on: date) -> None:
        """Note that a row is paid in full since ``on``."""
        row.cleared_on = on

    def add(self, row: Row) -> None:
        """Put a new row, which asks for something, in its place by due date."""
        place = bisect_right(self.rows, row.due_on, key=_due_on)
        self.rows.insert(place, row)
        self.first_open = min(self.first_open, place)

    def skip_cleared(self) -> None:
        """Move ``first_open`` over rows that need nothing any more."""
        rows, place = self.rows, self.first_open
        while place < len(rows) and (rows[place].cleared_on is not None or not rows[place].amount):
            place += 1
        self.first_open = place

    def grow_penalty(self, on: date) -> None:
        """Let penalty interest grow on what is overdue, up to and without ``on``.

        By actual days from the due date: at so many times the rate in force on the due date (÷ 360 by the day counts
        30/360 and actual/360, else ÷ 365), or at a daily rate of its own; on the principal that is overdue, or on all
        that is, without what has grown. Days of grace bear it too once they have passed unused.
        """
        penalty = self.loan.penalty
        if penalty is None:
            return
        for row in self.rows[self.first_open :]:
            if row.until >= on:
                break
            since = row.penalty_to or row.due_on
            if row.cleared_on is None and row.amount and since < on:
                base = row.principal - row.paid_principal
                if penalty.on is PenaltyOn.AMOUNT:
                    base += row.interest + row.fee - row.paid_interest - row.paid_fee
                row.penalty_exact += base * self._penalty_rate(penalty, row.due_on) * (on - since).days
                row.penalty_to = on

    def _penalty_rate(self, penalty: Penalty, due_on: date) -> Fraction:
        """Per day."""
        if penalty.basis is PenaltyBasis.DAY:
            return Fraction(penalty.rate)
        day_count = self.loan.day_count
        year = 360 if day_count in (DayCount.THIRTY_360, DayCount.ACT_360) else 365
        return Fraction(penalty.rate) * Fraction(self.loan.rate_on(due_on).yearly(day_count)) / year

    def fill(self, row: Row, on: date, left: int) -> tuple[int, int, int]:
        """Put up to ``left`` fen into a row in the order of ``loan.application``: by default penalty interest first,
        then interest, fee, principal. Returns what was used: principal, interest (with penalty interest), fee.
        """
        if row.penalty_to is not None or self.loan.application is not ORDER:
            return self._fill_in_order(row, on, left)
        interest = min(left, row.interest - row.paid_interest)
        fee = min(left - interest, row.fee - row.paid_fee)
        principal = min(left - interest - fee, row.principal - row.paid_principal)
        row.paid_interest += interest
        row.paid_fee += fee
        row.paid_principal += principal
        if row.unpaid == 0 and row.amount:
            self.clear(row, on)
        return principal, interest, fee

    def _fill_in_order(self, row: Row, on: date, left: int) -> tuple[int, int, int]:
        used = dict.fromkeys(Part, 0)
        for part in self.loan.application:
            asked = getattr(row, part.value) - getattr(row, f"paid_{part.value}")
            used[part] = min(left, asked)
            left -= used[part]
            setattr(row, f"paid_{part.value}", getattr(row, f"paid_{part.value}") + used[part])
        if row.unpaid == 0 and row.amount:
            self.clear(row, on)
        return used[Part.PRINCIPAL], used[Part.INTEREST] + used[Part.PENALTY], used[Part.FEE]

    def note(self, paid: Repayment, principal: int, interest: int, fee: int, over: int) -> None:
        """Write down how a repayment was used."""
        self.applied.append(Applied(paid.id, paid.on, principal, interest, fee, over))

    def _settle(self, paid: Repayment) -> None:
        """A repayment after which nothing is owed, whatever its amount."""
        if paid.split is not None:
            parts = paid.split
            principal, interest, fee = min(parts.principal_minor, self.principal), parts.interest_minor, parts.fee_minor
            over = parts.principal_minor - principal
        else:
            expected = self.settlement(paid.on)
            principal = min(paid.amount_minor, self.principal)
            rest = paid.amount_minor - principal
            fee = min(max(rest - expected.interest_minor, 0), expected.fee_minor)
            interest = rest - fee
            over = 0
            if not self.bears_interest or not self.principal + expected.interest_minor + expected.fee_minor:
                interest, over = 0, interest
        self.principal -= principal
        self.note(paid, principal, interest, fee, over)
        self.end(paid.on)

    def end(self, on: date) -> None:
        """From the end of ``on`` nothing is owed: open dues up to that day are cleared by it, later ones vanish."""
        self.adjusted -= self.principal
        self.principal = 0
        kept = self.rows[: self.first_open]
        for row in self.rows[self.first_open :]:
            if row.cleared_on is None and row.due_on <= on and row.amount:
                row.pay_all()
                self.clear(row, on)
            if row.cleared_on is not None:
                kept.append(row)
        self.rows[:] = kept
        self.first_open = len(kept)
        self.forget()

    # -- answering ---------------------------------------------------------------------------------------------------

    def _standing(self, as_of: date) -> tuple[int, int, date | None, int]:
        """Interest and fees due and unpaid; overdue amount; its oldest due date; number of missed dues."""
        unpaid = overdue = missed = 0
        oldest = None
        rows = self.rows
        for place in range(self.first_open, len(rows)):
            row = rows[place]
            if row.due_on > as_of:
                break
            if row.cleared_on is None and row.amount:
                unpaid += row.interest + row.fee - row.paid_interest - row.paid_fee
                if row.penalty_to is not None:
                    unpaid += row.penalty - row.paid_penalty
                if as_of > row.until and row.met_on is None:
                    overdue += row.unpaid
                    missed += 1
                    oldest = oldest or row.due_on
        return unpaid, overdue, oldest, missed

    def begun(self, as_of: date) -> bool:
        """Whether the account exists: from its start, or from the first thing drawn on it."""
        return as_of >= self.loan.start_on or (self.principal > 0 and not self.loan.method.scheduled)

    def known(self, as_of: date) -> bool:
        """Whether the records tell all that is owed."""
        return self._known_since is not None and self._known_since <= as_of

    def _state(self, as_of: date, owed: int, overdue: int) -> AccountState:
        loan = self.loan
        if overdue:
            return AccountState.OVERDUE
        if owed or not self.begun(as_of):
            return AccountState.ACTIVE
        if not self.known(as_of):
            return AccountState.UNKNOWN
        if loan.closed_on is not None and loan.closed_on <= as_of:
            return AccountState.CLOSED
        if loan.closing_on is not None and loan.closing_on <= as_of:
            return AccountState.CLOSING
        return AccountState.ZERO_OPEN if loan.has_line else AccountState.SETTLED

    def figures(self, as_of: date) -> Figures:
        """The few numbers of the state on ``as_of``, the day last advanced to."""
        first, last = as_of.replace(day=1), month_end(as_of)
        self.reach(last)
        begun = self.begun(as_of)
        principal = self.principal if begun else 0
        unpaid, overdue, _, missed = self._standing(as_of)
        state = self._state(as_of, principal + unpaid, overdue)
        start = min(self.first_open, bisect_left(self.rows, first, key=_due_on))
        rows = self.rows[start : bisect_right(self.rows, last, lo=start, key=_due_on)]
        rows += [row for row in self.upcoming(as_of) if row.due_on <= last]
        due, pending = 0, -missed
        for row in rows:
            due += row.amount if row.due_on >= first else 0
            answered_on = row.cleared_on if row.met_on is None else row.answered_on
            pending += row.amount > 0 and (answered_on is None or answered_on > as_of)
        return Figures(as_of, begun, principal, principal + unpaid, overdue, state, due, pending, self.known(as_of))

    def verdicts(self) -> Iterator[tuple[Key, date, date | None]]:
        """Every due that counts for on-time figures: place in order, last day on time, day cleared."""
        for row in self.rows:
            if not row.covered and row.amount:
                yield (
                    (row.due_on, self.loan.id, row.number),
                    row.until,
                    row.cleared_on if row.met_on is None else row.answered_on,
                )

    def _penalty(self) -> int:
        """Penalty interest grown and not paid."""
        return sum(row.penalty - row.paid_penalty for row in self.rows[self.first_open :]) if self._penalised else 0

    def position(self, as_of: date) -> Position:
        """The whole state on ``as_of``, the day last advanced to."""
        self.reach(None)
        loan = self.loan
        begun = self.begun(as_of)
        principal = self.principal if begun else 0
        unpaid, overdue, oldest, _ = self._standing(as_of)
        state = self._state(as_of, principal + unpaid, overdue)
        rows = sorted([*self.rows, *self.upcoming(as_of)], key=_due_on)
        dues = [due_of(loan.id, row, as_of) for row in rows if row.amount]
        limit_left = loan.limit_minor
        if limit_left is not None:
            limit_left = 0 if state is AccountState.CLOSED else max(limit_left - principal, 0)
        settlement = self.settlement(as_of) if begun else Split(0, 0, 0)
        return Position(
            as_of=as_of,
            principal_minor=principal,
            accrued_minor=self.accrued(as_of) if begun else 0,
            overdue_minor=overdue,
            days_past_due=(as_of - oldest).days if oldest else 0,
            owed_minor=principal + unpaid,
            settlement_minor=settlement.principal_minor + settlement.interest_minor + settlement.fee_minor,
            state=state,
            dues=tuple(dues),
            next_due=next((due for due in dues if due.unpaid_minor > 0), None),
            applied=tuple(self.applied),
            limit_left_minor=limit_left,
            adjusted_minor=self.adjusted,
            known=self.known(as_of),
            penalty_minor=self._penalty(),
        )


def due_of(loan_id: int, row: Row, as_of: date) -> Due:
    """A row as the rest of the app sees it on ``as_of``."""
    status, days_late = _fate(row, as_of)
    paid = row.paid_principal + row.paid_interest + row.paid_fee
    return Due(
        loan_id,
        row.number,
        row.due_on,
        row.principal,
        row.interest,
        row.fee,
        paid,
        row.cleared_on,
        status,
        days_late,
        row.minimum,
        0 if row.penalty_to is None else row.penalty - row.paid_penalty,
        row.paid_principal,
    )


def _fate(row: Row, as_of: date) -> tuple[DueStatus, int]:
    answered_on = row.cleared_on if row.met_on is None else row.answered_on
    if answered_on is not None and answered_on <= as_of:
        if row.covered:
            return DueStatus.COVERED, 0
        if answered_on <= row.until:
            return DueStatus.ON_TIME, 0
        return DueStatus.LATE, (answered_on - row.due_on).days
    if answered_on is not None:
        return DueStatus.PENDING, 0
    if as_of > row.until:
        return DueStatus.MISSED, (as_of - row.due_on).days
    return DueStatus.PENDING, 0


def grace(loan: Loan) -> timedelta:
    """The days after a due date on which paying is still on time."""
    return timedelta(loan.grace_days)
