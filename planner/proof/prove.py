"""The proof: bounds for the least cost and for every number of lenders and month, and better plans on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from queue import Empty, SimpleQueue
from typing import TypeVar

from planner.domain.payoff.engine.model import Reducing
from planner.domain.payoff.engine.outcome import Outcome, Shortfall
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.evidence import Bound, Evidence, within
from planner.domain.payoff.search.frontier import Front, Point
from planner.domain.payoff.search.orders import Order, Script
from planner.domain.payoff.search.search import Search, by_rate, rank
from planner.errors import PlannerError
from planner.proof.by_lenders import ByLenders
from planner.proof.program import Answer, Program
from planner.proof.rows import LONGEST_PROGRAM
from planner.values import dataclass, field

MENDED = 20  # times that a plan which ends short of money is tried with that kept back
FEN_SECONDS = 3.0  # so long nobody waits for the fens of one point
LONGER = 3  # times as long for what is still open once all has been asked
BEHIND = 2  # months of the program after the end of the longest plan in question

_Task = TypeVar("_Task")
Tell = Callable[[Bound | Script], None]


@dataclass
class Proof:
    """One proof run. ``tell`` hears of every bound and of every better plan, from any thread, one at a time.

    It takes ``seconds`` in all, and ``fen_seconds`` for one question with all interest in whole fens.
    """

    problem: Problem
    search: Search
    tell: Tell
    seconds: float
    fen_seconds: float = FEN_SECONDS
    evidence: Evidence = field(default_factory=Evidence)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds
        self._lock = threading.Lock()
        self._waiting: list[Bound] = []  # for that of the least cost, which is told first
        self._first = False
        lengths = [point.outcome.length for point in self.front.points()]
        assert self.search.best is not None
        longest = max([*lengths, self.search.best[0].length])
        self.horizon = min(longest + BEHIND, LONGEST_PROGRAM)
        rounded = sum(type(debt) is Reducing for debt in self.problem.debts)
        self._roundings = rounded * self.horizon // 2  # fen that all of them come to at most

    @property
    def front(self) -> Front:
        """The best plans so far."""
        return self.search.front

    def work(self, threads: int = 2) -> None:
        """Prove the least cost, and beside it the soonest ends; then every number of lenders, the largest first.

        At last what roundings leave open.
        """

        def walks() -> Callable[[int | None], None]:
            program = ByLenders(Program(self.problem, self.horizon))
            return lambda at_most: self._least_cost(program) if at_most is None else self._walk(program, at_most)

        counts = range(len(self.problem.lenders) - 1, 0, -1)
        _share([None, *((0,) if self.problem.lenders else ()), *counts], walks, threads)
        self._closer(self._fens(), None, None)

        def closer() -> Callable[[Point], None]:
            fens = self._fens()
            return lambda point: self._closer(fens, point.at_most, point.month)

        for _ in range(2):  # what one look leaves open, where other programs take the time, has a longer one
            _share([point for point in self.front.points() if not self.evidence.proven(point)], closer, threads)
            self.fen_seconds *= LONGER

    def _least_cost(self, programs: ByLenders) -> None:
        program = programs.program
        program.at_most(len(self.problem.lenders), None)
        assert self.search.best is not None
        answer = program.least(max(self._left(), 0.1), self.search.best[0].cost_minor)
        self._hear(program, answer, None, None)

    def _fens(self) -> Callable[[], Program]:
        """The program with interest in whole fens, made when it is first asked for."""
        return cache(lambda: Program(self.problem, self.horizon, to_the_fen=True))

    def _closer(self, fens: Callable[[], Program], at_most: int | None, month: int | None) -> None:
        """Where the best plan misses its bound by no more than roundings may come to: ask with interest in fens."""
        with self._lock:
            line = self.front.points() if at_most is None or month is None else self.front.of(at_most)
            known = min(point.cost_minor for point in line if month is None or point.month <= month)
            gap = known - self.evidence.least(at_most, month)
            if self.evidence.best(known, at_most, month):
                return
        if not 0 < gap <= self._roundings or self._left() <= 0:
            return
        program, aim = fens(), known - within(known)
        program.at_most(len(self.problem.lenders) if at_most is None else at_most, month)
        answer = program.solve(min(self._left(), self.fen_seconds), aim, beyond=0.0)
        told = answer.bound_minor > known - gap or bool(answer.values)
        if told and answer.state != "infeasible":
            self._hear(program, answer, at_most, month)

    def _walk(self, program: ByLenders, at_most: int) -> None:
        """From the cheapest point of one K to the soonest: each asks for the cheapest plan that is sooner."""
        line = self.front.of(at_most)
        month = line[-1].month
        while month > 1:
            limit = month - 1
            known = self._known(at_most, limit)
            if not self._answered(at_most, limit, known):
                if self._left() <= 0:
                    return
                cost = None if known is None else known.cost_minor
                answer = program.least(at_most, limit, max(self._left(), 0.1), cost)
                self._hear(program.program, answer, at_most, limit)
                known = self._known(at_most, limit)
            if known is None:
                return
            month = known.month

    def _known(self, at_most: int, limit: int) -> Point | None:
        with self._lock:
            points = [point for point in self.front.of(at_most) if point.month <= limit]
        return points[-1] if points else None

    def _answered(self, at_most: int, limit: int, known: Point | None) -> bool:
        """Whether a bound already says all there is to say about this count and month."""
        with self._lock:
            if self.evidence.impossible(at_most, limit):
                return True
            return known is not None and self.evidence.close(known.cost_minor, at_most, limit)

    def _hear(self, program: Program, answer: Answer, at_most: int | None, month: int | None) -> None:
        """Tell a bound, and a better plan."""
        impossible = answer.state == "infeasible"
        bound = Bound(at_most, month, None if impossible else answer.bound_minor, answer.state != "stopped")
        script = None
        if answer.values:
            script = program.script(answer.values, Order(by_rate(self.problem)))
        with self._lock:
            self.evidence.add(bound)
            for better in () if script is None else self.offered(script):
                self.tell(better)
            self._first = self._first or at_most is None
            self._waiting.insert(0 if at_most is None else len(self._waiting), bound)
            if self._first:
                for one in self._waiting:
                    self.tell(one)
                self._waiting.clear()

    def offered(self, script: Script) -> Iterator[Script]:
        """The solver's plan if it is a better one; where it ends a few fen short, with these kept back in time.

        And the same with its last months by the order that goes on after it, where that is better still: the solver
        does not see the fen by which interest on a few yuan is rounded up, and may leave them open.
        """
        for _ in range(MENDED):
            try:
                outcome = run(self.problem, script)
            except Shortfall as short:
                kept = script.keeping(short.month, short.missing_minor) if self.problem.budget.carry else None
                if kept is None:
                    return
                script = kept
            except PlannerError:
                return
            else:
                if self.search.take(outcome, script):
                    yield script
                    yield from self._ended_sooner(script, outcome)
                return

    def _ended_sooner(self, script: Script, outcome: Outcome) -> Iterator[Script]:
        for months in range(min(outcome.length, len(script.extras)) - 1, 0, -1):
            shorter = script.first(months)
            try:
                found = run(self.problem, shorter)
            except (Shortfall, PlannerError):
                return
            if rank(found) > rank(outcome):
                return
            outcome = found
            if self.search.take(found, shorter):
                yield shorter

    def _left(self) -> float:
        return self._until - time.monotonic()


def _share(tasks: Iterable[_Task], worker: Callable[[], Callable[[_Task], None]], threads: int) -> None:
    """All tasks by so many threads, each with a ``worker`` of its own."""
    waiting: SimpleQueue[_Task] = SimpleQueue()
    for task in tasks:
        waiting.put(task)

    def loop() -> None:
        if waiting.empty():
            return
        work = worker()
        while True:
            try:
                task = waiting.get_nowait()
            except Empty:
                return
            work(task)

    workers = [threading.Thread(target=loop, daemon=True) for _ in range(threads)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
