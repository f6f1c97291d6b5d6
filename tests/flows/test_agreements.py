"""Agreements and legal moves, entered by keyboard: what stands beside the form, what the loan shows, what is undone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual import events

from planner.domain.accounts.records import Arrangement, ArrangementKind, ArrangementState, MoveKind
from planner.services import arrangements
from planner.ui.screens.loans.agreement_form import AgreementForm
from planner.ui.screens.loans.agreements import AgreementsScreen
from planner.ui.screens.loans.move_form import MoveForm
from planner.ui.screens.loans.repayment import RepaymentForm
from tests.flows.driver import SMALL, in_order, running
from tests.flows.test_repayments import to_loan
from tests.make.people import MARKUP, TODAY


async def test_what_a_settlement_for_less_asks_for_is_a_row_of_today(orderly: Path) -> None:
    async with running(orderly) as d:
        kind, state = ArrangementKind.REDUCED_SETTLEMENT, ArrangementState.AGREED
        until = TODAY + timedelta(3)
        deal = Arrangement(0, kind, state, agreed_on=TODAY, until_on=until, amount_minor=500_000)
        loan_id = d.account("机构5").loan.id
        d.app.write(lambda store: arrangements.add(store, loan_id, deal, today=TODAY))
        await d.settle()
        while "协商约定" not in d.table.current.text():  # type: ignore[union-attr]
            await d.press("down")
        shown = d.table.current.text()  # type: ignore[union-attr]
        assert [part in shown for part in ("机构5", "5,000.00", "快到期")] == [True] * 3
        await d.press("p")
        assert d.screen_of(RepaymentForm).texts()["amount"] == "5,000.00"
        await d.press("escape", "7")
        assert "按协商还（3 天内），5,000.00" in d.text()


async def test_a_deferral_is_entered_seen_kept_and_undone(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        before = d.app.overview.positions[d.account(MARKUP).loan.id]
        await d.press("g", "a")
        d.screen_of(AgreementForm)
        await d.fill(terms="3", agreed_with="[/] 8 号")
        assert "比原合同多" in d.text()
        assert "征信报告" in d.text()
        await d.press("ctrl+s")
        d.screen_of(AgreementsScreen)
        (made,) = d.account(MARKUP).arrangements
        assert (made.kind, made.state, made.terms) == (ArrangementKind.DEFERRAL, ArrangementState.AGREED, 3)
        assert "延期 3 期" in d.text()
        await d.press("e")
        await d.fill(state="kept")
        await d.press("ctrl+s")
        assert d.account(MARKUP).arrangements[0].state is ArrangementState.KEPT
        await d.press("escape")
        after = d.app.overview.positions[made_id := d.account(MARKUP).loan.id]
        assert after.next_due is not None
        assert before.next_due is not None
        assert after.next_due.due_on > before.next_due.due_on
        assert "延期 3 期" in d.text()
        await d.press("u", "u")
        assert d.account(MARKUP).arrangements == ()
        assert d.app.overview.positions[made_id] == before


async def test_a_claim_that_was_sold_is_shown_as_that_and_undone(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        await d.press("g", "m")
        d.screen_of(MoveForm)
        await d.fill(kind="sold", creditor="某资产管理公司 [b]")
        assert "先向原机构核实" in d.text()
        await d.press("ctrl+s")
        (move,) = d.account(MARKUP).moves
        assert (move.kind, move.creditor) == (MoveKind.SOLD, "某资产管理公司 [b]")
        await d.press("escape")
        assert "某资产管理公司 [b]" in d.text()
        await d.press("escape")
        assert "已转让" in d.text()
        await d.press("1", "home")
        assert any("已转让" in row.text() for row in d.table.rows)  # Today too: it is not paid to the old lender
        await to_loan(d, MARKUP)
        await d.press("p")
        assert "现在欠的是" in d.text()
        await d.press("escape", "u")
        assert d.account(MARKUP).moves == ()


async def test_a_table_of_agreed_instalments_is_pasted_into_its_field(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        await d.press("g", "a")
        form = d.screen_of(AgreementForm)
        await d.fill(kind="new_instalments")
        table = "2027-01-05\t5,000.00\t0.00\n2027-02-05\t5,000.00\t12.50\n"
        field = form.input("rows")
        field.focus()
        await d.settle()
        field.post_message(events.Paste(table))
        await d.settle()
        assert d.texts()["rows"] == "2027-01-05 5,000.00 0.00; 2027-02-05 5,000.00 12.50"
        await d.press("ctrl+s")
        assert "就能结清" in d.flat()  # twice what is owed: asked about once
        assert d.account(MARKUP).arrangements == ()
        await d.press("ctrl+s")
        (made,) = d.account(MARKUP).arrangements
        assert [(row.due_on.month, row.principal_minor, row.interest_minor) for row in made.rows] == [
            (1, 500_000, 0),
            (2, 500_000, 1_250),
        ]
        await d.press("e")
        assert d.texts()["rows"] == "2027-01-05 5,000.00; 2027-02-05 5,000.00 12.50"
        await d.press("ctrl+s", "u", "u")
        assert d.account(MARKUP).arrangements == ()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_last_day_of_what_was_agreed_is_not_cut_on_the_smallest_screen(hostile: Path, language: str) -> None:
    async with running(hostile, language=language, size=SMALL) as d:
        await to_loan(d, MARKUP)
        await d.press("g", "a")
        await d.fill(kind="suspended_interest", until_on="2026-12-31", agreed_with="某银行客服中心的某某某某某某")
        await d.press("ctrl+s")
        assert "2026-12-31" in d.text()
        await d.press("a")
        await d.fill(kind="reduced_settlement", amount="4321.09", until_on="2026-12-30")
        await d.press("ctrl+s")
        assert in_order(d.text(), ["4,321.09", "2026-12-30", "2026-12-31"])
