"""The facts of a loan above its schedule."""

from __future__ import annotations

from planner.ui.screens.loans.loan_records import facts
from planner.ui.widgets.text import width

SHORT = [("状态", "逾期"), ("剩余本金", "7,259.10"), ("今日结清", "7,538.57"), ("上次核对", "—")]
LONG = ("已协商", "减免结清 付 5,000.00 到 2027-02-20，条件是不再拖欠")


def test_one_long_fact_leaves_the_others_in_their_columns() -> None:
    alone, beside = facts(SHORT, 80).split("\n"), facts([LONG, *SHORT], 80).split("\n")
    assert beside == [*alone, f" {' '.join(LONG)}"]


def test_no_line_of_facts_is_wider_than_the_screen() -> None:
    for room in (80, 140):
        assert all(width(line) <= room for line in facts([*SHORT, LONG, *SHORT], room).split("\n"))
