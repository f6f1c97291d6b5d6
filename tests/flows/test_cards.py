"""Cards by keyboard: a bill's minimum from Today, too much paid and paid out again, a plan on an overdue bill."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.records import DrawKind
from planner.domain.accounts.terms import CardTerms, MinimumRule
from planner.domain.ledger.state import DueStatus
from planner.services import draws, loans
from planner.storage.store import Store
from tests.flows.driver import running
from tests.flows.test_repayments import to_loan
from tests.make import databases
from tests.make.people import TODAY, nobody

TENTH = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))


@pytest.fixture
def overdue(tmp_path: Path) -> Path:
    """14,500 bought in September, never paid: the bill of October missed, that of November too."""
    path = tmp_path / "planner.db"
    store = Store(nobody(path))
    loan_id = loans.add(store, replace(databases.card(), card=TENTH, limit_minor=2_000_000)).value
    draws.draw(store, loan_id, date(2026, 9, 20), 1_450_000, today=TODAY)
    store.close()
    return path


async def test_the_minimum_is_paid_from_today_and_that_is_enough(overdue: Path) -> None:
    async with running(overdue) as d:
        assert "2,755.00 / 14,500.00" in d.text()  # 1,450 missed, and a tenth of the rest
        await d.press("p")
        assert "付最低2,755.00就不算逾期" in d.flat()
        assert d.texts()["amount"] == "2,755.00"
        await d.press("f7")
        assert d.texts()["amount"] == "14,500.00"
        await d.press("f7", "enter")
        place = d.position("花呗")
        assert (place.overdue_minor, place.principal_minor) == (0, 1_174_500)
        assert [due.status for due in place.dues[:2]] == [DueStatus.LATE, DueStatus.LATE]
        await d.press("u")
        assert d.position("花呗").overdue_minor == 275_500


async def test_a_plan_on_an_overdue_bill_moves_what_is_owed(overdue: Path) -> None:
    async with running(overdue) as d:
        await to_loan(d, "花呗")
        await d.press("i", "a")
        await d.fill(amount="14500", terms="60", rate="0")
        await d.press("ctrl+s")
        place = d.position("花呗")
        assert (place.owed_minor, place.overdue_minor, place.limit_left_minor) == (1_450_000, 0, 550_000)


async def test_a_plan_above_what_is_recorded_is_asked_about_once(overdue: Path) -> None:
    async with running(overdue) as d:
        await to_loan(d, "花呗")
        await d.press("i", "a")
        await d.fill(terms="60", rate="0", amount="15000")
        await d.press("ctrl+s")
        assert d.field == "amount"
        assert "只有14,500.00，多出的500.00会加进欠款" in d.flat()
        assert d.account("花呗").plans == ()
        await d.fill(amount="14500")
        await d.press("ctrl+s")
        assert d.position("花呗").owed_minor == 1_450_000
        await d.press("enter")
        await d.fill(amount="15000")  # so it is: bills of before were never entered
        await d.press("ctrl+s", "ctrl+s")
        assert (d.position("花呗").owed_minor, d.position("花呗").adjusted_minor) == (1_500_000, 50_000)


async def test_what_is_paid_too_much_is_shown_and_paid_out(overdue: Path) -> None:
    async with running(overdue) as d:
        await to_loan(d, "花呗")
        await d.press("p")
        await d.fill(amount="14700")
        assert "比所欠多200.00" in d.flat()
        await d.press("enter")
        assert "溢缴款（归你）" in d.text()
        assert d.position("花呗").credit_minor == 20_000
        await d.press("w")
        await d.fill(amount="200", kind=DrawKind.WITHDRAWN)
        await d.press("ctrl+s")
        assert (d.position("花呗").credit_minor, d.position("花呗").owed_minor) == (0, 0)
        assert d.toast == "已记溢缴款领回 200.00（蚂蚁 花呗） · u 撤销"
