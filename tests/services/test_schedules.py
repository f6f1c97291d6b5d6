"""Rows of a lender's own schedule: all or none, one step of undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.accounts.loan import Every, Loan, PinnedInstalment
from planner.domain.accounts.terms import DueShift
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from planner.services import draws, loans, repayments, schedules, undo
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
    schedules.put_rows(store, key, printed(made, 2, 3, more=5), today=TODAY)
    schedules.put_rows(store, key, printed(made, 3, more=7), today=TODAY)
    assert [(row.number, row.interest_minor) for row in kept(store).pinned] == [
        (2, instalments(made)[1].interest_minor + 5),
        (3, instalments(made)[2].interest_minor + 7),
    ]
    schedules.drop_rows(store, key, [2], today=TODAY)
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
        schedules.put_rows(store, key, [*rows[:-1], late], today=TODAY)
    assert (caught.value.code, caught.value.params["number"]) == ("loan.pinned_order", 5)
    assert databases.content(store.path) == before
    # nor can other terms bring it about
    schedules.put_rows(
        store, key, [replace(rows[-1], due_on=date.fromordinal(rows[-1].due_on.toordinal() + 3))], today=TODAY
    )
    weekly = replace(kept(store), every=Every.WEEK, first_due_on=None)
    with pytest.raises(PlannerError) as caught:
        loans.edit(store, weekly)
    assert caught.value.code == "loan.pinned_order"


def test_rows_after_a_further_payout_are_computed_with_it(store: Store) -> None:
    made = databases.level()
    key = loans.add(store, made).value
    draws.draw(store, key, TODAY, 100_000, today=TODAY)
    later = next(row.number for row in instalments(made) if row.due_on > TODAY)
    schedules.put_rows(store, key, printed(made, later - 1, more=1), today=TODAY)
    with pytest.raises(PlannerError) as caught:
        schedules.put_rows(store, key, printed(made, later, more=1), today=TODAY)
    assert (caught.value.code, caught.value.params["number"]) == ("schedule.row_after_payout", later)


AFTER = date(2026, 12, 29)
LAST_ROW = PinnedInstalment(12, date(2027, 6, 15), 100_000, 9_000)


def half_paid(store: Store, **terms: Any) -> int:
    """Five instalments of twelve counted as paid, the sixth paid as printed."""
    made = databases.level()
    made = replace(made, start_on=date(2026, 6, 15), first_due_on=None, due_day=None, fees=(), grace_days=0, **terms)
    made = replace(made, rate=Rate(Decimal("0.18"), RateBasis.YEAR), paid_terms=5)
    key = loans.add(store, made, today=AFTER).value
    sixth = instalments(made)[5]
    assert (sixth.due_on, sixth.amount_minor) == (date(2026, 12, 15), 110_016)
    repayments.record(store, key, sixth.due_on, sixth.amount_minor, today=AFTER)
    return key


def sixth(store: Store) -> DueStatus:
    return position(read_book(store.path).accounts[0], AFTER).dues[5].status


def test_what_was_paid_as_printed_stays_so_when_a_row_to_come_is_given(store: Store) -> None:
    key = half_paid(store)
    before, kept_before = instalments(kept(store)), kept(store)
    schedules.put_rows(store, key, [LAST_ROW], today=AFTER)
    rows = instalments(kept(store))
    assert rows[:6] == before[:6]
    assert rows[6].amount_minor > before[6].amount_minor
    assert (rows[11].principal_minor, rows[11].interest_minor, rows[11].balance_minor) == (100_000, 9_000, 0)
    assert sixth(store) is DueStatus.ON_TIME
    undo.undo(store)  # one step
    assert kept(store) == kept_before
    undo.redo(store)
    schedules.drop_rows(store, key, [12], today=AFTER)
    assert (kept(store).pinned, instalments(kept(store))) == ((), before)
    assert sixth(store) is DueStatus.ON_TIME


def test_a_row_in_the_middle_moves_only_those_after_what_is_paid(store: Store) -> None:
    key = half_paid(store)
    before = instalments(kept(store))
    third, eighth = before[2], before[7]
    schedules.put_rows(
        store,
        key,
        [PinnedInstalment(8, eighth.due_on, eighth.principal_minor, eighth.interest_minor + 300)],
        today=AFTER,
    )
    assert instalments(kept(store))[:6] == before[:6]
    # a row that was paid may be given as it was printed; the others that were paid stay as they are
    schedules.put_rows(
        store, key, [PinnedInstalment(3, third.due_on, third.principal_minor + 50, third.interest_minor)], today=AFTER
    )
    rows = instalments(kept(store))
    assert [row.amount_minor for row in rows[:6]] == [110_016, 110_016, 110_066, 110_016, 110_016, 110_016]
    assert sum(row.principal_minor for row in rows) == 1_200_000
    assert sixth(store) is DueStatus.ON_TIME
    # one taken away again is computed, those beside it stay
    schedules.drop_rows(store, key, [3], today=AFTER)
    assert instalments(kept(store))[:6] == before[:6]
    assert [row.number for row in kept(store).pinned] == [1, 2, 4, 5, 6, 8]
    schedules.drop_rows(store, key, [row.number for row in kept(store).pinned], today=AFTER)
    assert (kept(store).pinned, instalments(kept(store))) == ((), before)


def test_what_is_kept_of_rows_has_their_printed_days(store: Store) -> None:
    key = half_paid(store, due_shift=DueShift.NEXT)  # 15 August 2026 is a Saturday
    schedules.put_rows(store, key, [LAST_ROW], today=AFTER)
    assert kept(store).pinned[1].due_on == date(2026, 8, 15)
    assert instalments(kept(store))[1].due_on == date(2026, 8, 17)
    assert sixth(store) is DueStatus.ON_TIME


def test_the_row_with_which_the_lender_s_payment_repays_is_not_taken_away(store: Store) -> None:
    made = replace(databases.level(), fees=(), payment_minor=85_150)  # leaves more than two payments to the last
    last = instalments(made)[-1]
    row = PinnedInstalment(12, last.due_on, last.principal_minor, last.interest_minor)
    key = loans.add(store, replace(made, pinned=(row,))).value
    with pytest.raises(PlannerError) as caught:
        schedules.drop_rows(store, key, [12], today=TODAY)
    assert (caught.value.code, caught.value.field) == ("loan.payment_low", "payment")
    assert kept(store).pinned == (row,)


def test_rows_beside_the_lender_s_payment_are_given_one_by_one(store: Store) -> None:
    made = replace(databases.level(), fees=(), payment_minor=106_620)
    key = loans.add(store, made).value
    for row in instalments(made)[7:10]:  # three rows without principal leave much to the last, until that is given
        schedules.put_rows(store, key, [PinnedInstalment(row.number, row.due_on, 0, 4_000)], today=TODAY)
    assert [row.number for row in kept(store).pinned] == [8, 9, 10]
