"""The list of what falls due on an account: added in order, filled from the oldest on, cleared, and late.

A row of which at most the loan's tolerance is unpaid after a payment is settled (``cleared_on``), and asks for nothing
more by itself: no penalty grows on it, and it is not late. What it is short of stays on it, is owed, and is paid by
money beyond the row in hand, the oldest first: ``short``.

The list is in order of due date. ``first_open`` is the place before which no row asks for anything any more: it is
cleared, or was for nothing. Who pays rows moves it on with ``skip_cleared``; adding a row moves it back.

What is overdue costs what the loan's penalty says. Of a loan with a schedule that says nothing, the principal that is
overdue goes on bearing the contract's interest: no lender asks for less. (That of a line bears it as all its principal
does.) Such interest stands in the place of penalty interest, but is paid after what the row asked for, and a payment of
exactly that settles the row: who took the printed amount asked for no more, and nobody stated that he would.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from copy import copy
from datetime import date, timedelta
from fractions import Fraction
from operator import attrgetter

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.terms import ORDER, Part, Penalty, PenaltyBasis, PenaltyOn
from planner.domain.basics.rates import DayCount
from planner.domain.ledger.printed_days import named_among
from planner.domain.ledger.row import Row
from planner.domain.ledger.suspended import Days, days_of_growth
from planner.domain.schedule.accrual import Accrual
from planner.values import dataclass

by_due_date = attrgetter("due_on")
_MORE_THAN_ANY = 10**18  # fen: more than all dues of an account together


@dataclass(slots=True)
class Later:
    """Interest and fees, in fen, that were due before an agreement and are in what falls due on ``due_on``.

    None: in interest of a line that grows on. ``penalty`` of the interest had grown on what was overdue.
    """

    due_on: date | None
    interest: int
    fee: int = 0
    penalty: int = 0


class Dues:
    """What falls due on one account, by due date."""

    def __init__(self, loan: Loan, rows: list[Row] | None = None, known_since: date | None = date.min) -> None:
        """Dues of a loan.

        Args:
            loan: whose they are.
            rows: the list of a schedule, which goes on computing the rows to come in it; else it begins empty.
            known_since: see ``Account.known_since``; new rows due before it are ``early``.
        """
        self.rows: list[Row] = [] if rows is None else rows
        self._known_since = date.max if known_since is None else known_since
        self.first_open = 0
        self.replaced = False  # whether an agreement has put others in the place of missed rows
        self.suspended: list[Days] = []  # when nothing grows
        self.later: Later | None = None  # what an agreement put off: owed, but not due
        self.short: list[Row] = []  # settled rows of which something is still owed, in the order in which they were
        self._bears_interest = loan.penalty is None and goes_on_bearing(loan)
        self.penalised = self._bears_interest or (loan.penalty is not None and loan.method is not Method.CARD)
        self._grown_to = date.min
        self._accrual: Accrual | None = None
        self._places: dict[date, int] = {}  # on the accrual's line of time, of days up to which interest grew
        self._loan = loan
        self._grace = timedelta(loan.grace_days)
        self._interest_first = loan.application is ORDER
        self.principal_last = loan.application[-1] is Part.PRINCIPAL
        self._tolerance = 0 if loan.method is Method.CARD else loan.tolerance_minor

    def new(self, due_on: date, principal: int, interest: int = 0, *, after: int = 0) -> Row:
        """A row with the number after the last one (``after``: so many more), which is not in the list yet."""
        row = Row(len(self.rows) + 1 + after, due_on, due_on + self._grace, principal, interest, 0)
        row.early = due_on < self._known_since
        return row

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
        rows, place, count = self.rows, self.first_open, len(self.rows)
        while place < count and (rows[place].cleared_on is not None or not rows[place].amount):
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

    def in_hand(self, on: date) -> bool:
        """Whether a payment on ``on`` may go to the first open row: the one before it is due before that day."""
        rows, place = self.rows, self.first_open
        return place < len(rows) and (rows[place].due_on < on or not place or rows[place - 1].due_on < on)

    def deny(self, due_on: date, on: date) -> None:
        """Somebody said on ``on`` that what was due on ``due_on`` has not been paid."""
        rows = [row for row in self.open if row.cleared_on is None]
        meant = self.named(due_on, rows)
        for row in rows:
            if meant is not None and row.due_on == meant.due_on:
                row.denied_on = row.denied_on or on

    def named(self, told: date, rows: Iterable[Row]) -> Row | None:
        """The row of those that a record means which tells ``told`` as its due date."""
        return named_among(self._loan, told, rows)

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on``: open rows up to that day are cleared by it, later ones vanish."""
        self.forgive_short()
        self.later = None
        kept = self.rows[: self.first_open]
        for row in self.rows[self.first_open :]:
            if row.cleared_on is None and row.due_on <= on and row.amount:
                row.pay_all()
                row.cleared_on = on
                row.shown_on = None if row.paid_on == on else on
            if row.cleared_on is not None:
                kept.append(row)
        self.rows[:] = kept
        self.first_open = len(kept)

    def note_paid(self, on: date) -> None:
        """Money that pays all that is due came on ``on``: it was not paid before."""
        for row in self.open:
            if row.cleared_on is None and row.due_on <= on:
                row.paid_on = on

    def note_shown(self, unpaid: list[Row], on: date) -> None:
        """The lender's balance of ``on`` told of rows that were ``unpaid``: which are settled, and which were missed.

        A row that is to repay principal is not paid while the balance still holds that; of a card, it may hold more
        that is not recorded.
        """
        for row in unpaid:
            if row.answered_on is not None:
                row.shown_on = on
            elif self._loan.method is not Method.CARD and row.principal > row.paid_principal and row.asked_until < on:
                row.unpaid_on = on

    def replace_open(self, on: date, rows: list[Row]) -> None:
        """From ``on`` ``rows``, which all fall due later, stand for what is open: what was missed by then stays so.

        What had not been missed makes room for them, and so do places that asked for nothing yet.
        """
        kept = [row for row in self.rows[: self.first_open] if row.amount or row.due_on <= on]
        for row in self.rows[self.first_open :]:
            if row.cleared_on is None and row.amount and row.asked_until < on:
                row.replaced_on, self.replaced = on, True
                kept.append(row)
            elif row.cleared_on is not None:
                kept.append(row)
        self.rows[:] = sorted([*kept, *rows], key=by_due_date)
        self.first_open = next((place for place, row in enumerate(self.rows) if row in rows), len(self.rows))
        self.skip_cleared()

    def follow(self, loan: Loan) -> None:
        """From here on what is overdue bears contract interest by other terms; a penalty stays that of the contract."""
        self._accrual, self._places = Accrual(loan), {}
        self._bears_interest = self._loan.penalty is None and goes_on_bearing(loan)
        self.penalised = self._bears_interest or self._loan.penalty is not None

    def put_off(self, as_of: date) -> tuple[int, int]:
        """Interest and fees that were due before an agreement and are not due yet again, as far as they are unpaid."""
        later, row = self.later, self.oldest
        if later is None:
            return 0, 0
        if later.due_on is None:
            return later.interest, later.fee
        if row is None or row.due_on != later.due_on or row.due_on <= as_of:
            return 0, 0
        interest = min(later.interest, row.interest) - row.paid_interest
        return max(interest, 0), max(min(later.fee, row.fee) - row.paid_fee, 0)

    @property
    def put_off_penalty(self) -> int:
        """What of that interest had grown on what was overdue, as far as it is unpaid; also once it is due again."""
        later, row = self.later, self.oldest
        if later is None or row is None or row.due_on != later.due_on:
            return 0
        return max(min(later.penalty, row.interest - row.paid_interest), 0)

    # -- paying one row ----------------------------------------------------------------------------------------------

    def fill(self, row: Row, on: date, left: int) -> tuple[int, int, int]:
        """Put up to ``left`` fen into a row in the order of ``loan.application``: by default penalty interest first,
        then interest, fee, principal. Returns what was used: principal, interest (with penalty interest), fee.

        Contract interest on what was overdue comes last: see ``take_late_interest``.
        """
        if (row.penalty_to is not None and not self._bears_interest) or not self._interest_first:
            return self._fill_in_order(row, on, left)
        interest, fee = row.interest - row.paid_interest, row.fee - row.paid_fee
        principal = row.principal - row.paid_principal
        if left < interest + fee + principal:
            interest = min(left, interest)
            fee = min(left - interest, fee)
            principal = left - interest - fee
        row.paid_interest += interest
        row.paid_fee += fee
        row.paid_principal += principal
        if principal or interest or fee:  # as ``_note``, without penalty interest: this is asked at every payment
            row.paid_on = on
            unpaid = row.principal + row.interest + row.fee - row.paid_principal - row.paid_interest - row.paid_fee
            if unpaid <= self._tolerance:
                row.cleared_on = on
                if unpaid:
                    self.short.append(row)
            elif row.part_on is None:
                row.part_on = on
        return principal, interest, fee

    def _note(self, row: Row, on: date) -> None:
        """Something was paid of a row on ``on``: it may be settled, else a part of it is recorded from that day on."""
        row.paid_on = on
        self.settle_within_tolerance(row, on)
        if row.cleared_on is None and row.part_on is None:
            row.part_on = on

    def settle_within_tolerance(self, row: Row, on: date) -> None:
        """Clear an open row as of ``on``, now that something was paid of it, if at most the tolerance is missing."""
        unpaid = self._asked(row)
        if unpaid <= self._tolerance and row.amount:
            row.cleared_on = on
            if unpaid:
                self.short.append(row)

    def _asked(self, row: Row) -> int:
        """What is unpaid of a row without contract interest on what was overdue, which nobody may ask for."""
        return row.unpaid - row.late_interest if self._bears_interest else row.unpaid

    def settles(self, row: Row, left: int) -> bool:
        """Whether ``left`` fen pay an open row as printed, but for the tolerance."""
        return left >= self._asked(row) - self._tolerance

    def take_late_interest(self, row: Row, left: int) -> int:
        """Put up to ``left`` fen into contract interest on what was overdue, once the rest is paid; returns the part.

        What is missing of it is not asked for any more.
        """
        if not self._bears_interest or row.penalty_to is None or row.cleared_on is None:
            return 0
        used = min(left, row.late_interest)
        row.paid_penalty += used
        row.penalty_grown = row.paid_penalty * row.penalty_over
        return used

    def _fill_in_order(self, row: Row, on: date, left: int) -> tuple[int, int, int]:
        used = self.put(row, left)
        if any(used):
            self._note(row, on)
        return used

    def put(self, row: Row, left: int, without: Part | None = None) -> tuple[int, int, int]:
        """Put up to ``left`` fen into the parts of a row in the loan's order, ``without`` one of them.

        Returns what was used: principal, interest with penalty interest, fee.
        """
        used = dict.fromkeys(Part, 0)
        for part in self._loan.application:
            if part is without or (part is Part.PENALTY and self._bears_interest):
                continue
            asked = getattr(row, part.value) - getattr(row, f"paid_{part.value}")
            used[part] = min(left, asked)
            left -= used[part]
            setattr(row, f"paid_{part.value}", getattr(row, f"paid_{part.value}") + used[part])
        return used[Part.PRINCIPAL], used[Part.INTEREST] + used[Part.PENALTY], used[Part.FEE]

    def take(self, row: Row, left: list[int], on: date) -> int:
        """Fill a row from what is given for each part (principal, interest, fee), then what it lacks from any of them.

        Only what is given for interest and fees pays penalty interest. A row whose printed parts are covered, but for
        the tolerance, is settled: penalty interest that was not given stays owed as what it is short of, because the
        lender knows what it took and the ledger only what it would have been.

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
            if left[part] and row.unpaid:
                left[part] -= sum(self.put(row, left[part], without=None if part else Part.PENALTY))
        paid = row.paid_principal + row.paid_interest + row.paid_fee
        row.paid_on = on
        if row.amount - paid <= self._tolerance and paid:
            row.cleared_on = on
            if self._asked(row):
                self.short.append(row)
        elif row.part_on is None and any(taken):
            row.part_on = on
        self.take_late_interest(row, 0)  # interest beyond what is printed is that, as the split says
        return row.paid_principal - before

    # -- what settled rows are short of ------------------------------------------------------------------------------

    @property
    def short_minor(self) -> int:
        """What settled rows are short of, in all."""
        return sum(self._asked(row) for row in self.short)

    @property
    def short_parts(self) -> tuple[int, int, int]:
        """The same: principal, interest with penalty interest, fee."""
        principal = sum(row.principal - row.paid_principal for row in self.short)
        fee = sum(row.fee - row.paid_fee for row in self.short)
        return principal, self.short_minor - principal - fee, fee

    def fill_short(self, left: int) -> tuple[int, int, int]:
        """Pay what settled rows are short of, the oldest first. Returns what was used: principal, interest, fee."""
        used = [0, 0, 0]
        for row in sorted(self.short, key=by_due_date):
            for part, amount in enumerate(self.put(row, left)):
                used[part] += amount
                left -= amount
        self.short = [row for row in self.short if self._asked(row)]
        return used[0], used[1], used[2]

    def take_short(self, left: list[int]) -> int:
        """The same from what is given for each part (principal, interest, fee), which is reduced by what was used.

        Returns what was used of principal.
        """
        principal = 0
        for row in sorted(self.short, key=by_due_date):
            used = min(left[0], row.principal - row.paid_principal)
            row.paid_principal += used
            principal += used
            left[0] -= used
            for name, part in (("penalty", 1), ("interest", 1), ("fee", 2)):
                used = min(left[part], getattr(row, name) - getattr(row, f"paid_{name}"))
                setattr(row, f"paid_{name}", getattr(row, f"paid_{name}") + used)
                left[part] -= used
        self.short = [row for row in self.short if self._asked(row)]
        return principal

    def forgive_short(self) -> None:
        """Settled rows are short of nothing any more."""
        for row in self.short:
            row.pay_all()
        self.short.clear()

    # -- penalty interest --------------------------------------------------------------------------------------------

    def grow_penalty(self, on: date, paid_minor: int = 0, named: Row | None = None) -> None:
        """Let penalty interest grow on what is overdue, up to and without ``on``; without a penalty, interest.

        A row that is not missed yet bears none, unless a payment of ``paid_minor`` on ``on`` shows that it was not paid
        before; once it is missed it has borne it all along. Penalty interest by actual days from the due date: at so
        many times the rate in force on the due date (÷ 360 by the day counts 30/360 and actual/360, else ÷ 365), or at
        a daily rate of its own; on the principal that is overdue, or on all that is, without what has grown. Contract
        interest by the loan's own day count, on principal. Days of grace bear either too once they have passed unused.
        The payment is for ``named`` first, where that is not the oldest.
        """
        rows = self.rows
        self._grown_to = max(self._grown_to, on)
        if named is not None:
            since = named.penalty_to or named.due_on
            if max(since, named.until) < on:
                self._grow(named, since, on)
            paid_minor -= named.unpaid
        for place in range(self.first_open, len(rows)):
            row = rows[place]
            if row.until >= on:
                break
            if row.cleared_on is not None or not row.amount or row is named:
                continue
            since = row.penalty_to or row.due_on
            if since < on and ((paid_minor > 0 and not row.untold) or on > row.asked_until):
                self._grow(row, since, on)
            paid_minor -= row.unpaid

    def grow_put_off(self, on: date) -> None:
        """The same for an agreement of ``on`` that takes the place of what is due: it was not paid, recorded or not.

        Days of grace that have not passed yet bear contract interest: the principal is not paid in them.
        """
        if self.penalised:
            self.grow_penalty(on, _MORE_THAN_ANY)
        for row in self.open:
            if row.due_on < on <= row.until and row.cleared_on is None and goes_on_bearing(self._loan):
                self._grow_interest(row, row.principal - row.paid_principal, row.penalty_to or row.due_on, on)

    def unshown_penalty(self, on: date) -> int:
        """Penalty interest, or interest without a penalty, of rows that are not recorded yet and past their grace.

        Nobody holds it against them, but who pays them on that day shows that they were not paid before. Fen.
        """
        total = 0
        if not self.penalised:
            return total
        for place in range(self.first_open, len(self.rows)):
            row = self.rows[place]
            if row.until >= on:
                break
            since = row.penalty_to or row.due_on
            if row.cleared_on is None and row.amount and since < on <= row.asked_until and not row.untold:
                shown = copy(row)
                self._grow(shown, since, on)
                total += shown.late_interest - row.late_interest
        return total

    def _grow(self, row: Row, since: date, on: date) -> None:
        base, penalty = row.principal - row.paid_principal, self._loan.penalty
        if penalty is None:
            if base:
                self._grow_interest(row, base, since, on)
            return
        if penalty.on is PenaltyOn.AMOUNT:
            base += row.interest + row.fee - row.paid_interest - row.paid_fee
        rate, row.penalty_over = penalty_rate(self._loan, penalty, row.due_on).as_integer_ratio()
        row.penalty_grown += base * rate * self._days(since, on)
        row.penalty_to = on

    def _grow_interest(self, row: Row, base: int, since: date, on: date) -> None:
        """Let contract interest grow on ``base`` fen of overdue principal from ``since`` to ``on`` (exclusive)."""
        accrual = self._accrual
        if accrual is None:
            accrual = self._accrual = Accrual(self._loan)
        places = self._places
        if on not in places:
            places[on] = accrual.position(on)
        if since not in places:
            places[since] = accrual.position(since)
        units = places[on] - places[since]
        for first, behind in self.suspended:
            if max(first, since) < min(behind, on):
                units -= accrual.position(min(behind, on)) - accrual.position(max(first, since))
        row.penalty_grown += base * units * accrual.numerator
        row.penalty_over, row.penalty_to = accrual.denominator, on

    def _days(self, since: date, on: date) -> int:
        return days_of_growth(since, on, self.suspended) if self.suspended else (on - since).days

    @property
    def penalty(self) -> int:
        """Penalty interest grown and not paid; without a penalty, contract interest on what is overdue."""
        if not self.penalised:
            return 0
        total = 0 if self._bears_interest else sum(row.late_interest for row in self.short)
        for place in range(self.first_open, len(self.rows)):
            row = self.rows[place]
            if row.until >= self._grown_to:
                break  # it is not late yet, nor is any after it
            if row.cleared_on is None:
                total += row.late_interest
        return total


def penalty_rate(loan: Loan, penalty: Penalty, due_on: date) -> Fraction:
    """What a fen overdue costs a day under a penalty, as a fraction, where it fell due on that day."""
    if penalty.basis is PenaltyBasis.DAY:
        return Fraction(penalty.rate)
    year = 360 if loan.day_count in (DayCount.THIRTY_360, DayCount.ACT_360) else 365
    return Fraction(penalty.rate) * Fraction(loan.rate_on(due_on).yearly(loan.day_count)) / year


def goes_on_bearing(loan: Loan) -> bool:
    """Whether principal that falls due bears interest for as long as it is not paid, beside all other principal."""
    return loan.method.scheduled and loan.method is not Method.FLAT_FEE and bool(loan.rate.value or loan.rate_changes)
