"""What report, ledger and entries say of one account counts once, also where nobody said yet which loan it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.accounts.loan import Lender, Method
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import (
    AccountKind,
    CreditFile,
    Negative,
    NegativeKind,
    ReportAccount,
    ReportCheck,
)
from planner.domain.credit.printed import perhaps_kind, perhaps_lender, same_kind, same_lender
from planner.domain.figures.ratios import ratios
from planner.domain.findings.model import Finding, State
from tests.make import reported
from tests.make.accounts import day, equal_principal, fen, line, paid
from tests.make.findings import TODAY, judged, measure
from tests.make.reported import LOAN

CHECK = ReportCheck(1, day("11-05"), "online", accounts=1, overdue_accounts=1, unread=0)
SHOWN = replace(reported.SHOWN, institution="招商银行股份有限公司信用卡中心", overdue=True, balance_minor=fen(11_000))
ONCE = paid(("02-10", 1_120))  # March and all later ones are missed: overdue from 11 March on, in nine months


def of_record(*shown: ReportAccount, accounts: tuple[Account, ...], negatives: tuple[Negative, ...] = ()) -> Finding:
    file = CreditFile(checks=(CHECK,), report_accounts=shown, negatives=negatives)
    return judged(Book(accounts, credit=file))["record"]


def counts(
    *shown: ReportAccount, accounts: tuple[Account, ...], negatives: tuple[Negative, ...] = ()
) -> tuple[object, ...]:
    found = of_record(*shown, accounts=accounts, negatives=negatives)
    return tuple(measure(found, code).value for code in ("overdue_now", "overdue_row", "overdue_total"))


def test_a_suggested_loan_is_one_with_its_account() -> None:
    """By ledger overdue in March to November, nine months; the report has October: neither adds to the other."""
    grid = replace(SHOWN, months="1", months_until=day("10-31"))
    late = Account(LOAN, repayments=ONCE)
    assert counts(replace(grid, loan_id=1), accounts=(late,)) == (1, 9, 9)
    assert counts(grid, accounts=(late,)) == (1, 9, 9)


def test_of_two_alike_the_account_is_the_one_that_was_overdue_then() -> None:
    """Two loans of one lender, one of them overdue; the report shows one account that may be either."""
    other = Account(replace(LOAN, id=2, start_on=day("01-12"), principal_minor=fen(12_001)), repayments=())
    early = replace(SHOWN, opened_on=None, amount_minor=None, months="1", months_until=day("10-31"))
    paid_up = replace(
        other, repayments=paid(*((f"{month:02}-10", 1_130 - 10 * at) for at, month in _DUES), first_id=50)
    )
    late = Account(LOAN, repayments=ONCE)
    assert counts(early, accounts=(late, paid_up))[0] == 1
    assert counts(early, accounts=(late, paid_up))[2] == counts(accounts=(late, paid_up))[2]


_DUES = tuple(enumerate(range(2, 12), 1))


def test_another_loan_of_the_lender_keeps_its_own_months() -> None:
    """An ended loan of the same bank beside the one here: its months are no run with those of the loan."""
    here = replace(SHOWN, overdue=False, months="N1", months_until=day("05-31"), loan_id=1)
    ended = replace(
        SHOWN, id=2, open=False, overdue=False, opened_on=day("2024-01-05"), ended_in=day("2026-04-01"), as_of=None
    )
    ended = replace(ended, amount_minor=fen(500), months="1111", months_until=day("04-30"))
    in_time = paid(*((f"{month:02}-10", 1_130 - 10 * at) for at, month in _DUES))
    assert counts(here, ended, accounts=(Account(LOAN, repayments=in_time),)) == (0, 4, 5)


def test_an_entry_of_months_that_another_account_of_the_lender_has_is_about_that_one() -> None:
    here = replace(SHOWN, overdue=False, months="NN", months_until=day("10-31"), loan_id=1)
    ended = replace(SHOWN, id=2, open=False, overdue=False, opened_on=day("2024-01-05"), as_of=None)
    ended = replace(ended, amount_minor=fen(500), months="11N", months_until=day("04-30"))  # February and March
    in_time = (Account(LOAN, repayments=paid(*((f"{month:02}-10", 1_130 - 10 * at) for at, month in _DUES))),)
    entry = Negative(1, "招商银行", NegativeKind.OVERDUE, day("02-05"), day("04-02"))
    assert counts(here, ended, accounts=in_time, negatives=(entry,)) == (0, 2, 2)
    other = replace(entry, began_on=day("07-05"), ended_on=day("07-20"))
    assert counts(here, ended, accounts=in_time, negatives=(other,)) == (0, 2, 3)


def test_a_draw_is_a_part_of_its_line() -> None:
    """The line of the report and the draw here were overdue in the same month: once, and overdue now once."""
    lender = Lender(2, "微众银行", institution="深圳前海微众银行股份有限公司")
    limit = Account(replace(line(), id=5, lender=lender, limit_minor=fen(50_000)))
    draw = Account(replace(equal_principal(), id=6, lender=lender, line_id=5), repayments=ONCE)
    shown = replace(SHOWN, institution=lender.institution, kind=AccountKind.LINE, amount_minor=None)
    shown = replace(shown, opened_on=limit.loan.start_on, limit_minor=fen(50_000))
    grid = replace(shown, months="1", months_until=day("10-31"))
    for one in (grid, replace(grid, loan_id=5)):
        assert counts(one, accounts=(limit, draw)) == (1, 9, 9)


@pytest.mark.parametrize("name", ["招商银行", "招商银行股份有限公司信用卡中心", "招商银行(股份有限公司)", "招商銀行"])
def test_an_entry_is_about_the_loan_however_its_lender_is_written(name: str) -> None:
    late = Account(LOAN, repayments=paid(("02-20", 1_120), *((f"{m:02}-10", 1_130 - 10 * at) for at, m in _DUES[1:])))
    entry = Negative(1, name, NegativeKind.OVERDUE, day("02-11"), day("02-20"))
    found = of_record(accounts=(late,), negatives=(entry,))
    expected = 2 if name == "招商銀行" else 1  # another writing of the signs is another name
    assert measure(found, "overdue_total").value == expected


def test_entries_of_an_institution_that_was_never_entered_are_one_however_it_is_written() -> None:
    names = ("某某消费金融有限公司", "某某消费金融")
    entries = tuple(
        Negative(number, name, NegativeKind.OVERDUE, day("03-05"), day("03-20")) for number, name in enumerate(names, 1)
    )
    assert measure(of_record(accounts=(), negatives=entries), "overdue_total").value == 1


def test_a_suggestion_takes_back_nothing_that_the_report_says() -> None:
    """The ledger is paid up since: that counts once somebody said that it is this loan."""
    in_time = paid(*((f"{month:02}-10", 1_130 - 10 * at) for at, month in _DUES))
    accounts = (Account(LOAN, repayments=in_time),)
    found = of_record(replace(SHOWN, as_of=day("10-31")), accounts=accounts)
    assert measure(found, "overdue_now").state is State.AGAINST
    said = of_record(replace(SHOWN, as_of=day("10-31"), loan_id=1), accounts=accounts)
    assert measure(said, "overdue_now").state is State.CLEAR


def test_one_institution_in_two_writings_counts_once() -> None:
    other = replace(equal_principal(), id=2, lender=Lender(2, "某某", institution="招商银行"))
    book = Book((Account(LOAN), Account(other)))
    assert ratios(book, TODAY).lenders.institutions == 1
    assert measure(judged(book)["multi_lender"], "institutions").value == 1


def test_names_and_kinds_have_one_rule_each_sure_or_perhaps() -> None:
    assert same_lender("建设银行", "中国建设银行股份有限公司上海市分行")
    assert not same_lender("微众银行", "深圳前海微众银行股份有限公司")
    assert perhaps_lender("微众银行", "深圳前海微众银行股份有限公司")
    assert not perhaps_lender("平安", "平安银行")
    for kind in AccountKind:
        for method in Method:
            assert perhaps_kind(kind, method) or not same_kind(kind, method)
    assert not any(perhaps_kind(AccountKind.GUARANTEE, method) for method in Method)
    assert perhaps_kind(AccountKind.LINE, Method.LEVEL_PAYMENT)
    assert not same_kind(AccountKind.LINE, Method.LEVEL_PAYMENT)
    assert not perhaps_kind(AccountKind.LOAN, Method.CARD)
