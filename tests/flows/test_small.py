"""What a person reads on the smallest screen, 80 × 24: no amount, name or choice that matters is cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import AllowanceKind, Move, MoveKind
from planner.domain.accounts.terms import CardTerms, MinimumRule, Part, Penalty
from planner.services import allowances, draws, loans, moves, readings, repayments
from planner.storage.store import Store
from planner.ui.dialogs.help import Help, help_text
from planner.ui.screens.loans.loan import LoanScreen
from tests.flows.driver import in_order, running
from tests.flows.test_loan_entry import COMMON
from tests.make import databases
from tests.make.people import TODAY, nobody

HOSTILE = "[/] [b"
TENTH = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))


@pytest.fixture
def arrears(tmp_path: Path) -> Path:
    """A card with 1,000 of 10,000 missed in October, and in November the bill that holds it: 2,139 of 10,239."""
    path = tmp_path / "planner.db"
    store = Store(nobody(path))
    card = replace(databases.card(name=HOSTILE), card=TENTH, limit_minor=5_000_000, statement_day=5, due_day=25)
    loan_id = loans.add(store, card).value
    draws.draw(store, loan_id, date(2026, 9, 20), 1_000_000, today=TODAY)
    for month, amount, least in ((10, 1_000_000, 100_000), (11, 1_023_900, 213_900)):
        day, due_on = date(2026, month, 5), date(2026, month, 25)
        readings.statement(store, loan_id, day, due_on, amount, today=TODAY, minimum_minor=least)
    store.close()
    return path


@pytest.mark.parametrize(
    ("language", "late", "paid", "told"),
    [
        ("zh", "含逾期 1,000.00", "已还 / 8,100.00", "最低已经还够"),
        ("en", "1,000.00 late", "paid / 8,100.00", "The minimum is paid"),
    ],
)
async def test_today_names_the_card_and_says_when_its_minimum_is_paid(
    arrears: Path, language: str, late: str, paid: str, told: str
) -> None:
    async with running(arrears, language=language) as d:
        assert in_order(d.text(), [HOSTILE, "2,139.00 / 10,239.00", late])
        await d.press("p", "enter")
        assert in_order(d.text(), [HOSTILE, paid])
        await d.press("p")
        assert told in d.text()


@pytest.mark.parametrize(
    ("language", "listed", "told"),
    [
        ("zh", "逾期 · 2 天后", "2026-11-25 这期账单里有 1,000.00 是以前账单的最低还款额没还够"),
        ("en", "overdue · in 2 days", "The bill due 2026-11-25 contains 1,000.00 that the minimum of an earlier bill"),
    ],
)
async def test_a_bill_that_holds_a_missed_one_is_overdue_before_its_day(
    arrears: Path, language: str, listed: str, told: str
) -> None:
    async with running(arrears, language=language) as d:
        await d.press("2")
        assert in_order(d.text(), [HOSTILE, listed])
        await d.press("enter", "question_mark")
        assert isinstance(d.app.screen, Help)
        assert told in help_text(d.app.screen.over)


@pytest.mark.parametrize(
    ("language", "note", "key"),
    [
        ("zh", "还款日 2026-11-25 最低 2,139.00 ", "m 记账单"),
        ("en", "due 2026-11-25 minimum 2,139.00 ", "m bill"),
    ],
)
async def test_a_card_shows_minimums_in_full_and_its_keys(arrears: Path, language: str, note: str, key: str) -> None:
    async with running(arrears, language=language) as d:
        await d.press("2", "enter")
        assert note in d.text()
        assert key in d.footer
        await d.press("tab")
        assert in_order(d.text(), ["2026-11-25", "10,239.00", "2,139.00", "1,000.00"])
        assert ".." not in d.text()


async def test_space_is_not_named_beside_p_where_both_pay(arrears: Path) -> None:
    async with running(arrears) as d:
        assert "p 还款" in d.footer
        assert "Space" not in d.footer
        await d.press("question_mark")
        assert "p  F4  Space  F5  还款" in d.text()


async def test_what_became_of_a_row_is_told_with_its_amount(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.fill(lender=HOSTILE, **COMMON, rate="18")
        await d.press("ctrl+s", "escape", "enter", "p")
        await d.fill(amount="1100.15")  # of 1,100.16
        await d.press("enter")
        assert "按时 差 0.01 " in d.text()


@pytest.mark.parametrize(
    ("language", "option"), [("zh", "总费率（按原始本金）"), ("en", "in all, of the original amount")]
)
async def test_a_choice_that_its_field_has_no_room_for_is_told_below(empty: Path, language: str, option: str) -> None:
    async with running(empty, language=language) as d:
        await d.press("2", "a")
        await d.write("花呗分期")
        await d.press("enter")
        await d.go("flat_basis")
        assert "\n".join(d.lines()).count(option) == 1  # in the line below; its own field has room for a part
        await d.press("left")
        assert option not in d.text()


async def test_a_discount_that_was_filled_in_is_asked_no_more(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.fill(lender=HOSTILE, **COMMON, rate="18")
        await d.press("ctrl+s", "escape", "enter", "p")
        await d.fill(amount="1098.16")
        await d.press("enter")
        assert "是用了优惠吗" in d.flat()
        await d.press("f4")
        assert d.texts()["discount"] == "2.00"
        assert "是用了优惠吗" not in d.flat()


async def test_paying_a_settled_loan_says_that_nothing_is_left(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("2", "a")
        await d.fill(lender=HOSTILE, **COMMON, rate="18")
        await d.press("ctrl+s", "escape", "enter", "x", "enter", "n", "p")
        assert "已经结清，没有要还的" in d.flat()
        assert "金额已按应还填好" not in d.flat()


async def test_a_card_has_no_interest_in_all(arrears: Path) -> None:
    async with running(arrears) as d:
        await d.press("2", "enter", "f")
        assert "总利息" not in d.text()
        assert "年化（复利）" in d.text()


async def test_a_plan_without_the_interest_of_a_card_says_why_it_asks_for_all_of_it(arrears: Path) -> None:
    async with running(arrears) as d:
        await d.press("3", "b")
        await d.write("2200")
        await d.press("ctrl+s")
        assert in_order(d.flat(), ["钱不够", "按账单全额还来算（在这笔借款里按o填条款）"])


async def test_products_of_one_lender_are_told_apart(empty: Path) -> None:
    async with running(empty, language="en") as d:
        await d.press("2", "a")
        await d.write("icbc")
        assert in_order(d.text(), ["> ICBC Rong e Jie", "level payment", ".. credit card", "card or bills"])


@pytest.mark.parametrize(
    ("language", "late", "became"),
    [
        ("zh", "1,900.00 / 10,000.00 含逾期 1,000.00", "未还 45 天 已还部分 减免 15.00"),
        ("en", "1,900.00 / 10,000.00 1,000.00 late", "missed 45 days partly waived 15.00"),
    ],
)
async def test_what_is_late_leaves_room_for_the_name_and_for_what_became_of_it(
    tmp_path: Path, language: str, late: str, became: str
) -> None:
    store = Store(nobody(tmp_path / "planner.db"))
    card = replace(databases.card("China Merchants", "Bank"), card=TENTH, statement_day=5, due_day=25)
    card_id = loans.add(store, replace(card, limit_minor=2_000_000)).value
    draws.draw(store, card_id, date(2026, 9, 20), 1_000_000, today=TODAY)
    terms = replace(databases.level(), start_on=date(2026, 9, 9), first_due_on=None, due_day=None, fees=())
    loan_id = loans.add(store, replace(terms, penalty=Penalty(Decimal("1.5")))).value
    for amount, part in ((5_00, Part.PENALTY), (10_00, Part.INTEREST)):
        allowances.record(store, loan_id, date(2026, 11, 20), amount, AllowanceKind.WAIVER, today=TODAY, part=part)
    repayments.record(store, loan_id, date(2026, 11, 21), 500_00, today=TODAY)
    store.close()
    async with running(tmp_path / "planner.db", language=language) as d:
        assert in_order(d.text(), ["China Merchants", late])
        await d.press("2", "end", "enter")
        assert in_order(d.text(), ["2026-10-09", "1,066.19", "494.66", became])


@pytest.mark.parametrize(
    ("language", "older", "last"),
    [
        (
            "zh",
            ["更早的2026-01-20那一期还欠1,161.76", "还有9期，更早的一共欠"],
            ["本金1,045.18", "利息21.01", "费用0.00"],
        ),
        ("en", ["Thatof2026-01-20isstillowed1,161.76", "and9more;"], ["Principal1,045.18", "Interest21.01", "Fee0.00"]),
    ],
)
async def test_many_missed_instalments_leave_room_for_how_a_payment_is_divided(
    tmp_path: Path, language: str, older: list[str], last: list[str]
) -> None:
    store = Store(nobody(tmp_path / "planner.db"))
    loans.add(store, replace(databases.level(), start_on=date(2025, 12, 20), first_due_on=None, due_day=None, fees=()))
    store.close()
    async with running(tmp_path / "planner.db", language=language) as d:
        await d.press(*["down"] * 10, "p", "f5")  # the eleventh, the money for it and no older one
        unpaid = sum(due.unpaid_minor for due in d.position("消费贷").dues[:10])
        told = "".join("".join(line[40:] for line in d.lines()).split())
        assert in_order(told, [*older, f"{unpaid / 100:,.2f}", *last])


@pytest.mark.parametrize(("language", "told"), [("zh", "按 w 记一笔"), ("en", "Press w to record a")])
@pytest.mark.parametrize("loan", [databases.card(), databases.line()])
async def test_an_empty_card_or_line_names_the_key_of_what_is_recorded_first(
    fresh: Path, language: str, told: str, loan: Loan
) -> None:
    store = Store(fresh)
    loan_id = loans.add(store, loan).value
    store.close()
    async with running(fresh, language=language) as d:
        d.app.push_screen(LoanScreen(loan_id))
        await d.settle()
        assert told in d.text()


@pytest.mark.parametrize(
    ("language", "late", "mark"), [("zh", "逾期 1026 天", "已转让"), ("en", "1026 days late", "sold")]
)
async def test_long_arrears_of_a_claim_that_was_sold_are_told_in_full(
    tmp_path: Path, language: str, late: str, mark: str
) -> None:
    path = nobody(tmp_path / "planner.db")
    store = Store(path)
    loan = replace(databases.level("某某分期", "某某"), start_on=date(2024, 1, 1), first_due_on=date(2024, 2, 1))
    loan_id = loans.add(store, replace(loan, due_day=1)).value
    moves.add(store, loan_id, Move(0, date(2026, 1, 1), MoveKind.WRITTEN_OFF), today=TODAY)
    moves.add(store, loan_id, Move(0, date(2026, 2, 1), MoveKind.SOLD, "某资产"), today=TODAY)
    store.close()
    async with running(path, size=(80, 24), language=language) as d:
        for page in ("1", "2"):
            await d.press(page)
            assert late in d.text()
            assert f"{mark} 某某分期" in d.text()
        await d.press("8", "enter")
        assert f"某某分期 {mark}" in d.text()
        await d.press("7")
        assert ("已逾期 1026 天" if language == "zh" else "1026 days late") in d.text()
