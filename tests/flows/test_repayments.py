"""Repayments, draws and balances by keyboard: two keys for what is due, and every other case that people meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.accounts.records import Account, Repayment, Split
from planner.domain.cases.file import Kind
from planner.domain.ledger import position
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import AccountState, DueStatus
from planner.domain.reminders.rules import CASE
from planner.i18n import format as fmt
from planner.services import loans
from planner.storage.store import Store
from planner.ui.screens.loans.loan import LoanScreen
from planner.ui.screens.loans.repayment import RepaymentForm
from tests.flows.driver import LARGE, Driver, in_order, running
from tests.make import databases
from tests.make.people import ACTION, BACKSLASH, EMOJI, LONG, MARKUP, OPEN_TAG, PLAIN, TODAY, nobody
from tests.make.probes import read_book
from tests.make.replays import count_replays


def paid(d: Driver, name: str) -> Repayment:
    """The repayment that was recorded last on the account."""
    return max(d.account(name).repayments, key=lambda repayment: repayment.id)


async def to_loan(d: Driver, name: str) -> None:
    """Open the screen of a loan from the list, by keys."""
    await d.press("2", "home")
    for _ in d.table.rows:
        current = d.table.current
        assert current is not None
        if d.app.overview.accounts[current.data].loan.name == name:
            break
        await d.press("down")
    await d.press("enter")
    assert d.screen_of(LoanScreen).account.loan.name == name


@pytest.mark.parametrize("way", ["today", "loans", "loan", "burst"])
async def test_a_due_repayment_is_recorded_with_two_keys(hostile: Path, way: str) -> None:
    async with running(hostile) as d:
        if way == "loans":
            await d.press("2", "home")
        elif way == "loan":
            await to_loan(d, MARKUP)
        before = len(d.account(MARKUP).repayments)
        if way == "burst":
            await d.burst("p", "enter")
        else:
            await d.press("p", "enter")
        assert len(d.account(MARKUP).repayments) == before + 1
        assert paid(d, MARKUP) == Repayment(paid(d, MARKUP).id, TODAY, 1_100_16)
        assert d.toast == "已记还款 1,100.16（[/]） · u 撤销"
        due = next(due for due in d.position(MARKUP).dues if due.due_on == date(2026, 11, 15))
        assert (due.status, due.days_late, due.unpaid_minor) == (DueStatus.LATE, 8, 0)
        if way in ("today", "burst"):
            assert "逾期 8 天" not in d.text()
        await d.press("u")
        assert d.toast == "撤销：记还款 1,100.16（[/]） · ctrl+r 重做"
        assert len(d.account(MARKUP).repayments) == before


async def test_each_due_in_turn_from_today(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p", "enter")
        assert d.table.current is not None
        assert "[@click=app.quit]" in str(d.table.current.cells["what"])  # the cursor stands on the next due
        await d.press("p", "enter")
        assert paid(d, ACTION).amount_minor == 1_190_00
        assert d.position(ACTION).principal_minor == 18_000_00


async def test_the_form_shows_the_split_before_it_is_saved(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("down", "p")
        assert d.texts()["amount"] == "1,190.00"
        assert in_order(d.text(), ["对应 2026-11-23 到期的一期", "本金  1,000.00", "利息  190.00", "费用  0.00"])


async def test_the_form_asks_the_ledger_once_for_each_amount(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = position.replay

    def replay(account: Account) -> Replay:
        asked.append(account.loan.id)
        return real(account)

    async with running(hostile) as d:
        monkeypatch.setattr(position, "replay", replay)
        await d.press("p")
        await d.press("down", "down", "down")
        assert len(asked) == 1
        await d.write("4,250")
        assert len(asked) == 1  # what is owed today was known before
        await d.fill(amount="500")
        assert len(asked) <= 1 + len("500")
        await d.press("escape", "escape")
        await to_loan(d, PLAIN)
        asked.clear()
        await d.press("x")
        assert len(asked) == 1


async def test_less_than_is_due_leaves_the_rest_due(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="５００．１６")
        await d.press("enter")
        assert paid(d, MARKUP).amount_minor == 500_16
        due = d.position(MARKUP).next_due
        assert due is not None
        assert (due.due_on, due.unpaid_minor, due.status) == (date(2026, 11, 15), 600_00, DueStatus.MISSED)
        assert in_order(d.text(), ["逾期 8 天", "[/]", "600.00"])
        await d.press("p")
        assert d.texts()["amount"] == "600.00"
        await d.press("enter")
        assert d.position(MARKUP).overdue_minor == 0


async def test_more_than_is_due_takes_down_the_principal(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("down", "p")
        await d.fill(amount="5,190")
        assert in_order(d.text(), ["本金  5,000.00", "利息  190.00"])
        await d.press("enter")
        assert d.position(ACTION).principal_minor == 14_000_00
        due = d.position(ACTION).next_due
        assert due is not None
        assert due.interest_minor == 140_00


async def test_the_balance_that_the_lender_shows_gives_the_interest(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(balance="4,250")
        assert in_order(d.text(), ["本金  1,011.69", "利息  88.47"])
        await d.press("enter")
        assert paid(d, MARKUP).split == Split(1_011_69, 88_47, 0)
        assert d.position(MARKUP).principal_minor == 4_250_00
        assert d.account(MARKUP).checked_on == TODAY  # the lender's own figure was looked at


async def test_a_split_can_be_corrected_and_its_rest_is_filled_in(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(interest="100.16")
        assert "本金  1,000.00" in d.text()
        await d.press("enter")
        assert paid(d, MARKUP).split == Split(1_000_00, 100_16, 0)


async def test_settling_early_needs_only_enter(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, PLAIN)
        owed = d.position(PLAIN).settlement_minor
        await d.press("x")
        assert d.texts()["settles"] == "yes"
        await d.press("enter")
        assert (paid(d, PLAIN).amount_minor, paid(d, PLAIN).settles) == (owed, True)
        assert d.position(PLAIN).state is AccountState.SETTLED
        assert "开结清证明" in d.flat()
        assert "注销额度" not in d.flat()
        await d.press("n")
        assert "已结清" in d.text()
        await d.press("u")
        assert d.position(PLAIN).state is AccountState.ACTIVE


async def test_settling_with_another_amount_closes_the_rest(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, OPEN_TAG)
        await d.press("x")
        await d.fill(amount="30500", note="协商结清 [/]")
        await d.press("ctrl+s")
        assert d.position(OPEN_TAG).settlement_minor == 0
        assert paid(d, OPEN_TAG).note == "协商结清 [/]"


async def test_more_than_ends_the_loan_is_asked_about(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="9999")
        await d.press("enter")
        assert "比结清所需的" in d.flat()
        assert d.field == "amount"
        assert len(d.account(MARKUP).repayments) == 2
        await d.fill(settles="yes")
        await d.press("enter")
        assert d.position(MARKUP).settlement_minor == 0


async def test_a_repayment_of_yesterday(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(on="昨天")
        await d.press("tab")
        assert d.texts()["on"] == "2026-11-22"
        await d.press("enter")
        assert paid(d, MARKUP).on == date(2026, 11, 22)


async def test_records_are_edited_and_deleted(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        before = d.account(MARKUP)
        await d.press("tab", "e")
        assert d.texts() | {"amount": "1,100.16", "on": "2026-10-18", "note": "[/] 已还"} == d.texts()
        await d.fill(on="2026-10-15")
        await d.press("ctrl+s")
        assert d.toast.splitlines() == ["已修改还款 1,100.16（[/]） · u 撤销", "2026-10-15 的逾期改成了按时，共 1 期"]
        assert [r.on for r in d.account(MARKUP).repayments] == [date(2026, 9, 15), date(2026, 10, 15)]
        assert all(due.status is not DueStatus.LATE for due in d.position(MARKUP).dues)
        await d.press("d", "y")
        told = ["已删除还款 1,100.16（[/]） · u 撤销", "2026-10-15 原为按时，现为逾期或未还，共 1 期"]
        assert d.toast.splitlines() == told
        assert len(d.account(MARKUP).repayments) == 1
        await d.press("u", "u")
        assert d.account(MARKUP) == before


async def test_draws_and_balances_of_a_line(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, LONG)
        await d.press("w")
        await d.write("１，２３４．５６")
        await d.fill(on="前天", note="进货 [b")
        await d.press("ctrl+s")
        assert "已保存" in d.text()  # and the next draw can be typed at once
        await d.fill(amount="100")
        await d.press("ctrl+s", "escape")
        draws = [(draw.on, draw.amount_minor, draw.note) for draw in d.account(LONG).draws[1:]]
        assert draws == [(date(2026, 11, 21), 1_234_56, "进货 [b"), (TODAY, 100_00, "")]
        assert d.position(LONG).principal_minor == 21_334_56
        assert in_order(d.text(), ["支用", "100.00", "支用", "1,234.56", "进货 [b"])

        await d.press("b")
        await d.fill(balance="21,000")
        assert in_order(d.text(), ["本地推算余额  21,334.56", "相差  -334.56"])
        await d.press("ctrl+s")
        assert d.position(LONG).principal_minor == 21_000_00
        assert d.account(LONG).checked_on == TODAY
        assert "余额核对" in d.text()

        for kind, word in (("余额", "21,000.00"), ("支用", "100.00")):
            await d.press("home", "d", "y")
            assert kind in d.toast
            assert word in d.toast
        assert [draw.amount_minor for draw in d.account(LONG).draws] == [20_000_00, 1_234_56]


async def test_a_draw_is_edited(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, EMOJI)
        await d.press("e")
        await d.fill(amount="99.9")
        await d.press("ctrl+s")
        assert [draw.amount_minor for draw in d.account(EMOJI).draws] == [99_90]
        assert d.account(EMOJI).draws[0].note == "买菜"


async def test_a_line_is_closed_only_when_nothing_is_owed(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, LONG)
        await d.press("c", "y")
        assert "结清后才能关闭" in d.toast
        assert d.account(LONG).loan.closed_on is None
        await d.press("x", "enter")
        assert d.position(LONG).state is AccountState.ZERO_OPEN
        await d.press("c", "c", "enter", "n")  # neither the key that asked nor enter confirms
        assert d.account(LONG).loan.closed_on is None
        await d.press("c", "y")
        assert d.account(LONG).loan.closed_on == TODAY
        assert d.position(LONG).state is AccountState.CLOSED
        assert "已关闭" in d.text()
        await d.press("c")  # open again
        assert d.account(LONG).loan.closed_on is None


async def test_a_loan_with_a_schedule_takes_no_draws(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, BACKSLASH)
        assert "记支用" not in d.footer
        await d.press("w")
        assert isinstance(d.app.screen, LoanScreen)
        assert read_book(hostile) == d.book


async def test_a_payment_on_the_day_a_line_was_entered_takes_down_what_is_owed(tmp_path: Path) -> None:
    path = tmp_path / "planner.db"
    store = Store(nobody(path))
    loan = replace(databases.line("借呗"), start_on=TODAY, due_day=None)
    loans.add(store, loan, opening_minor=1_000_000, today=TODAY)
    store.close()
    async with running(path) as d:
        await to_loan(d, "借呗")
        await d.press("p")
        assert "当日余额已含" in d.text()
        assert d.texts()["included"] == "no"
        await d.fill(amount="3000")
        assert "本金  3,000.00" in d.text()
        await d.press("enter")
        assert d.position("借呗").principal_minor == 700_000
        assert d.app.overview.now.debt_minor == 700_000
        await d.press("p")
        await d.fill(amount="1000", on="2026-11-22")
        await d.press("tab")
        assert "当日余额已含" not in d.text()  # no balance was read on that day
        await d.press("escape", "escape")
        await d.press("home", "e")
        await d.fill(included="yes")
        await d.press("ctrl+s")
        assert d.position("借呗").principal_minor == 1_000_000
        await d.press("u", "u")
        assert d.account("借呗").repayments == ()


async def test_a_payment_that_failed_is_owed_again(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, MARKUP)
        before = d.account(MARKUP), d.position(MARKUP)
        await d.press("v")
        assert "先按 Tab 到流水" in d.toast
        await d.press("tab", "home", "v")
        assert d.texts() == {"on": "2026-10-18"}
        await d.fill(on="2026-10-17")
        await d.press("enter")
        assert "退回日期2026-10-17不对" in d.flat()
        await d.fill(on="2026-10-18")
        await d.press("enter")
        assert d.toast == "已标记还款未成功 1,100.16（[/]） · u 撤销"
        assert "扣款失败" in d.text()
        assert d.position(MARKUP).overdue_minor > before[1].overdue_minor
        await d.press("v")  # it went through after all
        assert d.account(MARKUP) == before[0]
        await d.press("u")
        assert "扣款失败" in d.text()
        await d.press("u")
        assert (d.account(MARKUP), d.position(MARKUP)) == before


async def test_what_is_left_after_settling_becomes_a_close_out(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, LONG)
        await d.press("x", "enter", "y")
        (file,) = d.app.overview.cases
        loan_id = d.account(LONG).loan.id
        assert (file.case.kind, file.case.loan_id) == (Kind.CLOSEOUT, loan_id)
        assert [one.about for one in d.app.overview.dated if one.code == CASE] != []
        assert loan_id not in [one.loan.id for one in d.app.overview.emptied]
        await d.press("u")
        assert d.app.overview.cases == ()
        assert loan_id in [one.loan.id for one in d.app.overview.emptied]


async def test_closing_is_asked_for_taken_back_and_confirmed(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, LONG)
        await d.press("x", "enter")
        assert "注销额度" in d.flat()
        await d.press("n", "z", "enter")
        assert d.account(LONG).loan.closing_on == TODAY
        assert "关闭中" in d.text()
        await d.press("z")
        assert d.account(LONG).loan.closing_on is None
        await d.press("u", "c", "y")
        assert (d.account(LONG).loan.closing_on, d.account(LONG).loan.closed_on) == (TODAY, TODAY)
        assert "已关闭" in d.text()


async def test_settling_with_too_little_is_asked_about_once(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, PLAIN)
        owed = d.position(PLAIN).settlement_minor
        await d.press("x")
        await d.fill(amount="100")
        await d.press("ctrl+s")
        assert d.screen_of(RepaymentForm)  # nothing is given away by a slip
        assert f"还差 {fmt.plain_money(owed - 10_000)}" in d.text()
        assert d.position(PLAIN).settlement_minor == owed
        await d.press("ctrl+s")
        assert d.position(PLAIN).state is AccountState.SETTLED


async def test_a_repayment_replays_the_ledger_of_its_own_account_only(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(hostile) as d:
        replayed = count_replays(monkeypatch)
        await d.press("p", "enter")
        assert paid(d, MARKUP).amount_minor == 1_100_16
        assert set(replayed) == {d.account(MARKUP).loan.id}
