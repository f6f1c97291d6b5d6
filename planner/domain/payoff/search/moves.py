"""The moves of the search: orders that differ from one by a single decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, permutations

from planner.domain.accounts.loan import MOST_TERMS
from planner.domain.payoff.engine.model import Debt, Scheduled, yearly
from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.search.orders import Order
from planner.values import replace

PLACES = 20  # at which loans with fees of their own are looked at between others
YEAR = 12


def neighbours(rule: Order, problem: Problem, outcome: Outcome) -> Iterator[list[Order]]:
    """Orders one move away from a rule and its outcome, kind by kind, those that help most often first.

    They come by the terms of the debts, so that the order in which these were entered changes no answer.
    """
    months = outcome.length
    rule = replace(rule, order=tuple(i for i in rule.order if served(problem.debts[i], keen=i in rule.keen)))
    everyone = [i for i in problem.by_terms if served(problem.debts[i], keen=i in rule.keen)]
    scheduled = [(i, debt) for i in problem.by_terms if isinstance(debt := problem.debts[i], Scheduled)]
    charging = [i for i in problem.by_terms if charges(problem.debts[i])]
    waiting = everyone if problem.slots is not None else [index for index, _ in scheduled]
    yield list(_membership(rule, everyone, scheduled, waiting, lost=not problem.budget.carry))
    yield list(_settlements(rule, scheduled, outcome))
    yield list(places(rule))
    ended = [*ended_by(rule, charging, outcome), *ended_at(rule, problem, months)]
    yield [*leavings(rule, problem, charging), *ended]
    yield [order for index, debt in scheduled for order in _days(rule, index, debt, months)]
    yield list(_beginnings(rule, months))
    yield [order for index in charging for order in _endings(rule, index, months)]
    yield [order for index, debt in scheduled for order in _instead(rule, index, debt, months)]


def served(debt: Debt, *, keen: bool) -> bool:
    """Whether any order would ever spend extra money on a debt; the place of another one changes nothing."""
    if isinstance(debt, Scheduled):
        return bool(debt.taken_until if keen else debt.saves_until)
    return bool(debt.early) if isinstance(debt, Parted) else debt.early_from is not None


def _membership(
    rule: Order, everyone: list[int], scheduled: list[tuple[int, Scheduled]], waiting: list[int], *, lost: bool
) -> Iterator[Order]:
    """One debt left out or let in, waited for or not, and where money would be ``lost`` settled at any price or not."""
    order = rule.order
    for index in order:
        yield replace(rule, order=without(order, index))
    for index in everyone:
        if index not in order:
            yield replace(rule, order=(index, *order), wait=rule.wait | {index})
            yield replace(rule, order=(*order, index))
    for index in waiting:
        if index in order:
            yield replace(rule, wait=rule.wait ^ {index})
    for index, debt in scheduled if lost else ():
        if debt.taken_until > (0 if index in rule.keen else debt.saves_until):
            yield replace(rule, keen=rule.keen ^ {index}, order=order if index in order else (*order, index))


def places(rule: Order) -> Iterator[Order]:
    """One debt at another place."""
    order = rule.order
    for at, index in enumerate(order):
        others = order[:at] + order[at + 1 :]
        for to in range(len(order)):
            if to not in (at, at + 1):
                yield replace(rule, order=(*others[:to], index, *others[to:]))


def _beginnings(rule: Order, months: int) -> Iterator[Order]:
    """One debt begun sooner or later, where it stands or before all others."""
    for index in rule.order:
        begins = rule.since.get(index, 1)
        for month in dict.fromkeys([begins - 1, begins + 1, begins + 2, months, *range(3, months, 3)]):
            if 1 <= month != begins:
                since = {**rule.since, index: month}
                yield replace(rule, since=since)
                first = (index, *without(rule.order, index))
                yield replace(rule, order=first, wait=rule.wait | {index}, since=since)


def _settlements(rule: Order, scheduled: list[tuple[int, Scheduled]], outcome: Outcome) -> Iterator[Order]:
    """The settlements in the months in which they came about, but for one or two of them."""
    debts = dict(scheduled)
    on = {i: month for i, debt in scheduled if (month := outcome.closed[i]) < len(debt.rows)}
    added = [((i, month),) for i in debts if i not in on for month in range(1, outcome.length + 2)]
    for months in [*_shifted(on, (-1, 1)), *added, *_exchanged(on), *_shifted(on, (-2, 2, -3, 3)), *_against(on)]:
        if all(_saves(debts[index], month) for index, month in months):
            settled = {**on, **dict(months)}
            yield replace(rule, order=tuple(index for index in rule.order if index not in settled), on=settled)


def _shifted(on: Mapping[int, int], steps: tuple[int, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """One sooner or later by so many months."""
    for step in steps:
        yield from (((index, month + step),) for index, month in on.items())


def _exchanged(on: Mapping[int, int]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Two in each other's month."""
    for one, other in combinations(on, 2):
        if on[one] != on[other]:
            yield (one, on[other]), (other, on[one])


