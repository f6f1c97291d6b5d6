"""Everything a screen or a command shows, read once from the file and computed once by the domain.

Plain reads only: this module is on the way to the first frame and never loads the ORM.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.accounts.records import Account
from planner.domain.basics.recurrence import daily
from planner.domain.book import Book
from planner.domain.figures.ratios import Ratios, Working, trend, working
from planner.domain.ledger.position import replay
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import Due, Position
from planner.domain.reminders.occurrences import occurrences
from planner.domain.reminders.rules import DUE, LEAD_DAYS, Dated, Mark, Occurrence, Planned, Rule
from planner.domain.schedule.yearly_cost import YearlyCost, yearly_cost
from planner.storage import snapshot

if TYPE_CHECKING:
    from planner.domain.findings.cautions import Caution
    from planner.domain.findings.judge import Turn
    from planner.domain.findings.model import Finding
    from planner.domain.payoff.actions import Action
    from planner.domain.payoff.drift import Baseline
    from planner.domain.reference.catalogue import Catalogue
    from planner.storage.kept import PlanLine, ReviewLine, ScenarioLine

# Before the first start has been answered there are no rules yet; what is due is named all the same.
_FIRST_RULE = Rule(0, DUE, "", "", daily(date(2000, 1, 1)), LEAD_DAYS)


@dataclass
class Overview:
    """The book as of ``today`` with the questions already asked of it; each is computed at its first use."""

    path: Path
    today: date
    book: Book
    settings: dict[str, str]
    rules: tuple[Rule, ...] = ()
    marks: tuple[Mark, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    payoff_plans: tuple[PlanLine, ...] = ()
    scenarios: tuple[ScenarioLine, ...] = ()
    _trends: dict[int, tuple[Ratios, ...]] = field(default_factory=dict)
    _aheads: dict[int, tuple[Ratios, ...]] = field(default_factory=dict)
    _turns: dict[date, tuple[Turn, ...]] = field(default_factory=dict)

    @cached_property
    def _ledgers(self) -> tuple[Replay, ...]:
        """The ledger of each account at the end of today, in the order of the book: what all figures below ask."""
        ledgers = tuple(replay(account) for account in self.book.accounts)
        for ledger in ledgers:
            ledger.advance(self.today)
        return ledgers

    @cached_property
    def positions(self) -> dict[int, Position]:
        """The state of each account, by loan id."""
        return {
            account.loan.id: ledger.position(self.today)
            for account, ledger in zip(self.book.accounts, self._ledgers, strict=True)
        }

    @cached_property
    def accounts(self) -> dict[int, Account]:
        """The accounts by loan id."""
        return {account.loan.id: account for account in self.book.accounts}

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """Every due of every account, by due date."""
        every = [due for place in self.positions.values() for due in place.dues]
        return tuple(sorted(every, key=lambda due: (due.due_on, due.loan_id, due.number)))

    @cached_property
    def open_dues(self) -> tuple[Due, ...]:
        """Dues with something unpaid, by due date."""
        return tuple(due for due in self.dues if due.unpaid_minor > 0)

    @cached_property
    def now(self) -> Ratios:
        """Debt, ratios and lender counts today."""
        return self.working.ratios

    @cached_property
    def working(self) -> Working:
        """What the figures of today are made of."""
        return working(self.book, self._ledgers, self.today)

    def trend(self, months: int) -> tuple[Ratios, ...]:
        """The figures of ``months`` months up to this one: at the end of each, and for this one today."""
        if months not in self._trends:
            self._trends[months] = trend(self.book, self.today, months)
        return self._trends[months]

    def ahead(self, months: int) -> tuple[Ratios, ...]:
        """The figures at the end of each of the months to come as the adopted plan makes them, up to its last one.

        Nothing without a plan. What was paid on time so far stays as it is: nobody can have missed a day to come.
        """
        if months not in self._aheads:
            from planner.domain.payoff.followed import ahead

            self._aheads[months] = ahead(self.book, self.followed or (), self.today, months)
        return self._aheads[months]

    @cached_property
    def costs(self) -> dict[int, YearlyCost]:
        """The real yearly cost of each account, by loan id."""
        return {account.loan.id: yearly_cost(account.loan, as_of=self.today) for account in self.book.accounts}

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """The reminders that are pending or were marked, most urgent first."""
        return self.reminders()

    def reminders(self, horizon_days: int = 0) -> tuple[Occurrence, ...]:
        """The same with what comes up in the days to come."""
        return occurrences(
            self.rules,
            self.dues,
            self.marks,
            self.today,
            book=self.book,
            reviewed=self.reviewed,
            planned=self.planned,
            dated=self.dated,
            horizon_days=horizon_days,
        )

    @cached_property
    def baseline(self) -> Baseline | None:
        """The adopted plan as it was made; None before one was adopted."""
        if all(line.ended_on is not None for line in self.payoff_plans):
            return None
        from planner.domain.payoff.baseline import baseline_from
        from planner.overview.plan import in_force

        line = in_force(self.payoff_plans)
        return None if line is None else baseline_from(line.document)

    @property
    def followed(self) -> tuple[Action, ...] | None:
        """The payments of the adopted plan; None before one was adopted."""
        return None if self.baseline is None else self.baseline.actions

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        """What the adopted plan pays beyond what is due; nothing before one was adopted."""
        if self.baseline is None:
            return ()
        from planner.domain.payoff.drift import planned

        return planned(self.baseline, self.book, self.today)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Rules and lists about credit, with the thresholds that the person changed; parsed at the first question."""
        from planner.domain.reference.own import own_limits
        from planner.storage.shipped import catalogue

        return catalogue.load(own_limits(self.settings))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the records say today, and when it clears under the adopted plan."""
        from planner.domain.findings.judge import findings

        return findings(self.book, self.catalogue, self.today, self.followed)

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """Warnings that apply today."""
        from planner.domain.findings.cautions import cautions

        costs = {loan_id: cost.nominal for loan_id, cost in self.costs.items()}
        return cautions(self.book, self.positions, costs, self.catalogue, self.today)

    def turns(self, since: date) -> tuple[Turn, ...]:
        """What changed of the findings after a day, up to today; computed once for each day asked."""
        if since not in self._turns:
            from planner.domain.findings.judge import turns

            found = turns(self.book, self.catalogue, since, self.today) if since < self.today else ()
            self._turns[since] = found
        return self._turns[since]

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """The days that the credit file calls for; nothing is read while nothing is recorded."""
        if self.book.credit.empty:
            return ()
        from planner.domain.findings.calendar import coming

        return coming(self.book.credit, self.catalogue, self.today)

    @cached_property
    def reviewed(self) -> frozenset[date]:
        """Mondays of the weeks whose review is saved."""
        return frozenset(review.week_on for review in self.reviews if review.saved_at is not None)


def read(path: Path, today: date) -> Overview:
    """The overview of the database at ``path`` as of ``today``.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with snapshot.reading(path) as con:
        return Overview(
            path,
            today,
            snapshot.book(con),
            snapshot.settings(con),
            snapshot.reminder_rules(con) or (_FIRST_RULE,),
            snapshot.reminder_marks(con),
            snapshot.reviews(con),
            snapshot.payoff_plans(con),
            snapshot.scenarios(con),
        )
