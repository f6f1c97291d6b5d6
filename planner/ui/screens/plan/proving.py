"""The proof behind the plan page: started for a plan, its news taken between two keys, stopped with the page."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.evidence import News
from planner.proof import remote
from planner.ui.computing import computed, work_for
from planner.ui.host import host_of

PATIENCE = 0.5  # seconds between two looks at what the proof has found


class ProofListener:
    """Listens to the proof of one plan at a time and hands it the news; ``show`` is called when there was any."""

    def __init__(self, page: Widget, show: Callable[[], None]) -> None:
        self._page = page
        self._show = show
        self._plan: Planning | None = None
        self._proving: remote.Proving | None = None
        self._news = False

    @property
    def running(self) -> bool:
        """Whether the proof is still looking."""
        return self._proving is not None

    def start(self, plan: Planning) -> None:
        """Prove this plan from now on, and no other; nothing where the solver is missing or the plan is none."""
        self.stop()
        self._plan = plan
        if plan.evidence.fault:
            self._tell_fault(plan.evidence.fault)
        if remote.SECONDS and remote.available() and plan.search.best is not None:
            work_for(self._page, "proof", computed, self._listen, plan)

    def stop(self) -> None:
        """End the proof; what it has told so far stays true."""
        self._plan = None
        if self._proving is not None:
            self._proving.stop()
            self._proving = None

    def look(self) -> None:
        """Show what the proof has told since the last look; called every ``PATIENCE`` seconds."""
        if self._news and self._page.is_mounted:
            self._news = False
            self._show()

    def _listen(self, plan: Planning) -> None:
        """In a thread of its own: what the proof tells goes to the plan, between two keys."""
        proving = remote.Proving(plan.problem, remote.SECONDS, others=plan.rules)
        if self._plan is not plan:  # stopped before it had begun
            proving.stop()
            return
        self._proving = proving
        for news in proving:
            if self._proving is not proving:
                proving.stop()
                return
            self._page.app.call_from_thread(self._take, plan, news)
        self._page.app.call_from_thread(self._done, proving)

    def _take(self, plan: Planning, news: News) -> None:
        if plan is self._plan:
            sound = not plan.evidence.fault
            plan.take(news)
            self._news = True
            if sound and plan.evidence.fault:
                self._tell_fault(plan.evidence.fault)

    def _tell_fault(self, fault: str) -> None:
        """What was proven contradicts a plan: nothing is claimed any more, and it is written down."""
        from planner.storage import mistakes

        mistakes.keep(host_of(self._page.app).path, fault)

    def _done(self, proving: remote.Proving) -> None:
        if self._proving is proving:
            self._proving, self._news = None, True
            self.look()
