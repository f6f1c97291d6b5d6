"""The table of apps and the institutions that report them, by keyboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from planner.services import loans
from planner.storage.store import Store
from tests.flows.driver import LARGE, in_order, running
from tests.make.people import LONG, MARKUP, PLAIN
from tests.make.probes import read_book


async def test_apps_of_one_institution_count_once(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        before = d.app.overview.now.lenders
        for name in (MARKUP, PLAIN):
            await d.press("ctrl+p", *"报告机构", "enter")
            assert f"共{d.app.overview.now.lenders.institutions}家报告机构" in d.flat()
            table = d.app.screen.query_one("#institutions")
            place = [row.data.name for row in table.rows].index(name)  # type: ignore[attr-defined]
            await d.press("home", *["down"] * place, "e")
            await d.fill(institution="重庆[b某银行")
            await d.press("ctrl+s", "escape")
        after = d.app.overview.now.lenders
        assert (after.unsettled, after.institutions) == (before.unsettled, before.institutions - 1)
        assert d.account(MARKUP).loan.lender.institution == "重庆[b某银行"
        await d.press("u", "u")
        assert d.app.overview.now.lenders == before


async def test_a_contract_that_another_institution_funds_has_a_line_of_its_own(hostile: Path) -> None:
    store = Store(hostile)
    (loan,) = (one.loan for one in read_book(hostile).accounts if one.loan.lender.name == LONG)
    loans.edit(store, replace(loan, institution="另一家银行"))
    store.close()
    async with running(hostile, size=LARGE) as d:
        await d.press("ctrl+p", *"报告机构", "enter")
        assert in_order(d.text(), [LONG[:8], "另一家银行"])
        table = d.app.screen.query_one("#institutions")
        place = [row.key for row in table.rows].index(f"loan-{loan.id}")  # type: ignore[attr-defined]
        await d.press("home", *["down"] * place)
        await d.press("enter")
        assert d.texts()["institution"] == "另一家银行"
