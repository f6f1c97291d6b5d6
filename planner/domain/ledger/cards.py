"""The ledger of a bill account (credit card, 花呗): purchases, bills cut from them, payments of the bills.

* A bill is cut at the end of each statement day and falls due on the due day that follows, or ``due_after_days`` after
  it. It holds what was bought up to and on that day (with ``statement_included`` False: up to the day before) and is
  not paid: never what an older bill still asks for, so that nothing is counted twice. No bill is cut when there is
  nothing in it. Without a statement day or a due rule there are no computed bills. A due date on a day off moves as
  the lender moves it, that of a printed bill too (where the printed one has moved already it is a working day).
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
  from the minimum, say. Both are on the next computed bill, and so is a yearly fee whose year began since the last one.
  Up to each printed bill, and without terms, printed bills and readings bring them in. The rules are in ``card_lots``.
* An instalment plan takes a part of what is owed off the bills; it stays owed, and each bill from then on holds one
  part of it and its fee, asked for in full. What its source does not hold was not recorded: it is added to what is
  owed. What exceeds the bills does not pay plans early: that is for ``ended_on``, after which all that remains is on
  the next bill, with what ending it costs.
* ``settled_on`` ends what is owed on that day; purchases made later are owed again.
"""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import (
    Account,
    Allowance,
    Arrangement,
    ArrangementKind,
    CardPlan,
    Draw,
    DrawKind,
    PlanSource,
    Reading,
    Repayment,
    Split,
    Statement,
)
from planner.domain.accounts.terms import CardInterest
from planner.domain.basics.money import share
from planner.domain.ledger.allowing import waiver_of
from planner.domain.ledger.auto_debit import ledger
from planner.domain.ledger.balance import Balance
from planner.domain.ledger.card_bills import as_cut, bill_due_on, minimum_of, statement_days
from planner.domain.ledger.card_charges import Charges
from planner.domain.ledger.card_plans import Plans, RunningPlan, billed_before
from planner.domain.ledger.dues import Dues
from planner.domain.ledger.events import Kind, records_from
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.row import Row
from planner.domain.ledger.running import settle
from planner.domain.ledger.suspended import suspension, without_interest
from planner.domain.schedule.due_days import moved


