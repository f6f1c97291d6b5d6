"""The rows of a scheduled loan as its ledger sees them: computed anew when the balance departs, as far as needed.

After a payment that leaves another balance than the schedule, every later row is another. Who pays a few fen more than
printed every month would have the whole rest computed every month; so rows come one by one when somebody looks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter

from planner.domain.accounts.loan import Loan, Method, Prepayment
from planner.domain.basics.money import whole
from planner.domain.ledger.arranged import Arranged
from planner.domain.ledger.lessened import lessen
from planner.domain.ledger.row import NOTHING, Row
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.instalments import Coming, instalments, kept_payment, reschedule
from planner.domain.schedule.methods import Instalment, credit_left
from planner.domain.schedule.slots import has_remaining
from planner.values import dataclass


@lru_cache(maxsize=512)
def printed_rows(loan: Loan) -> tuple[Instalment, ...]:
    """The schedule as agreed; a page asks for the same loan several times."""
    return instalments(loan)


@dataclass(frozen=True, slots=True)
class _Stub:
    """A row whose interest does not simply run from the due date before: since when, after what has grown already."""

    row: Row
    since: date
    carried: Fraction
    fee: int = 0  # what of its fees was due before
    free: bool = False  # no interest grows up to ``since``, by an agreement: principal that leaves before saves none


class InstalmentRows:
    """The rows of one loan. ``rows`` is one list for its whole life; ``tail`` gives the ones not looked at yet."""

    def __init__(self, loan: Loan, *, lazy: bool) -> None:
        """``lazy``: whether payments only look at the next rows; otherwise all rows are always there."""
        printed = printed_rows(loan)
        self.rows = [self._row(row, loan.grace_days) for row in printed]
        self._loan = loan
        self._accrual = Accrual(loan)
        # A level payment that follows the rate is computed to its end every time: the end depends on the changes. So
        # are fees on the remaining principal, which the rows as printed do not tell.
        follows = bool(self._accrual.steps) and loan.method is Method.LEVEL_PAYMENT
        self._lazy = lazy and not follows and not has_remaining(loan)
        self._tail: Iterator[Instalment] | None = None
        self._last_number = printed[-1].number
        self._end: int | None = len(printed)  # place behind the last row; None when nobody has looked that far
        self._kept: int | None = None  # the payment that was kept when the rows were last computed
        self._stub: _Stub | None = None
        self._held: _Stub | None = None  # that of the running period, while a later one stands in its place
        self._coming: Coming | None = None

    @staticmethod
    def _row(row: Instalment, grace_days: int) -> Row:
        until = row.due_on + timedelta(grace_days) if grace_days else row.due_on
        return Row(
            row.number,
            row.due_on,
            until,
            row.principal_minor,
            row.interest_minor,
            row.fee_minor,
            row.balance_minor,
        )

    def reach(self, on: date | None) -> None:
        """Have all rows up to ``on`` and the one after, or all rows."""
        while self._tail is not None and (on is None or not self.rows or self.rows[-1].due_on <= on):
            self._grow(self._tail)

    def ends_at(self, place: int) -> bool:
        """Whether there is no row at ``place`` or behind."""
        while place >= len(self.rows) and self._tail is not None:
            self._grow(self._tail)
        return place >= len(self.rows)

    def _grow(self, tail: Iterator[Instalment]) -> None:
        """One more row that asks for something, or all there are."""
        for row in tail:
            self.rows.append(self._row(row, self._loan.grace_days))
            if row.amount_minor:
                return
        self._tail, self._end = None, self.rows[-1].number

    def drop(self, start: int) -> None:
        """There are no rows from ``start`` on."""
        del self.rows[start:]
        self._tail, self._end = None, None

    def beyond(self, on: date, owed: int) -> Row:
        """A new row for what is owed after the last one."""
        self._last_number += 1
        due_on = max(on, self.rows[-1].due_on + timedelta(1)) if self.rows else on
        return Row(self._last_number, due_on, due_on + timedelta(self._loan.grace_days), owed, 0, 0, beyond=True)

    def agreed(self, new: Arranged) -> list[Row]:
        """The rows of an agreement, which take the place of all that is open; see ``Dues.replace_open``."""
        self.follow(new.loan)
        rows = [self._row(row, new.loan.grace_days) for row in new.rows]
        self._last_number = rows[-1].number
        self._kept = None
        if self._stub is not None and self._stub.row.cleared_on is not None:
            self._held = self._stub
        self._stub = _Stub(rows[0], new.since, new.carried, new.fee, new.pauses)
        return rows

    def follow(self, loan: Loan) -> None:
        """From here on all rows are there, and what is computed anew follows other terms."""
        self.reach(None)
        self._loan, self._accrual, self._lazy, self._end = loan, Accrual(loan), False, self._last_number

    def period_of(self, row: Row) -> tuple[date, Fraction]:
        """Since when the interest of a row runs, and what of it had grown by then."""
        return self._period(self.rows.index(row))

    def carried_fee(self, as_of: date) -> int:
        """What of the fees of a row to come was due before an agreement, fen."""
        stub = self._stub
        if stub is None or not stub.fee or stub.row.due_on <= as_of or stub.row.cleared_on is not None:
            return 0
        return min(stub.fee, stub.row.fee)

    # -- interest of the running period ------------------------------------------------------------------------------

    def _period(self, place: int) -> tuple[date, Fraction]:
        """Since when the interest of a row runs, and what of it had grown by then; negative: a credit."""
        stub, row = self._stub, self.rows[place]
        if stub is not None and stub.row is row:
            return stub.since, stub.carried
        if self._held is not None and self._held.row is row:
            return self._held.since, self._held.carried
        since = self.rows[place - 1].due_on if place else self._loan.start_on
        return since, self._credit(stub, place) if stub is not None and stub.carried < 0 else NOTHING

    @property
    def has_credit(self) -> bool:
        """Whether principal paid early has left a credit of interest."""
        return any(stub is not None and stub.carried < 0 for stub in (self._stub, self._held))

    def credit_behind(self, on: date) -> Fraction:
        """What the rows due by that day leave of a credit of interest, 0 or negative."""
        place = bisect_right(self.rows, on, key=attrgetter("due_on"))
        return min(self._period(place)[1], NOTHING) if place < len(self.rows) else NOTHING

    def _credit(self, stub: _Stub, place: int) -> Fraction:
        """What the rows before ``place`` have left of a credit, 0 or negative."""
        credit, since, started = stub.carried, stub.since, False
        for row in self.rows[:place]:
            started = started or row is stub.row
            if started:
                credit = credit_left(self._accrual, credit, row.balance + row.principal, since, row.due_on)
                since = row.due_on
        return credit if started else NOTHING

    def _running(self, as_of: date) -> int | None:
        place = bisect_right(self.rows, as_of, key=attrgetter("due_on"))
        if place >= len(self.rows):
            return None
        since, carried = self._period(place)
        return place if since < as_of or carried > 0 else None

    def running(self, as_of: date) -> Row | None:
        """The row of the running period, paid or not; None when it has not begun, or there is none."""
        place = self._running(as_of)
        return None if place is None else self.rows[place]

    def grown(self, as_of: date) -> int:
        """Interest of the running period up to ``as_of`` (by the day count), less what was paid of it; fen."""
        place = self._running(as_of)
        if place is None or self.rows[place].cleared_on is not None:
            return 0
        row, (since, carried) = self.rows[place], self._period(place)
        exact = carried + self._accrual.between(row.balance + row.principal, since, max(as_of, since))
        grown = whole(*max(exact, NOTHING).as_integer_ratio(), self._loan.rounding)
        return max(min(grown, row.interest) - row.paid_interest, 0)

    def earned(self, as_of: date) -> int:
        """Interest of the running period up to ``as_of``, whether it was paid or not, fen.

        Below 0 at the beginning of a period that comes after principal was paid early in one already paid for.
        """
        place = bisect_right(self.rows, as_of, key=attrgetter("due_on"))
        if place >= len(self.rows):
            return 0
        row, (since, carried) = self.rows[place], self._period(place)
        exact = carried - self._saved(place, as_of)
        if as_of > since:
            exact += self._accrual.between(row.balance + row.principal, since, as_of)
        numerator, denominator = exact.as_integer_ratio()
        grown = whole(abs(numerator), denominator, self._loan.rounding)
        return min(grown, row.interest) if numerator >= 0 else -grown

    def _saved(self, place: int, as_of: date) -> Fraction:
        """What principal that left during a period already paid for has saved of its interest by ``as_of``."""
        stub = self._stub
        if stub is None or stub.carried >= 0 or as_of >= stub.since:
            return NOTHING
        after = next((later for later in range(place + 1, len(self.rows)) if self.rows[later] is stub.row), None)
        if after is None:
            return NOTHING
        left = self.rows[after - 1].balance - stub.row.balance - stub.row.principal
        return -stub.carried - self._accrual.between(left, as_of, stub.since)

    # -- computing the rest anew -------------------------------------------------------------------------------------

    def respread(self, start: int, on: date, owed: int, shorten: bool, *, given: bool = False) -> None:
        """Compute the rows from ``start`` on, all due after ``on``, anew so that they repay ``owed`` fen (above 0).

        ``given``: the lender gave it, so that no row may ask for more than before: see ``lessened``.
        """
        first = self.rows[start]
        if self._stub is not None and self._stub.row is not first:
            self._held = self._stub
        before = first.balance + first.principal
        paid = first.paid_principal + first.paid_interest + first.paid_fee
        rows: Iterator[Instalment] | None = None
        if self._lazy and not given and not paid and owed < before:
            rows = self._next_rows(start, on, owed, shorten)
        if rows is not None:
            row = next(rows)
            if row.balance_minor <= first.balance:  # then the payment kept repays the rest in time, too
                from_on, grown = self._split_period(start, on, before, owed)
                self.rows[start:] = [self._row(row, self._loan.grace_days)]
                self._tail = rows
                self._end = None if shorten else self._end
                self._stub = self._stub_of(first, self.rows[start], from_on, grown)
                return
        self._respread_all(start, on, owed, shorten, given=given)

    def _next_rows(self, start: int, on: date, owed: int, shorten: bool) -> Iterator[Instalment] | None:
        """The new rows one by one; None where they must be computed together."""
        place = self.rows[start].number - 1
        slots = printed_rows(self._loan)
        if place >= len(slots) or (self._end is None or place >= self._end if not shorten else self._drops_fees):
            return None
        self._coming = self._coming or Coming(self._loan, slots)
        payment = self._payment(start) if shorten else None
        self._kept = payment
        from_on, grown = self._split_period(start, on, self.rows[start].balance + self.rows[start].principal, owed)
        return self._coming.rows(
            place,
            self._end or len(slots),
            balance_minor=owed,
            from_on=from_on,
            accrued=grown,
            payment_minor=payment,
        )

    @property
    def _drops_fees(self) -> bool:
        """Whether a shorter term must still charge the fees of the terms that are dropped."""
        return self._loan.prepayment is Prepayment.NO_SAVING or not all(fee.stops for fee in self._loan.fees)

    def _payment(self, start: int) -> int:
        """The payment to keep: the one kept before, or that of the rows as they stand."""
        if self._kept is not None:
            return self._kept
        while not self.ends_at(start + 1) and self.rows[start].number <= self._loan.interest_only_terms:
            start += 1
        self.ends_at(start + 2)
        return kept_payment(self._loan, [_instalment(row) for row in self.rows[start : start + 3]])

    def _split_period(self, start: int, on: date, before: int, owed: int) -> tuple[date, Fraction]:
        """Since when interest runs on ``owed`` instead of ``before``, and what has grown until then.

        If the period up to ``since`` was paid for on the old balance, what principal paid earlier saved comes back as a
        credit: negative.
        """
        since, carried = self._period(start)
        stub = self._stub
        if stub is not None and stub.free and stub.row is self.rows[start] and on < since:
            return since, carried
        if on >= since:
            since, grown = on, carried + self._accrual.between(before, since, on)
        else:
            grown = carried - self._accrual.between(before - owed, on, since)
        return since, grown

    def _stub_of(self, old: Row, row: Row, since: date, carried: Fraction) -> _Stub:
        """The stub of a row in place of another, with what an agreement said of that."""
        stub = self._stub
        if stub is None or stub.row is not old:
            return _Stub(row, since, carried)
        return _Stub(row, since, carried, stub.fee, stub.free)

    def _respread_all(self, start: int, on: date, owed: int, shorten: bool, *, given: bool) -> None:
        self.reach(None)
        rest = self.rows[start:]
        first = rest[0]
        ahead = first.paid_principal  # paid towards the first row already; its interest stays as printed
        from_on, grown = self._split_period(start, on, first.balance + first.principal, owed + ahead)
        rows = [
            self._row(row, self._loan.grace_days)
            for row in reschedule(
                self._loan,
                [_instalment(row) for row in rest],
                balance_minor=owed + ahead,
                from_on=from_on,
                accrued=grown,
                shorten=shorten,
                begins_on=min(self.rows[start - 1].due_on if start else self._loan.start_on, from_on),
            )
        ]
        gone = sum(row.principal - row.paid_principal for row in rest if row.cleared_on is None) - owed
        if given and gone > 0 and any(new.amount > old.amount for new, old in zip(rows, rest, strict=False)):
            self._lessen(start, on, gone, shorten)
            return
        self.rows[start:] = rows
        self._end = rows[-1].number
        self._kept = None
        self._stub = self._stub_of(first, rows[0], from_on, grown)
        rows[0].part_on = first.part_on
        rows[0].paid_interest = min(first.paid_interest, rows[0].interest)
        rows[0].paid_fee = min(first.paid_fee, rows[0].fee)
        for row in rows:
            row.paid_principal = min(ahead, row.principal)
            ahead -= row.paid_principal
            if row.unpaid == 0 and row.amount:
                row.cleared_on = on
            if not ahead:
                break

    def _lessen(self, start: int, on: date, gone: int, shorten: bool) -> None:
        """Take ``gone`` fen of principal off the rows from ``start`` on, none of which asks for more than before.

        See ``lessened``.
        """
        rest, (since, carried) = self.rows[start:], self._period(start)
        before = rest[0].balance + rest[0].principal
        from_on, grown = self._split_period(start, on, before, before - gone)
        saved = max(carried - grown, NOTHING) if on < since else NOTHING
        lessen(self._loan, rest, gone, from_on, saved, on, shorten=shorten)
        while self.rows[-1] is not rest[0] and not self.rows[-1].amount:
            self.rows.pop()
        self._end = self.rows[-1].number
        self._kept = None
        self._stub = self._stub_of(rest[0], rest[0], from_on, grown)


def _instalment(row: Row) -> Instalment:
    return Instalment(row.number, row.due_on, row.principal, row.interest, row.fee, row.balance)
