"""What the forms hold that adopt what a report says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.book import Book
from planner.domain.credit.file import AccountKind, ReportAccount, ReportCheck
from planner.domain.findings.points import Code
from planner.overview.overview import Overview, read
from planner.services import credit, readings
from planner.storage.store import Store
from planner.ui.screens.credit.adopting import form_for, loan_texts
from planner.ui.screens.loans.balance import BalanceForm
from planner.words.difference import sentence
from tests.make.people import TODAY, orderly


@pytest.mark.parametrize(
    ("as_of", "owed"),
    [(date(2026, 10, 31), "3,000.00"), (date(2026, 9, 30), None), (date(2024, 11, 30), None), (None, None)],
)
def test_only_a_balance_of_the_last_month_end_is_what_is_owed_today(as_of: date | None, owed: str | None) -> None:
    line = ReportAccount(1, 1, "某消费金融", AccountKind.LINE, True, balance_minor=300_000, as_of=as_of)
    assert loan_texts(Overview(Path("nowhere"), TODAY, Book(()), {}, ()), line).get("owed") == owed


@pytest.mark.parametrize(("ended_in", "on"), [(date(2026, 9, 1), date(2026, 9, 30)), (None, date(2026, 11, 20))])
def test_what_ended_on_the_report_is_adopted_as_a_balance_of_nothing(
    tmp_path: Path, ended_in: date | None, on: date
) -> None:
    store = Store(orderly(tmp_path / "ended.db"))
    check = credit.save(store, ReportCheck(0, date(2026, 11, 20), "online", unread=0), today=TODAY).value
    ended = ReportAccount(0, check, "机构1", AccountKind.LOAN, False, ended_in=ended_in, loan_id=1)
    credit.save(store, ended, today=TODAY)
    overview = read(store.path, TODAY)
    assert overview.difference is not None
    (point,) = (one for one in overview.difference.difference.points if one.code is Code.CLOSED_THERE)
    assert "已填好的余额 0.00" in sentence(overview, point)
    form = form_for(overview, point)
    assert isinstance(form, BalanceForm)
    assert form.given == {"balance": "0.00", "on": on.isoformat()}
    readings.read_balance(store, 1, on, 0, today=TODAY)
    after = read(store.path, TODAY).difference
    assert after is not None
    assert Code.CLOSED_THERE not in [one.code for one in after.difference.points]
