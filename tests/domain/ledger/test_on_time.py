"""On-time figures: the rate, the windows and the streak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.records import Account
from planner.domain.ledger.on_time import OnTime, OnTimeHistory, Verdict, on_time, together
from planner.domain.ledger.position import position, replay
from planner.domain.ledger.state import Due, DueStatus
from tests.make.accounts import any_histories, at, day, equal_principal, paid
from tests.make.examples import examples

LETTERS = {
    "o": DueStatus.ON_TIME,
    "l": DueStatus.LATE,
    "m": DueStatus.MISSED,
    "p": DueStatus.PENDING,
    "c": DueStatus.COVERED,
}


def dues(fates: str, first: str = "01-10", loan_id: int = 1) -> list[Due]:
    """A due a month, one letter each."""
    found = []
    for number, letter in enumerate(fates, 1):
        due_on = day(first) + timedelta(31 * (number - 1))
        found.append(Due(loan_id, number, due_on, 100, 0, 0, 0, None, LETTERS[letter], 0))
    return found


def figures(fates: str) -> OnTime:
    return on_time(dues(fates), day("12-31"))


def test_nothing_judged_has_no_rate() -> None:
    assert figures("") == OnTime(0, 0, 0, 0, None, 0)
    assert figures("cccpp") == OnTime(0, 0, 0, 2, None, 0)


def test_the_rate_is_on_time_over_everything_judged() -> None:
    assert figures("ooolmp") == OnTime(3, 1, 1, 1, Decimal("0.600000"), 0)
    assert figures("ool").rate == Decimal("0.666667")
    assert figures("mm").rate == Decimal("0.000000")
    assert figures("oo").rate == Decimal("1.000000")


def test_the_streak_counts_back_from_the_latest_judged_and_skips_pending_and_covered() -> None:
    assert figures("looo").streak == 3
    assert figures("ooom").streak == 0
    assert figures("loopopp").streak == 3
    assert figures("lococ").streak == 2
    assert figures("ooo").streak == 3


def test_dues_of_several_loans_stand_in_due_date_order() -> None:
    mixed = [*dues("lll", "03-01", loan_id=2), *dues("oooooo", "01-10")]
    assert on_time(mixed, day("12-31")).streak == 2  # after the last late one, on 2 May: 14 May and 14 June
    assert on_time([*dues("o", "05-01", 2), *dues("l", "05-01", 1)], day("12-31")).streak == 1
    assert on_time([*dues("l", "05-01", 2), *dues("o", "05-01", 1)], day("12-31")).streak == 0


def test_a_window_begins_after_the_same_day_so_many_months_ago() -> None:
    three = [*dues("o", "02-28"), *dues("l", "03-01"), *dues("o", "08-31")]
    assert on_time(three, day("08-31"), months=6) == OnTime(1, 1, 0, 0, Decimal("0.500000"), 1)
    assert on_time(three, day("08-30"), months=6).on_time == 1
    assert on_time(three, day("08-27"), months=6).on_time == 2
    assert on_time(three, day("08-31")).on_time == 2


def test_from_a_real_history() -> None:
    account = Account(
        equal_principal(paid_terms=1),
        repayments=paid(("03-10", 1110), ("04-12", 1100), ("05-10", 1090), ("06-01", 1080)),
    )
    place = at(account, "07-15")
    assert on_time(place.dues, place.as_of) == OnTime(3, 1, 1, 6, Decimal("0.600000"), 0)
    place = at(account, "07-10")
    assert on_time(place.dues, place.as_of) == OnTime(3, 1, 0, 7, Decimal("0.750000"), 2)


def _history(accounts: Iterable[Account], last: date) -> OnTimeHistory:
    verdicts: list[Verdict] = []
    for account in accounts:
        ledger = replay(account)
        ledger.advance(last)
        verdicts.extend(ledger.verdicts())
    return OnTimeHistory(verdicts)


def _numbered(accounts: list[Account]) -> list[Account]:
    return [replace(account, loan=replace(account.loan, id=number)) for number, account in enumerate(accounts, 1)]


@given(st.lists(any_histories(), max_size=4))
@examples(150)
def test_the_history_agrees_with_the_dues_of_each_day(accounts: list[Account]) -> None:
    accounts = _numbered(accounts)
    start = min((account.loan.start_on for account in accounts), default=day("01-01"))
    days = [start + timedelta(days) for days in (0, 29, 31, 33, 60, 91, 95, 150, 210, 400, 2_000, 9_000)]
    history = _history(accounts, days[-1])
    apart = [_history([account], days[-1]) for account in accounts]
    for on in days:
        every = [due for account in accounts for due in position(account, on).dues]
        expected = on_time(every, on)
        assert history.as_of(on, expected.pending) == expected
        assert together(apart, on, expected.pending) == expected
