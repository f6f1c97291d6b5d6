"""What is paid to lenders by day: what falls due, what the adopted plan pays beyond that, what was paid already.

What falls due later follows from what is paid before: interest of a line, the next bill of a card, instalments after
an extra payment. So an account is followed from payment to payment, as if each were made on its day, and asked of its
own ledger what comes next. Nothing is counted twice: the plan names all that it pays on a day, what is due included,
and after it settles a loan nothing of that loan falls due any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import NamedTuple

from planner.domain.accounts.conditions import to_settle
from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import label
from planner.domain.accounts.records import Account, Repayment
from planner.domain.cash.movements import Gap, Kind, Lack, Movement
from planner.domain.ledger.card_bills import statement_days
from planner.domain.ledger.position import replay
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import DEBIT, UNJUDGED, Due, DueStatus, Position
from planner.domain.ledger.unrecorded import debited_on
from planner.domain.reminders.planned import Planned
from planner.values import dataclass, replace

_DAY = timedelta(1)
_AHEAD = 10**13  # ids of payments to come: behind all real ones


def payments(
    account: Account, place: Position, planned: Iterable[Planned], today: date, until: date
) -> tuple[Movement, ...]:
    """What has to be paid on an account from ``today`` to ``until`` (both inclusive), as far as ledger and plan know.

    Overdue amounts count today, and what is not recorded yet or agreed with the lender for a passed day does, too. A
    bill counts whole, unless the plan pays less of it: then what the plan pays, and never less than its minimum. A
    settlement for less takes the place of everything else on its loan. What something else than cash pays of an
    instalment (``Loan.offset_minor``) is no movement.

    Args:
        account: the account.
        place: its state today.
        planned: the payments of the adopted plan as they stand today, of any loan.
        today: the person's day.
        until: the last day.
    """
    agreed = _agreed(account, today)
    if agreed is not None:
        return (agreed,) if agreed.on <= until else ()
    account, planned = _known(account, today), tuple(planned)
    plan = _still_planned(planned, account.loan.id, today, until)
    left = _left_over(account.loan, planned)
    begin = _Walk(account, place, today, until, plan, left, _cuts(account, place, today, until))
    if today in plan and plan[today].on == today:  # it holds the debit of today, which is a movement of its own
        debited = min(debited_on(place, today), plan[today].due_minor)
        begin = replace(begin, outside=debited, debited=debited)
    return tuple(_walk(begin))


def _known(account: Account, today: date) -> Account:
    """The account with what is recorded up to today: a look back knows nothing of later days."""
    return replace(
        account,
        draws=tuple(one for one in account.draws if one.on <= today),
        repayments=tuple(one for one in account.repayments if one.on <= today),
        readings=tuple(one for one in account.readings if one.on <= today),
        statements=tuple(one for one in account.statements if one.on <= today),
        plans=tuple(one for one in account.plans if one.started_on <= today),
        allowances=tuple(one for one in account.allowances if one.on <= today),
        arrangements=tuple(one for one in account.arrangements if (one.agreed_on or date.min) <= today),
        moves=tuple(one for one in account.moves if one.on <= today),
        denials=tuple(one for one in account.denials if one.on <= today),
    )


def _cuts(account: Account, place: Position, today: date, until: date) -> tuple[date, ...]:
    """The days to come on which a card's bills are cut; none where nothing is owed that could be on them."""
    if account.loan.method is not Method.CARD or not (place.owed_minor or place.accrued_minor):
        return ()
    cuts = takewhile(lambda on: on <= until, statement_days(account))
    return tuple(on for on in cuts if on > today)


def _agreed(account: Account, today: date) -> Movement | None:
    """What an open settlement for less still asks for, on its last day."""
    loan, found = account.loan, to_settle(account, today)
    if found is None:
        return None
    agreed, stands = found
    assert agreed.until_on is not None
    left = loan.in_yuan(stands.asked_minor - stands.paid_minor)
    return Movement(agreed.until_on, Kind.AGREED, label(loan), -left, loan_id=loan.id)


