"""A card that carries its balance, from bill to bill, as its ledger does it: lots, bills that are open, what has grown.

The rules are those of ``ledger.card_lots`` and ``ledger.cards``, for payments on due dates and no new purchases: a bill
holds what no other one does and the interest that has grown up to its own day, half up; what is paid goes to the oldest
lots first, and to the bill that falls due before older ones, as a payment that names it; of a bill of which more than
the tolerance is unpaid after its last day every lot bears interest by the rule of the card.
"""

from __future__ import annotations

from typing import NamedTuple

from planner.domain.accounts.terms import CardInterest, CardTerms
from planner.domain.basics.money import whole
from planner.domain.ledger.card_bills import minimum_of
from planner.values import dataclass

UNBILLED = -1
TRIFLE = 100  # fen that no plan leaves on a card: of a few fen a share is none, and they would never be paid


class Bill(NamedTuple):
    """A bill to come: where on the line of interest it is cut (None: it is already) and paid.

    ``number`` counts them from 0. By the payment all bills below ``cut_by`` are cut. The last day of those below
    ``over_cut`` has passed when this one is cut, of those below ``over_due`` when it is paid. ``parts`` is what
    instalment plans ask for on it, by the number of the plan, ``fee_minor`` the yearly fee, ``cut_in`` the month of its
    statement (0: before the first).
    """

    month: int
    cut: int | None
    due: int
    number: int = 0
    cut_by: int = 0
    over_cut: int = 0
    over_due: int = 0
    parts: tuple[tuple[int, int], ...] = ()
    fee_minor: int = 0
    cut_in: int = 0

    def later(self, months: int, units: int, bills: int) -> Bill:
        """The same so many months, units of the line and bills later, without parts."""
        cut = self.due if self.cut is None else self.cut
        return Bill(
            self.month + months,
            cut + units,
            self.due + units,
            self.number + bills,
            self.cut_by + bills,
            self.over_cut + bills,
            self.over_due + bills,
            (),
            self.fee_minor,
            self.cut_in + months,
        )


class Lot(NamedTuple):
    """A part of what is owed. ``since`` is where its interest begins if its bill is missed; None: it bears already.

    ``bill`` is the number of the bill that holds it and can still be paid in time; ``UNBILLED``: none does.
    """

    amount: int
    since: int | None
    bill: int = UNBILLED


class Open(NamedTuple):
    """A bill that can still be paid in time, or is late: what is unpaid of it, and missing from its minimum.

    ``parts`` of it are paid beside the card's own payment, ``early`` is what was paid of it has cost, should it be
    missed (a numerator of interest).
    """

    bill: int
    unpaid: int
    missing: int
    parts: int = 0
    early: int = 0


class Tab(NamedTuple):
    """A card before a payment on a due date: its lots, oldest first, and what has grown up to ``to``.

    ``rows`` are its open bills, by due date, ``cut`` the number of the next one that is cut. ``grown`` is the numerator
    of the interest that no bill holds, ``late_fee`` the same of fees for being late, ``late_before`` of those that are
    not in what is owed yet. ``whole`` is what the next minimum asks for in full, ``owed`` all that the payment can be
    of, ``asked`` what of it is for the bill ``paying``, ``beside`` what is paid beside it for plans, ``ended`` the
    numbers of those that were ended early.
    """

    lots: tuple[Lot, ...]
    to: int
    rows: tuple[Open, ...] = ()
    cut: int = 0
    grown: int = 0
    late_fee: int = 0
    late_before: int = 0
    whole: int = 0
    owed: int = 0
    asked: int = 0
    paying: int = UNBILLED
    beside: int = 0
    ended: tuple[int, ...] = ()

    @property
    def lent(self) -> int:
        """What is owed but the parts of instalment plans and what is on no bill yet, fen."""
        return sum(lot.amount for lot in self.lots) - sum(row.parts for row in self.rows)

    def without(self, plan: int, amount: int) -> Tab:
        """With a plan ended on this day: ``amount`` of it is asked for on the next bill, and paid beside this one.

        As the ledger does it: the money is used for the oldest lots, and the next minimum holds all of it.
        """
        return self._replace(
            lots=(*self.lots, Lot(amount, self.to)),
            whole=self.whole + amount,
            beside=self.beside + amount,
            ended=(*self.ended, plan),
        )


