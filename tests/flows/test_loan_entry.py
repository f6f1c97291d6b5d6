"""Entering loans by keyboard alone: the lender found by a part of its name, all saved to the fen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Excess, LenderKind, Method
from planner.domain.accounts.terms import Fee, FeeWhen, Penalty
from planner.domain.basics.rates import RateBasis
from planner.domain.schedule.instalments import instalments
from planner.overview import overview
from planner.services import loans
from planner.storage.store import Store
from tests.flows.driver import LARGE, SMALL, Driver, in_order, running
from tests.make.people import TODAY
from tests.make.probes import read_book


@dataclass(frozen=True)
class Entry:
    """What is typed for a loan and what has to come of it."""

    search: str
    name: str
    method: Method
    typed: dict[str, str]
    rate: tuple[str, RateBasis]
    shown: list[str]  # beside the form, in this order
    amounts: list[int] = field(default_factory=list)  # of the instalments, in fen: first, second, last
    size: tuple[int, int] = SMALL


COMMON = {"principal": "12000", "start_on": "2026-11-01", "terms": "12"}
YEARLY = {**COMMON, "rate": "18", "basis": "year", "day_count": "30/360"}

ENTRIES = [
    Entry(
        "jb",
        "借呗",
        Method.LEVEL_PAYMENT,
        YEARLY,
        ("0.18", RateBasis.YEAR),
        ["18.00%", "19.56%", "1,201.95", "1 2026-12-01", "1,100.16", "11,079.84"],
        [1_100_16, 1_100_16, 1_100_19],
    ),
    Entry(
        "借呗",
        "借呗",
        Method.EQUAL_PRINCIPAL,
        {**YEARLY, "principal": "１２，０００．００"},
        ("0.18", RateBasis.YEAR),
        ["18.00%", "19.56%", "1,170.00", "1 2026-12-01", "1,180.00", "11,000.00", "1,165.00"],
        [1_180_00, 1_165_00, 1_015_00],
    ),
    Entry(
        "jiebei",
        "借呗",
        Method.INTEREST_ONLY,
        {**YEARLY, "principal": "1.2万"},
        ("0.18", RateBasis.YEAR),
        ["18.00%", "19.56%", "2,160.00", "1 2026-12-01", "180.00", "12,000.00"],
        [180_00, 180_00, 12_180_00],
    ),
    Entry(
        "ｊｂ",
        "借呗",
        Method.FLAT_FEE,
        {**COMMON, "rate": "0.66", "flat_basis": "term"},
        ("0.0066", RateBasis.TERM),
        ["14.31%", "15.29%", "1 2026-12-01", "1,079.20"],
        [1_079_20, 1_079_20, 1_079_20],
        LARGE,
    ),
    Entry(
        "JieBei",
        "借呗",
        Method.BULLET,
        {**YEARLY, "principal": "10,000", "rate": "12％"},
        ("0.12", RateBasis.YEAR),
        ["12.00%", "1,200.00", "1 2027-11-01", "11,200.00"],
        [11_200_00],
    ),
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.method}-{entry.search}")
async def test_a_loan_with_a_schedule_is_entered_and_kept_to_the_fen(empty: Path, entry: Entry) -> None:
    async with running(empty, size=entry.size) as d:
        await d.press("2", "a")
        await d.write(entry.search)
        assert in_order(d.text(), ["Enter 填入", "> 蚂蚁消费金融 借呗"])
        await d.press("enter")
        picked = d.texts()
        assert (picked["lender"], picked["name"]) == ("蚂蚁消费金融", "借呗")
        assert picked["confirmed"] == "no"  # a price filled in is to be checked by the person
        assert (picked["rate"], picked["basis"]) == ("0.06%", "day")  # a day's 0.06 %, never a year's
        await d.fill(method=entry.method, **entry.typed)
        assert in_order(d.text(), entry.shown)
        await d.press("ctrl+s")

        loan = d.account("借呗").loan
        assert (loan.method, loan.start_on, loan.terms) == (entry.method, date(2026, 11, 1), 12)
        assert loan.rate.value == Decimal(entry.rate[0])
        assert loan.rate.basis is entry.rate[1]
        assert loan.rate_confirmed  # whoever types the rate has confirmed it
        assert loan.lender.kind is LenderKind.CONSUMER_FINANCE
        assert loan.lender.institution == "重庆蚂蚁消费金融有限公司"
        rows = [row.amount_minor for row in instalments(loan)]
        assert [*rows[:2], rows[-1]] == entry.amounts if len(rows) > 1 else rows == entry.amounts
        assert d.toast == "已添加借款（蚂蚁消费金融 借呗） · u 撤销"


@pytest.mark.parametrize(("typed", "rate", "basis"), [("jb", "0.06%", "day"), ("建行房贷", "", "year")])
async def test_a_product_is_picked_with_what_its_rate_is_per(empty: Path, typed: str, rate: str, basis: str) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write(typed)
        await d.press("enter")
        assert (d.texts()["rate"], d.texts()["basis"]) == (rate, basis)


async def test_another_product_is_picked_with_its_own_basis(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("jb")
        await d.press("enter", "up")
        await d.write("建行房贷")
        await d.press("enter")
        assert (d.texts()["rate"], d.texts()["basis"]) == ("", "year")


async def test_a_line_is_entered_with_what_it_owes_today(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("jb")
        await d.press("enter")
        await d.fill(method="revolving")
        assert "terms" not in d.texts()  # a line has no instalments
        await d.fill(owed="３０００．５０", limit="2万", start_on="昨天", rate="0.05", basis="day", due_day="31")
        assert in_order(d.text(), ["18.2", "19.85%"])
        await d.press("ctrl+s", "escape")

        account = d.account("借呗")
        assert (account.loan.limit_minor, account.loan.due_day) == (20_000_00, 31)
        assert account.loan.start_on == date(2026, 11, 22)
        assert [(r.on, r.balance_minor) for r in account.readings] == [(TODAY, 3_000_50)]
        assert d.position("借呗").limit_left_minor == 16_999_50
        assert "3,000.50" in d.text()


async def test_a_card_is_entered_with_its_days(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("huabei")
        await d.press("enter")
        assert d.texts()["statement_day"] == "1"
        await d.fill(limit="8000", start_on="2026-01-01", statement_day="5", due_day="20")
        await d.press("ctrl+s")
        loan = d.account("花呗").loan
        assert (loan.method, loan.statement_day, loan.due_day) == (Method.CARD, 5, 20)
        assert not loan.rate_confirmed  # the suggested rate was left as it was


@pytest.mark.parametrize(("method", "named"), [("revolving", "支用"), ("card", "消费")])
async def test_what_is_priced_by_the_day_counts_actual_days(empty: Path, method: str, named: str) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        assert d.texts()["day_count"] == "30/360"
        await d.fill(lender="城南小贷", method=method)
        assert d.texts()["day_count"] == "act/365"
        await d.fill(method="level_payment")
        assert d.texts()["day_count"] == "30/360"
        await d.fill(basis="day")
        assert d.texts()["day_count"] == "act/365"
        await d.fill(method=method, rate="0.05", due_day="21", start_on="2026-01-01")
        assert "开通日" in d.text()
        assert "放款日" not in d.text()
        await d.press("ctrl+s", "escape", "enter")
        await d.press("w")
        assert f"记{named}：" in d.text()
        await d.fill(amount="1万", on="2026-01-21")
        await d.press("ctrl+s", "escape")
        assert d.toast == f"已记{named} 10,000.00（城南小贷） · u 撤销"
        place = d.position("城南小贷")
        if method == "revolving":
            assert [due.amount_minor for due in place.dues][:2] == [155_00, 140_00]  # 31 days, 28 days
        assert named in d.text()


async def test_days_that_were_chosen_stay(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.fill(day_count="act/360", method="card")
        assert d.texts()["day_count"] == "act/360"


async def test_a_lender_that_is_not_in_the_list_is_just_typed(empty: Path) -> None:
    name = "[@click=app.quit]很长的名字[/]\\"
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write(name)
        await d.press("enter")
        await d.fill(principal="5000", start_on="2026-11-01", terms="3", rate="0", note="[/] 朋友")
        await d.press("ctrl+s", "escape")
        loan = d.account(name).loan
        assert (loan.lender.name, loan.name, loan.note) == (name, name, "[/] 朋友")
        assert "[@click" in d.text()


async def test_a_name_that_only_resembles_the_list_can_be_kept(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("小米")
        assert "> 小米消费金融" in d.text()
        await d.press("tab")
        await d.fill(principal="5000", start_on="2026-11-01", terms="3", rate="0")
        await d.go("lender")
        await d.press("down", "up", "enter")  # coming back chooses nothing either
        assert d.texts()["lender"] == "小米"
        await d.press("ctrl+s")
        assert (d.account("小米").loan.lender.name, d.account("小米").loan.product) == ("小米", "")


async def test_arrows_choose_among_the_matches(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("hb")
        await d.press("down")
        (chosen,) = [line for line in d.lines() if "> " in line[40:]]
        assert "还呗" in chosen
        await d.press("up", "up", "down", "enter")
        assert d.texts()["name"] == "花呗"


async def test_enter_goes_through_the_fields_and_saves_on_the_last(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("老同学")
        given = {"principal": "5000", "start_on": "2026-11-01", "terms": "5", "rate": "0"}
        for _ in range(30):
            if d.on_main:
                break
            if d.field in given:
                await d.write(given.pop(d.field))
            await d.press("enter")
        assert d.account("老同学").loan.terms == 5
        assert d.page == "loans"


async def test_saving_offers_the_next_and_each_is_one_step_of_undo(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        for number in (1, 2, 3):
            await d.write(f"机构{number}")
            await d.press("enter")
            await d.fill(principal=str(number * 1000), start_on="2026-11-01", terms="12", rate="12")
            await d.press("ctrl+s")
            assert "已保存，可以接着填下一条" in d.text()
            assert d.field == "lender"
            assert d.texts()["lender"] == d.texts()["principal"] == d.texts()["terms"] == ""
        await d.press("escape")  # nothing typed: no question
        assert d.on_main
        assert [account.loan.principal_minor for account in d.book.accounts] == [1000_00, 2000_00, 3000_00]
        await d.press("u")
        assert d.toast == "撤销：添加借款（机构3） · ctrl+r 重做"
        assert len(d.book.accounts) == 2


async def test_instalments_before_today_are_suggested_as_paid(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("老借款")
        await d.press("enter")
        await d.fill(principal="12000", start_on="2026-03-15", terms="12", rate="18")
        assert d.texts()["paid_terms"] == "8"
        await d.fill(paid_terms="6", terms="24")
        assert d.texts()["paid_terms"] == "6"  # what the person typed stays
        await d.press("ctrl+s")
        assert d.account("老借款").loan.paid_terms == 6


async def test_a_first_due_date_at_a_months_end_asks_whether_the_others_are_too(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("老借款")
        await d.press("enter")
        await d.fill(principal="12000", start_on="2026-01-31", terms="12", rate="18", first_due_on="2026-02-27")
        assert "month_end" not in d.texts()
        await d.fill(first_due_on="2026-02-28")
        assert d.texts()["month_end"] == "no"
        assert in_order(d.text(), ["2026-02-28", "2026-03-28"])
        await d.fill(month_end="yes")
        assert in_order(d.text(), ["2026-02-28", "2026-03-31", "2026-04-30"])
        await d.press("ctrl+s", "escape")
        assert d.account("老借款").loan.month_end
        assert [due.due_on.day for due in d.position("老借款").dues[:4]] == [28, 31, 30, 31]
        await d.press("e")
        assert d.texts()["month_end"] == "yes"
        await d.press("escape")


async def _edit(d: Driver, **texts: str) -> None:
    await d.press("e")
    await d.fill(**texts)
    await d.press("ctrl+s")


async def test_edit_changes_the_terms_and_nothing_else(hostile: Path) -> None:
    async with running(hostile) as d:
        before = d.account("月月付")
        await d.press("2", "end", "up", "up")
        assert d.table.current is not None
        assert d.table.current.cells["loan"] == "月月付"
        await _edit(d, rate="10.8", excess="lower_payment", note="问过客服")
        assert d.on_main
        assert d.toast == "已修改借款（月月付） · u 撤销"
        loan = d.account("月月付").loan
        assert loan.rate.value == Decimal("0.108")
        assert (loan.excess, loan.note) == (Excess.LOWER_PAYMENT, "问过客服")
        assert (loan.start_on, loan.principal_minor, loan.lender) == (
            before.loan.start_on,
            before.loan.principal_minor,
            before.loan.lender,
        )
        await d.press("u")
        assert d.account("月月付") == before
        assert d.account("月月付").loan.note == before.loan.note


async def test_editing_without_a_change_keeps_every_hostile_loan_as_it_is(hostile: Path) -> None:
    """The form writes each term in a way that it reads back to the same value."""
    before = read_book(hostile)
    async with running(hostile) as d:
        await d.press("2", "home")
        for _ in before.accounts:
            await d.press("e", "ctrl+s")
            assert d.on_main, d.text()
            await d.press("down")
        assert d.book == before
        assert [a.loan.note for a in d.book.accounts] == [a.loan.note for a in before.accounts]


async def test_delete_asks_and_only_y_confirms(hostile: Path) -> None:
    async with running(hostile) as d:
        before = d.book
        await d.press("2", "home")
        for refusal in ("n", "escape"):
            await d.press("d")
            assert "删除“[/]”和它的2条记录" in d.flat()
            await d.press("d", "enter", "space", "delete")  # neither the key that asked nor a habit confirms
            assert not d.on_main
            await d.press(refusal)
            assert d.on_main
            assert d.book == before
        await d.press("d", "y")
        assert d.toast == "已删除借款（[/]） · u 撤销"
        assert len(d.book.accounts) == 6
        assert "1,100.16" not in d.text()
        await d.press("u")
        assert d.book == before
        await d.press("ctrl+r")
        assert d.toast == "重做：删除借款（[/]） · u 撤销"
        assert len(d.book.accounts) == 6


async def test_the_list_shows_what_the_domain_computes(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("2")
        data = overview.read(hostile, TODAY)
        heading = next(at for at, line in enumerate(d.lines()) if "产品 · 机构" in line)
        rows = d.lines()[heading + 1 :]
        for account, line in zip(data.book.accounts, rows, strict=False):
            place, cost = data.positions[account.loan.id], data.costs[account.loan.id]
            assert place.next_due is not None
            assert in_order(
                line,
                [
                    f"{place.owed_minor // 100:,}.{place.owed_minor % 100:02d}",
                    place.next_due.due_on.isoformat(),
                    f"{place.next_due.unpaid_minor // 100:,}.{place.next_due.unpaid_minor % 100:02d}",
                    f"{cost.effective * 100:.2f}%" if cost.effective is not None else "—",
                ],
            ), line


async def test_a_card_says_what_is_on_the_bill_already(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.write("hb")
        await d.press("enter")
        assert "其中已出账单" not in d.text()
        await d.fill(owed="2000", limit="10000", statement_day="1", due_day="30", start_on="今天")
        await d.fill(billed="3000")
        assert d.texts()["billed_due_on"] == "2026-11-30"
        await d.press("ctrl+s")
        assert "比现欠余额2,000.00还多" in d.flat()
        assert d.field == "billed"
        await d.fill(billed="1200")
        await d.press("ctrl+s", "escape")
        (account,) = d.book.accounts
        place = d.position(account.loan.name)
        assert [(due.due_on, due.unpaid_minor) for due in place.dues] == [
            (date(2026, 11, 30), 1_200_00),
            (date(2026, 12, 30), 800_00),
        ]
        await d.press("1")
        assert in_order(d.text(), ["花呗", "1,200.00"])
        await d.press("u")
        assert d.book.accounts == ()


async def test_an_edit_asks_for_no_balance_and_keeps_terms_entered_elsewhere(hostile: Path) -> None:
    store = Store(hostile)
    line = next(a.loan for a in read_book(hostile).accounts if a.loan.method is Method.REVOLVING)
    penalty = Penalty(Decimal("1.5"))
    kept = replace(
        line, penalty=penalty, institution="乙银行", fees=(Fee("担保费", FeeWhen.UPFRONT, share=Decimal("0.01")),)
    )
    loans.edit(store, kept)
    store.close()
    async with running(hostile, size=LARGE) as d:
        await d.press("2", "home")
        while d.table.current is not None and d.app.overview.accounts[d.table.current.data].loan.id != line.id:
            await d.press("down")
        await d.press("e")
        assert "owed" not in d.texts()
        assert "按 b 核对" in d.text()
        await d.fill(limit="60000")
        await d.press("ctrl+s")
        now = d.account(line.name).loan
        assert now.limit_minor == 60_000_00
        assert (now.penalty, now.institution, now.fees) == (penalty, "乙银行", kept.fees)


async def test_interest_for_six_months_then_level_payments(empty: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await d.press("2", "a")
        await d.write("jb")
        await d.press("enter")
        await d.fill(principal="10000", start_on="2026-11-01", terms="12", interest_only_terms="12")
        await d.fill(rate="18", basis="year", day_count="30/360")
        await d.press("ctrl+s")
        assert d.field == "interest_only_terms"
        assert "请填0到11" in d.flat()
        await d.fill(interest_only_terms="6")
        assert in_order(d.text(), ["1 2026-12-01", "150.00", "7 2027-06-01", "1,755.25"])
        await d.press("ctrl+s", "escape")
        assert d.account("借呗").loan.interest_only_terms == 6
        await d.press("home", "e", "ctrl+s")
        assert d.account("借呗").loan.interest_only_terms == 6


async def test_days_of_grace_of_a_product_are_not_confirmed_until_they_are_typed(empty: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await d.press("2", "a")
        await d.write("农业银行信用卡")
        await d.press("enter")
        assert d.texts()["grace_days"] == "2"
        assert "宽限期（待核对）" in d.flat()
        await d.go("grace_days")
        assert in_order(d.flat(), ["宽限期2天（待核对）", "2019", "网上说法"])
        await d.fill(grace_days="3")
        assert "宽限期（天）" in d.flat()
        assert "宽限期（待核对）" not in d.flat()
