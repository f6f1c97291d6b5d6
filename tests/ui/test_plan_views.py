"""The views of the plan page while money is short, or the goal is out of reach: each shows itself or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import Ask, Goal
from planner.i18n import use
from planner.overview.overview import read
from planner.ui.screens.plan.page import PlanPage
from planner.ui.screens.plan.views import goals, months, pay, price, ratio, short, timeline
from planner.ui.screens.plan.views.sight import PlanSight
from planner.ui.views import fitting
from planner.ui.widgets.text import width
from tests.make.shortfall import TODAY, three_lenders


def _sight(path: Path, means: Means) -> PlanSight:
    overview = read(three_lenders(path), TODAY)
    plan = planning(overview.book, TODAY, means)
    return PlanSight(overview, plan, Ask(Goal.LEAST_COST), None, proving=False)


@pytest.mark.parametrize("view", [price.VIEW, months.VIEW, ratio.VIEW, timeline.VIEW])
def test_a_view_of_a_plan_says_that_it_has_nothing_while_money_is_short(view, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    use("en")
    seen = _sight(tmp_path / "book.db", Means(450_000))
    shown = short.in_place_of(view, seen)
    assert shown.name == view.name
    assert shown.columns() == view.columns()
    assert shown.rows(seen) == []
    assert shown.chart(seen) is None
    assert shown.picture(seen, 80) == ""
    assert "Nothing to show here while money is short" in shown.empty(seen)
    assert "6,000.00" in shown.empty(seen)


def test_what_to_pay_and_what_comes_first_are_shown_under_their_names(tmp_path: Path) -> None:
    use("en")
    seen = _sight(tmp_path / "book.db", Means(450_000))
    assert len(short.in_place_of(pay.VIEW, seen).rows(seen)) == 3
    assert short.in_place_of(goals.VIEW, seen).rows(seen)[0].data[0] == "record"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_small_window_keeps_its_rows_for_the_table(language: str, tmp_path: Path) -> None:
    """Of 24 lines the head takes eight at most; the first names what is missing, the second what is enough."""
    use(language)
    seen = _sight(tmp_path / "book.db", Means(450_000))
    head = short.in_place_of(pay.VIEW, seen).head(seen)
    assert sum(max(-(-width(line) // 76), 1) for line in head.split("\n")) <= 8
    assert "1,500.00" in head.split("\n")[1]
    assert "6,000.00" in head.split("\n")[2]


def test_a_goal_out_of_reach_leaves_the_price_of_fewer_lenders_in_view(tmp_path: Path) -> None:
    use("en")
    seen = _sight(tmp_path / "book.db", Means(900_000))
    assert short.in_place_of(price.VIEW, seen) is price.VIEW
    assert short.in_place_of(goals.VIEW, seen) is goals.VIEW
    shown = short.in_place_of(months.VIEW, seen)
    assert shown.rows(seen) == []
    assert "no way of paying reaches this goal" in shown.empty(seen)


def test_what_the_head_has_no_room_for_stands_in_the_help() -> None:
    use("en")
    page = PlanPage()
    assert "something kept" not in page.explained()
    page.left_out = ["something kept"]
    assert page.explained().startswith("something kept\n\n")


def test_a_part_that_is_too_long_makes_way_for_the_next() -> None:
    assert fitting(["four", "seventeen letters", "five"], lambda some: sum(map(len, some)) <= 9) == ["four", "five"]
