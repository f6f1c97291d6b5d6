"""The ledger of a bill account (credit card, 花呗): purchases, bills cut from them, payments of the bills.

* A bill is cut at the end of each statement day and falls due on the due day that follows, or ``due_after_days``
  after it. It holds what was bought up to and on that day (with ``statement_included`` False: up to the day before),
  is not paid, and is on no bill that can still be paid in time. No bill is cut when there is nothing in it. Without a
  statement day or a due rule there are no computed bills. A due date on a day off moves as the lender moves it, that
  of a printed bill too (where the printed one has moved already it is a working day).
* A printed bill (``Statement``) replaces the computed one cut on its day or within ten days of it. If its amount is at
  least what older bills still ask for, it contains that, as lenders print it; otherwise it is the new bill alone. What
  it holds beyond the recorded purchases is added to what is owed; recorded purchases that it does not hold wait for
  the next bill.
* What has to be paid of a bill in time, and what becomes of one that was missed: ``card_arrears``.
* Payments go to the bill for which they were made (``assigned_on``), then to the oldest unpaid one, then to what is not
  billed yet. What exceeds all that is in the person's favour; it pays what is owed next, and can be paid out
  (``DrawKind.WITHDRAWN``). Where the lender asks for money all the same, something not recorded has used it.
* An ``Allowance`` counts like a payment of its day and never takes a purchase off the bill that holds it; a refund of a
  purchase in instalments is of its parts to come first. A waiver is of principal, or of interest or fees (late ones and
  all others): of those that no bill holds first, then of those that bills held, as far as the terms or a record tell of
  them. Beyond that it has nothing to lessen: nobody waives a purchase as interest.
* A reading is everything owed on its day. Less than recorded means payments that are not recorded, applied like others
  on that day; more means purchases or interest that are not, for the next bill.
* Interest is computed only where the terms say how, a late fee only where they say how much: 5 % of what is missing
  from the minimum, say. Both are on the next computed bill, and so is a yearly fee whose year began since the last
  one. Up to each printed bill, and without terms, printed bills and readings bring them in. The rules are in
  ``card_lots``.
* An instalment plan takes a part of what is owed off the bills, also off one that is cut on its day, and off their
  minimums; it stays owed, and each bill from then on holds one part of it and its fee, asked for in full. What its
  source does not hold was not recorded (``RunningPlan.unrecorded``): it is added to what is owed. So is a purchase made
  in instalments (``PlanSource.PURCHASE``), or cash, unless the first balance that was read holds it already. What a
  plan with a limit of its own holds is not drawn on the card's; its part on a bill is. What exceeds the bills does not
  pay plans early: that is for ``ended_on``, after which all that remains is on the next bill, with what ending costs.
* ``settled_on`` ends what is owed on that day; purchases made later are owed again, also those of that day: those for
  which the settling payment is too small, and those recorded as made after it (``Draw.after_reading`` on a day without
  a reading).
"""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
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
from planner.domain.accounts.terms import Part
from planner.domain.basics.again import Again
from planner.domain.basics.money import share
from planner.domain.ledger.allowing import waiver_of
from planner.domain.ledger.balance import Balance
from planner.domain.ledger.card_arrears import OpenBills
from planner.domain.ledger.card_bills import bill_due_on, bill_moved, minimum_of, statement_days
from planner.domain.ledger.card_charges import Charges
from planner.domain.ledger.card_plans import Plans, RunningPlan, billed_before
from planner.domain.ledger.card_standing import CardStanding, OpenBill
from planner.domain.ledger.dues import Dues
from planner.domain.ledger.events import Kind, records_from
from planner.domain.ledger.row import Row
from planner.domain.ledger.running import settle
from planner.domain.ledger.suspended import suspension, without_interest


