"""The ledger of a line (随借随还): a balance of draws and payments on which interest grows every day.

* Interest runs on the balance at the end of each day: the day of a draw counts, the day of a payment does not. It is
  kept exact and rounded to the fen, as the loan says, when it falls due or is paid. (Lenders that charge at least one
  day on money repaid the day it was drawn do so in their own figures; give the split of that payment.)
* Nothing is known of a line before its first record. One that was entered with a balance bears interest from that day;
  what had grown before is in what the lender asks for, and comes in with the split of that payment.
* Interest falls due on the due day of each term (monthly unless the loan says otherwise), first one term after the
  start or on ``first_due_on``. Without a due day nothing falls due by itself. All principal falls due on ``end_on``.
* A payment goes to interest due (oldest first), then interest grown up to that day, then principal. What is left over
  was more than the records know of.
* A payment of exactly the interest that will fall due next (beside what is due already) is that interest paid early.
* A split given by the person moves the principal by exactly its part. If principal was paid, all interest due counts as
  paid, whatever its computed amount; if no principal is left, so does interest grown since.
* A reading is the principal at the end of its day; interest is not changed by it, except that 0 means nothing is owed.
* ``settled_on`` ends what is owed on that day; money drawn later is owed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account, Draw, Reading, Repayment, Split
from planner.domain.basics.money import whole
from planner.domain.ledger.events import Kind, Row, events_of
from planner.domain.ledger.replay import Replay, grace
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.due_days import due_series


def _due_days(loan: Loan) -> Iterator[date]:
    """The days on which interest falls due, none where no due day is known. Ends with the calendar."""
    if loan.due_day is None and loan.first_due_on is None:
        return
    try:
        yield from due_series(loan)
    except (ValueError, OverflowError):
        return


class LineReplay(Replay):
    """Draws, payments, interest and readings of one line, replayed in order."""

    def __init__(self, account: Account) -> None:
        super().__init__(account, events_of(account))
        loan = account.loan
        self._accrual = Accrual(loan)
        self._since = min((event.on for event in self._events), default=loan.start_on)
        self._grown = 0  # interest not due yet, as a numerator over the accrual's denominator; below 0: paid early
        self._due_days = _due_days(loan)
        self._next_due = next(self._due_days, None)
        self._end_on = loan.end_on
        self._end_row: Row | None = None  # the row of the principal, once it has fallen due

    # -- interest ----------------------------------------------------------------------------------------------------

    def _between(self, from_on: date, to_on: date) -> int:
        units = self._accrual.position(to_on) - self._accrual.position(from_on)
        return self.principal * units * self._accrual.numerator

    def _accrue(self, on: date) -> None:
        if on > self._since:
            if self.principal:
                self._grown += self._between(self._since, on)
            self._since = on

    def _whole(self, grown: int) -> int:
        """Interest in fen, rounded as the loan says; 0 while it has been paid ahead."""
        return whole(grown, self._accrual.denominator, self.loan.rounding) if grown > 0 else 0

    def _expected(self, on: date) -> int:
        """Interest that will fall due on ``on`` if the balance stays."""
        return self._whole(self._grown + (self._between(self._since, on) if on > self._since else 0))

    def accrued(self, as_of: date) -> int:
        """Interest grown up to ``as_of`` and not due yet."""
        return self._expected(as_of)

    def next_own(self) -> tuple[date, Kind] | None:
        """Interest falls due before anything else happens that day."""
        days = [day for day in (self._next_due, self._end_on) if day is not None]
        return (min(days), Kind.FALLS_DUE) if days else None

    def fall_due(self, on: date, row: Row | None) -> None:
        """Interest grown so far is due today; at the end of the line all principal, too."""
        self._accrue(on)
        if on == self._next_due:
            self._next_due = next(self._due_days, None)
        ends = on == self._end_on
        interest, principal = self._whole(self._grown), self.principal if ends else 0
        self._grown = min(self._grown, 0)
        if ends:
            self._end_on = None
        if interest or principal:
            self.add(self._row(on, interest, principal))
            self._end_row = self.rows[-1] if principal else self._end_row

    def _row(self, on: date, interest: int, principal: int = 0, *, after: int = 0) -> Row:
        return Row(len(self.rows) + 1 + after, on, on + grace(self.loan), principal, interest, 0)

    def upcoming(self, as_of: date) -> list[Row]:
        """The next interest as it will be if nothing changes, and the principal at the end of the line."""
        own = self.next_own()
        if own is None:
            return []
        principal = self.principal if own[0] == self._end_on else 0
        rows = [self._row(own[0], self._expected(own[0]), principal)]
        rows = [row for row in rows if row.amount]
        if self._end_on is not None and own[0] < self._end_on and self.principal:
            rows.append(self._row(self._end_on, 0, self.principal, after=len(rows)))
        return rows

    # -- events ------------------------------------------------------------------------------------------------------

    def draw(self, draw: Draw) -> None:
        """Money drawn bears interest from this day on."""
        self._accrue(draw.on)
        self.principal += draw.amount_minor

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; see the module's text for the order."""
        self._accrue(paid.on)
        if paid.split is not None:
            self._pay_split(paid, paid.split)
        elif not self._pays_ahead(paid):
            interest, left = self._pay_due(paid.on, paid.amount_minor)
            part = min(left, self._whole(self._grown))
            self._take_grown(part)
            principal = min(left - part, self.principal)
            self._repay(paid.on, principal)
            self.note(paid, principal, interest + part, 0, left - part - principal)

    def _pay_due(self, on: date, left: int) -> tuple[int, int]:
        """Pay interest that is due, oldest first. Returns what was used and what is left."""
        used = 0
        for row in self.rows[self.first_open :]:
            if row.cleared_on is None:
                penalty = min(left - used, row.penalty - row.paid_penalty)
                part = min(left - used - penalty, row.interest - row.paid_interest)
                row.paid_penalty += penalty
                row.paid_interest += part
                used += penalty + part
                self._close(row, on)
        self.skip_cleared()
        return used, left - used

    def _close(self, row: Row, on: date) -> None:
        if row.cleared_on is None and row.unpaid == 0:
            self.clear(row, on)

    def _take_grown(self, amount_minor: int) -> None:
        """Interest paid before it is due. All of it leaves nothing: what rounding cut off or added is gone, too."""
        whole = self._whole(self._grown)
        if whole and amount_minor >= whole:
            self._grown = 0
        else:
            self._grown -= amount_minor * self._accrual.denominator

    def _repay(self, on: date, principal: int) -> None:
        """Reduce the principal, and the row in which it is due, if it is."""
        self.principal -= principal
        row = self._end_row
        if row is not None and row.cleared_on is None:
            row.paid_principal += min(principal, row.principal - row.paid_principal)
            self._close(row, on)
            self.skip_cleared()

    def _pays_ahead(self, paid: Repayment) -> bool:
        """Whether this is the next interest, paid before it is due; then it is applied as such."""
        due_on = self._next_due
        if due_on is None or not self.principal or (self._end_on is not None and self._end_on <= due_on):
            return False
        expected = self._expected(due_on)
        owed = sum(row.unpaid for row in self.rows[self.first_open :])
        if paid.amount_minor != owed + expected or expected <= self._whole(self._grown) or self._end_row is not None:
            return False
        self._pay_due(paid.on, owed)
        self.add(self._row(due_on, expected))
        self.rows[-1].pay_all()
        self.clear(self.rows[-1], paid.on)
        self.skip_cleared()
        self._grown = -self._between(paid.on, due_on)  # back at 0 on the due date
        self._next_due = next(self._due_days, None)
        self.note(paid, 0, paid.amount_minor, 0, 0)
        return True

    def _pay_split(self, paid: Repayment, split: Split) -> None:
        principal = min(split.principal_minor, self.principal)
        _, left = self._pay_due(paid.on, split.interest_minor + split.fee_minor)
        if principal:
            for row in self.rows[self.first_open :]:
                row.paid_interest, row.paid_penalty = row.interest, row.penalty
                self._close(row, paid.on)
            self.skip_cleared()
        if self._grown > 0:
            self._take_grown(min(left, self._whole(self._grown)))
        self._repay(paid.on, principal)
        if self.principal == 0:
            self._grown = 0
        over = split.principal_minor - principal
        self.note(paid, principal, split.interest_minor, split.fee_minor, over)

    def read(self, reading: Reading) -> None:
        """Make the principal what the lender showed."""
        self._accrue(reading.on)
        if reading.balance_minor == 0:
            self.end(reading.on)
            return
        change = reading.balance_minor - self.principal
        self.adjusted += change
        row = self._end_row
        if change > 0 and row is not None and row.cleared_on is None:
            row.principal += change
        self._repay(reading.on, -change if change < 0 else 0)
        self.principal = reading.balance_minor

    def forget(self) -> None:
        """Nothing is owed: interest grown so far is settled, too."""
        self._grown = 0
        self._end_row = None

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on``."""
        self._accrue(on)
        super().end(on)

    def settlement(self, as_of: date) -> Split:
        """Principal, interest due and interest grown."""
        open_rows = [row for row in self.rows[self.first_open :] if row.cleared_on is None]
        due = sum(row.interest + row.penalty - row.paid_interest - row.paid_penalty for row in open_rows)
        return Split(self.principal, due + self.accrued(as_of), 0)
