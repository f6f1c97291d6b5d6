"""The ledger of a bill account (credit card, 花呗): purchases, bills cut from them, payments of the bills.

* A bill is cut at the end of each statement day and falls due on the due day that follows. It holds what was bought up
  to and on that day and is not paid: never what an older bill still asks for, so that nothing is counted twice. No bill
  is cut when there is nothing in it. Without a statement day or a due day there are no computed bills.
* A printed bill (``Statement``) replaces the computed one cut on its day or within ten days of it. If its amount is at
  least what older bills still ask for, it includes that, as lenders print it, and the new bill is the rest; otherwise
  it is the new bill alone. What it holds beyond the recorded purchases is added to what is owed; recorded purchases
  that it does not hold wait for the next bill.
* Payments go to the oldest unpaid bill first, then to what is not billed yet. There is no balance in the person's
  favour: what exceeds the records was not used.
* A reading is everything owed at the end of its day. Less than recorded means payments that are not recorded, applied
  like others on that day; more means purchases or interest that are not, for the next bill.
* No interest is computed on what stays unpaid after a due date; printed bills and readings bring it in.
* ``settled_on`` ends what is owed on that day; purchases made later are owed again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

from planner.domain.dates import add_months, clamp_day
from planner.domain.records import Account, Draw, Reading, Repayment, Split, Statement
from planner.domain.replay import Kind, Replay, Row, events_of, grace

_SAME_BILL = timedelta(10)


def statement_days(account: Account) -> Iterator[date]:
    """The days on which bills are computed, from the first event or the start of the account, without end."""
    loan = account.loan
    if loan.statement_day is None or loan.due_day is None:
        return
    first = min([loan.start_on, *(draw.on for draw in account.draws)])
    printed = sorted(bill.on for bill in account.statements)
    months = 0
    while True:
        try:
            day = add_months(first, months, loan.statement_day)
        except ValueError:
            return
        place = bisect_left(printed, day - _SAME_BILL)
        replaced = place < len(printed) and printed[place] <= day + _SAME_BILL
        if day >= first and not replaced:
            yield day
        months += 1


def due_after(on: date, due_day: int) -> date:
    """The first ``due_day`` (or last day of a shorter month) after a statement cut on ``on``."""
    day = clamp_day(on.year, on.month, due_day)
    return day if day > on else add_months(on, 1, due_day)


def latest_bill(statement_day: int | None, due_day: int | None, today: date) -> tuple[date | None, date | None]:
    """The latest statement day up to and on ``today`` and the due date of its bill, each None where no day tells."""
    if statement_day is None:
        return None, None
    cut = clamp_day(today.year, today.month, statement_day)
    if cut > today:
        cut = add_months(cut, -1, statement_day)
    return cut, None if due_day is None else due_after(cut, due_day)


class CardReplay(Replay):
    """Purchases, bills, payments and readings of one bill account, replayed in order."""

    bears_interest = False

    def __init__(self, account: Account) -> None:
        super().__init__(account, events_of(account))
        self._statement_days = statement_days(account)
        self._next_statement = next(self._statement_days, None)

    @property
    def _billed(self) -> int:
        """What bills still ask for."""
        return sum(row.unpaid for row in self.rows[self.first_open :])

    def next_own(self) -> tuple[date, Kind] | None:
        """The next computed bill is cut at the end of its day."""
        return None if self._next_statement is None else (self._next_statement, Kind.BILL)

    def draw(self, draw: Draw) -> None:
        """A purchase."""
        self.principal += draw.amount_minor

    def bill(self, on: date, statement: Statement | None) -> None:
        """Cut the bill of ``on``."""
        billed = self._billed
        unbilled = self.principal - billed
        if statement is None:
            self._next_statement = next(self._statement_days, None)
            self._cut(due_after(on, self.loan.due_day or 1), unbilled, None)
            return
        printed = statement.amount_minor
        amount = printed - billed if printed >= billed else printed
        if amount > unbilled:
            self.adjusted += amount - unbilled
            self.principal += amount - unbilled
        self._cut(statement.due_on, amount, statement.minimum_minor)

    def _cut(self, due_on: date, amount: int, minimum: int | None) -> None:
        if amount > 0:
            row = Row(len(self.rows) + 1, due_on, due_on + grace(self.loan), amount, 0, 0, minimum=minimum)
            self.add(row)

    def _pay_down(self, on: date, left: int) -> int:
        """Reduce what is owed: oldest bill first, then what is not billed. Returns what was used."""
        used = min(left, self.principal)
        left = used
        for row in self.rows[self.first_open :]:
            if left and row.cleared_on is None:
                left -= self.fill(row, on, left)[0]
        self.principal -= used
        self.skip_cleared()
        return used

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; interest and fees given by the person come on top of what the bills ask for."""
        parts = paid.split or Split(paid.amount_minor, 0)
        used = self._pay_down(paid.on, parts.principal_minor)
        self.note(paid, used, parts.interest_minor, parts.fee_minor, parts.principal_minor - used)

    def read(self, reading: Reading) -> None:
        """Make what is owed what the lender showed."""
        change = reading.balance_minor - self.principal
        self.adjusted += change
        if change < 0:
            self._pay_down(reading.on, -change)
        else:
            self.principal += change

    def upcoming(self, as_of: date) -> list[Row]:
        """The next bill, as it would be if nothing more were bought or paid."""
        unbilled = self.principal - self._billed
        if self._next_statement is None or not unbilled:
            return []
        due_on = due_after(self._next_statement, self.loan.due_day or 1)
        return [Row(len(self.rows) + 1, due_on, due_on + grace(self.loan), unbilled, 0, 0)]

    def settlement(self, as_of: date) -> Split:
        """Everything owed."""
        return Split(self.principal, 0)
