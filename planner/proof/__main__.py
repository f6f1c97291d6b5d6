"""``python -m planner.proof``: a problem as a line of JSON comes in; bounds and better plans, a line each, come out.

Standard input stays open as long as somebody listens: with its end this process ends, whatever the solver does.
"""

from __future__ import annotations

import json
import os
import sys
from threading import Thread

from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.search.codec import bound_to_json, problem_from_json, rule_from_json, rule_to_json
from planner.domain.payoff.search.evidence import Bound
from planner.domain.payoff.search.orders import Script
from planner.domain.payoff.search.search import Search, searched


def main() -> int:
    """Prove what is asked; 0 also when there is no plan to prove anything about."""
    document = json.loads(sys.stdin.readline())
    Thread(target=_end_with_the_listener, daemon=True).start()
    # The solver greets on the process's own standard output when it is made: news keep the real one, it gets nothing.
    news = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from planner.proof.prove import Proof

    def tell(one: Bound | Script) -> None:
        said = {"bound": bound_to_json(one)} if isinstance(one, Bound) else {"rule": rule_to_json(one)}
        news.write(json.dumps(said) + "\n")
        news.flush()

    problem = problem_from_json(document["problem"])
    search = _search(problem, tuple(map(rule_from_json, document["rules"])), known=document["searched"])
    if search.best is None:
        return 0
    try:
        Proof(problem, search, tell, document["seconds"]).work()
    except BrokenPipeError:  # nobody listens any more
        os._exit(0)
    return 0


def _search(problem: Problem, rules: tuple[Rule, ...], *, known: bool) -> Search:
    """What is known of a problem: all that another search has found, or else what one finds here."""
    if known:
        search = Search(problem)
        for rule in rules:
            search.attempt(rule)
        return search
    search = searched(problem)
    if search.best is None and rules:  # no simple order works: what does was found in another way
        search = searched(problem, hints=rules)
    return search


def _end_with_the_listener() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
