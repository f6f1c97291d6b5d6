"""Adding, changing, settling, closing and deleting loans, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method, PinnedInstalment
from planner.domain.accounts.records import Account
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from planner.services import draws, loans, readings, repayments, undo
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import import_keys, read_book


def accounts(store: Store) -> tuple[Account, ...]:
    return read_book(store.path).accounts


def account(store: Store, loan_id: int) -> Account:
    return next(account for account in accounts(store) if account.loan.id == loan_id)


def refused(store: Store, act: Callable[[], object]) -> PlannerError:
    """The error of ``act``, which must have left the database as it was."""
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as caught:
        act()
    assert databases.content(store.path) == before
    return caught.value


# -- adding --------------------------------------------------------------------------------------------------------


def test_a_loan_is_read_back_with_its_terms(store: Store) -> None:
    loan = databases.level()
    result = loans.add(store, loan)
    assert result.topics == {"loans"}
    assert result.operation is not None
    assert (result.operation.code, result.operation.params) == ("loan.add", {"loan": "某某银行 消费贷"})
    read = account(store, result.value).loan
    assert read == replace(loan, id=result.value, lender=replace(loan.lender, id=read.lender.id))


def test_loans_of_one_lender_share_it(store: Store) -> None:
    first, second = loans.add(store, databases.line()).value, loans.add(store, databases.card()).value
    assert account(store, first).loan.lender.id == account(store, second).loan.lender.id
    # the kind that is known stays, whatever the second form had filled in by itself
    assert account(store, second).loan.lender.kind is LenderKind.MICRO_LENDER


def test_an_institution_not_known_before_is_taken_from_a_further_loan(store: Store) -> None:
    loans.add(store, databases.card())
    key = loans.add(store, databases.line()).value
    assert account(store, key).loan.lender.institution == "某小额贷款公司"


def test_a_loan_without_a_lender_is_its_own_lender(store: Store) -> None:
    key = loans.add(store, replace(databases.line("借我"), lender=Lender(0, "  "))).value
    assert account(store, key).loan.lender.name == "借我"


def test_what_a_line_owes_at_first_is_a_reading_of_today(store: Store) -> None:
    result = loans.add(store, databases.line(), opening_minor=123_456, today=TODAY)
    found = account(store, result.value)
    assert [(reading.on, reading.balance_minor) for reading in found.readings] == [(TODAY, 123_456)]
    assert found.checked_on == TODAY
    assert position(found, TODAY).principal_minor == 123_456
    assert result.topics == {"loans", "repayments"}
    assert undo.undo(store).operation == result.operation
    assert accounts(store) == ()


@pytest.mark.parametrize("text", databases.HOSTILE)
def test_names_and_notes_meant_to_do_harm_are_just_texts(store: Store, text: str) -> None:
    loan = replace(databases.level(), name=text, lender=Lender(0, text), note=text)
    result = loans.add(store, loan)
    read = account(store, result.value).loan
    one_line = text.replace("\n", " ")
    assert (read.name, read.lender.name, read.note) == (one_line, one_line, text)
    assert result.operation is not None
    assert result.operation.params == {"loan": one_line}


def test_control_characters_and_bidi_tricks_do_not_get_in(store: Store) -> None:
    loan = replace(databases.level(), name="借\x1b[31m呗\u202e", lender=Lender(0, " a\x00b\t"), note="x\r\ny\x07")
    read = account(store, loans.add(store, loan).value).loan
    assert "\x1b" not in read.name
    assert "\u202e" not in read.name
    assert read.lender.name == "ab"
    assert read.note == "x\ny"


@pytest.mark.parametrize(
    ("loan", "code"),
    [
        (replace(databases.level(), principal_minor=0), "loan.principal"),
        (replace(databases.level(), principal_minor=LIMIT_MINOR + 1), "loan.principal"),
        (replace(databases.level(), name="", lender=Lender(0, "")), "loan.nameless"),
        (replace(databases.level(), terms=None), "loan.terms_missing"),
        (replace(databases.line(), rate=Rate(Decimal("0.05"), RateBasis.TERM)), "loan.rate_is_fee"),
    ],
)
def test_terms_that_make_no_sense_are_refused(store: Store, loan: Loan, code: str) -> None:
    assert refused(store, lambda: loans.add(store, loan)).code == code


@pytest.mark.parametrize("opening_minor", [-1, LIMIT_MINOR + 1])
def test_an_opening_balance_that_cannot_be_is_refused(store: Store, opening_minor: int) -> None:
    error = refused(store, lambda: loans.add(store, databases.line(), opening_minor=opening_minor, today=TODAY))
    assert (error.code, error.field) == ("balance.amount", "owed")


# -- changing ------------------------------------------------------------------------------------------------------


def test_editing_replaces_the_terms(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    before = account(store, key).loan
    after = replace(
        before,
        name="改名",
        rate=Rate(Decimal("0.108"), RateBasis.YEAR),
        fees=before.fees[1:],
        pinned=(PinnedInstalment(2, date(2026, 8, 16), 95_000, 11_000),),
        note="[/]",
    )
    result = loans.edit(store, after)
    assert account(store, key).loan == after
    assert account(store, key).loan.note == "[/]"
    assert result.topics == {"loans"}
    undo.undo(store)
    assert account(store, key).loan == before


def test_editing_nothing_is_no_step_of_undo(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    assert loans.edit(store, account(store, key).loan).operation is None


def test_the_kind_of_a_lender_follows_an_edit(store: Store) -> None:
    key = loans.add(store, databases.card()).value
    loan = account(store, key).loan
    loans.edit(
        store, replace(loan, lender=replace(loan.lender, kind=LenderKind.CONSUMER_FINANCE, institution="某消金"))
    )
    lender = account(store, key).loan.lender
    assert (lender.id, lender.kind, lender.institution) == (loan.lender.id, LenderKind.CONSUMER_FINANCE, "某消金")


def test_moving_the_last_loan_to_another_lender_drops_the_first(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    loans.add(store, databases.card())
    loans.edit(store, replace(account(store, key).loan, lender=Lender(0, "蚂蚁")))
    assert len({found.loan.lender.id for found in accounts(store)}) == 1
    assert len(databases.content(store.path)["lender"]) == 1


def test_editing_does_not_settle_or_close(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    loan = account(store, key).loan
    loans.edit(store, replace(loan, settled_on=TODAY, closed_on=TODAY, name="x"))
    assert account(store, key).loan == replace(loan, name="x")


def test_new_terms_must_fit_what_is_recorded(store: Store) -> None:
    key = loans.add(store, databases.line()).value
    draws.draw(store, key, date(2026, 2, 1), 1_000, today=TODAY)
    loan = account(store, key).loan
    error = refused(store, lambda: loans.edit(store, replace(loan, start_on=date(2026, 2, 2))))
    assert (error.code, error.params) == ("loan.start_after_records", {"earliest_on": date(2026, 2, 1)})
    other = replace(loan, method=Method.LEVEL_PAYMENT, principal_minor=5, terms=1)
    assert refused(store, lambda: loans.edit(store, other)).code == "loan.method_has_draws"
    loans.edit(store, replace(loan, start_on=date(2026, 2, 1), method=Method.CARD))


def test_a_loan_that_is_not_there_cannot_be_changed(store: Store) -> None:
    moves: list[Callable[[], object]] = [
        lambda: loans.edit(store, replace(databases.level(), id=9)),
        lambda: loans.settle(store, 9, TODAY, 1, today=TODAY),
        lambda: loans.close(store, 9, TODAY),
        lambda: loans.reopen(store, 9),
        lambda: loans.delete(store, 9),
        lambda: repayments.record(store, 9, TODAY, 1, today=TODAY),
        lambda: draws.draw(store, 9, TODAY, 1, today=TODAY),
    ]
    assert {refused(store, move).code for move in moves} == {"loan.unknown"}


# -- settling, closing, reopening ----------------------------------------------------------------------------------


def test_settling_records_the_last_repayment(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    result = loans.settle(store, key, TODAY, 1_150_000, today=TODAY)
    assert result.value is not None
    assert result.operation is not None
    assert result.operation.params["amount_minor"] == 1_150_000
    place = position(account(store, key), TODAY)
    assert (place.state, place.owed_minor, place.settlement_minor) == (AccountState.SETTLED, 0, 0)
    assert refused(store, lambda: loans.settle(store, key, TODAY, 1, today=TODAY)).code == "loan.already_settled"


def test_settling_without_a_payment(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    assert loans.settle(store, key, date(2026, 9, 1), 0, today=TODAY).value is None
    assert account(store, key).loan.settled_on == date(2026, 9, 1)
    assert position(account(store, key), TODAY).state is AccountState.SETTLED


def test_a_settled_loan_can_be_opened_again_both_ways(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    for amount_minor in (0, 1_150_000):
        loans.settle(store, key, TODAY, amount_minor, today=TODAY)
        loans.reopen(store, key)
        assert position(account(store, key), TODAY).state is not AccountState.SETTLED
    assert refused(store, lambda: loans.reopen(store, key)).code == "loan.not_closed"


def test_a_line_is_closed_only_when_nothing_is_owed(store: Store) -> None:
    key = loans.add(store, databases.line(), opening_minor=100_000, today=date(2026, 11, 20)).value
    error = refused(store, lambda: loans.close(store, key, TODAY, today=TODAY))
    assert error.code == "loan.close_owed"
    assert error.params["owed_minor"] == position(account(store, key), TODAY).settlement_minor > 0
    loans.settle(store, key, TODAY, 100_100, today=TODAY)
    assert position(account(store, key), TODAY).state is AccountState.ZERO_OPEN
    loans.close(store, key, TODAY, today=TODAY)
    assert position(account(store, key), TODAY).state is AccountState.CLOSED
    error = refused(store, lambda: loans.close(store, key, TODAY, today=TODAY))
    assert (error.code, error.params) == ("loan.closed", {"closed_on": TODAY})
    loans.reopen(store, key)
    assert position(account(store, key), TODAY).state is AccountState.ZERO_OPEN


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 1, 4), "close.before_start"),
        (date(2026, 11, 24), "close.future"),
        (date(2026, 10, 31), "loan.close_before_records"),
    ],
)
def test_the_day_of_closing_must_make_sense(store: Store, on: date, code: str) -> None:
    key = loans.add(store, databases.line()).value
    readings.read_balance(store, key, date(2026, 11, 1), 0, today=TODAY)
    assert refused(store, lambda: loans.close(store, key, on, today=TODAY)).code == code


def test_nothing_is_recorded_after_closing_and_what_was_before_can_be(store: Store) -> None:
    key = loans.add(store, databases.line()).value
    closed = date(2026, 5, 1)
    loans.close(store, key, closed)
    later = date(2026, 5, 2)
    moves: list[Callable[[], object]] = [
        lambda: repayments.record(store, key, later, 1, today=TODAY),
        lambda: draws.draw(store, key, later, 1, today=TODAY),
        lambda: readings.read_balance(store, key, later, 1, today=TODAY),
        lambda: readings.confirm_balance(store, key, later, today=TODAY),
        lambda: loans.settle(store, key, later, 1, today=TODAY),
    ]
    assert {refused(store, move).code for move in moves} == {"loan.closed"}
    readings.read_balance(store, key, closed, 0, today=TODAY)


# -- deleting ------------------------------------------------------------------------------------------------------


def test_deleting_takes_the_loan_with_all_its_records_and_an_emptied_lender(store: Store) -> None:
    kept = loans.add(store, databases.level()).value
    key = loans.add(store, databases.line()).value
    draws.draw(store, key, TODAY, 5_000, today=TODAY)
    repayments.record(store, key, TODAY, 5_000, today=TODAY)
    result = loans.delete(store, key)
    assert result.operation is not None
    assert result.operation.params == {"loan": "蚂蚁 借呗"}
    assert [found.loan.id for found in accounts(store)] == [kept]
    rows = databases.content(store.path)
    assert [row[1] for row in rows["lender"]] == ["某某银行"]
    assert (rows["draw"], rows["repayment"]) == ([], [])


def test_a_lender_with_another_loan_stays(store: Store) -> None:
    key = loans.add(store, databases.line()).value
    loans.add(store, databases.card())
    loans.delete(store, key)
    assert [found.loan.lender.name for found in accounts(store)] == ["蚂蚁"]


def test_a_bill_can_be_imported_again_after_its_loan_was_deleted(store: Store) -> None:
    key = loans.add(store, databases.line()).value
    draw = draws.draw(store, key, TODAY, 5_000, today=TODAY).value
    with store.write("import.bill") as write:
        batch = write.add("import_batch", file_name="", sha256="", format="", imported_at="", row_count=2)
        write.add("import_line", batch_id=batch, source_key="k", row_number=1, outcome="used", draw_id=draw)
        write.add("import_line", batch_id=batch, source_key="other", row_number=2, outcome="used")
    loans.delete(store, key)
    with reading(store.path) as connection:
        assert import_keys(connection) == {"other"}


def test_a_card_entered_in_the_middle_of_its_month_asks_for_the_bill_that_is_cut(store: Store) -> None:
    card = replace(databases.card(), start_on=TODAY)  # cut on the 1st, due on the 10th; today is the 23rd
    due_on = date(2026, 12, 1)
    key = loans.add(store, card, opening_minor=200_000, billed_minor=120_000, billed_due_on=due_on, today=TODAY).value
    made = account(store, key)
    assert [(bill.on, bill.due_on, bill.amount_minor) for bill in made.statements] == [
        (date(2026, 11, 1), due_on, 120_000)
    ]
    place = position(made, TODAY)
    assert (place.principal_minor, place.overdue_minor) == (200_000, 0)
    assert [(due.due_on, due.unpaid_minor) for due in place.dues] == [(due_on, 120_000), (date(2026, 12, 10), 80_000)]
    loans.edit(store, replace(made.loan, name="白金卡"))  # the bill is older than the start: still fine
    undo.undo(store)
    undo.undo(store)
    assert accounts(store) == ()


def test_what_was_paid_before_a_card_was_entered_is_not_taken_off_its_bill_again(store: Store) -> None:
    """The person told what was still unpaid; a payment of before, found later in a bill of Alipay, was in that."""
    card = replace(databases.card(), start_on=date(2026, 10, 1))
    due_on = date(2026, 12, 1)
    key = loans.add(store, card, opening_minor=200_000, billed_minor=120_000, billed_due_on=due_on, today=TODAY).value
    paid = repayments.record(store, key, date(2026, 11, 12), 30_000, today=TODAY).value

    def left(as_of: date = TODAY) -> tuple[int, int]:
        place = position(account(store, key), as_of)
        return place.principal_minor, place.dues[0].unpaid_minor

    assert left() == (200_000, 120_000)
    repayments.edit(store, paid, date(2026, 11, 13), 45_000, today=TODAY)
    assert left() == (200_000, 120_000)
    repayments.record(store, key, TODAY, 20_000, today=TODAY)  # after the balance was read: this one is new
    assert left() == (180_000, 100_000)
    repayments.take_back(store, paid, date(2026, 11, 29), today=date(2026, 11, 29))  # the bank wants it back
    assert left(date(2026, 11, 29))[1] == 145_000
    repayments.delete(store, paid)
    assert left() == (180_000, 100_000)
    readings.statement(
        store, key, date(2026, 11, 1), due_on, 150_000, today=TODAY
    )  # the bill itself, as it was printed
    repayments.record(store, key, date(2026, 11, 12), 30_000, today=TODAY)
    assert left()[1] == 100_000


@pytest.mark.parametrize(
    ("billed", "due_on", "code", "field"),
    [
        (200_001, date(2026, 12, 1), "loan.billed_above", "billed"),
        (200_000, date(2026, 11, 1), "loan.billed_due", "billed_due_on"),
        (-1, date(2026, 12, 1), "statement.amount", "billed"),
    ],
)
def test_a_bill_that_cannot_be_is_refused(store: Store, billed: int, due_on: date, code: str, field: str) -> None:
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as caught:
        loans.add(
            store, databases.card(), opening_minor=200_000, billed_minor=billed, billed_due_on=due_on, today=TODAY
        )
    assert (caught.value.code, caught.value.field) == (code, field)
    assert databases.content(store.path) == before


def test_an_emptied_line_is_asked_to_be_closed_and_then_closed(store: Store) -> None:
    key = loans.add(store, databases.line()).value
    draws.draw(store, key, date(2026, 11, 1), 100_000, today=TODAY)
    asked, closed = date(2026, 11, 20), date(2026, 11, 22)
    assert refused(store, lambda: loans.ask_closing(store, key, asked, today=TODAY)).code == "loan.close_owed"
    loans.settle(store, key, date(2026, 11, 10), 100_450, today=TODAY)
    early = refused(store, lambda: loans.ask_closing(store, key, date(2026, 11, 9), today=TODAY))
    assert early.code == "loan.close_before_records"
    loans.ask_closing(store, key, asked, today=TODAY)
    states = [position(account(store, key), on).state for on in (date(2026, 11, 19), asked)]
    assert states == [AccountState.ZERO_OPEN, AccountState.CLOSING]
    assert refused(store, lambda: draws.draw(store, key, TODAY, 100, today=TODAY)).code == "loan.closing"
    before = refused(store, lambda: loans.close(store, key, date(2026, 11, 19), today=TODAY))
    assert before.code == "loan.close_before_asked"
    loans.close(store, key, closed, today=TODAY)
    assert position(account(store, key), closed).state is AccountState.CLOSED
    for expected in (AccountState.CLOSING, AccountState.ZERO_OPEN):
        loans.reopen(store, key)
        assert position(account(store, key), TODAY).state is expected


def test_an_account_of_which_nobody_knows_what_is_owed_is_not_closed(store: Store) -> None:
    key = loans.add(store, replace(databases.line(), opening_known=False)).value
    assert refused(store, lambda: loans.close(store, key, TODAY, today=TODAY)).code == "loan.close_unknown"


def test_terms_that_were_changed_meanwhile_are_not_written_over(store: Store) -> None:
    """Two windows open the same loan; the second one to save is told instead of taking the first one's change back."""
    key = loans.add(store, databases.level()).value
    seen = account(store, key).loan
    loans.edit(store, replace(seen, grace_days=3), seen)
    error = refused(store, lambda: loans.edit(store, replace(seen, name="另一个名字"), seen))
    assert error.code == "loan.changed"
    now = account(store, key).loan
    loans.edit(store, replace(now, name="另一个名字"), now)
    assert (account(store, key).loan.grace_days, account(store, key).loan.name) == (3, "另一个名字")


