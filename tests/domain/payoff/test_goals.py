"""The goals: what each promises, on the published portfolio and on random debts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given

from planner.domain.payoff.engine.model import Scheduled
from planner.domain.payoff.engine.outcome import Shortfall, reached
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.codec import (
    bound_from_json,
    bound_to_json,
    problem_from_json,
    problem_to_json,
    rule_from_json,
    rule_to_json,
)
from planner.domain.payoff.search.evidence import Bound, Evidence
from planner.domain.payoff.search.goals import (
    Answer,
    Ask,
    Goal,
    answer,
    ask_from,
    by_relief,
    dominated_by,
    lender_months,
    off_the_front,
    ratio_month,
)
from planner.domain.payoff.search.search import Halted, Search, searched
from planner.errors import PlannerError
from tests.make.debts import flat, problems, reducing, seven
from tests.make.examples import examples

INCOME = 1_300_000


@pytest.fixture(scope="module")
def search() -> Search:
    return searched(seven())


def made(search: Search, text: str) -> Answer:
    found = answer(search, ask_from(text), INCOME)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text", ["least_cost", "fewest", "at_most:3", "at_most:3@12", "ratio:0.4", "snowball", "own:4,1,2", "due_only"]
)
def test_a_goal_is_read_as_it_is_written(text: str) -> None:
    assert ask_from(text).text == text


def test_a_search_that_nobody_waits_for_ends_at_once() -> None:
    asked: list[int] = []

    def halted() -> bool:
        asked.append(1)
        return len(asked) > 3

    search = Search(seven(), halted=halted)
    with pytest.raises(Halted):
        search.least_cost()
    assert search.tried == 3


@pytest.mark.parametrize(
    "text",
    ["", "cheap", "at_most", "at_most:x", "at_most:3@0", "ratio:x", "ratio:-1", "own:", "snowball:2"],
)
def test_what_is_no_goal_is_refused_with_those_that_are(text: str) -> None:
    with pytest.raises(PlannerError) as caught:
        ask_from(text)
    assert caught.value.code == "plan.goal"
    assert "least_cost" in str(caught.value.params["known"])


def test_the_least_cost_is_never_above_another_goal(search: Search) -> None:
    least = made(search, "least_cost").outcome.cost_minor
    assert least == 600_443
    for text in ("fewest", "at_most:3", "ratio:0.3", "snowball", "avalanche", "relief", "own:6,0", "at_most:3@9"):
        assert made(search, text).outcome.cost_minor >= least, text


def test_the_fewest_lenders_have_the_smallest_sum_of_months(search: Search) -> None:
    fewest = lender_months(search.problem, made(search, "fewest").outcome)
    for text in ("least_cost", "at_most:3", "snowball", "avalanche", "relief"):
        assert lender_months(search.problem, made(search, text).outcome) >= fewest, text


def test_at_most_is_the_first_of_its_line_and_by_a_month_the_cheapest(search: Search) -> None:
    soonest = made(search, "at_most:3")
    month = reached(search.problem, soonest.outcome.closed)[3]
    assert month == search.front.of(3)[0].month == 7
    later = made(search, "at_most:3@9")
    assert reached(search.problem, later.outcome.closed)[3] <= 9
    assert later.outcome.cost_minor <= soonest.outcome.cost_minor
    assert answer(search, ask_from("at_most:3@2")) is None


def test_the_ratio_falls_as_early_as_any_other_plan_lets_it(search: Search) -> None:
    """0.3 of 13,000.00 leaves 3,900.00 of required payments a month, of 4,950.00 at first."""
    most = INCOME * 3 // 10
    month = ratio_month(made(search, "ratio:0.3").outcome, most)
    for text in ("least_cost", "fewest", "snowball", "avalanche", "relief"):
        assert month <= ratio_month(made(search, text).outcome, most), text
    assert all(required <= most for required in made(search, "ratio:0.3").outcome.required_minor[month - 1 :])


def test_the_ratio_needs_an_income(search: Search) -> None:
    with pytest.raises(PlannerError) as caught:
        answer(search, ask_from("ratio:0.3"), None)
    assert caught.value.code == "plan.no_income"


def test_relief_takes_first_what_frees_most_per_yuan() -> None:
    debts = (reducing(1, 10_000, "0.1", 500), Scheduled.of(2, 2, flat(600_000, 0, 6)), reducing(3, 1_000, "0.1", 200))
    assert by_relief(Problem(debts, Budget.of(10**6))) == (2, 1, 0)


def test_the_own_order_is_kept_to_and_its_rest_goes_by_rate() -> None:
    debts = tuple(reducing(number, 1_000, rate, 50) for number, rate in enumerate(("0.05", "0.2", "0.1"), 1))
    search = searched(Problem(debts, Budget.of(60_000)))
    found = answer(search, Ask(Goal.OWN, order=(1,)))
    assert found is not None
    first = found.outcome.months[0].payments
    assert [paid.extra_minor for paid in first] == [45_000, 0, 0]
    assert found.outcome.closed[0] < found.outcome.closed[1] <= found.outcome.closed[2]


def test_an_order_keeps_the_money_that_a_later_month_requires() -> None:
    """9,000.00 fall due at once in month 3: the first in the order gets only what that leaves."""
    rows = (*flat(10_000, 0, 2), *flat(900_000, 0, 1))
    debts = (reducing(1, 20_000, "0.05", 10), Scheduled.of(2, 2, rows, early_from=None))
    search = searched(Problem(debts, Budget.of(310_000)))
    found = answer(search, Ask(Goal.OWN, order=(1, 2)))
    assert found is not None
    # 3,100.00 three times, less 50.00 twice and 10.00 three times, less 9,000.00
    assert [month.payments[0].extra_minor for month in found.outcome.months[:3]] == [17_000, 0, 0]
    assert found.outcome.months[2].payments[1].paid_minor == 900_000


def test_snowball_is_dominated_and_says_by_what(search: Search) -> None:
    """170.27 dearer than the best static order that leaves as few lenders open after six months."""
    snowball = made(search, "snowball").outcome
    better = off_the_front(search.front, snowball)
    assert better is not None
    assert better.cost_minor < snowball.cost_minor
    at_six = [point for point in search.front.of(4) if point.month <= 6]
    assert snowball.cost_minor - at_six[-1].cost_minor >= 17_027
    least = made(search, "least_cost").outcome
    assert off_the_front(search.front, least) is None
    assert dominated_by(search.problem, least, {"snowball": snowball}) is None
    assert dominated_by(search.problem, snowball, {"worse": made(search, "relief").outcome}) is None


@examples(25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems(4))
def test_every_goal_pays_everything_and_the_least_cost_is_least(problem: Problem) -> None:
    found = searched(problem, 150)
    assume(found.best is not None)
    assert found.best is not None
    for goal in (Goal.LEAST_COST, Goal.FEWEST, Goal.SNOWBALL, Goal.AVALANCHE, Goal.RELIEF):
        try:
            one = answer(found, Ask(goal), INCOME)
        except (Shortfall, PlannerError):
            continue
        assert one is not None
        assert all(one.outcome.closed)
        assert one.outcome.cost_minor >= found.best[0].cost_minor
        assert all(month.paid_minor >= month.required_minor for month in one.outcome.months)


@examples(40)
@given(problems())
def test_problems_and_rules_survive_being_written_down(problem: Problem) -> None:
    assert problem_from_json(problem_to_json(problem)) == problem
    found = searched(problem, 60)
    assume(found.best is not None)
    for point in found.front.points():
        again = rule_from_json(rule_to_json(point.rule))
        assert run(problem, again) == point.outcome


def test_bounds_survive_being_written_down() -> None:
    for bound in (Bound(None, None, 5, final=True), Bound(3, 7, None, final=False)):
        assert bound_from_json(bound_to_json(bound)) == bound


def test_evidence_answers_with_the_tightest_bound_that_applies() -> None:
    evidence = Evidence([Bound(None, None, 100_000, final=False), Bound(3, 7, 120_000, final=True)])
    assert evidence.least() == 100_000
    assert evidence.least(3, 7) == evidence.least(2, 5) == 120_000  # harder to reach: at least as dear
    assert evidence.least(4, 7) == evidence.least(3, 8) == 100_000
    assert not evidence.impossible(3, 6)
    evidence.add(Bound(3, 6, None, final=True))
    assert evidence.impossible(3, 6)
    assert evidence.impossible(2, 6)
    assert not evidence.impossible(3, 7)
    assert evidence.close(120_012, 3, 7)
    assert not evidence.close(120_013, 3, 7)


def test_no_lender_left_is_no_number_of_lenders_to_get_down_to() -> None:
    """It is all paid off; only by a day that is a goal of its own, as in the price of fewer lenders."""
    with pytest.raises(PlannerError) as refused:
        ask_from("at_most:0").validate()
    assert (refused.value.code, refused.value.field) == ("plan.at_most", "at_most")
    for text in ("at_most:1", "at_most:0@12", "least_cost"):
        ask_from(text).validate()


@pytest.mark.parametrize("text", ["at_most:99", "at_most:7", "at_most:7@12"])
def test_as_many_lenders_as_are_owed_are_no_goal(text: str) -> None:
    with pytest.raises(PlannerError) as refused:
        ask_from(text).validate(7)
    assert (refused.value.code, refused.value.params["n"]) == ("plan.at_most_owed", 7)
    ask_from("at_most:6").validate(7)
    ask_from("at_most:0@12").validate(1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ratio:0", "plan.ratio_none"),
        ("ratio:0.45", "plan.ratio_reached"),
        ("ratio:9.9", "plan.ratio_reached"),
    ],
)
def test_a_payment_ratio_that_is_reached_anyway_or_never_is_no_goal(text: str, code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        ask_from(text).validate(7, Decimal("0.45"))
    assert (refused.value.code, refused.value.field) == (code, "ratio")
    ask_from("ratio:0.44").validate(7, Decimal("0.45"))
    ask_from("ratio:0.45").validate(7)
