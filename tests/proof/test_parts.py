"""The proof of books with loans by instalments that take a part early, against every plan of small ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given

from planner.domain.accounts.loan import Excess, Loan, Method, Prepayment, RateChange
from planner.domain.accounts.records import Account, CardPlan, Draw, PlanSource
from planner.domain.accounts.terms import CardInterest, CardTerms, Fee, FeeWhen, MinimumRule
from planner.domain.basics.money import Rounding
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import Debt
from planner.domain.payoff.engine.outcome import reached
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.search.evidence import Bound, Evidence
from planner.domain.payoff.search.orders import Script
from planner.domain.payoff.search.search import Search, searched
from planner.proof.prove import Proof
from tests.make.accounts import card, fen
from tests.make.bounds import lower_bound
from tests.make.debts import reducing
from tests.make.examples import examples
from tests.make.parts import debts_of, mixed
from tests.make.terms import loan
from tests.proof.everything import Everything


def proven(problem: Problem, seconds: float = 20) -> tuple[Search, Evidence]:
    search, bounds = searched(problem, 120), list[Bound]()
    if search.best is None:
        return search, Evidence()

    def tell(news: Bound | Script) -> None:
        if isinstance(news, Bound):
            bounds.append(news)

    Proof(problem, search, tell, seconds).work()
    return search, Evidence(bounds)


def parted(made: Loan, number: int, **more: object) -> Debt:
    """That loan as a debt of a lender of its own."""
    (debt,) = debts_of(Account(replace(made, id=number, lender=replace(made.lender, id=number))))
    assert isinstance(debt, Parted)
    return replace(debt, **more)  # type: ignore[arg-type]


def small(method: Method, rate: str, **more: object) -> Loan:
    terms: dict[str, object] = {"start_on": date(2026, 10, 20)}
    return loan(method, fen(900), 6, rate, **(terms | more))  # type: ignore[arg-type]


DEARER = (RateChange(date(2027, 1, 5), Rate(Decimal("0.36"), RateBasis.YEAR)),)
BOOKS = [
    (  # a rate that rises, and one whose fee for paying early ends
        parted(small(Method.LEVEL_PAYMENT, "0.06", rate_changes=DEARER), 1),
        parted(small(Method.EQUAL_PRINCIPAL, "0.18"), 2, fees=(Decimal("0.03"), Decimal("0.01"), Decimal(0))),
    ),
    (  # a lower payment, and a fee on what is left
        parted(small(Method.LEVEL_PAYMENT, "0.24", excess=Excess.LOWER_PAYMENT), 1),
        parted(
            small(
                Method.LEVEL_PAYMENT,
                "0.06",
                fees=(Fee("担保", FeeWhen.PER_TERM, None, Decimal("0.01"), on_remaining=True),),
            ),
            2,
        ),
    ),
    (  # fees that stop, fees that do not, and a line
        parted(small(Method.LEVEL_PAYMENT, "0.12", fees=(Fee("服务费", FeeWhen.PER_TERM, 900),)), 1),
        parted(small(Method.EQUAL_PRINCIPAL, "0.12", fees=(Fee("保险", FeeWhen.PER_TERM, 700, stops=False),)), 2),
        reducing(3, 300, "0.18", 60),
    ),
    (  # interest alone with a fee for paying early, and a flat fee
        parted(small(Method.INTEREST_ONLY, "0.18"), 1, fees=(Decimal("0.02"),)),
        parted(small(Method.FLAT_FEE, "0.01", basis=RateBasis.TERM), 2),
    ),
]


@pytest.mark.parametrize("debts", BOOKS)
def test_every_plan_there_is_confirms_the_proof(debts: tuple[Debt, ...]) -> None:
    """Against all extra payments in steps of 150.00: no bound is above one, none is cheaper than what is proven."""
    asked = sum(sum(debt.printed(2)) if isinstance(debt, Parted) else 6_000 for debt in debts)
    problem = Problem(debts, Budget.of(max(asked, 36_000) * 12 // 10 if debts is not BOOKS[3] else 62_000))
    plans = Everything(problem, 15_000).plans()
    search, evidence = proven(problem)
    assert search.best is not None
    for closed, cost in plans.items():
        evidence.check(cost, reached(problem, closed))
    assert not evidence.fault
    assert lower_bound(problem, search.best[0]) <= min(plans.values())
    assert search.best[0].cost_minor <= min(plans.values()) * (1 + 1e-4) + 5
    assert search.best[0].cost_minor - evidence.least() <= 40


@examples(36, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(mixed(3, 9))
def test_no_bound_is_above_a_plan_of_a_mixed_book(problem: Problem) -> None:
    search, evidence = proven(problem, 4)
    assume(search.best is not None)
    assert search.best is not None
    for outcome in [search.best[0], *(point.outcome for point in search.front.points())]:
        evidence.check(outcome.cost_minor, reached(problem, outcome.closed))
    assert not evidence.fault


@pytest.mark.parametrize("fee", ["0", "0.01"])
def test_a_loan_repaid_at_once_that_is_paid_in_parts_is_proven(fee: str) -> None:
    """Five months of all the money there is, beside a line: to the yuan no way is cheaper."""
    made = replace(small(Method.BULLET, "0.12"), terms=12, prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal(fee))
    debts = (*debts_of(Account(replace(made, principal_minor=fen(12_000)))), reducing(9, 6_000, "0.06", 300))
    search, evidence = proven(Problem(debts, Budget.of(fen(3_000))))
    assert search.best is not None
    assert len([one for one in debts if isinstance(one, Lump)]) == 1
    assert not evidence.fault
    assert evidence.best(search.best[0].cost_minor)


@pytest.mark.parametrize(
    ("fee", "rounding", "fees", "carry"),
    [
        ("0", Rounding.DOWN, (Fee("保险", FeeWhen.PER_TERM, 900, stops=False),), True),
        ("0.01", Rounding.UP, (Fee("服务费", FeeWhen.PER_TERM, 900),), False),
    ],
)
def test_no_plan_there_is_with_a_loan_repaid_at_once_is_below_a_bound(
    fee: str, rounding: Rounding, fees: tuple[Fee, ...], carry: bool
) -> None:
    """Against all extra payments in steps of 300.00, where money may be kept and where it may not."""
    made = small(Method.BULLET, "0.24", fees=fees, rounding=rounding, prepayment=Prepayment.FEE_SHARE)
    debts = (*debts_of(Account(replace(made, prepayment_fee=Decimal(fee)))), reducing(9, 300, "0.06", 60))
    problem = Problem(debts, Budget((30_000,), carry=carry))
    plans = Everything(problem, 30_000).plans()
    search, evidence = proven(problem)
    assert search.best is not None
    for closed, cost in plans.items():
        evidence.check(cost, reached(problem, closed))
    assert not evidence.fault
    assert lower_bound(problem, search.best[0]) <= min(plans.values())
    assert search.best[0].cost_minor <= min(plans.values()) + 60


@examples(24, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(mixed(2, 9, at_once_too=True))
def test_no_bound_is_above_a_plan_with_loans_repaid_at_once(problem: Problem) -> None:
    search, evidence = proven(problem, 4)
    assume(search.best is not None)
    assert search.best is not None
    for outcome in [search.best[0], *(point.outcome for point in search.front.points())]:
        evidence.check(outcome.cost_minor, reached(problem, outcome.closed))
    assert not evidence.fault


def test_a_loan_repaid_at_once_that_ended_before_the_program_does_owes_no_rounding() -> None:
    """37,320.71 for 225/36,000 cost 233.2544, rounded 233.25: half a fen that nobody pays is no part of the bound."""
    marks = (0, 225, 318, 843, 1095)
    made = Lump(
        1, 1, 3_732_071, (), early_from=1, ends=4, fees=(Decimal(0),) * 4, early=(1, 2, 3), marks=marks, over=36_000
    )  # fmt: skip
    problem = Problem((replace(made, rates=made.growing()),), Budget.of(11_541_264))
    search, evidence = proven(problem)
    assert search.best is not None
    assert search.best[0].cost_minor == 23_325
    assert not evidence.fault
    assert 23_320 <= evidence.least() <= 23_325


def test_a_card_on_which_next_to_nothing_is_owed_is_no_proof_that_there_is_no_plan() -> None:
    terms = CardTerms(
        interest=CardInterest.AFTER_DUE, minimum=MinimumRule.INTEREST_SHARE, minimum_share=Decimal("0.05"),
        tolerance_minor=1_000,
    )  # fmt: skip
    made = card(
        card=terms, rate=Rate(Decimal("0.0005"), RateBasis.DAY), statement_day=5, due_day=25, start_on=date(2026, 6, 1)
    )  # fmt: skip
    own = CardPlan(1, date(2026, 10, 10), 60_000, 12, Decimal("0.006"), source=PlanSource.PURCHASE)
    debts = debts_of(Account(made, (Draw(1, date(2026, 10, 10), 30),), plans=(own,)))
    _, evidence = proven(Problem(debts, Budget.of(60_000)))
    assert any(bound.final and bound.at_most is None for bound in evidence.bounds)
    assert not evidence.fault
    assert all(bound.cost_minor is not None for bound in evidence.bounds if bound.at_most is None)
