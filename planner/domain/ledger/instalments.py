"""The ledger of a loan with a schedule: which instalment a payment pays, and what it does to the rest.

* A payment goes to the oldest unpaid instalments first; inside one in the order of ``loan.application``: by default
  to penalty interest, interest, fee, principal.
* The *instalment in hand* is that of the running period: the first one due on or after the day of the payment. Paid
  before its due date it counts as printed, also long before and to the fen: it is that instalment paid early, without
  a saving. Money beyond it, in one payment or in a second one of the same period, is extra.
* A payment of exactly what the next unpaid instalments ask for together, one or several, is those instalments as
  printed, however early: so apps offer it (提前还下一期), and nobody pays extra to the fen of the next instalment.
* Extra money goes by ``loan.excess``: to principal at once (shorter term, or lower payment), or as printed to the
  instalments to come. Where paying early saves nothing or is not accepted it is always the latter. If the loan takes
  a fee on principal paid early, the extra money pays that too.
* Principal paid inside a period splits its interest: up to that day on the old balance, from there on the new one.
  If the period's instalment had already been paid as printed, the difference is credited to the next one, and what
  exceeds its interest to those after it.
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
  come, keeping the end. What is left beyond the last instalment falls due on the day it shows, but not before the
  day after that instalment's due date.
* ``paid_terms`` instalments count as paid on their due dates. Repayments up to the last of these dates, and readings
  before it, change nothing.
* ``settled_on`` ends the loan; nothing recorded for later counts.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from planner.domain.accounts.loan import Excess, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Reading, Repayment, Split
from planner.domain.basics.money import half_up, share
from planner.domain.ledger.events import Event, Kind, Row, events_of
from planner.domain.ledger.instalment_rows import InstalmentRows, printed_rows
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import Applied
from planner.domain.schedule.slots import fees_kept

_KEPT = (Prepayment.NO_SAVING, Prepayment.FULL_ONLY, Prepayment.NOT_ALLOWED)
_ALL_DUE = (Prepayment.NO_SAVING, Prepayment.NOT_ALLOWED)


def _covered_terms(loan: Loan) -> int:
    """How many rows count as paid before records began (a bullet loan has one row for all its terms)."""
    if loan.method is not Method.BULLET:
        return loan.paid_terms
    return len(printed_rows(loan)) if loan.paid_terms == loan.terms else 0


class InstalmentReplay(Replay):
    """Instalments, payments and readings of one scheduled loan, replayed in order."""

    def __init__(self, account: Account, *, lazy: bool = True) -> None:
        """``lazy``: compute rows that departed from the schedule only as far as they are asked for."""
        loan = account.loan
        self.keeps = loan.excess is Excess.NEXT_INSTALMENT or loan.prepayment in _KEPT
        self._plan = InstalmentRows(loan, lazy=lazy and not self.keeps)
        covered = self._plan.rows[: _covered_terms(loan)] if loan.paid_terms else []
        for row in covered:
            row.covered = True
        events = events_of(account)
        events += [Event(row.due_on, Kind.FALLS_DUE, row.number, row) for row in covered]
        super().__init__(account, events)
        self.principal = loan.principal_minor
        self.rows = self._plan.rows
        self.covered_until = covered[-1].due_on if covered else date.min
        self._over = False  # settled_on has come
        self.skip_cleared()

    def reach(self, on: date | None) -> None:
        """Have the rows up to ``on`` and the next ones, or all of them."""
        self._plan.reach(on)

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
        self._plan.drop(len(self.rows))

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; see the module's text for the order."""
        if paid.on <= self.covered_until and not self._over:
            self.applied.append(Applied(paid.id, paid.on, 0, 0, 0, 0, covered=True))
        elif paid.split is not None:
            self._pay_split(paid, paid.split)
        else:
            self._pay_amount(paid)

    def _pay_amount(self, paid: Repayment) -> None:
        end, place, left = self._reach(paid.on), self.first_open, paid.amount_minor
        if place < end and left <= self.rows[place].unpaid and not self._plan.ends_at(place + 1):
            principal, interest, fee = self.fill(self.rows[place], paid.on, left)
            self.principal -= principal
            self.skip_cleared()
            self.note(paid, principal, interest, fee, 0)
        else:
            self._pay_more(paid, end)

    def _pay_more(self, paid: Repayment, end: int) -> None:
        """A payment of several instalments, beyond them, or of the last one."""
        rows, left = [], paid.amount_minor
        need = 0
        for place in range(self.first_open, end):
            rows.append(self.rows[place])
            need += self.rows[place].unpaid
            if need >= left:
                break
        if left > need or (left < need and self._plan.ends_at(end)):
            ends = _total(self.settlement(paid.on))
            if left >= self.principal and left == ends:
                self._settle(paid)
                return
            # with a fee for paying early, ending it can cost more than what is printed
            if left < max(need, ends) and self._is_bullet_before_due(paid.on):
                self._pay_split(paid, self._ahead_of_bullet(paid.on, left), prepays=True)
                return
        if left > need:
            rows = self._exactly(left) or rows
        self._pay_rows(paid, rows)

    def _exactly(self, amount: int) -> list[Row]:
        """The next unpaid rows that together ask for exactly ``amount``; none when no number of them does."""
        rows: list[Row] = []
        place = self.first_open
        while amount > 0:
            if self._plan.ends_at(place):
                return []
            row = self.rows[place]
            amount -= row.unpaid if row.cleared_on is None else 0
            rows.append(row)
            place += 1
        return rows if amount == 0 else []

    def _pay_rows(self, paid: Repayment, rows: list[Row]) -> None:
        left = paid.amount_minor
        principal = interest = fee = 0
        for row in rows:
            if row.cleared_on is None:
                parts = self.fill(row, paid.on, left)
                principal, interest, fee = principal + parts[0], interest + parts[1], fee + parts[2]
                left -= sum(parts)
        self.principal -= principal
        self.skip_cleared()
        if left and self.principal and not self.keeps:
            extra, charge = self._extra(left)
            left -= extra + charge
            principal, fee = principal + extra, fee + charge
            self.principal -= extra
            self._depart(paid.on, extra, shorten=self.loan.excess is Excess.SHORTER_TERM)
        self.note(paid, principal, interest, fee, left)

    def _ahead_of_bullet(self, on: date, left: int) -> Split:
        """How a payment before the only instalment is used: interest grown, principal, then the fees of the row."""
        row, interest = self.rows[self.first_open], min(left, self.accrued(on))
        principal, charge = self._extra(left - interest)
        rest = left - interest - principal - charge
        fee = min(rest, row.fee - row.paid_fee)
        return Split(principal, interest + rest - fee, charge + fee)

    def _is_bullet_before_due(self, on: date) -> bool:
        return (
            self.loan.method is Method.BULLET
            and not self.keeps
            and self.first_open < len(self.rows)
            and self.rows[self.first_open].due_on > on
        )

    def _charge(self, principal: int) -> int:
        """The fee for paying so much principal early."""
        loan = self.loan
        return share(principal, loan.prepayment_fee) if loan.prepayment is Prepayment.FEE_SHARE else 0

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
            row.paid_fee += max(split.fee_minor - self._charge(principal), 0)  # that for paying early is no part of it
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
        if self._plan.ends_at(self.first_open):
            return False
        self.skip_cleared()
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
        if (
            self._over
            or on < self.covered_until
            or (balance == 0 == self.principal and self.first_open == len(self.rows))
        ):
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
                part = min(left, row.principal - row.paid_principal)
                row.paid_interest, row.paid_fee, row.paid_penalty = row.interest, row.fee, row.penalty
                row.paid_principal += part
                left -= part
                if row.unpaid == 0:
                    self.clear(row, on)
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
        while start and self.rows[start - 1].due_on > on and self.rows[start - 1].cleared_on is None:
            start -= 1  # rows that asked for nothing may have to now
        owed = self.principal - due
        for row in self.rows[self.first_open : start]:
            if owed < 0 and row.cleared_on is None:  # more is gone than the coming instalments hold
                part = min(-owed, row.principal - row.paid_principal)
                row.paid_principal += part
                owed += part
                if row.unpaid == 0 and row.amount:
                    self.clear(row, on)
        if owed == 0:
            self._plan.drop(start)
        elif not self._plan.ends_at(start):
            self._plan.respread(start, on, owed, shorten)
        else:
            self.add(self._plan.beyond(on, owed))
        self.first_open = min(self.first_open, start)
        self.skip_cleared()

    # -- answers -----------------------------------------------------------------------------------------------------

    def accrued(self, as_of: date) -> int:
        """Interest of the running period that has grown and is not paid."""
        return self._plan.grown(as_of)

    def settlement(self, as_of: date) -> Split:
        """What ends the loan on this day.

        Principal, interest to the day, and what is due and unpaid; of a flat fee the whole fee of a term that has
        begun. With a fee on prepaid principal, that fee on what is not due yet. Fees that do not stop are asked for to
        the end of the schedule. Where all remaining charges fall due,
        or early payment is not accepted, everything that is left of the schedule.
        """
        everything = self.loan.prepayment in _ALL_DUE
        if everything:
            self.reach(None)
        interest = fee = due = 0
        for place in range(self.first_open, len(self.rows)):
            row = self.rows[place]
            if row.due_on > as_of and not everything:
                break
            if row.cleared_on is None:
                interest += row.interest + row.penalty - row.paid_interest - row.paid_penalty
                fee += row.fee - row.paid_fee
                due += row.principal - row.paid_principal
        if everything:
            return Split(self.principal, interest, fee)
        if self.loan.prepayment is Prepayment.FEE_SHARE:
            fee += share(max(self.principal - due, 0), self.loan.prepayment_fee)
        if self.loan.method is Method.FLAT_FEE:
            running = self._plan.running(as_of)
            fee += running.fee - running.paid_fee if running is not None else 0
        fee += self._kept_fees(as_of)
        return Split(self.principal, interest + self.accrued(as_of), fee)

    def _kept_fees(self, as_of: date) -> int:
        """Fees of the terms to come that are charged although the loan is settled."""
        if all(fee.stops for fee in self.loan.fees):
            return 0
        self.reach(None)
        flat = self._plan.running(as_of) if self.loan.method is Method.FLAT_FEE else None
        since = max((row.due_on for row in self.rows if row.due_on <= as_of), default=self.loan.start_on)
        coming = [row for row in self.rows if row.due_on > as_of]
        open_fees = [(row.number, row.due_on, self._fee_open(row, flat)) for row in coming]
        return fees_kept(self.loan, open_fees, since)

    @staticmethod
    def _fee_open(row: Row, flat: Row | None) -> int:
        """What of a row's fees is neither paid nor asked for already."""
        return 0 if row.cleared_on is not None or row is flat else row.fee - row.paid_fee


def _total(split: Split) -> int:
    return split.principal_minor + split.interest_minor + split.fee_minor