def _still_planned(planned: Iterable[Planned], loan_id: int, today: date, until: date) -> dict[date, Planned]:
    """What the plan pays on a loan from today to ``until``, by day; what its last day still lacks is paid today."""
    own = (one for one in planned if one.loan_id == loan_id and not (one.done or one.over) and one.on <= until)
    return {max(one.on, today): one for one in own}


def _left_over(loan: Loan, planned: Iterable[Planned]) -> frozenset[date]:
    """The days of the bills of which all is paid that the plan pays: it leaves the rest to the next one."""
    card = loan.method is Method.CARD
    return frozenset(one.on for one in planned if card and one.loan_id == loan.id and one.done and not one.ends)


class _Asked(NamedTuple):
    """A due, the day on which it is paid, what is asked of it, and what of that has to be paid at least."""

    on: date
    due: Due
    amount_minor: int
    least_minor: int


@dataclass(frozen=True, slots=True)
class _Walk:
    """An account on its way through the days.

    ``left_over`` are the due dates of bills of which the plan pays no more than their minimum: ``_left_over``.
    ``cuts`` are the days to come on which a card's bills are cut: what stays of one bill is on the next one only then.
    ``asked_on`` is the day up to which everything was asked for. ``ledger`` stands at the day of ``place``, once it is
    asked at all.
    """

    account: Account
    place: Position
    today: date
    until: date
    plan: dict[date, Planned]
    left_over: frozenset[date] = frozenset()
    cuts: tuple[date, ...] = ()
    asked_on: date | None = None
    payments: int = 0
    outside: int = 0  # paid since the last day of the plan on days that are none of its: its next amount holds it
    debited: int = 0  # by the lender today: a payment of today takes the place of that, so it is told with it
    ledger: Replay | None = None

    @property
    def asked(self) -> list[_Asked]:
        """What is asked for from here to the end, and with the first question what is late in bills to come.

        Of a bill whose date has passed, or of which the plan has paid its part, it is what its minimum lacks: the rest
        is on the next one.
        """
        found = []
        for due in self.place.dues:
            seen = self.asked_on is not None and due.due_on <= self.asked_on
            if seen or due.unpaid_minor <= 0 or due.status is DueStatus.COVERED or due.due_on > self.until:
                continue
            open_now = due.due_on >= self.today or due.status in UNJUDGED
            if open_now and due.due_on not in self.left_over:
                found.append(_Asked(max(due.due_on, self.today), due, due.unpaid_minor, due.least_minor))
            elif due.least_minor > 0:
                found.append(_Asked(self.today, due, due.least_minor, due.least_minor))
        if self.asked_on is None:
            late = [one.due for one in found if one.due.due_on > self.today and one.due.overdue_minor]
            found += [_Asked(self.today, due, due.overdue_minor, due.overdue_minor) for due in late]
        return found

    def next_day(self, asked: Iterable[_Asked]) -> date | None:
        """The next day on which something is paid."""
        days = [one.on for one in asked]
        days += [on for on in self.plan if self.asked_on is None or on > self.asked_on]
        return min(days, default=None)

    def at_cut(self, next_on: date | None) -> _Walk | None:
        """The account on the next day on which a bill is cut, if it comes before anything is paid, or on that day."""
        if not self.cuts or (next_on is not None and next_on < self.cuts[0]):
            return None
        on = self.cuts[0]
        asked_on = self.today if self.asked_on is None else self.asked_on
        ledger = self.ledger or replay(self.account)
        ledger.advance(on)
        return replace(self, place=ledger.position(on), ledger=ledger, asked_on=asked_on, cuts=self.cuts[1:])

    def after(self, on: date, paid_minor: int, *, kept: bool) -> _Walk:
        """The account after a payment of a day; ``kept``: just what its schedule asked for, which stays as it is."""
        outside = 0 if on in self.plan else self.outside + paid_minor
        after = replace(self, asked_on=on, payments=self.payments + 1, outside=outside)
        if not paid_minor:
            return after
        made = Repayment(_AHEAD + self.payments, on, paid_minor + (self.debited if on == self.today else 0))
        account = replace(self.account, repayments=(*self.account.repayments, made))
        if self.ledger is None and kept:
            return replace(after, account=account)
        # on a day on which a bill is cut the payment has its place before or after it: that is told from the start
        if self.ledger is None or self.place.as_of >= on:  # on the day of a cut a payment has its place
            ledger = replay(account)
        else:
            ledger = self.ledger
            ledger.add(made)
        ledger.advance(on)
        return replace(after, account=account, place=ledger.position(on), ledger=ledger)


