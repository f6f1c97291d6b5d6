"""Plans of the demo's person: the document, goals kept, plans adopted in versions, what-ifs, the proof's news."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner import i18n
from planner.cli.plan import document
from planner.domain.accounts.loan import Lender, LenderKind, Method
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.payoff.adopted.baseline import baseline_from, document_of
from planner.domain.payoff.adopted.drift import Cause
from planner.domain.payoff.adopted.movement import as_json, from_json
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.planning import Planning, planning
from planner.domain.payoff.search.evidence import Bound, nothing_left
from planner.domain.payoff.search.goals import Ask, Goal, ask_from
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.scenario import NewLoan, Scenario
from planner.domain.payoff.search.search import by_rate, searched
from planner.domain.payoff.search.sparing import Sparing
from planner.domain.payoff.short.least import Then
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.overview.overview import Overview, read
from planner.overview.plan import drift_of, goal_of, in_force, means_of
from planner.proof.remote import Proving
from planner.services import cash, draws, loans, plans, repayments, undo
from planner.storage.sqlite import writing
from planner.storage.store import Store
from planner.words import plan
from tests.make import databases, people
from tests.make.debts import seven
from tests.make.shortfall import uncounted
from tests.make.templates import Templates

TODAY = date(2026, 11, 27)
LEFT = 69_680 + 108_084 + 89_707  # what the demo's person still has to pay in November, fen


@pytest.fixture
def demo_path(tmp_path: Path, templates: Templates) -> Path:
    return templates.demo(tmp_path / "demo.db", TODAY, "zh")


@pytest.fixture
def overview(demo_path: Path) -> Overview:
    return read(demo_path, TODAY)


def planned(overview: Overview, monthly: int | None = 1_000_000) -> Planning:
    return planning(overview.book, overview.today, Means(monthly))


def test_the_document_holds_what_scripts_rely_on(overview: Overview) -> None:
    plan = planned(overview)
    said = document(overview, plan, ask_from("at_most:3"))
    keys = (
        "goal start_on months cost_minor interest_minor fees_minor lower_bound_minor proven lenders_by_month frontier"
    )
    assert {*keys.split(), "lenders_by_month", "frontier", "goals", "actions", "infeasible"} <= said.keys()
    assert said["goal"] == "at_most:3"
    assert said["start_on"] == "2026-11-27"
    assert said["cost_minor"] == said["interest_minor"] + said["fees_minor"]
    assert said["lower_bound_minor"] <= said["cost_minor"]
    assert said["infeasible"] is None
    assert said["lenders_by_month"][0] == 7
    assert said["lenders_by_month"][-1] == 0
    assert {"at_most", "month", "cost_minor"} <= said["frontier"][0].keys()
    assert {"goal", "months", "cost_minor"} <= said["goals"][0].keys()
    assert {"on", "loan", "kind", "amount_minor"} <= said["actions"][0].keys()
    paid = sum(action["amount_minor"] for action in said["actions"])
    assert paid == plan.problem.owed_minor + said["cost_minor"]


def test_money_in_the_document_is_conserved_every_month(overview: Overview) -> None:
    said = document(overview, planned(overview), ask_from("least_cost"))
    for month in said["schedule"]:
        paid = sum(
            payment["required_minor"] + payment["extra_minor"] + payment["settling_minor"]
            for payment in month["payments"]
        )
        assert month["budget_minor"] + month["brought_minor"] - month["carried_minor"] >= paid


def test_too_small_a_budget_says_what_is_missing(overview: Overview) -> None:
    said = document(overview, planned(overview, 800_000), ask_from("least_cost"))
    lacking = said["infeasible"]
    assert (said["months"], said["cost_minor"], said["actions"]) == (None, None, [])
    # of November's 8,000 are 5,989.24 paid; 696.80 is overdue, 1,080.84 due today and 897.07 on the 29th
    assert said["repaid_this_month_minor"] == 598_924
    assert (lacking["month"], lacking["until"], lacking["missing_minor"]) == (1, "2026-11-30", 66_395)
    assert lacking["enough_minor"] == 598_924 + LEFT
    assert sum(loan["required_minor"] for loan in lacking["loans"]) == LEFT
    assert document(overview, planned(overview, lacking["enough_minor"]), ask_from("least_cost"))["months"]
    assert (lacking["enough_is_least"], lacking["enough_floor_minor"]) == (True, lacking["enough_minor"])
    allotted = said["allotment"]
    assert (allotted["money_from"], allotted["paid_minor"], allotted["missing_minor"]) == ("cash", LEFT, 0)
    assert "不够的只是定的预算" in plan.as_text(overview, planned(overview, 800_000), ask_from("least_cost"))


def test_without_cash_on_record_the_budget_is_given_away(demo_path: Path) -> None:
    uncounted(demo_path)
    overview = read(demo_path, TODAY)
    said = document(overview, planned(overview, 800_000), ask_from("least_cost"))
    allotted = said["allotment"]
    assert allotted["money_from"] == "budget"
    assert (allotted["aim"], allotted["paid_minor"], allotted["left_minor"]) == ("record", LEFT - 66_395, 0)
    assert allotted["missing_minor"] == 66_395
    assert sum(claim["minimum_minor"] for claim in allotted["claims"]) == LEFT
    late = [claim for claim in allotted["claims"] if claim["choice"] == "ask"]
    assert sum(claim["asked_minor"] for claim in late) == 66_395
    assert all("2026-11-23" <= claim["call_on"] <= claim["due_on"] for claim in late)


def test_without_a_budget_the_least_that_works_is_taken_and_said(overview: Overview) -> None:
    plan = planned(overview, None)
    assert plan.least
    assert plan.problem.budget.monthly_minor == (598_924 + LEFT,)
    assert plan.problem.budget.month(1) == LEFT
    assert document(overview, plan, ask_from("least_cost"))["budget_is_least"]


def test_a_debt_that_its_minimum_never_ends_is_named(overview: Overview) -> None:
    (line,) = document(overview, planned(overview), ask_from("least_cost"))["endless"]
    assert overview.accounts[line["loan_id"]].loan.lender.name == "美团金融"
    assert [row["months"] for row in line["payments"]] == [12, 24, 36]
    asked = planned(overview)
    assert plan.notes(overview, asked)[-1].startswith("美团借钱")
    assert asked.baseline is not None
    assert not plan.leaves_unasked(asked, asked.baseline)


@pytest.mark.parametrize(("language", "said"), [("zh", "美团借钱永远还不完"), ("en", "美团借钱 never ends")])
def test_what_is_due_alone_names_the_debt_that_it_never_ends(overview: Overview, language: str, said: str) -> None:
    i18n.use(language)
    with pytest.raises(PlannerError) as caught:
        planned(overview).answer(ask_from("due_only"))
    assert said in fmt.error(caught.value.code, caught.value.params)


@pytest.mark.parametrize(
    ("language", "told", "head"),
    [
        ("zh", "老张 没有必还的钱，也不计息，什么时候还由你定。12 个月还清要每月 500.00", "没有必还要求的会留着"),
        (
            "en",
            "老张 asks for nothing and costs nothing: you pay it when you choose. 500.00",
            "leaves what asks for nothing",
        ),
    ],
)
def test_what_a_friend_lent_without_dates_and_rate_is_no_reproach(
    store: Store, language: str, told: str, head: str
) -> None:
    friend = replace(
        databases.level(), method=Method.REVOLVING, lender=Lender(0, "老张", LenderKind.PRIVATE), name="", terms=None,
        principal_minor=0, rate=Rate(Decimal(0), RateBasis.YEAR), start_on=date(2026, 1, 5), first_due_on=None,
        due_day=None, fees=(),
    )  # fmt: skip
    loan_id = loans.add(store, friend).value
    draws.draw(store, loan_id, date(2026, 1, 5), 600_000, today=TODAY)
    i18n.use(language)
    overview = read(store.path, TODAY)
    asked = planned(overview, 100_000)
    assert plan.notes(overview, asked)[-1].startswith(told)
    ask = ask_from("least_cost")
    assert asked.baseline is not None
    assert plan.leaves_unasked(asked, asked.baseline)
    assert head in plan.head(overview, asked, ask, asked.answer(ask), proving=False, provable=False)


def test_the_same_question_has_the_same_answer(overview: Overview) -> None:
    first, second = (document(overview, planned(overview), ask_from("fewest")) for _ in range(2))
    assert first == second


def test_nothing_owed_needs_no_plan(path: Path) -> None:
    Store(path).close()
    with pytest.raises(PlannerError) as caught:
        planned(read(path, TODAY))
    assert caught.value.code == "plan.nothing_owed"


def test_what_is_owed_has_to_be_known(path: Path) -> None:
    store = Store(path)
    loans.add(store, replace(databases.line(), opening_known=False))
    store.close()
    with pytest.raises(PlannerError) as caught:
        planned(read(path, TODAY))
    assert (caught.value.code, caught.value.params) == ("plan.unknown_owed", {"n": 1})


def test_the_proof_in_its_own_process_proves_the_demo(overview: Overview) -> None:
    plan = planned(overview)
    before = plan.answer(ask_from("least_cost"))
    assert before is not None
    for news in Proving(plan.problem, 30):
        plan.take(news)
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    assert plan.proven(found)
    assert plan.evidence.least() <= found.outcome.cost_minor <= before.outcome.cost_minor
    soonest = plan.answer(ask_from("at_most:3"))
    assert soonest is not None
    assert plan.proven(soonest)
    assert plan.evidence.complete(plan.front)
    assert not plan.proven(plan.goals()[Goal.SNOWBALL])  # type: ignore[arg-type]


def test_a_budget_that_no_simple_order_keeps_to_is_bounded_too(tmp_path: Path) -> None:
    """The least that is enough: whatever pays early as soon as it can runs short later; the plan is handed over."""
    overview = read(people.hostile(tmp_path / "book.db"), date(2026, 11, 30))
    plan = planning(overview.book, overview.today, overview.means)
    assert searched(plan.problem).best is None
    assert plan.search.best is not None
    proving = Proving(plan.problem, 5, plan.search.best[1])
    for news in proving:  # cheaper plans may come before the bound
        plan.take(news)
        if isinstance(news, Bound):
            break
    proving.stop()
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    assert found.outcome.cost_minor * 99 // 100 < plan.bound_of(found) <= found.outcome.cost_minor


def test_a_proof_can_be_stopped(overview: Overview) -> None:
    proving = Proving(planned(overview).problem, 60)
    proving.stop()
    assert all(isinstance(news, Bound) or news is not None for news in proving)


def test_news_that_does_not_fit_changes_nothing(overview: Overview) -> None:
    plan = planned(overview)
    best = plan.search.best
    poor = planned(overview, 950_000)
    assert poor.search.best is not None
    rule = poor.search.best[1]
    assert isinstance(rule, Order)
    plan.take(rule)
    assert plan.search.best == best or plan.search.best[0].cost_minor <= best[0].cost_minor  # type: ignore[index]


def test_budget_and_goal_are_kept_and_undone(demo_path: Path) -> None:
    store = Store(demo_path)
    means = Means(1_234_500, ((date(2027, 3, 1), 900_000),), ((date(2027, 2, 1), 5_000),), carry=False)
    plans.keep(store, means=means)
    plans.keep(store, goal=Ask(Goal.AT_MOST, at_most=2))
    now = read(demo_path, TODAY)
    assert (means_of(now.settings), goal_of(now.settings)) == (means, "at_most:2")
    undo.undo(store)
    undo.undo(store)
    store.close()
    before = read(demo_path, TODAY)
    assert (means_of(before.settings).monthly_minor, goal_of(before.settings)) == (1_000_000, "least_cost")


def test_an_impossible_budget_is_not_kept(demo_path: Path) -> None:
    store = Store(demo_path)
    with pytest.raises(PlannerError):
        plans.keep(store, means=Means(-5))
    store.close()
    assert means_of(read(demo_path, TODAY).settings).monthly_minor == 1_000_000


def adopt(path: Path, today: date, goal: str = "least_cost") -> int:
    now = read(path, today)
    plan = planned(now)
    found = plan.answer(ask_from(goal))
    assert found is not None
    store = Store(path)
    version = plans.adopt(
        store, document_of(now.book.accounts, plan, found), found.ask.text, means_of(now.settings), now.today
    ).value
    store.close()
    return version


def test_a_plan_is_adopted_in_versions_that_never_change(demo_path: Path) -> None:
    assert adopt(demo_path, TODAY) == 1
    first = in_force(read(demo_path, TODAY).payoff_plans)
    assert first is not None
    assert adopt(demo_path, TODAY, "fewest") == 2
    now = read(demo_path, TODAY)
    second = in_force(now.payoff_plans)
    assert second is not None
    assert (second.version, second.goal) == (2, "fewest")
    kept = now.payoff_plans[1]
    assert (kept.version, kept.ended_on) == (1, TODAY)
    store = Store(demo_path)
    undo.undo(store)
    store.close()
    assert in_force(read(demo_path, TODAY).payoff_plans) == first


@pytest.mark.parametrize("day", ["0001-01-01", "9998-11-30", "9999-12-31", "soon"])
def test_days_that_nothing_can_be_reckoned_with_are_no_plan(demo_path: Path, day: str) -> None:
    adopt(demo_path, TODAY)
    assert read(demo_path, TODAY).planned
    with writing(demo_path) as connection:
        connection.execute("UPDATE payoff_plan SET document = json_set(document, '$.actions[0].on', ?)", (day,))
        kept = json.dumps({"monthly_minor": 1, "changes": [[day, 5]], "lumps": [], "carry": True})
        connection.execute("UPDATE setting SET value = ? WHERE key = 'plan.means'", (kept,))
    now = read(demo_path, TODAY)
    assert in_force(now.payoff_plans) is None
    assert means_of(now.settings) == Means()
    assert now.occurrences


def test_on_the_day_of_its_adoption_nothing_departs(demo_path: Path) -> None:
    adopt(demo_path, TODAY)
    now = read(demo_path, TODAY)
    line = in_force(now.payoff_plans)
    assert line is not None
    assert (drift_of(line, now.book, now.today).gap_minor, drift_of(line, now.book, now.today).parts) == (0, {})
    assert plan.followed(now) == ["正在执行第 1 版计划（2026-11-27 采用），一分不差"]


def test_following_the_plan_for_a_month_leaves_only_roundings(demo_path: Path) -> None:
    """Each payment on its day: what departs is interest by days instead of months, and no cause has a name."""
    adopt(demo_path, TODAY)
    line = in_force(read(demo_path, TODAY).payoff_plans)
    assert line is not None
    later = date(2026, 12, 27)
    store = Store(demo_path)
    for action in baseline_from(line.document).actions:
        if action.on <= later:
            repayments.record(store, action.loan_id, action.on, action.amount_minor, today=later)
    store.close()
    found = drift_of(line, read(demo_path, later).book, later)
    assert set(found.parts) <= {Cause.OTHER}
    assert abs(found.gap_minor) < found.planned_minor // 1000


def test_a_missed_payment_is_paid_less(demo_path: Path) -> None:
    adopt(demo_path, TODAY)
    early = read(demo_path, date(2026, 12, 1))
    line = in_force(early.payoff_plans)
    assert line is not None
    # of what fell due on the 29th nobody said yet that it was not paid; what November leaves was to go with it
    extra = 1_000_000 - 598_924 - LEFT
    assert drift_of(line, early.book, early.today).parts[Cause.PAID_LESS] == 177_764 + extra
    now = read(demo_path, date(2026, 12, 4))
    found = drift_of(line, now.book, now.today)
    assert found.parts[Cause.PAID_LESS] == 89_707 + 177_764 + extra  # what was overdue was planned for the same day
    assert sum(found.parts.values()) == found.gap_minor
    (told,) = plan.followed(now)
    assert "少还 +4,010.76" in told


def test_what_if_is_kept_replaced_and_deleted(demo_path: Path) -> None:
    store = Store(demo_path)
    plans.keep_scenario(store, " 失业 ", Scenario(lost_months=2))
    plans.keep_scenario(store, "失业", Scenario(lost_months=3))
    (line,) = read(demo_path, TODAY).scenarios
    assert (line.name, line.document["lost_months"]) == ("失业", 3)
    plans.delete_scenario(store, line.id, line.name)
    assert read(demo_path, TODAY).scenarios == ()
    undo.undo(store)
    store.close()
    assert len(read(demo_path, TODAY).scenarios) == 1


@pytest.mark.parametrize(("name", "scenario"), [(" ", Scenario()), ("a", Scenario(lost_months=1_000))])
def test_a_what_if_without_name_or_sense_is_refused(demo_path: Path, name: str, scenario: Scenario) -> None:
    store = Store(demo_path)
    with pytest.raises(PlannerError) as caught:
        plans.keep_scenario(store, name, scenario)
    store.close()
    assert caught.value.code in ("plan.scenario_name", "plan.scenario_months")


def test_a_quick_answer_is_as_good_as_the_plan_it_comes_from(overview: Overview) -> None:
    plan = planned(overview)
    same, more = plan.changed(Scenario()), plan.changed(Scenario(monthly_minor=1_050_000))
    dearer = plan.changed(Scenario(points=Decimal("0.02")))
    now, then, rich, high = (one.answer(ask_from("least_cost")) for one in (plan, same, more, dearer))
    assert now is not None
    assert then is not None
    assert rich is not None
    assert high is not None
    assert then.outcome.cost_minor == now.outcome.cost_minor
    assert rich.outcome.cost_minor < now.outcome.cost_minor < high.outcome.cost_minor


def test_a_cheaper_loan_in_place_of_dear_ones_is_cheaper(overview: Overview) -> None:
    plan = planned(overview)
    found = plan.changed(Scenario(loan=NewLoan(1_300_000, Decimal("0.06"), 24))).answer(ask_from("least_cost"))
    now = plan.answer(ask_from("least_cost"))
    assert found is not None
    assert now is not None
    assert found.outcome.cost_minor < now.outcome.cost_minor


def test_a_plan_in_words_has_no_placeholder_left(overview: Overview) -> None:
    for goal in ("least_cost", "fewest", "at_most:2", "at_most:3@9", "ratio:0.3", "snowball", "relief"):
        told = plan.as_text(overview, planned(overview), ask_from(goal))
        assert "{" not in told
        assert "2026-11-29" in told
    short = replace(overview)
    assert "预算比必须还的少 663.95" in plan.as_text(short, planned(short, 800_000), ask_from("least_cost"))


def test_the_trend_goes_on_as_the_adopted_plan_makes_it(demo_path: Path) -> None:
    assert read(demo_path, TODAY).ahead(12) == ()  # nothing is foreseen without a plan
    adopt(demo_path, TODAY)
    now = read(demo_path, TODAY)
    coming = now.ahead(12)
    assert [point.as_of for point in coming[:3]] == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)]
    debts = [point.debt_minor for point in coming]
    assert debts == sorted(debts, reverse=True)
    assert debts[0] <= now.now.debt_minor
    assert coming[-1].lenders.unsettled < now.now.lenders.unsettled
    line = in_force(now.payoff_plans)
    assert line is not None
    last_on = max(action.on for action in baseline_from(line.document).actions)
    every = now.ahead(60)
    assert every[-1].as_of >= last_on  # up to the month of the last payment, and no further
    assert every[-1].debt_minor == 0
    assert len(every) < 60


def test_what_has_departed_is_planned_again_for_the_same_goal(demo_path: Path) -> None:
    adopt(demo_path, TODAY)
    three_weeks_on = date(
        2026, 12, 20
    )  # without a payment: last month's money waits, as far as cash says that it is there
    waits = read(demo_path, three_weeks_on).movement
    assert waits is not None
    assert waits.adopted is not None
    assert waits.adopted.now_on > waits.adopted.before_on
    store = Store(demo_path)
    for reading in read(demo_path, TODAY).book.household.readings:
        cash.delete(store, reading)
    late = read(demo_path, three_weeks_on).movement
    undo.undo(store)
    assert late is not None
    assert late.adopted is None  # where nothing is known of cash this month's money cannot mend that
    now = read(demo_path, date(2026, 11, 28))
    assert not now.movement_known
    again = now.movement
    assert now.movement_known
    assert again is not None
    assert again.adopted is not None
    assert again.week == again.adopted  # adopted yesterday
    fresh = planning(now.book, now.today, now.means)
    found = fresh.answer(ask_from("least_cost"))
    assert found is not None
    assert again.adopted.now_on == fresh.actions(found)[-1].on
    assert abs(again.adopted.now_minor - found.outcome.cost_minor) <= found.outcome.cost_minor // 100
    assert from_json(json.loads(json.dumps(as_json(again)))) == again


def test_a_plan_that_has_no_name_is_handed_to_the_proof_payment_by_payment() -> None:
    """What was found where money is tight is no order: the proof begins with its payments and searches no more."""
    problem = seven(5_000)
    rule = Then(Sparing(12), 13, Order(by_rate(problem)))
    cost = run(problem, rule).cost_minor
    news = list(Proving(problem, 30, others=(rule,)))
    bounds = [one for one in news if isinstance(one, Bound)]
    assert bounds[0].at_most is None
    assert bounds[0].cost_minor is not None
    best = min([cost, *(run(problem, one).cost_minor for one in news if not isinstance(one, Bound))])
    assert nothing_left(best, bounds[0].cost_minor)
