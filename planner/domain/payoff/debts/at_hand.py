"""Cash as a plan sees it: what is at hand, what comes in and goes out by day, and what that bears of extra payments.

A plan pays by budget months, cash comes on its days: what a month brings may be there only behind the due days of most
debts. So a plan pays more than what is due only as far as what is left keeps every later day in sight at the buffer,
and leaves the days as they are that are below it already. What cannot be paid for that waits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from planner.domain.basics.reach import kept_day
from planner.domain.payoff.debts.actions import ActionKind, actions, day_of
from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.debts.owed import Owed
from planner.domain.payoff.engine.bears import Bears
from planner.domain.payoff.engine.outcome import Month
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Walk
from planner.values import dataclass, replace

FOLLOWED = 180  # months in which it is followed what is asked for
_AMPLE_MINOR = 10**15  # a month, so that no due is short of it
Move = tuple[date, int]


@dataclass(frozen=True, slots=True)
class AtHand:
    """Cash on a day and what is known of the days to come, fen.

    Attributes:
        as_of: the day; for no other it says anything.
        until_on: the last day in sight.
        opening_minor: what is at hand before anything of that day.
        buffer_minor: what is not to be spent.
        moves: certain income, below 0 living costs and what else goes out whatever the plan is, by day.
        dues: what falls due, by day, with the loan: below 0. Of the loans of a plan the plan says it.
        unsaid: by loan what fell due, is not recorded, and is taken as paid by a plan: cash holds it still.
        offsets: by loan what of an instalment something else than cash pays.
    """

    as_of: date
    until_on: date
    opening_minor: int
    buffer_minor: int
    moves: tuple[Move, ...]
    dues: tuple[tuple[date, int, int], ...] = ()
    unsaid: tuple[tuple[int, int], ...] = ()
    offsets: tuple[tuple[int, int], ...] = ()

    def more(self, moves: Iterable[Move]) -> AtHand:
        """The same with more that moves."""
        return replace(self, moves=(*self.moves, *moves))

    def without(self, months: Months, month: int, minor: int) -> AtHand:
        """The same without one sum of so many fen that comes in a month; as it is where none does."""
        for place, (on, amount) in enumerate(self.moves):
            if amount == minor and months.of(on) == month:
                return replace(self, moves=(*self.moves[:place], *self.moves[place + 1 :]))
        return self

    def later(self, on: date, paid_minor: int) -> AtHand | None:
        """On a later day, if all went as it was foreseen and so much was paid to lenders before; None out of sight."""
        if on > self.until_on:
            return None
        gone = sum(amount for day, amount in self.moves if day < on) - sum(amount for _, amount in self.unsaid)
        moves = tuple(one for one in self.moves if one[0] >= on)
        dues = tuple(one for one in self.dues if one[0] >= on)
        opening = self.opening_minor + gone - paid_minor
        return replace(self, as_of=on, opening_minor=opening, moves=moves, dues=dues, unsaid=())

    def to_json(self) -> dict[str, Any]:
        """As it is kept with an adopted plan."""
        return {
            "as_of": self.as_of.isoformat(),
            "until_on": self.until_on.isoformat(),
            "opening_minor": self.opening_minor,
            "buffer_minor": self.buffer_minor,
            "moves": [[on.isoformat(), amount] for on, amount in self.moves],
            "dues": [[on.isoformat(), amount, loan_id] for on, amount, loan_id in self.dues],
            "unsaid": [list(one) for one in self.unsaid],
            "offsets": [list(one) for one in self.offsets],
        }


def at_hand_from_json(document: dict[str, Any]) -> AtHand:
    """The inverse of ``AtHand.to_json``."""
    return AtHand(
        kept_day(document["as_of"]),
        kept_day(document["until_on"]),
        int(document["opening_minor"]),
        int(document["buffer_minor"]),
        tuple((kept_day(on), int(amount)) for on, amount in document["moves"]),
        tuple((kept_day(on), int(amount), int(loan_id)) for on, amount, loan_id in document["dues"]),
        tuple((int(loan_id), int(amount)) for loan_id, amount in document["unsaid"]),
        tuple((int(loan_id), int(amount)) for loan_id, amount in document["offsets"]),
    )


@dataclass(frozen=True, slots=True)
class Lack:
    """Days that end below 0 although nothing is paid early: the first and the deepest, and what lacks on each, fen."""

    on: date
    lacking_minor: int
    deepest_on: date
    deepest_minor: int


class _OnlyDue:
    """The rule that pays nothing early."""

    def spend(self, walk: Walk) -> None:
        """Nothing."""

    def rests(self, walk: Walk) -> bool:
        """It is followed to its end."""
        return False


def bears_of(owed: Owed, problem: Problem, cash: AtHand) -> Bears | None:
    """What cash ``bears`` of the payments of plans; None where that is all that the budget brings."""
    found = bears(owed, problem, cash)
    return found if found.binds(problem.budget.between(1, owed.months.of(cash.until_on))) else None


def bears(owed: Owed, problem: Problem, cash: AtHand) -> Bears:
    """What cash bears of the payments of plans, whatever the budget brings.

    Days that end below the buffer by what is due alone bear nothing early before them. Each other day bears what is
    left above the buffer on the lowest day from it on.
    """
    last = owed.months.of(cash.until_on)
    months = _only_due(problem, FOLLOWED)
    balances = _Balances(cash, _to_lenders(owed, cash, months[:last]))
    asked = [{paid.debt: paid.paid_minor for paid in month.payments} for month in months]
    days, before = [], 0
    for month in range(1, last + 1):
        now = asked[month - 1] if month <= len(asked) else {}
        paid = sorted((day_of(owed, debt.id, month), debt.id) for debt in problem.debts)
        days.append(
            tuple(
                (
                    debt,
                    on.toordinal(),
                    balances.free(on) + before + sum(now.get(one, 0) for by, one in paid if by <= on),
                )
                for on, debt in paid
                if on <= cash.until_on
            )
        )
        before += sum(now.values())
    return Bears(tuple(tuple(month.get(debt.id, 0) for debt in problem.debts) for month in asked), tuple(days))


def lack_of(owed: Owed, problem: Problem, cash: AtHand) -> Lack | None:
    """Where what is due and living costs alone are more than there is; None where they are not on any day in sight."""
    months = _only_due(problem, owed.months.of(cash.until_on))
    balances = _Balances(cash, _to_lenders(owed, cash, months))
    left = [(one + cash.buffer_minor, on) for on, one in zip(balances.days, balances.left, strict=True)]
    first = next(((on, -one) for one, on in left if one < 0), None)
    if first is None:
        return None
    deepest, on = min(left)
    return Lack(*first, on, -deepest)


def left_before(owed: Owed, problem: Problem, cash: AtHand, month: int) -> int:
    """What is at hand when a plan month begins if only what is due is paid before it, fen; below 0 where that lacks."""
    begins = owed.months.begin(month)
    moves = (*cash.moves, *_to_lenders(owed, cash, _only_due(problem, month - 1)))
    return cash.opening_minor + sum(amount for on, amount in moves if on < begins)


def idle_of(owed: Owed, cash: AtHand, months: Sequence[Month], nets: Sequence[int]) -> int:
    """What of the cash at hand a plan never touches, fen: what its lowest day in sight has above the buffer.

    What the plan carries out of sight, for what comes then, is no part of it, nor what its later months pay above what
    they bring, as a budget does that was named higher than that. Never below 0.

    Args:
        owed: the debts of the plan.
        cash: what is at hand and moves.
        months: those of the plan, as it was recorded.
        nets: certain income less living costs of each whole month, from the running one on; the last holds on.
    """
    last = owed.months.of(cash.until_on)
    due = list(_due(owed, cash, months))
    balances = _Balances(cash, [*_beside(owed, cash), *due])
    kept = max(months[last - 1].brought_minor, months[last - 1].carried_minor) if last <= len(months) else 0
    left = balances.left[-1] - max(kept, _lacks_behind(owed, cash, due, nets))
    return max(min(balances.free(cash.as_of), left), 0)


def _lacks_behind(owed: Owed, cash: AtHand, due: Sequence[Move], nets: Sequence[int]) -> int:
    """What the time behind what is in sight takes of what is left there, at most, while the plan lasts; fen.

    That ends on the day before income comes: so it is asked month by month from there on, each up to such a day.
    """
    begins = cash.until_on + timedelta(1)
    behind, last = Months(begins, begins.day), owed.months.of(cash.until_on)
    paid = Counter[int]()
    for on, amount in due:
        if on >= begins:
            paid[behind.of(on)] -= amount
    deepest = 0
    for first in (last, last + 1):  # such a month lies in two of the budget
        left = 0
        for number in range(max(paid, default=0)):
            left += (nets[min(first + number, len(nets)) - 1] if nets else 0) - paid[number + 1]
            deepest = max(deepest, -left)
    return deepest


def _only_due(problem: Problem, months: int) -> tuple[Month, ...]:
    """The months of a plan that pays nothing early, whatever a month brings: more than any fee may come to."""
    free = replace(problem, budget=Budget.of(_AMPLE_MINOR), bears=None)
    return run(free, _OnlyDue(), record=True, months=months).months


class _Balances:
    """What is left above the buffer at the end of each day on which anything moves, with what falls due alone."""

    def __init__(self, cash: AtHand, more: Iterable[Move]) -> None:
        moved = Counter({cash.as_of: 0})
        for on, amount in (*cash.moves, *more):
            moved[max(on, cash.as_of)] += amount
        self.days = sorted(on for on in moved if on <= cash.until_on)
        above = cash.opening_minor - cash.buffer_minor
        self.left = [*accumulate((moved[on] for on in self.days), initial=above)][1:]
        self.lowest = list(accumulate(reversed(self.left), min))[::-1]

    def free(self, on: date) -> int:
        """What all days from one on bear, at least 0."""
        return max(self.lowest[bisect_right(self.days, on) - 1], 0)


def _to_lenders(owed: Owed, cash: AtHand, months: Sequence[Month]) -> Iterator[Move]:
    """What moves on loans: on those of the plan what its months pay, and all that it does not know."""
    yield from _beside(owed, cash)
    yield from _due(owed, cash, months)


def _beside(owed: Owed, cash: AtHand) -> Iterator[Move]:
    """What moves on other loans, and what was taken as paid on those of the plan."""
    loans = {part.loan_id for part in owed.parts.values()}
    yield from ((on, amount) for on, amount, loan_id in cash.dues if loan_id not in loans)
    yield cash.as_of, -sum(amount for loan_id, amount in cash.unsaid if loan_id in loans)


def _due(owed: Owed, cash: AtHand, months: Sequence[Month]) -> Iterator[Move]:
    """What falls due on the debts of a plan: cash alone, and of a loan that might be taken at the month's begin."""
    offsets = dict(cash.offsets)
    known = [
        replace(month, payments=tuple(paid for paid in month.payments if paid.debt in owed.parts)) for month in months
    ]
    for action in actions(owed, known):
        offset = offsets.get(action.loan_id, 0) if action.kind is ActionKind.DUE else 0
        yield action.on, -max(action.amount_minor - offset, 0)
    for month in months:
        for paid in month.payments:
            if paid.debt not in owed.parts:
                yield owed.months.begin(month.number), -paid.paid_minor
