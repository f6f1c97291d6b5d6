"""The ledger of a loan with a schedule: which instalment a payment pays, and what it does to the rest.

* A payment goes to the oldest unpaid instalments first; inside one to interest, then fee, then principal.
* The *instalment in hand* is that of the running period: the first one due on or after the day of the payment. Paid
  before its due date it counts as printed, also long before and to the fen: it is that instalment paid early, without
  a saving. Money beyond it, in one payment or in a second one of the same period, is extra.
* Extra money goes by ``loan.excess``: to principal at once (shorter term, or lower payment), or as printed to the
  instalments to come. Where paying early saves nothing or is not accepted it is always the latter. If the loan takes
  a fee on principal paid early, the extra money pays that too.
* Principal paid inside a period splits its interest: up to that day on the old balance, from there on the new one.
  If the period's instalment had already been paid as printed, the difference is credited to the next one.
* A bullet loan has one instalment for its whole term, so less than it paid early is no part of it as printed: it pays
  the interest grown so far, then principal, and interest stops on that.
* A payment of exactly the settlement amount settles the loan.
* A split given by the person moves the principal by exactly its part. Each instalment that the amount covers is paid;
  later ones are computed anew, keeping the payment, if the balance departs from the schedule. If more is paid before
  the due date than the instalment in hand and the interest given is nearer to what has grown than to what is printed,
  the lender took it as a prepayment: then the instalment in hand stays due.
* A reading is the principal at the end of its day. If it is lower than the records say, instalments due by then were
  paid without being recorded: oldest first they count as paid on the day of the reading, as does the instalment in
  hand if the reading is, to the fen, the balance after it. Any other difference is spread over the instalments to
  come, keeping the end. What a reading shows beyond the last instalment falls due that day.
* ``paid_terms`` instalments count as paid on their due dates. Repayments up to the last of these dates, and readings
  before it, change nothing.
* ``settled_on`` ends the loan; nothing recorded for later counts.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from planner.domain.accrual import Accrual
from planner.domain.loan import Excess, Loan, Method, Prepayment
from planner.domain.money import half_up, share
from planner.domain.position import Applied
from planner.domain.records import Account, Reading, Repayment, Split
from planner.domain.replay import Event, Kind, Replay, Row, events_of, grace
from planner.domain.schedule import Instalment, instalments, reschedule

_KEPT = (Prepayment.NO_SAVING, Prepayment.FULL_ONLY, Prepayment.NOT_ALLOWED)
_ALL_DUE = (Prepayment.NO_SAVING, Prepayment.NOT_ALLOWED)


@lru_cache(maxsize=512)
def _printed(loan: Loan) -> tuple[Instalment, ...]:
    """The schedule as agreed; a page asks for the same loan several times."""
    return instalments(loan)


def _covered_terms(loan: Loan, printed: tuple[Instalment, ...]) -> int:
    """How many rows count as paid before records began (a bullet loan has one row for all its terms)."""
    if len(printed) == loan.terms:
        return loan.paid_terms
    return len(printed) if loan.paid_terms == loan.terms else 0


@dataclass(frozen=True, slots=True)
class _Stub:
    """A row whose interest does not simply run from the due date before: since when, after what has grown already."""

    row: Row
    since: date
    carried: Fraction


class InstalmentReplay(Replay):
    """Instalments, payments and readings of one scheduled loan, replayed in order."""

    def __init__(self, account: Account) -> None:
        loan = account.loan
        printed = _printed(loan)
        wait = grace(loan)
        rows = [
            Row(
                row.number,
                row.due_on,
                row.due_on + wait,
                row.principal_minor,
                row.interest_minor,
                row.fee_minor,
                row.balance_minor,
            )
            for row in printed
        ]
        covered = rows[: _covered_terms(loan, printed)]
        for row in covered:
            row.covered = True
        events = events_of(account)
        events += [Event(row.due_on, Kind.FALLS_DUE, row.number, row) for row in covered]
        super().__init__(account, events)
        self.principal = loan.principal_minor
        self.rows = rows
        self.open = sum(1 for row in rows if row.amount)
        self.covered_until = covered[-1].due_on if covered else date.min
        self.keeps = loan.excess is Excess.NEXT_INSTALMENT or loan.prepayment in _KEPT
        self._accrual = Accrual(loan)
        self._stub: _Stub | None = None
        self._last_number = printed[-1].number
        self._over = False  # settled_on has come
        self.skip_cleared()

    # -- events ------------------------------------------------------------------------------------------------------

    def fall_due(self, on: date, row: Row | None) -> None:
        """An instalment from before the records counts as paid on its due date."""
        if row is not None and self.first_open < len(self.rows) and row is self.rows[self.first_open]:
            self.principal -= row.principal
            row.pay_all()
            if row.amount:
                self.clear(row, on)
            self.skip_cleared()

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on``."""
        self._over = self._over or on == self.loan.settled_on
        super().end(on)

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; see the module's text for the order."""
        if paid.on <= self.covered_until and not self._over:
            self.applied.append(Applied(paid.id, paid.on, 0, 0, 0, 0, covered=True))
        elif paid.split is not None:
            self._pay_split(paid, paid.split)
        else:
            self._pay_amount(paid)

    def _pay_amount(self, paid: Repayment) -> None:
        end = self._reach(paid.on)
        rows = [row for row in self.rows[self.first_open : end] if row.cleared_on is None]
        left = paid.amount_minor
        need = sum(row.unpaid for row in rows)
        if left != need and (left > need or end == len(self.rows)):
            if left == _total(self.settlement(paid.on)):
                self._settle(paid)
                return
            if left < need and self._is_bullet_before_due(paid.on):
                interest = min(left, self.accrued(paid.on))
                self._pay_split(paid, Split(left - interest, interest), prepays=True)
                return
        principal = interest = fee = 0
        for row in rows:
            parts = self.fill(row, paid.on, left)
            principal, interest, fee = principal + parts[0], interest + parts[1], fee + parts[2]
            left -= sum(parts)
            if not left:
                break
        self.principal -= principal
        self.skip_cleared()
        if left and self.principal and not self.keeps:
            extra, charge = self._extra(left)
            left -= extra + charge
            principal, fee = principal + extra, fee + charge
            self.principal -= extra
            self._depart(paid.on, extra, shorten=self.loan.excess is Excess.SHORTER_TERM)
        self.note(paid, principal, interest, fee, left)

    def _is_bullet_before_due(self, on: date) -> bool:
        return (
            self.loan.method is Method.BULLET
            and not self.keeps
            and self.first_open < len(self.rows)
            and self.rows[self.first_open].due_on > on
        )

    def _extra(self, left: int) -> tuple[int, int]:
        """What of ``left`` fen pays principal early, and the fee for that."""
        rate = self.loan.prepayment_fee if self.loan.prepayment is Prepayment.FEE_SHARE else None
        if not rate:
            return min(left, self.principal), 0
        if left >= self.principal + share(self.principal, rate):
            return self.principal, share(self.principal, rate)
        principal = half_up(Fraction(left) / (1 + Fraction(rate)))
        return principal, left - principal

    # -- a split given by the person ---------------------------------------------------------------------------------

    def _pay_split(self, paid: Repayment, split: Split, *, prepays: bool = False) -> None:
        principal = min(split.principal_minor, self.principal)
        left = [principal, split.interest_minor, split.fee_minor]
        filled = 0
        if prepays or self._is_prepayment(paid, split):
            row = self.rows[self.first_open]
            row.paid_interest += split.interest_minor
            row.paid_fee += split.fee_minor
        else:
            for row in self.rows[self.first_open : self._reach(paid.on)]:
                if row.cleared_on is None and row.amount:
                    filled += self._take(row, left, paid.on)
            self.skip_cleared()
        extra = any(left)
        self.principal -= principal
        self._depart(paid.on, principal - filled, shorten=not (extra and self.loan.excess is Excess.LOWER_PAYMENT))
        self.note(paid, principal, split.interest_minor, split.fee_minor, split.principal_minor - principal)

    def _is_prepayment(self, paid: Repayment, split: Split) -> bool:
        """Whether the lender took the payment as principal paid early, beside the instalment in hand."""
        if self.first_open >= len(self.rows):
            return False
        row = self.rows[self.first_open]
        if row.due_on <= paid.on or paid.amount_minor <= row.unpaid:
            return False
        given = split.interest_minor + split.fee_minor
        printed = row.interest + row.fee - row.paid_interest - row.paid_fee
        return abs(given - self.accrued(paid.on)) < abs(given - printed)

    def _take(self, row: Row, left: list[int], on: date) -> int:
        """Fill a row part by part, then what it still lacks from any part left. Returns its gain in principal."""
        before = row.paid_principal
        needs = (row.principal - row.paid_principal, row.interest - row.paid_interest, row.fee - row.paid_fee)
        taken = [min(have, need) for have, need in zip(left, needs, strict=True)]
        row.paid_principal += taken[0]
        row.paid_interest += taken[1]
        row.paid_fee += taken[2]
        for part in range(3):
            left[part] -= taken[part]
        for part in (1, 2, 0):
            used = sum(self.fill(row, on, left[part])) if row.cleared_on is None else 0
            left[part] -= used
        return row.paid_principal - before

    # -- readings ----------------------------------------------------------------------------------------------------

    def read(self, reading: Reading) -> None:
        """Make the principal what the lender showed."""
        balance, on = reading.balance_minor, reading.on
        if self._over or on < self.covered_until or (balance == 0 == self.principal and not self.open):
            return
        if balance == 0:
            self.end(on)
            return
        gone = self.principal - balance
        self.adjusted -= gone
        self.principal = balance
        if gone > 0:
            gone -= self._unrecorded(on, gone)
        self._depart(on, gone, shorten=False)

    def _unrecorded(self, on: date, gone: int) -> int:
        """Instalments that a fall of the principal shows to be paid; returns the principal in them."""
        left = gone
        for row in self.rows[self.first_open :]:
            if row.due_on > on or not left:
                break
            if row.cleared_on is None and row.amount:
                left -= self.fill(row, on, row.interest + row.fee - row.paid_interest - row.paid_fee + left)[0]
        self.skip_cleared()
        place = self.first_open
        if left and place < len(self.rows):
            row = self.rows[place]
            if row.due_on > on and place < self._period_end(on) and row.balance == self.principal:
                left -= row.principal - row.paid_principal
                row.pay_all()
                self.clear(row, on)
                self.skip_cleared()
        return gone - left

    # -- the rest of the schedule ------------------------------------------------------------------------------------

    def _period_end(self, on: date) -> int:
        """Behind the last open row that is due before ``on`` or in hand."""
        rows, end = self.rows, self.first_open
        while end < len(rows) and rows[end].due_on < on:
            end += 1
        if end < len(rows) and (end == 0 or rows[end - 1].due_on < on):
            end += 1
        return end

    def _reach(self, on: date) -> int:
        """Behind the last row that a payment may go to as printed."""
        return len(self.rows) if self.keeps else self._period_end(on)

    def _depart(self, on: date, gone: int, *, shorten: bool) -> None:
        """Fit the rows to the principal after it fell by ``gone`` fen (or rose) beyond what they show."""
        if gone == 0:
            return
        start = self.first_open
        due = 0
        while start < len(self.rows) and self.rows[start].due_on <= on:
            due += self.rows[start].principal - self.rows[start].paid_principal
            start += 1
        owed = self.principal - due
        for row in self.rows[self.first_open : start]:
            if owed < 0 and row.cleared_on is None:  # more is gone than the coming instalments hold
                part = min(-owed, row.principal - row.paid_principal)
                row.paid_principal += part
                owed += part
                if row.unpaid == 0 and row.amount:
                    self.clear(row, on)
        if start < len(self.rows):
            self._respread(start, on, owed, shorten)
        elif owed > 0:
            self._last_number += 1
            self.add(Row(self._last_number, on, on + grace(self.loan), owed, 0, 0))
        self.skip_cleared()

    def _respread(self, start: int, on: date, owed: int, shorten: bool) -> None:
        """Compute the rows from ``start`` on anew so that they repay ``owed`` fen."""
        rest = self.rows[start:]
        self.open -= sum(1 for row in rest if row.cleared_on is None and row.amount)
        if owed == 0:
            self.rows = self.rows[:start]
            return
        first = rest[0]
        ahead = first.paid_principal  # paid towards the first row already; its interest stays as printed
        before = sum(row.principal for row in rest)
        since, carried = self._period(start)
        if on >= since:
            grown = carried + self._accrual.between(before, since, on)
            from_on = on
        else:
            grown = carried - self._accrual.between(before - owed - ahead, on, since)
            grown = max(grown, -self._accrual.between(owed + ahead, since, first.due_on))
            from_on = since
        rows = [
            Row(row.number, row.due_on, row.due_on + grace(self.loan), *_parts(row), row.balance_minor)
            for row in reschedule(
                self.loan,
                [Instalment(row.number, row.due_on, row.principal, row.interest, row.fee, row.balance) for row in rest],
                balance_minor=owed + ahead,
                from_on=from_on,
                accrued=grown,
                shorten=shorten,
            )
        ]
        self.rows[start:] = rows
        self.open += sum(1 for row in rows if row.amount)
        self._stub = _Stub(rows[0], from_on, grown)
        rows[0].paid_interest = min(first.paid_interest, rows[0].interest)
        rows[0].paid_fee = min(first.paid_fee, rows[0].fee)
        for row in rows:
            row.paid_principal = min(ahead, row.principal)
            ahead -= row.paid_principal
            if row.unpaid == 0 and row.amount:
                self.clear(row, on)
            if not ahead:
                break

    def _period(self, place: int) -> tuple[date, Fraction]:
        """Since when the interest of a row runs, and what of it had grown by then."""
        if self._stub is not None and self._stub.row is self.rows[place]:
            return self._stub.since, self._stub.carried
        return (self.rows[place - 1].due_on if place else self.loan.start_on), Fraction(0)

    # -- answers -----------------------------------------------------------------------------------------------------

    def _running(self, as_of: date) -> int | None:
        """The place of the row of the running period, unless it is paid or there is none."""
        place = bisect_right(self.rows, as_of, key=lambda row: row.due_on)
        if place >= len(self.rows) or self.rows[place].cleared_on is not None or self._period(place)[0] >= as_of:
            return None
        return place

    def accrued(self, as_of: date) -> int:
        """Interest of the running period up to ``as_of`` (by the day count), less what was paid of it."""
        place = self._running(as_of)
        if place is None:
            return 0
        row = self.rows[place]
        since, carried = self._period(place)
        grown = half_up(carried + self._accrual.between(row.balance + row.principal, since, as_of))
        return max(min(grown, row.interest) - row.paid_interest, 0)

    def settlement(self, as_of: date) -> Split:
        """What ends the loan on this day.

        Principal, interest to the day, and what is due and unpaid; of a flat fee the whole fee of a term that has
        begun. With a fee on prepaid principal, that fee on what is not due yet. Where all remaining charges fall due,
        or early payment is not accepted, everything that is left of the schedule.
        """
        interest = fee = due = 0
        for row in self.rows[self.first_open :]:
            if row.cleared_on is None and (row.due_on <= as_of or self.loan.prepayment in _ALL_DUE):
                interest += row.interest - row.paid_interest
                fee += row.fee - row.paid_fee
                due += row.principal - row.paid_principal
        if self.loan.prepayment in _ALL_DUE:
            return Split(self.principal, interest, fee)
        if self.loan.prepayment is Prepayment.FEE_SHARE:
            fee += share(max(self.principal - due, 0), self.loan.prepayment_fee)
        if self.loan.method is Method.FLAT_FEE:
            place = self._running(as_of)
            fee += self.rows[place].fee - self.rows[place].paid_fee if place is not None else 0
        return Split(self.principal, interest + self.accrued(as_of), fee)


def _parts(row: Instalment) -> tuple[int, int, int]:
    return row.principal_minor, row.interest_minor, row.fee_minor


def _total(split: Split) -> int:
    return split.principal_minor + split.interest_minor + split.fee_minor
