"""Why the debt-free day moved: parts in a fixed order that add up, whatever happened; what keeping a plan has saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, Method, Prepayment, RateChange
from planner.domain.accounts.records import Account, Draw, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.adopted.adopted import Baseline
from planner.domain.payoff.adopted.baseline import baseline_from, document_of
from planner.domain.payoff.adopted.moved import baseline_at, moved, saved_by
from planner.domain.payoff.adopted.movement import Moved, Saved, Shift, Why
from planner.domain.payoff.adopted.then import foreseen
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.owed import principal_of
from planner.domain.payoff.planning import LIVE, planning
from planner.domain.payoff.search.goals import ask_from
from planner.errors import PlannerError
from tests.make import kept
from tests.make.accounts import any_histories, fen
from tests.make.examples import examples
from tests.make.terms import loan

START, TODAY = date(2026, 1, 10), date(2026, 2, 11)
PAID = date(2026, 2, 10)  # all are due on the 10th
MEANS, ASK = Means(fen(2_500)), ask_from("least_cost")
LEVEL = Account(replace(kept.level(), id=1, lender=Lender(1, "甲"), start_on=START, first_due_on=date(2026, 2, 10)))
FIXED = Account(
    replace(
        loan(Method.EQUAL_PRINCIPAL, fen(6_000), 6, "0.12", start_on=START),
        id=2,
        lender=Lender(2, "乙"),
        prepayment=Prepayment.NOT_ALLOWED,
    )
)
LINE = Account(
    replace(kept.line(), id=3, lender=Lender(3, "丙"), start_on=START, due_day=10), draws=(Draw(1, START, fen(3_000)),)
)
BOOK = Book((LEVEL, FIXED))


def old(book: Book = BOOK) -> Baseline:
    made = baseline_at(book, START, MEANS, ASK)
    assert made is not None
    return made


def kept_to(plan: Baseline, account: Account, until: date = TODAY) -> Account:
    """The account with what the plan pays on it up to a day."""
    payments = [one for one in plan.actions if one.loan_id == account.loan.id and one.on <= until]
    made = tuple(Repayment(n, one.on, one.amount_minor) for n, one in enumerate(payments, 1))
    return replace(account, repayments=made)


def checked(found: Moved | None) -> Moved:
    assert found is not None
    assert list(found.parts) == list(Why)
    assert sum(one.days for one in found.parts.values()) == found.days == (found.now_on - found.before_on).days
    assert sum(one.cost_minor for one in found.parts.values()) == found.now_minor - found.before_minor
    return found


def why(plan: Baseline, *accounts: Account, means: Means = MEANS, today: date = TODAY) -> dict[Why, Shift]:
    found = checked(moved(plan, MEANS, Book(accounts), today, means, ASK))
    return {cause: one for cause, one in found.parts.items() if one != Shift(0, 0)}


def test_a_plan_that_is_kept_does_not_move() -> None:
    plan = old()
    assert why(plan, kept_to(plan, LEVEL), kept_to(plan, FIXED)) == {}


def test_while_nothing_happens_only_a_better_plan_moves_the_end() -> None:
    """A quick answer that is some fen dearer than the plan that was proven is no reason to leave it."""
    plan = old()
    book = Book((kept_to(plan, LEVEL), kept_to(plan, FIXED)))
    before = foreseen(plan, book, TODAY)
    for fen_more, parts in ((16, {}), (0, {}), (-16, {Why.BETTER: Shift(0, -16)})):
        best = replace(before, cost_minor=before.cost_minor + fen_more)
        found = checked(moved(plan, MEANS, book, TODAY, MEANS, ASK, best=best))
        assert {cause: one for cause, one in found.parts.items() if one != Shift(0, 0)} == parts


def test_each_kind_of_fact_has_its_part() -> None:
    plan = old()
    level, fixed = kept_to(plan, LEVEL), kept_to(plan, FIXED)
    less = replace(level, repayments=(Repayment(1, PAID, fen("916.80")),))  # only what was due
    assert why(plan, less, fixed).keys() == {Why.PAYMENTS}
    change = RateChange(TODAY, Rate(Decimal("0.24"), RateBasis.YEAR))
    assert why(plan, level, replace(fixed, loan=fixed.loan.with_change(change))).keys() == {Why.RATE}
    new = replace(LINE, loan=replace(LINE.loan, start_on=TODAY), draws=(Draw(1, TODAY, fen(3_000)),))
    borrowed = why(plan, level, fixed, new)
    assert borrowed.keys() <= {Why.BORROWED, Why.BETTER}
    assert borrowed[Why.BORROWED].days > 0
    assert borrowed[Why.BORROWED].cost_minor > 0
    dues = [one for one in plan.actions if one.loan_id == 2 and one.on > TODAY]
    charged = replace(fixed, loan=replace(fixed.loan, fees=(Fee("会员费", FeeWhen.PER_TERM, fen(9), from_on=TODAY),)))
    fee = why(plan, level, charged)
    assert fee.keys() == {Why.FEE}
    assert fee[Why.FEE].cost_minor >= len(dues) * fen(9)
    money = why(plan, level, fixed, means=Means(fen(3_500)))
    assert money.keys() <= {Why.MONEY, Why.BETTER}
    assert money[Why.MONEY].cost_minor < 0


def test_two_causes_are_told_apart_in_their_order() -> None:
    plan = old()
    less = replace(LEVEL, repayments=(Repayment(1, PAID, fen("916.80")),))
    change = RateChange(TODAY, Rate(Decimal("0.24"), RateBasis.YEAR))
    fixed = kept_to(plan, FIXED)
    alone = why(plan, less, fixed)[Why.PAYMENTS]
    both = why(plan, less, replace(fixed, loan=fixed.loan.with_change(change)))
    assert both[Why.PAYMENTS] == alone  # the payments are put in before the rate
    assert both[Why.RATE].cost_minor > 0


@examples(12)
@given(
    st.integers(0, 300_000),
    st.lists(st.tuples(st.integers(0, 31), st.integers(1, 200_000)), max_size=3),
    st.lists(st.tuples(st.integers(1, 31), st.integers(1, 300_000)), max_size=2),
    st.integers(0, 40),
)
def test_the_parts_add_up_whatever_happened(
    fee: int, payments: list[tuple[int, int]], draws: list[tuple[int, int]], days: int
) -> None:
    plan = old(Book((FIXED, LINE)))
    paid = tuple(Repayment(n, START + timedelta(on), amount) for n, (on, amount) in enumerate(sorted(payments), 1))
    drawn = tuple(Draw(n, START + timedelta(on), amount) for n, (on, amount) in enumerate(sorted(draws), 2))
    line = replace(LINE, draws=(*LINE.draws, *drawn), repayments=paid)
    fixed = replace(FIXED, loan=replace(FIXED.loan, fees=(Fee("费", FeeWhen.PER_TERM, fee),) if fee else ()))
    found = moved(plan, MEANS, Book((fixed, line)), START + timedelta(days), MEANS, ASK)
    if found is not None:  # the money may not do for it
        checked(found)


def test_what_keeping_a_plan_has_saved() -> None:
    """Of 10,000 at 1.5 % a month extra money E on 02-10 saves 1.5 % of E on the next due date; nothing before that."""
    plan = old()
    level, fixed = kept_to(plan, LEVEL), kept_to(plan, FIXED)
    extra = level.repayments[-1].amount_minor
    assert len(level.repayments) == 2
    now = moved(plan, MEANS, Book((level, fixed)), TODAY, MEANS, ASK)
    assert now is not None
    saved = saved_by(plan, Book((level, fixed)), TODAY, MEANS, now.now_minor)
    assert saved.so_far_minor == 0
    due_only = saved_by(plan, Book((level, fixed)), TODAY, MEANS, 0).in_all_minor
    assert due_only is not None
    assert saved.in_all_minor == due_only - now.now_minor > 0
    later = date(2026, 3, 12)
    after = (kept_to(plan, LEVEL, later), kept_to(plan, FIXED, later))
    found = saved_by(plan, Book(after), later, MEANS, 0)
    assert abs(found.so_far_minor - extra * 15 // 1000) <= 1


def test_missed_payments_have_saved_nothing() -> None:
    plan = old()
    later = date(2026, 3, 20)
    saved = saved_by(plan, Book((LEVEL, FIXED)), later, MEANS, 0)
    assert saved.so_far_minor < 0  # interest on what is late
    line = old(Book((LINE,)))
    assert saved_by(line, Book((LINE,)), TODAY, MEANS, 0) == Saved(
        0, None, endless=True
    )  # interest alone never ends it


def test_what_cannot_be_planned_is_not_called_endless() -> None:
    plan = old()
    unknown = Means(fen(2_500), payday=40)
    saved = saved_by(plan, Book((LEVEL, FIXED)), date(2026, 3, 20), unknown, 0)
    assert (saved.in_all_minor, saved.endless) == (None, False)


def test_who_has_paid_all_that_was_due_saves_what_the_plan_still_costs() -> None:
    """Paying only what is due has ended all debts by then: nothing of it is to come."""
    plan = old(Book((FIXED,)))
    saved = saved_by(plan, Book((FIXED,)), date(2026, 8, 1), MEANS, fen(7))
    assert saved.in_all_minor is not None
    assert not saved.endless


def _late() -> tuple[Account, ...]:
    """A loan whose first instalment was missed, and a line whose interest of the month was."""
    begun = date(2025, 11, 10)
    level = replace(LEVEL, loan=replace(LEVEL.loan, start_on=begun, first_due_on=date(2025, 12, 10)))
    line = replace(LINE, loan=replace(LINE.loan, start_on=begun), draws=(Draw(1, begun, fen(3_000)),))
    return level, line, FIXED


def test_a_plan_costs_the_same_when_it_is_found_and_when_it_is_followed() -> None:
    """Interest that is due and unpaid on the day is still to be paid: it is part of the cost of both."""
    book, means = Book(_late()), Means(fen(4_000))
    plan = planning(book, START, means)
    found = plan.answer(ASK)
    assert found is not None
    due = sum(position(one, START).owed_minor - principal_of(one.loan, position(one, START)) for one in book.accounts)
    assert due > 0
    paid = sum(one.amount_minor for one in plan.actions(found))
    principal = sum(position(one, START).principal_minor for one in book.accounts)
    assert found.outcome.cost_minor == paid - principal
    adopted = baseline_from(document_of(book.accounts, plan, found))
    assert foreseen(adopted, book, START).cost_minor == found.outcome.cost_minor


def test_nothing_is_left_unexplained_while_a_plan_is_kept() -> None:
    """Neither interest that was due on the day of the plan, nor what has grown since its last payment."""
    book, means = Book(_late()), Means(fen(4_000))
    plan = baseline_at(book, START, means, ASK)
    assert plan is not None
    for today in (START, date(2026, 1, 25), date(2026, 2, 11)):
        kept = Book(tuple(kept_to(plan, account, today) for account in book.accounts))
        found = checked(moved(plan, means, kept, today, means, ASK))
        assert found.parts[Why.OTHER] == Shift(0, 0), today
        assert found.days == 0


@examples(40)
@given(any_histories(), st.integers(0, 200))
def test_whatever_was_recorded_a_cost_is_what_is_paid_less_the_principal(account: Account, days: int) -> None:
    today = date(2026, 1, 10) + timedelta(days)
    account = replace(account, loan=replace(account.loan, id=1))
    try:
        plan = planning(Book((account,)), today, Means(10**7))
    except PlannerError:
        return  # nothing is owed
    plan.tries = LIVE
    found = None if plan.shortage else plan.answer(ASK)
    if found is None:
        return
    place = position(taken_as_paid(account, position(account, today)), today)
    paid = plan.actions(found)
    assert found.outcome.cost_minor == sum(one.amount_minor for one in paid) - principal_of(account.loan, place)
    adopted = baseline_from(document_of((account,), plan, found))
    assert foreseen(adopted, Book((account,)), today).cost_minor == found.outcome.cost_minor
