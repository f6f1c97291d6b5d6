"""What the form of a new loan holds of an account that only the report has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.book import Book
from planner.domain.credit.file import AccountKind, ReportAccount
from planner.overview.overview import Overview
from planner.ui.screens.credit.adopting import loan_texts
from tests.make.people import TODAY


@pytest.mark.parametrize(
    ("as_of", "owed"),
    [(date(2026, 10, 31), "3,000.00"), (date(2026, 9, 30), None), (date(2024, 11, 30), None), (None, None)],
)
def test_only_a_balance_of_the_last_month_end_is_what_is_owed_today(as_of: date | None, owed: str | None) -> None:
    line = ReportAccount(1, 1, "某消费金融", AccountKind.LINE, True, balance_minor=300_000, as_of=as_of)
    assert loan_texts(Overview(Path("nowhere"), TODAY, Book(()), {}, ()), line).get("owed") == owed
