"""When a plan cannot work: month, amount, loans, and what is enough, each checked by following a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.debts.owed import Owed
from planner.domain.payoff.engine.model import Debt, Reducing, Scheduled
from planner.domain.payoff.engine.parted import Keeps, Parted, Standing, Term
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.search import searched
from planner.domain.payoff.short.doctor import EVERY_MONTH, diagnosed, ending, endless, least_budget, shortage
from planner.domain.payoff.short.least import Adding, Enough, Hunt
from tests.make.debts import flat, problems, reducing, seven
from tests.make.examples import examples

MUCH = 60  # fen: more in hand than a tiny book can ever ask for


@st.composite
def _tiny(draw: st.DrawFn) -> Problem:
    """One or two debts of a few fen, dear enough for interest to be whole fen; money may wait or not."""
    debts: list[Debt] = []
    for number in range(draw(st.integers(1, 2))):
        balance, early = draw(st.integers(1, 9)), draw(st.sampled_from([1, 1, 3, None]))
        kind = draw(st.sampled_from(["line", "parts", "whole"]))
        if kind == "parts":
            debts.append(_in_parts(number, balance, early, *draw(st.tuples(st.integers(1, 4), *[st.booleans()] * 3))))
        elif kind == "line":
            rate, least = Decimal(draw(st.sampled_from(["0", "1.2", "2.4"]))), draw(st.integers(2, 4))
            ends = draw(st.sampled_from([None, 4]))
            debts.append(Reducing(number, number, balance, (rate,), least, early_from=early, ends=ends))
        else:
            rows = (*flat(balance, draw(st.integers(0, 2)), draw(st.integers(1, 4))),)
            debts.append(Scheduled.of(number, number, rows, early_from=early))
    return Problem(tuple(debts), Budget((0,), carry=draw(st.booleans())))


def _in_parts(
    number: int, balance: int, early: int | None, count: int, shorter: bool, late: bool, dear: bool
) -> Parted:
    """A loan by equal parts of principal, or all of it at the end, with interest of a tenth or four tenths a month."""
    rate, terms, left = ((4, 10) if dear else (1, 10)), list[Term](), balance
    part = -(-balance // count)
    for month in range(1, count + 1):
        repaid = left if month == count else 0 if late else min(part, left)
        interest = (2 * left * rate[0] + rate[1]) // (2 * rate[1])
        terms.append(Term(month, repaid, interest, rate=rate, level=rate, kept_minor=part))
        left -= repaid
    months = () if early is None else tuple(range(early, count + 1))
    return Parted(number, number, tuple(terms), Keeps.NOTHING if late else Keeps.PRINCIPAL, months, shorter=shorter)


def test_below_the_minimums_the_month_the_amount_and_the_loans_are_named() -> None:
    found = shortage(seven(4_900))
    assert found is not None
    assert (found.month, found.missing_minor) == (1, 5_000)
    assert found.required[4] == 90_000
    assert sum(found.required.values()) == 495_000
    assert found.enough_minor == 495_000
    assert found.enough_is_least
    assert found.lump_minor == 50_000  # 50.00 in each of the ten months until the smallest debt has ended
    assert (found.lump_is_least, found.lump_month) == (True, 1)
    assert found.enough_until == 10


def test_what_suffices_has_no_shortage() -> None:
    assert shortage(seven(4_950)) is None


def test_a_bullet_that_cannot_be_saved_up_for() -> None:
    """120,000.00 in month 12 with 5,000.00 a month: 60,000.00 are missing, or 10,000.00 a month do."""
    rows = (*flat(11, 0, 11), *flat(12_000_000, 0, 1))
    problem = Problem((Scheduled.of(1, 1, rows, early_from=None),), Budget.of(500_000))
    found = shortage(problem)
    assert found is not None
    assert (found.month, found.missing_minor) == (12, 6_000_011)
    assert found.enough_minor == 1_000_001
    assert found.lump_minor == 6_000_011
    assert found.enough_is_least
    assert found.lump_is_least
    assert found.lump_month == 12  # on the day of the bullet it still helps
    assert found.enough_until is None  # to the end


def test_a_peak_is_named_with_the_months_up_to_it() -> None:
    """120,000.00 in month 12, then 100.00 a month for two years: after the peak the 5,000.00 are enough."""
    peak = Scheduled.of(1, 1, (*flat(11, 0, 11), *flat(12_000_000, 0, 1)), early_from=None)
    long = Scheduled.of(2, 2, flat(240_000, 0, 24), early_from=None)
    found = shortage(Problem((peak, long), Budget.of(500_000)))
    assert found is not None
    assert (found.enough_minor, found.enough_is_least, found.enough_until) == (1_010_001, True, 12)


def test_lean_months_are_bridged_by_money_kept_before_them() -> None:
    debts = (reducing(1, 5_000, "0.18", 500),)
    lean = Problem(debts, Budget((150_000, 0, 0, 150_000)))
    assert shortage(lean) is None
    assert searched(lean).best is not None
    spent = shortage(replace(lean, budget=replace(lean.budget, carry=False)))
    assert spent is not None
    assert (spent.month, spent.missing_minor) == (2, 50_000)
    # what is not used is gone: only all of the rest at once helps, 5,075.00 less the 1,500.00 that there are
    assert (spent.lump_minor, spent.lump_month) == (357_500, 1)


def test_a_minimum_that_does_not_cover_the_interest_is_named_with_what_ends_it() -> None:
    """10,000.00 at 24 %: 200.00 of interest a month; 945.60 end it in a year (annuity 945.596)."""
    problem = Problem((reducing(7, 10_000, "0.24", 150), reducing(8, 1_000, "0.24", 100)), Budget.of(200_000))
    (found,) = endless(problem)
    assert (found.debt, found.required_minor, found.interest_minor) == (7, 15_000, 20_000)
    assert found.payments == ((12, 94_560), (24, 52_872), (36, 39_233))


def test_a_debt_whose_rate_falls_in_time_is_not_called_endless() -> None:
    """10,000.00 at 24 % grow by 50.00 a month beyond the 150.00 asked for; at 6 % from month 7 on 150.00 end them."""
    falls = replace(reducing(7, 10_000, "0.24", 150), rates=(*[Decimal("0.24")] * 6, Decimal("0.06")))
    stays = reducing(8, 10_000, "0.24", 150)
    assert [one.debt for one in _planned(Problem((falls, stays), Budget.of(200_000))).endless] == [8]


def test_a_line_that_asks_for_interest_alone_never_ends_by_it() -> None:
    line = Reducing(1, 1, 500_000, (Decimal("0.18"),), interest_and=Decimal(0))
    assert [one.debt for one in endless(Problem((line,), Budget.of(10**6)))] == [1]
    assert not endless(Problem((replace(line, ends=12),), Budget.of(10**6)))


@given(problems(1))
@examples(60)
def test_the_payment_that_ends_a_debt_is_the_smallest_that_does(problem: Problem) -> None:
    debt = problem.debts[0]
    assume(isinstance(debt, Reducing))
    assert isinstance(debt, Reducing)
    for months in (1, 12, 36):
        payment = ending(debt, months)
        assert _left(debt, payment, months) <= 0
        assert payment == 0 or _left(debt, payment - 1, months) > 0


def _left(debt: Reducing, payment: int, months: int) -> int:
    balance = debt.balance_minor
    for month in range(1, months + 1):
        if balance <= 0:
            break
        balance += debt.interest(balance, month) - payment
    return balance


def test_less_is_enough_than_any_single_order_needs() -> None:
    """A card of 18,888.82 and a line that is due in month 9 and takes money from month 4 on: worked out by a solver.

    Money of the first three months waits for the line; no order of the plain kinds does with less than 2,158.43.
    """
    card = Reducing(1, 1, 1_888_882, (Decimal("0.073"),), interest_and=Decimal("0.1"))
    line = Reducing(2, 2, 614_432, (Decimal("0.2396"),), interest_and=Decimal(0), early_from=4, ends=9)
    found = least_budget(Problem((card, line), Budget.of(0)))
    assert found is not None
    assert 213_714 <= found.minor <= 213_730
    assert 213_500 <= found.floor_minor <= 213_714


@given(_tiny())
@examples(120)
def test_the_least_of_tiny_books_is_what_trying_everything_finds(problem: Problem) -> None:
    found = least_budget(problem)
    assert found is not None
    exact = next(minor for minor in range(found.minor + 1) if _exhaustive(_with(problem, minor)))
    assert found.floor_minor <= exact <= found.minor
    assert not found.least or exact == found.minor
    assert found.minor - exact <= 1


def _with(problem: Problem, minor: int) -> Problem:
    return replace(problem, budget=replace(problem.budget, monthly_minor=(minor,)))


def _exhaustive(problem: Problem) -> bool:
    """Whether any way of paying at all leads to the end: every state that can be reached, month by month."""
    states = {(tuple(_State(debt.balance_minor) for debt in problem.debts), 0)}
    for month in range(1, 15):
        found: set[tuple[tuple[_State, ...], int]] = set()
        for owing, cash in states:
            there = problem.budget.month(month) + (cash if problem.budget.carry else 0)
            ways: list[tuple[tuple[_State, ...], int]] = [((), there)]
            for debt, state in zip(problem.debts, owing, strict=True):
                ways = [
                    ((*left, rest), money - paid) for left, money in ways for rest, paid in _ways(debt, state, month)
                ]
                ways = [way for way in ways if way[1] >= 0]
            found |= {(left, money if problem.budget.carry else 0) for left, money in ways}
        if any(not any(state.balance for state in owing) for owing, _ in found):
            return True
        states = {(owing, min(cash, MUCH)) for owing, cash in found}
    return False


class _State(NamedTuple):
    """What a debt owes, and how a loan in parts stands after extra payments."""

    balance: int
    standing: Standing | None = None


def _ways(debt: Debt, state: _State, month: int) -> list[tuple[_State, int]]:
    """How a debt may stand after a month, and the money that this takes."""
    balance = state.balance
    if not balance:
        return [(state, 0)]
    if isinstance(debt, Scheduled):
        row, settling = debt.rows[month - 1], debt.settle[month - 1]
        kept = (_State(balance - row.principal_minor), row.total_minor)
        return [kept] if settling is None else [kept, (_State(0), row.total_minor + settling.total_minor)]
    if isinstance(debt, Parted):
        principal, interest, fee, standing = debt.ask(balance, month, state.standing)
        required, left = principal + interest + fee, balance - principal
    else:
        interest = debt.interest(balance, month)
        required, standing = debt.required(balance, interest, month), None
        left = balance + interest - required
    ways = [(_State(left, standing), required)]
    for extra in range(1, left + 1 if debt.takes(month) else 1):
        if isinstance(debt, Parted) and left > extra:
            ways.append((_State(left - extra, debt.departed(month, left, left - extra, standing)), required + extra))
        else:
            ways.append((_State(left - extra), required + extra + debt.charge(extra)))
    return ways


@given(problems(3))
@examples(45)
def test_a_budget_that_is_called_enough_is_planned_and_so_is_a_larger_one(problem: Problem) -> None:
    tight = _with(problem, problem.budget.monthly_minor[0] * 2 // 3)
    found = shortage(tight)
    assume(found is not None and found.enough_minor is not None)
    assert found is not None
    assert found.enough_minor is not None
    for more in (0, 1, 977):
        assert _plans(_with(tight, found.enough_minor + more))
    if found.enough_until is not None:
        monthly = (*[found.enough_minor] * found.enough_until, tight.budget.monthly_minor[0])
        assert _plans(replace(tight, budget=replace(tight.budget, monthly_minor=monthly)))
    if found.lump_minor is not None:
        assert found.lump_month is not None
        lumps = (*tight.budget.lumps_minor, (found.lump_month, found.lump_minor))
        assert _plans(replace(tight, budget=replace(tight.budget, lumps_minor=lumps)))


def _plans(problem: Problem) -> bool:
    """Whether page 3 would show a plan."""
    plan = _planned(problem)
    return plan.search.best is not None and plan.shortage is None


@given(problems(3))
@examples(40)
def test_what_is_called_enough_is(problem: Problem) -> None:
    tight = replace(problem, budget=replace(problem.budget, monthly_minor=(problem.budget.monthly_minor[0] // 2,)))
    found = shortage(tight)
    assume(found is not None and found.enough_minor is not None)
    assert found is not None
    assert found.enough_minor is not None
    enough = replace(tight, budget=replace(tight.budget, monthly_minor=(found.enough_minor,)))
    assert shortage(enough) is None
    less = _with(tight, max(found.enough_minor - 1, 0))
    assert not found.enough_is_least or found.enough_minor == 0 or shortage(less) is not None


@given(problems(4), st.integers(30, 95))
@examples(30)
def test_what_is_told_at_once_is_enough_and_what_follows_is_no_more(problem: Problem, of_hundred: int) -> None:
    """A brief diagnosis lacks the same in the same month; its budget and its sum lead to the end as well."""
    tight = _with(problem, problem.budget.monthly_minor[0] * of_hundred // 100)
    full, first = diagnosed(tight), diagnosed(tight, brief=True)
    assert (first.rule is None) == (full.rule is None)
    assert not full.brief
    if full.shortage is None or first.shortage is None:
        assert full.shortage is first.shortage
        return
    told, least = first.shortage, full.shortage
    assert (told.month, told.missing_minor, told.required) == (least.month, least.missing_minor, least.required)
    assert (told.enough_minor is None, told.lump_minor is None) == (
        least.enough_minor is None,
        least.lump_minor is None,
    )
    if told.enough_minor is not None and least.enough_minor is not None:
        assert told.enough_minor >= least.enough_minor
        assert _plans(_with(tight, told.enough_minor))
    if told.lump_minor is not None and told.lump_month is not None and least.lump_minor is not None:
        assert told.lump_minor >= least.lump_minor
        assert _plans(_more(tight, (told.lump_month, told.lump_minor)))


def test_the_same_debts_with_another_budget_are_asked_but_once_what_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Adding] = []
    found = Hunt.found

    def counted(hunt: Hunt) -> Enough | None:
        asked.append(hunt.adding)
        return found(hunt)

    monkeypatch.setattr(Hunt, "found", counted)
    told = [shortage(seven(budget)) for budget in (4_901, 4_902, 4_903)]
    assert [one and one.missing_minor for one in told] == [4_900, 4_800, 4_700]
    assert {one and one.enough_minor for one in told} == {495_000}
    assert asked.count(EVERY_MONTH) <= 1


@given(problems(3), st.integers(0, 130), st.integers(30, 95))
@examples(25)
def test_the_least_sum_beside_what_is_at_hand_is_the_least(problem: Problem, at_hand: int, of_hundred: int) -> None:
    """Money at hand that the budget leaves alone is spent with it: neither is a fen too much where that is said."""
    tight = _with(problem, problem.budget.monthly_minor[0] * of_hundred // 100)
    alone = shortage(tight)
    assume(alone is not None and alone.lump_minor)
    assert alone is not None
    assert alone.lump_minor
    beside = alone.lump_minor * at_hand // 100
    found = diagnosed(tight, beside_minor=beside).shortage
    assert found is not None
    assert found.lump_minor is not None
    assert found.lump_month is not None
    assert found.at_hand_minor <= beside
    assert found.lump_minor + found.at_hand_minor <= alone.lump_minor or not found.at_hand_minor
    assert found.lump_minor == 0 or not tight.budget.carry or found.at_hand_minor == beside
    assert _plans(_more(tight, (1, found.at_hand_minor), (found.lump_month, found.lump_minor)))
    if found.lump_minor and found.lump_is_least:
        for month in (1, found.lump_month):
            assert not _plans(_more(tight, (1, beside), (month, found.lump_minor - 1)))


def _more(problem: Problem, *lumps: tuple[int, int]) -> Problem:
    budget = problem.budget
    return replace(
        problem, budget=replace(budget, lumps_minor=(*budget.lumps_minor, *(one for one in lumps if one[1])))
    )


def test_what_is_at_hand_can_be_all_that_is_missing() -> None:
    found = diagnosed(seven(4_900), beside_minor=60_000).shortage
    assert found is not None
    assert (found.lump_minor, found.at_hand_minor) == (0, 50_000)
    found = diagnosed(seven(4_900), beside_minor=20_000).shortage
    assert found is not None
    assert (found.lump_minor, found.at_hand_minor, found.lump_is_least) == (30_000, 20_000, True)


def _planned(problem: Problem) -> Planning:
    return Planning(Owed(Months(date(2026, 11, 2)), problem.debts, {}, ()), problem, None)
