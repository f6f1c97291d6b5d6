"""Payoff plans: the money and the goal that were chosen, what-ifs by name, and the plan that is adopted.

An adopted plan is written once and never changed; adopting another ends it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.search.goals import Ask
from planner.domain.payoff.search.scenario import Scenario
from planner.errors import PlannerError
from planner.overview.plan import GOAL, MEANS
from planner.overview.short import AIM, KEEPS_BUFFER
from planner.storage.kept import PlanLine, ScenarioLine
from planner.values import replace

if TYPE_CHECKING:
    from planner.storage.store import OpResult, Store


def keep(
    store: Store,
    means: Means | None = None,
    goal: Ask | None = None,
    aim: str | None = None,
    keeps_buffer: bool | None = None,
) -> OpResult[None]:
    """Keep the money for debts, the goal, or what comes first where the money does not suffice; one undo step.

    ``aim`` is in the form of ``overview.short.aim_of``; ``keeps_buffer``: whether the buffer stays back then, too.

    Raises:
        PlannerError: ``plan.budget``, ``plan.lump``.
    """
    from planner.services import settings  # the ORM: not on the way to the first answer

    values: dict[str, str | None] = {}
    if means is not None:
        means.validate()
        values[MEANS] = json.dumps(means.to_json())
    if goal is not None:
        values[GOAL] = goal.text
    if aim is not None:
        values[AIM] = aim
    if keeps_buffer is not None:
        values[KEEPS_BUFFER] = "1" if keeps_buffer else "0"
    return settings.put(store, **values)


def keep_scenario(store: Store, name: str, scenario: Scenario) -> OpResult[None]:
    """Keep a what-if under a name; one of the same name is replaced.

    Raises:
        PlannerError: ``plan.scenario_name`` for an empty name; ``plan.scenario_months``.
    """
    name = name.strip()
    if not name:
        raise PlannerError("plan.scenario_name", field="name")
    scenario.validate()
    with store.write("plan.scenario", name=name) as write:
        known = write.keys(ScenarioLine, name=name)
        write.put(ScenarioLine(known[0] if known else 0, name, scenario.to_json()))
    return write.result(None)


def delete_scenario(store: Store, scenario_id: int, name: str) -> OpResult[None]:
    """Forget a what-if."""
    with store.write("plan.scenario_delete", name=name) as write:
        write.drop(ScenarioLine, scenario_id)
    return write.result(None)


def adopt(store: Store, document: Mapping[str, Any], goal: str, means: Means, on: date) -> OpResult[int]:
    """Make a plan the one that is followed, as a new version; the one before it ends. One undo step.

    Args:
        store: the database.
        document: of ``payoff.baseline.document_of``.
        goal: in the form of ``goals.ask_from``.
        means: the money that it was made for.
        on: the day of the adoption.

    Returns:
        The version.
    """
    from planner.services import reminders

    with store.write("plan.adopt") as write:
        kept = write.find(PlanLine)
        version = max((line.version for line in kept), default=0) + 1
        for line in kept:
            if line.ended_on is None:
                write.put(replace(line, ended_on=on))
        write.put(PlanLine(0, version, on, goal, means.to_json(), dict(document), None, ""))
        reminders.insert_plan_rule(write, on)
    return write.result(version)
