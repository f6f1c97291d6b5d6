"""Another repayment method keeps what is owed; instalments paid ahead of their day are paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Lender, LenderKind, Loan, Method
from planner.domain.accounts.records import Account, AllowanceKind, Repayment
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState, DueStatus
from planner.domain.what_if.prepay import prepaying
from planner.errors import PlannerError
from planner.services import allowances, draws, loans, repayments, undo
from planner.storage.store import Store
from tests.make.examples import examples
from tests.make.probes import read_book

TODAY = date(2026, 11, 23)
LENDER = Lender(0, "某机构", LenderKind.CONSUMER_FINANCE)


def loan(method: Method, **more: Any) -> Loan:
    terms: dict[str, Any] = {
        "principal_minor": 30_000_00, "terms": 12, "start_on": date(2026, 3, 15), "first_due_on": None,
        "rate": Rate(Decimal("0.18"), RateBasis.YEAR), "due_day": 15,
    }  # fmt: skip
    return Loan(0, LENDER, "某借款", method, **terms | more)


def as_line(before: Loan, **more: Any) -> Loan:
    """What the form makes of a loan whose method is changed to that of a line."""
    return replace(before, method=Method.REVOLVING, principal_minor=0, terms=None, paid_terms=0, **more)


def price(method: Method) -> Rate:
    fixed = method is Method.FLAT_FEE
    return Rate(Decimal("0.006"), RateBasis.TERM) if fixed else Rate(Decimal("0.18"), RateBasis.YEAR)


def added(store: Store, one: Loan) -> Account:
    key = loans.add(store, one, today=TODAY).value
    return account(store, key)


def account(store: Store, key: int) -> Account:
    return next(one for one in read_book(store.path).accounts if one.loan.id == key)


def changed(store: Store, before: Account, after: Loan) -> Account:
    loans.edit(store, after, before.loan, today=TODAY)
    return account(store, before.loan.id)


def test_a_bullet_loan_that_is_a_line_after_all_owes_what_it_owed(store: Store) -> None:
    before = added(store, loan(Method.BULLET))
    after = changed(store, before, as_line(before.loan))
    place = position(after, TODAY)
    assert (place.principal_minor, place.owed_minor, place.known) == (30_000_00, 30_000_00, True)
    assert place.state is AccountState.ACTIVE  # interest that nobody asked for is not overdue
    assert place.next_due is not None
    assert place.next_due.due_on == date(2026, 12, 15)
    assert position(after, date(2026, 6, 30)).owed_minor == 30_000_00  # history keeps it, too
    undo.undo(store)
    assert account(store, before.loan.id) == before


def test_it_goes_back_to_where_it_was(store: Store) -> None:
    before = added(store, loan(Method.BULLET))
    line = changed(store, before, as_line(before.loan))
    after = changed(store, line, replace(before.loan, id=line.loan.id))
    assert (after.draws, after.readings) == ((), ())
    assert position(after, TODAY) == position(before, TODAY)


def test_instalments_from_before_the_records_are_no_debt_of_the_line(store: Store) -> None:
    before = added(store, loan(Method.LEVEL_PAYMENT, paid_terms=8))
    owed = position(before, TODAY).principal_minor
    after = changed(store, before, as_line(before.loan))
    place = position(after, TODAY)
    assert owed == place.owed_minor == 10_601_09
    assert (place.overdue_minor, after.known_since) == (0, date(2026, 11, 15))


def test_recorded_payments_are_kept_and_the_balance_of_the_day_too(store: Store) -> None:
    before = added(store, loan(Method.LEVEL_PAYMENT))
    for month in range(4, 12):
        repayments.record(store, before.loan.id, date(2026, month, 15), 2_750_40, today=TODAY)
    before = account(store, before.loan.id)
    owed = position(before, TODAY).principal_minor
    after = changed(store, before, as_line(before.loan))
    place = position(after, TODAY)
    assert place.principal_minor == owed
    assert after.repayments == before.repayments
    assert {due.status for due in place.dues if due.due_on <= TODAY} == {DueStatus.ON_TIME}


@pytest.mark.parametrize("method", [Method.CARD, Method.REVOLVING])
@pytest.mark.parametrize("first", [one for one in Method if one.scheduled])
def test_every_schedule_becomes_a_line_or_card_of_the_same_debt(store: Store, first: Method, method: Method) -> None:
    basis = RateBasis.TERM if first is Method.FLAT_FEE else RateBasis.YEAR
    before = added(store, loan(first, rate=Rate(Decimal("0.006"), basis), paid_terms=first is not Method.BULLET))
    terms = as_line(before.loan, rate=Rate(Decimal("0.0005"), RateBasis.DAY), statement_day=5)
    after = changed(store, before, replace(terms, method=method))
    assert position(after, TODAY).principal_minor == position(before, TODAY).principal_minor


@pytest.mark.parametrize("given", [0, 123_45])
@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("first", [Method.LEVEL_PAYMENT, Method.FLAT_FEE, Method.REVOLVING])
def test_what_is_in_the_persons_favour_is_neither_lost_nor_made(
    store: Store, first: Method, method: Method, given: int
) -> None:
    key = added(store, loan(first, rate=price(first))).loan.id
    if first is Method.REVOLVING:
        draws.draw(store, key, date(2026, 3, 15), 30_000_00, today=TODAY)
    owed = position(account(store, key), date(2026, 7, 20)).settlement_minor
    loans.settle(store, key, date(2026, 7, 20), owed, today=TODAY)
    if given:
        allowances.record(store, key, date(2026, 8, 1), given, AllowanceKind.RETURNED, today=TODAY)
    before = account(store, key)
    more: dict[str, Any] = {"method": method, "rate": price(method), "statement_day": 5}
    more |= {"principal_minor": 30_000_00, "terms": 12} if method.scheduled else {"principal_minor": 0, "terms": None}
    after = changed(store, before, replace(before.loan, **more))
    place = position(after, TODAY)
    assert (place.owed_minor, place.credit_minor) == (0, given)
    assert after.repayments == before.repayments


def test_a_line_becomes_a_loan_whose_balance_stays(store: Store) -> None:
    key = loans.add(store, loan(Method.REVOLVING, principal_minor=0, terms=None), opening_minor=20_000_00, today=TODAY)
    line = account(store, key.value)
    after = changed(store, line, replace(loan(Method.LEVEL_PAYMENT, principal_minor=24_000_00), id=key.value))
    assert position(after, TODAY).principal_minor == 20_000_00


def test_a_line_with_draws_of_its_own_becomes_no_loan(store: Store) -> None:
    key = loans.add(store, loan(Method.REVOLVING, principal_minor=0, terms=None), today=TODAY).value
    draws.draw(store, key, date(2026, 5, 1), 1_000_00, today=TODAY)
    with pytest.raises(PlannerError) as caught:
        loans.edit(store, replace(loan(Method.BULLET, principal_minor=1_000_00), id=key), today=TODAY)
    assert caught.value.code == "loan.method_has_draws"


# -- paid ahead of their day ---------------------------------------------------------------------------------------


def ahead(paid: int, today: date = date(2026, 9, 10)) -> Loan:
    """The fifth instalment fell due on 15 August; the sixth comes on 15 September."""
    return replace(loan(Method.EQUAL_PRINCIPAL, paid_terms=paid), paid_counted_on=today)


def test_the_sixth_paid_ahead_of_its_day_is_paid(store: Store) -> None:
    today = date(2026, 9, 10)
    key = loans.add(store, loan(Method.EQUAL_PRINCIPAL, paid_terms=6), today=today).value
    found = account(store, key)
    assert found.loan == replace(ahead(6), id=key, lender=found.loan.lender)
    place = position(found, today)
    assert place.principal_minor == 15_000_00
    assert place.next_due is not None
    assert (place.next_due.number, place.next_due.due_on) == (7, date(2026, 10, 15))
    assert [due.status for due in place.dues[:7]] == [DueStatus.COVERED] * 6 + [DueStatus.PENDING]
    assert position(found, date(2026, 9, 9)).principal_minor == 17_500_00  # what was so before it was said
    assert position(found, date(2026, 9, 16)).overdue_minor == 0


def test_more_than_one_paid_ahead_are_paid_and_payments_after_that_count() -> None:
    today = date(2026, 9, 10)
    account = Account(ahead(8))
    assert position(account, today).principal_minor == 10_000_00
    paid = replace(account, repayments=(Repayment(1, today, 1_000_00),))
    assert position(paid, today).principal_minor == 9_000_00
    assert prepaying(account, today, 1_000_00, today=today)[0].paid_minor == 1_000_00


@examples(40)
@given(st.integers(0, 12), st.dates(date(2026, 3, 15), date(2027, 4, 30)), st.sampled_from([Every.MONTH, Every.WEEK]))
def test_as_many_as_were_counted_are_paid_on_that_day(paid: int, counted_on: date, every: Every) -> None:
    one = replace(ahead(paid, counted_on), every=every)
    place = position(Account(one), counted_on)
    rows = [due for due in place.dues if due.number <= paid]
    assert {due.status for due in rows} <= {DueStatus.COVERED}
    assert place.principal_minor == 30_000_00 - 2_500_00 * paid
    assert all(due.status is not DueStatus.COVERED for due in place.dues if due.number > paid)


def test_another_count_is_of_the_day_on_which_it_was_given(store: Store) -> None:
    key = loans.add(store, loan(Method.EQUAL_PRINCIPAL, paid_terms=5), today=date(2026, 8, 20)).value
    same = account(store, key).loan
    loans.edit(store, replace(same, grace_days=3), today=date(2026, 9, 10))
    assert account(store, key).loan.paid_counted_on == date(2026, 8, 20)
    loans.edit(store, replace(same, paid_terms=6), today=date(2026, 9, 10))
    assert account(store, key).loan.paid_counted_on == date(2026, 9, 10)
    assert position(account(store, key), date(2026, 9, 10)).principal_minor == 15_000_00
