"""Report and ledger on page 5: what differs is adopted into a form that is filled in, noted, objected to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.domain.credit.file import AccountKind, PointState, ReportAccount, ReportCheck
from planner.domain.findings.points import Code
from planner.domain.ledger.position import position
from planner.i18n import format as fmt
from planner.overview.overview import Overview, read
from planner.services import credit
from planner.storage.store import Store
from planner.ui.screens.credit.page import VIEWS
from planner.ui.screens.credit.report_forms import InquiryForm, NegativeForm
from planner.ui.screens.credit.sentence_form import SentenceForm
from planner.ui.screens.loans.balance import BalanceForm
from planner.ui.screens.loans.loan_form import LoanForm
from tests.flows.driver import running
from tests.make.people import TODAY, orderly


def reported(path: Path) -> Path:
    """A report of seven loans: one balance is another, one account is overdue, one card was never entered."""
    store = Store(orderly(path))
    check = credit.save(store, ReportCheck(0, date(2026, 11, 20), "online", unread=0), today=TODAY).value
    as_of = date(2026, 10, 31)
    for number in range(1, 8):
        balance = 10_000_00 if number == 1 else 10_145_88
        shown = ReportAccount(
            0, check, f"机构{number}", AccountKind.LOAN, True, overdue=number == 2, balance_minor=balance, as_of=as_of,
            loan_id=number, overdue_minor=1_100_16 if number == 2 else None,
        )  # fmt: skip
        credit.save(store, shown, today=TODAY)
    card = ReportAccount(
        0, check, "广发银行股份有限公司", AccountKind.CARD, True, limit_minor=20_000_00, balance_minor=3_000_00,
        opened_on=date(2025, 3, 1), as_of=as_of,
    )  # fmt: skip
    credit.save(store, card, today=TODAY)
    store.close()
    return path


def told(overview: Overview) -> list[tuple[Code, str, PointState | None]]:
    assert overview.difference is not None
    return [(one.code, one.about, one.decision) for one in overview.difference.difference.points]


async def test_points_are_adopted_noted_and_objected_to_with_a_key_each(tmp_path: Path) -> None:
    path = reported(tmp_path / "reported.db")
    codes = [Code.OVERDUE_THERE, Code.NOT_HERE, Code.BALANCE]
    assert [one[0] for one in told(read(path, TODAY))] == codes
    async with running(path) as d:
        await d.press("5", *["right"] * [view.name for view in VIEWS].index("difference"))
        assert "3 处待核对，0 处已处理" in d.text()
        await d.press("p")
        assert d.screen_of(NegativeForm)
        assert (d.texts()["institution"], d.texts()["amount"]) == ("机构2", "1,100.16")
        await d.press("escape", "down", "enter")
        assert d.screen_of(LoanForm)
        given = {"lender": "广发银行股份有限公司", "method": "card", "limit": "20,000.00", "owed": "3,000.00"}
        assert {key: d.texts()[key] for key in given} == given
        assert d.texts()["start_on"] == "2025-03-01"
        await d.press("escape", "x")
        assert told(read(path, TODAY))[-1] == (Code.NOT_HERE, "account:8", PointState.OBJECTION)
        assert "2 处待核对，1 处已处理" in d.text()
        assert d.table.current is not None
        assert d.table.current.data.code is Code.BALANCE  # the next one, while what was decided went below
        await d.press("u")
        await d.press(*["up"] * d.table.cursor, "m")
        assert told(read(path, TODAY))[-1] == (Code.OVERDUE_THERE, "account:2", PointState.NOTED)
        row = next(at for at, one in enumerate(d.table.rows) if one.data.code is Code.BALANCE)
        at = d.table.cursor
        await d.press(*["down" if row > at else "up"] * abs(row - at), "p")
        assert d.screen_of(BalanceForm)
        assert (d.texts()["balance"], d.texts()["on"]) == ("10,000.00", "2026-10-31")
        then = position(d.account("机构1"), date(2026, 9, 30)).principal_minor
        assert then != d.position("机构1").principal_minor
        d.screen_of(BalanceForm).fill({"on": "2026-09-30"})
        await d.settle()
        assert f"本地推算余额  {fmt.plain_money(then)}" in d.text()  # of the day that is typed
        d.screen_of(BalanceForm).fill({"on": "2026-10-31"})
        await d.press("ctrl+s")
        assert Code.BALANCE not in [one[0] for one in told(read(path, TODAY))]


async def test_a_sentence_not_understood_is_looked_at_with_one_key_and_a_limit_opens_at_the_limit(
    tmp_path: Path,
) -> None:
    path = tmp_path / "seen.db"
    store = Store(orderly(path))
    check = credit.save(store, ReportCheck(0, date(2026, 11, 20), "online", unread=2), today=TODAY).value
    shown = ReportAccount(
        0, check, "机构1", AccountKind.LINE, True, balance_minor=10_145_88, limit_minor=30_000_00, loan_id=1,
        as_of=date(2026, 10, 31),
    )  # fmt: skip
    credit.save(store, shown, today=TODAY)
    store.close()
    async with running(path) as d:
        await d.press("5", *["right"] * [view.name for view in VIEWS].index("report"), "i", "enter")
        assert read(path, TODAY).book.credit.checks[0].unread == 1
        await d.press("i", "left", "enter")
        assert d.screen_of(InquiryForm)
        await d.press("escape")  # nothing was typed: neither is there an inquiry, nor is the sentence done with
        assert d.screen_of(SentenceForm)
        assert read(path, TODAY).book.credit.checks[0].unread == 1
        await d.press("enter")
        d.screen_of(InquiryForm).fill({"on": "2026-11-02", "institution": "某银行"})
        await d.press("ctrl+s", "escape")  # which stays open for more
        assert [one.institution for one in read(path, TODAY).book.credit.inquiries] == ["某银行"]
        assert read(path, TODAY).book.credit.checks[0].unread == 0
        assert d.on_main
        await d.press("c")
        states = {key: dict(d.form.input(key).spec.options) for key in ("card_state", "state")}
        assert states["card_state"]["open"] == "未销户"
        assert "settled" not in states["card_state"]  # a card is closed
        assert "not_activated" not in states["state"]
        await d.press("escape", *["right"] * 3, "p")
        assert d.screen_of(LoanForm)
        assert d.texts()["limit"] == "30,000.00"
        assert d.field == "limit"
