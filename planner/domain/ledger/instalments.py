"""The ledger of a loan with a schedule: which instalment a payment pays, and what it does to the rest.

* A payment goes to the oldest unpaid instalments first; inside one in the order of ``loan.application``: by default
  to penalty interest, interest, fee, principal. One that names another instalment pays that first: see ``assigned``.
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
* A payment of exactly the settlement amount settles the loan; what is more, and no instalment as printed, is a
  balance in the person's favour.
* An instalment short of no more than ``loan.tolerance_minor`` is settled. What it is short of stays owed beside the
  schedule; money beyond the instalments in hand pays it first, as does a payment of exactly it, alone or with the next
  instalments.
* A split given by the person moves the principal by exactly its part. Each instalment that the amount covers is paid;
  later ones are computed anew, keeping the payment, if the balance departs from the schedule. Penalty interest that it
  does not hold leaves no instalment unpaid: it stays owed like what is short within the tolerance, until it is paid,
  waived, or a balance shows that the lender asks for none. If more is paid before
  the due date than the instalment in hand and the interest given is nearer to what has grown than to what is printed,
  the lender took it as a prepayment: then the instalment in hand stays due.
* A reading is the principal at the end of its day. If it is lower than the records say, instalments due by then were
  paid without being recorded: oldest first they count as paid on the day of the reading, as does the instalment in
  hand if the reading is, to the fen, the balance after it; one of which the greater part was recorded counts as paid
  on that day, because the lender counted a discount. What is lower still was paid early, by ``loan.excess``; a balance
  that rose is spread over the instalments to come, keeping the end. What is left beyond the last instalment falls due
  on the day it shows, but not before the day after that instalment's due date.
* Money paid out later (``Draw``: an unfinished house, a renovation) is owed from its day on, less a balance in the
  person's favour. What is due by then stays as it is; interest is split at that day, and the instalments to come are
  computed anew, keeping the end.
* ``paid_terms`` instalments count as paid on their due dates, those due after the day on which they were counted
  (``paid_counted_on``) on that day. Repayments up to the last of these days, and readings before it, change nothing;
  where some were paid ahead, repayments of the day of counting itself come after it.
* ``settled_on`` ends the loan; nothing recorded for later counts.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from planner.domain.accounts.loan import Excess, Method, Prepayment
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
from planner.domain.ledger.allowing import credit, waive, waiver_of
from planner.domain.ledger.arranged import arranged
from planner.domain.ledger.assigned import named, named_first, reached
from planner.domain.ledger.balance import Balance
from planner.domain.ledger.covered import covered_days, covered_terms, covered_until
from planner.domain.ledger.dues import Dues, Later
from planner.domain.ledger.early import early_parts, fee_for_prepaying
from planner.domain.ledger.events import Kind
from planner.domain.ledger.instalment_dues import count_unrecorded, fit, rows_of_exactly, unpaid_on
from planner.domain.ledger.instalment_end import fee_for_ending_early, paid_ahead, settlement
from planner.domain.ledger.instalment_rows import InstalmentRows
from planner.domain.ledger.row import Row
from planner.domain.ledger.running import settle, settle_at
from planner.domain.ledger.state import Applied
from planner.domain.ledger.suspended import saved, suspension, without_interest
from planner.domain.schedule.accrual import Accrual

_KEPT = (Prepayment.NO_SAVING, Prepayment.FULL_ONLY, Prepayment.NOT_ALLOWED)


class RunningLoan:
    """Instalments, payments and readings of one scheduled loan, in the order in which they happen."""

    bears_interest = True
    shared = None

    def __init__(self, account: Account, *, lazy: bool = True) -> None:
        """``lazy``: compute rows that departed from the schedule only as far as they are asked for."""
        loan = account.loan
        self.loan = loan
        self.balance = Balance(loan.principal_minor)
        self._excess = loan.excess
        self._keeps = loan.excess is Excess.NEXT_INSTALMENT or loan.prepayment in _KEPT
        self._schedule = InstalmentRows(loan, lazy=lazy and not self._keeps)
        self.dues = Dues(loan, self._schedule.rows)
        covered = self.dues.rows[: covered_terms(loan)] if loan.paid_terms else []
        self.covered_until = covered_until(loan, covered)
        self._cover(covered)
        self._over = False  # settled_on has come
        self._is_given = False  # what is applied now is no payment: the lender gives it
        self._spread_penalty = 0  # penalty interest that agreements made a part of the principal
        self.dues.skip_cleared()

    def _cover(self, rows: list[Row]) -> None:
        """These instalments, the next ones, were settled before the records."""
        for row in rows:
            row.covered = True
        self._covered = zip(covered_days(self.loan, rows), rows, strict=True)
        self._turn_to_covered()

    def _turn_to_covered(self) -> None:
        """Turn to the next instalment from before the records."""
        self._next_covered = next(self._covered, None)
        self.own = None if self._next_covered is None else (self._next_covered[0], Kind.FALLS_DUE)

    # -- events ------------------------------------------------------------------------------------------------------

    def come(self, on: date) -> None:
        """Have the rows up to ``on``; penalty interest grows on what is overdue."""
        self._schedule.reach(on)
        oldest = self.dues.oldest if self.dues.penalised else None
        if oldest is not None and oldest.until < on:
            self.dues.grow_penalty(on)

    def own_day(self, on: date) -> None:
        """An instalment from before the records counts as paid, see the module's text."""
        self.come(on)
        row = None if self._next_covered is None else self._next_covered[1]
        if row is not None and row is self.dues.oldest:
            self.balance.principal -= row.principal
            row.pay_all()
            if row.amount:
                row.cleared_on = on
            self.dues.skip_cleared()
        self._turn_to_covered()

    def draw(self, draw: Draw) -> None:
        """A further part is paid out, beside the principal of the terms; once the loan is settled, none is."""
        self.come(draw.on)
        if self._over:
            return
        used = min(self.balance.credit, draw.amount_minor)
        self.balance.credit -= used
        self.balance.principal += draw.amount_minor - used
        self._depart(draw.on, used - draw.amount_minor, shorten=False)
        if draw.on < self.covered_until:
            self._cover([row for row in self.dues.open if row.due_on <= self.covered_until])

    def bill(self, statement: Statement) -> None:
        """A loan has a schedule and no bills."""

    def plan(self, on: date, plan: CardPlan, *, ends: bool) -> None:
        """A loan has no plans inside it."""

    def debit(self, row: Row) -> None:
        """The lender takes what a row asks for by itself, on its due date."""
        self.balance.take_debit(self.dues, row)

    def arrange(self, on: date, agreed: Arrangement) -> None:
        """What is agreed takes the place of what is open, see ``arranged``; nothing from before the records moves."""
        self.come(on)
        if self._over or on <= self.covered_until or not self.balance.principal:
            return
        self._schedule.reach(None)
        if agreed.kind is ArrangementKind.WAIVER:
            self.allow(waiver_of(agreed, on))
            return
        if agreed.kind is ArrangementKind.SUSPENDED_INTEREST:
            self._suspend(agreed)
            return
        self.dues.grow_put_off(on)
        state = unpaid_on(self.loan, self._schedule, self.dues, self.balance.principal, on)
        new = arranged(state, agreed)
        if new is not None:
            self.dues.forgive_short()
            penalty = state.penalty + self.dues.put_off_penalty
            spread = new.principal - self.balance.principal
            self._spread_penalty += max(min(penalty, spread), 0)
            self.balance.adjust(spread)
            self.loan = new.loan
            rows = self._schedule.agreed(new)
            self.dues.follow(new.loan)
            self.dues.replace_open(on, rows)
            self.dues.later = Later(rows[0].due_on, new.overdue, new.fee, min(penalty, new.overdue))

    def _suspend(self, agreed: Arrangement) -> None:
        """No interest and no penalty grows on the days agreed; the rows to come hold less of it."""
        days = suspension(agreed)
        if days is None:
            return
        accrual, schedule = Accrual(self.loan), self._schedule
        for row in self.dues.open:
            if row.cleared_on is None and row.due_on > days[0]:
                row.interest -= saved(accrual, row, schedule.period_of(row), days, self.loan)
        self.dues.suspended.append(days)
        self.loan = without_interest(self.loan, days)
        schedule.follow(self.loan)
        self.dues.skip_cleared()

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on``."""
        self.come(on)
        self._over = self._over or on == self.loan.settled_on
        self.balance.adjust(-self.balance.principal)
        self.dues.end(on)
        self._schedule.drop(len(self.dues.rows))

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; see the module's text for the order."""
        self._schedule.reach(paid.on)
        row = None if paid.assigned_on is None else named(self.dues, paid)
        oldest = self.dues.oldest if self.dues.penalised else None
        if oldest is not None and oldest.until < paid.on:
            self.dues.grow_penalty(paid.on, paid.counted_minor, row)
        if paid.settles:
            settle(self, paid)
            self.balance.credit += self.balance.applied[-1].over_minor
        elif paid.on <= self.covered_until and not self._over:
            self.balance.applied.append(Applied(paid.id, paid.on, 0, 0, 0, 0, covered=True))
        elif paid.split is not None:
            self._pay_split(paid, paid.split, row)
        elif row is None or not self._pay_named(paid, row):
            self._pay_amount(paid)

    def _pay_named(self, paid: Repayment, row: Row) -> bool:
        """Pay that instalment first, unless the payment is enough for all that is due and in hand, or ends the loan."""
        rows = reached(self.dues, row, paid.on, paid.counted_minor)
        ends = self._schedule.ends_at(self.dues.period_end(paid.on))
        if not rows or (ends and paid.counted_minor == _total(self.settlement(paid.on))):
            return False
        self._pay_rows(paid, rows)
        return True

    def _pay_amount(self, paid: Repayment) -> None:
        dues, left = self.dues, paid.counted_minor
        if dues.short and self._pays_short(paid):
            return
        place = dues.first_open
        row = dues.oldest if self._keeps or dues.in_hand(paid.on) else None
        if row is not None and left <= row.unpaid and not self._schedule.ends_at(place + 1):
            principal, interest, fee = dues.fill(row, paid.on, left)
            if row.penalty_to is not None:
                interest += dues.take_late_interest(row, left - principal - interest - fee)
            self.balance.principal -= principal
            if row.cleared_on is not None:
                dues.skip_cleared()
            self.balance.note(paid, principal, interest, fee, 0)
        else:
            self._pay_more(paid, self._behind(paid.on))

    def _pays_short(self, paid: Repayment) -> bool:
        """Whether it is exactly what settled rows are short of, alone or with next rows; then it is applied so."""
        rest = paid.counted_minor - self.dues.short_minor
        if rest < 0 or rows_of_exactly(self._schedule, self.dues, paid.counted_minor):
            return False
        rows = rows_of_exactly(self._schedule, self.dues, rest)
        if rest and not rows:
            return False
        self._pay_rows(paid, rows)
        return True

    def _pay_more(self, paid: Repayment, end: int) -> None:
        """A payment of several instalments, beyond them, or of the last one."""
        rows, left, need = [], paid.counted_minor, 0
        for row in self.dues.rows[self.dues.first_open : end]:
            rows.append(row)
            need += row.unpaid
            if need >= left:
                break
        if left > need or (left < need and self._schedule.ends_at(end)):
            ends = self._least_end(paid.on)
            if left >= ends or self.loan.method is Method.BULLET:
                ends = _total(self.settlement(paid.on))
            if left == ends or (left > max(need, ends) and not rows_of_exactly(self._schedule, self.dues, left)):
                settle_at(self, paid, ends)
                return
            # with a fee for paying early, ending it can cost more than what is printed
            if left < max(need, ends) and self._is_bullet_before_due(paid.on):
                self._pay_split(paid, self._ahead_of_bullet(paid.on, left), prepays=True)
                return
        if left > need:
            rows = rows_of_exactly(self._schedule, self.dues, left) or rows
        self._pay_rows(paid, rows)

    def _pay_rows(self, paid: Repayment, rows: list[Row]) -> None:
        left = paid.counted_minor
        rows = [row for row in rows if row.cleared_on is None]
        as_printed = False
        for row in rows:
            if row.penalty_to is not None:
                as_printed = left == sum([row.unpaid - row.late_interest for row in rows])
                break
        principal = interest = fee = 0
        late: list[Row] = []  # paid as printed; interest on what was overdue comes after all that the money pays so
        for row in rows:
            if late and not self.dues.settles(row, left):
                of_late = self._take_late(late, 0 if as_printed else left)
                interest, left = interest + of_late, left - of_late
            if left:
                of_principal, of_interest, of_fee = self.dues.fill(row, paid.on, left)
                left -= of_principal + of_interest + of_fee
                principal, interest, fee = principal + of_principal, interest + of_interest, fee + of_fee
                if row.penalty_to is not None:
                    late.append(row)
        if late:
            of_late = self._take_late(late, 0 if as_printed else left)
            interest, left = interest + of_late, left - of_late
        if left and self.dues.short:
            parts = self.dues.fill_short(left)
            principal, interest, fee = principal + parts[0], interest + parts[1], fee + parts[2]
            left -= sum(parts)
        self.balance.principal -= principal
        self.dues.skip_cleared()
        if left and self.balance.principal and not self._keeps:
            extra, charge = early_parts(self.loan, self.balance.principal, left, paid.on)
            left -= extra + charge
            principal, fee = principal + extra, fee + charge
            self.balance.principal -= extra
            self._depart(paid.on, extra, shorten=self._excess is Excess.SHORTER_TERM)
        self.balance.note(paid, principal, interest, fee, left)
        self.balance.credit += left

    def _take_late(self, late: list[Row], left: int) -> int:
        """Put up to ``left`` fen into interest on what was overdue of rows, which are done with; returns the part."""
        taken = 0
        for row in late:
            taken += self.dues.take_late_interest(row, left - taken)
        late.clear()
        return taken

    def _ahead_of_bullet(self, on: date, left: int) -> Split:
        """How a payment before the only instalment is used: interest grown, principal, then the fees of the row."""
        row, interest = self.dues.rows[self.dues.first_open], min(left, self.accrued(on))
        principal, charge = early_parts(self.loan, self.balance.principal, left - interest, on)
        rest = left - interest - principal - charge
        fee = min(rest, row.fee - row.paid_fee)
        return Split(principal, interest + rest - fee, charge + fee)

    def _is_bullet_before_due(self, on: date) -> bool:
        return (
            self.loan.method is Method.BULLET
            and not self._keeps
            and (row := self.dues.oldest) is not None
            and row.due_on > on
        )

    # -- a split given by the person ---------------------------------------------------------------------------------

    def _pay_split(self, paid: Repayment, split: Split, at: Row | None = None, *, prepays: bool = False) -> None:
        principal = min(split.principal_minor, self.balance.principal)
        over = split.principal_minor - principal  # more than there is: for what else is asked, if anything
        left = [principal, split.interest_minor + over, split.fee_minor]
        filled = 0
        if prepays or self._is_prepayment(paid, split):
            row = self.dues.rows[self.dues.first_open]
            charge = fee_for_prepaying(self.loan, principal, paid.on)  # no part of the row
            row.paid_interest += split.interest_minor
            row.paid_fee += max(split.fee_minor - charge, 0)
        else:
            for row in named_first(at, self.dues.rows[self.dues.first_open : self._behind(paid.on)]):
                if row.cleared_on is None and row.amount and any(left):
                    filled += self.dues.take(row, left, paid.on)
            self.dues.skip_cleared()
            if self.dues.short:
                filled += self.dues.take_short(left)
            over = min(over, left[1])
        left[1] -= over
        extra = any(left)
        interest = split.principal_minor + split.interest_minor - principal - over
        self.balance.principal -= principal
        self._depart(paid.on, principal - filled, shorten=not (extra and self._excess is Excess.LOWER_PAYMENT))
        self.balance.note(paid, principal, interest, split.fee_minor, over)
        self.balance.credit += over

    def _is_prepayment(self, paid: Repayment, split: Split) -> bool:
        """Whether the lender took the payment as principal paid early, beside the instalment in hand."""
        if self._schedule.ends_at(self.dues.first_open):
            return False
        self.dues.skip_cleared()
        row = self.dues.rows[self.dues.first_open]
        if row.due_on <= paid.on or paid.counted_minor <= row.unpaid:
            return False
        given = split.interest_minor + split.fee_minor
        printed = row.interest + row.fee - row.paid_interest - row.paid_fee
        return abs(given - self.accrued(paid.on)) < abs(given - printed)

    # -- what the lender gives ----------------------------------------------------------------------------------------

    def allow(self, allowance: Allowance) -> None:
        """A waiver of interest, fees or principal is of what is due, then of the instalment in hand; see ``allowing``.

        Principal waived beyond that leaves as if it were paid early. Penalty interest that an agreement spread over its
        instalments as principal leaves those to come. No instalment asks for more by what the lender gives.
        """
        self.come(allowance.on)
        left, on = allowance.amount_minor, allowance.on
        if on <= self.covered_until and not self._over:
            return
        self._is_given = True
        if allowance.kind is AllowanceKind.WAIVER:
            left = self._waive(allowance)
        if left:
            credit(self, allowance, left)
        self._is_given = False

    def _waive(self, allowance: Allowance) -> int:
        """Returns what of it counts as money."""
        on, part, end = allowance.on, allowance.part or Part.PENALTY, self.dues.period_end(allowance.on)
        until = on if part is Part.PRINCIPAL or not end else max(self.dues.rows[end - 1].due_on, on)
        left, freed = waive(self, allowance, until)
        if part in (Part.PRINCIPAL, Part.PENALTY):
            most = left if part is Part.PRINCIPAL else min(left, self._spread_penalty)
            gone = min(most, self.balance.principal)
            self._spread_penalty -= gone if part is Part.PENALTY else 0
            self.balance.adjust(-gone)
            self._depart(on, gone, shorten=part is Part.PRINCIPAL and self._excess is Excess.SHORTER_TERM)
        return freed + (left if part in (Part.INTEREST, Part.FEE) else 0)

    # -- readings ----------------------------------------------------------------------------------------------------

    def read(self, reading: Reading) -> None:
        """Make the principal what the lender showed."""
        self.come(reading.on)
        balance, on = reading.balance_minor, reading.on
        if self._over or on < self.covered_until or (balance == 0 == self.balance.principal and not self.dues.open):
            return
        if balance == 0:
            self.end(on)
            return
        gone = self.balance.principal - balance
        unpaid = [row for row in self.dues.open if row.cleared_on is None and row.due_on <= on]
        self.balance.adjust(-gone)
        self.balance.lose_credit()
        if gone >= 0:
            gone -= count_unrecorded(self.dues, balance, on, gone)
        self._depart(on, gone, shorten=gone > 0 and self._excess is Excess.SHORTER_TERM)
        self.dues.note_shown(unpaid, on)

    # -- the rest of the schedule ------------------------------------------------------------------------------------

    def direct(self, excess: Excess) -> None:
        """From here on extra money goes there, whatever the loan says."""
        self._excess = excess
        self._keeps = False

    def asked(self, on: date) -> tuple[int, int]:
        """What a payment on ``on`` pays before any of it reduces the principal early, and the principal in that."""
        if self._is_bullet_before_due(on):
            return self.accrued(on), 0
        rows = [row for row in self.dues.rows[self.dues.first_open : self._behind(on)] if row.cleared_on is None]
        short = self.dues.short_minor, self.dues.short_parts[0]
        asked = sum(row.unpaid for row in rows), sum(row.principal - row.paid_principal for row in rows)
        return short[0] + asked[0], short[1] + asked[1]

    def _behind(self, on: date) -> int:
        """Behind the last row that a payment may go to as printed."""
        return len(self.dues.rows) if self._keeps else self.dues.period_end(on)

    def _depart(self, on: date, gone: int, *, shorten: bool) -> None:
        """Fit the rows to the principal after it fell by ``gone`` fen (or rose) beyond what they show."""
        if gone:
            fit(
                self._schedule,
                self.dues,
                self.balance.principal,
                on,
                shorten=shorten,
                given=self._is_given and gone > 0,
            )

    # -- what is to come ---------------------------------------------------------------------------------------------

    def reach(self, on: date | None) -> None:
        """Have the rows up to ``on`` and the next ones, or all of them."""
        self._schedule.reach(on)

    def upcoming(self, as_of: date) -> list[Row]:
        """Nothing: the schedule has all that is to come."""
        return []

    def accrued(self, as_of: date) -> int:
        """Interest of the running period that has grown and is not paid."""
        return self._schedule.grown(as_of)

    def grown_and_ahead(self, as_of: date) -> tuple[int, int]:
        """Below 0 interest has grown where principal paid early saves some that was paid: that was paid ahead, too."""
        earned = self._schedule.earned(as_of)
        return max(earned, 0), sum(paid_ahead(self.dues, as_of)) - min(earned, 0)

    def running_row(self, as_of: date) -> tuple[Row, date, Fraction, int] | None:
        """The oldest unpaid row, since when its interest runs, what of it had grown by then, and what of its fees was
        due before an agreement; None when nothing is to be paid.
        """
        row = self.dues.oldest
        return None if row is None else (row, *self._schedule.period_of(row), self._schedule.carried_fee(as_of))

    def has_credit_behind(self, on: date) -> bool:
        """Whether a credit of interest, from principal paid early, is left for the instalments behind that day."""
        return self._schedule.credit_behind(on) < 0

    def settlement(self, as_of: date) -> Split:
        """What ends the loan on this day, see ``instalment_end``."""
        return settlement(self.loan, self._schedule, self.dues, self.balance.principal, as_of)

    def _least_end(self, as_of: date) -> int:
        """What ending the loan costs at least: found at once, and enough for most of the payments of a life."""
        if self._schedule.has_credit:
            return 0
        return self.balance.principal - sum(paid_ahead(self.dues, as_of))

    def early_fee(self, as_of: date) -> int:
        """The fee for paying early in that, fen."""
        return fee_for_ending_early(self.loan, self.dues, self.balance.principal, as_of)


def _total(split: Split) -> int:
    return split.principal_minor + split.interest_minor + split.fee_minor
