"""What moved a debt adds up to what is owed, on every end of a month, whatever was recorded."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given

from planner.domain.accounts.records import Account
from planner.domain.ledger.entries import ends_of_months, entries, first_day
from planner.domain.ledger.position import position
from tests.make.accounts import any_histories
from tests.make.eventful import eventful
from tests.make.examples import examples


def _agrees(account: Account) -> None:
    until = account.loan.start_on + timedelta(430)
    written = entries(account, until)
    assert [one.on for one in written] == sorted(one.on for one in written)
    for end in ends_of_months(first_day(account), until):
        place = position(account, end)
        told = sum(one.change_minor for one in written if one.on <= end)
        assert told == place.owed_minor - place.credit_minor, end


@given(any_histories())
@examples(200)
def test_the_entries_of_any_account_add_up_to_what_is_owed(account: Account) -> None:
    _agrees(account)


@given(eventful())
@examples(200)
def test_so_they_do_whatever_happens_to_it(account: Account) -> None:
    _agrees(account)
