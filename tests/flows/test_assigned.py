"""By keyboard: which of several open dues a payment is for, where it is recorded, listed, changed and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.terms import Penalty, PenaltyBasis
from planner.domain.ledger.state import DueStatus
from planner.services import loans, readings
from planner.storage.store import Store
from planner.ui.screens.loans.repayment import RepaymentForm
from tests.flows.driver import SIZES, Driver, in_order, running
from tests.flows.test_repayments import paid, to_loan
from tests.make import databases
from tests.make.people import TODAY, nobody

OLDER, NEWER, LATEST = date(2026, 9, 20), date(2026, 10, 20), date(2026, 11, 20)
NAME = databases.level().name


@pytest.fixture
def behind(tmp_path: Path) -> Path:
    """One loan that charges nothing for being late: two instalments missed, the third fell due three days ago."""
    path = nobody(tmp_path / "behind.db")
    store = Store(path)
    loan = replace(
        databases.level(),
        start_on=date(2026, 8, 20),
        first_due_on=None,
        due_day=None,
        penalty=Penalty(Decimal(0), PenaltyBasis.DAY),
    )
    loans.add(store, loan)
    store.close()
    return path


def fates(d: Driver) -> list[DueStatus]:
    return [due.status for due in d.position(NAME).dues[:3]]


@pytest.mark.parametrize("size", SIZES)
async def test_a_payment_of_a_newer_due_is_for_it_when_the_person_says_so(behind: Path, size: tuple[int, int]) -> None:
    async with running(behind, size=size) as d:
        await d.press("home", "down", "p")
        assert d.texts()["assigned"] == ""
        assert in_order(d.flat(), ["先还哪一期", "最早的（通常）", "这笔钱先还它"])
        await d.press("f5", "f8")
        assert (d.texts()["assigned"], d.texts()["on"]) == (NEWER.isoformat(), NEWER.isoformat())
        assert "< 2026-10-20 一期 >" in d.text()
        assert "这笔钱先还它" not in d.flat()
        await d.press("enter")
        recorded = paid(d, NAME)
        assert (recorded.on, recorded.assigned_on) == (NEWER, NEWER)
        assert fates(d) == [DueStatus.MISSED, DueStatus.ON_TIME, DueStatus.UNRECORDED]
        assert d.position(NAME).days_past_due == (date(2026, 11, 23) - OLDER).days
        await to_loan(d, NAME)
        await d.press("tab", "home")
        assert "还 2026-10-20" in d.text()
        await d.press("e")
        assert d.texts()["assigned"] == NEWER.isoformat()
        await d.fill(assigned="")
        await d.press("enter")
        assert paid(d, NAME).assigned_on is None
        assert fates(d)[:2] == [DueStatus.LATE, DueStatus.MISSED]
        await d.press("u")
        assert fates(d)[:2] == [DueStatus.MISSED, DueStatus.ON_TIME]
        await d.press("u")
        assert fates(d)[:2] == [DueStatus.MISSED, DueStatus.MISSED]


async def test_paid_when_due_asks_which_while_an_older_one_is_unpaid(behind: Path) -> None:
    async with running(behind) as d:
        await d.press("home", "down", "down", "y")
        form = d.screen_of(RepaymentForm)
        assert (d.texts()["on"], d.texts()["assigned"]) == (LATEST.isoformat(), "")
        assert form.due is not None
        assert form.due.due_on == LATEST
        await d.press("f5", "f5", "f5", "enter")
        assert paid(d, NAME).assigned_on == LATEST
        assert fates(d) == [DueStatus.MISSED, DueStatus.MISSED, DueStatus.ON_TIME]
        await d.press("home", "y")  # of the oldest nothing is to be asked
        assert (paid(d, NAME).on, paid(d, NAME).assigned_on) == (OLDER, None)
        assert fates(d) == [DueStatus.ON_TIME, DueStatus.MISSED, DueStatus.ON_TIME]


async def test_a_due_that_is_not_open_on_the_day_typed_is_refused_at_its_field(behind: Path) -> None:
    async with running(behind) as d:
        await d.press("home", "p")
        await d.fill(assigned=LATEST.isoformat(), on=OLDER.isoformat())
        assert "先还哪一期" not in d.text()  # on that day one was open
        await d.fill(on="2026-10-20", assigned=LATEST.isoformat())
        await d.press("enter")
        d.screen_of(RepaymentForm)
        assert in_order(d.flat(), ["没有这一天到期的未清款项", "2026-09-20", "2026-10-20"])
        assert d.account(NAME).repayments == ()


async def test_nothing_is_asked_where_one_due_is_open(behind: Path) -> None:
    async with running(behind) as d:
        await d.press("home", "y", "home", "y", "home", "p")
        assert fates(d) == [DueStatus.ON_TIME, DueStatus.ON_TIME, DueStatus.UNRECORDED]
        assert "先还哪一期" not in d.text()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_a_balance_showed_as_paid_is_not_offered(behind: Path, language: str) -> None:
    async with running(behind, language=language) as d:
        loan_id = d.account(NAME).loan.id
        shown = d.position(NAME).principal_minor - sum(due.principal_minor for due in d.position(NAME).dues[:2])
        store = Store(behind)
        readings.read_balance(store, loan_id, date(2026, 11, 10), shown, today=TODAY)
        store.close()
    async with running(behind, language=language) as d:
        assert fates(d) == [DueStatus.UNDATED, DueStatus.UNDATED, DueStatus.UNRECORDED]
        await d.press("home", "p")
        assert ("先还哪一期" if language == "zh" else "Pays first") not in d.text()
        assert ("这笔钱先还它" if language == "zh" else "this one/oldest") not in d.flat()
        await d.press("ctrl+s")
        assert paid(d, NAME).assigned_on is None
        assert fates(d)[2] is DueStatus.LATE
