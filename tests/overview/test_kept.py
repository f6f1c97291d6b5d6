"""An adopted plan that is kept: every page, reminder and command names one amount for one loan on one day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from planner.domain.accounts.loan import Excess, Lender, Method, PinnedInstalment, Prepayment, RateChange
from planner.domain.accounts.records import Account, Draw, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book, Income
from planner.domain.ledger.state import Due
from planner.domain.payoff.adopted.baseline import baseline_from, document_of
from planner.domain.payoff.adopted.outdated import Old, Outdated
from planner.domain.payoff.debts.flow import Flow
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import ask_from
from planner.domain.reminders.due_items import upcoming
from planner.domain.reminders.planned import at_hand
from planner.domain.reminders.rules import DUE, PLAN, Rule
from planner.i18n import use
from planner.overview.offer import offer_of
from planner.overview.overview import Overview
from planner.overview.plan import MEANS, drift_of, outdated_of
from planner.overview.review import agenda, standing
from planner.storage.kept import PlanLine
from planner.words.adopted import head, offer
from tests.make import kept

RULES = (
    Rule(1, DUE, "", "", "DTSTART:20200101\nRRULE:FREQ=DAILY", (7, 0)),
    Rule(2, PLAN, "", "", "DTSTART:20200101\nRRULE:FREQ=DAILY", (7, 0)),
)


SETTINGS = {MEANS: json.dumps(kept.MEANS.to_json())}


def kept_income(minor: int) -> Income:
    return Income(1, "工资", date(2026, 1, 1), minor)


def adopted(accounts: tuple[Account, ...], goal: str = "least_cost", book: Book | None = None) -> Overview:
    """The overview of the day on which the plan for the goal was adopted."""
    book = book or Book(accounts)
    plan = planning(book, kept.TODAY, kept.MEANS)
    found = plan.answer(ask_from(goal))
    assert found is not None
    document = document_of(accounts, plan, found)
    line = PlanLine(1, 1, kept.TODAY, goal, kept.MEANS.to_json(), document, None, "")
    return Overview(Path("nowhere"), kept.TODAY, book, SETTINGS, RULES, payoff_plans=(line,))


def open_dues(view: Overview) -> list[Due]:
    """Dues with something unpaid, by due date."""
    return [due for due in view.live() if due.unpaid_minor > 0]


def on(view: Overview, day: date, book: Book | None = None) -> Overview:
    """The same file on another day, perhaps with other records."""
    return Overview(view.path, day, book or view.book, SETTINGS, RULES, payoff_plans=view.payoff_plans)


def paying(view: Overview, loan_id: int, amount_minor: int) -> Overview:
    """The same with a repayment of today."""
    accounts = [
        replace(one, repayments=(*one.repayments, Repayment(len(one.repayments) + 1, view.today, amount_minor)))
        if one.loan.id == loan_id
        else one
        for one in view.book.accounts
    ]
    return on(view, view.today, Book(tuple(accounts)))


def days(view: Overview, count: int) -> Iterator[date]:
    return (view.today + timedelta(number) for number in range(count))


def named(view: Overview) -> dict[tuple[int, date], set[int]]:
    """What every place names for a loan and a day: what the plan pays where it says so, else what is due."""
    told = {(one.loan_id, one.on): {one.amount_minor} for one in view.planned if not (one.done or one.over)}
    for loan_id, day, amount in _named(view):
        if (loan_id, day) in told:
            told[loan_id, day].add(amount)  # type: ignore[index]
    return told


def _named(view: Overview) -> Iterator[tuple[int | None, date | None, int]]:
    for item in upcoming(view.book, view.dues, view.today, 30, view.planned):
        if item.due_on >= view.today:
            yield item.loan_id, item.due_on, item.plan_minor or item.least_minor
    for due in open_dues(view):
        more = view.planned_with(due)
        if due.due_on >= view.today:
            yield due.loan_id, due.due_on, due.asked_minor if more is None else more.amount_minor
    for call in view.occurrences:
        yield call.loan_id, call.due_on, call.plan_minor or call.amount_minor or 0
    for action in agenda(view, standing(view)).proposals:
        if action.key.startswith(("pay:", "plan:")):
            yield action.loan_id, action.on, action.amount_minor or 0


def drift_parts(view: Overview) -> dict[str, int]:
    return {str(cause): amount for cause, amount in drift_of(view.payoff_plans[0], view.book, view.today).parts.items()}


LOANS = (kept.level(), kept.line())


def small() -> tuple[Account, ...]:
    """The loan and the line, on which the plan and the ledger agree to the fen."""
    return (
        Account(replace(LOANS[0], id=1, lender=replace(LOANS[0].lender, id=1))),
        Account(
            replace(LOANS[1], id=2, lender=replace(LOANS[1].lender, id=2)),
            draws=(Draw(1, date(2026, 10, 5), 800_000),),
            repayments=(Repayment(1, date(2026, 10, 20), 4_800),),
        ),
    )


def with_card() -> tuple[Account, ...]:
    card = kept.card()
    bought = (Draw(1, date(2026, 10, 12), 600_000),)
    return (*small(), Account(replace(card, id=3, lender=replace(card.lender, id=3)), draws=bought))


def year(view: Overview) -> Iterator[Overview]:
    """The file on each day of the plan and the first of each month of a year, every payment made on its day.

    What falls due beside the plan, as the interest that a card books after its last bill, is paid as it is due.
    """
    for day in days(view, 370):
        here = {one.loan_id for one in view.planned if one.on == day}
        beside = [due for due in open_dues(on(view, day)) if due.due_on == day and due.loan_id not in here]
        if day.day > 1 and not here and not beside:
            continue
        view = on(view, day)
        yield view
        for one in view.planned:
            if one.on == day:
                view = paying(view, one.loan_id, one.amount_minor)
        for due in beside:
            view = paying(view, due.loan_id, due.unpaid_minor)
        yield view


@pytest.mark.parametrize("goal", ["least_cost", "snowball"])
def test_a_plan_that_is_kept_for_a_year_never_departs(goal: str) -> None:
    start = adopted(small(), goal)
    foreseen = {(one.loan_id, one.on): one.foreseen_minor for one in start.planned}
    assert start.progress is not None
    for view in year(start):
        assert view.progress is not None
        assert view.progress.milestones == start.progress.milestones
        assert drift_parts(view) == {}
        assert all(len(amounts) == 1 for amounts in named(view).values())
        for one in view.planned:
            assert one.done or one.on >= view.today
            assert one.done or one.amount_minor == foreseen[one.loan_id, one.on]
    assert not any(one.owed_minor for one in view.positions.values())


def test_a_card_is_paid_as_its_bills_come() -> None:
    """What a bill says of its interest is another amount than what the plan foresaw: the last payment takes it up."""
    for view in year(adopted(with_card())):
        assert drift_parts(view).keys() <= {"other", "paid_more"}  # interest by the bill's days, paid with the last
        assert abs(sum(drift_parts(view).values())) < 15_000
        assert all(len(amounts) == 1 for amounts in named(view).values())
        assert all(one.done or one.on >= view.today for one in view.planned)
    assert drift_parts(view) == {}
    assert not any(one.owed_minor for one in view.positions.values())


def test_how_far_it_has_come_is_told_by_the_payments_of_the_month() -> None:
    """Of 4,000 a month: 3,900.80 on the 10th, 99.20 on the 20th."""
    view = paying(on(adopted(small()), date(2026, 11, 10)), 1, 390_080)
    at = view.progress
    assert at is not None
    assert (at.paid_minor, at.month_paid_minor, at.month_minor) == (390_080, 390_080, 400_000)
    assert at.planned_minor == sum(one.foreseen_minor for one in view.planned)
    assert [(one.on, one.lenders) for one in at.milestones] == [(date(2027, 1, 10), 1), (date(2027, 3, 20), 0)]
    assert at.ends_on == date(2027, 3, 20)
    # still to be paid, less what the ledger says is owed: interest to come
    left = sum(one.amount_minor for one in view.planned) - sum(one.owed_minor for one in view.positions.values())
    assert at.left_minor == left


def test_a_plan_of_other_terms_is_not_held_against_what_is_found() -> None:
    """The rate of the loan doubles next month: what the plan foresees is no cost of carrying it on any more."""
    view = on(adopted(small()), date(2026, 11, 4))
    loan, line = small()
    change = RateChange(date(2026, 12, 10), Rate(Decimal("0.36"), RateBasis.YEAR))
    dearer = on(view, view.today, Book((replace(loan, loan=loan.loan.with_change(change)), line)))
    assert drift_parts(dearer) == {}
    for seen, compared in ((view, True), (dearer, False)):
        plan = planning(seen.book, seen.today, kept.MEANS)
        found = plan.answer(ask_from("least_cost"))
        assert found is not None
        assert (offer_of(seen, plan, found) is not None) is compared


@pytest.mark.parametrize(
    ("terms", "what"),
    [
        ({"prepayment": Prepayment.FEE_SHARE, "prepayment_fee": Decimal("0.03")}, Old.PREPAYMENT),
        ({"excess": Excess.LOWER_PAYMENT}, Old.PREPAYMENT),
        ({"prepay_from": date(2027, 1, 1)}, Old.PREPAY_FROM),
        ({"method": Method.EQUAL_PRINCIPAL}, Old.METHOD),
        ({"pinned": (PinnedInstalment(12, date(2027, 10, 10), 90_000, 1_400),)}, Old.METHOD),
        ({"due_day": 12}, Old.DAYS),
        ({"limit_minor": 2_000_000}, Old.LIMIT),
        ({"fees": (Fee("会员费", FeeWhen.PER_TERM, 900),)}, Old.FEES),
    ],
)
def test_a_plan_says_with_which_terms_it_was_made_that_are_others_now(terms: dict[str, Any], what: Old) -> None:
    view = adopted(small())
    loan, line = small()
    changed = on(view, view.today, Book((replace(loan, loan=replace(loan.loan, **terms)), line)))
    plan = planning(changed.book, changed.today, kept.MEANS)
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    assert changed.baseline is not None
    told = outdated_of(view.payoff_plans[0], changed.baseline, changed.book, changed.today, changed.means)
    assert told == (Outdated(what, 1),)
    use("en")
    assert "Made with other terms than now: 消费贷" in head(changed, plan, found, proving=False)
    assert "other terms" not in head(view, plan, found, proving=False)
    assert offer_of(changed, plan, found) is None


def test_a_plan_says_that_it_was_made_for_another_budget_or_income() -> None:
    view = adopted(small(), "ratio:0.5", Book(small(), incomes=(kept_income(1_000_000),)))
    line, baseline = view.payoff_plans[0], view.baseline
    assert baseline is not None

    def told(means: Means, income: int = 1_000_000) -> list[Old]:
        book = replace(view.book, incomes=(kept_income(income),))
        return [one.what for one in outdated_of(line, baseline, book, view.today, means)]

    assert told(kept.MEANS) == []
    assert told(Means(300_000)) == [Old.BUDGET]
    assert told(replace(kept.MEANS, lumps=((date(2026, 12, 1), 100),))) == [Old.BUDGET]
    assert told(replace(kept.MEANS, lumps=((date(2026, 10, 1), 100),))) == []  # it is past
    assert told(kept.MEANS, 900_000) == [Old.INCOME]
    flow = Flow(((date(2026, 11, 1), 400_000),), view.today, 250_000)  # less this month, then 4,000
    made = Means(None, flow=flow).as_planned(view.today, Means(None, flow=flow).budget(view.today))
    line = replace(line, means=made.to_json(), goal="least_cost")
    assert told(Means(None, flow=flow)) == []
    assert told(Means(None, flow=replace(flow, room_minor=100_000))) == []  # what is at hand is no term
    assert told(Means(None, flow=replace(flow, nets=((date(2026, 11, 1), 300_000),)))) == [Old.INCOME]
    assert told(Means(400_000)) == [Old.BUDGET]


def test_a_plan_adopted_before_terms_were_kept_with_it_says_nothing_of_them() -> None:
    view = adopted(small())
    line = view.payoff_plans[0]
    known = [{key: value for key, value in one.items() if key != "terms"} for one in line.document["known"]]
    document = {key: value for key, value in line.document.items() if key != "income_minor"} | {"known": known}
    old = baseline_from(document)
    loan, other = small()
    book = Book((replace(loan, loan=replace(loan.loan, prepay_from=date(2027, 1, 1))), other))
    assert outdated_of(replace(line, document=document), old, book, view.today, kept.MEANS) == ()


@pytest.mark.parametrize(("lender", "left"), [(1, [(20, 1)]), (2, [(10, 1)]), (9, [(10, 2), (20, 1)])])
def test_a_lender_who_lent_since_the_plan_stays_one_after_its_last_day(
    lender: int, left: list[tuple[int, int]]
) -> None:
    """10,000 borrowed two days later, which the plan does not pay: with them somebody is owed after its end."""
    view = adopted(small())
    more = replace(kept.level(), id=9, start_on=date(2026, 11, 3), lender=Lender(lender, "又借"))
    later = on(view, date(2026, 11, 4), Book((*small(), Account(more))))
    assert later.progress is not None
    assert [(one.on.day, one.lenders) for one in later.progress.milestones] == left


@pytest.mark.parametrize(("drawn", "left"), [(date(2027, 1, 25), [1]), (date(2026, 11, 4), [1]), (None, [1, 0])])
def test_a_line_that_is_drawn_again_is_not_called_ended(drawn: date | None, left: list[int]) -> None:
    """The loan ends on 2027-03, the line in January; 500 more are drawn from it after that, or before."""
    loan, line = small()
    dear = replace(loan.loan, rate=Rate(Decimal("0.03"), RateBasis.YEAR))
    before = Repayment(1, date(2026, 10, 20), 4_800)
    accounts = (replace(loan, loan=dear), replace(line, repayments=(before,)))
    view = adopted(accounts)
    today = date(2027, 2, 1)
    assert view.baseline is not None
    assert max(one.on for one in view.baseline.by_loan[2]) < date(2027, 1, 25)
    again = (*line.draws, *([Draw(9, drawn, 50_000)] if drawn else []))
    paid = [
        replace(
            account,
            repayments=(
                *account.repayments,
                *(Repayment(n, one.on, one.amount_minor) for n, one in enumerate(made, 2)),
            ),
        )
        for account, made in (
            (accounts[0], [one for one in view.baseline.by_loan[1] if one.on <= today]),
            (replace(accounts[1], draws=again), view.baseline.by_loan[2]),
        )
    ]
    later = on(view, today, Book(tuple(paid)))
    assert later.progress is not None
    assert [one.lenders for one in later.progress.milestones] == left
    assert later.progress.beside == ((2,) if drawn else ())
    plan = planning(later.book, today, kept.MEANS)
    use("en")
    told = head(later, plan, plan.answer(ask_from("least_cost")))
    assert ("More is owed than the plan pays on" in told) == (drawn is not None)


def test_what_was_found_since_is_an_offer_only_where_it_is_better() -> None:
    for view in (adopted(small()), on(adopted(small(), "snowball"), kept.TODAY)):
        plan = planning(view.book, view.today, kept.MEANS)
        same, best = plan.answer(ask_from(view.payoff_plans[0].goal)), plan.answer(ask_from("least_cost"))
        assert same is not None
        assert best is not None
        kept_on = offer_of(view, plan, same)
        assert kept_on is not None
        assert (kept_on.saved_minor, kept_on.sooner_days, kept_on.better) == (0, 0, False)
        found = offer_of(view, plan, best)
        assert found is not None
        assert found.saved_minor == same.outcome.cost_minor - best.outcome.cost_minor
    late = paying(on(adopted(small()), date(2026, 11, 18)), 1, 91_680)
    plan = planning(late.book, late.today, kept.MEANS)
    again = plan.answer(ask_from("least_cost"))
    assert again is not None
    assert offer_of(late, plan, again) is None  # the adopted one cannot just be carried on


@pytest.mark.parametrize("goal", ["fewest", "at_most:1", "at_most:1@2026-12-31"])
def test_an_offer_is_better_by_the_order_of_its_own_goal(goal: str) -> None:
    """A line of 3,000 at 3 % ends in a month, and one lender is gone; the least cost pays the dear loan first."""
    loan, line = small()
    cheap = replace(line.loan, rate=Rate(Decimal("0.03"), RateBasis.YEAR), day_count=DayCount.ACT_365)
    accounts = (loan, replace(line, loan=cheap, draws=(replace(line.draws[0], amount_minor=300_000),)))
    view = adopted(accounts)
    followed = replace(view.payoff_plans[0], goal=goal)
    view = Overview(view.path, view.today, view.book, SETTINGS, RULES, payoff_plans=(followed,))
    plan = planning(view.book, view.today, kept.MEANS)
    found = plan.answer(ask_from(goal))
    assert found is not None
    made = offer_of(view, plan, found)
    assert made is not None
    assert made.saved_minor < 0  # dearer, and better all the same
    assert made.measure > 0
    assert made.better
    use("en")
    assert "costs" in offer(view, plan, found, proving=False)
    assert "No better plan" not in offer(view, plan, found, proving=False)
    again = adopted(accounts, goal)
    same = offer_of(again, plan, found)
    assert same is not None
    assert (same.measure, same.saved_minor, same.better) == (0, 0, False)
    cheaper = plan.answer(ask_from("least_cost"))
    assert cheaper is not None
    other = offer_of(again, plan, cheaper)
    assert other is not None
    assert other.saved_minor > 0  # cheaper, and worse all the same
    assert not other.better


def next_of(view: Overview, loan_id: int) -> tuple[date, int, int]:
    found = at_hand(view.planned, loan_id)
    assert found is not None
    return found.on, found.amount_minor, found.due_minor


def test_what_is_paid_early_is_counted_and_what_is_due_is_asked_all_the_same() -> None:
    """The plan pays 3,900.80 on the 10th, of which 916.80 is due."""
    view = adopted(small())
    assert next_of(view, 1) == (date(2026, 11, 10), 390_080, 91_680)
    dues = {one.on: one.due_minor for one in view.planned if one.loan_id == 2}
    assert dues[date(2026, 11, 20)] == 9_920  # by the ledger
    assert dues[date(2026, 12, 20)] == 9_600  # a line's interest after the next due date, as the plan foresaw it
    part = paying(on(view, date(2026, 11, 5)), 1, 100_000)  # pays the instalment in hand, then principal
    assert next_of(part, 1) == (date(2026, 11, 10), 290_080, 0)
    whole = paying(on(view, date(2026, 11, 5)), 1, 390_080)
    assert next_of(whole, 1)[0] == date(2026, 12, 10)


def test_what_was_missed_is_asked_until_the_next_day_of_the_plan_and_then_only_by_the_lender() -> None:
    view = adopted(small())
    late = paying(on(view, date(2026, 11, 18)), 1, 91_680)
    assert next_of(late, 1) == (date(2026, 11, 10), 298_400, 0)
    later = on(late, date(2026, 12, 10))
    assert next_of(later, 1) == (date(2026, 12, 10), 390_400, 91_680)
    assert [one.on for one in later.planned if one.over] == [date(2026, 11, 10)]
    missed = on(view, date(2026, 12, 10))  # nothing was paid: two instalments are asked for, and penalty if any
    asked = sum(due.asked_minor for due in open_dues(missed) if due.loan_id == 1 and due.due_on <= missed.today)
    assert asked > 2 * 91_680  # with the interest on what is late
    assert next_of(missed, 1)[1:] == (390_400, asked)
    paid = paying(later, 1, 390_400)
    assert next_of(paid, 1)[0] == date(2027, 1, 10)


def test_today_and_overdue_count_as_paid_by_the_plan() -> None:
    view = adopted(small())
    late = on(view, date(2026, 11, 18))  # the instalment of the 10th is missed by now
    assert open_dues(late)[0].due_on == date(2026, 11, 10)
    ahead = late.ahead(12)
    kept_ahead = on(view, date(2026, 11, 9)).ahead(12)
    assert [point.debt_minor for point in ahead] == pytest.approx([p.debt_minor for p in kept_ahead], rel=0.01)
    assert ahead[-1].debt_minor == 0


def only(account: Account, **terms: Any) -> Account:
    return replace(account, loan=replace(account.loan, **terms))


def test_what_the_lender_debits_counts_as_paid_and_the_rest_is_asked() -> None:
    view = on(adopted((only(small()[0], auto_debit=True), small()[1])), date(2026, 11, 11))
    assert next_of(view, 1) == (date(2026, 11, 10), 390_080 - 91_680, 0)


def test_on_the_day_of_a_debit_the_payment_that_is_named_holds_it() -> None:
    """As the day before: what is recorded that day takes the place of the debit. On the next day it is told apart."""
    view = adopted((only(small()[0], auto_debit=True), small()[1]))
    day = date(2026, 11, 10)
    assert next_of(on(view, day - timedelta(1)), 1) == next_of(on(view, day), 1) == (day, 390_080, 91_680)
    after = on(view, day + timedelta(1), paying(on(view, day), 1, 390_080).book)
    assert drift_parts(after) == {}
    assert next_of(after, 1)[0] > day


def test_on_the_day_of_a_debit_no_more_is_named_than_ends_the_loan_with_it() -> None:
    """What is named is more than what is owed behind the debit, and still does not end the loan."""
    short = only(small()[0], auto_debit=True, principal_minor=450_000, terms=5)
    view = adopted((short, small()[1]))
    day = date(2026, 11, 10)
    before = next_of(on(view, day - timedelta(1)), 1)
    assert before == next_of(on(view, day), 1)
    assert before[1] > on(view, day).positions[1].owed_minor
    after = on(view, day + timedelta(1), paying(on(view, day), 1, before[1]).book)
    assert drift_parts(after) == {}


def test_of_a_loan_in_another_currency_the_amount_is_in_its_own() -> None:
    """1,000 units at 7 yuan: the instalment of 91.68 is due as the ledger has it, the money of the plan is yuan."""
    level = only(small()[0], currency="USD", yuan_rate=Decimal(7), principal_minor=100_000)
    view = adopted((level,))
    first = next(one for one in view.planned if one.loan_id == 1)
    assert first.due_minor == 9_168
    assert first.foreseen_minor == 400_000
    assert first.amount_minor == round(Fraction(400_000, 7))
    view = paying(on(view, first.on), 1, first.amount_minor)
    assert next_of(view, 1)[0] > first.on


def test_a_payment_that_was_taken_back_is_asked_for_again() -> None:
    view = paying(on(adopted(small()), date(2026, 11, 10)), 1, 390_080)
    level = view.book.accounts[0]
    (made,) = level.repayments
    back = replace(level, repayments=(replace(made, reversed_on=date(2026, 11, 12)),))
    later = on(view, date(2026, 11, 12), Book((back, *view.book.accounts[1:])))
    assert next_of(later, 1)[:2] == (date(2026, 11, 10), 390_080)


def test_while_the_plan_was_kept_last_week_said_what_the_plan_says() -> None:
    view = adopted(small())
    for one in view.planned:
        if one.on <= date(2026, 11, 20):
            view = paying(on(view, one.on), one.loan_id, one.amount_minor)
    view = on(view, date(2026, 11, 24))
    found = view.movement
    assert found is not None
    assert found.week is not None
    assert found.adopted is not None
    assert (found.week.since_on, found.adopted.since_on) == (date(2026, 11, 17), kept.TODAY)
    assert found.week.before_on == found.adopted.before_on == date(2027, 3, 20)
    assert found.week.parts == found.adopted.parts
    assert found.saved is not None
    assert found.saved.in_all_minor is None  # the line asks for its interest alone


def test_everyday_spending_is_named_in_full_beside_the_minimum_of_its_bill() -> None:
    """Nothing was owed on the card: 800 are bought on the 3rd and due on the 25th, 80 at least. The plan lists none."""
    loan_ = Account(replace(kept.level(), id=1))
    card_ = Account(replace(kept.card(), id=2, lender=Lender(2, "丙银行")))
    bought = Draw(1, date(2026, 11, 3), 80_000)
    view = on(adopted((loan_, card_)), date(2026, 11, 25), Book((loan_, replace(card_, draws=(bought,)))))
    assert not [one for one in view.planned if one.loan_id == 2]
    assert of_card(view) == {80_000}
    assert of_card(paying(view, 2, 8_000)) == {72_000}
    assert of_card(paying(view, 2, 80_000)) == set()
    stranger = on(adopted((loan_,)), view.today, view.book)  # the plan does not know the card
    assert stranger.planned_with(next(due for due in stranger.dues if due.loan_id == 2)) is None


def of_card(view: Overview) -> set[int]:
    """What is said to be paid on the card today: on Today, in `planner due`, by reminders and in the review."""
    dues = [due for due in view.dues if due.loan_id == 2 and due.due_on == view.today and due.unpaid_minor]
    said = {more.amount_minor for due in dues if (more := view.planned_with(due)) is not None}
    items = upcoming(view.book, view.dues, view.today, 0, view.planned_and_bills)
    said |= {one.plan_minor or 0 for one in items if one.loan_id == 2}
    said |= {
        one.plan_minor or one.amount_minor or 0 for one in view.occurrences if one.loan_id == 2 and one.on <= view.today
    }
    proposed = agenda(view, standing(view)).proposals
    return said | {one.amount_minor or 0 for one in proposed if one.loan_id == 2 and one.on == view.today}


def test_what_a_late_due_names_with_itself_is_named_once() -> None:
    """Nobody said whether the interest of the 1st was paid: what the plan pays on the 2nd stands beside that due."""
    made = replace(kept.line(), id=2, lender=Lender(2, "乙"), due_day=1, start_on=date(2026, 10, 1))
    view = adopted((Account(made, draws=(Draw(1, date(2026, 10, 5), 800_000),)),))
    (now,) = [one for one in view.planned if one.on == view.today]
    calls = [one for one in view.occurrences if one.loan_id == 2]
    proposed = [one for one in agenda(view, standing(view)).proposals if one.loan_id == 2 and one.on == view.today]
    assert [one.plan_minor for one in calls] == [now.amount_minor]
    assert [one.amount_minor for one in proposed] == [now.amount_minor]
