"""The ledger of a bill account (credit card, 花呗): purchases, bills cut from them, payments of the bills.

* A bill is cut at the end of each statement day and falls due on the due day that follows, or ``due_after_days`` after
  it. It holds what was bought up to and on that day (with ``statement_included`` False: up to the day before) and is
  not paid: never what an older bill still asks for, so that nothing is counted twice. No bill is cut when there is
  nothing in it. Without a statement day or a due rule there are no computed bills.
* A printed bill (``Statement``) replaces the computed one cut on its day or within ten days of it. If its amount is at
  least what older bills still ask for, it includes that, as lenders print it, and the new bill is the rest; otherwise
  it is the new bill alone. What it holds beyond the recorded purchases is added to what is owed; recorded purchases
  that it does not hold wait for the next bill.
* What has to be paid of a bill in time is its minimum, where the lender printed one or the terms give its rule, else
  all of it; ``tolerance_minor`` less than all is as good as all. Once enough is paid the bill is not overdue, and on
  time if that was in time, as the lender reports it; what is left of it then goes into the next bill.
* Payments go to the oldest unpaid bill first, then to what is not billed yet. There is no balance in the person's
  favour: what exceeds the records was not used.
* A reading is everything owed on its day. Less than recorded means payments that are not recorded, applied like others
  on that day; more means purchases or interest that are not, for the next bill.
* Interest is computed only where the terms say how (``CardInterest.AFTER_DUE``, as 花呗 does): what is unpaid once due
  date and grace have passed bears the daily rate from the day after the due date until it is paid, and what has grown
  is on the next computed bill. Else, and up to each printed bill, printed bills and readings bring it in.
* ``settled_on`` ends what is owed on that day; purchases made later are owed again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.accrual import Accrual
from planner.domain.dates import add_months, clamp_day
from planner.domain.events import NOTHING, Kind, Row, events_of
from planner.domain.loan import Loan
from planner.domain.money import half_up, share
from planner.domain.records import Account, Draw, DrawKind, Reading, Repayment, Split, Statement
from planner.domain.replay import Replay, grace
from planner.domain.terms import CardInterest, CardTerms, MinimumRule

_SAME_BILL = timedelta(10)


def statement_days(account: Account) -> Iterator[date]:
    """The days on which bills are computed, from the first event or the start of the account, without end."""
    loan = account.loan
    if loan.statement_day is None or (loan.due_day is None and loan.card.due_after_days is None):
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


def bill_due_on(loan: Loan, cut_on: date) -> date:
    """When the bill cut on ``cut_on`` falls due: so many days later, or on the next due day."""
    if loan.card.due_after_days is not None:
        return cut_on + timedelta(loan.card.due_after_days)
    return due_after(cut_on, loan.due_day or 1)


def minimum_of(terms: CardTerms, bill_minor: int, whole_minor: int = 0) -> int | None:
    """The smallest payment that a bill accepts, in fen; None where the terms do not say.

    Args:
        terms: the card's own.
        bill_minor: what the bill asks for.
        whole_minor: the part of it that is asked for in full: cash advances, fees, interest.

    Returns:
        Never more than the bill and at least ``minimum_minor``; shares are rounded half up. What an earlier minimum
        left unpaid is no part of it: the earlier bill still asks for it.
    """
    if terms.minimum is MinimumRule.NONE:
        return None
    least = terms.minimum_minor or 0
    if terms.minimum is not MinimumRule.FIXED:
        whole = min(whole_minor, bill_minor)
        least = max(least, whole + share(bill_minor - whole, terms.minimum_share or Decimal(0)))
    return min(least, bill_minor)


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

    def __init__(self, account: Account) -> None:
        super().__init__(account, events_of(account))
        self.bears_interest = self.loan.card.interest is CardInterest.AFTER_DUE
        self._accrual = Accrual(self.loan) if self.bears_interest else None
        self._bearing = 0  # what is past due and unpaid, the oldest part of what is owed
        self._grown = NOTHING  # interest on it since the last bill, in fen
        self._since = date.min
        self._counted = 0  # rows before this one are past due or cleared: their rest bears interest already
        self._statement_days = statement_days(account)
        self._next_statement = next(self._statement_days, None)
        self._whole = 0  # cash advances and fees that are not billed yet: a minimum asks for them in full

    @property
    def _billed(self) -> int:
        """What bills still ask for."""
        return sum(row.unpaid for row in self.rows[self.first_open :])

    def next_own(self) -> tuple[date, Kind] | None:
        """The next computed bill is cut at the end of its day, or at its beginning."""
        kind = Kind.BILL if self.loan.card.statement_included else Kind.FALLS_DUE
        return None if self._next_statement is None else (self._next_statement, kind)

    def fall_due(self, on: date, row: Row | None) -> None:
        """A bill that does not hold the purchases of its day is cut before them."""
        self.bill(on, None)

    def draw(self, draw: Draw) -> None:
        """A purchase, a cash advance, or what the lender added."""
        self.principal += draw.amount_minor
        self._whole += draw.amount_minor if draw.kind is not DrawKind.PLAIN else 0

    def _accrue(self, on: date) -> None:
        """Let interest grow up to and without ``on`` on what was past due by then."""
        if self._accrual is None:
            return
        if self._bearing and self._since < on:
            self._grown += self._accrual.between(self._bearing, self._since, on)
        self._since = on
        rows = self.rows
        while self._counted < len(rows) and rows[self._counted].until < on:
            row = rows[self._counted]
            if row.cleared_on is None and row.unpaid > self.loan.card.tolerance_minor:
                self._grown += self._accrual.between(row.unpaid, row.due_on, on)
                self._bearing += row.unpaid
            self._counted += 1

    def accrued(self, as_of: date) -> int:
        """Interest grown and not billed yet."""
        return half_up(self._grown)

    def forget(self) -> None:
        """Nothing is owed: nothing grows."""
        self._bearing, self._grown, self._counted = 0, NOTHING, len(self.rows)

    def bill(self, on: date, statement: Statement | None) -> None:
        """Cut the bill of ``on``."""
        self._accrue(on)
        self._carry_over(on)
        interest, self._grown = half_up(self._grown) if statement is None else 0, NOTHING
        self.principal += interest
        self.adjusted += interest
        self._whole += interest
        billed = self._billed
        unbilled = self.principal - billed
        if statement is None:
            self._next_statement = next(self._statement_days, None)
            self._cut(bill_due_on(self.loan, on), unbilled, minimum_of(self.loan.card, unbilled, self._whole))
            return
        printed = statement.amount_minor
        amount = printed - billed if printed >= billed else printed
        if amount > unbilled:
            self.adjusted += amount - unbilled
            self.principal += amount - unbilled
        self._cut(statement.due_on, amount, statement.minimum_minor)

    def _carry_over(self, on: date) -> None:
        """What is left, once the time to pay it is over, of bills of which enough was paid goes into the next one."""
        for row in self.rows[self.first_open :]:
            answered_on = row.answered_on
            if row.cleared_on is None and answered_on is not None and answered_on < on:
                row.principal -= row.unpaid
                if row.amount:
                    self.clear(row, answered_on)
        self.skip_cleared()

    def advance(self, to: date) -> None:
        """As for every account; then what is over by that day is carried over."""
        super().advance(to)
        self._accrue(to)
        self._carry_over(to)

    def _cut(self, due_on: date, amount: int, minimum: int | None) -> None:
        self._whole = max(self._whole - amount, 0)
        if amount <= 0:
            return
        spared = amount - self.loan.card.tolerance_minor
        enough = spared if minimum is None else min(minimum, spared)
        row = Row(len(self.rows) + 1, due_on, due_on + grace(self.loan), amount, 0, 0, minimum=minimum)
        row.enough = enough if enough < amount else None
        row.met_on = due_on if enough <= 0 else None
        self.add(row)

    def _pay_down(self, on: date, left: int) -> int:
        """Reduce what is owed: oldest bill first, then what is not billed. Returns what was used."""
        used = min(left, self.principal)
        left = used
        for row in self.rows[self.first_open :]:
            if left and row.cleared_on is None:
                left -= self.fill(row, on, left)[0]
                if row.enough is not None and row.met_on is None and row.paid_principal >= row.enough:
                    row.met_on = on
        self.principal -= used
        self._bearing -= min(used, self._bearing)
        self.skip_cleared()
        return used

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; interest and fees given by the person come on top of what the bills ask for."""
        self._accrue(paid.on)
        self._carry_over(paid.on)
        parts = paid.split or Split(paid.amount_minor, 0)
        used = self._pay_down(paid.on, parts.principal_minor)
        over = parts.principal_minor - used
        grown = min(over, self.accrued(paid.on))
        self._grown = max(self._grown - grown, NOTHING)
        self.note(paid, used, parts.interest_minor + grown, parts.fee_minor, over - grown)

    def read(self, reading: Reading) -> None:
        """Make what is owed what the lender showed."""
        self._accrue(reading.on)
        self._carry_over(reading.on)
        change = reading.balance_minor - self.principal
        self.adjusted += change
        if change < 0:
            self._pay_down(reading.on, -change)
        else:
            self.principal += change

    def upcoming(self, as_of: date) -> list[Row]:
        """The next bill, as it would be if nothing more were bought or paid."""
        unbilled, whole = self.principal - self._billed, self._whole
        if self._next_statement is None:
            return []
        if self._accrual is not None:
            grown = (
                self._accrual.between(self._bearing, self._since, self._next_statement) if self._bearing else NOTHING
            )
            unbilled, whole = unbilled + half_up(self._grown + grown), whole + half_up(self._grown + grown)
        if not unbilled:
            return []
        due_on = bill_due_on(self.loan, self._next_statement)
        minimum = minimum_of(self.loan.card, unbilled, whole)
        return [Row(len(self.rows) + 1, due_on, due_on + grace(self.loan), unbilled, 0, 0, minimum=minimum)]

    def settlement(self, as_of: date) -> Split:
        """Everything owed, and the interest that has grown on it."""
        return Split(self.principal, self.accrued(as_of))
