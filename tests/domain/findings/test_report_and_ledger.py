"""Findings from ledger and report together, each saying which said what; and what a second report changed."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import (
    AccountKind,
    CreditFile,
    Inquiry,
    Rating,
    ReportAccount,
    ReportCheck,
    ReportedState,
)
from planner.domain.credit.months import SIGNS
from planner.domain.findings import grid as grid_signs
from planner.domain.findings.model import State
from planner.domain.findings.since import Changed, changes, earlier
from tests.make import reported
from tests.make.accounts import card, day, drawn, fen, paid
from tests.make.findings import TODAY, judged, measure
from tests.make.reported import BANK, LOAN

IN_TIME = paid(*((f"{month:02}-10", 1130 - 10 * number) for number, month in enumerate(range(2, 12), 1)))
CHECK = ReportCheck(1, day("11-05"), "online", accounts=1, overdue_accounts=0, unread=0)
SHOWN = replace(reported.SHOWN, balance_minor=fen(3_000), loan_id=1)


def book(*shown: ReportAccount, check: ReportCheck = CHECK, accounts: tuple[Account, ...] = ()) -> Book:
    file = CreditFile(checks=(check,), report_accounts=shown)
    return Book(accounts or (Account(LOAN, repayments=IN_TIME),), credit=file)


def test_months_of_the_grid_count_with_those_of_the_ledger_and_each_says_its_own() -> None:
    """April by the ledger alone, May by both, June by the report alone: three in a row."""
    late = paid(("02-10", 1120), ("03-10", 1110), ("05-02", 1100), ("06-02", 1090), ("06-10", 1080))
    late += paid(("07-10", 1070), ("08-10", 1060), ("09-10", 1050), ("10-10", 1040), ("11-10", 1030), first_id=6)
    grid = replace(SHOWN, months="NNN11NNNN", months_until=day("10-31"))  # February to October
    one = book(grid, accounts=(Account(LOAN, repayments=late),))
    found = judged(one)["record"]
    assert (measure(found, "overdue_row").value, measure(found, "overdue_row").state) == (3, State.AGAINST)
    told = measure(found, "overdue_total")
    said = {entry.code: (entry.params["n"], entry.params["months"]) for entry in told.evidence}
    assert said["overdue_months"] == (2, "2026-04, 2026-05")
    assert said["report_months"] == (2, "2026-05, 2026-06")
    assert told.value == 3
    alone = judged(replace(one, credit=CreditFile(checks=(CHECK,))))["record"]
    assert measure(alone, "overdue_row").value == 2


def test_months_of_an_account_that_is_no_loan_here_count_too() -> None:
    strange = replace(
        SHOWN, id=2, institution="某消费金融有限公司", loan_id=None, opened_on=day("03-01"), amount_minor=1
    )
    strange = replace(strange, open=False, months="N112N", months_until=day("10-31"))
    found = judged(book(SHOWN, strange))["record"]
    assert measure(found, "overdue_row").value == 3
    assert measure(found, "overdue_total").evidence[-1].params["loan"] == "某消费金融有限公司"


def test_each_sign_of_the_grid_counts_as_the_report_explains_it() -> None:
    """1–7, M, B, D and Z are overdue; N and C in time; of A, G, *, # and / nothing is said."""
    row = replace(SHOWN, months="N1234567MACGZDB/*#", months_until=day("10-31"))
    assert len(grid_signs.overdue_by(row)) == 11
    assert len(grid_signs.told_by(row)) == 13
    assert len(grid_signs.overdue_by(replace(row, business="准贷记卡"))) == 9  # overdrawn up to 60 days
    assert {sign for sign in SIGNS if grid_signs.is_late(sign)} == set("1234567MBDZ")


def test_a_month_of_which_the_lender_told_nothing_is_not_clear_unless_the_ledger_knows_it() -> None:
    """# in May 2025: of the loan here the ledger knows every month, of an account that was never entered nobody."""
    row = replace(SHOWN, months="#NNNNNNNNNNNNNNNNN", months_until=day("10-31"))
    assert judged(book(row))["record"].state is State.CLEAR
    strange = replace(
        row, id=2, institution="某消费金融有限公司", loan_id=None, open=False, opened_on=day("2024-03-01")
    )
    found = judged(book(SHOWN, strange))["record"]
    assert found.state is State.UNKNOWN
    assert found.missing == ("report_unsaid",)
    (told,) = measure(found, "overdue_total").evidence
    assert (told.code, told.params["months"]) == ("report_unsaid", "2025-05")
    assert judged(book(SHOWN, replace(strange, months=row.months[1:])))["record"].state is State.CLEAR
    gone = replace(strange, months="#" + "N" * 25)  # September 2024: out of the window
    assert judged(book(SHOWN, gone))["record"].state is State.CLEAR