class RunningCard:
    """Purchases, plans, bills, payments and readings of one bill account, in the order in which they happen."""

    def __init__(self, account: Account) -> None:
        """``account``: with its printed bills ``as_cut``."""
        loan = account.loan
        self.loan = loan
        self.dues = Dues(loan)
        self.balance = Balance()
        self.plans = Plans()
        self.bears_interest = loan.card.interest is not CardInterest.NONE
        self._records_from = records_from(account)
        self._charges = Charges(loan, self._records_from)
        self._whole = 0  # cash advances, fees and parts of plans that no bill holds: a minimum asks for them in full
        self._statement_days = statement_days(account)
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Turn to the next computed bill. It is cut at the end of its day, or at its beginning, before purchases."""
        on = next(self._statement_days, None)
        kind = Kind.BILL if self.loan.card.statement_included else Kind.FALLS_DUE
        self.own = None if on is None else (on, kind)

    @property
    def _billed(self) -> int:
        """What bills still ask for."""
        return sum(row.unpaid for row in self.dues.open)

    @property
    def _unbilled(self) -> int:
        """What no bill and no plan holds."""
        return self.balance.principal - self.plans.principal - self._billed

    # -- time --------------------------------------------------------------------------------------------------------

    def come(self, on: date) -> None:
        """Interest grows up to ``on``; bills whose last day has passed are late, or what is left of them goes on."""
        self._charges.accrue(self.dues.rows, on)
        self._carry_over(on)

    def _carry_over(self, on: date) -> None:
        """What is left, once the time to pay it is over, of bills of which enough was paid goes into the next one."""
        for row in self.dues.open:
            answered_on = row.answered_on
            if row.cleared_on is None and answered_on is not None and answered_on < on:
                row.principal -= row.unpaid
                self._charges.carry(row.number)
                if row.amount:
                    row.cleared_on = answered_on
        self.dues.skip_cleared()

    # -- owing more --------------------------------------------------------------------------------------------------

    def draw(self, draw: Draw) -> None:
        """A purchase, a cash advance with its fee, or what the lender added."""
        self.come(draw.on)
        cash = draw.kind is DrawKind.CASH
        self._owe(draw.amount_minor, draw.posted_on or draw.on, whole=draw.kind is not DrawKind.PLAIN, bears=cash)
        if cash and self.loan.card.cash_fee_share is not None:
            fee = max(share(draw.amount_minor, self.loan.card.cash_fee_share), self.loan.card.cash_fee_minor)
            self.balance.adjusted += fee
            self._owe(fee, draw.on, whole=True)

    def _owe(self, amount: int, posted_on: date, *, whole: bool = False, bears: bool = False) -> None:
        """Owe more, for the next bill; a minimum asks for it in ``whole``."""
        self.balance.principal += amount
        self._whole += amount if whole else 0
        self._charges.add(amount, posted_on, bears=bears)

    # -- plans -------------------------------------------------------------------------------------------------------

    def plan(self, on: date, plan: CardPlan, *, ends: bool) -> None:
        """Move what is paid in instalments off the bills; at an early end, what remains of it to the next one."""
        self.come(on)
        if ends:
            self._bill_parts(on, self.plans.end(plan.id))
        else:
            self._begin(on, RunningPlan(self.loan, plan, billed_before(self.loan, plan, self._records_from)))

    def _begin(self, on: date, running: RunningPlan) -> None:
        source, missing = running.plan.source, running.remaining
        unbilled = self._unbilled
        if source is PlanSource.BILL:
            missing -= self._take_off_bill(on, missing)
        if source is not PlanSource.CASH:
            held = min(missing, unbilled)
            self._charges.take_out(held, None)
            missing -= held
        self.balance.adjust(missing)
        self.plans.begin(running)

    def _take_off_bill(self, on: date, amount: int) -> int:
        """Take up to ``amount`` off the latest bill that is not past due; returns how much that was."""
        row = next((row for row in reversed(self.dues.rows) if row.cleared_on is None and row.until >= on), None)
        if row is None:
            return 0
        taken = min(amount, row.unpaid)
        row.principal -= taken
        row.minimum = None if row.minimum is None else min(row.minimum, row.principal)
        row.enough = None if row.enough is None else min(row.enough, row.principal)
        self._charges.take_out(taken, row.number)
        if row.unpaid == 0 and row.amount:
            row.cleared_on = on
        else:
            _note_enough(row, on)
        self.dues.skip_cleared()
        return taken

    def _bill_parts(self, on: date, parts: list[tuple[int, int]]) -> None:
        """What plans ask for now: principal owed already, and a fee; both in full."""
        for principal, fee in parts:
            self.balance.adjust(fee)
            self._whole += principal + fee
            self._charges.add(principal + fee, on)

    # -- bills -------------------------------------------------------------------------------------------------------

    def own_day(self, on: date) -> None:
        """Cut the computed bill of ``on``, with what has grown up to it."""
        self.come(on)
        self._bill_parts(on, self.plans.bill())
        charges = self._charges.coming(on)
        self._charges.billed(on)
        self.balance.adjusted += charges
        self._owe(charges, on, whole=True)
        unbilled = self._unbilled
        self._look_ahead()
        self._cut(bill_due_on(self.loan, on), unbilled, minimum_of(self.loan.card, unbilled, self._whole))

    def bill(self, statement: Statement) -> None:
        """Cut a printed bill: what it holds beyond the records is owed, too."""
        self.come(statement.on)
        self._bill_parts(statement.on, self.plans.bill())
        self._charges.billed(statement.on)
        billed, unbilled, printed = self._billed, self._unbilled, statement.amount_minor
        amount = printed - billed if printed >= billed else printed
        if amount > unbilled:
            self.balance.adjusted += amount - unbilled
            self._owe(amount - unbilled, statement.on)
        minimum = statement.minimum_minor
        if minimum is None and amount == printed:  # not printed: by the terms, as for a computed bill
            minimum = minimum_of(self.loan.card, amount, min(self._whole, amount))
        self._cut(moved(self.loan, statement.due_on), amount, minimum)

    def _cut(self, due_on: date, amount: int, minimum: int | None) -> None:
        self._whole = max(self._whole - amount, 0)
        if amount <= 0:
            return
        spared = amount - self.loan.card.tolerance_minor
        enough = spared if minimum is None else min(minimum, spared)
        row = self.dues.new(due_on, amount)
        row.minimum = minimum
        row.enough = enough if enough < amount else None
        row.met_on = due_on if enough <= 0 else None
        self.dues.add(row)
        self._charges.put_on_bill(row.number, amount)

    # -- owing less --------------------------------------------------------------------------------------------------

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; interest and fees given by the person come on top of what the bills ask for."""
        self.come(paid.on)
        self._charges.accrue(self.dues.rows, paid.on, paid.counted_minor)
        if paid.settles:
            settle(self, paid)
            return
        parts = paid.split or Split(paid.amount_minor, 0)
        used = self._pay_down(paid.on, parts.principal_minor)
        over = parts.principal_minor - used
        interest, late_fee = self._charges.pay_charges(over)
        self.balance.note(
            paid, used, parts.interest_minor + interest, parts.fee_minor + late_fee, over - interest - late_fee
        )

    def _pay_down(self, on: date, left: int) -> int:
        """Reduce what is owed: oldest bill first, then what is not billed. Returns what was used."""
        used = min(left, self.balance.principal - self.plans.principal)
        left = used
        for row in self.dues.open:
            if left and row.cleared_on is None:
                left -= self.dues.fill(row, on, left)[0]
                _note_enough(row, on)
        self.balance.principal -= used
        self._charges.pay(used, on)
        self.dues.skip_cleared()
        return used

    def debit(self, row: Row) -> None:
        """The lender takes the whole of a bill by itself, on its due date."""
        self._charges.pay(row.unpaid, row.due_on)
        self.balance.take_debit(self.dues, row)

    def allow(self, allowance: Allowance) -> None:
        """What the lender credits or waives is owed no more, the oldest bill first."""
        self.come(allowance.on)
        self.balance.adjusted -= self._pay_down(allowance.on, allowance.amount_minor)

    def read(self, reading: Reading) -> None:
        """Make what is owed what the lender showed."""
        self.come(reading.on)
        change = reading.balance_minor - self.balance.principal
        self.balance.adjusted += change
        if change >= 0:
            self._owe(change, reading.on)
        else:
            rest = -change - self._pay_down(reading.on, -change)
            self.balance.principal -= self.plans.shed(rest)

    def arrange(self, on: date, agreed: Arrangement) -> None:
        """Interest stands still, or less is owed; a card has no instalments of its own that anything could move."""
        self.come(on)
        if agreed.kind is ArrangementKind.WAIVER:
            self.allow(waiver_of(agreed, on))
        days = suspension(agreed)
        if days is not None:
            self.loan = without_interest(self.loan, days)
            self._charges.follow(self.loan)

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on``, nothing grows, and no plan runs."""
        self.come(on)
        self.balance.adjust(-self.balance.principal)
        self.dues.end(on)
        self._whole = 0
        self.plans.forget()
        self._charges.forget(len(self.dues.rows))

    # -- what is to come ---------------------------------------------------------------------------------------------

    def reach(self, on: date | None) -> None:
        """Bills come by themselves, each on its day."""

    def upcoming(self, as_of: date) -> list[Row]:
        """The next bill, as it would be if nothing more were bought or paid."""
        if self.own is None:
            return []
        on = self.own[0]
        principal, fee = self.plans.following
        added = principal + fee + self._charges.coming(on)
        unbilled = self._unbilled + added
        if not unbilled:
            return []
        row = self.dues.new(bill_due_on(self.loan, on), unbilled)
        row.minimum = minimum_of(self.loan.card, unbilled, self._whole + added)
        return [row]

    def accrued(self, as_of: date) -> int:
        """Interest grown and not billed yet."""
        return self._charges.interest

    def settlement(self, as_of: date) -> Split:
        """Everything owed, the interest that has grown on it, late fees, and what ending the plans costs."""
        fees = self._charges.late_fee + self.plans.end_fee()
        return Split(self.balance.principal, self._charges.interest, fees)


def _note_enough(row: Row, on: date) -> None:
    """Note the day on which what has to be paid of a bill was."""
    if row.enough is not None and row.met_on is None and row.paid_principal >= row.enough:
        row.met_on = on


def ledger_of(account: Account) -> Replay:
    """The ledger of a card, before its first event."""
    return ledger(as_cut(account), RunningCard)


def plans_of(ledger: Replay) -> dict[int, RunningPlan]:
    """The plans that run where a ledger stands, by id; none where it is not that of a card."""
    return ledger.running.plans.by_id if isinstance(ledger.running, RunningCard) else {}


def running_plans(account: Account, as_of: date) -> dict[int, RunningPlan]:
    """The plans of a card that run at the end of ``as_of``, by id; those that are over or not begun are left out."""
    ledger = ledger_of(account)
    ledger.advance(as_of)
    return plans_of(ledger)
