"""Report beside ledger: each kind of point with its figures, and nothing where both say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, LenderKind, Loan
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import (
    AccountKind,
    Inquiry,
    Negative,
    NegativeKind,
    PointState,
    ReportAccount,
    ReportCheck,
    ReportPoint,
)
from planner.domain.findings import grid
from planner.domain.findings.difference import compare, differences
from planner.domain.findings.matched import named
from planner.domain.findings.points import Code, Point
from tests.make.accounts import any_histories, card, day, drawn, equal_principal, fen, paid
from tests.make.accounts import line as revolving
from tests.make.examples import examples
from tests.make.reported import BANK, CATALOGUE, changed, look, reported

CHECK = look(day("06-15"))
TODAY = day("06-20")


def instalments(**more: object) -> Account:
    """Five dues from 10 February on, all paid in time: 7,000 of principal left at the end of May."""
    loan = replace(equal_principal(), **{"lender": BANK, **more})  # type: ignore[arg-type]
    months = (("02-10", 1120), ("03-10", 1110), ("04-10", 1100), ("05-10", 1090), ("06-10", 1080))
    return Account(loan, repayments=paid(*months))


def credit_line(**more: object) -> Account:
    """A line of 20,000, of which 5,000 were drawn in May."""
    lender = Lender(2, "微众银行", institution="深圳前海微众银行股份有限公司")
    loan = replace(revolving(), id=2, lender=lender, **more)  # type: ignore[arg-type]
    return Account(loan, drawn(("05-25", 5_000)))


def points(book: Book, check: ReportCheck = CHECK, today: date = TODAY) -> tuple[Point, ...]:
    return differences(book, CATALOGUE, check, today)


def told(book: Book) -> list[tuple[Code, int | None, int | None]]:
    return [(one.code, one.here, one.there) for one in points(book)]


@pytest.fixture(scope="module")
def book() -> Book:
    return reported(Book((instalments(), credit_line())), CHECK)


def test_a_report_that_says_what_the_ledger_says_gives_no_point(book: Book) -> None:
    assert points(book) == ()


def test_balances_differ_from_a_whole_yuan_on_at_the_end_of_the_month_named(book: Book) -> None:
    assert book.credit.report_accounts[0].balance_minor == fen(8_000)  # 12,000 less four times 1,000; June is later
    for printed, found in (("7999.01", []), ("8000.99", []), ("8001", [fen(8_001)]), ("7999", [fen(7_999)])):
        one = changed(book, 1, partial(replace, balance_minor=fen(printed)))
        assert [there for _, _, there in told(one)] == found
    other = changed(book, 1, lambda account: replace(account, balance_minor=fen(7_000)))
    (point,) = points(other)
    assert (point.code, point.here, point.there, point.on) == (Code.BALANCE, fen(8_000), fen(7_000), day("05-31"))
    assert point.loan is not None
    assert (point.loan.id, point.about, point.suggested) == (1, "account:1", False)


def test_a_balance_of_no_month_fits_any_day_since_the_month_before_or_differs(book: Book) -> None:
    """8,000 up to the payment of 10 June, 7,000 from then on to the report of the 15th."""
    for printed, found in ((8_000, []), (7_000, []), (6_000, [(Code.BALANCE, fen(8_000), fen(6_000))])):
        assert told(changed(book, 1, partial(replace, as_of=None, balance_minor=fen(printed)))) == found


def test_a_month_that_has_not_ended_may_be_told_of_any_of_its_days(book: Book) -> None:
    """Read on 15 June, “as of June”: the payment of the 10th may be in it or not, one made later cannot be."""
    later = replace(book.accounts[0], repayments=(*book.accounts[0].repayments, *paid(("06-18", 500), first_id=9)))
    book = replace(book, accounts=(later, book.accounts[1]))
    for printed, found in ((8_000, []), (7_000, []), (6_500, [(Code.BALANCE, fen(7_000), fen(6_500))])):
        one = changed(book, 1, partial(replace, as_of=day("06-30"), balance_minor=fen(printed)))
        assert [(point.code, point.here, point.there) for point in points(one, today=day("07-10"))] == found


def test_a_foreign_card_is_compared_in_yuan() -> None:
    loan = replace(card(), lender=BANK, currency="USD", yuan_rate=Decimal("7.1"), limit_minor=fen(2_000))
    account = Account(loan, drawn(("05-03", 100)))
    book = reported(Book((account,)), CHECK)
    book = changed(book, 1, lambda one: replace(one, limit_minor=fen(14_200)))
    assert book.credit.report_accounts[0].balance_minor == fen(710)
    assert points(book) == ()
    assert told(changed(book, 1, lambda one: replace(one, balance_minor=fen(800)))) == [
        (Code.BALANCE, fen(710), fen(800))
    ]


def test_limits_that_differ_or_were_never_typed(book: Book) -> None:
    assert told(changed(book, 2, lambda one: replace(one, limit_minor=fen(30_000)))) == [
        (Code.LIMIT, fen(20_000), fen(30_000))
    ]
    without = reported(Book((credit_line(limit_minor=None),)), CHECK)
    assert told(changed(without, 1, lambda one: replace(one, limit_minor=fen(9_000)))) == [
        (Code.LIMIT, None, fen(9_000))
    ]


def test_a_card_of_two_currencies_has_one_limit() -> None:
    """Neither its empty foreign account is missing here, nor are both limits added up; what is owed in it is told."""
    account = Account(replace(card(), lender=BANK, limit_minor=fen(30_000)), drawn(("05-03", 100)))
    book = reported(Book((account,)), CHECK)
    yuan = book.credit.report_accounts[0]
    dollars = replace(yuan, id=2, currency="USD", balance_minor=0, loan_id=None)
    both = replace(book, credit=replace(book.credit, report_accounts=(yuan, dollars)))
    assert points(both) == ()
    assert told(changed(both, 2, lambda one: replace(one, loan_id=1))) == []
    assert told(changed(both, 2, lambda one: replace(one, balance_minor=fen(50)))) == [(Code.NOT_HERE, None, fen(50))]


def test_an_account_that_was_never_entered(book: Book) -> None:
    strange = ReportAccount(
        9, 1, "中信消费金融有限公司", AccountKind.LOAN, True, balance_minor=fen(3_000), as_of=day("05-31")
    )
    more = replace(book, credit=replace(book.credit, report_accounts=(*book.credit.report_accounts, strange)))
    (point,) = points(more)
    assert (point.code, point.there, point.about, point.loan) == (Code.NOT_HERE, fen(3_000), "account:9", None)
    ended = replace(strange, open=False)
    guarantee = replace(strange, id=10, kind=AccountKind.GUARANTEE)
    beside = replace(book.credit, report_accounts=(*book.credit.report_accounts, ended, guarantee))
    assert points(replace(book, credit=beside)) == ()


def test_a_loan_that_the_report_lacks_only_where_it_is_whole_and_the_lender_reports(book: Book) -> None:
    without = replace(book, credit=replace(book.credit, report_accounts=book.credit.report_accounts[1:]))
    assert [(one.code, one.about, one.here) for one in points(without)] == [(Code.NOT_THERE, "loan:1", fen(8_000))]
    for check in (replace(CHECK, partial=True), replace(CHECK, unread=1), replace(CHECK, unread=None)):
        assert points(replace(without, credit=replace(without.credit, checks=(check,))), check) == ()
    typed = replace(CHECK, unread=None, accounts=1)  # as many as the person typed
    assert len(points(replace(without, credit=replace(without.credit, checks=(typed,))), typed)) == 1
    assert [one.code for one in points(without, replace(CHECK, on=day("01-31")))] == []  # lent within that month


@pytest.mark.parametrize(
    ("lender", "unknown"),
    [
        (Lender(3, "哥哥", LenderKind.PRIVATE), 0),
        (Lender(3, "美团金融", LenderKind.MICRO_LENDER), 1),  # an app: nobody knows who lends
        (Lender(3, "某小额贷款", LenderKind.MICRO_LENDER), 1),  # not all of them report
    ],
)
def test_who_reports_nowhere_lacks_nothing_and_who_may_is_unknown(book: Book, lender: Lender, unknown: int) -> None:
    more = replace(book, accounts=(*book.accounts, instalments(id=3)))
    account = replace(more.accounts[2], loan=replace(more.accounts[2].loan, lender=lender))
    more = replace(more, accounts=(*book.accounts, account))
    found = compare(more, CATALOGUE, CHECK, TODAY)
    assert (found.points, len(found.unknown)) == ((), unknown)


def test_ended_here_and_open_there_and_the_reverse(book: Book) -> None:
    line = credit_line()
    closed = replace(line, loan=replace(line.loan, closed_on=day("05-20"), settled_on=day("05-20")), draws=())
    one = replace(book, accounts=(book.accounts[0], closed))
    one = changed(one, 2, lambda account: replace(account, balance_minor=0))
    assert [(point.code, point.on, point.there) for point in points(one)] == [(Code.CLOSED_HERE, day("05-31"), 0)]
    later = replace(closed, loan=replace(closed.loan, closed_on=day("06-02"), settled_on=day("06-02")))
    assert points(replace(one, accounts=(book.accounts[0], later))) == ()  # the month that is told ended before
    other = changed(book, 2, lambda account: replace(account, open=False, ended_in=day("04-01")))
    assert told(other) == [(Code.CLOSED_THERE, fen(5_000), 0)]


def test_overdue_now_in_the_one_and_not_in_the_other(book: Book) -> None:
    there = changed(book, 1, lambda one: replace(one, overdue=True, overdue_minor=fen(1_090)))
    assert told(there) == [(Code.OVERDUE_THERE, 0, fen(1_090))]
    entry = Negative(1, "招商银行", NegativeKind.OVERDUE, day("05-11"), loan_id=1)
    known = replace(there, credit=replace(there.credit, negatives=(entry,)))
    assert Code.OVERDUE_THERE not in [one.code for one in points(known)]  # the file has it, the ledger not yet
    unpaid = replace(book.accounts[0], repayments=book.accounts[0].repayments[:3])
    late = reported(replace(book, accounts=(unpaid, book.accounts[1])), CHECK)
    assert points(late) == ()
    late = changed(late, 1, lambda one: replace(one, overdue=False))
    assert told(late) == [(Code.OVERDUE_HERE, fen(1_097), 0)]  # 21 days of interest on the 1,000 unpaid: 7


def test_months_by_the_grid_name_themselves(book: Book) -> None:
    signs = book.credit.report_accounts[0].months
    (point,) = points(changed(book, 1, lambda one: replace(one, months=signs[:-3] + "1NN")))
    assert (point.code, grid.text(point.months), point.there, point.on) == (
        Code.MONTHS_THERE,
        "2026-03",
        1,
        day("03-31"),
    )
    for unsaid in "*#/A":
        assert points(changed(book, 1, partial(replace, months=signs[:-3] + unsaid + "NN"))) == ()
    late = replace(
        book.accounts[0], repayments=paid(("02-10", 1120), ("04-02", 1110), ("04-10", 1100), ("05-10", 1090))
    )
    missing = replace(book, accounts=(late, book.accounts[1]))
    (point,) = points(missing)  # the end of March passed without the payment of 10 March
    assert (point.code, grid.text(point.months), point.here) == (Code.MONTHS_HERE, "2026-03", 1)
    within = replace(late, repayments=paid(("02-10", 1120), ("03-20", 1110), ("04-10", 1100), ("05-10", 1090)))
    for sign in "N1":  # late within the month: a report may show it or not
        book_of = replace(book, accounts=(within, book.accounts[1]))
        assert points(changed(book_of, 1, partial(replace, months=signs[:-3] + sign + "NN"))) == ()


def test_counts_of_five_years_say_more_or_fewer_and_never_which_month(book: Book) -> None:
    bare = changed(book, 1, lambda one: replace(one, months="", months_until=None, overdue_months=0))
    assert points(bare) == ()
    (point,) = points(changed(bare, 1, lambda one: replace(one, overdue_months=6)))
    assert (point.code, point.here, point.there, point.months) == (Code.MORE_MONTHS, 0, 6, ())
    late = replace(
        book.accounts[0], repayments=paid(("02-10", 1120), ("04-02", 1110), ("04-10", 1100), ("05-10", 1090))
    )
    (point,) = points(replace(bare, accounts=(late, book.accounts[1])))
    assert (point.code, point.here, point.there, point.months) == (Code.FEWER_MONTHS, 1, 0, ())
    assert points(changed(bare, 1, lambda one: replace(one, overdue_months=None))) == ()


def test_the_institution_behind_an_app_and_an_unknown_inquiry(book: Book) -> None:
    app = instalments(id=3)
    app = replace(app, loan=replace(app.loan, lender=Lender(3, "美团金融", LenderKind.MICRO_LENDER)))
    only = reported(Book((app,)), CHECK)
    only = changed(only, 1, lambda one: replace(one, institution="重庆美团三快小额贷款有限公司"))
    (point,) = points(only)
    assert point.code is Code.INSTITUTION
    assert point.account is not None
    assert point.loan is not None
    asked = Inquiry(7, day("05-02"), "某银行", "loan_approval", check_id=1, unknown=True)
    known = replace(asked, id=8, unknown=False)
    more = replace(book, credit=replace(book.credit, inquiries=(asked, known)))
    assert [(one.code, one.about, one.inquiry) for one in points(more)] == [(Code.INQUIRY, "inquiry:7", asked)]


# -- which loan an account is ----------------------------------------------------------------------------------------


def test_what_nobody_said_is_suggested_where_one_fits_one(book: Book) -> None:
    unlinked = reported(Book(book.accounts), CHECK, linked=False)
    found = compare(unlinked, CATALOGUE, CHECK, TODAY)
    assert (found.points, {key: (one.loan.id, one.suggested) for key, one in found.matches.items()}) == (
        (),
        {1: (1, True), 2: (2, True)},
    )
    (point,) = points(changed(unlinked, 1, lambda one: replace(one, balance_minor=fen(100))))
    assert (point.code, point.suggested) == (Code.BALANCE, True)


def test_a_name_typed_with_other_brackets_is_that_of_the_report() -> None:
    loan = replace(equal_principal(), lender=Lender(1, "ABC", institution="abc 银行(中国)"))
    assert named("ABC银行（中国）有限公司", loan)
    assert not named("ABC银行（香港）有限公司", loan)


def test_an_account_that_two_loans_fit_is_asked_about_and_nothing_is_missing(book: Book) -> None:
    other = instalments(id=5, principal_minor=fen(9_000), start_on=day("01-20"))
    two = reported(Book((book.accounts[0], other)), CHECK)
    account = replace(two.credit.report_accounts[0], loan_id=None, opened_on=day("01-15"), amount_minor=fen(8_000))
    one = replace(two, credit=replace(two.credit, report_accounts=(account,)))
    (point,) = points(one)
    assert (point.code, point.loans) == (Code.UNCLEAR, (1, 5))


def test_two_loans_that_are_alike_in_all_are_two_accounts() -> None:
    twin = instalments(id=5)
    assert points(reported(Book((instalments(), twin)), CHECK, linked=False)) == ()


def test_several_accounts_that_are_one_loan_are_added_up(book: Book) -> None:
    """Lent together by two: each reports its part."""
    first = replace(book.credit.report_accounts[0], balance_minor=fen(2_000))
    second = replace(first, id=9, institution="上海银行股份有限公司", balance_minor=fen(6_000))
    accounts = (first, book.credit.report_accounts[1], second)
    assert points(replace(book, credit=replace(book.credit, report_accounts=accounts))) == ()


def test_a_line_is_reported_with_its_draws() -> None:
    line = credit_line()
    draw = instalments(id=3, line_id=2, lender=line.loan.lender)
    book = reported(Book((line, draw)), CHECK)
    together = replace(book.credit.report_accounts[0], balance_minor=fen(13_000))
    assert points(replace(book, credit=replace(book.credit, report_accounts=(together,)))) == ()
    assert points(book) == ()  # or each draw by itself


# -- decisions, and what holds for any ledger ------------------------------------------------------------------------


def test_what_was_decided_stands_below_what_is_open(book: Book) -> None:
    two = changed(book, 1, lambda one: replace(one, overdue=True, balance_minor=fen(100)))
    noted = ReportPoint(1, 1, "overdue_there", "account:1", PointState.NOTED, TODAY)
    found = points(replace(two, credit=replace(two.credit, points=(noted,))))
    assert [(one.code, one.decision) for one in found] == [
        (Code.BALANCE, None),
        (Code.OVERDUE_THERE, PointState.NOTED),
    ]


@given(account=any_histories(), linked=st.booleans(), when=st.dates(date(2026, 3, 1), date(2027, 12, 28)))
@examples(150)
def test_a_ledger_as_its_own_report_gives_no_point(account: Account, linked: bool, when: date) -> None:
    loan: Loan = replace(account.loan, lender=BANK)
    check = look(when)
    book = reported(Book((replace(account, loan=loan),)), check, linked=linked)
    assert differences(book, CATALOGUE, check, when) == ()


@given(
    account=any_histories(),
    when=st.dates(date(2026, 3, 1), date(2027, 12, 28)),
    wrong=st.sampled_from(["balance", "limit", "overdue", "month"]),
)
@examples(150)
def test_one_changed_fact_gives_exactly_that_point(account: Account, when: date, wrong: str) -> None:
    check = look(when)
    book = reported(Book((replace(account, loan=replace(account.loan, lender=BANK)),)), check)
    told_of = [one for one in book.credit.report_accounts if one.open]
    if not told_of or (wrong == "overdue" and told_of[0].overdue) or (wrong == "month" and "1" in told_of[0].months):
        return
    one = told_of[0]
    change, code = {
        "balance": (replace(one, balance_minor=(one.balance_minor or 0) + 1_000_000), Code.BALANCE),
        "limit": (replace(one, limit_minor=(one.limit_minor or 0) + 100_000), Code.LIMIT),
        "overdue": (replace(one, overdue=True), Code.OVERDUE_THERE),
        "month": (replace(one, months="2" + one.months[1:]), Code.MONTHS_THERE),
    }[wrong]
    found = differences(changed(book, one.id, lambda _: change), CATALOGUE, check, when)
    assert [point.code for point in found] == [code]