def test_a_bare_count_never_lets_the_record_be_clear() -> None:
    """Six months overdue in five years: nobody knows when, so three in a row is not known either."""
    counted = replace(CHECK, overdue_accounts=0)
    assert judged(book(SHOWN, check=counted))["record"].state is State.CLEAR
    found = judged(book(replace(SHOWN, overdue_months=6), check=counted))["record"]
    assert found.state is State.UNKNOWN
    assert {measure(found, code).state for code in ("overdue_row", "overdue_total")} == {State.UNKNOWN}
    assert found.missing == ("report_months",)
    (told,) = measure(found, "overdue_total").evidence
    assert (told.code, told.params["n"], told.params["known"]) == ("report_count", 6, 0)
    known = replace(SHOWN, overdue_months=6, months="NNNNNNNNN", months_until=day("10-31"))
    assert judged(book(known, check=counted))["record"].state is State.CLEAR  # the grid says of which months


def test_a_count_that_the_ledger_explains_takes_nothing_away() -> None:
    late = (*paid(("02-10", 1120), ("04-02", 1110)), *IN_TIME[2:])
    explained = judged(book(replace(SHOWN, overdue_months=1), accounts=(Account(LOAN, repayments=late),)))["record"]
    assert measure(explained, "overdue_total").value == 1
    assert "report_count" not in [one.code for one in measure(explained, "overdue_total").evidence]
    more = judged(book(replace(SHOWN, overdue_months=2), accounts=(Account(LOAN, repayments=late),)))["record"]
    assert (more.state, measure(more, "overdue_total").evidence[-1].params["n"]) == (State.WATCH, 2)


def test_a_grid_says_what_the_ledger_does_not_know() -> None:
    """Nine instalments were only counted as paid; the grid of every month since makes the record known."""
    begun = replace(LOAN, paid_terms=9)
    account = Account(begun, repayments=IN_TIME[9:])
    check = replace(CHECK, accounts=None, overdue_accounts=None)
    assert judged(book(SHOWN, check=check, accounts=(account,)))["record"].state is State.UNKNOWN
    grid = replace(SHOWN, months="N" * 9, months_until=day("10-31"))
    assert judged(book(grid, check=check, accounts=(account,)))["record"].state is State.CLEAR


# -- utilisation -------------------------------------------------------------------------------------------------------


def plastic(**more: object) -> Account:
    loan = replace(card(), **{"lender": BANK, "limit_minor": fen(10_000), **more})  # type: ignore[arg-type]
    return Account(loan, drawn(("11-05", 1_000)))


def shown_card(number: int, name: str, yuan: int, limit: int, **more: object) -> ReportAccount:
    made = ReportAccount(number, 1, name, AccountKind.CARD, True, limit_minor=fen(limit), balance_minor=fen(yuan))
    return replace(made, opened_on=day("02-01"), **more)  # type: ignore[arg-type]


def test_lines_that_only_the_report_has_fill_the_limits_too() -> None:
    own = shown_card(1, "招商银行股份有限公司", 900, 10_000, loan_id=1)
    other = shown_card(2, "广发银行股份有限公司", 9_000, 10_000)
    dollars = replace(other, id=3, currency="USD", balance_minor=fen(500))  # of the same card, with one limit
    found = judged(book(own, other, dollars, accounts=(plastic(),)))["usage"]
    every = measure(found, "utilisation")
    assert f"{every.value:.4f}" == "0.5250"  # 1,000 by the ledger and 9,500 by the report, of 20,000
    assert [(one.code, one.params["drawn_minor"]) for one in every.evidence] == [
        ("report_line", fen(9_500)),
        ("line", fen(1_000)),
    ]
    assert f"{measure(found, 'fullest_line').value:.2f}" == "0.95"
    old = replace(CHECK, on=day("2025-11-05"))
    stale = judged(book(own, other, check=old, accounts=(plastic(),)))["usage"]
    assert f"{measure(stale, 'utilisation').value:.2f}" == "0.10"


