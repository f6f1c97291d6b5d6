"""How many lenders there are and how new, and what was paid late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.accounts.loan import Lender, LenderKind
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.findings import record
from planner.domain.findings.model import State
from tests.make.accounts import day, drawn, equal_principal, fen, paid, read
from tests.make.accounts import line as revolving
from tests.make.findings import TODAY, judged, measure


def owing(number: int, name: str, kind: LenderKind, yuan: int = 1_000, **more: object) -> Account:
    lender = Lender(number, name, kind)
    loan = replace(equal_principal(), id=number, lender=lender, principal_minor=fen(yuan), start_on=day("10-20"))
    return Account(replace(loan, **more))  # type: ignore[arg-type]


# -- lenders -----------------------------------------------------------------------------------------------------------


def test_institutions_count_not_loans_and_an_empty_line_counts_until_it_is_closed() -> None:
    ant = Lender(1, "借呗", LenderKind.CONSUMER_FINANCE, "重庆蚂蚁消费金融有限公司")
    huabei = Lender(2, "花呗", LenderKind.CONSUMER_FINANCE, "重庆蚂蚁消费金融有限公司")
    first = Account(replace(revolving(), id=1, lender=ant))  # never drawn: empty and open
    second = owing(2, "花呗", LenderKind.CONSUMER_FINANCE, lender=huabei)
    bank = owing(3, "工商银行", LenderKind.BANK)
    online_bank = owing(4, "微众银行", LenderKind.BANK)
    found = judged(Book((first, second, bank, online_bank)))["multi_lender"]
    online = measure(found, "online_lenders")
    assert online.value == 2  # 蚂蚁 once, 微众; 工商银行 is no online lender
    assert measure(found, "institutions").value == 3
    emptied = Account(first.loan, drawn(("02-01", 100)), paid(("03-01", 200)))
    alone = measure(judged(Book((emptied,)))["multi_lender"], "online_lenders")
    assert (alone.value, [one.code for one in alone.evidence]) == (1, ["empty_line"])
    closed = Account(replace(emptied.loan, closed_on=day("03-02")), emptied.draws, emptied.repayments)
    assert measure(judged(Book((closed,)))["multi_lender"], "online_lenders").value == 0


@pytest.mark.parametrize(("count", "state"), [(2, State.CLEAR), (3, State.WATCH), (4, State.WATCH), (5, State.AGAINST)])
def test_online_lenders_from_three_and_from_five(count: int, state: State) -> None:
    accounts = tuple(owing(number, f"小贷{number}", LenderKind.MICRO_LENDER) for number in range(1, count + 1))
    assert measure(judged(Book(accounts))["multi_lender"], "online_lenders").state is state


def test_a_mortgage_of_an_online_bank_is_no_online_loan() -> None:
    loan = owing(1, "网商银行", LenderKind.BANK, product="mybank_mortgage")
    assert measure(judged(Book((loan,)))["multi_lender"], "online_lenders").value == 0


def test_a_private_lender_is_on_no_report_and_a_trust_is_no_bank() -> None:
    brother, trust = owing(1, "哥哥", LenderKind.PRIVATE), owing(2, "某某信托", LenderKind.OTHER_LICENSED)
    car = owing(3, "上汽通用汽车金融", LenderKind.OTHER_LICENSED)
    found = judged(Book((brother, trust, car)))["multi_lender"]
    assert (measure(found, "online_lenders").value, measure(found, "institutions").value) == (1, 2)


def test_four_new_online_lenders_in_ninety_days_act_against() -> None:
    accounts = tuple(
        owing(number, f"小贷{number}", LenderKind.MICRO_LENDER, start_on=TODAY - timedelta(ago))
        for number, ago in enumerate((0, 30, 60, 89), 1)
    )
    new = measure(judged(Book(accounts))["multi_lender"], "new_lenders")
    assert (new.value, new.state) == (4, State.AGAINST)
    older = measure(judged(Book(accounts), TODAY + timedelta(1))["multi_lender"], "new_lenders")
    assert (older.value, older.state) == (3, State.CLEAR)


# -- repayment record --------------------------------------------------------------------------------------------------


def test_an_instalment_paid_late_counts_once_and_one_that_stays_unpaid_every_month() -> None:
    spans = ((day("01-11"), day("01-20")), (day("02-27"), day("03-02")), (day("08-11"), None))
    months = record.overdue_months(spans, day("12-05"), 24)
    assert [month % 12 + 1 for month in months] == [1, 2, 8, 9, 10, 11]  # December is not over yet
    assert record.longest_run(months) == 4
    assert [month % 12 + 1 for month in record.overdue_months(spans, day("12-31"), 24)][-1] == 12
    assert record.overdue_months(spans, day("2028-02-01"), 24)[0] % 12 + 1 == 8  # the first two have left the window
    paid_at_the_end = record.overdue_months(((day("01-11"), day("01-31")),), day("03-01"), 24)
    assert [month % 12 + 1 for month in paid_at_the_end] == [1]


def test_three_in_a_row_act_against_and_one_is_watched() -> None:
    """Principal 1,000 a month from 10 February; the first is paid on 10 May, the others on their days."""
    on_days = tuple((f"{month:02d}-10", 1_000 + 10 * (13 - month)) for month in range(3, 12))
    late = Account(equal_principal(), repayments=paid(*on_days, ("11-20", 5_000)))
    found = judged(Book((late,)), day("11-25"))["record"]
    assert measure(found, "overdue_row").value == 10  # each payment settles the due of the month before: all are late
    assert found.state is State.AGAINST
    once = Account(equal_principal(), repayments=paid(("02-12", 1_120), ("03-10", 1_110)))
    watched = judged(Book((once,)), day("03-20"))["record"]
    assert (watched.state, measure(watched, "overdue_total").value) == (State.WATCH, 1)
    assert watched.clears_on == day("2028-02-01")  # February 2026 leaves the 24 months


def test_overdue_now_acts_against_and_has_no_day() -> None:
    account = Account(equal_principal())
    found = judged(Book((account,)), day("02-14"))["record"]
    assert (found.state, found.clears_on) == (State.AGAINST, None)
    assert judged(Book((account,)), day("02-13"))["record"].state is State.UNKNOWN  # nothing was judged yet


def test_what_was_paid_on_days_nobody_knows_is_not_clear() -> None:
    known = Account(equal_principal(), repayments=paid(("02-10", 1_120)))
    assert judged(Book((known,)), day("05-01"))["record"].state is State.AGAINST  # March and April are missed
    shown = replace(known, readings=read(("05-01", 9_000)))
    found = judged(Book((shown,)), day("05-02"))["record"]
    assert (measure(found, "overdue_now").state, measure(found, "overdue_row").state) == (State.CLEAR, State.UNKNOWN)
    assert found.missing == ("paid_days",)
    months = measure(found, "overdue_total")
    assert [(one.code, one.params["n"]) for one in months.evidence] == [("undated", 2)]
    recorded = replace(shown, repayments=paid(("02-10", 1_120), ("03-10", 1_110), ("04-10", 1_100)))
    assert judged(Book((recorded,)), day("05-02"))["record"].state is State.CLEAR
