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
* Interest is computed only where the terms say how, a late fee only where they say how much: 5 % of what is missing
  from the minimum, say. Both are on the next computed bill. Up to each printed bill, and without terms, printed bills
  and readings bring them in. The rules are in ``card_lots``.
* An instalment plan takes a part of what is owed off the bills; it stays owed, and each bill from then on holds one
  part of it and its fee, asked for in full. What its source does not hold was not recorded: it is added to what is
  owed. What exceeds the bills does not pay plans early: that is for ``ended_on``, after which all that remains is on
  the next bill, with what ending it costs.
* ``settled_on`` ends what is owed on that day; purchases made later are owed again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import (
    Account,
    CardPlan,
    Draw,
    DrawKind,
    PlanSource,
    Reading,
    Repayment,
    Split,
    Statement,
)
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule
from planner.domain.basics.calendar import add_months, clamp_day
from planner.domain.basics.money import half_up, share
from planner.domain.ledger.card_lots import Lots
from planner.domain.ledger.card_plans import RunningPlan, billed_before
from planner.domain.ledger.events import NOTHING, Kind, Row, events_of, records_from
from planner.domain.ledger.replay import Replay, grace

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


def _as_cut(bill: Statement, account: Account) -> Statement:
    """The bill with what it asked for when it was cut, where the amount told is what was left of it some days later."""
    if bill.unpaid_on is None:
        return bill
    told = [
        paid.amount_minor
        for paid in account.repayments
        if bill.on < paid.on <= bill.unpaid_on
        and not paid.settles
        and not (paid.after_reading and paid.on == bill.unpaid_on)
        and (paid.reversed_on is None or paid.reversed_on > bill.unpaid_on)
    ]
    return replace(bill, amount_minor=bill.amount_minor + sum(told), unpaid_on=None)


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
    """Purchases, plans, bills, payments and readings of one bill account, replayed in order."""

    def __init__(self, account: Account) -> None:
        account = replace(account, statements=tuple(_as_cut(bill, account) for bill in account.statements))
        super().__init__(account, events_of(account))
        card = self.loan.card
        self.bears_interest = card.interest is not CardInterest.NONE
        self._lots = Lots(self.loan) if self.bears_interest else None
        self._late_fee = 0  # for minimums missed since the last bill
        self._counted = 0  # rows before this one are past their last day, and what that brings has been counted
        self._statement_days = statement_days(account)
        self._next_statement = next(self._statement_days, None)
        self._whole = 0  # cash advances, fees and parts of plans that no bill holds: a minimum asks for them in full
        self._plans: list[RunningPlan] = []
        self._planned = 0  # principal of plans that no bill holds yet
        self._records_from = records_from(account)

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
        """A purchase, a cash advance with its fee, or what the lender added."""
        self._accrue(draw.on)
        cash = draw.kind is DrawKind.CASH
        self._owe(draw.amount_minor, draw.posted_on or draw.on, whole=draw.kind is not DrawKind.PLAIN, bears=cash)
        if cash and self.loan.card.cash_fee_share is not None:
            fee = max(share(draw.amount_minor, self.loan.card.cash_fee_share), self.loan.card.cash_fee_minor)
            self.adjusted += fee
            self._owe(fee, draw.on, whole=True)

    def _owe(self, amount: int, posted_on: date, *, whole: bool = False, bears: bool = False) -> None:
        """Owe more, for the next bill; a minimum asks for it in ``whole``."""
        self.principal += amount
        self._whole += amount if whole else 0
        if self._lots is not None:
            self._lots.add(amount, posted_on, bears=bears)

    @property
    def _unbilled(self) -> int:
        """What no bill and no plan holds."""
        return self.principal - self._planned - self._billed

    def _accrue(self, on: date) -> None:
        """Let interest grow up to and without ``on``, and bills whose last day passed before it be late."""
        if self._lots is not None:
            self._lots.accrue(on)
        rows = self.rows
        while self._counted < len(rows) and rows[self._counted].until < on:
            row = rows[self._counted]
            self._counted += 1
            if row.cleared_on is not None:
                continue
            if self._lots is not None and row.unpaid > self.loan.card.tolerance_minor:
                self._lots.miss(row.number, row.due_on, on)
            missing = 0 if row.minimum is None or row.met_on is not None else row.minimum - row.paid_principal
            if missing > 0 and self.loan.card.late_fee_share is not None:
                self._late_fee += max(share(missing, self.loan.card.late_fee_share), self.loan.card.late_fee_minor)

    def accrued(self, as_of: date) -> int:
        """Interest grown and not billed yet."""
        return 0 if self._lots is None else half_up(self._lots.grown)

    def forget(self) -> None:
        """Nothing is owed: nothing grows."""
        self._late_fee, self._counted, self._whole = 0, len(self.rows), 0
        self._plans, self._planned = [], 0
        if self._lots is not None:
            self._lots.forget()

    def plan(self, on: date, plan: CardPlan, *, ends: bool) -> None:
        """Move what is paid in instalments off the bills; at an early end, what remains of it to the next one."""
        self._accrue(on)
        self._carry_over(on)
        if not ends:
            self._begin(on, RunningPlan(self.loan, plan, billed_before(self.loan, plan, self._records_from)))
            return
        for running in [one for one in self._plans if one.plan.id == plan.id]:
            remaining, fee = running.remaining, running.end_fee()
            self._plans.remove(running)
            self._planned -= remaining
            self._bill_part(on, remaining, fee)

    def _begin(self, on: date, running: RunningPlan) -> None:
        missing = running.remaining
        if running.plan.source is PlanSource.BILL:
            taken = self._take_off_bill(on, missing)
            self._planned += taken
            missing -= taken
        if running.plan.source is not PlanSource.CASH:
            held = min(missing, self._unbilled)
            if self._lots is not None:
                self._lots.take_out(held, None)
            self._planned += held
            missing -= held
        self.principal += missing
        self.adjusted += missing
        self._planned += missing
        self._plans.append(running)

    def _take_off_bill(self, on: date, amount: int) -> int:
        """Take up to ``amount`` off the latest bill that is not past due; returns how much that was."""
        row = next((row for row in reversed(self.rows) if row.cleared_on is None and row.until >= on), None)
        if row is None:
            return 0
        taken = min(amount, row.unpaid)
        row.principal -= taken
        row.minimum = None if row.minimum is None else min(row.minimum, row.principal)
        row.enough = None if row.enough is None else min(row.enough, row.principal)
        if self._lots is not None:
            self._lots.take_out(taken, row.number)
        if row.unpaid == 0 and row.amount:
            self.clear(row, on)
        elif row.enough is not None and row.met_on is None and row.paid_principal >= row.enough:
            row.met_on = on
        self.skip_cleared()
        return taken

    def _bill_part(self, on: date, principal: int, fee: int) -> None:
        """What a plan asks for now: principal owed already, and a fee; both in full."""
        self.principal += fee
        self.adjusted += fee
        self._whole += principal + fee
        if self._lots is not None:
            self._lots.add(principal + fee, on)

    def bill(self, on: date, statement: Statement | None) -> None:
        """Cut the bill of ``on``."""
        self._accrue(on)
        self._carry_over(on)
        for running in self._plans:
            principal, fee = running.bill()
            self._planned -= principal
            self._bill_part(on, principal, fee)
        self._plans = [running for running in self._plans if not running.over]
        charges = self._charges(on) if statement is None else 0
        self._late_fee = 0
        if self._lots is not None:
            self._lots.grown = NOTHING
        self.adjusted += charges
        self._owe(charges, on, whole=True)
        billed, unbilled = self._billed, self._unbilled
        if statement is None:
            self._next_statement = next(self._statement_days, None)
            self._cut(bill_due_on(self.loan, on), unbilled, minimum_of(self.loan.card, unbilled, self._whole))
            return
        printed = statement.amount_minor
        amount = printed - billed if printed >= billed else printed
        if amount > unbilled:
            self.adjusted += amount - unbilled
            self._owe(amount - unbilled, on)
        minimum = statement.minimum_minor
        if minimum is None and amount == statement.amount_minor:  # not printed: by the terms, as for a computed bill
            minimum = minimum_of(self.loan.card, amount, min(self._whole, amount))
        self._cut(statement.due_on, amount, minimum)

    def _charges(self, on: date) -> int:
        """Interest, up to ``on`` if nothing is paid before, and late fees that the next computed bill holds."""
        return self._late_fee + (0 if self._lots is None else half_up(self._lots.grown + self._lots.until(on)))

    def _carry_over(self, on: date) -> None:
        """What is left, once the time to pay it is over, of bills of which enough was paid goes into the next one."""
        for row in self.rows[self.first_open :]:
            answered_on = row.answered_on
            if row.cleared_on is None and answered_on is not None and answered_on < on:
                row.principal -= row.unpaid
                if self._lots is not None:
                    self._lots.carry(row.number)
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
        if self._lots is not None:
            self._lots.put_on_bill(row.number, amount)

    def _pay_down(self, on: date, left: int) -> int:
        """Reduce what is owed: oldest bill first, then what is not billed. Returns what was used."""
        used = min(left, self.principal - self._planned)
        left = used
        for row in self.rows[self.first_open :]:
            if left and row.cleared_on is None:
                left -= self.fill(row, on, left)[0]
                if row.enough is not None and row.met_on is None and row.paid_principal >= row.enough:
                    row.met_on = on
        self.principal -= used
        if self._lots is not None:
            self._lots.pay(used, on)
        self.skip_cleared()
        return used

    def end(self, on: date) -> None:
        """As for every account, once what is over by that day is carried over."""
        self._accrue(on)
        self._carry_over(on)
        super().end(on)

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; interest and fees given by the person come on top of what the bills ask for."""
        self._accrue(paid.on)
        self._carry_over(paid.on)
        parts = paid.split or Split(paid.amount_minor, 0)
        used = self._pay_down(paid.on, parts.principal_minor)
        over = parts.principal_minor - used
        grown = min(over, self.accrued(paid.on))
        if self._lots is not None:
            self._lots.grown = max(self._lots.grown - grown, NOTHING)
        late_fee = min(over - grown, self._late_fee)
        self._late_fee -= late_fee
        self.note(paid, used, parts.interest_minor + grown, parts.fee_minor + late_fee, over - grown - late_fee)

    def read(self, reading: Reading) -> None:
        """Make what is owed what the lender showed."""
        self._accrue(reading.on)
        self._carry_over(reading.on)
        change = reading.balance_minor - self.principal
        self.adjusted += change
        if change >= 0:
            self._owe(change, reading.on)
            return
        rest = -change - self._pay_down(reading.on, -change)
        for running in self._plans:
            shed = running.shed(rest)
            self.principal -= shed
            self._planned -= shed
            rest -= shed

    def upcoming(self, as_of: date) -> list[Row]:
        """The next bill, as it would be if nothing more were bought or paid."""
        if self._next_statement is None:
            return []
        added = self._charges(self._next_statement)
        moved = 0
        for running in self._plans:
            principal, fee = running.following
            moved += principal
            added += fee
        unbilled, whole = self._unbilled + moved + added, self._whole + moved + added
        if not unbilled:
            return []
        due_on = bill_due_on(self.loan, self._next_statement)
        minimum = minimum_of(self.loan.card, unbilled, whole)
        return [Row(len(self.rows) + 1, due_on, due_on + grace(self.loan), unbilled, 0, 0, minimum=minimum)]

    def settlement(self, as_of: date) -> Split:
        """Everything owed, the interest that has grown on it, late fees, and what ending the plans costs."""
        ending = sum(running.end_fee() for running in self._plans)
        return Split(self.principal, self.accrued(as_of), self._late_fee + ending)

    @property
    def running(self) -> dict[int, RunningPlan]:
        """The plans of which something is on no bill yet, by id."""
        return {running.plan.id: running for running in self._plans}


def running_plans(account: Account, as_of: date) -> dict[int, RunningPlan]:
    """The plans of a card that run at the end of ``as_of``, by id; those that are over or not begun are left out."""
    ledger = CardReplay(account)
    ledger.advance(as_of)
    return ledger.running
