"""The plan page by keyboard: what to pay, when down to three, what 500 more would change; goals, adopting, what-ifs."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner import clock
from planner.domain.ledger.position import position
from planner.domain.payoff.adopted.movement import Why
from planner.domain.payoff.debts.actions import Action
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Ask
from planner.domain.payoff.search.scenario import scenario_from_json
from planner.domain.payoff.short.allot import Aim, Choice
from planner.overview import overview
from planner.overview.overview import Overview, read
from planner.overview.plan import goal_of, in_force, means_of
from planner.overview.short import aim_of
from planner.proof import remote
from planner.storage.store import Store
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Texts
from planner.ui.screens.loans.loan import LoanScreen
from planner.ui.screens.loans.loan_form import LoanForm
from planner.ui.screens.loans.repayment import RepaymentForm
from planner.ui.screens.loans.terms_form import TermsForm
from planner.ui.screens.plan import page
from planner.ui.screens.plan.forms import BudgetForm, GoalForm
from planner.ui.screens.plan.page import VIEWS, PlanPage
from planner.ui.screens.plan.scenario import ScenarioForm, ScenarioScreen
from planner.ui.widgets.safe import Plain
from tests.flows.driver import LARGE, SIZES, SMALL, Driver, running
from tests.make import kept
from tests.make.people import HOSTILE, TODAY
from tests.make.shortfall import PRIVATE, three_lenders, uncounted
from tests.make.templates import Templates


@pytest.fixture
def small(templates: Templates, tmp_path: Path) -> Path:
    """A loan, a line and a card, 4,000 a month: for what is no matter of how many debts there are."""
    return templates.copy("small", kept.write, tmp_path / "small.db")


async def to_view(d: Driver, name: str) -> None:
    page = d.app.screen.query_one(PlanPage)
    while VIEWS[page.view].name != name:
        await d.press("v")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_view_fits_and_is_named(demo: Path, size: tuple[int, int], language: str) -> None:
    async with running(demo, size=size, language=language, demo=True) as d:
        await d.press("3")
        for number in range(len(VIEWS)):
            assert d.wide_lines() == []
            assert f"{number + 1}/{len(VIEWS)}" in d.text()
            await d.press("v")
        assert f"1/{len(VIEWS)}" in d.text()


async def test_the_three_questions_within_a_minute(demo: Path) -> None:
    """What do I pay this Friday, when am I down to three lenders, what would 500 more a month change?"""
    async with running(demo, demo=True) as d:
        await d.press("3")
        first = d.table.rows[0]
        assert (first.cells["on"], first.cells["kind"]) == (
            ("2026-11-23", "strong"),
            ("应还", "strong"),
        )  # overdue: today
        assert d.presses == 1
        await d.press("v")
        assert d.table.rows[0].cells["three"] == "2027-04-25"
        await d.press("b")
        assert d.screen_of(BudgetForm)
        await d.burst("end", "ctrl+u")
        await d.write("10500")
        text = d.text()
        assert "现在" in text
        assert "改后" in text
        now, then = text.split("利息费用")[1].split()[:2]
        assert float(then.replace(",", "")) < float(now.replace(",", ""))
        assert d.presses < 12
        await d.press("ctrl+s")
        assert d.on_main
        assert "每月 10,500.00" in d.text()
        await d.press("u")
        assert "每月 10,000.00" in d.text()


async def test_a_goal_is_chosen_from_the_table_and_from_the_form(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("3")
        await to_view(d, "goals")
        await d.press("down")
        assert "加起来最少" in d.text()
        await d.press("enter")
        assert goal_of(read(demo, TODAY).settings) == "fewest"
        assert "目标：机构尽快减少" in d.text()
        await d.press("g")
        assert d.screen_of(GoalForm)
        await d.fill(goal="at_most", at_most="2")
        assert "最早到哪个月" in d.flat()
        await d.press("ctrl+s")
        assert "目标：尽快只剩 2 家" in d.text()


async def test_a_point_of_the_frontier_is_a_plan(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("3")
        await to_view(d, "frontier")
        assert "█" in d.text()
        point = d.table.rows[1].data
        await d.press("down", "enter")
        assert goal_of(read(demo, TODAY).settings) == f"at_most:{point.at_most}@2027-01-31"


async def test_the_goal_form_refuses_and_keeps_what_was_typed(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "g")
        await d.fill(goal="at_most_by", at_most="1", by="昨天")
        await d.press("ctrl+s")
        assert "已经过去" in d.text()
        assert d.texts()["by"] == "昨天"
        await d.fill(by="2027-06-30")
        for goal, typed, said in (
            ("at_most_by", {"at_most": "-1"}, "请填0（到那天全部还清）或更多"),
            ("at_most", {"at_most": "-1"}, "“最多-1家”算不上目标，请填1或更多"),
            ("ratio", {"ratio": "0"}, "负担率0%算不上目标"),
            ("ratio", {"ratio": "99"}, "负担率99%算不上目标：往后哪个月都不超过"),
        ):
            await d.fill(goal=goal, **typed)
            await d.press("ctrl+s")
            assert said in d.flat()
            assert goal_of(read(small, TODAY).settings) == "least_cost"
        await d.fill(goal="at_most_by", at_most="1")
        await d.press("ctrl+s")
        assert goal_of(read(small, TODAY).settings) == "at_most:1@2027-06-30"


async def test_a_budget_without_sense_is_refused(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "b")
        nothing = {"monthly": "8000", "lump_on": "", "lump": "", "change": ""}
        for fields, said in (
            ({"monthly": "abc"}, "不是可识别的金额"),
            ({"lump_on": "2027-01-01"}, "额外一笔要同时填日期和金额"),
            ({"change": "9000"}, "改预算要同时填日期和金额"),
            ({"lump_on": "2026-01-01", "lump": "500"}, "已经过去"),
            ({"lump_on": "2027-01-01", "lump": "0"}, "额外一笔不能是0.00，请填大于0"),
            ({"change_on": "2020-01-01", "change": "5"}, "2020-01-01起的变化现在就已生效"),
        ):
            await d.fill(**nothing | fields)
            await d.press("ctrl+s")
            assert isinstance(d.app.screen, BudgetForm), fields
            assert said in d.flat(), fields
            assert means_of(read(small, TODAY).settings).monthly_minor == 400_000, fields


async def test_the_money_goes_from_payday_to_payday(demo: Path) -> None:
    """Months of the calendar until a payday is named; what was paid since it began is spent."""
    async with running(demo, demo=True) as d:
        await d.press("3")
        assert "本月已还" in d.text()
        await to_view(d, "months")
        assert d.table.rows[0].cells["month"] == "2026-11"
        await d.press("b")
        assert d.texts()["months"] == "calendar"
        await d.fill(months="payday", payday="32")
        await d.press("ctrl+s")
        assert d.screen_of(BudgetForm)
        assert "请填1到31之间的整数" in d.flat()
        await d.fill(payday="20号", lump_on="2026-11-19", lump="500")
        await d.press("ctrl+s")
        assert "请填2026-11-20或以后的日子" in d.flat()
        await d.fill(lump_on="2026-11-20")  # it is past, but of the month that is running
        await d.press("ctrl+s")
        assert d.on_main
        means = means_of(read(demo, TODAY).settings)
        assert (means.payday, means.lumps) == (20, ((date(2026, 11, 20), 50_000),))
        assert [row.cells["month"] for row in d.table.rows[:2]] == ["到 2026-12-19", "到 2027-01-19"]
        assert "本期已还" in d.text()
        assert d.wide_lines() == []
        await d.press("b")
        assert (d.texts()["months"], d.texts()["payday"]) == ("payday", "20")
        await d.fill(months="calendar")
        await d.press("ctrl+s")
        assert means_of(read(demo, TODAY).settings).payday == 1
        await d.press("u")
        assert means_of(read(demo, TODAY).settings).payday == 20


async def test_too_little_money_is_diagnosed(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("3", "b")
        await d.fill(monthly="6000")
        assert "钱不够" in d.text()
        await d.press("ctrl+s")
        assert "钱不够" in d.text()
        assert "至少每月 8,663.95 才够" in d.text()
        left = {  # what of November is not paid on the 23rd
            account.loan.id
            for account in read(demo, TODAY).book.accounts
            if any(due.unpaid_minor and due.due_on <= date(2026, 11, 30) for due in position(account, TODAY).dues)
        }
        assert {row.data.claim.loan_id for row in d.table.rows} == left
        for _ in VIEWS:
            await d.press("v")
            assert d.on_main


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_is_done_without_enough_money_fits(demo: Path, language: str) -> None:
    async with running(demo, language=language, demo=True) as d:
        await d.press("3", "b")
        await d.fill(monthly="6000")
        await d.press("ctrl+s")
        for size in SIZES:
            await d.resize(*size)
            for _ in VIEWS:
                assert d.wide_lines() == []
                in_sight = d.app.screen.query_one(PlanPage).in_sight.name
                assert (len(d.table.rows) > 0) is (in_sight in ("pay", "goals", "missing"))
                await d.press("v")


async def test_what_comes_first_without_enough_money_is_chosen_and_undone(demo: Path) -> None:
    """The page says who gets how much; the view of the goals has the aims and each loan to keep in order."""
    uncounted(demo)
    async with running(demo, demo=True) as d:
        await d.press("3", "b")
        await d.fill(monthly="6000")
        await d.press("ctrl+s")
        asked = [row for row in d.table.rows if row.data.choice is Choice.ASK]
        assert {str(row.cells["choice"][0]) for row in asked} == {"约日期"}
        assert "先保信用报告" in d.flat()
        await to_view(d, "goals")
        assert len(d.table.rows) == 3 + len(asked_of(d))
        await d.press("down", "enter")
        assert aim_of(read(demo, TODAY).settings) == (Aim.FEWEST, ())
        assert "逾期的机构最少" in d.flat()
        loan_id = asked[-1].data.claim.loan_id
        place = next(at for at, row in enumerate(d.table.rows) if row.key == f"clean:{loan_id}")
        await d.press("home", *["down"] * place, "enter")
        assert aim_of(read(demo, TODAY).settings) == (Aim.CLEAN, (loan_id,))
        await to_view(d, "pay")
        assert next(row for row in d.table.rows if row.data.claim.loan_id == loan_id).data.choice is Choice.FULL
        await d.press("u", "u")
        assert aim_of(read(demo, TODAY).settings) == (Aim.RECORD, ())


def asked_of(d: Driver) -> set[int]:
    """The loans that ask for something in the month that lacks money."""
    plan = d.app.screen.query_one(PlanPage).plan
    assert plan is not None
    return {claim.loan_id for claim in plan.claims or ()}


async def test_a_plan_is_adopted_after_a_question_and_undone(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "o")
        assert d.screen_of(Confirm)
        await d.press("n")
        assert in_force(read(small, TODAY).payoff_plans) is None
        await d.press("o", "y")
        assert "采用" in d.toast
        assert "第 1 版计划（2026-11-23 采用）" in d.text()
        assert "一分不差" in d.text()
        await to_view(d, "drift")
        assert "一分不差" in d.text()
        await d.press("u")
        assert in_force(read(small, TODAY).payoff_plans) is None


async def pay_ahead(d: Driver) -> None:
    """Ask for a payment of something that is planned for a later day and ends nothing."""
    place = next(n for n, row in enumerate(d.table.rows) if row.data.on > TODAY and not row.data.ends)
    await d.press(*["down"] * place, "p")


async def test_paying_another_amount_shows_as_drift(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "o", "y")
        await pay_ahead(d)
        assert d.screen_of(RepaymentForm)
        await d.fill(amount="500")
        await d.press("ctrl+s")
        assert "多还 -500.00" in d.flat().replace("多还-", "多还 -")
        await to_view(d, "drift")
        assert d.table.rows[0].cells["cause"] == "多还"


async def test_from_a_payment_to_its_loan(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("3", "enter")
        assert d.screen_of(LoanScreen)


async def test_what_is_missing_leads_to_its_field(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("3")
        await to_view(d, "missing")
        await d.press("enter")
        assert d.screen_of(TermsForm)
        await d.press("escape")
        await d.press("down", "down", "enter")
        assert d.screen_of(LoanForm)


async def test_what_if_moves_while_typing_and_is_kept(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "w")
        assert d.screen_of(ScenarioForm)
        await d.fill(lost_months="2")
        assert "钱不够" in d.text()
        assert "可以试试" in d.flat()
        assert "按b改预算" not in d.flat()  # a letter, in a form
        await d.fill(lost_months="", loan="20000", loan_rate="8%", loan_months="24", name="[/] [b")
        assert "改后" in d.text()
        await d.press("ctrl+s")
        assert d.on_main
        await d.press("w")
        assert d.screen_of(ScenarioScreen)
        assert d.table.rows[0].cells["name"] == "[/] [b"
        await d.press("e")
        assert d.texts()["loan"] == "20,000.00"
        await d.press("escape", "d", "y")
        assert "还没有存过" in d.text()


async def test_a_what_if_understands_a_step_and_names_what_was_typed(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "w")
        for text in ("+abc", "[/]"):
            await d.fill(monthly=text)
            await d.press("ctrl+s")
            assert f"“{text}”不是可识别的金额" in d.flat()
        await d.fill(monthly="+500", points="[/] [b")
        await d.press("ctrl+s")
        assert "“[/][b”不是可识别的利率" in d.flat()
        await d.fill(points="", name="多还")
        await d.press("ctrl+s", "w")
        known = [scenario_from_json(line.document) for line in read(small, TODAY).scenarios]
        assert [one.monthly_minor for one in known] == [450_000]


async def test_a_what_if_with_too_little_money_tells_the_least_in_the_end(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is enough is told at once; then how little is, as the page with that budget says it."""
    told: list[str] = []
    beside = ScenarioForm.beside

    def heard(form: ScenarioForm, texts: Texts) -> str:
        told.append(beside(form, texts))
        return told[-1]

    monkeypatch.setattr(ScenarioForm, "beside", heard)
    async with running(demo, demo=True) as d:
        await d.press("3", "w")
        await d.fill(monthly="6000")
        assert any("钱不够" in one and "正在看更少的钱够不够" in one for one in told)
        assert "每月至少要 8,663.95（少一分都不行）" in told[-1]
        assert "正在看更少的钱够不够" not in told[-1]


