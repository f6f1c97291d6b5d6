"""Cards by keyboard: a bill's minimum from Today, too much paid and paid out again, a plan on an overdue bill."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner import clock
from planner.cli.main import run
from planner.domain.accounts.records import DrawKind
from planner.domain.accounts.terms import CardTerms, MinimumRule
from planner.domain.ledger.state import DueStatus
from planner.services import draws, loans, repayments
from planner.storage.store import Store
from tests.flows.driver import Driver, in_order, running
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


async def plan_of(d: Driver, amount: str) -> None:
    """Move an amount into sixty parts without a fee."""
    await to_loan(d, "花呗")
    await d.press("i", "a")
    await d.fill(terms="60", rate="0", amount=amount)
    await d.press("ctrl+s")


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
        await plan_of(d, "14500")
        place = d.position("花呗")
        assert (place.owed_minor, place.overdue_minor, place.limit_left_minor) == (1_450_000, 0, 550_000)


async def test_a_plan_above_what_is_recorded_is_asked_about_once(overdue: Path) -> None:
    async with running(overdue) as d:
        await plan_of(d, "15000")
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


@pytest.fixture
def enough(tmp_path: Path) -> Path:
    """Two bills of today: of one, 9,000.00, the minimum is paid already; of the other, 3,000.00, nothing."""
    path = tmp_path / "planner.db"
    store = Store(nobody(path))
    terms = replace(databases.card(), card=TENTH, limit_minor=2_000_000, statement_day=5, due_day=23)
    for name, minor in (("信用卡", 900_000), ("花呗", 300_000)):
        loan_id = loans.add(store, replace(terms, name=name)).value
        draws.draw(store, loan_id, date(2026, 11, 1), minor, today=TODAY)
        if name == "信用卡":
            repayments.record(store, loan_id, date(2026, 11, 20), 90_000, today=TODAY)
    store.close()
    return path


async def test_a_bill_whose_minimum_is_paid_asks_for_nothing_more(enough: Path) -> None:
    async with running(enough) as d:
        assert "已还/8,100.00" in d.flat()
        await d.press("8", "enter")
        assert "[1 到期还款 1/2]" in d.text()
        assert in_order(d.flat(), ["已还/8,100.00最低已还", "300.00/3,000.00待处理"])
        await d.press("2")
        dues = {row.cells["due"] for row in d.table.rows}
        assert dues == {("最低已还", "muted"), "300.00"}
        await d.press("s")
        while d.toast != "按“应还”排序":
            await d.press("s")
        assert [row.cells["due"] for row in d.table.rows] == [("最低已还", "muted"), "300.00"]
        await d.press("2", "end", "p", "enter")
        assert d.position("花呗").overdue_minor == 0


async def test_what_a_later_bill_contains_is_not_paid_in_full(enough: Path) -> None:
    clock.fix(date(2026, 11, 25))
    async with running(enough, language="en") as d:
        await d.press("8", "enter")
        assert in_order(d.flat(), ["0.00paid", "300.00/3,000.00open"])


def test_the_command_says_that_the_minimum_is_paid(enough: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["due", "--db", str(enough), "--today", TODAY.isoformat(), "--lang", "en"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split()[-9:] == ["0.00", "today", "minimum", "paid;", "8,100.00", "left", "of", "the", "bill"]
    assert second.split()[-7:] == ["300.00", "today", "at", "least;", "3,000.00", "in", "full"]
