"""What the person did and resisted: clocks and counts by window."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.credit.file import (
    Behaviour,
    BehaviourKind,
    CreditFile,
    in_window,
)
from planner.domain.findings import behaviour
from planner.domain.findings.model import State
from tests.make.findings import TODAY, measure, of


def done(kind: BehaviourKind, *ago: int, times: int = 1) -> tuple[Behaviour, ...]:
    return tuple(Behaviour(number, TODAY - timedelta(back), kind, times) for number, back in enumerate(ago, 1))


def test_the_clock_runs_from_the_last_of_each_kind() -> None:
    file = CreditFile(behaviours=done(BehaviourKind.LIMIT_CHECK, 10))
    found = of(file, "behaviour")
    assert (found.state, found.clears_on) == (State.WATCH, TODAY + timedelta(20))
    applied = of(CreditFile(behaviours=done(BehaviourKind.APPLICATION, 40)), "behaviour")
    assert (applied.state, applied.clears_on) == (State.WATCH, TODAY + timedelta(50))
    assert of(file, "behaviour", TODAY + timedelta(20)).state is State.CLEAR


def test_what_was_resisted_starts_no_clock_and_makes_a_log() -> None:
    assert of(CreditFile(behaviours=done(BehaviourKind.RESISTED, 0)), "behaviour").state is State.CLEAR


def test_applications_are_measured_by_the_thresholds_of_their_windows() -> None:
    found = of(CreditFile(behaviours=done(BehaviourKind.APPLICATION, 1, 2, times=2)), "behaviour")
    assert measure(found, "applied_30").value == 4
    assert found.state is State.AGAINST


def test_counts_by_window() -> None:
    file = CreditFile(behaviours=done(BehaviourKind.LIMIT_CHECK, 0, 6, 7, 29, 30, 364, 365))
    counts = [behaviour.count(file, behaviour.LOOKING, TODAY, days) for days in behaviour.COUNTED]
    assert counts == [2, 4, 5, 5, 6]


@given(st.integers(0, 400), st.sampled_from(behaviour.COUNTED))
def test_a_window_holds_its_first_day_and_not_the_one_before(ago: int, days: int) -> None:
    assert in_window(TODAY - timedelta(ago), TODAY, days) == (ago < days)
