"""What an adopted plan pays on a loan on a day: the one amount that every page, reminder and command names.

A plan says a day, what is due on it and what is paid above that. Since then money was paid, early or late, and what the
lender asks for may have become another amount. So a day of the plan asks for what is still lacking of all that the plan
pays up to it, what is due counted as the ledger has it, but

* never less than what the lender asks for by that day: of a bill its minimum, all of it where the plan pays it off;
* never more than what ends the account;
* nothing that an earlier day of the plan lacked when the next one came: that is drift, which a new plan takes up. What
  the lender still asks of it is asked.

Where a payment of the plan ends the account and all was paid as planned, it is what the ledger says ends it that day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.basics.money import half_up
from planner.domain.book import Book
from planner.domain.ledger.agreed_due import settled_by
from planner.domain.ledger.card_bills import bill_due_on, statement_days
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DEBIT, Due, DueStatus, Position
from planner.domain.ledger.unrecorded import debited_on
from planner.domain.payoff.adopted.adopted import Baseline, Known, given, paid_since
from planner.domain.payoff.debts.actions import ActionKind
from planner.domain.payoff.debts.owed_lines import carries
from planner.domain.reminders.planned import Planned
from planner.domain.what_if.prepay import settling
from planner.values import dataclass, replace

_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class _Day:
    """All that the plan pays on a loan on a day: ``due_minor`` as it foresaw it, ``extra_minor`` above; fen of yuan."""

    on: date
    due_minor: int
    extra_minor: int
    ends: bool

    @property
    def pays_minor(self) -> int:
        return self.due_minor + self.extra_minor


def planned(
    baseline: Baseline, book: Book, as_of: date, places: Mapping[int, Position] | None = None
) -> tuple[Planned, ...]:
    """Every payment of a plan as it stands at the end of ``as_of``, a day of a loan each, by day.

    Args:
        baseline: the plan.
        book: everything known.
        as_of: the day of the question, not before the plan begins.
        places: the accounts on that day, by loan id, where that is known already.
    """
    known = {one.loan_id: one for one in baseline.known}
    found: list[Planned] = []
    for account in book.accounts:
        loan_id = account.loan.id
        days = _days(baseline, loan_id)
        if loan_id in known and days:
            place = position(account, as_of) if places is None else places[loan_id]
            rows = _Asking(baseline, account, known[loan_id], place, days).payments()
            agreed = settled_by(place)
            found += rows if agreed is None else _agreed(account.loan, as_of, agreed, rows)
    return tuple(sorted(found, key=lambda one: (one.on, one.loan_id)))


def _agreed(loan: Loan, as_of: date, due: Due, rows: Iterable[Planned]) -> Iterator[Planned]:
    """What went by, and the sum of an open settlement for less on its day in the place of all to come."""
    foreseen = 0
    for row in rows:
        if row.on < as_of and (row.done or row.over):
            yield row
        elif row.on == due.due_on:
            foreseen = row.foreseen_minor
    asked = due.unpaid_minor
    yield Planned(loan.id, due.due_on, asked, ends=True, done=False, due_minor=asked, foreseen_minor=foreseen)


def bills_in_full(baseline: Baseline, book: Book, places: Mapping[int, Position]) -> tuple[Planned, ...]:
    """Bills of cards on which a plan pays nothing any more: it reckons with everyday spending that is paid in full.

    No rows of the plan: they stand beside a bill that would take its minimum, so that all of it is named. Of a card
    that the plan does not know, or whose bill has fallen due, there are none.

    Args:
        baseline: the plan.
        book: everything known.
        places: the accounts today, by loan id.
    """
    known, found = {one.loan_id for one in baseline.known}, []
    for account in book.accounts:
        loan = account.loan
        if loan.id not in known or not carries(loan):
            continue
        place, last = places[loan.id], max((one.on for one in baseline.by_loan.get(loan.id, ())), default=date.min)
        for due in place.dues:
            if due.unpaid_minor and due.due_on >= place.as_of and due.due_on > last:
                least = due.asked_minor
                found.append(Planned(loan.id, due.due_on, due.unpaid_minor, False, False, least, above=True))
    return tuple(sorted(found, key=lambda one: (one.on, one.loan_id)))


def _days(baseline: Baseline, loan_id: int) -> list[_Day]:
    days: dict[date, _Day] = {}
    actions = baseline.by_loan.get(loan_id, [])
    for place, action in enumerate(actions, 1):
        before = days.get(action.on, _Day(action.on, 0, 0, False))
        kind = "due_minor" if action.kind is ActionKind.DUE else "extra_minor"
        amount = getattr(before, kind) + action.amount_minor
        last = action.ends and place == len(actions)
        days[action.on] = replace(before, **{kind: amount, "ends": before.ends or last})
    return [days[on] for on in sorted(days)]


class _Asking:
    """One account under a plan on a day."""

    def __init__(
        self, baseline: Baseline, account: Account, known: Known, place: Position, days: Sequence[_Day]
    ) -> None:
        self.baseline, self.account, self.known, self.place = baseline, account, known, place
        self.days = days
        self.today = place.as_of
        self.card = account.loan.method is Method.CARD
        self.current = max((at for at, day in enumerate(days) if day.on <= self.today), default=-1)

    def payments(self) -> Iterator[Planned]:
        """Each day of the plan, in order."""
        paid = self._paid(self.today)
        so_far, asked_before, first = 0, 0, True
        for at, (day, sure, target, missed) in enumerate(self._targets(paid)):
            lacking = target - paid
            if at < self.current:
                yield self._told(day, max(min(lacking, day.pays_minor), 0), 0, done=lacking <= 0, over=True)
                continue
            asked = self._asked_by(day, least=True) if sure else asked_before
            need = max(lacking, self._asked_by(day) if sure else 0, so_far)
            amount, so_far = need - so_far, need
            if amount and first:
                amount, first = self._bounded(day, amount, as_planned=not missed), False
            due = asked - asked_before if sure and self._listed(day) else day.due_minor
            due += self._held_back if day.on == self.today else 0
            yield self._told(day, amount, min(due, amount), done=not amount)
            asked_before = asked

    def _targets(self, paid: int) -> Iterator[tuple[_Day, bool, int, int]]:
        """Each day, whether the ledger knows what is due on it, what is to be paid up to it in all, what was missed.

        While a payment above what is due is still to come, or one of a line that the ledger does not ask for, what
        falls due after it will be another amount than the ledger says today: from there on it is what the plan foresaw.
        So is a bill that is not cut yet, while any payment is to come before it.
        """
        told = self._dues_told()
        total = missed = 0
        sure, waits, line = True, False, self.account.loan.method is Method.REVOLVING
        for at, day in enumerate(self.days):
            if 0 < at <= self.current:
                missed += max(total - missed - self._paid(day.on - _DAY), 0)
            due = told.get(day.on, day.due_minor) if sure or day.on <= self.today else day.due_minor
            total += day.extra_minor + (due if day.due_minor else 0)
            yield day, sure and not (waits and day.on >= self._not_cut), total - missed, missed
            waits = at >= self.current and total - missed > paid
            above = day.extra_minor or (line and day.on not in self._due_days)
            if above and waits:
                sure = False

    def _told(self, day: _Day, amount: int, due: int, *, done: bool, over: bool = False) -> Planned:
        loan_id = self.account.loan.id
        return Planned(
            loan_id,
            day.on,
            self._own(amount),
            day.ends,
            done,
            self._own(due),
            day.pays_minor,
            over and not done,
            bool(day.extra_minor) or self.card,
        )

    def _own(self, amount_minor: int) -> int:
        """Fen of yuan in the currency of the account, half up."""
        rate = self.account.loan.yuan_rate
        return amount_minor if rate is None or not rate else half_up(Fraction(amount_minor) / Fraction(rate))

    # -- what the lender asks --------------------------------------------------------------------------------------

    def _dues_told(self) -> dict[date, int]:
        """What is due on each day after the adoption by the ledger, fen of yuan, by due date.

        What of a due was paid before the adoption is no part; nor is what the lender gave up. Bills of cards are paid
        as far as the plan foresaw: their minimum is only the least of it.
        """
        if self.card:
            return {}
        told: dict[date, int] = {}
        line, coming = self.account.loan.method is Method.REVOLVING, self.place.next_due
        last = coming.due_on if line and coming is not None else date.max  # of a later one the interest is not known
        for due in self.place.dues:
            if self.baseline.start_on < due.due_on <= last and due.status is not DueStatus.COVERED:
                told[due.due_on] = told.get(due.due_on, 0) + due.paid_minor - due.waived_minor + due.unpaid_minor
        before = self._paid_before() if told else {}
        return {on: self.account.loan.in_yuan(amount - before.get(on, 0)) for on, amount in told.items()}

    def _paid_before(self) -> dict[date, int]:
        """What of each due was paid when the plan was adopted, by due date."""
        start_on, last = self.baseline.start_on, self.known.last_repayment
        if not last:
            return {}
        repayments = tuple(one for one in self.account.repayments if one.on <= start_on and one.id <= last)
        then = position(replace(self.account, repayments=repayments), start_on)
        return {due.due_on: due.paid_minor - due.waived_minor for due in then.dues if due.due_on > start_on}

    def _asked_by(self, day: _Day, *, least: bool = False) -> int:
        """What is unpaid of all that the lender asks for by a day, in yuan: of bills all where the plan pays all.

        ``least``: of every bill the minimum.
        """
        whole = self.card and not least and (day.ends or not carries(self.account.loan))
        days, asked, unpaid = self._open
        place = bisect_right(days, max(day.on, self.baseline.start_on))
        return self.account.loan.in_yuan((unpaid if whole else asked)[place])

    @cached_property
    def _open(self) -> tuple[list[date], list[int], list[int]]:
        """The due dates with something unpaid, and before each what is asked for at least and in all up to there."""
        dues = sorted((due for due in self.place.dues if due.unpaid_minor), key=lambda due: due.due_on)
        asked = accumulate((due.asked_minor for due in dues), initial=0)  # a missed bill is a part of one behind it
        unpaid = accumulate((due.unpaid_minor for due in dues), initial=0)
        return [due.due_on for due in dues], list(asked), list(unpaid)

    def _listed(self, day: _Day) -> bool:
        """Whether the ledger says what falls due on a day; of a line or card it knows no more than the next due."""
        known = self.account.loan.method.scheduled or day.on <= self.today
        return known or day.on in self._due_days

    @cached_property
    def _not_cut(self) -> date:
        """When the next bill of a card falls due that is not cut yet; of another loan no day."""
        days = statement_days(self.account) if self.card else iter(())
        cut_on = next((on for on in days if on > self.today), None)
        return date.max if cut_on is None else bill_due_on(self.account.loan, cut_on)

    @cached_property
    def _due_days(self) -> frozenset[date]:
        return frozenset(due.due_on for due in self.place.dues)

    # -- what was paid ---------------------------------------------------------------------------------------------

    def _paid(self, until: date) -> int:
        """What was paid on what the plan knows since the adoption, in yuan, with debits that nobody recorded yet."""
        debited = self._debited(until)
        if until < self.today:
            return self.account.loan.in_yuan(paid_since(self.baseline, self.account, self.known, until)) + debited
        return given(self.baseline, self.account, self.known, self.place, until).towards_minor + debited

    def _debited(self, until: date) -> int:
        """What the lender's own debits are assumed to have paid since the adoption, in yuan: nobody recorded them."""
        parts = [one for one in self.place.applied if one.repayment_id == DEBIT]
        total = sum(one.used_minor for one in parts if self.baseline.start_on < one.on <= until)
        return self.account.loan.in_yuan(total) - (self._held_back if until == self.today else 0)

    @cached_property
    def _held_back(self) -> int:
        """Of the debits those of today, where the plan pays more on this day, in yuan.

        A payment that is recorded today takes the place of the debit: the one that is named has to hold it.
        """
        if self.current < 0 or self.days[self.current].on != self.today or not self.days[self.current].extra_minor:
            return 0
        return self.account.loan.in_yuan(debited_on(self.place, self.today))

    def _bounded(self, day: _Day, amount: int, as_planned: bool) -> int:
        """The next payment against what ends the account that day."""
        loan, on = self.account.loan, max(day.on, self.today)
        if self.card:
            return min(amount, self._ending_card(amount, on))
        held = self._held_back if day.on == self.today else 0  # a part of what is named today, and not owed by then
        if not (day.ends or amount >= loan.in_yuan(self.place.owed_minor) + held):
            return amount
        whole = loan.in_yuan(settling(self.account, on, today=self.today).total_minor) + held
        if on > self.today:  # what falls due until then is taken as paid there
            whole += self._asked_by(day, least=True)
        return whole if day.ends and as_planned else min(amount, whole)

    def _ending_card(self, amount: int, on: date) -> int:
        """What ends a card on a day, in yuan: of a later one with what is billed up to it."""
        loan = self.account.loan
        whole = loan.in_yuan(self.place.settlement_minor)
        return (
            whole if amount <= whole or on <= self.today else loan.in_yuan(position(self.account, on).settlement_minor)
        )
