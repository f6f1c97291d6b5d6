"""The proof in a process of its own: it can be stopped at any moment, and the solver's own output goes nowhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from planner.domain.payoff.engine.outcome import Shortfall
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.search.codec import bound_from_json, problem_to_json, rule_from_json, rule_to_json
from planner.domain.payoff.search.evidence import News
from planner.domain.payoff.search.orders import Order, Phases, Script
from planner.domain.payoff.short.promised import replayed
from planner.errors import PlannerError


def available() -> bool:
    """Whether the solver is installed (``.venv/bin/python -m pip install '.[proof]'``)."""
    return find_spec("highspy") is not None


def _said(problem: Problem, rule: Rule) -> dict[str, Any] | None:
    """A rule as it is handed over: one that is not known by its name payment by payment; None where it does not end."""
    if isinstance(rule, Order | Phases | Script):
        return rule_to_json(rule)
    try:
        return rule_to_json(replayed(problem, run(problem, rule, record=True)))
    except (Shortfall, PlannerError):
        return None


class Proving:
    """A running proof; iterate over its news until it ends, ``stop`` it at any time and from any thread."""

    def __init__(
        self, problem: Problem, seconds: float, known: Rule | None = None, others: Sequence[Rule] = ()
    ) -> None:
        """Begin to prove ``problem``.

        Args:
            problem: the debts and the money.
            seconds: the most that it may take.
            known: a rule that works for it, for where no simple order does.
            others: all that a search has found good for any number of lenders: then it is not done again.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "planner.proof"],  # -P: nothing from the folder one happens to be in
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdin is not None
        rules = [_said(problem, rule) for rule in (*(() if known is None else (known,)), *others)]
        found = [rule for rule in rules if rule is not None]
        told = {"rules": found, "searched": bool(found and others)}
        question = json.dumps({"problem": problem_to_json(problem), "seconds": seconds} | told)
        with suppress(BrokenPipeError):  # it was stopped meanwhile
            self._process.stdin.write(question + "\n")
            self._process.stdin.flush()  # and stays open: the other process ends with it

    def __iter__(self) -> Iterator[News]:
        with self._process as process:
            assert process.stdout is not None
            for line in process.stdout:
                document = json.loads(line)
                yield bound_from_json(document["bound"]) if "bound" in document else rule_from_json(document["rule"])

    def stop(self) -> None:
        """End it now; what it has told so far stays true."""
        if self._process.poll() is None:
            self._process.kill()


SECONDS = 9  # for the proof; its process needs another before and after
