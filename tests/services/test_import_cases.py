"""Small bills and what each must give; none makes anything late of which it cannot know the payments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.demo import book as demo
from planner.domain.accounts.records import Account, AllowanceKind
from planner.domain.imports.choices import NEW, TAKE, Choice, Decision
from planner.domain.imports.file import Kind
from planner.domain.imports.walked import Favour
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus, Position
from planner.overview.preview import Preview, preview
from planner.services import answers, draws, imports
from planner.storage.store import Store
from planner.words.imports import effect_lines, held_lines
from tests.make.bill_files import Row, credit, gbk, layout_c
from tests.make.probes import read_book

TODAY = date(2026, 11, 29)
CARD = "招商银行信用卡(1234)"

PLAN = (
    credit("花呗", "自动还款-花呗2026年11月账单", "104.40", time="2026-11-10 08:00:00", order="A3"),
    credit("花呗", "自动还款-花呗2026年10月账单", "104.40", time="2026-10-10 08:00:00", order="A2"),
    Row(goods="手机", amount="1200.00", pay="花呗分期(12期)", time="2026-09-05 12:00:00", order="A1"),
)
REFUNDED = Row(goods="柜子", amount="1000.00", pay=CARD, time="2026-10-03 08:00:00", order="B1", party="测试家居")
REFUND = replace(
    REFUNDED, category="退款", direction="不计收支", status="退款成功", time="2026-10-08 08:00:00", order="B1_1"
)
UNNUMBERED = replace(REFUND, order="R9")
REPEATED = (
    Row(goods="饭", amount="4.00", pay="花呗", time="2026-11-10 08:00:00", order="C3"),
    credit("花呗", "花呗主动还款", "50.00", time="2026-10-10 08:00:00", order="C2"),
    Row(goods="饭", amount="3.00", pay="花呗", time="2026-09-01 08:00:00", order="C1"),
)
OVERPAID = (
    Row(goods="物", amount="500.00", pay=CARD, time="2026-11-20 08:00:00", order="D3"),
    credit("招商银行", "信用卡还款", "700.00", time="2026-11-01 08:00:00", order="D2"),
    Row(goods="物", amount="300.00", pay=CARD, time="2026-10-20 08:00:00", order="D1"),
)
UNTOLD = (
    Row(goods="商品", amount="30.50", pay="云闪付-招商银行(4523)", time="2026-10-12 09:00:00", order="F3"),
    credit("招商银行", "信用卡还款", "20.00", time="2026-10-10 08:00:00", order="F2"),
    Row(goods="商品", amount="20.00", pay="招商银行信用卡(4523)", time="2026-10-01 08:00:00", order="F1"),
)
MILK = Row(goods="牛奶", amount="15.90", pay="花呗", time="2026-03-03 09:00:00", order="P1")
CASES = {"plan": PLAN, "refund": (REFUND, REFUNDED), "repeated": REPEATED, "overpaid": OVERPAID, "untold": UNTOLD}


def load(store: Store, *rows: Row, choices: dict[int, Choice] | None = None) -> Preview:
    found = preview(store.path, "账单.csv", gbk(layout_c(rows)), today=TODAY)
    return found.chosen(choices or {})


def take(store: Store, *rows: Row) -> imports.Imported:
    return imports.apply(store, load(store, *rows), today=TODAY).value


def only(store: Store) -> Account:
    (account,) = read_book(store.path).accounts
    return account


def place(store: Store, on: date = TODAY) -> Position:
    return position(only(store), on)


def line_of(found: Preview, order: str) -> int:
    return next(entry.row.line for entry in found.proposal.file.entries if entry.row.order_no == order)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("again", ["same", "turned"])
def test_every_row_is_accounted_for_and_a_second_time_adds_nothing(store: Store, name: str, again: str) -> None:
    rows = CASES[name]
    first = load(store, *rows)
    listed = [*first.proposal.used, *first.proposal.doubles, *first.proposal.unused]
    assert len(listed) == len(rows) == len(first.proposal.used)
    imports.apply(store, first, today=TODAY)
    second = load(store, *(rows if again == "same" else rows[::-1]))
    assert (second.proposal.used, len(second.proposal.doubles)) == ((), len(rows))
    assert not position(only(store), TODAY).overdue_minor


def test_a_purchase_in_instalments_is_a_plan_with_its_terms(store: Store) -> None:
    take(store, *PLAN)
    (plan,) = only(store).plans
    assert (plan.principal_minor, plan.terms, only(store).draws) == (120_000, 12, ())
    assert place(store).owed_minor == 100_000
    judged = [due.status for due in place(store).dues if due.status is not DueStatus.PENDING]
    assert judged == [DueStatus.ON_TIME, DueStatus.ON_TIME]


@pytest.mark.parametrize("files", [((REFUND, REFUNDED),), ((REFUNDED,), (REFUND,))], ids=["one file", "two files"])
def test_a_refund_is_a_credit_of_its_day_and_the_bill_stays(store: Store, files: tuple[tuple[Row, ...], ...]) -> None:
    for rows in files:
        take(store, *rows)
    with store.write("loan.edited") as write:
        write.put(replace(only(store).loan, statement_day=5, due_day=25))
    (bill,) = (due for due in place(store, date(2026, 10, 7)).dues if due.due_on == date(2026, 10, 25))
    assert bill.amount_minor == 100_000
    (back,) = only(store).allowances
    assert (back.on, back.amount_minor, back.kind) == (date(2026, 10, 8), 100_000, AllowanceKind.REFUND)
    assert place(store).owed_minor == 0


def test_a_refund_without_a_common_number_is_offered(store: Store) -> None:
    found = load(store, UNNUMBERED, REFUNDED)
    (asked,) = found.proposal.unused
    assert (asked.reason, asked.choosable, asked.of) == ("refund_likely", True, f"row:{line_of(found, 'B1')}")
    taken = found.chosen({line_of(found, "R9"): TAKE})
    assert {use.of_line for use in taken.proposal.used} == {None, line_of(found, "B1")}
    imports.apply(store, taken, today=TODAY)
    assert (place(store).owed_minor, len(only(store).draws)) == (0, 1)


def test_in_a_later_file_it_is_offered_for_what_was_recorded_or_taken_by_hand(store: Store) -> None:
    take(store, REFUNDED)
    found = load(store, UNNUMBERED)
    (asked,) = found.proposal.unused
    assert (asked.reason, asked.of, asked.loans) == ("refund_likely", "draw:1", (1,))
    taken = found.chosen({asked.entry.row.line: TAKE})
    assert [(use.loan_id, use.draw_id) for use in taken.proposal.used] == [(1, 1)]
    part = load(store, replace(UNNUMBERED, amount="400.00"))  # nothing like it was bought
    (asked,) = part.proposal.unused
    assert (asked.reason, asked.choosable) == ("refund_of_unknown", True)
    imports.apply(store, part.chosen({asked.entry.row.line: 1}), today=TODAY)
    assert place(store).owed_minor == 60_000


def test_two_exports_put_together_count_a_row_once(store: Store) -> None:
    done = take(store, *REPEATED[1:], *REPEATED)
    assert (done.used, done.doubles, done.unused) == (3, 2, 0)
    assert len(only(store).repayments) == 1


def test_more_paid_than_owed_is_shown_and_kept(store: Store) -> None:
    found = load(store, *OVERPAID)
    effect = found.effect()
    assert [account.favour for account in effect.accounts] == [Favour(40_000, date(2026, 11, 1), date(2026, 11, 20))]
    assert any("400.00" in line and "2026-11-20" in line for line in effect_lines(effect))
    imports.apply(store, found, today=TODAY)
    assert place(store, date(2026, 11, 2)).credit_minor == 40_000
    assert place(store).owed_minor == effect.accounts[0].owed_after_minor == 10_000


def test_what_becomes_late_by_a_part_of_an_account_is_asked_first(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    demo.create(path, TODAY, "zh", reviewed=False)
    store = Store(path)
    try:
        found = load(store, MILK)
        (held,) = found.proposal.unused
        assert (found.proposal.used, held.reason) == ((), "as_entered")
        if_taken = found.if_taken()
        assert if_taken is not None
        assert (if_taken.before.late + if_taken.before.missed, if_taken.after.late + if_taken.after.missed) == (3, 11)
        assert "2026-04-10" in "".join(held_lines(found.proposal, if_taken))
        before = read_book(path)
        assert take(store, MILK).used == 0
        assert read_book(path) == before
        taken = found.chosen({held.entry.row.line: TAKE})
        assert len(taken.effect().accounts[0].late) == 8
        assert imports.apply(store, taken, today=TODAY).value.used == 1
    finally:
        store.close()


def test_what_is_before_the_records_of_an_account_changes_nothing_of_them(store: Store) -> None:
    take(store, MILK)
    account = only(store)
    with store.write("loan.edited") as write:
        write.put(replace(account.loan, start_on=date(2026, 5, 1), opening_known=True))
        write.drop(type(account.draws[0]), account.draws[0].id)
    draws.draw(store, 1, date(2026, 11, 20), 20_000, today=TODAY)
    before = place(store)
    older = replace(MILK, order="P2", time="2026-03-04 09:00:00")
    found = load(store, older)
    assert found.proposal.earlier_starts == ((1, date(2026, 3, 4)),)
    imports.apply(store, found, today=TODAY)
    after = place(store)
    assert (after.owed_minor, after.overdue_minor) == (before.owed_minor, 0)
    assert only(store).loan.start_on == date(2026, 3, 4)
    assert not any(due.status in (DueStatus.LATE, DueStatus.MISSED) for due in after.dues)


def test_of_an_account_that_a_file_opened_nothing_is_late_until_somebody_says_so(store: Store) -> None:
    (told,) = load(store, MILK).effect().accounts
    take(store, MILK)
    first = place(store)
    assert told.asked == sum(due.status is DueStatus.UNRECORDED for due in first.dues) > 1
    assert (first.overdue_minor, first.dues[0].status, first.known) == (0, DueStatus.UNRECORDED, False)
    (asked,) = (due for due in first.dues if due.unpaid_minor and due.due_on <= TODAY)  # the last bill holds it
    answers.deny(store, 1, asked.due_on, today=TODAY)
    assert place(store).overdue_minor == 159  # the minimum; of the bills before it nobody knows


def test_what_was_paid_after_the_last_day_tells_nothing_while_payments_may_be_missing(store: Store) -> None:
    take(store, MILK, credit("花呗", "花呗主动还款", "15.90", time="2026-04-20 08:00:00", order="P3"))
    assert [due.status for due in place(store).dues] == [DueStatus.UNDATED]


def test_a_row_can_be_said_to_be_something_else_and_go_to_an_account_that_the_file_opens(store: Store) -> None:
    lunch = Row(goods="午饭", amount="20.00", pay="余额宝", time="2026-10-15 09:00:00", order="G1")
    mixed = Row(goods="鞋", amount="90.00", pay="花呗&余额宝", time="2026-10-16 09:00:00", order="G2")
    found = load(store, *UNTOLD, lunch, mixed)
    assert {unused.reason for unused in found.proposal.unused} == {"not_credit", "mixed_payment"}
    (card,) = found.proposal.named
    assert (card.name, card.tail) == ("招商银行", "4523")
    said = found.chosen(
        {
            line_of(found, "G1"): Decision(card, Kind.PURCHASE, 3),
            line_of(found, "G2"): Decision(NEW, Kind.PURCHASE),
        }
    )
    imports.apply(store, said, today=TODAY)
    accounts = {account.loan.name: account for account in read_book(store.path).accounts}
    assert [(plan.principal_minor, plan.terms) for plan in accounts["招商银行信用卡(4523)"].plans] == [(2000, 3)]
    assert [draw.amount_minor for draw in accounts["花呗"].draws] == [9000]
    again = load(store, *UNTOLD, lunch, mixed)
    assert (again.proposal.used, len(again.proposal.doubles)) == ((), 5)


@pytest.mark.parametrize("turned", [False, True])
def test_a_repayment_that_names_a_bank_alone_is_asked_where_it_has_two_cards(store: Store, turned: bool) -> None:
    first, second = (OVERPAID, UNTOLD) if turned else (UNTOLD, OVERPAID)
    take(store, *first)
    found = load(store, *second)
    assert [(unused.reason, unused.loans) for unused in found.proposal.unused] == [("which_loan", (1,))]
    (card,) = found.proposal.named
    line = found.proposal.unused[0].entry.row.line
    imports.apply(store, found.chosen({line: Decision(card)}), today=TODAY)
    owed = {account.loan.name: position(account, TODAY).owed_minor for account in read_book(store.path).accounts}
    assert owed == {CARD: 10_000, "招商银行信用卡(4523)": 3050}


@pytest.mark.parametrize("names", [("网商贷", "网商银行"), ("浙江网商银行股份有限公司", "网商贷")])
def test_one_lender_is_one_account(store: Store, names: tuple[str, str]) -> None:
    drawn, paid = names
    take(
        store,
        credit(drawn, f"{drawn}放款至银行卡", "5000.00", "放款成功", time="2026-09-01 08:00:00", order="W1"),
        credit(paid, f"{paid}还款", "500.00", time="2026-10-01 08:00:00", order="W2"),
    )
    assert (len(only(store).draws), len(only(store).repayments)) == (1, 1)
    later = credit(drawn, f"{drawn}还款", "500.00", time="2026-11-01 08:00:00", order="W3")
    assert [use.loan_id for use in load(store, later).proposal.used] == [1]