async def test_what_was_typed_last_in_a_what_if_is_what_is_told(small: Path) -> None:
    """Keys that come faster than plans are worked out: the answers to those before are dropped."""
    async with running(small) as d:
        await d.press("3", "w")
        await d.fill(monthly="20000")
        told = d.form.query_one("#form-side", Plain).content
        assert "改后" in str(told)
        await d.fill(monthly="")
        assert d.form.query_one("#form-side", Plain).content != told
        await d.go("monthly")
        await d.burst(*"20000")
        assert d.form.query_one("#form-side", Plain).content == told


async def test_hostile_names_stay_text(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await d.press("3", "b")
        await d.fill(monthly="30000")
        await d.press("ctrl+s")
        for _ in VIEWS:
            assert d.wide_lines() == []
            await d.press("v")
        await to_view(d, "lenders")
        shown = {str(row.cells["lender"]) for row in d.table.rows}
        assert len(shown & set(HOSTILE)) >= 5


async def test_without_debts_the_page_says_what_to_do(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("3")
        assert "还没有欠款需要规划" in d.text()
        await d.press("v", "o", "w", "p", "enter")
        assert d.on_main
        await d.press("b")
        assert d.screen_of(BudgetForm)


async def test_amounts_are_masked_on_the_plan(demo: Path) -> None:
    async with running(demo, size=SMALL, demo=True) as d:
        await d.press("3", "*")
        for _ in VIEWS:
            assert "10,000.00" not in d.text()
            assert "897.07" not in d.text()
            await d.press("v")
        await d.press("*")


async def test_without_enough_money_only_some_views_hold_something(demo: Path) -> None:
    uncounted(demo)
    async with running(demo, demo=True) as d:
        await d.press("3", "b", "end", "ctrl+u")
        await d.write("5000")
        await d.press("ctrl+s")
        assert d.on_main
        assert sum(row.data.paid_minor for row in d.table.rows) == 500_000 - 438_162  # paid in November already
        await d.press("p")
        assert d.on_main
        await d.press("enter")
        assert d.screen_of(LoanScreen)
        await d.press("escape")
        await to_view(d, "frontier")
        assert len(d.table.rows) == 0
        assert "钱不够的时候，这里没有内容" in d.text()


async def test_the_proof_arrives_on_the_page(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SECONDS", 20)
    uncounted(demo)  # where cash binds the proof of the demo is within 0.03 %, not proven
    async with running(demo, demo=True) as d:
        await d.press("3")
        assert "已证明" in d.text()
        await to_view(d, "frontier")
        assert "只整笔结清" not in d.flat()  # each loan is paid in part where it takes that: the claim is of all plans
        assert {row.cells["proof"] for row in d.table.rows} == {("已证明", "good")}


async def test_a_plan_that_is_worked_out_anew_is_said_to_be(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in view is that of before until the other one is there."""
    lets_on = threading.Event()
    worked_out = page._planned

    def slowly(overview: Overview, before: Planning | None, ask: Ask, halted: Callable[[], bool]) -> Planning:
        lets_on.wait(10)
        return worked_out(overview, before, ask, halted)

    async with running(small) as d:
        await d.press("3")
        assert "正在计算" not in d.text()
        monkeypatch.setattr(page, "SIGN", 0.01)
        monkeypatch.setattr(page, "_planned", slowly)
        shown = d.app.screen.query_one(PlanPage)
        shown.show(d.app.overview)
        for _ in range(100):
            await asyncio.sleep(0.01)
            if "正在计算" in d.text():
                break
        assert "正在计算" in d.text()
        lets_on.set()
        await d.settle()
        assert "正在计算" not in d.text()


async def test_leaving_in_the_middle_of_a_proof_ends_it(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SECONDS", 20)
    async with running(demo, demo=True) as d:
        await d.burst("3", "q")
    assert overview.read(demo, TODAY).book.accounts


async def test_the_own_order_moves_and_its_cost_with_it(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "r")
        before, first = d.text(), d.table.rows[0].data
        await d.press("shift+down")
        assert d.table.rows[1].data == first
        assert before.split("比最省多")[1].split()[0] != d.text().split("比最省多")[1].split()[0]
        await d.press("shift+up", "J", "enter")
        assert d.on_main
        goal = goal_of(read(small, TODAY).settings)
        assert goal.startswith("own:")
        assert goal.split(":")[1].split(",")[1] == str(first)
        assert "目标：自己排的顺序" in d.text()
        await to_view(d, "goals")
        assert any("自己排的顺序" in str(row.cells["goal"]) for row in d.table.rows)


async def test_the_adopted_plan_reminds_and_stands_on_the_loan(demo: Path) -> None:
    async with running(demo, size=LARGE, demo=True) as d:
        await d.press("3", "o", "y", "7")
        extra = next(one for one in d.app.overview.planned if not one.ends)
        assert "按计划共还" in d.text()
        await d.press("tab")
        assert "按采用的计划" in d.text()
        await d.press("3")
        row = next(at for at, row in enumerate(d.table.rows) if row.data.loan_id == extra.loan_id)
        await d.press(*["down"] * row, "enter")
        assert d.screen_of(LoanScreen)
        assert f"{extra.on} 共还" in d.text()


async def test_a_plan_payment_that_was_made_is_not_named_again(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "o", "y")
        first = d.app.overview.planned[0]
        assert not first.done
        row = next(at for at, row in enumerate(d.table.rows) if row.data.loan_id == first.loan_id)
        await d.press(*["down"] * row, "p")
        await d.fill(amount=str(first.amount_minor // 100 + 1))
        await d.press("ctrl+s")
        assert d.app.overview.planned[0].done


async def test_the_help_says_how_plans_are_reckoned(demo: Path) -> None:
    async with running(demo, size=LARGE, demo=True) as d:
        await d.press("3", "?")
        assert "计划的口径" in d.text()
        await d.press("escape")
        assert d.on_main


async def test_a_debt_that_never_ends_stands_with_what_is_missing(demo: Path) -> None:
    async with running(demo, size=LARGE, demo=True) as d:
        await d.press("3")
        await to_view(d, "missing")
        assert "永远还不清" in d.text()
        await d.press("end", "enter")
        assert d.screen_of(LoanScreen)


async def test_the_weekly_review_shows_the_drift(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("3", "o", "y")
        await pay_ahead(d)
        await d.fill(amount="500")
        await d.press("ctrl+s", "8", "enter")
        for _ in range(3):
            if "看看变化" not in d.flat():
                await d.press("n")
        assert "与第1版计划相差" in d.flat()
        await d.press("end")
        assert "-500.00" in d.text()
        free = next(row for row in d.table.rows if row.key == "free")
        assert free.cells["name"] == ("还清日", "strong")
        assert free.cells["now"] != "—"


async def test_the_trend_page_goes_on_under_the_adopted_plan(demo: Path) -> None:
    async with running(demo, size=LARGE, demo=True) as d:
        await d.press("4")
        assert "计划" not in str(d.table.rows[0].cells["month"])
        await d.press("3", "o", "y", "4")
        assert "计划" in str(d.table.rows[0].cells["month"])
        assert "按采用的计划" in d.text()
        assert d.wide_lines() == []
        await d.press("v", "v")
        assert d.wide_lines() == []


async def test_what_is_not_recorded_yet_is_left_out_of_a_plan_and_that_is_said(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("3")
        assert "没算已到期还没记录的 3,300.48" in d.text()
        assert d.wide_lines() == []
        await d.press("1", "home", *["down"] * 4, "y", "3")
        assert "没算已到期还没记录的 2,200.32" in d.text()
    async with running(orderly, language="en") as d:
        await d.press("3")
        assert "Without 2,200.32 that fell due and is not recorded" in d.text()


@pytest.fixture(scope="module")
def kept_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with its plan adopted on 2026-11-02 and kept up to the 24th."""
    path = tmp_path_factory.mktemp("kept") / "kept.db"
    store = Store(path)
    kept.fill(store)
    store.close()
    kept.adopt(path)
    kept.keep(path, date(2026, 11, 25))
    return path


@pytest.fixture
def kept_file(kept_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(kept_once, tmp_path / "kept.db"))


async def test_the_adopted_plan_is_what_page_3_and_today_go_by(kept_file: Path) -> None:
    """On the 25th the card's bill asks for 600 at least, 6,000 in all; the plan pays 2,936."""
    clock.fix(date(2026, 11, 25))
    async with running(kept_file, size=LARGE, language="en") as d:
        row = next(row for row in d.table.rows if row.data[0] is not None and row.data[0].loan_id == 3)
        assert row.cells["amount"] == "due 600.00 · plan 2,936.00"
        await d.press(*["down"] * d.table.rows.index(row), "p")
        form = d.screen_of(RepaymentForm)
        assert form.texts()["amount"] == "2,936.00"
        assert "Byyourplan2,936.00inall;600.00ofitisdue" in d.flat()
        told = []
        for _ in range(3):
            await d.press("f7")
            told.append(form.texts()["amount"])
        assert told == ["6,000.00", "600.00", "2,936.00"]
        await d.press("ctrl+s", "3")
        text = d.text()
        assert "Plan 1, adopted 2026-11-02: Least cost" in text
        assert "Done 2027-05-20" in text
        assert "Milestones: 2 lenders 2027-01-25 · 1 lender 2027-03-10" in text
        cells = {row.key: row.cells for row in d.table.rows}
        assert cells["3:2026-11-25"]["kind"] == ("done", "good")
        await d.press("n")
        assert "Goal: Least cost" in d.text()
        assert all(isinstance(row.data, Action) for row in d.table.rows)
        await d.press("n")
        assert "Plan 1, adopted" in d.text()


async def test_a_payment_of_the_adopted_plan_is_paid_from_page_3(kept_file: Path) -> None:
    clock.fix(date(2026, 12, 25))
    async with running(kept_file, size=LARGE, language="en") as d:
        await d.press("3")
        place = next(n for n, row in enumerate(d.table.rows) if row.key == "3:2026-12-25")
        amount = d.table.rows[place].cells["amount"]
        await d.press(*["down"] * place, "p")
        assert isinstance(amount, tuple)
        assert d.screen_of(RepaymentForm).texts()["amount"] == amount[0]


async def test_why_the_date_moved_is_a_view_whose_parts_add_up(kept_file: Path) -> None:
    clock.fix(date(2026, 11, 26))
    async with running(kept_file, size=LARGE, language="en") as d:
        await d.press("3")
        await to_view(d, "moved")
        assert "By today's debts and money the debts end on" in d.text()
        assert "Against paying only what is due, saved so far" in d.text()
        *parts, total = d.table.rows
        assert [row.key for row in parts] == [why.value for why in Why]
        for column in ("days", "cost"):
            cells = [str(row.cells[column][0]).replace(",", "").replace("–", "0") for row in parts]
            assert sum(map(Decimal, cells)) == Decimal(str(total.cells[column][0]).replace(",", "").replace("–", "0"))


async def test_an_adopted_plan_says_that_the_money_no_longer_suffices(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("3", "o", "y")
        assert in_force(read(demo, TODAY).payoff_plans) is not None
        await d.press("b")
        await d.fill(monthly="6000")
        await d.press("ctrl+s")
        assert "钱不够：到2026-11-30那个月缺" in d.flat()
        assert "按n看先还谁、还多少" in d.flat()
        await d.press("n")
        assert "钱：手头" in d.flat()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_short_by_1500_between_two_paydays(empty: Path, language: str) -> None:
    """What ``three_lenders`` says: the company waits from the 20th to the 25th, the friend for 1,500 to 10 December."""
    clock.fix(date(2026, 11, 2))
    three_lenders(empty)
    async with running(empty, size=LARGE, language=language) as d:
        await d.press("3")
        given = [(row.data.claim.due_on.day, row.data.paid_minor, row.data.asked_minor) for row in d.table.rows]
        assert given == [(12, 250_000, 0), (20, 150_000, 150_000), (28, 50_000, 150_000)]
        assert PRIVATE in d.text()
        assert "1,500.00" in d.flat()
        await d.press("c")
        assert "2026-11-20" in d.flat()
        assert "1,500.00" in d.flat()


async def test_the_buffer_is_left_alone_by_choice(empty: Path) -> None:
    clock.fix(date(2026, 11, 2))
    three_lenders(empty, buffer_minor=30_000)
    async with running(empty, size=LARGE) as d:
        await d.press("3")
        assert "也不动" not in d.flat()
        await to_view(d, "goals")
        await d.press("end", "enter")
        assert "预留金300.00也不动" in d.flat()
        await to_view(d, "pay")
        assert sum(row.data.paid_minor for row in d.table.rows) == 420_000
        await d.press("u")
        assert "也不动" not in d.flat()


# -- the money ---------------------------------------------------------------------------------------------------------


async def test_several_changes_and_sums_are_kept_by_date_and_shown_again(demo: Path) -> None:
    async with running(demo, demo=True) as d:
        await d.press("3", "b")
        form = d.screen_of(BudgetForm)
        assert not form.input("change2_on").display
        await d.fill(change_on="2027-03-01", change="9000", change2_on="2027-01-10", change2="12000")
        await d.fill(lump_on="2026-12-20", lump="3000", lump2_on="2027-02-01", lump2="5000", lump2_sure="no")
        assert form.input("change3_on").display
        await d.press("ctrl+s")
        assert d.on_main
        means = means_of(read(demo, TODAY).settings)
        assert means.changes == ((date(2027, 1, 10), 1_200_000), (date(2027, 3, 1), 900_000))
        assert means.lumps == ((date(2026, 12, 20), 300_000),)
        assert means.hoped == ((date(2027, 2, 1), 500_000),)
        assert "用到了还只是预计的钱：2027-02-01的5,000.00" in d.flat()
        await d.press("b")
        texts = d.texts()
        assert [texts[key] for key in ("change_on", "change", "change2_on", "change2")] == [
            "2027-01-10",
            "12,000.00",
            "2027-03-01",
            "9,000.00",
        ]
        assert [texts[key] for key in ("lump_sure", "lump2_on", "lump2_sure", "lump3_on")] == [
            "yes",
            "2027-02-01",
            "no",
            "",
        ]
        await d.press("ctrl+s")
        assert means_of(read(demo, TODAY).settings) == means
        await d.press("u")
        assert means_of(read(demo, TODAY).settings).changes == ()


async def test_a_step_counts_from_the_budget_of_now(small: Path) -> None:
    async with running(small) as d:
        await d.press("3")
        for typed, budget in (("+500", 450_000), ("-300", 420_000), ("＋1千", 520_000)):
            await d.press("b")
            await d.fill(monthly=typed)
            await d.press("ctrl+s")
            assert means_of(read(small, TODAY).settings).monthly_minor == budget, typed


async def test_a_step_below_nothing_and_two_changes_of_one_day_are_refused(small: Path) -> None:
    async with running(small) as d:
        await d.press("3", "b")
        await d.fill(monthly="-2万")
        await d.press("ctrl+s")
        assert "“-2万”是在现在的4,000.00上减，减完就没有了" in d.flat()
        await d.fill(monthly="1万", change_on="2027-01-01", change="9500", change2_on="2027-01-01", change2="9600")
        await d.press("ctrl+s")
        assert "这天填了两次变化" in d.flat()


async def test_without_an_amount_the_budget_comes_from_cash_and_the_page_says_so(demo: Path) -> None:
    """The demo's cash: what comes in for certain less what living costs; an amount above that is told."""
    async with running(demo, demo=True) as d:
        flows = read(demo, TODAY).month_flows()
        net = flows[1].net_minor
        assert net > 0
        await d.press("3", "b")
        await d.fill(monthly="")
        assert "收入减生活开支" in d.flat()
        await d.press("ctrl+s")
        assert means_of(read(demo, TODAY).settings).monthly_minor is None
        assert read(demo, TODAY).means.of_cash
        assert "收入减生活开支" in d.flat()
        await d.press("b")
        await d.fill(monthly="+500")
        await d.press("ctrl+s")
        assert means_of(read(demo, TODAY).settings).monthly_minor == net + 50_000
        assert "比确定的收入减生活开支" in d.flat()


async def test_the_list_names_the_money_of_each_payment_and_the_head_the_first_that_waits(demo: Path) -> None:
    """What the 8th of December asks for is there on the 10th only, when the pay comes."""
    async with running(demo, demo=True) as d:
        await d.press("3")
        by_day = {row.cells["on"][0]: row.cells["cover"][0] for row in d.table.rows[:11]}
        assert by_day["2026-11-25"] == "手头"
        assert by_day["2026-12-02"] == "手头"
        assert by_day["2026-12-08"] == "12-10 才有"
        assert by_day["2026-12-16"] == "12-10 工资"
        assert "只付应还和生活开支，12-08起也不够用：差151.05" in d.flat()
        await d.press("o", "y")
        assert {row.cells["on"][0]: row.cells["cover"][0] for row in d.table.rows[:11]}["2026-12-08"] == "12-10 才有"
        assert "只付应还和生活开支，12-08起也不够用：差151.05" in d.flat()


async def test_where_nothing_is_owed_no_goal_is_called_out_of_reach(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("3", "g")
        assert "还没有欠款需要规划" in d.text()
        assert "预算" not in d.text()
