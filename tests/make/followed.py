"""Plans that were followed already: beside the domain no test is about following a plan, yet many look for the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import pytest

from planner.domain.payoff.engine import simulate
from planner.domain.payoff.engine.outcome import Outcome, Shortfall
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.short import doctor
from planner.domain.payoff.short.doctor import Diagnosis
from planner.errors import PlannerError

_Found = dict[str, Outcome | Shortfall | PlannerError]

_PROBLEMS = 64  # that are kept: those of the books that tests begin with, with the money that tests give them
_known: OrderedDict[Problem, _Found] = OrderedDict()
_last: list[tuple[Problem, _Found]] = []
_diagnosed: OrderedDict[tuple[Problem, int, bool], Diagnosis] = OrderedDict()


def patch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Follow each plan once, and look once for what would be enough, until the test ends."""
    monkeypatch.setattr("planner.domain.payoff.search.search.run", run)
    monkeypatch.setattr("planner.domain.payoff.planning.diagnosed", diagnosed)


def run(problem: Problem, rule: Rule) -> Outcome:
    """As ``simulate.run``, which gives the same for the same problem and rule: each is followed once."""
    found, said = _of(problem), repr(rule)  # of all that a rule holds
    if said not in found:
        try:
            found[said] = simulate.run(problem, rule)
        except (Shortfall, PlannerError) as error:
            found[said] = error
    known = found[said]
    if isinstance(known, Outcome):
        return known
    raise known.with_traceback(None)


def diagnosed(problem: Problem, halted: Callable[[], bool], beside_minor: int, *, brief: bool) -> Diagnosis:
    """As ``doctor.diagnosed``: each is looked for once to its end; one that was halted is looked for again."""
    key = problem, beside_minor, brief
    if key not in _diagnosed:
        _diagnosed[key] = doctor.diagnosed(problem, halted, beside_minor, brief=brief)
    _diagnosed.move_to_end(key)
    while len(_diagnosed) > _PROBLEMS:
        _diagnosed.popitem(last=False)
    return _diagnosed[key]


def _of(problem: Problem) -> _Found:
    if _last and _last[0][0] is problem:
        return _last[0][1]
    found = _known.setdefault(problem, {})
    _known.move_to_end(problem)
    while len(_known) > _PROBLEMS:
        _known.popitem(last=False)
    _last[:] = [(problem, found)]
    return found
