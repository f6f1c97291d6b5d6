"""A card that carries its balance, in a plan: its bills by their own days, with the interest that the ledger asks for.

How it stands goes on from bill to bill as its ledger does it (``tabs``), so a plan that is kept costs what the ledger
asks for, to the fen.

Programs and bounds cannot follow lots. ``growth`` is less than what a balance costs whatever is paid of it: a yuan left
after the payment of a month bears interest from that day on, what was left before bears it once more for the days from
the last statement to the payment (``Carried.growths``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from planner.domain.accounts.terms import PLAIN_CARD, CardInterest, CardTerms, MinimumRule
from planner.domain.basics.money import half_up, share
from planner.domain.payoff.engine.model import UNPAID, Reducing
from planner.domain.payoff.engine.tabbed import Asked, Tabbed
from planner.domain.payoff.engine.tabs import NOTHING_LENT, UNBILLED, Bill, Bookkeeping, Lot, Tab
from planner.values import dataclass, replace

YEAR = 12
SLACK = 3  # fen that the roundings of all bills together stay within, beside half a fen a month
LEAST = 1e-6  # what a yuan becomes at least: programs and bounds divide by it
SURE = 1 - 1e-9  # floats are rounded down by far more than they err


class Told(NamedTuple):
    """What is owed after a payment, or when a bill is cut: ``cut`` counts those to come from 0; fen."""

    cut: int | None
    owed_minor: int


@dataclass(frozen=True)
class Carried(Tabbed):
    """A card with its bills. ``bills`` reach some years; later ones repeat the last twelve months of them.

    ``numerator`` and ``denominator`` are the interest of a fen for a unit of the line on which the bills lie.
    """

    terms: CardTerms = PLAIN_CARD
    bills: tuple[Bill, ...] = ()
    begin: Tab = NOTHING_LENT
    numerator: int = 0
    denominator: int = 1

    @property
    def opening(self) -> Tab:
        """The card before its first payment."""
        return self.begin

    # -- to the fen --------------------------------------------------------------------------------------------------

    def takes(self, month: int) -> bool:
        """Whether money above the required payment is taken in that month: with a bill."""
        return bool(self.bills_in(month))

    def bills_in(self, month: int) -> tuple[Bill, ...]:
        """The bills that fall due in a month, by day; behind the known ones those of twelve months before."""
        known = self._by_month
        if month > self._last and month not in known:
            years = -(-(month - self._last) // YEAR)
            known[month] = tuple(self._later(bill, years) for bill in known.get(month - years * YEAR, ()))
        return known.get(month, ())

    def _later(self, bill: Bill, years: int) -> Bill:
        return bill.later(years * YEAR, years * self._year[0], years * self._year[1])

    def _numbered(self, number: int) -> Bill:
        if number < len(self.bills):
            return self.bills[number]
        years = -(-(number - len(self.bills) + 1) // self._year[1])
        return self._later(self.bills[number - years * self._year[1]], years)

    def fees_after(self, tab: Tab, month: int) -> tuple[int, ...]:
        """The yearly fees on the bills of a month that are not cut yet."""
        return tuple(bill.fee_minor if bill.number >= tab.cut else 0 for bill in self.bills_in(month))

    def fee_until(self, tab: Tab, month: int) -> int:
        """The last month behind ``month`` with a yearly fee of a bill that is cut by its end; 0: there is none."""
        coming = (bill for later in range(month + 1, month + UNPAID + 1) for bill in self.bills_in(later))
        cut = (bill.month for bill in coming if bill.cut_in <= month and bill.number >= tab.cut and bill.fee_minor)
        return max(cut, default=0)

    def fees_until(self, month: int) -> int:
        """The yearly fees that are paid whatever a plan does, if it lasts to the end of a month at least; fen.

        Without those of its first month, which ``growths`` begins behind.
        """
        if not self.yearly_fees:
            return 0
        cut = self.ask(self.balance_minor, self.first, self.begin).tab.cut
        bills = (bill for later in range(self.first, month + UNPAID + 1) for bill in self.bills_in(later))
        return sum(bill.fee_minor for bill in bills if bill.number >= cut and bill.cut_in <= month)

    def ask(self, balance_minor: int, month: int, tab: Tab) -> Asked:
        """What a month asks for with ``balance_minor`` left of what ``tab`` owed: the rest was paid on its day."""
        return self._ask(balance_minor, month, tab, None)

    def told(self, balance_minor: int, month: int, tab: Tab) -> tuple[Asked, tuple[Told, ...]]:
        """``ask``, and what its lender says is owed when a bill is cut and after each payment but the last.

        Fen, without what is on no bill yet and without the parts of instalment plans.
        """
        seen: list[Told] = []
        asked = self._ask(balance_minor, month, tab, seen)
        return asked, tuple(seen)

    def _ask(self, balance_minor: int, month: int, tab: Tab, seen: list[Told] | None) -> Asked:
        keep = self._keep
        tab = keep.paid(tab, tab.owed - balance_minor)
        required: list[int] = []
        fees = 0
        for bill in self.bills_in(month):
            if required:
                tab = keep.paid(tab, required[-1])
                if seen is not None:
                    seen.append(Told(None, tab.lent))
            fees += tab.late_before
            while tab.cut < bill.cut_by:
                one = bill if tab.cut == bill.number else self._numbered(tab.cut)
                fees += one.fee_minor
                tab = tab._replace(cut=tab.cut + 1) if one.cut is None else keep.cut(tab, one)
                if seen is not None and one.cut is not None:
                    seen.append(Told(one.number - self.begun, tab.lent))
            tab, least = keep.due(tab, bill)
            required.append(least)
        interest = tab.owed + sum(required[:-1]) - balance_minor - fees
        return Asked(tuple(required), interest, fees, tab)

    def left(self, balance_minor: int, tab: Tab) -> int:
        """What its lender says is owed once ``balance_minor`` is left of what ``tab`` owed, as in ``told``; fen.

        Below 0 where what is on no bill yet was paid with money that its lender uses for parts of instalment plans.
        """
        return self._keep.paid(tab, tab.owed - balance_minor).lent

    @cached_property
    def begun(self) -> int:
        """How many bills are cut already."""
        return sum(bill.cut is None for bill in self.bills)

    @cached_property
    def yearly_fees(self) -> bool:
        """Whether any bill holds a yearly fee, also one of a card that is paid off."""
        return any(bill.fee_minor for bill in self.bills)

    @cached_property
    def _keep(self) -> Bookkeeping:
        return Bookkeeping(self.terms, self.numerator, self.denominator)

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
    def _year(self) -> tuple[int, int]:
        """How far the line of interest goes in the last twelve months of the known bills, and how many those are."""
        before = [bill for bill in self.bills if bill.month <= self._last - YEAR]
        return self.bills[-1].due - before[-1].due, len(self.bills) - len(before)

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
        rows = tuple(row._replace(early=row.early * times.denominator) for row in begin.rows)
        begin = begin._replace(grown=begin.grown * times.denominator, rows=rows)
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
        if self.terms.minimum is MinimumRule.FIXED or not self._one_by_one:
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
        asked = self.ask(self.balance_minor, self.first, self.begin)
        if not self._one_by_one:
            return self._loosely(asked)
        later = [bill for month in range(self.first + 1, self._last + YEAR + 1) for bill in self.bills_in(month)]
        tab, before = asked.tab, asked.tab.owed + sum(asked.required[:-1])
        factors, weights = self._factors([self.bills_in(self.first)[-1], *later])
        waiting = [lot for lot in tab.lots if lot.since is not None and lot.bill == UNBILLED]
        billed = [lot for lot in tab.lots if lot.since is None or lot.bill != UNBILLED]
        early = sum(row.early for row in tab.rows)
        left = sum(lot.amount for lot in tab.lots) - min(asked.required[-1], tab.owed)
        back = self._back(billed, left - sum(lot.amount for lot in waiting), tab.to, early)
        factors[0] *= 1 + back / (1 + self._waits(tab.to, later[0]))
        lost = SLACK + sum(len(self.bills_in(month)) > 1 for month in range(1, self._last + 1)) / 2
        lost += (self._keep.fen(tab.grown) + tab.late_fee) * (1 - 1 / factors[0])
        if waiting:
            held = sum(lot.amount for lot in waiting)
            most = left * factors[0] + self._keep.fen(tab.grown)
            again = self._back([Lot(max(int(most) - held, 0), None), *waiting], most, later[0].due)
            factors[1] *= 1 + again / (1 + self._waits(later[0].due, later[1]))
            lost += held * (factors[0] - 1) + again * weights[1] * most
        if self.terms.interest is not CardInterest.AFTER_DUE:
            lost += 2 * before * max(weights) * (max(factors[2:]) - 1)
        lost += (self.terms.tolerance_minor + self._ending) * (max(factors) - 1)
        return (self._start(before - lost), *self._by_months(later, factors))

    def _start(self, left: float) -> float:
        """The first factor where so much is owed by it at least: of next to nothing that can be below 0."""
        return max(left / self.balance_minor, LEAST) if self.balance_minor else 1.0

    @cached_property
    def _ending(self) -> int:
        """What instalment plans still ask for: ended early, it bears nothing up to its bill; once each."""
        return sum(amount for bill in self.bills for _, amount in bill.parts)

    @cached_property
    def _one_by_one(self) -> bool:
        """Whether each bill is cut after the last day of the one before it, and holds all that is owed then."""
        begun = {(bill.month, bill.due) for bill in self.bills if bill.cut is None}
        later = [bill for bill in self.bills if bill.cut is not None]
        holds = [lot.bill for lot in self.begin.lots]
        first = next((place for place, bill in enumerate(holds) if bill == UNBILLED), len(holds))
        return (
            len(begun) <= 1
            and all(bill.cut_by == bill.number + 1 and bill.over_cut >= bill.number for bill in later)
            and all(bill == UNBILLED for bill in holds[first:])
            and len(set(holds[:first])) <= 1
        )

    def _loosely(self, asked: Asked) -> tuple[float, ...]:
        """The same where bills overlap, or stand beside each other.

        What is left of a bill that could be paid in time bears from then on, at the latest after the third one. Of all
        that is owed at most the interest of some months bears nothing yet, or is exchanged for what does.
        """
        dues = {month: bills[-1].due for month in range(self.first, self._last + 1) if (bills := self.bills_in(month))}
        costs = {month: self._cost(dues[before], dues[month]) for before, month in pairwise(dues)}
        dearest = max(costs.values(), default=0.0)
        bears = [bill.month for bill in self.bills if bill.cut is not None][:3][-1]
        made = [1.0] * (self._last - self.first)
        for month, cost in costs.items():
            if month > bears:
                made[month - self.first - 1] = (1 + cost * max(1 - 6 * dearest, 0.0)) * SURE
        before = asked.tab.owed + sum(asked.required[:-1])
        lost = SLACK + len(self.bills) / 2 + self.terms.tolerance_minor + 2 * self._ending * dearest
        return (self._start(before - lost), *made)

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
            fresh = [
                cost
                for (amount, cost), lot in zip(costs, lots, strict=True)
                if amount and lot.since is not None and lot.bill == UNBILLED
            ]
            return min([whole_bill, *fresh])  # what is not billed yet may be paid before
        least, left, grown = math.inf, 0.0, 0.0
        for amount, cost in reversed(costs):
            part = min(float(amount), most - left)
            if part <= 0:
                break
            left, grown = left + part, grown + part * cost
            least = min(least, grown / left)
        return least if left else 0.0
