"""How long plans take: ``python -m tests.bench.bench_plan``.

Random debts of 3 to 12 loans at 2 to 7 lenders with every prepayment rule, and the demo's person: the first answer
(limit 200 ms), the least cost proven, the whole frontier proven (limit 10 s on two cores). In one run with them the
same questions as a plain program of HiGHS: CPU of all answers over CPU of all programs. Ten-year loans, all open.
Of 30 and 50 loans: the first answer and the least cost.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.demo import book as demo
from planner.domain.accounts.loan import Lender
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.owed import owed
from planner.domain.payoff.engine.model import Reducing, Row, Scheduled
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.planning import Planning, planning
from planner.domain.payoff.search.goals import ask_from
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.scenario import Scenario
from planner.domain.payoff.search.search import Search
from planner.overview import overview
from planner.proof.remote import Proving, available
from tests.bench.big_book import loan

RATES = ("0.036", "0.045", "0.073", "0.1095", "0.146", "0.159", "0.1825", "0.216", "0.2396")
KINDS = ("free", "free", "fee", "late", "plain", "settle_fee", "owed", "never", "settle_late")


def instance(seed: int) -> Problem:
    """One random problem, the same for a seed."""
    chance = random.Random(seed)
    count = chance.randint(3, 12)
    lenders = min(count, chance.randint(2, 7))
    debts = [_debt(chance, number, number % lenders) for number in range(count)]
    required = sum(debt.rows[0].total_minor if isinstance(debt, Scheduled) else debt.minimum_minor for debt in debts)
    return Problem(tuple(debts), Budget.of(int(required * chance.uniform(1.1, 1.5))))


def _debt(chance: random.Random, number: int, lender: int) -> Reducing | Scheduled:
    kind, principal = chance.choice(KINDS), chance.choice((1, 3, 8)) * chance.randint(100_000, 500_000)
    rate = Decimal(chance.choice(RATES))
    late = chance.randint(2, 8)
    if kind in ("free", "fee", "late"):
        fee = Decimal(chance.choice(("0.005", "0.01", "0.03"))) if kind == "fee" else Decimal(0)
        minimum = principal * chance.randint(4, 10) // 100
        early = late if kind == "late" else 1
        return Reducing(number, lender, principal, (rate,), minimum, fee=fee, early_from=early)
    terms = chance.randint(6, 36)
    charge, part = int(principal * rate / 24), principal // terms
    rows = [Row(part, 0, charge) for _ in range(terms - 1)] + [Row(principal - part * (terms - 1), 0, charge)]
    return Scheduled.of(
        number,
        lender,
        rows,
        fee=Decimal("0.02") if kind == "settle_fee" else Decimal(0),
        charges_stop=kind != "owed",
        early_from=None if kind == "never" else late if kind == "settle_late" else 1,
    )


def _ms(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def random_ones(count: int, *, prove: bool) -> None:
    """First answers and proofs of so many random problems."""
    firsts, gaps, proofs = [], [], []
    for seed in range(count):
        problem = instance(seed)
        start = time.perf_counter()
        search = Search(problem)
        search.least_cost()
        if search.best is None:
            continue
        firsts.append(_ms(start))
        search.explore()
        search.bound()
        if prove and available():
            plan = Planning(owed=None, problem=problem, income_minor=None)  # type: ignore[arg-type]
            first = plan.search.best
            start = time.perf_counter()
            for news in Proving(problem, 30):
                plan.take(news)
            proofs.append(_ms(start) / 1000)
            best = plan.search.best
            assert first is not None
            assert best is not None
            gaps.append((first[0].cost_minor / best[0].cost_minor - 1) * 100 if best[0].cost_minor else 0.0)
    _say(f"first answer, {len(firsts)} problems: worst {max(firsts):.0f} ms (limit 200)")
    if proofs:
        over, mean = sum(one > 10 for one in proofs), sum(proofs) / len(proofs)
        _say(f"  above the best: worst {max(gaps):.2f} % (limit 1), mean {sum(gaps) / len(gaps):.3f} %")
        _say(f"proof of all: worst {max(proofs):.1f} s, mean {mean:.1f} s, {over} above 10 s")


def against_programs(count: int) -> None:
    """First answers with their bounds over the least cost by the solver alone, CPU, in one run."""
    from planner.proof.program import Program

    answers = programs = 0.0
    for seed in range(count):
        problem = instance(seed)
        start = time.process_time()
        search = Search(problem)
        search.least_cost()
        search.bound()
        answers += time.process_time() - start
        if search.best is None:
            continue
        start = time.process_time()
        Program(problem, search.best[0].length + 2).solve(60)
        programs += time.process_time() - start
    _say(f"answers with bounds {answers:.1f} s, programs {programs:.1f} s CPU: ratio {answers / programs:.2f}")


def many(count: int, seeds: int) -> None:
    """So many loans at up to nine lenders: the first answer, its gap, and the least cost by the solver below it."""
    from planner.proof.program import Program

    for seed in range(seeds):
        chance = random.Random(1000 * count + seed)
        lenders = chance.randint(5, 9)
        debts = [_debt(chance, number, number % lenders) for number in range(count)]
        required = sum(
            debt.rows[0].total_minor if isinstance(debt, Scheduled) else debt.minimum_minor for debt in debts
        )
        problem = Problem(tuple(debts), Budget.of(int(required * chance.uniform(1.1, 1.5))))
        start = time.process_time()
        search = Search(problem)
        search.least_cost()
        search.explore()
        bound, first = search.bound(), time.process_time() - start
        assert search.best is not None
        known = search.best[0]
        start = time.process_time()
        answer = Program(problem, known.length + 2).least(30, known.cost_minor)
        gaps = [(known.cost_minor / below - 1) * 100 for below in (bound, answer.bound_minor)]
        solved = f"{answer.state} in {time.process_time() - start:.1f} s, {gaps[1]:.2f} % below"
        _say(f"{count} loans: {first:.2f} s, {gaps[0]:.2f} % above its bound; program {solved}")


def ten_years(count: int) -> None:
    """So many loans of ten years that were just taken, with 1.3 times what they ask for."""
    accounts = [
        Account(replace(loan(at), id=at + 1, lender=Lender(at % 20 + 1, "L"), start_on=date(2026, 3, 1 + at % 28)))
        for at in range(count)
    ]
    debts = owed(Book(tuple(accounts)), date(2026, 3, 29)).debts
    asked = run(Problem(debts, Budget.of(10**12)), Order(()), months=2).required_minor[1]
    search = Search(Problem(debts, Budget.of(asked * 13 // 10)))
    start = time.process_time()
    search.least_cost()
    search.explore()
    bound = search.bound()
    assert search.best is not None
    gap = (1 - bound / search.best[0].cost_minor) * 100
    _say(f"{count} loans of ten years: {time.process_time() - start:.2f} s CPU, {gap:.2f} % above its bound")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def the_demo() -> None:
    """The demo's person: page and what-if."""
    with tempfile.TemporaryDirectory() as folder:
        path, today = Path(folder) / "demo.db", date(2026, 11, 27)
        demo.create(path, today, "zh")
        now = overview.read(path, today)
        start = time.perf_counter()
        plan = planning(now.book, now.today, Means(1_000_000))
        plan.answer(ask_from("least_cost"))
        _say(f"demo, first answer: {_ms(start):.0f} ms")
        start = time.perf_counter()
        plan.changed(Scenario(monthly_minor=1_050_000)).answer(ask_from("least_cost"))
        _say(f"demo, what-if while typing: {_ms(start):.0f} ms (limit 200)")


if __name__ == "__main__":
    the_demo()
    for number in (20, 50, 200):
        ten_years(number)
    if available():
        against_programs(60)
        many(30, 4)
        many(50, 4)
    random_ones(int(sys.argv[1]) if len(sys.argv) > 1 else 60, prove="--quick" not in sys.argv)
