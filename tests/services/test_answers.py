"""What the person says of a due date that has passed: not paid is kept, undone, and refused where nothing is open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.errors import PlannerError
from planner.services import answers, loans, repayments, undo
from planner.storage.store import Store
from tests.make import databases
from tests.make.probes import read_book


@pytest.fixture
def loan_id(store: Store) -> int:
    return loans.add(store, databases.level()).value


def first_due(store: Store) -> date:
    account = read_book(store.path).accounts[0]
    return position(account, account.loan.start_on).dues[0].due_on


def status(store: Store, on: date) -> DueStatus:
    return position(read_book(store.path).accounts[0], on).dues[0].status


def test_not_paid_makes_it_overdue_at_once_and_can_be_undone(store: Store, loan_id: int) -> None:
    due_on = first_due(store)
    today = due_on + timedelta(1)
    assert status(store, today) is DueStatus.UNRECORDED
    result = answers.deny(store, loan_id, due_on, today=today)
    assert result.operation is not None
    assert (result.operation.code, result.operation.params["on"]) == ("due.deny", due_on.isoformat())
    assert status(store, today) is DueStatus.MISSED
    assert answers.deny(store, loan_id, due_on, today=today).value == result.value
    assert len(read_book(store.path).accounts[0].denials) == 1
    undo.undo(store)
    assert status(store, today) is DueStatus.UNRECORDED
    undo.redo(store)
    assert status(store, today) is DueStatus.MISSED


def test_an_answer_can_be_taken_back(store: Store, loan_id: int) -> None:
    due_on = first_due(store)
    today = due_on + timedelta(1)
    denial_id = answers.deny(store, loan_id, due_on, today=today).value
    result = answers.take_back(store, denial_id)
    assert result.operation is not None
    assert (result.operation.code, result.operation.params["on"]) == ("due.take_back", due_on.isoformat())
    assert status(store, today) is DueStatus.UNRECORDED
    undo.undo(store)
    assert status(store, today) is DueStatus.MISSED
    with pytest.raises(PlannerError) as caught:
        answers.take_back(store, denial_id + 1)
    assert caught.value.code == "due.no_answer"


def test_only_what_is_due_and_open_can_be_denied(store: Store, loan_id: int) -> None:
    due_on = first_due(store)
    amount = position(read_book(store.path).accounts[0], due_on).dues[0].unpaid_minor
    for on, today in ((due_on, due_on - timedelta(1)), (due_on + timedelta(1), due_on + timedelta(2))):
        with pytest.raises(PlannerError) as caught:
            answers.deny(store, loan_id, on, today=today)
        assert (caught.value.code, caught.value.field) == ("due.unknown", "due_on")
    repayments.record(store, loan_id, due_on, amount, today=due_on)
    with pytest.raises(PlannerError):
        answers.deny(store, loan_id, due_on, today=due_on + timedelta(1))
    assert read_book(store.path).accounts[0].denials == ()