class RunningCard:
    """Purchases, plans, bills, payments and readings of one bill account, in the order in which they happen."""

    bears_interest = False  # what is paid beyond the interest that has grown stays in the person's favour

    def __init__(self, account: Account) -> None:
        """``account``: with its printed bills ``as_cut``."""
        loan = account.loan
        self.loan = loan
        self.dues = Dues(loan, known_since=account.known_since)
        self.balance = Balance()
        self.plans = Plans()
        self._draws = account.draws
        self._read_on = date.min  # the day of the last reading
        self._later: list[Draw] = []  # what was bought on the day of a settlement, after it
        self._records_from = records_from(account)
        self._charges = Charges(loan, self._records_from)
        self._bills = OpenBills(loan, self.dues, self._charges)
        self._whole = 0  # cash advances, fees and parts of plans that no bill holds: a minimum asks for them in full
        self._statement_days = Again(statement_days(account))
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Turn to the next computed bill. It is cut at the end of its day, or at its beginning, before purchases."""
        on = next(self._statement_days, None)
        kind = Kind.BILL if self.loan.card.statement_included else Kind.FALLS_DUE
        self.own = None if on is None else (on, kind)

    @property
    def shared(self) -> tuple[object, ...]:
        """What a copy needs no copy of: terms and records."""
        return self.loan, self.loan.calendar, self._draws

    @property
    def _unbilled(self) -> int:
        """What no bill and no plan holds."""
        return self.balance.principal - self.plans.principal - self._bills.unpaid

    # -- time --------------------------------------------------------------------------------------------------------

    def come(self, on: date) -> None:
        """Interest grows up to ``on``; bills whose last day has passed are late, or what is left of them goes on."""
        self._charges.accrue(self.dues.rows, on)
        self._bills.carry_over(on)

    # -- owing more --------------------------------------------------------------------------------------------------

    def draw(self, draw: Draw) -> None:
        """A purchase, a cash advance with its fee, what the lender added, a balance in favour that was paid out."""
        self.come(draw.on)
        cash = draw.kind is DrawKind.CASH
        self._owe(draw.amount_minor, draw.posted_on or draw.on, whole=draw.kind is not DrawKind.PLAIN, bears=cash)
        if cash and self.loan.card.cash_fee_share is not None:
            fee = max(share(draw.amount_minor, self.loan.card.cash_fee_share), self.loan.card.cash_fee_minor)
            self.balance.adjusted += fee
            self._owe(fee, draw.on, whole=True)
            self._charges.tell(fees=fee)
        if draw.kind is DrawKind.FEE:
            self._charges.tell(either=draw.amount_minor)

    def _owe(self, amount: int, posted_on: date, *, whole: bool = False, bears: bool = False) -> None:
        """Owe more, for the next bill; a minimum asks for it in ``whole``."""
        self.balance.principal += amount
        self._whole += amount if whole else 0
        self._charges.add(amount, posted_on, bears=bears)
        if self.balance.credit:
            self._use_credit(posted_on)

    def _use_credit(self, on: date) -> None:
        """What is owed is paid out of a balance in the person's favour first."""
        used = self._pay_down(on, self.balance.credit)
        self.balance.credit -= used
        self._whole = min(self._whole, self._unbilled)

    # -- plans -------------------------------------------------------------------------------------------------------

    def plan(self, on: date, plan: CardPlan, *, ends: bool) -> None:
        """Move what is paid in instalments off the bills; at an early end, what remains of it to the next one."""
        self.come(on)
        if ends:
            self._bill_parts(on, self.plans.end(plan.id))
        else:
            self._begin(on, RunningPlan(self.loan, plan, billed_before(self.loan, plan, self._records_from)))

    def _begin(self, on: date, running: RunningPlan) -> None:
        plan, missing = running.plan, running.remaining
        unbilled = self._unbilled
        moves = plan.source in (PlanSource.BILL, PlanSource.UNBILLED)
        if plan.source is PlanSource.BILL:
            missing -= self._bills.take_off(on, missing)
        if moves or (plan.started_on < on == self._read_on):
            held = min(missing, unbilled)
            self._charges.take_out(held, None)
            missing -= held
        running.unrecorded = missing if moves else 0
        self.balance.adjust(missing)
        self.plans.begin(running)
        self.balance.apart = self.plans.apart

    def _bill_parts(self, on: date, parts: list[tuple[int, int]]) -> None:
        """What plans ask for now: principal owed already, and a fee; both in full."""
        for principal, fee in parts:
            self.balance.adjust(fee)
            self._whole += principal + fee
            self._charges.add(principal + fee, on)
            self._charges.tell(fees=fee)
        if parts:
            self.balance.apart = self.plans.apart
            if self.balance.credit:
                self._use_credit(on)

    # -- bills -------------------------------------------------------------------------------------------------------

    def own_day(self, on: date) -> None:
        """Cut the computed bill of ``on``, with what has grown up to it."""
        self.come(on)
        self._bill_parts(on, self.plans.bill())
        interest, fees = self._charges.coming(on)
        self._charges.billed(on)
        self._charges.tell(interest, fees)
        self.balance.adjusted += interest + fees
        self._owe(interest + fees, on, whole=True)
        missed = self._bills.gather(on)
        unbilled = self._unbilled
        self._look_ahead()
        self._cut(bill_due_on(self.loan, on), unbilled, minimum_of(self.loan.card, unbilled, self._whole, missed))

    def bill(self, statement: Statement) -> None:
        """Cut a printed bill: what it holds beyond the records is owed, too."""
        self.come(statement.on)
        self._bill_parts(statement.on, self.plans.bill())
        interest, fees = self._charges.coming(statement.on)
        self._charges.billed(statement.on)
        amount, minimum, missed = statement.amount_minor, statement.minimum_minor, 0
        if amount >= self._bills.unpaid:
            missed = self._bills.gather(statement.on)
            amount -= self._bills.unpaid
            if minimum is not None:  # bills that can still be paid in time ask for their part of it themselves
                minimum = max(minimum - self._bills.missing, 0)
        if amount:
            self.balance.lose_credit()
        unbilled = self._unbilled
        if amount > unbilled:
            interest = min(interest, amount - unbilled)
            self._charges.tell(interest, min(fees, amount - unbilled - interest))
            self.balance.adjusted += amount - unbilled
            self._owe(amount - unbilled, statement.on)
        if minimum is None and amount == statement.amount_minor:  # not printed: by the terms, as for a computed bill
            minimum = minimum_of(self.loan.card, amount, min(self._whole, amount), missed)
        self._cut(bill_moved(self.loan, statement.on, statement.due_on), amount, minimum)

    def _cut(self, due_on: date, amount: int, minimum: int | None) -> None:
        self._whole = max(self._whole - amount, 0)
        if amount > 0:
            self._bills.cut(due_on, amount, minimum)

    # -- owing less --------------------------------------------------------------------------------------------------

    def pay(self, paid: Repayment) -> None:
        """Apply a repayment; interest and fees given by the person come on top of what the bills ask for."""
        self.come(paid.on)
        self._charges.accrue(self.dues.rows, paid.on, paid.counted_minor)
        if paid.settles:
            self._settle(paid)
            return
        parts = paid.split or Split(paid.counted_minor, 0)
        used = self._pay_down(paid.on, parts.principal_minor, paid.assigned_on)
        over = parts.principal_minor - used
        interest, late_fee = self._charges.pay_charges(over)
        over -= interest + late_fee
        self._charges.tell(parts.interest_minor + interest, parts.fee_minor + late_fee)
        self.balance.note(paid, used, parts.interest_minor + interest, parts.fee_minor + late_fee, over)
        self.balance.credit += over

    def _settle(self, paid: Repayment) -> None:
        """A repayment after which nothing is owed; what it exceeds that by is in the person's favour.

        What was bought on its day and it does not pay for was bought after it, and is owed.
        """
        used = min(self.balance.credit, self.balance.principal)
        self.balance.principal -= used
        self.balance.credit -= used
        bought = [draw for draw in self._draws if draw.on == paid.on and paid.after_reading >= draw.after_reading]
        expected = self.settlement(paid.on)
        owed = expected.principal_minor + expected.interest_minor + expected.fee_minor
        before = owed - sum(draw.amount_minor for draw in bought)
        self._later = bought if paid.counted_minor <= before else []
        self._read_on, read_on = paid.on, self._read_on  # what comes after this payment has not been told yet
        self.balance.credit += settle(self, paid)
        self._read_on = read_on

    def allow(self, allowance: Allowance) -> None:
        """What the lender gives back counts like money paid; a waiver of charges is of nothing else."""
        self.come(allowance.on)
        left = allowance.amount_minor
        if allowance.kind is AllowanceKind.WAIVER:
            part = allowance.part or Part.PENALTY
            if part is Part.PRINCIPAL:
                self._waive_principal(allowance)
                return
            _, left = self._charges.waive(left, part, of_bill=allowance.due_on is not None)
        bought = self.plans.refunded(allowance, self._draws)
        less = 0 if bought is None else self.plans.refund(bought, left)
        if less:
            self.balance.principal -= less
            self.balance.apart = self.plans.apart
        used = less + self._pay_down(allowance.on, left - less, allowance.due_on)
        self.balance.adjusted -= left
        self.balance.credit += left - used

    def _waive_principal(self, allowance: Allowance) -> None:
        """Owe less: of the bills, of what no bill holds, then of the last parts of plans."""
        used = self._pay_down(allowance.on, allowance.amount_minor, allowance.due_on)
        shed = self.plans.shed(allowance.amount_minor - used)
        self.balance.principal -= shed
        self.balance.apart = self.plans.apart
        self.balance.adjusted -= used + shed

    def _pay_down(self, on: date, left: int, assigned_on: date | None = None) -> int:
        """Reduce what is owed: the bill due on ``assigned_on``, the oldest bill, what no bill holds.

        Returns:
            What was used.
        """
        used = min(left, self.balance.principal - self.plans.principal)
        self._bills.pay(on, used, assigned_on)
        self.balance.principal -= used
        self._charges.pay(used, on)
        return used

    def debit(self, row: Row) -> None:
        """The lender takes the whole of a bill by itself, on its due date, with what was missed and it contains."""
        self._charges.pay(row.unpaid, row.due_on)
        self.balance.take_debit(self.dues, row)
        self._bills.debited(row)

    def read(self, reading: Reading) -> None:
        """Make what is owed what the lender showed."""
        self.come(reading.on)
        self._read_on = reading.on
        if reading.balance_minor:  # 0 is what the lender shows of a balance in the person's favour, too
            self.balance.lose_credit()
        change = reading.balance_minor - self.balance.principal
        self.balance.adjusted += change
        if change >= 0:
            self._owe(change, reading.on)
        else:
            unanswered = [(row, row.paid_on) for row in self.dues.open if row.answered_on is None]
            rest = -change - self._pay_down(reading.on, -change)
            for row, paid_on in unanswered:
                row.paid_on = paid_on  # nobody recorded that
            self.dues.note_shown([row for row, _ in unanswered if row.due_on <= reading.on], reading.on)
            self.balance.principal -= self.plans.shed(rest)
            self.balance.apart = self.plans.apart

    def arrange(self, on: date, agreed: Arrangement) -> None:
        """No interest and late fees for a time, or less is owed; a card has no instalments that could be moved."""
        self.come(on)
        if agreed.kind is ArrangementKind.WAIVER:
            self.allow(waiver_of(agreed, on))
        days = suspension(agreed)
        if days is not None:
            self.loan = without_interest(self.loan, days)
            self._charges.suspend(days, self.loan)

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on`` but what was bought after it was settled; no plan runs."""
        self.come(on)
        later = [draw for draw in self._later if draw.on == on]
        if self._read_on != on:
            told = {draw.id for draw in later}
            later += [draw for draw in self._draws if draw.on == on and draw.after_reading and draw.id not in told]
        self.balance.adjust(-self.balance.principal)
        self._bills.end(on)
        self.dues.end(on)
        self._whole = self.balance.apart = 0
        self.plans.forget()
        self._charges.forget(len(self.dues.rows))
        for draw in later:
            self.balance.adjusted += draw.amount_minor
            self.draw(draw)

    # -- what is to come ---------------------------------------------------------------------------------------------

    def reach(self, on: date | None) -> None:
        """Bills come by themselves, each on its day."""

    def upcoming(self, as_of: date) -> list[Row]:
        """The next bill, as it would be if nothing more were bought or paid."""
        if self.own is None:
            return []
        on = self.own[0]
        principal, fee = self.plans.following
        added = principal + fee + sum(self._charges.coming(on))
        unbilled = self._unbilled + added - self.balance.credit
        if unbilled <= 0:
            return []
        row = self.dues.new(bill_due_on(self.loan, on), unbilled)
        row.minimum = minimum_of(self.loan.card, unbilled, self._whole + added)
        return [row]

    def minimum_to_come(self, as_of: date) -> tuple[date, int] | None:
        """When the next computed bill falls due, and what it asks for at least if what is late stays unpaid, fen."""
        if self.own is None:
            return None
        on = self.own[0]
        late = self._bills.late(as_of)
        added = sum([*self.plans.following, *self._charges.coming(on)])
        bill = sum(row.unpaid for row in late) + self._unbilled + added - self.balance.credit
        missed = sum(row.missing for row in late if not row.untold)
        least = minimum_of(self.loan.card, max(bill, 0), self._whole + added, missed)
        return bill_due_on(self.loan, on), least or 0

    def standing(self, as_of: date) -> CardStanding:
        """How the card stands: what it has lent, its bills that are open, and what the next one will ask for.

        What is late is missed, also where the three days to record it are not over: what is paid today shows that.
        """
        self.come(as_of)
        self._charges.miss_late(self.dues.rows, as_of)
        late = self._bills.late(as_of)
        bills = tuple(
            OpenBill(
                row.number, row.due_on, row.until, row.unpaid, row.missing if row.met_on is None else 0, row in late
            )
            for row in self._bills.rows
        )
        charges = self._charges
        return CardStanding(charges.lending(), bills, self._whole, charges.late_fee, charges.fees_since)

    @property
    def charged(self) -> tuple[int, int]:
        """Interest and fees that bills asked for so far, or that were paid before, fen; less what was waived."""
        return self._charges.told

    def accrued(self, as_of: date) -> int:
        """Interest grown and not billed yet."""
        return self._charges.interest

    def grown_and_ahead(self, as_of: date) -> tuple[int, int]:
        """Nothing is paid ahead on a card, but its balance may be in the person's favour."""
        return self._charges.interest, min(self.balance.credit, self.balance.principal)

    def settlement(self, as_of: date) -> Split:
        """Everything owed, the interest that has grown on it, late fees, and what ending the plans costs."""
        fees = self._charges.late_fee + self.plans.end_fee()
        return Split(max(self.balance.principal - self.balance.credit, 0), self._charges.interest, fees)
