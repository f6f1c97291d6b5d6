"""The lender's printed schedule as text: read in every shape it is pasted in, refused by its line where unsure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from planner.domain.accounts.loan import Loan, Method, PinnedInstalment
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.printed import parse_agreed, parse_rows
from planner.domain.schedule.slots import check_rising
from planner.errors import PlannerError
from tests.make.terms import loan, loans

TODAY = date(2026, 3, 1)
FEB, MARCH = date(2026, 2, 15), date(2026, 3, 15)
LARGE = loan(principal_minor=10_000_000)


def read(text: str, made: Loan = LARGE) -> list[tuple[int, date, int, int, int]]:
    rows = parse_rows(text, made, TODAY)
    return [(row.number, row.due_on, row.principal_minor, row.interest_minor, row.fee_minor) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "1\t2026-02-15\t1,766.80\t150.00\t1,916.80",
        "1 2026-02-15 1766.80 150",
        "第1期 2026年2月15日 ￥1,766.80 150.00 0.00",
        "１，２０２６－０２－１５，１，７６６．８０，１５０．００",
        "1,2026-02-15,1,766.80,150.00",
        '1,2026/2/15,"1,766.80",150元',
        "1/12期\t2026-02-15 00:00:00\t1766.8\t150\t\t1916.8",
        "期数\t还款日期\t应还总额\t本金\t利息\t剩余本金\n1\t2026-02-15\t1,916.80\t1,766.80\t150.00\t98,233.20",
        "\n| 期数 | 应还日 | 本金 | 利息 | 合计 |\n|--|--|--|--|--|\n| 1 | 2026-02-15 | 1766.80 | 150.00 | 1916.80 |\n",
    ],
)
def test_a_row_is_read_as_it_is_pasted(text: str) -> None:
    assert read(text) == [(1, FEB, 176_680, 15_000, 0)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1 2026-02-15 766.80 150 5", (76_680, 15_000, 500)),  # less than both: a fee
        ("1 2026-02-15 766.80 150 921.80", (76_680, 15_000, 500)),  # no less: the total
        ("1 2026-02-15 766.80 150 5 921.80", (76_680, 15_000, 500)),
        ("1 2026-02-15 766.80 150 916.80 9233.20", (76_680, 15_000, 0)),  # and what is left after it
        ("1 2026-02-15 916.80 766.80 150", (76_680, 15_000, 0)),  # the total first
        ("1 2026-02-15 916.80 766.80 150 9233.20", (76_680, 15_000, 0)),
        ("1 2026-02-15 916.80", (76_680, 15_000, 0)),  # interest of a month on 10,000.00 at 1.5 %
        ("1 2026-02-25 916.80", (71_680, 20_000, 0)),  # by the days of the printed date: 40
        ("期 日期 利息 月供\n1 2026-02-15 150 916.80", (76_680, 15_000, 0)),
        ("1,2026-02-15,766,150", (76_600, 15_000, 0)),  # 766,150 is no amount of a loan of 10,000.00
    ],
)
def test_parts_that_are_not_given_follow_from_the_others(text: str, parts: tuple[int, int, int]) -> None:
    (row,) = read(text, loan())
    assert row[2:] == parts


@given(loans(most_terms=24))
def test_a_schedule_written_out_is_read_as_itself(terms: Loan) -> None:
    rows = instalments(replace(terms, rate_changes=()))
    text = "\n".join(
        f"{row.number}\t{row.due_on}\t{row.principal_minor / 100:,.2f}\t{row.interest_minor / 100:,.2f}"
        f"\t{row.fee_minor / 100:,.2f}\t{row.amount_minor / 100:,.2f}"
        for row in rows
    )
    assert [row[:5] for row in read(text, terms)] == [
        (row.number, row.due_on, row.principal_minor, row.interest_minor, row.fee_minor) for row in rows
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("1 2026-02-15", "row_columns", 1),
        ("1 2026-02-15 1 2 3 6 7", "row_columns", 1),
        ("1,2026-02-15,1,234.50", "row_columns", 1),  # 1.00 and 234.50, or 1,234.50
        ("还款计划\n1 2026-02-15 1 2", "row_columns", 1),
        ("期数 日期 本金 利息\n\n13 2026-02-15 1 2", "row_number", 3),
        ("1 2026-02-15 766.80 150 9233.20", "row_columns", 1),  # a total with 8,316.40 of fees, or what is left?
        ("11 2026-12-15 889.78 27.02 903.25", "row_columns", 1),  # a fee, or what is left?
        ("1 2026-02-15 500 500 0", "row_columns", 1),  # 500.00 of interest, or a total without any?
        ("x 2026-02-15 1 2", "row_number", 1),
        ("1 2026-02-15 1 2\n1 2026-03-15 1 2", "row_twice", 2),
        ("1 02-15 1 2", "row_date", 1),  # of which year?
        ("1 2026-02-30 1 2", "row_date", 1),
        ("1 2026-03-15 1 2\n2 2026-03-15 1 2", "row_order", 2),
        ("1 2026-02-15 一百 2", "row_amount", 1),
        ("1 2026-02-15 -1 2", "row_amount", 1),
        ("1 2026-02-15 100 10 5 120", "row_total", 1),
        ("1 2026-02-15 100.00", "row_total", 1),  # less than its interest
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_by_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(PlannerError) as caught:
        parse_rows(text, LARGE, TODAY)
    assert (caught.value.code, caught.value.field) == (f"schedule.{code}", "rows")
    assert caught.value.params["line"] == line


def test_nothing_pasted_is_no_schedule() -> None:
    with pytest.raises(PlannerError) as caught:
        parse_rows(" \n", LARGE, TODAY)
    assert caught.value.code == "schedule.rows_none"


def deferred(*months: int) -> Loan:
    """Row 6, and those after it, moved to the 15th of these months of 2026."""
    rows = instalments(loan())
    pins = [
        PinnedInstalment(number, date(2026, month, 15), rows[number - 1].principal_minor, 0)
        for number, month in enumerate(months, start=6)
    ]
    return loan(pinned=tuple(pins))


def test_a_row_moved_behind_its_followers_wants_them_too() -> None:
    with pytest.raises(PlannerError) as caught:
        check_rising(deferred(10))
    assert (caught.value.code, caught.value.field) == ("loan.pinned_order", "pinned")
    assert caught.value.params == {"number": 7, "due_on": date(2026, 8, 15), "after": date(2026, 10, 15)}
    check_rising(loan(pinned=(PinnedInstalment(6, date(2026, 8, 14), 1, 0),)))


def test_no_due_date_runs_backwards_whatever_stands_in_the_book() -> None:
    dates = [row.due_on for row in instalments(deferred(10))]
    assert dates == sorted(set(dates))
    assert dates[5:8] == [date(2026, 10, 15), date(2026, 11, 15), date(2026, 12, 15)]
    rows = instalments(deferred(10))
    assert min(row.interest_minor for row in rows[6:]) > 0
    assert sum(row.principal_minor for row in rows) == 1_000_000


def test_of_a_bullet_loan_only_its_one_row_is_printed() -> None:
    made = loan(Method.BULLET)
    assert read("1 2027-01-20 10000 1825", made) == [(1, date(2027, 1, 20), 1_000_000, 182_500, 0)]
    with pytest.raises(PlannerError):
        read("2 2027-01-20 10000 1825", made)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-15 500; 2026-04-15 500 12.5",
        "2026-03-15 500；2026-04-15 500 12.5；",
        "2026-03-15\t500.00\t0.00\n2026-04-15\t500.00\t12.50\n",
        "1 2026-03-15 500 0\n2 2026-04-15 500 12.5",
        "还款日,本金,利息\n2026/3/15,500,0\n2026/4/15,500,12.5",
        "2026年3月15日 ¥500 0 500; 2026-04-15 500 12.5 512.5",
    ],
)
def test_agreed_rows_are_read_as_printed_ones_are_without_a_number(text: str) -> None:
    rows = parse_agreed(text, LARGE, TODAY)
    april = date(2026, 4, 15)
    assert [(row.number, row.due_on, row.principal_minor, row.interest_minor) for row in rows] == [
        (1, MARCH, 50_000, 0),
        (2, april, 50_000, 1_250),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("2026-03-15 500; 2026-04-15", "agreement.row_text", 2),
        ("500 2026-03-15", "agreement.row_text", 1),
        ("2026-03-15 500; 03-16 500 0", "schedule.row_date", 2),
        ("2026-03-15 500; 2026-03-15 500", "schedule.row_order", 2),
        ("2026-03-15 5oo 1", "schedule.row_amount", 1),
        ("2026-03-15 500 10 5 600", "schedule.row_total", 1),
    ],
)
def test_an_agreed_row_that_cannot_be_read_is_refused_by_its_place(text: str, code: str, line: int) -> None:
    with pytest.raises(PlannerError) as caught:
        parse_agreed(text, LARGE, TODAY)
    assert (caught.value.code, caught.value.field, caught.value.params["line"]) == (code, "rows", line)


def test_the_fee_of_an_agreed_row_is_what_its_total_has_beyond_the_rest() -> None:
    (row,) = parse_agreed("2026-03-15 500 12.5 5 517.5", LARGE, TODAY)
    assert (row.interest_minor, row.fee_minor) == (1_250, 500)
    (row,) = parse_agreed("日期 合计 利息\n2026-03-15 512.5 12.5", LARGE, TODAY)
    assert row.principal_minor == 50_000
