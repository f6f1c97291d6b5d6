"""Money that a plan keeps although debts are open: from which month, how much, and what it waits for.

A loan that takes a part early is paid in part, so a plan keeps money only for what cannot be paid in part: a loan that
is settled whole, a month that asks for more than it brings, a fee for paying early that falls, a day before which the
contract takes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import StrEnum

from planner.domain.payoff.engine.model import Balance, Debt
from planner.domain.payoff.engine.outcome import Month, Outcome, Payment
from planner.domain.payoff.engine.problem import Problem
from planner.values import dataclass

LEAST = 100  # fen: less is what roundings leave


class Reason(StrEnum):
    """What money is kept for."""

    WHOLE = "whole"  # a loan that is only settled whole
    DUE = "due"  # a month that asks for more than it brings
    FEE = "fee"  # a fee for paying early that is lower then
    DAY = "day"  # the contract takes nothing before
    CASH = "cash"  # the money is there only behind the day of the month on which the debt is paid
    NOTHING = "nothing"  # nothing that is named here


@dataclass(frozen=True, slots=True)
class Hoard:
    """Money kept at the end of the months ``first`` to ``last``, ``most_minor`` (fen) at most, for what comes then.

    ``debts`` are the ids of the debts that wait for it, by id; empty for ``DUE`` and ``NOTHING``.
    """

    first: int
    last: int
    most_minor: int
    reason: Reason
    debts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unused:
    """What of the sums beside the budget a plan never uses, fen.

    ``absent_minor``: cash never has it above what it needs for the days in sight. ``spent_minor``: it is not used
    in its month, and it does not wait.
    """

    absent_minor: int = 0
    spent_minor: int = 0


Waits = Sequence[tuple[Reason, Callable[[Debt, Payment, int, int], bool]]]
"""Reasons, each with whether a payment of a month is what money was kept for since the first one."""


def hoards(problem: Problem, outcome: Outcome) -> tuple[Hoard, ...]:
    """What a recorded plan keeps while something is open, by month. What is left over at its end is none of it, nor is
    less than a yuan, nor what is not there yet (``Problem.bears``)."""
    debts = {debt.id: debt for debt in problem.debts}
    waits = _WAITS if problem.slots is None else _WITH_CASH
    stretches = _stretches(outcome)
    return tuple(one for first, last in stretches for one in _kept(debts, outcome.months, first, last, waits))


def _stretches(outcome: Outcome) -> Iterator[tuple[int, int]]:
    """First and last month of each time in which money is kept at the end of every month."""
    first = 0
    for month in outcome.months:
        kept = month.carried_minor - month.absent_minor >= LEAST and month.number < outcome.length
        if kept and not first:
            first = month.number
        elif not kept and first:
            yield first, month.number - 1
            first = 0
    if first:
        yield first, outcome.months[-1].number


def _kept(debts: dict[int, Debt], months: Sequence[Month], first: int, last: int, waiting: Waits) -> Iterator[Hoard]:
    """What is kept in a stretch: up to the last month that uses of it, else up to each that does, and what is then."""
    used = [month for month in months[first : last + 1] if month.paid_minor > month.budget_minor]
    for spent in (*used[-1:], *used[:-1]):
        until = spent.number - 1
        for reason, waits in waiting:
            found = {one.debt for one in spent.payments if waits(debts[one.debt], one, spent.number, first)}
            if found:
                yield Hoard(first, until, _most(months, first, until), reason, tuple(sorted(found)))
                if until < last:
                    yield from _kept(debts, months, spent.number, last, waiting)
                return
    due = any(month.required_minor > month.budget_minor for month in used)
    yield Hoard(first, last, _most(months, first, last), Reason.DUE if due else Reason.NOTHING)


def _most(months: Sequence[Month], first: int, last: int) -> int:
    return max(month.carried_minor - month.absent_minor for month in months[first - 1 : last])


def _settled(debt: Debt, paid: Payment, month: int, first: int) -> bool:
    return bool(paid.settling_minor)


def _cheaper(debt: Debt, paid: Payment, month: int, first: int) -> bool:
    early = isinstance(debt, Balance) and debt.takes(first) and paid.extra_minor > 0
    return early and isinstance(debt, Balance) and debt.fee_in(month) < debt.fee_in(first)


def _not_before(debt: Debt, paid: Payment, month: int, first: int) -> bool:
    early = isinstance(debt, Balance) and paid.extra_minor > 0
    return early and isinstance(debt, Balance) and not any(debt.takes(before) for before in range(first, month))


def _early(debt: Debt, paid: Payment, month: int, first: int) -> bool:
    return isinstance(debt, Balance) and paid.extra_minor > 0


_WAITS = ((Reason.WHOLE, _settled), (Reason.FEE, _cheaper), (Reason.DAY, _not_before))
_WITH_CASH = (*_WAITS, (Reason.CASH, _early))  # where cash does not bear all that months bring


def unused(problem: Problem, sums: Collection[tuple[int, int]], months: Sequence[Month]) -> Unused:
    """What a recorded plan never uses of ``sums`` (month, fen); of those of its last month nothing is said.

    Money that waits is never used where it is kept at the end of every month up to the last, and left over there.
    """
    before = [one for one in problem.budget.lumps_minor if one in sums and one[0] < len(months)]
    if not before:
        return Unused()
    if problem.budget.carry:
        since = max(month for month, _ in before)
        kept = min(months[-1].carried_minor, *(month.absent_minor for month in months[since - 1 : -1]))
        return Unused(absent_minor=min(kept, sum(minor for _, minor in before)))
    by_month = Counter[int]()
    for month, minor in before:
        by_month[month] += minor
    left = {month: months[month - 1].budget_minor - months[month - 1].paid_minor for month in by_month}
    return Unused(spent_minor=sum(min(minor, left[month]) for month, minor in by_month.items()))
