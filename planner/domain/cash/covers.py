"""Which money pays which payment of a plan, and on which day an extra payment can go out before its due day.

Money is spent in the order in which it comes: what is at hand first, then each certain income from its day on; inside a
day income comes before living costs, and these before payments. What is not recorded yet goes first of all, and what
falls due on loans of which nothing is among the payments is a cost like others. A payment is covered by what it takes
the last of. What is not there is taken from the next income: that is the day from which the payment could be made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from datetime import date

from planner.domain.accounts.loan import Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import PrepayDay
from planner.domain.cash.balance import Cash
from planner.domain.cash.movements import Kind
from planner.domain.ledger.position import position
from planner.values import dataclass, replace

_AHEAD = 10**13  # an id behind all real ones
_INCOME = (Kind.INCOME, Kind.SINGLE)
_TO_LENDERS = (Kind.DUE, Kind.PLAN, Kind.AGREED)
_NONE = -1


@dataclass(frozen=True, slots=True)
class Cover:
    """Where the money of a payment comes from.

    Attributes:
        name: the income that pays the last of it; empty for money at hand.
        came_on: the day of that income; None for money at hand. After the payment's own day where it has to wait.
        lacking_minor: what is not there on the payment's day, fen.
        filled: whether certain income in sight brings what lacks.
    """

    name: str
    came_on: date | None
    lacking_minor: int = 0
    filled: bool = True


@dataclass(slots=True)
class _Pool:
    name: str
    on: date | None
    left: int


def covers(
    cash: Cash, payments: Sequence[tuple[date, int]], loans: Collection[int] = (), unsaid_minor: int = 0
) -> tuple[Cover | None, ...]:
    """The money of each payment, given by its day (not before today) and amount in fen; None behind the days in sight.

    With 1,000 at hand, 3,000 on the 10th and again on the 25th, 900 of rent on the 8th: 100 on the 5th are paid from
    what is at hand. 2,500 on the 12th are paid from the pay of the 10th, and so are 400 on the 20th; 700 on the 24th
    take its last 100 and lack 600 until the 25th.

    Args:
        cash: the balance by day; what it pays on ``loans`` is left out: ``payments`` are these.
        payments: rising by day; of one day in the order in which they are made.
        loans: the ids of the loans that they are for.
        unsaid_minor: what on these loans fell due and is not recorded, fen: the payments take it as paid.
    """
    purse = _Purse(len(payments))
    purse.open(cash.opening_minor)
    purse.spend(unsaid_minor)
    place = 0
    for day in cash.days:
        for one in day.movements:
            if one.kind in _INCOME and one.certain:
                purse.come(_Pool(one.name, day.on, one.amount_minor))
        for one in day.movements:
            beside = one.kind in _TO_LENDERS and one.loan_id not in loans
            if beside or one.kind is Kind.LIVING or (one.kind is Kind.PAID and day.on == cash.today):
                purse.spend(-one.amount_minor)
        while place < len(payments) and payments[place][0] <= day.on:
            purse.pay(place, payments[place][1])
            place += 1
    return tuple(purse.found)


class _Purse:
    """Money in the order in which it came, and what waits for more of it."""

    def __init__(self, payments: int) -> None:
        self.pools: deque[_Pool] = deque()
        self.waiting: deque[list[int]] = deque()  # which payment (_NONE: another cost), what it still lacks
        self.found: list[Cover | None] = [None] * payments

    def open(self, at_hand_minor: int) -> None:
        """What is at hand before the first day, fen; below 0 it is waited for."""
        if at_hand_minor > 0:
            self.pools.append(_Pool("", None, at_hand_minor))
        elif at_hand_minor:
            self.waiting.append([_NONE, -at_hand_minor])

    def come(self, pool: _Pool) -> None:
        """An income: what waits takes of it first."""
        while self.waiting and pool.left:
            number, lacks = self.waiting[0]
            part = min(lacks, pool.left)
            pool.left -= part
            self.waiting[0][1] -= part
            if self.waiting[0][1]:
                break
            self.waiting.popleft()
            before = None if number == _NONE else self.found[number]
            if before is not None:
                self.found[number] = replace(before, name=pool.name, came_on=pool.on, filled=True)
        if pool.left:
            self.pools.append(pool)

    def spend(self, amount_minor: int) -> None:
        """What goes elsewhere."""
        _, lacks = _take(self.pools, amount_minor)
        if lacks:
            self.waiting.append([_NONE, lacks])

    def pay(self, number: int, amount_minor: int) -> None:
        """A payment."""
        last, lacks = _take(self.pools, amount_minor)
        if lacks:
            self.waiting.append([number, lacks])
            self.found[number] = Cover("", None, lacks, filled=False)
        else:
            self.found[number] = Cover("", None) if last is None else Cover(last.name, last.on)


def _take(pools: deque[_Pool], amount: int) -> tuple[_Pool | None, int]:
    """Take an amount from the oldest money: what the last of it came from, and what is not there."""
    last = None
    while amount and pools:
        last = pools[0]
        part = min(amount, last.left)
        last.left -= part
        amount -= part
        if not last.left:
            pools.popleft()
    return last, amount


@dataclass(frozen=True, slots=True)
class Sooner:
    """An extra payment that can go out on an earlier day, when its money is there; what less of interest it costs."""

    on: date
    saved_minor: int


def sooner(account: Account, on: date, amount_minor: int, cover: Cover, today: date) -> Sooner | None:
    """The day on which the money for an extra payment of a line is there, if that is before its day in the plan.

    Only where the contract takes money on any day and the line bears interest by the day, so that each day counts; a
    card does not. What it saves is what the line's own ledger says up to the day of the plan, to the fen; None where
    it is nothing, where the money is not there before, or where something is unpaid, which would be paid first.

    Args:
        account: the line, as it is recorded.
        on: the day of the payment in the plan, the first one on this account.
        amount_minor: the extra money, fen of yuan.
        cover: where it comes from.
        today: the day of the question.
    """
    loan = account.loan
    early = max(cover.came_on or today, today)
    if cover.lacking_minor or early >= on or not takes_any_day(loan):
        return None
    place = position(account, early)
    if any(due.unpaid_minor and due.due_on <= early for due in place.dues) or place.principal_minor < amount_minor:
        return None
    made = Repayment(_AHEAD, early, amount_minor)
    with_it = position(replace(account, repayments=(*account.repayments, made)), on)
    saved = position(account, on).settlement_minor - with_it.settlement_minor - amount_minor
    return Sooner(early, saved) if saved > 0 else None


def takes_any_day(loan: Loan) -> bool:
    """Whether a line in yuan takes money on any day without a fee, and bears interest by the day."""
    free = loan.prepayment is Prepayment.FREE and not loan.prepayment_steps
    return loan.method is Method.REVOLVING and loan.prepay_on is PrepayDay.ANY and loan.yuan_rate is None and free
