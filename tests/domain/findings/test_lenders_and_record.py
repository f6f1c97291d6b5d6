"""How many lenders there are and how new, and what was paid late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.accounts.loan import Lender, LenderKind
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import AccountKind, CreditFile, Negative, NegativeKind, ReportAccount
from planner.domain.findings import record
from planner.domain.findings.model import State, Way
from planner.domain.payoff.adopted.projected import Coming
from tests.make.accounts import card, day, drawn, equal_principal, fen, paid, read
from tests.make.accounts import line as revolving
from tests.make.findings import CHECKED, TODAY, judged, measure


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


def test_lenders_whose_reporting_name_nobody_noted_are_told_with_the_count() -> None:
    """An app, and a bank that is not named; not a friend, nor a lender whose own name is that of an institution."""
    app, bank = owing(1, "美团金融", LenderKind.MICRO_LENDER), owing(2, "合作银行", LenderKind.BANK)
    named = owing(3, "美团金融", LenderKind.MICRO_LENDER, institution="重庆某小额贷款公司")
    others = owing(4, "招商银行", LenderKind.BANK), owing(5, "哥哥", LenderKind.PRIVATE)
    found = measure(judged(Book((app, bank, named, *others)))["multi_lender"], "institutions")
    assert [one.params["name"] for one in found.evidence if one.code == "unnamed"] == ["美团金融", "合作银行"]
    assert found.value == 4
    ended = replace(app, loan=replace(app.loan, settled_on=day("11-01"), closed_on=day("11-01")))
    alone = measure(judged(Book((ended, *others)))["multi_lender"], "institutions")
    assert not [one for one in alone.evidence if one.code == "unnamed"]


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
    assert record.overdue_months(spans, day("2028-02-29"), 24)[0] % 12 + 1 == 2  # 24 whole months and the running one
    assert record.overdue_months(spans, day("2028-03-01"), 24)[0] % 12 + 1 == 8  # the first two have left the window
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
    assert watched.clears_on == day("2028-03-01")  # February 2026 leaves the 24 whole months before the running one


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


PAID = paid(*((f"{month:02d}-10", 1_000 + 10 * (14 - month)) for month in range(2, 12)))


def test_what_was_paid_before_records_began_is_not_known_to_be_on_time() -> None:
    """Nine of ten instalments count as paid: nobody knows whether they were late."""
    loan = equal_principal(paid_terms=9)
    one = Account(loan, repayments=paid(("11-10", 1_030)))
    found = judged(Book((one,)))["record"]
    assert (found.state, found.missing) == (State.UNKNOWN, ("record_months",))
    assert [(x.code, x.params["n"]) for x in measure(found, "overdue_total").evidence] == [("untold", 9)]
    whole = Account(equal_principal(), repayments=PAID)
    assert judged(Book((whole,)))["record"].state is State.CLEAR
    debited = Account(equal_principal(auto_debit=True))
    assert judged(Book((debited,)))["record"].state is State.UNKNOWN  # debits are taken for made
    other = Account(replace(card(), id=2, opening_known=False))
    assert judged(Book((whole, other)))["record"].missing == ("record_months",)
    friend = replace(one, loan=replace(loan, id=3, lender=Lender(3, "哥哥", LenderKind.PRIVATE)))
    assert judged(Book((whole, friend)))["record"].state is State.CLEAR  # reports nowhere


def test_a_report_with_its_counts_tells_of_a_year_and_what_fell_due_since_must_be_known() -> None:
    one = Account(equal_principal(paid_terms=9), repayments=paid(("11-10", 1_030)))
    seen = CreditFile(checks=(replace(CHECKED, on=day("11-02")),))
    assert judged(Book((one,), credit=seen))["record"].state is State.CLEAR
    early = CreditFile(checks=(replace(CHECKED, on=day("10-20")),))  # it tells of the end of September
    assert judged(Book((one,), credit=early))["record"].missing == ("record_months",)
    for check in (replace(CHECKED, on=day("2025-11-29")), replace(CHECKED, on=day("11-02"), accounts=None)):
        assert judged(Book((one,), credit=CreditFile(checks=(check,))))["record"].state is State.UNKNOWN
    told = CreditFile(checks=(replace(CHECKED, overdue_accounts=1),))
    assert judged(Book((Account(equal_principal(), repayments=PAID),), credit=told))["record"].missing == ("negatives",)


@pytest.mark.parametrize(
    ("kind", "began", "ended", "state", "row"),
    [
        (NegativeKind.OVERDUE, "2026-02-01", "2026-08-20", State.AGAINST, 6),  # 200 days
        (NegativeKind.BAD_DEBT, "2025-01-01", None, State.AGAINST, 0),
        (NegativeKind.OVERDUE, "2026-09-01", None, State.AGAINST, 2),
        (NegativeKind.OVERDUE, "2026-09-10", "2026-09-15", State.WATCH, 1),
        (NegativeKind.OVERDUE, "2023-01-01", "2023-02-01", State.WATCH, 0),  # on file for five years
        (NegativeKind.OVERDUE, "2019-01-01", "2019-02-01", State.CLEAR, 0),
        (NegativeKind.PUBLIC, "2026-01-01", None, State.CLEAR, 0),
    ],
)
def test_what_is_on_file_never_leaves_the_record_clear(
    kind: NegativeKind, began: str, ended: str | None, state: State, row: int
) -> None:
    until = None if ended is None else day(ended)
    entry = Negative(1, "某银行", kind, day(began), until, worst_days=(until - day(began)).days if until else None)
    file = CreditFile(checks=(CHECKED,), negatives=(entry,))
    found = judged(Book((Account(equal_principal(), repayments=PAID),), credit=file))["record"]
    assert (found.state, measure(found, "overdue_row").value or 0) == (state, row)


def test_an_entry_and_the_ledger_of_one_loan_count_its_months_once() -> None:
    after = ((f"{month:02d}-10", 1_000 + 10 * (14 - month)) for month in range(3, 12))
    late = Account(equal_principal(), repayments=paid(("02-20", 1_120), *after))
    entry = Negative(1, "某机构", NegativeKind.OVERDUE, day("02-11"), day("02-20"))
    other = replace(entry, id=2, institution="某银行")
    for entries, count in (((entry,), 1), ((replace(entry, institution="", loan_id=1),), 1), ((entry, other), 2)):
        file = CreditFile(checks=(CHECKED,), negatives=entries)
        found = judged(Book((late,), credit=file))["record"]
        assert measure(found, "overdue_total").value == count


def test_an_account_that_the_report_calls_overdue_is_overdue_now_unless_the_ledger_knows_better() -> None:
    paid_up = Account(equal_principal(), repayments=PAID)
    shown = ReportAccount(1, 1, "某机构", AccountKind.LOAN, True, overdue=True, loan_id=1)
    file = CreditFile(checks=(CHECKED,), report_accounts=(shown,))
    found = judged(Book((paid_up,), credit=file))["record"]
    assert (measure(found, "overdue_now").value, measure(found, "overdue_total").value) == (0, 1)
    assert (found.state, found.clears_on) == (State.WATCH, day("2028-11-01"))  # overdue in October 2026 by the report
    strange = replace(file, report_accounts=(replace(shown, loan_id=None),))
    assert measure(judged(Book((paid_up,), credit=strange))["record"], "overdue_now").state is State.AGAINST


def test_what_is_overdue_to_a_friend_is_watched_and_stands_on_no_record() -> None:
    loan = replace(equal_principal(), lender=Lender(1, "哥哥", LenderKind.PRIVATE))
    friend = Account(loan, repayments=paid(("02-10", 1_120)))
    found = judged(Book((friend,)))["record"]
    assert measure(found, "overdue_now").state is State.WATCH
    assert measure(found, "overdue_total").state is State.UNKNOWN  # nor does it tell that nothing else does
    seen = judged(Book((friend,), credit=CreditFile(checks=(CHECKED,))))["record"]
    assert measure(seen, "overdue_total").value == 0


def test_under_the_adopted_plan_an_overdue_is_watched_from_the_day_after_and_clear_two_whole_years_later() -> None:
    """The instalment of 10 November 2026 is missed; the plan pays it on 5 December, and then every one on its day."""
    account = Account(equal_principal(), repayments=PAID[:-1])
    today = day("11-29")
    now = judged(Book((account,)), today)["record"]
    assert (now.state, now.eases_on, now.clears_on) == (State.AGAINST, None, None)
    for pays_on, watched_on in ((today, "11-30"), (day("12-05"), "12-06")):
        coming = (Coming(1, pays_on, fen(1_030), ends=False), Coming(1, day("12-10"), fen(1_020), ends=False))
        found = judged(Book((account,)), today, coming)["record"]
        assert (found.eases_on, found.clears_on, found.way) == (day(watched_on), day("2028-12-01"), Way.PLAN)
    short = (Coming(1, today, fen(500), ends=False),)
    assert judged(Book((account,)), today, short)["record"].eases_on is None


def test_three_in_a_row_are_against_until_one_has_left_the_window_though_the_plan_pays() -> None:
    account = Account(equal_principal(), repayments=PAID[:-3])  # September, October and November are missed
    coming = (Coming(1, day("11-29"), fen(3_150), ends=False),)
    found = judged(Book((account,)), day("11-29"), coming)["record"]
    assert (found.eases_on, found.clears_on) == (day("2028-10-01"), day("2028-12-01"))
