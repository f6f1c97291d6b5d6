"""What the plan page knows, for its views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.domain.payoff.adopted.movement import Movement
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer, Ask
from planner.proof import remote
from planner.values import dataclass
from planner.words import adopted
from planner.words import plan as plan_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.ui.host import Host


@dataclass(frozen=True, slots=True)
class PlanSight:
    """The plan of today, the goal in force and its answer, if it has one; whether the proof is still running.

    ``asks_found``: the person asked for what was found, although another plan is adopted.
    """

    overview: Overview
    plan: Planning
    ask: Ask
    found: Answer | None
    proving: bool
    asks_found: bool = False

    @property
    def movement(self) -> Movement | None:
        """Why the debt-free day moved; None while that is worked out, and without an adopted plan."""
        return self.overview.movement if self.overview.movement_known else None

    @property
    def shows_kept(self) -> bool:
        """Whether the payments in view are those of the adopted plan."""
        return self.overview.progress is not None and not self.asks_found

    @property
    def answer(self) -> Answer:
        """The answer, for the views that are turned to only where there is one."""
        assert self.found is not None
        return self.found


def full_head(seen: PlanSight) -> str:
    """The adopted plan, how far it has come and what was found since; else what was found, and where cash is short."""
    if seen.shows_kept:
        return adopted.head(seen.overview, seen.plan, seen.found, proving=seen.proving)
    return _head(seen, brief=False)


def more(seen: PlanSight) -> list[str]:
    """What else is to be said of a plan that was found: of the adopted one the head says all."""
    if seen.shows_kept or seen.found is None:
        return []
    return plan_text.more_lines(seen.overview, seen.plan, seen.found)


def head(seen: PlanSight) -> str:
    """Goal, result and how good it is; how the adopted plan is kept."""
    return _head(seen, brief=True)


def _head(seen: PlanSight, *, brief: bool) -> str:
    lines = plan_text.head(
        seen.overview,
        seen.plan,
        seen.ask,
        seen.found,
        proving=seen.proving,
        provable=remote.available(),
        brief=brief,
    )
    return "\n".join([lines, *plan_text.followed(seen.overview)])


def notes(seen: PlanSight) -> str:
    """What is missing to plan well: why a table of the plan may be empty."""
    return "\n".join(plan_text.notes(seen.overview, seen.plan))


def open_loan(app: Host, _seen: PlanSight, data: Any) -> None:
    """The page of the loan that a row is about, of one that names a loan."""
    if getattr(data, "loan_id", None) is not None:
        from planner.ui.screens.loans.loan import LoanScreen

        app.push_screen(LoanScreen(data.loan_id))
