"""What a card costs beside its purchases: interest on its lots, late and yearly fees, as long as no bill holds them."""

from __future__ import annotations

from datetime import date, timedelta

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.terms import CardInterest, Part
from planner.domain.basics.money import half_up, share
from planner.domain.ledger.card_lots import Lending, Lots
from planner.domain.ledger.row import NOTHING, Row
from planner.domain.ledger.suspended import Days
from planner.domain.schedule.slots import yearly_fee

_DAY = timedelta(1)


class Charges:
    """Interest and fees of one card that no bill holds yet; of a card without interest its fees alone."""

    def __init__(self, loan: Loan, since: date) -> None:
        """``since``: the first day whose yearly fee is not in what is owed already."""
        self._loan, self._since = loan, since
        self.late_fee = 0  # for minimums missed since the last bill
        self._terms = loan.card
        self._lots = Lots(loan) if loan.card.interest is not CardInterest.NONE else None
        self._counted = 0  # rows before this one are past their last day, and what that brings has been counted
        self._told_interest = self._told_fees = 0  # what was asked for of each so far and not waived, paid or not
        self._told_either = 0  # recorded as a fee or interest, and nobody knows which
        self._suspended: list[Days] = []  # by agreement: no interest, and no fee for what is missed on such a day

    def accrue(self, rows: list[Row], on: date, paid_minor: int = 0) -> None:
        """Let interest grow up to and without ``on``, and bills that are missed by then be late.

        So are those whose last day has passed when ``paid_minor`` on ``on`` shows that they were not paid before. Of
        those due before the records tell all that was paid (``Row.untold``) nothing is reckoned.
        """
        if self._lots is not None:
            self._lots.accrue(on)
        while self._counted < len(rows):
            row = rows[self._counted]
            if row.until >= on or (paid_minor <= 0 and row.asked_until >= on and not row.untold):
                return
            self._counted += 1
            if row.cleared_on is None and not row.untold:
                paid_minor -= row.unpaid
                self._miss(row, on)

    def miss_late(self, rows: list[Row], on: date) -> None:
        """Count all as missed whose last day has passed, without waiting for records of it."""
        while self._counted < len(rows) and rows[self._counted].until < on:
            row = rows[self._counted]
            self._counted += 1
            if row.cleared_on is None and not row.untold:
                self._miss(row, on)

    @property
    def fees_since(self) -> date:
        """The first day whose yearly fee no bill holds."""
        return self._since

    def _miss(self, row: Row, on: date) -> None:
        terms = self._terms
        if self._lots is not None and row.unpaid > terms.tolerance_minor:
            self._lots.miss(row.number, row.due_on, on)
        missing = 0 if row.minimum is None or row.met_on is not None else row.minimum - row.paid_principal
        spared = any(first <= row.until < behind for first, behind in self._suspended)
        if missing > 0 and terms.late_fee_share is not None and not spared:
            self.late_fee += max(share(missing, terms.late_fee_share), terms.late_fee_minor)

    def suspend(self, days: Days, loan: Loan) -> None:
        """On these days nothing grows and being late costs no fee; ``loan``: the terms with no interest on them."""
        self._suspended.append(days)
        if self._lots is not None:
            self._lots.follow(loan)

    @property
    def interest(self) -> int:
        """Interest grown and not billed yet, half up."""
        return 0 if self._lots is None else half_up(self._lots.grown)

    @property
    def told(self) -> tuple[int, int]:
        """Interest and fees that were asked for so far and not waived, paid or not."""
        return self._told_interest, self._told_fees

    def lending(self) -> Lending | None:
        """What is lent and since when; None where the terms do not say what it costs."""
        return None if self._lots is None else self._lots.told()

    def coming(self, on: date) -> tuple[int, int]:
        """Interest, up to ``on`` if nothing is paid before, and late and yearly fees on the next computed bill."""
        fees = self.late_fee + yearly_fee(self._loan, self._since, on) if self._loan.fees else self.late_fee
        return 0 if self._lots is None else half_up(self._lots.grown + self._lots.until(on)), fees

    def pay_charges(self, left: int, part: Part | None = None) -> tuple[int, int]:
        """Pay what has grown before it is billed, from up to ``left`` fen: interest, then late fees.

        ``part``: interest alone, or late fees alone (any other); None: both.
        """
        interest = min(left, self.interest) if part in (None, Part.INTEREST) else 0
        if self._lots is not None:
            self._lots.grown = max(self._lots.grown - interest, NOTHING)
        late_fee = 0 if part is Part.INTEREST else min(left - interest, self.late_fee)
        self.late_fee -= late_fee
        return interest, late_fee

    def tell(self, interest: int = 0, fees: int = 0, either: int = 0) -> None:
        """So much was asked for: on a bill, or when it was paid or recorded. That is what can be waived later."""
        self._told_interest += interest
        self._told_fees += fees
        self._told_either += either

    def waive(self, left: int, part: Part, *, of_bill: bool) -> tuple[int, int]:
        """Ask for up to ``left`` fen of a part less: interest, or fees (any other). Purchases it leaves alone.

        ``of_bill``: what a bill holds alone, not what has grown.

        Returns:
            What no bill holds yet, which is asked for no more, and what has been asked for already.
        """
        grown = 0 if of_bill else sum(self.pay_charges(left, part))
        left -= grown
        own = min(left, self._told_interest if part is Part.INTEREST else self._told_fees)
        either = min(left - own, self._told_either)
        self.tell(-own if part is Part.INTEREST else 0, 0 if part is Part.INTEREST else -own, -either)
        return grown, own + either

    def billed(self, on: date) -> None:
        """The bill of ``on`` holds what has grown; a printed one also says whether it asks for a yearly fee."""
        self.late_fee, self._since = 0, on + _DAY
        if self._lots is not None:
            self._lots.grown = NOTHING

    def forget(self, counted: int) -> None:
        """Nothing is owed: nothing grows, and the first ``counted`` rows are done with."""
        self.late_fee, self._counted = 0, counted
        if self._lots is not None:
            self._lots.forget()

    # -- the lots, where there are any -------------------------------------------------------------------------------

    def add(self, amount: int, posted_on: date, *, bears: bool = False) -> None:
        """More is owed; it ``bears`` interest from its day."""
        if self._lots is not None:
            self._lots.add(amount, posted_on, bears=bears)

    def put_on_bill(self, number: int, amount: int) -> None:
        """The oldest ``amount`` that no bill holds is on bill ``number``."""
        if self._lots is not None:
            self._lots.put_on_bill(number, amount)

    def carry(self, number: int) -> None:
        """What is left of bill ``number`` waits for the next one."""
        if self._lots is not None:
            self._lots.carry(number)

    def take_out(self, amount: int, number: int | None) -> None:
        """The newest ``amount`` of bill ``number`` (None: of what no bill holds) is paid in instalments instead."""
        if self._lots is not None:
            self._lots.take_out(amount, number)

    def pay(self, amount: int, on: date) -> None:
        """The oldest ``amount`` is paid."""
        if self._lots is not None:
            self._lots.pay(amount, on)
