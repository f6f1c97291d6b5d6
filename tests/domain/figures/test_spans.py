"""Several months together: the ratio of the sums; dues of so many months; debt against what is owned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import Penalty, PenaltyBasis
from planner.domain.basics.money import quotient
from planner.domain.book import Book, Income
from planner.domain.credit.file import Asset, CreditFile
from planner.domain.figures.ratios import trend
from planner.domain.figures.spans import Span, asset_ratio, span
from planner.domain.figures.told import told
from planner.domain.ledger.on_time import on_time
from planner.domain.ledger.position import position
from planner.errors import PlannerError
from tests.make.accounts import any_histories, card, day, drawn, equal_principal, fen, histories, paid
from tests.make.examples import examples

TODAY = day("06-20")


def of(book: Book, months: int) -> Span:
    return span(trend(book, TODAY, months), [told(account, (TODAY,)).past for account in book.accounts], TODAY)


def test_the_ratio_is_that_of_the_sums_and_not_the_mean() -> None:
    """12,000 in twelve parts with 1 % a month: 1,120 due on 10 February, then ten less; late costs nothing."""
    free = equal_principal(penalty=Penalty(Decimal(0), PenaltyBasis.DAY))
    incomes = (Income(1, "工资", day("03-01"), fen(2_000)), Income(2, "工资", day("06-01"), fen(6_000)))
    found = of(Book((Account(free),), incomes), 6)
    assert found.known == 4  # of January and February no income is on record
    assert found.due_minor == fen(1_110 + 1_100 + 1_090 + 1_080)
    assert found.income_minor == fen(2_000 * 3 + 6_000)
    assert found.payment_ratio == quotient(4_380, 12_000) == Decimal("0.365")  # the mean would be 0.457
    debts = [fen(12_000 + interest) for interest in (230, 330, 420, 500)]
    assert found.balance_ratio == quotient(sum(debts), fen(12_000) * 12)


def test_utilisation_is_the_sum_drawn_over_the_sum_of_the_limits() -> None:
    account = Account(replace(card(), limit_minor=fen(10_000)), draws=drawn(("03-05", 6_000)))
    found = of(Book((account,)), 6)
    points = trend(Book((account,)), TODAY, 6)
    assert found.utilisation == quotient(sum(p.drawn_minor for p in points), sum(p.limit_minor for p in points))
    assert (found.known, found.payment_ratio, found.balance_ratio) == (0, None, None)


def test_dues_of_so_many_months_count_for_the_on_time_rate() -> None:
    """Paid on the day in February and March, late in April, in May on the day; June is missed."""
    payments = paid(("02-10", 1120), ("03-10", 1110), ("04-15", 1100), ("05-10", 1090))
    book = Book((Account(equal_principal(), repayments=payments),))
    rates = {months: of(book, months).on_time for months in (1, 3, 12)}
    assert [(one.on_time, one.late, one.missed) for one in rates.values()] == [(0, 0, 1), (1, 1, 1), (3, 1, 1)]
    assert [one.rate for one in rates.values()] == [Decimal(0), quotient(1, 3), Decimal("0.6")]


@examples(40)
@given(histories(), st.integers(1, 24))
def test_months_together_are_what_they_are_one_by_one(account: Account, months: int) -> None:
    book = Book((account,), (Income(1, "工资", day("01-01"), fen(5_000)),))
    points = trend(book, TODAY, months)
    found = of(book, months)
    ratios = [point.payment_ratio for point in points if point.payment_ratio is not None]
    assert found.known == len(ratios)
    if found.payment_ratio is not None:
        assert min(ratios) <= found.payment_ratio <= max(ratios)
    judged = found.on_time.on_time + found.on_time.late + found.on_time.missed
    assert judged <= sum(1 for due in position(account, TODAY).dues if due.amount_minor)


@examples(60)
@given(st.lists(any_histories(), min_size=1, max_size=3), st.dates(day("01-01"), day("12-31")), st.integers(1, 24))
def test_dues_are_counted_as_one_by_one(accounts: list[Account], today: date, months: int) -> None:
    accounts = [replace(one, loan=replace(one.loan, id=number)) for number, one in enumerate(accounts, 1)]
    dues = [due for account in accounts for due in position(account, today).dues]
    pasts = [told(account, (today,)).past for account in accounts]
    found = span(trend(Book(tuple(accounts)), today, months), pasts, today).on_time
    assert replace(found, pending=0) == replace(on_time(dues, today, months), pending=0)


# -- assets --------------------------------------------------------------------------------------------------------


def test_the_latest_entry_of_each_name_counts() -> None:
    file = CreditFile(
        assets=(
            Asset(1, "公积金", day("01-01"), fen(20_000)),
            Asset(2, "车", day("02-01"), fen(50_000)),
            Asset(3, "公积金", day("04-01"), fen(30_000)),
            Asset(4, "车", day("06-01"), 0),
        )
    )
    assert sum(asset.value_minor for asset in file.assets_of(day("03-31"))) == fen(70_000)
    assert [(asset.name, asset.value_minor) for asset in file.assets_of(TODAY)] == [("公积金", fen(30_000)), ("车", 0)]
    assert asset_ratio(fen(12_000), file.assets_of(TODAY)) == Decimal("0.4")
    assert asset_ratio(fen(12_000), file.assets_of(day("01-01").replace(year=2020))) is None
    assert asset_ratio(fen(12_000), [Asset(1, "车", TODAY, 0)]) is None


def test_an_asset_is_worth_whole_fen() -> None:
    with pytest.raises(PlannerError):
        Asset(1, "车", TODAY, 1.5)  # type: ignore[arg-type]
