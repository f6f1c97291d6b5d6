"""The moves of the search: orders that differ from one by a single decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.domain.payoff.model import Problem, Scheduled
from planner.domain.payoff.orders import Order


def neighbours(rule: Order, problem: Problem, months: int) -> Iterator[Order]:
    """Orders one move away, the moves that help most often first; ``months`` is the length of the plan now.

    They come by the terms of the debts, so that the order in which these were entered changes no answer.
    """
    yield from _membership(rule, problem.by_terms)
    yield from _places(rule)
    yield from _beginnings(rule, months)
    for index in problem.by_terms:
        debt = problem.debts[index]
        if isinstance(debt, Scheduled):
            yield from _days(rule, index, debt, months)
        else:
            yield from _endings(rule, index, months)


def _membership(rule: Order, everyone: tuple[int, ...]) -> Iterator[Order]:
    """One debt left out or let in, waited for or not."""
    order = rule.order
    for index in order:
        yield replace(rule, order=_without(order, index))
    for index in everyone:
        if index not in order:
            yield replace(rule, order=(index, *order), wait=rule.wait | {index})
            yield replace(rule, order=(*order, index))
    for index in order:
        yield replace(rule, wait=rule.wait ^ {index})


def _places(rule: Order) -> Iterator[Order]:
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
        for month in dict.fromkeys([begins - 1, begins + 1, begins + 2, *range(3, months, 3)]):
            if 1 <= month != begins:
                since = {**rule.since, index: month}
                yield replace(rule, since=since)
                first = (index, *_without(rule.order, index))
                yield replace(rule, order=first, wait=rule.wait | {index}, since=since)


def _days(rule: Order, index: int, debt: Scheduled, months: int) -> Iterator[Order]:
    """One loan settled in a month of its own, or in no fixed month any more."""
    planned = rule.on.get(index)
    if planned is not None:
        yield replace(rule, on={other: month for other, month in rule.on.items() if other != index})
    for month, settling in enumerate(debt.settle[: months + 2], 1):
        if settling is not None and month != planned and debt.saving(month) > 0:
            others = _without(rule.order, index)
            yield replace(rule, order=others, on={**rule.on, index: month})
            for other in rule.on:  # in place of another settlement, which goes back into the order
                if other != index:
                    on = {one: when for one, when in rule.on.items() if one != other} | {index: month}
                    yield replace(rule, order=(*others, other), on=on)


def _endings(rule: Order, index: int, months: int) -> Iterator[Order]:
    """One debt that gets extra money only up to a month: where it stands, last, or first."""
    others, ends = _without(rule.order, index), rule.until.get(index, months)
    for month in dict.fromkeys([ends - 1, ends + 1, *range(1, months, 2)]):
        if 1 <= month != ends:
            until = {**rule.until, index: month}
            for places in dict.fromkeys([rule.order, (*others, index), (index, *others)]):
                if index in places:
                    yield replace(rule, until=until, order=places)


def _without(order: tuple[int, ...], index: int) -> tuple[int, ...]:
    return tuple(other for other in order if other != index)
