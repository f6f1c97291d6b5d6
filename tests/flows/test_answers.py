"""A due date that has passed: paid then, today or not at all, said by one key on Today and in the review alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState, DueStatus
from planner.i18n.format import plain_money
from planner.ui.screens.loans.loan import LoanScreen
from planner.ui.screens.loans.loan_form import LoanForm
from planner.ui.screens.loans.repayment import RepaymentForm
from tests.flows.driver import Driver, running
from tests.make.people import TODAY

DUE_ON = date(2026, 11, 21)  # of 机构5, two days ago


def fate(d: Driver, name: str = "机构5") -> tuple[DueStatus, date | None]:
    due = next(due for due in d.position(name).dues if due.due_on.month == 11)
    return due.status, due.cleared_on


async def test_on_today_one_key_says_when_it_was_paid_or_that_it_was_not(orderly: Path) -> None:
    async with running(orderly) as d:
        assert "已到期还没记录：3,300.48，还了吗" in d.text()  # the 20th, 21st and 22nd; the others are missed
        await d.press(*["down"] * 4)
        assert d.table.current is not None
        assert "还没记录" in d.table.current.text()
        await d.press("y")
        assert fate(d) == (DueStatus.ON_TIME, DUE_ON)
        await d.press("u", "home", *["down"] * 4, "t")
        assert fate(d) == (DueStatus.LATE, TODAY)
        await d.press("u", "home", *["down"] * 4, "n")
        assert fate(d) == (DueStatus.MISSED, None)
        assert "机构5" in d.toast
        assert "逾期 2 天" in d.text()
        await d.press("u")
        assert fate(d) == (DueStatus.UNRECORDED, None)
    async with running(orderly, language="en") as d:
        assert "Not recorded yet: 3,300.48" in d.text()


async def test_that_it_was_not_paid_is_a_record_that_can_be_deleted(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press(*["down"] * 4, "n")
        d.app.push_screen(LoanScreen(d.account("机构5").loan.id))
        await d.press("tab", "home")
        assert "2026-11-21 应还的没还" in d.text()
        await d.press("d", "y")
        assert fate(d) == (DueStatus.UNRECORDED, None)
        assert d.account("机构5").denials == ()
        await d.press("u")
        assert fate(d) == (DueStatus.MISSED, None)
        assert "2026-11-21 应还的没还" in d.text()


async def test_paid_on_its_due_date_is_what_was_due_then(orderly: Path) -> None:
    async with running(orderly) as d:
        assert d.position("机构1").overdue_minor == 1_103_00  # six days of interest on overdue principal
        await d.press("home", "y")
        paid = d.account("机构1").repayments[-1]
        assert (paid.on, paid.amount_minor) == (date(2026, 11, 17), 1_100_16)
        assert d.position("机构1").overdue_minor == 0
        await d.press("u", "home", "t")
        paid = d.account("机构1").repayments[-1]
        assert (paid.on, paid.amount_minor) == (TODAY, 1_103_00)


async def test_space_pays_a_due_and_f8_puts_its_day(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("space")
        assert d.screen_of(RepaymentForm).texts()["on"] == TODAY.isoformat()
        await d.press("f8")
        assert d.screen_of(RepaymentForm).texts()["on"] == "2026-11-17"
        await d.press("f8", "f8", "enter")
        assert fate(d, "机构1") == (DueStatus.ON_TIME, date(2026, 11, 17))
        assert d.account("机构1").repayments[-1].amount_minor == 1_100_16
        await d.press("2", "home", "space")
        d.screen_of(RepaymentForm)


async def test_the_amount_that_the_form_filled_in_is_what_was_asked_on_its_day(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("space")
        assert d.texts()["amount"] == "1,103.00"  # six days of interest on overdue principal
        await d.press("f8")
        assert (d.texts()["on"], d.texts()["amount"]) == ("2026-11-17", "1,100.16")
        await d.press("f8")
        assert (d.texts()["on"], d.texts()["amount"]) == (TODAY.isoformat(), "1,103.00")
        await d.fill(on="2026-11-21")  # typed: four days of it
        assert d.texts()["amount"] == "1,102.06"
        await d.fill(on="2026-11-17")
        assert d.texts()["amount"] == "1,100.16"
        await d.fill(amount="500")
        await d.press("f8")
        assert d.texts()["on"] == TODAY.isoformat()
        assert d.texts()["amount"] == "500"  # typed: it stays


async def test_what_settles_a_loan_follows_the_day(orderly: Path) -> None:
    async with running(orderly) as d:
        settling = d.position("机构7").settlement_minor
        d.app.push_screen(RepaymentForm(d.account("机构7"), settle=True))
        await d.settle()
        assert d.texts()["amount"] == plain_money(settling)
        await d.fill(on="2026-11-13")
        earlier = position(d.account("机构7"), date(2026, 11, 13)).settlement_minor
        assert earlier < settling
        assert d.texts()["amount"] == plain_money(earlier)


async def test_the_review_asks_alike(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("8", "enter", "enter", "t", "s")
        assert fate(d, "机构1") == (DueStatus.ON_TIME, date(2026, 11, 17))
        assert fate(d, "机构2") == (DueStatus.LATE, TODAY)
        await d.press("home", *["down"] * 4, "s")
        assert fate(d) == (DueStatus.MISSED, None)
        assert "以后再还" in d.text()  # also though interest on what is overdue has grown on it by the answer
        await d.press("home", *["down"] * 5, "space", "f8", "enter")
        assert fate(d, "机构6") == (DueStatus.ON_TIME, date(2026, 11, 22))


async def test_a_payment_of_an_earlier_day_says_when_what_a_balance_shows_as_paid_was_paid(orderly: Path) -> None:
    async with running(orderly) as d:
        loan_id, place = d.account("机构1").loan.id, d.position("机构1")
        first = next(due for due in place.dues if due.unpaid_minor)
        assert first.due_on == date(2026, 11, 17)
        left = place.principal_minor - first.principal_minor
        d.app.push_screen(LoanScreen(loan_id))
        await d.press("b")
        await d.fill(balance=str(left / 100))
        await d.press("ctrl+s")
        assert fate(d, "机构1")[0] is DueStatus.UNDATED
        await d.press("p")
        assert "对应 2026-12-17 到期" in d.text()
        await d.fill(on="2026-11-19")
        assert "对应 2026-11-17 到期的一期" in d.text()
        assert "机构的余额显示它已还" in d.text()
        assert "2026-12-17" not in d.text()
        await d.press("ctrl+s")
        assert fate(d, "机构1") == (DueStatus.LATE, date(2026, 11, 19))
        await d.press("u")
        assert fate(d, "机构1")[0] is DueStatus.UNDATED


async def test_paying_a_closed_loan_says_that_it_is_closed(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("2", "home")
        for _ in d.table.rows:
            assert d.table.current is not None
            if d.app.overview.positions[d.table.current.data].state is AccountState.CLOSED:
                break
            await d.press("down")
        await d.press("p")
        assert "销户，没有要还的" in d.toast
        assert d.on_main


async def test_an_automatic_debit_is_assumed_and_asked(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("2", "home", "e")
        form = d.screen_of(LoanForm)
        form.input("auto_debit").focus()
        await d.press("space", "ctrl+s", "escape")
        assert d.account("机构1").loan.auto_debit
        assert fate(d, "机构1") == (DueStatus.ASSUMED, date(2026, 11, 17))
        await d.press("1", "home")
        assert d.table.current is not None
        assert "视为已扣" in d.table.current.text()
        d.app.push_screen(RepaymentForm(d.account("机构1"), given={"amount": "100"}))  # as what a plan pays beside it
        await d.settle()
        assert d.texts()["assigned"] == "2026-12-17"
        asked = d.screen_of(RepaymentForm)
        asked.fill({"assigned": ""})
        await d.settle()
        assert "对应 2026-11-17 到期的一期" in d.text()  # which the person says was not debited
        asked.fill({"assigned": "2026-12-17"})
        await d.press("enter")
        assert fate(d, "机构1") == (DueStatus.ASSUMED, date(2026, 11, 17))
        await d.press("u", "home", "n")
        assert fate(d, "机构1") == (DueStatus.MISSED, None)
        await d.press("u", "home", "y")
        assert fate(d, "机构1") == (DueStatus.ON_TIME, date(2026, 11, 17))
        await d.press("u", "8", "enter")
        assert "视为已扣，扣了吗" in d.text()
        await d.press("enter")
        assert fate(d, "机构1") == (DueStatus.ON_TIME, date(2026, 11, 17))
        assert d.position("机构1").principal_minor < 12_000_00
