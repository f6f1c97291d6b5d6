"""The summary of a review as it is kept, what has changed since the one before, and progress on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.records import Repayment
from planner.domain.figures.ratios import ratios
from planner.domain.review.document import as_json, from_json, progress_from, progress_json
from planner.domain.review.items import Outcome, Progress, Reply, Stage
from planner.domain.review.summary import account_changes, changes, compare, figures
from planner.domain.review.week import monday
from tests.make.reviews import TODAY, WEEK, book, instalments, line, positions, saved


def test_a_summary_has_the_agreed_keys_and_survives_json() -> None:
    of = book(instalments(1, TODAY), instalments(2, TODAY, paid=(TODAY,), checked_on=TODAY))
    done = saved(of, notes="[/]")
    data = as_json(done)
    assert {"week", "saved_at", "ratios", "lenders", "on_time", "findings", "commitments", "notes"} <= data.keys()
    assert data["week"] == "2026-11-16"
    assert data["ratios"]["debt_minor"] == 230_000
    assert data["ratios"]["payment_ratio"] == "0.025000"
    assert data["counts"] == {"checked": 1, "lenders_open": 2, "dues_paid": 1, "dues_open": 1}
    assert data["commitments"][0]["key"] == "pay:1:2026-11-22"
    assert from_json(json.loads(json.dumps(data))) == done
    of_one = replace(done, ratios=replace(done.ratios, lenders=replace(done.ratios.lenders, unnamed=1)))
    again = as_json(of_one)
    assert again["institutions_unknown"] == from_json(again).ratios.lenders.unnamed == 1
    del again["institutions_unknown"]  # saved before it was asked
    assert from_json(again).ratios.lenders.unnamed is None


def leaves(value: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    """The ways to all values that hold no others."""
    if not isinstance(value, dict | list):
        yield path
    else:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, *path, key)


def test_a_value_of_another_kind_is_refused_wherever_it_stands() -> None:
    data = as_json(saved(book(instalments(1, TODAY), instalments(2, TODAY, paid=(TODAY,), checked_on=TODAY))))
    others: tuple[Any, ...] = ({}, [], True, 1.5, "x", 7)
    for *above, name in leaves(data):
        for wrong in others:
            changed = json.loads(json.dumps(data))
            part = reduce(lambda part, key: part[key], above, changed)
            if part[name] is not None and type(part[name]) is not type(wrong):
                part[name] = wrong
                with pytest.raises((KeyError, TypeError, ValueError, ArithmeticError)):
                    from_json(changed)
    data["commitments"][0]["amount_minor"] = None  # of a payment it is said
    with pytest.raises(ValueError, match="pay"):
        from_json(data)


def test_changes_since_the_last_review() -> None:
    before = book(instalments(1, date(2026, 11, 18)), instalments(2, date(2026, 11, 18)), line(4, drawn_minor=5_000))
    after = book(
        instalments(1, date(2026, 11, 18), paid=(date(2026, 11, 18),)),
        replace(line(4, drawn_minor=5_000), repayments=(Repayment(1, TODAY, 5_000),)),
        instalments(3, date(2026, 12, 8)),
    )
    last = saved(before, date(2026, 11, 17))
    found = compare(after, positions(after), ratios(after, TODAY), last, TODAY)
    assert [(change.code, change.loan, change.before, change.after) for change in found.accounts] == [
        ("loan.gone", "借款2", 120_000, None),
        ("loan.new", "借款3", None, 120_000),
        ("loan.settled", "额度4", 5_000, 0),
        ("loan.down", "借款1", 120_000, 110_000),
    ]
    assert found.changes[0].code == "debt_minor"
    assert (found.changes[0].before, found.changes[0].after) == (245_000, 230_000)
    assert found.month_ago is not None
    assert found.month_ago.as_of == date(2026, 10, 22)


def test_without_a_review_before_there_is_nothing_to_compare_with() -> None:
    of = book(instalments(1, TODAY + timedelta(days=15)))
    found = compare(of, positions(of), ratios(of, TODAY), None, TODAY)
    assert (found.last, found.month_ago, found.changes, found.accounts) == (None, None, (), ())


def test_figures_that_stay_the_same_are_no_change() -> None:
    of = book(instalments(1, TODAY))
    now = ratios(of, TODAY)
    assert changes(now, now) == ()
    assert account_changes(figures(of, positions(of)), figures(of, positions(of))) == ()


def test_a_closed_line_is_a_change() -> None:
    emptied = line(1, drawn_minor=5_000, repaid=True)
    closed = replace(emptied, loan=replace(emptied.loan, closed_on=TODAY))
    old, new = book(emptied), book(closed)
    (change,) = account_changes(figures(old, positions(old)), figures(new, positions(new)))
    assert (change.code, change.loan) == ("loan.closed", "额度1")


@given(
    replies=st.dictionaries(
        st.text(max_size=8),
        st.builds(Reply, st.sampled_from(Outcome), st.integers(0, 10**9), st.none() | st.dates(), st.text(max_size=8)),
        max_size=4,
    ),
    stages=st.lists(st.sampled_from(Stage), unique=True).map(tuple),
    picked=st.none() | st.lists(st.text(max_size=8)).map(tuple),
    own=st.lists(st.text(max_size=8)).map(tuple),
    asked=st.lists(st.text(max_size=8)).map(tuple),
)
def test_progress_survives_json(
    replies: dict[str, Reply],
    stages: tuple[Stage, ...],
    picked: tuple[str, ...] | None,
    own: tuple[str, ...],
    asked: tuple[str, ...],
) -> None:
    progress = Progress(WEEK, TODAY, replies, stages, picked, own, asked)
    assert progress_from(WEEK, json.loads(json.dumps(progress_json(progress)))) == progress


def test_progress_without_fields_is_a_beginning() -> None:
    assert progress_from(WEEK, {}) == Progress(WEEK, WEEK, {})
    assert monday(TODAY) == WEEK
