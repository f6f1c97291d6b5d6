"""The list of what falls due on an account: added in order, filled from the oldest on, cleared, and late.

The list is in order of due date. ``first_open`` is the place before which no row asks for anything any more: it is
cleared, or was for nothing. Who pays rows moves it on with ``skip_cleared``; adding a row moves it back.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction
from operator import attrgetter

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.terms import ORDER, Part, Penalty, PenaltyBasis, PenaltyOn
from planner.domain.basics.rates import DayCount
from planner.domain.ledger.row import Row
from planner.domain.ledger.suspended import Days, days_of_growth

by_due_date = attrgetter("due_on")


class Dues:
    """What falls due on one account, by due date."""

    def __init__(self, loan: Loan, rows: list[Row] | None = None) -> None:
        """``rows``: the list of a schedule, which goes on computing the rows to come in it; else it begins empty."""
        self.rows: list[Row] = [] if rows is None else rows
        self.first_open = 0
        self.penalised = loan.penalty is not None and loan.method is not Method.CARD
        self.replaced = False  # whether an agreement has put others in the place of missed rows
        self.suspended: list[Days] = []  # when nothing grows
        self._loan = loan
        self._grace = timedelta(loan.grace_days)
        self._interest_first = loan.application is ORDER

    def new(self, due_on: date, principal: int, interest: int = 0, *, after: int = 0) -> Row:
        """A row with the number after the last one (``after``: so many more), which is not in the list yet."""
        return Row(len(self.rows) + 1 + after, due_on, due_on + self._grace, principal, interest, 0)

    def add(self, row: Row) -> None:
        """Put a new row, which asks for something, in its place by due date."""
        place = bisect_right(self.rows, row.due_on, key=by_due_date)
        self.rows.insert(place, row)
        self.first_open = min(self.first_open, place)

    @property
    def open(self) -> list[Row]:
        """The rows from the first open one on; some of them may be cleared."""
        return self.rows[self.first_open :]

    @property
    def oldest(self) -> Row | None:
        """The first open row, None where there is none."""
        return self.rows[self.first_open] if self.first_open < len(self.rows) else None

    def skip_cleared(self) -> None:
        """Move ``first_open`` over rows that need nothing any more."""
        rows, place = self.rows, self.first_open
        while place < len(rows) and (rows[place].cleared_on is not None or not rows[place].amount):
            place += 1
        self.first_open = place

    def period_end(self, on: date) -> int:
        """Behind the last open row that is due before ``on`` or in hand."""
        rows, end = self.rows, self.first_open
        while end < len(rows) and rows[end].due_on < on:
            end += 1
        if end < len(rows) and (end == 0 or rows[end - 1].due_on < on):
            end += 1
        return end

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on``: open rows up to that day are cleared by it, later ones vanish."""
        kept = self.rows[: self.first_open]
        for row in self.rows[self.first_open :]:
            if row.cleared_on is None and row.due_on <= on and row.amount:
                row.pay_all()
                row.cleared_on = on
            if row.cleared_on is not None:
                kept.append(row)
        self.rows[:] = kept
        self.first_open = len(kept)

    def replace_open(self, on: date, rows: list[Row]) -> None:
        """From ``on`` ``rows``, which all fall due later, stand for what is open: what was missed by then stays so.

        What had not been missed makes room for them.
        """
        kept = self.rows[: self.first_open]
        for row in self.rows[self.first_open :]:
            if row.cleared_on is None and row.amount and row.until < on:
                row.replaced_on, self.replaced = on, True
                kept.append(row)
            elif row.cleared_on is not None:
                kept.append(row)
        self.rows[:] = sorted([*kept, *rows], key=by_due_date)
        self.first_open = next((place for place, row in enumerate(self.rows) if row in rows), len(self.rows))
        self.skip_cleared()

    def waive(self, part: Part, amount: int, on: date) -> int:
        """Rows due by ``on`` ask for up to ``amount`` fen less of a part, the oldest first. Returns what is left."""
        for row in self.open:
            if not amount or row.due_on > on:
                break
            if row.cleared_on is None and row.amount:
                used = min(amount, getattr(row, part.value) - getattr(row, f"paid_{part.value}"))
                amount -= used
                if part is Part.PENALTY:
                    row.penalty_exact -= used
                else:
                    setattr(row, part.value, getattr(row, part.value) - used)
                if row.unpaid == 0:
                    row.cleared_on = on
        self.skip_cleared()
        return amount

    # -- paying one row ----------------------------------------------------------------------------------------------

    def fill(self, row: Row, on: date, left: int) -> tuple[int, int, int]:
        """Put up to ``left`` fen into a row in the order of ``loan.application``: by default penalty interest first,
        then interest, fee, principal. Returns what was used: principal, interest (with penalty interest), fee.
        """
        if row.penalty_to is not None or not self._interest_first:
            return self._fill_in_order(row, on, left)
        interest = min(left, row.interest - row.paid_interest)
        fee = min(left - interest, row.fee - row.paid_fee)
        principal = min(left - interest - fee, row.principal - row.paid_principal)
        row.paid_interest += interest
        row.paid_fee += fee
        row.paid_principal += principal
        if row.unpaid == 0 and row.amount:
            row.cleared_on = on
        return principal, interest, fee

    def _fill_in_order(self, row: Row, on: date, left: int) -> tuple[int, int, int]:
        used = dict.fromkeys(Part, 0)
        for part in self._loan.application:
            asked = getattr(row, part.value) - getattr(row, f"paid_{part.value}")
            used[part] = min(left, asked)
            left -= used[part]
            setattr(row, f"paid_{part.value}", getattr(row, f"paid_{part.value}") + used[part])
        if row.unpaid == 0 and row.amount:
            row.cleared_on = on
        return used[Part.PRINCIPAL], used[Part.INTEREST] + used[Part.PENALTY], used[Part.FEE]

    def take(self, row: Row, left: list[int], on: date) -> int:
        """Fill a row from what is given for each part (principal, interest, fee), then what it lacks from any of them.

        ``left`` is reduced by what was used. Returns the gain in principal.
        """
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

    # -- penalty interest --------------------------------------------------------------------------------------------

    def grow_penalty(self, on: date) -> None:
        """Let penalty interest grow on what is overdue, up to and without ``on``.

        By actual days from the due date: at so many times the rate in force on the due date (÷ 360 by the day counts
        30/360 and actual/360, else ÷ 365), or at a daily rate of its own; on the principal that is overdue, or on all
        that is, without what has grown. Days of grace bear it too once they have passed unused.
        """
        penalty = self._loan.penalty
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
                row.penalty_exact += base * self._penalty_rate(penalty, row.due_on) * self._days(since, on)
                row.penalty_to = on

    def _days(self, since: date, on: date) -> int:
        return days_of_growth(since, on, self.suspended) if self.suspended else (on - since).days

    def _penalty_rate(self, penalty: Penalty, due_on: date) -> Fraction:
        """Per day."""
        if penalty.basis is PenaltyBasis.DAY:
            return Fraction(penalty.rate)
        day_count = self._loan.day_count
        year = 360 if day_count in (DayCount.THIRTY_360, DayCount.ACT_360) else 365
        return Fraction(penalty.rate) * Fraction(self._loan.rate_on(due_on).yearly(day_count)) / year

    @property
    def penalty(self) -> int:
        """Penalty interest grown and not paid."""
        return sum(row.penalty - row.paid_penalty for row in self.rows[self.first_open :]) if self.penalised else 0
