"""Recording what was paid: any day up to today, never more than is owed unless it settles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from planner import i18n
from planner.domain.accounts.records import Account, Draw, DrawKind, Repayment, Split
from planner.domain.accounts.terms import DueShift
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.ledger.position import position
from planner.domain.ledger.split import split_of
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from planner.i18n import format as fmt
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


@pytest.fixture
def behind(store: Store) -> int:
    """Two instalments have fallen due, on 2026-10-20 and 11-20, and nothing is recorded."""
    loan = replace(databases.level(), start_on=date(2026, 9, 20), paid_terms=0, first_due_on=None, due_day=None)
    return loans.add(store, loan).value


def due_on(store: Store, number: int) -> Due:
    return next(due for due in position(account(store), TODAY).dues if due.number == number)


def test_a_repayment_can_say_for_which_due_it_was_made(store: Store, behind: int) -> None:
    first, second = due_on(store, 1), due_on(store, 2)
    named = second.due_on
    recorded = repayments.record(store, behind, named, second.amount_minor, today=TODAY, assigned_on=named)
    assert account(store).repayments[0].assigned_on == named
    assert (due_on(store, 1), due_on(store, 2).status) == (first, DueStatus.ON_TIME)
    repayments.edit(store, recorded.value, named, second.amount_minor, today=TODAY)
    assert account(store).repayments[0].assigned_on is None
    assert due_on(store, 2).status is not DueStatus.ON_TIME
    undo.undo(store)
    assert account(store).repayments[0].assigned_on == named
    undo.undo(store)
    assert (account(store).repayments, due_on(store, 2)) == ((), second)
    undo.redo(store)
    assert due_on(store, 2).status is DueStatus.ON_TIME


def test_a_due_date_that_is_none_or_not_open_is_refused_with_those_that_would_do(store: Store, behind: int) -> None:
    first, second, third = (due_on(store, number).due_on for number in (1, 2, 3))
    for on, wrong, right in (
        (second, second + timedelta(1), (first, second)),
        (first, second, (first,)),
        (TODAY, date(2030, 1, 1), (first, second, third)),
    ):
        named = partial(repayments.record, store, behind, on, 500, today=TODAY, assigned_on=wrong)
        error = refused(store, named)
        assert (error.code, error.field) == ("repayment.assigned", "assigned")
        assert error.params == {"assigned_on": wrong, "on": on, "days": right}
    paid = repayments.record(store, behind, second, 50_000, today=TODAY, assigned_on=second)
    error = refused(store, lambda: repayments.edit(store, paid.value, first, 50_000, today=TODAY, assigned_on=second))
    assert error.params["days"] == (first,)


def test_the_refusal_names_the_days_in_both_languages(store: Store, behind: int) -> None:
    first, second = (due_on(store, number).due_on for number in (1, 2))
    wrong = second + timedelta(1)
    error = refused(store, lambda: repayments.record(store, behind, second, 500, today=TODAY, assigned_on=wrong))
    for language in i18n.LANGUAGES:
        i18n.use(language)
        said = fmt.error(error.code, error.params)
        assert all(on.isoformat() in said for on in (first, second, wrong))


def test_where_nothing_is_open_no_due_can_be_named(store: Store) -> None:
    card_id = loans.add(store, databases.card()).value
    error = refused(store, lambda: repayments.record(store, card_id, TODAY, 500, today=TODAY, assigned_on=TODAY))
    assert (error.code, error.field) == ("repayment.assigned_none", "assigned")
    assert fmt.error(error.code, error.params).count(TODAY.isoformat()) == 2


def test_what_settles_is_for_all_and_names_no_due(store: Store, behind: int) -> None:
    settled = position(account(store), TODAY).settlement_minor
    repayments.record(store, behind, TODAY, settled, today=TODAY, settles=True, assigned_on=due_on(store, 2).due_on)
    assert account(store).repayments[0].assigned_on is None


def test_a_balance_read_with_it_keeps_the_due_that_it_names(store: Store, behind: int) -> None:
    second = due_on(store, 2)
    balance = account(store).loan.principal_minor - second.principal_minor
    repayments.record_with_balance(
        store, behind, second.due_on, second.amount_minor, balance, today=TODAY, assigned_on=second.due_on
    )
    recorded = account(store).repayments[0]
    assert (recorded.assigned_on, due_on(store, 2).status) == (second.due_on, DueStatus.ON_TIME)
    note = repayments.edit(
        store,
        recorded.id,
        second.due_on,
        second.amount_minor,
        today=TODAY,
        split=recorded.split,
        assigned_on=second.due_on,
        note="核对过",
    )
    assert account(store).repayments[0] == replace(recorded, note="核对过")
    assert note.value == recorded.id


def test_what_a_change_makes_late_or_missed_that_was_on_time_is_in_its_name(store: Store) -> None:
    key = loans.add(store, replace(databases.level(), fees=())).value
    days = (date(2026, 7, 15), date(2026, 8, 15))
    first, _ = [repayments.record(store, key, on, 1_066_19, today=TODAY).value for on in days]
    later = repayments.edit(store, first, date(2026, 7, 20), 1_066_19, today=TODAY)
    assert later.operation is not None
    assert later.operation.params["marred"] == ["2026-07-15"]
    i18n.use("en")
    assert fmt.rejudged(later.operation.params) == ("On time on 2026-07-15, now late or missed: 1 due",)
    back = repayments.edit(store, first, date(2026, 7, 15), 1_066_19, today=TODAY)
    assert back.operation is not None
    assert back.operation.params["mended"] == ["2026-07-15"]
    gone = repayments.delete(store, first)  # the other payment is the first one now
    assert gone.operation is not None
    assert gone.operation.params["marred"] == ["2026-07-15", "2026-08-15"]


def test_what_a_repayment_is_for_stays_so_when_the_rule_for_days_off_changes(store: Store) -> None:
    made = replace(databases.level(), start_on=date(2026, 3, 14), first_due_on=None, due_day=None, paid_terms=2)
    key = loans.add(store, replace(made, due_shift=DueShift.NEXT)).value
    fourth = position(account(store), TODAY).dues[3]
    assert fourth.due_on == date(2026, 7, 14)
    june = position(account(store), TODAY).dues[2]  # 14 June is a Sunday
    assert june.due_on == date(2026, 6, 15)
    repayments.record(store, key, date(2026, 6, 15), june.amount_minor, today=TODAY)
    november = date(2026, 11, 16)  # the 14th is a Saturday
    repayment_id = repayments.record(
        store, key, date(2026, 11, 13), june.amount_minor, today=TODAY, assigned_on=november
    ).value
    for rule, due_on in ((DueShift.NONE, 14), (DueShift.PREVIOUS, 13), (DueShift.NEXT, 16)):
        loans.edit(store, replace(account(store).loan, due_shift=rule))
        due = position(account(store), TODAY).dues[7]
        assert (due.due_on, due.status) == (date(2026, 11, due_on), DueStatus.ON_TIME)
    # edited, it says the day as it now is
    loans.edit(store, replace(account(store).loan, due_shift=DueShift.NONE))
    repayments.edit(
        store, repayment_id, date(2026, 11, 13), june.amount_minor, today=TODAY, note="也是它", assigned_on=november
    )
    assert account(store).repayments[-1].assigned_on == date(2026, 11, 14)