def _walk(walk: _Walk) -> Iterator[Movement]:
    loan = walk.account.loan
    while True:
        every = walk.asked
        on = walk.next_day(every)
        if (cut := walk.at_cut(on)) is not None:
            walk = cut
            continue
        if on is None:
            return
        asked, plan = [one for one in every if one.on == on], walk.plan.get(on)
        paid = _paid(walk, asked, plan)
        yield from _movements(loan, on, asked, paid)
        if plan is not None and plan.ends and loan.method is not Method.CARD:
            return
        kept = loan.method.scheduled and paid == sum(one.amount_minor for one in asked)
        walk = walk.after(on, paid, kept=kept)


def _paid(walk: _Walk, asked: Sequence[_Asked], plan: Planned | None) -> int:
    """What is paid on a day, in minor units of the account.

    What the plan pays holds all that the lender asks for by the plan's day; what fell due later comes beside it.
    """
    if plan is None:
        return sum(one.amount_minor for one in asked)
    card = walk.account.loan.method is Method.CARD
    by_then = [one for one in asked if one.due.due_on <= plan.on]
    least = sum(one.least_minor if card else one.amount_minor for one in by_then)
    others = sum(one.amount_minor for one in asked if one.due.due_on > plan.on)
    return others + max(plan.amount_minor - walk.outside, least)


def _movements(loan: Loan, on: date, asked: Sequence[_Asked], paid: int) -> Iterator[Movement]:
    """One movement a due, the oldest first, and one for what goes beyond them."""
    for one in sorted(asked, key=lambda one: (one.due.due_on, one.due.number)):
        due, least = one.due, one.least_minor
        part = min(one.amount_minor, paid)
        paid -= part
        cash = loan.in_yuan(max(part - loan.offset_minor, 0))
        if cash:
            yield Movement(
                on,
                Kind.DUE,
                label(loan),
                -cash,
                loan_id=loan.id,
                due_on=None if due.due_on == on else due.due_on,
                auto=loan.auto_debit and due.due_on == on,
                least_minor=loan.in_yuan(min(least, part)) if least < part else None,
            )
    if beyond := loan.in_yuan(paid):
        yield Movement(on, Kind.PLAN, label(loan), -beyond, loan_id=loan.id)


def made(account: Account, place: Position, since: date, today: date) -> tuple[Movement, ...]:
    """What went out after ``since`` up to today: repayments as recorded, debits as the ledger assumes them.

    Of the day itself what was recorded after cash was counted on it. A debit of today may still fail: it is a due.
    """
    loan = account.loan
    found = [
        Movement(paid.on, Kind.PAID, label(loan), -loan.in_yuan(paid.amount_minor), loan_id=loan.id)
        for paid in account.repayments
        if since < paid.on + _DAY * paid.after_cash and paid.on <= today
        if paid.amount_minor and (paid.reversed_on is None or paid.reversed_on > today)
    ]
    for debit in place.applied:
        amount = debit.used_minor
        cash = loan.in_yuan(max(amount - loan.offset_minor, 0))
        if debit.repayment_id == DEBIT and since < debit.on <= today and cash:
            kind = Kind.DUE if debit.on == today else Kind.PAID
            found.append(Movement(debit.on, kind, label(loan), -cash, loan_id=loan.id, auto=True))
    return tuple(found)


def held(account: Account, place: Position, on: date) -> tuple[Movement, ...]:
    """What went out on the day ``on`` on which cash was counted, and is taken as paid before that."""
    before = replace(account, repayments=tuple(one for one in account.repayments if not one.after_cash))
    return made(before, place, on - _DAY, on)


def gaps(account: Account, place: Position) -> list[Gap]:
    """What the ledger cannot know of an account's payments to come."""
    loan = account.loan
    found = [] if place.known else [Gap(Lack.BALANCE, label(loan))]
    if loan.method is Method.CARD and loan.closed_on is None and loan.closing_on is None:
        found.append(Gap(Lack.PURCHASES, label(loan)))
    return found
