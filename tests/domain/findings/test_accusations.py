"""What is said against a lender, a person or a report is said only where nothing else explains it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from planner.domain.accounts.loan import Lender, LenderKind
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import (
    AccountKind,
    CreditFile,
    Negative,
    NegativeKind,
    ReportAccount,
    ReportCheck,
    ReportedState,
)
from planner.domain.findings.difference import compare, differences
from planner.domain.findings.model import State
from planner.domain.findings.points import Code
from tests.make.accounts import card, day, drawn, equal_principal, fen, paid, read
from tests.make.accounts import line as revolving
from tests.make.findings import CHECKED, judged, measure, of
from tests.make.reported import BANK, CATALOGUE, changed, look, reported

CHECK = look(day("06-15"))
TODAY = day("06-20")
IN_TIME = (("02-10", 1120), ("03-10", 1110), ("04-10", 1100), ("05-10", 1090), ("06-10", 1080))


def instalments(*payments: tuple[str, int], **more: object) -> Account:
    loan = replace(equal_principal(), **{"lender": BANK, **more})  # type: ignore[arg-type]
    return Account(loan, repayments=paid(*(payments or IN_TIME)))


def codes(book: Book, check: ReportCheck = CHECK) -> list[Code]:
    return [one.code for one in differences(book, CATALOGUE, check, TODAY)]


# -- report beside ledger ----------------------------------------------------------------------------------------------


def test_an_account_without_its_month_may_be_overdue_since_the_last_one() -> None:
    """Missed on 10 June, typed from a report of 15 June that names no month."""
    book = reported(Book((instalments(*IN_TIME[:4]),)), CHECK)
    late = partial(replace, overdue=True, as_of=None, months="", months_until=None)
    assert Code.OVERDUE_THERE not in codes(changed(book, 1, late))
    counted = partial(late, overdue_months=1)
    assert codes(changed(book, 1, counted)) == []


def test_a_loan_settled_within_a_month_that_had_not_ended_is_not_open_against_the_ledger() -> None:
    one = instalments(*IN_TIME[:4], ("06-08", 8_080), settled_on=day("06-08"), closed_on=day("06-08"))
    book = reported(Book((one,)), CHECK)
    still = partial(replace, open=True, as_of=day("06-30"), balance_minor=fen(8_000))
    assert codes(changed(book, 1, still)) == []


def test_a_balance_between_two_payments_of_a_month_that_had_not_ended() -> None:
    line = Account(replace(revolving(), lender=BANK), drawn(("05-25", 5_000)), paid(("06-03", 1_000), ("06-08", 1_000)))
    book = reported(Book((line,)), CHECK)
    between = partial(replace, as_of=day("06-30"), balance_minor=fen("4022.50"))
    assert codes(changed(book, 1, between)) == []
    never = partial(between, balance_minor=fen(2_000))
    assert codes(changed(book, 1, never)) == [Code.BALANCE]


def test_the_month_in_which_an_overdue_was_paid_may_be_called_overdue() -> None:
    """Due on 10 March, paid on 5 April: of April five days were overdue."""
    late = instalments(("02-10", 1120), ("04-05", 1110), ("04-10", 1100), ("05-10", 1090), ("06-10", 1080))
    book = reported(Book((late,)), CHECK)
    signs = book.credit.report_accounts[0].months
    assert codes(changed(book, 1, partial(replace, months=signs[:-3] + "11N"))) == []
    assert codes(changed(book, 1, partial(replace, months=signs[:-3] + "111"))) == [Code.MONTHS_THERE]
    bare = partial(replace, months="", months_until=None)
    assert codes(changed(book, 1, partial(bare, overdue_months=2))) == []
    assert codes(changed(book, 1, partial(bare, overdue_months=3))) == [Code.MORE_MONTHS]


def test_a_line_is_overdue_when_a_draw_of_it_is() -> None:
    line = Account(replace(revolving(), id=2, lender=BANK), ())
    draw = instalments(("02-10", 1120), ("04-02", 1110), ("04-10", 1100), ("05-10", 1090), id=3, line_id=2)
    book = reported(Book((line, draw)), CHECK)
    signs = book.credit.report_accounts[1].months
    one = replace(book.credit.report_accounts[0], balance_minor=fen(8_000), months=signs)
    both = replace(book, credit=replace(book.credit, report_accounts=(one,)))
    assert [point for point in codes(both) if point is not Code.BALANCE] == []
    one = replace(one, months=signs.replace("1", "N"))
    assert Code.MONTHS_HERE in codes(replace(both, credit=replace(book.credit, report_accounts=(one,))))


def test_each_of_several_accounts_was_rounded_by_itself() -> None:
    book = reported(Book((instalments(),)), CHECK)
    whole = book.credit.report_accounts[0]  # 8,000: three times 2,666.67
    for last, found in ((2_666, []), (2_665, [Code.BALANCE])):
        parts = [replace(whole, id=key, balance_minor=fen(2_666)) for key in (1, 2)]
        parts.append(replace(whole, id=3, balance_minor=fen(last)))
        assert codes(replace(book, credit=replace(book.credit, report_accounts=tuple(parts)))) == found


def test_a_quasi_credit_card_counts_only_months_beyond_60_days() -> None:
    late = instalments(("02-10", 1120), ("04-02", 1110), ("04-10", 1100), ("05-10", 1090), ("06-10", 1080))
    book = reported(Book((late,)), CHECK)
    counted = partial(replace, months="", months_until=None, overdue_months=0)
    assert codes(changed(book, 1, counted)) == [Code.FEWER_MONTHS]
    assert codes(changed(book, 1, partial(counted, business="准贷记卡"))) == []
    signs = book.credit.report_accounts[0].months.replace("1", "N")
    for sign, found in (("2", []), ("3", [Code.MONTHS_THERE])):  # in February, of which the ledger has nothing
        grid = partial(replace, business="准贷记卡", months=sign.join((signs[:-4], signs[-3:])))
        assert [one for one in codes(changed(book, 1, grid)) if one is Code.MONTHS_THERE] == found


def test_an_account_that_ended_before_a_loan_began_is_not_that_loan() -> None:
    """The same bank lent the same again in June; the report has only what was settled in April."""
    again = instalments(("07-10", 1120), start_on=day("06-03"), first_due_on=None)
    old = ReportAccount(
        1, 1, "招商银行股份有限公司", AccountKind.LOAN, False, balance_minor=0, state=ReportedState.SETTLED
    )
    old = replace(old, opened_on=day("2025-04-03"), ended_in=day("04-01"), amount_minor=fen(12_000))
    book = Book((again,), credit=CreditFile(checks=(CHECK,), report_accounts=(old,)))
    assert codes(book) == []


def test_a_loan_that_began_after_what_is_told_is_not_an_older_account() -> None:
    again = instalments(("07-10", 1120), start_on=day("06-03"))
    open_one = ReportAccount(
        1, 1, "招商银行股份有限公司", AccountKind.LOAN, True, balance_minor=fen(3_000), as_of=day("05-31")
    )
    open_one = replace(open_one, opened_on=day("2025-09-03"), amount_minor=fen(12_000))
    book = Book((again,), credit=CreditFile(checks=(CHECK,), report_accounts=(open_one,)))
    assert codes(book) == [Code.NOT_HERE]


def test_a_loan_that_was_closed_after_the_report_was_entered() -> None:
    """By another day and amount than the report has."""
    closed = instalments(*IN_TIME, ("06-18", 6_060), settled_on=day("06-18"), closed_on=day("06-18"))
    book = reported(Book((closed,)), CHECK, linked=False)
    other = partial(replace, opened_on=day("01-12"), amount_minor=fen(11_000))
    assert Code.NOT_HERE not in codes(changed(book, 1, other))


def test_a_report_of_which_accounts_were_taken_away_lacks_nothing() -> None:
    book = reported(Book((instalments(),)), replace(CHECK, accounts=1))
    gone = replace(book, credit=replace(book.credit, report_accounts=()))
    found = compare(gone, CATALOGUE, gone.credit.checks[0], TODAY)
    assert (found.points, found.whole) == ((), False)


def test_another_rate_of_a_currency_is_no_other_balance() -> None:
    loan = replace(card(), lender=BANK, currency="USD", yuan_rate=Decimal("7.1"), limit_minor=fen(2_000))
    book = reported(Book((Account(loan, drawn(("05-03", 100))),)), CHECK)
    by_rate = partial(replace, limit_minor=fen(14_400), balance_minor=fen(720))  # 7.2
    assert codes(changed(book, 1, by_rate)) == []
    assert codes(changed(book, 1, partial(by_rate, balance_minor=fen(750)))) == [Code.BALANCE]


def test_a_loan_of_the_last_days_before_a_report_may_not_have_been_sent_yet() -> None:
    new = instalments(("06-30", 1120), start_on=day("05-20"))
    for on, found in (("06-01", []), ("06-19", []), ("06-20", [Code.NOT_THERE])):
        check = look(day(on))
        assert codes(Book((new,), credit=CreditFile(checks=(check,))), check) == found


def test_an_older_report_than_its_day_lacks_nothing_newer() -> None:
    """Its newest figures are of April."""
    check = look(day("07-10"))
    old = reported(Book((instalments(),)), look(day("05-15")))
    new = instalments(("06-15", 1120), id=2, start_on=day("05-15"), principal_minor=fen(3_000))
    book = replace(old, accounts=(*old.accounts, new), credit=replace(old.credit, checks=(check,)))
    assert codes(book, check) == []
    newer = changed(book, 1, partial(replace, as_of=day("06-30"), balance_minor=fen(7_000)))
    assert Code.NOT_THERE in codes(newer, check)


# -- findings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", [{"partial": True}, {"unread": 1}, {"partial": True, "unread": 2}])
def test_a_report_of_which_something_is_missing_is_never_clear(lacking: dict[str, int]) -> None:
    part = replace(CHECKED, **{"unread": 0, **lacking})  # type: ignore[arg-type]
    found = of(CreditFile(checks=(part,)), "report")
    assert (found.state, found.missing) == (State.UNKNOWN, ("report_whole",))
    whole = replace(CHECKED, id=2, unread=0)
    assert of(CreditFile(checks=(whole, part)), "report").state is State.CLEAR


def test_a_public_record_is_no_account_that_was_overdue() -> None:
    told = replace(CHECKED, overdue_accounts=1)
    public = Negative(1, "某法院", NegativeKind.PUBLIC, day("2019-01-01"), day("2020-01-01"))
    found = of(CreditFile(checks=(told,), negatives=(public,)), "report")
    assert (found.state, found.missing) == (State.UNKNOWN, ("negatives",))


def test_a_report_says_nothing_of_what_fell_due_in_its_own_month() -> None:
    """Told of the end of October; that 10 November was paid shows only in the balance of the 14th."""
    payments = tuple((f"{month:02}-10", 1130 - 10 * number) for number, month in enumerate(range(2, 11), 1))
    check = ReportCheck(1, day("11-15"), "online", accounts=1, overdue_accounts=0, unread=0)
    shown = replace(instalments(*payments), readings=read(("11-14", 2_000)))
    found = measure(judged(Book((shown,), credit=CreditFile(checks=(check,))))["record"], "overdue_row")
    assert (found.state, found.missing) == (State.UNKNOWN, "paid_days")
    told = ReportAccount(1, 1, "招商银行", AccountKind.LOAN, True, loan_id=1, as_of=day("11-12"))
    told = replace(told, balance_minor=fen(2_000))
    by_now = CreditFile(checks=(check,), report_accounts=(told,))  # a report that says more says it
    assert measure(judged(Book((shown,), credit=by_now))["record"], "overdue_row").state is State.CLEAR
    stale = replace(by_now, report_accounts=(replace(told, as_of=day("09-30")),))
    assert measure(judged(Book((shown,), credit=stale))["record"], "overdue_row").missing == "paid_days"


def test_what_is_drawn_in_any_currency_of_a_card_fills_its_limit() -> None:
    yuan = ReportAccount(1, 1, "某银行", AccountKind.CARD, True, limit_minor=fen(10_000), balance_minor=0)
    yuan = replace(yuan, opened_on=day("2020-01-01"), as_of=day("10-31"))
    dollars = replace(yuan, id=2, currency="USD", balance_minor=fen(9_500))
    check = ReportCheck(1, day("11-05"), "online", accounts=2, overdue_accounts=0, unread=0)
    found = judged(Book(credit=CreditFile(checks=(check,), report_accounts=(yuan, dollars))))["usage"]
    assert measure(found, "fullest_line").state is State.WATCH


def test_a_line_of_which_the_report_tells_no_balance_is_not_empty() -> None:
    told = ReportAccount(1, 1, "某银行", AccountKind.CARD, True, limit_minor=fen(10_000), balance_minor=0)
    told = replace(told, opened_on=day("2020-01-01"))
    untold = replace(told, id=2, institution="另一银行", balance_minor=None)
    check = ReportCheck(1, day("11-05"), "online", accounts=2, overdue_accounts=0)
    found = judged(Book(credit=CreditFile(checks=(check,), report_accounts=(told, untold))))["usage"]
    assert found.state is State.UNKNOWN
    unlimited = replace(untold, limit_minor=None, balance_minor=fen(500))
    file = CreditFile(checks=(check,), report_accounts=(unlimited,))
    found = judged(Book((instalments(),), credit=file))["usage"]  # and so there is a line to draw on
    assert found.state is State.UNKNOWN
    unused = replace(untold, state=ReportedState.NOT_ACTIVATED)
    found = judged(Book(credit=CreditFile(checks=(check,), report_accounts=(told, unused))))["usage"]
    assert found.state is State.CLEAR


def test_the_ledger_knows_better_only_by_what_was_noted_since() -> None:
    """The report calls it overdue at the end of October."""
    check = ReportCheck(1, day("11-15"), "online", accounts=1, overdue_accounts=1, unread=0)
    told = ReportAccount(1, 1, "招商银行", AccountKind.LOAN, True, overdue=True, loan_id=1, as_of=day("10-31"))
    file = CreditFile(checks=(check,), report_accounts=(told,))
    payments = tuple((f"{month:02}-10", 1130 - 10 * number) for number, month in enumerate(range(2, 12), 1))
    taken = Account(replace(equal_principal(), lender=BANK, auto_debit=True))
    early = instalments(*payments[:9], ("10-20", 1_030))
    for account, state in (
        (instalments(*payments), State.CLEAR),  # that of 10 November came after what the report tells of
        (replace(early, readings=read(("11-20", 2_000))), State.CLEAR),
        (early, State.AGAINST),
        (taken, State.AGAINST),  # its debits are only taken for made
    ):
        found = judged(Book((account,), credit=file))["record"]
        assert measure(found, "overdue_now").state is state


def test_a_loan_of_an_app_without_its_lender_may_be_an_account_of_any_name() -> None:
    app = instalments(lender=Lender(3, "美团金融", LenderKind.MICRO_LENDER))
    book = reported(Book((app,)), CHECK, linked=False)
    other = partial(replace, institution="重庆美团三快小额贷款有限公司", opened_on=day("01-12"))
    assert codes(changed(book, 1, other)) == [Code.UNCLEAR]
    assert codes(changed(book, 1, partial(other, amount_minor=fen(11_000)))) == [Code.NOT_HERE]


def test_somebody_elses_debt_is_no_account_of_ones_own_overdue_now() -> None:
    check = ReportCheck(1, day("11-15"), "online", accounts=0, overdue_accounts=0, unread=0)
    other = ReportAccount(1, 1, "某银行", AccountKind.GUARANTEE, True, overdue=True)
    found = judged(Book(credit=CreditFile(checks=(check,), report_accounts=(other,))))
    assert measure(found["record"], "overdue_now").state is State.CLEAR
    assert found["report"].state is State.AGAINST  # what the report says stays said


# -- nothing is clear of which nobody knows ----------------------------------------------------------------------------


def test_what_a_friend_was_paid_in_time_makes_no_record_clear() -> None:
    """It stands on no report; beside it a loan of a bank of which something was paid is judged."""
    friend = instalments(lender=Lender(7, "老王", LenderKind.PRIVATE))
    found = judged(Book((friend,)), TODAY)["record"]
    assert (found.state, found.missing) == (State.UNKNOWN, ("repayments",))
    begun = replace(instalments(*IN_TIME[:1]), repayments=())
    assert judged(Book((friend, begun)), day("02-09"))["record"].state is State.UNKNOWN
    assert judged(Book((friend, instalments(id=8))), TODAY)["record"].state is State.CLEAR


@pytest.mark.parametrize("kind", [NegativeKind.OVERDUE, NegativeKind.BAD_DEBT])
def test_an_entry_that_goes_on_is_overdue_now_once(kind: NegativeKind) -> None:
    entry = Negative(1, "招商银行股份有限公司", kind, day("05-13"))
    alone = judged(Book(credit=CreditFile(negatives=(entry,))), TODAY)["record"]
    now = measure(alone, "overdue_now")
    assert (now.state, now.value, alone.overdue) == (State.AGAINST, 1, True)
    assert [one.code for one in now.evidence] == ["negative.open"]
    late = instalments(*IN_TIME[:3])
    both = judged(Book((late,), credit=CreditFile(negatives=(entry,))), TODAY)["record"]
    assert measure(both, "overdue_now").value == 1
    shown = ReportAccount(1, 1, "招商银行", AccountKind.LOAN, True, overdue=True)
    file = CreditFile(checks=(CHECK,), report_accounts=(shown,), negatives=(replace(entry, check_id=1),))
    assert measure(judged(Book(credit=file), TODAY)["record"], "overdue_now").value == 1
    paid_up = CreditFile(negatives=(replace(entry, loan_id=1),))
    assert measure(judged(Book((instalments(),), credit=paid_up), TODAY)["record"], "overdue_now").value == 0


def test_bad_debt_alone_does_not_make_the_months_clear() -> None:
    entry = Negative(1, "招商银行", NegativeKind.BAD_DEBT, day("05-13"))
    found = judged(Book(credit=CreditFile(negatives=(entry,))), TODAY)["record"]
    assert {measure(found, code).state for code in ("overdue_row", "overdue_total")} == {State.UNKNOWN}


@pytest.mark.parametrize(
    "check", [ReportCheck(1, day("06-01"), "online"), ReportCheck(1, day("2025-05-01"), "online", False, 3, 0)]
)
def test_without_a_fresh_look_with_counts_neither_entries_nor_inquiries_are_clear(check: ReportCheck) -> None:
    found = judged(Book(credit=CreditFile(checks=(check,))), TODAY)["report"]
    assert {one.state for one in found.measures} == {State.UNKNOWN}


@pytest.mark.parametrize("lacks", [{"partial": True}, {"unread": 1}])
def test_a_part_of_a_report_tells_by_its_counts_of_entries_and_never_that_nobody_asked(lacks: dict[str, int]) -> None:
    check = replace(CHECKED, on=day("06-10"), accounts=3, overdue_accounts=0, **lacks)  # type: ignore[arg-type]
    found = judged(Book(credit=CreditFile(checks=(check,))), TODAY)["report"]
    assert measure(found, "negatives").state is State.CLEAR
    assert (measure(found, "hard_90").state, measure(found, "hard_90").missing) == (State.UNKNOWN, "report_whole")
