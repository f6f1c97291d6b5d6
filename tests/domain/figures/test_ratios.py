"""Debt ratios, utilisation, lender counts and their history, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, Loan
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import CardTerms
from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import quotient
from planner.domain.book import Book, Income, income_of
from planner.domain.figures.ratios import LenderCounts, Ratios, ratios, trend
from planner.domain.ledger.on_time import OnTime, on_time
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState
from planner.errors import PlannerError
from tests.make.accounts import any_histories, at, card, day, drawn, equal_principal, fen, line, paid, read
from tests.make.examples import examples

SALARY = Income(1, "工资", day("01-01"), fen(8_000))


def numbered(loan: Loan, number: int, lender: Lender | None = None) -> Loan:
    """The same terms as another loan, of another lender unless one is given."""
    return replace(loan, id=number, lender=lender or Lender(number, f"机构{number}"))


def on(book: Book, text: str) -> Ratios:
    return ratios(book, day(text))


# -- nothing to divide by --------------------------------------------------------------------------------------------


def test_an_empty_book() -> None:
    assert on(Book(), "05-20") == Ratios(
        day("05-20"), 0, 0, None, None, None, None, LenderCounts(0, 0, 0), OnTime(0, 0, 0, 0, None, 0)
    )


def test_without_income_the_ratios_are_undefined() -> None:
    book = Book((Account(equal_principal()),))
    found = on(book, "02-01")
    assert (found.debt_minor, found.due_minor) == (fen(12_000), fen(1_120))
    assert (found.income_minor, found.payment_ratio, found.balance_ratio) == (None, None, None)
    nothing = on(replace(book, incomes=(replace(SALARY, monthly_minor=0),)), "02-01")
    assert (nothing.income_minor, nothing.payment_ratio, nothing.balance_ratio) == (0, None, None)


def test_without_debt_the_ratios_are_zero() -> None:
    found = on(Book(incomes=(SALARY,)), "02-01")
    assert (found.payment_ratio, found.balance_ratio, found.utilisation) == (Decimal(0), Decimal(0), None)


# -- one day ---------------------------------------------------------------------------------------------------------


def test_payments_due_in_the_month_over_its_income() -> None:
    book = Book((Account(equal_principal(), repayments=paid(("02-10", 1120))),), (SALARY,))
    before, after = on(book, "02-01"), on(book, "02-28")
    assert before.due_minor == after.due_minor == fen(1_120)  # paid or not
    assert before.payment_ratio == Decimal("0.140000")
    assert before.balance_ratio == Decimal("0.125000")  # 12,000 of 96,000
    assert after.balance_ratio == Decimal("0.114583")  # 11,000 of 96,000


def test_halves_are_rounded_up() -> None:
    book = Book((Account(card(statement_day=None), draws=drawn(("01-02", "0.01"))),))
    income = replace(SALARY, monthly_minor=200_000 // 12 * 100)
    found = on(replace(book, incomes=(income,)), "01-02")
    assert found.balance_ratio == Decimal("0.000000")
    half = on(replace(book, incomes=(replace(SALARY, monthly_minor=1_000_000 // 6),)), "01-02")
    assert half.balance_ratio == Decimal("0.000001")  # 1 of 1,999,992


def test_debt_is_principal_and_what_is_due_and_unpaid() -> None:
    book = Book((Account(equal_principal()), Account(numbered(card(), 2), draws=drawn(("01-15", 500)))))
    assert on(book, "02-10").debt_minor == fen(12_120 + 500)


def test_income_changes_and_several_incomes_add_up() -> None:
    incomes = (
        SALARY,
        Income(2, "兼职", day("02-20"), fen(1_000)),
        Income(3, "工资", day("03-31"), fen(9_000)),
        Income(4, "兼职", day("04-15"), 0),
    )
    months = ("2025-12-31", "01-05", "02-01", "03-01", "04-01")
    assert [income_of(incomes, day(text)) for text in months] == [None, fen(8_000), fen(9_000), fen(10_000), fen(9_000)]
    twice = (SALARY, Income(7, "工资", SALARY.from_on, fen(8_500)))
    assert income_of(twice, day("01-05")) == income_of(twice[::-1], day("01-05")) == fen(8_500)


def test_utilisation_is_the_sum_drawn_over_the_sum_of_the_limits() -> None:
    accounts = (
        Account(numbered(line(), 1), draws=drawn(("01-11", 18_000))),  # of 20,000
        Account(numbered(card(), 2), draws=drawn(("01-11", 1_000))),  # of 10,000
        Account(numbered(card(limit_minor=None), 3), draws=drawn(("01-11", 4_000))),
        Account(numbered(card(closed_on=day("01-20")), 4)),
        Account(numbered(card(start_on=day("06-01")), 5)),
    )
    assert on(Book(accounts), "01-31").utilisation == Decimal("0.633333")  # 19,000 of 30,000
    assert on(Book(accounts), "01-15").utilisation == Decimal("0.475000")  # the fourth is not closed yet
    assert on(Book(accounts[2:3]), "01-31").utilisation is None
    assert on(Book((Account(card(limit_minor=0)),)), "01-31").utilisation is None


def test_lenders_are_counted_once_and_three_ways() -> None:
    one = Lender(1, "甲", institution="某银行")
    two = Lender(2, "乙", institution="某银行")
    accounts = (
        Account(numbered(equal_principal(), 1, one)),
        Account(numbered(line(), 2, one), draws=drawn(("01-11", 10))),
        Account(numbered(line(), 3, two)),  # never used, but open
        Account(numbered(card(closed_on=day("03-01")), 4, Lender(3, "丙"))),
        Account(numbered(equal_principal(), 5, Lender(4, "丁")), readings=read(("02-01", 0))),
        Account(numbered(equal_principal(start_on=day("06-01")), 6, Lender(5, "戊"))),
    )
    assert on(Book(accounts), "01-15").lenders == LenderCounts(unsettled=2, open_lines=4, institutions=3)
    assert on(Book(accounts), "02-05").lenders == LenderCounts(unsettled=1, open_lines=3, institutions=2)
    assert on(Book(accounts), "03-01").lenders == LenderCounts(unsettled=1, open_lines=2, institutions=1)
    assert on(Book(accounts), "06-01").lenders == LenderCounts(unsettled=2, open_lines=3, institutions=2)


def test_lenders_that_are_not_stored_yet_are_told_apart_by_name() -> None:
    accounts = tuple(Account(numbered(line(), 0, Lender(0, name))) for name in ("甲", "乙", "甲"))
    assert on(Book(accounts), "01-15").lenders == LenderCounts(0, 2, 2)


# -- history ---------------------------------------------------------------------------------------------------------


def test_a_trend_has_the_month_ends_and_today() -> None:
    book = Book((Account(equal_principal(), repayments=paid(("02-10", 1120), ("03-10", 1110))),), (SALARY,))
    found = trend(book, day("03-15"), 4)
    assert [point.as_of.isoformat() for point in found] == ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-15"]
    assert [point.debt_minor for point in found] == [0, fen(12_000), fen(11_000), fen(10_000)]
    assert [point.due_minor for point in found] == [0, 0, fen(1_120), fen(1_110)]
    assert [point.income_minor for point in found] == [None, fen(8_000), fen(8_000), fen(8_000)]
    assert [point.on_time.streak for point in found] == [0, 0, 1, 2]
    assert [point.on_time.rate for point in found] == [None, None, Decimal(1), Decimal(1)]
    assert trend(book, day("03-15"), 1) == (ratios(book, day("03-15")),)
    with pytest.raises(ValueError, match="0"):
        trend(book, day("03-15"), 0)


def test_today_at_the_end_of_a_month_is_that_months_point() -> None:
    found = trend(Book(), day("03-31"), 3)
    assert [point.as_of.isoformat() for point in found] == ["2026-01-31", "2026-02-28", "2026-03-31"]


def test_correcting_an_old_repayment_corrects_the_history() -> None:
    late = Book((Account(equal_principal(), repayments=paid(("03-05", 1120), ("03-10", 1110))),))
    right = Book((Account(equal_principal(), repayments=paid(("02-05", 1120), ("03-10", 1110))),))
    before, after = trend(late, day("03-15"), 2), trend(right, day("03-15"), 2)
    assert [point.debt_minor for point in before] == [fen(12_126), fen(10_000)]
    assert [point.debt_minor for point in after] == [fen(11_000), fen(10_000)]
    assert [(p.on_time.on_time, p.on_time.late, p.on_time.missed) for p in before] == [(0, 0, 1), (1, 1, 0)]
    assert [(p.on_time.on_time, p.on_time.late, p.on_time.missed) for p in after] == [(1, 0, 0), (2, 0, 0)]


@given(st.lists(any_histories(), max_size=4))
@examples(100)
def test_every_point_agrees_with_the_positions_of_its_day(accounts: list[Account]) -> None:
    accounts = [
        replace(account, loan=numbered(account.loan, number % 3, Lender(number % 2, f"机构{number % 2}")))
        for number, account in enumerate(accounts)
    ]
    last = max((account.loan.start_on for account in accounts), default=day("01-01")) + timedelta(200)
    for point in trend(Book(tuple(accounts), (SALARY,)), last, 10):
        places = [position(account, point.as_of) for account in accounts]
        assert point.debt_minor == sum(p.owed_minor for p in places if p.state is not AccountState.CLOSED)
        dues = [due for place in places for due in place.dues]
        month = (point.as_of.year, point.as_of.month)
        assert point.due_minor == sum(d.amount_minor for d in dues if (d.due_on.year, d.due_on.month) == month)
        by_then = [due for due in dues if due.due_on <= month_end(point.as_of) or due.cleared_on]
        assert point.on_time == on_time(by_then, point.as_of)


def test_an_account_that_a_bill_brought_is_unknown_until_its_balance_is_read() -> None:
    loan = line(opening_known=False, due_day=None)
    account = Account(loan, repayments=paid(("02-01", 500)), readings=read(("03-01", 1_000)))
    before, after = ratios(Book((account,)), day("02-28")), ratios(Book((account,)), day("03-01"))
    assert (before.debt_minor, before.unknown, before.lenders.unsettled) == (0, 1, 1)
    assert (after.debt_minor, after.unknown, after.lenders.unsettled) == (fen(1_000), 0, 1)
    assert at(account, "02-28").state is AccountState.UNKNOWN
    settled = replace(account, readings=(), repayments=(replace(account.repayments[0], settles=True),))
    assert ratios(Book((settled,)), day("02-28")).unknown == 0
    assert at(settled, "02-28").state is AccountState.ZERO_OPEN


def test_a_lender_is_owed_nothing_while_the_balance_is_known_to_be_in_the_persons_favour() -> None:
    account = Account(card(), drawn(("01-20", 300)), paid(("02-05", 500)))
    counts = [on(Book((account,)), text).lenders.unsettled for text in ("02-04", "02-05")]
    assert counts == [1, 0]
    unknown = replace(account, loan=replace(account.loan, opening_known=False))  # what is older may be owed still
    found = on(Book((unknown,)), "02-05")
    assert (found.debt_minor, found.unknown, found.lenders.unsettled) == (0, 1, 1)


def test_one_app_that_funds_through_several_counts_each_institution_once() -> None:
    app, other = Lender(1, "某平台", institution="甲银行"), Lender(2, "另一平台")
    loans = [
        numbered(equal_principal(), 1, app),
        replace(numbered(equal_principal(), 2, app), institution="乙银行"),
        replace(numbered(equal_principal(), 3, other), institution="甲银行"),
    ]
    assert on(Book(tuple(Account(loan) for loan in loans)), "02-01").lenders == LenderCounts(2, 2, 2)


def test_a_limit_that_several_accounts_of_a_lender_share_counts_once() -> None:
    one, other = Lender(1, "某银行"), Lender(2, "另一银行")
    shared = CardTerms(limit_group="主卡")
    cards = [
        replace(numbered(card(card=shared), 1, one), limit_minor=fen(10_000)),
        replace(numbered(card(card=shared), 2, one), limit_minor=fen(8_000)),
        replace(numbered(card(card=shared), 3, other), limit_minor=fen(5_000)),
        replace(numbered(card(), 4, one), limit_minor=fen(1_000)),
    ]
    book = Book(tuple(Account(loan, draws=drawn(("01-05", 1_000))) for loan in cards))
    assert on(book, "01-06").utilisation == Decimal("0.25")  # 4,000 of 10,000 + 5,000 + 1,000
    assert on(Book(book.accounts[::-1]), "01-06").utilisation == Decimal("0.25")


def test_an_account_in_another_currency_is_added_in_yuan_and_shares_the_limit_of_its_card() -> None:
    shared = CardTerms(limit_group="双币卡")
    yuan = card(limit_minor=fen(20_000), card=shared)
    dollar = replace(yuan, id=2, limit_minor=fen(2_800), currency="USD", yuan_rate=Decimal("7.125"))
    dollar.validate()
    book = Book((Account(yuan, draws=drawn(("01-20", 1_000))), Account(dollar, draws=drawn(("01-20", "100.01")))))
    found = ratios(book, day("02-02"))
    assert dollar.in_yuan(fen("100.01")) == 71_257  # 712.57125
    assert found.debt_minor == found.due_minor == fen(1_000) + 71_257
    assert found.utilisation == quotient(fen(1_000) + 71_257, fen(20_000))  # 2,800 dollars are 19,950 yuan of it
    assert trend(book, day("02-02"), 2)[-1] == found
    assert at(book.accounts[1], "02-02").owed_minor == fen("100.01")  # its own figures stay dollars


@pytest.mark.parametrize(
    ("currency", "rate", "code"),
    [
        ("USD", None, "loan.yuan_rate"),
        ("USD", "0", "loan.yuan_rate"),
        ("USD", "10001", "loan.yuan_rate"),
        ("CNY", "1", "loan.yuan_rate"),
        ("usd", "7", "loan.currency"),
        ("美元", "7", "loan.currency"),
    ],
)
def test_a_currency_needs_a_code_and_its_worth(currency: str, rate: str | None, code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        card(currency=currency, yuan_rate=None if rate is None else Decimal(rate)).validate()
    assert refused.value.code == code


def test_of_how_many_lenders_the_reporting_name_is_not_known_is_counted_by_month_where_asked() -> None:
    """Loan 1 of an app is repaid in March; loan 2 is named; None where nobody asked."""
    app = replace(equal_principal(), lender=Lender(1, "某平台"))
    named = replace(equal_principal(), id=2, lender=Lender(2, "某银行"))
    (end,) = paid(("03-05", 12_500))
    book = Book((Account(app, repayments=(replace(end, settles=True),)), Account(named)))
    assert [point.lenders.unnamed for point in trend(book, day("04-10"), 3, frozenset({1}))] == [1, 0, 0]
    assert ratios(book, day("04-10")).lenders.unnamed is None
