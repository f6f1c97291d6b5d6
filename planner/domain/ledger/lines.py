"""The ledger of a line (随借随还): a balance of draws and payments on which interest grows every day.

* Interest runs on the balance at the end of each day: the day of a draw counts, the day of a payment does not. It is
  kept exact and rounded to the fen, as the loan says, when it falls due or is paid. (Lenders that charge at least one
  day on money repaid the day it was drawn do so in their own figures; give the split of that payment.)
* Nothing is known of a line before its first record. One that was entered with a balance bears interest from that day;
  what had grown before is in what the lender asks for, and comes in with the split of that payment.
* Interest falls due on the due day of each term (monthly unless the loan says otherwise), first one term after the
  start or on ``first_due_on``. Without a due day nothing falls due by itself. All principal falls due on ``end_on``.
  What would fall due on a day off moves as the lender moves it, and interest runs to the day to which it moved.
* A payment goes to interest due (oldest first; one that names another pays that before: ``assigned``), then to what
  interest settled within the tolerance is short of, then interest grown up to that day, then principal. What is left
  over is a balance in the person's favour, which the next draw uses up.
* A payment of exactly the interest that will fall due next (beside what is due already) is that interest paid early.
* A split given by the person moves the principal by exactly its part. If principal was paid, all interest due counts as
  paid, whatever its computed amount; if no principal is left, so does interest grown since. Interest given pays what
  was printed first: penalty interest that was not given is what the interest due is short of.
* A reading is the principal at the end of its day; interest is not changed by it, except that 0 means nothing is owed.
* What ends it is principal and interest less interest paid ahead that has not grown: a payment leaves it less itself.
* A deferral moves the next due date by so many terms, or to the first one from ``from_on`` on; a longer term the end
  alone. Interest that was due and unpaid is then due with the next. With suspended interest none grows on its days.
* ``settled_on`` ends what is owed on that day; money drawn later is owed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    CardPlan,
    Draw,
    Reading,
    Repayment,
    Split,
    Statement,
)
from planner.domain.accounts.terms import Part
from planner.domain.basics.money import whole
from planner.domain.ledger.allowing import credit, waive, waiver_of
from planner.domain.ledger.assigned import named, named_first
from planner.domain.ledger.balance import Balance
from planner.domain.ledger.dues import Dues, Later
from planner.domain.ledger.events import Kind
from planner.domain.ledger.row import Row
from planner.domain.ledger.running import settle, settle_at
from planner.domain.ledger.suspended import suspension, without_interest
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.due_days import due_series, end_of_line, later, moved, printed_as
from planner.values import replace


def _due_days(loan: Loan) -> Iterator[date]:
    """The days on which interest falls due, none where no due day is known. Ends with the calendar."""
    if loan.due_day is None and loan.first_due_on is None:
        return
    try:
        yield from due_series(loan)
    except (ValueError, OverflowError):
        return


class RunningLine:
    """Draws, payments, interest and readings of one line, in the order in which they happen."""

    bears_interest = True
    shared = None

    def __init__(self, account: Account) -> None:
        loan = account.loan
        self.loan = loan
        self.dues = Dues(loan, known_since=account.known_since)
        self.balance = Balance()
        self._accrual = Accrual(loan)
        self._since = date.min  # up to when interest has grown
        self._grown = 0  # interest not due yet, as a numerator over the accrual's denominator; below 0: paid early
        self._ahead: _Ahead | None = None  # the interest paid before it was due, last
        self._due_days = _due_days(loan)
        self._end_on = end_of_line(loan)
        self._end_row: Row | None = None  # the row of the principal, once it has fallen due
        self._next_due = next(self._due_days, None)
        self.own = self._next_own()

    # -- interest ----------------------------------------------------------------------------------------------------

    def _between(self, from_on: date, to_on: date) -> int:
        if not self.balance.principal:
            return 0
        units = self._accrual.position(to_on) - self._accrual.position(from_on)
        return self.balance.principal * units * self._accrual.numerator

    def come(self, on: date) -> None:
        """Interest grows up to ``on``, and penalty interest on what is overdue."""
        if on > self._since:
            self._grown += self._between(self._since, on)
            self._since = on
        if self.dues.penalised:
            self.dues.grow_penalty(on)

    def _whole(self, grown: int) -> int:
        """Interest in fen, rounded as the loan says; 0 while it has been paid ahead."""
        return whole(grown, self._accrual.denominator, self.loan.rounding) if grown > 0 else 0

    def _expected(self, on: date) -> int:
        """Interest that will fall due on ``on`` if the balance stays."""
        return self._whole(self._grown + (self._between(self._since, on) if on > self._since else 0))

    def accrued(self, as_of: date) -> int:
        """Interest grown up to ``as_of`` and not due yet."""
        return self._expected(as_of)

    def _next_own(self) -> tuple[date, Kind] | None:
        """Interest falls due before anything else happens that day."""
        days = [day for day in (self._next_due, self._end_on) if day is not None]
        return (min(days), Kind.FALLS_DUE) if days else None

    def own_day(self, on: date) -> None:
        """Interest grown so far is due today; at the end of the line all principal, too."""
        self.come(on)
        if on == self._next_due:
            self._next_due = next(self._due_days, None)
        ends = on == self._end_on
        if ends:
            self._end_on = None
        self.own = self._next_own()
        interest, principal = self._whole(self._grown), self.balance.principal if ends else 0
        self._grown = min(self._grown, 0)
        self.dues.later = None
        if interest or principal:
            row = self.dues.new(on, principal, interest)
            self.dues.add(row)
            self._end_row = row if principal else self._end_row

    def reach(self, on: date | None) -> None:
        """Rows come by themselves, each on its day."""

    def upcoming(self, as_of: date) -> list[Row]:
        """The next interest as it will be if nothing changes, and the principal at the end of the line."""
        if self.own is None:
            return []
        on, owed = self.own[0], self.balance.principal
        rows = [self.dues.new(on, owed if on == self._end_on else 0, self._expected(on))]
        rows = [row for row in rows if row.amount]
        if self._end_on is not None and on < self._end_on and owed:
            rows.append(self.dues.new(self._end_on, owed, after=len(rows)))
        return rows

    # -- events ------------------------------------------------------------------------------------------------------

    def debit(self, row: Row) -> None:
        """The lender takes what a row asks for by itself, on its due date."""
        self.balance.take_debit(self.dues, row)

    def draw(self, draw: Draw) -> None:
        """Money drawn bears interest from this day on, but for a balance in the person's favour, which it uses up."""
        self.come(draw.on)
        self.balance.principal += draw.amount_minor
        if self.balance.credit:
            used = min(self.balance.credit, draw.amount_minor)
            self.balance.credit -= used
            self.balance.principal -= used

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; see the module's text for the order."""
        self.come(paid.on)
        row = named(self.dues, paid)
        oldest = self.dues.oldest if self.dues.penalised else None
        if oldest is not None and oldest.until < paid.on:
            self.dues.grow_penalty(paid.on, paid.counted_minor, row)
        if paid.settles:
            settle(self, paid)
            self.balance.credit += self.balance.applied[-1].over_minor
        elif paid.split is not None:
            self._pay_split(paid, paid.split, row)
        elif self._ahead is not None and paid.counted_minor >= (ends := self._ends(paid.on)):
            settle_at(self, paid, ends)
        elif not self._pays_ahead(paid):
            interest, left = self._pay_due(paid.on, paid.counted_minor, row)
            part = min(left, self._whole(self._grown))
            self._take_grown(part)
            principal = min(left - part, self.balance.principal)
            self._repay(paid.on, principal)
            self.balance.note(paid, principal, interest + part, 0, left - part - principal)
            self.balance.credit += left - part - principal

    def _pay_due(self, on: date, left: int, at: Row | None = None, *, as_given: bool = False) -> tuple[int, int]:
        """Pay interest that is due, that of ``at`` and then the oldest first, then what settled rows are short of it.

        Returns what was used and what is left. ``as_given``: interest before penalty interest, which settles a row
        without it.
        """
        used = 0
        for row in named_first(at, self.dues.open):
            if row.cleared_on is None and used < left:
                part = _pay_interest(row, left - used, as_given)
                if not part:
                    continue
                used += part
                row.paid_on = on
                self.dues.settle_within_tolerance(row, on)
                if as_given and row.cleared_on is None and row.interest == row.paid_interest and not row.principal:
                    row.cleared_on = on
                    self.dues.short.append(row)
        if self.dues.short and used < left:
            for row in self.dues.short:
                used += _pay_interest(row, left - used, as_given)
            self.dues.short = [row for row in self.dues.short if row.unpaid]
        self.dues.skip_cleared()
        return used, left - used

    def _take_grown(self, amount_minor: int) -> None:
        """Interest paid before it is due. All of it leaves nothing: what rounding cut off or added is gone, too."""
        whole = self._whole(self._grown)
        if whole and amount_minor >= whole:
            self._grown = 0
        else:
            self._grown -= amount_minor * self._accrual.denominator
        if self.dues.later is not None:
            self.dues.later.interest = max(self.dues.later.interest - amount_minor, 0)

    def _repay(self, on: date, principal: int, *, shown: bool = False) -> None:
        """Reduce the principal, and the row in which it is due, if it is; ``shown`` by a balance, not by a payment."""
        self.balance.principal -= principal
        row = self._end_row
        if row is not None and row.unpaid and principal:
            row.paid_principal += min(principal, row.principal - row.paid_principal)
            row.paid_on = row.paid_on if shown else on
            if row.cleared_on is None:
                self.dues.settle_within_tolerance(row, on)
            self.dues.short = [row for row in self.dues.short if row.unpaid]
            self.dues.skip_cleared()

    def _pays_ahead(self, paid: Repayment) -> bool:
        """Whether this is the next interest, paid before it is due; then it is applied as such."""
        due_on = self._next_due
        if due_on is None or not self.balance.principal or (self._end_on is not None and self._end_on <= due_on):
            return False
        expected = self._expected(due_on)
        owed = sum(row.unpaid for row in self.dues.open if row.cleared_on is None)
        if paid.counted_minor != owed + expected or expected <= self._whole(self._grown) or self._end_row is not None:
            return False
        self._pay_due(paid.on, owed)
        row = self.dues.new(due_on, 0, expected)
        self.dues.add(row)
        row.pay_all()
        row.cleared_on = paid.on
        self.dues.skip_cleared()
        self._ahead = _Ahead(due_on, expected, self._grown + self._between(paid.on, due_on))
        self._grown = -self._between(paid.on, due_on)  # back at 0 on the due date
        self._next_due = next(self._due_days, None)
        self.own = self._next_own()
        self.balance.note(paid, 0, paid.counted_minor, 0, 0)
        return True

    def _pay_split(self, paid: Repayment, split: Split, at: Row | None) -> None:
        principal = min(split.principal_minor, self.balance.principal)
        _, left = self._pay_due(paid.on, split.interest_minor + split.fee_minor, at, as_given=True)
        if principal:
            for row in [*self.dues.open, *self.dues.short]:
                row.paid_interest, row.paid_penalty = row.interest, row.penalty
                _close(row, paid.on)
            self.dues.short = [row for row in self.dues.short if row.unpaid]
            self.dues.skip_cleared()
        if self._grown > 0:
            self._take_grown(min(left, self._whole(self._grown)))
        self._repay(paid.on, principal)
        if self.balance.principal == 0:
            self._grown, self.dues.later = 0, None
        over = split.principal_minor - principal
        self.balance.note(paid, principal, split.interest_minor, split.fee_minor, over)
        self.balance.credit += over

    def read(self, reading: Reading) -> None:
        """Make the principal what the lender showed."""
        self.come(reading.on)
        if reading.balance_minor == 0:
            self.end(reading.on)
            return
        self.balance.lose_credit()
        change = reading.balance_minor - self.balance.principal
        row = self._end_row
        if change > 0 and row is not None and row.cleared_on is None:
            row.principal += change
        unpaid = [row for row in self.dues.open if row.cleared_on is None and row.due_on <= reading.on]
        self.balance.adjusted += change
        self._repay(reading.on, max(-change, 0), shown=True)
        self.balance.principal = reading.balance_minor
        self.dues.note_shown(unpaid, reading.on)

    def allow(self, allowance: Allowance) -> None:
        """A waiver of interest or penalty interest is of what is due, then of what has grown; see ``allowing``.

        Of penalty interest: of what of it an agreement put off.
        """
        self.come(allowance.on)
        left = allowance.amount_minor
        if allowance.kind is AllowanceKind.WAIVER:
            part = allowance.part or Part.PENALTY
            left, freed = waive(self, allowance, allowance.on)
            put_off = self.dues.later
            if part is Part.INTEREST:
                self._take_grown(min(left, self._whole(self._grown)))
            elif part is Part.PENALTY and put_off is not None:
                grown = min(left, put_off.penalty, self._whole(self._grown))
                put_off.penalty -= grown
                self._take_grown(grown)
            elif part is Part.PRINCIPAL:
                self.balance.adjust(-min(left, self.balance.principal))
            left = freed
        if left:
            credit(self, allowance, left)

    def bill(self, statement: Statement) -> None:
        """A line has no bills."""

    def plan(self, on: date, plan: CardPlan, *, ends: bool) -> None:
        """A line has no plans inside it."""

    def arrange(self, on: date, agreed: Arrangement) -> None:
        """Dues and the end move, or interest stands still; see the module's text."""
        self.come(on)
        days = suspension(agreed)
        if days is not None:
            self.dues.suspended.append(days)
            self._follow(without_interest(self.loan, days))
        elif agreed.kind is ArrangementKind.WAIVER:
            self.allow(waiver_of(agreed, on))
        elif agreed.kind is ArrangementKind.DEFERRAL:
            self._defer(on, agreed)
        elif agreed.kind is ArrangementKind.LONGER_TERM and (self._end_on or self._end_row):
            ends = self.loan.end_on if self._end_on and self.loan.end_on else on
            self._end_at(agreed.until_on or later(self.loan, ends, agreed.terms or 1))
            self._reopen(on)
        self.own = self._next_own()

    def _follow(self, loan: Loan) -> None:
        """From here on interest grows by other terms."""
        before, self.loan, self._accrual = self._accrual.denominator, loan, Accrual(loan)
        self._grown = self._grown * self._accrual.denominator // before
        if self._ahead is not None:
            self._ahead = self._ahead._replace(grown=self._ahead.grown * self._accrual.denominator // before)

    def _end_at(self, printed: date) -> None:
        self.loan = replace(self.loan, end_on=printed)
        self._end_on = end_of_line(self.loan)

    def _defer(self, on: date, agreed: Arrangement) -> None:
        terms, ends = agreed.terms or 1, self.loan.end_on if self._end_on or self._end_row else None
        first = agreed.from_on
        if first is None and self._next_due is not None:
            first = moved(self.loan, later(self.loan, printed_as(self.loan, self._next_due), terms))
        if first is not None:
            while self._next_due is not None and self._next_due < first:
                self._next_due = next(self._due_days, None)
        if ends is not None:
            later_on = agreed.from_on if agreed.from_on and not self._next_due else later(self.loan, ends, terms)
            self._end_at(max(later_on, later(self.loan, on, terms)))
        next_due = None if self._next_due is None else printed_as(self.loan, self._next_due)
        self.loan = replace(self.loan, first_due_on=next_due)
        behind = self._next_due or self._end_on
        if not agreed.bears_interest and behind is not None and behind > on:
            self._follow(without_interest(self.loan, (on, behind)))
        self._reopen(on)

    def _reopen(self, on: date) -> None:
        """What was due and unpaid is not due any more: the interest has grown, and the principal is due at the end."""
        unpaid = [row for row in self.dues.open if row.cleared_on is None]
        unpaid += self.dues.short
        penalty = sum(row.penalty - row.paid_penalty for row in unpaid)
        interest = sum(row.interest - row.paid_interest for row in unpaid) + penalty
        self._grown += interest * self._accrual.denominator
        before = self.dues.later
        put_off = interest + self.dues.put_off(on)[0]
        self.dues.later = Later(None, put_off, penalty=penalty + (before.penalty if before is not None else 0))
        self.dues.forgive_short()
        self.dues.replace_open(on, [])
        self._end_row = None

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on``: interest grown so far is settled, too."""
        self.come(on)
        self.balance.adjust(-self.balance.principal)
        self.dues.end(on)
        self._grown = 0
        self._ahead = None
        self._end_row = None

    def settlement(self, as_of: date) -> Split:
        """Principal, interest due and interest grown; below 0 is what was paid ahead and has not grown."""
        open_rows = [row for row in self.dues.open if row.cleared_on is None] + self.dues.short
        due = sum(row.interest + row.penalty - row.paid_interest - row.paid_penalty for row in open_rows)
        due += self.dues.unshown_penalty(as_of)
        grown, ahead = self.grown_and_ahead(as_of)
        return Split(self.balance.principal, max(due + grown - ahead, -self.balance.principal), 0)

    def grown_and_ahead(self, as_of: date) -> tuple[int, int]:
        """Interest paid before it was due is for days to come: what has grown holds those of them that have passed."""
        ahead = self._ahead
        if ahead is None or as_of >= ahead.due_on:
            return self.accrued(as_of), 0
        running = self._grown + (self._between(self._since, as_of) if as_of > self._since else 0)
        return self._whole(running + ahead.grown), ahead.paid

    def _ends(self, on: date) -> int:
        split = self.settlement(on)
        return split.principal_minor + split.interest_minor


class _Ahead(NamedTuple):
    """Interest paid before it was due: ``grown`` is what it was for, as a numerator over the accrual's denominator."""

    due_on: date
    paid: int
    grown: int


def _pay_interest(row: Row, left: int, as_given: bool) -> int:
    """Put up to ``left`` fen into the interest and the penalty interest of a row; returns what was used."""
    asked = row.interest - row.paid_interest
    penalty = min(max(left - asked, 0) if as_given else left, row.penalty - row.paid_penalty)
    interest = min(left - penalty, asked)
    row.paid_penalty += penalty
    row.paid_interest += interest
    return penalty + interest


def _close(row: Row, on: date) -> None:
    if row.cleared_on is None and row.unpaid == 0:
        row.cleared_on = on
    elif row.part_on is None and row.paid_principal + row.paid_interest + row.paid_penalty:
        row.part_on = on
