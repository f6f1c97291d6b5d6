"""The bills of a card that still ask for something: paid, missed and contained in later ones, moved by a plan.

* What has to be paid of a bill in time is its minimum, where the lender printed one or the terms give its rule, else
  all of it; ``tolerance_minor`` less than all is as good as all. Once enough is paid the bill is not overdue, and on
  time if that was in time, as the lender reports it; what is left of it then goes into the next bill.
* A bill of which less was paid is missed, and what is overdue is the unpaid part of its minimum. The next bill contains
  what is left of it (``Row.carried``, ``Row.within``), the next minimum that unpaid part. What is paid of that one from
  then on counts for both: the missed bill is late, no longer missed, once its own minimum is paid, or that of a bill
  that contains it. A bill that was printed beside them, for less than they ask for, contains none.
* An instalment plan takes its part off the latest bill first, off late ones too, and off their minimums by its share.
  A late bill that it takes over was late until then.
"""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.ledger.card_bills import enough_of, minimum_without
from planner.domain.ledger.card_charges import Charges
from planner.domain.ledger.dues import Dues, by_due_date
from planner.domain.ledger.row import Row


class OpenBills:
    """The bills of one card that ask for something which no later bill contains, by due date."""

    def __init__(self, loan: Loan, dues: Dues, charges: Charges) -> None:
        """``dues`` and ``charges``: those of the same card."""
        self._terms = loan.card
        self._dues, self._charges = dues, charges
        self._rows: list[Row] = []
        self._gathered: list[Row] = []  # what the bill that is cut next contains
        self._contained: dict[Row, list[Row]] = {}  # the missed bills that a bill contains, without what these contain

    @property
    def rows(self) -> list[Row]:
        """The bills, the oldest first."""
        rows = self._rows
        if rows:
            rows = self._rows = [row for row in rows if row.cleared_on is None and not row.carried]
        return rows

    @property
    def unpaid(self) -> int:
        """What they still ask for, fen."""
        return sum([row.unpaid for row in self.rows])

    @property
    def missing(self) -> int:
        """What they still ask for at least, fen."""
        return sum(row.missing for row in self.rows)

    def late(self, as_of: date) -> list[Row]:
        """Those of which less than enough was paid by the last day for it."""
        return [row for row in self.rows if row.until < as_of and row.met_on is None]

    # -- from bill to bill -------------------------------------------------------------------------------------------

    def cut(self, due_on: date, amount: int, minimum: int | None) -> None:
        """A bill of ``amount`` fen (> 0); ``minimum``, where anything says it, is at most all of it."""
        row = self._dues.new(due_on, amount)
        row.minimum = None if minimum is None else min(minimum, amount)
        row.enough = enough_of(self._terms, amount, row.minimum)
        row.met_on = due_on if row.enough is not None and row.enough <= 0 else None
        if self._gathered:
            for missed in self._gathered:
                missed.within = row
            self._contained[row], self._gathered = self._gathered, []
        self._dues.add(row)
        self._rows.append(row)
        self._rows.sort(key=by_due_date)
        self._charges.put_on_bill(row.number, amount)

    def carry_over(self, on: date) -> None:
        """What is left, once the time to pay it is over, of bills of which enough was paid goes into the next one."""
        for row in self._rows:
            if row.met_on is None or row.cleared_on is not None or row.carried:
                continue
            answered_on = row.answered_on
            if answered_on is not None and answered_on < on:
                self._go_on(row, answered_on)

    def _go_on(self, row: Row, answered_on: date) -> None:
        """What is left of a bill of which enough was paid is asked for by the next one."""
        row.principal -= row.unpaid
        row.minimum = None if row.minimum is None else min(row.minimum, row.principal)
        self._charges.carry(row.number)
        if row.amount:
            row.cleared_on = answered_on
        self._dues.skip_cleared()

    def gather(self, on: date) -> int:
        """Let the bill that is cut on ``on`` contain what is left of older ones that are late.

        Returns:
            What their minimums asked for and did not get, as far as that is known; the new minimum contains it.
        """
        for row in self.rows:
            if row.until < on and row.met_on is not None:  # missed, and enough of it was paid on this very day
                self._go_on(row, on)
        self._gathered = [row for row in self.late(on) if row.amount]
        missed = sum(row.missing for row in self._gathered if not row.untold)
        for row in self._gathered:
            row.carried = True
            self._charges.carry(row.number)
        return missed

    # -- asking for less ---------------------------------------------------------------------------------------------

    def take_off(self, on: date, amount: int) -> int:
        """A plan takes up to ``amount`` off the bills, the latest first, late ones too; returns how much that was."""
        left = amount
        for row in reversed(self.rows):
            if left:
                left -= self._take_off(on, row, min(left, row.unpaid))
        self._dues.skip_cleared()
        return amount - left

    def _take_off(self, on: date, row: Row, taken: int) -> int:
        """A bill asks for ``taken`` less, and for its share of that less at least.

        A late bill of which nothing is left was late until now: it stays as it was, and the plan contains it.
        """
        if not taken:
            return 0
        self._charges.take_out(taken, row.number)
        if row.until < on and row.met_on is None and taken == row.unpaid:
            row.carried, row.moved = True, taken
            row.met_on = row.cleared_on = on
        else:
            if row.minimum is not None:
                row.minimum = minimum_without(self._terms, row.minimum, row.principal, taken)
            row.principal -= taken
            row.enough = enough_of(self._terms, row.principal, row.minimum)
            if row.unpaid == 0 and row.amount:
                row.cleared_on = on
            else:
                _note_enough(row, on)
        if row.unpaid == 0 or row.carried or row.met_on is not None:
            self._clear_carried(row, on)
        return taken

    def pay(self, on: date, amount: int, assigned_on: date | None = None) -> None:
        """Put up to ``amount`` into the bill due on ``assigned_on``, then into the oldest ones.

        Of two that fall due on one day the first of which not enough was paid.
        """
        bills = self.rows
        if assigned_on is not None:
            named = self._dues.named(assigned_on, bills)
            if named is not None and named.met_on is not None:
                missing = (row for row in bills if row.due_on == named.due_on and row.met_on is None)
                named = next(missing, named)
            bills = sorted(bills, key=lambda row: row is not named)
        for row in bills:
            if amount:
                part = self._dues.fill(row, on, amount)[0]
                amount -= part
                _note_enough(row, on)
                if row.cleared_on is not None:  # of it lots may be left where its money was used for older ones
                    self._charges.carry(row.number)
                if row in self._contained:
                    self._count(row, on, part)
                    if row.cleared_on is not None or row.met_on is not None:
                        self._clear_carried(row, on)
        self._dues.skip_cleared()

    def debited(self, row: Row) -> None:
        """All of a bill was paid on its due date, with what was missed and it contains."""
        self._clear_carried(row, row.due_on)
        self._dues.skip_cleared()

    def end(self, on: date) -> None:
        """Nothing is owed from the end of ``on``: what was missed is late until then."""
        for row in self._dues.open:
            if row.carried and row.cleared_on is None:
                row.met_on = row.cleared_on = on
        for row in self.rows:
            if row.due_on > on:  # it was paid with all the rest; no later bill holds any of it
                row.pay_all()
                row.cleared_on = on

    def _count(self, bill: Row, on: date, amount: int) -> None:
        """What is paid of a bill counts for missed ones that it contains, up to what they asked for at least."""
        for row in self._contained.get(bill, ()):
            if row.cleared_on is not None:
                continue
            part = min(amount, row.missing)
            if not part:
                continue
            amount -= part
            row.paid_principal += part
            self._count(row, on, part)
            if row.paid_principal >= (row.amount if row.enough is None else row.enough):
                row.met_on = row.cleared_on = on
                self._clear_carried(row, on)

    def _clear_carried(self, bill: Row, on: date) -> None:
        """Enough was paid of a bill: the missed ones that it contains ask for nothing more."""
        for row in self._contained.get(bill, ()):
            if row.cleared_on is None:
                row.met_on = row.cleared_on = on
                self._clear_carried(row, on)


def _note_enough(row: Row, on: date) -> None:
    """Note the day on which what has to be paid of a bill was."""
    if row.enough is not None and row.met_on is None and row.paid_principal >= row.enough:
        row.met_on = on
