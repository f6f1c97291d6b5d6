"""How far an adopted plan has come: what is paid of it, what is done of a month, milestones, what it still costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.adopted.adopted import Baseline, Known, given, paid_since
from planner.domain.payoff.adopted.then import foreseen
from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.debts.owed import creditors_of
from planner.domain.reminders.planned import Planned
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Milestone:
    """After the payment of ``on`` so many ``lenders`` are still owed something, if nothing more is borrowed."""

    on: date
    lenders: int


@dataclass(frozen=True, slots=True)
class Progress:
    """An adopted plan on a day; amounts in fen of yuan.

    Attributes:
        month_on: the first day of this month of the budget.
        ends_on: the day of its last payment, by which all that it pays off is paid off.
        paid_minor: what was paid on its loans since the adoption.
        planned_minor: all that it pays, from the adoption to its end.
        month_paid_minor: what of its payments of this month is made.
        month_minor: all that it pays in this month.
        left_minor: interest and fees still to be paid from today on, if it was kept so far: ``then.foreseen``.
        milestones: the days on which the number of lenders falls, those past too.
        beside: the loans on which more is owed today than the plan pays, so that their lenders are no milestone.
    """

    month_on: date
    ends_on: date
    paid_minor: int
    planned_minor: int
    month_paid_minor: int
    month_minor: int
    left_minor: int
    milestones: tuple[Milestone, ...]
    beside: tuple[int, ...] = ()

    @property
    def ends_all(self) -> bool:
        """Whether nobody is owed anything after its last payment."""
        return bool(self.milestones) and not self.milestones[-1].lenders


def progress(baseline: Baseline, book: Book, planned: Iterable[Planned], today: date, payday: int = 1) -> Progress:
    """How far a plan has come by the end of today.

    Args:
        baseline: the plan; it pays something.
        book: everything known.
        planned: its payments as they stand today: ``coming.planned``.
        today: the day.
        payday: the day on which a budget month begins, as in ``Means``.
    """
    months = Months(today, payday)
    accounts = {account.loan.id: account for account in book.accounts}
    month = [one for one in planned if months.opened_on <= one.on <= months.end(1)]
    left = sum(_left(one, accounts) for one in month)
    return Progress(
        month_on=months.opened_on,
        ends_on=max(one.on for one in baseline.actions),
        paid_minor=_paid(baseline, accounts, today),
        planned_minor=sum(one.amount_minor for one in baseline.actions),
        month_paid_minor=sum(one.foreseen_minor for one in month) - left,
        month_minor=sum(one.foreseen_minor for one in month),
        left_minor=foreseen(baseline, book, today).cost_minor,
        milestones=milestones(baseline, book, today),
        beside=tuple(_beside(baseline, book, today)),
    )


def _left(one: Planned, accounts: Mapping[int, Account]) -> int:
    """What of a day of the plan is not paid, not more than it foresaw, fen of yuan."""
    return 0 if one.done else min(accounts[one.loan_id].loan.in_yuan(one.amount_minor), one.foreseen_minor)


def _paid(baseline: Baseline, accounts: Mapping[int, Account], today: date) -> int:
    known = [(accounts[one.loan_id], one) for one in baseline.known if one.loan_id in accounts]
    return sum(account.loan.in_yuan(paid_since(baseline, account, one, today)) for account, one in known)


def milestones(baseline: Baseline, book: Book, today: date) -> tuple[Milestone, ...]:
    """The days of the payments after which fewer lenders are owed anything, in order; creditors are those of today.

    Who is owed today what the plan does not pay, as what was borrowed since, stays a lender after its last day.
    """
    lenders = {account.loan.id: account.loan.lender.id for account in book.accounts}
    lenders |= {loan_id: number for loan_id, (number, _) in creditors_of(book, today).items()}
    last: dict[int, date] = {}
    ended: dict[int, bool] = {}
    for action in baseline.actions:
        lender = lenders.get(action.loan_id, -action.loan_id)
        last[lender] = max(action.on, last.get(lender, action.on))
        ended[action.debt] = action.ends
    stay = {lenders.get(one.loan_id, -one.loan_id) for one in baseline.actions if not ended[one.debt]}
    stay |= {lenders[loan_id] for loan_id in _beside(baseline, book, today)}
    days = sorted(on for lender, on in last.items() if lender not in stay)
    count = len(last.keys() | stay)
    return tuple(
        Milestone(on, count - place) for place, on in enumerate(days, 1) if place == len(days) or days[place] != on
    )


def _beside(baseline: Baseline, book: Book, today: date) -> Iterator[int]:
    """The accounts on which something is owed today that the plan does not pay.

    No card that the plan knows without a debt: what is bought with it is paid with its bill.
    """
    known = {one.loan_id: one for one in baseline.known}
    for account in book.accounts:
        loan = account.loan
        then = known.get(loan.id)
        if loan.method is Method.CARD and then is not None and not then.owed_minor:
            continue
        pays = baseline.by_loan.get(loan.id, ())
        if loan.method.scheduled and pays and pays[-1].on > today:  # nothing is drawn on it, and the plan goes on
            continue
        counted = taken_as_paid(account, position(account, today))
        place = position(counted, today)
        if place.owed_minor and (then is None or _unpaid(baseline, counted, then, place)):
            yield loan.id


def _unpaid(baseline: Baseline, account: Account, then: Known, place: Position) -> bool:
    """Whether the plan leaves something of an account: what was drawn since, or is owed after its last payment."""
    pays = baseline.by_loan.get(then.loan_id, ())
    if not pays:
        return True
    today, last_on = place.as_of, pays[-1].on
    since = given(baseline, account, then, place, today)
    planned = baseline.pays(then.loan_id, today)
    more = max(since.towards_minor - planned, 0)  # paid above the plan
    if since.borrowed_minor + since.beyond_minor > more:
        return True
    over = last_on < today or (last_on == today and since.towards_minor >= planned)
    return over and account.loan.in_yuan(place.owed_minor) > since.free_minor
