"""Offers, consolidation, what is asked before one borrows, and whom else to ask: by keys, as a person would."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.accounts.terms import FeeWhen
from planner.domain.offers.offer import Decision, OfferState
from planner.domain.review.items import Stage
from planner.errors import PlannerError
from planner.i18n import t
from planner.overview import borrowing
from planner.overview.overview import read
from planner.overview.review import agenda, standing
from planner.ui.dialogs.help import Help
from planner.ui.dialogs.reading import TextScreen
from planner.ui.screens.cases.page import VIEWS
from planner.ui.screens.offers.alternatives import AlternativesScreen
from planner.ui.screens.offers.flows import FlowsScreen
from planner.ui.screens.offers.offer import OfferScreen
from planner.ui.screens.offers.offer_form import OfferForm
from planner.ui.screens.offers.taking import TakingForm
from planner.ui.screens.offers.wishes import WishesScreen, WishForm
from planner.ui.screens.review.rows import stage_rows
from planner.ui.widgets.table import Table, text_in
from tests.flows.driver import LARGE, SMALL, Driver, running
from tests.make.people import TODAY

HOSTILE = "[/] [b]x[/] [@click=app.quit]"


@pytest.fixture(autouse=True)
def no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """What becomes of the plan is tested without screens: it takes as long as a plan takes."""

    def none(*_args: object, **_more: object) -> None:
        raise PlannerError("plan.nothing_owed")

    monkeypatch.setattr(borrowing, "plan_effect", lambda *_args, **_more: None)
    monkeypatch.setattr(borrowing, "planning", none)


def states(d: Driver) -> list[OfferState]:
    """What became of the offers."""
    return [one.state for one in d.app.overview.offers]


async def to_offers(d: Driver) -> None:
    """The view of offers."""
    await d.press("6", *["right"] * [view.name for view in VIEWS].index("offers"), "home")
    assert t("case.view.offers") in d.text()


async def test_an_offer_is_entered_weighed_taken_and_that_is_undone(demo: Path) -> None:
    async with running(demo, demo=True, size=LARGE) as d:
        await to_offers(d)
        assert len(d.app.overview.offers) == 3
        await d.press("a")
        assert isinstance(d.app.screen, OfferForm)
        await d.fill(lender="宁波银行", amount="1.3万", terms="12", rate="6%", upfront="1%", own_money="50")
        assert "单利" in d.flat()
        await d.press("ctrl+s")
        offer = d.app.overview.offers[-1]
        assert (offer.lender, offer.amount_minor, len(offer.fees)) == ("宁波银行", 1_300_000, 2)
        await d.press("home", *["down"] * 3, "enter")
        screen = d.screen_of(OfferScreen)
        assert screen.offer == offer
        weighed = screen.weighed
        assert weighed is not None
        assert weighed.best.exact
        assert weighed.best.saving_minor == max(weighed.chosen.saving_minor, 0)
        await d.press("t")
        form = d.screen_of(TakingForm)
        assert form.texts()["principal"] == "13,000.00"
        before = len(d.book.accounts)
        await d.press("ctrl+s")
        assert len(d.book.accounts) == before + 1
        taken = d.account("宁波银行")
        assert [fee.when for fee in taken.loan.fees] == [FeeWhen.UPFRONT]
        assert "50.00" in taken.loan.note
        assert states(d)[-1] is OfferState.TAKEN
        await d.press("u")
        assert len(d.book.accounts) == before
        assert states(d)[-1] is OfferState.OPEN


@pytest.mark.parametrize(("size", "language"), [(SMALL, "zh"), (LARGE, "en")])
async def test_every_screen_of_offers_fits(demo: Path, size: tuple[int, int], language: str) -> None:
    async with running(demo, demo=True, size=size, language=language) as d:
        await to_offers(d)
        for keys, kind in (
            (["enter"], OfferScreen),
            (["y"], FlowsScreen),
            (["escape", "i"], TextScreen),
            (["escape", "?"], Help),
            (["escape", "e"], OfferForm),
            (["escape", "escape", "b"], WishesScreen),
            (["enter"], WishForm),
            (["escape", "escape", "f"], AlternativesScreen),
            (["enter"], TextScreen),
            (["escape", "a"], OfferForm),
        ):
            await d.press(*keys)
            assert isinstance(d.app.screen, kind), (keys, d.app.screen)
            assert d.wide_lines() == []
            assert "{" not in d.text()


async def test_space_marks_what_it_repays_and_b_takes_the_best(demo: Path) -> None:
    async with running(demo, demo=True, size=SMALL) as d:
        await to_offers(d)
        await d.press("enter")
        screen = d.screen_of(OfferScreen)
        assert screen.weighed is not None
        best = screen.weighed.chosen_ids
        assert best
        table = screen.query_one(Table)
        row = next(row for row in table.rows if row.data.loan_id in best)
        while table.current is not row and table.current is not None and table.current.key != row.key:
            await d.press("down")
        await d.press("space")
        assert screen.weighed.chosen_ids == best - {row.data.loan_id}
        assert t("offer.best.other", amount="").split("{")[0][:5] in d.flat()
        await d.press("b")
        assert screen.weighed.chosen_ids == best


async def test_a_wish_is_asked_about_decided_and_deleted(empty: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await to_offers(d)
        await d.press("b", "a")
        await d.fill(amount="3000", purpose=HOSTILE, terms="6")
        assert "不用借钱" in d.flat()
        await d.fill(decision="no")
        await d.press("ctrl+s")
        assert "写一句为什么" in d.flat()
        await d.fill(words="先还清 [b")
        await d.press("ctrl+s")
        wish = d.app.overview.wishes[-1]
        assert (wish.purpose, wish.decision, wish.words) == (HOSTILE, Decision.NO, "先还清 [b")
        assert wish.decided_on == d.app.overview.today
        await d.press("enter", "escape", "d", "y")
        assert not d.app.overview.wishes
        await d.press("u")
        assert d.app.overview.wishes[-1] == wish


async def test_an_offer_is_declined_opened_again_and_deleted(demo: Path) -> None:
    async with running(demo, demo=True, size=LARGE) as d:
        await to_offers(d)
        await d.press("enter", "x", "y")
        offer = d.app.overview.offers[0]
        assert offer.state is OfferState.DECLINED
        await d.press("x")
        assert d.app.overview.offers[0].state is OfferState.OPEN
        await d.press("d", "y")
        assert offer.id not in [one.id for one in d.app.overview.offers]
        assert (d.on_main, d.page) == (True, "cases")


async def test_with_nothing_entered_it_is_said_what_to_do(empty: Path) -> None:
    async with running(empty) as d:
        await to_offers(d)
        assert "借钱之前先问一问" in d.flat()
        await d.press("a")
        await d.fill(lender=HOSTILE, amount="1000", terms="12", rate="12")
        await d.press("ctrl+s", "enter")
        assert d.screen_of(OfferScreen).weighed is not None
        assert "没有可以置换的欠款" in d.flat()
        await d.press("i")
        assert isinstance(d.app.screen, TextScreen)
        await d.press("escape", "escape", "b", "a")
        await d.fill(amount="1000", purpose="x", terms="12")
        assert "不会让任何指标变差" in d.flat()


async def test_what_cannot_be_typed_is_told_and_nothing_is_kept(empty: Path) -> None:
    async with running(empty) as d:
        await to_offers(d)
        await d.press("a")
        await d.fill(lender="某银行", amount="1000", terms="999", rate="12", per_term="abc")
        await d.press("ctrl+s")
        assert "不是费用" in d.flat()
        await d.fill(per_term="1%")
        await d.press("ctrl+s")
        assert "999" in d.flat()
        assert d.app.overview.offers == ()


def test_the_review_shows_a_wish_that_waits_again(demo: Path) -> None:
    view = read(demo, TODAY)
    at = standing(view)
    rows = stage_rows(Stage.RATIOS, agenda(view, at), at, view)
    told = [text_in(row.cells["name"]) for row in rows[1] if row.key.startswith("wish-")]
    assert told == ["借钱之前：6,000.00，换手机", "  先等等（2026-11-15）：等美团借钱还清再说，旧的还能用"]
