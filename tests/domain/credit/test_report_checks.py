"""What the summary of a report counts, and how much of it the sentences leave open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.credit.file import AccountKind, ReportedState
from planner.domain.credit.report.checks import Column, Count, Counted, column_of, differences
from planner.domain.credit.report.entries import Place, ReportedAccount, Responsibility, Role

LOAN = ReportedAccount(
    Place(1, 1),
    None,
    AccountKind.LOAN,
    "示例银行",
    date(2020, 1, 2),
    "其他贷款",
    "CNY",
    ReportedState.OPEN,
    ever_overdue=False,
)
DEBT = Responsibility(
    Place(1, 1), None, date(2020, 1, 2), "示例银行", "贷款", Role.GUARANTOR, None, 100, date(2026, 1, 31), 100
)


@pytest.mark.parametrize(
    ("account", "column"),
    [
        (replace(LOAN, kind=AccountKind.CARD, business="贷记卡"), Column.CARDS),
        (replace(LOAN, kind=AccountKind.MORTGAGE, business="个人住房公积金贷款"), Column.HOUSING),
        (replace(LOAN, kind=AccountKind.LINE, business="个人住房商业贷款"), Column.HOUSING),
        (replace(LOAN, kind=AccountKind.LINE), Column.LOANS),
        (replace(LOAN, business="融资租赁"), Column.OTHER),
    ],
)
def test_each_account_has_its_column(account: ReportedAccount, column: Column) -> None:
    assert column_of(account) is column


@pytest.mark.parametrize(
    ("account", "row", "possible"),
    [
        (LOAN, Counted.OPEN, {1}),
        (replace(LOAN, state=ReportedState.SETTLED), Counted.OPEN, {0}),
        (replace(LOAN, state=ReportedState.BAD_DEBT), Counted.OPEN, {1}),
        (replace(LOAN, state=ReportedState.TRANSFERRED), Counted.OPEN, {0, 1}),  # no source says
        (replace(LOAN, state=None), Counted.OPEN, {0, 1}),
        (LOAN, Counted.OVERDUE, {0}),
        (replace(LOAN, ever_overdue=None), Counted.OVERDUE, {0, 1}),
        (replace(LOAN, ever_overdue=True), Counted.OVERDUE, {1}),
        (replace(LOAN, ever_overdue=True), Counted.OVER_90, {0, 1}),
        (replace(LOAN, ever_overdue=True, over_90_months=0), Counted.OVER_90, {0}),
        (replace(LOAN, ever_overdue=True, over_90_months=2), Counted.OVER_90, {1}),
        (replace(LOAN, ever_overdue=True, state=ReportedState.BAD_DEBT), Counted.OVER_90, {1}),
    ],
)
def test_a_number_differs_only_where_no_reading_of_the_sentences_bears_it_out(
    account: ReportedAccount, row: Counted, possible: set[int]
) -> None:
    for n in range(3):
        found = differences([Count(row, Column.LOANS, n)], [account], ())
        assert bool(found) is (n not in possible)


def test_responsibilities_are_counted_by_whom_they_are_for() -> None:
    given = [replace(DEBT, for_firm=True), replace(DEBT, for_firm=False), DEBT]
    row = Counted.RESPONSIBILITIES
    assert differences([Count(row, Column.FOR_FIRMS, 2), Count(row, Column.FOR_PERSONS, 1)], (), given) == ()
    assert [one.most for one in differences([Count(row, Column.FOR_FIRMS, 3)], (), given)] == [2]
    assert differences([Count(row, Column.ALL, 3)], (), given) == ()


def test_what_is_owed_is_the_balance_or_what_is_drawn() -> None:
    assert replace(LOAN, balance_minor=5, used_minor=None).owed_minor == 5
    assert replace(LOAN, used_minor=7).owed_minor == 7
    assert LOAN.owed_minor is None