def _against(on: Mapping[int, int]) -> Iterator[tuple[tuple[int, int], ...]]:
    """One a month sooner, another one a month later."""
    for one, other in permutations(on, 2):
        yield (one, on[one] - 1), (other, on[other] + 1)


def _saves(debt: Scheduled, month: int) -> bool:
    """Whether settling in that month is accepted and saves something."""
    return 1 <= month <= len(debt.settle) and debt.settle[month - 1] is not None and debt.saving(month) > 0


def _days(rule: Order, index: int, debt: Scheduled, months: int) -> Iterator[Order]:
    """One loan settled in a month of its own, or in no fixed month any more."""
    planned = rule.on.get(index)
    if planned is not None:
        yield replace(rule, on={other: month for other, month in rule.on.items() if other != index})
    for month in range(1, min(months + 2, len(debt.settle)) + 1):
        if month != planned and _saves(debt, month):
            others = without(rule.order, index)
            yield replace(rule, order=others, on={**rule.on, index: month})


def _instead(rule: Order, index: int, debt: Scheduled, months: int) -> Iterator[Order]:
    """One loan settled in a month of its own in place of another one, which goes back into the order."""
    for month in range(1, min(months + 2, len(debt.settle)) + 1):
        if month != rule.on.get(index) and _saves(debt, month):
            others = without(rule.order, index)
            for other in rule.on:
                if other != index:
                    on = {one: when for one, when in rule.on.items() if one != other} | {index: month}
                    yield replace(rule, order=(*others, other), on=on)


def _endings(rule: Order, index: int, months: int) -> Iterator[Order]:
    """One debt that gets extra money only up to a month: where it stands, last, or first."""
    others, ends = without(rule.order, index), rule.until.get(index, months)
    for month in dict.fromkeys([ends - 1, ends + 1, *range(1, months, 2)]):
        if 1 <= month != ends:
            until = {**rule.until, index: month}
            for places in dict.fromkeys([rule.order, (*others, index), (index, *others)]):
                if index in places:
                    yield replace(rule, until=until, order=places)


def leavings(rule: Order, problem: Problem, charging: list[int]) -> Iterator[Order]:
    """One debt with a fee of which what it asks for in some months is left, where it stands, last, or first."""
    for index in charging:
        left, others = rule.leave.get(index, 0), without(rule.order, index)
        for count in dict.fromkeys([left + 1, worth_from(problem.debts[index]), 1, left - 1, left - 2, left + 2, 0]):
            if count < 0 or (count == left and index in rule.order):
                continue
            leave = {**rule.leave, index: count}
            for places in dict.fromkeys([rule.order, (*others, index), (index, *others)]):
                if index in places:
                    yield replace(rule, leave=leave, order=places)


def ended_by(rule: Order, charging: list[int], outcome: Outcome) -> Iterator[Order]:
    """One such debt ended by a month, with no more than that takes before it is the turn of the others; or not so."""
    for index in charging:
        ends, others = outcome.closed[index], (*without(rule.order, index), index)
        if index in rule.by:
            yield replace(rule, by={other: month for other, month in rule.by.items() if other != index})
        for month in (ends, ends - 1, ends - 2, ends + 1):
            if month >= 1 and rule.by.get(index) != month:
                yield replace(rule, by={**rule.by, index: month}, order=others)