def test_a_limit_that_nobody_typed_is_that_of_the_report() -> None:
    own = shown_card(1, "招商银行股份有限公司", 900, 2_000, loan_id=1)
    bare = plastic(limit_minor=None)
    assert judged(book(SHOWN, accounts=(bare,)))["usage"].state is State.UNKNOWN
    found = judged(book(own, accounts=(bare,)))["usage"]
    (told,) = measure(found, "utilisation").evidence
    assert (told.code, f"{measure(found, 'utilisation').value:.2f}") == ("line_report_limit", "0.50")


def test_an_account_that_looks_like_a_loan_here_is_not_strange() -> None:
    assert "strange_accounts" not in [one.code for one in judged(book(replace(SHOWN, loan_id=None)))["report"].measures]
    other = replace(SHOWN, loan_id=None, institution="某消费金融有限公司")
    assert measure(judged(book(other))["report"], "strange_accounts").value == 1


# -- a second report ---------------------------------------------------------------------------------------------------


def test_what_changed_since_the_first_report() -> None:
    second = ReportCheck(2, TODAY, "online", unread=0)
    ended = replace(SHOWN, id=2, opened_on=day("02-02"), balance_minor=fen(500))
    line = shown_card(3, "广发银行股份有限公司", 100, 10_000)
    now = (
        replace(
            SHOWN, id=11, check_id=2, balance_minor=fen(2_000), overdue=True, overdue_minor=fen(80), overdue_months=1
        ),
        replace(ended, id=12, check_id=2, open=False, balance_minor=0),
        replace(line, id=13, check_id=2, limit_minor=fen(12_000), balance_minor=fen("100.99")),
        shown_card(14, "新网银行股份有限公司", 70, 1_000, check_id=2),
    )
    asked = (
        Inquiry(1, day("11-05"), "某银行", "loan_approval", 1),
        Inquiry(2, day("11-20"), "某银行", "loan_approval", 2),
    )
    first = (replace(SHOWN, overdue_months=0), ended, line)
    file = CreditFile(checks=(CHECK, second), report_accounts=(*first, *now), inquiries=asked)
    assert (earlier(file, second), earlier(file, CHECK)) == (CHECK, None)
    found = [(one.code, one.before, one.now) for one in changes(file, CHECK, second)]
    assert found == [
        (Changed.OVERDUE, 0, fen(80)),
        (Changed.MONTHS, 0, 1),
        (Changed.NEW_ACCOUNT, None, fen(70)),
        (Changed.CLOSED, fen(500), 0),
        (Changed.BALANCE, fen(3_000), fen(2_000)),
        (Changed.LIMIT, fen(10_000), fen(12_000)),
        (Changed.INQUIRY, None, None),
    ]
    part = replace(CHECK, partial=True)  # may have lacked an account that was there
    assert Changed.NEW_ACCOUNT not in [one.code for one in changes(file, part, second)]


def test_bad_debt_and_a_bad_class_of_the_report_are_never_clear() -> None:
    """Also where its counts were typed as none."""
    for bad in (
        replace(SHOWN, state=ReportedState.BAD_DEBT),
        replace(SHOWN, months="NB", months_until=day("10-31")),
    ):
        found = judged(book(bad))
        assert measure(found["record"], "overdue_now").state is State.AGAINST
        assert measure(found["report"], "report_overdue").state is State.AGAINST
    (told,) = measure(judged(book(replace(SHOWN, state=ReportedState.BAD_DEBT)))["report"], "report_overdue").evidence
    assert told.code == "report_bad_debt"
    was = replace(SHOWN, months="NB", months_until=day("08-31"))  # two months before the report's own figures
    assert measure(judged(book(was))["record"], "overdue_now").state is State.CLEAR
    for rating, state in ((Rating.ATTENTION, State.WATCH), (Rating.SUBSTANDARD, State.AGAINST)):
        assert judged(book(replace(SHOWN, rating=rating)))["report"].state is state
        ended = replace(SHOWN, rating=rating, open=False)
        assert judged(book(ended))["report"].state is State.CLEAR
    assert judged(book(replace(SHOWN, rating=Rating.NORMAL)))["report"].state is State.CLEAR


def test_months_beyond_ninety_days_are_months_overdue() -> None:
    found = judged(book(replace(SHOWN, over_90_months=2)))["record"]
    assert found.state is State.UNKNOWN
    assert measure(found, "overdue_total").evidence[-1].params["n"] == 2
