"""Draws, balances and printed bills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account, Draw, Reading, Split, Statement
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from planner.services import draws, loans, readings, repayments, undo
from planner.storage.store import Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import peek, read_book

TOMORROW = TODAY + timedelta(1)


@pytest.fixture
def line_id(store: Store) -> int:
    return loans.add(store, databases.line()).value


def account(store: Store) -> Account:
    return read_book(store.path).accounts[0]


def refused(store: Store, act: Callable[[], object]) -> PlannerError:
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as caught:
        act()
    assert databases.content(store.path) == before
    return caught.value


def test_a_draw_is_recorded_changed_and_deleted(store: Store, line_id: int) -> None:
    result = draws.draw(store, line_id, TODAY, 500_000, today=TODAY, note="[/]")
    assert result.operation is not None
    assert result.operation.params == {"amount_minor": 500_000, "loan": "蚂蚁 借呗"}
    assert account(store).draws == (Draw(result.value, TODAY, 500_000, "[/]"),)
    assert position(account(store), TODAY).principal_minor == 500_000
    draws.edit_draw(store, result.value, TODAY - timedelta(1), 400_000, today=TODAY)
    assert account(store).draws == (Draw(result.value, TODAY - timedelta(1), 400_000, ""),)
    draws.delete_draw(store, result.value)
    assert account(store).draws == ()
    for _ in range(3):
        undo.undo(store)
    assert account(store).draws == ()
    assert peek(store.path)[1] == result.operation


def test_a_loan_is_paid_out_in_parts_while_an_instalment_is_to_come(store: Store) -> None:
    made = databases.level()
    key = loans.add(store, made).value
    draws.draw(store, key, TODAY, 500_000, today=TODAY)
    place = position(account(store), TODAY)
    assert sum(due.principal_minor for due in place.dues) == made.principal_minor + 500_000
    longer = replace(made, id=key, terms=(made.terms or 0) + 12)
    loans.edit(store, longer)  # its terms may still change, but to a price on what was first lent
    flat = replace(longer, method=Method.FLAT_FEE, rate=Rate(Decimal("0.01"), RateBasis.TERM))
    assert refused(store, lambda: loans.edit(store, flat)).code == "loan.method_has_draws"
    later = instalments(longer)[-1].due_on
    assert refused(store, lambda: draws.draw(store, key, later, 1, today=later)).code == "draw.after_end"


def test_nothing_is_paid_out_on_a_loan_that_is_settled(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    settled_on = TODAY - timedelta(10)
    loans.settle(store, key, settled_on, 0, today=TODAY)
    for on in (settled_on, TODAY):
        error = refused(store, lambda on=on: draws.draw(store, key, on, 100_000, today=TODAY))  # type: ignore[misc]
        assert (error.code, error.field, error.params["settled_on"]) == ("draw.settled", "on", settled_on)
    before = draws.draw(
        store, key, settled_on - timedelta(1), 100_000, today=TODAY
    ).value  # a part that was paid back too
    assert position(account(store), TODAY).owed_minor == 0
    error = refused(store, lambda: draws.edit_draw(store, before, TODAY, 100_000, today=TODAY))
    assert error.code == "draw.settled"


def test_a_loan_is_not_settled_for_good_before_its_last_payout(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    draws.draw(store, key, TODAY, 500_000, today=TODAY)
    error = refused(store, lambda: loans.settle(store, key, TODAY - timedelta(1), 0, today=TODAY))
    assert (error.code, error.field, error.params["paid_out_on"]) == ("loan.settled_before_payout", "on", TODAY)
    # money that settled it before is counted, and what was paid out after it is owed
    owed = position(account(store), TODAY - timedelta(1)).settlement_minor
    assert owed is not None
    loans.settle(store, key, TODAY - timedelta(1), owed, today=TODAY)
    assert position(account(store), TODAY).principal_minor == 500_000
    loans.settle(store, key, TODAY, 0, today=TODAY)
    assert position(account(store), TODAY).owed_minor == 0


def test_a_flat_fee_is_the_price_of_what_was_lent_at_the_start(store: Store) -> None:
    made = databases.level()
    flat = replace(made, method=Method.FLAT_FEE, rate=Rate(Decimal("0.01"), RateBasis.TERM))
    key = loans.add(store, flat).value
    assert refused(store, lambda: draws.draw(store, key, TODAY, 1, today=TODAY)).code == "draw.flat_fee"


@pytest.mark.parametrize(
    ("on", "amount_minor", "code", "field"),
    [
        (date(2026, 1, 4), 1, "draw.before_start", "on"),
        (TOMORROW, 1, "draw.future", "on"),
        (TODAY, 0, "draw.amount", "amount"),
        (TODAY, LIMIT_MINOR + 1, "draw.amount", "amount"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(
    store: Store, line_id: int, on: date, amount_minor: int, code: str, field: str
) -> None:
    kept = draws.draw(store, line_id, TODAY, 5, today=TODAY).value
    for act in (
        lambda: draws.draw(store, line_id, on, amount_minor, today=TODAY),
        lambda: draws.edit_draw(store, kept, on, amount_minor, today=TODAY),
    ):
        error = refused(store, act)
        assert (error.code, error.field) == (code, field)


def test_of_two_balances_on_a_day_the_later_counts(store: Store, line_id: int) -> None:
    first = readings.read_balance(store, line_id, TODAY, 100, today=TODAY).value
    second = readings.read_balance(store, line_id, TODAY, 200, today=TODAY)
    assert account(store).readings == (Reading(first, TODAY, 200),)
    assert second.value == first
    assert second.topics == {"repayments"}


def test_a_balance_checks_the_account_and_an_older_one_does_not_uncheck_it(store: Store, line_id: int) -> None:
    readings.read_balance(store, line_id, date(2026, 11, 10), 100, today=TODAY)
    assert account(store).checked_on == date(2026, 11, 10)
    readings.read_balance(store, line_id, date(2026, 11, 1), 100, today=TODAY)
    assert account(store).checked_on == date(2026, 11, 10)
    readings.confirm_balance(store, line_id, date(2026, 11, 5), today=TODAY)
    assert account(store).checked_on == date(2026, 11, 10)
    readings.confirm_balance(store, line_id, TODAY, today=TODAY)
    assert account(store).checked_on == TODAY
    assert len(account(store).readings) == 2


@pytest.mark.parametrize("made", [databases.level(), databases.line(), databases.card()], ids=lambda loan: loan.method)
def test_a_debit_that_a_comparison_answered_stays_answered_when_the_balance_is_compared_again(
    store: Store, made: Loan
) -> None:
    key = loans.add(store, replace(made, auto_debit=True)).value
    if not made.method.scheduled:
        draws.draw(store, key, date(2026, 9, 3), 1_000_000, today=TODAY)
    readings.confirm_balance(store, key, date(2026, 11, 21), today=TODAY)
    repayments.record(store, key, date(2026, 11, 22), 200_000, today=TODAY)
    before, rows = position(account(store), TODAY), databases.data(store.path)
    readings.confirm_balance(store, key, TODAY, today=TODAY)
    after = position(account(store), TODAY)
    assert account(store).checked_on == TODAY
    assert (after.principal_minor, after.credit_minor) == (before.principal_minor, before.credit_minor)
    assert {due.status for due in after.dues if due.due_on < TODAY} == {DueStatus.ON_TIME}
    undo.undo(store)
    assert databases.data(store.path) == rows


def test_a_comparison_that_answers_nothing_leaves_no_balance_behind(store: Store) -> None:
    key = loans.add(store, replace(databases.level(), auto_debit=True)).value
    for on in (date(2026, 11, 16), date(2026, 11, 21), TODAY):
        readings.confirm_balance(store, key, on, today=TODAY)
    assert account(store).readings == ()


def test_without_its_last_balance_an_account_was_checked_at_the_one_before(store: Store, line_id: int) -> None:
    first = readings.read_balance(store, line_id, date(2026, 11, 1), 100, today=TODAY).value
    second = readings.read_balance(store, line_id, date(2026, 11, 10), 100, today=TODAY).value
    readings.delete_reading(store, second)
    assert account(store).checked_on == date(2026, 11, 1)
    readings.delete_reading(store, first)
    assert account(store).checked_on is None
    undo.undo(store)
    undo.undo(store)
    assert account(store).checked_on == date(2026, 11, 10)
    assert [reading.id for reading in account(store).readings] == [first, second]


@pytest.mark.parametrize(
    ("on", "balance_minor", "code"),
    [
        (date(2026, 1, 4), 1, "balance.before_start"),
        (TOMORROW, 1, "balance.future"),
        (TODAY, -1, "balance.amount"),
        (TODAY, LIMIT_MINOR + 1, "balance.amount"),
    ],
)
def test_a_balance_that_cannot_be_is_refused(
    store: Store, line_id: int, on: date, balance_minor: int, code: str
) -> None:
    assert refused(store, lambda: readings.read_balance(store, line_id, on, balance_minor, today=TODAY)).code == code
    if code != "balance.amount":
        assert refused(store, lambda: readings.confirm_balance(store, line_id, on, today=TODAY)).code == code


def test_a_printed_bill_replaces_the_one_of_the_same_day(store: Store) -> None:
    key = loans.add(store, databases.card()).value
    on, due = date(2026, 11, 1), date(2026, 11, 10)
    first = readings.statement(store, key, on, due, 120_000, 12_000, today=TODAY)
    assert first.operation is not None
    assert first.operation.params == {"amount_minor": 120_000, "loan": "蚂蚁 花呗", "on": "2026-11-01"}
    assert readings.statement(store, key, on, due, 130_000, today=TODAY).value == first.value
    assert account(store).statements == (Statement(first.value, on, due, 130_000, None),)
    readings.delete_statement(store, first.value)
    assert account(store).statements == ()


@pytest.mark.parametrize(
    ("on", "due_on", "amount_minor", "minimum_minor", "code"),
    [
        (date(2025, 12, 31), TODAY, 1, None, "statement.before_start"),
        (TOMORROW, TODAY + timedelta(9), 1, None, "statement.future"),
        (TODAY, TODAY, 1, None, "statement.due"),
        (TODAY, TOMORROW, -1, None, "statement.amount"),
        (TODAY, TOMORROW, 100, 101, "statement.minimum"),
        (TODAY, TOMORROW, 100, -1, "statement.minimum"),
    ],
)
def test_a_bill_that_cannot_be_is_refused(
    store: Store, on: date, due_on: date, amount_minor: int, minimum_minor: int | None, code: str
) -> None:
    key = loans.add(store, databases.card()).value
    error = refused(store, lambda: readings.statement(store, key, on, due_on, amount_minor, minimum_minor, today=TODAY))
    assert error.code == code


def test_only_a_card_has_bills(store: Store, line_id: int) -> None:
    error = refused(store, lambda: readings.statement(store, line_id, TODAY, TOMORROW, 1, today=TODAY))
    assert error.code == "statement.no_card"


def test_what_is_not_there_is_told(store: Store) -> None:
    assert refused(store, lambda: draws.edit_draw(store, 9, TODAY, 1, today=TODAY)).code == "draw.unknown"
    assert refused(store, lambda: draws.delete_draw(store, 9)).code == "draw.unknown"
    assert refused(store, lambda: readings.delete_reading(store, 9)).code == "balance.unknown"
    assert refused(store, lambda: readings.delete_statement(store, 9)).code == "statement.unknown"


def test_what_is_recorded_on_the_day_of_a_reading_came_after_it_until_the_balance_is_read_again(
    store: Store, line_id: int
) -> None:
    draws.draw(store, line_id, TODAY, 30_000, today=TODAY)
    readings.read_balance(store, line_id, TODAY, 500_000, today=TODAY)
    draws.draw(store, line_id, TODAY, 20_000, today=TODAY)
    repayments.record(store, line_id, TODAY, 100_000, today=TODAY)
    assert [draw.after_reading for draw in account(store).draws] == [False, True]
    assert position(account(store), TODAY).principal_minor == 420_000
    repayments.record_with_balance(store, line_id, TODAY, 50_000, 375_000, today=TODAY)
    assert position(account(store), TODAY).principal_minor == 375_000
    assert [(one.amount_minor, one.split) for one in account(store).repayments][1:] == [(50_000, Split(45_000, 5_000))]
    readings.read_balance(store, line_id, TODAY, 370_000, today=TODAY)
    assert position(account(store), TODAY).principal_minor == 370_000
    undo.undo(store)
    assert position(account(store), TODAY).principal_minor == 375_000


def test_a_record_keeps_its_place_in_the_day_unless_it_moves(store: Store, line_id: int) -> None:
    readings.read_balance(store, line_id, TODAY, 500_000, today=TODAY)
    key = repayments.record(store, line_id, TODAY, 100_000, today=TODAY, after_reading=False).value
    drawn = draws.draw(store, line_id, TODAY, 10_000, today=TODAY).value
    assert position(account(store), TODAY).principal_minor == 510_000
    repayments.edit(store, key, TODAY, 90_000, today=TODAY)
    draws.edit_draw(store, drawn, TODAY, 20_000, today=TODAY)
    assert position(account(store), TODAY).principal_minor == 520_000
    repayments.edit(store, key, TODAY, 90_000, today=TODAY, after_reading=True)
    assert position(account(store), TODAY).principal_minor == 430_000
    draws.edit_draw(store, drawn, TODAY - timedelta(1), 20_000, today=TODAY)
    assert not account(store).draws[0].after_reading
    assert position(account(store), TODAY).principal_minor == 410_010  # a day of interest was paid, too


def test_a_deleted_reading_leaves_no_order_behind(store: Store, line_id: int) -> None:
    readings.read_balance(store, line_id, TODAY, 500_000, today=TODAY)
    repayments.record(store, line_id, TODAY, 100_000, today=TODAY)
    readings.delete_reading(store, account(store).readings[0].id)
    assert not account(store).repayments[0].after_reading


def test_settling_on_the_day_of_a_reading_leaves_nothing_owed(store: Store, line_id: int) -> None:
    readings.read_balance(store, line_id, TODAY, 500_000, today=TODAY)
    loans.settle(store, line_id, TODAY, 500_000, today=TODAY)
    assert position(account(store), TODAY).settlement_minor == 0
