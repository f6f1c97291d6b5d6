"""A card that carries its balance in a plan costs what its bills ask for: by hand, and kept through the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, Loan
from planner.domain.accounts.records import Account, CardPlan, Draw, PlanEnd, PlanSource, Repayment
from planner.domain.accounts.terms import CardInterest, CardTerms, DueShift, Fee, FeeWhen, MinimumRule
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.workdays import WorkDays
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.debts.actions import Action, ActionKind, actions
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.months import Part
from planner.domain.payoff.debts.owed import owed
from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.model import Reducing, Scheduled
from planner.domain.payoff.engine.outcome import Outcome, Shortfall
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule, Walk
from planner.domain.payoff.planning import SIMPLE, planning
from planner.domain.payoff.search.codec import problem_from_json, problem_to_json
from planner.domain.payoff.search.goals import Answer, Ask, Goal
from planner.domain.payoff.search.orders import Order
from planner.errors import PlannerError
from tests.make.accounts import card, day, drawn, fen
from tests.make.bounds import lower_bound
from tests.make.examples import examples
from tests.make.terms import loan

NOTHING = Order(())
WEEKENDS = WorkDays(date(2000, 1, 1), date(2099, 12, 31))
DAILY = Rate(Decimal("0.0005"), RateBasis.DAY)
TERMS = CardTerms(interest=CardInterest.FULL, minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))


def by_days(**more: Any) -> Loan:
    """A card billed on the 5th and due on the 23rd, at 0.05 % a day."""
    terms: dict[str, Any] = {
        "card": TERMS, "rate": DAILY, "statement_day": 5, "due_day": 23, "day_count": DayCount.ACT_365
    }  # fmt: skip
    return card(**(terms | more))


class NoPlanError(Exception):
    """The money does not do, or not within three years."""


class Now:
    """Extra money by month, and from the last of them on all there is."""

    def __init__(self, *extras: int, ends: bool = False) -> None:
        self.extras, self.ends = extras, ends  # whether instalment plans are ended early, in every third month

    def spend(self, walk: Walk) -> None:
        month = walk.month
        for index in range(1, len(walk.problem.debts) if self.ends and month % 3 == 0 else 0):
            walk.settle(index)
        walk.pay(0, self.extras[month - 1] if month <= len(self.extras) else walk.cash)

    def rests(self, walk: Walk) -> bool:
        return False


def planned(
    account: Account, today: date, monthly: int, rule: Rule, payday: int = 1
) -> tuple[Outcome, tuple[Action, ...]]:
    """A plan of one card that may carry its balance, with what it pays on which day."""
    found = owed(Book((account,)), today, payday)
    if not any(isinstance(debt, Carried) for debt in found.debts):
        raise NoPlanError
    try:
        plan = run(Problem(found.debts, Budget.of(monthly)), rule, record=True)
    except (Shortfall, PlannerError) as error:
        raise NoPlanError from error
    done = actions(found, plan.months)
    if done[-1].on >= today + timedelta(1000):
        raise NoPlanError
    return plan, done


def keep(account: Account, today: date, monthly: int, rule: Rule, payday: int = 1) -> Outcome:
    """Plan a card, record every payment on its day: nothing is late, nothing is owed, nothing was too much."""
    plan, done = planned(account, today, monthly, rule, payday)
    account = taken_as_paid(account, position(account, today))
    number = max((one.id for one in account.repayments), default=0)
    for action in done:
        number += 1
        named = action.on if action.kind is ActionKind.DUE else None
        paid = Repayment(number, action.on, action.amount_minor, assigned_on=named)
        plans = account.plans
        if action.kind is ActionKind.SETTLE and action.plan_id is not None:
            plans = tuple(replace(one, ended_on=action.on) if one.id == action.plan_id else one for one in plans)
        account = replace(account, repayments=(*account.repayments, paid), plans=plans)
    end = done[-1].on
    place = position(account, end + timedelta(0 if account.loan.fees else 70))
    late = [due for due in place.dues if due.status in (DueStatus.LATE, DueStatus.MISSED) and due.due_on >= today]
    assert late == []
    assert [one.over_minor for one in place.applied if one.over_minor] == []
    assert (place.owed_minor, place.accrued_minor) == (0, 0)
    return plan


@st.composite
def cards(draw: st.DrawFn, today: date) -> Account:
    """A card with some purchases, the bills up to today paid at their minimum, in full, or not at all."""
    terms = CardTerms(
        interest=draw(st.sampled_from([CardInterest.FULL, CardInterest.UNPAID, CardInterest.AFTER_DUE])),
        minimum=draw(st.sampled_from([MinimumRule.SHARE, MinimumRule.INTEREST_SHARE])),
        minimum_share=draw(st.sampled_from([Decimal("0.05"), Decimal("0.1")])),
        minimum_minor=draw(st.sampled_from([None, 5_000])),
        statement_included=draw(st.booleans()),
        due_after_days=draw(st.sampled_from([None, None, 2, 20, 25, 50])),  # 50: bills overlap
        tolerance_minor=draw(st.sampled_from([0, 1_000])),
        late_fee_share=draw(st.sampled_from([None, Decimal("0.05")])),
    )
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        more = {"due_shift": draw(st.sampled_from(DueShift)), "calendar": WEEKENDS}
    made = card(
        card=terms, rate=DAILY, statement_day=draw(st.integers(1, 31)), due_day=draw(st.integers(1, 31)),
        day_count=draw(st.sampled_from(DayCount)), start_on=today - timedelta(150), limit_minor=fen(100_000), **more,
    )  # fmt: skip
    days = draw(st.lists(st.integers(0, 140), min_size=1, max_size=5))
    bought = tuple(
        Draw(number, today - timedelta(back), draw(st.integers(1_000, 1_000_000)))
        for number, back in enumerate(days, 1)
    )
    plans = draw(
        st.lists(st.tuples(st.integers(0, 140), st.sampled_from([3, 12]), st.sampled_from(PlanEnd)), max_size=1)
    )
    own = tuple(
        CardPlan(9, today - timedelta(back), 60_000, terms, Decimal("0.006"), at_end=end, end_share=Decimal("0.03"))
        for back, terms, end in plans
    )
    account = Account(replace(made, id=1, lender=Lender(1, "银行")), bought, plans=own)
    for _ in range(6):
        place = position(account, today - timedelta(1))
        due = next(
            (one for one in place.dues if one.least_minor and one.unpaid_minor and one.due_on < today - timedelta(4)),
            None,
        )
        how = draw(st.sampled_from(["least", "least", "all", "none"]))
        if due is None or how == "none":
            break
        amount = due.least_minor if how == "least" else due.unpaid_minor
        paid = Repayment(len(account.repayments) + 1, due.due_on, max(amount, 1))
        account = replace(account, repayments=(*account.repayments, paid))
    return account


@examples(150)
@given(
    data=st.data(),
    today=st.dates(date(2026, 6, 1), date(2027, 3, 31)),
    times=st.sampled_from([Decimal("1.02"), Decimal("1.6"), Decimal("4"), Decimal("11")]),
    extras=st.lists(st.integers(0, 400_000), max_size=4),
    payday=st.sampled_from([1, 1, 10, 29, 31]),
)
def test_a_card_that_keeps_to_its_plan_costs_what_its_ledger_asks_for(
    data: st.DataObject, today: date, times: Decimal, extras: list[int], payday: int
) -> None:
    account = data.draw(cards(today))
    place = position(account, today)
    try:
        keep(account, today, int(place.owed_minor * times / 10) + fen(500), Now(*extras, ends=True), payday)
    except NoPlanError:
        reject()


@pytest.mark.parametrize(
    ("rule", "billed", "least"),
    [(CardInterest.FULL, 1_740, 10_740), (CardInterest.UNPAID, 1_620, 10_620), (CardInterest.AFTER_DUE, 540, 9_540)],
)
def test_the_example_of_a_bank(rule: CardInterest, billed: int, least: int) -> None:
    """1,000 bought on 30 March, billed on 5 April; of it 100, the minimum, are paid on 23 April.

    The bill of 5 May holds, in full, 1,000 × 0.05 % × 24 days + 900 × 0.05 % × 12 = 17.40; of what is unpaid,
    900 × 0.05 % × 36 = 16.20; from the due date on, 900 × 0.05 % × 12 = 5.40. It asks for that and 90 at least. Up to
    23 May 900 × 0.05 % × 18 = 8.10 have grown, and whoever pays everything then pays that, too.
    """
    made = by_days(card=replace(TERMS, interest=rule))
    account = Account(made, drawn(("03-30", 1_000)))
    plan = keep(account, day("04-06"), fen(2_000), Now(0))
    april, may = (month.payments[0] for month in plan.months)
    assert (april.required_minor, april.interest_minor, april.balance_minor) == (10_000, 0, 90_000)
    assert (may.required_minor, may.interest_minor) == (least, billed + 810)
    assert may.paid_minor == 90_000 + billed + 810
    assert plan.cost_minor == billed + 810


def test_a_bill_paid_alone_leaves_the_interest_up_to_that_day_to_the_next_one() -> None:
    """Of 917.40 on 23 May just the bill is paid: the 8.10 grown since are on the bill of 5 June, and cost nothing."""
    made = by_days()
    account = Account(made, drawn(("03-30", 1_000)))
    plan = keep(account, day("04-06"), fen(2_000), Now(0, 91_740 - 10_740))
    assert [month.payments[0].paid_minor for month in plan.months] == [10_000, 91_740, 810]
    assert plan.cost_minor == 2_550


def test_what_the_bill_adds_for_being_late_and_for_the_year_is_asked_for_with_it() -> None:
    """1,000 of 20 March, on the bill of 5 April, whose minimum of 100 is missed on the 23rd; asked on 28 April.

    100 are late and paid today; the bill of 5 May adds 5 % of them, 5.00, owed since, and the fee of 60.00 of the year
    that began on 1 May. Its interest: 1,000 × 0.05 % × 39 days up to 28 April, then 900 × 0.05 % × 7, 19.50 + 3.15 =
    22.65; it asks for all that and for a tenth of 900: 177.65. Up to 23 May 900 × 0.05 % × 18 = 8.10 have grown.
    """
    fees = (Fee("年费", FeeWhen.YEARLY, fen(60), from_on=day("04-20")),)
    made = by_days(card=replace(TERMS, late_fee_share=Decimal("0.05")), start_on=date(2025, 5, 1), fees=fees)
    plan = keep(Account(made, drawn(("03-20", 1_000))), day("04-28"), fen(2_000), Now(0))
    april, may = (month.payments[0] for month in plan.months)
    assert (april.required_minor, april.interest_minor, april.fee_minor) == (10_000, 0, 500)
    assert (may.required_minor, may.interest_minor, may.fee_minor) == (17_765, 315 + 810, 6_000)
    assert plan.cost_minor == 315 + 810 + 6_500


def test_an_instalment_plan_on_the_same_bills_is_paid_beside_what_is_carried() -> None:
    plan = CardPlan(9, day("04-10"), fen(600), 6, Decimal("0.006"), at_end=PlanEnd.FEES_DUE, source=PlanSource.CASH)
    made = by_days()
    account = Account(made, drawn(("03-30", 1_000)), plans=(plan,))
    outcome = keep(account, day("04-12"), fen(300), Now(0))
    assert outcome.closed[0] < outcome.closed[1] == 7


@examples(30)
@given(
    data=st.data(),
    today=st.dates(date(2026, 6, 1), date(2027, 3, 31)),
    times=st.sampled_from([Decimal("1.3"), Decimal("2"), Decimal("4"), Decimal("11")]),
    plans=st.lists(st.lists(st.integers(0, 400_000), max_size=8), min_size=1, max_size=2),
    beside=st.booleans(),
    carry=st.booleans(),
)
def test_no_plan_of_a_card_costs_less_than_its_bound(
    data: st.DataObject, today: date, times: Decimal, plans: list[list[int]], beside: bool, carry: bool
) -> None:
    found = owed(Book((data.draw(cards(today)),)), today)
    if not any(isinstance(debt, Carried) for debt in found.debts):
        reject()
    other = Reducing(9, 9, 900_000, (Decimal("0.15"),), 20_000)
    debts = (*found.debts, other) if beside else found.debts
    monthly = int(sum(debt.balance_minor for debt in debts) * times / 10) + fen(500)
    problem = Problem(debts, Budget((monthly,), carry=carry))
    known = []
    rules: list[Rule] = [*(Now(*extras) for extras in plans), Order((0,)), Order((1, 0) if beside else ())]
    for rule in rules:
        try:
            known.append(run(problem, rule))
        except (Shortfall, PlannerError):
            continue
    if not known:
        reject()
    least = min(one.cost_minor for one in known)
    for one in known:
        assert lower_bound(problem, one) <= least
    plain = problem_from_json(problem_to_json(problem))  # as a proof in another process sees it
    assert lower_bound(plain, known[0]) <= least


def test_a_plan_ended_early_is_on_the_next_bill_and_on_none_behind_it() -> None:
    """600 in six parts are ended with the bill of 23 May; the money pays the oldest lots, and 5 June asks for it."""
    plan = CardPlan(9, day("04-10"), fen(600), 6, Decimal("0.006"), at_end=PlanEnd.FEES_STOP, source=PlanSource.CASH)
    account = Account(by_days(), drawn(("03-30", 10_000)), plans=(plan,))

    class Ends(Now):
        def spend(self, walk: Walk) -> None:
            if walk.month == 2:
                assert walk.settle(1)
            super().spend(walk)

    outcome = keep(account, day("04-12"), fen(2_500), Ends(0, 0, 0))
    assert outcome.closed[1] == 2
    without = keep(account, day("04-12"), fen(2_500), Now(0, 0))
    june, other = (one.months[2].payments[0].required_minor for one in (outcome, without))
    assert june > other + fen(400)  # the five parts that were left, in full


def test_a_card_that_is_paid_off_goes_on_to_pay_its_yearly_fee_while_the_plan_lasts() -> None:
    fees = (Fee("年费", FeeWhen.YEARLY, fen(60), from_on=day("08-01")),)
    made = by_days(start_on=date(2025, 8, 1), fees=fees)
    found = owed(Book((Account(made, drawn(("03-30", 1_000))),)), day("04-06"))
    other = Reducing(9, 9, fen(9_000), (Decimal("0.15"),), fen(500))
    both = run(Problem((*found.debts, other), Budget.of(fen(1_500))), Now(fen(900)), record=True)
    assert both.closed[0] == 1 < 5 < both.closed[1]
    august = next(month for month in both.months if any(one.debt == 1 and one.fee_minor for one in month.payments))
    paid = next(one for one in august.payments if one.debt == 1)
    assert (august.number, paid.required_minor, paid.fee_minor, paid.balance_minor) == (5, fen(60), fen(60), 0)
    done = [
        one
        for one in actions(replace(found, debts=(*found.debts, other), parts={**found.parts, 9: Part(9)}), both.months)
        if one.debt == 1
    ]
    assert [(one.on, one.ends) for one in done][:3] == [
        (day("04-23"), False),
        (day("04-23"), True),
        (day("08-23"), False),
    ]


@pytest.mark.parametrize("terms", [TERMS, CardTerms()])
def test_a_plan_lasts_until_the_yearly_fee_is_paid_that_is_on_a_bill_when_all_else_is(terms: CardTerms) -> None:
    """Bills of the 25th fall due on the 13th; the fee of the year from 1 July on is on that of 25 July."""
    fees = (Fee("年费", FeeWhen.YEARLY, fen(60), from_on=day("07-01")),)
    made = by_days(start_on=date(2025, 7, 1), fees=fees, statement_day=25, due_day=13, card=terms)
    found = owed(Book((Account(made, drawn(("06-20", 1_000))),)), day("06-26"))
    assert isinstance(found.debts[0], Scheduled) == (terms is not TERMS)
    for record in (False, True):
        outcome = run(Problem(found.debts, Budget.of(fen(1_500))), Now(fen(900), fen(900)), record=record)
        assert (outcome.closed, outcome.cost_minor) == ((3,), fen(60))
    assert [(one.on, one.amount_minor) for one in actions(found, outcome.months)][-1] == (day("08-13"), fen(60))


@pytest.mark.parametrize("terms", [TERMS, CardTerms()])
def test_a_card_of_which_only_a_plan_is_owed_pays_its_yearly_fee_beside_it(terms: CardTerms) -> None:
    """A plan of six parts from 1 April on; the fee of the year from 1 June on is on the bill of 5 June."""
    fees = (Fee("年费", FeeWhen.YEARLY, fen(60), from_on=day("05-10")),)
    plan = CardPlan(9, day("04-01"), fen(600), 6, Decimal("0.006"), source=PlanSource.CASH)
    account = Account(by_days(start_on=date(2025, 6, 1), fees=fees, card=terms), plans=(plan,))
    before, found = account, owed(Book((account,)), day("04-03"))
    outcome = run(Problem(found.debts, Budget.of(fen(1_000))), NOTHING, record=True)
    by_day: dict[date, int] = {}
    for action in actions(found, outcome.months):
        by_day[action.on] = by_day.get(action.on, 0) + action.amount_minor
        account = replace(
            account,
            repayments=(*account.repayments, Repayment(len(account.repayments) + 1, action.on, action.amount_minor)),
        )
    assert by_day[day("05-23")] + fen(60) == by_day[day("06-23")]
    assert outcome.cost_minor == 6 * 360 + fen(60)
    for money in (fen(20), fen(130)):  # less than the month with the fee asks for, and enough
        asked = planning(Book((before,)), day("04-03"), Means(money))
        assert (asked.shortage is None) == (money == fen(130))
        if asked.shortage is None:
            assert len(asked.goals()) == len(SIMPLE)
            assert asked.baseline is not None
            assert all(asked.baseline.closed)
    place = position(account, max(by_day))
    assert (place.owed_minor, [due for due in place.dues if due.status is DueStatus.MISSED]) == (0, [])


@pytest.mark.parametrize("terms", [TERMS, CardTerms()])
@pytest.mark.parametrize("credit", [0, 20, 80])
def test_a_card_that_owes_nothing_charges_its_yearly_fee_while_a_plan_lasts(terms: CardTerms, credit: int) -> None:
    """The fee of the year from 10 May on is on the bill of 5 June, due on the 23rd; a credit pays it first."""
    fees = (Fee("年费", FeeWhen.YEARLY, fen(60), from_on=day("05-10")),)
    unused = Account(by_days(start_on=date(2025, 6, 1), fees=fees, card=terms))
    if credit:
        unused = replace(unused, repayments=(Repayment(1, day("04-02"), fen(credit)),))
    lent = Account(replace(loan(start_on=day("03-10")), id=2, lender=Lender(2, "甲")))
    with pytest.raises(PlannerError, match="nothing_owed"):
        planning(Book((unused,)), day("04-03"), Means(fen(2_000)))
    plain, asked = (planning(Book(book), day("04-03"), Means(fen(1_000))) for book in ((lent,), (unused, lent)))
    assert len(asked.problem.lenders) == 1
    goals = zip(plain.goals().items(), asked.goals().items(), strict=True)
    charged = max(fen(60 - credit), 0)
    for (goal, without), (_, found) in goals:
        assert isinstance(without, Answer), goal
        assert isinstance(found, Answer), goal
        assert len(asked.lenders(found.outcome)) > 4
        assert found.outcome.cost_minor >= without.outcome.cost_minor + charged
        done = [(one.on, one.amount_minor) for one in asked.actions(found) if one.loan_id == 1]
        assert done == ([(day("06-23"), charged)] if charged else []), goal
    least = asked.answer(Ask(Goal.LEAST_COST))
    assert least is not None
    assert lower_bound(asked.problem, least.outcome) <= least.outcome.cost_minor


def test_interest_that_no_bill_holds_yet_is_in_a_plan_beside_what_is_owed() -> None:
    """1,000 spent on 20 March is missed on the 23rd of April; what has grown by the payment is on the bill of 5 May."""
    spent = Account(by_days(), drawn(("03-20", 1_000)), repayments=(Repayment(1, day("04-25"), fen(1_000)),))
    lent = Account(replace(loan(start_on=day("03-10")), id=2, lender=Lender(2, "甲")))
    with pytest.raises(PlannerError, match="nothing_owed"):
        planning(Book((spent,)), day("04-28"), Means(fen(2_000)))
    grown = position(spent, day("04-28")).accrued_minor
    found = planning(Book((spent, lent)), day("04-28"), Means(fen(2_000))).answer(Ask(Goal.LEAST_COST))
    assert found is not None
    assert [one.paid_minor for month in found.outcome.months for one in month.payments if one.debt == 1][-1] == grown
    assert grown > 0


def test_a_fee_that_is_on_a_bill_when_all_else_is_paid_does_not_hinder_what_is_said_of_too_little_money() -> None:
    """A yuan falls due on 4 July, the fee that is on the bill of 15 July on 3 September; in between nothing does."""
    fees = (Fee("年费", FeeWhen.YEARLY, fen(60), from_on=day("06-20")),)
    terms = replace(TERMS, due_after_days=50)
    made = by_days(start_on=date(2025, 7, 1), fees=fees, statement_day=15, card=terms)
    asked = planning(Book((Account(made, drawn(("05-10", 1))),)), day("05-20"), Means(0))
    assert asked.shortage is not None


def test_what_costs_least_is_never_dearer_than_another_goal_that_ends_before_a_yearly_fee() -> None:
    """Ending the plan of six parts saves nothing of its fees, but the fee of the year on the bill of 5 June."""
    fees = (Fee("年费", FeeWhen.YEARLY, fen(60), from_on=day("05-10")),)
    plan = CardPlan(9, day("04-01"), fen(600), 6, Decimal("0.006"), source=PlanSource.CASH, at_end=PlanEnd.FEES_DUE)
    book = Book((Account(by_days(start_on=date(2025, 6, 1), fees=fees, card=CardTerms()), plans=(plan,)),))
    asked = planning(book, day("04-03"), Means(fen(2_000)))
    asked.tries = 1  # however few are tried
    least, snowball = (asked.answer(Ask(goal)) for goal in (Goal.LEAST_COST, Goal.SNOWBALL))
    assert least is not None
    assert snowball is not None
    assert least.outcome.cost_minor == snowball.outcome.cost_minor == 6 * 360


@pytest.mark.parametrize("rule", [MinimumRule.SHARE, MinimumRule.INTEREST_SHARE])
def test_a_card_in_another_currency_is_followed_by_its_bills_too(rule: MinimumRule) -> None:
    """3,000 dollars at 7.1: what the plan pays misses no bill and leaves a cent or two."""
    made = by_days(currency="USD", yuan_rate=Decimal("7.1"), card=replace(TERMS, minimum=rule))
    account = Account(made, drawn(("03-05", 1_000), ("03-28", 2_000)))
    found, owes = owed(Book((account,)), day("04-06")), position(account, day("04-06")).owed_minor
    assert isinstance(found.debts[0], Carried)
    extras = Now(fen(1_000), fen(4_000), fen(2_500))
    outcome = run(Problem(found.debts, Budget.of(fen(30_000)), found.charged_minor), extras, record=True)
    for number, action in enumerate(actions(found, outcome.months), 1):
        paid = Repayment(number, action.on, round(action.amount_minor / Decimal("7.1")), assigned_on=action.on)
        account = replace(account, repayments=(*account.repayments, paid))
    place = position(account, account.repayments[-1].on)
    assert abs(place.owed_minor + place.accrued_minor - place.credit_minor) <= 2
    assert not [due for due in place.dues if due.status is DueStatus.MISSED and due.unpaid_minor > 2]
    cost = sum(one.amount_minor for one in account.repayments) - owes
    assert abs(outcome.cost_minor - cost * Decimal("7.1")) <= 20


def test_two_bills_that_fall_due_on_one_day_are_paid_each_its_minimum() -> None:
    """Due on the 30th: the bill of 28 January in March, because February has none, and with it that of 28 February."""
    made = by_days(statement_day=28, due_day=30, card=replace(TERMS, statement_included=False))
    account = Account(made, drawn(("01-10", 3_000)))
    keep(account, day("02-01"), fen(1_000), Now(0, 0, 0))


def test_a_bill_whose_day_off_would_move_it_onto_its_cut_is_kept_as_printed() -> None:
    """Cut on the 11th, due on the 13th: in September 2026 a Friday and a Sunday: the working day before is the cut."""
    made = by_days(statement_day=11, due_day=13, due_shift=DueShift.PREVIOUS, calendar=WEEKENDS)
    (debt,) = owed(Book((Account(made, drawn(("01-10", 3_000))),)), day("02-01")).debts
    assert isinstance(debt, Carried)
    plan = keep(Account(made, drawn(("01-10", 3_000))), day("02-01"), fen(700), Now(*[0] * 9))
    assert plan.length > 8


def test_a_card_whose_minimum_is_not_known_is_paid_bill_by_bill_with_the_interest_of_the_last_one() -> None:
    """1,000 are missed on 23 April: the bill of 5 May holds 1,017.50, 23 May leaves 9.00 grown for that of 5 June."""
    made = by_days(card=CardTerms(interest=CardInterest.FULL))
    account = Account(made, drawn(("04-01", 1_000)))
    found = owed(Book((account,)), day("05-06"))
    (debt,) = found.debts
    assert isinstance(debt, Scheduled)
    assert [row.total_minor for row in debt.rows] == [101_700, 900]
    assert [on for _, on in found.parts[1].days][:2] == [day("05-23"), day("06-23")]


def test_a_bound_holds_the_yearly_fees_that_every_plan_pays() -> None:
    """12,000 at 1,500 a month last eight months at least; the fee of the year from 1 August on is charged within."""
    fees = (Fee("年费", FeeWhen.YEARLY, fen(60), from_on=day("08-01")),)
    bounds = []
    for charged in ((), fees):
        account = Account(by_days(start_on=date(2025, 8, 1), fees=charged), drawn(("03-20", 12_000)))
        found = owed(Book((account,)), day("04-06"))
        problem = Problem(found.debts, Budget.of(fen(1_500)), found.charged_minor)
        outcome = run(problem, Now(fen(1_500)))
        bounds.append(lower_bound(problem, outcome))
        assert bounds[-1] <= outcome.cost_minor
        told = problem_from_json(problem_to_json(problem))
        assert told.sure_fees_minor == problem.sure_fees_minor == sum(fee.amount_minor or 0 for fee in charged)
    assert bounds[1] - bounds[0] > fen(59)
