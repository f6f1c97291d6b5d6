"""A card that carries its balance, in a plan: its bills by their own days, with the interest that the ledger asks for.

The rules are those of ``ledger.card_lots`` and ``ledger.cards``, for payments on due dates and no new purchases: a bill
holds the interest that has grown up to its own day, half up; what is paid goes to the oldest lots first; of a bill that
is not paid in full every lot bears interest by the rule of the card. So a plan that is kept costs what the ledger asks
for, to the fen. That a bill may be short of a tolerance is left out: no plan counts on it, and who uses it pays less.

Programs and bounds cannot follow lots. ``growth`` is less than what a balance costs whatever is paid of it: a yuan left
after the payment of a month bears interest from that day on, what was left before bears it once more for the days from
the last statement to the payment (``Carried.growths``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from planner.domain.accounts.terms import PLAIN_CARD, CardInterest, CardTerms, MinimumRule
from planner.domain.basics.money import half_up, share, whole
from planner.domain.ledger.card_bills import minimum_of
from planner.domain.payoff.engine.model import Reducing

YEAR = 12
TRIFLE = 100  # fen that no plan leaves on a card: of a few fen a share is none, and they would never be paid
SLACK = 3  # fen that the roundings of all bills together stay within, beside half a fen a month
SURE = 1 - 1e-9  # floats are rounded down by far more than they err


class Bill(NamedTuple):
    """A bill to come: where on the line of interest it is cut (None: it is already) and paid.

    ``minimum_minor`` is what is missing from the minimum of one that is cut already, ``parts_minor`` what instalment
    plans ask for on it, ``fee_minor`` the yearly fee.
    """

    month: int
    cut: int | None
    due: int
    minimum_minor: int = 0
    parts_minor: int = 0
    fee_minor: int = 0


class Lot(NamedTuple):
    """A part of what is owed. ``since`` is where its interest begins if its bill is missed; None: it bears already."""

    amount: int
    since: int | None
    billed: bool


class Tab(NamedTuple):
    """A card before a payment on a due date: its lots, oldest first, and what has grown up to ``to``.

    ``grown`` and ``early`` are numerators of interest: what no bill holds, and what was paid of the open bill has cost,
    should it be missed. ``owed`` is all that the payment can be of, ``parts`` what is paid beside it for plans.
    """

    lots: tuple[Lot, ...]
    to: int
    grown: int = 0
    early: int = 0
    late_fee: int = 0
    whole: int = 0
    owed: int = 0
    parts: int = 0


NOTHING_LENT = Tab((), 0)


class Asked(NamedTuple):
    """What a month asks for: ``required`` by due date, interest and fees that were added, how the card stands then."""

    required: tuple[int, ...]
    interest: int
    fee: int
    tab: Tab


@dataclass(frozen=True)
class Carried(Reducing):
    """A card with its bills. ``bills`` reach some years; later ones repeat the last twelve months of them.

    ``numerator`` and ``denominator`` are the interest of a fen for a unit of the line on which the bills lie.
    """

    terms: CardTerms = PLAIN_CARD
    bills: tuple[Bill, ...] = ()
    begin: Tab = NOTHING_LENT
    numerator: int = 0
    denominator: int = 1

    # -- to the fen --------------------------------------------------------------------------------------------------

    def takes(self, month: int) -> bool:
        """Whether money above the required payment is taken in that month: with a bill."""
        return bool(self.bills_in(month))

    def bills_in(self, month: int) -> tuple[Bill, ...]:
        """The bills that fall due in a month, by day; behind the known ones those of twelve months before."""
        last = self._last
        if month <= last:
            return self._by_month.get(month, ())
        years = -(-(month - last) // YEAR)
        return tuple(self._later(bill, years) for bill in self._by_month.get(month - years * YEAR, ()))

    def _later(self, bill: Bill, years: int) -> Bill:
        by = years * self._year
        cut = bill.due if bill.cut is None else bill.cut
        return Bill(bill.month + years * YEAR, cut + by, bill.due + by, 0, 0, bill.fee_minor)

    def ask(self, balance_minor: int, month: int, tab: Tab) -> Asked:
        """What a month asks for with ``balance_minor`` left of what ``tab`` owed: the rest was paid on its day."""
        tab = self._paid(tab, tab.owed - balance_minor)
        required: list[int] = []
        fees = 0
        for bill in self.bills_in(month):
            if required:
                tab = self._paid(tab, required[-1])
            least = bill.minimum_minor
            if bill.cut is not None:
                fees += tab.late_fee + bill.fee_minor
                tab, least = self._cut(tab, bill, bill.cut)
            tab = self._due(tab, bill.due)
            required.append(min(least, tab.owed) if tab.owed > TRIFLE else tab.owed)
        interest = tab.owed + sum(required[:-1]) - balance_minor - fees
        return Asked(tuple(required), interest, fees, tab)

    def _paid(self, tab: Tab, amount: int) -> Tab:
        """Pay on the day of the tab: the oldest lots, what has grown, late fees."""
        owed, left = tab.owed - amount, amount + tab.parts
        if not left:
            return tab
        lots, early = [], tab.early
        for lot in tab.lots:
            part = min(left, lot.amount)
            if part:
                left -= part
                if lot.since is not None and lot.billed and self.terms.interest is CardInterest.FULL:
                    early += part * max(tab.to - lot.since, 0) * self.numerator
            if lot.amount > part:
                lots.append(Lot(lot.amount - part, lot.since, lot.billed))
        interest = min(left, self._fen(tab.grown))
        grown = max(tab.grown - interest * self.denominator, 0)
        late_fee = tab.late_fee - min(left - interest, tab.late_fee)
        return Tab(tuple(lots), tab.to, grown, early, late_fee, tab.whole, owed, 0)

    def _cut(self, tab: Tab, bill: Bill, cut: int) -> tuple[Tab, int]:
        """The bill that follows: with what has grown up to it; and what it asks for at least."""
        units = tab.early if any(lot.billed for lot in tab.lots) else 0
        after_due = self.terms.interest is CardInterest.AFTER_DUE
        lots: list[Lot] = []
        for lot in tab.lots:
            if lot.since is not None and not lot.billed:
                lots.append(Lot(lot.amount, bill.due if after_due else lot.since, billed=True))
                continue
            units += lot.amount * (cut - (tab.to if lot.since is None else lot.since)) * self.numerator
            if lots and lots[-1].since is None:
                lots[-1] = Lot(lots[-1].amount + lot.amount, None, billed=True)
            else:
                lots.append(Lot(lot.amount, None, billed=True))
        added = self._fen(tab.grown + units) + tab.late_fee + bill.fee_minor
        since = bill.due if after_due else cut
        lots += [Lot(amount, since, billed=True) for amount in (bill.parts_minor, added) if amount]
        total = sum(lot.amount for lot in lots)
        least = minimum_of(self.terms, total, tab.whole + added + bill.parts_minor) or 0
        then = Tab(tuple(lots), cut, parts=bill.parts_minor)
        return then, max(least - bill.parts_minor, 0)

    def _due(self, tab: Tab, due: int) -> Tab:
        """The day on which a bill is paid, before it is."""
        bearing = sum(lot.amount for lot in tab.lots if lot.since is None)
        grown = tab.grown + bearing * (due - tab.to) * self.numerator
        owed = sum(lot.amount for lot in tab.lots) - tab.parts + self._fen(grown) + tab.late_fee
        return tab._replace(to=due, grown=grown, owed=owed)

    def _fen(self, grown: int) -> int:
        return whole(grown, self.denominator) if grown else 0

    @cached_property
    def _by_month(self) -> dict[int, tuple[Bill, ...]]:
        found: dict[int, tuple[Bill, ...]] = {}
        for bill in self.bills:
            found[bill.month] = (*found.get(bill.month, ()), bill)
        return found

    @cached_property
    def _last(self) -> int:
        return self.bills[-1].month

    @cached_property
    def _year(self) -> int:
        """How far the line of interest goes in the last twelve months of the known bills."""
        before = [bill for bill in self.bills if bill.month <= self._last - YEAR]
        return self.bills[-1].due - before[-1].due

    # -- about -------------------------------------------------------------------------------------------------------

    def interest(self, balance_minor: int, month: int) -> int:
        """About what a month costs: exact in the first one with a due date, later a twelfth of the year's interest."""
        if month <= self.first:
            return (self.first_interest_minor or 0) if month == self.first else 0
        return half_up(Fraction(balance_minor) * Fraction(self.rates[-1]) / YEAR)

    def required(self, balance_minor: int, interest_minor: int, month: int) -> int:
        """About what a month asks for: exact in the first one with a due date."""
        owed = balance_minor + interest_minor
        if month <= self.first:
            return min(self.first_required_minor or 0, owed) if month == self.first else 0
        least = self.terms.minimum_minor or 0
        if self.terms.minimum is not MinimumRule.FIXED:
            least = max(least, interest_minor + share(balance_minor, self.terms.minimum_share or Decimal(0)))
        return min(least, owed)

    def dearer(self, points: Decimal, highest: Decimal) -> Carried:
        """The card at a rate that is so much higher, a fraction of the year: between 0 and ``highest``."""
        rate = self.rates[-1]
        then = min(max(rate + points, Decimal(0)), highest)
        if not rate:
            return self
        times = Fraction(then) / Fraction(rate)
        begin = self.begin
        begin = begin._replace(grown=begin.grown * times.denominator, early=begin.early * times.denominator)
        changed = replace(
            self,
            rates=(then,),
            named_rate=then,
            begin=begin,
            numerator=self.numerator * times.numerator,
            denominator=self.denominator * times.denominator,
        )
        return changed.opened()

    def opened(self) -> Carried:
        """The same with what its first month asks for and costs."""
        first = self.bills[0].month
        asked = self.ask(self.balance_minor, first, self.begin)
        rate = self.rates[-1]
        return replace(
            self,
            first=first,
            early_from=first,
            rates=(*[Decimal(0)] * first, rate),
            first_interest_minor=asked.interest + asked.fee,
            first_required_minor=sum(asked.required),
            interest_and=self._least_share(),
        )

    # -- at least, for programs and bounds ---------------------------------------------------------------------------

    def growth(self, month: int) -> float:
        """At least what a yuan owed becomes in that month: ``growths``."""
        if month < self.first:
            return 1.0
        place, known = month - self.first, self.growths
        if place >= len(known):
            place = len(known) - YEAR + (place - len(known)) % YEAR
        return known[place]

    @property
    def plain(self) -> Reducing:
        """A debt that never costs more, whatever is paid: what a program is told."""
        growths = [1.0] * (self.first - 1) + list(self.growths)
        return Reducing(
            self.id,
            self.lender,
            self.balance_minor,
            tuple(Decimal(growth - 1) * YEAR for growth in growths),
            interest_and=self.interest_and,
            early_from=self.early_from,
            first_required_minor=self.first_required_minor,
            named_rate=self.named_rate,
            first=self.first,
        )

    def _least_share(self) -> Decimal | None:
        """A share such that it and the growth of a month are never more than a bill asks for."""
        if self.terms.minimum is MinimumRule.FIXED:
            return None
        dearest = max((self._cost(before.due, bill.due) for before, bill in pairwise(self.bills)), default=0.0)
        return max((self.terms.minimum_share or Decimal(0)) - Decimal(2 * dearest), Decimal(0))

    def _cost(self, since: int, to: int) -> float:
        return (to - since) * self.numerator / self.denominator

    @cached_property
    def growths(self) -> tuple[float, ...]:
        """At least what a yuan owed becomes, by month from the first with a due date on.

        The measure of what is owed after a payment is ``left + c × bearing``, in which *bearing* is what bore interest
        from the statement to that day and *c* what that has cost, as it is worth when the next bill is cut. From one
        payment to the next the measure grows by the same factor however much is paid:

        * After the due date: ``1 + r₂ + c'``, where r₂ is the interest from a payment to the next statement, r₁ that
          from a statement to its payment, and c = r₁ ÷ the next factor.
        * By the other rules, which charge the interest of the bill, too: ``(1 + r₂) × (1 + c')``, c = r₁ ÷ (1 + r₂).

        What bears nothing yet bears interest from its posting if its bill is missed: that is in the factor behind its
        bill as a share of what may be left of it (``_back``). Until its bill is cut it counts without interest. Whoever
        pays all that is owed pays the measure, by the other rules at least without c × a month's interest.
        """
        later = [bill for month in range(self.first + 1, self._last + YEAR + 1) for bill in self.bills_in(month)]
        asked = self.ask(self.balance_minor, self.first, self.begin)
        tab, before = asked.tab, asked.tab.owed + sum(asked.required[:-1])
        factors, weights = self._factors([self.bills_in(self.first)[-1], *later])
        waiting = [lot for lot in tab.lots if lot.since is not None and not lot.billed]
        billed = [lot for lot in tab.lots if lot.since is None or lot.billed]
        left = sum(lot.amount for lot in tab.lots) - min(asked.required[-1], tab.owed)
        back = self._back(billed, left - sum(lot.amount for lot in waiting), tab.to, tab.early)
        factors[0] *= 1 + back / (1 + self._waits(tab.to, later[0]))
        lost = SLACK + sum(len(self.bills_in(month)) > 1 for month in range(1, self._last + 1)) / 2
        lost += (self._fen(tab.grown) + tab.late_fee) * (1 - 1 / factors[0])
        if waiting:
            held = sum(lot.amount for lot in waiting)
            most = left * factors[0] + self._fen(tab.grown)
            again = self._back([Lot(max(int(most) - held, 0), None, billed=True), *waiting], most, later[0].due)
            factors[1] *= 1 + again / (1 + self._waits(later[0].due, later[1]))
            lost += held * (factors[0] - 1) + again * weights[1] * most
        if self.terms.interest is not CardInterest.AFTER_DUE:
            lost += 2 * before * max(weights) * (max(factors[2:]) - 1)
        start = (before - lost) / self.balance_minor if self.balance_minor else 1.0
        return (start, *self._by_months(later, factors))

    def _by_months(self, later: Sequence[Bill], factors: Sequence[float]) -> list[float]:
        made: dict[int, float] = {}
        months = pairwise([self.first, *(bill.month for bill in later)])
        for (earlier, month), one in zip(months, factors, strict=True):
            counts = month + (
                earlier == month
            )  # of two in a month the later one in the next, as if all were paid first
            made[counts] = made.get(counts, 1.0) * one * SURE
        return [made.get(month, 1.0) for month in range(self.first + 1, self._last + 1)]

    def _waits(self, paid: int, bill: Bill) -> float:
        """The interest of a yuan from a payment to the statement of the bill that follows."""
        return self._cost(paid, bill.due if bill.cut is None else bill.cut)

    def _factors(self, bills: Sequence[Bill]) -> tuple[list[float], list[float]]:
        """By what the measure grows up to each bill but the first; and c of the bill before it."""
        factors: list[float] = []
        weights: list[float] = []
        weight = 0.0  # c of the later bill
        for before, bill in reversed(list(pairwise(bills))):
            waits = self._waits(before.due, bill)
            bears = 0.0 if before.cut is None else self._cost(before.cut, before.due)
            if self.terms.interest is CardInterest.AFTER_DUE:
                factors.append(1 + waits + weight)
                weight = bears / factors[-1]
            else:
                factors.append((1 + waits) * (1 + weight))
                weight = bears / (1 + waits)
            weights.append(weight)
        return factors[::-1], weights[::-1]

    def _back(self, lots: Sequence[Lot], most: float, at: int, early: int = 0) -> float:
        """At least the interest up to ``at`` that a bill of these lots bears if missed, by yuan left of it.

        ``most`` is what can be left of it. Of a line through nothing left and nothing to pay, none is steeper.
        """
        if most <= 0 or self.terms.interest is CardInterest.AFTER_DUE:
            return 0.0
        costs = [(lot.amount, 0.0 if lot.since is None else max(self._cost(lot.since, at), 0.0)) for lot in lots]
        if self.terms.interest is CardInterest.FULL:
            whole_bill = (sum(amount * cost for amount, cost in costs) + early / self.denominator) / most
            fresh = [cost for (amount, cost), lot in zip(costs, lots, strict=True) if amount and not lot.billed]
            return min([whole_bill, *fresh])  # what is not billed yet may be paid before
        least, left, grown = math.inf, 0.0, 0.0
        for amount, cost in reversed(costs):
            part = min(float(amount), most - left)
            if part <= 0:
                break
            left, grown = left + part, grown + part * cost
            least = min(least, grown / left)
        return least if left else 0.0
