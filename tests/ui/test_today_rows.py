"""The list of Today under an adopted plan: what is settled before its due day stands there once, never not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.reminders.planned import Planned
from planner.domain.reminders.rules import PLAN, Rule
from planner.i18n import use
from planner.overview.overview import Overview
from planner.ui.screens.today.page import rows
from tests.make.accounts import day, equal_principal, paid
from tests.make.dues import DUES

ENDS = day("02-20")
FOLLOW = Rule(4, PLAN, "", "", DUES.rrule, (1, 0))


@pytest.mark.parametrize(
    ("today", "rules", "shown"),
    [
        ("02-19", (DUES, FOLLOW), [("plan", "2026-02-20", "plan payment")]),
        ("02-19", (DUES,), [("due", "2026-03-10", "plan: ends 02-20")]),
        ("02-19", (DUES, replace(FOLLOW, enabled=False)), [("due", "2026-03-10", "plan: ends 02-20")]),
        ("02-12", (DUES, FOLLOW), [("due", "2026-03-10", "plan: ends 02-20")]),
    ],
)
def test_a_due_or_the_payment_that_settles_its_loan_before_is_in_the_list(
    today: str, rules: tuple[Rule, ...], shown: list[tuple[str, str, str]]
) -> None:
    """The instalment of 10 March where the plan settles the loan on 20 February: reminded of from the day before."""
    use("en")
    made = Account(equal_principal(), repayments=paid(("02-10", 1_120)))
    view = Overview(Path("no.db"), day(today), Book((made,)), {}, rules, ())
    pays = Planned(1, ENDS, 1_000_000, ends=True, done=False, above=True)
    vars(view).update(planned=(pays,), planned_and_bills=(pays,))
    found = []
    for row in rows(view):
        due, occurrence = row.data
        said = row.cells["reminder"]
        kind = "due" if due is not None else occurrence.rule
        on = row.cells["due_on"]
        found.append((kind, on, said[0] if isinstance(said, tuple) else said))
    assert found == shown
    assert date.fromisoformat(shown[0][1])