def test_a_lender_that_was_renamed_meanwhile_is_not_renamed_back(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    seen = account(store, key).loan
    loans.edit(store, replace(seen, lender=replace(seen.lender, name="甲银行")), seen)
    error = refused(store, lambda: loans.edit(store, replace(seen, grace_days=3), seen))
    assert error.code == "loan.changed"
    assert account(store, key).loan.lender.name == "甲银行"


def test_a_line_that_is_entered_with_its_balance_is_unknown_before_that_day(store: Store) -> None:
    key = loans.add(store, databases.line(), opening_minor=200_000, today=TODAY).value
    before, then = (position(account(store, key), on) for on in (TODAY - timedelta(1), TODAY))
    assert (before.known, then.known, then.principal_minor) == (False, True, 200_000)


def test_a_payment_of_the_lender_that_does_not_repay_the_loan_is_refused(store: Store) -> None:
    made = databases.level()
    usual = instalments(made)[1].amount_minor
    for payment, code in ((1_000, "loan.payment_low"), (usual * 2, "loan.payment_high")):
        with pytest.raises(PlannerError) as caught:
            loans.add(store, replace(made, payment_minor=payment))
        assert (caught.value.code, caught.value.field) == (code, "payment")
    key = loans.add(store, replace(made, payment_minor=usual + 3)).value
    with pytest.raises(PlannerError) as caught:
        loans.edit(store, replace(account(store, key).loan, payment_minor=5_000))
    assert caught.value.params["usual_minor"] == usual - 1_440  # without the fee of a term


def test_a_loan_that_was_deleted_is_told_by_its_name(store: Store) -> None:
    loan_id = loans.add(store, replace(databases.level(), name="车贷")).value
    loans.delete(store, loan_id)
    for key, told in ((loan_id, "车贷"), (77, "#77")):
        with pytest.raises(PlannerError) as caught:
            loans.delete(store, key)
        assert (caught.value.code, caught.value.params["loan"]) == ("loan.unknown", told)
