"""The third of an overview's answers: what stands against good credit, and how cases, calls and offers stand."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from planner.domain.accounts.records import Account
from planner.domain.reminders.rules import Dated
from planner.overview.foreseen import Foreseen

if TYPE_CHECKING:
    from planner.domain.cases.calls import Promise
    from planner.domain.cases.collecting import Count
    from planner.domain.cases.lists import CaseLists
    from planner.domain.cases.standing import Standing
    from planner.domain.findings.cautions import Caution
    from planner.domain.findings.judge import Turn
    from planner.domain.findings.model import Finding
    from planner.domain.offers.cost import OfferCost
    from planner.overview.difference import Seen


class Judged(Foreseen):
    """The same with what is judged of it: findings, cautions, the latest report, cases, calls, offers."""

    @property
    def judged(self) -> tuple[Finding, ...]:
        """What the records say today, without the days on which it clears: those take as long again."""
        from planner.domain.findings.judge import findings_on

        return findings_on(self.book, self.catalogue, [self.today], self.tell)[0]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the records say today, and when it clears under the adopted plan."""
        from planner.domain.findings.judge import findings

        planned = None
        if self.baseline is not None:
            from planner.domain.payoff.adopted.followed import coming

            planned = coming(self.baseline, self.book, self.today)
        return findings(self.book, self.catalogue, self.today, planned, self.tell)

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """Warnings that apply today."""
        from planner.domain.findings.cautions import cautions

        costs = {loan_id: cost.nominal for loan_id, cost in self.costs.items()}
        numbers = {one.loan.id: self.tell(one, (self.today,)).figures[0] for one in self.book.accounts}
        return cautions(self.book, numbers, costs, self.catalogue, self.today, self.tell)

    @cached_property
    def difference(self) -> Seen | None:
        """The latest report beside the ledger; None while the accounts of no report were noted."""
        from planner.overview.difference import seen

        return seen(self.book, self.catalogue, self.today)

    def turns(self, since: date) -> tuple[Turn, ...]:
        """What changed of the findings after a day, up to today; computed once for each day asked."""
        if since not in self._turns:
            from planner.domain.findings.judge import turns

            found = turns(self.book, self.catalogue, since, self.today, self.tell) if since < self.today else ()
            self._turns[since] = found
        return self._turns[since]

    @cached_property
    def offer_costs(self) -> dict[int, OfferCost]:
        """What each offer costs, by its id, paid out on the promised day, or today."""
        from planner.overview.offer_costs import cost_of

        return {one.id: cost_of(one, self.catalogue, self.book, self.today) for one in self.offers}

    @property
    def case_lists(self) -> CaseLists:
        """What is known of cases in general."""
        from planner.storage.shipped import cases

        return cases.load()

    @cached_property
    def stands(self) -> dict[int, Standing]:
        """Where each case stands today, by its id."""
        from planner.overview.cases import stands_of

        return stands_of(self.cases, self.catalogue.rules, self.accounts, self.book.credit, self.today)

    @cached_property
    def emptied(self) -> tuple[Account, ...]:
        """The lines that owe nothing, are open, and have no close-out yet."""
        from planner.domain.cases.closeout import emptied

        return emptied(self.book, self.positions, self.cases)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """What was promised in calls, by day, and what of it has been paid."""
        from planner.domain.cases.calls import promises

        return promises(self.calls, self.accounts, self.today)

    @cached_property
    def call_counts(self) -> tuple[Count, ...]:
        """How all calls that were noted stand against the standard for collecting."""
        from planner.domain.cases.collecting import counts

        return counts(self.calls, self.catalogue.rules)

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """The days that the credit file and cases call for; nothing is read while nothing is recorded."""
        found: tuple[Dated, ...] = ()
        if not self.book.credit.empty:
            from planner.domain.findings.calendar import coming

            found = coming(self.book.credit, self.catalogue, self.today)
        if self.cases:
            from planner.overview.cases import coming_of

            found = tuple(sorted((*found, *coming_of(self.cases, self.stands)), key=lambda one: (one.on, one.key)))
        if self.calls:
            from planner.domain.cases.calls import coming as promised

            found = tuple(sorted((*found, *promised(self.promises)), key=lambda one: (one.on, one.key)))
        return found