NOTHING_LENT = Tab((), 0)


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """How a tab goes on by the terms of its card; a fen costs ``numerator`` ÷ ``denominator`` for a unit of the line.

    Without a rule for the minimum a bill asks for all of it.
    """

    terms: CardTerms
    numerator: int
    denominator: int

    def fen(self, grown: int) -> int:
        """What has grown, half up."""
        return whole(grown, self.denominator) if grown else 0

    def paid(self, tab: Tab, amount: int) -> Tab:
        """Pay on the day of the tab: the oldest lots, what has grown, late fees."""
        owed, left = tab.owed - amount, amount + tab.beside
        if not left:
            return tab
        lots: list[Lot] = []
        early: dict[int, int] = {}
        full = self.terms.interest is CardInterest.FULL
        for lot in tab.lots:
            part = left if left < lot.amount else lot.amount
            if part:
                left -= part
                if full and lot.since is not None and lot.bill != UNBILLED:
                    early[lot.bill] = early.get(lot.bill, 0) + part * (tab.to - lot.since) * self.numerator
            if lot.amount > part:
                lots.append(Lot(lot.amount - part, lot.since, lot.bill) if part else lot)
        rows = _filled(tab, amount + tab.beside - left, early) if tab.rows else ()
        if len(rows) < len(tab.rows):  # what older money than that of its own bill has left waits for the next one
            kept = {row.bill for row in rows}
            lots = [lot if lot.bill in kept or lot.bill == UNBILLED else Lot(lot.amount, lot.since) for lot in lots]
        interest = min(left, self.fen(tab.grown))
        grown = max(tab.grown - interest * self.denominator, 0)
        late_fee = tab.late_fee - min(left - interest, tab.late_fee)
        return Tab(tuple(lots), tab.to, rows, tab.cut, grown, late_fee, 0, tab.whole, owed, ended=tab.ended)

    def cut(self, tab: Tab, bill: Bill) -> Tab:
        """The bill that follows: all that no open one holds, with what has grown up to it."""
        assert bill.cut is not None
        tab = self._come(tab, bill.cut, bill.over_cut)
        parts = sum([amount for plan, amount in bill.parts if plan not in tab.ended]) if bill.parts else 0
        added = self.fen(tab.grown) + tab.late_fee + bill.fee_minor
        lots = list(tab.lots)
        if parts:
            lots.append(Lot(parts, bill.cut))
        if added:
            lots.append(Lot(added, bill.cut))
        total = 0
        for lot in lots:
            total += lot.amount
        for row in tab.rows:
            total -= row.unpaid
        asked = tab.whole + added + parts
        rows = tab.rows
        if total > 0:
            since = bill.due if self.terms.interest is CardInterest.AFTER_DUE else None
            lots = _put_on(lots, total, bill.number, since)
            least = minimum_of(self.terms, total, asked)
            rows = (*rows, Open(bill.number, total, total if least is None else least, parts))
            if len(rows) > 1 and rows[-2].bill > bill.number:
                rows = tuple(sorted(rows))
        return Tab(tuple(lots), bill.cut, rows, bill.number + 1, whole=max(asked - max(total, 0), 0), ended=tab.ended)

    def due(self, tab: Tab, bill: Bill) -> tuple[Tab, int]:
        """The day on which a bill is paid, before it is; and what it asks for at least, beside its parts of plans.

        A trifle is asked for whole.
        """
        tab = self._come(tab, bill.due, bill.over_due)
        owed = self.fen(tab.grown) + tab.late_fee
        for lot in tab.lots:
            owed += lot.amount
        rows, required, beside = tab.rows, 0, 0
        for place, row in enumerate(rows):
            owed -= row.parts
            if row.bill == bill.number:
                required, beside = max(row.missing - row.parts, 0), row.parts
                if beside:
                    rows = (*rows[:place], Open(row.bill, row.unpaid, row.missing, 0, row.early), *rows[place + 1 :])
        if owed < required or owed <= max(TRIFLE, self.terms.tolerance_minor):
            required = owed
        asked = required + beside
        went = (tab.lots, tab.to, rows, tab.cut, tab.grown, tab.late_fee, 0, tab.whole)
        return Tab(*went, owed, asked, bill.number, beside, tab.ended), required

    def _come(self, tab: Tab, to: int, over: int) -> Tab:
        """Let interest grow; bills below ``over`` are missed if more than the tolerance is unpaid, and go on."""
        bearing, lots, rows = 0, tab.lots, tab.rows
        for lot in lots:
            if lot.since is None:
                bearing += lot.amount
        grown = tab.grown + bearing * (to - tab.to) * self.numerator
        while rows and rows[0].bill < over:
            row, rows = rows[0], rows[1:]
            missed = row.unpaid > self.terms.tolerance_minor
            grown += row.early if missed else 0
            going: list[Lot] = []
            for lot in lots:
                if lot.bill != row.bill:
                    going.append(lot)
                elif lot.since is None or not missed:
                    going.append(Lot(lot.amount, lot.since))
                else:
                    grown += lot.amount * (to - lot.since) * self.numerator
                    going.append(Lot(lot.amount, None))
            lots = tuple(going)
        late_fee = tab.late_fee + tab.late_before
        return Tab(lots, to, rows, tab.cut, grown, late_fee, 0, tab.whole, ended=tab.ended)


def _filled(tab: Tab, used: int, early: dict[int, int]) -> tuple[Open, ...]:
    """The open bills after a payment: what is for one first, then the oldest; those paid in full are gone."""
    rows = tab.rows
    if len(rows) == 1:  # as it is for most cards
        bill, unpaid, missing, parts, grown = rows[0]
        if used >= unpaid:
            return ()
        return (Open(bill, unpaid - used, max(missing - used, 0), parts, grown + early.get(bill, 0)),)
    named = next((place for place, row in enumerate(rows) if row.bill == tab.paying), None)
    own = 0 if named is None else min(tab.asked, rows[named].unpaid, used)
    rest = used - own
    found = []
    for place, row in enumerate(rows):
        part = own if place == named else 0
        more = min(rest, row.unpaid - part)
        rest -= more
        part += more
        if row.unpaid > part:
            grown = row.early + early.get(row.bill, 0)
            found.append(Open(row.bill, row.unpaid - part, max(row.missing - part, 0), row.parts, grown))
    return tuple(found)


def _put_on(lots: list[Lot], amount: int, number: int, since: int | None) -> list[Lot]:
    """The oldest ``amount`` that no bill holds is on a bill; where it begins to bear, if not where it was posted."""
    found: list[Lot] = []
    for lot in lots:
        if lot.bill != UNBILLED or not amount:
            found.append(lot)
            continue
        part = min(lot.amount, amount)
        amount -= part
        begins = lot.since if lot.since is None or since is None else since
        last = found[-1] if found else None
        if last is not None and last.bill == number and last.since == begins:
            found[-1] = Lot(last.amount + part, begins, number)
        else:
            found.append(Lot(part, begins, number))
        if lot.amount > part:
            found.append(Lot(lot.amount - part, lot.since))
    return found