def ended_at(rule: Order, problem: Problem, months: int) -> Iterator[Order]:
    """Debts whose fee for paying early falls ended in a month from which on it is lower, or in the next; one, or all.

    What is kept for that need not be kept by beginning others later.
    """
    together: dict[int, list[int]] = {}
    for index in problem.by_terms:
        if index in rule.at:
            at = {one: on for one, on in rule.at.items() if one != index}
            yield replace(rule, order=(*without(rule.order, index), index), at=at)
        for month in dict.fromkeys(later for fall in falls(problem.debts[index]) for later in (fall, fall + 1)):
            if month <= months and rule.at.get(index) != month:
                together.setdefault(month, []).append(index)
                yield from _unbound(replace(rule, order=without(rule.order, index), at={**rule.at, index: month}))
    for month, ending in together.items():
        if len(ending) > 1:
            order = tuple(index for index in rule.order if index not in ending)
            yield from _unbound(replace(rule, order=order, at={**rule.at, **dict.fromkeys(ending, month)}))


def _unbound(rule: Order) -> Iterator[Order]:
    """An order, before it the same with every debt begun at once."""
    if rule.since:
        yield replace(rule, since={})
    yield rule


def falls(debt: Debt) -> tuple[int, ...]:
    """The months in which a fee for paying early is lower than in the month before it, and money is taken."""
    if isinstance(debt, Scheduled):
        return ()
    shares = debt.fee_by_month
    lower = (month for month in range(2, len(shares) + 1) if shares[month - 1] < shares[month - 2])
    return tuple(month for month in lower if debt.takes(month))


def charges(debt: Debt) -> bool:
    """Whether paying a part of it early costs a fee, or stops fees that do not depend on what is owed."""
    if isinstance(debt, Scheduled):
        return False
    return not debt.free or (_has_fees(debt))


def worth_from(debt: Debt) -> int:
    """From how many months before it falls due paying principal early saves more than its fee, about; at most 600."""
    if isinstance(debt, Scheduled) or debt.free:
        return 0
    rate, fee = yearly(debt), debt.fee_in(1)
    return min(int(12 * fee / rate) + 1, MOST_TERMS) if rate > 0 else MOST_TERMS


def mingled(problem: Problem) -> Iterator[Order]:
    """Loans whose fees do not fall with what is owed one after the other, before, between and behind all other debts.

    To end such a loan saves the more a yuan the later it is done: it is worth waiting for, but not for too long. Of the
    others those come first that ask for most of what is owed on them.
    """
    debts = problem.debts
    taking = [i for i in problem.by_terms if not isinstance(debts[i], Scheduled) and served(debts[i], keen=False)]
    fixed = [index for index in taking if _has_fees(debts[index]) and debts[index].balance_minor]
    others = [index for index in taking if index not in fixed and debts[index].balance_minor]
    if not fixed or not others:
        return
    for sign in (-1, 1):
        rest = sorted(others, key=lambda index: (-_relief(debts[index]), sign * debts[index].balance_minor))
        for turn in (1, -1):
            last = sorted(fixed, key=lambda index: turn * debts[index].balance_minor)
            for at in range(0, len(rest) + 1, len(rest) // PLACES + 1):
                yield Order((*rest[:at], *last, *rest[at:]))


def _has_fees(debt: Debt) -> bool:
    return isinstance(debt, Parted) and any(term.fixed_minor for term in debt.terms)


def _relief(debt: Debt) -> float:
    """What a debt asks for in its first year, as a share of what is owed on it, in whole percent."""
    return round(sum(debt.course.asked[:YEAR]) / debt.balance_minor, 2) if debt.course is not None else 0.0


def without(order: tuple[int, ...], index: int) -> tuple[int, ...]:
    """An order that leaves out one debt."""
    return tuple(other for other in order if other != index)
