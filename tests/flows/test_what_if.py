"""The calculator and the working behind the yearly cost, by keyboard; the reporting institution in the loan form."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planner.domain.accounts.loan import Excess, Prepayment
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import PrepaymentStep
from planner.domain.what_if.prepay import prepaying, settling
from planner.i18n.format import plain_money
from planner.services import loans
from planner.storage.store import Store
from planner.ui.dialogs.help import Help, help_text
from planner.ui.screens.loans import what_if
from planner.ui.screens.loans.cost import CostScreen
from planner.ui.screens.loans.loan import LoanScreen
from planner.ui.screens.loans.repayment import RepaymentForm
from planner.ui.screens.loans.what_if import WhatIf
from tests.flows.driver import LARGE, SIZES, SMALL, Driver, in_order, running
from tests.flows.driver_textual import key_event, send
from tests.flows.test_repayments import paid, to_loan
from tests.make import databases
from tests.make.people import ACTION, BACKSLASH, EMOJI, LONG, MARKUP, OPEN_TAG, PLAIN, TODAY
from tests.make.probes import read_book

LANGUAGES = ("zh", "en")


async def to_what_if(d: Driver, name: str, key: str = "t") -> None:
    await to_loan(d, name)
    await d.press(key)
    d.screen_of(WhatIf)


def change(path: Path, name: str, **terms: Any) -> None:
    """Change the terms of a loan before the app starts."""

    store = Store(path)
    (loan,) = [account.loan for account in read_book(path).accounts if account.loan.name == name]
    loans.edit(store, replace(loan, **terms))
    store.close()


async def test_nothing_is_worked_out_between_two_keys(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def noted(work: Any) -> Any:
        def wrapped(*given: Any, **named: Any) -> Any:
            threads.append(threading.current_thread())
            return work(*given, **named)

        return wrapped

    for name in ("prepaying", "settling"):
        monkeypatch.setattr(what_if, name, noted(getattr(what_if, name)))
    async with running(hostile) as d:
        await to_what_if(d, ACTION)
        await d.write("5000")
        await d.press("ctrl+s")
        d.screen_of(RepaymentForm)
    assert threads
    assert threading.main_thread() not in threads


async def test_what_takes_long_is_said_and_a_later_key_has_its_own_answer(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    work_out = what_if._work_out

    def slow(account: Account, on: date, extra: int | None, today: date) -> Any:
        if extra == 5_00:
            goes_on.wait()
        return work_out(account, on, extra, today)

    monkeypatch.setattr(what_if, "_work_out", slow)
    monkeypatch.setattr(what_if, "SIGN", 0.001)  # of none a timer would divide by it
    async with running(hostile) as d:
        await to_what_if(d, ACTION)
        send(d.app, key_event("5"))
        while "正在计算" not in d.text():
            await asyncio.sleep(0)
        await d.write("000")
        assert "6,190.00" in d.text()
        goes_on.set()
        await d.settle()
        assert "6,190.00" in d.text()


@pytest.mark.parametrize("key", ["t", "f12", "ｔ"])
async def test_both_answers_stand_side_by_side_while_typing(hostile: Path, key: str) -> None:
    async with running(hostile) as d:
        await to_what_if(d, ACTION, key)
        assert d.field == "extra"
        assert in_order(d.text(), ["截至 2026-11-23（今天）", "剩余本金", "19,000.00", "当日结清", "结清可省"])
        await d.write("5000")
        shorter, lower = prepaying(d.account(ACTION), TODAY, 5_000_00)
        # today is the due day of 1,000.00 and 190.00; 13,000 are left, thirteen times 1,000 or eighteen times 722.22
        assert shorter.asked_minor == 1_190_00
        assert (shorter.fewer, plain_money(lower.payment_minor)) == (5, "845.00")
        assert in_order(d.text(), ["先付应还和本期", "1,190.00", "当日共付", "6,190.00", "缩短期限", "减少每期"])
        assert in_order(d.text(), ["最后还款日", "2027-12-23", "2028-05-23"])
        for answer in (shorter, lower):
            assert plain_money(answer.interest_saved_minor) in d.text()
        assert d.wide_lines() == []


FEES = {
    "zh": (
        "提前还款费现在是 1个月息，到 2027-06-15 为止；第二天起是 1%。",
        "提前还的钱只能和当期一起还，2026-11-23 不是还款日；下一个还款日是 2026-12-15",
        "到第 12 期还款日为止 1个月息，到第 24 期还款日为止 1%，以后不收。",
        "1个月息/12期, 1%/24期, 0",
    ),
    "en": (
        "The fee for paying early is 1 month's interest up to 2027-06-15; from the next day on it is 1%.",
        "takes money early only with an instalment, and",
        "1 month's interest up to the due date of instalment 12, 1% up to the due date of instalment 24, then nothing.",
        "1 month/12, 1%/24, 0",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_fee_by_steps_and_a_day_for_it_are_typed_shown_and_kept_to(empty: Path, language: str) -> None:
    note, refused, told, written = FEES[language]
    store = Store(empty)
    loans.add(store, replace(databases.level(OPEN_TAG), terms=36, principal_minor=3_600_000, fees=()), today=TODAY)
    store.close()
    clear = "".join
    async with running(empty, size=LARGE, language=language) as d:
        await d.press("2", "enter", "e")
        await d.fill(prepayment="fee_share", prepayment_fee="1%/12, 1月息/9")
        await d.press("ctrl+s")
        assert d.field == "prepayment_fee"
        assert clear(["3%/12,", "1%/24,", "0"]) in d.flat()  # what would be right
        await d.fill(prepayment_fee="1月息/12，1%/24，0")
        await d.press("ctrl+s")
        made = d.account(OPEN_TAG).loan
        assert made.prepayment_steps == (
            PrepaymentStep(12, months_interest=Decimal(1)),
            PrepaymentStep(24, share=Decimal("0.01")),
        )
        await d.press("o")
        await d.fill(prepay_on="with_instalment")
        await d.press("ctrl+s")
        assert clear(written.split()) in d.flat()
        await d.press("question_mark")
        assert isinstance(d.app.screen, Help)
        assert clear(told.split()) in clear(help_text(d.app.screen.over).split())
        await d.press("escape", "t")
        assert clear(note.split()) in d.flat()
        await d.write("5000")
        assert clear(refused.split()) in d.flat()
        await d.fill(on="2026-12-15")
        found = prepaying(d.account(OPEN_TAG), date(2026, 12, 15), 5_000_00, today=TODAY)[0]
        assert found.fee_minor == 50_00  # 5,000 at 12 % ÷ 12
        assert in_order(d.text(), [plain_money(found.paid_minor)])
        await d.press("escape", "u", "u")
        assert d.account(OPEN_TAG).loan.prepayment_steps == ()


async def test_enter_records_nothing_and_escape_leaves_at_once(hostile: Path) -> None:
    async with running(hostile) as d:
        before = d.account(ACTION)
        await to_what_if(d, ACTION)
        await d.write("5000")
        await d.press("enter")
        assert d.field == "on"
        await d.press("enter", "enter", "escape")
        d.screen_of(LoanScreen)
        assert d.account(ACTION) == before


async def test_recording_it_gives_what_was_announced(hostile: Path) -> None:
    async with running(hostile) as d:
        shorter, _ = prepaying(d.account(ACTION), TODAY, 5_000_00)
        await to_what_if(d, ACTION)
        await d.write("5000")
        await d.press("ctrl+s")
        d.screen_of(RepaymentForm)
        assert (d.texts()["amount"], d.texts()["on"]) == ("6,190.00", "2026-11-23")
        await d.press("enter")
        d.screen_of(LoanScreen)
        assert paid(d, ACTION).amount_minor == shorter.paid_minor
        assert tuple(due for due in d.position(ACTION).dues if due.unpaid_minor) == shorter.dues
        await d.press("u")
        assert d.position(ACTION).principal_minor == 19_000_00


async def test_leaving_the_repayment_returns_to_the_calculator(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_what_if(d, ACTION)
        await d.write("5000")
        await d.press("ctrl+s", "escape")
        d.screen_of(WhatIf)
        assert d.texts()["extra"] == "5000"
        assert "当日共付" in d.text()


async def test_without_an_extra_amount_the_settlement_is_recorded(hostile: Path) -> None:
    async with running(hostile) as d:
        total = settling(d.account(ACTION), TODAY).total_minor
        await to_what_if(d, ACTION)
        await d.press("ctrl+s")
        assert (d.texts()["amount"], d.texts()["settles"]) == (plain_money(total), "yes")
        await d.press("enter")
        assert d.position(ACTION).owed_minor == 0


async def test_a_future_day_says_what_it_assumes(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_what_if(d, MARKUP)
        await d.fill(on="2027-01-20")
        # overdue since the 15th; with that made up and everything paid, nothing is overdue then
        found = settling(d.account(MARKUP), date(2027, 1, 20), today=TODAY)
        assert in_order(d.text(), ["截至 2027-01-20（推算）", "逾期金额", " 0.00", plain_money(found.total_minor)])
        assert "每期都在还款日还清" in d.flat()
        assert "今天起一分不还，那天会逾期3,300.48（66天）" in d.flat()
        await d.press("ctrl+s")
        d.screen_of(WhatIf)
        assert "那天还没到" in d.text()
        assert d.field == "on"


async def test_a_past_day_and_what_is_overdue_today(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_what_if(d, MARKUP)
        assert in_order(d.text(), ["逾期金额", "1,100.16", "（8 天）"])
        await d.fill(on="2026-11-20")
        assert in_order(d.text(), ["截至 2026-11-20（按当时的记录）", "逾期金额", "1,100.16", "（5 天）"])
        await d.fill(on="2026-10-17")  # two days after a due date nothing was recorded yet
        assert "截至 2026-10-17（按当时的记录）" in d.text()
        assert "天）" not in d.text()


async def test_a_day_that_cannot_be_read(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_what_if(d, ACTION)
        await d.fill(on="2026-13-45")
        assert "剩余本金" not in d.text()
        await d.press("ctrl+s")
        assert "!" in d.text()
        d.screen_of(WhatIf)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (LONG, "随借随还没有固定期数"),
        (EMOJI, "账单类账户没有分期计划"),
    ],
)
async def test_lines_and_cards_have_only_a_date(hostile: Path, name: str, told: str) -> None:
    async with running(hostile) as d:
        await to_what_if(d, name)
        assert list(d.texts()) == ["on"]
        assert told in d.flat()
        assert d.wide_lines() == []


async def test_a_line_without_an_end_tells_what_thirty_days_cost(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_what_if(d, LONG)
        assert "再用30天约付利息300.00" in d.flat()


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (Prepayment.NO_SAVING, "部分提前还本不省钱"),
        (Prepayment.FULL_ONLY, "只能全额结清"),
        (Prepayment.NOT_ALLOWED, "不能提前还"),
    ],
)
async def test_the_rule_of_the_loan_is_told(hostile: Path, rule: Prepayment, told: str) -> None:
    change(hostile, ACTION, prepayment=rule)
    async with running(hostile, size=LARGE) as d:
        await to_what_if(d, ACTION)
        assert told in d.flat()
        await d.write("5000")
        await d.press("ctrl+s")
        d.screen_of(WhatIf)
        assert d.field == "extra"


async def test_more_than_settling_is_refused(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_what_if(d, ACTION)
        await d.write("18000")
        assert "还这么多就不如结清：当日结清只要 19,190.00" in d.text()
        assert "按这笔借款的约定" not in d.text()


async def test_where_principal_is_due_at_the_end_both_answers_are_the_same(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_what_if(d, OPEN_TAG)
        await d.write("1000")
        assert "两种结果相同" in d.flat()


async def test_where_nothing_is_owed_there_is_nothing_to_record(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_what_if(d, LONG)
        await d.fill(on="2026-06-15")
        assert "没有欠款" in d.text()
        await d.press("ctrl+s")
        d.screen_of(WhatIf)
        assert "! 那天没有欠款" in d.text()


async def test_where_extra_money_goes_is_told(hostile: Path) -> None:
    change(hostile, ACTION, excess=Excess.LOWER_PAYMENT)
    async with running(hostile) as d:
        _, lower = prepaying(d.account(ACTION), TODAY, 5_000_00)
        await to_what_if(d, ACTION)
        await d.write("5000")
        assert "按这笔借款的约定“冲本金，减少每期”处理" in d.flat()
        await d.press("ctrl+s", "enter")
        assert tuple(due for due in d.position(ACTION).dues if due.unpaid_minor) == lower.dues


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_loan_in_every_size(hostile: Path, language: str) -> None:
    async with running(hostile, language=language) as d:
        for name in (ACTION, OPEN_TAG, BACKSLASH, PLAIN):
            await to_what_if(d, name)
            await d.write("100")
            shorter, lower = prepaying(d.account(name), TODAY, 100_00)
            for size in SIZES:
                await d.resize(*size)
                assert d.wide_lines() == []
                if size == LARGE or language == "zh":
                    assert plain_money(shorter.saving_minor) in d.text()
                    assert plain_money(lower.saving_minor) in d.text()
                await d.press("pagedown", "pageup")
            await d.press("escape", "y")
            for size in SIZES:
                await d.resize(*size)
                assert d.wide_lines() == []
            await d.resize(*SMALL)
            await d.press("escape", "escape")


async def test_amounts_are_masked_here_too(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("asterisk")
        await to_what_if(d, ACTION)
        assert "19,000.00" not in d.text()
        await d.press("escape", "y")
        assert "24,000.00" not in d.text()
        await d.press("asterisk")


# -- the working behind the yearly cost --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["y", "f6"])
async def test_the_flows_behind_the_yearly_cost(hostile: Path, key: str) -> None:
    async with running(hostile) as d:
        await to_loan(d, BACKSLASH)
        await d.press(key)
        d.screen_of(CostScreen)
        text = d.flat()
        assert "中国人民银行公告〔2021〕第3号" in text
        assert "合同标示0.66%（每期费率（按原始本金））" in text
        assert "年化（单利）15.91%=每期内部收益率" in text
        assert in_order(d.text(), ["2026-01-10", "11,900.00", "11,900.00", "2026-02-10", "-1,079.20"])
        await d.press("end")
        row = d.table.current
        assert row is not None
        assert (row.cells["on"], row.cells["balance"]) == ("2027-01-10", "0.00")
        await d.press(key)
        d.screen_of(LoanScreen)


async def test_a_daily_rate_stands_beside_its_yearly_form(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, LONG)
        await d.press("y")
        assert "折合年利率18.25%" in d.flat()
        assert "按支用10,000元" in d.flat()


async def test_the_working_follows_an_edit(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, ACTION)
        await d.press("e")
        await d.fill(upfront="1000")
        await d.press("ctrl+s", "y")
        assert d.table.rows[0].cells["flow"] == "23,000.00"
        await d.press("u")
        assert d.table.rows[0].cells["flow"] == "24,000.00"


# -- facts and form ----------------------------------------------------------------------------------------------------


async def test_the_loan_tells_what_settling_today_saves(hostile: Path) -> None:
    async with running(hostile) as d:
        saving = plain_money(settling(d.account(ACTION), TODAY).saving_minor or 0)
        await to_loan(d, ACTION)
        assert in_order(d.text(), ["今日结清可省", saving])
        await d.press("e")
        assert in_order(d.text(), ["今日结清可省", saving])


async def test_the_reporting_institution_goes_through_the_form(hostile: Path) -> None:
    async with running(hostile, size=SMALL) as d:
        assert d.app.overview.now.lenders.institutions == 7
        for name in (ACTION, MARKUP):
            await to_loan(d, name)
            await d.press("e")
            assert d.texts()["institution"] == ""
            await d.fill(institution="某某消费金融有限公司")
            await d.press("ctrl+s")
            assert d.account(name).loan.lender.institution == "某某消费金融有限公司"
            await d.press("e")
            assert d.texts()["institution"] == "某某消费金融有限公司"
            await d.press("escape", "escape")
        assert d.app.overview.now.lenders.institutions == 6
        await to_loan(d, MARKUP)
        await d.press("e")
        await d.fill(institution=" ")
        await d.press("ctrl+s")
        assert d.account(MARKUP).loan.lender.institution == ""
        assert d.app.overview.now.lenders.institutions == 7


async def test_a_lender_picked_from_the_list_brings_its_institution(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("借呗")
        await d.press("enter")
        assert d.texts()["institution"] == "重庆蚂蚁消费金融有限公司"
        await d.go("lender")
        await d.write("x")
        assert d.texts()["institution"] == ""
