"""Rows of a lender's own schedule: all or none, one step of undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.accounts.loan import Every, Loan, PinnedInstalment
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from planner.services import draws, loans, schedules, undo
from planner.storage.store import Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import read_book


def kept(store: Store) -> Loan:
    return read_book(store.path).accounts[0].loan


def printed(made: Loan, *numbers: int, more: int = 0) -> list[PinnedInstalment]:
    rows = instalments(made)
    return [
        PinnedInstalment(row.number, row.due_on, row.principal_minor, row.interest_minor + more)
        for row in rows
        if row.number in numbers
    ]


def test_rows_take_the_place_of_computed_ones_and_of_their_own(store: Store) -> None:
    made = databases.level()
    key = loans.add(store, made).value
    schedules.put_rows(store, key, printed(made, 2, 3, more=5))
    schedules.put_rows(store, key, printed(made, 3, more=7))
    assert [(row.number, row.interest_minor) for row in kept(store).pinned] == [
        (2, instalments(made)[1].interest_minor + 5),
        (3, instalments(made)[2].interest_minor + 7),
    ]
    schedules.drop_rows(store, key, [2])
    assert [row.number for row in kept(store).pinned] == [3]
    undo.undo(store)
    undo.undo(store)
    undo.undo(store)
    assert kept(store).pinned == ()


def test_a_row_that_its_followers_run_past_saves_nothing(store: Store) -> None:
    made = databases.level()
    key = loans.add(store, made).value
    rows = printed(made, 2, 3, 4)
    late = replace(rows[-1], due_on=instalments(made)[6].due_on)
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as caught:
        schedules.put_rows(store, key, [*rows[:-1], late])
    assert (caught.value.code, caught.value.params["number"]) == ("loan.pinned_order", 5)
    assert databases.content(store.path) == before
    # nor can other terms bring it about
    schedules.put_rows(store, key, [replace(rows[-1], due_on=date.fromordinal(rows[-1].due_on.toordinal() + 3))])
    weekly = replace(kept(store), every=Every.WEEK, first_due_on=None)
    with pytest.raises(PlannerError) as caught:
        loans.edit(store, weekly)
    assert caught.value.code == "loan.pinned_order"


def test_rows_after_a_further_payout_are_computed_with_it(store: Store) -> None:
    made = databases.level()
    key = loans.add(store, made).value
    draws.draw(store, key, TODAY, 100_000, today=TODAY)
    later = next(row.number for row in instalments(made) if row.due_on > TODAY)
    schedules.put_rows(store, key, printed(made, later - 1, more=1))
    with pytest.raises(PlannerError) as caught:
        schedules.put_rows(store, key, printed(made, later, more=1))
    assert (caught.value.code, caught.value.params["number"]) == ("schedule.row_after_payout", later)
