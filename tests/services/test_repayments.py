"""Recording what was paid: any day up to today, never more than is owed unless it settles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from planner.domain.accounts.records import Account, Draw, DrawKind, Repayment, Split
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.ledger.position import position
from planner.domain.ledger.split import split_of
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from planner.services import draws, loans, repayments, undo
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import import_keys, read_book


@pytest.fixture
def loan_id(store: Store) -> int:
    return loans.add(store, databases.level()).value


def account(store: Store) -> Account:
    return read_book(store.path).accounts[0]


def refused(store: Store, act: Callable[[], object]) -> PlannerError:
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as caught:
        act()
    assert databases.content(store.path) == before
    return caught.value


def test_a_repayment_is_read_back_and_named(store: Store, loan_id: int) -> None:
    result = repayments.record(store, loan_id, TODAY, 76_000, today=TODAY, note="[@click=app.quit]x[/]")
    assert result.topics == {"repayments"}
    assert result.operation is not None
    assert result.operation.code == "repayment.add"
    assert result.operation.params == {"amount_minor": 76_000, "on": TODAY.isoformat(), "loan": "某某银行 消费贷"}
    assert account(store).repayments == (Repayment(result.value, TODAY, 76_000, note="[@click=app.quit]x[/]"),)


def test_a_split_of_the_person_replaces_the_derived_one(store: Store, loan_id: int) -> None:
    split = Split(70_000, 5_000, 1_000)
    repayments.record(store, loan_id, TODAY, 76_000, today=TODAY, split=split)
    assert account(store).repayments[0].split == split
    applied = position(account(store), TODAY).applied[0]
    assert (applied.principal_minor, applied.interest_minor, applied.fee_minor) == (70_000, 5_000, 1_000)


@pytest.mark.parametrize("split", [Split(70_000, 5_000, 999), Split(77_000, -1_000), Split(0, 0, 0)])
def test_a_split_must_add_up(store: Store, loan_id: int, split: Split) -> None:
    error = refused(store, lambda: repayments.record(store, loan_id, TODAY, 76_000, today=TODAY, split=split))
    assert (error.code, error.field) == ("repayment.split", "principal")


@pytest.mark.parametrize("amount_minor", [0, -1, LIMIT_MINOR + 1])
def test_an_amount_that_cannot_be_is_refused(store: Store, loan_id: int, amount_minor: int) -> None:
    error = refused(store, lambda: repayments.record(store, loan_id, TODAY, amount_minor, today=TODAY, settles=True))
    assert (error.code, error.field) == ("repayment.amount", "amount")


def test_the_first_and_the_last_day_that_can_be(store: Store, loan_id: int) -> None:
    start = databases.level().start_on
    repayments.record(store, loan_id, start, 100, today=TODAY)
    repayments.record(store, loan_id, TODAY, 100, today=TODAY)
    error = refused(store, lambda: repayments.record(store, loan_id, start - timedelta(1), 100, today=TODAY))
    assert (error.code, error.field, error.params["start_on"]) == ("repayment.before_start", "on", start)
    error = refused(store, lambda: repayments.record(store, loan_id, TODAY + timedelta(1), 100, today=TODAY))
    assert (error.code, error.field) == ("repayment.future", "on")


def test_more_than_is_owed_is_refused_to_the_fen_unless_it_settles(store: Store, loan_id: int) -> None:
    most = position(account(store), TODAY).settlement_minor
    error = refused(store, lambda: repayments.record(store, loan_id, TODAY, most + 1, today=TODAY))
    assert error.code == "repayment.more_than_owed"
    assert error.params == {"amount_minor": most + 1, "settlement_minor": most}
    key = repayments.record(store, loan_id, TODAY, most + 1, today=TODAY, settles=True).value
    assert position(account(store), TODAY).settlement_minor == 0
    # the repayment itself does not count when it is changed
    repayments.edit(store, key, TODAY, most, today=TODAY)
    assert position(account(store), TODAY).settlement_minor == 0
    assert not account(store).repayments[0].settles


def test_a_balance_gives_principal_and_interest(store: Store) -> None:
    key = loans.add(store, databases.line(), opening_minor=100_000, today=date(2026, 10, 1)).value
    result = repayments.record_with_balance(store, key, TODAY, 30_000, 72_500, today=TODAY)
    found = account(store)
    assert found.repayments[0].split == Split(27_500, 2_500)
    assert [(reading.on, reading.balance_minor) for reading in found.readings][-1] == (TODAY, 72_500)
    assert found.checked_on == TODAY
    assert position(found, TODAY).principal_minor == 72_500
    assert undo.undo(store).operation == result.operation  # one step takes both back
    assert account(store).repayments == ()
    assert len(account(store).readings) == 1


@pytest.mark.parametrize("balance_minor", [-1, 100_001, 69_999])
def test_a_balance_that_cannot_be_right_is_refused(store: Store, balance_minor: int) -> None:
    key = loans.add(store, databases.line(), opening_minor=100_000, today=date(2026, 10, 1)).value
    error = refused(
        store, lambda: repayments.record_with_balance(store, key, TODAY, 30_000, balance_minor, today=TODAY)
    )
    assert error.field == "balance"


def test_editing_replaces_everything_but_the_loan(store: Store, loan_id: int) -> None:
    key = repayments.record(store, loan_id, TODAY, 76_000, today=TODAY, split=Split(76_000, 0), note="x").value
    on = TODAY - timedelta(3)
    result = repayments.edit(store, key, on, 80_000, today=TODAY, settles=True)
    assert account(store).repayments == (Repayment(key, on, 80_000, None, True, ""),)
    assert result.operation is not None
    assert result.operation.params["amount_minor"] == 80_000
    undo.undo(store)
    assert account(store).repayments == (Repayment(key, TODAY, 76_000, Split(76_000, 0), False, "x"),)


def test_deleting_names_what_is_gone(store: Store, loan_id: int) -> None:
    key = repayments.record(store, loan_id, TODAY, 76_000, today=TODAY).value
    result = repayments.delete(store, key)
    assert result.operation is not None
    assert result.operation.params == {"amount_minor": 76_000, "loan": "某某银行 消费贷"}
    assert account(store).repayments == ()
    assert refused(store, lambda: repayments.delete(store, key)).code == "repayment.unknown"
    assert refused(store, lambda: repayments.edit(store, key, TODAY, 1, today=TODAY)).code == "repayment.unknown"


def test_a_bill_does_not_bring_a_deleted_repayment_back(store: Store, loan_id: int) -> None:
    key = repayments.record(store, loan_id, TODAY, 76_000, today=TODAY).value
    with store.write("import.bill") as write:
        batch = write.add("import_batch", file_name="", sha256="", format="", imported_at="", row_count=1)
        write.add("import_line", batch_id=batch, source_key="k", row_number=1, outcome="used", repayment_id=key)
    repayments.delete(store, key)
    with reading(store.path) as connection:
        assert import_keys(connection) == {"k"}


def test_the_preview_of_the_split_is_what_the_ledger_then_does(store: Store, loan_id: int) -> None:
    expected = split_of(account(store), TODAY, 76_000)
    repayments.record(store, loan_id, TODAY, 76_000, today=TODAY)
    applied = position(account(store), TODAY).applied[0]
    assert Split(applied.principal_minor, applied.interest_minor, applied.fee_minor) == expected


def test_what_a_card_gets_beyond_what_is_owed_is_in_the_persons_favour(store: Store) -> None:
    key = loans.add(store, databases.card()).value
    draws.draw(store, key, TODAY, 300, today=TODAY)
    repayments.record(store, key, TODAY, 500, today=TODAY)
    assert position(account(store), TODAY).credit_minor == 200
    with pytest.raises(PlannerError) as caught:
        draws.draw(store, key, TODAY, 201, today=TODAY, kind=DrawKind.WITHDRAWN)
    assert (caught.value.code, caught.value.params["credit_minor"]) == ("draw.withdrawn", 200)
    out = draws.draw(store, key, TODAY, 200, today=TODAY, kind=DrawKind.WITHDRAWN).value
    assert (position(account(store), TODAY).credit_minor, position(account(store), TODAY).owed_minor) == (0, 0)
    draws.edit_draw(store, out, TODAY, 150, today=TODAY, kind=DrawKind.WITHDRAWN)
    assert position(account(store), TODAY).credit_minor == 50


def test_a_purchase_after_a_settlement_of_its_day_does_not_disappear(store: Store) -> None:
    key = loans.add(store, databases.card()).value
    draws.draw(store, key, TODAY, 300, today=TODAY)
    loans.settle(store, key, TODAY, 300, today=TODAY)
    draws.draw(store, key, TODAY, 50, today=TODAY)
    assert position(account(store), TODAY).owed_minor == 50
    other = loans.add(store, databases.card()).value
    draws.draw(store, other, TODAY, 300, today=TODAY)
    loans.settle(store, other, TODAY, 0, today=TODAY)
    draws.draw(store, other, TODAY, 50, today=TODAY)
    assert position(read_book(store.path).accounts[1], TODAY).owed_minor == 50


def test_a_bill_paid_with_more_than_is_known_can_be_inserted_below(store: Store) -> None:
    loans.add(store, databases.card())
    key = account(store).loan.id
    with store.write("import.bill") as write:
        write.put(Repayment(0, TODAY, 100, note="x"), of=key)
        write.put(Draw(0, TODAY, 50, "y"), of=key)
    assert [paid.amount_minor for paid in account(store).repayments] == [100]


def test_the_last_instalment_may_be_paid_before_its_day_as_printed(store: Store) -> None:
    # on that day settling would cost less than the printed instalment, which still is what people pay
    loan_id = loans.add(store, databases.level()).value
    rows = instalments(account(store).loan)
    for row in rows[:-1]:
        repayments.record(store, loan_id, row.due_on, row.amount_minor, today=rows[-1].due_on)
    early = rows[-1].due_on - timedelta(days=3)
    assert position(account(store), early).settlement_minor < rows[-1].amount_minor
    repayments.record(store, loan_id, early, rows[-1].amount_minor, today=rows[-1].due_on)
    assert position(account(store), early).owed_minor == 0


def test_a_repayment_is_taken_back_and_stands_after_all(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    paid = repayments.record(store, key, date(2026, 7, 15), 106_619, today=TODAY).value
    whole = read_book(store.path)
    for wrong in (date(2026, 7, 14), TODAY + timedelta(1)):
        with pytest.raises(PlannerError) as caught:
            repayments.take_back(store, paid, wrong, today=TODAY)
        assert (caught.value.code, caught.value.field) == ("repayment.reversed_on", "on")
    assert read_book(store.path) == whole
    repayments.take_back(store, paid, date(2026, 7, 20), today=TODAY)
    (account,) = read_book(store.path).accounts
    assert account.repayments[0].reversed_on == date(2026, 7, 20)
    assert position(account, date(2026, 7, 21)).overdue_minor > 0
    repayments.edit(store, paid, date(2026, 7, 15), 106_619, today=TODAY, note="x")
    assert read_book(store.path).accounts[0].repayments[0].reversed_on == date(2026, 7, 20)
    undo.undo(store)
    repayments.take_back(store, paid, None, today=TODAY)
    assert read_book(store.path) == whole
